r"""꼴: 다른 라이브러리가 게이트를 쌓는 차례와 그 가중치의 이름. 쌓고 푸는 일과 크기 검사가 여기에 있다."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple, cast

import numpy as np

from .checks import Door, all_finite, kind
from .params import LSTMParams, lstm_door

ORDERS = {"torch": "ifCo", "keras": "ifCo", "onnx": "iofC", "scratch2": "fCio"}


class TorchWeights(NamedTuple):
    """`torch.nn.LSTM`의 한 층. 이름도 그대로다: (4H, D), (4H, H), (4H,), (4H,)."""

    weight_ih_l0: np.ndarray
    weight_hh_l0: np.ndarray
    bias_ih_l0: np.ndarray | None = None
    bias_hh_l0: np.ndarray | None = None


class KerasWeights(NamedTuple):
    """`keras.layers.LSTM`의 `get_weights()`: (D, 4H), (H, 4H), (4H,)."""

    kernel: np.ndarray
    recurrent_kernel: np.ndarray
    bias: np.ndarray | None = None


class ONNXWeights(NamedTuple):
    """ONNX LSTM 연산자의 입력: (1, 4H, D), (1, 4H, H), (1, 8H). `B`는 입력 쪽과 은닉 쪽 편향을 이은 것."""

    W: np.ndarray
    R: np.ndarray
    B: np.ndarray | None = None


class ScratchWeights(NamedTuple):
    """『밑바닥부터 시작하는 딥러닝 2』의 LSTM: (D, 4H), (H, 4H), (4H,)."""

    Wx: np.ndarray
    Wh: np.ndarray
    b: np.ndarray


class TF1Weights(NamedTuple):
    """TensorFlow 1의 `BasicLSTMCell`: (D+H, 4H), (4H,). 행은 [x_t, h_{t−1}] 차례다."""

    kernel: np.ndarray
    bias: np.ndarray | None = None


def pack(params: LSTMParams, order: str) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """게이트를 order 차례로 쌓아 입력 쪽 (4H, D), 은닉 쪽 (4H, H), 편향 (4H,)을 준다"""
    H = lstm_door(params).sizes["H"]
    W = np.concatenate([getattr(params, f"W_{gate}") for gate in order])
    b = np.concatenate([getattr(params, f"b_{gate}") for gate in order])
    return W[:, H:].copy(), W[:, :H].copy(), b


def unpack(W_x: np.ndarray, W_h: np.ndarray, b: np.ndarray, order: str) -> LSTMParams:
    """order 차례로 쌓은 것을 풀어 이 책의 매개변수로 담는다."""
    H = W_h.shape[1]
    W = np.concatenate([W_h, W_x], axis=1)  # (4H, H+D)   이 책은 h가 앞이다
    rows = {gate: slice(k * H, (k + 1) * H) for k, gate in enumerate(order)}
    return LSTMParams(*(v[rows[gate]].copy() for gate in "fiCo" for v in (W, b)))


def add(b_x: np.ndarray, b_h: np.ndarray) -> np.ndarray:
    """두 편향의 합."""
    with np.errstate(over="ignore"):
        b = b_x + b_h
    if not all_finite(b):
        raise ValueError("두 편향의 합이 넘쳤습니다. 합도 유한해야 합니다.")
    return b


def whole_weights(weights: Any, form: type, dims: tuple[str, ...], recurrent: int = 1) -> list[np.ndarray]:
    """은닉 쪽 가중치에서 H를 읽고, 그 H로 하나씩 본다. 그래야 틀린 배열의 이름을 댈 수 있다. 없는 편향은 0이다."""
    kind("weights", weights, form)
    names, first = cast(Any, form)._fields, weights[recurrent]
    Door().array(names[recurrent], first, dims[recurrent])
    axes = dims[recurrent].split()
    H = first.shape[axes.index("H")]
    if axes[0] == "1" and len(first) != 1:
        raise ValueError(
            f"방향이 {len(first)}개입니다. 이 책의 LSTM은 한 방향이므로 {names[recurrent]}[k:k+1]처럼 하나만 주세요."
        )
    door = Door(first.dtype, **{"H": H, "4H": 4 * H, "8H": 8 * H, "1": 1})
    order = [recurrent, *(k for k in range(len(dims)) if k != recurrent)]
    found: dict[int, np.ndarray] = {}
    for k in order:
        if weights[k] is None and k > recurrent:
            shape = [door.sizes[axis] for axis in dims[k].split()]
            found[k] = np.zeros(shape, first.dtype)
        else:
            found[k] = door.array(names[k], weights[k], dims[k])
    return [found[k] for k in range(len(dims))]


def from_state(state: Mapping[str, Any]) -> TorchWeights:
    """`torch.nn.LSTM`의 `state_dict()`에서 한 층의 네 배열을 꺼낸다. 텐서는 NumPy 배열로 본다."""
    names = TorchWeights._fields
    for key in state:
        name = str(key)
        if "_reverse" in name:
            raise ValueError(
                f"{name}이 있습니다. 방향이 둘이므로 방향마다 네 배열을 꺼내 TorchWeights로 주세요."
            )
        if name.startswith("weight_hr"):
            raise ValueError(
                f"{name}이 있습니다. 사영(proj_size)이 있는 LSTM은 이 책의 LSTM과 식이 달라 옮길 수 없습니다."
            )
        if name not in names:
            raise ValueError(
                f"{name}이 있습니다. 이름이 {', '.join(names)}인 한 층만 받습니다. "
                "층이 여럿이면 층마다 이 이름으로 바꿔 주고, 큰 모델이면 LSTM만의 state_dict()를 주세요."
            )
    for name in names[:2]:
        if name not in state:
            raise ValueError(f"{name}이 없습니다. torch.nn.LSTM의 state_dict()여야 합니다.")
    found: list[Any] = [None if state.get(name) is None else _plain(name, state[name]) for name in names]
    return TorchWeights(*found)


def _plain(name: str, value: Any) -> np.ndarray:
    # torch의 텐서는 NumPy 배열로 본다. 그 밖의 것은 문이 막는다
    if isinstance(value, np.ndarray) or not hasattr(value, "detach"):
        return value
    try:
        return value.detach().cpu().numpy()
    except (TypeError, RuntimeError):
        raise TypeError(f"{name}의 자료형이 {value.dtype}입니다. float64나 float32여야 합니다.") from None
