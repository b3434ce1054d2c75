"""5장의 연습문제."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import numpy as np

import lstm_ref as lr

from ..cells import lstm_step, sigmoid
from ..params import LSTMParams, init_lstm
from ..sequence import lstm_forward
from .bricks import lstm_weights
from .draws import normal, size
from .spec import Array, Case, Exercise, table

Count = Callable[[int, int], int]
Pair = tuple[Array, Array]


def _draw_a(rng: np.random.Generator, k: int) -> Case:
    _, _, D, H = size(rng, k)
    H += 6  # 작은 H에서는 잘못 센 것들이 서로 갈라지지 않는다
    exact = _count(D, H)
    if k == 3:  # 하나도 만들 수 없는 한도
        return {"D": D, "N": _count(D, 1) - 1}
    N = [exact, exact - 1, exact + 1][k % 3] if k < 6 else int(rng.integers(exact, 3 * exact))
    return {"D": D, "N": N}


def _count(D: int, H: int, layers: int = 4, biases: int = 1) -> int:
    return layers * (H * (H + D) + biases * H)


def _largest(count: Count) -> Count:
    """`count(D, H)`가 N을 넘지 않는 가장 큰 H를 찾는 함수를 만든다."""

    def find(D: int, N: int) -> int:
        H = 0
        while count(D, H + 1) <= N:
            H += 1
        return H

    return find


def largest_hidden(D: int, N: int) -> int:
    """매개변수가 N개를 넘지 않는 LSTM의 가장 큰 H(정수)를 돌려주세요.

    D는 1 이상의 정수, N은 매개변수의 한도(정수)
    """
    H = 0
    while 4 * (H + 1) * (H + 1 + D + 1) <= N:
        H += 1
    return H


EX05A = Exercise(
    id="ex05a",
    title="한도 안에서 가장 큰 H",
    level="기초",
    solution=largest_hidden,
    why=(
        "층 하나의 매개변수는 $H(H+D) + H = H(H+D+1)$개이고 같은 크기의 층이 넷이에요. 이차 부등식을 풀어도 되지만, $H$를 "
        "하나씩 늘리는 쪽이 경계에서 틀릴 일이 적어요."
    ),
    outputs=("H (정수)",),
    reference=_largest(lambda D, H: sum(w.size for w in init_lstm(np.random.default_rng(0), D, H))),
    draw=_draw_a,
    hints=(
        "먼저 D와 H로 매개변수의 수를 적어 보세요. 층이 몇 벌이고, 한 벌에 무엇이 들어 있나요?",
        "한 벌은 가중치 (H, H+D)와 편향 (H,)예요. 게이트 셋과 후보 값 하나로 네 벌이에요.",
        "H를 0에서 시작해 하나씩 늘려요. H + 1로도 한도 안이면 늘려요.",
        "한도와 꼭 같은 것은 괜찮아요: `while 수(H + 1) <= N:`",
    ),
    mistakes=table(
        {
            "한 칸 작아요. 한도와 꼭 같아도 돼요.": lambda D, N: _largest(_count)(D, N - 1),
            "한 칸 커요. 한도를 넘지 않는 마지막 H예요.": lambda D, N: _largest(_count)(D, N) + 1,
            "층 하나만 센 것 같아요. 모두 네 벌이에요.": _largest(partial(_count, layers=1)),
            "게이트 셋만 셌어요. 후보 값의 층도 세어요.": _largest(partial(_count, layers=3)),
            "편향을 세지 않은 것 같아요.": _largest(partial(_count, biases=0)),
            "편향을 두 벌 셌어요. 이 책에서는 한 벌이에요.": _largest(partial(_count, biases=2)),
            "x의 열만 셌어요. [h, x]라서 H+D열이에요.": _largest(lambda D, H: 4 * (H * D + H)),
        }
    ),
)


def _draw_b(rng: np.random.Generator, k: int) -> Case:
    _, B, D, H = size(rng, k)
    inputs = {"x_t": normal(rng, B, D), "h_prev": normal(rng, B, H), "C_prev": normal(rng, B, H)}
    return {**lstm_weights(rng, D, H), **inputs}


def _step(*a: Array) -> tuple[Array, Array]:
    step = lstm_step(LSTMParams(*a[:8]), *a[8:])
    return step.C, step.h


def _parts(*a: Array, swap_z: bool = False) -> tuple[Array, ...]:
    W_f, b_f, W_i, b_i, W_C, b_C, W_o, b_o, x_t, h_prev, C_prev = a
    z = np.concatenate([x_t, h_prev] if swap_z else [h_prev, x_t], axis=-1)
    gates = (sigmoid(z @ W.T + b) for W, b in ((W_f, b_f), (W_i, b_i), (W_o, b_o)))
    return *gates, z @ W_C.T + b_C, C_prev


def _finish(f: Array, i: Array, o: Array, C_tilde: Array, C_prev: Array) -> tuple[Array, Array]:
    C = f * C_prev + i * C_tilde
    return C, o * np.tanh(C)


def _wrong(change: Callable[..., Pair], swap_z: bool = False) -> Callable[..., Pair]:
    def wrong(*a: Array) -> tuple[Array, Array]:
        f, i, o, a_C, C_prev = _parts(*a, swap_z=swap_z)
        return change(f, i, o, a_C, C_prev)

    return wrong


def my_step(
    W_f: Array, b_f: Array, W_i: Array, b_i: Array, W_C: Array, b_C: Array, W_o: Array, b_o: Array,
    x_t: Array, h_prev: Array, C_prev: Array,
) -> tuple[Array, Array]:  # fmt: skip
    """(C_t, h_t)를 돌려주세요. 둘 다 (B, H)예요.

    W_f, W_i, W_C, W_o는 (H, H+D), b_f, b_i, b_C, b_o는 (H,),
    x_t (B, D), h_prev (B, H), C_prev (B, H)
    """
    z = np.concatenate([h_prev, x_t], axis=-1)
    f = lr.sigmoid(z @ W_f.T + b_f)
    i = lr.sigmoid(z @ W_i.T + b_i)
    C = f * C_prev + i * np.tanh(z @ W_C.T + b_C)
    o = lr.sigmoid(z @ W_o.T + b_o)
    return C, o * np.tanh(C)


EX05B = Exercise(
    id="ex05b",
    title="한 시점을 직접",
    level="표준",
    solution=my_step,
    why="$h$를 앞에 두는 순서가 중요해요. $D = H$일 때는 뒤집어도 오류가 나지 않고 값만 틀려요.",
    outputs=("C (B, H)", "h (B, H)"),
    reference=_step,
    draw=_draw_b,
    hints=(
        "모든 층이 같은 z를 봐요. `z = np.concatenate([h_prev, x_t], axis=-1)`을 한 번만 만들어요.",
        "게이트 셋은 `lr.sigmoid(z @ W.T + b)`이고, 후보 값만 `np.tanh`예요.",
        "셀 상태는 `C = f * C_prev + i * C_tilde`예요. 성분끼리의 곱이에요.",
        "은닉 상태는 `h = o * np.tanh(C)`예요. `return C, h`의 차례를 지켜요.",
    ),
    mistakes=table(
        {
            "입력 게이트와 망각 게이트가 바뀐 것 같아요.": _wrong(
                lambda f, i, o, a, C: _finish(i, f, o, np.tanh(a), C)
            ),
            "h와 x의 차례가 바뀌었어요. h가 앞이에요.": _wrong(
                lambda f, i, o, a, C: _finish(f, i, o, np.tanh(a), C), swap_z=True
            ),
            "o에 tanh(C)가 아니라 C를 곱한 것 같아요.": _wrong(
                lambda f, i, o, a, C: (f * C + i * np.tanh(a), o * (f * C + i * np.tanh(a)))
            ),
            "후보 값은 시그모이드가 아니라 tanh예요.": _wrong(
                lambda f, i, o, a, C: _finish(f, i, o, sigmoid(a), C)
            ),
            "f는 지우는 비율이 아니라 남기는 비율이에요.": _wrong(
                lambda f, i, o, a, C: _finish(1 - f, i, o, np.tanh(a), C)
            ),
            "돌려주는 차례가 바뀌었어요. (C, h)예요.": _wrong(
                lambda f, i, o, a, C: _finish(f, i, o, np.tanh(a), C)[::-1]
            ),
            "h에 새 C가 아니라 C_prev를 쓴 것 같아요.": _wrong(
                lambda f, i, o, a, C: (f * C + i * np.tanh(a), o * np.tanh(C))
            ),
        }
    ),
)


def _draw_c(rng: np.random.Generator, k: int) -> Case:
    T, B, _, H = size(rng, k)
    b_f, b_i, b_C = normal(rng, H), normal(rng, H), normal(rng, H)
    if k == 2:  # 회전목마: 망각 게이트는 열리고 입력 게이트는 닫힌다
        T, b_f, b_i = 100, np.full(H, 40.0), np.full(H, -40.0)
    return {"b_f": b_f, "b_i": b_i, "b_C": b_C, "C_0": normal(rng, B, H), "T": T}


def _last(b_f: Array, b_i: Array, b_C: Array, C_0: Array, T: int) -> Array:
    (B, H), W = C_0.shape, np.zeros((len(b_f), len(b_f) + 1))
    params = LSTMParams(W, b_f, W, b_i, W, b_C, W, np.zeros(H))
    return lstm_forward(params, np.zeros((T, B, 1)), np.zeros((B, H)), C_0).C[-1]


def _repeat(f: Array, i: Array, C_tilde: Array, C: Array, T: int) -> Array:
    for _ in range(T):
        C = f * C + i * C_tilde
    return C


def carousel(b_f: Array, b_i: Array, b_C: Array, C_0: Array, T: int) -> Array:
    """T시점 뒤의 셀 상태 (B, H)를 돌려주세요.

    b_f, b_i, b_C는 (H,), C_0 (B, H), T는 1 이상의 정수
    """
    f, i, C_tilde = lr.sigmoid(b_f), lr.sigmoid(b_i), np.tanh(b_C)
    C = C_0
    for _ in range(T):
        C = f * C + i * C_tilde
    return C


EX05C = Exercise(
    id="ex05c",
    title="LSTM으로 회전목마 만들기",
    level="도전",
    solution=carousel,
    why=(
        r"$b_f$를 크게, $b_i$를 아주 작게 두면 $f \approx 1$, $i \approx 0$이라서 셀 상태가 그대로 돌아요. 회전목마예요. "
        r"다만 이렇게 하면 시그모이드의 도함수가 0에 가까워서 배우기 어려워요. 값으로는 완벽하지만 학습의 출발점으로는 "
        r"나빠요."
    ),
    outputs=("C_T (B, H)",),
    reference=_last,
    draw=_draw_c,
    hints=(
        "가중치가 0이면 z가 무엇이든 게이트는 편향만으로 정해져요. 시점이 바뀌어도 그대로예요.",
        "f와 i는 시그모이드에, 후보 값은 tanh에 편향을 넣은 것이에요.",
        "셀 상태의 식을 T번 되풀이해요: `C = f * C + i * C_tilde`",
        "닫힌 식으로 풀면 1 − f로 나누게 돼요. f가 정확히 1이면 0으로 나누니 반복문이 안전해요.",
    ),
    mistakes=table(
        {
            "망각 게이트만 곱했어요. i ⊙ C̃도 더해요.": lambda b_f, b_i, b_C, C_0, T: sigmoid(b_f) ** T * C_0,
            "한 시점만 계산한 것 같아요. T번 되풀이해요.": lambda b_f, b_i, b_C, C_0, T: _last(
                b_f, b_i, b_C, C_0, 1
            ),
            "편향을 시그모이드에 넣지 않고 곱했어요.": lambda b_f, b_i, b_C, C_0, T: _repeat(
                b_f, b_i, np.tanh(b_C), C_0, T
            ),
            "후보 값은 시그모이드가 아니라 tanh예요.": lambda b_f, b_i, b_C, C_0, T: _repeat(
                sigmoid(b_f), sigmoid(b_i), sigmoid(b_C), C_0, T
            ),
            "f는 지우는 비율이 아니라 남기는 비율이에요.": lambda b_f, b_i, b_C, C_0, T: _last(
                -b_f, b_i, b_C, C_0, T
            ),
            "f = 1에서 0으로 나눴어요. 반복문을 써요.": lambda b_f, b_i, b_C, C_0, T: (
                sigmoid(b_f) ** T * C_0
                + sigmoid(b_i) * np.tanh(b_C) * (1 - sigmoid(b_f) ** T) / (1 - sigmoid(b_f))
            ),
        }
    ),
)

EXERCISES = (EX05A, EX05B, EX05C)
