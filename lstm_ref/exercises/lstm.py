"""5장의 연습문제."""

import numpy as np

from ..cells import lstm_step, sigmoid
from ..params import LSTMParams, init_lstm
from ..sequence import lstm_forward
from .bricks import lstm_weights
from .draws import normal, size
from .spec import Exercise, Mistake


def _draw_a(rng, k):
    _, _, D, H = size(rng, k)
    return {"D": D, "H": H}


EX05A = Exercise(
    id="ex05a",
    chapter="05-lstm",
    title="매개변수 세기",
    level="기초",
    points=1,
    function="lstm_size",
    outputs=("수 (정수)",),
    reference=lambda D, H: sum(array.size for array in init_lstm(np.random.default_rng(0), D, H)),
    draw=_draw_a,
    hints=(
        "층 하나를 먼저 세어 보세요. 가중치와 편향의 크기는 무엇이었나요?",
        "가중치는 (H, H+D), 편향은 (H,)예요. 그러니 층 하나는 H(H+D) + H개예요.",
        "같은 크기의 층이 넷이에요. 게이트 셋과 후보 값 하나예요: `4 * (H * (H + D) + H)`",
    ),
    mistakes=(
        Mistake(
            "층 하나만 센 것 같아요. 게이트 셋과 후보 값까지 네 벌이에요.",
            lambda D, H: H * (H + D) + H,
        ),
        Mistake(
            "게이트 셋만 센 것 같아요. 후보 값에도 가중치와 편향이 있어요.",
            lambda D, H: 3 * (H * (H + D) + H),
        ),
        Mistake(
            "편향을 세지 않은 것 같아요.",
            lambda D, H: 4 * H * (H + D),
        ),
        Mistake(
            "편향을 한 벌만 센 것 같아요. 층마다 (H,)인 편향이 있어요.",
            lambda D, H: 4 * H * (H + D) + H,
        ),
        Mistake(
            "입력 쪽 열만 센 것 같아요. 가중치는 [h, x]에 곱하니 열이 H+D개예요.",
            lambda D, H: 4 * (H * D + H),
        ),
        Mistake(
            "편향을 두 벌 센 것 같아요. PyTorch와 달리 이 책의 층은 편향이 하나예요.",
            lambda D, H: 4 * (H * (H + D) + 2 * H),
        ),
    ),
)


def _draw_b(rng, k):
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


EX05B = Exercise(
    id="ex05b",
    chapter="05-lstm",
    title="한 시점을 직접",
    level="표준",
    points=2,
    function="my_step",
    outputs=("C (B, H)", "h (B, H)"),
    reference=_step,
    draw=_draw_b,
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


def _draw_c(rng, k):
    T, B, _, H = size(rng, k)
    b_f, b_i, b_C = normal(rng, H), normal(rng, H), normal(rng, H)
    if k == 2:  # 회전목마: 망각 게이트는 열리고 입력 게이트는 닫힌다
        T, b_f, b_i = 100, np.full(H, 40.0), np.full(H, -40.0)
    return {"b_f": b_f, "b_i": b_i, "b_C": b_C, "C_0": normal(rng, B, H), "T": T}


def _last(b_f, b_i, b_C, C_0, T):
    (B, H), W = C_0.shape, np.zeros((len(b_f), len(b_f) + 1))
    params = LSTMParams(W, b_f, W, b_i, W, b_C, W, np.zeros(H))
    return lstm_forward(params, np.zeros((T, B, 1)), np.zeros((B, H)), C_0).C[-1]


def _repeat(f, i, C_tilde, C, T):
    for _ in range(T):
        C = f * C + i * C_tilde
    return C


EX05C = Exercise(
    id="ex05c",
    chapter="05-lstm",
    title="LSTM으로 회전목마 만들기",
    level="도전",
    points=3,
    function="carousel",
    outputs=("C_T (B, H)",),
    reference=_last,
    draw=_draw_c,
    hints=(
        "가중치가 0이면 z가 무엇이든 게이트는 편향만으로 정해져요. 시점이 바뀌어도 그대로예요.",
        "f와 i는 시그모이드에, 후보 값은 tanh에 편향을 넣은 것이에요.",
        "셀 상태의 식을 T번 되풀이해요: `C = f * C + i * C_tilde`",
        "닫힌 식으로 풀면 1 − f로 나누게 돼요. f가 정확히 1이면 0으로 나누니 반복문이 안전해요.",
    ),
    mistakes=(
        Mistake(
            "망각 게이트만 곱한 것 같아요. 시점마다 i ⊙ C̃가 더해져요.",
            lambda b_f, b_i, b_C, C_0, T: sigmoid(b_f) ** T * C_0,
        ),
        Mistake(
            "한 시점만 계산한 것 같아요. T번 되풀이해요.",
            lambda b_f, b_i, b_C, C_0, T: _last(b_f, b_i, b_C, C_0, 1),
        ),
        Mistake(
            "편향을 시그모이드에 넣지 않고 그대로 곱한 것 같아요.",
            lambda b_f, b_i, b_C, C_0, T: _repeat(b_f, b_i, np.tanh(b_C), C_0, T),
        ),
        Mistake(
            "후보 값에 시그모이드를 쓴 것 같아요. 후보 값은 tanh예요.",
            lambda b_f, b_i, b_C, C_0, T: _repeat(sigmoid(b_f), sigmoid(b_i), sigmoid(b_C), C_0, T),
        ),
        Mistake(
            "f를 지우는 비율로 읽은 것 같아요. f는 남기는 비율이에요.",
            lambda b_f, b_i, b_C, C_0, T: _last(-b_f, b_i, b_C, C_0, T),
        ),
        Mistake(
            "닫힌 식이 1 − f로 나누다가 f = 1에서 0으로 나누었어요. 반복문으로 더해 보세요.",
            lambda b_f, b_i, b_C, C_0, T: (
                sigmoid(b_f) ** T * C_0
                + sigmoid(b_i) * np.tanh(b_C) * (1 - sigmoid(b_f) ** T) / (1 - sigmoid(b_f))
            ),
        ),
    ),
)

EXERCISES = (EX05A, EX05B, EX05C)
