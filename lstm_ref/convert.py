r"""다른 라이브러리의 LSTM 매개변수와 주고받는다. NumPy 배열만 다루므로 그 라이브러리가 없어도 된다.

| 꼴 | 게이트의 차례 | 가중치 | 편향 |
|---|---|---|---|
| 이 책 | f, i, C, o를 따로 | (H, H+D) | (H,) |
| PyTorch | i, f, C, o | weight_ih (4H, D), weight_hh (4H, H) | 둘 |
| Keras | i, f, C, o | kernel (D, 4H), recurrent_kernel (H, 4H) | 하나 |
| ONNX | i, o, f, C | W (1, 4H, D), R (1, 4H, H) | B (1, 8H) |
| 밑바닥부터 시작하는 딥러닝 2 | f, C, i, o | Wx (D, 4H), Wh (H, 4H) | 하나 |
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from .checks import Door, kind
from .params import LSTMParams, lstm_door

ORDERS = {"torch": "ifCo", "keras": "ifCo", "onnx": "iofC", "scratch2": "fCio"}


class TorchWeights(NamedTuple):
    """`torch.nn.LSTM`의 한 층. 이름도 그대로다: (4H, D), (4H, H), (4H,), (4H,)."""

    weight_ih_l0: np.ndarray
    weight_hh_l0: np.ndarray
    bias_ih_l0: np.ndarray
    bias_hh_l0: np.ndarray


class KerasWeights(NamedTuple):
    """`keras.layers.LSTM`의 `get_weights()`: (D, 4H), (H, 4H), (4H,)."""

    kernel: np.ndarray
    recurrent_kernel: np.ndarray
    bias: np.ndarray


class ONNXWeights(NamedTuple):
    """ONNX LSTM 연산자의 입력: (1, 4H, D), (1, 4H, H), (1, 8H). `B`는 입력 쪽과 은닉 쪽 편향을 이은 것."""

    W: np.ndarray
    R: np.ndarray
    B: np.ndarray


class ScratchWeights(NamedTuple):
    """『밑바닥부터 시작하는 딥러닝 2』의 LSTM: (D, 4H), (H, 4H), (4H,)."""

    Wx: np.ndarray
    Wh: np.ndarray
    b: np.ndarray


def _pack(params: LSTMParams, order: str):
    # 게이트를 order 차례로 쌓아 입력 쪽 (4H, D), 은닉 쪽 (4H, H), 편향 (4H,)을 준다
    H = lstm_door(params).sizes["H"]
    W = np.concatenate([getattr(params, f"W_{gate}") for gate in order])
    b = np.concatenate([getattr(params, f"b_{gate}") for gate in order])
    return W[:, H:].copy(), W[:, :H].copy(), b


def _unpack(W_x, W_h, b, order: str) -> LSTMParams:
    H = W_h.shape[1]
    W = np.concatenate([W_h, W_x], axis=1)  # (4H, H+D)   이 책은 h가 앞이다
    rows = {gate: slice(k * H, (k + 1) * H) for k, gate in enumerate(order)}
    return LSTMParams(*(v[rows[gate]].copy() for gate in "fiCo" for v in (W, b)))


def _check(weights, form: type, dims: tuple[str, ...]) -> None:
    kind("weights", weights, form)
    door = Door()
    for name, value, d in zip(form._fields, weights, dims):
        door.array(name, value, d)
    H, four = door.sizes["H"], door.sizes["4H"]
    if four != 4 * H or door.sizes.get("8H", 8 * H) != 8 * H or door.sizes.get("1", 1) != 1:
        raise ValueError(
            f"{form._fields[1]}의 크기가 {weights[1].shape}입니다. H = {H}이면 4H = {4 * H}여야 합니다."
        )


def to_torch(params: LSTMParams) -> TorchWeights:
    r"""이 책의 매개변수를 PyTorch의 차례 i, f, g, o로 쌓는다. g가 후보 값 C̃다.

    PyTorch는 편향을 둘 두고 더하므로, 우리 편향을 첫째에 담고 둘째는 0으로 둔다.

    매개변수
    --------
    params : LSTMParams

    반환값
    ------
    TorchWeights

    예외
    ----
    TypeError, ValueError : params가 바르지 않을 때

    예
    --
    >>> p = LSTMParams(*(np.full(s, v) for v in (1.0, 2.0, 3.0, 4.0) for s in ((1, 2), (1,))))
    >>> to_torch(p).bias_ih_l0.tolist()  # f=1, i=2, C=3, o=4 → i, f, C, o
    [2.0, 1.0, 3.0, 4.0]

    출처: PyTorch 문서, torch.nn.LSTM.
    """
    W_x, W_h, b = _pack(params, ORDERS["torch"])
    return TorchWeights(W_x, W_h, b, np.zeros_like(b))


def from_torch(weights: TorchWeights) -> LSTMParams:
    """PyTorch의 한 층에서 이 책의 매개변수를 만든다. 두 편향은 더해서 하나로 담는다."""
    _check(weights, TorchWeights, ("4H D", "4H H", "4H", "4H"))
    return _unpack(weights[0], weights[1], weights[2] + weights[3], ORDERS["torch"])


def to_keras(params: LSTMParams) -> KerasWeights:
    """이 책의 매개변수를 Keras의 차례 i, f, c, o로 쌓고 돌려놓는다(열이 게이트)."""
    W_x, W_h, b = _pack(params, ORDERS["keras"])
    return KerasWeights(W_x.T.copy(), W_h.T.copy(), b)


def from_keras(weights: KerasWeights) -> LSTMParams:
    """Keras의 `get_weights()`에서 이 책의 매개변수를 만든다."""
    _check(weights, KerasWeights, ("D 4H", "H 4H", "4H"))
    return _unpack(weights.kernel.T, weights.recurrent_kernel.T, weights.bias, ORDERS["keras"])


def to_onnx(params: LSTMParams) -> ONNXWeights:
    """이 책의 매개변수를 ONNX의 차례 i, o, f, c로 쌓는다. 맨 앞 축은 방향의 수 1이다."""
    W_x, W_h, b = _pack(params, ORDERS["onnx"])
    return ONNXWeights(W_x[None], W_h[None], np.concatenate([b, np.zeros_like(b)])[None])


def from_onnx(weights: ONNXWeights) -> LSTMParams:
    """ONNX LSTM 연산자의 W, R, B에서 이 책의 매개변수를 만든다."""
    _check(weights, ONNXWeights, ("1 4H D", "1 4H H", "1 8H"))
    b_x, b_h = np.split(weights.B[0], 2)
    return _unpack(weights.W[0], weights.R[0], b_x + b_h, ORDERS["onnx"])


def to_scratch2(params: LSTMParams) -> ScratchWeights:
    """이 책의 매개변수를 『밑바닥부터 시작하는 딥러닝 2』의 차례 f, g, i, o로 쌓는다(열이 게이트)."""
    W_x, W_h, b = _pack(params, ORDERS["scratch2"])
    return ScratchWeights(W_x.T.copy(), W_h.T.copy(), b)


def from_scratch2(weights: ScratchWeights) -> LSTMParams:
    """『밑바닥부터 시작하는 딥러닝 2』의 Wx, Wh, b에서 이 책의 매개변수를 만든다."""
    _check(weights, ScratchWeights, ("D 4H", "H 4H", "4H"))
    return _unpack(weights.Wx.T, weights.Wh.T, weights.b, ORDERS["scratch2"])
