"""11장의 연습문제."""

from __future__ import annotations

from functools import partial

import numpy as np

from ..cells import LSTMStep, lstm_step_backward
from ..params import LSTMParams
from ..records import LSTMTrace
from ..sequence import lstm_backward
from .bricks import bare_step, lstm_record
from .draws import normal, share, size
from .spec import Array, Case, Exercise, table

GATES = "fiCo"


def _draw_a(rng: np.random.Generator, k: int) -> Case:
    _, B, _, H = size(rng, k)
    return {
        "dC_next": normal(rng, B, H),
        "f_next": share(rng, B, H),
        "dh": normal(rng, B, H),
        "o": share(rng, B, H),
        "C": normal(rng, B, H),
    }


def _dC(dC_next: Array, f_next: Array, dh: Array, o: Array, C: Array) -> Array:
    params, step = bare_step(o.shape, o=o, C=C, f=np.ones_like(o))  # f = 1이면 dC가 그대로 나온다
    return lstm_step_backward(params, step, dh, dC_next * f_next).dC_prev


def my_dC(dC_next: Array, f_next: Array, dh: Array, o: Array, C: Array) -> Array:
    """셀 상태의 기울기 ∂L/∂C_t (B, H)를 돌려주세요.

    dC_next는 ∂L/∂C_{t+1}, f_next는 t+1시점의 망각 게이트, dh는 ∂L/∂h_t,
    o와 C는 t시점의 값. dC_next, f_next, dh, o, C는 모두 (B, H)
    """
    return dC_next * f_next + dh * o * (1 - np.tanh(C) ** 2)


EX11A = Exercise(
    id="ex11a",
    title="셀 상태의 기울기",
    level="기초",
    solution=my_dC,
    why=(
        r"$C_t$는 두 곳에 쓰여요. 다음 시점의 $C_{t+1} = f_{t+1} \odot C_t + \dots$와 이 시점의 $h_t = o_t \odot "
        r"\tanh(C_t)$예요. 두 곳에서 온 기울기를 더해요. 다음 시점에서 온 것에는 **다음 시점의** 망각 게이트가 곱해져요."
    ),
    outputs=("dC (B, H)",),
    reference=_dC,
    draw=_draw_a,
    hints=(
        "C_t가 쓰인 곳을 모두 찾아요. 다음 시점의 셀 상태와, 이 시점의 은닉 상태예요.",
        "C_{t+1}에서 C_t에 곱해진 것은 무엇인가요? 그것을 `dC_next`에 곱해요.",
        "h = o ⊙ tanh(C)를 C로 미분하면 o ⊙ (1 − tanh²C)예요. 여기에 dh를 곱해요.",
        "두 길에서 온 것을 더해요.",
    ),
    mistakes=table(
        {
            "dC_next에 f_next를 곱하지 않은 것 같아요.": lambda dC, f, dh, o, C: _dC(dC, 0 * f + 1, dh, o, C),
            "dC의 o 경로가 빠졌어요. dh에 o를 곱해요.": lambda dC, f, dh, o, C: _dC(dC, f, dh, 0 * o + 1, C),
            "다음 시점에서 온 기울기가 빠졌어요.": lambda dC, f, dh, o, C: _dC(0 * dC, f, dh, o, C),
            "h를 거쳐 온 길이 빠졌어요.": lambda dC, f, dh, o, C: dC * f,
            "C에 tanh를 씌우지 않고 제곱한 것 같아요.": lambda dC, f, dh, o, C: dC * f + dh * o * (1 - C**2),
            "tanh(C)가 아니라 1 − tanh²(C)를 곱해요.": lambda dC, f, dh, o, C: dC * f + dh * o * np.tanh(C),
            "h를 거쳐 온 몫에도 f_next를 곱한 것 같아요.": lambda dC, f, dh, o, C: (
                f * _dC(dC, 0 * f + 1, dh, o, C)
            ),
        }
    ),
)


def _draw_b(rng: np.random.Generator, k: int) -> Case:
    _, B, D, H = size(rng, k)
    params, trace = lstm_record(rng, 1, B, D, H)
    weights = {f"W_{g}": getattr(params, f"W_{g}") for g in "fiCo"}
    record = {name: getattr(trace, name)[0].round(3) for name in LSTMStep._fields[:-1]}
    return {**weights, **record, "dh": normal(rng, B, H), "dC": normal(rng, B, H)}


def _backward_b(*a: Array) -> tuple[Array, Array, Array]:
    weights, record, (dh, dC) = a[:4], (*a[4:11], 0 * a[11]), a[11:]
    b = np.zeros(len(weights[0]))
    params = LSTMParams(*(part for W in weights for part in (W, b)))
    back = lstm_step_backward(params, LSTMStep(*record), dh, dC)
    return back.grads.W_f, back.dh_prev, back.dC_prev


def _by_hand_b(
    *a: Array, flow: str = "fiCo", o_path: bool = True, tanh_again: bool = False, keep: str = "C_prev",
    received: bool = False, split: str | None = None,
) -> tuple[Array, Array, Array]:  # fmt: skip
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


def my_step_backward(
    W_f: Array, W_i: Array, W_C: Array, W_o: Array, z: Array, C_prev: Array, f: Array, i: Array,
    C_tilde: Array, C: Array, o: Array, dh: Array, dC: Array,
) -> tuple[Array, Array, Array]:  # fmt: skip
    """(dW_f, dh_prev, dC_prev)를 돌려주세요. 크기는 (H, H+D), (B, H), (B, H)예요.

    W_f, W_i, W_C, W_o는 (H, H+D), z (B, H+D),
    C_prev, f, i, C_tilde, C, o, dh, dC는 모두 (B, H)
    """
    tanh_C = np.tanh(C)
    total = dC + dh * o * (1 - tanh_C**2)
    da_f = total * C_prev * f * (1 - f)
    da_i = total * C_tilde * i * (1 - i)
    da_C = total * i * (1 - C_tilde**2)
    da_o = dh * tanh_C * o * (1 - o)
    dz = da_f @ W_f + da_i @ W_i + da_C @ W_C + da_o @ W_o
    return da_f.T @ z, dz[:, : f.shape[1]], total * f


EX11B = Exercise(
    id="ex11b",
    title="한 시점의 역전파",
    level="표준",
    solution=my_step_backward,
    why="$dC$를 새 이름에 담고, $dC_{t-1}$은 그 값으로 구해요.",
    outputs=("dW_f (H, H+D)", "dh_prev (B, H)", "dC_prev (B, H)"),
    reference=_backward_b,
    draw=_draw_b,
    hints=(
        "먼저 셀 상태의 기울기를 새 이름에 담아요: `total = dC + dh * o * (1 - np.tanh(C)**2)`",
        "`total`에서 게이트마다 da를 구해요. f에는 `C_prev`, i에는 C̃, C̃에는 i가 곱해져요. o는 dh에서 와요.",
        "시그모이드는 g(1 − g), 후보 값은 1 − C̃²을 곱해요. C̃은 이미 tanh를 지난 값이에요.",
        "z는 네 곳으로 갔으니 네 곳에서 더해요: `dz = da_f @ W_f + da_i @ W_i + da_C @ W_C + da_o @ W_o`",
        "`dh_prev`는 dz의 앞 H열, `dC_prev`는 `total * f`, `dW_f`는 `da_f.T @ z`예요.",
    ),
    mistakes=table(
        {
            "dC의 o 경로가 빠졌어요. dh에 o를 곱해요.": lambda *a: _by_hand_b(*a, o_path=False),
            "dC_prev에서 h를 거쳐 온 몫이 빠졌어요.": lambda *a: _by_hand_b(*a, received=True),
            "dh_prev에 망각 게이트의 길만 있어요.": lambda *a: _by_hand_b(*a, flow="f"),
            "dh_prev에서 출력 게이트의 길이 빠졌어요.": lambda *a: _by_hand_b(*a, flow="fiC"),
            "후보 값에 tanh를 한 번 더 씌운 것 같아요.": lambda *a: _by_hand_b(*a, tanh_again=True),
            "da_f에는 C가 아니라 C_prev를 곱해요.": lambda *a: _by_hand_b(*a, keep="C"),
            "dz의 뒤쪽 열이에요. 앞 H열이 dh_prev예요.": lambda *a: _by_hand_b(*a, split="x"),
            "손실이 합이니 배치로 나누지 않아요.": lambda *a: (
                _backward_b(*a)[0] / len(a[-1]),
                *_backward_b(*a)[1:],
            ),
        }
    ),
)


def _draw_c(rng: np.random.Generator, k: int) -> Case:
    T, B, D, H = size(rng, k)
    params, trace = lstm_record(rng, T, B, D, H)
    weights = {f"W_{g}": getattr(params, f"W_{g}") for g in GATES}
    record = {name: getattr(trace, name).round(3) for name in LSTMTrace._fields[:-1]}
    later = {"dh_T": normal(rng, B, H), "dC_T": normal(rng, B, H)}
    return {**weights, **record, "g": normal(rng, T, B, H), **later}


def _backward_c(*a: Array) -> tuple[Array, ...]:
    weights, record, (g, dh_T, dC_T) = a[:4], (*a[4:11], a[10] * np.tanh(a[9])), a[11:]
    b, dh = np.zeros(len(weights[0])), g.copy()
    dh[-1] += dh_T
    params = LSTMParams(*(part for W in weights for part in (W, b)))
    back = lstm_backward(params, LSTMTrace(*record), dh, dC_T)
    return *back.grads, back.dh_0, back.dC_0


def _by_hand_c(
    *a: Array, h_road: int = 1, C_road: int = 1, o_path: bool = True, forget: bool = True,
    forward: bool = False, last: bool = False, slope: bool = True,
) -> tuple[Array, ...]:  # fmt: skip
    W_f, W_i, W_C, W_o, z, C_prev, f, i, C_tilde, C, o, g, dh, dC = a
    totals = [np.zeros(s) for _ in GATES for s in (W_f.shape, len(W_f))]
    for n, t in enumerate(range(len(g)) if forward else reversed(range(len(g)))):
        dh, t_C = g[t] + (h_road if n else 1) * dh, np.tanh(C[t])
        dC = (C_road if n else 1) * dC + dh * (o[t] if o_path else 1) * ((1 - t_C**2) if slope else 1)
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
    return *totals, dh, dC


def my_lstm_backward(
    W_f: Array, W_i: Array, W_C: Array, W_o: Array, z: Array, C_prev: Array, f: Array, i: Array,
    C_tilde: Array, C: Array, o: Array, g: Array, dh_T: Array, dC_T: Array,
) -> tuple[Array, ...]:  # fmt: skip
    """(dW_f, db_f, dW_i, db_i, dW_C, db_C, dW_o, db_o, dh_0, dC_0)을 돌려주세요.

    W_f, W_i, W_C, W_o는 (H, H+D), z (T, B, H+D), C_prev, f, i, C_tilde, C, o, g는 모두 (T, B, H),
    dh_T와 dC_T (B, H)는 뒤 조각에서 두 상태를 거쳐 온 기울기
    """
    H, weights = f.shape[2], (W_f, W_i, W_C, W_o)
    dW, db = [np.zeros_like(W) for W in weights], [np.zeros(H) for _ in weights]
    dh, dC = dh_T, dC_T
    for t in reversed(range(len(g))):
        dh, tanh_C = dh + g[t], np.tanh(C[t])
        dC = dC + dh * o[t] * (1 - tanh_C**2)
        da_f = dC * C_prev[t] * f[t] * (1 - f[t])
        da_i = dC * C_tilde[t] * i[t] * (1 - i[t])
        da_C = dC * i[t] * (1 - C_tilde[t] ** 2)
        da_o = dh * tanh_C * o[t] * (1 - o[t])
        for k, da in enumerate((da_f, da_i, da_C, da_o)):
            dW[k] += da.T @ z[t]
            db[k] += da.sum(axis=0)
        dh = (da_f @ W_f + da_i @ W_i + da_C @ W_C + da_o @ W_o)[:, :H]
        dC = dC * f[t]
    return dW[0], db[0], dW[1], db[1], dW[2], db[2], dW[3], db[3], dh, dC


EX11C = Exercise(
    id="ex11c",
    title="조각을 잇는 역전파",
    level="도전",
    solution=my_lstm_backward,
    why=(
        "뒤에서부터 돌며 두 상태의 기울기를 앞 시점에 건네요. $dh$에는 그 시점에서 곧바로 온 `g[t]`를 더하고, $dC$에는 "
        "$f_t$를 곱해 건네요. 시작이 0이 아니라 뒤 조각에서 온 `dh_T`와 `dC_T`이고, 끝에 남은 것이 앞 조각에 건넬 "
        "$dh_0$과 $dC_0$이에요. 이렇게 이으면 조각으로 나누어 구해도 한 번에 구한 것과 같아요. 절단 BPTT는 이 둘을 0으로 "
        "두는 것이에요. 상태를 건네는 것을 잊어도 $T = 1$에서는 맞는 답이 나와요. 그래서 확인은 $T > 1$에서도 해요."
    ),
    outputs=(
        *(f"d{kind}_{g} {axes}" for g in GATES for kind, axes in (("W", "(H, H+D)"), ("b", "(H,)"))),
        "dh_0 (B, H)",
        "dC_0 (B, H)",
    ),
    reference=_backward_c,
    draw=_draw_c,
    hints=(
        "앞 문제의 한 시점을 t = T부터 거슬러 되풀이해요. dh와 dC는 dh_T와 dC_T에서 시작해요.",
        "t시점의 dh는 곧바로 온 `g[t]`와 다음 시점에서 온 dh의 합이에요.",
        "dC에 h를 거쳐 온 몫을 먼저 더하고, 그 값으로 네 da를 구해요.",
        "시점마다 `da.T @ z[t]`와 `da.sum(axis=0)`을 여덟 합에 더해 가요.",
        "앞 시점에 건넬 것은 둘이에요: dh는 dz의 앞 H열, dC는 `dC * f[t]`. 다 돌고 남은 둘이 dh_0과 dC_0이에요.",
        "W와 b를 번갈아 f, i, C, o의 차례로 여덟 개, 그리고 dh_0, dC_0을 돌려줘요.",
    ),
    mistakes=table(
        {
            "dh를 앞 시점으로 건네지 않은 것 같아요.": partial(_by_hand_c, h_road=0),
            "dC를 앞 시점으로 건네지 않은 것 같아요.": partial(_by_hand_c, C_road=0),
            "뒤 조각에서 온 dh_T를 쓰지 않은 것 같아요.": lambda *a: _backward_c(*a[:12], 0 * a[12], a[13]),
            "뒤 조각에서 온 dC_T를 쓰지 않은 것 같아요.": lambda *a: _backward_c(*a[:13], 0 * a[13]),
            "dh_T와 dC_T 대신 0에서 시작한 것 같아요.": lambda *a: _backward_c(*a[:12], 0 * a[12], 0 * a[13]),
            "dC의 o 경로가 빠졌어요. dh에 o를 곱해요.": partial(_by_hand_c, o_path=False),
            "dC를 건넬 때 f를 곱하지 않은 것 같아요.": partial(_by_hand_c, forget=False),
            "앞에서부터 돌았어요. 끝 시점부터 거슬러요.": partial(_by_hand_c, forward=True),
            "시점마다의 몫을 덮어썼어요. 모두 더해요.": partial(_by_hand_c, last=True),
            "dC에서 1 − tanh²(C)가 빠졌어요.": partial(_by_hand_c, slope=False),
            "손실이 합이니 배치로 나누지 않아요.": lambda *a: (
                *(grad / a[-1].shape[0] for grad in _backward_c(*a)[:8]),
                *_backward_c(*a)[8:],
            ),
            "f와 i의 기울기가 바뀌었어요. f가 앞이에요.": lambda *a: (lambda r: (*r[2:4], *r[0:2], *r[4:]))(
                _backward_c(*a)
            ),
        }
    ),
)

EXERCISES = (EX11A, EX11B, EX11C)
