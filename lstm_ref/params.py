"""매개변수: RNN과 LSTM의 가중치와 편향, 그 검사와 초기화."""

from __future__ import annotations

from typing import Any, NamedTuple, cast

import numpy as np
from numpy.typing import DTypeLike

from .checks import FLOATS, Door, all_finite, choice, fits, generator, kind, real, whole


class RNNParams(NamedTuple):
    """RNN의 매개변수. `W_xh`: (H, D), `W_hh`: (H, H), `b_h`: (H,)."""

    W_xh: np.ndarray
    W_hh: np.ndarray
    b_h: np.ndarray


class LSTMParams(NamedTuple):
    """LSTM의 매개변수. `W_*`: (H, H+D)로 [h_{t−1}, x_t]에 곱한다. `b_*`: (H,)."""

    W_f: np.ndarray
    b_f: np.ndarray
    W_i: np.ndarray
    b_i: np.ndarray
    W_C: np.ndarray
    b_C: np.ndarray
    W_o: np.ndarray
    b_o: np.ndarray


def rnn_door(params: RNNParams) -> Door:
    """RNN 매개변수를 검사하고 H, D, 자료형을 아는 문을 돌려준다."""
    kind("params", params, RNNParams)
    door = Door()
    for name, dims in zip(RNNParams._fields, ("H D", "H H", "H")):
        door.array(name, getattr(params, name), dims)
    return door


def lstm_door(params: LSTMParams) -> Door:
    """LSTM 매개변수를 검사하고 H, D, 자료형을 아는 문을 돌려준다."""
    kind("params", params, LSTMParams)
    door = Door()
    for name, value in zip(LSTMParams._fields, params):
        door.array(name, value, "H H+D" if name[0] == "W" else "H")
    H, HD = door.sizes["H"], door.sizes["H+D"]
    if HD <= H:
        raise ValueError(f"W_f의 크기가 ({H}, {HD})입니다. (H, H+D)여야 하므로 열이 {H}보다 많아야 합니다.")
    door.sizes["D"] = HD - H
    return door


def _sizes(rng: np.random.Generator, D: int, H: int, dtype: Any) -> tuple[int, int]:
    generator("rng", rng)
    D, H = whole("D", D, 1), whole("H", H, 1)
    fits("W", 4 * H, H + D)
    if not isinstance(dtype, (type, np.dtype, str)) or dtype not in FLOATS:
        name = getattr(
            dtype, "__name__", str(dtype)[:40] if isinstance(dtype, (str, np.dtype)) else type(dtype).__name__
        )
        raise TypeError(f"dtype의 값이 {name}입니다. float64나 float32여야 합니다.")
    return D, H


def init_rnn(
    rng: np.random.Generator, D: int, H: int, *, spectral_radius: float = 1.0, recurrent: str = "gaussian",
    dtype: DTypeLike = np.float64,
) -> RNNParams:  # fmt: skip
    r"""RNN 초기화. W_hh의 스펙트럼 반지름을 정확히 ρ로 맞춘다.

    W_xh ~ N(0, 1/D),  W_hh = ρ · G / ρ(G),  b_h = 0.  G는 `recurrent`가 "gaussian"이면 정규 난수 행렬,
    "orthogonal"이면 직교 행렬이다(모든 고윳값의 절댓값이 1).

    매개변수
    --------
    rng : numpy.random.Generator
    D, H : 1 이상의 정수
    spectral_radius : ρ ≥ 0
    recurrent : "gaussian" | "orthogonal"
    dtype : float64 | float32

    반환값
    ------
    RNNParams

    예외
    ----
    TypeError, ValueError : 인자가 위 형과 범위를 벗어날 때

    예
    --
    >>> p = init_rnn(np.random.default_rng(7), D=2, H=3, spectral_radius=0.9)
    >>> p.W_xh.shape, round(float(abs(np.linalg.eigvals(p.W_hh)).max()), 6)
    ((3, 2), 0.9)

    출처: Pascanu, Mikolov & Bengio (2013); 직교 초기화는 Saxe, McClelland & Ganguli (2014).
    """
    D, H = _sizes(rng, D, H, dtype)
    rho = real("spectral_radius", spectral_radius, 0.0)
    choice("recurrent", recurrent, ("gaussian", "orthogonal"))
    W_xh = rng.standard_normal((H, D)) / np.sqrt(D)
    G = rng.standard_normal((H, H))
    with np.errstate(over="ignore", under="ignore"):  # 넘치면 아래에서 말로 알린다
        if recurrent == "orthogonal":
            Q, R = np.linalg.qr(G)
            W_hh = rho * Q * np.sign(np.diag(R))
        else:
            W_hh = rho * G / np.abs(np.linalg.eigvals(G)).max()
        params = RNNParams(W_xh.astype(dtype), W_hh.astype(dtype), np.zeros(H, dtype))
    if not all_finite(params.W_hh):
        raise ValueError(f"spectral_radius의 값이 {rho}입니다. 너무 커서 W_hh가 넘칩니다.")
    return params


def init_lstm(
    rng: np.random.Generator, D: int, H: int, *, forget_bias: float = 1.0, dtype: DTypeLike = np.float64
) -> LSTMParams:
    r"""LSTM 초기화. W ~ N(0, 1/(H+D)), b = 0, 다만 b_f에는 `forget_bias`를 담아 둔다.

    망각 편향은 계산할 때 더하지 않고 매개변수 b_f에 그대로 들어 있다.

    매개변수
    --------
    rng : numpy.random.Generator
    D, H : 1 이상의 정수
    forget_bias : 유한한 실수, dtype에 담기는 크기
    dtype : float64 | float32

    반환값
    ------
    LSTMParams

    예외
    ----
    TypeError, ValueError : 인자가 위 형과 범위를 벗어날 때

    예
    --
    >>> p = init_lstm(np.random.default_rng(7), D=2, H=3, forget_bias=1.0)
    >>> p.W_f.shape, p.b_f.tolist(), p.b_i.tolist()
    ((3, 5), [1.0, 1.0, 1.0], [0.0, 0.0, 0.0])

    출처: 망각 편향은 Gers, Schmidhuber & Cummins (2000); Jozefowicz, Zaremba & Sutskever (2015).
    """
    D, H = _sizes(rng, D, H, dtype)
    top = float(np.finfo(cast(Any, dtype)).max)
    b_f = real("forget_bias", forget_bias, -top, top)
    W = (rng.standard_normal((4, H, H + D)) / np.sqrt(H + D)).astype(dtype)
    zeros = np.zeros((3, H), dtype)
    return LSTMParams(W[0], np.full(H, b_f, dtype), W[1], zeros[0], W[2], zeros[1], W[3], zeros[2])
