"""2장 도전: 기울기 클리핑."""

import numpy as np

from ..params import RNNParams
from ..train import clip_by_global_norm
from .draws import normal, size
from .spec import Exercise, Mistake


def _draw(rng, k):
    _, _, D, H = size(rng, k)
    return {
        "grads": [normal(rng, H, D), normal(rng, H, H), normal(rng, H)],
        "c": [0.5, 100.0, 1.0, 2.0][k % 4],
    }


def _clip(grads, c):
    return list(clip_by_global_norm(RNNParams(*grads), c)[0])


def _norm(grads):
    return np.sqrt(sum((g**2).sum() for g in grads))


EXERCISE = Exercise(
    id="ex02c",
    chapter="02-vanishing",
    title="기울기 클리핑",
    level="도전",
    points=3,
    function="my_clip",
    outputs=("grads",),
    reference=_clip,
    draw=_draw,
    hints=(
        "배열이 여러 개여도 노름은 하나예요. 모두 이은 긴 벡터를 떠올려 보세요.",
        "노름은 모든 배열의 제곱합을 더한 뒤 제곱근을 한 번만 구해요.",
        "노름이 c보다 작으면 그대로 두어야 해요. 배율은 `min(1.0, c / norm)`이에요.",
        "같은 배율을 모든 배열에 곱해 목록으로 돌려줘요: `[g * scale for g in grads]`",
    ),
    mistakes=(
        Mistake(
            "배열마다 따로 줄인 것 같아요. 그러면 방향이 바뀌어요. 노름은 하나만 구해요.",
            lambda grads, c: [g * min(1.0, c / np.sqrt((g**2).sum())) for g in grads],
        ),
        Mistake(
            "노름이 c보다 작을 때도 늘린 것 같아요. 그때는 그대로 두어요.",
            lambda grads, c: [g * c / _norm(grads) for g in grads],
        ),
        Mistake(
            "제곱근이 빠진 것 같아요. 노름은 제곱합의 제곱근이에요.",
            lambda grads, c: [g * min(1.0, c / _norm(grads) ** 2) for g in grads],
        ),
        Mistake(
            "성분마다 c에서 자른 것 같아요. 방향을 지키려면 모두에 같은 수를 곱해요.",
            lambda grads, c: [np.clip(g, -c, c) for g in grads],
        ),
        Mistake(
            "배열마다 구한 노름을 그냥 더한 것 같아요. 제곱을 더한 뒤 제곱근을 구해요.",
            lambda grads, c: [g * min(1.0, c / sum(np.sqrt((v**2).sum()) for v in grads)) for g in grads],
        ),
    ),
)
