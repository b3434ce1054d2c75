"""5장 표준: 한 시점을 직접."""

import numpy as np

from ..cells import lstm_step, sigmoid
from ..params import LSTMParams
from .bricks import lstm_weights
from .draws import normal, size
from .spec import Exercise, Mistake


def _draw(rng, k):
    _, B, D, H = size(rng, k)
    inputs = {"x_t": normal(rng, B, D), "h_prev": normal(rng, B, H), "C_prev": normal(rng, B, H)}
    return {**lstm_weights(rng, D, H), **inputs}


def _step(*a):
    step = lstm_step(LSTMParams(*a[:8]), *a[8:])
    return step.C, step.h


def _parts(*a, swap_z=False):
    W_f, b_f, W_i, b_i, W_C, b_C, W_o, b_o, x_t, h_prev, C_prev = a
    z = np.concatenate([x_t, h_prev] if swap_z else [h_prev, x_t], axis=-1)
    gates = (sigmoid(z @ W.T + b) for W, b in ((W_f, b_f), (W_i, b_i), (W_o, b_o)))
    return *gates, z @ W_C.T + b_C, C_prev


def _finish(f, i, o, C_tilde, C_prev):
    C = f * C_prev + i * C_tilde
    return C, o * np.tanh(C)


def _wrong(change, swap_z=False):
    def wrong(*a):
        f, i, o, a_C, C_prev = _parts(*a, swap_z=swap_z)
        return change(f, i, o, a_C, C_prev)

    return wrong


EXERCISE = Exercise(
    id="ex05b",
    chapter="05-lstm",
    title="한 시점을 직접",
    level="표준",
    points=2,
    function="my_step",
    outputs=("C (B, H)", "h (B, H)"),
    reference=_step,
    draw=_draw,
    hints=(
        "모든 층이 같은 z를 봐요. `z = np.concatenate([h_prev, x_t], axis=-1)`을 한 번만 만들어요.",
        "게이트 셋은 `lr.sigmoid(z @ W.T + b)`이고, 후보 값만 `np.tanh`예요.",
        "셀 상태는 `C = f * C_prev + i * C_tilde`예요. 성분끼리의 곱이에요.",
        "은닉 상태는 `h = o * np.tanh(C)`예요. `return C, h`의 차례를 지켜요.",
    ),
    mistakes=(
        Mistake(
            "입력 게이트와 망각 게이트가 바뀐 것 같아요.",
            _wrong(lambda f, i, o, a, C: _finish(i, f, o, np.tanh(a), C)),
        ),
        Mistake(
            "h와 x를 이은 차례가 바뀐 것 같아요. h_prev가 앞이에요.",
            _wrong(lambda f, i, o, a, C: _finish(f, i, o, np.tanh(a), C), swap_z=True),
        ),
        Mistake(
            "은닉 상태를 구할 때 tanh(C)가 아니라 C를 곱한 것 같아요.",
            _wrong(lambda f, i, o, a, C: (f * C + i * np.tanh(a), o * (f * C + i * np.tanh(a)))),
        ),
        Mistake(
            "후보 값에 시그모이드를 쓴 것 같아요. 후보 값은 게이트가 아니라서 tanh예요.",
            _wrong(lambda f, i, o, a, C: _finish(f, i, o, sigmoid(a), C)),
        ),
        Mistake(
            "f를 지우는 비율로 읽은 것 같아요. f는 남기는 비율이라서 f ⊙ C_prev예요.",
            _wrong(lambda f, i, o, a, C: _finish(1 - f, i, o, np.tanh(a), C)),
        ),
        Mistake(
            "돌려주는 차례가 바뀌었어요. (C, h)의 차례예요.",
            _wrong(lambda f, i, o, a, C: _finish(f, i, o, np.tanh(a), C)[::-1]),
        ),
        Mistake(
            "은닉 상태에 새 셀 상태가 아니라 이전 셀 상태를 쓴 것 같아요.",
            _wrong(lambda f, i, o, a, C: (f * C + i * np.tanh(a), o * np.tanh(C))),
        ),
    ),
)
