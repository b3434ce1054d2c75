"""높임말 일치를 학습하지 않고 푸는 법: 예문, 손실의 눈금, 주어를 기억하지 않는 규칙들(12장)."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from ... import checks, tasks
from ...doors import Count, Counts, Seed, door
from ...tables import Table
from ...tasks import words
from ...train import softmax_cross_entropy

__all__ = ["Baselines", "baselines", "examples", "losses"]

NOMINATIVES = {words.subject(v) for v in words.HIGH + words.PLAIN}
HONOURING = {high for _, high, _ in words.CLAUSES}
TRAIN = 4000  # 순서를 버린 선형 규칙을 맞출 문장의 수


@door
def examples(d: Count = 10, seed: Seed = 31) -> Table:
    """거리 d인 문장을 여는 말마다 둘씩, 그 주어와 높임을 적은 표.

    매개변수
    --------
    d : 2 이상 200 이하의 정수, 주어에서 단서까지의 어절 수
    seed : 0 이상의 정수

    반환값
    ------
    Table

    예외
    ----
    TypeError, ValueError : 위 형과 범위를 벗어날 때

    예
    --
    >>> len(examples(d=5).rows)
    6

    출처: 이 책.
    """
    rng = np.random.default_rng(seed)
    found = [s for opening in tasks.OPENINGS for s in tasks.sentences(rng, d, 2, opening)]
    rows = [[str(k + 1), s.text, s.words[s.main], "높임" if s.high else "예사"] for k, s in enumerate(found)]
    return Table(f"거리 {d}인 문장 (시드 {seed})", ["번호", "문장", "주어", "높임"], rows)


@door
def losses() -> Table:
    """아는 것의 정도마다 교차 엔트로피가 얼마인지 `softmax_cross_entropy`로 구한 표.

    반환값
    ------
    Table

    예외
    ----
    없음

    예
    --
    >>> losses().rows[0]
    ['아무것도 모름', '24', '3.178']

    출처: 이 책.
    """
    nothing, verb, both = np.zeros((1, 24)), np.full((1, 24), -50.0), np.full((1, 24), -50.0)
    verb[0, :2], both[0, 0] = 0.0, 0.0
    names = ["아무것도 모름", "서술어만 앎", "둘 다 앎"]
    rows = [
        [name, count, round(softmax_cross_entropy(y, np.array([0]))[0], 9)]
        for name, count, y in zip(names, (24, 2, 1), (nothing, verb, both))
    ]
    return Table("아는 것과 손실", ["아는 것", "남은 꼴의 수", "손실"], rows)


class Baselines(NamedTuple):
    """학습하지 않는 규칙의 높임 정답률. `names`: 규칙, `distances`: 거리, `high`: (규칙, 거리), `table`: 표."""

    names: list[str]
    distances: tuple[int, ...]
    high: np.ndarray
    table: Table

    def at(self, name: str, d: int) -> float:
        """규칙 `name`의 거리 d에서의 정답률."""
        checks.choice("name", name, tuple(self.names))
        return float(self.high[self.names.index(name), self.distances.index(d)])


def _bag(found: list[tasks.Sentence]) -> np.ndarray:
    # 어절마다 몇 번 나왔는지만 세고 순서는 버린다. 끝의 1은 편향이다
    x = np.zeros((len(found), len(tasks.VOCABULARY) + 1))
    x[:, -1] = 1
    for row, s in zip(x, found):
        np.add.at(row, [tasks.INDEX[w] for w in s.words], 1)
    return x


def _linear(train: list[tasks.Sentence], test: list[tasks.Sentence]) -> np.ndarray:
    # 어절의 수로 높임(±1)을 맞히는 능형 회귀
    x, y = _bag(train), np.array([2 * s.high - 1 for s in train])
    w = np.linalg.solve(x.T @ x + 0.1 * np.eye(x.shape[1]), x.T @ y)
    return _bag(test) @ w > 0


def _told(s: tasks.Sentence) -> list[bool]:
    levels = [w.endswith("께서") for w in s.words if w in NOMINATIVES]
    rest = [w.endswith("께서") for k, w in enumerate(s.words) if w in NOMINATIVES and k != s.main]
    count = sum(w.endswith("께서") for w in s.words) - sum(w in HONOURING for w in s.words)
    local = [
        k for k, w in enumerate(s.words) if w in NOMINATIVES and not s.words[k + 1].endswith(("준", "주신"))
    ]
    return [
        True, bool(np.mean(levels) > 0.5), bool(np.mean(rest or [False]) > 0.5), levels[-1], levels[0], count > 0,
        s.words[local[0]].endswith("께서"),
    ]  # fmt: skip


@door
def baselines(distances: Counts = (10, 20, 40), seed: Seed = 31, n: Count = 3000) -> Baselines:
    r"""주어를 가려 기억하지 않아도 얻는 정답률을 규칙마다 잰다. 마지막 규칙만 문장의 짜임을 쓴다.

    매개변수
    --------
    distances : 2 이상 200 이하의 정수의 묶음
    seed, n : 시드와 문장 수(여는 말 셋에 고르게)

    반환값
    ------
    Baselines

    예외
    ----
    TypeError, ValueError : 정수가 아니거나 범위를 벗어날 때

    예
    --
    >>> found = baselines((5,), n=60)
    >>> found.at("바로 뒤가 관형어가 아닌 주격 어절", 5)
    1.0

    출처: 이 책.
    """
    names = [
        "늘 높임", "주격 어절의 다수결", "다수결(주어를 빼고)", "가장 가까운 주격 어절", "맨 앞 주격 어절",
        "'께서'의 수 − 높임 관형어의 수", "바로 뒤가 관형어가 아닌 주격 어절", "순서를 버린 선형 규칙(4000문장으로 맞춤)",
    ]  # fmt: skip
    each, found = checks.whole("n", n, 3) // 3, []
    for d in distances:
        rng = np.random.default_rng(seed + d)
        draw = lambda m, d=d, rng=rng: [s for o in tasks.OPENINGS for s in tasks.sentences(rng, d, m, o)]  # noqa: E731
        train, test = draw(TRAIN // 3), draw(each)
        truth = np.array([s.high for s in test])
        guesses = [*np.array([_told(s) for s in test]).T, _linear(train, test)]
        found.append([np.mean(g == truth) for g in guesses])
    high = np.array(found).T
    table = Table(
        f"높임 정답률 (문장 {3 * each}개, 시드 {seed})", ["규칙", *(f"거리 {d}" for d in distances)],
        [[name, *map(float, row)] for name, row in zip(names, high)],
    )  # fmt: skip
    return Baselines(names, tuple(distances), high, table)
