"""11장의 연습문제."""

import numpy as np

from ..cells import LSTMStep, lstm_step_backward
from ..params import LSTMParams
from ..records import LSTMTrace
from ..sequence import lstm_backward
from .bricks import bare_step, lstm_record
from .draws import normal, share, size
from .spec import Exercise, Mistake


def _draw_a(rng, k):
    _, B, _, H = size(rng, k)
    return {
        "dC_next": normal(rng, B, H),
        "dh": normal(rng, B, H),
        "o": share(rng, B, H),
        "C": normal(rng, B, H),
    }


def _dC(dC_next, dh, o, C):
    params, step = bare_step(o.shape, o=o, C=C, f=np.ones_like(o))  # f = 1이면 dC가 그대로 나온다
    return lstm_step_backward(params, step, dh, dC_next).dC_prev


EX11A = Exercise(
    id="ex11a",
    chapter="11-lstm-bptt",
    title="셀 상태의 기울기",
    level="기초",
    points=1,
    function="my_dC",
    outputs=("dC (B, H)",),
    reference=_dC,
    draw=_draw_a,
    hints=(
        "C에는 두 길로 기울기가 와요. 다음 시점에서 곧바로 온 것과 h를 거쳐 온 것이에요.",
        "h = o ⊙ tanh(C)를 C로 미분하면 o ⊙ (1 − tanh²C)예요.",
        "h를 거쳐 온 몫은 `dh * o * (1 - np.tanh(C)**2)`예요. 두 길을 더해요.",
    ),
    mistakes=(
        Mistake(
            "dC의 o가 빠졌어요. h = o ⊙ tanh(C)이므로 dh에 o가 곱해져요.",
            lambda dC_next, dh, o, C: dC_next + dh * (1 - np.tanh(C) ** 2),
        ),
        Mistake(
            "다음 시점에서 온 기울기를 더하지 않은 것 같아요.",
            lambda dC_next, dh, o, C: dh * o * (1 - np.tanh(C) ** 2),
        ),
        Mistake(
            "h를 거쳐 온 길이 빠졌어요.",
            lambda dC_next, dh, o, C: dC_next.copy(),
        ),
        Mistake(
            "C에 tanh를 씌우지 않고 제곱한 것 같아요. tanh의 도함수는 1 − tanh²(C)예요.",
            lambda dC_next, dh, o, C: dC_next + dh * o * (1 - C**2),
        ),
        Mistake(
            "tanh를 미분하지 않은 것 같아요. tanh(C)가 아니라 1 − tanh²(C)를 곱해요.",
            lambda dC_next, dh, o, C: dC_next + dh * o * np.tanh(C),
        ),
        Mistake(
            "두 길을 더하지 않고 곱한 것 같아요.",
            lambda dC_next, dh, o, C: dC_next * dh * o * (1 - np.tanh(C) ** 2),
        ),
    ),
)


def _draw_b(rng, k):
    _, B, D, H = size(rng, k)
    params, trace = lstm_record(rng, 1, B, D, H)
    weights = {f"W_{g}": getattr(params, f"W_{g}") for g in "fiCo"}
    record = {name: getattr(trace, name)[0].round(3) for name in LSTMStep._fields[:-1]}
    return {**weights, **record, "dh": normal(rng, B, H), "dC": normal(rng, B, H)}


def _backward_b(*a):
    weights, record, (dh, dC) = a[:4], a[4:11], a[11:]
    b = np.zeros(len(weights[0]))
    params = LSTMParams(*(part for W in weights for part in (W, b)))
    back = lstm_step_backward(params, LSTMStep(*record, 0 * dh), dh, dC)
    return back.grads.W_f, back.dh_prev, back.dC_prev


def _by_hand_b(*a, flow="fiCo", o_path=True, tanh_again=False, keep="C_prev", received=False, split=None):
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


EX11B = Exercise(
    id="ex11b",
    chapter="11-lstm-bptt",
    title="한 시점의 역전파",
    level="표준",
    points=2,
    function="my_step_backward",
    outputs=("dW_f (H, H+D)", "dh_prev (B, H)", "dC_prev (B, H)"),
    reference=_backward_b,
    draw=_draw_b,
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
            lambda *a: _by_hand_b(*a, o_path=False),
        ),
        Mistake(
            "dC_prev를 받은 dC로 구한 것 같아요. h를 거쳐 온 몫까지 더한 값에 f를 곱해요.",
            lambda *a: _by_hand_b(*a, received=True),
        ),
        Mistake(
            "dh_prev에 망각 게이트의 길만 있어요. z는 네 층으로 갔으니 네 곳에서 더해요.",
            lambda *a: _by_hand_b(*a, flow="f"),
        ),
        Mistake(
            "dh_prev에서 출력 게이트의 길이 빠졌어요.",
            lambda *a: _by_hand_b(*a, flow="fiC"),
        ),
        Mistake(
            "후보 값에 tanh를 한 번 더 씌운 것 같아요. C̃은 이미 tanh를 지난 값이에요.",
            lambda *a: _by_hand_b(*a, tanh_again=True),
        ),
        Mistake(
            "da_f에 새 셀 상태 C를 곱한 것 같아요. f에 곱해진 것은 C_prev예요.",
            lambda *a: _by_hand_b(*a, keep="C"),
        ),
        Mistake(
            "dz의 뒤쪽 열을 돌려준 것 같아요. z에서 h가 앞이니 앞의 H열이 dh_prev예요.",
            lambda *a: _by_hand_b(*a, split="x"),
        ),
        Mistake(
            "dW_f를 배치로 나눈 것 같아요. 손실이 합이므로 배치를 더하기만 해요.",
            lambda *a: (_backward_b(*a)[0] / len(a[-1]), *_backward_b(*a)[1:]),
        ),
    ),
)


GATES = "fiCo"


def _draw_c(rng, k):
    T, B, D, H = size(rng, k)
    params, trace = lstm_record(rng, T, B, D, H)
    weights = {f"W_{g}": getattr(params, f"W_{g}") for g in GATES}
    record = {name: getattr(trace, name).round(3) for name in LSTMTrace._fields[:-1]}
    return {**weights, **record, "g": normal(rng, T, B, H)}


def _backward_c(*a):
    weights, record, g = a[:4], a[4:11], a[11]
    b = np.zeros(len(weights[0]))
    params = LSTMParams(*(part for W in weights for part in (W, b)))
    return tuple(lstm_backward(params, LSTMTrace(*record, record[-1] * np.tanh(record[-2])), g).grads)


def _by_hand_c(*a, h_road=1, C_road=1, o_path=True, forget=True, forward=False, last=False, slope=True):
    W_f, W_i, W_C, W_o, z, C_prev, f, i, C_tilde, C, o, g = a
    dh = dC = np.zeros_like(g[0])
    totals = [np.zeros(s) for _ in GATES for s in (W_f.shape, len(W_f))]
    for t in range(len(g)) if forward else reversed(range(len(g))):
        dh, t_C = g[t] + h_road * dh, np.tanh(C[t])
        dC = C_road * dC + dh * (o[t] if o_path else 1) * ((1 - t_C**2) if slope else 1)
        da = (
            dC * C_prev[t] * f[t] * (1 - f[t]),
            dC * C_tilde[t] * i[t] * (1 - i[t]),
            dC * i[t] * (1 - C_tilde[t] ** 2),
            dh * t_C * o[t] * (1 - o[t]),
        )
        new = [part for d in da for part in (d.T @ z[t], d.sum(axis=0))]
        totals = new if last else [p + q for p, q in zip(totals, new)]
        dh = sum(d @ W for d, W in zip(da, (W_f, W_i, W_C, W_o)))[:, : len(W_f)]
        dC = dC * f[t] if forget else dC
    return tuple(totals)


def _change(**flags):
    return lambda *a: _by_hand_c(*a, **flags)


EX11C = Exercise(
    id="ex11c",
    chapter="11-lstm-bptt",
    title="시퀀스 전체의 역전파",
    level="도전",
    points=3,
    function="my_lstm_backward",
    outputs=tuple(f"d{kind}_{g} {axes}" for g in GATES for kind, axes in (("W", "(H, H+D)"), ("b", "(H,)"))),
    reference=_backward_c,
    draw=_draw_c,
    hints=(
        "앞 문제의 한 시점을 t = T부터 거슬러 되풀이해요. dh와 dC는 0에서 시작해요.",
        "t시점의 dh는 곧바로 온 `g[t]`와 다음 시점에서 온 dh의 합이에요.",
        "`dC = dC + dh * o[t] * (1 - np.tanh(C[t])**2)`를 먼저 구하고, 그 값으로 네 da를 구해요.",
        "시점마다 `da.T @ z[t]`와 `da.sum(axis=0)`을 여덟 합에 더해 가요.",
        "앞 시점에 건넬 것은 둘이에요: dh는 dz의 앞 H열, dC는 `dC * f[t]`",
        "W와 b를 번갈아 f, i, C, o의 차례로 여덟 개를 돌려줘요.",
    ),
    mistakes=(
        Mistake(
            "dh를 앞 시점으로 건네지 않은 것 같아요. h를 거치는 길이 끊겼어요.",
            _change(h_road=0),
        ),
        Mistake(
            "dC를 앞 시점으로 건네지 않은 것 같아요. 셀 상태의 길이 끊겼어요.",
            _change(C_road=0),
        ),
        Mistake(
            "dC의 o 경로가 빠졌어요. dh에 o를 곱해 더해요.",
            _change(o_path=False),
        ),
        Mistake(
            "dC를 건넬 때 f를 곱하지 않은 것 같아요. dC_prev = dC ⊙ f예요.",
            _change(forget=False),
        ),
        Mistake(
            "시점을 앞에서부터 돌았어요. 역전파는 마지막 시점부터 거슬러요.",
            _change(forward=True),
        ),
        Mistake(
            "시점마다의 몫을 더하지 않고 덮어쓴 것 같아요. 가중치를 함께 쓰니 모두 더해요.",
            _change(last=True),
        ),
        Mistake(
            "dC에서 tanh의 도함수 1 − tanh²(C)가 빠졌어요.",
            _change(slope=False),
        ),
        Mistake(
            "배치로 나눈 것 같아요. 손실이 합이므로 기울기도 배치를 더하기만 해요.",
            lambda *a: tuple(grad / a[-1].shape[1] for grad in _backward_c(*a)),
        ),
        Mistake(
            "입력 게이트와 망각 게이트의 기울기가 바뀐 것 같아요. f, i, C, o의 차례예요.",
            lambda *a: (lambda r: (*r[2:4], *r[0:2], *r[4:]))(_backward_c(*a)),
        ),
    ),
)

EXERCISES = (EX11A, EX11B, EX11C)
