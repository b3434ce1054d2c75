"""게이트 실험: 게이트의 값이 셀 상태를 어떻게 남기고 더하는지 잰다(5–7장)."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from .. import checks
from ..cells import LSTMStep, lstm_step, sigmoid
from ..params import LSTMParams, init_lstm, init_rnn
from ..sequence import lstm_forward, rnn_forward
from ..tables import Table, num, vec

__all__ = [
    "ForgetDecay", "GateRange", "HandLSTM", "forget_decay", "half_life_table", "sigmoid_table", "gate_ranges",
    "gate_range_table", "hand_lstm", "step_values", "added_table", "two_states_table", "Carousel", "carousel",
    "gate_sum", "accumulate", "Accumulation", "bias_to_gate", "gate_inputs",
    "gate_sum_table",
]  # fmt: skip


class ForgetDecay(NamedTuple):
    """망각 게이트를 고정했을 때 남은 셀 상태. `f`: (K,), `C`: (steps+1, K), `half_life`: (K,) 시점."""

    f: np.ndarray
    C: np.ndarray
    half_life: np.ndarray


def forget_decay(f, steps: int = 20) -> ForgetDecay:
    r"""입력 게이트를 닫고 f를 고정하면 C_t = f^t ⊙ C_0이다. C_0 = 1에서 시작한다.

    매개변수
    --------
    f : 0 이상 1 이하의 수 목록
    steps : 1 이상의 정수, 시점 수

    반환값
    ------
    ForgetDecay : `half_life`는 ln ½ / ln f (f = 1이면 ∞, f = 0이면 0)

    예외
    ----
    TypeError, ValueError : f나 steps가 위 범위를 벗어날 때

    예
    --
    >>> forget_decay([0.5], steps=3).C[:, 0].tolist()
    [1.0, 0.5, 0.25, 0.125]

    출처: Gers, Schmidhuber & Cummins (2000).
    """
    f, steps = checks.vector("f", f, 0.0, 1.0), checks.whole("steps", steps, 1)
    with np.errstate(divide="ignore"):
        half_life = np.abs(np.log(0.5) / np.log(f))  # f = 1이면 ∞
    return ForgetDecay(f, f ** np.arange(steps + 1)[:, None], half_life)


def half_life_table(b_f=(0.0, 1.0, 3.0, 5.0)) -> Table:
    """망각 편향 b_f만으로 정해지는 f = σ(b_f)와 반감기 ln ½ / ln f를 적은 표."""
    f = sigmoid(checks.vector("b_f", list(b_f)))
    half = forget_decay(f, 1).half_life
    rows = [[f"b_f = {num(b, 0)}", float(v), float(h)] for b, v, h in zip(b_f, f, half)]
    return Table("망각 편향과 반감기(입력이 0일 때)", ["망각 편향", "f = σ(b_f)", "반감기(시점)"], rows)


def sigmoid_table(a=(-40.0, -5.0, -1.0, 0.0, 1.0, 5.0, 40.0)) -> Table:
    """σ(a)와 도함수 σ(1−σ)를 적은 표. 마지막 열은 64비트에서 정확히 0이나 1이 되었는지다."""
    a = checks.vector("a", list(a))
    rows = [[num(v, 0), float(s), float(s * (1 - s)), bool(s in (0.0, 1.0))] for v, s in zip(a, sigmoid(a))]
    return Table("시그모이드와 도함수", ["a", "σ(a)", "σ(1−σ)", "끝에 닿았나"], rows, digits=4)


def gate_inputs(a) -> np.ndarray:
    """손으로 적은 수 목록을 시그모이드에 넣을 float64 배열로 바꾼다: (K,)."""
    return checks.vector("a", list(a))


def bias_to_gate(b_f) -> np.ndarray:
    """가중치가 0일 때의 망각 게이트 f = σ(b_f): (K,)."""
    return sigmoid(checks.vector("b_f", list(b_f)))


class GateRange(NamedTuple):
    """난수로 초기화한 LSTM의 망각 게이트(시드마다). `b_f`: (K,), `mean`·`low`·`high`: (K, 시드)."""

    b_f: np.ndarray
    mean: np.ndarray
    low: np.ndarray
    high: np.ndarray


def gate_ranges(b_f=(0.0, 1.0, 3.0, 5.0), seeds=(11, 12, 13, 14, 15), T: int = 50, H: int = 32) -> GateRange:
    r"""난수 입력을 넣은 초기 LSTM에서 f의 평균과 5 %·95 % 자리를 잰다.

    매개변수
    --------
    b_f : 수의 목록
    seeds : 정수의 묶음
    T, H : 1 이상의 정수

    반환값
    ------
    GateRange

    예외
    ----
    TypeError, ValueError : 위 형과 범위를 벗어날 때

    예
    --
    >>> bool(gate_ranges(b_f=[3.0], seeds=(11,)).mean[0, 0] > 0.9)
    True

    출처: Jozefowicz, Zaremba & Sutskever (2015).
    """
    b_f, found = checks.vector("b_f", list(b_f)), []
    for bias in b_f:
        for seed in seeds:
            rng = np.random.default_rng(checks.whole("seeds", seed, 0))
            params = init_lstm(rng, H, H, forget_bias=float(bias))
            f = lstm_forward(params, rng.standard_normal((checks.whole("T", T, 1), 1, H))).f
            found.append([f.mean(), np.quantile(f, 0.05), np.quantile(f, 0.95)])
    return GateRange(b_f, *np.array(found).reshape(len(b_f), len(seeds), 3).transpose(2, 0, 1))


def gate_range_table(record: GateRange) -> Table:
    """`gate_ranges`의 시드 평균을 적은 표."""
    rows = [
        [f"b_f = {num(b, 0)}", *(float(v[k].mean()) for v in record[1:])] for k, b in enumerate(record.b_f)
    ]
    return Table("초기화한 LSTM의 망각 게이트", ["망각 편향", "평균 f", "5 % 자리", "95 % 자리"], rows)


class HandLSTM(NamedTuple):
    """손으로 따라갈 LSTM. `params`: LSTMParams, `x`: (T, 1, D), `h_0`와 `C_0`: (1, H), `ones`: (1, H) 1로 된 기울기."""

    params: LSTMParams
    x: np.ndarray
    h_0: np.ndarray
    C_0: np.ndarray
    ones: np.ndarray


def hand_lstm() -> HandLSTM:
    r"""D = 1, H = 2인 작은 LSTM. 가중치는 0, ±1, 2뿐이라 종이로 따라갈 수 있다. 입력은 1, −1이다.

    예
    --
    >>> hand = hand_lstm()
    >>> lstm_forward(hand.params, hand.x, hand.h_0, hand.C_0).f[0, 0].round(3).tolist()
    [0.731, 0.5]
    """
    W = lambda *rows: np.array(rows, dtype=np.float64)  # noqa: E731
    params = LSTMParams(
        W([0, 0, 1], [1, 0, 0]), np.zeros(2), W([0, 0, 2], [0, 0, -1]), np.zeros(2),
        W([0, 0, 1], [0, 1, 1]), np.zeros(2), W([0, 0, 0], [0, 0, 1]), np.zeros(2),
    )  # fmt: skip
    return HandLSTM(
        params, np.array([[[1.0]], [[-1.0]]]), np.zeros((1, 2)), np.array([[1.0, -1.0]]), np.ones((1, 2))
    )


def step_values(step: LSTMStep) -> Table:
    """LSTM 한 시점(첫 배치)의 모든 기호와 값을 적은 표."""
    checks.kind("step", step, LSTMStep)
    names = ("z", "C_{t−1}", "f", "i", "C̃", "C", "o", "h")
    return Table("한 시점의 값", ["기호", "값"], [[n, vec(v[0])] for n, v in zip(names, step)])


def added_table(i, C_tilde) -> Table:
    """성분마다 i ⊙ C̃를 적은 표."""
    i, C_tilde = checks.vector("i", list(i), 0.0, 1.0), checks.vector("C_tilde", list(C_tilde), -1.0, 1.0)
    rows = [[str(k + 1), a, c, a * c] for k, (a, c) in enumerate(zip(i.tolist(), C_tilde.tolist()))]
    return Table("더해지는 몫", ["성분", "i", "C̃", "i ⊙ C̃"], rows)


def two_states_table(D: int = 3, H: int = 4, T: int = 6, B: int = 2) -> Table:
    """RNN과 LSTM이 실제로 주고받는 배열의 크기를 적은 표."""
    rng = np.random.default_rng(0)
    r, p = init_rnn(rng, D, H), init_lstm(rng, D, H)
    x = rng.standard_normal((T, B, D))
    step = lstm_step(p, x[0], np.zeros((B, H)), np.zeros((B, H)))
    shape = lambda v: str(v.shape)  # noqa: E731
    trace = lstm_forward(p, x)
    rows = [
        [
            "한 시점이 받는 상태",
            "h_{t−1} " + shape(np.zeros((B, H))),
            f"h_{{t−1}}와 C_{{t−1}} {shape(step.C_prev)}",
        ],
        ["시퀀스의 출력", shape(rnn_forward(r, x).h), f"h {shape(trace.h)}, C {shape(trace.C)}"],
        ["게이트", "없음", "f, i, o"],
        ["매개변수 수", sum(v.size for v in r), sum(v.size for v in p)],
    ]
    return Table(f"D={D}, H={H}, T={T}, B={B}일 때", ["항목", "RNN", "LSTM"], rows)


class Carousel(NamedTuple):
    """같은 입력을 받은 세 기억의 값. `names`: 이름, `values`: (T, K)."""

    names: tuple[str, ...]
    values: np.ndarray


def carousel(T: int = 40, w: float = 0.9, f: float = 0.9) -> Carousel:
    r"""첫 시점에만 1을 넣는다. 곱해서 덮어쓰는 기억 tanh(w h)와, 더해서 잇는 기억 f C를 견준다.

    매개변수
    --------
    T : 1 이상의 정수
    w : 유한한 실수
    f : 0 이상 1 이하의 실수

    반환값
    ------
    Carousel

    예외
    ----
    TypeError, ValueError : 위 형과 범위를 벗어날 때

    예
    --
    >>> carousel(T=3).values[-1].round(3).tolist()
    [0.49, 1.0, 0.81]

    출처: Hochreiter & Schmidhuber (1997).
    """
    T, w, f = checks.whole("T", T, 1), checks.real("w", w), checks.real("f", f, 0.0, 1.0)
    h, rows = np.tanh(1.0), []
    for t in range(T):
        rows.append([h, 1.0, f**t])
        h = np.tanh(w * h)
    return Carousel((f"RNN, w={num(w, 1)}", "셀 상태, f=1", f"셀 상태, f={num(f, 1)}"), np.array(rows))


def gate_sum(seeds=(11, 12, 13, 14, 15), H: int = 32, T: int = 50, forget_bias: float = 1.0) -> np.ndarray:
    """초기화한 LSTM에서 i + f의 (가장 작은 값, 평균, 가장 큰 값)을 시드마다 잰다: (시드, 3)."""
    found = []
    for seed in seeds:
        rng = np.random.default_rng(checks.whole("seeds", seed, 0))
        trace = lstm_forward(init_lstm(rng, H, H, forget_bias=forget_bias), rng.standard_normal((T, 1, H)))
        total = trace.i + trace.f
        found.append([total.min(), total.mean(), total.max()])
    return np.array(found)


def gate_sum_table(record: np.ndarray) -> Table:
    """`gate_sum`의 결과를 시드마다 한 줄로 적은 표."""
    rows = [[str(k + 1), *map(float, row)] for k, row in enumerate(record)]
    return Table(
        "초기화한 LSTM에서 i + f", ["몇째 시드", "가장 작은 값", "평균", "가장 큰 값"], rows, digits=2
    )


class Accumulation(NamedTuple):
    """같은 후보 값을 되풀이해 더한 셀 상태. `f`: (K,), `C`: (T, K), `limit`: (K,) 끝내 가까워지는 값."""

    f: np.ndarray
    C: np.ndarray
    limit: np.ndarray


def accumulate(f=(0.0, 0.5, 0.9, 1.0), i: float = 0.5, C_tilde: float = 0.8, T: int = 40) -> Accumulation:
    r"""C_t = f C_{t−1} + i C̃를 되풀이한다. f < 1이면 i C̃ / (1 − f)로 다가가고, f = 1이면 끝없이 커진다.

    매개변수
    --------
    f : 0 이상 1 이하의 수 목록
    i : 0 이상 1 이하, C_tilde : −1 이상 1 이하
    T : 1 이상의 정수

    반환값
    ------
    Accumulation

    예외
    ----
    TypeError, ValueError : 위 형과 범위를 벗어날 때

    예
    --
    >>> accumulate([0.5, 1.0], T=100).C[-1].round(3).tolist()
    [0.8, 40.0]

    출처: 등비수열의 합.
    """
    f, T = checks.vector("f", list(f), 0.0, 1.0), checks.whole("T", T, 1)
    step = checks.real("i", i, 0.0, 1.0) * checks.real("C_tilde", C_tilde, -1.0, 1.0)
    C, rows = np.zeros(len(f)), []
    for _ in range(T):
        C = f * C + step
        rows.append(C)
    with np.errstate(divide="ignore"):
        limit = step / (1 - f)
    return Accumulation(f, np.array(rows), limit)
