"""입력 게이트 실험: 무엇을 얼마나 더하고, 어디까지 쌓이는지 잰다(7장)."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from .. import checks
from ..doors import Bias, Count, Reals, Seeds, door
from ..params import init_lstm
from ..sequence import lstm_forward
from ..tables import Table

__all__ = ["added_table", "gate_sum", "gate_sum_table", "Accumulation", "accumulate"]


@door
def added_table(i: Reals, C_tilde: Reals) -> Table:
    """성분마다 i ⊙ C̃를 적은 표.

    매개변수
    --------
    i : 0 이상 1 이하의 실수 목록, 입력 게이트
    C_tilde : −1 이상 1 이하의 실수 목록, 후보 값. i와 길이가 같다

    반환값
    ------
    Table

    예외
    ----
    TypeError, ValueError : 실수의 목록이 아니거나 길이가 서로 다를 때

    예
    --
    >>> added_table([0.5], [0.8]).rows[0]
    ['1', '0.500', '0.800', '0.400']

    출처: 이 책.
    """
    i, C_tilde = checks.vector("i", list(i), 0.0, 1.0), checks.vector("C_tilde", list(C_tilde), -1.0, 1.0)
    rows = [[str(k + 1), a, c, a * c] for k, (a, c) in enumerate(zip(i.tolist(), C_tilde.tolist()))]
    return Table("더해지는 몫", ["성분", "i", "C̃", "i ⊙ C̃"], rows)


@door
def gate_sum(
    seeds: Seeds = (11, 12, 13, 14, 15), H: Count = 32, T: Count = 50, forget_bias: Bias = 1.0
) -> np.ndarray:
    """초기화한 LSTM에서 i + f의 (가장 작은 값, 평균, 가장 큰 값)을 시드마다 잰다: (시드, 3).

    매개변수
    --------
    seeds : 정수의 묶음
    H, T : 1 이상의 정수, 성분과 시점의 수
    forget_bias : −30 이상 30 이하의 실수

    반환값
    ------
    배열 (시드, 3): 가장 작은 값, 평균, 가장 큰 값

    예외
    ----
    TypeError, ValueError : 위 형과 범위를 벗어날 때

    예
    --
    >>> gate_sum(seeds=(11,), H=4, T=5).shape
    (1, 3)

    출처: 이 책.
    """
    found = []
    for seed in seeds:
        rng = np.random.default_rng(seed)
        trace = lstm_forward(init_lstm(rng, H, H, forget_bias=forget_bias), rng.standard_normal((T, 1, H)))
        total = trace.i + trace.f
        found.append([total.min(), total.mean(), total.max()])
    return np.array(found)


@door
def gate_sum_table(record: np.ndarray) -> Table:
    """`gate_sum`의 결과를 시드마다 한 줄로 적은 표.

    매개변수
    --------
    record : `gate_sum`의 배열 (시드, 3)

    반환값
    ------
    Table

    예외
    ----
    TypeError, ValueError : 배열이 아니거나 크기가 (시드, 3)이 아닐 때

    예
    --
    >>> gate_sum_table(gate_sum(seeds=(11,), H=4, T=5)).rows[0]
    ['1', '1.03', '1.26', '1.49']

    출처: 이 책.
    """
    checks.Door(값=3).array("record", record, "시드 값")
    rows = [[str(k + 1), *map(float, row)] for k, row in enumerate(record)]
    return Table(
        "초기화한 LSTM에서 i + f", ["몇째 시드", "가장 작은 값", "평균", "가장 큰 값"], rows, digits=2
    )


class Accumulation(NamedTuple):
    """같은 후보 값을 되풀이해 더한 셀 상태. `f`: (K,), `C`: (T, K), `limit`: (K,) 극한값."""

    f: np.ndarray
    C: np.ndarray
    limit: np.ndarray


@door
def accumulate(
    f: Reals = (0.0, 0.5, 0.9, 1.0), i: float = 0.5, C_tilde: float = 0.8, T: Count = 40
) -> Accumulation:
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
    f = checks.vector("f", list(f), 0.0, 1.0)
    step = checks.real("i", i, 0.0, 1.0) * checks.real("C_tilde", C_tilde, -1.0, 1.0)
    C, rows = np.zeros(len(f)), []
    for _ in range(T):
        C = f * C + step
        rows.append(C)
    with np.errstate(divide="ignore"):
        limit = step / (1 - f) if step else 0 * f
    return Accumulation(f, np.array(rows), limit)
