"""9장 표준: 출력의 역전파."""

import numpy as np

from ..cells import lstm_step_backward
from .bricks import bare_step
from .draws import normal, share, size
from .spec import Exercise, Mistake


def _draw(rng, k):
    _, B, _, H = size(rng, k)
    return {"o": share(rng, B, H), "C": normal(rng, B, H), "dh": normal(rng, B, H), "dC": normal(rng, B, H)}


def _backward(o, C, dh, dC):
    tanh_C = np.tanh(C)
    return dC + dh * o * (1 - tanh_C**2), dh * tanh_C * o * (1 - o)


def _reference(o, C, dh, dC):
    params, step = bare_step(o.shape, o=o, C=C, f=np.ones_like(o))  # f = 1이면 dC가 그대로 나온다
    rows = [bare_step((1, o.shape[1]), o=row[None], C=c[None])[1] for row, c in zip(o, C)]
    da_o = [lstm_step_backward(params, s, d[None], 0 * d[None]).grads.b_o for s, d in zip(rows, dh)]
    return lstm_step_backward(params, step, dh, dC).dC_prev, np.stack(da_o)


EXERCISE = Exercise(
    id="ex09b",
    chapter="09-output-gate",
    title="출력의 역전파",
    level="표준",
    points=2,
    function="my_output_backward",
    outputs=("dC (B, H)", "da_o (B, H)"),
    reference=_reference,
    draw=_draw,
    hints=(
        "h = o ⊙ tanh(C)를 두 갈래로 거슬러요. 한쪽은 C로, 한쪽은 o로 가요.",
        "C 쪽은 dh ⊙ o ⊙ (1 − tanh²C)예요. 받은 dC에 더해요.",
        "o 쪽은 dh ⊙ tanh(C)이고, 시그모이드를 거슬러 o(1 − o)를 곱해요.",
        "받은 dC를 바꾸지 말고 새 배열로: `return dC + dh * o * (1 - t**2), dh * t * o * (1 - o)` (t = tanh C)",
    ),
    mistakes=(
        Mistake(
            "다음 시점에서 온 dC를 더하지 않은 것 같아요.",
            lambda o, C, dh, dC: _backward(o, C, dh, 0 * dC),
        ),
        Mistake(
            "dC의 o가 빠졌어요. h = o ⊙ tanh(C)이므로 dh에 o가 곱해져요.",
            lambda o, C, dh, dC: (dC + dh * (1 - np.tanh(C) ** 2), _backward(o, C, dh, dC)[1]),
        ),
        Mistake(
            "C에 tanh를 씌우지 않고 제곱한 것 같아요. tanh의 도함수는 1 − tanh²(C)예요.",
            lambda o, C, dh, dC: (dC + dh * o * (1 - C**2), _backward(o, C, dh, dC)[1]),
        ),
        Mistake(
            "da_o에서 시그모이드의 도함수 o(1 − o)가 빠졌어요.",
            lambda o, C, dh, dC: (_backward(o, C, dh, dC)[0], dh * np.tanh(C)),
        ),
        Mistake(
            "da_o에서 tanh(C)가 빠졌어요. o에 곱해진 것이 tanh(C)예요.",
            lambda o, C, dh, dC: (_backward(o, C, dh, dC)[0], dh * o * (1 - o)),
        ),
        Mistake(
            "돌려주는 차례가 바뀌었어요. (dC, da_o)의 차례예요.",
            lambda *a: _backward(*a)[::-1],
        ),
    ),
)
