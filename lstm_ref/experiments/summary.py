"""셀 전체의 한 바퀴: 모든 기호의 값과 크기와 범위, 매개변수 수, 이어 붙이는 차례(10장)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

import numpy as np

from .. import checks
from ..cells import lstm_step
from ..doors import Bias, Count, Natural, Pairs, Seeds, door
from ..params import LSTMParams, init_lstm
from ..records import LSTMTrace
from ..sequence import lstm_forward
from ..tables import Table, num, vec

__all__ = [
    "Ranges", "Restless", "order_table", "range_table", "restless", "restless_table", "size_table", "symbol_table",
    "value_ranges",
]  # fmt: skip

NAMES = ("f", "i", "C_tilde", "C", "o", "h")
SHOWN = ("f", "i", "C̃", "C", "o", "h")


@door
def symbol_table(trace: LSTMTrace, t: Natural = 0, digits: Natural = 2) -> Table:
    r"""요약표의 기호마다 시점 t(0부터)의 값과 성분 수를 적은 표(첫 배치).

    매개변수
    --------
    trace : LSTMTrace
    t : 0 이상 T 미만의 정수
    digits : 적을 소수 자릿수

    반환값
    ------
    Table

    예외
    ----
    TypeError, ValueError : 형이 다르거나 t가 시퀀스를 벗어날 때

    예
    --
    >>> from lstm_ref.experiments.cell_state import random_trace
    >>> symbol_table(random_trace(T=3, H=2, D=1), t=2).rows[0][:2]
    ['z = [h_{t−1}, x_t]', '3']

    출처: 이 책.
    """
    if t >= len(trace.f):
        raise ValueError(
            f"t의 값이 {t}입니다. 시점이 {len(trace.f)}개라서 {len(trace.f) - 1} 이하여야 합니다."
        )
    names = ("z = [h_{t−1}, x_t]", "C_{t−1}", "f_t", "i_t", "C̃_t", "C_t", "o_t", "h_t")
    rows = [[n, str(v.shape[2]), vec(v[t, 0], digits)] for n, v in zip(names, trace)]
    return Table(f"시점 {t + 1}의 모든 값", ["기호", "성분 수", "값"], rows)


@door
def size_table(sizes: Pairs = ((1, 2), (3, 4), (100, 128))) -> Table:
    r"""(D, H)마다 LSTM의 매개변수 수를 실제 배열에서 센 것, 식의 값, 게이트 하나의 몫을 적은 표.

    매개변수
    --------
    sizes : (D, H)의 목록, 1 이상의 정수

    반환값
    ------
    Table

    예외
    ----
    TypeError, ValueError : 위 형과 범위를 벗어날 때

    예
    --
    >>> size_table([(3, 4)]).rows
    [['D=3, H=4', '32', '128', '128']]

    출처: 4(H(H + D) + H).
    """
    rng, rows = np.random.default_rng(0), []
    for D, H in sizes:
        params = init_lstm(rng, checks.whole("D", D, 1), checks.whole("H", H, 1))
        one = params.W_f.size + params.b_f.size
        rows.append([f"D={D}, H={H}", one, sum(v.size for v in params), 4 * (H * (H + D) + H)])
    return Table("LSTM의 매개변수 수", ["크기", "W_f와 b_f", "여덟 배열 모두", "4(H(H+D)+H)"], rows)


class Ranges(NamedTuple):
    """값의 범위. `names`: 기호, `low`와 `high`: 모든 시드·시점·성분의 가장 작은 값과 큰 값."""

    names: tuple[str, ...]
    low: np.ndarray
    high: np.ndarray


def _traces(seeds: Sequence[int], T: int, H: int, forget_bias: float, input_sd: float) -> list[LSTMTrace]:
    T, H, found = checks.whole("T", T, 2), checks.whole("H", H, 1), []
    for seed in seeds:
        rng = np.random.default_rng(seed)
        params = init_lstm(rng, H, H, forget_bias=checks.real("forget_bias", forget_bias))
        found.append(lstm_forward(params, input_sd * rng.standard_normal((T, 1, H))))
    return found


@door
def value_ranges(
    seeds: Seeds = (11, 12, 13, 14, 15), T: Count = 200, H: Count = 32, forget_bias: Bias = 3.0
) -> Ranges:
    r"""표준 편차 2인 난수 입력을 넣은 LSTM에서 기호마다 값의 범위를 잰다.

    매개변수
    --------
    seeds : 정수의 묶음
    T, H : 2 이상, 1 이상의 정수
    forget_bias : 유한한 실수

    반환값
    ------
    Ranges

    예외
    ----
    TypeError, ValueError : 위 형과 범위를 벗어날 때

    예
    --
    >>> found = value_ranges(seeds=(11,), T=50, H=8)
    >>> bool(found.low[0] > 0), bool(found.high[3] > 1), bool(found.high[5] < 1)
    (True, True, True)

    출처: 이 책.
    """
    traces = _traces(seeds, T, H, forget_bias, 2.0)
    low = [min(getattr(trace, n).min() for trace in traces) for n in NAMES]
    high = [max(getattr(trace, n).max() for trace in traces) for n in NAMES]
    return Ranges(SHOWN, np.array(low), np.array(high))


@door
def range_table(record: Ranges) -> Table:
    """`value_ranges`의 기록을 적은 표.

    매개변수
    --------
    record : Ranges, `value_ranges`의 기록

    반환값
    ------
    Table

    예외
    ----
    TypeError : record의 형이 다를 때

    예
    --
    >>> range_table(value_ranges(seeds=(11,), T=5, H=4)).rows[0]
    ['f', '0.83', '0.99']

    출처: 이 책.
    """
    rows = [[n, num(lo, 2), num(hi, 2)] for n, lo, hi in zip(*record)]
    return Table("재어 본 값의 범위", ["기호", "가장 작은 값", "가장 큰 값"], rows)


class Restless(NamedTuple):
    """한 시점에 바뀌는 크기를 그 기호의 표준 편차로 나눈 것. `names`: (6,), `change`: (시드, 6)."""

    names: tuple[str, ...]
    change: np.ndarray


@door
def restless(
    seeds: Seeds = (11, 12, 13, 14, 15), T: Count = 200, H: Count = 32, forget_bias: Bias = 1.0
) -> Restless:
    r"""기호마다 한 시점의 변화 mean|v_t − v_{t−1}|을 표준 편차로 나눈다. 작을수록 천천히 변한다.

    서로 독립인 정규 난수라면 2/√π ≈ 1.128이다. 이것이 기준선이다.

    매개변수
    --------
    seeds : 정수의 묶음
    T, H : 2 이상, 1 이상의 정수
    forget_bias : 유한한 실수

    반환값
    ------
    Restless

    예외
    ----
    TypeError, ValueError : 위 형과 범위를 벗어날 때

    예
    --
    >>> found = restless(seeds=(11,), T=50, H=8)
    >>> found.names[int(found.change[0].argmin())]
    'C'

    출처: 이 책.
    """
    change = []
    for trace in _traces(seeds, T, H, forget_bias, 1.0):
        values = [getattr(trace, n)[:, 0] for n in NAMES]
        change.append([np.abs(np.diff(v, axis=0)).mean() / v.std() for v in values])
    return Restless(SHOWN, np.array(change))


@door
def restless_table(record: Restless) -> Table:
    """`restless`의 시드 평균과 가장 작은 시드, 가장 큰 시드를 적은 표. 마지막 줄은 독립인 정규 난수다.

    매개변수
    --------
    record : Restless, `restless`의 기록

    반환값
    ------
    Table

    예외
    ----
    TypeError : record의 형이 다를 때

    예
    --
    >>> len(restless_table(restless(seeds=(11,), T=5, H=4)).rows)
    7

    출처: 이 책.
    """
    rows = [
        [n, float(v.mean()), float(v.min()), float(v.max())] for n, v in zip(record.names, record.change.T)
    ]
    rows.append(["독립인 난수", *[2 / np.sqrt(np.pi)] * 3])
    header = ["기호", "시드 평균", "가장 작은 시드", "가장 큰 시드"]
    return Table("한 시점에 바뀌는 크기(표준 편차의 몇 배)", header, rows, digits=2)


@door
def order_table(seeds: Seeds = (11, 12, 13, 14, 15), D: Count = 3, H: Count = 4) -> Table:
    r"""[h, x] 대신 [x, h]로 이어 붙였을 때 h_t가 얼마나 달라지는지 적은 표(시드 가운데 가장 큰 차이).

    가중치의 열을 그대로 두면 틀리고, 열도 함께 옮기면 같다. 둘째 줄이 기준선이다.

    매개변수
    --------
    seeds : 정수의 묶음
    D, H : 1 이상의 정수

    반환값
    ------
    Table

    예외
    ----
    TypeError, ValueError : 위 형과 범위를 벗어날 때

    예
    --
    >>> [row[2] for row in order_table(seeds=(11,)).rows]
    ['아니요', '예']

    출처: 이 책.
    """
    wrong, right = [], []
    for seed in seeds:
        rng = np.random.default_rng(seed)
        params = init_lstm(rng, D, H)
        h, C, x = (rng.standard_normal((1, n)) for n in (H, H, D))
        ours, swapped = lstm_step(params, x, h, C).h, np.concatenate([x, h], axis=-1)
        moved = type(params)(*(np.roll(v, D, axis=1) if v.ndim == 2 else v for v in params))
        wrong.append(np.abs(_hidden(params, swapped, C) - ours).max())
        right.append(np.abs(_hidden(moved, swapped, C) - ours).max())
    rows = [
        [name, num(max(v), 2) if max(v) > 1e-12 else "10⁻¹²보다 작음", bool(max(v) < 1e-12)]
        for name, v in (("x를 앞에, 열은 그대로", wrong), ("x를 앞에, 열도 함께 옮김", right))
    ]
    return Table("이어 붙이는 차례를 바꾸면", ["바꾼 것", "h_t의 가장 큰 차이", "같은가"], rows)


def _hidden(params: LSTMParams, z: np.ndarray, C_prev: np.ndarray) -> np.ndarray:
    # lstm_step은 h를 앞에 두고 스스로 이어 붙인다. 차례를 바꾼 z를 넣어 보려고 식을 따로 적는다
    gate: Callable[..., np.ndarray] = lambda W, b: 1 / (1 + np.exp(-(z @ W.T + b)))  # noqa: E731
    C_tilde = np.tanh(z @ params.W_C.T + params.b_C)
    C = gate(params.W_f, params.b_f) * C_prev + gate(params.W_i, params.b_i) * C_tilde
    return gate(params.W_o, params.b_o) * np.tanh(C)
