"""출력 게이트 조작판의 수(9장): 손잡이의 값에서 화면의 값을 셈하는 순수 함수. 쪽의 자바스크립트와 견준다."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from ..doors import Reals, door
from .forget_gate_dial import gated_step

__all__ = ["OutputDial", "output_dial"]


class OutputDial(NamedTuple):
    """모두 (H,). `tanh_C`, `h` = o ⊙ tanh(C), `dh_dC` = o ⊙ (1 − tanh²C)."""

    tanh_C: np.ndarray
    h: np.ndarray
    dh_dC: np.ndarray


@door
def output_dial(C: Reals, *, o: Reals) -> OutputDial:
    r"""셀 상태 가운데 내보내는 몫 h = o ⊙ tanh(C)와 그 기울기.

    매개변수
    --------
    C, o : 길이가 같은 목록. o는 0 이상 1 이하

    반환값
    ------
    OutputDial

    예외
    ----
    TypeError, ValueError : 범위나 길이가 어긋날 때

    예
    --
    >>> output_dial([0.0], o=[0.5]).dh_dC.tolist()
    [0.5]

    출처: Hochreiter & Schmidhuber (1997).
    """
    H = len(o)
    step = gated_step(C, f=[1.0] * H, i=[0.0] * H, C_tilde=[0.0] * H, o=o)
    tanh_C = np.tanh(step.C[0])
    return OutputDial(tanh_C, step.h[0], step.o[0] * (1 - tanh_C**2))
