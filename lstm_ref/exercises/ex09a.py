"""9장 기초: 은닉 상태."""

import numpy as np

from ..cells import sigmoid
from .draws import normal, size
from .spec import Exercise, Mistake


def _draw(rng, k):
    _, B, D, H = size(rng, k)
    return {
        "W_o": normal(rng, H, H + D),
        "b_o": normal(rng, H),
        "z": normal(rng, B, H + D),
        "C": 2 * normal(rng, B, H),
    }


def _hidden(W_o, b_o, z, C):
    return sigmoid(z @ W_o.T + b_o) * np.tanh(C)


EXERCISE = Exercise(
    id="ex09a",
    chapter="09-output-gate",
    title="은닉 상태",
    level="기초",
    points=1,
    function="my_hidden",
    outputs=("h (B, H)",),
    reference=_hidden,
    draw=_draw,
    hints=(
        "먼저 출력 게이트를 구해요. 다른 게이트와 꼴이 같아요.",
        "`o = lr.sigmoid(z @ W_o.T + b_o)`예요. z는 이미 이어져 있어요.",
        "셀 상태에는 한계가 없으니 tanh로 누른 뒤 곱해요: `return o * np.tanh(C)`",
    ),
    mistakes=(
        Mistake(
            "C에 tanh를 씌우지 않은 것 같아요.",
            lambda W_o, b_o, z, C: sigmoid(z @ W_o.T + b_o) * C,
        ),
        Mistake(
            "곱한 뒤에 tanh를 씌운 것 같아요. tanh는 C에만 씌워요.",
            lambda W_o, b_o, z, C: np.tanh(sigmoid(z @ W_o.T + b_o) * C),
        ),
        Mistake(
            "C에 시그모이드를 씌운 것 같아요. 그러면 음수를 내보내지 못해요.",
            lambda W_o, b_o, z, C: sigmoid(z @ W_o.T + b_o) * sigmoid(C),
        ),
        Mistake(
            "출력 게이트에 tanh를 쓴 것 같아요. 게이트는 시그모이드예요.",
            lambda W_o, b_o, z, C: np.tanh(z @ W_o.T + b_o) * np.tanh(C),
        ),
        Mistake(
            "편향 b_o가 빠졌어요.",
            lambda W_o, b_o, z, C: _hidden(W_o, 0 * b_o, z, C),
        ),
        Mistake(
            "1 − o를 곱한 것 같아요. o는 숨기는 비율이 아니라 내보내는 비율이에요.",
            lambda W_o, b_o, z, C: np.tanh(C) - _hidden(W_o, b_o, z, C),
        ),
    ),
)
