"""가까운 것과 먼 것을 함께 배우는 실험, 절단 BPTT로 배운 기억(4장)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from .. import checks
from ..doors import Count, Counts, Seeds, door
from ..params import RNNParams, init_rnn
from ..records import RNNBPTT, RNNTrace
from ..sequence import rnn_backward, rnn_forward
from ..tables import Table, num
from ..train import Model, adam_init, adam_step, clip_by_global_norm, init_model, softmax_cross_entropy

__all__ = ["NearFar", "StreamMemory", "near_far", "near_far_table", "stream_memory", "stream_memory_table"]

TEST = 500  # 시험 시퀀스의 수
LEARNED = 0.95  # 정답률이 이 이상이면 배웠다고 적는다


class NearFar(NamedTuple):
    """두 비트 과제의 기록. `names`: (n,) 설정, `at`: (n, M) 잰 걸음, `near`와 `far`: (n, 시드, M) 정답률,
    `ratio`: (n, 시드) 학습 전 ‖∂L/∂h_1‖ / ‖∂L/∂h_T‖."""

    names: tuple[str, ...]
    at: np.ndarray
    near: np.ndarray
    far: np.ndarray
    ratio: np.ndarray

    def learned(self, which: str) -> np.ndarray:
        """(n,) 마지막 정답률이 0.95 이상인 시드의 수. `which`는 "near"나 "far"."""
        return (getattr(self, checks.choice("which", which, ("near", "far")))[:, :, -1] >= LEARNED).sum(
            axis=1
        )


@door
def near_far(
    settings: Sequence[tuple[int, int | None, float]] = (
        (5, None, 1.0), (40, None, 1.0), (40, None, 1e6), (20, None, 1.0), (20, 10, 1.0),
    ),
    seeds: Seeds = (11, 12, 13, 14, 15), steps: Count = 400, H: Count = 32, every: Count = 50,
) -> NearFar:  # fmt: skip
    r"""첫 시점의 비트(먼 것)와 마지막 시점의 비트(가까운 것)를 끝에서 함께 맞히게 RNN을 학습한다.

    입력은 (먼 비트 ±1, 가까운 비트 ±1, 표준 정규 잡음)이고 두 비트는 서로 독립이다. 출력은 네 가지, 손실은 교차 엔트로피,
    Adam(학습률 3×10⁻³, 배치 32), W_hh의 스펙트럼 반지름은 1에서 시작한다. 시험 시퀀스는 500개다.

    매개변수
    --------
    settings : (거리 d, 절단 길이 K나 None, 클리핑 한계)의 묶음. d와 K는 1 이상의 정수
    seeds : 정수의 묶음
    steps, H, every : 1 이상의 정수, 걸음 수와 은닉 크기와 정답률을 재는 간격

    반환값
    ------
    NearFar

    예외
    ----
    TypeError, ValueError : 위 형과 범위를 벗어날 때

    예
    --
    >>> found = near_far(settings=((2, None, 1.0),), seeds=(11,), steps=100)
    >>> found.near.shape, float(found.near[0, 0, -1])
    ((1, 1, 3), 1.0)

    출처: 과제는 이 책. 절단 BPTT는 Williams & Peng (1990), 클리핑은 Pascanu, Mikolov & Bengio (2013).
    """
    runs, names = [], []
    for setting in checks.sequence("settings", settings):
        if not isinstance(setting, (tuple, list)) or len(setting) != 3:
            raise TypeError(
                f"settings에 {setting!r}이 있습니다. (거리, 절단 길이나 None, 클리핑 한계)여야 합니다."
            )
        d, K, limit = setting
        d, K = checks.whole("d", d, 1), None if K is None else checks.whole("K", K, 1)
        limit = checks.real("max_norm", limit, 0.0, open_low=True)
        names.append(f"거리 {d}" + (f", K = {K}" if K else "") + ("" if limit <= 1 else ", 클리핑 없음"))
        runs.append([_learn(s, d, K, limit, steps, H, every) for s in seeds])
    scores = np.array([[run[0] for run in row] for row in runs])  # (n, 시드, M, 2)
    at = np.minimum(np.arange(scores.shape[2]) * every, steps)
    ratio = np.array([[run[1] for run in row] for row in runs])
    return NearFar(tuple(names), np.tile(at, (len(names), 1)), scores[..., 0], scores[..., 1], ratio)


def _bits(rng: np.random.Generator, d: int, B: int) -> tuple[np.ndarray, np.ndarray]:
    x, (far, near) = np.zeros((d + 1, B, 3)), rng.integers(2, size=(2, B))
    x[:, :, 2] = rng.standard_normal((d + 1, B))
    x[0, :, 0], x[-1, :, 1] = 2 * far - 1, 2 * near - 1
    return x, 2 * near + far


def _learn(
    seed: int, d: int, K: int | None, limit: float, steps: int, H: int, every: int
) -> tuple[list[tuple[float, float]], float]:
    rng = np.random.default_rng(seed)
    model = init_model(rng, init_rnn(rng, 3, H), 4)
    x, targets = _bits(np.random.default_rng([seed, 1]), d, TEST)
    ratio, state, scores = _ratio(model, x, targets), adam_init(model), [_score(model, x, targets)]
    for step in range(1, steps + 1):
        grads, _ = clip_by_global_norm(_grads(model, *_bits(rng, d, 32), K), limit)
        model, state = adam_step(model, grads, state, 3e-3)
        if step % every == 0 or step == steps:
            scores.append(_score(model, x, targets))
    return scores, ratio


def _cell(model: Model) -> RNNParams:
    return checks.only("model.cell", model.cell, RNNParams)


def _score(model: Model, x: np.ndarray, targets: np.ndarray) -> tuple[float, float]:
    guess = (rnn_forward(_cell(model), x).h[-1] @ model.W_y.T + model.b_y).argmax(axis=1)
    return float(np.mean(guess // 2 == targets // 2)), float(np.mean(guess % 2 == targets % 2))


def _grads(model: Model, x: np.ndarray, targets: np.ndarray, K: int | None) -> Model:
    trace = rnn_forward(_cell(model), x)
    if K is not None and len(x) > K:  # 기울기만 자른다: 마지막 K시점을 앞에서 온 은닉 상태로 시작한다
        trace = rnn_forward(_cell(model), x[-K:], np.ascontiguousarray(trace.h_prev[-K]))
    _, dy = softmax_cross_entropy(trace.h[-1] @ model.W_y.T + model.b_y, targets)
    return Model(_backward(model, trace, dy).grads, dy.T @ trace.h[-1], dy.sum(axis=0))


def _backward(model: Model, trace: RNNTrace, dy: np.ndarray) -> RNNBPTT:
    dh = np.zeros_like(trace.h)
    dh[-1] = dy @ model.W_y
    return rnn_backward(_cell(model), trace, dh)


def _ratio(model: Model, x: np.ndarray, targets: np.ndarray) -> float:
    trace = rnn_forward(_cell(model), x)
    _, dy = softmax_cross_entropy(trace.h[-1] @ model.W_y.T + model.b_y, targets)
    dh = _backward(model, trace, dy).dh
    return float(np.linalg.norm(dh[0]) / np.linalg.norm(dh[-1]))


@door
def near_far_table(record: NearFar) -> Table:
    """설정마다 배운 시드의 수(정답률 0.95 이상)와, 학습 전 기울기 비의 중앙값을 적은 표.

    매개변수
    --------
    record : NearFar, `near_far`의 기록

    반환값
    ------
    Table

    예외
    ----
    TypeError : record의 형이 다를 때

    예
    --
    >>> record = near_far(((2, None, 1.0),), seeds=(11,), steps=1, H=2, every=1)
    >>> len(near_far_table(record).rows)
    1

    출처: 과제는 이 책. 절단 BPTT는 Williams & Peng (1990), 클리핑은 Pascanu, Mikolov & Bengio (2013).
    """
    seeds = record.near.shape[1]
    rows = [
        [name, f"{seeds}개 중 {n}개", f"{seeds}개 중 {f}개", num(np.median(r))]
        for name, n, f, r in zip(record.names, record.learned("near"), record.learned("far"), record.ratio)
    ]
    header = ["설정", "가까운 비트를 배운 시드", "먼 비트를 배운 시드", "‖∂L/∂h_1‖ ÷ ‖∂L/∂h_T‖ (학습 전)"]
    return Table("가까운 것과 먼 것", header, rows)


class StreamMemory(NamedTuple):
    """절단 길이마다, 단서를 본 뒤의 정답률. `K`: (n,), `before`: (시드, T) 학습 전, `kept`: (n, 시드, T)."""

    K: tuple[int, ...]
    before: np.ndarray
    kept: np.ndarray


@door
def stream_memory(
    K: Counts = (1, 5, 10), seeds: Seeds = (11, 12, 13, 14, 15), steps: Count = 1000, H: Count = 16,
    T: Count = 200,
) -> StreamMemory:  # fmt: skip
    r"""끊어지지 않는 입력에서 '마지막 단서의 부호'를 매 시점 답하게, K시점씩 끊은 절단 BPTT로 RNN을 학습한다.

    단서 ±1은 시점마다 0.1의 확률로 오고, 잡음(표준 편차 0.5)이 늘 함께 온다. 은닉 상태는 다음 토막으로 이어지고 기울기만
    끊긴다. Adam(학습률 5×10⁻³, 배치 32), 제곱 오차. 시험은 첫 시점에만 단서를 주고 T시점까지 부호를 맞힌 비율이다.

    매개변수
    --------
    K : 1 이상의 정수 목록, 절단 길이
    seeds : 정수의 묶음
    steps, H, T : 1 이상의 정수

    반환값
    ------
    StreamMemory

    예외
    ----
    TypeError, ValueError : 위 형과 범위를 벗어날 때

    예
    --
    >>> found = stream_memory(K=(2,), seeds=(11,), steps=300, T=30)
    >>> found.kept.shape, bool(found.kept[0, 0, -1] > 0.9)
    ((1, 1, 30), True)

    출처: 과제는 이 책. 절단 BPTT는 Williams & Peng (1990).
    """
    before = np.array([_recall(_start(seed, H), seed, T) for seed in seeds])
    kept = [[_recall(_stream(seed, k, steps, H), seed, T) for seed in seeds] for k in K]
    return StreamMemory(tuple(K), before, np.array(kept))


def _start(seed: int, H: int) -> Model:
    rng = np.random.default_rng(seed)
    return init_model(rng, init_rnn(rng, 2, H), 1)


def _stream(seed: int, K: int, steps: int, H: int, B: int = 32) -> Model:
    model, rng = _start(seed, H), np.random.default_rng([seed, 2])
    state, h, last = adam_init(model), np.zeros((B, H)), np.zeros(B)
    for _ in range(steps):
        cue, sign = rng.random((K, B)) < 0.1, rng.choice([-1.0, 1.0], (K, B))
        x = np.stack([cue * sign, 0.5 * rng.standard_normal((K, B))], axis=-1)
        target = np.empty((K, B))
        for t in range(K):
            target[t] = last = np.where(cue[t], sign[t], last)
        trace = rnn_forward(_cell(model), x, h)
        guess = np.tanh(trace.h @ model.W_y[0] + model.b_y[0])
        dy = 2 * (guess - target) * (1 - guess**2) / guess.size
        cell = rnn_backward(_cell(model), trace, dy[:, :, None] * model.W_y[0]).grads
        grads = Model(cell, np.einsum("tb,tbh->h", dy, trace.h)[None], np.array([dy.sum()]))
        model, state = adam_step(model, clip_by_global_norm(grads, 1.0)[0], state, 5e-3)
        h = np.ascontiguousarray(trace.h[-1])  # 기억은 잇고 기울기는 여기서 끊긴다
    return model


def _recall(model: Model, seed: int, T: int) -> np.ndarray:
    rng = np.random.default_rng([seed, 3])
    sign = rng.choice([-1.0, 1.0], TEST)
    x = np.zeros((T, TEST, 2))
    x[0, :, 0], x[:, :, 1] = sign, 0.5 * rng.standard_normal((T, TEST))
    guess = rnn_forward(_cell(model), x).h @ model.W_y[0] + model.b_y[0]
    return np.mean(np.sign(guess) == sign, axis=1)


@door
def stream_memory_table(record: StreamMemory, at: Counts = (1, 10, 50, 200)) -> Table:
    """단서를 본 뒤 몇 시점째에 부호를 맞힌 비율을, 가장 나쁜 시드로 적은 표. 첫 줄은 학습 전이다.

    매개변수
    --------
    record : StreamMemory, `stream_memory`의 기록
    at : 1 이상의 정수 목록, 단서를 본 뒤 몇 시점째를 적을지

    반환값
    ------
    Table

    예외
    ----
    TypeError : record가 StreamMemory가 아니거나 at이 정수의 목록이 아닐 때
    ValueError : at이 기록의 길이를 벗어날 때

    예
    --
    >>> record = stream_memory(K=(1,), seeds=(11,), steps=1, H=2, T=20)
    >>> len(stream_memory_table(record, at=(1, 10)).rows)
    2

    출처: 과제는 이 책. 절단 BPTT는 Williams & Peng (1990).
    """
    if max(at) > record.before.shape[1]:
        raise ValueError(f"at의 값이 {max(at)}입니다. 시험한 {record.before.shape[1]}시점 이하여야 합니다.")
    lines = [("학습 전", record.before), *((f"K = {k}", v) for k, v in zip(record.K, record.kept))]
    rows = [[name, *(float(v[:, t - 1].min()) for t in at)] for name, v in lines]
    return Table("절단 길이와 기억(가장 나쁜 시드)", ["설정", *(f"{t}시점" for t in at)], rows, digits=2)
