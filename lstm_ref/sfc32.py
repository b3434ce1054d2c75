r"""난수: 쪽의 자바스크립트와 같은 수열을 내는 작은 생성기 sfc32. 쪽에서 하는 학습(12장)만 이것을 쓴다."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import numpy as np

from .checks import SEED, whole

__all__ = ["SFC32"]
WORD = 0xFFFFFFFF  # 32비트


class SFC32(np.random.Generator):
    r"""sfc32: 32비트 더하기, 배타적 논리합, 옮기기만 쓰는 생성기. widgets/static/random.js와 한 비트까지 같다.

    상태는 (a, b, c, 번호)이고 한 번 뽑을 때마다

    t = a + b + 번호,  번호 ← 번호 + 1,  a ← b ⊕ (b ≫ 9),  b ← c + (c ≪ 3),  c ← (c ⋘ 21) + t

    이며 t를 낸다(모두 2³²로 나눈 나머지). `numpy.random.Generator`를 받는 자리에 넣을 수 있지만, 아래의 네 가지 말고는
    뽑지 않는다. 쪽에 없는 것을 뽑으면 두 쪽이 갈리기 때문이다.

    매개변수
    --------
    seed : 0 이상 2³² 미만의 정수
    stream : 0 이상 2³² 미만의 정수. 같은 시드라도 흐름이 다르면 다른 수열이다

    예외
    ----
    TypeError, ValueError : 시드가 위와 다를 때
    AttributeError : 네 가지 말고 다른 것을 뽑을 때

    예
    --
    >>> rng = SFC32(31)
    >>> rng.integers(100, size=5).tolist() == SFC32(31).integers(100, size=5).tolist()
    True
    >>> bool(0 <= rng.random() < 1)
    True

    출처: PractRand의 sfc32(Chris Doty-Humphrey).
    """

    def __init__(self, seed: int, stream: int = 0):
        super().__init__(np.random.PCG64(0))  # 뽑는 일은 모두 아래에서 한다
        self._state = 0, whole("seed", seed, 0, min(SEED, WORD)), whole("stream", stream, 0, WORD), 1
        self._words(12)  # 시드가 네 수에 고루 섞이게 한다

    def __reduce__(self) -> Any:
        raise TypeError("SFC32는 저장하지 않습니다. 시드로 다시 만드세요.")

    def _words(self, n: int) -> list[int]:
        a, b, c, counter = self._state
        found = []
        for _ in range(n):
            t = (a + b + counter) & WORD
            counter = (counter + 1) & WORD
            a, b = b ^ (b >> 9), (c + (c << 3)) & WORD
            c = (((c << 21) | (c >> 11)) + t) & WORD
            found.append(t)
        self._state = a, b, c, counter
        return found

    def random(self, size: Any = None) -> Any:  # type: ignore[override]
        """[0, 1)에서 고르게: 낱말 하나를 2³²로 나눈다."""
        found = np.array(self._words(_count(size)), float) / 2.0**32
        return float(found[0]) if size is None else found.reshape(size)

    def integers(self, high: int, size: Any = None) -> Any:  # type: ignore[override]
        """0 이상 `high` 미만의 정수: ⌊high · random()⌋."""
        found = np.floor(np.atleast_1d(self.random(size)) * whole("high", high, 1)).astype(int)
        return int(found[0]) if size is None else found.reshape(size)

    def standard_normal(self, size: Any = None) -> Any:  # type: ignore[override]
        """표준 정규 난수: √(−2 ln(1 − u)) · cos 2πv (Box–Muller)."""
        u = self.random(2 * _count(size)).tolist()
        found = [math.sqrt(-2 * math.log(1 - a)) * math.cos(2 * math.pi * b) for a, b in zip(u[::2], u[1::2])]
        return found[0] if size is None else np.reshape(found, size)

    def permuted(self, x: Any, *, axis: int) -> Any:  # type: ignore[override]
        """마지막 축의 한 줄마다 따로 섞은 것(Fisher–Yates, 뒤에서부터)."""
        found = np.array(x)
        if axis % found.ndim != found.ndim - 1:
            raise ValueError(f"axis의 값이 {axis}입니다. 마지막 축이어야 합니다.")
        rows = found.reshape(-1, found.shape[-1]).tolist()
        for row in rows:
            for k, u in zip(range(len(row) - 1, 0, -1), self.random(len(row) - 1).tolist()):
                j = int(u * (k + 1))
                row[k], row[j] = row[j], row[k]
        return np.reshape(rows, found.shape)


def _count(size: Any) -> int:
    return 1 if size is None else int(np.prod(size))


def _refuse(name: str) -> Callable[..., Any]:
    def draw(self: object, *args: object, **kwargs: object) -> None:
        raise AttributeError(
            f"SFC32에는 {name}이(가) 없습니다. 쪽과 같은 것은 random, integers, standard_normal, permuted뿐입니다."
        )

    return draw


for _name in vars(np.random.Generator):
    if (
        not _name.startswith("_")
        and _name not in vars(SFC32)
        and callable(getattr(np.random.Generator, _name))
    ):
        setattr(SFC32, _name, _refuse(_name))
