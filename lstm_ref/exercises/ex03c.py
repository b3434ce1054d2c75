"""3장 도전: 맞바꿈의 한가운데."""

import numpy as np

from .spec import Exercise, Mistake


def _draw(rng, k):
    return {"w": [2.0, 1.2, 4.0, 1.5][k] if k < 4 else round(float(rng.uniform(1.3, 3.5)), 2)}


def _fixed(w):
    h = 0.9
    for _ in range(5000):
        h = float(np.tanh(w * h))
    return h


EXERCISE = Exercise(
    id="ex03c",
    chapter="03-memory",
    title="맞바꿈의 한가운데",
    level="도전",
    points=3,
    function="slope_at_fixed_point",
    outputs=("slope (수)",),
    reference=lambda w: w * (1 - _fixed(w) ** 2),
    draw=_draw,
    tolerance=1e-6,
    hints=(
        "두 걸음이에요. 먼저 0이 아닌 고정점을 찾고, 거기에서 도함수를 구해요.",
        "고정점은 첫째 문제의 반복으로 찾아요. 0에서 시작하면 0에 머무르니 0.9에서 시작해요.",
        "tanh(w h)를 h로 미분하면 연쇄 법칙 때문에 w가 곱해져요.",
        "고정점에서는 tanh(w h) = h라서 도함수가 `w * (1 - h**2)`예요.",
    ),
    mistakes=(
        Mistake(
            "w를 곱하지 않은 것 같아요. tanh 안의 w h를 h로 미분하면 w가 나와요.",
            lambda w: 1 - _fixed(w) ** 2,
        ),
        Mistake(
            "고정점이 0인 것 같아요. 0이 아닌 곳에서 시작하면 다른 고정점으로 가요.",
            lambda w: w,
        ),
        Mistake(
            "tanh를 한 번 더 씌운 것 같아요. 고정점에서는 tanh(w h)가 h 자신이에요.",
            lambda w: w * (1 - np.tanh(_fixed(w)) ** 2),
        ),
        Mistake(
            "고정점을 돌려준 것 같아요. 그 자리의 기울기 w(1 − h²)을 돌려줘요.",
            lambda w: _fixed(w),
        ),
        Mistake(
            "h를 제곱하지 않은 것 같아요. tanh의 도함수는 1 − h²이에요.",
            lambda w: w * (1 - _fixed(w)),
        ),
    ),
)
