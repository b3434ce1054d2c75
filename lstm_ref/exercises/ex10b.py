"""10장 표준: 시퀀스 전체의 순전파."""

import numpy as np

from ..cells import lstm_step, sigmoid
from ..params import LSTMParams
from ..sequence import lstm_forward
from .bricks import lstm_weights
from .draws import normal, size
from .spec import Exercise, Mistake


def _draw(rng, k):
    T, B, D, H = size(rng, k)
    return {**lstm_weights(rng, D, H), "x": normal(rng, T, B, D)}


def _forward(*a):
    trace = lstm_forward(LSTMParams(*a[:8]), a[8])
    return trace.h, trace.C


def _loop(*a, keep_h=1, keep_C=1, swap_z=False, out=np.tanh):
    W_f, b_f, W_i, b_i, W_C, b_C, W_o, b_o, x = a
    h, C, hs, Cs = np.zeros((x.shape[1], len(b_f))), np.zeros((x.shape[1], len(b_f))), [], []
    for x_t in x:
        z = np.concatenate([x_t, keep_h * h] if swap_z else [keep_h * h, x_t], axis=-1)
        i, o = sigmoid(z @ W_i.T + b_i), sigmoid(z @ W_o.T + b_o)
        C = sigmoid(z @ W_f.T + b_f) * keep_C * C + i * np.tanh(z @ W_C.T + b_C)
        h = o * out(C)
        hs.append(h)
        Cs.append(C)
    return np.stack(hs), np.stack(Cs)


def _last_only(*a):
    h, C = _forward(*a)
    return h[-1], C[-1]


def _gates_swapped(*a):
    return _forward(*a[2:4], *a[0:2], *a[4:])


def _one_step_from_zero(*a):
    """시점마다 상태를 0으로 되돌린 것."""
    steps = [lstm_step(LSTMParams(*a[:8]), x, *[np.zeros((len(x), len(a[1])))] * 2) for x in a[8]]
    return np.stack([s.h for s in steps]), np.stack([s.C for s in steps])


EXERCISE = Exercise(
    id="ex10b",
    chapter="10-summary",
    title="시퀀스 전체의 순전파",
    level="표준",
    points=2,
    function="my_lstm_forward",
    outputs=("h (T, B, H)", "C (T, B, H)"),
    reference=_forward,
    draw=_draw,
    hints=(
        "상태가 둘이에요. h와 C를 (B, H)의 0에서 시작해 시점마다 함께 고쳐요.",
        "반복문 안은 한 시점의 식 여섯 줄 그대로예요. z는 지금의 h로 만들어요.",
        "C를 먼저 고치고, 고친 C로 h를 구해요: `h = o * np.tanh(C)`",
        "시점마다 h와 C를 목록에 담고 `return np.stack(hs), np.stack(Cs)`로 끝내요.",
    ),
    mistakes=(
        Mistake(
            "셀 상태를 다음 시점으로 건네지 않은 것 같아요.",
            lambda *a: _loop(*a, keep_C=0),
        ),
        Mistake(
            "은닉 상태를 다음 시점으로 건네지 않은 것 같아요. z에 지금의 h가 들어가요.",
            lambda *a: _loop(*a, keep_h=0),
        ),
        Mistake(
            "시점마다 두 상태를 0으로 되돌린 것 같아요. 0은 반복문 밖에서 한 번만 만들어요.",
            _one_step_from_zero,
        ),
        Mistake(
            "입력 게이트와 망각 게이트가 바뀐 것 같아요.",
            _gates_swapped,
        ),
        Mistake(
            "h와 x를 이은 차례가 바뀐 것 같아요. h가 앞이에요.",
            lambda *a: _loop(*a, swap_z=True),
        ),
        Mistake(
            "은닉 상태를 구할 때 tanh(C)가 아니라 C를 곱한 것 같아요.",
            lambda *a: _loop(*a, out=lambda C: C),
        ),
        Mistake(
            "돌려주는 차례가 바뀌었어요. (h, C)의 차례예요.",
            lambda *a: _forward(*a)[::-1],
        ),
        Mistake(
            "마지막 시점만 돌려준 것 같아요. 모든 시점을 쌓아요.",
            _last_only,
        ),
    ),
)
