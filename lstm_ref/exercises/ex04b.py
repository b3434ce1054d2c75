"""4장 표준: BPTT 전체."""

import numpy as np

from ..params import RNNParams
from ..sequence import RNNTrace, rnn_backward
from .bricks import rnn_h, rnn_weights
from .draws import normal, size
from .spec import Exercise, Mistake


def _draw(rng, k):
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


EXERCISE = Exercise(
    id="ex04b",
    chapter="04-bptt",
    title="BPTT 전체",
    level="표준",
    points=2,
    function="my_dW_hh",
    outputs=("dW_hh (H, H)",),
    reference=_dW,
    draw=_draw,
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
