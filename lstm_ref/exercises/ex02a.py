"""2장 기초: 야코비 행렬 하나."""

import numpy as np

from ..cells import RNNStep
from ..jacobians import rnn_jacobian
from ..params import RNNParams
from .draws import normal, size
from .spec import Exercise, Mistake


def _draw(rng, k):
    H = size(rng, k).H
    return {"W_hh": normal(rng, H, H), "h": np.tanh(normal(rng, H)).round(2)}


def _jacobian(W_hh, h):
    H = len(h)
    params = RNNParams(np.zeros((H, 1)), W_hh, np.zeros(H))
    return rnn_jacobian(params, RNNStep(np.zeros((1, 1)), np.zeros((1, H)), h[None]))[0]


EXERCISE = Exercise(
    id="ex02a",
    chapter="02-vanishing",
    title="야코비 행렬 하나",
    level="기초",
    points=1,
    function="my_jacobian",
    outputs=("J (H, H)",),
    reference=_jacobian,
    draw=_draw,
    hints=(
        "tanh의 도함수를 h로 적으면 1 − h²이에요. h는 이미 tanh를 지난 값이에요.",
        "J[i, j]는 h_t의 i번째를 h_{t−1}의 j번째로 미분한 값이에요. i행의 도함수가 i행 전체에 곱해져요.",
        "대각 행렬을 왼쪽에서 곱하는 것은 행마다 수를 곱하는 것과 같아요: `[:, None]`",
        "`return (1 - h**2)[:, None] * W_hh`",
    ),
    mistakes=(
        Mistake(
            "도함수를 열마다 곱한 것 같아요. 출력의 성분은 행이라서 행마다 곱해요.",
            lambda W_hh, h: (1 - h**2) * W_hh,
        ),
        Mistake(
            "tanh의 도함수가 빠졌어요.",
            lambda W_hh, h: W_hh.copy(),
        ),
        Mistake(
            "h에 tanh를 한 번 더 씌운 것 같아요. h는 이미 tanh를 지난 값이에요.",
            lambda W_hh, h: (1 - np.tanh(h) ** 2)[:, None] * W_hh,
        ),
        Mistake(
            "h를 제곱하지 않은 것 같아요. tanh의 도함수는 1 − h²이에요.",
            lambda W_hh, h: (1 - h)[:, None] * W_hh,
        ),
        Mistake(
            "W_hh를 전치한 것 같아요. 야코비 행렬에서는 W_hh 그대로예요.",
            lambda W_hh, h: (1 - h**2)[:, None] * W_hh.T,
        ),
        Mistake(
            "시그모이드의 도함수를 쓴 것 같아요. tanh의 도함수는 1 − h²이에요.",
            lambda W_hh, h: (h * (1 - h))[:, None] * W_hh,
        ),
    ),
)
