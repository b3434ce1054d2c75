"""2장의 연습문제."""

from __future__ import annotations

import numpy as np

from ..cells import RNNStep
from ..jacobians import chain, rnn_jacobian
from ..params import RNNParams
from ..train import clip_by_global_norm
from .draws import normal, size
from .spec import Array, Case, Exercise, table


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

EXERCISES = (EX02A, EX02B, EX02C)
