"""1장 기초: 한 시점."""

import numpy as np

from ..cells import rnn_step, sigmoid
from ..params import RNNParams
from .bricks import rnn_weights
from .draws import normal, size
from .spec import Exercise, Mistake


def _draw(rng, k):
    _, B, D, H = size(rng, k)
    return {**rnn_weights(rng, D, H), "x_t": normal(rng, B, D), "h_prev": normal(rng, B, H)}


def _step(W_xh, W_hh, b_h, x_t, h_prev):
    return rnn_step(RNNParams(W_xh, W_hh, b_h), x_t, h_prev).h


EXERCISE = Exercise(
    id="ex01a",
    chapter="01-rnn",
    title="한 시점",
    level="기초",
    points=1,
    function="my_rnn_step",
    outputs=("h (B, H)",),
    reference=_step,
    draw=_draw,
    hints=(
        "입력의 몫과 이전 은닉 상태의 몫을 따로 구한 뒤 더해요. 둘 다 (B, H)가 되나요?",
        "배치가 행으로 쌓여 있어요. 수식의 W x는 코드에서 `x @ W.T`예요.",
        "편향 (H,)는 그대로 더하면 행마다 더해져요.",
        "더한 것 전체를 tanh에 한 번 넣어요: `return np.tanh(x_t @ W_xh.T + h_prev @ W_hh.T + b_h)`",
    ),
    mistakes=(
        Mistake(
            "tanh를 씌우지 않은 것 같아요.",
            lambda W_xh, W_hh, b_h, x_t, h_prev: x_t @ W_xh.T + h_prev @ W_hh.T + b_h,
        ),
        Mistake(
            "편향 b_h가 빠졌어요.",
            lambda W_xh, W_hh, b_h, x_t, h_prev: _step(W_xh, W_hh, 0 * b_h, x_t, h_prev),
        ),
        Mistake(
            "W_hh의 전치가 빠진 것 같아요. 배치가 행이라서 `h_prev @ W_hh.T`예요.",
            lambda W_xh, W_hh, b_h, x_t, h_prev: _step(W_xh, W_hh.T.copy(), b_h, x_t, h_prev),
        ),
        Mistake(
            "이전 은닉 상태의 몫이 빠졌어요. 되먹임이 없으면 RNN이 아니에요.",
            lambda W_xh, W_hh, b_h, x_t, h_prev: _step(W_xh, 0 * W_hh, b_h, x_t, h_prev),
        ),
        Mistake(
            "tanh를 몫마다 따로 씌운 것 같아요. 모두 더한 뒤에 한 번만 씌워요.",
            lambda W_xh, W_hh, b_h, x_t, h_prev: np.tanh(x_t @ W_xh.T) + np.tanh(h_prev @ W_hh.T + b_h),
        ),
        Mistake(
            "tanh 자리에 시그모이드를 쓴 것 같아요.",
            lambda W_xh, W_hh, b_h, x_t, h_prev: sigmoid(x_t @ W_xh.T + h_prev @ W_hh.T + b_h),
        ),
    ),
)
