r"""학습: 손실, Adam, 기울기 클리핑, 그리고 이 셋을 잇는 `fit`. 모델은 셀 하나와 선형 출력층 하나다."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from .checks import Door, choice, generator, kind, real, whole
from .params import LSTMParams, RNNParams
from .sequence import lstm_backward, lstm_forward, rnn_backward, rnn_forward


class Model(NamedTuple):
    """순환 셀과 출력층 y = W_y h_T + b_y. `cell`: RNNParams | LSTMParams, `W_y`: (K, H), `b_y`: (K,)."""

    cell: RNNParams | LSTMParams
    W_y: np.ndarray
    b_y: np.ndarray


class AdamState(NamedTuple):
    """Adam이 기억하는 것. `step`: 고친 횟수, `m`과 `v`: 매개변수와 같은 꼴의 1차·2차 모멘트."""

    step: int
    m: NamedTuple
    v: NamedTuple


class History(NamedTuple):
    """학습의 기록. `loss`와 `norm`(클리핑 전): (steps,), `at`: (M,) 잰 걸음, `measured`: (M, …)."""

    model: Model
    loss: np.ndarray
    norm: np.ndarray
    at: np.ndarray
    measured: np.ndarray


def leaves(tree) -> list[np.ndarray]:
    """NamedTuple 안의 배열을 순서대로 편 목록."""
    return [tree] if isinstance(tree, np.ndarray) else [leaf for part in tree for leaf in leaves(part)]


def _map(function, tree, *others):
    if isinstance(tree, np.ndarray):
        return function(tree, *others)
    return type(tree)(*(_map(function, *parts) for parts in zip(tree, *others)))


def softmax_cross_entropy(logits, targets) -> tuple[float, np.ndarray]:
    r"""교차 엔트로피 L = −(1/B) Σ_b log softmax(y_b)[target_b]와 dL/dy = (softmax(y) − 원-핫) / B.

    매개변수
    --------
    logits : (B, K)
    targets : (B,) 0 이상 K 미만의 정수 배열

    반환값
    ------
    (손실, dlogits (B, K)) : 손실은 배치의 평균

    예외
    ----
    TypeError, ValueError : 형, 크기, 번호가 위 범위를 벗어날 때

    예
    --
    >>> loss, d = softmax_cross_entropy(np.zeros((1, 4)), np.array([2]))
    >>> round(loss, 6), d.tolist()  # log 4
    (1.386294, [[0.25, 0.25, -0.75, 0.25]])

    출처: Bridle (1990).
    """
    B, K = Door().array("logits", logits, "B K").shape
    kind("targets", targets, np.ndarray)
    if targets.shape != (B,) or targets.dtype.kind != "i":
        raise ValueError(f"targets는 {targets.shape} {targets.dtype}입니다. (B,) = ({B},) 정수여야 합니다.")
    if targets.min() < 0 or targets.max() >= K:
        raise ValueError(f"targets에 {targets.min()}–{targets.max()}가 있습니다. 0–{K - 1}이어야 합니다.")
    shifted = logits - logits.max(axis=1, keepdims=True)  # 가장 큰 값을 빼도 softmax는 같고 넘치지 않는다
    p = np.exp(shifted)
    total = p.sum(axis=1, keepdims=True)
    rows = np.arange(B)
    loss = float(np.mean(np.log(total[:, 0]) - shifted[rows, targets]))
    p /= total
    p[rows, targets] -= 1
    return loss, p / B


def mse(y, target) -> tuple[float, np.ndarray]:
    r"""평균 제곱 오차 L = mean((y − target)²)와 dL/dy = 2 (y − target) / (B·K).

    매개변수
    --------
    y, target : (B, K)

    반환값
    ------
    (손실, dy (B, K))

    예외
    ----
    TypeError, ValueError : 형, 자료형, 크기가 다를 때

    예
    --
    >>> loss, d = mse(np.array([[1.0, 2.0]]), np.array([[0.0, 4.0]]))
    >>> loss, d.tolist()
    (2.5, [[1.0, -2.0]])

    출처: 정의.
    """
    door = Door()
    gap = door.array("y", y, "B K") - door.array("target", target, "B K")
    return float(np.mean(gap**2)), 2 * gap / gap.size


def clip_by_global_norm(grads, max_norm: float):
    r"""기울기 클리핑: 모든 배열을 이어 붙인 벡터의 노름 n이 max_norm을 넘으면 전체에 max_norm / n을 곱한다.

    매개변수
    --------
    grads : 배열의 NamedTuple(안에 NamedTuple이 있어도 된다)
    max_norm : 0보다 큰 실수

    반환값
    ------
    (grads, norm) : norm은 줄이기 전의 노름

    예외
    ----
    TypeError, ValueError : 기울기에 유한하지 않은 값이 있거나 max_norm이 양수가 아닐 때

    예
    --
    >>> clipped, norm = clip_by_global_norm(RNNParams(*(np.array([v]) for v in (2.0, 3.0, 6.0))), 3.5)
    >>> norm, [v.tolist() for v in clipped]  # 7을 3.5로: 모두 절반
    (7.0, [[1.0], [1.5], [3.0]])

    출처: Pascanu, Mikolov & Bengio (2013).
    """
    max_norm = real("max_norm", max_norm, 0.0, open_low=True)
    norm = float(np.sqrt(sum(float(np.vdot(g, g)) for g in leaves(grads))))
    if not np.isfinite(norm):
        raise ValueError(f"기울기의 노름이 {norm}입니다. 유한해야 합니다. 학습률이나 입력을 살펴보세요.")
    if norm <= max_norm:
        return grads, norm
    return _map(lambda g: g * g.dtype.type(max_norm / norm), grads), norm


def adam_init(params) -> AdamState:
    """모멘트가 모두 0인 처음 상태."""
    return AdamState(0, _map(np.zeros_like, params), _map(np.zeros_like, params))


def adam_step(params, grads, state: AdamState, learning_rate: float, beta1=0.9, beta2=0.999, eps=1e-8):
    r"""Adam 한 걸음: m ← β₁m + (1−β₁)g, v ← β₂v + (1−β₂)g², θ ← θ − η m̂ / (√v̂ + ε).

    m̂ = m / (1 − β₁ᵗ), v̂ = v / (1 − β₂ᵗ)는 0에서 시작한 평균이 처음에 작은 것을 바로잡는다.

    매개변수
    --------
    params, grads : 같은 꼴의 NamedTuple
    state : AdamState
    learning_rate : 0보다 큰 실수

    반환값
    ------
    (params, state) : 새 값. 받은 배열은 바뀌지 않는다

    예외
    ----
    TypeError, ValueError : 학습률이 양수가 아니거나 state가 AdamState가 아닐 때

    예
    --
    >>> p, g = RNNParams(*[np.array([1.0])] * 3), RNNParams(*[np.array([0.2])] * 3)
    >>> p, state = adam_step(p, g, adam_init(p), 0.1)
    >>> round(float(p.b_h[0]), 6)  # 첫 걸음의 크기는 기울기와 무관하게 학습률이다
    0.9

    출처: Kingma & Ba (2015).
    """
    kind("state", state, AdamState)
    eta, t = real("learning_rate", learning_rate, 0.0, open_low=True), state.step + 1
    m = _map(lambda m, g: beta1 * m + (1 - beta1) * g, state.m, grads)
    v = _map(lambda v, g: beta2 * v + (1 - beta2) * g * g, state.v, grads)
    rate, fix = eta / (1 - beta1**t), 1 / np.sqrt(1 - beta2**t)
    move = lambda p, m, v: p - (rate * m / (float(fix) * np.sqrt(v) + eps)).astype(p.dtype)  # noqa: E731
    return _map(move, params, m, v), AdamState(t, m, v)


def init_model(rng, cell: RNNParams | LSTMParams, K: int) -> Model:
    """셀 뒤에 출력 K개의 층을 붙인다. W_y ~ N(0, 1/H), b_y = 0."""
    kind("cell", cell, (RNNParams, LSTMParams))
    H, dtype = cell[1].shape[0], cell[1].dtype  # RNN은 W_hh, LSTM은 b_f: 둘 다 첫 축이 H다
    W_y = generator("rng", rng).standard_normal((whole("K", K, 1), H)) / np.sqrt(H)
    return Model(cell, W_y.astype(dtype), np.zeros(K, dtype))


def predict(model: Model, x):
    """(순전파의 기록, y (B, K)). y는 마지막 은닉 상태에서 나온다."""
    kind("model", model, Model)
    trace = (lstm_forward if isinstance(model.cell, LSTMParams) else rnn_forward)(model.cell, x)
    return trace, trace.h[-1] @ model.W_y.T + model.b_y


def loss_and_grads(model: Model, x, targets, loss: str = "cross_entropy") -> tuple[float, Model]:
    """손실과, `Model`과 같은 꼴의 기울기. 손실은 마지막 시점의 출력에만 있다."""
    choice("loss", loss, ("cross_entropy", "mse"))
    trace, y = predict(model, x)
    value, dy = (softmax_cross_entropy if loss == "cross_entropy" else mse)(y, targets)
    dh = np.zeros_like(trace.h)
    dh[-1] = dy @ model.W_y
    backward = lstm_backward if isinstance(model.cell, LSTMParams) else rnn_backward
    return value, Model(backward(model.cell, trace, dh).grads, dy.T @ trace.h[-1], dy.sum(axis=0))


def fit(
    model: Model, draw, *, seed: int, steps: int, learning_rate=3e-3, max_norm=1.0, loss="cross_entropy",
    measure=None, every: int = 50,
) -> History:  # fmt: skip
    r"""걸음마다 새 배치를 뽑아 손실 → BPTT → 기울기 클리핑 → Adam을 되풀이한다.

    매개변수
    --------
    model : Model
    draw : 함수. `draw(rng)`가 (x (T, B, D), targets)를 준다
    seed : 배치의 시드. 같은 시드는 같은 기록을 준다
    steps : 1 이상의 정수
    learning_rate, max_norm : 0보다 큰 실수
    loss : "cross_entropy" | "mse"
    measure : 함수. `measure(model)`이 수나 수의 묶음을 준다. 처음, `every`걸음마다, 끝에 부른다

    반환값
    ------
    History

    예외
    ----
    TypeError, ValueError : 설정이 위 범위를 벗어나거나 기울기가 유한하지 않을 때

    예
    --
    >>> cell = RNNParams(np.array([[0.5]]), np.array([[0.0]]), np.zeros(1))
    >>> draw = lambda rng: (np.ones((1, 2, 1)), np.array([1, 1]))
    >>> history = fit(init_model(np.random.default_rng(7), cell, 2), draw, seed=7, steps=60)
    >>> bool(history.loss[-1] < history.loss[0])
    True

    출처: 이 책.
    """
    kind("model", model, Model)
    rng, steps, every = (
        np.random.default_rng(whole("seed", seed, 0)),
        whole("steps", steps, 1),
        whole("every", every, 1),
    )
    state, record, at, measured = adam_init(model), [], [], []
    for step in _progress(steps):
        if measure is not None and step % every == 0:
            at, measured = [*at, step], [*measured, measure(model)]
        value, grads = loss_and_grads(model, *draw(rng), loss)
        grads, norm = clip_by_global_norm(grads, max_norm)
        model, state = adam_step(model, grads, state, learning_rate)
        record.append((value, norm))
    if measure is not None:
        at, measured = [*at, steps], [*measured, measure(model)]
    return History(model, *np.array(record).T, np.array(at, int), np.array(measured, float))


def _progress(steps: int):
    # 진행 막대는 두 초가 넘을 때만, tqdm이 있을 때만 보인다
    try:
        from tqdm import tqdm
    except ImportError:
        return range(steps)
    return tqdm(range(steps), delay=2, desc="학습", unit="걸음", leave=False)
