"""높임말 일치를 읽어 보는 실험: 예문, 규칙으로 만든 기준선, 어절마다의 셀 상태(12장)."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from .. import checks, tasks
from ..doors import Count, Seed, door
from ..tables import Table
from ..train import predict, softmax_cross_entropy
from .honorifics import HonorificRun, held_out

__all__ = [
    "Baselines",
    "Reading",
    "honorific_baselines",
    "honorific_examples",
    "honorific_losses",
    "honorific_reading",
]


@door
def honorific_examples(d: Count = 6, seed: Seed = 11, n: Count = 4) -> Table:
    """거리 d인 문장 n개와 그 주어의 높임을 적은 표."""
    rng = np.random.default_rng(checks.whole("seed", seed, 0))
    found = [tasks.sentence(rng, d) for _ in range(checks.whole("n", n, 1))]
    rows = [[str(k + 1), s.text, "높임" if s.high else "예사"] for k, s in enumerate(found)]
    return Table(f"거리 {d}인 문장 {n}개 (시드 {seed})", ["번호", "문장", "주어"], rows)


def honorific_losses() -> Table:
    """아는 것의 정도마다 교차 엔트로피가 얼마인지 `softmax_cross_entropy`로 구한 표."""
    nothing, verb, both = np.zeros((1, 24)), np.full((1, 24), -50.0), np.full((1, 24), -50.0)
    verb[0, :2], both[0, 0] = 0.0, 0.0
    names = ["아무것도 모름", "서술어만 앎", "둘 다 앎"]
    rows = [
        [name, count, softmax_cross_entropy(y, np.array([0]))[0]]
        for name, count, y in zip(names, (24, 2, 1), (nothing, verb, both))
    ]
    return Table(
        "아는 것과 손실", ["아는 것", "남은 꼴의 수", "손실"], [[a, b, round(c, 9)] for a, b, c in rows]
    )


class Baselines(NamedTuple):
    """학습하지 않는 규칙의 높임 정답률. `names`: 규칙, `high`: (규칙,) 정답률, `table`: 표."""

    names: list[str]
    high: np.ndarray
    table: Table


@door
def honorific_baselines(d: Count = 20, seed: Seed = 11, n: Count = 2000) -> Baselines:
    r"""먼 주어를 기억하지 않아도 얻는 정답률을 규칙 넷으로 잰다.

    매개변수
    --------
    d : 2 이상 35 이하의 정수
    seed, n : 시드와 문장 수

    반환값
    ------
    Baselines : 차례로 늘 높임, 주격 어절의 다수결, 가장 가까운 주격 어절, 맨 앞 주격 어절

    예외
    ----
    TypeError, ValueError : 정수가 아니거나 범위를 벗어날 때

    예
    --
    >>> float(honorific_baselines(d=4, n=50).high[-1])
    1.0

    출처: 이 책.
    """
    rng = np.random.default_rng(checks.whole("seed", seed, 0))
    nouns, found = {tasks.subject(v) for v in tasks.HIGH + tasks.PLAIN}, []
    for _ in range(checks.whole("n", n, 1)):
        s = tasks.sentence(rng, d)
        levels = [w.endswith("께서") for w in s.words if w in nouns]
        guess = (1, np.mean(levels) > 0.5, levels[-1], levels[0])
        found.append([int(g) == s.high for g in guess])
    names = ["늘 높임", "주격 어절의 다수결", "가장 가까운 주격 어절", "맨 앞 주격 어절"]
    high = np.mean(found, axis=0)
    table = Table(
        f"거리 {d}, 문장 {n}개 (시드 {seed})", ["규칙", "높임 정답률"], [*map(list, zip(names, high))]
    )
    return Baselines(names, high, table)


class Reading(NamedTuple):
    """문장 하나와 주어만 바꾼 짝을 읽는 동안의 값. 배열은 (2, T): 높임 문장, 예사 문장.

    `words`: 어절 두 벌, `p_high`: 높임 꼴의 확률, `C`와 `f`: 높임을 가장 잘 따르는 성분 `unit`의 셀 상태와
    망각 게이트, `r`: 시험 문장에서 그 성분의 마지막 셀 상태와 주어의 높임 사이의 상관.
    """

    words: tuple[list[str], list[str]]
    p_high: np.ndarray
    C: np.ndarray
    f: np.ndarray
    unit: int
    r: float


@door
def honorific_reading(run: HonorificRun, seed: Seed = 12) -> Reading:
    r"""학습한 LSTM이 문장을 한 어절씩 읽을 때 높임 꼴의 확률과 셀 상태의 성분 하나를 따라간다.

    매개변수
    --------
    run : HonorificRun (LSTM이어야 한다)
    seed : 문장의 시드

    반환값
    ------
    Reading

    예외
    ----
    TypeError, ValueError : run이 LSTM의 기록이 아닐 때

    예
    --
    >>> from lstm_ref.experiments import honorific_run
    >>> reading = honorific_reading(honorific_run("lstm3", 4, seed=11, steps=1))
    >>> reading.p_high.shape[0], len(reading.words)
    (2, 2)

    출처: Karpathy, Johnson & Fei-Fei (2015)의 성분 읽기.
    """
    checks.kind("run", run, HonorificRun)
    checks.choice("run.contender", run.contender, ("lstm1", "lstm3"))
    test, pair = held_out(run.d), _pair(np.random.default_rng(checks.whole("seed", seed, 0)), run.d)
    last = predict(run.model, test.x)[0].C[-1]
    r = np.array([np.corrcoef(c, test.targets % 2)[0, 1] if c.std() > 0 else 0.0 for c in last.T])
    unit = int(np.argmax(np.abs(r)))
    start = run.d + 2 - len(pair[0].words)
    trace = predict(run.model, tasks.encode(pair, run.d).x)[0]
    y = trace.h[start:] @ run.model.W_y.T + run.model.b_y
    p = np.exp(y - y.max(axis=-1, keepdims=True))
    p_high = p[..., 1::2].sum(axis=-1) / p.sum(axis=-1)
    C, f = (v[start:, :, unit].T for v in (trace.C, trace.f))
    return Reading(tuple(list(s.words) for s in pair), p_high.T, C, f, unit, float(r[unit]))


def _pair(rng, d: int) -> list[tasks.Sentence]:
    # 주어만 다르고 나머지 어절은 모두 같은 두 문장
    s = tasks.sentence(rng, d)
    main, words = len(s.words) - 1 - d, list(s.words)
    found = []
    for high, nouns in ((1, tasks.HIGH), (0, tasks.PLAIN)):
        free = [tasks.subject(n) for n in nouns if tasks.subject(n) not in words[main + 1 :]]
        words[main] = free[0]
        found.append(tasks.Sentence(tuple(words), s.verb, high))
    return found
