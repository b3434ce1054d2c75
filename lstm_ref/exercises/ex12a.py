"""12장 기초: 문장 하나의 손실."""

import numpy as np

from ..train import softmax_cross_entropy
from .draws import normal
from .spec import Exercise, Mistake


def _draw(rng, k):
    K = [3, 2, 4, 3, 24][k] if k < 5 else int(rng.integers(2, 9))
    y = 2 * normal(rng, K)
    if k == 3:  # exp가 넘치는 출력
        y[0] = 1000.0
    return {"y": y, "c": 1 if k == 0 else int(rng.integers(K))}


def _p(y):
    return np.exp(y - y.max()) / np.exp(y - y.max()).sum()


def _loss(y, c):
    return softmax_cross_entropy(y[None], np.array([c]))[0]


EXERCISE = Exercise(
    id="ex12a",
    chapter="12-honorifics",
    title="문장 하나의 손실",
    level="기초",
    points=1,
    function="my_cross_entropy",
    outputs=("L (수)",),
    reference=_loss,
    draw=_draw,
    hints=(
        "정답의 확률이 클수록 손실이 작아야 해요. L = −ln p_c예요.",
        "p_c = e^{y_c} / Σ e^{y_j}를 넣고 정리하면 L = −y_c + ln Σ e^{y_j}예요.",
        "모든 y에서 가장 큰 값을 먼저 빼요. 확률은 그대로이고 exp가 넘치지 않아요.",
        "`y = y - y.max()` 다음에 `return np.log(np.exp(y).sum()) - y[c]`",
    ),
    mistakes=(
        Mistake(
            "부호가 반대예요. 손실은 −ln p라서 0보다 작아지지 않아요.",
            lambda y, c: -_loss(y, c),
        ),
        Mistake(
            "확률을 돌려준 것 같아요. 손실은 그 로그에 음의 부호를 붙인 값이에요.",
            lambda y, c: _p(y)[c],
        ),
        Mistake(
            "정답의 출력 y_c를 빼지 않은 것 같아요.",
            lambda y, c: y.max() + np.log(np.exp(y - y.max()).sum()),
        ),
        Mistake(
            "큰 수에서 exp가 넘쳤어요. 가장 큰 값을 먼저 빼요.",
            lambda y, c: np.log(np.exp(y).sum()) - y[c],
        ),
        Mistake(
            "정답 대신 가장 큰 출력의 손실을 구한 것 같아요.",
            lambda y, c: _loss(y, int(y.argmax())),
        ),
        Mistake(
            "밑이 2인 로그를 쓴 것 같아요. 자연로그 `np.log`예요.",
            lambda y, c: _loss(y, c) / np.log(2),
        ),
    ),
)
