"""14장 도전: 모르는 차례 알아내기."""

from itertools import permutations

import numpy as np

from ..cells import lstm_step
from ..params import LSTMParams
from .spec import Exercise, Mistake

GATES = "fiCo"
ORDERS = ["".join(order) for order in permutations(GATES)]


def _draw(rng, k):
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


EXERCISE = Exercise(
    id="ex14c",
    chapter="14-libraries",
    title="모르는 차례 알아내기",
    level="도전",
    points=3,
    function="find_places",
    outputs=("f의_자리", "i의_자리", "C̃의_자리", "o의_자리"),
    reference=_places,
    draw=_draw,
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
