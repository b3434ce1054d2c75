r"""학습: 손실, 기울기 클리핑, Adam, 그리고 마지막 시점에서 답을 고르는 분류기를 배우는 `fit`."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from . import checks
from .params import LSTMParams, RNNParams
from .sequence import lstm_backward, lstm_forward, rnn_backward, rnn_forward


class Classifier(NamedTuple):
    """마지막 은닉 상태로 답을 고르는 모델. `cell`: RNNParams나 LSTMParams, `W_y`: (K, H), `b_y`: (K,)."""

    cell: RNNParams | LSTMParams
    W_y: np.ndarray
    b_y: np.ndarray


class AdamState(NamedTuple):
    """Adam이 기억하는 값. `m`과 `v`: 매개변수와 같은 모양의 목록, `step`: 지난 걸음 수."""

    m: list
    v: list
    step: int


class History(NamedTuple):
    """학습의 기록. `loss`: (걸음,), `model`: 배운 분류기, `scores`: 잰 걸음과 그때의 점수 목록."""

    loss: np.ndarray
    model: Classifier
    scores: list


def leaves(tree) -> list[np.ndarray]:
    """겹친 NamedTuple의 배열을 차례로 늘어놓는다."""
    return [tree] if isinstance(tree, np.ndarray) else [leaf for part in tree for leaf in leaves(part)]


def rebuild(tree, values):
    """`tree`와 같은 모양으로 `values`(배열의 목록)를 다시 담는다."""
    values = iter(values)

    def fill(part):
        return next(values) if isinstance(part, np.ndarray) else type(part)(*(fill(p) for p in part))

    return fill(tree)


def softmax_cross_entropy(logits, targets) -> tuple[float, np.ndarray]:
    r"""소프트맥스 교차 엔트로피의 배치 평균 L = −(1/B) Σ_b log p_b[y_b]와 그 기울기 (p − 1_y)/B.

    매개변수
    --------
    logits : (B, K) 실수
    targets : (B,) 0 이상 K 미만의 정수

    반환값
    ------
    (손실, dlogits (B, K))

    예외
    ----
    TypeError, ValueError : 형과 크기가 맞지 않거나 답의 번호가 범위를 벗어날 때

    예
    --
    >>> loss, d = softmax_cross_entropy(np.zeros((1, 2)), np.array([0]))
    >>> round(loss, 6), d.tolist()  # ln 2
    (0.693147, [[-0.5, 0.5]])

    출처: 정의.
    """
    B, K = checks.Door().array("logits", logits, "B K").shape
    if not isinstance(targets, np.ndarray) or targets.dtype.kind not in "iu" or targets.shape != (B,):
        raise ValueError(f"targets는 정수 배열 ({B},)여야 합니다.")
    if targets.min() < 0 or targets.max() >= K:
        raise ValueError(
            f"targets의 값은 0 이상 {K} 미만이어야 합니다. {targets.min()}–{targets.max()}이 왔습니다."
        )
    shifted = logits - logits.max(axis=1, keepdims=True)
    log_p = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
    dlogits = np.exp(log_p)
    dlogits[np.arange(B), targets] -= 1
    return float(-log_p[np.arange(B), targets].mean()), dlogits / B


def clip_by_global_norm(grads, max_norm: float):
    r"""모든 배열을 이은 벡터의 노름이 한계를 넘으면 방향을 두고 크기만 줄인다: g ← g · min(1, c/‖g‖).

    매개변수
    --------
    grads : 배열을 담은 NamedTuple(겹쳐도 된다)
    max_norm : 0보다 큰 실수

    반환값
    ------
    (같은 모양의 기울기, 줄이기 전의 노름)

    예외
    ----
    TypeError, ValueError : max_norm이 범위를 벗어날 때

    예
    --
    >>> g = RNNParams(np.array([[3.0]]), np.array([[4.0]]), np.array([0.0]))
    >>> clipped, norm = clip_by_global_norm(g, 1.0)
    >>> norm, clipped.W_xh.round(6).tolist(), clipped.W_hh.round(6).tolist()
    (5.0, [[0.6]], [[0.8]])

    출처: Pascanu, Mikolov & Bengio (2013).
    """
    max_norm = checks.real("max_norm", max_norm, 0.0, open_low=True)
    norm = float(np.sqrt(sum(float(np.vdot(g, g)) for g in leaves(grads))))
    if norm <= max_norm:
        return grads, norm
    return rebuild(grads, [g * g.dtype.type(max_norm / norm) for g in leaves(grads)]), norm


def adam_start(params) -> AdamState:
    """처음의 Adam 상태: 모두 0."""
    return AdamState(
        [np.zeros_like(p) for p in leaves(params)], [np.zeros_like(p) for p in leaves(params)], 0
    )


def adam_step(params, grads, state: AdamState, learning_rate: float, beta1=0.9, beta2=0.999, eps=1e-8):
    r"""Adam 한 걸음: m ← β₁m + (1−β₁)g, v ← β₂v + (1−β₂)g², θ ← θ − η m̂ / (√v̂ + ε).

    매개변수
    --------
    params, grads : 같은 모양의 NamedTuple
    state : AdamState
    learning_rate : 0보다 큰 실수

    반환값
    ------
    (새 매개변수, 새 AdamState). 받은 것은 바꾸지 않는다

    예외
    ----
    TypeError, ValueError : 학습률이 범위를 벗어날 때

    예
    --
    >>> p = RNNParams(np.ones((1, 1)), np.ones((1, 1)), np.ones(1))
    >>> adam_step(p, p, adam_start(p), 0.1)[0].b_h.round(6).tolist()  # 첫 걸음은 학습률만큼
    [0.9]

    출처: Kingma & Ba (2015).
    """
    rate, step = checks.real("learning_rate", learning_rate, 0.0, open_low=True), state.step + 1
    pairs = list(zip(leaves(grads), state.m, state.v))
    m = [beta1 * m + (1 - beta1) * g for g, m, _ in pairs]
    v = [beta2 * v + (1 - beta2) * g * g for g, _, v in pairs]
    a, b = rate / (1 - beta1**step), 1 / (1 - beta2**step)
    new = [p - a * mk / (np.sqrt(b * vk) + eps) for p, mk, vk in zip(leaves(params), m, v)]
    return rebuild(params, [n.astype(p.dtype, copy=False) for n, p in zip(new, leaves(params))]), AdamState(
        m, v, step
    )


def init_classifier(rng, cell: RNNParams | LSTMParams, K: int) -> Classifier:
    """`cell` 위에 K개 답을 고르는 선형층을 얹는다. W_y ~ N(0, 1/H), b_y = 0."""
    checks.kind("cell", cell, (RNNParams, LSTMParams))
    H, K = cell[1].shape[0], checks.whole("K", K, 2)
    checks.generator("rng", rng)
    return Classifier(cell, rng.standard_normal((K, H)) / np.sqrt(H), np.zeros(K))


def predict(model: Classifier, x) -> np.ndarray:
    """마지막 시점의 점수 (B, K)."""
    forward = rnn_forward if isinstance(model.cell, RNNParams) else lstm_forward
    return forward(model.cell, x).h[-1] @ model.W_y.T + model.b_y


def loss_and_grads(model: Classifier, x, targets) -> tuple[float, Classifier]:
    """손실과, 모델과 같은 모양의 기울기."""
    is_rnn = isinstance(model.cell, RNNParams)
    forward, backward = (rnn_forward, rnn_backward) if is_rnn else (lstm_forward, lstm_backward)
    trace = forward(model.cell, x)
    h = np.ascontiguousarray(trace.h[-1])
    loss, dlogits = softmax_cross_entropy(h @ model.W_y.T + model.b_y, targets)
    dh = np.zeros(trace.h.shape, h.dtype)
    dh[-1] = dlogits @ model.W_y
    cell = backward(model.cell, trace, dh).grads
    return loss, Classifier(cell, dlogits.T @ h, dlogits.sum(axis=0))


def fit(
    model: Classifier,
    draw: Callable,
    steps: int,
    *,
    rng,
    learning_rate=3e-3,
    max_norm=1.0,
    score=None,
    every=50,
) -> History:
    r"""`draw(rng)`가 주는 배치 (x, targets)로 `steps`걸음 배운다. 걸음마다 클리핑하고 Adam으로 고친다.

    매개변수
    --------
    model : Classifier
    draw : rng를 받아 (x (T, B, D), targets (B,))를 주는 함수
    steps, every : 1 이상의 정수
    rng : numpy.random.Generator
    learning_rate, max_norm : 0보다 큰 실수
    score : 모델을 받아 점수를 주는 함수. 있으면 `every`걸음마다 잰다

    반환값
    ------
    History

    예외
    ----
    TypeError, ValueError : 위 형과 범위를 벗어날 때

    예
    --
    >>> rng = np.random.default_rng(7)
    >>> from lstm_ref.params import init_lstm
    >>> def draw(rng):
    ...     y = rng.integers(0, 2, 8)
    ...     return np.stack([2.0 * y - 1, np.zeros(8)])[..., None], y
    >>> history = fit(init_classifier(rng, init_lstm(rng, 1, 4), 2), draw, 100, rng=rng, learning_rate=0.02)
    >>> bool(history.loss[-1] < 0.5 * history.loss[0])
    True

    출처: Pascanu et al. (2013), Kingma & Ba (2015).
    """
    checks.kind("model", model, Classifier)
    checks.generator("rng", rng)
    steps, every = checks.whole("steps", steps, 1), checks.whole("every", every, 1)
    state, losses, scores = adam_start(model), np.empty(steps), []
    for step in _progress(range(steps)):
        losses[step], grads = loss_and_grads(model, *draw(rng))
        grads, _ = clip_by_global_norm(grads, max_norm)
        model, state = adam_step(model, grads, state, learning_rate)
        if score and (step + 1) % every == 0:
            scores.append((step + 1, score(model)))
    return History(losses, model, scores)


def _progress(steps):
    try:
        from tqdm.auto import tqdm
    except ImportError:  # 진행 막대는 있으면 좋은 것일 뿐이다
        return steps
    return tqdm(steps, desc="학습", unit="걸음", delay=2, leave=False)
