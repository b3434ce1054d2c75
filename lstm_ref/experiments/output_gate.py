"""출력의 실험: 숨기기와 내보이기, 커지는 셀 상태와 굳는 출력, 게이트가 보지 못하는 셀 상태(8·9장)."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from .. import checks
from ..cells import lstm_step
from ..doors import Count, Reals, Seeds, Spread, door
from ..params import init_lstm
from ..sequence import lstm_forward
from ..tables import Table, setting

__all__ = [
    "BlindGates", "Growth", "Hidden", "OutputSlope", "blind_gates", "blind_table", "growth_table",
    "hide_and_show", "output_slope", "state_growth",
]  # fmt: skip


class Hidden(NamedTuple):
    """셀 상태를 붙든 채 출력 게이트만 여닫은 기록. `o`, `C`, `h`: (T,)."""

    o: np.ndarray
    C: np.ndarray
    h: np.ndarray


@door
def hide_and_show(o: Reals, C_0: float = 1.5, f: float = 1.0) -> Hidden:
    r"""f를 고정하고 입력 게이트를 닫은 채 o만 바꾼다: C_t = f C_{t−1}, h_t = o_t tanh(C_t).

    매개변수
    --------
    o : 0 이상 1 이하의 수 목록, 시점마다 하나
    C_0 : 유한한 실수
    f : 0 이상 1 이하의 실수

    반환값
    ------
    Hidden

    예외
    ----
    TypeError, ValueError : 위 형과 범위를 벗어날 때

    예
    --
    >>> hide_and_show([0.0, 1.0], C_0=1.0).h.round(3).tolist()
    [0.0, 0.762]

    출처: Hochreiter & Schmidhuber (1997).
    """
    o = checks.vector("o", list(o), 0.0, 1.0)
    C = C_0 * checks.real("f", f, 0.0, 1.0) ** np.arange(1, len(o) + 1)
    return Hidden(o, C, o * np.tanh(C))


class OutputSlope(NamedTuple):
    """셀 상태의 크기마다 출력과 기울기. `C`: (K,), `h`: o·tanh(C), `slope`: o(1 − tanh²C), `o`: 출력 게이트."""

    C: np.ndarray
    h: np.ndarray
    slope: np.ndarray
    o: float


@door
def output_slope(C: Reals = (0.0, 0.5, 1.0, 2.0, 4.0, 8.0), o: float = 0.5) -> OutputSlope:
    r"""o를 고정하고 C가 커질 때 h = o tanh(C)와 ∂h/∂C = o (1 − tanh²C)를 구한다.

    매개변수
    --------
    C : 유한한 수의 목록
    o : 0 이상 1 이하의 실수

    반환값
    ------
    OutputSlope

    예외
    ----
    TypeError, ValueError : 위 형과 범위를 벗어날 때

    예
    --
    >>> output_slope(C=[0.0, 2.0], o=0.5).slope.round(3).tolist()
    [0.5, 0.035]

    출처: 연쇄 법칙.
    """
    C, o = np.array(C), checks.real("o", o, 0.0, 1.0)
    return OutputSlope(C, o * np.tanh(C), o * (1 - np.tanh(C) ** 2), o)


class BlindGates(NamedTuple):
    """셀 상태를 1만큼 바꿨을 때 다음 시점이 바뀐 정도. `b_o`: (K,), 나머지는 (K, 시드).

    `o`: 평균 출력 게이트, `f`와 `C`: 다음 시점의 망각 게이트와 셀 상태가 바뀐 크기의 성분 평균.
    """

    b_o: np.ndarray
    o: np.ndarray
    f: np.ndarray
    C: np.ndarray


@door
def blind_gates(
    b_o: Reals = (-5.0, 0.0, 5.0), seeds: Seeds = (11, 12, 13, 14, 15), T: Count = 20, H: Count = 32
) -> BlindGates:
    r"""T시점을 간 뒤 C_T의 모든 성분에 1을 더하고, h_T = o_T ⊙ tanh(C_T)를 거쳐 다음 시점이 얼마나 바뀌는지 잰다.

    매개변수
    --------
    b_o : 출력 게이트의 편향 목록
    seeds : 정수의 묶음
    T, H : 1 이상의 정수

    반환값
    ------
    BlindGates

    예외
    ----
    TypeError, ValueError : 위 형과 범위를 벗어날 때

    예
    --
    >>> found = blind_gates(b_o=[-5.0, 5.0], seeds=(11,), H=8)
    >>> bool(found.f[0, 0] < 0.01 < found.f[1, 0])
    True

    출처: Gers & Schmidhuber (2000)가 핍홀 연결을 더한 까닭.
    """
    b_o = np.array(b_o)
    found = []
    for bias in b_o:
        for seed in seeds:
            rng = np.random.default_rng(seed)
            params = init_lstm(rng, H, H)._replace(b_o=np.full(H, bias))
            x = rng.standard_normal((T + 1, 1, H))
            last = lstm_forward(params, x[:T])
            o, C = last.o[-1], last.C[-1]
            one, other = (lstm_step(params, x[T], o * np.tanh(c), c) for c in (C, C + 1))
            found.append([o.mean(), np.abs(other.f - one.f).mean(), np.abs(other.C - one.C).mean()])
    return BlindGates(b_o, *np.array(found).reshape(len(b_o), len(seeds), 3).transpose(2, 0, 1))


@door
def blind_table(record: BlindGates) -> Table:
    """`blind_gates`의 시드 평균을 적은 표.

    매개변수
    --------
    record : BlindGates, `blind_gates`의 기록

    반환값
    ------
    Table

    예외
    ----
    TypeError : record의 형이 다를 때

    예
    --
    >>> blind_table(blind_gates(b_o=(0.0,), seeds=(11,), T=5, H=4)).rows[0]
    ['b_o = 0', '0.4848', '0.0344', '0.8002']

    출처: Gers & Schmidhuber (2000)가 핍홀 연결을 더한 까닭.
    """
    rows = [
        [f"b_o = {setting(b)}", *(float(v[k].mean()) for v in record[1:])] for k, b in enumerate(record.b_o)
    ]
    header = ["출력 편향", "평균 o_t", "f_{t+1}의 변화", "C_{t+1}의 변화"]
    return Table("셀 상태에 1을 더했을 때 다음 시점의 변화", header, rows, digits=4)


class Growth(NamedTuple):
    """상태의 크기. `b_f`: (K,), `C`와 `h`: (K, 시드) 가장 큰 절댓값, `slope`: (K, 시드) 뒤 절반의 평균 1 − tanh²C."""

    b_f: np.ndarray
    C: np.ndarray
    h: np.ndarray
    slope: np.ndarray


@door
def state_growth(
    b_f: Reals = (0.0, 1.0, 3.0, 5.0), seeds: Seeds = (11, 12, 13, 14, 15), T: Count = 200,
    H: Count = 32, input_sd: Spread = 2.0,
) -> Growth:  # fmt: skip
    r"""난수로 초기화한 LSTM에 난수 입력을 넣고 max|C|, max|h|와 tanh의 기울기 1 − tanh²C를 잰다.

    매개변수
    --------
    b_f : 망각 편향의 목록
    seeds : 정수의 묶음
    T, H : 2 이상, 1 이상의 정수
    input_sd : 0 이상의 실수

    반환값
    ------
    Growth

    예외
    ----
    TypeError, ValueError : 위 형과 범위를 벗어날 때

    예
    --
    >>> found = state_growth(b_f=[0.0, 5.0], seeds=(11,), T=50, H=8)
    >>> bool(found.C[1, 0] > found.C[0, 0]), bool(found.h.max() < 1)
    (True, True)

    출처: 이 책.
    """
    b_f, T = np.array(b_f), checks.whole("T", T, 2)
    found = []
    for bias in b_f:
        for seed in seeds:
            rng = np.random.default_rng(seed)
            params = init_lstm(rng, H, H, forget_bias=float(bias))
            trace = lstm_forward(params, input_sd * rng.standard_normal((T, 1, H)))
            slope = (1 - np.tanh(trace.C[T // 2 :]) ** 2).mean()
            found.append([np.abs(trace.C).max(), np.abs(trace.h).max(), slope])
    return Growth(b_f, *np.array(found).reshape(len(b_f), len(seeds), 3).transpose(2, 0, 1))


@door
def growth_table(record: Growth) -> Table:
    """`state_growth`의 시드 평균을 적은 표.

    매개변수
    --------
    record : Growth, `state_growth`의 기록

    반환값
    ------
    Table

    예외
    ----
    TypeError : record의 형이 다를 때

    예
    --
    >>> growth_table(state_growth(b_f=(1.0,), seeds=(11,), T=10, H=4)).rows[0]
    ['b_f = 1', '0.90', '0.58', '0.84']

    출처: 이 책.
    """
    rows = [
        [f"b_f = {setting(b)}", *(float(v[k].mean()) for v in record[1:])] for k, b in enumerate(record.b_f)
    ]
    return Table("상태의 크기", ["망각 편향", "max |C|", "max |h|", "평균 1 − tanh²C"], rows, digits=2)
