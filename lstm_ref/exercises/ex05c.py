"""5장 도전: LSTM으로 회전목마 만들기."""

import numpy as np

from ..cells import sigmoid
from ..params import LSTMParams
from ..sequence import lstm_forward
from .draws import normal, size
from .spec import Exercise, Mistake


def _draw(rng, k):
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


EXERCISE = Exercise(
    id="ex05c",
    chapter="05-lstm",
    title="LSTM으로 회전목마 만들기",
    level="도전",
    points=3,
    function="carousel",
    outputs=("C_T (B, H)",),
    reference=_last,
    draw=_draw,
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
