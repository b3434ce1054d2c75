"""10장의 연습문제."""

import numpy as np

from ..cells import lstm_step, sigmoid
from ..params import LSTMParams
from ..sequence import lstm_forward
from .bricks import lstm_weights
from .draws import normal, size
from .spec import Exercise, Mistake


def _draw_a(rng, k):
    _, B, D, H = size(rng, k)
    return {"D": D, "H": H + D if k == 0 else H, "B": 3 if k == 0 else B}


EX10A = Exercise(
    id="ex10a",
    chapter="10-summary",
    title="크기 적기",
    level="기초",
    points=1,
    function="my_shapes",
    outputs=("z의_크기", "W_f의_크기", "f의_크기", "C의_크기"),
    reference=lambda D, H, B: ((B, H + D), (H, H + D), (B, H), (B, H)),
    draw=_draw_a,
    hints=(
        "z는 h_prev와 x_t를 이은 것이에요. 배치는 행으로 쌓여 있어요.",
        "가중치는 배치와 상관없어요. H개의 출력마다 z의 성분 수만큼 열이 있어요.",
        "f와 C는 은닉 상태와 크기가 같아요.",
        "`return (B, H + D), (H, H + D), (B, H), (B, H)`",
    ),
    mistakes=(
        Mistake(
            "가중치에 배치 축을 넣은 것 같아요. 매개변수는 배치와 상관없어요.",
            lambda D, H, B: ((B, H + D), (B, H + D), (B, H), (B, H)),
        ),
        Mistake(
            "W_f를 전치해 적은 것 같아요. 이 책에서는 출력이 행이라서 (H, H+D)예요.",
            lambda D, H, B: ((B, H + D), (H + D, H), (B, H), (B, H)),
        ),
        Mistake(
            "z에 입력만 담은 것 같아요. z는 h와 x를 이은 것이라서 H+D개예요.",
            lambda D, H, B: ((B, D), (H, D), (B, H), (B, H)),
        ),
        Mistake(
            "배치가 열에 온 것 같아요. 배치는 행(앞)이에요.",
            lambda D, H, B: ((H + D, B), (H, H + D), (H, B), (H, B)),
        ),
        Mistake(
            "셀 상태의 크기를 z와 같게 본 것 같아요. 셀 상태는 은닉 상태와 같은 (B, H)예요.",
            lambda D, H, B: ((B, H + D), (H, H + D), (B, H), (B, H + D)),
        ),
    ),
)


def _draw_b(rng, k):
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


EX10B = Exercise(
    id="ex10b",
    chapter="10-summary",
    title="시퀀스 전체의 순전파",
    level="표준",
    points=2,
    function="my_lstm_forward",
    outputs=("h (T, B, H)", "C (T, B, H)"),
    reference=_forward,
    draw=_draw_b,
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


def _draw_c(rng, k):
    return {"p": [0.99, 0.9, 0.999][k] if k < 3 else round(float(rng.uniform(0.7, 0.995)), 3)}


def _logit(p):
    return np.log(p / (1 - p))


def _times(*signs):
    """역함수 값 a에 곱할 수 넷으로 답을 만든다."""
    return lambda p: tuple(s * _logit(p) for s in signs)


EX10C = Exercise(
    id="ex10c",
    chapter="10-summary",
    title="켜고 끄는 스위치",
    level="도전",
    points=3,
    function="switch",
    outputs=("w_f (수)", "b_f (수)", "w_i (수)", "b_i (수)"),
    reference=_times(2, 1, 2, -1),
    draw=_draw_c,
    hints=(
        "조건 넷을 식 넷으로 적어요. 미지수도 넷이라서 답이 하나로 정해져요.",
        "망각 게이트: σ(b_f) = p (x = 0), σ(b_f − w_f) = 1 − p (x = −1)",
        "입력 게이트: σ(b_i) = 1 − p (x = 0), σ(w_i + b_i) = p (x = 1)",
        "a = ln(p / (1 − p))라고 하면 1 − p의 역함수 값은 −a예요. 그러니 b_f = a, b_f − w_f = −a예요.",
        "`return 2 * a, a, 2 * a, -a`",
    ),
    mistakes=(
        Mistake(
            "입력 게이트와 망각 게이트가 바뀐 것 같아요. x = 0일 때 열려 있는 것은 망각 게이트예요.",
            _times(2, -1, 2, 1),
        ),
        Mistake(
            "가중치가 절반이에요. 편향을 이겨 내고 반대쪽까지 가야 하니 두 배가 필요해요.",
            _times(1, 1, 1, -1),
        ),
        Mistake(
            "w_f의 부호가 반대예요. x = −1일 때 닫히려면 w_f가 양수예요.",
            _times(-2, 1, 2, -1),
        ),
        Mistake(
            "돌려주는 차례가 바뀌었어요. (w_f, b_f, w_i, b_i)의 차례예요.",
            _times(1, 2, -1, 2),
        ),
        Mistake(
            "f를 지우는 비율로 읽은 것 같아요. x = 0일 때 남기려면 f가 커야 해요.",
            _times(-2, -1, 2, -1),
        ),
        Mistake(
            "역함수를 쓰지 않은 것 같아요. 시그모이드를 지난 뒤에 p가 되어야 해요.",
            lambda p: (2 * p - 1, p, 2 * p - 1, 1 - p),
        ),
        Mistake(
            "역함수 자리에 시그모이드를 쓴 것 같아요.",
            lambda p: (2 * sigmoid(p), sigmoid(p), 2 * sigmoid(p), -sigmoid(p)),
        ),
    ),
)

EXERCISES = (EX10A, EX10B, EX10C)
