"""6장의 연습문제."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import numpy as np

import lstm_ref as lr

from ..cells import lstm_step, lstm_step_backward, sigmoid
from ..params import LSTMParams
from .bricks import bare_step
from .draws import normal, share, size
from .spec import Array, Case, Exercise, table


def _draw_a(rng: np.random.Generator, k: int) -> Case:
    _, B, D, H = size(rng, k)
    return {
        "W_f": normal(rng, H, H + D),
        "b_f": normal(rng, H),
        "h_prev": normal(rng, B, H),
        "x_t": normal(rng, B, D),
        "C_prev": normal(rng, B, H),
    }


def _layer(W_f: Array, b_f: Array, h_prev: Array, x_t: Array) -> Array:
    return np.concatenate([h_prev, x_t], axis=-1) @ W_f.T + b_f


def _erase(
    W_f: Array, b_f: Array, h_prev: Array, x_t: Array, C_prev: Array, gate: Callable[[Array], Array] = sigmoid
) -> Array:
    return (1 - gate(_layer(W_f, b_f, h_prev, x_t))) * C_prev


def _reference(W_f: Array, b_f: Array, h_prev: Array, x_t: Array, C_prev: Array) -> Array:
    zero, none = 0 * W_f, 0 * b_f
    params = LSTMParams(W_f, b_f, zero, none, zero, none, zero, none)
    return C_prev - lstm_step(params, x_t, h_prev, C_prev).C  # 후보 값이 0이면 새 셀 상태가 남은 몫이다


def my_erase(W_f: Array, b_f: Array, h_prev: Array, x_t: Array, C_prev: Array) -> Array:
    """이전 셀 상태에서 지워지는 몫 (B, H)를 돌려주세요.

    W_f (H, H+D), b_f (H,), h_prev (B, H), x_t (B, D), C_prev (B, H)
    """
    z = np.concatenate([h_prev, x_t], axis=-1)  # (B, H+D)
    f = lr.sigmoid(z @ W_f.T + b_f)  # (B, H)
    return (1 - f) * C_prev


EX06A = Exercise(
    id="ex06a",
    title="지워지는 몫",
    level="기초",
    solution=my_erase,
    why=(
        r"$f$는 남기는 비율이라서 $f \odot C_{t-1}$이 남고 나머지 $(1 - f) \odot C_{t-1}$이 지워져요. 이어 붙인 $z$는 $(B, "
        r"H+D)$라서 $W_f^\top$을 오른쪽에 곱하면 $(B, H)$가 돼요."
    ),
    outputs=("erased (B, H)",),
    reference=_reference,
    draw=_draw_a,
    hints=(
        "f가 남기는 비율이면, 지워지는 것은 `C_prev`의 얼마일까요?",
        "먼저 f를 구해요. `h_prev`가 앞, `x_t`가 뒤예요. `np.concatenate([h_prev, x_t], axis=-1)`로 이어요.",
        "z는 (B, H+D), W_f는 (H, H+D)예요. `z @ W_f.T + b_f`가 (B, H)이고, 여기에 `lr.sigmoid`를 씌워요.",
        "지워지는 비율은 1 − f예요. 성분끼리 `C_prev`에 곱해요.",
    ),
    mistakes=table(
        {
            "남는 몫이에요. 지워지는 비율은 1 − f예요.": lambda *a: a[4] - _erase(*a),
            "비율만 돌려준 것 같아요. C_prev를 곱해요.": lambda *a: 1 - sigmoid(_layer(*a[:4])),
            "h와 x의 차례가 바뀌었어요. h가 앞이에요.": lambda W_f, b_f, h, x, C: (
                (1 - sigmoid(np.concatenate([x, h], axis=-1) @ W_f.T + b_f)) * C
            ),
            "편향 b_f가 빠졌어요.": lambda W_f, b_f, *rest: _erase(W_f, 0 * b_f, *rest),
            "h_prev의 몫이 빠졌어요. z는 [h, x]예요.": lambda W_f, b_f, h, *rest: _erase(
                W_f, b_f, 0 * h, *rest
            ),
            "시그모이드를 씌우지 않은 것 같아요.": partial(_erase, gate=lambda a: a),
            "시그모이드 자리에 tanh를 쓴 것 같아요.": partial(_erase, gate=np.tanh),
        }
    ),
)


def _draw_b(rng: np.random.Generator, k: int) -> Case:
    return {"n": [10.0, 1.0, 103.0, 2.0][k] if k < 4 else round(float(rng.uniform(1.5, 60.0)), 1)}


def _bias(n: float) -> float:
    f = 0.5 ** (1 / n)
    return np.log(f / (1 - f))


def bias_for_half_life(n: float) -> float:
    """σ(b)^n = 1/2인 b를 돌려주세요.

    n은 1 이상의 실수
    """
    f = 0.5 ** (1 / n)
    return np.log(f / (1 - f))


EX06B = Exercise(
    id="ex06b",
    title="필요한 편향",
    level="표준",
    solution=bias_for_half_life,
    why="반감기 103시점에서 편향 5를 되찾으면 맞은 거예요.",
    outputs=("b (수)",),
    reference=_bias,
    draw=_draw_b,
    hints=(
        "먼저 n번 곱해서 1/2이 되는 f를 구해요. f를 n제곱하면 1/2이에요.",
        "f = `0.5 ** (1 / n)`이에요.",
        "이제 σ(b) = f인 b를 찾아요. 시그모이드의 역함수는 ln(f / (1 − f))예요.",
        "`return np.log(f / (1 - f))`",
    ),
    mistakes=table(
        {
            "f를 돌려준 것 같아요. 편향까지 구해요.": lambda n: 0.5 ** (1 / n),
            "부호가 반대예요. ln(f / (1 − f))예요.": lambda n: -_bias(n),
            "1/2을 n으로 나눴어요. n제곱근을 구해요.": lambda n: np.log(0.5 / n / (1 - 0.5 / n)),
            "시그모이드가 아니라 그 역함수를 써요.": lambda n: 1 / (1 + np.exp(-(0.5 ** (1 / n)))),
            "1 − f로 나누지 않고 ln f만 구한 것 같아요.": lambda n: np.log(0.5 ** (1 / n)),
            "밑이 10인 로그를 썼어요. 자연로그예요.": lambda n: _bias(n) / np.log(10),
        }
    ),
)


def _draw_c(rng: np.random.Generator, k: int) -> Case:
    _, B, D, H = size(rng, k)
    return {
        "dC": normal(rng, B, H),
        "C_prev": normal(rng, B, H),
        "f": share(rng, B, H),
        "z": normal(rng, B, H + D),
    }


def _grads(dC: Array, C_prev: Array, f: Array, z: Array) -> tuple[Array, Array]:
    params, step = bare_step(f.shape, z.shape[1] - f.shape[1], C_prev=C_prev, f=f, z=z)
    grads = lstm_step_backward(params, step, 0 * dC, dC).grads
    return grads.W_f, grads.b_f


def _from(da: Array, z: Array) -> tuple[Array, Array]:
    return da.T @ z, da.sum(axis=0)


def forget_grads(dC: Array, C_prev: Array, f: Array, z: Array) -> tuple[Array, Array]:
    """(dW_f, db_f)를 돌려주세요. 크기는 (H, H+D)와 (H,)예요.

    dC, C_prev, f는 (B, H), z (B, H+D)
    """
    da = dC * C_prev * f * (1 - f)
    return da.T @ z, da.sum(axis=0)


EX06C = Exercise(
    id="ex06c",
    title="망각 게이트의 기울기",
    level="도전",
    solution=forget_grads,
    why="`dh`를 0으로 두면 $dC_t$만 흘러서 `lr.lstm_step_backward`와 바로 견줄 수 있어요.",
    outputs=("dW_f (H, H+D)", "db_f (H,)"),
    reference=_grads,
    draw=_draw_c,
    hints=(
        "거꾸로 읽어요. C = f ⊙ C_{t−1} + …에서 df부터 구해요.",
        "df = dC ⊙ C_{t−1}이고, 시그모이드를 거슬러 da = df ⊙ f ⊙ (1 − f)예요.",
        "dW_f는 (H, H+D)예요. da (B, H)와 z (B, H+D)를 어떻게 곱하면 배치가 더해져 사라질까요?",
        "`return da.T @ z, da.sum(axis=0)`",
    ),
    mistakes=table(
        {
            "시그모이드의 도함수 f(1 − f)가 빠졌어요.": lambda dC, C_prev, f, z: _from(dC * C_prev, z),
            "C_prev를 곱하지 않은 것 같아요.": lambda dC, C_prev, f, z: _from(dC * f * (1 - f), z),
            "tanh의 도함수를 썼어요. f(1 − f)예요.": lambda dC, C_prev, f, z: _from(
                dC * C_prev * (1 - f**2), z
            ),
            "손실이 합이니 배치로 나누지 않아요.": lambda *a: tuple(g / len(a[0]) for g in _grads(*a)),
            "db_f에서 배치 축을 더하지 않았어요.": lambda dC, C_prev, f, z: (
                _grads(dC, C_prev, f, z)[0],
                dC * C_prev * f * (1 - f),
            ),
            "dW_f가 전치됐어요. `da.T @ z`로 곱해요.": lambda *a: (
                _grads(*a)[0].T,
                _grads(*a)[1],
            ),
        }
    ),
)

EXERCISES = (EX06A, EX06B, EX06C)
