r"""다른 라이브러리의 LSTM 매개변수와 주고받는다. NumPy 배열만 다루므로 그 라이브러리가 없어도 된다. 없는 편향은 0으로 채운다.

| 꼴 | 게이트의 차례 | 가중치 | 편향 |
|---|---|---|---|
| 이 책 | f, i, C, o를 따로 | (H, H+D) | (H,) |
| PyTorch | i, f, C, o | weight_ih (4H, D), weight_hh (4H, H) | 둘 |
| Keras | i, f, C, o | kernel (D, 4H), recurrent_kernel (H, 4H) | 하나 |
| ONNX | i, o, f, C | W (1, 4H, D), R (1, 4H, H) | B (1, 8H) |
| 밑바닥부터 시작하는 딥러닝 2 | f, C, i, o | Wx (D, 4H), Wh (H, 4H) | 하나 |
| TensorFlow 1의 `BasicLSTMCell` | i, C, f, o | kernel (D+H, 4H), x의 행이 앞 | 하나, f에 1을 더해 씀 |
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from .checks import Door, choice, kind, real
from .packing import (
    ORDERS,
    KerasWeights,
    ONNXWeights,
    ScratchWeights,
    TF1Weights,
    TorchWeights,
    add,
    from_state,
    pack,
    unpack,
    whole_weights,
)  # fmt: skip
from .params import LSTMParams

__all__ = [
    "ORDERS", "KerasWeights", "ONNXWeights", "ScratchWeights", "TF1Weights", "TorchWeights", "from_keras",
    "from_onnx", "from_scratch2", "from_tf1", "from_torch", "to_keras", "to_onnx", "to_scratch2", "to_torch",
]  # fmt: skip


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
    W_x, W_h, b = pack(params, ORDERS["torch"])
    return TorchWeights(W_x, W_h, b, np.zeros_like(b))


def from_torch(weights: TorchWeights | Mapping[str, Any]) -> LSTMParams:
    r"""PyTorch의 한 층에서 이 책의 매개변수를 만든다. 두 편향은 더해서 하나로 담는다.

    매개변수
    --------
    weights : TorchWeights, 또는 `torch.nn.LSTM`의 `state_dict()` 그대로(한 층, 한 방향)

    반환값
    ------
    LSTMParams

    예외
    ----
    TypeError, ValueError : weights의 형, 자료형, 크기가 맞지 않거나 유한하지 않을 때, 층이나 방향이 여럿이거나 사영이 있을 때

    예
    --
    >>> p = LSTMParams(*(np.full(s, v) for v in (1.0, 2.0, 3.0, 4.0) for s in ((1, 2), (1,))))
    >>> from_torch(to_torch(p)).b_C.tolist(), from_torch(to_torch(p)._asdict()).W_o.tolist()
    ([3.0], [[4.0, 4.0]])

    출처: PyTorch 문서, torch.nn.LSTM.
    """
    if isinstance(weights, Mapping):
        weights = from_state(weights)
    W_x, W_h, b_x, b_h = whole_weights(weights, TorchWeights, ("4H D", "4H H", "4H", "4H"))
    return unpack(W_x, W_h, add(b_x, b_h), ORDERS["torch"])


def to_keras(params: LSTMParams) -> KerasWeights:
    r"""이 책의 매개변수를 Keras의 차례 i, f, c, o로 쌓고 돌려놓는다(열이 게이트).

    매개변수
    --------
    params : LSTMParams

    반환값
    ------
    KerasWeights

    예외
    ----
    TypeError, ValueError : params가 바르지 않을 때

    예
    --
    >>> p = LSTMParams(*(np.full(s, v) for v in (1.0, 2.0, 3.0, 4.0) for s in ((1, 2), (1,))))
    >>> to_keras(p).bias.tolist()  # f=1, i=2, C=3, o=4 → i, f, C, o
    [2.0, 1.0, 3.0, 4.0]

    출처: Keras 문서, keras.layers.LSTM.
    """
    W_x, W_h, b = pack(params, ORDERS["keras"])
    return KerasWeights(W_x.T.copy(), W_h.T.copy(), b)


def from_keras(weights: KerasWeights, recurrent_activation: str = "sigmoid") -> LSTMParams:
    r"""Keras의 `get_weights()`에서 이 책의 매개변수를 만든다.

    매개변수
    --------
    weights : KerasWeights. `KerasWeights(*layer.get_weights())`로 만든다
    recurrent_activation : 그 층의 값. "sigmoid"만 옮길 수 있다. 옛 Keras의 기본값 "hard_sigmoid"는 꺾은선이라 다르다

    반환값
    ------
    LSTMParams

    예외
    ----
    TypeError, ValueError : weights의 형, 자료형, 크기가 맞지 않거나 유한하지 않을 때, 게이트의 활성화 함수가 시그모이드가 아닐 때

    예
    --
    >>> p = LSTMParams(*(np.full(s, v) for v in (1.0, 2.0, 3.0, 4.0) for s in ((1, 2), (1,))))
    >>> from_keras(to_keras(p)).b_o.tolist()
    [4.0]

    출처: Keras 문서, keras.layers.LSTM.
    """
    if choice("recurrent_activation", recurrent_activation, ("sigmoid", "hard_sigmoid")) != "sigmoid":
        raise ValueError("게이트가 hard_sigmoid인 층은 이 책의 LSTM으로 같은 출력을 내지 못합니다.")
    kernel, recurrent, bias = whole_weights(weights, KerasWeights, ("D 4H", "H 4H", "4H"))
    return unpack(kernel.T, recurrent.T, bias, ORDERS["keras"])


def to_onnx(params: LSTMParams) -> ONNXWeights:
    r"""이 책의 매개변수를 ONNX의 차례 i, o, f, c로 쌓는다. 맨 앞 축은 방향의 수 1이다.

    매개변수
    --------
    params : LSTMParams

    반환값
    ------
    ONNXWeights

    예외
    ----
    TypeError, ValueError : params가 바르지 않을 때

    예
    --
    >>> p = LSTMParams(*(np.full(s, v) for v in (1.0, 2.0, 3.0, 4.0) for s in ((1, 2), (1,))))
    >>> to_onnx(p).B.tolist()  # 입력 쪽 i, o, f, C와 은닉 쪽 0 넷
    [[2.0, 4.0, 1.0, 3.0, 0.0, 0.0, 0.0, 0.0]]

    출처: ONNX 연산자 규격, LSTM.
    """
    W_x, W_h, b = pack(params, ORDERS["onnx"])
    return ONNXWeights(W_x[None], W_h[None], np.concatenate([b, np.zeros_like(b)])[None])


def from_onnx(weights: ONNXWeights) -> LSTMParams:
    r"""ONNX LSTM 연산자의 W, R, B에서 이 책의 매개변수를 만든다.

    매개변수
    --------
    weights : ONNXWeights

    반환값
    ------
    LSTMParams

    예외
    ----
    TypeError, ValueError : weights의 형, 자료형, 크기가 맞지 않거나 유한하지 않을 때, 방향이 둘일 때

    예
    --
    >>> p = LSTMParams(*(np.full(s, v) for v in (1.0, 2.0, 3.0, 4.0) for s in ((1, 2), (1,))))
    >>> from_onnx(to_onnx(p)).b_i.tolist()
    [2.0]

    출처: ONNX 연산자 규격, LSTM.
    """
    W, R, B = whole_weights(weights, ONNXWeights, ("1 4H D", "1 4H H", "1 8H"))
    b_x, b_h = np.split(B[0], 2)
    return unpack(W[0], R[0], add(b_x, b_h), ORDERS["onnx"])


def to_scratch2(params: LSTMParams) -> ScratchWeights:
    r"""이 책의 매개변수를 『밑바닥부터 시작하는 딥러닝 2』의 차례 f, g, i, o로 쌓는다(열이 게이트).

    매개변수
    --------
    params : LSTMParams

    반환값
    ------
    ScratchWeights

    예외
    ----
    TypeError, ValueError : params가 바르지 않을 때

    예
    --
    >>> p = LSTMParams(*(np.full(s, v) for v in (1.0, 2.0, 3.0, 4.0) for s in ((1, 2), (1,))))
    >>> to_scratch2(p).b.tolist()  # f, C, i, o
    [1.0, 3.0, 2.0, 4.0]

    출처: 사이토 고키 (2019), 『밑바닥부터 시작하는 딥러닝 2』, 6장.
    """
    W_x, W_h, b = pack(params, ORDERS["scratch2"])
    return ScratchWeights(W_x.T.copy(), W_h.T.copy(), b)


def from_scratch2(weights: ScratchWeights) -> LSTMParams:
    r"""『밑바닥부터 시작하는 딥러닝 2』의 Wx, Wh, b에서 이 책의 매개변수를 만든다.

    매개변수
    --------
    weights : ScratchWeights

    반환값
    ------
    LSTMParams

    예외
    ----
    TypeError, ValueError : weights의 형, 자료형, 크기가 맞지 않거나 유한하지 않을 때

    예
    --
    >>> p = LSTMParams(*(np.full(s, v) for v in (1.0, 2.0, 3.0, 4.0) for s in ((1, 2), (1,))))
    >>> from_scratch2(to_scratch2(p)).b_f.tolist()
    [1.0]

    출처: 사이토 고키 (2019), 『밑바닥부터 시작하는 딥러닝 2』, 6장.
    """
    Wx, Wh, b = whole_weights(weights, ScratchWeights, ("D 4H", "H 4H", "4H"))
    return unpack(Wx.T, Wh.T, b, ORDERS["scratch2"])


def from_tf1(weights: TF1Weights, forget_bias: float = 1.0) -> LSTMParams:
    r"""TensorFlow 1의 `BasicLSTMCell`에서 이 책의 매개변수를 만든다. 행은 x가 앞이고 게이트는 i, C, f, o 차례다.

    그 셀은 계산할 때마다 망각 게이트에 `forget_bias`를 더하므로, 여기서는 그것을 b_f에 담는다.

    매개변수
    --------
    weights : TF1Weights
    forget_bias : 그 셀을 만들 때 준 `forget_bias`(기본값 1)

    반환값
    ------
    LSTMParams

    예외
    ----
    TypeError, ValueError : weights의 형, 자료형, 크기가 맞지 않거나 유한하지 않을 때

    예
    --
    >>> w = TF1Weights(np.array([[1.0, 2.0, 3.0, 4.0], [5.0, 6.0, 7.0, 8.0]]), np.zeros(4))  # D = H = 1
    >>> from_tf1(w).W_f.tolist(), from_tf1(w).b_f.tolist()  # h가 앞인 (7, 3), 편향 0 + 1
    ([[7.0, 3.0]], [1.0])

    출처: TensorFlow 1.15 문서, tf.nn.rnn_cell.BasicLSTMCell.
    """
    kind("weights", weights, TF1Weights)
    kernel = weights.kernel
    rows, columns = Door().array("kernel", kernel, "D+H 4H").shape
    top = float(np.finfo(kernel.dtype).max)
    bias_1 = real("forget_bias", forget_bias, -top, top)
    if columns % 4 or rows <= (H := columns // 4):
        raise ValueError(f"kernel의 크기가 ({rows}, {columns})입니다. (D+H, 4H)여야 합니다.")
    b = np.zeros(columns, kernel.dtype) if weights.bias is None else weights.bias
    Door(kernel.dtype, **{"4H": columns}).array("bias", b, "4H")
    params = unpack(kernel[:-H].T, kernel[-H:].T, b, "iCfo")
    return params._replace(b_f=add(params.b_f, np.full(H, bias_1, kernel.dtype)))
