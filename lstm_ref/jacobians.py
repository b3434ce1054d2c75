r"""야코비 행렬: 상태가 다음 상태를 얼마나 바꾸는지를 행렬로 적고, 먼 시점까지 곱한다."""

from __future__ import annotations

import warnings
from typing import Any, NamedTuple

import numpy as np

from .cells import LSTMStep, RNNStep
from .checks import Door, all_finite, fits, kind, watched
from .params import LSTMParams, RNNParams, lstm_door, rnn_door
from .records import LSTMTrace, RNNTrace

TOO_BIG = "야코비 행렬이 너무 커서 넘쳤습니다. 무한대나 NaN이 있습니다."
TINY = np.finfo(np.float64).tiny  # 가장 작은 양의 정규 수


class LSTMJacobian(NamedTuple):
    """한 시점의 네 야코비 행렬. `dC_dh`는 ∂C_t/∂h_{t−1}이고, 모두 (…, B, H, H)이다."""

    dC_dC: np.ndarray
    dC_dh: np.ndarray
    dh_dC: np.ndarray
    dh_dh: np.ndarray


def _fields(door: Door, value: Any, lead: str, special: dict[str, str]) -> None:
    for name, array in zip(value._fields, value):
        door.array(name, array, f"{lead} {special.get(name, 'H')}".strip())
    fits("야코비 행렬", *value.h.shape, door.sizes["H"])


@watched(TOO_BIG)
def rnn_jacobian(params: RNNParams, step: RNNStep | RNNTrace) -> np.ndarray:
    r"""∂h_t/∂h_{t−1} = diag(1 − h_t²) · W_hh.

    매개변수
    --------
    params : RNNParams
    step : RNNStep이면 한 시점, RNNTrace이면 모든 시점

    반환값
    ------
    (B, H, H), RNNTrace를 주면 (T, B, H, H)

    예외
    ----
    TypeError, ValueError : 형, 자료형, 크기가 맞지 않거나 유한하지 않을 때

    예
    --
    >>> from lstm_ref.cells import rnn_step
    >>> p = RNNParams(np.array([[1.0]]), np.array([[3.0]]), np.array([0.0]))
    >>> rnn_jacobian(p, rnn_step(p, np.array([[0.0]]), np.array([[0.0]]))).tolist()
    [[[3.0]]]

    출처: Pascanu, Mikolov & Bengio (2013), 식 (5).
    """
    door = rnn_door(params)
    kind("step", step, (RNNStep, RNNTrace))
    _fields(door, step, "T B" if isinstance(step, RNNTrace) else "B", {"x": "D"})
    return (1 - step.h**2)[..., :, None] * params.W_hh


@watched(TOO_BIG)
def lstm_jacobian(params: LSTMParams, step: LSTMStep | LSTMTrace) -> LSTMJacobian:
    r"""(h_t, C_t)를 (h_{t−1}, C_{t−1})로 미분한 네 블록.

    ∂C_t/∂C_{t−1} = diag(f_t) (h_{t−1}을 멈춰 둔 직접 경로),
    ∂C_t/∂h_{t−1} = diag(C_{t−1} ⊙ f′) W_f + diag(C̃ ⊙ i′) W_i + diag(i ⊙ C̃′) W_C  (W의 h에 곱하는 열),
    ∂h_t/∂· = diag(o ⊙ (1 − tanh²C_t)) ∂C_t/∂· + diag(tanh(C_t) ⊙ o′) ∂a_o/∂·.

    매개변수
    --------
    params : LSTMParams
    step : LSTMStep이면 한 시점, LSTMTrace이면 모든 시점

    반환값
    ------
    LSTMJacobian

    예외
    ----
    TypeError, ValueError : 형, 자료형, 크기가 맞지 않거나 유한하지 않을 때

    예
    --
    >>> from lstm_ref.cells import lstm_step
    >>> O, z = np.zeros((1, 2)), np.zeros(1)
    >>> p = LSTMParams(O, z, O, z, O, z, O, z)
    >>> J = lstm_jacobian(p, lstm_step(p, np.zeros((1, 1)), np.zeros((1, 1)), np.zeros((1, 1))))
    >>> float(J.dC_dC[0, 0, 0]), float(J.dh_dC[0, 0, 0])  # f, o · (1 − tanh²0) · f
    (0.5, 0.25)

    출처: Greff et al. (2017)의 순전파 식을 미분한 것.
    """
    door = lstm_door(params)
    kind("step", step, (LSTMStep, LSTMTrace))
    _fields(door, step, "T B" if isinstance(step, LSTMTrace) else "B", {"z": "H+D"})
    _, C_prev, f, i, C_tilde, C, o, _ = step
    H = f.shape[-1]

    def row(v: np.ndarray) -> np.ndarray:
        return v[..., :, None]  # (…, H) → (…, H, 1): 행마다 곱한다

    dC_dC = row(f) * np.eye(H, dtype=f.dtype)
    dC_dh = (
        row(C_prev * f * (1 - f)) * params.W_f[:, :H]
        + row(C_tilde * i * (1 - i)) * params.W_i[:, :H]
        + row(i * (1 - C_tilde**2)) * params.W_C[:, :H]
    )
    tanh_C = np.tanh(C)
    slope = row(o * (1 - tanh_C**2))
    dh_dh = slope * dC_dh + row(tanh_C * o * (1 - o)) * params.W_o[:, :H]
    return LSTMJacobian(dC_dC, dC_dh, slope * dC_dC, dh_dh)


def chain(jacobians: np.ndarray) -> np.ndarray:
    r"""시점 순서의 야코비 행렬을 앞에서부터 쌓아 곱한다: P_t = J_t J_{t−1} … J_1.

    매개변수
    --------
    jacobians : (T, B, N, N)

    반환값
    ------
    (T, B, N, N), `P[t−1]`이 ∂s_t/∂s_0

    예외
    ----
    TypeError, ValueError : 형, 자료형, 크기가 맞지 않거나 유한하지 않을 때

    예
    --
    >>> chain(np.full((3, 1, 1, 1), 0.5))[:, 0, 0, 0].tolist()
    [0.5, 0.25, 0.125]

    출처: 연쇄 법칙.
    """
    Door().array("jacobians", jacobians, "T B N N")
    product = jacobians.copy()
    with np.errstate(over="ignore", invalid="ignore", under="ignore"):  # 넘치면 아래에서 말로 알린다
        for t in range(1, len(product)):
            product[t] = jacobians[t] @ product[t - 1]
    if not all_finite(product):
        warnings.warn(
            "야코비 행렬의 곱이 너무 커서 넘쳤습니다. 무한대나 NaN이 있습니다.", RuntimeWarning, stacklevel=2
        )
    return product


def log_norm(matrix: np.ndarray) -> np.ndarray:
    """행렬마다 스펙트럼 노름의 log₁₀: (…, N, N) → (…). 노름이 0이면 가장 작은 양수의 로그다."""
    if not all_finite(matrix):
        raise ValueError("야코비 행렬의 곱이 넘쳐 노름을 잴 수 없습니다. 시점 수나 반지름을 줄이세요.")
    return np.log10(np.maximum(np.linalg.norm(matrix, ord=2, axis=(-2, -1)), TINY))


def lstm_state_jacobians(params: LSTMParams, trace: LSTMTrace) -> np.ndarray:
    r"""상태 s_t = [C_t, h_t]를 s_{t−1}로 미분한 (2H, 2H) 행렬을 모든 시점에서 만든다.

    `chain`으로 곱한 뒤 왼쪽 위 (H, H) 블록이 모든 경로를 더한 ∂C_t/∂C_0이다(h_0은 멈춰 둔다).

    매개변수
    --------
    params : LSTMParams
    trace : LSTMTrace

    반환값
    ------
    (T, B, 2H, 2H)

    예외
    ----
    TypeError, ValueError : `lstm_jacobian`과 같다

    예
    --
    >>> from lstm_ref.sequence import lstm_forward
    >>> O, z = np.zeros((1, 2)), np.zeros(1)
    >>> p = LSTMParams(O, z, O, z, O, z, O, z)
    >>> J = lstm_state_jacobians(p, lstm_forward(p, np.zeros((2, 1, 1))))
    >>> chain(J)[-1, 0].tolist()  # C끼리는 0.5², h는 C를 거쳐서만 이어진다
    [[0.25, 0.0], [0.125, 0.0]]

    출처: 연쇄 법칙.
    """
    J = lstm_jacobian(params, trace)
    top = np.concatenate([J.dC_dC, J.dC_dh], axis=-1)
    return np.concatenate([top, np.concatenate([J.dh_dC, J.dh_dh], axis=-1)], axis=-2)
