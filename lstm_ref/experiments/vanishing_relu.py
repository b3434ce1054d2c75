"""tanh를 ReLU로 바꾸면 기울기와 상태가 어떻게 되는지 재는 실험(2장)."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from .. import checks
from ..doors import Count, Reals, Seeds, Spread, door
from ..params import init_rnn
from ..tables import Table, num, setting

__all__ = ["Activations", "activations", "activations_table"]


class Activations(NamedTuple):
    """ρ마다 두 활성화 함수의 값. `rho`: (R,), `norm`: (R, 2, 시드) log₁₀‖∂h_T/∂h_0‖, `largest`: (R, 2, 시드) max|h|.
    둘째 축은 tanh, ReLU의 차례다."""

    rho: np.ndarray
    norm: np.ndarray
    largest: np.ndarray
    T: int


@door
def activations(
    rho: Reals = (0.9, 1.5),
    seeds: Seeds = (11, 12, 13, 14, 15),
    T: Count = 50,
    H: Count = 64,
    input_sd: Spread = 0.5,
) -> Activations:
    r"""같은 가중치와 입력에서 h_t = φ(W_xh x_t + W_hh h_{t−1})의 φ만 tanh와 ReLU로 바꾸어 견준다.

    ReLU(a) = max(a, 0)의 도함수는 a > 0에서 1, 아니면 0이다.

    매개변수
    --------
    rho : 0 이상의 수 목록
    seeds : 정수의 묶음
    T, H : 1 이상의 정수
    input_sd : 입력의 표준 편차

    반환값
    ------
    Activations

    예외
    ----
    TypeError, ValueError : 위 형과 범위를 벗어날 때

    예
    --
    >>> found = activations(rho=[1.5], seeds=(11,), H=16)
    >>> bool(found.largest[0, 0, 0] < 1 < found.largest[0, 1, 0])
    True

    출처: Le, Jaitly & Hinton (2015)은 단위행렬로 초기화한 ReLU RNN을 썼다.
    """
    rho = checks.vector("rho", list(rho), 0.0)
    found = [[[_run(s, r, T, H, input_sd, relu) for s in seeds] for relu in (False, True)] for r in rho]
    return Activations._make((rho, *np.array(found).transpose(3, 0, 1, 2), T))


def _run(seed: int, rho: float, T: int, H: int, input_sd: float, relu: bool) -> tuple[float, float]:
    rng = np.random.default_rng(checks.whole("seeds", seed, 0))
    params = init_rnn(rng, H, H, spectral_radius=float(rho))
    x, h, product, largest = input_sd * rng.standard_normal((T, H)), np.zeros(H), np.eye(H), 0.0
    for x_t in x:
        a = params.W_xh @ x_t + params.W_hh @ h
        h = np.maximum(a, 0) if relu else np.tanh(a)
        slope = (a > 0).astype(float) if relu else 1 - h**2
        product = slope[:, None] * (params.W_hh @ product)
        largest = max(largest, float(np.abs(h).max()))
    return float(np.log10(np.linalg.norm(product, 2))), largest


@door
def activations_table(record: Activations) -> Table:
    """`activations`의 가장 작은 시드와 가장 큰 시드를 적은 표.

    매개변수
    --------
    record : Activations, `activations`의 기록

    반환값
    ------
    Table

    예외
    ----
    TypeError : record의 형이 다를 때

    예
    --
    >>> activations_table(activations(rho=(0.9,), seeds=(11,), T=5, H=16)).rows[0]
    ['ρ = 0.9, tanh', '0.1 … 0.1', '0.9']

    출처: Le, Jaitly & Hinton (2015)은 단위행렬로 초기화한 ReLU RNN을 썼다.
    """
    span = lambda v: f"{num(v.min(), 1)} … {num(v.max(), 1)}"  # noqa: E731
    rows = [
        [f"ρ = {setting(r, 1)}, {name}", span(n), num(m.max(), 1)]
        for r, norms, sizes in zip(record.rho, record.norm, record.largest)
        for name, n, m in zip(("tanh", "ReLU"), norms, sizes)
    ]
    return Table(
        f"{record.T}시점 뒤(시드 {record.norm.shape[2]}개)", ["설정", "기울기의 자릿수", "가장 큰 |h|"], rows
    )
