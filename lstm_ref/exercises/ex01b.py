"""1장 표준: 시퀀스 전체."""

import numpy as np

from .bricks import rnn_h, rnn_weights
from .draws import normal, size
from .spec import Exercise, Mistake


def _draw(rng, k):
    T, B, D, H = size(rng, k)
    return {**rnn_weights(rng, D, H), "x": normal(rng, T, B, D)}


def _shifted(W_xh, W_hh, b_h, x):
    h = rnn_h(W_xh, W_hh, b_h, x)
    return np.concatenate([np.zeros_like(h[:1]), h[:-1]])


EXERCISE = Exercise(
    id="ex01b",
    chapter="01-rnn",
    title="시퀀스 전체",
    level="표준",
    points=2,
    function="my_rnn_forward",
    outputs=("h (T, B, H)",),
    reference=rnn_h,
    draw=_draw,
    hints=(
        "첫 축이 시점이에요. `for x_t in x:`로 돌면 x_t는 (B, D)예요.",
        "반복하기 전에 `h = np.zeros((x.shape[1], len(b_h)))`로 시작해요.",
        "시점마다 앞 문제의 식으로 h를 새로 고치고 목록에 담아요.",
        "다 돌고 나서 `np.stack(목록)`으로 쌓으면 (T, B, H)예요.",
    ),
    mistakes=(
        Mistake(
            "h를 다음 시점으로 건네지 않은 것 같아요. 반복문 안에서 h를 새로 고쳐요.",
            lambda W_xh, W_hh, b_h, x: rnn_h(W_xh, 0 * W_hh, b_h, x),
        ),
        Mistake(
            "마지막 시점의 은닉 상태만 돌려준 것 같아요. 모든 시점을 쌓아요.",
            lambda W_xh, W_hh, b_h, x: rnn_h(W_xh, W_hh, b_h, x)[-1],
        ),
        Mistake(
            "한 시점씩 밀렸어요. h를 새로 고친 다음에 담아요.",
            _shifted,
        ),
        Mistake(
            "시점을 뒤에서부터 읽은 것 같아요.",
            lambda W_xh, W_hh, b_h, x: rnn_h(W_xh, W_hh, b_h, x[::-1].copy())[::-1],
        ),
        Mistake(
            "쌓는 차례가 뒤집혔어요. 첫 시점이 앞에 와야 해요.",
            lambda W_xh, W_hh, b_h, x: rnn_h(W_xh, W_hh, b_h, x)[::-1],
        ),
        Mistake(
            "W_hh의 전치가 빠진 것 같아요. 배치가 행이라서 `h @ W_hh.T`예요.",
            lambda W_xh, W_hh, b_h, x: rnn_h(W_xh, W_hh.T.copy(), b_h, x),
        ),
    ),
)
