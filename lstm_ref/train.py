r"""학습: 손실, Adam, 기울기 클리핑을 잇는 `fit`. 모델은 셀 하나와 선형 출력층 하나다."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, NamedTuple

import numpy as np

from .checks import GRADIENT, Door, choice, fits, generator, kind, seeded, watched, whole
from .losses import mse, softmax_cross_entropy
from .params import LSTMParams, RNNParams, lstm_door, rnn_door
from .records import LSTMTrace, RNNTrace
from .sequence import lstm_backward, lstm_forward, rnn_backward, rnn_forward
from .updates import AdamState, adam_init, adam_step, clip_by_global_norm, leaves

__all__ = [
    "AdamState", "History", "Model", "adam_init", "adam_step", "clip_by_global_norm", "fit", "init_model",
    "leaves", "loss_and_grads", "mse", "predict", "softmax_cross_entropy",
]  # fmt: skip


class Model(NamedTuple):
    """순환 셀과 출력층 y = W_y h_T + b_y. `cell`: RNNParams | LSTMParams, `W_y`: (K, H), `b_y`: (K,)."""

    cell: RNNParams | LSTMParams
    W_y: np.ndarray
    b_y: np.ndarray


class History(NamedTuple):
    """학습의 기록. `loss`와 `norm`(클리핑 전): (steps,), `at`: (M,) 잰 걸음, `measured`: (M, …)."""

    model: Model
    loss: np.ndarray
    norm: np.ndarray
    at: np.ndarray
    measured: np.ndarray


def _model_door(model: Model) -> Door:
    kind("model", model, Model)
    kind("model.cell", model.cell, (RNNParams, LSTMParams))
    cell = model.cell
    door = lstm_door(cell) if isinstance(cell, LSTMParams) else rnn_door(cell)
    door.array("model.W_y", model.W_y, "K H")
    door.array("model.b_y", model.b_y, "K")
    return door


def init_model(rng: np.random.Generator, cell: RNNParams | LSTMParams, K: int) -> Model:
    r"""셀 뒤에 출력 K개의 층을 붙인다. W_y ~ N(0, 1/H), b_y = 0.

    매개변수
    --------
    rng : numpy.random.Generator
    cell : RNNParams | LSTMParams
    K : 1 이상의 정수, 출력의 수

    반환값
    ------
    Model : `cell`은 받은 것을 그대로 담는다

    예외
    ----
    TypeError, ValueError : rng, cell, K가 위와 다를 때

    예
    --
    >>> rng = np.random.default_rng(7)
    >>> model = init_model(rng, RNNParams(np.ones((3, 2)), np.eye(3), np.zeros(3)), 4)
    >>> model.W_y.shape, model.b_y.tolist()
    ((4, 3), [0.0, 0.0, 0.0, 0.0])

    출처: 이 책.
    """
    generator("rng", rng)
    kind("cell", cell, (RNNParams, LSTMParams))
    door = lstm_door(cell) if isinstance(cell, LSTMParams) else rnn_door(cell)
    K, H = fits("W_y", whole("K", K, 1), door.sizes["H"])
    W_y = rng.standard_normal((K, H)) / np.sqrt(H)
    return Model(cell, W_y.astype(door.dtype), np.zeros(K, door.dtype))


@watched("출력이 너무 커서 넘쳤습니다. 무한대나 NaN이 있습니다.")
def predict(model: Model, x: np.ndarray) -> tuple[RNNTrace | LSTMTrace, np.ndarray]:
    r"""순전파하고, 마지막 은닉 상태에서 출력 y = W_y h_T + b_y를 낸다.

    매개변수
    --------
    model : Model
    x : (T, B, D)

    반환값
    ------
    (순전파의 기록, y (B, K))

    예외
    ----
    TypeError, ValueError : 형, 자료형, 크기가 맞지 않거나 유한하지 않을 때

    예
    --
    >>> cell = RNNParams(np.array([[1.0]]), np.array([[0.5]]), np.zeros(1))
    >>> _, y = predict(Model(cell, np.array([[2.0], [0.0]]), np.array([0.0, 1.0])), np.zeros((3, 1, 1)))
    >>> y.tolist()
    [[0.0, 1.0]]

    출처: 이 책.
    """
    _model_door(model)
    cell = model.cell
    trace = lstm_forward(cell, x) if isinstance(cell, LSTMParams) else rnn_forward(cell, x)
    return trace, trace.h[-1] @ model.W_y.T + model.b_y


@watched(GRADIENT)
def loss_and_grads(
    model: Model, x: np.ndarray, targets: np.ndarray, loss: str = "cross_entropy"
) -> tuple[float, Model]:
    r"""손실과, `Model`과 같은 꼴의 기울기. 손실은 마지막 시점의 출력에만 있다.

    매개변수
    --------
    model : Model
    x : (T, B, D)
    targets : 교차 엔트로피면 (B,) 정수, 평균 제곱 오차면 (B, K)
    loss : "cross_entropy" | "mse"

    반환값
    ------
    (손실, 기울기를 담은 Model)

    예외
    ----
    TypeError, ValueError : 형, 자료형, 크기가 맞지 않거나 유한하지 않을 때

    예
    --
    >>> cell = RNNParams(np.array([[1.0]]), np.array([[0.5]]), np.zeros(1))
    >>> model = Model(cell, np.zeros((2, 1)), np.zeros(2))
    >>> value, grads = loss_and_grads(model, np.zeros((3, 1, 1)), np.array([0]))
    >>> round(value, 6), grads.b_y.tolist()  # log 2
    (0.693147, [-0.5, 0.5])

    출처: 이 책.
    """
    choice("loss", loss, ("cross_entropy", "mse"))
    trace, y = predict(model, x)
    value, dy = (softmax_cross_entropy if loss == "cross_entropy" else mse)(y, targets)
    dh = np.zeros_like(trace.h)
    dh[-1] = dy @ model.W_y
    backward: Any = lstm_backward if isinstance(model.cell, LSTMParams) else rnn_backward
    return value, Model(backward(model.cell, trace, dh).grads, dy.T @ trace.h[-1], dy.sum(axis=0))


def fit(
    model: Model, draw: Callable[..., Any], *, seed: int, steps: int, learning_rate: float = 3e-3, max_norm: float = 1.0,
    loss: str = "cross_entropy", measure: Callable[..., Any] | None = None, every: int = 50,
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
    every : 1 이상의 정수

    반환값
    ------
    History

    예외
    ----
    TypeError, ValueError : 설정이나 draw, measure가 준 것이 위와 다르거나 기울기가 유한하지 않을 때

    예
    --
    >>> cell = RNNParams(np.array([[0.5]]), np.array([[0.0]]), np.zeros(1))
    >>> draw = lambda rng: (np.ones((1, 2, 1)), np.array([1, 1]))
    >>> history = fit(init_model(np.random.default_rng(7), cell, 2), draw, seed=7, steps=60)
    >>> bool(history.loss[-1] < history.loss[0])
    True

    출처: 이 책.
    """
    _model_door(model)
    _callable("draw", draw)
    if measure is not None:
        _callable("measure", measure)
    rng, steps, every = seeded(seed), whole("steps", steps, 1), whole("every", every, 1)
    state, record = adam_init(model), []
    at: list[int] = []
    measured: list[np.ndarray] = []
    for step in _progress(steps):
        if measure is not None and step % every == 0:
            at, measured = [*at, step], [*measured, _measured(measure(model), measured)]
        x, targets = _batch(draw(rng))
        value, grads = loss_and_grads(model, x, targets, loss)
        grads, norm = clip_by_global_norm(grads, max_norm)
        model, state = adam_step(model, grads, state, learning_rate)
        record.append((value, norm))
    if measure is not None:
        at, measured = [*at, steps], [*measured, _measured(measure(model), measured)]
    losses, norms = np.array(record).T
    return History(model, losses, norms, np.array(at, int), np.array(measured, float))


def _callable(name: str, value: object) -> None:
    if not callable(value):
        raise TypeError(f"{name}의 형이 {type(value).__name__}입니다. 함수여야 합니다.")


def _batch(drawn: Any) -> tuple[Any, Any]:
    if not isinstance(drawn, tuple) or len(drawn) != 2:
        raise TypeError(
            f"draw(rng)가 준 것의 형이 {type(drawn).__name__}입니다. (x, targets) 둘이어야 합니다."
        )
    return drawn


def _measured(found: Any, before: list[np.ndarray]) -> np.ndarray:
    # 잰 값은 수나 수의 묶음이고, 크기가 늘 같다
    try:
        value = np.array(found)
    except ValueError:
        value = None
    if value is None or value.dtype.kind not in "biuf":
        raise TypeError(
            f"measure(model)이 준 것의 형이 {type(found).__name__}입니다. 수나 수의 묶음이어야 합니다."
        )
    if before and value.shape != before[0].shape:
        raise ValueError(
            f"measure(model)의 크기가 {value.shape}입니다. 처음처럼 {before[0].shape}여야 합니다."
        )
    return value


def _progress(steps: int) -> Iterable[int]:
    # 진행 막대는 두 초가 넘을 때만, tqdm이 있을 때만 보인다
    try:
        from tqdm import tqdm
    except ImportError:
        return range(steps)
    return tqdm(range(steps), delay=2, desc="학습", unit="걸음", leave=False)
