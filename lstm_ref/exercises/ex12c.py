"""12장 도전: 손실에서 거슬러 오는 첫 기울기."""

import numpy as np

from ..train import softmax_cross_entropy
from .draws import normal
from .spec import Exercise, Mistake


def _draw(rng, k):
    B, K = [(2, 3), (1, 2), (3, 3), (4, 2)][k] if k < 4 else (int(n) for n in rng.integers(2, 7, size=2))
    y = 2 * normal(rng, B, K)
    if k == 2:  # exp가 넘치는 출력
        y[0, 0] = 1000.0
    return {"y": y, "targets": rng.integers(K, size=B)}


def _softmax(y, axis=1):
    e = np.exp(y - y.max(axis=axis, keepdims=True))
    return e / e.sum(axis=axis, keepdims=True)


def _one_hot(y, targets):
    return np.eye(y.shape[1])[targets]


def _loss(y, targets):
    return softmax_cross_entropy(y, targets)[0]


EXERCISE = Exercise(
    id="ex12c",
    chapter="12-honorifics",
    title="손실에서 거슬러 오는 첫 기울기",
    level="도전",
    points=3,
    function="my_loss_grad",
    outputs=("L (수)", "dy (B, K)"),
    reference=softmax_cross_entropy,
    draw=_draw,
    hints=(
        "손실은 문장마다 구해 평균을 내요. 첫 문제의 식을 행마다 쓰면 돼요.",
        "행마다 가장 큰 값을 빼요: `y - y.max(axis=1, keepdims=True)`",
        "−y_c + ln Σ e^{y_j}를 y로 미분하면 softmax에서 정답 자리만 1을 뺀 것이에요.",
        "평균의 기울기이므로 B로 나눠요: `dy = (p - one_hot) / B`. 원-핫은 `np.eye(K)[targets]`예요.",
    ),
    mistakes=(
        Mistake(
            "dy를 B로 나누지 않은 것 같아요. 손실이 배치의 평균이에요.",
            lambda y, targets: (_loss(y, targets), _softmax(y) - _one_hot(y, targets)),
        ),
        Mistake(
            "dy에서 정답 자리의 1을 빼지 않은 것 같아요.",
            lambda y, targets: (_loss(y, targets), _softmax(y) / len(y)),
        ),
        Mistake(
            "dy의 부호가 반대예요. 확률에서 원-핫 벡터를 빼요.",
            lambda y, targets: (_loss(y, targets), (_one_hot(y, targets) - _softmax(y)) / len(y)),
        ),
        Mistake(
            "손실을 더하기만 한 것 같아요. 문장 수로 나누어 평균을 내요.",
            lambda y, targets: (_loss(y, targets) * len(y), softmax_cross_entropy(y, targets)[1]),
        ),
        Mistake(
            "softmax의 축이 바뀐 것 같아요. 문장(행)마다 합이 1이어야 하니 axis=1이에요.",
            lambda y, targets: (_loss(y, targets), (_softmax(y, axis=0) - _one_hot(y, targets)) / len(y)),
        ),
        Mistake(
            "큰 수에서 exp가 넘쳤어요. 행마다 가장 큰 값을 먼저 빼요.",
            lambda y, targets: (
                np.mean(np.log(np.exp(y).sum(axis=1)) - y[np.arange(len(y)), targets]),
                (np.exp(y) / np.exp(y).sum(axis=1, keepdims=True) - _one_hot(y, targets)) / len(y),
            ),
        ),
    ),
)
