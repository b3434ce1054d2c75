"""7장 표준: 끝내 가까워지는 값."""

import numpy as np

from .draws import normal, share
from .spec import Exercise, Mistake


def _draw(rng, k):
    if k == 0:
        return {"f": 0.9, "i": 0.4, "C_tilde": 0.8}
    return {"f": float(share(rng, 1)[0]), "i": float(share(rng, 1)[0]), "C_tilde": float(normal(rng, 1)[0])}


def _settle(f, i, C_tilde):
    return i * C_tilde / (1 - f), np.log(0.5) / np.log(f)


EXERCISE = Exercise(
    id="ex07b",
    chapter="07-input-gate",
    title="끝내 가까워지는 값",
    level="표준",
    points=2,
    function="settle",
    outputs=("limit (수)", "steps (수)"),
    reference=_settle,
    draw=_draw,
    hints=(
        "더 움직이지 않는 값 C에서는 C = f C + i C̃예요. 이것을 C로 풀어요.",
        "다가가는 값은 `i * C_tilde / (1 - f)`예요.",
        "C_0 = 0이면 t시점 뒤의 값은 다가가는 값의 (1 − fᵗ)배예요. 절반이 되려면 fᵗ = 1/2이에요.",
        "시점 수는 `np.log(0.5) / np.log(f)`예요. 두 값을 이 차례로 돌려줘요.",
    ),
    mistakes=(
        Mistake(
            "1 − f로 나누지 않은 것 같아요. 한 시점에 더해지는 몫이 아니라 다 쌓인 값이에요.",
            lambda f, i, C_tilde: (i * C_tilde, _settle(f, i, C_tilde)[1]),
        ),
        Mistake(
            "1 − f 대신 f로 나눈 것 같아요.",
            lambda f, i, C_tilde: (i * C_tilde / f, _settle(f, i, C_tilde)[1]),
        ),
        Mistake(
            "시점 수의 분자와 분모가 바뀌었어요. fᵗ = 1/2이면 t = ln(1/2) / ln f예요.",
            lambda f, i, C_tilde: (i * C_tilde / (1 - f), np.log(f) / np.log(0.5)),
        ),
        Mistake(
            "시점 수에 1 − f를 쓴 것 같아요. 곱해 가는 것은 남기는 비율 f예요.",
            lambda f, i, C_tilde: (i * C_tilde / (1 - f), np.log(0.5) / np.log(1 - f)),
        ),
        Mistake(
            "돌려주는 차례가 바뀌었어요. (다가가는 값, 시점 수)의 차례예요.",
            lambda *a: _settle(*a)[::-1],
        ),
        Mistake(
            "입력 게이트를 곱하지 않은 것 같아요. 시점마다 더해지는 것은 i C̃예요.",
            lambda f, i, C_tilde: (C_tilde / (1 - f), _settle(f, i, C_tilde)[1]),
        ),
    ),
)
