"""13장 도전: 1997년의 셀."""

import numpy as np

from .draws import normal, share, size
from .spec import Exercise, Mistake


def _draw(rng, k):
    T, _, _, H = size(rng, k)
    return {"i": share(rng, T, H), "C_tilde": np.tanh(normal(rng, T, H)).round(2)}


EXERCISE = Exercise(
    id="ex13c",
    chapter="13-beyond",
    title="1997년의 셀",
    level="도전",
    points=3,
    function="cell_1997",
    outputs=("C (T, H)",),
    reference=lambda i, C_tilde: np.cumsum(i * C_tilde, axis=0),
    draw=_draw,
    hints=(
        "망각 게이트가 없으면 f = 1이에요. 셀 상태의 식이 어떻게 되나요?",
        "C_t = C_{t−1} + i_t ⊙ C̃_t라서 지금까지의 합이에요.",
        "시점(첫 축)을 따라 더해 가요: `np.cumsum(i * C_tilde, axis=0)`",
    ),
    mistakes=(
        Mistake(
            "더해 가지 않은 것 같아요. 지금까지의 합이에요.",
            lambda i, C_tilde: i * C_tilde,
        ),
        Mistake(
            "축이 바뀐 것 같아요. 시점은 첫 축이라서 axis=0이에요.",
            lambda i, C_tilde: np.cumsum(i * C_tilde, axis=1),
        ),
        Mistake(
            "i와 C̃을 따로 더해 간 뒤 곱한 것 같아요. 먼저 곱하고 더해 가요.",
            lambda i, C_tilde: np.cumsum(i, axis=0) * np.cumsum(C_tilde, axis=0),
        ),
        Mistake(
            "자기 시점의 몫이 빠졌어요. C_t에는 t시점에 더한 것도 들어 있어요.",
            lambda i, C_tilde: np.cumsum(i * C_tilde, axis=0) - i * C_tilde,
        ),
        Mistake(
            "더하지 않고 곱해 간 것 같아요.",
            lambda i, C_tilde: np.cumprod(i * C_tilde, axis=0),
        ),
        Mistake(
            "마지막 셀 상태만 돌려준 것 같아요. 모든 시점을 (T, H)로 돌려줘요.",
            lambda i, C_tilde: (i * C_tilde).sum(axis=0),
        ),
    ),
)
