"""8장 기초: 한 줄 갱신."""

import numpy as np

from .draws import normal, share, size
from .spec import Exercise, Mistake


def _draw(rng, k):
    _, B, _, H = size(rng, k)
    C_tilde = np.tanh(normal(rng, B, H)).round(2)
    return {"f": share(rng, B, H), "C_prev": normal(rng, B, H), "i": share(rng, B, H), "C_tilde": C_tilde}


EXERCISE = Exercise(
    id="ex08a",
    chapter="08-cell-state",
    title="한 줄 갱신",
    level="기초",
    points=1,
    function="my_cell_state",
    outputs=("C (B, H)",),
    reference=lambda f, C_prev, i, C_tilde: f * C_prev + i * C_tilde,
    draw=_draw,
    hints=(
        "남기는 몫과 더하는 몫, 두 조각의 합이에요.",
        "남기는 몫은 f ⊙ C_prev, 더하는 몫은 i ⊙ C̃이에요. 행렬 곱이 아니라 성분끼리의 곱이에요.",
        "`return f * C_prev + i * C_tilde`",
    ),
    mistakes=(
        Mistake(
            "입력 게이트와 망각 게이트가 바뀐 것 같아요.",
            lambda f, C_prev, i, C_tilde: i * C_prev + f * C_tilde,
        ),
        Mistake(
            "f를 지우는 비율로 읽은 것 같아요. f는 남기는 비율이라서 f ⊙ C_prev예요.",
            lambda f, C_prev, i, C_tilde: (1 - f) * C_prev + i * C_tilde,
        ),
        Mistake(
            "더하지 않고 덮어쓴 것 같아요. 이전 셀 상태의 몫이 빠졌어요.",
            lambda f, C_prev, i, C_tilde: i * C_tilde,
        ),
        Mistake(
            "새로 더하는 몫에도 f를 곱한 것 같아요. f는 이전 셀 상태에만 곱해요.",
            lambda f, C_prev, i, C_tilde: f * (C_prev + i * C_tilde),
        ),
        Mistake(
            "i 자리에 1 − f를 쓴 것 같아요. LSTM에서 두 게이트는 따로 움직여요.",
            lambda f, C_prev, i, C_tilde: f * C_prev + (1 - f) * C_tilde,
        ),
        Mistake(
            "새 셀 상태에 tanh를 씌운 것 같아요. 셀 상태에는 씌우지 않아요.",
            lambda f, C_prev, i, C_tilde: np.tanh(f * C_prev + i * C_tilde),
        ),
    ),
)
