"""6장 기초: 망각 게이트."""

import numpy as np

from ..cells import sigmoid
from .draws import normal, size
from .spec import Exercise, Mistake


def _draw(rng, k):
    _, B, D, H = size(rng, k)
    return {
        "W_f": normal(rng, H, H + D),
        "b_f": normal(rng, H),
        "h_prev": normal(rng, B, H),
        "x_t": normal(rng, B, D),
    }


def _forget(W_f, b_f, h_prev, x_t):
    return sigmoid(np.concatenate([h_prev, x_t], axis=-1) @ W_f.T + b_f)


EXERCISE = Exercise(
    id="ex06a",
    chapter="06-forget-gate",
    title="망각 게이트",
    level="기초",
    points=1,
    function="my_forget",
    outputs=("f (B, H)",),
    reference=_forget,
    draw=_draw,
    hints=(
        "먼저 이전 은닉 상태와 입력을 이어 z를 만들어요. 크기가 (B, H+D)가 되나요?",
        "h_prev가 앞, x_t가 뒤예요. `np.concatenate([h_prev, x_t], axis=-1)`로 이어요.",
        "z는 (B, H+D), W_f는 (H, H+D)예요. `z @ W_f.T`가 (B, H)예요.",
        "편향을 더하고 `lr.sigmoid`에 넣으면 끝이에요: `return lr.sigmoid(z @ W_f.T + b_f)`",
    ),
    mistakes=(
        Mistake(
            "h와 x를 이은 차례가 바뀐 것 같아요. h_prev가 앞이에요.",
            lambda W_f, b_f, h_prev, x_t: sigmoid(np.concatenate([x_t, h_prev], axis=-1) @ W_f.T + b_f),
        ),
        Mistake(
            "편향 b_f가 빠졌어요.",
            lambda W_f, b_f, h_prev, x_t: _forget(W_f, 0 * b_f, h_prev, x_t),
        ),
        Mistake(
            "시그모이드를 씌우지 않은 것 같아요. 게이트는 0과 1 사이의 비율이에요.",
            lambda W_f, b_f, h_prev, x_t: np.concatenate([h_prev, x_t], axis=-1) @ W_f.T + b_f,
        ),
        Mistake(
            "시그모이드 자리에 tanh를 쓴 것 같아요. 게이트는 음수가 되지 않아요.",
            lambda W_f, b_f, h_prev, x_t: np.tanh(np.concatenate([h_prev, x_t], axis=-1) @ W_f.T + b_f),
        ),
        Mistake(
            "1 − f를 돌려준 것 같아요. f는 지우는 비율이 아니라 남기는 비율이에요.",
            lambda W_f, b_f, h_prev, x_t: 1 - _forget(W_f, b_f, h_prev, x_t),
        ),
    ),
)
