"""7장 도전: 둘을 지나는 기울기."""

import numpy as np

from ..cells import lstm_step_backward
from .bricks import bare_step
from .draws import normal, share, size
from .spec import Exercise, Mistake


def _draw(rng, k):
    _, B, _, H = size(rng, k)
    return {"dC": normal(rng, B, H), "i": share(rng, B, H), "C_tilde": np.tanh(normal(rng, B, H)).round(2)}


def _grads(dC, i, C_tilde):
    params, step = bare_step(i.shape, i=i, C_tilde=C_tilde)
    grads = lstm_step_backward(params, step, 0 * dC, dC).grads
    return grads.b_i, grads.b_C


def _total(da_i, da_C):
    return da_i.sum(axis=0), da_C.sum(axis=0)


EXERCISE = Exercise(
    id="ex07c",
    chapter="07-input-gate",
    title="둘을 지나는 기울기",
    level="도전",
    points=3,
    function="write_grads",
    outputs=("db_i (H,)", "db_C (H,)"),
    reference=_grads,
    draw=_draw,
    hints=(
        "i ⊙ C̃을 미분하면 서로의 값이 곱해져요. di에는 C̃, dC̃에는 i예요.",
        "i는 시그모이드를 지났으니 i(1 − i), C̃은 tanh를 지났으니 1 − C̃²을 곱해요.",
        "`da_i = dC * C_tilde * i * (1 - i)`, `da_C = dC * i * (1 - C_tilde**2)`",
        "편향은 모든 시퀀스가 함께 쓰니 배치 축을 더해요: `.sum(axis=0)`",
    ),
    mistakes=(
        Mistake(
            "두 도함수가 바뀐 것 같아요. i는 i(1 − i), C̃은 1 − C̃²이에요.",
            lambda dC, i, C_tilde: _total(dC * C_tilde * (1 - i**2), dC * i * C_tilde * (1 - C_tilde)),
        ),
        Mistake(
            "자기 값을 곱한 것 같아요. 곱의 미분이라서 서로의 값을 곱해요.",
            lambda dC, i, C_tilde: _total(dC * i * i * (1 - i), dC * C_tilde * (1 - C_tilde**2)),
        ),
        Mistake(
            "배치 축을 더하지 않은 것 같아요. 편향의 기울기는 (H,)예요.",
            lambda dC, i, C_tilde: (dC * C_tilde * i * (1 - i), dC * i * (1 - C_tilde**2)),
        ),
        Mistake(
            "배치로 나눈 것 같아요. 손실이 합이므로 기울기도 배치를 더하기만 해요.",
            lambda *a: tuple(g / len(a[0]) for g in _grads(*a)),
        ),
        Mistake(
            "돌려주는 차례가 바뀌었어요. (db_i, db_C)의 차례예요.",
            lambda *a: _grads(*a)[::-1],
        ),
        Mistake(
            "활성화 함수의 도함수가 빠졌어요. 편향은 활성화 함수 안에 있어요.",
            lambda dC, i, C_tilde: _total(dC * C_tilde, dC * i),
        ),
    ),
)
