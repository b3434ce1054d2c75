"""자모 언어 모델: 시 열한 편으로 배우고, 배우지 않은 시에서 글자마다 몇 비트가 드는지 n그램과 견준다(12장)."""

from __future__ import annotations

from collections import Counter
from functools import cache
from typing import Any, NamedTuple

import numpy as np

from .. import checks, tasks
from ..doors import Count, Natural, Naturals, Seed, door
from ..params import LSTMParams, init_lstm
from ..sequence import lstm_backward, lstm_forward
from ..tables import Table
from ..train import Model, adam_init, adam_step, clip_by_global_norm, init_model, softmax_cross_entropy
from ..train import _progress as progress

__all__ = ["PoemRun", "bits_table", "ngram_bits", "poem_list", "run", "sample"]

K, B, T = len(tasks.JAMO), 8, 60
LOG2 = float(np.log(2))


@door
def poem_list() -> Table:
    """책에 든 시의 목록: 제목, 지은이, 쓰임, 음절과 자모의 수.

    반환값
    ------
    Table

    예외
    ----
    없음

    예
    --
    >>> len(poem_list().rows)
    19

    출처: `lstm_ref/data/poems.txt`에 적힌 시집들.
    """
    rows = [[p.title, p.author, p.use, len(p.text), len(tasks.to_jamo(p.text))] for p in tasks.read_poems()]
    for use in ("학습", "검증", "시험"):
        text = tasks.poem_text(use)
        rows.append([f"{use} 모두", "", use, len(text), len(tasks.to_jamo(text))])
    return Table(
        "시의 목록 (음절에는 빈칸과 줄바꿈도 셉니다)", ["제목", "지은이", "쓰임", "음절", "자모"], rows
    )


@cache
def _data(use: str) -> tuple[np.ndarray, int]:
    text = tasks.poem_text(use)
    return tasks.poem_codes(text), len(text)


@cache
def _counts(order: int) -> tuple[Counter[Any], Counter[Any], Counter[Any]]:
    # (앞의 글자들, 글자)의 수, 앞의 글자들의 수, 앞의 글자들 뒤에 온 글자의 가짓수
    codes = _data("학습")[0].tolist()
    pairs = Counter((tuple(codes[k - order : k]), codes[k]) for k in range(order, len(codes)))
    total: Counter[Any] = Counter()
    kinds: Counter[Any] = Counter()
    for (before, _), n in pairs.items():
        total[before] += n
        kinds[before] += 1
    return pairs, total, kinds


def _ngram(before: tuple[int, ...], code: int) -> float:
    # Witten–Bell: 긴 앞말의 비율과 한 글자 짧은 앞말의 확률을, 처음 보는 글자가 올 비율로 섞는다
    p = 1 / K
    for n in range(len(before) + 1):
        pairs, total, kinds = _counts(n)
        tail = before[len(before) - n :]
        if total[tail]:
            p = (pairs[tail, code] + kinds[tail] * p) / (total[tail] + kinds[tail])
    return p


@door
def ngram_bits(order: Natural, use: str = "시험") -> float:
    r"""앞의 자모 `order`개를 보는 Witten–Bell n그램이 음절 하나에 쓰는 비트.

    p_n(c | 앞말) = (수(앞말 c) + 가짓수(앞말) p_{n−1}(c)) / (수(앞말) + 가짓수(앞말)), p_{−1} = 1/K.

    매개변수
    --------
    order : 0 이상의 정수
    use : "학습" | "검증" | "시험"

    반환값
    ------
    실수, 음절마다의 비트

    예외
    ----
    TypeError, ValueError : 위 형과 범위를 벗어날 때

    예
    --
    >>> ngram_bits(3) < ngram_bits(0)
    True

    출처: Witten–Bell 보간의 정의.
    """
    codes, syllables = _data(use)
    codes = codes.tolist()
    total = sum(np.log2(_ngram(tuple(codes[max(0, k - order) : k]), c)) for k, c in enumerate(codes))
    return float(-total / syllables)


class PoemRun(NamedTuple):
    """학습한 자모 언어 모델. `at`: (M,) 걸음, `train`, `valid`: (M,) 음절마다의 비트, `best`: 검증이 가장 낮은 걸음,
    `test`: 그 걸음의 시험 비트, `model`: 그 걸음의 모델."""

    H: int
    seed: int
    at: np.ndarray
    train: np.ndarray
    valid: np.ndarray
    best: int
    test: float
    model: Model


def _bits(model: Model, use: str) -> float:
    codes, syllables = _data(use)
    x = np.eye(K)[np.r_[tasks.JAMO.index("\n"), codes[:-1]]][:, None]
    y = lstm_forward(_cell(model), x).h[:, 0] @ model.W_y.T + model.b_y
    return softmax_cross_entropy(y, codes)[0] * len(codes) / syllables / LOG2


def _cell(model: Model) -> LSTMParams:
    return checks.only("model.cell", model.cell, LSTMParams)


def _step(
    model: Model, x: np.ndarray, targets: np.ndarray, h: np.ndarray, C: np.ndarray
) -> tuple[Model, np.ndarray, np.ndarray]:
    # 시점마다 손실이 있는 절단 BPTT 한 토막. 상태는 다음 토막으로 건넨다
    trace = lstm_forward(_cell(model), x, h, C)
    flat = trace.h.reshape(-1, trace.h.shape[-1])
    _, dy = softmax_cross_entropy(flat @ model.W_y.T + model.b_y, targets.ravel())
    back = lstm_backward(_cell(model), trace, (dy @ model.W_y).reshape(trace.h.shape))
    return Model(back.grads, dy.T @ flat, dy.sum(axis=0)), trace.h[-1], trace.C[-1]


@door
def run(
    H: Count = 64, seed: Seed = 31, steps: Count = 600, every: Count = 50, learning_rate: float = 5e-3
) -> PoemRun:
    r"""LSTM(b_f = 1)이 시의 다음 자모를 맞히도록 배운다. 글을 여덟 줄기로 나누고 60자모씩 잇따라 읽는다(절단 BPTT).

    걸음을 고르는 데는 검증 시만 쓰고, 시험 시는 고른 걸음에서 한 번 잰다.

    매개변수
    --------
    H, steps, every : 1 이상의 정수
    seed : 초기화의 시드
    learning_rate : 0보다 큰 실수

    반환값
    ------
    PoemRun

    예외
    ----
    TypeError, ValueError : 설정이 위 범위를 벗어날 때

    예
    --
    >>> found = run(H=4, steps=2, every=1)
    >>> found.at.tolist(), found.best in (0, 1, 2)
    ([0, 1, 2], True)

    출처: Karpathy, Johnson & Fei-Fei (2015)의 글자 언어 모델을 자모로 바꾼 것.
    """
    rng = np.random.default_rng(seed)
    model = init_model(rng, init_lstm(rng, K, H), K)
    codes, state, found = _data("학습")[0], adam_init(model), []
    streams = codes[: len(codes) // B * B].reshape(B, -1).T  # (길이, B)
    for step in progress(steps + 1):
        if step % every == 0 or step == steps:
            found.append((step, _bits(model, "학습"), _bits(model, "검증"), model))
        start = step % ((len(streams) - 1) // T) * T
        if start == 0:
            h = C = np.zeros((B, H))
        x, targets = np.eye(K)[streams[start : start + T]], streams[start + 1 : start + T + 1]
        grads, h, C = _step(model, x, targets, h, C)
        model, state = adam_step(model, clip_by_global_norm(grads, 1.0)[0], state, learning_rate)
    at, train, valid, models = zip(*found)
    best = int(np.argmin(valid))
    curves = map(np.array, (at, train, valid))
    return PoemRun._make((H, seed, *curves, at[best], _bits(models[best], "시험"), models[best]))


@door
def sample(found: PoemRun, n: Count = 120, seed: Seed = 31, temperature: float = 0.7) -> str:
    r"""학습한 모델이 한 자모씩 지어낸 글. 확률 softmax(y / 온도)로 뽑아 다음 입력으로 넣는다.

    매개변수
    --------
    found : PoemRun
    n : 1 이상의 정수, 자모의 수
    seed : 뽑기의 시드
    temperature : 0보다 큰 실수. 작을수록 가장 그럴듯한 글자에 몰린다

    반환값
    ------
    글자열 (음절로 모은 것)

    예외
    ----
    TypeError, ValueError : 위 형과 범위를 벗어날 때

    예
    --
    >>> isinstance(sample(run(H=4, steps=1), n=5), str)
    True

    출처: Karpathy, Johnson & Fei-Fei (2015).
    """
    warm = checks.real("temperature", temperature, 0.0, open_low=True)
    rng, model = np.random.default_rng(seed), found.model
    h, C, code, said = np.zeros((1, found.H)), np.zeros((1, found.H)), tasks.JAMO.index("\n"), []
    for _ in range(n):
        trace = lstm_forward(_cell(model), np.eye(K)[[[code]]], h, C)
        h, C = trace.h[-1], trace.C[-1]
        y = (h[0] @ model.W_y.T + model.b_y) / warm
        p = np.exp(y - y.max())
        code = int(np.searchsorted(np.cumsum(p / p.sum()), rng.random()).clip(max=K - 1))
        said.append(tasks.JAMO[code])
    return tasks.from_jamo("".join(said))


@door
def bits_table(found: PoemRun, orders: Naturals = (0, 1, 2, 3, 4, 5, 6)) -> Table:
    """n그램과 LSTM이 학습, 검증, 시험 시의 음절 하나에 쓰는 비트.

    매개변수
    --------
    found : PoemRun, `run`의 기록
    orders : 0 이상의 정수 목록, 견줄 n그램의 n

    반환값
    ------
    Table

    예외
    ----
    TypeError, ValueError : found가 PoemRun이 아니거나 orders가 0 이상의 정수 목록이 아닐 때

    예
    --
    >>> len(bits_table(run(H=2, steps=1, every=1), orders=(0,)).rows)
    2

    출처: Karpathy, Johnson & Fei-Fei (2015)의 글자 언어 모델을 자모로 바꾼 것.
    """
    rows = [
        [f"n그램, 앞의 자모 {n}개", *(ngram_bits(n, use) for use in ("학습", "검증", "시험"))] for n in orders
    ]
    k = int(np.argmin(found.valid))
    rows.append([f"LSTM, H={found.H}, {found.best}걸음", found.train[k], found.valid[k], found.test])
    return Table(f"음절마다의 비트 (LSTM 시드 {found.seed})", ["모델", "학습", "검증", "시험"], rows, 2)
