"""입력 게이트 조작판의 수(7장): 손잡이의 값에서 화면의 값을 셈하는 순수 함수. 쪽의 자바스크립트와 견준다."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from ..doors import Reals, door
from .forget_gate_dial import gated_step

__all__ = ["InputDial", "input_dial"]


class InputDial(NamedTuple):
    """모두 (H,). `kept` = f ⊙ C_prev, `added` = i ⊙ C̃, `C`는 둘의 합, `gate_sum` = i + f."""

    kept: np.ndarray
    added: np.ndarray
    C: np.ndarray
    gate_sum: np.ndarray


@door
def input_dial(C_prev: Reals, *, f: Reals, i: Reals, C_tilde: Reals) -> InputDial:
    r"""남긴 몫과 더한 몫: C = f ⊙ C_prev + i ⊙ C̃. i와 f는 따로 정해지므로 합이 1일 까닭이 없다.

    매개변수
    --------
    C_prev, f, i, C_tilde : 길이가 같은 목록. 범위는 `gated_step`과 같다

    반환값
    ------
    InputDial

    예외
    ----
    TypeError, ValueError : `gated_step`과 같다

    예
    --
    >>> input_dial([1.0], f=[0.5], i=[1.0], C_tilde=[0.25]).C.tolist()
    [0.75]

    출처: Hochreiter & Schmidhuber (1997).
    """
    step = gated_step(C_prev, f=f, i=i, C_tilde=C_tilde, o=[0.0] * len(f))
    kept, added, C, total = step.f * step.C_prev, step.i * step.C_tilde, step.C, step.i + step.f
    return InputDial(kept[0], added[0], C[0], total[0])
