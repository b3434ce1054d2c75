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


SMALL = Size(2, 1, 1, 1)  # 메시지에 보일 사례


def size(rng: np.random.Generator, k: int) -> Size:
    """k번째 사례의 크기. 첫 사례만 정해져 있고 나머지는 `rng`로 뽑는다.

    1에서 4까지는 꼴이 정해져 있다: 한 시점, 배치 하나에 D = H, 입력 하나, 1이 없이 모두 다른 크기.
    5부터는 1에서 5까지의 아무 수다.
    """
    if k == 0:
        return SMALL
    if k > 4:
        return Size(*(int(n) for n in rng.integers(1, 6, size=4)))
    T, B, D, H = (int(n) for n in rng.permutation(np.arange(2, 6)))
    return (Size(1, B, D, H), Size(T, 1, H, H), Size(T, B, 1, H), Size(T, B, D, H))[k - 1]


def normal(rng: np.random.Generator, *shape: int) -> np.ndarray:
    """−1.5와 1.5 사이의 소수 한 자리 수. 곱하면 흔적이 사라지는 0은 0.5로 바꾼다."""
    values = rng.uniform(-1.5, 1.5, size=shape).round(1)
    return np.where(values == 0, 0.5, values)


def share(rng: np.random.Generator, *shape: int) -> np.ndarray:
    """게이트의 값처럼 0.05와 0.95 사이에 있는 소수 두 자리 수. 1 − f와 헷갈리지 않게 0.5는 뺀다."""
    values = rng.uniform(0.05, 0.95, size=shape).round(2)
    return np.where(values == 0.5, 0.6, values)
