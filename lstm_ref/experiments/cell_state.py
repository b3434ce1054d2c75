"""셀 상태의 실험: 시점마다의 몫으로 풀기, 덮어쓰기와 더하기(8장)."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from ..doors import Bias, Count, Radius, Reals, Seed, Seeds, door
from ..params import init_lstm
from ..records import LSTMTrace
from ..sequence import lstm_forward
from ..tables import Table, num, vec
from .memory import forgetting

__all__ = [
    "FirstWrite", "Unrolled", "first_write", "first_write_table", "random_trace", "unrolled_sum", "unrolled_table",
]  # fmt: skip


@door
def random_trace(
    seed: Seed = 11, T: Count = 20, H: Count = 4, D: Count = 3, forget_bias: Bias = 1.0
) -> LSTMTrace:
    r"""난수로 초기화한 LSTM에 표준 정규 난수 입력을 넣은 기록. 시드가 같으면 늘 같다.

    매개변수
    --------
    seed : 0 이상의 정수
    T, H, D : 1 이상의 정수
    forget_bias : 유한한 실수

    반환값
    ------
    LSTMTrace : 배치는 1

    예외
    ----
    TypeError, ValueError : 위 형과 범위를 벗어날 때

    예
    --
    >>> random_trace(seed=11, T=5, H=3).C.shape
    (5, 1, 3)

    출처: 이 책.
    """
    rng = np.random.default_rng(seed)
    params = init_lstm(rng, D, H, forget_bias=forget_bias)
    return lstm_forward(params, rng.standard_normal((T, 1, D)))


class Unrolled(NamedTuple):
    """C_T를 시점마다의 몫으로 푼 것. `start`: (H,) C_0의 몫, `parts`: (T, H) 시점마다의 몫, `C_T`: (H,)."""

    start: np.ndarray
    parts: np.ndarray
    C_T: np.ndarray


@door
def unrolled_sum(trace: LSTMTrace) -> Unrolled:
    r"""C_T = (∏_{j=1}^{T} f_j) ⊙ C_0 + Σ_k (∏_{j>k} f_j) ⊙ i_k ⊙ C̃_k 를 항마다 구한다(첫 배치).

    매개변수
    --------
    trace : LSTMTrace

    반환값
    ------
    Unrolled

    예외
    ----
    TypeError : trace가 LSTMTrace가 아닐 때

    예
    --
    >>> found = unrolled_sum(random_trace(T=6))
    >>> bool(np.allclose(found.start + found.parts.sum(axis=0), found.C_T))
    True

    출처: C_t의 식을 되풀이해 넣은 것.
    """
    f, written = trace.f[:, 0], (trace.i * trace.C_tilde)[:, 0]
    after = np.concatenate([np.cumprod(f[::-1], axis=0)[::-1][1:], np.ones_like(f[:1])])
    return Unrolled(f.prod(axis=0) * trace.C_prev[0, 0], after * written, trace.C[-1, 0])


@door
def unrolled_table(record: Unrolled) -> Table:
    """시점마다의 몫과 그 합, 그리고 실제 C_T를 적은 표.

    매개변수
    --------
    record : Unrolled, `unrolled_sum`의 기록

    반환값
    ------
    Table

    예외
    ----
    TypeError : record의 형이 다를 때

    예
    --
    >>> unrolled_table(unrolled_sum(random_trace(T=3))).rows[-1]
    ['실제 C_T', '(−0.035, −0.176, −0.937, 0.039)']

    출처: C_t의 식을 되풀이해 넣은 것.
    """
    rows = [["C_0의 몫", vec(record.start)]]
    rows += [[f"{k + 1}시점의 몫", vec(p)] for k, p in enumerate(record.parts)]
    rows += [["모두 더한 값", vec(record.start + record.parts.sum(axis=0))], ["실제 C_T", vec(record.C_T)]]
    return Table("셀 상태를 시점마다의 몫으로 풀기", ["항", "값"], rows)


class FirstWrite(NamedTuple):
    """첫 입력만 다른 두 시퀀스의 상태가 벌어진 정도. `names`: (K,), `gap`: (K, 시드, T) 첫 시점을 1로 둔 비."""

    names: tuple[str, ...]
    gap: np.ndarray


@door
def first_write(
    b_f: Reals = (0.0, 1.0, 3.0), rho: Radius = 1.0, seeds: Seeds = (11, 12, 13, 14, 15), T: Count = 40,
    H: Count = 64, input_sd: float = 0.5,
) -> FirstWrite:  # fmt: skip
    r"""덮어쓰는 RNN의 h와 더해 가는 LSTM의 C에서 첫 입력의 흔적 ‖s_t − s_t′‖ / ‖s_1 − s_1′‖을 잰다.

    두 시퀀스는 첫 입력만 다르고 뒤의 입력은 같다. 첫 줄이 기준선인 RNN이다.

    매개변수
    --------
    b_f : 망각 편향의 목록
    rho : 0 이상의 실수, RNN의 스펙트럼 반지름
    seeds : 정수의 묶음
    T, H : 1 이상의 정수
    input_sd : 0.001 이상 10 이하의 실수, 입력의 표준 편차

    반환값
    ------
    FirstWrite

    예외
    ----
    TypeError, ValueError : 위 형과 범위를 벗어날 때

    예
    --
    >>> found = first_write(b_f=[0.0, 3.0], seeds=(11,), T=10, H=8)
    >>> found.names, bool(found.gap[2, 0, -1] > found.gap[1, 0, -1])
    (('RNN, ρ = 1', 'LSTM, b_f = 0', 'LSTM, b_f = 3'), True)

    출처: 이 책.
    """
    b_f = np.array(b_f)
    gap = [forgetting(rho=[rho], seeds=seeds, T=T, H=H, input_sd=input_sd).gap[0]]
    gap += [np.stack([_trail(float(bias), seed, T, H, input_sd) for seed in seeds]) for bias in b_f]
    names = (f"RNN, ρ = {rho:g}", *(f"LSTM, b_f = {b:g}" for b in b_f))
    return FirstWrite(names, np.stack(gap))


def _trail(bias: float, seed: int, T: int, H: int, input_sd: float) -> np.ndarray:
    rng = np.random.default_rng(seed)
    params = init_lstm(rng, H, H, forget_bias=bias)
    x = input_sd * rng.standard_normal((T, 2, H))
    x[1:, 1] = x[1:, 0]
    C = lstm_forward(params, x).C
    distance = np.linalg.norm(C[:, 0] - C[:, 1], axis=-1)
    return distance / distance[0]


@door
def first_write_table(record: FirstWrite) -> Table:
    """`first_write`의 마지막 시점을 적은 표: 시드의 기하 평균, 가장 작은 값, 가장 큰 값.

    매개변수
    --------
    record : FirstWrite, `first_write`의 기록

    반환값
    ------
    Table

    예외
    ----
    TypeError : record의 형이 다를 때

    예
    --
    >>> first_write_table(first_write(b_f=(1.0,), seeds=(11,), T=5, H=4)).rows[0]
    ['RNN, ρ = 1', '0.239', '0.239', '0.239']

    출처: 이 책.
    """
    last = record.gap[:, :, -1]
    rows = [
        [name, num(np.exp(np.log(v).mean())), num(v.min()), num(v.max())]
        for name, v in zip(record.names, last)
    ]
    header = ["모델", "기하 평균", "가장 작은 시드", "가장 큰 시드"]
    return Table(f"{record.gap.shape[2]}시점 뒤 첫 입력의 흔적(첫 시점 = 1)", header, rows)
