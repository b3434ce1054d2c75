"""조작판의 수(셀 전체): 가중치와 입력을 움직이고 게이트를 붙들 수 있는 작은 LSTM. 쪽의 자바스크립트와 견준다."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from .. import checks
from ..cells import LSTMStep, lstm_step
from ..doors import Natural, door
from ..params import LSTMParams

__all__ = ["PUZZLES", "CellDial", "cell_dial", "cell_params", "cell_weights", "puzzle_text"]

# 이름 → (화면의 이름, 목표). 첫 성분으로 판정한다
PUZZLES = {
    "none": ("자유롭게", ""),
    "keep": ("기억하기", "첫 시점에 0.3 이상 담고, 여덟째 시점까지 그 90 %를 지키세요."),
    "erase": ("지우기", "넷째 시점에 크기 0.3 이상이던 것을 여덟째 시점에 0.05 이하로 지우세요."),
    "replace": ("바꿔 쓰기", "넷째 시점에 0.3 이상이던 것을 여덟째 시점에 −0.3 이하로 바꾸세요."),
    "hide": ("숨기기", "여덟째 셀 상태의 크기를 0.3 이상으로 두고, 은닉 상태는 늘 0.02 이하로 숨기세요."),
    "burst": ("폭발", "여덟째 시점의 셀 상태를 크기 6 이상으로 키우세요."),
}


@door
def cell_weights(params: LSTMParams) -> np.ndarray:
    r"""LSTM의 매개변수를 한 줄로 편 것: 층 f, i, C̃, o마다 성분마다 [W의 행, 편향].

    매개변수
    --------
    params : LSTMParams

    반환값
    ------
    (4 · H · (H + D + 1),)

    예
    --
    >>> from lstm_ref.params import init_lstm
    >>> cell_weights(init_lstm(np.random.default_rng(0), 1, 4)).shape
    (96,)
    """
    checks.kind("params", params, LSTMParams)
    pairs = zip(params[::2], params[1::2])
    return np.concatenate([np.concatenate([W, b[:, None]], axis=1).ravel() for W, b in pairs])


@door
def cell_params(weights) -> LSTMParams:
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
    """
    flat = checks.vector("weights", weights)
    if len(flat) != 96:
        raise ValueError(f"weights의 길이가 {len(flat)}입니다. 4 · 4 · 6 = 96이어야 합니다.")
    layers = flat.reshape(4, 4, 6)
    return LSTMParams(*(v.copy() for W in layers for v in (W[:, :5], W[:, 5])))


class CellDial(NamedTuple):
    """모든 시점의 (T, H) 배열과 시점 t의 값. `done`은 퍼즐의 목표를 이루었는지, `verdict`는 그 문장이다."""

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
    done: str
    verdict: str


def cell_steps(weights, x, fixed=None) -> list[LSTMStep]:
    """모든 시점의 LSTMStep. `fixed`에 담긴 게이트는 식 대신 그 값을 쓴다."""
    params, x = cell_params(weights), checks.vector("x", x)
    checks.kind("fixed", fixed, (dict, type(None)))
    fixed = {k: checks.vector(f"fixed[{k!r}]", v)[None] for k, v in (fixed or {}).items()}
    unknown = set(fixed) - {"f", "i", "C_tilde", "o"}
    if unknown:
        raise ValueError(
            f"fixed에 {', '.join(sorted(unknown))}이 있습니다. f, i, C_tilde, o만 붙들 수 있습니다."
        )
    h = C = np.zeros((1, 4))
    steps = []
    for value in x:
        step = lstm_step(params, np.array([[value]]), h, C)._replace(**fixed)
        C = step.f * step.C_prev + step.i * step.C_tilde
        h = step.o * np.tanh(C)
        steps.append(step._replace(C=C, h=h))
    return steps


@door
def cell_dial(weights, x, *, t: Natural = 1, fixed=None, puzzle: str = "none") -> CellDial:
    r"""작은 LSTM(H = 4, D = 1)을 끝까지 돌리고 시점 t의 모든 기호를 읽는다.

    매개변수
    --------
    weights : 길이 96인 목록(`cell_weights`)
    x : 길이 8인 목록, 시점마다의 입력
    t : 1 이상 8 이하의 정수
    fixed : {"f": 길이 4인 목록, …}, 붙들어 둔 게이트
    puzzle : `PUZZLES`의 이름

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
    """
    steps, t = cell_steps(weights, x, fixed), checks.whole("t", t, 1)
    if len(steps) != 8 or t > 8:
        raise ValueError(f"x의 길이가 {len(steps)}, t가 {t}입니다. 길이는 8, t는 8 이하여야 합니다.")
    C, h = (np.stack([getattr(s, k)[0] for s in steps]) for k in "Ch")
    now = steps[t - 1]
    done = solved(checks.choice("puzzle", puzzle, tuple(PUZZLES)), C[:, 0], h[:, 0])
    rows = (now.z[0, :4], now.C_prev[0], now.f[0], now.i[0], now.C_tilde[0], now.C[0], now.o[0], now.h[0])
    return CellDial(C, h, float(now.z[0, 4]), *rows, "예" if done else "아니요", puzzle_text(puzzle, done))


@door
def puzzle_text(puzzle: str, done: bool) -> str:
    """퍼즐의 목표와 판정을 적은 문장. 퍼즐이 없으면 빈 글이다."""
    name, goal = PUZZLES[checks.choice("puzzle", puzzle, tuple(PUZZLES))]
    return "" if puzzle == "none" else f" 퍼즐 '{name}': {goal} {'이루었어요!' if done else '아직이에요.'}"


def solved(puzzle: str, C: np.ndarray, h: np.ndarray) -> bool:
    """첫 성분의 셀 상태 (8,)와 은닉 상태 (8,)가 퍼즐의 목표를 이루었는지 본다."""
    return bool(
        {
            "none": False,
            "keep": C[0] >= 0.3 and C[7] >= 0.9 * C[0],
            "erase": abs(C[3]) >= 0.3 and abs(C[7]) <= 0.05,
            "replace": C[3] >= 0.3 and C[7] <= -0.3,
            "hide": abs(C[7]) >= 0.3 and np.abs(h).max() <= 0.02,
            "burst": abs(C[7]) >= 6,
        }[puzzle]
    )
