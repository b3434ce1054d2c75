"""BPTT를 뒤로 따라가는 실험(4장)."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

from .. import checks
from ..doors import Count, Counts, Radius, Reals, Seed, Seeds, door
from ..params import RNNParams, init_rnn
from ..records import RNNTrace
from ..sequence import rnn_backward, rnn_forward
from ..tables import SUPERSCRIPT, Table
from .rnn import HandRNN

__all__ = [
    "Contributions",
    "GradientCheck",
    "PlantedMistake",
    "Truncation",
    "bptt_table",
    "contributions",
    "gradient_check",
    "gradient_check_table",
    "planted_mistake",
    "planted_mistake_table",
    "truncation",
]


@door
def bptt_table(hand: HandRNN) -> Table:
    """손으로 따라갈 RNN의 역전파를 뒤 시점부터 적은 표: h_t, 1−h_t², dh_t, da_t, dw_h에 더하는 몫.

    매개변수
    --------
    hand : HandRNN, `lr.experiments.rnn.hand_rnn`의 기록

    반환값
    ------
    Table

    예외
    ----
    TypeError : hand의 형이 다를 때

    예
    --
    >>> from lstm_ref.experiments.rnn import hand_rnn
    >>> bptt_table(hand_rnn()).rows[0]
    ['3', '0.180', '0.968', '1.000', '0.968', '0.352']

    출처: 이 책.
    """
    trace = rnn_forward(hand.params, hand.x)
    dh = rnn_backward(hand.params, trace, hand.dh).dh
    slope = 1 - trace.h**2
    columns = [trace.h, slope, dh, dh * slope, dh * slope * trace.h_prev]
    rows = [[str(t + 1), *(float(c[t, 0, 0]) for c in columns)] for t in reversed(range(len(dh)))]
    return Table("뒤에서부터 적은 BPTT", ["시점", "h", "1−h²", "dh", "da", "dW_hh에 더하는 몫"], rows)


class Contributions(NamedTuple):
    """시점마다 dW_hh에 보탠 몫의 노름 `norms`: (T,)과, 몫의 합과 BPTT의 차이 `gap`."""

    norms: np.ndarray
    gap: float


@door
def contributions(
    seed: Seed = 11, T: Count = 30, H: Count = 16, spectral_radius: Radius = 0.8
) -> Contributions:
    r"""dW_hh = Σ_t da_t h_{t−1}ᵀ: 시점마다의 몫을 따로 구해 더한 것과 BPTT를 견준다. 손실은 끝에만 있다.

    매개변수
    --------
    seed, T, H : 정수
    spectral_radius : 0 이상의 실수

    반환값
    ------
    Contributions

    예외
    ----
    TypeError, ValueError : 정수가 아니거나 범위를 벗어날 때

    예
    --
    >>> contributions(T=5).gap < 1e-12
    True

    출처: Werbos (1990).
    """
    params, trace, dh = _last_step_loss(seed, T, H, spectral_radius)
    result = rnn_backward(params, trace, dh)
    da = result.dh * (1 - trace.h**2)
    parts = np.einsum("tbh,tbk->thk", da, trace.h_prev)
    gap = float(np.abs(parts.sum(axis=0) - result.grads.W_hh).max())
    return Contributions(np.linalg.norm(parts, axis=(1, 2)), gap)


def _last_step_loss(
    seed: int, T: int, H: int, spectral_radius: float
) -> tuple[RNNParams, RNNTrace, np.ndarray]:
    rng = np.random.default_rng(checks.whole("seed", seed, 0))
    params = init_rnn(rng, 3, H, spectral_radius=spectral_radius)
    trace = rnn_forward(params, 0.5 * rng.standard_normal((T, 1, 3)), 0.5 * rng.standard_normal((1, H)))
    dh = np.zeros((T, 1, H))
    dh[-1] = rng.standard_normal((1, H))
    return params, trace, dh


class Truncation(NamedTuple):
    """절단 BPTT의 dW_hh. `K`: (n,), `error`: 온전한 기울기와의 상대 차이 (n, 시드)."""

    K: np.ndarray
    error: np.ndarray


@door
def truncation(
    K: Counts = (1, 2, 5, 10, 20, 30),
    seeds: Seeds = (11, 12, 13, 14, 15),
    spectral_radius: Radius = 0.8,
    H: Count = 16,
) -> Truncation:
    r"""마지막 K시점만 거슬러 간 기울기와 온전한 기울기의 상대 차이 ‖dW_K − dW‖ / ‖dW‖를 잰다.

    순전파는 자르지 않는다. 마지막 K시점은 앞에서 온 은닉 상태를 그대로 받아 시작한다.

    매개변수
    --------
    K : 1 이상의 정수 목록
    seeds : 정수의 묶음
    H : 1 이상의 정수
    spectral_radius : 0 이상의 실수

    반환값
    ------
    Truncation

    예외
    ----
    TypeError, ValueError : 정수가 아니거나 범위를 벗어날 때

    예
    --
    >>> truncation(K=(30,), seeds=(11, 12)).error.tolist()
    [[0.0, 0.0]]

    출처: Williams & Peng (1990).
    """
    K = list(K)
    T, error = max(K), np.empty((len(K), len(seeds)))
    for s, seed in enumerate(seeds):
        params, trace, dh = _last_step_loss(seed, T, H, spectral_radius)
        full = rnn_backward(params, trace, dh).grads.W_hh
        for n, k in enumerate(K):
            tail = rnn_forward(params, trace.x[T - k :], np.ascontiguousarray(trace.h_prev[T - k]))
            short = rnn_backward(params, tail, dh[T - k :]).grads.W_hh
            error[n, s] = np.linalg.norm(short - full) / np.linalg.norm(full)
    return Truncation(np.array(K), error)


class GradientCheck(NamedTuple):
    """중심 차분의 걸음마다 상대 오차. `eps`: (n,), `float64`와 `float32`: (n,) 시드의 중앙값."""

    eps: np.ndarray
    float64: np.ndarray
    float32: np.ndarray


@door
def gradient_check(seeds: Seeds = (11, 12, 13, 14, 15), T: Count = 10, H: Count = 8) -> GradientCheck:
    r"""BPTT의 dW_hh와 중심 차분 (L(W+εV) − L(W−εV)) / 2ε의 상대 차이를 두 자료형에서 잰다.

    매개변수
    --------
    seeds : 정수의 묶음
    T, H : 1 이상의 정수

    반환값
    ------
    GradientCheck : ε = 10⁻¹ … 10⁻⁹

    예외
    ----
    TypeError, ValueError : 정수가 아니거나 범위를 벗어날 때

    예
    --
    >>> found = gradient_check(seeds=(11,))
    >>> bool(found.float64.min() < 1e-8), bool(found.float32.min() > 1e-6)
    (True, True)

    출처: 중심 차분은 수치 해석의 표준이다.
    """
    eps = 10.0 ** -np.arange(1, 10)
    found: dict[Any, list[Any]] = {np.float64: [], np.float32: []}
    for seed in seeds:
        for dtype, errors in found.items():
            errors.append([_check_once(seed, T, H, e, dtype) for e in eps])
    return GradientCheck(eps, *(np.median(found[d], axis=0) for d in (np.float64, np.float32)))


@door
def gradient_check_table(record: GradientCheck) -> Table:
    """가장 잘 맞은 걸음에서도 넘지 못한 오차를 자릿수로만 적은 표(마지막 비트는 CPU마다 다르다).

    매개변수
    --------
    record : GradientCheck, `gradient_check`의 기록

    반환값
    ------
    Table

    예외
    ----
    TypeError : record의 형이 다를 때

    예
    --
    >>> gradient_check_table(gradient_check(seeds=(11,), T=3, H=2)).header
    ['자료형', '오차', '10⁻⁷보다 작은가']

    출처: 중심 차분은 수치 해석의 표준이다.
    """
    rows = []
    for name in ("float64", "float32"):
        best = getattr(record, name).min()
        limits = [k for k in range(1, 11) if best < 10.0**-k]
        rows.append(
            [name, f"10{str(-min(8, max(limits))).translate(SUPERSCRIPT)}보다 작음", bool(best < 1e-7)]
        )
    return Table("중심 차분과 BPTT의 가장 작은 상대 오차", ["자료형", "오차", "10⁻⁷보다 작은가"], rows)


class PlantedMistake(NamedTuple):
    """기울기에 (1 + δ)를 곱한 실수를 심고 잰 상대 오차. `size`: (n,) δ, `float64`와 `float32`: (n, 시드)."""

    size: np.ndarray
    float64: np.ndarray
    float32: np.ndarray

    def seen(self, dtype: str) -> np.ndarray:
        """(n,) 모든 시드에서, 실수가 없을 때(δ = 0)의 가장 큰 오차보다 오차가 뚜렷이(3배 넘게) 컸는지."""
        errors = getattr(self, checks.choice("dtype", dtype, ("float64", "float32")))
        return errors.min(axis=1) > 3 * errors[self.size == 0].max()


@door
def planted_mistake(
    size: Reals = (0.0, 1e-1, 1e-6), seeds: Seeds = (11, 12, 13, 14, 15), T: Count = 10, H: Count = 8
) -> PlantedMistake:
    r"""BPTT의 값에 (1 + δ)를 곱해 틀리게 한 뒤, 중심 차분이 두 자료형에서 그 실수를 알아채는지 본다.

    걸음은 자료형마다 알맞은 ε = 10⁻⁵(64비트), 10⁻³(32비트)로 둔다. δ = 0이 기준선이다.

    매개변수
    --------
    size : 수의 목록. 0이 들어 있어야 한다
    seeds : 정수의 묶음
    T, H : 1 이상의 정수

    반환값
    ------
    PlantedMistake

    예외
    ----
    TypeError, ValueError : 위 형과 범위를 벗어나거나 0이 없을 때

    예
    --
    >>> found = planted_mistake(seeds=(11, 12))
    >>> found.seen("float64").tolist(), found.seen("float32").tolist()
    ([False, True, True], [False, True, False])

    출처: 중심 차분은 수치 해석의 표준이다.
    """
    size = np.array(size)
    if 0 not in size:
        raise ValueError("size에 0이 없습니다. 실수가 없는 기준선 0이 들어 있어야 합니다.")
    run = lambda d, eps, dtype: [  # noqa: E731
        _check_once(s, T, H, eps, dtype, float(d)) for s in seeds
    ]
    found = [[run(d, eps, dtype) for d in size] for eps, dtype in ((1e-5, np.float64), (1e-3, np.float32))]
    return PlantedMistake(size, *(np.array(v) for v in found))


@door
def planted_mistake_table(record: PlantedMistake) -> Table:
    """심은 실수의 크기마다, 두 자료형의 기울기 확인이 알아챘는지 적은 표.

    매개변수
    --------
    record : PlantedMistake, `planted_mistake`의 기록

    반환값
    ------
    Table

    예외
    ----
    TypeError : record의 형이 다를 때

    예
    --
    >>> planted_mistake_table(planted_mistake(size=(0.0, 0.1), seeds=(11,), T=3, H=2)).rows[0]
    ['10 %', '알아챘어요', '알아챘어요']

    출처: 중심 차분은 수치 해석의 표준이다.
    """
    word = {True: "알아챘어요", False: "구별하지 못했어요"}
    rows = [
        [f"{100 * d:g} %", word[bool(a)], word[bool(b)]]
        for d, a, b in zip(record.size, record.seen("float64"), record.seen("float32"))
        if d
    ]
    return Table("심은 실수를 알아챘는가", ["기울기를 틀린 정도", "64비트", "32비트"], rows)


def _check_once(seed: int, T: int, H: int, eps: float, dtype: Any, mistake: float = 0.0) -> float:
    rng = np.random.default_rng(seed)
    params = init_rnn(rng, 3, H, dtype=dtype)
    x, w, way = (rng.standard_normal(s).astype(dtype) for s in ((T, 1, 3), (T, 1, H), (H, H)))
    loss = lambda s: (rnn_forward(params._replace(W_hh=params.W_hh + dtype(s) * way), x).h * w).sum()  # noqa: E731
    exact = float((rnn_backward(params, rnn_forward(params, x), w).grads.W_hh * way).sum()) * (1 + mistake)
    return abs(float(loss(eps) - loss(-eps)) / (2 * eps) - exact) / abs(exact)
