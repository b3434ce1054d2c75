"""기울기 소실과 폭발을 재는 실험(2장)."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from .. import checks
from ..doors import Count, Pairs, Radius, Reals, Seeds, Spread, door
from ..jacobians import TINY, chain, log_norm, rnn_jacobian
from ..params import RNNParams, init_rnn
from ..records import RNNTrace
from ..sequence import rnn_backward, rnn_forward
from ..tables import Table, num, setting

__all__ = [
    "GradientFlow", "TwoCauses", "InputStrength", "Clipped", "rnn_gradient_flow", "two_causes", "two_causes_table",
    "input_strength", "input_strength_table",
    "tanh_slope", "hand_product_table", "clipping", "clipping_table",
]  # fmt: skip


class GradientFlow(NamedTuple):
    """거리마다 log₁₀‖∂h_t/∂h_0‖. `rho`: (R,), `norms`: (R, 시드, T), `theory`: (R,) 한 시점에 변하는 자릿수."""

    rho: np.ndarray
    norms: np.ndarray
    theory: np.ndarray

    @property
    def slopes(self) -> np.ndarray:
        """(R,) 시드 평균 곡선의 끝에서 잰, 한 시점에 변하는 자릿수. 앞의 1/5은 길들기 전이라 뺀다."""
        mean = self.norms.mean(axis=1)
        start = mean.shape[1] // 5
        return (mean[:, -1] - mean[:, start]) / (mean.shape[1] - 1 - start)


def _states(seed: int, rho: float, T: int, H: int, input_sd: float) -> tuple[RNNParams, RNNTrace]:
    rng = np.random.default_rng(seed)
    params = init_rnn(rng, H, H, spectral_radius=float(rho))
    x = input_sd * rng.standard_normal((T, 1, H))
    return params, rnn_forward(params, x)


@door
def rnn_gradient_flow(
    rho: Reals = (0.5, 1.0, 1.5, 3.0), seeds: Seeds = (11, 12, 13, 14, 15), T: Count = 50, H: Count = 64,
    input_sd: Spread = 0.5,
) -> GradientFlow:  # fmt: skip
    r"""난수 RNN에 난수 입력을 넣고 ∂h_t/∂h_0 = ∏ diag(1−h²) W_hh의 스펙트럼 노름을 거리마다 잰다.

    이론 기울기는 log₁₀(ρ · rms tanh′)이다. 행렬의 방향이 무작위라면 곱의 크기는 이 값만큼 변한다.

    매개변수
    --------
    rho : 0 이상의 수 목록, W_hh의 스펙트럼 반지름
    seeds : 정수의 묶음
    T, H : 1 이상의 정수
    input_sd : 입력의 표준 편차

    반환값
    ------
    GradientFlow

    예외
    ----
    TypeError, ValueError : 위 형과 범위를 벗어날 때

    예
    --
    >>> flow = rnn_gradient_flow(rho=[0.5], seeds=(11,), T=10, H=8)
    >>> flow.norms.shape, bool(flow.norms[0, 0, -1] < -2)
    ((1, 1, 10), True)

    출처: Pascanu, Mikolov & Bengio (2013).
    """
    rho, T = checks.vector("rho", list(rho), 0.0), checks.whole("T", T, 2)
    norms, theory = np.empty((len(rho), len(seeds), T)), np.empty((len(rho), len(seeds)))
    for r, radius in enumerate(rho):
        for s, seed in enumerate(seeds):
            params, trace = _states(seed, radius, T, H, input_sd)
            product = chain(rnn_jacobian(params, trace))[:, 0]
            norms[r, s] = log_norm(product)
            theory[r, s] = np.log10(max(radius * np.sqrt(np.mean((1 - trace.h**2) ** 2)), TINY))
    return GradientFlow(rho, norms, theory.mean(axis=1))


class TwoCauses(NamedTuple):
    """두 원인을 갈라 본 것. 줄마다 ρ, 입력의 표준 편차, 평균 tanh′, T시점 뒤의 log₁₀ 노름(시드 평균)."""

    rho: np.ndarray
    input_sd: np.ndarray
    slope: np.ndarray
    log_norm: np.ndarray
    T: int


@door
def two_causes(
    cases: Pairs = ((0.9, 1e-3), (1.5, 0.5), (3.0, 0.5)), seeds: Seeds = (11, 12, 13, 14, 15),
    T: Count = 50, H: Count = 64,
) -> TwoCauses:  # fmt: skip
    r"""ρ와 평균 tanh′을 함께 재어, 어느 하나만으로는 소실과 폭발이 정해지지 않음을 본다.

    매개변수
    --------
    cases : (ρ, 입력의 표준 편차)의 묶음
    seeds : 정수의 묶음
    T, H : 1 이상의 정수

    반환값
    ------
    TwoCauses

    예외
    ----
    TypeError, ValueError : 위 형과 범위를 벗어날 때

    예
    --
    >>> found = two_causes(cases=((0.9, 1e-3),), seeds=(11,), H=16)
    >>> bool(found.slope[0] > 0.999), bool(found.log_norm[0] < -1)
    (True, True)

    출처: Pascanu, Mikolov & Bengio (2013).
    """
    rows = []
    for rho, sd in cases:
        slopes, norms = [], []
        for seed in seeds:
            params, trace = _states(seed, rho, T, H, sd)
            slopes.append(np.mean(1 - trace.h**2))
            norms.append(log_norm(chain(rnn_jacobian(params, trace))[-1, 0]))
        rows.append([rho, sd, np.mean(slopes), np.mean(norms)])
    return TwoCauses._make((*np.array(rows, dtype=np.float64).T, T))


@door
def two_causes_table(record: TwoCauses) -> Table:
    """`two_causes`의 기록을 노름으로 바꾸어 적은 표.

    매개변수
    --------
    record : TwoCauses, `two_causes`의 기록

    반환값
    ------
    Table

    예외
    ----
    TypeError : record의 형이 다를 때

    예
    --
    >>> two_causes_table(two_causes(cases=((0.9, 0.001),), seeds=(11,), T=5, H=4)).rows[0]
    ['ρ=0.9, 입력 0.001', '1.000', '1.426']

    출처: Pascanu, Mikolov & Bengio (2013).
    """
    rows = [
        [f"ρ={setting(r, 1)}, 입력 {setting(sd, 3)}", float(m), num(10.0**n)]
        for r, sd, m, n in zip(record.rho, record.input_sd, record.slope, record.log_norm)
    ]
    return Table(f"{record.T}시점 뒤 기울기의 크기", ["설정", "평균 tanh′", "‖∂h_T/∂h_0‖"], rows)


@door
def tanh_slope(a: Reals = (0.0, 0.5, 1.0, 2.0, 5.0, 20.0)) -> Table:
    """tanh와 그 도함수 1 − tanh²를 몇 자리에서 적은 표.

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
    >>> tanh_slope([1.0]).rows[0]
    ['1.0', '0.7616', '0.4200']

    출처: 이 책.
    """
    a = np.array(a)
    rows = [[setting(v, 1), float(np.tanh(v)), float(1 - np.tanh(v) ** 2)] for v in a]
    return Table("tanh와 도함수", ["a", "tanh(a)", "1 − tanh²(a)"], rows, digits=4)


@door
def hand_product_table(w: float, slopes: Reals) -> Table:
    """스칼라 RNN에서 w · tanh′을 시점마다 곱해 가는 표.

    매개변수
    --------
    w : 실수, 순환 가중치
    slopes : 실수 목록, 시점마다의 tanh′

    반환값
    ------
    Table

    예외
    ----
    TypeError, ValueError : 유한한 실수(의 목록)가 아닐 때

    예
    --
    >>> hand_product_table(0.9, [0.5, 0.8]).rows[-1]
    ['2', '0.800', '0.720', '0.324']

    출처: 이 책.
    """
    slopes = checks.vector("slopes", slopes, 0.0, 1.0)
    product = np.cumprod(w * slopes)
    rows = [[str(t + 1), float(s), float(w * s), float(p)] for t, (s, p) in enumerate(zip(slopes, product))]
    return Table(f"w = {setting(w, 1)}일 때 곱해 가기", ["시점", "tanh′", "w·tanh′", "지금까지의 곱"], rows)


class InputStrength(NamedTuple):
    """입력의 세기마다 T시점 거슬러 간 log₁₀ 노름. `input_sd`: (K,), `norms`: (K, 시드), `slope`: (K,) 평균 tanh′."""

    rho: float
    input_sd: np.ndarray
    norms: np.ndarray
    slope: np.ndarray
    T: int


@door
def input_strength(
    rho: Radius = 1.5, input_sd: Reals = (0.0, 0.2, 0.5, 1.0), seeds: Seeds = (11, 12, 13, 14, 15),
    T: Count = 200, H: Count = 64,
) -> InputStrength:  # fmt: skip
    r"""같은 W_hh에 입력의 세기만 바꾸어, 입력이 상태를 흔들면 ∂h_T/∂h_0이 어떻게 달라지는지 잰다.

    입력이 0이면 h = 0에 머물러 야코비 행렬이 W_hh 그대로라서 노름은 ρᵀ쯤으로 자란다. 이것이 기준선이다.

    매개변수
    --------
    rho : 0 이상의 실수
    input_sd : 0 이상의 수 목록, 입력의 표준 편차
    seeds : 정수의 묶음
    T, H : 1 이상의 정수

    반환값
    ------
    InputStrength

    예외
    ----
    TypeError, ValueError : 위 형과 범위를 벗어날 때

    예
    --
    >>> found = input_strength(input_sd=(0.0, 2.0), seeds=(11,), T=50, H=16)
    >>> bool(found.norms[0, 0] > 5), bool(found.norms[1, 0] < 0)
    (True, True)

    출처: Pascanu, Mikolov & Bengio (2013).
    """
    input_sd = checks.vector("input_sd", list(input_sd), 0.0)
    norms, slope = np.empty((len(input_sd), len(seeds))), np.empty((len(input_sd), len(seeds)))
    for k, sd in enumerate(input_sd):
        for s, seed in enumerate(seeds):
            params, trace = _states(seed, rho, T, H, float(sd))
            norms[k, s] = log_norm(chain(rnn_jacobian(params, trace))[-1, 0])
            slope[k, s] = np.mean(1 - trace.h**2)
    return InputStrength(rho, input_sd, norms, slope.mean(axis=1), T)


@door
def input_strength_table(record: InputStrength) -> Table:
    """입력의 세기마다 평균 tanh′과, 가장 작은 시드와 가장 큰 시드의 log₁₀ 노름을 적은 표.

    매개변수
    --------
    record : InputStrength, `input_strength`의 기록

    반환값
    ------
    Table

    예외
    ----
    TypeError : record의 형이 다를 때

    예
    --
    >>> record = input_strength(input_sd=(0.5,), seeds=(11,), T=5, H=4)
    >>> input_strength_table(record).rows[0]
    ['0.5', '0.577', '0.3', '0.3']

    출처: Pascanu, Mikolov & Bengio (2013).
    """
    rows = [
        [setting(sd, 1), num(m, 3), num(v.min(), 1), num(v.max(), 1)]
        for sd, m, v in zip(record.input_sd, record.slope, record.norms)
    ]
    header = ["입력의 표준 편차", "평균 tanh′", "가장 작은 시드의 자릿수", "가장 큰 시드의 자릿수"]
    return Table(f"ρ = {setting(record.rho, 1)}인 RNN을 {record.T}시점 거슬러 간 기울기", header, rows)


class Clipped(NamedTuple):
    """클리핑 앞뒤의 기울기. `rho`: (R,), `before`와 `after`: 노름, `ratio_*`: 먼 몫 ÷ 가까운 몫. 모두 (R, 시드)."""

    rho: np.ndarray
    before: np.ndarray
    after: np.ndarray
    ratio_before: np.ndarray
    ratio_after: np.ndarray


@door
def clipping(
    rho: Reals = (0.5, 3.0), seeds: Seeds = (11, 12, 13, 14, 15), T: Count = 50, H: Count = 64,
    max_norm: float = 1.0,
) -> Clipped:  # fmt: skip
    r"""dW_hh를 클리핑하고, 둘째 시점의 몫과 마지막 시점의 몫의 비가 바뀌는지 본다(h_0 = 0이라 첫 시점의 몫은 0이다).

    매개변수
    --------
    rho : 0 이상의 수 목록
    seeds : 정수의 묶음
    T, H : 2 이상, 1 이상의 정수
    max_norm : 0보다 큰 실수

    반환값
    ------
    Clipped

    예외
    ----
    TypeError, ValueError : 위 형과 범위를 벗어날 때

    예
    --
    >>> found = clipping(T=20, H=16)
    >>> bool(np.allclose(found.ratio_before, found.ratio_after))
    True

    출처: Pascanu, Mikolov & Bengio (2013).
    """
    limit, rho = checks.real("max_norm", max_norm, 0.0, open_low=True), checks.vector("rho", list(rho), 0.0)
    T = checks.whole("T", T, 2)
    found = np.array([[_clip_once(seed, r, T, H, limit) for seed in seeds] for r in rho])
    return Clipped(rho, *found.transpose(2, 0, 1))


def _clip_once(seed: int, rho: float, T: int, H: int, limit: float) -> tuple[float, ...]:
    parts = _parts(*_states(seed, rho, T, H, 0.5))
    norm = float(np.linalg.norm(parts.sum(axis=0)))
    scale = min(1.0, limit / norm)
    size, clipped = (np.linalg.norm(v, axis=(1, 2)) for v in (parts, scale * parts))
    return float(norm), float(scale * norm), size[1] / size[-1], clipped[1] / clipped[-1]


def _parts(params: RNNParams, trace: RNNTrace) -> np.ndarray:
    dh = np.zeros_like(trace.h)
    dh[-1] = np.random.default_rng(1).standard_normal(dh[-1].shape)
    da = rnn_backward(params, trace, dh).dh * (1 - trace.h**2)
    return np.einsum("tbh,tbk->thk", da, trace.h_prev)


@door
def clipping_table(record: Clipped) -> Table:
    """클리핑 앞뒤의 노름과, 먼 시점의 몫이 차지하는 비를 적은 표(시드의 기하 평균).

    매개변수
    --------
    record : Clipped, `clipping`의 기록

    반환값
    ------
    Table

    예외
    ----
    TypeError : record의 형이 다를 때

    예
    --
    >>> clipping_table(clipping(rho=(0.5,), seeds=(11,), T=5, H=4)).rows[0]
    ['ρ = 0.5', '1.60', '1.00', '0.08', '0.08']

    출처: Pascanu, Mikolov & Bengio (2013).
    """
    middle = lambda v: num(np.exp(np.log(v).mean()), 2)  # noqa: E731
    rows = [
        [f"ρ = {setting(r, 1)}", *(middle(v) for v in (b, a, rb, ra))]
        for r, b, a, rb, ra in zip(*record)
    ]  # fmt: skip
    header = ["설정", "노름(앞)", "노름(뒤)", "먼 몫/가까운 몫(앞)", "먼 몫/가까운 몫(뒤)"]
    return Table(f"기울기 클리핑 앞과 뒤(시드 {record.before.shape[1]}개의 기하 평균)", header, rows)
