"""6장의 연습문제."""

import numpy as np

from ..cells import lstm_step_backward, sigmoid
from .bricks import bare_step
from .draws import normal, share, size
from .spec import Exercise, Mistake


def _draw_a(rng, k):
    _, B, D, H = size(rng, k)
    return {
        "W_f": normal(rng, H, H + D),
        "b_f": normal(rng, H),
        "h_prev": normal(rng, B, H),
        "x_t": normal(rng, B, D),
    }


def _forget(W_f, b_f, h_prev, x_t):
    return sigmoid(np.concatenate([h_prev, x_t], axis=-1) @ W_f.T + b_f)


EX06A = Exercise(
    id="ex06a",
    chapter="06-forget-gate",
    title="망각 게이트",
    level="기초",
    points=1,
    function="my_forget",
    outputs=("f (B, H)",),
    reference=_forget,
    draw=_draw_a,
    hints=(
        "먼저 이전 은닉 상태와 입력을 이어 z를 만들어요. 크기가 (B, H+D)가 되나요?",
        "h_prev가 앞, x_t가 뒤예요. `np.concatenate([h_prev, x_t], axis=-1)`로 이어요.",
        "z는 (B, H+D), W_f는 (H, H+D)예요. `z @ W_f.T`가 (B, H)예요.",
        "편향을 더하고 `lr.sigmoid`에 넣으면 끝이에요: `return lr.sigmoid(z @ W_f.T + b_f)`",
    ),
    mistakes=(
        Mistake(
            "h와 x를 이은 차례가 바뀐 것 같아요. h_prev가 앞이에요.",
            lambda W_f, b_f, h_prev, x_t: sigmoid(np.concatenate([x_t, h_prev], axis=-1) @ W_f.T + b_f),
        ),
        Mistake(
            "편향 b_f가 빠졌어요.",
            lambda W_f, b_f, h_prev, x_t: _forget(W_f, 0 * b_f, h_prev, x_t),
        ),
        Mistake(
            "시그모이드를 씌우지 않은 것 같아요. 게이트는 0과 1 사이의 비율이에요.",
            lambda W_f, b_f, h_prev, x_t: np.concatenate([h_prev, x_t], axis=-1) @ W_f.T + b_f,
        ),
        Mistake(
            "시그모이드 자리에 tanh를 쓴 것 같아요. 게이트는 음수가 되지 않아요.",
            lambda W_f, b_f, h_prev, x_t: np.tanh(np.concatenate([h_prev, x_t], axis=-1) @ W_f.T + b_f),
        ),
        Mistake(
            "1 − f를 돌려준 것 같아요. f는 지우는 비율이 아니라 남기는 비율이에요.",
            lambda W_f, b_f, h_prev, x_t: 1 - _forget(W_f, b_f, h_prev, x_t),
        ),
    ),
)


def _draw_b(rng, k):
    return {"n": [10.0, 1.0, 103.0, 2.0][k] if k < 4 else round(float(rng.uniform(1.5, 60.0)), 1)}


def _bias(n):
    f = 0.5 ** (1 / n)
    return np.log(f / (1 - f))


EX06B = Exercise(
    id="ex06b",
    chapter="06-forget-gate",
    title="필요한 편향",
    level="표준",
    points=2,
    function="bias_for_half_life",
    outputs=("b (수)",),
    reference=_bias,
    draw=_draw_b,
    hints=(
        "먼저 n번 곱해서 1/2이 되는 f를 구해요. f를 n제곱하면 1/2이에요.",
        "f = `0.5 ** (1 / n)`이에요.",
        "이제 σ(b) = f인 b를 찾아요. 시그모이드의 역함수는 ln(f / (1 − f))예요.",
        "`return np.log(f / (1 - f))`",
    ),
    mistakes=(
        Mistake(
            "f를 돌려준 것 같아요. 시그모이드의 역함수로 편향까지 구해요.",
            lambda n: 0.5 ** (1 / n),
        ),
        Mistake(
            "부호가 반대예요. 역함수는 ln(f / (1 − f))이고, 분자가 남기는 비율 f예요.",
            lambda n: -_bias(n),
        ),
        Mistake(
            "1/2을 n으로 나눈 것 같아요. n번 곱해서 1/2이니 n제곱근이에요.",
            lambda n: np.log(0.5 / n / (1 - 0.5 / n)),
        ),
        Mistake(
            "시그모이드를 한 번 더 씌운 것 같아요. 여기서는 그 역함수가 필요해요.",
            lambda n: 1 / (1 + np.exp(-(0.5 ** (1 / n)))),
        ),
        Mistake(
            "1 − f로 나누지 않고 ln f만 구한 것 같아요.",
            lambda n: np.log(0.5 ** (1 / n)),
        ),
        Mistake(
            "밑이 10인 로그를 쓴 것 같아요. 시그모이드에는 자연로그 `np.log`예요.",
            lambda n: _bias(n) / np.log(10),
        ),
    ),
)


def _draw_c(rng, k):
    _, B, D, H = size(rng, k)
    return {
        "dC": normal(rng, B, H),
        "C_prev": normal(rng, B, H),
        "f": share(rng, B, H),
        "z": normal(rng, B, H + D),
    }


def _grads(dC, C_prev, f, z):
    params, step = bare_step(f.shape, z.shape[1] - f.shape[1], C_prev=C_prev, f=f, z=z)
    grads = lstm_step_backward(params, step, 0 * dC, dC).grads
    return grads.W_f, grads.b_f


def _from(da, z):
    return da.T @ z, da.sum(axis=0)


EX06C = Exercise(
    id="ex06c",
    chapter="06-forget-gate",
    title="망각 게이트의 기울기",
    level="도전",
    points=3,
    function="forget_grads",
    outputs=("dW_f (H, H+D)", "db_f (H,)"),
    reference=_grads,
    draw=_draw_c,
    hints=(
        "거꾸로 읽어요. C = f ⊙ C_prev + …에서 df부터 구해요.",
        "df = dC ⊙ C_prev이고, 시그모이드를 거슬러 da = df ⊙ f ⊙ (1 − f)예요.",
        "dW_f는 (H, H+D)예요. da (B, H)와 z (B, H+D)를 어떻게 곱하면 배치가 더해져 사라질까요?",
        "`return da.T @ z, da.sum(axis=0)`",
    ),
    mistakes=(
        Mistake(
            "시그모이드의 도함수 f(1 − f)가 빠졌어요.",
            lambda dC, C_prev, f, z: _from(dC * C_prev, z),
        ),
        Mistake(
            "C_prev를 곱하지 않은 것 같아요. f에 곱해진 것이 C_prev예요.",
            lambda dC, C_prev, f, z: _from(dC * f * (1 - f), z),
        ),
        Mistake(
            "tanh의 도함수를 쓴 것 같아요. 망각 게이트는 시그모이드라서 f(1 − f)예요.",
            lambda dC, C_prev, f, z: _from(dC * C_prev * (1 - f**2), z),
        ),
        Mistake(
            "배치로 나눈 것 같아요. 손실이 합이므로 기울기도 배치를 더하기만 해요.",
            lambda *a: tuple(g / len(a[0]) for g in _grads(*a)),
        ),
        Mistake(
            "db_f에서 배치 축을 더하지 않은 것 같아요. 편향은 (H,)예요.",
            lambda dC, C_prev, f, z: (_grads(dC, C_prev, f, z)[0], dC * C_prev * f * (1 - f)),
        ),
        Mistake(
            "dW_f가 전치되었어요. 가중치와 같은 (H, H+D)가 되게 `da.T @ z`로 곱해요.",
            lambda *a: (_grads(*a)[0].T, _grads(*a)[1]),
        ),
    ),
)

EXERCISES = (EX06A, EX06B, EX06C)
