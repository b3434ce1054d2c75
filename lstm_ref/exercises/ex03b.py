"""3장 표준: 흔적 재기."""

import numpy as np

from .bricks import rnn_h, rnn_weights
from .draws import normal, size
from .spec import Exercise, Mistake


def _draw(rng, k):
    T, B, D, H = size(rng, k)
    x = normal(rng, T, B, D)
    y = x.copy()
    y[0] += normal(rng, B, D)
    return {**rnn_weights(rng, D, H), "x": x, "y": y.round(1)}


def _difference(W_xh, W_hh, b_h, x, y):
    return rnn_h(W_xh, W_hh, b_h, x) - rnn_h(W_xh, W_hh, b_h, y)


def _gap(*a):
    return np.linalg.norm(_difference(*a), axis=-1)


EXERCISE = Exercise(
    id="ex03b",
    chapter="03-memory",
    title="흔적 재기",
    level="표준",
    points=2,
    function="trace_gap",
    outputs=("gap (T, B)",),
    reference=_gap,
    draw=_draw,
    hints=(
        "같은 매개변수로 두 시퀀스를 따로 순전파해요. 1장에서 만든 함수를 안에 적어도 돼요.",
        "두 은닉 상태를 먼저 빼고, 그 다음에 노름을 재요.",
        "은닉 상태는 (T, B, H)예요. 성분의 축만 사라져야 하니 `axis=-1`이에요.",
        "`return np.linalg.norm(h_x - h_y, axis=-1)`",
    ),
    mistakes=(
        Mistake(
            "노름을 먼저 재고 뺀 것 같아요. 먼저 빼고 나서 노름을 재요.",
            lambda W_xh, W_hh, b_h, x, y: (
                np.linalg.norm(rnn_h(W_xh, W_hh, b_h, x), axis=-1)
                - np.linalg.norm(rnn_h(W_xh, W_hh, b_h, y), axis=-1)
            ),
        ),
        Mistake(
            "제곱근이 빠진 것 같아요. 노름은 제곱합의 제곱근이에요.",
            lambda *a: _gap(*a) ** 2,
        ),
        Mistake(
            "절댓값의 합을 잰 것 같아요. 제곱해서 더하고 제곱근을 구해요.",
            lambda *a: np.abs(_difference(*a)).sum(axis=-1),
        ),
        Mistake(
            "배치까지 한꺼번에 잰 것 같아요. 시퀀스마다 따로 재서 (T, B)로 돌려줘요.",
            lambda *a: np.linalg.norm(_difference(*a), axis=(1, 2)),
        ),
        Mistake(
            "마지막 시점만 잰 것 같아요. 모든 시점을 재요.",
            lambda *a: _gap(*a)[-1],
        ),
        Mistake(
            "입력의 차이를 잰 것 같아요. 은닉 상태의 차이를 재요.",
            lambda W_xh, W_hh, b_h, x, y: np.linalg.norm(x - y, axis=-1),
        ),
    ),
)
