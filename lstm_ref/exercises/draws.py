"""사례를 뽑는 도구: 일부러 갈라놓은 크기와, 짧게 적히는 수."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np


class Size(NamedTuple):
    """한 사례의 크기."""

    T: int
    B: int
    D: int
    H: int


# 작은 사례, 한 시점, 배치 하나에 D = H, 모두 다른 크기. 그 뒤로는 난수다.
FIXED = (Size(2, 1, 1, 1), Size(1, 2, 3, 2), Size(4, 1, 2, 2), Size(3, 4, 1, 3), Size(5, 2, 4, 3))


def size(rng, k: int) -> Size:
    """k번째 사례의 크기. 앞의 다섯은 정해져 있고 그 뒤는 `rng`로 뽑는다."""
    return FIXED[k] if k < len(FIXED) else Size(*(int(n) for n in rng.integers(1, 6, size=4)))


def normal(rng, *shape: int) -> np.ndarray:
    """−1.5와 1.5 사이의 소수 한 자리 수. 곱하면 흔적이 사라지는 0은 0.5로 바꾼다."""
    values = rng.uniform(-1.5, 1.5, size=shape).round(1)
    return np.where(values == 0, 0.5, values)


def share(rng, *shape: int) -> np.ndarray:
    """게이트의 값처럼 0.05와 0.95 사이에 있는 소수 두 자리 수. 1 − f와 헷갈리지 않게 0.5는 뺀다."""
    values = rng.uniform(0.05, 0.95, size=shape).round(2)
    return np.where(values == 0.5, 0.6, values)
