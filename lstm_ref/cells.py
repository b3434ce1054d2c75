r"""한 시점: RNN과 LSTM 셀의 순전파와 역전파를 칠판의 식 그대로 적는다.

모든 배열은 배치 우선 (B, D)이고, 자료형은 매개변수를 따른다(float64 또는 float32).
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from .checks import FLOATS, GRADIENT, PRODUCT, fits, kind, restored, sealed, watched
from .params import LSTMParams, RNNParams, lstm_door, rnn_door


class RNNStep(NamedTuple):
    """RNN 한 시점의 값. `x`: (B, D), `h_prev`와 `h`: (B, H)."""

    x: np.ndarray
    h_prev: np.ndarray
    h: np.ndarray

    def __reduce__(self) -> Any:
        return restored, (type(self), tuple(self))


class LSTMStep(NamedTuple):
    """LSTM 한 시점의 값. `z` = [h_{t−1}, x_t]: (B, H+D), 나머지: (B, H)."""

    z: np.ndarray
    C_prev: np.ndarray
    f: np.ndarray
    i: np.ndarray
    C_tilde: np.ndarray
    C: np.ndarray
    o: np.ndarray
    h: np.ndarray

    def __reduce__(self) -> Any:
        return restored, (type(self), tuple(self))


class RNNStepGrads(NamedTuple):
    """RNN 한 시점의 기울기. `grads`는 `RNNParams`, `dx`: (B, D), `dh_prev`: (B, H)."""

    grads: RNNParams
    dx: np.ndarray
    dh_prev: np.ndarray


class LSTMStepGrads(NamedTuple):
    """LSTM 한 시점의 기울기. `grads`는 `LSTMParams`, `dx`: (B, D), 나머지: (B, H)."""

    grads: LSTMParams
    dx: np.ndarray
    dh_prev: np.ndarray
    dC_prev: np.ndarray


def sigmoid(a: ArrayLike) -> np.ndarray:
    r"""시그모이드 σ(a) = 1 / (1 + e^{−a}) = e^a / (1 + e^a).

    e^{−|a|}만 쓰므로 |a|가 커도 넘치지 않고, 0에 가까운 값도 유효 숫자를 잃지 않는다. 1에 가까운 값은 그렇지 못하다:
    float64에서 1 바로 아래의 수는 1 − 1.1×10⁻¹⁶이라서 a ≥ 37쯤에서 정확히 1이 된다(float32는 a ≥ 17쯤).

    매개변수
    --------
    a : float64·float32 배열이나 실수, 어떤 크기든 된다. 정수는 float64로 본다

    반환값
    ------
    a와 크기·자료형이 같은 값, 0 이상 1 이하. NaN은 NaN이다

    예외
    ----
    TypeError : 실수나 실수 배열이 아닐 때

    예
    --
    >>> float(sigmoid(0.0)), float(sigmoid(40.0)), f"{sigmoid(-40.0):.3e}"
    (0.5, 1.0, '4.248e-18')

    출처: Hochreiter & Schmidhuber (1997), 식 (3).
    """
    a = _real(a)
    with np.errstate(under="ignore"):
        e = np.exp(-np.abs(a))  # 0 이상 1 이하
        return (np.where(a < 0, e, 1) / (1 + e))[()]


def _real(a: ArrayLike) -> np.ndarray:
    # 파이썬과 NumPy의 실수, 정수, 그 배열을 float64나 float32 배열로 본다
    if type(a) is np.ndarray or (isinstance(a, (np.generic, float, int)) and not isinstance(a, bool)):
        value = np.asarray(a)
        fits("a", *value.shape)
        if value.dtype.kind in "iu":
            return value.astype(np.float64)
        if value.dtype in FLOATS:
            return value
    kind_of = a.dtype if type(a) is np.ndarray or isinstance(a, np.generic) else type(a).__name__
    raise TypeError(f"a의 형이 {kind_of}입니다. 실수나, float64나 float32 배열이어야 합니다.")


@watched(PRODUCT)
def rnn_step(params: RNNParams, x_t: np.ndarray, h_prev: np.ndarray) -> RNNStep:
    r"""RNN 한 시점: h_t = tanh(W_xh x_t + W_hh h_{t−1} + b_h).

    매개변수
    --------
    params : RNNParams
    x_t : (B, D)
    h_prev : (B, H)

    반환값
    ------
    RNNStep : h의 성분은 −1 이상 1 이하

    예외
    ----
    TypeError, ValueError : 형, 자료형, 크기가 맞지 않거나 유한하지 않을 때

    예
    --
    >>> p = RNNParams(np.array([[1.0]]), np.array([[0.5]]), np.array([0.0]))
    >>> round(float(rnn_step(p, np.array([[0.5]]), np.array([[1.0]])).h[0, 0]), 6)  # tanh(1)
    0.761594

    출처: Elman (1990).
    """
    door = rnn_door(params)
    door.array("x_t", x_t, "B D")
    door.array("h_prev", h_prev, "B H")
    a = x_t @ params.W_xh.T + h_prev @ params.W_hh.T + params.b_h  # (B, H)
    return sealed(RNNStep(x_t.copy(), h_prev.copy(), np.tanh(a)))


@watched(GRADIENT)
def rnn_step_backward(params: RNNParams, step: RNNStep, dh: np.ndarray) -> RNNStepGrads:
    r"""RNN 한 시점의 역전파: da = dh ⊙ (1 − h²), dh_{t−1} = W_hhᵀ da.

    매개변수
    --------
    params : RNNParams
    step : RNNStep (`rnn_step`의 결과)
    dh : (B, H), 손실을 h_t로 미분한 값

    반환값
    ------
    RNNStepGrads

    예외
    ----
    TypeError, ValueError : 형, 자료형, 크기가 맞지 않거나 유한하지 않을 때

    예
    --
    >>> p = RNNParams(np.array([[1.0]]), np.array([[0.5]]), np.array([0.0]))
    >>> step = rnn_step(p, np.array([[0.0]]), np.array([[0.0]]))
    >>> rnn_step_backward(p, step, np.array([[1.0]])).dh_prev.tolist()  # 0.5 · (1 − 0²)
    [[0.5]]

    출처: Werbos (1990).
    """
    door = rnn_door(params)
    kind("step", step, RNNStep)
    for name, value, dims in zip(RNNStep._fields, step, ("B D", "B H", "B H")):
        door.array(name, value, dims)
    door.array("dh", dh, "B H")
    da = dh * (1 - step.h**2)  # (B, H)
    grads = RNNParams(da.T @ step.x, da.T @ step.h_prev, da.sum(axis=0))
    return RNNStepGrads(grads, da @ params.W_xh, da @ params.W_hh)


@watched(PRODUCT)
def lstm_step(params: LSTMParams, x_t: np.ndarray, h_prev: np.ndarray, C_prev: np.ndarray) -> LSTMStep:
    r"""LSTM 한 시점: 게이트 셋과 후보 값으로 C_t와 h_t를 만든다.

    f = σ(W_f z + b_f), i = σ(W_i z + b_i), C̃ = tanh(W_C z + b_C), C = f ⊙ C_{t−1} + i ⊙ C̃,
    o = σ(W_o z + b_o), h = o ⊙ tanh(C),  z = [h_{t−1}, x_t].

    매개변수
    --------
    params : LSTMParams
    x_t : (B, D)
    h_prev, C_prev : (B, H)

    반환값
    ------
    LSTMStep : f, i, o는 0 이상 1 이하, C̃와 h는 −1 이상 1 이하, C에는 한계가 없다

    예외
    ----
    TypeError, ValueError : 형, 자료형, 크기가 맞지 않거나 유한하지 않을 때

    예
    --
    가중치가 모두 0이면 게이트는 편향만으로 정해진다. f = σ(ln 3) = 3/4, i = o = 1/2, C̃ = 0.

    >>> O, z = np.zeros((1, 2)), np.zeros(1)
    >>> p = LSTMParams(O, np.array([np.log(3.0)]), O, z, O, z, O, z)
    >>> step = lstm_step(p, np.array([[1.0]]), np.array([[0.0]]), np.array([[2.0]]))
    >>> round(float(step.C[0, 0]), 6), round(float(step.h[0, 0]), 6)  # 3/4 · 2,  1/2 · tanh(1.5)
    (1.5, 0.452574)

    출처: Hochreiter & Schmidhuber (1997); 망각 게이트는 Gers, Schmidhuber & Cummins (2000).
    """
    door = lstm_door(params)
    door.array("x_t", x_t, "B D")
    door.array("h_prev", h_prev, "B H")
    door.array("C_prev", C_prev, "B H")
    z = np.concatenate([h_prev, x_t], axis=-1)  # (B, H+D)
    f = sigmoid(z @ params.W_f.T + params.b_f)  # (B, H)   얼마나 남길지
    i = sigmoid(z @ params.W_i.T + params.b_i)  # (B, H)   얼마나 더할지
    C_tilde = np.tanh(z @ params.W_C.T + params.b_C)  # (B, H)   더할 내용
    C = f * C_prev + i * C_tilde  # (B, H)
    o = sigmoid(z @ params.W_o.T + params.b_o)  # (B, H)   얼마나 내보낼지
    h = o * np.tanh(C)  # (B, H)
    return sealed(LSTMStep(z, C_prev.copy(), f, i, C_tilde, C, o, h))


@watched(GRADIENT)
def lstm_step_backward(params: LSTMParams, step: LSTMStep, dh: np.ndarray, dC: np.ndarray) -> LSTMStepGrads:
    r"""LSTM 한 시점의 역전파: `lstm_step`의 줄을 거꾸로 읽는다.

    dC ← dC + dh ⊙ o ⊙ (1 − tanh²C),  dC_{t−1} = dC ⊙ f,  dz = Σ_g W_gᵀ da_g,  [dh_{t−1}, dx_t] = dz.

    매개변수
    --------
    params : LSTMParams
    step : LSTMStep (`lstm_step`의 결과)
    dh : (B, H), 손실을 h_t로 미분한 값
    dC : (B, H), 다음 시점에서 C_t로 곧바로 온 기울기(h_t를 거친 몫은 뺀다)

    반환값
    ------
    LSTMStepGrads

    예외
    ----
    TypeError, ValueError : 형, 자료형, 크기가 맞지 않거나 유한하지 않을 때

    예
    --
    >>> O, z = np.zeros((1, 2)), np.zeros(1)
    >>> p = LSTMParams(O, np.array([np.log(3.0)]), O, z, O, z, O, z)
    >>> step = lstm_step(p, np.array([[1.0]]), np.array([[0.0]]), np.array([[0.0]]))
    >>> back = lstm_step_backward(p, step, np.array([[1.0]]), np.array([[0.0]]))
    >>> round(float(back.dC_prev[0, 0]), 6)  # f · o · (1 − tanh²0) = 3/4 · 1/2
    0.375

    출처: Greff et al. (2017), 부록 A에서 핍홀 연결을 뺀 것.
    """
    door = lstm_door(params)
    kind("step", step, LSTMStep)
    for name, value in zip(LSTMStep._fields, step):
        door.array(name, value, "B H+D" if name == "z" else "B H")
    door.array("dh", dh, "B H")
    door.array("dC", dC, "B H")
    z, C_prev, f, i, C_tilde, C, o, _ = step
    tanh_C = np.tanh(C)
    do = dh * tanh_C  # (B, H)   h = o ⊙ tanh(C)
    dC = dC + dh * o * (1 - tanh_C**2)  # (B, H)
    df, di, dC_tilde = dC * C_prev, dC * C_tilde, dC * i  # (B, H)   C = f ⊙ C_prev + i ⊙ C̃
    da_o = do * o * (1 - o)  # (B, H)   σ′ = σ(1 − σ)
    da_C = dC_tilde * (1 - C_tilde**2)  # (B, H)   tanh′ = 1 − tanh²
    da_i = di * i * (1 - i)
    da_f = df * f * (1 - f)
    dz = da_f @ params.W_f + da_i @ params.W_i + da_C @ params.W_C + da_o @ params.W_o  # (B, H+D)
    grads = LSTMParams(
        da_f.T @ z, da_f.sum(axis=0), da_i.T @ z, da_i.sum(axis=0),
        da_C.T @ z, da_C.sum(axis=0), da_o.T @ z, da_o.sum(axis=0),
    )  # fmt: skip
    H = f.shape[1]
    return LSTMStepGrads(grads, dz[:, H:], dz[:, :H], dC * f)
