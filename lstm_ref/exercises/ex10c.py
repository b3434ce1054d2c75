"""10장 도전: 켜고 끄는 스위치."""

import numpy as np

from ..cells import sigmoid
from .spec import Exercise, Mistake


def _draw(rng, k):
    return {"p": [0.99, 0.9, 0.999][k] if k < 3 else round(float(rng.uniform(0.7, 0.995)), 3)}


def _logit(p):
    return np.log(p / (1 - p))


def _times(*signs):
    """역함수 값 a에 곱할 수 넷으로 답을 만든다."""
    return lambda p: tuple(s * _logit(p) for s in signs)


EXERCISE = Exercise(
    id="ex10c",
    chapter="10-summary",
    title="켜고 끄는 스위치",
    level="도전",
    points=3,
    function="switch",
    outputs=("w_f (수)", "b_f (수)", "w_i (수)", "b_i (수)"),
    reference=_times(2, 1, 2, -1),
    draw=_draw,
    hints=(
        "조건 넷을 식 넷으로 적어요. 미지수도 넷이라서 답이 하나로 정해져요.",
        "망각 게이트: σ(b_f) = p (x = 0), σ(b_f − w_f) = 1 − p (x = −1)",
        "입력 게이트: σ(b_i) = 1 − p (x = 0), σ(w_i + b_i) = p (x = 1)",
        "a = ln(p / (1 − p))라고 하면 1 − p의 역함수 값은 −a예요. 그러니 b_f = a, b_f − w_f = −a예요.",
        "`return 2 * a, a, 2 * a, -a`",
    ),
    mistakes=(
        Mistake(
            "입력 게이트와 망각 게이트가 바뀐 것 같아요. x = 0일 때 열려 있는 것은 망각 게이트예요.",
            _times(2, -1, 2, 1),
        ),
        Mistake(
            "가중치가 절반이에요. 편향을 이겨 내고 반대쪽까지 가야 하니 두 배가 필요해요.",
            _times(1, 1, 1, -1),
        ),
        Mistake(
            "w_f의 부호가 반대예요. x = −1일 때 닫히려면 w_f가 양수예요.",
            _times(-2, 1, 2, -1),
        ),
        Mistake(
            "돌려주는 차례가 바뀌었어요. (w_f, b_f, w_i, b_i)의 차례예요.",
            _times(1, 2, -1, 2),
        ),
        Mistake(
            "f를 지우는 비율로 읽은 것 같아요. x = 0일 때 남기려면 f가 커야 해요.",
            _times(-2, -1, 2, -1),
        ),
        Mistake(
            "역함수를 쓰지 않은 것 같아요. 시그모이드를 지난 뒤에 p가 되어야 해요.",
            lambda p: (2 * p - 1, p, 2 * p - 1, 1 - p),
        ),
        Mistake(
            "역함수 자리에 시그모이드를 쓴 것 같아요.",
            lambda p: (2 * sigmoid(p), sigmoid(p), 2 * sigmoid(p), -sigmoid(p)),
        ),
    ),
)
