"""LSTM의 역전파와 기울기의 길을 재는 실험(11장)."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from .. import checks
from ..cells import LSTMStep, lstm_step_backward
from ..doors import Count, Counts, Reals, Seed, Seeds, Spread, door
from ..jacobians import chain, log_norm, lstm_state_jacobians, rnn_jacobian
from ..params import LSTMParams, init_lstm, init_rnn
from ..records import BPTTResult, LSTMTrace
from ..sequence import lstm_backward, lstm_forward, rnn_forward
from ..tables import Table, num, setting
from .lstm import hand_lstm

__all__ = [
    "BugReport", "HalfLives", "HandBackward", "Highway", "SwappedGates", "bug_table", "famous_bug",
    "gradient_highway", "half_lives", "half_lives_table", "hand_backward", "hand_backward_table", "highway_table",
    "swapped_gates", "swapped_table",
]  # fmt: skip


class Highway(NamedTuple):
    """거리마다 log₁₀‖∂C_t/∂C_0‖. `names`: 줄 이름, `norms`: (K, 시드, T), `product`: (K, T) 시드 평균 log₁₀ max ∏f,
    `b_f`: 망각 편향(RNN인 마지막 줄에는 없다)."""

    names: tuple[str, ...]
    norms: np.ndarray
    product: np.ndarray
    b_f: np.ndarray

    @property
    def slopes(self) -> np.ndarray:
        """(K,) 시드 평균에서 잰, 한 시점에 변하는 자릿수. 앞의 1/5은 뺀다."""
        return _slopes(self.norms.mean(axis=1))


def _slopes(mean: np.ndarray) -> np.ndarray:
    start = mean.shape[1] // 5
    return (mean[:, -1] - mean[:, start]) / (mean.shape[1] - 1 - start)


@door
def gradient_highway(
    b_f: Reals = (0.0, 1.0, 3.0, 5.0), seeds: Seeds = (11, 12, 13, 14, 15), T: Count = 50, H: Count = 64,
    input_sd: Spread = 0.5,
) -> Highway:  # fmt: skip
    r"""난수 LSTM에서 모든 경로를 더한 ∂C_t/∂C_0의 스펙트럼 노름을 거리마다 잰다. RNN(ρ = 1)의 ∂h_t/∂h_0을 기준선으로 둔다.

    매개변수
    --------
    b_f : 망각 편향의 목록
    seeds : 정수의 묶음
    T, H : 1 이상의 정수
    input_sd : 입력의 표준 편차

    반환값
    ------
    Highway : 마지막 줄이 RNN이고, 그 줄의 `product`는 NaN이다

    예외
    ----
    TypeError, ValueError : 위 형과 범위를 벗어날 때

    예
    --
    >>> road = gradient_highway(b_f=[0.0], seeds=(11,), T=10, H=8)
    >>> road.names, road.norms.shape
    (('LSTM b_f=0', 'RNN ρ=1'), (2, 1, 10))

    출처: Gers, Schmidhuber & Cummins (2000); Jozefowicz, Zaremba & Sutskever (2015).
    """
    b_f = np.array(b_f)
    norms = np.empty((len(b_f) + 1, len(seeds), T))
    product = np.full((len(b_f) + 1, len(seeds), T), np.nan)
    for s, seed in enumerate(seeds):
        for k, bias in enumerate(b_f):
            rng = np.random.default_rng(seed)
            params = init_lstm(rng, H, H, forget_bias=float(bias))
            trace = lstm_forward(params, input_sd * rng.standard_normal((T, 1, H)))
            whole = chain(lstm_state_jacobians(params, trace))[:, 0, :H, :H]
            norms[k, s] = log_norm(whole)
            product[k, s] = np.log10(np.cumprod(trace.f[:, 0], axis=0).max(axis=1))
        rng = np.random.default_rng(seed)
        rnn = init_rnn(rng, H, H, spectral_radius=1.0)
        J = chain(rnn_jacobian(rnn, rnn_forward(rnn, input_sd * rng.standard_normal((T, 1, H)))))[:, 0]
        norms[-1, s] = log_norm(J)
    return Highway((*(f"LSTM b_f={setting(b)}" for b in b_f), "RNN ρ=1"), norms, product.mean(axis=1), b_f)


class HalfLives(NamedTuple):
    """망각 편향마다의 반감기(시점). 모두 (K,). `formula`: ln ½ / ln σ(b_f), `direct`: 직접 경로에서 잰 것,
    `full`: 모든 경로에서 잰 것(기울기가 자라면 음수이고, 크기는 두 배가 되는 시점 수)."""

    b_f: np.ndarray
    formula: np.ndarray
    direct: np.ndarray
    full: np.ndarray


@door
def half_lives(record: Highway) -> HalfLives:
    r"""기울기의 길에서 잰 한 시점의 자릿수 s를 반감기 log₁₀½ / s로 바꾸어, 편향만으로 셈한 값과 견준다.

    매개변수
    --------
    record : Highway

    반환값
    ------
    HalfLives

    예외
    ----
    TypeError : record가 Highway가 아닐 때

    예
    --
    >>> found = half_lives(gradient_highway(b_f=[0.0], seeds=(11,), T=20, H=8))
    >>> found.formula.round(3).tolist(), bool(found.full[0] > 0)
    ([1.0], True)

    출처: f^n = ½의 풀이.
    """
    f, K, half = 1 / (1 + np.exp(-record.b_f)), len(record.b_f), np.log10(0.5)
    direct = _slopes(record.product[:K])
    return HalfLives(record.b_f, np.log(0.5) / np.log(f), half / direct, half / record.slopes[:K])


@door
def half_lives_table(record: HalfLives) -> Table:
    """`half_lives`의 기록을 적은 표.

    매개변수
    --------
    record : HalfLives, `half_lives`의 기록

    반환값
    ------
    Table

    예외
    ----
    TypeError : record의 형이 다를 때

    예
    --
    >>> half_lives_table(half_lives(gradient_highway(b_f=(1.0,), seeds=(11,), T=20, H=4))).rows[0]
    ['b_f = 1', '2.2', '2.2', '8.3시점마다 절반']

    출처: f^n = ½의 풀이.
    """
    rows = [
        [
            f"b_f = {setting(b)}",
            num(f, 1),
            num(d, 1),
            f"{num(abs(w), 1)}시점마다 {'절반' if w > 0 else '두 배'}",
        ]
        for b, f, d, w in zip(*record)
    ]
    header = ["망각 편향", "편향만의 반감기", "직접 경로의 반감기", "모든 경로"]
    return Table("반감기(시점)와 실제 기울기", header, rows)


@door
def highway_table(record: Highway) -> Table:
    """줄마다 한 시점에 변하는 자릿수와 끝의 노름, 망각 게이트의 곱을 적은 표.

    매개변수
    --------
    record : Highway, `gradient_highway`의 기록

    반환값
    ------
    Table

    예외
    ----
    TypeError : record의 형이 다를 때

    예
    --
    >>> highway_table(gradient_highway(b_f=(1.0,), seeds=(11,), T=20, H=4)).rows[0]
    ['LSTM b_f=1', '−0.036', '0.159', '0.002']

    출처: Gers, Schmidhuber & Cummins (2000); Jozefowicz, Zaremba & Sutskever (2015).
    """
    mean = record.norms.mean(axis=1)
    rows = [
        [name, num(slope), num(10.0 ** m[-1]), "–" if np.isnan(p[-1]) else num(10.0 ** p[-1])]
        for name, slope, m, p in zip(record.names, record.slopes, mean, record.product)
    ]
    T = mean.shape[1]
    return Table(
        f"{T}시점 거슬러 간 기울기(시드 평균)", ["모델", "한 시점의 자릿수", "노름", "∏f(가장 큰 성분)"], rows
    )


class HandBackward(NamedTuple):
    """손으로 따라갈 역전파. `trace`: LSTMTrace(2시점), `dh`: (2, 1, 2), `back`: BPTTResult."""

    trace: LSTMTrace
    dh: np.ndarray
    back: BPTTResult


@door
def hand_backward(component: Count = 1) -> HandBackward:
    """8–10장의 작은 LSTM을 두 시점 순전파하고, L이 h_2의 한 성분일 때의 역전파를 구한다.

    매개변수
    --------
    component : 1 또는 2, 손실로 삼을 성분의 번호

    반환값
    ------
    HandBackward

    예외
    ----
    TypeError, ValueError : 1이나 2가 아닐 때

    예
    --
    >>> hand_backward(component=2).back.dh[0, 0].round(3).tolist()
    [-0.011, 0.033]

    출처: 이 책.
    """
    hand = hand_lstm()
    trace = lstm_forward(hand.params, hand.x, hand.h_0, hand.C_0)
    dh = np.zeros((2, 1, 2))
    dh[1, 0, checks.whole("component", component, 1, 2) - 1] = 1.0
    return HandBackward(trace, dh, lstm_backward(hand.params, trace, dh))


@door
def hand_backward_table(record: HandBackward) -> Table:
    """두 시점의 dh, dC, f, o를 뒤에서부터 적은 표(첫 성분).

    매개변수
    --------
    record : HandBackward, `hand_backward`의 기록

    반환값
    ------
    Table

    예외
    ----
    TypeError : record의 형이 다를 때

    예
    --
    >>> hand_backward_table(hand_backward()).rows[0]
    ['2', '0.269', '0.500', '0.286', '1.000', '0.461', '0.124']

    출처: 이 책.
    """
    t, b = record.trace, record.back
    rows = [
        [
            str(k + 1),
            *(float(v[k, 0, 0]) for v in (t.f, t.o, t.C, b.dh, b.dC)),
            float(b.dC[k, 0, 0] * t.f[k, 0, 0]),
        ]
        for k in (1, 0)
    ]
    return Table("뒤에서부터 적은 역전파(첫 성분)", ["시점", "f", "o", "C", "dh", "dC", "dC ⊙ f"], rows)


class BugReport(NamedTuple):
    """시점 수마다, 옳은 역전파와 순서를 틀린 역전파의 상대 오차. 모두 (n,)."""

    T: np.ndarray
    right: np.ndarray
    wrong: np.ndarray


@door
def famous_bug(T: Counts = (1, 2, 10), seed: Seed = 11, D: Count = 3, H: Count = 5) -> BugReport:
    r"""dC_{t−1}을 구하기 전에 dh_{t−1}을 덮어쓰는 실수를 넣고, 중심 차분과의 상대 오차를 잰다.

    틀린 쪽은 한 시점의 역전파 안에서 dh를 dh_{t−1}로 바꾼 뒤에 dC_{t−1} = (dC + dh ⊙ o ⊙ (1−tanh²C)) ⊙ f를 구한다.

    매개변수
    --------
    T : 1 이상의 정수 목록
    seed, D, H : 정수

    반환값
    ------
    BugReport

    예외
    ----
    TypeError, ValueError : 위 형과 범위를 벗어날 때

    예
    --
    >>> found = famous_bug(T=(1, 2))
    >>> (found.right < 1e-7).tolist(), (found.wrong < 1e-7).tolist()
    ([True, True], [True, False])

    출처: 널리 읽히던 튜토리얼의 실제 실수.
    """
    T = list(T)
    found = []
    for steps in T:
        rng = np.random.default_rng(seed)
        params = init_lstm(rng, D, H)
        x, w = rng.standard_normal((steps, 1, D)), rng.standard_normal((steps, 1, H))
        found.append([_error(params, x, w, overwrite) for overwrite in (False, True)])
    return BugReport(np.array(T), *np.array(found).T)


def _error(params: LSTMParams, x: np.ndarray, w: np.ndarray, overwrite: bool) -> float:
    rng = np.random.default_rng(1)
    way = [rng.standard_normal(p.shape) for p in params]
    h_0, C_0 = rng.standard_normal((2, *w[0].shape))
    moved = lambda s: LSTMParams(*(p + s * v for p, v in zip(params, way)))  # noqa: E731
    loss = lambda s: (lstm_forward(moved(s), x, h_0, C_0).h * w).sum()  # noqa: E731
    numeric = (8 * (loss(1e-3) - loss(-1e-3)) - (loss(2e-3) - loss(-2e-3))) / 12e-3  # 4차 중심 차분
    trace, total = lstm_forward(params, x, h_0, C_0), 0.0
    dh = dC = np.zeros_like(h_0)
    for t in reversed(range(len(x))):
        step, dh = LSTMStep(*(v[t] for v in trace)), dh + w[t]
        back = lstm_step_backward(params, step, dh, dC)
        total += sum(np.sum(g * v) for g, v in zip(back.grads, way))
        used = back.dh_prev if overwrite else dh
        dC = (dC + used * step.o * (1 - np.tanh(step.C) ** 2)) * step.f
        dh = back.dh_prev
    return float(abs(total - numeric) / abs(numeric))


@door
def bug_table(record: BugReport) -> Table:
    """`famous_bug`의 기록을 '맞음/틀림'으로 적은 표(중심 차분과 10⁻⁶보다 다르면 틀림).

    매개변수
    --------
    record : BugReport, `famous_bug`의 기록

    반환값
    ------
    Table

    예외
    ----
    TypeError : record의 형이 다를 때

    예
    --
    >>> bug_table(famous_bug(T=(2,), D=2, H=2)).rows[0]
    ['T = 2', '맞음', '틀림(상대 오차 2.551)']

    출처: 널리 읽히던 튜토리얼의 실제 실수.
    """
    verdict = lambda e: "맞음" if e < 1e-6 else f"틀림(상대 오차 {num(e)})"  # noqa: E731
    rows = [[f"T = {t}", verdict(r), verdict(w)] for t, r, w in zip(*record)]
    return Table("순서를 틀린 역전파", ["시점 수", "옳은 순서", "dh를 먼저 덮어쓴 순서"], rows)


class SwappedGates(NamedTuple):
    """W_f와 W_i를 앞뒤에서 똑같이 바꿔 쓴 LSTM. `check`: 중심 차분과의 오차, `output`: 옳은 LSTM과 h의 차이."""

    check: float
    output: float


@door
def swapped_gates(seed: Seed = 11, T: Count = 10, D: Count = 3, H: Count = 5) -> SwappedGates:
    """망각 게이트와 입력 게이트의 매개변수를 일관되게 바꿔 쓴 구현은 기울기 확인을 통과하지만 다른 함수임을 보인다.

    매개변수
    --------
    seed : 0 이상의 정수
    T, D, H : 1 이상의 정수, 시점의 수, 입력과 은닉 상태의 크기

    반환값
    ------
    SwappedGates

    예외
    ----
    TypeError, ValueError : 위 형과 범위를 벗어날 때

    예
    --
    >>> swapped_gates(T=3, D=2, H=2) is not None
    True

    출처: 이 책.
    """
    rng = np.random.default_rng(seed)
    p = init_lstm(rng, D, H)
    swapped = p._replace(W_f=p.W_i, b_f=p.b_i, W_i=p.W_f, b_i=p.b_f)
    x, w = rng.standard_normal((T, 1, D)), rng.standard_normal((T, 1, H))
    gap = np.abs(lstm_forward(p, x).h - lstm_forward(swapped, x).h).max()
    return SwappedGates(_error(swapped, x, w, False), float(gap))


@door
def swapped_table(record: SwappedGates) -> Table:
    """`swapped_gates`의 기록을 적은 표.

    매개변수
    --------
    record : SwappedGates, `swapped_gates`의 기록

    반환값
    ------
    Table

    예외
    ----
    TypeError : record의 형이 다를 때

    예
    --
    >>> len(swapped_table(swapped_gates(T=3, D=2, H=2)).rows)
    2

    출처: 이 책.
    """
    rows = [
        ["중심 차분과의 기울기 확인", "통과" if record.check < 1e-6 else "실패"],
        ["옳은 LSTM과 h의 가장 큰 차이", num(record.output)],
    ]
    return Table("두 게이트를 똑같이 바꿔 쓴 구현", ["본 것", "결과"], rows)
