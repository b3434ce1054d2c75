"""과제: 더하기. 긴 시퀀스에서 표시된 두 수만 더한다."""

from __future__ import annotations

import numpy as np

from ..checks import fits, whole
from ..doors import Count, door
from .honorifics import Batch

__all__ = ["adding_batch"]


@door
def adding_batch(rng: np.random.Generator, T: Count, B: Count = 32) -> Batch:
    r"""시점마다 (U(0, 1)의 수, 표시)가 오고, 표시가 1인 두 수의 합이 정답이다.

    표시는 앞쪽 절반에 하나, 뒤쪽 절반에 하나 있다. 늘 1이라고 답하면 평균 제곱 오차가 1/6이다.

    매개변수
    --------
    rng : numpy.random.Generator
    T : 2 이상의 정수
    B : 1 이상의 정수

    반환값
    ------
    Batch : `x` (T, B, 2), `targets` (B, 1)

    예외
    ----
    TypeError, ValueError : rng, T, B가 위 범위를 벗어날 때

    예
    --
    >>> x, y = adding_batch(np.random.default_rng(31), T=6, B=3)
    >>> bool(np.allclose((x[..., 0] * x[..., 1]).sum(axis=0), y[:, 0])), x[..., 1].sum(axis=0).tolist()
    (True, [2.0, 2.0, 2.0])

    출처: Hochreiter & Schmidhuber (1997)의 실험 4를, 값의 범위 [0, 1]과 고정한 길이로 고친 것.
    """
    x = np.zeros(fits("x", whole("T", T, 2), B, 2))
    x[..., 0] = rng.random((T, B))
    first, second = rng.integers(T // 2, size=B), rng.integers(T // 2, T, size=B)
    x[first, np.arange(B), 1] = x[second, np.arange(B), 1] = 1.0
    return Batch(x, (x[..., 0] * x[..., 1]).sum(axis=0)[:, None])
