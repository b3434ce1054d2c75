"""7장의 연습문제."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

import lstm_ref as lr

from ..cells import lstm_step, lstm_step_backward, sigmoid
from ..params import LSTMParams
from .bricks import bare_step
from .draws import normal, share, size
from .spec import Array, Case, Exercise, Function, table


def _draw_a(rng: np.random.Generator, k: int) -> Case:
    _, B, D, H = size(rng, k)
    return {
        "W": normal(rng, 2 * H, H + D),
        "b": normal(rng, 2 * H),
        "h_prev": normal(rng, B, H),
        "x_t": normal(rng, B, D),
    }


def _write(W: Array, b: Array, h_prev: Array, x_t: Array) -> Array:
    (W_i, W_C), (b_i, b_C) = np.split(W, 2), np.split(b, 2)
    params = LSTMParams(0 * W_i, 0 * b_i, W_i, b_i, W_C, b_C, 0 * W_i, 0 * b_i)
    return lstm_step(params, x_t, h_prev, 0 * h_prev).C  # 이전 셀 상태가 0이면 더해지는 몫만 남는다


def _with(combine: Callable[[Array, Array], Array], order: tuple[str, str] = ("h", "x")) -> Function:
    """두 층의 값 (a_i, a_C)를 받아 답을 만드는 `combine`을 문제의 꼴로 바꾼다."""

    def wrong(W: Array, b: Array, h_prev: Array, x_t: Array) -> Array:
        z = np.concatenate([{"h": h_prev, "x": x_t}[name] for name in order], axis=-1)
        return combine(*np.split(z @ W.T + b, 2, axis=1))

    return wrong


def my_write(W: Array, b: Array, h_prev: Array, x_t: Array) -> Array:
    """더해지는 몫 (B, H)를 돌려주세요. 앞 H행이 입력 게이트, 뒤 H행이 후보 값의 층이에요.

    W (2H, H+D), b (2H,), h_prev (B, H), x_t (B, D)
    """
    z = np.concatenate([h_prev, x_t], axis=-1)  # (B, H+D)
    a_i, a_C = np.split(z @ W.T + b, 2, axis=-1)  # 둘 다 (B, H)
    return lr.sigmoid(a_i) * np.tanh(a_C)


EX07A = Exercise(
    id="ex07a",
    title="두 층을 한 번에",
    level="기초",
    solution=my_write,
    why=(
        "두 층은 같은 $z$를 보니 가중치를 위아래로 쌓으면 행렬 곱 한 번으로 끝나요. 라이브러리가 쓰는 방법이에요(14장). "
        "곱한 다음에 반으로 나누고, 비율인 앞쪽에 시그모이드, 내용인 뒤쪽에 tanh를 씌워요."
    ),
    outputs=("write (B, H)",),
    reference=_write,
    draw=_draw_a,
    hints=(
        "z를 한 번만 만들어 쌓은 가중치에 곱해요. 나온 (B, 2H)에는 두 층이 나란히 들어 있어요.",
        "배치가 행이니 성분은 마지막 축이에요. `np.split(a, 2, axis=-1)`로 반씩 나눠요.",
        "비율인 i에는 `lr.sigmoid`, 내용인 C̃에는 `np.tanh`예요.",
        "더해지는 몫은 i와 C̃의 성분끼리의 곱이에요.",
    ),
    mistakes=table(
        {
            "앞뒤가 바뀌었어요. 앞 H행이 입력 게이트예요.": _with(
                lambda a_i, a_C: sigmoid(a_C) * np.tanh(a_i)
            ),
            "둘을 곱하지 않고 더한 것 같아요.": _with(lambda a_i, a_C: sigmoid(a_i) + np.tanh(a_C)),
            "후보 값만 돌려줬어요. 입력 게이트를 곱해요.": _with(lambda a_i, a_C: np.tanh(a_C)),
            "후보 값은 시그모이드가 아니라 tanh예요.": _with(lambda a_i, a_C: sigmoid(a_i) * sigmoid(a_C)),
            "입력 게이트는 tanh가 아니라 시그모이드예요.": _with(
                lambda a_i, a_C: np.tanh(a_i) * np.tanh(a_C)
            ),
            "h와 x의 차례가 바뀌었어요. h가 앞이에요.": _with(
                lambda a_i, a_C: sigmoid(a_i) * np.tanh(a_C), order=("x", "h")
            ),
            "편향 b가 빠졌어요.": lambda W, b, h_prev, x_t: _write(W, 0 * b, h_prev, x_t),
            "h_prev의 몫이 빠졌어요. z는 [h, x]예요.": lambda W, b, h_prev, x_t: _write(
                W, b, 0 * h_prev, x_t
            ),
        }
    ),
)


def _draw_b(rng: np.random.Generator, k: int) -> Case:
    if k == 0:
        return {"f": 0.9, "i": 0.4, "C_tilde": 0.8}
    return {"f": float(share(rng, 1)[0]), "i": float(share(rng, 1)[0]), "C_tilde": float(normal(rng, 1)[0])}


def _settle(f: float, i: float, C_tilde: float) -> tuple[float, float]:
    return i * C_tilde / (1 - f), np.log(0.5) / np.log(f)


def settle(f: float, i: float, C_tilde: float) -> tuple[float, float]:
    """(다가가는 값, 절반에 이르는 시점 수)를 돌려주세요.

    f와 i는 0과 1 사이의 실수, C_tilde는 실수
    """
    return i * C_tilde / (1 - f), np.log(0.5) / np.log(f)


EX07B = Exercise(
    id="ex07b",
    title="극한값과 절반에 이르는 시점",
    level="표준",
    solution=settle,
    why="절반에 이르는 시점 수는 망각 게이트의 반감기와 같아요. 오래 기억하는 셀은 **채우는 데도** 오래 걸려요.",
    outputs=("limit (수)", "steps (수)"),
    reference=_settle,
    draw=_draw_b,
    hints=(
        "더 움직이지 않는 값 C에서는 C = f C + i C̃예요. 이것을 C로 풀어요.",
        "다가가는 값은 `i * C_tilde / (1 - f)`예요.",
        "C_0 = 0이면 t시점 뒤의 값은 다가가는 값의 (1 − fᵗ)배예요. 절반이 되려면 fᵗ = 1/2이에요.",
        "시점 수는 `np.log(0.5) / np.log(f)`예요. 두 값을 이 차례로 돌려줘요.",
    ),
    mistakes=table(
        {
            "한 시점의 몫만 구했어요. 1 − f로 나눠요.": lambda f, i, C_tilde: (
                i * C_tilde,
                _settle(f, i, C_tilde)[1],
            ),
            "1 − f 대신 f로 나눈 것 같아요.": lambda f, i, C_tilde: (
                i * C_tilde / f,
                _settle(f, i, C_tilde)[1],
            ),
            "시점 수의 분자와 분모가 바뀌었어요.": lambda f, i, C_tilde: (
                i * C_tilde / (1 - f),
                np.log(f) / np.log(0.5),
            ),
            "시점 수는 1 − f가 아니라 f로 구해요.": lambda f, i, C_tilde: (
                i * C_tilde / (1 - f),
                np.log(0.5) / np.log(1 - f),
            ),
            "돌려주는 차례가 바뀌었어요. 시점 수가 뒤예요.": lambda *a: _settle(*a)[::-1],
            "입력 게이트를 곱하지 않은 것 같아요.": lambda f, i, C_tilde: (
                C_tilde / (1 - f),
                _settle(f, i, C_tilde)[1],
            ),
        }
    ),
)


def _draw_c(rng: np.random.Generator, k: int) -> Case:
    _, B, _, H = size(rng, k)
    return {"dC": normal(rng, B, H), "i": share(rng, B, H), "C_tilde": np.tanh(normal(rng, B, H)).round(2)}


def _grads(dC: Array, i: Array, C_tilde: Array) -> tuple[Array, Array]:
    params, step = bare_step(i.shape, i=i, C_tilde=C_tilde)
    grads = lstm_step_backward(params, step, 0 * dC, dC).grads
    return grads.b_i, grads.b_C


def _total(da_i: Array, da_C: Array) -> tuple[Array, Array]:
    return da_i.sum(axis=0), da_C.sum(axis=0)


def write_grads(dC: Array, i: Array, C_tilde: Array) -> tuple[Array, Array]:
    """(db_i, db_C)를 돌려주세요. 둘 다 (H,)예요.

    dC, i, C_tilde는 모두 (B, H)
    """
    da_i = dC * C_tilde * i * (1 - i)
    da_C = dC * i * (1 - C_tilde**2)
    return da_i.sum(axis=0), da_C.sum(axis=0)


EX07C = Exercise(
    id="ex07c",
    title="둘을 지나는 기울기",
    level="도전",
    solution=write_grads,
    why=(
        r"시그모이드의 도함수는 $i(1-i)$, tanh의 도함수는 $1 - \tilde C^2$이에요. 둘을 바꾸어 쓰지 "
        r"않게 조심해요."
    ),
    outputs=("db_i (H,)", "db_C (H,)"),
    reference=_grads,
    draw=_draw_c,
    hints=(
        "i ⊙ C̃을 미분하면 서로의 값이 곱해져요. di에는 C̃, dC̃에는 i예요.",
        "i는 시그모이드를 지났으니 i(1 − i), C̃은 tanh를 지났으니 1 − C̃²을 곱해요.",
        "`da_i = dC * C_tilde * i * (1 - i)`, `da_C = dC * i * (1 - C_tilde**2)`",
        "편향은 모든 시퀀스가 함께 쓰니 배치 축을 더해요: `.sum(axis=0)`",
    ),
    mistakes=table(
        {
            "i와 C̃의 도함수가 서로 바뀐 것 같아요.": lambda dC, i, C_tilde: _total(
                dC * C_tilde * (1 - i**2), dC * i * C_tilde * (1 - C_tilde)
            ),
            "자기 값을 곱했어요. 서로의 값을 곱해요.": lambda dC, i, C_tilde: _total(
                dC * i * i * (1 - i), dC * C_tilde * (1 - C_tilde**2)
            ),
            "배치 축을 더하지 않은 것 같아요.": lambda dC, i, C_tilde: (
                dC * C_tilde * i * (1 - i),
                dC * i * (1 - C_tilde**2),
            ),
            "손실이 합이니 배치로 나누지 않아요.": lambda *a: tuple(g / len(a[0]) for g in _grads(*a)),
            "돌려주는 차례가 바뀌었어요. db_i가 앞이에요.": lambda *a: _grads(*a)[::-1],
            "활성화 함수의 도함수가 빠졌어요.": lambda dC, i, C_tilde: _total(dC * C_tilde, dC * i),
        }
    ),
)

EXERCISES = (EX07A, EX07B, EX07C)
