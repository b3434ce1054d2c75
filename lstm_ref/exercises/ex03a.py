"""3장 기초: 고정점 찾기."""

import numpy as np

from .draws import normal
from .spec import Exercise, Mistake

STEPS = 200


def _draw(rng, k):
    w = [2.0, 0.5, 1.0, 1.5, 3.0][k] if k < 5 else float(abs(normal(rng, 1)[0])) + 0.3
    h = [0.5, 0.9, 0.8, -0.4, -0.1][k] if k < 5 else float(normal(rng, 1)[0])
    return {"w": w, "h": h}


def _repeat(w, h, update=lambda w, h: np.tanh(w * h)):
    for _ in range(STEPS):
        h = update(w, h)
    return float(h)


EXERCISE = Exercise(
    id="ex03a",
    chapter="03-memory",
    title="고정점 찾기",
    level="기초",
    points=1,
    function="fixed_point",
    outputs=("h (수)",),
    reference=_repeat,
    draw=_draw,
    hints=(
        "같은 식을 되풀이하면 값이 더 움직이지 않는 곳으로 가요. 200번이면 충분해요.",
        "`for _ in range(200):` 안에서 h를 새로 고쳐요.",
        "새 h는 `np.tanh(w * h)`예요. 다 돌고 나서 h를 돌려줘요.",
    ),
    mistakes=(
        Mistake(
            "한 번만 계산한 것 같아요. 200번 되풀이해요. `return`이 반복문 안에 있지 않은지 보세요.",
            lambda w, h: float(np.tanh(w * h)),
        ),
        Mistake(
            "w를 tanh 밖에서 곱한 것 같아요. tanh 안에서 곱해요.",
            lambda w, h: _repeat(w, h, lambda w, h: w * np.tanh(h)),
        ),
        Mistake(
            "w를 곱하지 않은 것 같아요.",
            lambda w, h: _repeat(w, h, lambda w, h: np.tanh(h)),
        ),
        Mistake(
            "부호가 사라졌어요. 음수에서 시작하면 음수인 고정점으로 가요.",
            lambda w, h: abs(_repeat(w, h)),
        ),
        Mistake(
            "늘 처음 h에서 다시 계산한 것 같아요. 방금 구한 값을 다음 번에 넣어요.",
            lambda w, h: float(np.tanh(w * np.tanh(w * h))),
        ),
    ),
)
