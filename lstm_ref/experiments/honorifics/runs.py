"""높임말 일치를 학습 한 번 하는 실험: 견줄 모델, 학습과 채점, 주어까지 온 기울기."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import Any, NamedTuple

import numpy as np

from ... import checks, tasks
from ...doors import Count, Naturals, Seed, door
from ...params import LSTMParams, RNNParams, init_lstm, init_rnn
from ...sequence import lstm_backward, rnn_backward
from ...train import (
    Model,
    adam_init,
    adam_step,
    clip_by_global_norm,
    init_model,
    loss_and_grads,
    predict,
    softmax_cross_entropy,
)
from ...train import (
    _progress as progress,
)

__all__ = ["CONTENDERS", "HonorificRun", "reach", "run"]

H, B, MAX_NORM = 32, 32, 1.0
GOOD = 0.99  # 검증 정답률이 둘 다 이보다 높으면 학습을 멈춘다
DTYPES = ("float64", "float32")


class Contender(NamedTuple):
    """견줄 모델 하나. `name`: 이름, `learning_rate`: 본 표의 학습률, `cell`: (rng, D, 자료형) → 매개변수."""

    name: str
    learning_rate: float
    cell: Callable[..., Any]


def _rnn(recurrent: str) -> Callable[..., RNNParams]:
    return lambda rng, D, dtype: init_rnn(rng, D, H, recurrent=recurrent, dtype=dtype)


def _lstm(b_f: float) -> Callable[..., LSTMParams]:
    return lambda rng, D, dtype: init_lstm(rng, D, H, forget_bias=b_f, dtype=dtype)


def _uniform(rng: np.random.Generator, D: int, dtype: Any) -> LSTMParams:
    # PyTorch의 범위: 가중치와 편향이 모두 U(−1/√H, 1/√H). 망각 편향만 1로 둔다
    limit = 1 / np.sqrt(H)
    p = init_lstm(rng, D, H, dtype=dtype)
    drawn = LSTMParams(*(rng.uniform(-limit, limit, v.shape).astype(dtype) for v in p))
    return drawn._replace(b_f=p.b_f)


CONTENDERS = {
    "rnn": Contender("RNN", 3e-3, _rnn("gaussian")),
    "orthogonal": Contender("직교 RNN", 1e-3, _rnn("orthogonal")),
    "lstm0": Contender("LSTM b_f=0", 3e-3, _lstm(0.0)),
    "lstm1": Contender("LSTM b_f=1", 3e-3, _lstm(1.0)),
    "lstm3": Contender("LSTM b_f=3", 3e-3, _lstm(3.0)),
    "lstm5": Contender("LSTM b_f=5", 3e-3, _lstm(5.0)),
    "pytorch1": Contender("LSTM b_f=1(PyTorch 범위)", 3e-3, _uniform),
}


class HonorificRun(NamedTuple):
    """학습 한 번의 기록.

    `at`: (M,) 걸음, `verb`, `high`, `inverted`: (M,) 검증 문장에서 서술어, 높임, 안긴절이 먼저 온 문장의 높임을 맞힌 비율,
    `loss`: (걸음,) 손실, `model`: 학습을 마친 모델, `reached`: 거친 걸음 가운데 `probes`마다 주어까지 온 기울기의 비.
    """

    contender: str
    d: int
    seed: int
    at: np.ndarray
    verb: np.ndarray
    high: np.ndarray
    inverted: np.ndarray
    loss: np.ndarray
    model: Model
    reached: dict[int, float]


class Scores(NamedTuple):
    """맞힌 비율. `verb`: 서술어, `high`: 높임, `inverted`: 안긴절이 주어보다 먼저 온 문장만의 높임."""

    verb: float
    high: float
    inverted: float


@lru_cache(32)
def papers(d: int, each: int, seed: int, dtype: str = "float64") -> tuple[tasks.Batch, ...]:
    """여는 말마다 `each`문장인 시험지 셋. 같은 인수는 늘 같은 문장을 준다."""
    rng = np.random.default_rng(seed + d)
    found = [tasks.honorific_batch(rng, d, each, opening) for opening in tasks.OPENINGS]
    return tuple(b._replace(x=b.x.astype(dtype)) for b in found)


def validation(d: int, dtype: str = "float64") -> tuple[tasks.Batch, ...]:
    """학습을 멈출 때를 정하는 300문장."""
    return papers(d, 100, 90_000, dtype)


def held_out(d: int, dtype: str = "float64", each: int = 200) -> tuple[tasks.Batch, ...]:
    """마지막에 한 번만 채점하는 600문장. 학습에도 멈춤에도 쓰지 않는다."""
    return papers(d, each, 80_000, dtype)


def score(model: Model, sheets: tuple[tasks.Batch, ...]) -> Scores:
    """시험지마다 채점해 평균을 낸다."""
    found = np.array([tasks.accuracy(predict(model, b.x)[1], b.targets) for b in sheets])
    return Scores._make(map(float, (*found.mean(axis=0), found[-1, 1])))


@door
def reach(model: Model, batch: tasks.Batch, d: Count) -> float:
    r"""주어까지 온 기울기의 비 ‖∂L/∂x_주어‖ / ‖∂L/∂x_단서‖.

    매개변수
    --------
    model : Model
    batch : tasks.Batch, 거리가 d인 문장들
    d : 2 이상의 정수

    반환값
    ------
    실수 (0 이상). 단서에 온 기울기가 0이면 NaN

    예외
    ----
    TypeError, ValueError : 형이 다르거나 문장이 d보다 짧을 때

    예
    --
    >>> batch = held_out(3, each=2)[0]
    >>> model = start("rnn", 31)[0]
    >>> 0 < reach(model, batch, 3) < 10
    True

    출처: 이 책.
    """
    if checks.whole("d", d, 2) >= len(batch.x):
        raise ValueError(f"문장이 {len(batch.x)}어절입니다. 거리 {d}보다 길어야 합니다.")
    trace, y = predict(model, batch.x)
    dh = np.zeros_like(trace.h)
    dh[-1] = softmax_cross_entropy(y, batch.targets)[1] @ model.W_y
    back: Any = lstm_backward if isinstance(model.cell, LSTMParams) else rnn_backward
    dx = back(model.cell, trace, dh).dx
    far, near = np.linalg.norm(dx[-1 - d]), np.linalg.norm(dx[-1])
    return float(far / near) if near else np.nan  # 모두 포화하면 단서의 기울기도 0이다


def start(contender: str, seed: int, dtype: str = "float64") -> tuple[Model, np.random.Generator]:
    """(학습 전의 모델, 배치를 뽑을 난수 생성기). 같은 시드는 같은 것을 준다."""
    setting = CONTENDERS[checks.choice("contender", contender, tuple(CONTENDERS))]
    checks.choice("dtype", dtype, DTYPES)
    rng = np.random.default_rng(checks.whole("seed", seed, 0))
    cell = setting.cell(rng, len(tasks.VOCABULARY), np.dtype(dtype).type)
    return init_model(rng, cell, len(tasks.FORMS)), rng


@door
def run(
    contender: str,
    d: Count,
    seed: Seed,
    steps: Count = 300,
    every: Count = 50,
    *,
    learning_rate: float | None = None,
    dtype: str = "float64",
    until_good: bool = False,
    probes: Naturals = (),
    quiet: bool = False,
) -> HonorificRun:
    r"""거리 d의 문장으로 모델 하나를 학습하며 검증 300문장에서 정답률을 잰다.

    매개변수
    --------
    contender : `CONTENDERS`의 이름
    d : 2 이상 200 이하의 정수, 주어에서 단서까지의 어절 수
    seed : 초기화와 배치의 시드
    steps, every : 1 이상의 정수
    learning_rate : 0보다 큰 실수, 없으면 그 모델의 본 학습률
    dtype : "float64" | "float32"
    until_good : 참이면 검증 정답률이 둘 다 0.99를 넘을 때 멈춘다
    probes : 주어까지 온 기울기의 비를 잴 걸음의 묶음
    quiet : 참이면 진행 막대를 보이지 않는다

    반환값
    ------
    HonorificRun

    예외
    ----
    TypeError, ValueError : 설정이 위 범위를 벗어날 때

    예
    --
    >>> found = run("rnn", 3, seed=31, steps=2, probes=(0, 2))
    >>> found.at.tolist(), sorted(found.reached)
    ([0, 2], [0, 2])

    출처: Linzen, Dupoux & Goldberg (2016).
    """
    model, rng = start(contender, seed, dtype)
    sheets, state, loss, measured, reached = validation(d, dtype), adam_init(model), [], {}, {}
    rate = CONTENDERS[contender].learning_rate if learning_rate is None else learning_rate
    for step in range(steps + 1) if quiet else progress(steps + 1):
        if step in probes:
            reached[step] = reach(model, sheets[0], d)
        if step % every == 0 or step == steps:
            measured[step] = score(model, sheets)
            if step == steps or (until_good and min(measured[step][:2]) > GOOD):
                break
        x, targets = tasks.honorific_batch(rng, d, B)
        value, grads = loss_and_grads(model, x.astype(dtype), targets)
        model, state = adam_step(model, clip_by_global_norm(grads, MAX_NORM)[0], state, rate)
        loss.append(value)
    scores = np.array(list(measured.values())).T
    at = np.array(list(measured))
    return HonorificRun._make((contender, d, seed, at, *scores, np.array(loss), model, reached))
