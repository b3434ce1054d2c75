"""7장의 연습문제."""

import numpy as np

from ..cells import lstm_step, lstm_step_backward, sigmoid
from ..params import LSTMParams
from .bricks import bare_step
from .draws import normal, share, size
from .spec import Exercise, Mistake


def _draw_a(rng, k):
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


EX07A = Exercise(
    id="ex07a",
    chapter="07-input-gate",
    title="더해지는 몫",
    level="기초",
    points=1,
    function="my_write",
    outputs=("write (B, H)",),
    reference=_write,
    draw=_draw_a,
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


def _draw_b(rng, k):
    if k == 0:
        return {"f": 0.9, "i": 0.4, "C_tilde": 0.8}
    return {"f": float(share(rng, 1)[0]), "i": float(share(rng, 1)[0]), "C_tilde": float(normal(rng, 1)[0])}


def _settle(f, i, C_tilde):
    return i * C_tilde / (1 - f), np.log(0.5) / np.log(f)


EX07B = Exercise(
    id="ex07b",
    chapter="07-input-gate",
    title="끝내 가까워지는 값",
    level="표준",
    points=2,
    function="settle",
    outputs=("limit (수)", "steps (수)"),
    reference=_settle,
    draw=_draw_b,
    hints=(
        "더 움직이지 않는 값 C에서는 C = f C + i C̃예요. 이것을 C로 풀어요.",
        "다가가는 값은 `i * C_tilde / (1 - f)`예요.",
        "C_0 = 0이면 t시점 뒤의 값은 다가가는 값의 (1 − fᵗ)배예요. 절반이 되려면 fᵗ = 1/2이에요.",
        "시점 수는 `np.log(0.5) / np.log(f)`예요. 두 값을 이 차례로 돌려줘요.",
    ),
    mistakes=(
        Mistake(
            "1 − f로 나누지 않은 것 같아요. 한 시점에 더해지는 몫이 아니라 다 쌓인 값이에요.",
            lambda f, i, C_tilde: (i * C_tilde, _settle(f, i, C_tilde)[1]),
        ),
        Mistake(
            "1 − f 대신 f로 나눈 것 같아요.",
            lambda f, i, C_tilde: (i * C_tilde / f, _settle(f, i, C_tilde)[1]),
        ),
        Mistake(
            "시점 수의 분자와 분모가 바뀌었어요. fᵗ = 1/2이면 t = ln(1/2) / ln f예요.",
            lambda f, i, C_tilde: (i * C_tilde / (1 - f), np.log(f) / np.log(0.5)),
        ),
        Mistake(
            "시점 수에 1 − f를 쓴 것 같아요. 곱해 가는 것은 남기는 비율 f예요.",
            lambda f, i, C_tilde: (i * C_tilde / (1 - f), np.log(0.5) / np.log(1 - f)),
        ),
        Mistake(
            "돌려주는 차례가 바뀌었어요. (다가가는 값, 시점 수)의 차례예요.",
            lambda *a: _settle(*a)[::-1],
        ),
        Mistake(
            "입력 게이트를 곱하지 않은 것 같아요. 시점마다 더해지는 것은 i C̃예요.",
            lambda f, i, C_tilde: (C_tilde / (1 - f), _settle(f, i, C_tilde)[1]),
        ),
    ),
)


def _draw_c(rng, k):
    _, B, _, H = size(rng, k)
    return {"dC": normal(rng, B, H), "i": share(rng, B, H), "C_tilde": np.tanh(normal(rng, B, H)).round(2)}


def _grads(dC, i, C_tilde):
    params, step = bare_step(i.shape, i=i, C_tilde=C_tilde)
    grads = lstm_step_backward(params, step, 0 * dC, dC).grads
    return grads.b_i, grads.b_C


def _total(da_i, da_C):
    return da_i.sum(axis=0), da_C.sum(axis=0)


EX07C = Exercise(
    id="ex07c",
    chapter="07-input-gate",
    title="둘을 지나는 기울기",
    level="도전",
    points=3,
    function="write_grads",
    outputs=("db_i (H,)", "db_C (H,)"),
    reference=_grads,
    draw=_draw_c,
    hints=(
        "i ⊙ C̃을 미분하면 서로의 값이 곱해져요. di에는 C̃, dC̃에는 i예요.",
        "i는 시그모이드를 지났으니 i(1 − i), C̃은 tanh를 지났으니 1 − C̃²을 곱해요.",
        "`da_i = dC * C_tilde * i * (1 - i)`, `da_C = dC * i * (1 - C_tilde**2)`",
        "편향은 모든 시퀀스가 함께 쓰니 배치 축을 더해요: `.sum(axis=0)`",
    ),
    mistakes=(
        Mistake(
            "두 도함수가 바뀐 것 같아요. i는 i(1 − i), C̃은 1 − C̃²이에요.",
            lambda dC, i, C_tilde: _total(dC * C_tilde * (1 - i**2), dC * i * C_tilde * (1 - C_tilde)),
        ),
        Mistake(
            "자기 값을 곱한 것 같아요. 곱의 미분이라서 서로의 값을 곱해요.",
            lambda dC, i, C_tilde: _total(dC * i * i * (1 - i), dC * C_tilde * (1 - C_tilde**2)),
        ),
        Mistake(
            "배치 축을 더하지 않은 것 같아요. 편향의 기울기는 (H,)예요.",
            lambda dC, i, C_tilde: (dC * C_tilde * i * (1 - i), dC * i * (1 - C_tilde**2)),
        ),
        Mistake(
            "배치로 나눈 것 같아요. 손실이 합이므로 기울기도 배치를 더하기만 해요.",
            lambda *a: tuple(g / len(a[0]) for g in _grads(*a)),
        ),
        Mistake(
            "돌려주는 차례가 바뀌었어요. (db_i, db_C)의 차례예요.",
            lambda *a: _grads(*a)[::-1],
        ),
        Mistake(
            "활성화 함수의 도함수가 빠졌어요. 편향은 활성화 함수 안에 있어요.",
            lambda dC, i, C_tilde: _total(dC * C_tilde, dC * i),
        ),
    ),
)

EXERCISES = (EX07A, EX07B, EX07C)
