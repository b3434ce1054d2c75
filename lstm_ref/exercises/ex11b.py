"""11장 표준: 한 시점의 역전파."""

import numpy as np

from ..cells import LSTMStep, lstm_step_backward
from ..params import LSTMParams
from .bricks import lstm_record
from .draws import normal, size
from .spec import Exercise, Mistake


def _draw(rng, k):
    _, B, D, H = size(rng, k)
    params, trace = lstm_record(rng, 1, B, D, H)
    weights = {f"W_{g}": getattr(params, f"W_{g}") for g in "fiCo"}
    record = {name: getattr(trace, name)[0].round(3) for name in LSTMStep._fields[:-1]}
    return {**weights, **record, "dh": normal(rng, B, H), "dC": normal(rng, B, H)}


def _backward(*a):
    weights, record, (dh, dC) = a[:4], a[4:11], a[11:]
    b = np.zeros(len(weights[0]))
    params = LSTMParams(*(part for W in weights for part in (W, b)))
    back = lstm_step_backward(params, LSTMStep(*record, 0 * dh), dh, dC)
    return back.grads.W_f, back.dh_prev, back.dC_prev


def _by_hand(*a, flow="fiCo", o_path=True, tanh_again=False, keep="C_prev", received=False, split=None):
    W_f, W_i, W_C, W_o, z, C_prev, f, i, C_tilde, C, o, dh, dC = a
    total = dC + dh * (o if o_path else 1) * (1 - np.tanh(C) ** 2)
    inner = np.tanh(C_tilde) if tanh_again else C_tilde
    da = {
        "f": total * (C if keep == "C" else C_prev) * f * (1 - f),
        "i": total * C_tilde * i * (1 - i),
        "C": total * i * (1 - inner**2),
        "o": dh * np.tanh(C) * o * (1 - o),
    }
    dz = sum(da[g] @ W for g, W in zip("fiCo", (W_f, W_i, W_C, W_o)) if g in flow)
    H = f.shape[1]
    return da["f"].T @ z, dz[:, -H:] if split == "x" else dz[:, :H], (dC if received else total) * f


EXERCISE = Exercise(
    id="ex11b",
    chapter="11-lstm-bptt",
    title="한 시점의 역전파",
    level="표준",
    points=2,
    function="my_step_backward",
    outputs=("dW_f (H, H+D)", "dh_prev (B, H)", "dC_prev (B, H)"),
    reference=_backward,
    draw=_draw,
    hints=(
        "먼저 셀 상태의 기울기를 새 이름에 담아요: `total = dC + dh * o * (1 - np.tanh(C)**2)`",
        "total에서 게이트마다 da를 구해요. f에는 C_prev, i에는 C̃, C̃에는 i가 곱해져요. o는 dh에서 와요.",
        "시그모이드는 g(1 − g), 후보 값은 1 − C̃²을 곱해요. C̃은 이미 tanh를 지난 값이에요.",
        "z는 네 곳으로 갔으니 네 곳에서 더해요: `dz = da_f @ W_f + da_i @ W_i + da_C @ W_C + da_o @ W_o`",
        "dh_prev는 dz의 앞 H열, dC_prev는 total ⊙ f, dW_f는 `da_f.T @ z`예요.",
    ),
    mistakes=(
        Mistake(
            "dC의 o 경로가 빠졌어요. dh에 o를 곱해 더해요.",
            lambda *a: _by_hand(*a, o_path=False),
        ),
        Mistake(
            "dC_prev를 받은 dC로 구한 것 같아요. h를 거쳐 온 몫까지 더한 값에 f를 곱해요.",
            lambda *a: _by_hand(*a, received=True),
        ),
        Mistake(
            "dh_prev에 망각 게이트의 길만 있어요. z는 네 층으로 갔으니 네 곳에서 더해요.",
            lambda *a: _by_hand(*a, flow="f"),
        ),
        Mistake(
            "dh_prev에서 출력 게이트의 길이 빠졌어요.",
            lambda *a: _by_hand(*a, flow="fiC"),
        ),
        Mistake(
            "후보 값에 tanh를 한 번 더 씌운 것 같아요. C̃은 이미 tanh를 지난 값이에요.",
            lambda *a: _by_hand(*a, tanh_again=True),
        ),
        Mistake(
            "da_f에 새 셀 상태 C를 곱한 것 같아요. f에 곱해진 것은 C_prev예요.",
            lambda *a: _by_hand(*a, keep="C"),
        ),
        Mistake(
            "dz의 뒤쪽 열을 돌려준 것 같아요. z에서 h가 앞이니 앞의 H열이 dh_prev예요.",
            lambda *a: _by_hand(*a, split="x"),
        ),
        Mistake(
            "dW_f를 배치로 나눈 것 같아요. 손실이 합이므로 배치를 더하기만 해요.",
            lambda *a: (_backward(*a)[0] / len(a[-1]), *_backward(*a)[1:]),
        ),
    ),
)
