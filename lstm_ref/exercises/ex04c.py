"""4장 도전: 중심 차분으로 확인하기."""

import numpy as np

from .bricks import rnn_h, rnn_weights
from .draws import normal, size
from .spec import Exercise, Mistake


def _draw(rng, k):
    T, B, D, H = size(rng, k)
    return {**rnn_weights(rng, D, H), "x": normal(rng, T, B, D), "eps": [0.01, 0.001][k % 2]}


def _loss(W_xh, W_hh, b_h, x):
    return rnn_h(W_xh, W_hh, b_h, x)[-1].sum()


def _numeric(W_xh, W_hh, b_h, x, eps, loss=_loss, directions=np.eye):
    up, down = (
        np.array([loss(W_xh, W_hh, b_h + sign * eps * e, x) for e in directions(len(b_h))])
        for sign in (1, -1)
    )
    return (up - down) / (2 * eps)


EXERCISE = Exercise(
    id="ex04c",
    chapter="04-bptt",
    title="중심 차분으로 확인하기",
    level="도전",
    points=3,
    function="numeric_db",
    outputs=("db_h (H,)",),
    reference=_numeric,
    draw=_draw,
    tolerance=1e-6,
    hints=(
        "먼저 편향을 받아 손실 L(수 하나)을 주는 안쪽 함수를 만들어요. L은 마지막 은닉 상태의 합이에요.",
        "편향의 성분을 하나씩 밀어요. `np.eye(H)`의 행 e가 한 성분만 1인 벡터예요.",
        "한 성분에 순전파를 두 번 해요: `loss(b_h + eps * e)`와 `loss(b_h - eps * e)`",
        "두 값의 차이를 `2 * eps`로 나누고, 성분마다 모아 `np.array`로 돌려줘요.",
    ),
    mistakes=(
        Mistake(
            "한쪽으로만 민 것 같아요. 앞뒤로 밀어 그 차이를 2·eps로 나누는 것이 중심 차분이에요.",
            lambda W_xh, W_hh, b_h, x, eps: np.array(
                [
                    (_loss(W_xh, W_hh, b_h + eps * e, x) - _loss(W_xh, W_hh, b_h, x)) / eps
                    for e in np.eye(len(b_h))
                ]
            ),
        ),
        Mistake(
            "eps로만 나눈 것 같아요. 앞뒤로 밀었으니 벌어진 너비는 2·eps예요.",
            lambda *a: 2 * _numeric(*a),
        ),
        Mistake(
            "모든 성분을 한꺼번에 민 것 같아요. 성분을 하나씩 밀어요.",
            lambda *a: _numeric(*a, directions=lambda H: np.ones((H, H))),
        ),
        Mistake(
            "모든 시점의 은닉 상태를 더한 것 같아요. L은 마지막 시점의 합이에요.",
            lambda *a: _numeric(*a, loss=lambda *p: rnn_h(*p).sum()),
        ),
        Mistake(
            "합 대신 평균을 손실로 쓴 것 같아요.",
            lambda *a: _numeric(*a, loss=lambda *p: rnn_h(*p)[-1].mean()),
        ),
        Mistake(
            "부호가 반대예요. 앞으로 민 손실에서 뒤로 민 손실을 빼요.",
            lambda *a: -_numeric(*a),
        ),
    ),
)
