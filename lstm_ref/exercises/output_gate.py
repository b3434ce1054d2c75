"""9장의 연습문제."""

import numpy as np

from ..cells import lstm_step_backward, sigmoid
from .bricks import bare_step
from .draws import normal, share, size
from .spec import Exercise, Mistake


def _draw_a(rng, k):
    _, B, D, H = size(rng, k)
    return {
        "W_o": normal(rng, H, H + D),
        "b_o": normal(rng, H),
        "z": normal(rng, B, H + D),
        "C": 2 * normal(rng, B, H),
    }


def _hidden(W_o, b_o, z, C):
    return sigmoid(z @ W_o.T + b_o) * np.tanh(C)


EX09A = Exercise(
    id="ex09a",
    chapter="09-output-gate",
    title="은닉 상태",
    level="기초",
    points=1,
    function="my_hidden",
    outputs=("h (B, H)",),
    reference=_hidden,
    draw=_draw_a,
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


def _draw_b(rng, k):
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


EX09B = Exercise(
    id="ex09b",
    chapter="09-output-gate",
    title="출력의 역전파",
    level="표준",
    points=2,
    function="my_output_backward",
    outputs=("dC (B, H)", "da_o (B, H)"),
    reference=_reference,
    draw=_draw_b,
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


def _draw_c(rng, k):
    if k < 3:
        return dict(zip(("closed", "opened"), ((0.01, 0.99), (0.1, 0.6), (0.3, 0.8))[k]))
    return {
        "closed": round(float(rng.uniform(0.02, 0.4)), 2),
        "opened": round(float(rng.uniform(0.6, 0.98)), 2),
    }


def _logit(p):
    return np.log(p / (1 - p))


EX09C = Exercise(
    id="ex09c",
    chapter="09-output-gate",
    title="언제 내보일지 정하기",
    level="도전",
    points=3,
    function="open_on_one",
    outputs=("w (수)", "b (수)"),
    reference=lambda closed, opened: (_logit(opened) - _logit(closed), _logit(closed)),
    draw=_draw_c,
    hints=(
        "조건을 둘로 나누어 적어 보세요. x = 0일 때는 σ(b), x = 1일 때는 σ(w + b)예요.",
        "σ(b) = closed에서 b가 정해져요. 시그모이드의 역함수는 ln(p / (1 − p))예요.",
        "w + b가 opened의 역함수 값이에요. 여기서 b를 빼면 w예요.",
        "역함수를 `logit`이라고 하면 `b = logit(closed)`, `w = logit(opened) - b`예요. (w, b)로 돌려줘요.",
    ),
    mistakes=(
        Mistake(
            "w에서 b를 빼지 않은 것 같아요. x = 1일 때 시그모이드에 들어가는 것은 w + b예요.",
            lambda closed, opened: (_logit(opened), _logit(closed)),
        ),
        Mistake(
            "돌려주는 차례가 바뀌었어요. (w, b)의 차례예요.",
            lambda closed, opened: (_logit(closed), _logit(opened) - _logit(closed)),
        ),
        Mistake(
            "역함수를 쓰지 않은 것 같아요. σ(b)가 closed여야지 b가 closed이면 안 돼요.",
            lambda closed, opened: (opened - closed, closed),
        ),
        Mistake(
            "역함수 자리에 시그모이드를 쓴 것 같아요.",
            lambda closed, opened: (sigmoid(opened) - sigmoid(closed), sigmoid(closed)),
        ),
        Mistake(
            "열림과 닫힘이 바뀌었어요. x = 0일 때 닫히고 x = 1일 때 열려요.",
            lambda closed, opened: (_logit(closed) - _logit(opened), _logit(opened)),
        ),
        Mistake(
            "w의 부호가 반대예요. x = 1일 때 더 열려야 하니 w는 양수예요.",
            lambda closed, opened: (_logit(closed) - _logit(opened), _logit(closed)),
        ),
    ),
)

EXERCISES = (EX09A, EX09B, EX09C)
