"""8장 도전: 돌아가는 길까지."""

import numpy as np

from ..jacobians import lstm_jacobian
from ..params import LSTMParams
from .bricks import bare_step
from .draws import normal, share, size
from .spec import Exercise, Mistake


def _draw(rng, k):
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


EXERCISE = Exercise(
    id="ex08c",
    chapter="08-cell-state",
    title="돌아가는 길까지",
    level="도전",
    points=3,
    function="my_cell_jacobian",
    outputs=("J (H, H)",),
    reference=_with(lambda M, f, C, o: np.diag(f) + M * _slope(C, o)),
    draw=_draw,
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
