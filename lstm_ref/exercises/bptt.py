"""4장의 연습문제."""

import numpy as np

from ..cells import RNNStep, rnn_step_backward
from ..params import RNNParams
from ..sequence import RNNTrace, rnn_backward
from .bricks import rnn_h, rnn_weights
from .draws import normal, size
from .spec import Exercise, Mistake


def _draw_a(rng, k):
    _, B, _, H = size(rng, k)
    return {"W_hh": normal(rng, H, H), "h": np.tanh(normal(rng, B, H)).round(2), "dh": normal(rng, B, H)}


def _dh_prev(W_hh, h, dh):
    params = RNNParams(np.zeros((len(W_hh), 1)), W_hh, np.zeros(len(W_hh)))
    return rnn_step_backward(params, RNNStep(np.zeros((len(h), 1)), 0 * h, h), dh).dh_prev


EX04A = Exercise(
    id="ex04a",
    chapter="04-bptt",
    title="한 시점의 역전파",
    level="기초",
    points=1,
    function="my_dh_prev",
    outputs=("dh_prev (B, H)",),
    reference=_dh_prev,
    draw=_draw_a,
    hints=(
        "순전파를 거꾸로 읽어요. 마지막에 씌운 tanh부터 거슬러 가요.",
        "da = dh ⊙ (1 − h²)이에요. h는 이미 tanh를 지난 값이에요.",
        "순전파가 `h_prev @ W_hh.T`였으니 역전파에서는 `da @ W_hh`예요.",
        "`return (dh * (1 - h**2)) @ W_hh`",
    ),
    mistakes=(
        Mistake(
            "역전파에서도 W_hh를 전치한 것 같아요. 배치가 행이라서 `da @ W_hh`예요.",
            lambda W_hh, h, dh: (dh * (1 - h**2)) @ W_hh.T,
        ),
        Mistake(
            "tanh의 도함수가 빠졌어요.",
            lambda W_hh, h, dh: dh @ W_hh,
        ),
        Mistake(
            "h에 tanh를 한 번 더 씌운 것 같아요. h는 이미 tanh를 지난 값이에요.",
            lambda W_hh, h, dh: (dh * (1 - np.tanh(h) ** 2)) @ W_hh,
        ),
        Mistake(
            "W_hh를 먼저 곱한 것 같아요. tanh를 거슬러 da를 구한 다음에 곱해요.",
            lambda W_hh, h, dh: (dh @ W_hh) * (1 - h**2),
        ),
        Mistake(
            "da를 돌려준 것 같아요. W_hh까지 거슬러 가야 이전 은닉 상태의 기울기예요.",
            lambda W_hh, h, dh: dh * (1 - h**2),
        ),
        Mistake(
            "배치 축을 더했어요. 이전 은닉 상태는 시퀀스마다 다르니 더하지 않아요.",
            lambda W_hh, h, dh: ((dh * (1 - h**2)) @ W_hh).sum(axis=0),
        ),
    ),
)


def _draw_b(rng, k):
    T, B, D, H = size(rng, k)
    weights = rnn_weights(rng, D, H)
    h_0 = normal(rng, B, H)
    h = rnn_h(**weights, x=normal(rng, T, B, D), h_0=h_0).round(2)
    h_prev = np.concatenate([h_0[None], h[:-1]])
    return {"W_hh": weights["W_hh"], "h_prev": h_prev, "h": h, "g": normal(rng, T, B, H)}


def _dW(W_hh, h_prev, h, g):
    T, B, H = h.shape
    params = RNNParams(np.zeros((H, 1)), W_hh, np.zeros(H))
    return rnn_backward(params, RNNTrace(np.zeros((T, B, 1)), h_prev, h), g).grads.W_hh


def _loop(W_hh, h_prev, h, g, back=lambda W: W):
    parts, dh_next = [], np.zeros_like(g[0])
    for t in reversed(range(len(g))):
        da = (g[t] + dh_next) * (1 - h[t] ** 2)
        parts.append(da.T @ h_prev[t])
        dh_next = da @ back(W_hh)
    return parts


EX04B = Exercise(
    id="ex04b",
    chapter="04-bptt",
    title="BPTT 전체",
    level="표준",
    points=2,
    function="my_dW_hh",
    outputs=("dW_hh (H, H)",),
    reference=_dW,
    draw=_draw_b,
    hints=(
        "마지막 시점부터 거슬러요: `for t in reversed(range(len(g))):`",
        "t시점의 dh는 곧바로 온 `g[t]`와 다음 시점을 거쳐 온 `dh_next`의 합이에요. dh_next는 0에서 시작해요.",
        "`da = dh * (1 - h[t]**2)`이고 t시점의 몫은 `da.T @ h_prev[t]`예요. 배치는 이 곱 안에서 더해져요.",
        "몫을 total에 더하고, `dh_next = da @ W_hh`를 앞 시점에 건네요.",
    ),
    mistakes=(
        Mistake(
            "다음 시점을 거쳐 온 기울기가 빠졌어요. `dh_next`를 앞 시점에 건네요.",
            lambda W_hh, h_prev, h, g: _dW(0 * W_hh, h_prev, h, g),
        ),
        Mistake(
            "h_prev 자리에 h를 쓴 것 같아요. W_hh에 곱해진 것은 이전 은닉 상태예요.",
            lambda W_hh, h_prev, h, g: _dW(W_hh, h, h, g),
        ),
        Mistake(
            "바깥곱의 차례가 바뀌어 전치된 값이 나왔어요. `da.T @ h_prev[t]`예요.",
            lambda *a: _dW(*a).T,
        ),
        Mistake(
            "배치로 나눈 것 같아요. 손실이 합이므로 기울기도 배치를 더하기만 해요.",
            lambda W_hh, h_prev, h, g: _dW(W_hh, h_prev, h, g) / g.shape[1],
        ),
        Mistake(
            "시점마다의 몫을 더하지 않고 덮어쓴 것 같아요. 가중치를 함께 쓰니 모두 더해요.",
            lambda *a: _loop(*a)[-1],
        ),
        Mistake(
            "역전파에서도 W_hh를 전치한 것 같아요. 배치가 행이라서 `da @ W_hh`예요.",
            lambda *a: sum(_loop(*a, back=lambda W: W.T)),
        ),
    ),
)


def _draw_c(rng, k):
    T, B, D, H = size(rng, k)
    return {**rnn_weights(rng, D, H), "x": normal(rng, T, B, D), "eps": [0.01, 0.001][k % 2]}


def _loss(W_xh, W_hh, b_h, x):
    return rnn_h(W_xh, W_hh, b_h, x)[-1].sum()


def _numeric(W_xh, W_hh, b_h, x, eps, loss=_loss, directions=np.eye):
    up, down = (
        np.array([loss(W_xh, W_hh, b_h + sign * eps * e, x) for e in directions(len(b_h))])
        for sign in (1, -1)
    )
    return (up - down) / (2 * eps)


EX04C = Exercise(
    id="ex04c",
    chapter="04-bptt",
    title="중심 차분으로 확인하기",
    level="도전",
    points=3,
    function="numeric_db",
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
    mistakes=(
        Mistake(
            "한쪽으로만 민 것 같아요. 앞뒤로 밀어 그 차이를 2·eps로 나누는 것이 중심 차분이에요.",
            lambda W_xh, W_hh, b_h, x, eps: np.array(
                [
                    (_loss(W_xh, W_hh, b_h + eps * e, x) - _loss(W_xh, W_hh, b_h, x)) / eps
                    for e in np.eye(len(b_h))
                ]
            ),
        ),
        Mistake(
            "eps로만 나눈 것 같아요. 앞뒤로 밀었으니 벌어진 너비는 2·eps예요.",
            lambda *a: 2 * _numeric(*a),
        ),
        Mistake(
            "모든 성분을 한꺼번에 민 것 같아요. 성분을 하나씩 밀어요.",
            lambda *a: _numeric(*a, directions=lambda H: np.ones((H, H))),
        ),
        Mistake(
            "모든 시점의 은닉 상태를 더한 것 같아요. L은 마지막 시점의 합이에요.",
            lambda *a: _numeric(*a, loss=lambda *p: rnn_h(*p).sum()),
        ),
        Mistake(
            "합 대신 평균을 손실로 쓴 것 같아요.",
            lambda *a: _numeric(*a, loss=lambda *p: rnn_h(*p)[-1].mean()),
        ),
        Mistake(
            "부호가 반대예요. 앞으로 민 손실에서 뒤로 민 손실을 빼요.",
            lambda *a: -_numeric(*a),
        ),
    ),
)

EXERCISES = (EX04A, EX04B, EX04C)
