"""2장 표준: 거리마다의 노름."""

import numpy as np

from ..jacobians import chain
from .draws import normal, size
from .spec import Exercise, Mistake


def _draw(rng, k):
    T, _, _, H = size(rng, k)
    return {"jacobians": normal(rng, T, H, H)}


def _norms(jacobians):
    return np.linalg.norm(chain(jacobians[:, None])[:, 0], ord=2, axis=(1, 2))


def _from_the_right(jacobians):
    P, out = np.eye(jacobians.shape[1]), []
    for J in jacobians:
        P = P @ J
        out.append(np.linalg.norm(P, ord=2))
    return np.array(out)


EXERCISE = Exercise(
    id="ex02b",
    chapter="02-vanishing",
    title="거리마다의 노름",
    level="표준",
    points=2,
    function="my_norms",
    outputs=("norms (T,)",),
    reference=_norms,
    draw=_draw,
    hints=(
        "한 시점 나아갈 때마다 행렬을 하나 더 곱하고 노름을 재요. 처음 행렬은 무엇이면 될까요?",
        "단위행렬 `np.eye(H)`에서 시작해요.",
        "∂h_2/∂h_0 = J_2 J_1이에요. 새 행렬이 왼쪽에 와요.",
        "반복문 안에서 `P = J @ P` 다음에 `np.linalg.norm(P, ord=2)`를 담아요.",
    ),
    mistakes=(
        Mistake(
            "곱하는 차례가 바뀐 것 같아요. 새 야코비 행렬이 왼쪽에 와요.",
            _from_the_right,
        ),
        Mistake(
            "행렬을 곱해 가지 않고 하나씩 따로 잰 것 같아요.",
            lambda jacobians: np.linalg.norm(jacobians, ord=2, axis=(1, 2)),
        ),
        Mistake(
            "한 시점씩 밀렸어요. 곱한 다음에 재요. 첫 값은 J_1의 노름이에요.",
            lambda jacobians: np.concatenate([[1.0], _norms(jacobians)[:-1]]),
        ),
        Mistake(
            "노름을 곱한 것 같아요. 행렬을 먼저 곱하고 그 노름을 재요.",
            lambda jacobians: np.cumprod(np.linalg.norm(jacobians, ord=2, axis=(1, 2))),
        ),
        Mistake(
            "다른 노름을 쓴 것 같아요. 가장 큰 특잇값을 주는 `ord=2`를 적어요.",
            lambda jacobians: np.linalg.norm(chain(jacobians[:, None])[:, 0], axis=(1, 2)),
        ),
    ),
)
