"""게이트 실험: 게이트의 값이 셀 상태를 어떻게 남기고 더하는지 잰다(5–7장)."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from .. import checks

__all__ = ["ForgetDecay", "forget_decay"]


class ForgetDecay(NamedTuple):
    """망각 게이트를 고정했을 때 남은 셀 상태. `f`: (K,), `C`: (steps+1, K), `half_life`: (K,) 시점."""

    f: np.ndarray
    C: np.ndarray
    half_life: np.ndarray


def forget_decay(f, steps: int = 20) -> ForgetDecay:
    r"""입력 게이트를 닫고 f를 고정하면 C_t = f^t ⊙ C_0이다. C_0 = 1에서 시작한다.

    매개변수
    --------
    f : 0 이상 1 이하의 수 목록
    steps : 1 이상의 정수, 시점 수

    반환값
    ------
    ForgetDecay : `half_life`는 ln ½ / ln f (f = 1이면 ∞, f = 0이면 0)

    예외
    ----
    TypeError, ValueError : f나 steps가 위 범위를 벗어날 때

    예
    --
    >>> forget_decay([0.5], steps=3).C[:, 0].tolist()
    [1.0, 0.5, 0.25, 0.125]

    출처: Gers, Schmidhuber & Cummins (2000).
    """
    f = checks.vector("f", f, 0.0, 1.0)
    steps = checks.whole("steps", steps, 1)
    C = f ** np.arange(steps + 1)[:, None]
    with np.errstate(divide="ignore"):
        half_life = np.log(0.5) / np.log(f)
    return ForgetDecay(f, C, half_life)
