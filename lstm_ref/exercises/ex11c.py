"""11장 도전: 시퀀스 전체의 역전파."""

import numpy as np

from ..params import LSTMParams
from ..records import LSTMTrace
from ..sequence import lstm_backward
from .bricks import lstm_record
from .draws import normal, size
from .spec import Exercise, Mistake

GATES = "fiCo"


def _draw(rng, k):
    T, B, D, H = size(rng, k)
    params, trace = lstm_record(rng, T, B, D, H)
    weights = {f"W_{g}": getattr(params, f"W_{g}") for g in GATES}
    record = {name: getattr(trace, name).round(3) for name in LSTMTrace._fields[:-1]}
    return {**weights, **record, "g": normal(rng, T, B, H)}


def _backward(*a):
    weights, record, g = a[:4], a[4:11], a[11]
    b = np.zeros(len(weights[0]))
    params = LSTMParams(*(part for W in weights for part in (W, b)))
    return tuple(lstm_backward(params, LSTMTrace(*record, record[-1] * np.tanh(record[-2])), g).grads)


def _by_hand(*a, h_road=1, C_road=1, o_path=True, forget=True, forward=False, last=False, slope=True):
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
    return lambda *a: _by_hand(*a, **flags)


EXERCISE = Exercise(
    id="ex11c",
    chapter="11-lstm-bptt",
    title="시퀀스 전체의 역전파",
    level="도전",
    points=3,
    function="my_lstm_backward",
    outputs=tuple(f"d{kind}_{g} {axes}" for g in GATES for kind, axes in (("W", "(H, H+D)"), ("b", "(H,)"))),
    reference=_backward,
    draw=_draw,
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
            lambda *a: tuple(grad / a[-1].shape[1] for grad in _backward(*a)),
        ),
        Mistake(
            "입력 게이트와 망각 게이트의 기울기가 바뀐 것 같아요. f, i, C, o의 차례예요.",
            lambda *a: (lambda r: (*r[2:4], *r[0:2], *r[4:]))(_backward(*a)),
        ),
    ),
)
