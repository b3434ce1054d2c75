r"""손실: 교차 엔트로피와 평균 제곱 오차, 그리고 출력으로 미분한 값."""

from __future__ import annotations

from typing import Any

import numpy as np

from .checks import Door, labels

__all__ = ["mse", "softmax_cross_entropy"]


def softmax_cross_entropy(logits: np.ndarray, targets: np.ndarray) -> tuple[float, np.ndarray]:
    r"""교차 엔트로피 L = −(1/B) Σ_b ln softmax(y_b)[targets[b]]와 dL/dy = (softmax(y) − 원-핫) / B.

    매개변수
    --------
    logits : (B, K)
    targets : (B,) 0 이상 K 미만의 정수 배열(정수면 어느 자료형이든 된다)

    반환값
    ------
    (손실, dlogits (B, K)) : 손실은 배치의 평균

    예외
    ----
    TypeError, ValueError : 형, 크기, 번호가 위 범위를 벗어나거나 손실이 넘칠 때

    예
    --
    >>> loss, d = softmax_cross_entropy(np.zeros((1, 4)), np.array([2]))
    >>> round(loss, 6), d.tolist()  # log 4
    (1.386294, [[0.25, 0.25, -0.75, 0.25]])

    출처: Bridle (1990).
    """
    B, K = Door().array("logits", logits, "B K").shape
    rows, targets = np.arange(B), labels("targets", targets, B, K)
    with np.errstate(over="ignore", under="ignore"):  # 넘친 손실은 아래에서 말로 알린다
        shifted = logits - logits.max(axis=1, keepdims=True)  # 가장 큰 값을 빼도 softmax는 같다
        p = np.exp(shifted)
        total = p.sum(axis=1, keepdims=True)
        loss = _finite(np.mean(np.log(total[:, 0]) - shifted[rows, targets]))
        p /= total
        p[rows, targets] -= 1
        return loss, p / B


def mse(y: np.ndarray, target: np.ndarray) -> tuple[float, np.ndarray]:
    r"""평균 제곱 오차 L = mean((y − target)²)와 dL/dy = 2 (y − target) / (B·K).

    매개변수
    --------
    y, target : (B, K)

    반환값
    ------
    (손실, dy (B, K))

    예외
    ----
    TypeError, ValueError : 형, 자료형, 크기가 다르거나 손실이 넘칠 때

    예
    --
    >>> loss, d = mse(np.array([[1.0, 2.0]]), np.array([[0.0, 4.0]]))
    >>> loss, d.tolist()
    (2.5, [[1.0, -2.0]])

    출처: 정의.
    """
    door = Door()
    door.array("y", y, "B K"), door.array("target", target, "B K")
    with np.errstate(over="ignore", under="ignore"):  # 넘친 손실은 아래에서 말로 알린다
        gap = y - target
        return _finite(np.mean(gap**2)), 2 * gap / gap.size


def _finite(loss: np.floating[Any]) -> float:
    if not np.isfinite(loss):
        raise ValueError(f"손실이 {loss}입니다. 출력이 너무 커서 넘쳤습니다. 학습률이나 입력을 살펴보세요.")
    return float(loss)
