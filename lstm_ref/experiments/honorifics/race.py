"""쪽에서 하는 학습과 같은 학습: 같은 난수로 뽑은 처음 가중치와 배치, 같은 재기(12장의 조작판)."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import Any, NamedTuple

import numpy as np

from ... import checks, tasks
from ...doors import Bias, Count, Natural, Seed, door
from ...params import LSTMParams, RNNParams, init_lstm, init_rnn
from ...records import LSTMTrace
from ...sfc32 import SFC32
from ...tasks import honorifics, words
from ...train import Model, fit, init_model, predict, softmax_cross_entropy
from .runs import MAX_NORM, B, H, reach

__all__ = ["KINDS", "Race", "entry", "page_data", "paper", "race", "said"]

KINDS = {"lstm": "LSTM", "rnn": "RNN", "orthogonal": "직교 RNN"}
WEIGHTS, BATCHES, PAPER = range(3)  # 난수의 흐름: 처음 가중치, 배치, 시험지
EACH, EVERY = 64, 20  # 여는 말마다 시험 문장의 수, 재는 걸음
FLOOR = 1e-16  # 이보다 작은 기울기의 비는 로그를 그리지 않는다


class Race(NamedTuple):
    """학습 한 번의 기록. `batch_loss`: (걸음,) 배치의 손실, `at`: (M,) 잰 걸음, 나머지는 그때 시험 192문장에서 잰 (M,).

    `loss`: 교차 엔트로피, `verb`와 `high`: 서술어와 높임의 정답률, `reach`: 주어까지 온 기울기의 비의 상용로그,
    `forget`: 망각 게이트의 평균(RNN이면 NaN).
    """

    model: Model
    batch_loss: np.ndarray
    at: np.ndarray
    loss: np.ndarray
    verb: np.ndarray
    high: np.ndarray
    reach: np.ndarray
    forget: np.ndarray


@door
def entry(kind: str, d: Count, seed: Seed, b_f: Bias = 3.0) -> tuple[Model, Callable[..., tasks.Batch]]:
    r"""학습 전의 모델과 배치를 뽑는 함수. 쪽의 조작판이 뽑는 것과 같다.

    매개변수
    --------
    kind : "lstm" | "rnn" | "orthogonal"
    d : 2 이상 200 이하의 정수
    seed : 0 이상의 정수
    b_f : LSTM의 망각 편향

    반환값
    ------
    (Model, draw) : `draw(아무것)`은 다음 배치를 준다. 어느 모델이든 시드와 거리가 같으면 같은 배치다

    예외
    ----
    TypeError, ValueError : 설정이 위 범위를 벗어날 때

    예
    --
    >>> model, draw = entry("lstm", 5, 31)
    >>> model.cell.W_f.shape, draw(None).x.shape[1:]
    ((32, 179), (32, 147))

    출처: 이 책.
    """
    checks.choice("kind", kind, tuple(KINDS))
    rng, D = SFC32(seed, WEIGHTS), len(tasks.VOCABULARY)
    cell: LSTMParams | RNNParams
    if kind == "lstm":
        cell = init_lstm(rng, D, H, forget_bias=b_f)
    else:
        cell = init_rnn(rng, D, H, recurrent="orthogonal" if kind == "orthogonal" else "gaussian")
    batches = SFC32(seed, BATCHES)
    return init_model(rng, cell, len(tasks.FORMS)), lambda _: tasks.honorific_batch(batches, d, B)


@lru_cache(16)
def sheets(d: int) -> tuple[list[tasks.Sentence], ...]:
    """거리 d의 시험지 셋: 여는 말마다 64문장. 학습의 시드와 무관하다."""
    rng = SFC32(d, PAPER)
    return tuple(tasks.sentences(rng, d, EACH, opening) for opening in tasks.OPENINGS)


@door
def paper(d: Count) -> tuple[tasks.Batch, ...]:
    r"""거리 d의 시험 192문장을 원-핫 벡터로.

    매개변수
    --------
    d : 2 이상 200 이하의 정수

    반환값
    ------
    여는 말마다 64문장인 Batch 셋

    예외
    ----
    TypeError, ValueError : d가 위 범위를 벗어날 때

    예
    --
    >>> [batch.x.shape[1] for batch in paper(5)]
    [64, 64, 64]

    출처: 이 책.
    """
    return tuple(tasks.encode(sheet) for sheet in sheets(d))


def _measure(model: Model, d: int, papers: tuple[tasks.Batch, ...]) -> tuple[float, ...]:
    found = []
    for batch in papers:
        trace, y = predict(model, batch.x)
        f = trace.f.mean() if isinstance(trace, LSTMTrace) else np.nan
        found.append((softmax_cross_entropy(y, batch.targets)[0], *tasks.accuracy(y, batch.targets), f))
    loss, verb, high, forget = np.mean(found, axis=0)
    return loss, verb, high, np.log10(max(reach(model, papers[0], d), FLOOR)), forget


@door
def race(
    kind: str, d: Count = 20, seed: Seed = 31, steps: Count = 400, *, b_f: Bias = 3.0, learning_rate: float = 3e-3,
    model: Model | None = None,
) -> Race:  # fmt: skip
    r"""쪽의 조작판이 하는 학습을 `lr.train.fit`으로 한다.

    매개변수
    --------
    kind, d, seed, b_f : `entry`와 같다
    steps : 1 이상의 정수
    learning_rate : 0보다 큰 실수
    model : 처음 모델. 없으면 `entry`의 것

    반환값
    ------
    Race

    예외
    ----
    TypeError, ValueError : 설정이 위 범위를 벗어날 때

    예
    --
    >>> found = race("rnn", 3, steps=2)
    >>> found.at.tolist(), found.batch_loss.shape
    ([0, 2], (2,))

    출처: 이 책.
    """
    first, draw = entry(kind, d, seed, b_f)
    papers = paper(d)
    history = fit(
        first if model is None else model, draw, seed=seed, steps=steps, learning_rate=learning_rate,
        max_norm=MAX_NORM, measure=lambda m: _measure(m, d, papers), every=EVERY,
    )  # fmt: skip
    return Race(history.model, history.loss, history.at, *history.measured.T)


@door
def said(model: Model, d: Count, which: Natural = 0) -> tuple[str, int, float]:
    r"""시험지의 첫 문장을 읽은 모델이 하는 말.

    매개변수
    --------
    model : `entry`가 주는 것과 같은 크기의 Model
    d : 2 이상 200 이하의 정수
    which : 0, 1, 2 가운데 하나, 시험지의 번호

    반환값
    ------
    (줄인 문장, 고른 꼴의 번호, 그 확률)

    예외
    ----
    TypeError, ValueError : 모델의 입력의 크기가 어휘와 다르거나 설정이 위 범위를 벗어날 때

    예
    --
    >>> model, _ = entry("rnn", 5, 31)
    >>> text, k, p = said(model, 5)
    >>> 0 <= k < 24, 0 < p < 1
    (True, True)

    출처: 이 책.
    """
    checks.real("which", which, 0, 2)
    sentence = sheets(d)[which][0]
    y = predict(model, tasks.encode([sentence]).x)[1][0]
    p = np.exp(y - y.max())
    k = int(y.argmax())
    return shortened(sentence), k, float(p[k] / p.sum())


def shortened(sentence: tasks.Sentence) -> str:
    """주어까지와 단서만 남기고 정답을 붙인 문장."""
    start = " ".join(sentence.words[: sentence.main + 1])
    return f"{start} … {sentence.words[-1]} ({tasks.FORMS[sentence.target]})"


def page_data() -> dict[str, Any]:
    r"""쪽이 같은 문장을 뽑는 데 쓰는 낱말. 어절은 어휘의 번호로 적는다.

    반환값
    ------
    어휘, 서술어의 꼴과 낱말 묶음의 사전

    예외
    ----
    없음

    예
    --
    >>> len(page_data()["vocabulary"]), len(page_data()["forms"])
    (147, 24)

    출처: 이 책.
    """
    index = tasks.INDEX
    said = lambda text: [index[word] for word in text.split()]  # noqa: E731
    subjects = lambda nouns: [index[words.subject(noun)] for noun in nouns]  # noqa: E731
    return {
        "vocabulary": tasks.VOCABULARY, "forms": tasks.FORMS, "openings": list(tasks.OPENINGS),
        "high": subjects(words.HIGH), "plain": subjects(words.PLAIN), "adult": subjects(honorifics.ADULT),
        "groups": said(" ".join(words.GROUPS)), "share": honorifics.GROUP_SHARE,
        "classes": [said(" ".join(c)) for c in words.CLASSES], "objects": list(map(said, words.OBJECT_HIGH)),
        "clauses": [[index[low], index[high], said(rest)] for low, high, rest in words.CLAUSES],
        "cues": [index[cue] for cue, _, _ in words.VERBS],
        "apart": [[index[word], said(others)] for word, others in words.APART.items()],
    }  # fmt: skip
