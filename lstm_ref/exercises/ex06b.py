"""6장 표준: 필요한 편향."""

import numpy as np

from .spec import Exercise, Mistake


def _draw(rng, k):
    return {"n": [10.0, 1.0, 103.0, 2.0][k] if k < 4 else round(float(rng.uniform(1.5, 60.0)), 1)}


def _bias(n):
    f = 0.5 ** (1 / n)
    return np.log(f / (1 - f))


EXERCISE = Exercise(
    id="ex06b",
    chapter="06-forget-gate",
    title="필요한 편향",
    level="표준",
    points=2,
    function="bias_for_half_life",
    outputs=("b (수)",),
    reference=_bias,
    draw=_draw,
    hints=(
        "먼저 n번 곱해서 1/2이 되는 f를 구해요. f를 n제곱하면 1/2이에요.",
        "f = `0.5 ** (1 / n)`이에요.",
        "이제 σ(b) = f인 b를 찾아요. 시그모이드의 역함수는 ln(f / (1 − f))예요.",
        "`return np.log(f / (1 - f))`",
    ),
    mistakes=(
        Mistake(
            "f를 돌려준 것 같아요. 시그모이드의 역함수로 편향까지 구해요.",
            lambda n: 0.5 ** (1 / n),
        ),
        Mistake(
            "부호가 반대예요. 역함수는 ln(f / (1 − f))이고, 분자가 남기는 비율 f예요.",
            lambda n: -_bias(n),
        ),
        Mistake(
            "1/2을 n으로 나눈 것 같아요. n번 곱해서 1/2이니 n제곱근이에요.",
            lambda n: np.log(0.5 / n / (1 - 0.5 / n)),
        ),
        Mistake(
            "시그모이드를 한 번 더 씌운 것 같아요. 여기서는 그 역함수가 필요해요.",
            lambda n: 1 / (1 + np.exp(-(0.5 ** (1 / n)))),
        ),
        Mistake(
            "1 − f로 나누지 않고 ln f만 구한 것 같아요.",
            lambda n: np.log(0.5 ** (1 / n)),
        ),
        Mistake(
            "밑이 10인 로그를 쓴 것 같아요. 시그모이드에는 자연로그 `np.log`예요.",
            lambda n: _bias(n) / np.log(10),
        ),
    ),
)
