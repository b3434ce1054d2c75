"""RNN을 앞뒤로 따라가는 실험: 한 시점, 시퀀스, BPTT(1장과 4장)."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from .. import checks
from ..params import RNNParams, init_rnn
from ..sequence import RNNTrace, rnn_backward, rnn_forward
from ..tables import Table, vec

__all__ = [
    "HandRNN", "OrderEffect", "Contributions", "GradientCheck", "Truncation", "Impulse",
    "hand_rnn", "step_table", "order_effect", "impulse", "bptt_table", "contributions", "gradient_check",
    "gradient_check_table", "truncation", "rnn_size_table",
]  # fmt: skip


class HandRNN(NamedTuple):
    """손으로 따라갈 작은 RNN. `params`: RNNParams, `x`: (T, 1, D), `dh`: (T, 1, H) 끝에서만 1인 기울기."""

    params: RNNParams
    x: np.ndarray
    dh: np.ndarray


def hand_rnn(x=(1.0, 0.0, 0.0), w_x: float = 1.0, w_h: float = 0.5) -> HandRNN:
    r"""D = H = 1인 RNN h_t = tanh(w_x x_t + w_h h_{t−1}). 손실은 마지막 h_T라서 dh는 끝만 1이다.

    매개변수
    --------
    x : 수의 목록, 시점마다 하나
    w_x, w_h : 유한한 실수

    반환값
    ------
    HandRNN

    예외
    ----
    TypeError, ValueError : 목록이나 실수가 아니거나 유한하지 않을 때

    예
    --
    >>> hand = hand_rnn()
    >>> rnn_forward(hand.params, hand.x).h[:, 0, 0].round(3).tolist()
    [0.762, 0.363, 0.18]

    출처: 이 책.
    """
    x = checks.vector("x", x)
    w_x, w_h = checks.real("w_x", w_x), checks.real("w_h", w_h)
    dh = np.zeros((len(x), 1, 1))
    dh[-1] = 1.0
    params = RNNParams(np.array([[w_x]]), np.array([[w_h]]), np.zeros(1))
    return HandRNN(params, x[:, None, None], dh)


def step_table(trace: RNNTrace) -> Table:
    """RNN의 기록(첫 배치)을 시점마다 x_t, h_{t−1}, h_t로 적은 표."""
    checks.kind("trace", trace, RNNTrace)
    rows = [
        [str(t + 1), vec(trace.x[t, 0]), vec(trace.h_prev[t, 0]), vec(trace.h[t, 0])]
        for t in range(len(trace.x))
    ]
    return Table("RNN을 시점마다 따라간 값", ["시점", "입력 x", "이전 h", "새 h"], rows)


def rnn_size_table(sizes=((1, 1), (3, 4), (10, 20), (100, 200))) -> Table:
    """(D, H)마다 RNN의 매개변수 수 H·D + H·H + H를 실제 배열에서 세어 적은 표."""
    rng, rows = np.random.default_rng(0), []
    for D, H in sizes:
        params = init_rnn(rng, D, H)
        rows.append([f"D={D}, H={H}", *(v.size for v in params), sum(v.size for v in params)])
    return Table("RNN의 매개변수 수", ["크기", "W_xh", "W_hh", "b_h", "모두"], rows)


class OrderEffect(NamedTuple):
    """순서를 뒤집었을 때 마지막 값이 달라진 크기(시드마다). `rnn`, `memoryless`, `total`: (시드,)."""

    seeds: tuple[int, ...]
    rnn: np.ndarray
    memoryless: np.ndarray
    total: np.ndarray


def order_effect(seeds=(11, 12, 13, 14, 15), T: int = 10, D: int = 3, H: int = 8) -> OrderEffect:
    r"""같은 입력을 앞뒤로 뒤집으면 마지막 은닉 상태가 얼마나 달라지는지 ‖h_T − h_T′‖를 잰다.

    마지막 입력은 그대로 두고 그 앞의 T−1개만 뒤집는다. 기준선은 둘이다. W_hh = 0인 RNN(기억이 없다)과
    입력을 모두 더한 값(순서가 없다).

    매개변수
    --------
    seeds : 정수의 묶음
    T, D, H : 2 이상, 1 이상, 1 이상의 정수

    반환값
    ------
    OrderEffect

    예외
    ----
    TypeError, ValueError : 정수가 아니거나 범위를 벗어날 때

    예
    --
    >>> effect = order_effect(seeds=(11,))
    >>> bool(effect.rnn[0] > 0.1), float(effect.memoryless[0]), bool(effect.total[0] < 1e-12)
    (True, 0.0, True)

    출처: 이 책.
    """
    T, D, H = checks.whole("T", T, 2), checks.whole("D", D, 1), checks.whole("H", H, 1)
    found = []
    for seed in seeds:
        rng = np.random.default_rng(checks.whole("seeds", seed, 0))
        params, x = init_rnn(rng, D, H), rng.standard_normal((T, 1, D))
        other = np.concatenate([x[-2::-1], x[-1:]])
        blind = params._replace(W_hh=np.zeros((H, H)))
        last = lambda p, v: rnn_forward(p, v).h[-1]  # noqa: E731
        found.append(
            [
                np.linalg.norm(last(params, x) - last(params, other)),
                np.linalg.norm(last(blind, x) - last(blind, other)),
                np.linalg.norm(x.sum(axis=0) - other.sum(axis=0)),
            ]
        )
    return OrderEffect(tuple(seeds), *np.array(found).T)


class Impulse(NamedTuple):
    """첫 시점에만 입력을 준 RNN의 은닉 상태. `w_h`: 되먹임 가중치, `h`: (T, K)."""

    w_h: np.ndarray
    h: np.ndarray


def impulse(w_h=(0.0, 0.5, 0.9, 1.0), T: int = 20) -> Impulse:
    r"""x = (1, 0, 0, …)을 넣은 h_t = tanh(x_t + w_h h_{t−1})을 w_h마다 구한다.

    매개변수
    --------
    w_h : 수의 목록
    T : 1 이상의 정수

    반환값
    ------
    Impulse

    예외
    ----
    TypeError, ValueError : 목록이나 정수가 아니거나 유한하지 않을 때

    예
    --
    >>> impulse([0.0], T=2).h[:, 0].round(3).tolist()
    [0.762, 0.0]

    출처: 이 책.
    """
    w_h, T = checks.vector("w_h", w_h), checks.whole("T", T, 1)
    x = [1.0] + [0.0] * (T - 1)
    traces = [rnn_forward(*hand_rnn(x, w_h=float(w))[:2]) for w in w_h]
    return Impulse(w_h, np.stack([trace.h[:, 0, 0] for trace in traces], axis=1))


def bptt_table(hand: HandRNN) -> Table:
    """손으로 따라갈 RNN의 역전파를 뒤 시점부터 적은 표: h_t, 1−h_t², dh_t, da_t, dw_h에 더하는 몫."""
    checks.kind("hand", hand, HandRNN)
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


def contributions(seed: int = 11, T: int = 30, H: int = 16, spectral_radius: float = 0.8) -> Contributions:
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
    T, H = checks.whole("T", T, 1), checks.whole("H", H, 1)
    params, trace, dh = _last_step_loss(seed, T, H, spectral_radius)
    result = rnn_backward(params, trace, dh)
    da = result.dh * (1 - trace.h**2)
    parts = np.einsum("tbh,tbk->thk", da, trace.h_prev)
    gap = float(np.abs(parts.sum(axis=0) - result.grads.W_hh).max())
    return Contributions(np.linalg.norm(parts, axis=(1, 2)), gap)


def _last_step_loss(seed: int, T: int, H: int, spectral_radius: float):
    rng = np.random.default_rng(checks.whole("seed", seed, 0))
    params = init_rnn(rng, 3, H, spectral_radius=spectral_radius)
    trace = rnn_forward(params, 0.5 * rng.standard_normal((T, 1, 3)), 0.5 * rng.standard_normal((1, H)))
    dh = np.zeros((T, 1, H))
    dh[-1] = rng.standard_normal((1, H))
    return params, trace, dh


class Truncation(NamedTuple):
    """절단 BPTT의 dW_hh. `K`: (n,), `error`: 온전한 기울기와의 상대 차이 (n,), `h_change`: 순전파의 차이."""

    K: np.ndarray
    error: np.ndarray
    h_change: float


def truncation(
    K=(1, 2, 5, 10, 20, 30), seed: int = 11, spectral_radius: float = 0.8, H: int = 16
) -> Truncation:
    r"""마지막 K시점만 거슬러 간 기울기와 온전한 기울기의 상대 차이 ‖dW_K − dW‖ / ‖dW‖를 잰다.

    순전파는 자르지 않는다. 마지막 K시점은 앞에서 온 은닉 상태를 그대로 받아 시작한다.

    매개변수
    --------
    K : 1 이상의 정수 목록
    seed, H : 정수
    spectral_radius : 0 이상의 실수

    반환값
    ------
    Truncation

    예외
    ----
    TypeError, ValueError : 정수가 아니거나 범위를 벗어날 때

    예
    --
    >>> truncation(K=(30,)).error.tolist()
    [0.0]

    출처: Werbos (1990).
    """
    K = [checks.whole("K", k, 1) for k in K]
    T = max(K)
    params, trace, dh = _last_step_loss(seed, T, checks.whole("H", H, 1), spectral_radius)
    full = rnn_backward(params, trace, dh).grads.W_hh
    error, change = [], 0.0
    for k in K:
        tail = rnn_forward(params, trace.x[T - k :], np.ascontiguousarray(trace.h_prev[T - k]))
        change = max(change, float(np.abs(tail.h[-1] - trace.h[-1]).max()))
        short = rnn_backward(params, tail, dh[T - k :]).grads.W_hh
        error.append(np.linalg.norm(short - full) / np.linalg.norm(full))
    return Truncation(np.array(K), np.array(error), change)


class GradientCheck(NamedTuple):
    """중심 차분의 걸음마다 상대 오차. `eps`: (n,), `float64`와 `float32`: (n,) 시드의 중앙값."""

    eps: np.ndarray
    float64: np.ndarray
    float32: np.ndarray


def gradient_check(seeds=(11, 12, 13, 14, 15), T: int = 10, H: int = 8) -> GradientCheck:
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
    T, H = checks.whole("T", T, 1), checks.whole("H", H, 1)
    eps = 10.0 ** -np.arange(1, 10)
    found = {np.float64: [], np.float32: []}
    for seed in seeds:
        for dtype, errors in found.items():
            errors.append([_check_once(checks.whole("seeds", seed, 0), T, H, e, dtype) for e in eps])
    return GradientCheck(eps, *(np.median(found[d], axis=0) for d in (np.float64, np.float32)))


def gradient_check_table(record: GradientCheck) -> Table:
    """가장 잘 맞은 걸음에서도 넘지 못한 오차를 자릿수로만 적은 표(마지막 비트는 CPU마다 다르다)."""
    checks.kind("record", record, GradientCheck)
    rows = []
    for name in ("float64", "float32"):
        best = getattr(record, name).min()
        limits = [k for k in range(1, 11) if best < 10.0**-k]
        rows.append(
            [name, "10⁻⁸보다 작음" if best < 1e-8 else f"10^−{max(limits)}보다 작음", bool(best < 1e-7)]
        )
    return Table("중심 차분과 BPTT의 가장 작은 상대 오차", ["자료형", "오차", "10⁻⁷보다 작은가"], rows)


def _check_once(seed: int, T: int, H: int, eps: float, dtype) -> float:
    rng = np.random.default_rng(seed)
    params = init_rnn(rng, 3, H, dtype=dtype)
    x, w, way = (rng.standard_normal(s).astype(dtype) for s in ((T, 1, 3), (T, 1, H), (H, H)))
    loss = lambda s: (rnn_forward(params._replace(W_hh=params.W_hh + dtype(s) * way), x).h * w).sum()  # noqa: E731
    exact = float((rnn_backward(params, rnn_forward(params, x), w).grads.W_hh * way).sum())
    return abs(float(loss(eps) - loss(-eps)) / (2 * eps) - exact) / abs(exact)
