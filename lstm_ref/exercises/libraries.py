"""14장의 연습문제."""

from itertools import permutations

import numpy as np

from ..cells import lstm_step
from ..convert import ORDERS, TorchWeights, from_torch
from ..params import LSTMParams
from .draws import normal, size
from .spec import Exercise, Mistake

# 자주 하는 실수마다 i, f, g, o에서 어느 덩이를 어떤 차례로 이었는지
WRONG = {
    "차례를 바꾸지 않은 것 같아요.": "ifgo",
    "ONNX의 c를 망각 게이트로 본 것 같아요. c는 후보 값이고 PyTorch의 g예요.": "iogf",
    "거꾸로 바꾼 것 같아요. PyTorch의 차례에서 ONNX의 차례로 가요.": "igof",
    "Keras의 차례 그대로인 것 같아요. ONNX는 출력 게이트가 둘째예요.": "figo",
    "『밑바닥부터 시작하는 딥러닝 2』의 차례로 바꾼 것 같아요.": "fgio",
}


def _draw_a(rng, k):
    H = size(rng, k).H
    return {"b": np.arange(1.0, 4 * H + 1) / 10 if k < 2 else rng.uniform(-1, 1, 4 * H).round(2)}


def _as(order):
    return lambda b: np.concatenate([np.split(b, 4)["ifgo".index(g)] for g in order])


EX14A = Exercise(
    id="ex14a",
    chapter="14-libraries",
    title="차례 바꾸기",
    level="기초",
    points=1,
    function="my_reorder",
    outputs=("b (4H,)",),
    reference=_as(ORDERS["onnx"].replace("C", "g")),
    draw=_draw_a,
    hints=(
        "먼저 같은 크기의 덩이 넷으로 나눠요: `np.split(b, 4)`",
        "나온 넷은 i, f, g, o예요. ONNX의 c가 어느 것인지 생각해 보세요.",
        "c는 후보 값의 다른 이름이라서 g예요. i, o, f, g의 차례로 이어요.",
        "`i, f, g, o = np.split(b, 4)` 다음에 `return np.concatenate([i, o, f, g])`",
    ),
    mistakes=(
        *(Mistake(message, _as(order)) for message, order in WRONG.items()),
        Mistake(
            "성분마다 번갈아 놓인 것으로 읽은 것 같아요. 게이트마다 H개씩 덩이로 놓여 있어요.",
            lambda b: b.reshape(-1, 4)[:, [0, 3, 1, 2]].reshape(-1),
        ),
    ),
)


def _draw_b(rng, k):
    _, _, D, H = size(rng, k)
    return {
        "weight_ih": normal(rng, 4 * H, D),
        "weight_hh": normal(rng, 4 * H, H),
        "bias_ih": normal(rng, 4 * H),
        "bias_hh": normal(rng, 4 * H),
    }


def _forget(*weights):
    params = from_torch(TorchWeights(*weights))
    return params.W_f, params.b_f


def _block(k, x_first=False, bias=lambda b_ih, b_hh: b_ih + b_hh):
    def wrong(weight_ih, weight_hh, bias_ih, bias_hh):
        H = weight_hh.shape[1]
        rows = slice(k * H, (k + 1) * H)
        sides = [weight_hh[rows], weight_ih[rows]]
        return np.concatenate(sides[::-1] if x_first else sides, axis=1), bias(bias_ih[rows], bias_hh[rows])

    return wrong


EX14B = Exercise(
    id="ex14b",
    chapter="14-libraries",
    title="PyTorch에서 이 책으로",
    level="표준",
    points=2,
    function="my_forget_from_torch",
    outputs=("W_f (H, H+D)", "b_f (H,)"),
    reference=_forget,
    draw=_draw_b,
    hints=(
        "PyTorch의 차례는 i, f, g, o예요. 망각 게이트는 몇째 덩이인가요?",
        "H는 `weight_hh.shape[1]`이고, 둘째 덩이는 `H`행부터 `2*H`행까지예요.",
        "이 책의 W_f는 h의 열이 앞이에요: `np.concatenate([weight_hh[rows], weight_ih[rows]], axis=1)`",
        "편향은 둘을 더해 하나로 만들어요: `bias_ih[rows] + bias_hh[rows]`",
    ),
    mistakes=(
        Mistake("첫째 덩이를 가져온 것 같아요. 첫째는 입력 게이트, 둘째가 망각 게이트예요.", _block(0)),
        Mistake("셋째 덩이를 가져온 것 같아요. 셋째 g는 후보 값이에요.", _block(2)),
        Mistake("x의 열을 앞에 둔 것 같아요. 이 책의 z는 h가 앞이에요.", _block(1, x_first=True)),
        Mistake(
            "편향을 하나만 가져온 것 같아요. PyTorch는 편향이 둘이니 더해요.",
            _block(1, bias=lambda b_ih, b_hh: b_ih),
        ),
        Mistake(
            "bias_hh만 가져온 것 같아요. PyTorch는 편향이 둘이니 더해요.",
            _block(1, bias=lambda b_ih, b_hh: b_hh),
        ),
        Mistake(
            "두 편향의 평균을 낸 것 같아요. 층에 둘 다 더해지니 합이에요.",
            _block(1, bias=lambda b_ih, b_hh: (b_ih + b_hh) / 2),
        ),
    ),
)


GATES = "fiCo"
ORDERS = ["".join(order) for order in permutations(GATES)]


def _draw_c(rng, k):
    order = ["iofC", "ifCo", "fCio"][k] if k < 3 else ORDERS[int(rng.integers(len(ORDERS)))]
    h, C = np.transpose([_run(order, place) for place in range(4)])
    return {"h": h, "C": C}


def _run(order: str, place: int):
    """차례가 `order`인 라이브러리에서 `place` 자리의 편향만 1일 때의 (h, C)."""
    bias = {g: np.array([float(order[place] == g)]) for g in GATES}
    zero = np.zeros((1, 2))
    params = LSTMParams(zero, bias["f"], zero, bias["i"], zero, bias["C"], zero, bias["o"])
    step = lstm_step(params, np.zeros((1, 1)), np.zeros((1, 1)), np.ones((1, 1)))
    return step.h[0, 0], step.C[0, 0]


def _places(h, C):
    """셀 상태가 가장 크면 후보 값, 다음이 망각 게이트, 은닉 상태만 커지면 출력 게이트, 아무 일도 없으면 입력 게이트."""
    by_C, by_h = np.argsort(C), np.argsort(h)
    return int(by_C[2]), int(by_h[0]), int(by_C[3]), int(next(k for k in by_h[::-1] if k not in by_C[2:]))


def _pick(*positions):
    return lambda h, C: tuple(_places(h, C)[k] for k in positions)


EX14C = Exercise(
    id="ex14c",
    chapter="14-libraries",
    title="모르는 차례 알아내기",
    level="도전",
    points=3,
    function="find_places",
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
    mistakes=(
        Mistake(
            "망각 게이트와 후보 값이 바뀐 것 같아요. C가 가장 커지는 것은 후보 값이에요.",
            _pick(2, 1, 0, 3),
        ),
        Mistake(
            "입력 게이트와 출력 게이트가 바뀐 것 같아요. 출력 게이트는 h를 키워요.",
            _pick(0, 3, 2, 1),
        ),
        Mistake(
            "망각 게이트와 입력 게이트가 바뀐 것 같아요. 후보 값이 0이면 입력 게이트는 C를 바꾸지 못해요.",
            _pick(1, 0, 2, 3),
        ),
        Mistake(
            "자리마다의 게이트를 적은 것 같아요. 거꾸로, 게이트마다의 자리를 적어요.",
            lambda h, C: tuple(int(k) for k in np.argsort(_places(h, C))),
        ),
        Mistake(
            "자리를 1부터 센 것 같아요. 파이썬처럼 0부터 세어요.",
            lambda h, C: tuple(k + 1 for k in _places(h, C)),
        ),
    ),
)

EXERCISES = (EX14A, EX14B, EX14C)
