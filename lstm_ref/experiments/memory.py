"""기억이 얼마나 남는지 재는 실험(3장): 앞으로 잊기와 뒤로 사라지기를 갈라 본다."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from .. import checks
from ..doors import Count, Radius, Reals, Seed, Seeds, door
from ..params import RNNParams, init_rnn
from ..sequence import rnn_forward
from ..tables import Table, num, setting

__all__ = [
    "Forgetting",
    "Latch",
    "forgetting",
    "latch",
    "latch_table",
    "latch_cell",
    "latch_cell_table",
    "LatchCell",
    "fixed_point_table",
    "capacity",
    "Capacity",
]


class Forgetting(NamedTuple):
    """첫 입력만 다른 두 시퀀스의 은닉 상태가 벌어진 정도. `rho`: (R,), `gap`: (R, 시드, T) 첫 시점을 1로 둔 비."""

    rho: np.ndarray
    gap: np.ndarray


@door
def forgetting(
    rho: Reals = (0.7, 0.9, 1.0, 1.5), seeds: Seeds = (11, 12, 13, 14, 15), T: Count = 40, H: Count = 64,
    input_sd: float = 0.5,
) -> Forgetting:  # fmt: skip
    r"""첫 입력만 다른 두 시퀀스를 넣고 ‖h_t − h_t′‖ / ‖h_1 − h_1′‖을 시점마다 잰다. 뒤의 입력은 같다.

    매개변수
    --------
    rho : 0 이상의 수 목록
    seeds : 정수의 묶음
    T, H : 1 이상의 정수
    input_sd : 0.001 이상 10 이하의 실수, 입력의 표준 편차

    반환값
    ------
    Forgetting

    예외
    ----
    TypeError, ValueError : 위 형과 범위를 벗어날 때

    예
    --
    >>> found = forgetting(rho=[0.5], seeds=(11,), T=10, H=8)
    >>> float(found.gap[0, 0, 0]), bool(found.gap[0, 0, -1] < 0.01)
    (1.0, True)

    출처: 이 책.
    """
    rho, input_sd = checks.vector("rho", list(rho), 0.0), checks.real("input_sd", input_sd, 0.001, 10.0)
    gap = np.empty((len(rho), len(seeds), T))
    for r, radius in enumerate(rho):
        for s, seed in enumerate(seeds):
            rng = np.random.default_rng(seed)
            params = init_rnn(rng, H, H, spectral_radius=float(radius))
            x = input_sd * rng.standard_normal((T, 2, H))
            x[1:, 1] = x[1:, 0]
            h = rnn_forward(params, x).h
            distance = np.linalg.norm(h[:, 0] - h[:, 1], axis=-1)
            gap[r, s] = distance / distance[0]
    return Forgetting(rho, gap)


class Latch(NamedTuple):
    """한 비트를 붙드는 스칼라 RNN. `w`: (K,), `kept`: (K,) 부호를 지킨 비율, `log_gradient`: (K,) log₁₀ 곱, `h`: (K,)."""

    w: np.ndarray
    kept: np.ndarray
    log_gradient: np.ndarray
    h: np.ndarray
    T: int


@door
def latch(
    w: Reals = (0.9, 1.2, 2.0), T: Count = 160, noise: float = 0.1, sequences: Count = 400, seed: Seed = 11
) -> Latch:
    r"""h_t = tanh(w h_{t−1} + x_t). 첫 입력은 ±2, 그 뒤는 표준 편차 `noise`의 잡음이다.

    T시점 뒤에도 첫 입력의 부호를 지킨 비율과, 잡음이 없을 때 |∂h_T/∂h_1| = ∏ w(1 − h_t²)의 자릿수를 잰다.

    매개변수
    --------
    w : 수의 목록, 되먹임 가중치
    T, sequences : 2 이상, 1 이상의 정수
    noise : 0 이상의 실수
    seed : 0 이상의 정수

    반환값
    ------
    Latch : `h`는 잡음 없이 +2로 시작한 마지막 은닉 상태

    예외
    ----
    TypeError, ValueError : 위 형과 범위를 벗어날 때

    예
    --
    >>> found = latch(w=[2.0], T=20, sequences=10)
    >>> float(found.kept[0]), bool(found.log_gradient[0] < -10)
    (1.0, True)

    출처: Bengio, Simard & Frasconi (1994).
    """
    w, T = checks.vector("w", list(w), 0.0), checks.whole("T", T, 2)
    noise, n = checks.real("noise", noise, 0.0), sequences
    rng = np.random.default_rng(seed)
    sign = rng.choice([-1.0, 1.0], n)
    x = noise * rng.standard_normal((T, n, 1))
    x[0, :, 0] = 2 * sign
    clean = np.zeros((T, 1, 1))
    clean[0] = 2.0
    kept, gradient, last = [], [], []
    for weight in w:
        params = RNNParams(np.ones((1, 1)), np.array([[weight]]), np.zeros(1))
        kept.append(np.mean(np.sign(rnn_forward(params, x).h[-1, :, 0]) == sign))
        h = rnn_forward(params, clean).h[:, 0, 0]
        with np.errstate(divide="ignore"):  # w = 0이면 −∞
            gradient.append(np.sum(np.log10(weight * (1 - h[1:] ** 2))))
        last.append(h[-1])
    return Latch(w, np.array(kept), np.array(gradient), np.array(last), T)


@door
def latch_table(record: Latch) -> Table:
    """`latch`의 기록을 적은 표. 찍어서 맞힐 확률은 50 %다.

    매개변수
    --------
    record : Latch, `latch`의 기록

    반환값
    ------
    Table

    예외
    ----
    TypeError : record의 형이 다를 때

    예
    --
    >>> latch_table(latch(w=(1.2,), T=20, sequences=10)).rows[0]
    ['w = 1.2', '100.0 %', '0.659', '1.8×10⁻⁴']

    출처: Bengio, Simard & Frasconi (1994).
    """
    rows = [
        [f"w = {setting(w, 1)}", f"{100 * k:.1f} %", float(h), num(10.0**g)]
        for w, k, h, g in zip(record.w, record.kept, record.h, record.log_gradient)
    ]
    header = ["되먹임", "부호를 지킨 비율", "잡음 없을 때 h", "기울기 ∂h_T/∂h_1"]
    return Table(f"{record.T}번째 시점의 기억과 기울기", header, rows)


@door
def fixed_point_table(w: float, h: float = 0.9, steps: Count = 6) -> Table:
    """h ← tanh(w h)를 되풀이하며 고정점으로 가는 모습을 적은 표.

    매개변수
    --------
    w, h : 실수, 곱하는 수와 시작하는 값
    steps : 1 이상의 정수, 되풀이할 횟수

    반환값
    ------
    Table

    예외
    ----
    TypeError, ValueError : 위 형과 범위를 벗어날 때

    예
    --
    >>> fixed_point_table(2.0, steps=2).rows[-1]
    ['2', '0.947', '0.956', '0.173']

    출처: 이 책.
    """
    rows = []
    for t in range(steps):
        h, before = float(np.tanh(w * h)), h
        rows.append([str(t + 1), before, h, w * (1 - h**2)])
    header = ["번", "h_{t−1}", "h_t", "한 시점의 기울기 w(1−h_t²)"]
    return Table(f"w = {setting(w, 1)}, 입력 없이 되풀이하기", header, rows)


class LatchCell(NamedTuple):
    """더해 가는 기억이 한 비트를 지킨 비율. `i`: (K,) 첫 시점 뒤의 입력 게이트, `kept`: (K,), `gradient`: ∂C_T/∂C_1."""

    i: np.ndarray
    kept: np.ndarray
    gradient: float
    T: int


@door
def latch_cell(
    i: Reals = (1.0, 0.1, 0.0), T: Count = 160, noise: float = 0.1, sequences: Count = 400, seed: Seed = 11
) -> LatchCell:
    r"""`latch`와 같은 입력을 C_t = C_{t−1} + i tanh(x_t)에 넣는다. 첫 시점의 입력 게이트는 1이고, 그 뒤는 i다.

    매개변수
    --------
    i : 0 이상 1 이하의 수 목록
    T, sequences : 2 이상, 1 이상의 정수
    noise : 0 이상의 실수
    seed : 0 이상의 정수

    반환값
    ------
    LatchCell : 망각 게이트가 1이라 기울기 ∂C_T/∂C_1은 늘 1이다

    예외
    ----
    TypeError, ValueError : 위 형과 범위를 벗어날 때

    예
    --
    >>> found = latch_cell(i=(1.0, 0.0), T=40, sequences=50)
    >>> bool(found.kept[0] < 1), float(found.kept[1])
    (True, 1.0)

    출처: 이 책.
    """
    i, noise = checks.vector("i", list(i), 0.0, 1.0), checks.real("noise", noise, 0.0)
    T, n = checks.whole("T", T, 2), sequences
    rng = np.random.default_rng(seed)
    sign = rng.choice([-1.0, 1.0], n)
    drift = np.tanh(noise * rng.standard_normal((T, n)))[1:].sum(axis=0)
    kept = [np.mean(np.sign(np.tanh(2 * sign) + gate * drift) == sign) for gate in i]
    return LatchCell(i, np.array(kept), 1.0, T)


@door
def latch_cell_table(record: LatchCell) -> Table:
    """`latch_cell`의 기록을 적은 표.

    매개변수
    --------
    record : LatchCell, `latch_cell`의 기록

    반환값
    ------
    Table

    예외
    ----
    TypeError : record의 형이 다를 때

    예
    --
    >>> latch_cell_table(latch_cell(i=(0.1,), T=20, sequences=10)).rows[0]
    ['i = 0.1', '100.0 %', '1.0']

    출처: 이 책.
    """
    rows = [
        [f"i = {setting(g, 1)}", f"{100 * k:.1f} %", num(record.gradient, 1)]
        for g, k in zip(record.i, record.kept)
    ]
    return Table(
        f"f = 1인 셀 상태의 {record.T}번째 시점", ["그 뒤의 입력 게이트", "부호를 지킨 비율", "기울기"], rows
    )


class Capacity(NamedTuple):
    """지난 입력을 은닉 상태에서 선형으로 되살린 정도. `delay`: (n,), `correlation`: (시드, n) 시험에서 잰 상관의 제곱."""

    delay: np.ndarray
    correlation: np.ndarray


@door
def capacity(
    seeds: Seeds = (11, 12, 13, 14, 15), H: Count = 20, delays: Count = 30, spectral_radius: Radius = 0.9
) -> Capacity:
    r"""난수 RNN의 h_t에서 k시점 전의 입력 x_{t−k}를 선형 회귀로 되살리고, 시험 구간의 r²을 잰다.

    매개변수
    --------
    seeds : 정수의 묶음
    H, delays : 1 이상의 정수
    spectral_radius : 0 이상의 실수

    반환값
    ------
    Capacity

    예외
    ----
    TypeError, ValueError : 위 형과 범위를 벗어날 때

    예
    --
    >>> found = capacity(seeds=(11,), H=10, delays=20)
    >>> bool(found.correlation[0, 0] > 0.9), bool(found.correlation[0, -1] < 0.2)
    (True, True)

    출처: Jaeger (2001)의 기억 용량.
    """
    delays = checks.whole("delays", delays, 1, 100)
    scores, half, washout = np.empty((len(seeds), delays)), 1000, 100
    for s, seed in enumerate(seeds):
        rng = np.random.default_rng(seed)
        params = init_rnn(rng, 1, H, spectral_radius=spectral_radius)
        x = 0.1 * rng.standard_normal((washout + 2 * half, 1, 1))
        h = rnn_forward(params, x).h[washout:, 0]
        past = np.stack([np.roll(x[:, 0, 0], k)[washout:] for k in range(delays)], axis=1)
        readout = np.linalg.lstsq(h[:half], past[:half], rcond=1e-8)[0]
        guess = h[half:] @ readout
        scores[s] = [np.corrcoef(guess[:, k], past[half:, k])[0, 1] ** 2 for k in range(delays)]
    return Capacity(np.arange(delays), scores)
