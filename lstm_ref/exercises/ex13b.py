"""13장 표준: GRU 한 시점."""

import numpy as np

from ..cells import sigmoid
from .draws import normal, size
from .spec import Exercise, Mistake


def _draw(rng, k):
    _, B, D, H = size(rng, k)
    weights = {name: normal(rng, H, H + D) for name in ("W_z", "W_r", "W_n")}
    return {**weights, "x_t": normal(rng, B, D), "h_prev": normal(rng, B, H)}


def _gates(W_z, W_r, x_t, h):
    both = np.concatenate([h, x_t], axis=-1)
    return sigmoid(both @ W_z.T), sigmoid(both @ W_r.T)


def _step(W_z, W_r, W_n, x_t, h_prev, *, reset=True, swap_z=False, swap_gates=False, squash=np.tanh):
    z, r = _gates(W_z, W_r, x_t, h_prev)
    z, r = (r, z) if swap_gates else (z, r)
    n = squash(np.concatenate([r * h_prev if reset else h_prev, x_t], axis=-1) @ W_n.T)
    return z * h_prev + (1 - z) * n if swap_z else (1 - z) * h_prev + z * n


def _reset_after(W_z, W_r, W_n, x_t, h_prev):
    z, r = _gates(W_z, W_r, x_t, h_prev)
    H = h_prev.shape[1]
    return (1 - z) * h_prev + z * np.tanh(r * (h_prev @ W_n[:, :H].T) + x_t @ W_n[:, H:].T)


def _x_first(W_z, W_r, W_n, x_t, h_prev):
    """[x, h]로 이은 것은 가중치의 열을 그만큼 돌린 것과 같다."""
    D = x_t.shape[1]
    return _step(*(np.roll(W, -D, axis=1) for W in (W_z, W_r, W_n)), x_t, h_prev)


EXERCISE = Exercise(
    id="ex13b",
    chapter="13-beyond",
    title="GRU 한 시점",
    level="표준",
    points=2,
    function="my_gru_step",
    outputs=("h (B, H)",),
    reference=_step,
    draw=_draw,
    hints=(
        "먼저 게이트 둘을 구해요. LSTM처럼 [h_prev, x_t]를 보고 시그모이드를 씌워요.",
        "후보 값 n에 들어가는 것은 h가 아니라 r ⊙ h예요. 그래서 이어 붙이기를 두 번 해요.",
        "`n = np.tanh(np.concatenate([r * h_prev, x_t], axis=-1) @ W_n.T)`",
        "새 은닉 상태는 둘을 섞은 것이에요: `(1 - z) * h_prev + z * n`",
    ),
    mistakes=(
        Mistake(
            "리셋 게이트를 쓰지 않은 것 같아요. 후보 값에는 r ⊙ h가 들어가요.",
            lambda *a: _step(*a, reset=False),
        ),
        Mistake(
            "z와 1 − z가 바뀐 것 같아요. PyTorch와 반대로, 이 책에서는 z가 새 값의 비율이에요.",
            lambda *a: _step(*a, swap_z=True),
        ),
        Mistake(
            "r을 곱한 자리가 달라요. PyTorch와 달리, 이 책에서는 W_n을 곱하기 전에 h에 곱해요.",
            _reset_after,
        ),
        Mistake(
            "갱신 게이트와 리셋 게이트가 바뀐 것 같아요.",
            lambda *a: _step(*a, swap_gates=True),
        ),
        Mistake(
            "후보 값에 시그모이드를 쓴 것 같아요. 후보 값은 tanh예요.",
            lambda *a: _step(*a, squash=sigmoid),
        ),
        Mistake(
            "h와 x를 이은 차례가 바뀐 것 같아요. h가 앞이에요.",
            _x_first,
        ),
    ),
)
