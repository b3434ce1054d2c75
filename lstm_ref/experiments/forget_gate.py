"""망각 게이트 실험: 셀 상태를 얼마나, 얼마나 오래 남기는지 잰다(6장)."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from .. import checks
from ..cells import sigmoid
from ..doors import Count, Reals, Seeds, door
from ..params import init_lstm
from ..sequence import lstm_backward, lstm_forward
from ..tables import Table, setting

__all__ = [
    "ForgetDecay",
    "forget_decay",
    "half_life_table",
    "sigmoid_table",
    "gate_inputs",
    "bias_to_gate",
    "GateRange",
    "gate_ranges",
    "gate_range_table",
    "bias_gradients",
]


class ForgetDecay(NamedTuple):
    """망각 게이트를 고정했을 때 남은 셀 상태. `f`: (K,), `C`: (steps+1, K), `half_life`: (K,) 시점."""

    f: np.ndarray
    C: np.ndarray
    half_life: np.ndarray


@door
def forget_decay(f: Reals, steps: Count = 20) -> ForgetDecay:
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
    f = checks.vector("f", f, 0.0, 1.0)
    with np.errstate(divide="ignore"):
        half_life = np.abs(np.log(0.5) / np.log(f))  # f = 1이면 ∞
    return ForgetDecay(f, f ** np.arange(steps + 1)[:, None], half_life)


@door
def half_life_table(b_f: Reals = (0.0, 1.0, 3.0, 5.0)) -> Table:
    """망각 편향 b_f만으로 정해지는 f = σ(b_f)와 반감기 ln ½ / ln f를 적은 표.

    매개변수
    --------
    b_f : 실수 목록, 망각 편향

    반환값
    ------
    Table

    예외
    ----
    TypeError, ValueError : 유한한 실수의 목록이 아닐 때

    예
    --
    >>> half_life_table([1.0]).rows[0]
    ['b_f = 1', '0.731', '2.213']

    출처: 이 책.
    """
    f = sigmoid(np.array(b_f))
    half = forget_decay(f, 1).half_life
    rows = [[f"b_f = {setting(b)}", float(v), float(h)] for b, v, h in zip(b_f, f, half)]
    return Table("망각 편향과 반감기(가중치가 0일 때)", ["망각 편향", "f = σ(b_f)", "반감기(시점)"], rows)


@door
def sigmoid_table(a: Reals = (-40.0, -5.0, -1.0, 0.0, 1.0, 5.0, 40.0)) -> Table:
    """σ(a)와 도함수 σ(1−σ)를 적은 표. 마지막 열은 64비트에서 정확히 0이나 1이 되었는지다.

    매개변수
    --------
    a : 실수 목록

    반환값
    ------
    Table

    예외
    ----
    TypeError, ValueError : 유한한 실수의 목록이 아닐 때

    예
    --
    >>> sigmoid_table([0.0]).rows[0]
    ['0', '0.5000', '0.2500', '아니요']

    출처: 이 책.
    """
    a = np.array(a)
    rows = [[setting(v), float(s), float(s * (1 - s)), bool(s in (0.0, 1.0))] for v, s in zip(a, sigmoid(a))]
    return Table("시그모이드와 도함수", ["a", "σ(a)", "σ(1−σ)", "끝에 닿았나"], rows, digits=4)


@door
def gate_inputs(a: Reals) -> np.ndarray:
    """손으로 적은 수 목록을 시그모이드에 넣을 float64 배열로 바꾼다: (K,).

    매개변수
    --------
    a : 실수 목록

    반환값
    ------
    배열 (K,), float64

    예외
    ----
    TypeError, ValueError : 유한한 실수의 목록이 아닐 때

    예
    --
    >>> gate_inputs([0, 2])
    array([0., 2.])

    출처: 이 책.
    """
    return np.array(a)


@door
def bias_to_gate(b_f: Reals) -> np.ndarray:
    """가중치가 0일 때의 망각 게이트 f = σ(b_f): (K,).

    매개변수
    --------
    b_f : 실수 목록, 망각 편향

    반환값
    ------
    배열 (K,), float64. 0 이상 1 이하

    예외
    ----
    TypeError, ValueError : 유한한 실수의 목록이 아닐 때

    예
    --
    >>> bias_to_gate([0.0, 1.0]).round(3).tolist()
    [0.5, 0.731]

    출처: 이 책.
    """
    return sigmoid(np.array(b_f))


class GateRange(NamedTuple):
    """난수로 초기화한 LSTM의 망각 게이트(시드마다). `b_f`: (K,), `mean`·`low`·`high`: (K, 시드)."""

    b_f: np.ndarray
    mean: np.ndarray
    low: np.ndarray
    high: np.ndarray


@door
def gate_ranges(
    b_f: Reals = (0.0, 1.0, 3.0, 5.0), seeds: Seeds = (11, 12, 13, 14, 15), T: Count = 50, H: Count = 32
) -> GateRange:
    r"""난수 입력을 넣은 초기 LSTM에서 f의 평균과 5백분위수, 95백분위수를 잰다.

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
    b_f, found = np.array(b_f), []
    for bias in b_f:
        for seed in seeds:
            rng = np.random.default_rng(seed)
            params = init_lstm(rng, H, H, forget_bias=float(bias))
            f = lstm_forward(params, rng.standard_normal((T, 1, H))).f
            found.append([f.mean(), np.quantile(f, 0.05), np.quantile(f, 0.95)])
    return GateRange(b_f, *np.array(found).reshape(len(b_f), len(seeds), 3).transpose(2, 0, 1))


@door
def gate_range_table(record: GateRange) -> Table:
    """`gate_ranges`의 시드 평균을 적은 표.

    매개변수
    --------
    record : GateRange, `gate_ranges`의 기록

    반환값
    ------
    Table

    예외
    ----
    TypeError : record의 형이 다를 때

    예
    --
    >>> gate_range_table(gate_ranges(b_f=(1.0,), seeds=(11,), T=5, H=4)).rows[0]
    ['b_f = 1', '0.733', '0.638', '0.807']

    출처: Jozefowicz, Zaremba & Sutskever (2015).
    """
    rows = [
        [f"b_f = {setting(b)}", *(float(v[k].mean()) for v in record[1:])] for k, b in enumerate(record.b_f)
    ]
    return Table("초기화한 LSTM의 망각 게이트", ["망각 편향", "평균 f", "5백분위수", "95백분위수"], rows)


@door
def bias_gradients(
    b_f: Reals = (0.0, 3.0, 8.0), seeds: Seeds = (11, 12, 13, 14, 15), T: Count = 50, H: Count = 32
) -> np.ndarray:
    r"""난수 입력을 넣은 초기 LSTM에서 ‖∂L/∂b_f‖를 망각 편향마다 잰다. L은 h_T의 성분에 난수를 곱해 더한 것이다.

    매개변수
    --------
    b_f : 수의 목록
    seeds : 정수의 묶음
    T, H : 1 이상의 정수

    반환값
    ------
    배열 (K, 시드), float64

    예외
    ----
    TypeError, ValueError : 위 형과 범위를 벗어날 때

    예
    --
    >>> small, large = bias_gradients(b_f=[0.0, 3.0], seeds=(11,))
    >>> bool(large[0] > small[0])
    True

    출처: 이 책.
    """
    found = np.empty((len(b_f), len(seeds)))
    for k, bias in enumerate(b_f):
        for s, seed in enumerate(seeds):
            rng = np.random.default_rng(seed)
            params = init_lstm(rng, H, H, forget_bias=float(bias))
            trace = lstm_forward(params, rng.standard_normal((T, 1, H)))
            dh = np.zeros_like(trace.h)
            dh[-1] = rng.standard_normal((1, H))
            found[k, s] = np.linalg.norm(lstm_backward(params, trace, dh).grads.b_f)
    return found
