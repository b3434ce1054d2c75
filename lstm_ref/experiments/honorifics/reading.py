"""학습한 LSTM의 셀 안: 어절마다의 셀 상태, 높임을 담은 성분의 수, 붙들기, 영벡터로 채우기(12장)."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from ... import checks, tasks
from ...doors import Count, Naturals, Seed, door
from ...params import LSTMParams
from ...sequence import lstm_forward
from ...tables import Table
from ...tasks import words
from ...train import predict
from .runs import HonorificRun, held_out

__all__ = ["Clamping", "Padding", "Reading", "clamping", "pair", "padding", "reading"]


class Reading(NamedTuple):
    """문장 하나와 주어만 바꾼 짝을 읽는 동안의 값. 배열은 (2, T): 높임 문장, 예사 문장.

    `words`: 어절 두 벌, `main`: 주어의 자리, `p_high`: 높임 꼴의 확률, `C`와 `f`: 시험 문장의 높임을 가장 잘 따르는
    성분 `unit`의 셀 상태와 망각 게이트, `r`: (H,) 성분마다 마지막 셀 상태와 주어의 높임 사이의 상관.
    """

    words: tuple[list[str], list[str]]
    main: int
    p_high: np.ndarray
    C: np.ndarray
    f: np.ndarray
    unit: int
    r: np.ndarray


@door
def pair(rng: np.random.Generator, d: Count, opening: int = 1) -> list[tasks.Sentence]:
    """주어만 다르고 나머지 어절은 모두 같은 두 문장: 높임, 예사.

    매개변수
    --------
    rng : numpy.random.Generator
    d : 2 이상 200 이하의 정수, 주어에서 단서까지의 어절 수
    opening : 0, 1, 4 가운데 하나, 주어 앞의 어절 수

    반환값
    ------
    Sentence 둘의 목록: 높임 주어, 예사 주어

    예외
    ----
    TypeError, ValueError : 위 형과 범위를 벗어날 때

    예
    --
    >>> [s.high for s in pair(np.random.default_rng(0), 5)]
    [1, 0]

    출처: 이 책.
    """
    (s,), found = tasks.sentences(rng, d, 1, opening), []
    for high, nouns in ((1, words.HIGH), (0, words.PLAIN)):
        names = [words.subject(nouns[k]) for k in rng.permutation(len(nouns))]
        free = next(v for v in names if v not in s.words)
        found.append(s._replace(words=(*s.words[: s.main], free, *s.words[s.main + 1 :]), high=high))
    return found


def _cell(run: HonorificRun) -> LSTMParams:
    return checks.only("run.model.cell", run.model.cell, LSTMParams)


def _correlations(run: HonorificRun) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    # (시험 문장의 마지막 셀 상태, 높임, 성분마다의 상관)
    sheets = held_out(run.d)
    last = np.concatenate([lstm_forward(_cell(run), b.x).C[-1] for b in sheets])
    high = np.concatenate([b.targets for b in sheets]) % 2
    r = [np.corrcoef(c, high)[0, 1] if c.std() > 0 else 0.0 for c in last.T]
    return last, high, np.array(r)


@door
def reading(run: HonorificRun, seed: Seed = 32) -> Reading:
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
    >>> from lstm_ref.experiments.honorifics import run
    >>> reading(run("lstm3", 4, seed=31, steps=1)).p_high.shape
    (2, 6)

    출처: Karpathy, Johnson & Fei-Fei (2015)의 성분 읽기.
    """
    r = _correlations(run)[2]
    found = pair(np.random.default_rng(seed), run.d)
    unit = int(np.argmax(np.abs(r)))
    trace = lstm_forward(_cell(run), tasks.encode(found).x)
    y = trace.h @ run.model.W_y.T + run.model.b_y
    p = np.exp(y - y.max(axis=-1, keepdims=True))
    p_high = p[..., 1::2].sum(axis=-1) / p.sum(axis=-1)
    C, f = (v[:, :, unit].T for v in (trace.C, trace.f))
    return Reading((list(found[0].words), list(found[1].words)), found[0].main, p_high.T, C, f, unit, r)


class Clamping(NamedTuple):
    """높임을 잘 따르는 차례로 성분 k개의 셀 상태를 반대 무리의 평균으로 바꾸었을 때의 정답률.

    `units`: (n,) 바꾼 성분의 수, `high`와 `verb`: (n,) 정답률, `random`: (n,) 아무 성분이나 k개 바꾸었을 때의 높임 정답률,
    `r`: (H,) 상관, `table`: 표.
    """

    units: tuple[int, ...]
    high: np.ndarray
    verb: np.ndarray
    random: np.ndarray
    r: np.ndarray
    table: Table


@door
def clamping(run: HonorificRun, units: Naturals = (0, 1, 2, 4, 8, 12), seed: Seed = 31) -> Clamping:
    r"""단서를 읽기 바로 앞에서 성분 k개의 셀 상태를 반대 무리의 평균으로 바꾸고, 단서를 읽힌 뒤 채점한다.

    높임 문장이면 예사 문장들의 평균으로, 예사 문장이면 높임 문장들의 평균으로 바꾼다. 나머지 성분과 h는 그대로다.

    매개변수
    --------
    run : HonorificRun (LSTM이어야 한다)
    units : 0 이상 H 이하의 정수의 묶음
    seed : 아무 성분이나 고를 때의 시드

    반환값
    ------
    Clamping

    예외
    ----
    TypeError, ValueError : run이 LSTM의 기록이 아니거나 units가 범위를 벗어날 때

    예
    --
    >>> from lstm_ref.experiments.honorifics import run
    >>> found = clamping(run("lstm3", 4, seed=31, steps=1), units=(0, 2))
    >>> found.units, found.high.shape
    ((0, 2), (2,))

    출처: 이 책.
    """
    h, C, x, targets = _before_cue(run)
    model, cell, high = run.model, _cell(run), targets % 2
    r = np.array([np.corrcoef(c, high)[0, 1] if c.std() > 0 else 0.0 for c in C.T])
    for k in units:
        if k > len(r):
            raise ValueError(f"units에 {k}가 있습니다. {len(r)} 이하여야 합니다.")
    other = np.array([C[high == 1].mean(axis=0), C[high == 0].mean(axis=0)])[high]
    orders = np.argsort(-np.abs(r)), np.random.default_rng(seed).permutation(len(r))

    def scored(chosen: np.ndarray) -> tasks.Accuracy:
        changed = C.copy()
        changed[:, chosen] = other[:, chosen]
        last = lstm_forward(cell, x[None], h, changed).h[-1]
        return tasks.accuracy(last @ model.W_y.T + model.b_y, targets)

    top, chance = (np.array([scored(order[:k]) for k in units]) for order in orders)  # (n, 2): 서술어, 높임
    rows = [[f"{k}개", a[1], b[1], a[0]] for k, a, b in zip(units, top, chance)]
    header = ["바꾼 성분", "높임(잘 따르는 차례)", "높임(아무 차례)", "서술어(잘 따르는 차례)"]
    caption = f"단서 바로 앞에서 셀 상태를 바꾸기 (거리 {run.d}, 시드 {run.seed}, 600문장)"
    return Clamping(tuple(units), top[:, 1], top[:, 0], chance[:, 1], r, Table(caption, header, rows, 2))


def _before_cue(run: HonorificRun) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    # 단서를 읽기 바로 앞의 h와 C, 단서의 입력, 정답 번호: 시험 문장 600개
    sheets = held_out(run.d)
    traces = [lstm_forward(_cell(run), b.x[:-1]) for b in sheets]
    h, C = (np.concatenate([getattr(t, k)[-1] for t in traces]) for k in ("h", "C"))
    return h, C, np.concatenate([b.x[-1] for b in sheets]), np.concatenate([b.targets for b in sheets])


class Padding(NamedTuple):
    """시험 문장의 앞이나 뒤를 영벡터로 채웠을 때의 정답률. `table`: 표, `front`와 `back`: {개수: Accuracy}."""

    front: dict[int, tasks.Accuracy]
    back: dict[int, tasks.Accuracy]
    table: Table


@door
def padding(run: HonorificRun, counts: Naturals = (0, 1, 5, 20)) -> Padding:
    r"""영벡터를 앞이나 뒤에 붙인 시험 문장을 채점한다. 편향과 h_{t−1}이 있으므로 빈 시점도 상태를 바꾼다.

    매개변수
    --------
    run : HonorificRun
    counts : 0 이상의 정수의 묶음

    반환값
    ------
    Padding

    예외
    ----
    TypeError, ValueError : 형과 범위가 다를 때

    예
    --
    >>> from lstm_ref.experiments.honorifics import run
    >>> found = padding(run("rnn", 3, seed=31, steps=1), counts=(0,))
    >>> found.front[0] == found.back[0]
    True

    출처: 이 책.
    """

    def scored(front: int, back: int) -> tasks.Accuracy:
        found = [
            tasks.accuracy(predict(run.model, np.pad(b.x, ((front, back), (0, 0), (0, 0))))[1], b.targets)
            for b in held_out(run.d)
        ]
        return tasks.Accuracy(*map(float, np.mean(found, axis=0)))

    counts = list(counts)
    front, back = {k: scored(k, 0) for k in counts}, {k: scored(0, k) for k in counts}
    rows = [[f"{k}개", *front[k], *back[k]] for k in counts]
    header = ["영벡터", "앞에: 서술어", "앞에: 높임", "뒤에: 서술어", "뒤에: 높임"]
    return Padding(front, back, Table(f"영벡터로 채우기 (거리 {run.d}, 시드 {run.seed})", header, rows, 2))
