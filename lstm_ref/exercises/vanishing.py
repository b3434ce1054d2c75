"""2장의 연습문제."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from ..cells import RNNStep
from ..jacobians import chain, rnn_jacobian
from ..params import RNNParams
from ..train import clip_by_global_norm
from .draws import normal, size
from .spec import Array, Case, Exercise, table

Scalar = Callable[[Array], Any]  # 배열에서 수 하나
Three = Callable[[Array, Array], tuple[Any, Any, Any]]


def _draw_a(rng: np.random.Generator, k: int) -> Case:
    H = size(rng, k).H
    return {"W_hh": normal(rng, H, H), "h": np.tanh(normal(rng, H)).round(2)}


def _jacobian(W_hh: Array, h: Array) -> Array:
    H = len(h)
    params = RNNParams(np.zeros((H, 1)), W_hh, np.zeros(H))
    return rnn_jacobian(params, RNNStep(np.zeros((1, 1)), np.zeros((1, H)), h[None]))[0]


def my_jacobian(W_hh: Array, h: Array) -> Array:
    """야코비 행렬 (H, H)를 돌려주세요.

    W_hh (H, H), h (H,)
    """
    return (1 - h**2)[:, None] * W_hh


EX02A = Exercise(
    id="ex02a",
    title="야코비 행렬 하나",
    level="기초",
    solution=my_jacobian,
    why="`np.diag(1 - h**2) @ W_hh`라고 써도 되지만, 행마다 곱하면 행렬 곱을 하지 않아도 돼요.",
    outputs=("J (H, H)",),
    reference=_jacobian,
    draw=_draw_a,
    hints=(
        "tanh의 도함수를 h로 적으면 1 − h²이에요. h는 이미 tanh를 지난 값이에요.",
        "J[i, j]는 h_t의 i번째를 h_{t−1}의 j번째로 미분한 값이에요. i행의 도함수가 i행 전체에 곱해져요.",
        "대각 행렬을 왼쪽에서 곱하는 것은 행마다 수를 곱하는 것과 같아요: `[:, None]`",
        "`return (1 - h**2)[:, None] * W_hh`",
    ),
    mistakes=table(
        {
            "도함수는 열마다가 아니라 행마다 곱해요.": lambda W_hh, h: (1 - h**2) * W_hh,
            "tanh의 도함수가 빠졌어요.": lambda W_hh, h: W_hh.copy(),
            "h에 tanh를 한 번 더 씌운 것 같아요.": lambda W_hh, h: (1 - np.tanh(h) ** 2)[:, None] * W_hh,
            "h를 제곱하지 않은 것 같아요. 1 − h²이에요.": lambda W_hh, h: (1 - h)[:, None] * W_hh,
            "W_hh를 전치한 것 같아요. 그대로 써요.": lambda W_hh, h: (1 - h**2)[:, None] * W_hh.T,
            "tanh가 아니라 시그모이드의 도함수를 썼어요.": lambda W_hh, h: (h * (1 - h))[:, None] * W_hh,
        }
    ),
)


def _draw_b(rng: np.random.Generator, k: int) -> Case:
    T, _, _, H = size(rng, k)
    return {"jacobians": normal(rng, T, H, H)}


def _norms(jacobians: Array) -> Array:
    return np.linalg.norm(chain(jacobians[:, None])[:, 0], ord=2, axis=(1, 2))


def _from_the_right(jacobians: Array) -> Array:
    P, out = np.eye(jacobians.shape[1]), []
    for J in jacobians:
        P = P @ J
        out.append(np.linalg.norm(P, ord=2))
    return np.array(out)


def my_norms(jacobians: Array) -> Array:
    """노름 (T,)를 돌려주세요.

    jacobians (T, H, H)
    """
    P, out = np.eye(jacobians.shape[1]), []
    for J in jacobians:
        P = J @ P
        out.append(np.linalg.norm(P, ord=2))
    return np.array(out)


EX02B = Exercise(
    id="ex02b",
    title="거리마다의 노름",
    level="표준",
    solution=my_norms,
    why="단위행렬에서 시작해 왼쪽에 곱해 가요. 오른쪽에 곱하면 다른 값이 나와요.",
    outputs=("norms (T,)",),
    reference=_norms,
    draw=_draw_b,
    hints=(
        "한 시점 나아갈 때마다 행렬을 하나 더 곱하고 노름을 재요. 처음 행렬은 무엇이면 될까요?",
        "단위행렬 `np.eye(H)`에서 시작해요.",
        "∂h_2/∂h_0 = J_2 J_1이에요. 새 행렬이 왼쪽에 와요.",
        "반복문 안에서 `P = J @ P` 다음에 `np.linalg.norm(P, ord=2)`를 담아요.",
    ),
    mistakes=table(
        {
            "새 행렬은 오른쪽이 아니라 왼쪽에 곱해요.": _from_the_right,
            "행렬을 곱하지 않고 하나씩 잰 것 같아요.": lambda jacobians: np.linalg.norm(
                jacobians, ord=2, axis=(1, 2)
            ),
            "한 시점씩 밀렸어요. 곱한 다음에 재요.": lambda jacobians: np.concatenate(
                [[1.0], _norms(jacobians)[:-1]]
            ),
            "노름끼리 곱했어요. 행렬을 먼저 곱해요.": lambda jacobians: np.cumprod(
                np.linalg.norm(jacobians, ord=2, axis=(1, 2))
            ),
            "다른 노름을 쓴 것 같아요. `ord=2`를 적어요.": lambda jacobians: np.linalg.norm(
                chain(jacobians[:, None])[:, 0], axis=(1, 2)
            ),
        }
    ),
)


def _draw_c(rng: np.random.Generator, k: int) -> Case:
    _, _, D, H = size(rng, k)
    return {
        "grads": [normal(rng, H, D), normal(rng, H, H), normal(rng, H)],
        "c": [0.5, 100.0, 1.0, 2.0][k % 4],
    }


def _clip(grads: list[Array], c: float) -> list[Array]:
    return list(clip_by_global_norm(RNNParams(*grads), c)[0])


def _norm(grads: list[Array]) -> float:
    return np.sqrt(sum((g**2).sum() for g in grads))


def my_clip(grads: list[Array], c: float) -> list[Array]:
    """줄인 배열의 목록을 돌려주세요.

    grads는 배열의 목록, c는 양수
    """
    norm = np.sqrt(sum((g**2).sum() for g in grads))
    return [g * min(1.0, c / norm) for g in grads]


EX02C = Exercise(
    id="ex02c",
    title="기울기 클리핑",
    level="도전",
    solution=my_clip,
    why="모든 배열의 제곱합을 더한 뒤 제곱근을 한 번만 구해요.",
    outputs=("grads",),
    reference=_clip,
    draw=_draw_c,
    hints=(
        "배열이 여러 개여도 노름은 하나예요. 모두 이은 긴 벡터를 떠올려 보세요.",
        "노름은 모든 배열의 제곱합을 더한 뒤 제곱근을 한 번만 구해요.",
        "노름이 c보다 작으면 그대로 두어야 해요. 배율은 `min(1.0, c / norm)`이에요.",
        "같은 배율을 모든 배열에 곱해 목록으로 돌려줘요: `[g * scale for g in grads]`",
    ),
    mistakes=table(
        {
            "배열마다 따로 줄였어요. 노름은 하나예요.": lambda grads, c: [
                g * min(1.0, c / np.sqrt((g**2).sum())) for g in grads
            ],
            "노름이 c보다 작으면 늘리지 말고 그대로 둬요.": lambda grads, c: [
                g * c / _norm(grads) for g in grads
            ],
            "노름에서 제곱근이 빠진 것 같아요.": lambda grads, c: [
                g * min(1.0, c / _norm(grads) ** 2) for g in grads
            ],
            "성분마다 c에서 잘라 방향이 바뀌었어요.": lambda grads, c: [np.clip(g, -c, c) for g in grads],
            "노름이 아니라 노름의 제곱을 더해요.": lambda grads, c: [
                g * min(1.0, c / sum(np.sqrt((v**2).sum()) for v in grads)) for g in grads
            ],
        }
    ),
)


def _draw_d(rng: np.random.Generator, k: int) -> Case:
    if k == 0:  # 한계는 1보다 크고, ρ와 참값은 1보다 작다
        h = np.array([[0.3, -0.6], [0.7, 0.4], [-0.5, 0.8]])
        return {"W_hh": np.array([[0.5, 1.4], [-0.3, 0.6]]), "h": h}
    T, _, _, H = size(rng, k)
    T, H = T + 1, H + 1  # 시점이나 성분이 하나면 한계와 참값이 갈라지지 않는다
    return {"W_hh": normal(rng, H, H), "h": np.tanh(normal(rng, T, H)).round(2)}


def _radius(W: Array) -> float:
    return float(np.abs(np.linalg.eigvals(W)).max())


def _three(W_hh: Array, h: Array) -> tuple[float, float, float]:
    norm = np.sqrt(np.linalg.eigvalsh(W_hh.T @ W_hh)[-1])
    bound = ((1 - (h**2).min()) * norm) ** len(h)
    truth = _norms(np.stack([_jacobian(W_hh, h_t) for h_t in h]))[-1]
    return _radius(W_hh), float(bound), float(truth)


def _bound(gather: Scalar, size: Scalar = lambda W: np.linalg.norm(W, 2)) -> Three:
    """도함수 (T, H)에서 γ를 모으는 법과 행렬의 크기를 재는 법을 바꾼 한계."""

    def wrong(W: Array, h: Array) -> tuple[Any, Any, Any]:
        rho, _, truth = _three(W, h)
        return rho, (gather(1 - h**2) * size(W)) ** len(h), truth

    return wrong


def _truth(walk: Scalar) -> Three:
    """시점마다의 야코비 행렬 (T, H, H)에서 참값을 다르게 구한 답."""
    return lambda W, h: (*_three(W, h)[:2], walk(np.stack([_jacobian(W, h_t) for h_t in h])))


def bound_and_truth(W_hh: Array, h: Array) -> tuple[float, float, float]:
    """(ρ, 한계, 참값)을 돌려주세요. 모두 실수예요.

    W_hh (H, H), h (T, H)는 시점마다의 은닉 상태
    """
    slope, J = 1 - h**2, np.eye(len(W_hh))
    for s in slope:
        J = s[:, None] * (W_hh @ J)
    rho = np.abs(np.linalg.eigvals(W_hh)).max()
    norm = np.linalg.norm(W_hh, ord=2)
    return rho, (slope.max() * norm) ** len(h), float(np.linalg.norm(J, ord=2))


EX02D = Exercise(
    id="ex02d",
    title="한계와 참값",
    level="도전",
    solution=bound_and_truth,
    why=(
        r"참값은 한계를 넘지 못해요. 그래서 한계가 1보다 작으면 참값도 1보다 작아요. 거꾸로는 아니에요. 자기 확인의 첫 "
        r"사례는 $\lVert W_{hh} \rVert$와 한계가 1보다 큰데 참값은 1보다 작아요. 한계는 시점마다 가장 많이 늘어나는 방향으로 "
        r"간다고 치고, 도함수도 가장 큰 것만 쓰기 때문이에요. $\rho$는 한계의 식에 없어요. 이 장에서 본 $\rho = 0$인 "
        r"$W_{hh}$처럼, $\rho$가 1보다 작아도 참값은 1보다 클 수 있어요."
    ),
    outputs=("ρ (수)", "한계 (수)", "참값 (수)"),
    reference=_three,
    draw=_draw_d,
    hints=(
        "세 수를 따로 구해요. ρ와 한계는 반복문이 없어도 되고, 참값만 시점을 따라가요.",
        "ρ는 고윳값의 절댓값 가운데 가장 큰 것이에요. `np.linalg.eigvals`는 복소수도 줘요. 크기는 `np.abs`로 구해요.",
        "γ는 1 − h²에서 가장 큰 수 하나예요. 거기에 `np.linalg.norm(W_hh, ord=2)`를 곱하고 T제곱해요.",
        "참값은 `np.eye(H)`에서 시작해 시점마다 diag(1 − h²) W_hh를 왼쪽에 곱한 행렬의 노름이에요.",
    ),
    mistakes=table(
        {
            "ρ 자리에 노름을 적었어요. 고윳값을 써요.": lambda W, h: (
                np.linalg.norm(W, 2),
                *_three(W, h)[1:],
            ),
            "고윳값의 절댓값 가운데 가장 큰 것이에요.": lambda W, h: (
                np.linalg.eigvals(W).real.max(),
                *_three(W, h)[1:],
            ),
            "한계에 ρ를 썼어요. 노름이 들어가요.": _bound(np.max, _radius),
            "한계에서 γ가 빠졌어요.": _bound(lambda slope: 1.0),
            "γ는 도함수의 평균이 아니라 최댓값이에요.": _bound(np.mean),
            "가장 작은 도함수예요. γ는 가장 큰 것이에요.": _bound(np.min),
            "한계를 T제곱하지 않은 것 같아요.": lambda W, h: (
                _three(W, h)[0],
                _three(W, h)[1] ** (1 / len(h)),
                _three(W, h)[2],
            ),
            "시점마다 γ를 구했어요. γ는 하나예요.": _bound(
                lambda slope: np.prod(slope.max(axis=1)) ** (1 / len(slope))
            ),
            "다른 노름을 쓴 것 같아요. `ord=2`를 적어요.": lambda W, h: (
                _three(W, h)[0],
                _bound(np.max, np.linalg.norm)(W, h)[1],
                _truth(lambda J: np.linalg.norm(chain(J[:, None])[-1, 0]))(W, h)[2],
            ),
            "참값에서 새 행렬은 왼쪽에 곱해요.": _truth(lambda J: _from_the_right(J)[-1]),
            "참값에서 노름끼리 곱했어요. 행렬을 곱해요.": _truth(
                lambda J: np.prod(np.linalg.norm(J, ord=2, axis=(1, 2)))
            ),
            "참값에서 tanh의 도함수가 빠졌어요.": lambda W, h: (
                *_three(W, h)[:2],
                np.linalg.norm(np.linalg.matrix_power(W, len(h)), 2),
            ),
            "돌려주는 차례가 바뀌었어요. 한계가 앞이에요.": lambda W, h: (
                _three(W, h)[0],
                *_three(W, h)[:0:-1],
            ),
        }
    ),
)

EXERCISES = (EX02A, EX02B, EX02C, EX02D)
