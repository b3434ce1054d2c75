r"""과제: 높임말 일치. 주어의 높임을 d어절 뒤의 서술어까지 기억해야 한다.

문장은 [여는 말] 주어 · 안긴절과 객체높임 · 부사어 · 단서 · (서술어)이고, 주어에서 단서까지가 d어절이다. 여는 말은 없거나,
시간 부사 하나거나, 안긴절 하나라서 주어의 자리는 첫째, 둘째, 다섯째 어절 가운데 하나다.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from itertools import product
from typing import Any, NamedTuple

import numpy as np

from ..checks import Door, fits, kind, labels, real, sequence, whole
from ..doors import Count, door
from .words import (
    CHILDLIKE,
    CLASSES,
    CLAUSES,
    FORMS,
    GROUPS,
    HIGH,
    OBJECT_HIGH,
    PLAIN,
    VERBS,
    apart,
    subject,
    vocabulary,
)

__all__ = [
    "FARTHEST", "FORMS", "INDEX", "OPENINGS", "VOCABULARY", "Accuracy", "Batch", "Sentence", "accuracy", "encode",
    "honorific_batch", "sentences",
]  # fmt: skip

VOCABULARY = vocabulary()
INDEX = {word: k for k, word in enumerate(VOCABULARY)}
OPENINGS = (0, 1, 4)  # 주어 앞에 오는 어절의 수: 없음, 시간 부사, 안긴절
FARTHEST = 200
ADULT = [n for n in PLAIN if n not in CHILDLIKE]  # 객체높임 틀의 예사 주어
GROUP_SHARE = 0.5  # 안긴절의 주어가 단체일 확률


class Sentence(NamedTuple):
    """높임말 일치 문장. `words`: 서술어 앞까지의 어절, `main`: 주어의 자리, `verb`: 서술어 번호, `high`: 높임이면 1."""

    words: tuple[str, ...]
    main: int
    verb: int
    high: int

    @property
    def target(self) -> int:
        """24가지 서술어 꼴 가운데 정답의 번호."""
        return 2 * self.verb + self.high

    @property
    def text(self) -> str:
        """서술어까지 이은 문장."""
        return " ".join([*self.words, FORMS[self.target]]) + "."


class Batch(NamedTuple):
    """과제의 배치. `x`: (T, B, D) 원-핫 벡터, `targets`: (B,) 서술어 꼴의 번호."""

    x: np.ndarray
    targets: np.ndarray


class _Tail(NamedTuple):
    # 안긴절 뒤에 오는 것: 객체높임 틀, 부사어, 단서
    objects: tuple[str, ...]
    adverbs: tuple[str, ...]
    verb: int


@cache
def _tails(fill: int, opening: int) -> tuple[_Tail, ...]:
    """사이의 `fill`어절에서 네 어절짜리 안긴절을 빼고 남는 자리를 꼭 맞게 채우는 끝부분의 모든 경우."""
    found = []
    for o, *adverbs in product(["", *OBJECT_HIGH], *(["", *words] for words in CLASSES)):
        size = len(o.split()) + sum(map(bool, adverbs)) - (opening == 1)
        if size > fill or (fill - size) % 4 or (opening == 1 and not adverbs[0]):
            continue
        for k, (cue, _, _) in enumerate(VERBS):
            said = [*o.split(), *filter(None, adverbs)]
            if not apart([*said, cue]):
                found.append(_Tail(tuple(o.split()), tuple(said[len(o.split()) :]), k))
    return tuple(found)


class _Draw(NamedTuple):
    # 문장 하나를 정하는 난수: 끝부분, 높임, 주어, 객체높임의 자리(0–1), 안긴절마다의 높임과 단체(0–1), 네 가지 차례
    tail: float
    high: int
    noun: float
    where: float
    levels: list[int]
    grouped: list[float]
    frames: list[int]
    plain: list[int]
    honoured: list[int]
    groups: list[int]


def _draws(rng: np.random.Generator, n: int, count: int) -> Iterator[_Draw]:
    # 모두 한 번씩 나온 뒤에야 되풀이되는 차례를 문장마다 하나씩, 한꺼번에 뽑는다
    def orders(items: Any) -> list[list[int]]:
        blocks = np.tile(np.arange(len(items)), (n, 1 + count // (len(items) - 1), 1))
        return rng.permuted(blocks, axis=2).reshape(n, -1).tolist()

    tail, noun, where = rng.random((3, n)).tolist()
    high, levels = rng.integers(2, size=n).tolist(), rng.integers(2, size=(n, count)).tolist()
    grouped, kinds = rng.random((n, count)).tolist(), map(orders, (CLAUSES, PLAIN, HIGH, GROUPS))
    return map(_Draw, tail, high, noun, where, levels, grouped, *kinds)


@door
def sentences(rng: np.random.Generator, d: Count, n: Count, opening: int) -> list[Sentence]:
    r"""[여는 말] 주어 · 군말 d−1어절 · 단서 · (서술어)인 문장 n개. 주어에서 단서까지가 d어절이고 길이는 모두 같다.

    안긴절의 주어는 저마다 따로 뽑은 높임 명사, 예사 명사, 단체이고, 높임도 문장 주어와 따로 정한다.

    매개변수
    --------
    rng : numpy.random.Generator
    d : 2 이상 200 이하의 정수
    n : 1 이상의 정수
    opening : 0 | 1 | 4, 주어 앞의 어절 수(없음, 시간 부사, 안긴절)

    반환값
    ------
    Sentence의 목록

    예외
    ----
    TypeError, ValueError : rng, d, n, opening이 위 범위를 벗어날 때

    예
    --
    >>> s, = sentences(np.random.default_rng(31), 5, 1, opening=1)
    >>> len(s.words), s.main, s.text.endswith(FORMS[s.target] + ".")
    (7, 1, True)

    출처: 주어와 서술어의 일치로 순환 신경망을 시험한 것은 Linzen, Dupoux & Goldberg (2016).
    """
    real("d", whole("d", d, 2), 2, FARTHEST)
    if opening not in OPENINGS:
        raise ValueError(f"opening의 값이 {opening!r}입니다. 0, 1, 4 가운데 하나여야 합니다.")
    count = (d - 1) // 4 + (opening == 4)
    return [_compose(d, opening, draw) for draw in _draws(rng, n, count)]


def _compose(d: int, opening: int, draw: _Draw) -> Sentence:
    tails = _tails(d - 1, opening)
    tail = tails[int(draw.tail * len(tails))]
    nouns = HIGH if draw.high else ADULT if tail.objects else PLAIN
    main, adverbs = nouns[int(draw.noun * len(nouns))], tail.adverbs
    count = (d - 1 - len(tail.objects) - len(adverbs) + (opening == 1)) // 4
    clauses = _clauses(draw, main, count + (opening == 4))
    before = clauses[-1] if opening == 4 else adverbs[:opening]
    where = int(draw.where * (count + 1))
    middle = [*clauses[:where], tail.objects, *clauses[where:count], adverbs[opening == 1 :]]
    words = [*before, subject(main), *(w for part in middle for w in part), VERBS[tail.verb][0]]
    return Sentence(tuple(words), len(before), tail.verb, draw.high)


def _clauses(draw: _Draw, main: str, count: int) -> list[list[str]]:
    plain, honoured = ([v for v in map(names.__getitem__, order) if v != main]
                       for names, order in ((PLAIN, draw.plain), (HIGH, draw.honoured)))  # fmt: skip
    nouns = iter(plain), iter(honoured)
    groups, found = iter(draw.groups), []
    for k, level, group in zip(draw.frames[:count], draw.levels, draw.grouped):
        who = GROUPS[next(groups)] if group < GROUP_SHARE else subject(next(nouns[level]))
        found.append([who, CLAUSES[k][level], *CLAUSES[k][2].split()])
    return found


@door
def encode(found: list[Sentence]) -> Batch:
    """길이가 같은 문장들을 (T, B, D) 원-핫 벡터로 바꾼다. 길이를 맞추려고 채우는 말은 없다.

    매개변수
    --------
    found : 길이가 같은 `Sentence`의 목록(하나 이상)

    반환값
    ------
    Batch: x는 (T, B, D) 원-핫 벡터, targets는 (B,)

    예외
    ----
    TypeError, ValueError : Sentence의 목록이 아니거나, 비었거나, 길이가 서로 다르거나, 어휘에 없는 어절이 있을 때

    예
    --
    >>> encode(sentences(np.random.default_rng(0), 3, 2, 0)).x.shape
    (4, 2, 147)

    출처: 이 책.
    """
    kind("found", found, list)
    whole("found의 길이", len(found), 1)
    for b, s in enumerate(found):
        _check_sentence(f"found[{b}]", s)
    lengths = sorted({len(s.words) for s in found})
    if len(lengths) != 1:
        raise ValueError(f"문장의 길이가 {lengths}어절로 다릅니다. 배치 하나의 문장은 길이가 같아야 합니다.")
    rows = np.array([[INDEX[w] for w in s.words] for s in found]).T
    x = np.zeros(fits("x", *rows.shape, len(VOCABULARY)))
    np.put_along_axis(x, rows[..., None], 1.0, axis=2)
    return Batch(x, np.array([s.target for s in found]))


def _check_sentence(name: str, s: Sentence) -> None:
    kind(name, s, Sentence)
    kind(f"{name}.words", s.words, tuple)
    for word in s.words:
        if not isinstance(word, str) or word not in INDEX:
            raise ValueError(
                f"{name}에 어휘에 없는 어절 {word!r}이 있습니다. VOCABULARY의 어절이어야 합니다."
            )
    whole(f"{name}.verb", s.verb, 0, len(VERBS) - 1), whole(f"{name}.high", s.high, 0, 1)
    sequence(f"{name}.words", s.words)


@door
def honorific_batch(rng: np.random.Generator, d: Count, B: Count = 32, opening: int | None = None) -> Batch:
    """거리 d인 문장 B개의 배치. 여는 말을 배치마다 하나 뽑으므로 배치 안의 길이가 같다.

    매개변수
    --------
    rng : numpy.random.Generator
    d : 2 이상 200 이하의 정수, 주어에서 단서까지의 어절 수
    B : 1 이상의 정수, 문장의 수
    opening : 0, 1, 4 가운데 하나(주어 앞의 어절 수). None이면 배치마다 하나를 뽑는다

    반환값
    ------
    Batch

    예외
    ----
    TypeError, ValueError : 위 형과 범위를 벗어날 때

    예
    --
    >>> honorific_batch(np.random.default_rng(0), 3, B=2, opening=0).x.shape
    (4, 2, 147)

    출처: 이 책.
    """
    if opening is None:
        opening = OPENINGS[int(rng.integers(3))]
    fits("x", d + 5, B, len(VOCABULARY))
    return encode(sentences(rng, d, B, opening))


class Accuracy(NamedTuple):
    """맞힌 비율. `verb`: 서술어가 맞음(가까운 단서), `high`: 높임이 맞음(먼 주어)."""

    verb: float
    high: float


def accuracy(y: np.ndarray, targets: np.ndarray) -> Accuracy:
    r"""출력 y에서 가장 큰 꼴을 골라 서술어와 높임을 따로 채점한다.

    매개변수
    --------
    y : (B, 24), 서술어 꼴마다의 점수
    targets : (B,) 0 이상 24 미만의 정수

    반환값
    ------
    Accuracy : 둘 다 0 이상 1 이하

    예외
    ----
    TypeError, ValueError : 형과 크기가 다르거나 유한하지 않을 때

    예
    --
    >>> accuracy(np.eye(24)[[4, 5, 7]], np.array([4, 4, 4]))  # 정답 4: 셋째 서술어의 예사 꼴
    Accuracy(verb=0.6666666666666666, high=0.3333333333333333)

    출처: 이 책.
    """
    B = Door(K=len(FORMS)).array("y", y, "B K").shape[0]
    targets, guess = labels("targets", targets, B, len(FORMS)), np.argmax(y, axis=1)
    return Accuracy(float(np.mean(guess // 2 == targets // 2)), float(np.mean(guess % 2 == targets % 2)))
