"""행렬이 벡터를 늘이는 배율: 노름과 스펙트럼 반지름이 어떻게 다른지 재는 실험(2장)."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from .. import checks
from ..doors import Count, Radius, Reals, Seeds, door
from ..jacobians import chain, rnn_jacobian
from ..params import RNNParams, init_rnn
from ..records import RNNTrace
from ..sequence import rnn_forward
from ..tables import Table, num, setting

__all__ = [
    "Assumption", "HiddenGrowth", "Stretch", "assumption", "assumption_table", "drawn_norms", "drawn_norms_table",
    "hidden_growth", "stretch", "stretch_table",
]  # fmt: skip


class Stretch(NamedTuple):
    """2×2 행렬이 단위원을 늘인 모양. `W`: (2, 2), `circle`과 `image`: (n, 2), `way`: (2,) 가장 많이 늘어나는 방향,
    `norm`: ‖W‖, `radius`: ρ, `powers`: (n,) ‖W^k‖, k = 1…n."""

    W: np.ndarray
    circle: np.ndarray
    image: np.ndarray
    way: np.ndarray
    norm: float
    radius: float
    powers: np.ndarray


@door
def stretch(W: ArrayLike = ((0.5, 2.0), (0.0, 0.5)), times: Count = 12) -> Stretch:
    r"""단위 벡터 v를 한 바퀴 돌리며 W v를 구한다. ‖W‖ = max ‖W v‖는 가장 큰 특잇값이고, ρ ≤ ‖W‖이다.

    매개변수
    --------
    W : (2, 2) 유한한 수
    times : 1 이상의 정수, 거듭제곱의 수

    반환값
    ------
    Stretch

    예외
    ----
    TypeError, ValueError : 위 형과 범위를 벗어날 때

    예
    --
    >>> found = stretch()
    >>> round(found.radius, 3), bool(found.norm > 2), bool(found.powers[-1] < 0.1)
    (0.5, True, True)

    출처: 정의.
    """
    rows = [checks.vector("W의 행", row) for row in checks.sequence("W", W)]
    if [len(row) for row in rows] != [2, 2]:
        raise ValueError(f"W의 행이 {len(rows)}개입니다. (2, 2)여야 합니다.")
    W, angle = np.array(rows), np.linspace(0, 2 * np.pi, 181)
    circle = np.stack([np.cos(angle), np.sin(angle)], axis=1)
    _, sizes, V = np.linalg.svd(W)
    powers = [np.linalg.norm(np.linalg.matrix_power(W, k), 2) for k in range(1, times + 1)]
    radius = float(np.abs(np.linalg.eigvals(W)).max())
    return Stretch(
        W, circle, circle @ W.T, V[0] * np.sign(V[0].sum()), float(sizes[0]), radius, np.array(powers)
    )


@door
def stretch_table(record: Stretch) -> Table:
    """같은 행렬을 거듭 곱할 때의 ‖W^k‖와 ρ^k를 적은 표.

    매개변수
    --------
    record : Stretch, `stretch`의 기록

    반환값
    ------
    Table

    예외
    ----
    TypeError : record의 형이 다를 때

    예
    --
    >>> stretch_table(stretch(times=2)).rows[0]
    ['1', '2.118', '0.500']

    출처: 정의.
    """
    pick = [k for k in (1, 2, 4, 8, 12) if k <= len(record.powers)]
    rows = [[str(k), float(record.powers[k - 1]), record.radius**k] for k in pick]
    return Table("같은 행렬을 거듭 곱할 때", ["곱한 횟수 k", "‖W^k‖", "ρ^k"], rows)


class DrawnNorms(NamedTuple):
    """난수로 뽑은 W_hh의 노름. `rho`: (R,), `norm`: (R, 시드) ‖W_hh‖, `gamma`: (R, 시드) 시점 가운데 가장 큰 tanh′."""

    rho: np.ndarray
    norm: np.ndarray
    gamma: np.ndarray


@door
def drawn_norms(
    rho: Reals = (0.5, 1.0, 1.5, 3.0), seeds: Seeds = (11, 12, 13, 14, 15), T: Count = 50, H: Count = 64
) -> DrawnNorms:
    r"""`rnn_gradient_flow`가 쓰는 바로 그 W_hh와 입력(표준 편차 0.5)에서 ‖W_hh‖와 γ = max tanh′을 잰다.

    매개변수
    --------
    rho : 0 이상의 수 목록
    seeds : 정수의 묶음
    T, H : 1 이상의 정수

    반환값
    ------
    DrawnNorms

    예외
    ----
    TypeError, ValueError : 위 형과 범위를 벗어날 때

    예
    --
    >>> found = drawn_norms(rho=[0.5, 1.0], seeds=(11,))
    >>> bool(found.norm[0, 0] < 1 < found.norm[1, 0])
    True

    출처: Pascanu, Mikolov & Bengio (2013).
    """
    rho, found = checks.vector("rho", list(rho), 0.0), []
    for radius in rho:
        for seed in seeds:
            params, trace = _drawn(seed, float(radius), T, H)
            found.append([np.linalg.norm(params.W_hh, 2), (1 - trace.h**2).max()])
    return DrawnNorms(rho, *np.array(found).reshape(len(rho), len(seeds), 2).transpose(2, 0, 1))


def _drawn(seed: int, rho: float, T: int, H: int) -> tuple[RNNParams, RNNTrace]:
    rng = np.random.default_rng(checks.whole("seeds", seed, 0))
    params = init_rnn(rng, checks.whole("H", H, 1), H, spectral_radius=rho)
    return params, rnn_forward(params, 0.5 * rng.standard_normal((checks.whole("T", T, 1), 1, H)))


@door
def drawn_norms_table(record: DrawnNorms) -> Table:
    """ρ마다 ‖W_hh‖의 범위와 γ, 소실의 충분조건 γ‖W_hh‖ < 1이 서는지 적은 표.

    매개변수
    --------
    record : DrawnNorms, `drawn_norms`의 기록

    반환값
    ------
    Table

    예외
    ----
    TypeError : record의 형이 다를 때

    예
    --
    >>> drawn_norms_table(drawn_norms(rho=(0.5,), seeds=(11,), T=5, H=4)).rows[0]
    ['ρ = 0.5', '1.35–1.35', '0.999', '아니요']

    출처: Pascanu, Mikolov & Bengio (2013).
    """
    rows = [
        [
            f"ρ = {setting(r, 1)}",
            f"{num(n.min(), 2)}–{num(n.max(), 2)}",
            num(g.min(), 3),
            bool((g * n).max() < 1),
        ]
        for r, n, g in zip(*record)
    ]
    return Table("ρ와 노름(시드 다섯)", ["설정", "‖W_hh‖", "γ", "γ‖W_hh‖ < 1인가"], rows)


class HiddenGrowth(NamedTuple):
    """ρ = 0인데도 폭발하는 RNN. `radius`: ρ, `norm`: ‖W_hh‖, `h`: (T, 2), `growth`: (T,) ‖∂h_t/∂h_0‖."""

    radius: float
    norm: float
    h: np.ndarray
    growth: np.ndarray


@door
def hidden_growth(scale: float = 3.0, T: Count = 50) -> HiddenGrowth:
    r"""W_hh = s·[[1, −1], [1, −1]]은 제곱하면 0이라 ρ = 0이지만, tanh′이 성분마다 다르면 노름이 자란다.

    상태를 h = (0, √½)에 붙드는 입력을 넣는다. 그때 tanh′ = (1, ½)이다.

    매개변수
    --------
    scale : 0보다 큰 실수
    T : 1 이상의 정수

    반환값
    ------
    HiddenGrowth

    예외
    ----
    TypeError, ValueError : 위 형과 범위를 벗어날 때

    예
    --
    >>> found = hidden_growth(T=20)
    >>> found.radius < 1e-9, bool(found.growth[-1] > 1000)
    (True, True)

    출처: 이 책.
    """
    scale = checks.real("scale", scale, 0.0, open_low=True)
    W, hold = scale * np.array([[1.0, -1.0], [1.0, -1.0]]), np.array([0.0, np.sqrt(0.5)])
    x = np.ascontiguousarray(np.broadcast_to(np.arctanh(hold) - W @ hold, (T, 1, 2)))
    params = RNNParams(np.eye(2), W, np.zeros(2))
    trace = rnn_forward(params, x, hold[None])
    growth = np.linalg.norm(chain(rnn_jacobian(params, trace))[:, 0], ord=2, axis=(1, 2))
    square = np.linalg.norm(W @ W, 2)  # ρ² ≤ ‖W²‖. 여기서는 정확히 0이다
    return HiddenGrowth(float(np.sqrt(square)), float(np.linalg.norm(W, 2)), trace.h[:, 0], growth)


class Assumption(NamedTuple):
    """이론선의 가정을 시험한 것(자릿수/시점, 시드 평균). `own`: 같은 W_hh를 거듭 곱한 참값, `fresh`: 시점마다 새로
    뽑은 같은 크기의 W를 곱한 값, `theory`: 이론값, `size`: log₁₀(‖W‖_F / √H / ρ)."""

    rho: float
    own: float
    fresh: float
    theory: float
    size: float


@door
def assumption(
    rho: Radius = 3.0, seeds: Seeds = (11, 12, 13, 14, 15), T: Count = 60, H: Count = 64
) -> Assumption:
    r"""이론선은 곱하는 방향이 시점마다 무작위라고 가정한다. tanh′은 그대로 두고 W만 시점마다 새로 뽑아 견준다.

    ρ = 3의 궤적은 혼돈이어서 반올림 하나가 시점마다 커진다. T = 200이면 CPU와 NumPy마다 셋째 자리가 다르고, 60이면 같다.

    매개변수
    --------
    rho : 0보다 큰 실수
    seeds : 정수의 묶음
    T, H : 5 이상, 1 이상의 정수

    반환값
    ------
    Assumption

    예외
    ----
    TypeError, ValueError : 위 형과 범위를 벗어날 때

    예
    --
    >>> found = assumption(seeds=(11,), T=50, H=16)
    >>> bool(found.theory > found.own)
    True

    출처: 이 책.
    """
    rho, T, found = checks.real("rho", rho, 0.0, open_low=True), checks.whole("T", T, 5), []
    for seed in seeds:
        params, trace = _drawn(seed, rho, T, H)
        slope, size = 1 - trace.h[:, 0] ** 2, np.linalg.norm(params.W_hh) / np.sqrt(H)
        fresh = size / np.sqrt(H) * np.random.default_rng(100 + seed).standard_normal((T, H, H))
        theory = np.log10(rho * np.sqrt(np.mean(slope**2)))
        rates = [_rate(slope[:, :, None] * W) for W in (params.W_hh[None], fresh)]
        found.append([*rates, theory, np.log10(size / rho)])
    return Assumption(rho, *(float(v) for v in np.mean(found, axis=0)))


def _rate(matrices: np.ndarray) -> float:
    product, total, sizes = np.eye(matrices.shape[1]), 0.0, []
    for one in matrices:
        product = one @ product
        size = np.linalg.norm(product, 2)
        product, total = product / size, total + np.log10(size)
        sizes.append(total)
    start = len(sizes) // 5
    return (sizes[-1] - sizes[start]) / (len(sizes) - 1 - start)


@door
def assumption_table(record: Assumption) -> Table:
    """`assumption`의 기록을 적은 표.

    매개변수
    --------
    record : Assumption, `assumption`의 기록

    반환값
    ------
    Table

    예외
    ----
    TypeError : record의 형이 다를 때

    예
    --
    >>> len(assumption_table(assumption(seeds=(11,), T=5, H=4)).rows)
    3

    출처: 이 책.
    """
    rows = [
        ["같은 W_hh를 거듭 곱함(참값)", record.own],
        ["시점마다 새로 뽑은 W를 곱함", record.fresh],
        ["이론선", record.theory],
    ]
    return Table(f"ρ = {setting(record.rho, 1)}에서 한 시점에 변하는 자릿수", ["곱한 것", "자릿수"], rows)
