"""시드 몇 개로 말할 수 있는 것: 비율의 Wilson 구간과 두 비율의 Fisher 정확 검정."""

from __future__ import annotations

from math import comb, sqrt

from ...doors import Count, Natural, door

__all__ = ["fisher", "wilson"]

Z = 1.959963984540054  # 표준 정규 분포의 97.5 % 점


@door
def wilson(k: Natural, n: Count) -> tuple[float, float]:
    r"""n번 가운데 k번 이룬 비율의 95 % Wilson 구간.

    (k + z²/2 ± z √(k(n−k)/n + z²/4)) / (n + z²), z = 1.96.

    매개변수
    --------
    k, n : 정수, 0 ≤ k ≤ n, n ≥ 1

    반환값
    ------
    (아래 끝, 위 끝) : [0, 1] 안의 실수

    예외
    ----
    TypeError, ValueError : 정수가 아니거나 범위를 벗어날 때

    예
    --
    >>> [round(v, 3) for v in wilson(7, 7)], [round(v, 3) for v in wilson(3, 7)]
    ([0.646, 1.0], [0.158, 0.75])

    출처: Wilson (1927).
    """
    if k > n:
        raise ValueError(f"k의 값이 {k}입니다. n = {n} 이하여야 합니다.")
    half = Z * sqrt(k * (n - k) / n + Z * Z / 4)
    return max(0.0, (k + Z * Z / 2 - half) / (n + Z * Z)), min(1.0, (k + Z * Z / 2 + half) / (n + Z * Z))


@door
def fisher(k1: Natural, n1: Count, k2: Natural, n2: Count) -> float:
    r"""두 비율 k1/n1과 k2/n2가 같다고 할 때 이만큼 또는 더 드물게 갈릴 확률(양쪽 Fisher 정확 검정).

    합 k1+k2를 고정하면 k1은 초기하 분포를 따른다. 관찰한 것보다 확률이 크지 않은 모든 경우의 확률을 더한다.

    매개변수
    --------
    k1, n1, k2, n2 : 정수, 0 ≤ k ≤ n, n ≥ 1

    반환값
    ------
    p : (0, 1]의 실수

    예외
    ----
    TypeError, ValueError : 정수가 아니거나 범위를 벗어날 때

    예
    --
    >>> round(fisher(3, 3, 0, 3), 3), round(fisher(7, 7, 0, 7), 6), fisher(2, 5, 2, 5)
    (0.1, 0.000583, 1.0)

    출처: 초기하 분포의 정의.
    """
    for name, k, n in (("k1", k1, n1), ("k2", k2, n2)):
        if k > n:
            raise ValueError(f"{name}의 값이 {k}입니다. {n} 이하여야 합니다.")
    if n1 + n2 > 10_000:
        raise ValueError(f"n1 + n2가 {n1 + n2}입니다. 10000 이하여야 합니다.")
    total, both = k1 + k2, comb(n1 + n2, k1 + k2)
    ways = [comb(n1, k) * comb(n2, total - k) for k in range(max(0, total - n2), min(n1, total) + 1)]
    seen = comb(n1, k1) * comb(n2, k2)
    return sum(w for w in ways if w <= seen) / both
