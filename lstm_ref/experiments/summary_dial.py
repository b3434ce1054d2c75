"""셀 전체 조작판의 수(10장): 가중치와 입력을 움직이고 게이트를 붙들 수 있는 작은 LSTM. 쪽의 자바스크립트와 견준다."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from .. import checks
from ..cells import LSTMStep, lstm_step
from ..doors import Natural, door
from ..params import LSTMParams

__all__ = ["CellDial", "cell_dial", "cell_params", "cell_weights"]


@door
def cell_weights(params: LSTMParams) -> np.ndarray:
    r"""LSTM의 매개변수를 한 줄로 편 것: 층 f, i, C̃, o마다 성분마다 [W의 행, 편향].

    매개변수
    --------
    params : LSTMParams

    반환값
    ------
    (4 · H · (H + D + 1),)

    예외
    ----
    TypeError, ValueError : LSTMParams가 아니거나 배열의 크기가 서로 맞지 않을 때

    예
    --
    >>> from lstm_ref.params import init_lstm
    >>> cell_weights(init_lstm(np.random.default_rng(0), 1, 4)).shape
    (96,)

    출처: 이 책.
    """
    pairs = zip(params[::2], params[1::2])
    return np.concatenate([np.concatenate([W, b[:, None]], axis=1).ravel() for W, b in pairs])


@door
def cell_params(weights: ArrayLike) -> LSTMParams:
    r"""`cell_weights`를 되돌린다(H = 4, D = 1).

    매개변수
    --------
    weights : 길이 96인 목록

    반환값
    ------
    LSTMParams

    예외
    ----
    TypeError, ValueError : 수의 목록이 아니거나 길이가 다를 때

    예
    --
    >>> from lstm_ref.params import init_lstm
    >>> p = init_lstm(np.random.default_rng(0), 1, 4)
    >>> all(np.array_equal(a, b) for a, b in zip(p, cell_params(cell_weights(p))))
    True

    출처: 이 책.
    """
    flat = checks.vector("weights", weights)
    if len(flat) != 96:
        raise ValueError(f"weights의 길이가 {len(flat)}입니다. 4 · 4 · 6 = 96이어야 합니다.")
    layers = flat.reshape(4, 4, 6)
    return LSTMParams(*(v.copy() for W in layers for v in (W[:, :5], W[:, 5])))


class CellDial(NamedTuple):
    """모든 시점의 (T, H) 배열과 시점 t의 값.

    `shown`은 성분 하나의 h_{t−1}, C_{t−1}, f, i, C̃, C, o, tanh(C), h와 입력 x이고, `change`는 첫 성분의
    C_8 − C_1, `h_top`은 첫 성분의 |h|의 최댓값이다.
    """

    C: np.ndarray
    h: np.ndarray
    x_now: float
    h_prev: np.ndarray
    C_prev: np.ndarray
    f_now: np.ndarray
    i_now: np.ndarray
    C_tilde_now: np.ndarray
    C_now: np.ndarray
    o_now: np.ndarray
    h_now: np.ndarray
    shown: np.ndarray
    change: float
    h_top: float


def cell_steps(
    weights: ArrayLike, x: ArrayLike, fixed: Mapping[str, ArrayLike] | None = None
) -> list[LSTMStep]:
    """모든 시점의 LSTMStep. `fixed`에 담긴 게이트는 식 대신 그 값을 쓴다."""
    params, x = cell_params(weights), checks.vector("x", x)
    checks.kind("fixed", fixed, (dict, type(None)))
    held = {k: checks.vector(f"fixed[{k!r}]", v)[None] for k, v in (fixed or {}).items()}
    unknown = set(held) - {"f", "i", "C_tilde", "o"}
    if unknown:
        raise ValueError(
            f"fixed에 {', '.join(sorted(unknown))}이 있습니다. f, i, C_tilde, o만 붙들 수 있습니다."
        )
    h = C = np.zeros((1, 4))
    steps = []
    for value in x:
        step = lstm_step(params, np.array([[value]]), h, C)._replace(**held)
        C = step.f * step.C_prev + step.i * step.C_tilde
        h = step.o * np.tanh(C)
        steps.append(step._replace(C=C, h=h))
    return steps


@door
def cell_dial(
    weights: ArrayLike,
    x: ArrayLike,
    *,
    t: Natural = 1,
    unit: int = 0,
    fixed: Mapping[str, ArrayLike] | None = None,
) -> CellDial:
    r"""작은 LSTM(H = 4, D = 1)을 끝까지 돌리고 시점 t의 모든 기호를 읽는다.

    매개변수
    --------
    weights : 길이 96인 목록(`cell_weights`)
    x : 길이 8인 목록, 시점마다의 입력
    t : 1 이상 8 이하의 정수
    unit : 0 이상 3 이하의 정수, `shown`에 담을 성분
    fixed : {"f": 길이 4인 목록, …}, 붙들어 둔 게이트

    반환값
    ------
    CellDial

    예외
    ----
    TypeError, ValueError : 위 형과 범위를 벗어날 때

    예
    --
    >>> dial = cell_dial([0.0] * 96, [1.0] * 8, t=2, fixed={"f": [1.0] * 4, "C_tilde": [1.0] * 4})
    >>> dial.C_now.tolist()  # i = σ(0) = 1/2씩 두 번
    [1.0, 1.0, 1.0, 1.0]

    출처: 이 책.
    """
    steps, t = cell_steps(weights, x, fixed), checks.whole("t", t, 1)
    if len(steps) != 8 or t > 8:
        raise ValueError(f"x의 길이가 {len(steps)}, t가 {t}입니다. 길이는 8, t는 8 이하여야 합니다.")
    C, h = (np.stack([getattr(s, k)[0] for s in steps]) for k in "Ch")
    now = steps[t - 1]
    rows = (now.z[0, :4], now.C_prev[0], now.f[0], now.i[0], now.C_tilde[0], now.C[0], now.o[0], now.h[0])
    k, x_now = checks.whole("unit", unit, 0), float(now.z[0, 4])
    if k > 3:
        raise ValueError(f"unit의 값이 {k}입니다. 0 이상 3 이하여야 합니다.")
    h_prev, C_prev, f, i, C_tilde, C_t, o, h_t = (row[k] for row in rows)
    shown = np.array([h_prev, C_prev, f, i, C_tilde, C_t, o, np.tanh(C_t), h_t, x_now])
    return CellDial(C, h, x_now, *rows, shown, float(C[7, 0] - C[0, 0]), float(np.abs(h[:, 0]).max()))
