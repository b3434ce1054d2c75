"""14장의 연습문제."""

from __future__ import annotations

from collections.abc import Callable
from itertools import permutations

import numpy as np

import lstm_ref as lr

from ..cells import lstm_step
from ..convert import ORDERS, TorchWeights, from_torch
from ..params import LSTMParams
from .draws import normal, size
from .spec import Array, Case, Exercise, Function, table

# 자주 하는 실수마다 i, f, g, o에서 어느 덩이를 어떤 차례로 이었는지
WRONG = {
    "차례를 바꾸지 않은 것 같아요.": "ifgo",
    "c는 망각 게이트가 아니라 후보 값이에요.": "iogf",
    "거꾸로 바꿨어요. PyTorch에서 ONNX로 가요.": "igof",
    "이 책의 차례 f, i, C, o로 바꾼 것 같아요.": "figo",
    "『밑바닥부터 시작하는 딥러닝 2』의 차례예요.": "fgio",
}


def _draw_a(rng: np.random.Generator, k: int) -> Case:
    H = size(rng, k).H
    return {"b": np.arange(1.0, 4 * H + 1) / 10 if k < 2 else rng.uniform(-1, 1, 4 * H).round(2)}


def _as(order: str) -> Function:
    return lambda b: np.concatenate([np.split(b, 4)["ifgo".index(g)] for g in order])


def my_reorder(b: Array) -> Array:
    """i, o, f, c의 차례로 이은 (4H,)를 돌려주세요.

    b (4H,)는 i, f, g, o의 차례
    """
    i, f, g, o = np.split(b, 4)
    return np.concatenate([i, o, f, g])


EX14A = Exercise(
    id="ex14a",
    title="차례 바꾸기",
    level="기초",
    solution=my_reorder,
    why="ONNX의 c가 PyTorch의 g예요. 둘 다 후보 값이에요.",
    outputs=("b (4H,)",),
    reference=_as(ORDERS["onnx"].replace("C", "g")),
    draw=_draw_a,
    hints=(
        "먼저 같은 크기의 덩이 넷으로 나눠요: `np.split(b, 4)`",
        "나온 넷은 i, f, g, o예요. ONNX의 c가 어느 것인지 생각해 보세요.",
        "c는 후보 값의 다른 이름이라서 g예요. i, o, f, g의 차례로 이어요.",
        "`i, f, g, o = np.split(b, 4)` 다음에 `return np.concatenate([i, o, f, g])`",
    ),
    mistakes=table(
        {
            **{message: _as(order) for message, order in WRONG.items()},
            "번갈아 놓인 게 아니라 게이트마다 H개씩이에요.": lambda b: b.reshape(-1, 4)[
                :, [0, 3, 1, 2]
            ].reshape(-1),
        }
    ),
)


def _draw_b(rng: np.random.Generator, k: int) -> Case:
    _, _, D, H = size(rng, k)
    return {
        "weight_ih": normal(rng, 4 * H, D),
        "weight_hh": normal(rng, 4 * H, H),
        "bias_ih": normal(rng, 4 * H),
        "bias_hh": normal(rng, 4 * H),
    }


def _forget(*weights: Array) -> tuple[Array, Array]:
    params = from_torch(TorchWeights(*weights))
    return params.W_f, params.b_f


def _block(
    k: int, x_first: bool = False, bias: Callable[[Array, Array], Array] = lambda b_ih, b_hh: b_ih + b_hh
) -> Function:
    def wrong(weight_ih: Array, weight_hh: Array, bias_ih: Array, bias_hh: Array) -> tuple[Array, Array]:
        H = weight_hh.shape[1]
        rows = slice(k * H, (k + 1) * H)
        sides = [weight_hh[rows], weight_ih[rows]]
        return np.concatenate(sides[::-1] if x_first else sides, axis=1), bias(bias_ih[rows], bias_hh[rows])

    return wrong


def my_forget_from_torch(
    weight_ih: Array, weight_hh: Array, bias_ih: Array, bias_hh: Array
) -> tuple[Array, Array]:
    """(W_f, b_f)를 돌려주세요. 크기는 (H, H+D)와 (H,)예요.

    weight_ih (4H, D), weight_hh (4H, H), bias_ih (4H,), bias_hh (4H,)
    """
    H = weight_hh.shape[1]
    rows = slice(H, 2 * H)
    W_f = np.concatenate([weight_hh[rows], weight_ih[rows]], axis=1)
    return W_f, bias_ih[rows] + bias_hh[rows]


EX14B = Exercise(
    id="ex14b",
    title="PyTorch에서 이 책으로",
    level="표준",
    solution=my_forget_from_torch,
    why="행을 고르고, $h$ 쪽을 앞에 이어 붙이고, 두 편향을 더해요.",
    outputs=("W_f (H, H+D)", "b_f (H,)"),
    reference=_forget,
    draw=_draw_b,
    hints=(
        "PyTorch의 차례는 i, f, g, o예요. 망각 게이트는 몇째 덩이인가요?",
        "H는 `weight_hh.shape[1]`이고, 둘째 덩이는 `H`행부터 `2*H`행까지예요.",
        "이 책의 W_f는 h의 열이 앞이에요: `np.concatenate([weight_hh[rows], weight_ih[rows]], axis=1)`",
        "편향은 둘을 더해 하나로 만들어요: `bias_ih[rows] + bias_hh[rows]`",
    ),
    mistakes=table(
        {
            "첫째가 아니라 둘째 덩이가 망각 게이트예요.": _block(0),
            "셋째 덩이는 후보 값이에요. 둘째를 가져와요.": _block(2),
            "x의 열이 앞에 왔어요. h의 열이 먼저예요.": _block(1, x_first=True),
            "bias_ih만 가져왔어요. 두 편향을 더해요.": _block(1, bias=lambda b_ih, b_hh: b_ih),
            "bias_hh만 가져왔어요. 두 편향을 더해요.": _block(1, bias=lambda b_ih, b_hh: b_hh),
            "두 편향은 평균이 아니라 합이에요.": _block(1, bias=lambda b_ih, b_hh: (b_ih + b_hh) / 2),
        }
    ),
)


GATES = "fiCo"
EVERY = ["".join(order) for order in permutations(GATES)]


def _draw_c(rng: np.random.Generator, k: int) -> Case:
    order = ["iofC", "ifCo", "fCio"][k] if k < 3 else EVERY[int(rng.integers(len(EVERY)))]
    h, C = np.transpose([_run(order, place) for place in range(4)])
    return {"h": h, "C": C}


def _run(order: str, place: int) -> tuple[float, float]:
    """차례가 `order`인 라이브러리에서 `place` 자리의 편향만 1일 때의 (h, C)."""
    bias = {g: np.array([float(order[place] == g)]) for g in GATES}
    zero = np.zeros((1, 2))
    params = LSTMParams(zero, bias["f"], zero, bias["i"], zero, bias["C"], zero, bias["o"])
    step = lstm_step(params, np.zeros((1, 1)), np.zeros((1, 1)), np.ones((1, 1)))
    return step.h[0, 0], step.C[0, 0]


def _places(h: Array, C: Array) -> tuple[int, int, int, int]:
    """셀 상태가 가장 크면 후보 값, 다음이 망각 게이트, 은닉 상태만 커지면 출력 게이트, 아무 일도 없으면 입력 게이트."""
    by_C, by_h = np.argsort(C), np.argsort(h)
    return int(by_C[2]), int(by_h[0]), int(by_C[3]), int(next(k for k in by_h[::-1] if k not in by_C[2:]))


def _pick(*positions: int) -> Function:
    return lambda h, C: tuple(_places(h, C)[k] for k in positions)


def find_places(h: Array, C: Array) -> tuple[int, int, int, int]:
    """(f, i, C̃, o)의 자리를 돌려주세요. 모두 0부터 3까지의 정수예요.

    h (4,)와 C (4,): k번째는 k번째 자리의 편향만 1일 때의 h_1과 C_1
    """
    f = np.argmin(np.abs(C - lr.sigmoid(1.0)))
    C_tilde = np.argmax(C)
    i, o = sorted({0, 1, 2, 3} - {f, C_tilde}, key=lambda k: h[k])
    return int(f), int(i), int(C_tilde), int(o)


EX14C = Exercise(
    id="ex14c",
    title="모르는 차례 알아내기",
    level="도전",
    solution=find_places,
    why=(
        r"후보 값의 편향이 0이면 $\tanh(0) = 0$이라 입력 게이트와 출력 게이트는 $C_1 = 1/2$을 바꾸지 못해요. 망각 게이트의 "
        r"자리라면 $C_1 = \sigma(1)$이 되고, 후보 값의 자리라면 $C_1 = 1/2 + \tanh(1)/2$이 돼요. 남은 둘은 $h_1$이 갈라요. "
        r"출력 게이트를 더 열면 $h_1$이 커지고, 입력 게이트는 아무것도 바꾸지 않아요. 1 대신 아주 큰 수를 넣으면 망각 "
        r"게이트와 후보 값이 둘 다 $C_1 = 1$이 되어 갈리지 않아요."
    ),
    outputs=("f의_자리", "i의_자리", "C̃의_자리", "o의_자리"),
    reference=_places,
    draw=_draw_c,
    hints=(
        "편향이 모두 0이면 C = 1/2, h = tanh(1/2)/2예요. 한 자리에 1을 넣었을 때 무엇이 달라지는지 게이트마다 적어 보세요.",
        "망각 게이트면 C = σ(1), 후보 값이면 C = 1/2 + tanh(1)/2예요. 후보 값 쪽이 더 커요.",
        "출력 게이트면 C는 1/2 그대로이고 h만 커져요. 입력 게이트면 후보 값이 0이라 아무것도 달라지지 않아요.",
        "f의 자리는 C가 σ(1)에 가장 가까운 곳이에요: `np.argmin(np.abs(C - lr.sigmoid(1.0)))`",
        "C가 달라지지 않은 두 자리 가운데 h가 큰 쪽이 o, 작은 쪽이 i예요.",
    ),
    mistakes=table(
        {
            "망각 게이트와 후보 값이 바뀐 것 같아요.": _pick(2, 1, 0, 3),
            "입력 게이트와 출력 게이트가 바뀐 것 같아요.": _pick(0, 3, 2, 1),
            "망각 게이트와 입력 게이트가 바뀐 것 같아요.": _pick(1, 0, 2, 3),
            "거꾸로예요. 게이트마다 그 자리를 적어요.": lambda h, C: tuple(
                int(k) for k in np.argsort(_places(h, C))
            ),
            "자리를 1부터 셌어요. 0부터 세어요.": lambda h, C: tuple(k + 1 for k in _places(h, C)),
        }
    ),
)

EXERCISES = (EX14A, EX14B, EX14C)
