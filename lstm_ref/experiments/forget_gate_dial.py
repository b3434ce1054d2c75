"""망각 게이트 조작판의 수(시작, 6장): 손잡이의 값에서 화면의 값을 셈하는 순수 함수. 쪽의 자바스크립트와 견준다."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from .. import checks
from ..cells import LSTMStep, sigmoid
from ..doors import Count, Reals, door
from .forget_gate import forget_decay

__all__ = ["FirstDial", "ForgetDial", "first_dial", "forget_dial", "gated_step"]


@door
def gated_step(C_prev: Reals, *, f: Reals, i: Reals, C_tilde: Reals, o: Reals) -> LSTMStep:
    r"""게이트를 손으로 정한 한 시점: C = f ⊙ C_prev + i ⊙ C̃, h = o ⊙ tanh(C).

    매개변수
    --------
    C_prev, f, i, C_tilde, o : 길이가 같은 수 목록. 게이트는 0 이상 1 이하, C̃는 −1 이상 1 이하

    반환값
    ------
    LSTMStep : 배열은 (1, H). 가중치를 쓰지 않으므로 `z`는 (1, 0)

    예외
    ----
    TypeError, ValueError : 목록이 아니거나 범위나 길이가 어긋날 때

    예
    --
    >>> gated_step([1.0], f=[0.5], i=[1.0], C_tilde=[0.25], o=[1.0]).C.tolist()
    [[0.75]]

    출처: Gers, Schmidhuber & Cummins (2000)의 식에서 게이트를 밖에서 준 것.
    """
    gates = {"f": f, "i": i, "o": o}
    C_prev, C_tilde = np.array(C_prev), checks.vector("C_tilde", C_tilde, -1.0, 1.0)
    f, i, o = (checks.vector(name, v, 0.0, 1.0) for name, v in gates.items())
    for name, v in (("f", f), ("i", i), ("C_tilde", C_tilde), ("o", o)):
        if len(v) != len(C_prev):
            raise ValueError(f"{name}의 길이가 {len(v)}입니다. C_prev와 같은 {len(C_prev)}여야 합니다.")
    C = f * C_prev + i * C_tilde
    rows = [v[None] for v in (C_prev, f, i, C_tilde, C, o, o * np.tanh(C))]
    return LSTMStep(np.zeros((1, 0)), *rows)


class ForgetDial(NamedTuple):
    """`f`: (H,), `C`: (T+1, H) 남은 셀 상태, `half_life`: (H,) 시점, `C_T`: (H,)."""

    f: np.ndarray
    C: np.ndarray
    half_life: np.ndarray
    C_T: np.ndarray


@door
def forget_dial(
    f: Reals = None, *, b_f: Reals = None, C_0: Reals = (1.0, 1.0, 1.0, 1.0), T: Count = 20
) -> ForgetDial:
    r"""입력 게이트를 닫고 망각 게이트를 고정한 셀: C_t = f^t ⊙ C_0. `b_f`를 주면 f = σ(b_f)이다.

    매개변수
    --------
    f, b_f : 길이 H인 목록. 둘 가운데 하나만 준다(f는 0 이상 1 이하)
    C_0 : 길이 H인 목록
    T : 1 이상의 정수, 시점 수

    반환값
    ------
    ForgetDial

    예외
    ----
    TypeError, ValueError : 둘 다 주거나 둘 다 없을 때, 범위나 길이가 어긋날 때

    예
    --
    >>> forget_dial([0.5], C_0=[2.0], T=2).C[:, 0].tolist()
    [2.0, 1.0, 0.5]

    출처: Gers, Schmidhuber & Cummins (2000).
    """
    if (f is None) == (b_f is None):
        raise ValueError("f와 b_f 가운데 하나만 주어야 합니다.")
    f = sigmoid(np.array(b_f)) if f is None else f
    C_0, decay = np.array(C_0), forget_decay(f, T)
    if len(C_0) != len(decay.f):
        raise ValueError(f"C_0의 길이가 {len(C_0)}입니다. f와 같은 {len(decay.f)}여야 합니다.")
    C = decay.C * C_0
    return ForgetDial(decay.f, C, decay.half_life, C[-1])


class FirstDial(NamedTuple):
    """`C`: (21,) 시점마다 남은 기억, `kept`: 1, 5, 10, 20시점 뒤의 (4,), `percent`: 20시점 뒤의 백분율."""

    C: np.ndarray
    kept: np.ndarray
    percent: float


@door
def first_dial(f: float = 0.9) -> FirstDial:
    r"""성분 하나인 셀에 1을 담고 망각 게이트 f를 스무 시점 동안 곱한다: C_t = f^t.

    매개변수
    --------
    f : 0 이상 1 이하의 실수

    반환값
    ------
    FirstDial

    예외
    ----
    TypeError, ValueError : 위 형과 범위를 벗어날 때

    예
    --
    >>> first_dial(0.5).C[:3].tolist()
    [1.0, 0.5, 0.25]

    출처: Gers, Schmidhuber & Cummins (2000).
    """
    C = forget_dial([checks.real("f", f, 0.0, 1.0)], C_0=[1.0]).C[:, 0]
    return FirstDial(C, C[[1, 5, 10, 20]], float(100 * C[-1]))
