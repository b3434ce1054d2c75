"""13장의 연습문제."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import numpy as np

import lstm_ref as lr

from ..cells import sigmoid
from .draws import normal, share, size
from .spec import Array, Case, Exercise, table


def _draw_a(rng: np.random.Generator, k: int) -> Case:
    _, _, D, H = size(rng, k)
    return {"D": D, "H": H + k}


def _match(
    D: int, H: int, layers: int = 3, biases: int = 1, size_of: Callable[[int], int] | None = None
) -> int:
    budget, G = 4 * H * (H + D + 1), 0
    while (size_of or (lambda G: layers * (G * (G + D) + biases * G)))(G + 1) <= budget:
        G += 1
    return G


def matching_gru(D: int, H: int) -> int:
    """매개변수가 LSTM(D, H)의 수를 넘지 않는 GRU의 가장 큰 은닉 크기(정수)를 돌려주세요.

    D와 H는 1 이상의 정수
    """
    budget, G = 4 * H * (H + D + 1), 0
    while budget >= 3 * (G + 1) * (G + 1 + D + 1):
        G += 1
    return G


def _by_root(D: int, H: int) -> int:
    """이차식 3G² + 3(D+1)G − 4H(H+D+1)의 양의 근을 내린 것."""
    return int(np.floor((np.sqrt(9 * (D + 1) ** 2 + 48 * H * (H + D + 1)) - 3 * (D + 1)) / 6 + 1e-9))


EX13A = Exercise(
    id="ex13a",
    title="같은 예산의 GRU",
    level="기초",
    solution=matching_gru,
    why=(
        "GRU는 게이트 둘과 후보 값 하나로 세 벌, LSTM은 네 벌이에요. 그래서 같은 은닉 크기로 견주면 GRU의 매개변수가 "
        "4분의 1 적어요. 매개변수의 수를 맞추어 견주려면 은닉 크기를 조금 키워야 해요."
    ),
    outputs=("G (정수)",),
    reference=_by_root,
    draw=_draw_a,
    hints=(
        "먼저 LSTM의 매개변수 수를 구해요. 이것이 예산이에요.",
        "GRU에는 무엇이 몇 벌 있나요? 게이트 둘과 후보 값 하나예요.",
        "한 벌은 가중치 G(G+D)개와 편향 G개예요. G를 하나씩 늘리며 예산을 넘는지 봐요.",
        "예산과 꼭 같은 것은 괜찮아요. 넘기 바로 앞의 G를 돌려줘요.",
    ),
    mistakes=table(
        {
            "GRU를 네 벌로 셌어요. 세 벌이에요.": partial(_match, layers=4),
            "게이트 둘만 셌어요. 후보 값의 층도 세어요.": partial(_match, layers=2),
            "편향을 층마다 셋씩 셌어요. 하나씩이에요.": partial(_match, biases=3),
            "한 칸 커요. 예산을 넘지 않는 마지막 G예요.": lambda D, H: _match(D, H) + 1,
            "x의 열만 셌어요. [h, x]라서 G+D열이에요.": lambda D, H: _match(
                D, H, size_of=lambda G: 3 * (G * D + G)
            ),
            "H에 4/3을 곱했어요. 비례하지 않아요.": lambda D, H: H * 4 // 3,
        }
    ),
)


def _draw_b(rng: np.random.Generator, k: int) -> Case:
    _, B, D, H = size(rng, k)
    weights = {name: normal(rng, H, H + D) for name in ("W_z", "W_r", "W_n")}
    return {**weights, "x_t": normal(rng, B, D), "h_prev": normal(rng, B, H)}


def _gates(W_z: Array, W_r: Array, x_t: Array, h: Array) -> tuple[Array, Array]:
    both = np.concatenate([h, x_t], axis=-1)
    return sigmoid(both @ W_z.T), sigmoid(both @ W_r.T)


def _step(
    W_z: Array, W_r: Array, W_n: Array, x_t: Array, h_prev: Array, *, reset: bool = True,
    swap_z: bool = False, swap_gates: bool = False, squash: Callable[[Array], Array] = np.tanh,
) -> Array:  # fmt: skip
    z, r = _gates(W_z, W_r, x_t, h_prev)
    z, r = (r, z) if swap_gates else (z, r)
    n = squash(np.concatenate([r * h_prev if reset else h_prev, x_t], axis=-1) @ W_n.T)
    return z * h_prev + (1 - z) * n if swap_z else (1 - z) * h_prev + z * n


def _reset_after(W_z: Array, W_r: Array, W_n: Array, x_t: Array, h_prev: Array) -> Array:
    z, r = _gates(W_z, W_r, x_t, h_prev)
    H = h_prev.shape[1]
    return (1 - z) * h_prev + z * np.tanh(r * (h_prev @ W_n[:, :H].T) + x_t @ W_n[:, H:].T)


def _x_first(W_z: Array, W_r: Array, W_n: Array, x_t: Array, h_prev: Array) -> Array:
    """[x, h]로 이은 것은 가중치의 열을 그만큼 돌린 것과 같다."""
    D = x_t.shape[1]
    W_z, W_r, W_n = (np.roll(W, -D, axis=1) for W in (W_z, W_r, W_n))
    return _step(W_z, W_r, W_n, x_t, h_prev)


def my_gru_step(W_z: Array, W_r: Array, W_n: Array, x_t: Array, h_prev: Array) -> Array:
    """새 은닉 상태 (B, H)를 돌려주세요.

    W_z, W_r, W_n은 (H, H+D), x_t (B, D), h_prev (B, H)
    """
    both = np.concatenate([h_prev, x_t], axis=-1)
    z, r = lr.sigmoid(both @ W_z.T), lr.sigmoid(both @ W_r.T)
    n = np.tanh(np.concatenate([r * h_prev, x_t], axis=-1) @ W_n.T)
    return (1 - z) * h_prev + z * n


EX13B = Exercise(
    id="ex13b",
    title="GRU 한 시점",
    level="표준",
    solution=my_gru_step,
    why="이어 붙이기를 두 번 해요. 게이트용과 후보 값용이 달라요.",
    outputs=("h (B, H)",),
    reference=_step,
    draw=_draw_b,
    hints=(
        "먼저 게이트 둘을 구해요. LSTM처럼 `[h_prev, x_t]`를 보고 시그모이드를 씌워요.",
        "후보 값 n에 들어가는 것은 h가 아니라 r ⊙ h예요. 그래서 이어 붙이기를 두 번 해요.",
        "`n = np.tanh(np.concatenate([r * h_prev, x_t], axis=-1) @ W_n.T)`",
        "새 은닉 상태는 둘을 섞은 것이에요: `(1 - z) * h_prev + z * n`",
    ),
    mistakes=table(
        {
            "리셋 게이트를 쓰지 않은 것 같아요.": lambda *a: _step(*a, reset=False),
            "z와 1 − z가 바뀌었어요. z는 새 값에 곱해요.": lambda *a: _step(*a, swap_z=True),
            "r은 W_n을 곱하기 전에 h에 곱해요.": _reset_after,
            "갱신 게이트와 리셋 게이트가 바뀐 것 같아요.": lambda *a: _step(*a, swap_gates=True),
            "후보 값은 시그모이드가 아니라 tanh예요.": lambda *a: _step(*a, squash=sigmoid),
            "h와 x의 차례가 바뀌었어요. h가 앞이에요.": _x_first,
        }
    ),
)


def _draw_c(rng: np.random.Generator, k: int) -> Case:
    T, _, _, H = size(rng, k)
    T = T + 6
    C_tilde = np.abs(np.tanh(normal(rng, T, H))).round(2) * np.where(np.arange(H) % 2, -1.0, 1.0)
    C_tilde[:, 0] *= 0.02 if k % 2 else 1.0  # 굳지 않는 성분도 있게
    return {"i": share(rng, T, H), "C_tilde": C_tilde, "limit": [0.9, 0.95][k % 2]}


def _first(
    i: Array, C_tilde: Array, limit: float, size_of: Callable[[Array], Array] = lambda C: np.abs(np.tanh(C)),
    never: int = -1, shift: int = 0, last: bool = False,
) -> Array:  # fmt: skip
    hit = size_of(np.cumsum(i * C_tilde, axis=0)) > limit
    first = len(hit) - 1 - hit[::-1].argmax(axis=0) if last else hit.argmax(axis=0)
    return np.where(hit.any(axis=0), first + 1 + shift, never)


def freezing_step(i: Array, C_tilde: Array, limit: float) -> Array:
    """성분마다 |tanh(C_t)|가 limit을 처음 넘는 시점 t (H,)를 정수로 돌려주세요. 넘지 않으면 −1이에요.

    i (T, H), C_tilde (T, H), limit은 0과 1 사이의 실수. 시점은 1부터 세어요
    """
    C = np.cumsum(i * C_tilde, axis=0)  # 망각 게이트가 없으니 누적합
    hit = np.abs(np.tanh(C)) > limit
    return np.where(hit.any(axis=0), hit.argmax(axis=0) + 1, -1)


def _one_by_one(i: Array, C_tilde: Array, limit: float) -> Array:
    C, found = np.zeros(i.shape[1]), np.full(i.shape[1], -1)
    for t in range(len(i)):
        C = C + i[t] * C_tilde[t]
        found[(found < 0) & (np.abs(np.tanh(C)) > limit)] = t + 1
    return found


EX13C = Exercise(
    id="ex13c",
    title="1997년의 셀이 포화되는 때",
    level="도전",
    solution=freezing_step,
    why=(
        r"망각 게이트가 없으면 셀 상태는 더해 온 것의 누적합이에요. 같은 쪽으로 계속 더해지면 $\tanh(C)$가 ±1에 "
        r"가까워지고, 거기서는 $C$가 바뀌어도 출력이 거의 바뀌지 않아요. 참인 첫 자리는 `argmax`가 주지만, 하나도 참이 "
        r"아니면 0을 주니 따로 가려야 해요."
    ),
    outputs=("t (H,)",),
    reference=_one_by_one,
    draw=_draw_c,
    hints=(
        "C_0 = 0이고 f = 1이면 셀 상태의 식이 어떻게 되나요? 시점(첫 축)을 따라 더해 가요: `np.cumsum(..., axis=0)`",
        "tanh(C)의 크기를 limit과 견주어 참과 거짓의 배열 (T, H)를 만들어요. C가 음수일 수도 있어요.",
        "`argmax(axis=0)`은 참이 처음 나오는 자리를 0부터 세어 줘요. 시점은 1부터예요.",
        "한 번도 넘지 않은 성분은 `any(axis=0)`으로 가려 −1을 적어요: `np.where(조건, 값, -1)`",
    ),
    mistakes=table(
        {
            "시점을 0부터 셌어요. 첫 시점이 1이에요.": partial(_first, shift=-1),
            "한 번도 넘지 않은 성분은 −1이에요.": partial(_first, never=1),
            "음수를 빠뜨렸어요. 절댓값을 견줘요.": partial(_first, size_of=np.tanh),
            "tanh를 씌우지 않고 C를 견준 것 같아요.": partial(_first, size_of=np.abs),
            "마지막이 아니라 처음 넘은 시점이에요.": partial(_first, last=True),
            "더하지 않았어요. C는 지금까지의 합이에요.": lambda i, C_tilde, limit: _first(
                i, np.diff(i * C_tilde, axis=0, prepend=0) / i, limit
            ),
        }
    ),
)

EXERCISES = (EX13A, EX13B, EX13C)
