"""12장 표준: 가까운 것과 먼 것을 나누어 채점하기."""

import numpy as np

from ..tasks import accuracy
from .draws import normal
from .spec import Exercise, Mistake

K = 24


def _draw(rng, k):
    B = [2, 1, 6, 9][k] if k < 4 else int(rng.integers(2, 20))
    targets = rng.integers(K, size=B)
    y = normal(rng, B, K)
    lift = rng.random(B)
    for row in range(B):  # 다 맞음, 서술어만, 높임만, 아무것도: 네 경우를 섞는다
        c = int(targets[row])
        picks = (c, c ^ 1, (c + 2) % K, (c + 3) % K)
        y[row, picks[int(lift[row] * 4)]] = 2.0
    return {"y": y, "targets": targets}


def _accuracy(y, targets):
    return tuple(accuracy(y, targets))


def _with(share):
    def wrong(y, targets):
        guess = y.argmax(axis=1)
        return share(guess // 2 == targets // 2), share(guess % 2 == targets % 2)

    return wrong


EXERCISE = Exercise(
    id="ex12b",
    chapter="12-honorifics",
    title="가까운 것과 먼 것을 나누어 채점하기",
    level="표준",
    points=2,
    function="my_accuracy",
    outputs=("서술어_정답률 (수)", "높임_정답률 (수)"),
    reference=_accuracy,
    draw=_draw,
    hints=(
        "먼저 문장마다 가장 큰 출력의 번호를 골라요: `y.argmax(axis=1)`",
        "번호를 2로 나눈 몫이 서술어, 나머지가 높임이에요. 정답 번호도 같은 방법으로 나눠요.",
        "맞은 자리를 1, 틀린 자리를 0으로 보고 평균을 구하면 정답률이에요.",
        "`np.mean(guess // 2 == targets // 2), np.mean(guess % 2 == targets % 2)`",
    ),
    mistakes=(
        Mistake(
            "돌려주는 차례가 바뀌었어요. (서술어 정답률, 높임 정답률)의 차례예요.",
            lambda *a: _accuracy(*a)[::-1],
        ),
        Mistake(
            "둘을 나누지 않고 꼴 전체가 맞은 비율을 구한 것 같아요.",
            lambda y, targets: (float(np.mean(y.argmax(axis=1) == targets)),) * 2,
        ),
        Mistake(
            "맞은 수를 센 것 같아요. 문장 수로 나누어 비율로 돌려줘요.",
            _with(lambda hit: int(hit.sum())),
        ),
        Mistake(
            "틀린 비율을 구한 것 같아요.",
            _with(lambda hit: 1 - float(hit.mean())),
        ),
        Mistake(
            "가장 작은 출력을 고른 것 같아요. `argmax`예요.",
            lambda y, targets: _accuracy(-y, targets),
        ),
        Mistake(
            "앞 12개와 뒤 12개로 나눈 것 같아요. 몫과 나머지는 2로 나누어 구해요.",
            lambda y, targets: (
                float(np.mean(y.argmax(axis=1) % 12 == targets % 12)),
                float(np.mean(y.argmax(axis=1) // 12 == targets // 12)),
            ),
        ),
    ),
)
