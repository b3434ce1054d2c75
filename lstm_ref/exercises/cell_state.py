"""8장의 연습문제."""

import numpy as np

from ..jacobians import lstm_jacobian
from ..params import LSTMParams
from .bricks import bare_step
from .draws import normal, share, size
from .spec import Exercise, Mistake


def _draw_a(rng, k):
    _, B, _, H = size(rng, k)
    C_tilde = np.tanh(normal(rng, B, H)).round(2)
    return {"f": share(rng, B, H), "C_prev": normal(rng, B, H), "i": share(rng, B, H), "C_tilde": C_tilde}


EX08A = Exercise(
    id="ex08a",
    chapter="08-cell-state",
    title="한 줄 갱신",
    level="기초",
    points=1,
    function="my_cell_state",
    outputs=("C (B, H)",),
    reference=lambda f, C_prev, i, C_tilde: f * C_prev + i * C_tilde,
    draw=_draw_a,
    hints=(
        "남기는 몫과 더하는 몫, 두 조각의 합이에요.",
        "남기는 몫은 f ⊙ C_prev, 더하는 몫은 i ⊙ C̃이에요. 행렬 곱이 아니라 성분끼리의 곱이에요.",
        "`return f * C_prev + i * C_tilde`",
    ),
    mistakes=(
        Mistake(
            "입력 게이트와 망각 게이트가 바뀐 것 같아요.",
            lambda f, C_prev, i, C_tilde: i * C_prev + f * C_tilde,
        ),
        Mistake(
            "f를 지우는 비율로 읽은 것 같아요. f는 남기는 비율이라서 f ⊙ C_prev예요.",
            lambda f, C_prev, i, C_tilde: (1 - f) * C_prev + i * C_tilde,
        ),
        Mistake(
            "더하지 않고 덮어쓴 것 같아요. 이전 셀 상태의 몫이 빠졌어요.",
            lambda f, C_prev, i, C_tilde: i * C_tilde,
        ),
        Mistake(
            "새로 더하는 몫에도 f를 곱한 것 같아요. f는 이전 셀 상태에만 곱해요.",
            lambda f, C_prev, i, C_tilde: f * (C_prev + i * C_tilde),
        ),
        Mistake(
            "i 자리에 1 − f를 쓴 것 같아요. LSTM에서 두 게이트는 따로 움직여요.",
            lambda f, C_prev, i, C_tilde: f * C_prev + (1 - f) * C_tilde,
        ),
        Mistake(
            "새 셀 상태에 tanh를 씌운 것 같아요. 셀 상태에는 씌우지 않아요.",
            lambda f, C_prev, i, C_tilde: np.tanh(f * C_prev + i * C_tilde),
        ),
    ),
)


def _draw_b(rng, k):
    T, _, _, H = size(rng, k)
    return {"f": share(rng, T, H), "i": share(rng, T, H), "C_tilde": np.tanh(normal(rng, T, H)).round(2)}


def _after(f):
    """k시점 뒤에 곱해지는 망각 게이트의 곱: 마지막 행은 1이다."""
    return np.concatenate([np.cumprod(f[:0:-1], axis=0)[::-1], np.ones_like(f[:1])])


def _parts(f, i, C_tilde):
    return _after(f) * i * C_tilde


EX08B = Exercise(
    id="ex08b",
    chapter="08-cell-state",
    title="몫으로 풀기",
    level="표준",
    points=2,
    function="my_parts",
    outputs=("parts (T, H)",),
    reference=_parts,
    draw=_draw_b,
    hints=(
        "k시점에 적은 것은 i_k ⊙ C̃_k예요. 그 뒤의 망각 게이트만 곱해져요.",
        "뒤에서부터 돌면서 지금까지의 곱을 `keep`에 담아요. 처음 keep은 1이에요.",
        "몫을 `keep * i[t] * C_tilde[t]`로 적은 다음에 `keep = keep * f[t]`로 고쳐요.",
        "뒤에서부터 모았으니 차례를 되돌려요: `np.stack(out[::-1])`",
    ),
    mistakes=(
        Mistake(
            "자기 시점의 f까지 곱한 것 같아요. 그 뒤의 망각 게이트만 곱해요.",
            lambda f, i, C_tilde: f * _parts(f, i, C_tilde),
        ),
        Mistake(
            "앞에서부터 곱한 것 같아요. 적은 뒤에 지나온 망각 게이트를 곱해요.",
            lambda f, i, C_tilde: np.cumprod(f, axis=0) * i * C_tilde,
        ),
        Mistake(
            "망각 게이트를 곱하지 않은 것 같아요.",
            lambda f, i, C_tilde: i * C_tilde,
        ),
        Mistake(
            "차례가 뒤집혔어요. 뒤에서부터 모았다면 되돌려 쌓아요.",
            lambda *a: _parts(*a)[::-1],
        ),
        Mistake(
            "입력 게이트를 곱하지 않은 것 같아요. 적히는 것은 i ⊙ C̃예요.",
            lambda f, i, C_tilde: _after(f) * C_tilde,
        ),
        Mistake(
            "몫을 모두 더한 것 같아요. 시점마다의 몫을 (T, H)로 돌려줘요.",
            lambda *a: _parts(*a).sum(axis=0),
        ),
    ),
)


def _draw_c(rng, k):
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


def _detour(W_f, W_i, W_C, f, i, C_tilde, C_prev):
    """∂C_t/∂h_{t−1}: 세 게이트를 거치는 길의 합 (H, H)."""
    b, (H, HD) = np.zeros(len(f)), W_f.shape
    step = bare_step((1, H), HD - H, f=f[None], i=i[None], C_tilde=C_tilde[None], C_prev=C_prev[None])[1]
    return lstm_jacobian(LSTMParams(W_f, b, W_i, b, W_C, b, 0 * W_f, b), step).dC_dh[0]


def _slope(C_prev, o_prev):
    return o_prev * (1 - np.tanh(C_prev) ** 2)


def _with(combine):
    """대괄호의 행렬, f, C_prev, o_prev를 받아 답을 만드는 `combine`을 문제의 꼴로 바꾼다."""
    return lambda *a: combine(_detour(*a[:7]), a[3], a[6], a[7])


EX08C = Exercise(
    id="ex08c",
    chapter="08-cell-state",
    title="돌아가는 길까지",
    level="도전",
    points=3,
    function="my_cell_jacobian",
    outputs=("J (H, H)",),
    reference=_with(lambda M, f, C, o: np.diag(f) + M * _slope(C, o)),
    draw=_draw_c,
    hints=(
        "길은 둘이에요. C_{t−1}에서 곧바로 오는 길과, h_{t−1}을 거쳐 세 게이트로 돌아오는 길이에요.",
        "h_{t−1}에 곱해지는 것은 가중치의 앞 H열이에요: `W_f[:, :H]`. 게이트마다 행에 도함수를 곱해요.",
        "대괄호는 `(C_prev*f*(1-f))[:, None] * W_f[:, :H]`처럼 셋을 더한 (H, H)예요.",
        "∂h_{t−1}/∂C_{t−1} = `o_prev * (1 - np.tanh(C_prev)2)`을 열마다** 곱하고 `np.diag(f)`를 더해요.",
    ),
    mistakes=(
        Mistake(
            "직접 경로만 있어요. h를 거쳐 돌아오는 길도 더해요.",
            _with(lambda M, f, C, o: np.diag(f)),
        ),
        Mistake(
            "직접 경로 diag(f)가 빠졌어요.",
            _with(lambda M, f, C, o: M * _slope(C, o)),
        ),
        Mistake(
            "∂h/∂C를 행마다 곱한 것 같아요. 입력 쪽이므로 열마다 곱해요.",
            _with(lambda M, f, C, o: np.diag(f) + M * _slope(C, o)[:, None]),
        ),
        Mistake(
            "∂h/∂C를 곱하지 않은 것 같아요. h를 거쳐 온 길이에요.",
            _with(lambda M, f, C, o: np.diag(f) + M),
        ),
        Mistake(
            "∂h/∂C에서 o가 빠졌어요.",
            _with(lambda M, f, C, o: np.diag(f) + M * (1 - np.tanh(C) ** 2)),
        ),
        Mistake(
            "C에 tanh를 씌우지 않고 제곱한 것 같아요. tanh의 도함수는 1 − tanh²(C)예요.",
            _with(lambda M, f, C, o: np.diag(f) + M * (o * (1 - C**2))),
        ),
    ),
)

EXERCISES = (EX08A, EX08B, EX08C)
