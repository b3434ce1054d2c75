"""13장의 연습문제."""

import numpy as np

from ..cells import sigmoid
from .draws import normal, share, size
from .spec import Exercise, Mistake


def _draw_a(rng, k):
    _, _, D, H = size(rng, k)
    return {"D": D, "H": H}


EX13A = Exercise(
    id="ex13a",
    chapter="13-beyond",
    title="GRU의 매개변수 세기",
    level="기초",
    points=1,
    function="gru_size",
    outputs=("수 (정수)",),
    reference=lambda D, H: 3 * (H * (H + D) + H),
    draw=_draw_a,
    hints=(
        "LSTM에서는 층이 네 벌이었어요. GRU에는 무엇이 몇 벌 있나요?",
        "게이트 둘(z, r)과 후보 값 하나로 세 벌이에요.",
        "한 벌은 가중치 H(H+D)개와 편향 H개예요: `3 * (H * (H + D) + H)`",
    ),
    mistakes=(
        Mistake(
            "LSTM의 수를 센 것 같아요. GRU는 세 벌이에요.",
            lambda D, H: 4 * (H * (H + D) + H),
        ),
        Mistake(
            "게이트 둘만 센 것 같아요. 후보 값에도 가중치와 편향이 있어요.",
            lambda D, H: 2 * (H * (H + D) + H),
        ),
        Mistake(
            "편향을 세지 않은 것 같아요.",
            lambda D, H: 3 * H * (H + D),
        ),
        Mistake(
            "편향을 두 벌 센 것 같아요. PyTorch와 달리 이 책의 층은 편향이 하나예요.",
            lambda D, H: 3 * (H * (H + D) + 2 * H),
        ),
        Mistake(
            "입력 쪽 열만 센 것 같아요. 가중치는 [h, x]에 곱하니 열이 H+D개예요.",
            lambda D, H: 3 * (H * D + H),
        ),
    ),
)


def _draw_b(rng, k):
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


EX13B = Exercise(
    id="ex13b",
    chapter="13-beyond",
    title="GRU 한 시점",
    level="표준",
    points=2,
    function="my_gru_step",
    outputs=("h (B, H)",),
    reference=_step,
    draw=_draw_b,
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


def _draw_c(rng, k):
    T, _, _, H = size(rng, k)
    return {"i": share(rng, T, H), "C_tilde": np.tanh(normal(rng, T, H)).round(2)}


EX13C = Exercise(
    id="ex13c",
    chapter="13-beyond",
    title="1997년의 셀",
    level="도전",
    points=3,
    function="cell_1997",
    outputs=("C (T, H)",),
    reference=lambda i, C_tilde: np.cumsum(i * C_tilde, axis=0),
    draw=_draw_c,
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

EXERCISES = (EX13A, EX13B, EX13C)
