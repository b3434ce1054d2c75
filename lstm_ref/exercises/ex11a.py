"""11장 기초: 셀 상태의 기울기."""

import numpy as np

from ..cells import lstm_step_backward
from .bricks import bare_step
from .draws import normal, share, size
from .spec import Exercise, Mistake


def _draw(rng, k):
    _, B, _, H = size(rng, k)
    return {
        "dC_next": normal(rng, B, H),
        "dh": normal(rng, B, H),
        "o": share(rng, B, H),
        "C": normal(rng, B, H),
    }


def _dC(dC_next, dh, o, C):
    params, step = bare_step(o.shape, o=o, C=C, f=np.ones_like(o))  # f = 1이면 dC가 그대로 나온다
    return lstm_step_backward(params, step, dh, dC_next).dC_prev


EXERCISE = Exercise(
    id="ex11a",
    chapter="11-lstm-bptt",
    title="셀 상태의 기울기",
    level="기초",
    points=1,
    function="my_dC",
    outputs=("dC (B, H)",),
    reference=_dC,
    draw=_draw,
    hints=(
        "C에는 두 길로 기울기가 와요. 다음 시점에서 곧바로 온 것과 h를 거쳐 온 것이에요.",
        "h = o ⊙ tanh(C)를 C로 미분하면 o ⊙ (1 − tanh²C)예요.",
        "h를 거쳐 온 몫은 `dh * o * (1 - np.tanh(C)**2)`예요. 두 길을 더해요.",
    ),
    mistakes=(
        Mistake(
            "dC의 o가 빠졌어요. h = o ⊙ tanh(C)이므로 dh에 o가 곱해져요.",
            lambda dC_next, dh, o, C: dC_next + dh * (1 - np.tanh(C) ** 2),
        ),
        Mistake(
            "다음 시점에서 온 기울기를 더하지 않은 것 같아요.",
            lambda dC_next, dh, o, C: dh * o * (1 - np.tanh(C) ** 2),
        ),
        Mistake(
            "h를 거쳐 온 길이 빠졌어요.",
            lambda dC_next, dh, o, C: dC_next.copy(),
        ),
        Mistake(
            "C에 tanh를 씌우지 않고 제곱한 것 같아요. tanh의 도함수는 1 − tanh²(C)예요.",
            lambda dC_next, dh, o, C: dC_next + dh * o * (1 - C**2),
        ),
        Mistake(
            "tanh를 미분하지 않은 것 같아요. tanh(C)가 아니라 1 − tanh²(C)를 곱해요.",
            lambda dC_next, dh, o, C: dC_next + dh * o * np.tanh(C),
        ),
        Mistake(
            "두 길을 더하지 않고 곱한 것 같아요.",
            lambda dC_next, dh, o, C: dC_next * dh * o * (1 - np.tanh(C) ** 2),
        ),
    ),
)
