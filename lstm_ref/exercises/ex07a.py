"""7장 기초: 더해지는 몫."""

import numpy as np

from ..cells import lstm_step, sigmoid
from ..params import LSTMParams
from .draws import normal, size
from .spec import Exercise, Mistake


def _draw(rng, k):
    _, B, D, H = size(rng, k)
    return {
        "W_i": normal(rng, H, H + D),
        "b_i": normal(rng, H),
        "W_C": normal(rng, H, H + D),
        "b_C": normal(rng, H),
        "h_prev": normal(rng, B, H),
        "x_t": normal(rng, B, D),
    }


def _write(W_i, b_i, W_C, b_C, h_prev, x_t):
    params = LSTMParams(0 * W_i, 0 * b_i, W_i, b_i, W_C, b_C, 0 * W_i, 0 * b_i)
    return lstm_step(params, x_t, h_prev, 0 * h_prev).C  # 이전 셀 상태가 0이면 더해지는 몫만 남는다


def _layers(W_i, b_i, W_C, b_C, h_prev, x_t):
    z = np.concatenate([h_prev, x_t], axis=-1)
    return z @ W_i.T + b_i, z @ W_C.T + b_C


def _swapped(W_i, b_i, W_C, b_C, h_prev, x_t):
    z = np.concatenate([x_t, h_prev], axis=-1)
    return sigmoid(z @ W_i.T + b_i) * np.tanh(z @ W_C.T + b_C)


def _with(combine):
    return lambda *a: combine(*_layers(*a))


EXERCISE = Exercise(
    id="ex07a",
    chapter="07-input-gate",
    title="더해지는 몫",
    level="기초",
    points=1,
    function="my_write",
    outputs=("write (B, H)",),
    reference=_write,
    draw=_draw,
    hints=(
        "입력 게이트와 후보 값을 하나씩 구해요. 둘 다 같은 z를 봐요.",
        "`z = np.concatenate([h_prev, x_t], axis=-1)`은 한 번만 만들면 돼요.",
        "비율인 i에는 `lr.sigmoid`, 내용인 C̃에는 `np.tanh`예요.",
        "더해지는 몫은 둘의 곱이에요: `lr.sigmoid(z @ W_i.T + b_i) * np.tanh(z @ W_C.T + b_C)`",
    ),
    mistakes=(
        Mistake(
            "활성화 함수가 바뀐 것 같아요. 게이트가 시그모이드, 후보 값이 tanh예요.",
            _with(lambda a_i, a_C: np.tanh(a_i) * sigmoid(a_C)),
        ),
        Mistake(
            "둘을 곱하지 않고 더한 것 같아요. 들이는 비율만큼만 더해지니 곱이에요.",
            _with(lambda a_i, a_C: sigmoid(a_i) + np.tanh(a_C)),
        ),
        Mistake(
            "후보 값만 돌려준 것 같아요. 입력 게이트를 곱해요.",
            _with(lambda a_i, a_C: np.tanh(a_C)),
        ),
        Mistake(
            "후보 값에도 시그모이드를 쓴 것 같아요. 그러면 빼는 쪽으로는 쓰지 못해요.",
            _with(lambda a_i, a_C: sigmoid(a_i) * sigmoid(a_C)),
        ),
        Mistake(
            "h와 x를 이은 차례가 바뀐 것 같아요. h_prev가 앞이에요.",
            _swapped,
        ),
        Mistake(
            "편향이 빠졌어요. b_i와 b_C를 더해요.",
            lambda W_i, b_i, W_C, b_C, h_prev, x_t: _write(W_i, 0 * b_i, W_C, 0 * b_C, h_prev, x_t),
        ),
    ),
)
