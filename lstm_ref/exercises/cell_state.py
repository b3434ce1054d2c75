"""8장의 연습문제."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from ..jacobians import lstm_jacobian
from ..params import LSTMParams
from .bricks import bare_step
from .draws import normal, share, size
from .spec import Array, Case, Exercise, Function, table

Four = Callable[[Array, Array, Array, Array], Array]


def _draw_a(rng: np.random.Generator, k: int) -> Case:
    T, B, _, H = size(rng, k)
    gates = {"f": share(rng, T, B, H), "i": share(rng, T, B, H)}
    return {**gates, "C_tilde": np.tanh(normal(rng, T, B, H)).round(2), "C_0": normal(rng, B, H)}


def _loop(update: Four, seen: Callable[[Array], Array] = lambda C: C) -> Four:
    """한 시점의 갱신 `update(f, C, i, C_tilde)`를 시퀀스에 되풀이하는 함수를 만든다."""

    def states(f: Array, i: Array, C_tilde: Array, C_0: Array) -> Array:
        C, out = C_0, []
        for t in range(len(f)):
            C = update(f[t], C, i[t], C_tilde[t])
            out.append(seen(C))
        return np.stack(out)

    return states


_cells = _loop(lambda f, C, i, C_tilde: f * C + i * C_tilde)


def _closed_form(f: Array, i: Array, C_tilde: Array, C_0: Array) -> Array:
    """되풀이하지 않고, 적은 것마다 그 뒤의 망각 게이트를 곱해 더한다."""
    written = np.concatenate([C_0[None], i * C_tilde])
    kept = [np.prod(f[k:t], axis=0) for t in range(1, len(f) + 1) for k in range(t + 1)]
    parts = iter(kept)
    return np.stack([sum(written[k] * next(parts) for k in range(t + 1)) for t in range(1, len(f) + 1)])


def my_cell_states(f: Array, i: Array, C_tilde: Array, C_0: Array) -> Array:
    """모든 시점의 셀 상태 (T, B, H)를 돌려주세요.

    f, i, C_tilde는 모두 (T, B, H), C_0 (B, H)
    """
    C, out = C_0, []
    for f_t, i_t, C_tilde_t in zip(f, i, C_tilde):
        C = f_t * C + i_t * C_tilde_t  # (B, H)
        out.append(C)
    return np.stack(out)


EX08A = Exercise(
    id="ex08a",
    title="갱신을 이어 가기",
    level="기초",
    solution=my_cell_states,
    why=(
        "한 줄의 갱신을 시점마다 되풀이해요. 행렬 곱이 없고 성분끼리의 곱과 더하기뿐이라, 성분마다 따로 흘러요. `C *= "
        "f_t`처럼 제자리에서 고치면 받은 `C_0`까지 바뀌니 새 배열을 만들어요."
    ),
    outputs=("C (T, B, H)",),
    reference=_closed_form,
    draw=_draw_a,
    hints=(
        "C_0에서 시작해 시점마다 셀 상태를 새로 고치고 목록에 담아요.",
        "새 셀 상태는 남기는 몫과 더하는 몫, 두 조각의 합이에요. 무엇이 무엇에 곱해지나요?",
        "남기는 몫은 f ⊙ C, 더하는 몫은 i ⊙ C̃이에요. 행렬 곱이 아니라 성분끼리의 곱이에요.",
        "고친 C를 담고, 그 C를 다음 시점에 써요. 끝나면 `np.stack`으로 쌓아요.",
    ),
    mistakes=table(
        {
            "입력 게이트와 망각 게이트가 바뀐 것 같아요.": _loop(
                lambda f, C, i, C_tilde: i * C + f * C_tilde
            ),
            "f는 지우는 비율이 아니라 남기는 비율이에요.": _loop(
                lambda f, C, i, C_tilde: (1 - f) * C + i * C_tilde
            ),
            "이전 셀 상태에 더하지 않고 덮어썼어요.": lambda f, i, C_tilde, C_0: i * C_tilde,
            "새로 더하는 몫에도 f를 곱한 것 같아요.": _loop(lambda f, C, i, C_tilde: f * (C + i * C_tilde)),
            "i 자리에 1 − f를 쓴 것 같아요.": _loop(lambda f, C, i, C_tilde: f * C + (1 - f) * C_tilde),
            "셀 상태에는 tanh를 씌우지 않아요.": _loop(lambda f, C, i, C_tilde: np.tanh(f * C + i * C_tilde)),
            "시점마다 C_0에서 다시 계산한 것 같아요.": lambda f, i, C_tilde, C_0: f * C_0 + i * C_tilde,
            "C_0을 쓰지 않고 0에서 시작한 것 같아요.": lambda f, i, C_tilde, C_0: _cells(
                f, i, C_tilde, 0 * C_0
            ),
            "마지막 시점만 돌려준 것 같아요. 모두 쌓아요.": lambda *a: _cells(*a)[-1],
        }
    ),
)


def _draw_b(rng: np.random.Generator, k: int) -> Case:
    T, _, _, H = size(rng, k)
    return {"f": share(rng, T, H), "i": share(rng, T, H), "C_tilde": np.tanh(normal(rng, T, H)).round(2)}


def _after(f: Array) -> Array:
    """k시점 뒤에 곱해지는 망각 게이트의 곱: 마지막 행은 1이다."""
    return np.concatenate([np.cumprod(f[:0:-1], axis=0)[::-1], np.ones_like(f[:1])])


def _parts(f: Array, i: Array, C_tilde: Array) -> Array:
    return _after(f) * i * C_tilde


def my_parts(f: Array, i: Array, C_tilde: Array) -> Array:
    """시점마다의 몫 (T, H)를 돌려주세요.

    f, i, C_tilde는 모두 (T, H)
    """
    keep, out = np.ones(f.shape[1]), []
    for t in reversed(range(len(f))):
        out.append(keep * i[t] * C_tilde[t])
        keep = keep * f[t]
    return np.stack(out[::-1])


EX08B = Exercise(
    id="ex08b",
    title="몫으로 풀기",
    level="표준",
    solution=my_parts,
    why="`keep`을 1에서 시작해 뒤로 가며 $f$를 곱해요. 몫을 적은 **다음에** 곱하는 것이 요점이에요.",
    outputs=("parts (T, H)",),
    reference=_parts,
    draw=_draw_b,
    hints=(
        "k시점에 적은 것은 i_k ⊙ C̃_k예요. 그 뒤의 망각 게이트만 곱해져요.",
        "뒤에서부터 돌면서 지금까지의 곱을 `keep`에 담아요. 처음 keep은 1이에요.",
        "몫을 `keep * i[t] * C_tilde[t]`로 적은 다음에 `keep = keep * f[t]`로 고쳐요.",
        "뒤에서부터 모았으니 차례를 되돌려요: `np.stack(out[::-1])`",
    ),
    mistakes=table(
        {
            "자기 시점의 f까지 곱했어요. 그 뒤만 곱해요.": lambda f, i, C_tilde: f * _parts(f, i, C_tilde),
            "그때까지의 f를 곱했어요. 그 뒤를 곱해요.": lambda f, i, C_tilde: (
                np.cumprod(f, axis=0) * i * C_tilde
            ),
            "망각 게이트를 곱하지 않은 것 같아요.": lambda f, i, C_tilde: i * C_tilde,
            "차례가 뒤집혔어요. 첫 시점이 앞이에요.": lambda *a: _parts(*a)[::-1],
            "입력 게이트를 곱하지 않은 것 같아요.": lambda f, i, C_tilde: _after(f) * C_tilde,
            "몫을 모두 더했어요. 시점마다 돌려줘요.": lambda *a: _parts(*a).sum(axis=0),
        }
    ),
)


def _draw_c(rng: np.random.Generator, k: int) -> Case:
    _, _, D, H = size(rng, k)
    D, H = (1, 2) if k == 0 else (D, H)  # 성분이 하나면 행과 열을 가를 수 없다
    return {
        **{name: normal(rng, H, H + D) for name in ("W_f", "W_i", "W_C")},
        "f": share(rng, H),
        "i": share(rng, H),
        "C_tilde": np.tanh(normal(rng, H)).round(2),
        "C_prev": normal(rng, H),
        "o_prev": share(rng, H),
    }


def _detour(W_f: Array, W_i: Array, W_C: Array, f: Array, i: Array, C_tilde: Array, C_prev: Array) -> Array:
    """∂C_t/∂h_{t−1}: 세 게이트를 거치는 길의 합 (H, H)."""
    b, (H, HD) = np.zeros(len(f)), W_f.shape
    step = bare_step((1, H), HD - H, f=f[None], i=i[None], C_tilde=C_tilde[None], C_prev=C_prev[None])[1]
    return lstm_jacobian(LSTMParams(W_f, b, W_i, b, W_C, b, 0 * W_f, b), step).dC_dh[0]


def _slope(C_prev: Array, o_prev: Array) -> Array:
    return o_prev * (1 - np.tanh(C_prev) ** 2)


def _with(combine: Four) -> Function:
    """돌아가는 길의 합, f, C_prev, o_prev를 받아 답을 만드는 `combine`을 문제의 꼴로 바꾼다."""
    return lambda *a: combine(_detour(*a[:7]), a[3], a[6], a[7])


def my_cell_jacobian(
    W_f: Array, W_i: Array, W_C: Array, f: Array, i: Array, C_tilde: Array, C_prev: Array, o_prev: Array
) -> Array:
    """직접 경로와 세 돌아가는 길을 더한 (H, H)를 돌려주세요.

    W_f, W_i, W_C는 (H, H+D), f, i, C_tilde, C_prev, o_prev는 (H,)
    """
    H = len(f)
    dC_dh = (
        (C_prev * f * (1 - f))[:, None] * W_f[:, :H]
        + (C_tilde * i * (1 - i))[:, None] * W_i[:, :H]
        + (i * (1 - C_tilde**2))[:, None] * W_C[:, :H]
    )
    return np.diag(f) + dC_dh * (o_prev * (1 - np.tanh(C_prev) ** 2))


EX08C = Exercise(
    id="ex08c",
    title="돌아가는 길까지",
    level="도전",
    solution=my_cell_jacobian,
    why=r"세 길을 더한 행렬에 $\partial h_{t-1}/\partial C_{t-1}$을 **열마다** 곱해요. 중심 차분과 견주어 확인해요.",
    outputs=("J (H, H)",),
    reference=_with(lambda M, f, C, o: np.diag(f) + M * _slope(C, o)),
    draw=_draw_c,
    hints=(
        "길은 둘이에요. C_{t−1}에서 곧바로 오는 길과, h_{t−1}을 거쳐 세 게이트로 돌아오는 길이에요.",
        "h_{t−1}에 곱해지는 것은 가중치의 앞 H열이에요: `W_f[:, :H]`. 게이트마다 행에 도함수를 곱해요.",
        "세 길의 합은 `(C_prev*f*(1-f))[:, None] * W_f[:, :H]`처럼 셋을 더한 (H, H)예요.",
        "∂h_{t−1}/∂C_{t−1}은 `o_prev * (1 - np.tanh(C_prev)**2)`이에요. 이것을 열마다 곱하고 `np.diag(f)`를 더해요.",
    ),
    mistakes=table(
        {
            "직접 경로뿐이에요. h를 거친 길도 더해요.": _with(lambda M, f, C, o: np.diag(f)),
            "직접 경로 diag(f)가 빠졌어요.": _with(lambda M, f, C, o: M * _slope(C, o)),
            "∂h/∂C는 행마다가 아니라 열마다 곱해요.": _with(
                lambda M, f, C, o: np.diag(f) + M * _slope(C, o)[:, None]
            ),
            "∂h/∂C를 곱하지 않은 것 같아요.": _with(lambda M, f, C, o: np.diag(f) + M),
            "∂h/∂C에서 o가 빠졌어요.": _with(lambda M, f, C, o: np.diag(f) + M * (1 - np.tanh(C) ** 2)),
            "C에 tanh를 씌우지 않고 제곱한 것 같아요.": _with(
                lambda M, f, C, o: np.diag(f) + M * (o * (1 - C**2))
            ),
        }
    ),
)

EXERCISES = (EX08A, EX08B, EX08C)
