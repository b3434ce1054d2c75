"""5장 기초: 매개변수 세기."""

import numpy as np

from ..params import init_lstm
from .draws import size
from .spec import Exercise, Mistake


def _draw(rng, k):
    _, _, D, H = size(rng, k)
    return {"D": D, "H": H}


EXERCISE = Exercise(
    id="ex05a",
    chapter="05-lstm",
    title="매개변수 세기",
    level="기초",
    points=1,
    function="lstm_size",
    outputs=("수 (정수)",),
    reference=lambda D, H: sum(array.size for array in init_lstm(np.random.default_rng(0), D, H)),
    draw=_draw,
    hints=(
        "층 하나를 먼저 세어 보세요. 가중치와 편향의 크기는 무엇이었나요?",
        "가중치는 (H, H+D), 편향은 (H,)예요. 그러니 층 하나는 H(H+D) + H개예요.",
        "같은 크기의 층이 넷이에요. 게이트 셋과 후보 값 하나예요: `4 * (H * (H + D) + H)`",
    ),
    mistakes=(
        Mistake(
            "층 하나만 센 것 같아요. 게이트 셋과 후보 값까지 네 벌이에요.",
            lambda D, H: H * (H + D) + H,
        ),
        Mistake(
            "게이트 셋만 센 것 같아요. 후보 값에도 가중치와 편향이 있어요.",
            lambda D, H: 3 * (H * (H + D) + H),
        ),
        Mistake(
            "편향을 세지 않은 것 같아요.",
            lambda D, H: 4 * H * (H + D),
        ),
        Mistake(
            "편향을 한 벌만 센 것 같아요. 층마다 (H,)인 편향이 있어요.",
            lambda D, H: 4 * H * (H + D) + H,
        ),
        Mistake(
            "입력 쪽 열만 센 것 같아요. 가중치는 [h, x]에 곱하니 열이 H+D개예요.",
            lambda D, H: 4 * (H * D + H),
        ),
        Mistake(
            "편향을 두 벌 센 것 같아요. PyTorch와 달리 이 책의 층은 편향이 하나예요.",
            lambda D, H: 4 * (H * (H + D) + 2 * H),
        ),
    ),
)
