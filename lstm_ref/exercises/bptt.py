"""4장의 연습문제."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from ..cells import RNNStep, rnn_step_backward
from ..params import RNNParams
from ..records import RNNTrace
from ..sequence import rnn_backward
from ..train import softmax_cross_entropy
from .bricks import rnn_h, rnn_weights
from .draws import normal, size
from .spec import Array, Case, Exercise, table


def _draw_a(rng: np.random.Generator, k: int) -> Case:
    _, B, _, H = size(rng, k)
    return {"W_hh": normal(rng, H, H), "h": np.tanh(normal(rng, B, H)).round(2), "dh": normal(rng, B, H)}


def _dh_prev(W_hh: Array, h: Array, dh: Array) -> Array:
    params = RNNParams(np.zeros((len(W_hh), 1)), W_hh, np.zeros(len(W_hh)))
    return rnn_step_backward(params, RNNStep(np.zeros((len(h), 1)), 0 * h, h), dh).dh_prev


def my_dh_prev(W_hh: Array, h: Array, dh: Array) -> Array:
    """이전 은닉 상태의 기울기 (B, H)를 돌려주세요.

    W_hh (H, H), h (B, H), dh (B, H)
    """
    return (dh * (1 - h**2)) @ W_hh


EX04A = Exercise(
    id="ex04a",
    title="한 시점의 역전파",
    level="기초",
    solution=my_dh_prev,
    why="tanh의 도함수를 $h$로 적으면 $1 - h^2$이에요. 이미 구해 둔 값을 쓰므로 tanh를 다시 계산하지 않아요.",
    outputs=("dh_prev (B, H)",),
    reference=_dh_prev,
    draw=_draw_a,
    hints=(
        "순전파를 거꾸로 읽어요. 마지막에 씌운 tanh부터 거슬러 가요.",
        "da = dh ⊙ (1 − h²)이에요. h는 이미 tanh를 지난 값이에요.",
        "순전파가 `h_prev @ W_hh.T`였으니 역전파에서는 `da @ W_hh`예요.",
        "`return (dh * (1 - h**2)) @ W_hh`",
    ),
    mistakes=table(
        {
            "W_hh를 전치했어요. `da @ W_hh`로 곱해요.": lambda W_hh, h, dh: (dh * (1 - h**2)) @ W_hh.T,
            "tanh의 도함수가 빠졌어요.": lambda W_hh, h, dh: dh @ W_hh,
            "h에 tanh를 한 번 더 씌운 것 같아요.": lambda W_hh, h, dh: (dh * (1 - np.tanh(h) ** 2)) @ W_hh,
            "W_hh보다 tanh의 도함수를 먼저 곱해요.": lambda W_hh, h, dh: (dh @ W_hh) * (1 - h**2),
            "da를 돌려준 것 같아요. W_hh도 곱해요.": lambda W_hh, h, dh: dh * (1 - h**2),
            "배치 축을 더했어요. 시퀀스마다 따로 둬요.": lambda W_hh, h, dh: ((dh * (1 - h**2)) @ W_hh).sum(
                axis=0
            ),
        }
    ),
)


def _draw_b(rng: np.random.Generator, k: int) -> Case:
    T, B, D, H = size(rng, k)
    weights = rnn_weights(rng, D, H)
    h_0 = normal(rng, B, H)
    h = rnn_h(**weights, x=normal(rng, T, B, D), h_0=h_0).round(3)
    h = np.where(h == 0, 0.1, h)
    h_prev = np.concatenate([h_0[None], h[:-1]])
    return {"W_hh": weights["W_hh"], "h_prev": h_prev, "h": h, "g": normal(rng, T, B, H)}


def _dW(W_hh: Array, h_prev: Array, h: Array, g: Array) -> Array:
    T, B, H = h.shape
    params = RNNParams(np.zeros((H, 1)), W_hh, np.zeros(H))
    return rnn_backward(params, RNNTrace(np.zeros((T, B, 1)), h_prev, h), g).grads.W_hh


def _loop(
    W_hh: Array, h_prev: Array, h: Array, g: Array, *, back: Callable[[Array], Array] = lambda W: W
) -> list[Array]:
    parts, dh_next = [], np.zeros_like(g[0])
    for t in reversed(range(len(g))):
        da = (g[t] + dh_next) * (1 - h[t] ** 2)
        parts.append(da.T @ h_prev[t])
        dh_next = da @ back(W_hh)
    return parts


def my_dW_hh(W_hh: Array, h_prev: Array, h: Array, g: Array) -> Array:
    """공유된 가중치의 기울기 (H, H)를 돌려주세요.

    W_hh (H, H), h_prev, h, g는 모두 (T, B, H)
    """
    total, dh_next = np.zeros_like(W_hh), 0.0
    for t in reversed(range(len(g))):
        da = (g[t] + dh_next) * (1 - h[t] ** 2)
        total += da.T @ h_prev[t]
        dh_next = da @ W_hh
    return total


EX04B = Exercise(
    id="ex04b",
    title="BPTT 전체",
    level="표준",
    solution=my_dW_hh,
    why="시점마다 몫을 더해 가요. 배치의 합은 `da.T @ h_prev`의 행렬 곱 안에서 저절로 이루어져요.",
    outputs=("dW_hh (H, H)",),
    reference=_dW,
    draw=_draw_b,
    hints=(
        "마지막 시점부터 거슬러요: `for t in reversed(range(len(g))):`",
        "t시점의 dh는 곧바로 온 `g[t]`와 다음 시점을 거쳐 온 `dh_next`의 합이에요. `dh_next`는 0에서 시작해요.",
        "`da = dh * (1 - h[t]**2)`이고 t시점의 몫은 `da.T @ h_prev[t]`예요. 배치는 이 곱 안에서 더해져요.",
        "몫을 total에 더하고, `dh_next = da @ W_hh`를 앞 시점에 건네요.",
    ),
    mistakes=table(
        {
            "다음 시점에서 온 기울기가 빠졌어요.": lambda W_hh, h_prev, h, g: _dW(0 * W_hh, h_prev, h, g),
            "h_prev 자리에 h를 쓴 것 같아요.": lambda W_hh, h_prev, h, g: _dW(W_hh, h, h, g),
            "곱의 차례가 바뀌었어요. `da.T`가 앞이에요.": lambda *a: _dW(*a).T,
            "손실이 합이니 배치로 나누지 않아요.": lambda W_hh, h_prev, h, g: (
                _dW(W_hh, h_prev, h, g) / g.shape[1]
            ),
            "시점마다의 몫을 덮어썼어요. 모두 더해요.": lambda *a: _loop(*a)[-1],
            "W_hh를 전치했어요. `da @ W_hh`로 곱해요.": lambda *a: sum(_loop(*a, back=lambda W: W.T)),
        }
    ),
)


def _draw_c(rng: np.random.Generator, k: int) -> Case:
    T, B, D, H = size(rng, k)
    return {**rnn_weights(rng, D, H), "x": normal(rng, T, B, D), "eps": [0.01, 0.001][k % 2]}


def _loss(W_xh: Array, W_hh: Array, b_h: Array, x: Array) -> float:
    return rnn_h(W_xh, W_hh, b_h, x)[-1].sum()


def _numeric(
    W_xh: Array, W_hh: Array, b_h: Array, x: Array, eps: float, *,
    loss: Callable[..., float] = _loss, directions: Callable[[int], Array] = np.eye,
) -> Array:  # fmt: skip
    up, down = (
        np.array([loss(W_xh, W_hh, b_h + sign * eps * e, x) for e in directions(len(b_h))])
        for sign in (1, -1)
    )
    return (up - down) / (2 * eps)


def _one_sided(W_xh: Array, W_hh: Array, b_h: Array, x: Array, eps: float) -> Array:
    pushed = [_loss(W_xh, W_hh, b_h + eps * e, x) for e in np.eye(len(b_h))]
    return (np.array(pushed) - _loss(W_xh, W_hh, b_h, x)) / eps


def numeric_db(W_xh: Array, W_hh: Array, b_h: Array, x: Array, eps: float) -> Array:
    """편향의 기울기 (H,)를 중심 차분으로 구해 돌려주세요.

    W_xh (H, D), W_hh (H, H), b_h (H,), x (T, B, D), eps는 미는 크기
    """

    def loss(b: Array) -> float:
        h = np.zeros((x.shape[1], len(b)))
        for x_t in x:
            h = np.tanh(x_t @ W_xh.T + h @ W_hh.T + b)
        return h.sum()

    return np.array([(loss(b_h + eps * e) - loss(b_h - eps * e)) / (2 * eps) for e in np.eye(len(b_h))])


EX04C = Exercise(
    id="ex04c",
    title="중심 차분으로 확인하기",
    level="도전",
    solution=numeric_db,
    why="성분의 수만큼 순전파를 두 번씩 해야 해요. 그래서 학습에는 쓰지 못하고 확인에만 써요.",
    outputs=("db_h (H,)",),
    reference=_numeric,
    draw=_draw_c,
    tolerance=1e-6,
    hints=(
        "먼저 편향을 받아 손실 L(수 하나)을 주는 안쪽 함수를 만들어요. L은 마지막 은닉 상태의 합이에요.",
        "편향의 성분을 하나씩 밀어요. `np.eye(H)`의 행 e가 한 성분만 1인 벡터예요.",
        "한 성분에 순전파를 두 번 해요: `loss(b_h + eps * e)`와 `loss(b_h - eps * e)`",
        "두 값의 차이를 `2 * eps`로 나누고, 성분마다 모아 `np.array`로 돌려줘요.",
    ),
    mistakes=table(
        {
            "한쪽으로만 민 것 같아요. 앞뒤로 밀어요.": _one_sided,
            "eps로 나눴어요. 앞뒤로 밀었으니 2·eps예요.": lambda *a: 2 * _numeric(*a),
            "성분을 한꺼번에 밀었어요. 하나씩 밀어요.": lambda *a: _numeric(
                *a, directions=lambda H: np.ones((H, H))
            ),
            "모든 시점을 더했어요. L은 마지막 시점만 봐요.": lambda *a: _numeric(
                *a, loss=lambda *p: rnn_h(*p).sum()
            ),
            "합 대신 평균을 손실로 쓴 것 같아요.": lambda *a: _numeric(
                *a, loss=lambda *p: rnn_h(*p)[-1].mean()
            ),
            "부호가 반대예요. 빼는 차례를 바꿔요.": lambda *a: -_numeric(*a),
        }
    ),
)


def _draw_d(rng: np.random.Generator, k: int) -> Case:
    B, K = (2, 3) if k == 0 else (int(n) for n in rng.integers([1, 2], 7))
    y = 2 * normal(rng, B, K)
    if k == 2:  # exp가 넘치는 출력
        y[0, 0] = 1000.0
    return {"y": y, "targets": rng.integers(K, size=B)}


def _softmax(y: Array, axis: int = 1) -> Array:
    e = np.exp(y - y.max(axis=axis, keepdims=True))
    return e / e.sum(axis=axis, keepdims=True)


def _one_hot(y: Array, targets: Array) -> Array:
    return np.eye(y.shape[1])[targets]


def _batch_loss(y: Array, targets: Array) -> float:
    return softmax_cross_entropy(y, targets)[0]


def my_loss_grad(y: Array, targets: Array) -> tuple[float, Array]:
    """(손실, dy)를 돌려주세요. 손실은 실수, dy는 (B, K)예요.

    y (B, K), targets (B,) 정수
    """
    B, K = y.shape
    y = y - y.max(axis=1, keepdims=True)
    total = np.exp(y).sum(axis=1, keepdims=True)
    loss = np.mean(np.log(total[:, 0]) - y[np.arange(B), targets])
    return loss, (np.exp(y) / total - np.eye(K)[targets]) / B


EX04D = Exercise(
    id="ex04d",
    title="손실에서 오는 첫 기울기",
    level="도전",
    solution=my_loss_grad,
    why=(
        r"$-y_c + \ln \sum_j e^{y_j}$를 $y_k$로 미분하면 둘째 항에서 softmax가, 첫째 항에서 정답 자리의 −1이 나와요. "
        r"손실이 평균이라서 $B$로 나눠요. 이 `dy`에 $W_y$를 곱한 것이 마지막 시점의 $dh_T$가 되어 역전파로 들어가요."
    ),
    outputs=("L (수)", "dy (B, K)"),
    reference=softmax_cross_entropy,
    draw=_draw_d,
    hints=(
        "행마다 정답의 확률을 구하고 그 로그에 음의 부호를 붙여 평균을 내요: L = 평균(−y_c + ln Σ e^{y_j})",
        "행마다 가장 큰 값을 빼요: `y - y.max(axis=1, keepdims=True)`",
        "−y_c + ln Σ e^{y_j}를 y로 미분하면 softmax에서 정답 자리만 1을 뺀 것이에요.",
        "평균의 기울기이므로 B로 나눠요: `dy = (p - one_hot) / B`. 원-핫은 `np.eye(K)[targets]`예요.",
    ),
    mistakes=table(
        {
            "dy를 B로 나누지 않았어요. 손실이 평균이에요.": lambda y, targets: (
                _batch_loss(y, targets),
                _softmax(y) - _one_hot(y, targets),
            ),
            "dy에서 정답 자리의 1을 빼지 않은 것 같아요.": lambda y, targets: (
                _batch_loss(y, targets),
                _softmax(y) / len(y),
            ),
            "dy의 부호가 반대예요. 확률에서 원-핫을 빼요.": lambda y, targets: (
                _batch_loss(y, targets),
                (_one_hot(y, targets) - _softmax(y)) / len(y),
            ),
            "손실을 더하기만 했어요. 평균을 내요.": lambda y, targets: (
                _batch_loss(y, targets) * len(y),
                softmax_cross_entropy(y, targets)[1],
            ),
            "softmax의 축이 바뀌었어요. `axis=1`이에요.": lambda y, targets: (
                _batch_loss(y, targets),
                (_softmax(y, axis=0) - _one_hot(y, targets)) / len(y),
            ),
            "exp가 넘쳤어요. 행마다 최댓값을 먼저 빼요.": lambda y, targets: (
                np.mean(np.log(np.exp(y).sum(axis=1)) - y[np.arange(len(y)), targets]),
                (np.exp(y) / np.exp(y).sum(axis=1, keepdims=True) - _one_hot(y, targets)) / len(y),
            ),
        }
    ),
)

EXERCISES = (EX04A, EX04B, EX04C, EX04D)
