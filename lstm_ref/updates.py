r"""고치기: 기울기의 꼴을 확인하고, 클리핑하고, Adam으로 매개변수를 한 걸음 옮긴다."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any, NamedTuple, TypeVar

import numpy as np

from .checks import Door, kind, real, whole

__all__ = ["AdamState", "adam_init", "adam_step", "clip_by_global_norm", "leaves"]
Tree = TypeVar("Tree")  # 배열의 NamedTuple, 또는 그런 NamedTuple의 NamedTuple


class AdamState(NamedTuple):
    """Adam이 기억하는 것. `step`: 고친 횟수, `m`과 `v`: 매개변수와 같은 꼴의 1차·2차 모멘트."""

    step: int
    m: Any
    v: Any


def leaves(tree: Any) -> list[np.ndarray]:
    """NamedTuple 안의 배열을 순서대로 편 목록.

    매개변수
    --------
    tree : float64나 float32 배열의 NamedTuple. 안에 NamedTuple이 있어도 된다

    반환값
    ------
    배열의 목록. 배열은 베끼지 않는다

    예외
    ----
    TypeError : 목록, 사전, 수처럼 배열의 NamedTuple이 아닌 것이 들어 있을 때

    예
    --
    >>> class Pair(NamedTuple):
    ...     a: np.ndarray
    ...     b: np.ndarray
    >>> [v.tolist() for v in leaves(Pair(np.ones(1), Pair(np.zeros(2), np.ones(1))))]
    [[1.0], [0.0, 0.0], [1.0]]

    출처: 이 책.
    """
    return [leaf for _, leaf in _walk("tree", tree)]


def _walk(name: str, tree: Any) -> list[tuple[str, np.ndarray]]:
    # (grads.cell.W_f처럼 자리를 적은 이름, 배열)을 순서대로
    if type(tree) is np.ndarray:
        Door()._dtype(name, tree.dtype)
        return [(name, tree)]
    fields = getattr(tree, "_fields", ())
    if not (isinstance(tree, tuple) and fields and hasattr(tree, "_make")) or name.count(".") > 20:
        raise TypeError(
            f"{name}의 형이 {type(tree).__name__}입니다. 배열이나, 배열의 NamedTuple이어야 합니다."
        )
    kind(name, tree, tuple)  # 칸의 수
    return [leaf for field, part in zip(fields, tree) for leaf in _walk(f"{name}.{field}", part)]


def _finite(name: str, tree: Any) -> list[np.ndarray]:
    found = _walk(name, tree)
    for path, leaf in found:
        Door().array(path, leaf, " ".join(f"축{k}" for k in range(leaf.ndim)))
    return [leaf for _, leaf in found]


def _twin(name: str, tree: Any, like_name: str, like: Any) -> None:
    # 두 나무가 같은 형, 크기, 자료형인지
    if type(tree) is not type(like):
        raise TypeError(
            f"{name}의 형이 {type(tree).__name__}입니다. {like_name}처럼 {type(like).__name__}여야 합니다."
        )
    if not isinstance(like, np.ndarray):
        for field, a, b in zip(like._fields, tree, like):
            _twin(f"{name}.{field}", a, f"{like_name}.{field}", b)
    elif (tree.shape, tree.dtype) != (like.shape, like.dtype):
        raise ValueError(
            f"{name}의 꼴이 {tree.shape} {tree.dtype}입니다. {like_name}처럼 {like.shape} {like.dtype}여야 합니다."
        )


def _map(function: Callable[..., Any], tree: Any, *others: Any) -> Any:
    if isinstance(tree, np.ndarray):
        return np.asarray(function(tree, *others))  # 0축 배열의 셈은 NumPy가 수로 돌려준다
    return type(tree)(*(_map(function, *parts) for parts in zip(tree, *others)))


def clip_by_global_norm(grads: Tree, max_norm: float) -> tuple[Tree, float]:
    r"""기울기 클리핑: 모든 배열을 이어 붙인 벡터의 노름 n이 max_norm을 넘으면 전체에 max_norm / n을 곱한다.

    매개변수
    --------
    grads : 배열의 NamedTuple(안에 NamedTuple이 있어도 된다)
    max_norm : 0보다 큰 실수

    반환값
    ------
    (grads, norm) : norm은 줄이기 전의 노름. 줄일 것이 없으면 받은 grads를 그대로 돌려준다

    예외
    ----
    TypeError, ValueError : 꼴이 다르거나, 유한하지 않은 값이 있거나(어느 배열인지 말한다), max_norm이 양수가 아닐 때

    예
    --
    >>> from lstm_ref.params import RNNParams
    >>> clipped, norm = clip_by_global_norm(RNNParams(*(np.array([v]) for v in (2.0, 3.0, 6.0))), 3.5)
    >>> norm, [v.tolist() for v in clipped]  # 7을 3.5로: 모두 절반
    (7.0, [[1.0], [1.5], [3.0]])

    출처: Pascanu, Mikolov & Bengio (2013).
    """
    max_norm = real("max_norm", max_norm, 0.0, open_low=True)
    top, root = _norm(_finite("grads", grads))
    norm = top * root
    if norm <= max_norm:
        return grads, norm
    shrink = lambda g: (g / np.float64(top) * np.float64(max_norm / root)).astype(g.dtype)  # noqa: E731
    with np.errstate(under="ignore"):
        return _map(shrink, grads), norm


def _norm(arrays: list[np.ndarray]) -> tuple[float, float]:
    # (기준 크기, 그것으로 나눈 노름). 제곱이 넘치거나 사라질 때만 가장 큰 값으로 나눈다
    wide = [g.astype(np.float64, copy=False) for g in arrays]
    with np.errstate(over="ignore", under="ignore"):
        square = sum(float(np.vdot(g, g)) for g in wide)
        if 1e-280 < square < math.inf:
            return 1.0, math.sqrt(square)
        top = max(float(np.abs(g).max()) for g in wide) or 1.0
        return top, math.sqrt(sum(float(np.vdot(g / top, g / top)) for g in wide))


def adam_init(params: Any) -> AdamState:
    """모멘트가 모두 0인 처음 상태.

    매개변수
    --------
    params : 배열의 NamedTuple(안에 NamedTuple이 있어도 된다)

    반환값
    ------
    AdamState : `step` = 0

    예외
    ----
    TypeError, ValueError : params가 배열의 NamedTuple이 아니거나 유한하지 않을 때

    예
    --
    >>> from lstm_ref.params import RNNParams
    >>> adam_init(RNNParams(*[np.ones(1)] * 3)).m.b_h.tolist()
    [0.0]

    출처: Kingma & Ba (2015).
    """
    _finite("params", params)
    return AdamState(0, _map(np.zeros_like, params), _map(np.zeros_like, params))


def adam_step(
    params: Tree, grads: Tree, state: AdamState, learning_rate: float,
    beta1: float = 0.9, beta2: float = 0.999, eps: float = 1e-8,
) -> tuple[Tree, AdamState]:  # fmt: skip
    r"""Adam 한 걸음: m ← β₁m + (1−β₁)g, v ← β₂v + (1−β₂)g², θ ← θ − η m̂ / (√v̂ + ε).

    m̂ = m / (1 − β₁ᵗ), v̂ = v / (1 − β₂ᵗ)는 0에서 시작한 평균이 처음에 작은 것을 바로잡는다.

    매개변수
    --------
    params, grads : 같은 꼴의 NamedTuple
    state : AdamState
    learning_rate, eps : 0보다 큰 실수
    beta1, beta2 : 0 이상 1 미만의 실수

    반환값
    ------
    (params, state) : 새 값. 받은 배열은 바뀌지 않는다

    예외
    ----
    TypeError, ValueError : params, grads, state의 꼴이 다르거나, 유한하지 않은 값이 있거나, 수가 위 범위를 벗어날 때

    예
    --
    >>> from lstm_ref.params import RNNParams
    >>> p, g = RNNParams(*[np.array([1.0])] * 3), RNNParams(*[np.array([0.2])] * 3)
    >>> p, state = adam_step(p, g, adam_init(p), 0.1)
    >>> round(float(p.b_h[0]), 6)  # 첫 걸음의 크기는 기울기와 무관하게 학습률이다
    0.9

    출처: Kingma & Ba (2015).
    """
    eta, beta1, beta2, eps = _settings(learning_rate, beta1, beta2, eps)
    kind("state", state, AdamState)
    t = whole("state.step", state.step, 0, 2**53) + 1
    _finite("params", params)
    for name, tree in ("grads", grads), ("state.m", state.m), ("state.v", state.v):
        _twin(name, tree, "params", params)
        _finite(name, tree)
    rate, fix = eta / (1 - beta1**t), 1 / math.sqrt(1 - beta2**t)
    move = lambda p, m, v: p - (rate * m / (fix * np.sqrt(v) + eps)).astype(p.dtype)  # noqa: E731
    try:
        if not math.isfinite(rate):
            raise FloatingPointError
        with np.errstate(all="raise", under="ignore"):
            m = _map(lambda m, g: beta1 * m + (1 - beta1) * g, state.m, grads)
            v = _map(lambda v, g: beta2 * v + (1 - beta2) * g * g, state.v, grads)
            return _map(move, params, m, v), AdamState(t, m, v)
    except FloatingPointError:
        raise ValueError(
            "고치는 셈이 넘쳤습니다. 기울기나 학습률이 너무 크거나 state.v에 음수가 있습니다."
        ) from None


def _settings(learning_rate: float, beta1: float, beta2: float, eps: float) -> tuple[float, ...]:
    eta, eps = (
        real(name, v, 0.0, open_low=True) for name, v in (("learning_rate", learning_rate), ("eps", eps))
    )
    one, two = (real(n, v, 0.0, 1.0, open_high=True) for n, v in (("beta1", beta1), ("beta2", beta2)))
    return eta, one, two, eps
