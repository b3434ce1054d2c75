"""9장 도전: 언제 내보일지 정하기."""

import numpy as np

from ..cells import sigmoid
from .spec import Exercise, Mistake


def _draw(rng, k):
    if k < 3:
        return dict(zip(("closed", "opened"), ((0.01, 0.99), (0.1, 0.6), (0.3, 0.8))[k]))
    return {
        "closed": round(float(rng.uniform(0.02, 0.4)), 2),
        "opened": round(float(rng.uniform(0.6, 0.98)), 2),
    }


def _logit(p):
    return np.log(p / (1 - p))


EXERCISE = Exercise(
    id="ex09c",
    chapter="09-output-gate",
    title="언제 내보일지 정하기",
    level="도전",
    points=3,
    function="open_on_one",
    outputs=("w (수)", "b (수)"),
    reference=lambda closed, opened: (_logit(opened) - _logit(closed), _logit(closed)),
    draw=_draw,
    hints=(
        "조건을 둘로 나누어 적어 보세요. x = 0일 때는 σ(b), x = 1일 때는 σ(w + b)예요.",
        "σ(b) = closed에서 b가 정해져요. 시그모이드의 역함수는 ln(p / (1 − p))예요.",
        "w + b가 opened의 역함수 값이에요. 여기서 b를 빼면 w예요.",
        "역함수를 `logit`이라고 하면 `b = logit(closed)`, `w = logit(opened) - b`예요. (w, b)로 돌려줘요.",
    ),
    mistakes=(
        Mistake(
            "w에서 b를 빼지 않은 것 같아요. x = 1일 때 시그모이드에 들어가는 것은 w + b예요.",
            lambda closed, opened: (_logit(opened), _logit(closed)),
        ),
        Mistake(
            "돌려주는 차례가 바뀌었어요. (w, b)의 차례예요.",
            lambda closed, opened: (_logit(closed), _logit(opened) - _logit(closed)),
        ),
        Mistake(
            "역함수를 쓰지 않은 것 같아요. σ(b)가 closed여야지 b가 closed이면 안 돼요.",
            lambda closed, opened: (opened - closed, closed),
        ),
        Mistake(
            "역함수 자리에 시그모이드를 쓴 것 같아요.",
            lambda closed, opened: (sigmoid(opened) - sigmoid(closed), sigmoid(closed)),
        ),
        Mistake(
            "열림과 닫힘이 바뀌었어요. x = 0일 때 닫히고 x = 1일 때 열려요.",
            lambda closed, opened: (_logit(closed) - _logit(opened), _logit(opened)),
        ),
        Mistake(
            "w의 부호가 반대예요. x = 1일 때 더 열려야 하니 w는 양수예요.",
            lambda closed, opened: (_logit(closed) - _logit(opened), _logit(closed)),
        ),
    ),
)
