r"""시간: 시퀀스 전체의 순전파와 시간에 따른 역전파(BPTT). 배열은 시점 우선 (T, B, D)이다."""

from __future__ import annotations

import warnings
from typing import Any

import numpy as np

from . import fast
from .checks import GRADIENT, PRODUCT, Door, Watch, all_finite, fits, kind, sealed, watched
from .params import LSTMParams, RNNParams, lstm_door, rnn_door
from .records import RNNBPTT, BPTTResult, LSTMTrace, RNNTrace


@watched(PRODUCT)
def rnn_forward(params: RNNParams, x: np.ndarray, h_0: np.ndarray | None = None) -> RNNTrace:
    r"""RNN을 시퀀스 끝까지 순전파한다: h_t = tanh(W_xh x_t + W_hh h_{t−1} + b_h), t = 1…T.

    매개변수
    --------
    params : RNNParams
    x : (T, B, D)
    h_0 : (B, H), 없으면 0

    반환값
    ------
    RNNTrace : `h[t]`의 성분은 −1 이상 1 이하

    예외
    ----
    TypeError, ValueError : 형, 자료형, 크기가 맞지 않거나 T, B가 비었거나 유한하지 않을 때

    예
    --
    >>> p = RNNParams(np.array([[1.0]]), np.array([[0.5]]), np.array([0.0]))
    >>> trace = rnn_forward(p, np.array([[[0.5]], [[0.0]]]))
    >>> trace.h[:, 0, 0].round(6).tolist()  # tanh(0.5), tanh(0.5 · 0.462117)
    [0.462117, 0.227033]

    출처: Elman (1990).
    """
    door = rnn_door(params)
    T, B, _ = door.array("x", x, "T B D").shape
    h_0 = _start(door, "h_0", h_0, B)
    fits("h", T, *h_0.shape)
    a = x @ params.W_xh.T + params.b_h  # (T, B, H)   입력 몫은 모든 시점을 한 번에
    h, W = np.empty((T + 1, *h_0.shape), h_0.dtype), params.W_hh.T.copy()  # 뒤집은 보기를 곱하면 느리다
    h[0] = h_0
    for a_t, h_prev, h_t in zip(a, h, h[1:]):
        a_t += h_prev @ W
        np.tanh(a_t, out=h_t)
    return sealed(RNNTrace(x.copy(), h[:-1], h[1:]))


@watched(GRADIENT)
def rnn_backward(params: RNNParams, trace: RNNTrace, dh: np.ndarray) -> RNNBPTT:
    r"""RNN의 BPTT: da_t = dh_t ⊙ (1 − h_t²), dh_{t−1} += W_hhᵀ da_t, dW = Σ_t da_t ⊗ 입력.

    매개변수
    --------
    params : RNNParams. `rnn_forward`에 준 값 그대로여야 한다. 기록은 매개변수를 베껴 두지 않으므로, 그 사이에
        `params.W_hh -= …`처럼 제자리에서 고치거나 `adam_step`의 새 값을 주면 말없이 다른 기울기가 나온다
    trace : RNNTrace (`rnn_forward`의 결과)
    dh : (T, B, H), 손실을 각 시점의 출력 h_t로 곧바로 미분한 값

    반환값
    ------
    RNNBPTT : `grads`는 시점과 배치를 더한 값

    예외
    ----
    TypeError, ValueError : 형, 자료형, 크기가 맞지 않거나 유한하지 않을 때

    예
    --
    >>> p = RNNParams(np.array([[1.0]]), np.array([[0.5]]), np.array([0.0]))
    >>> trace = rnn_forward(p, np.zeros((2, 1, 1)))
    >>> back = rnn_backward(p, trace, np.array([[[0.0]], [[1.0]]]))
    >>> back.dh[:, 0, 0].tolist(), back.dh_0.tolist()  # 한 시점 거슬러 갈 때마다 0.5배
    ([0.5, 1.0], [[0.25]])

    출처: Werbos (1990).
    """
    door = rnn_door(params)
    _check_trace(door, trace, RNNTrace, {"x": "T B D"})
    dh = door.array("dh", dh, "T B H").copy()
    da = 1 - trace.h**2  # (T, B, H)   먼저 tanh′을 담고, 아래에서 dh를 곱한다
    for t in reversed(range(len(dh))):
        da[t] *= dh[t]
        dh_prev = da[t] @ params.W_hh
        if t > 0:
            dh[t - 1] += dh_prev
    flat = da.reshape(-1, da.shape[-1]).T  # (H, T·B)
    rows = [v.reshape(-1, v.shape[-1]) for v in (trace.x, trace.h_prev)]
    grads = RNNParams(flat @ rows[0], flat @ rows[1], flat.sum(axis=1))
    return RNNBPTT(grads, da @ params.W_xh, dh, dh_prev)


def lstm_forward(
    params: LSTMParams, x: np.ndarray, h_0: np.ndarray | None = None, C_0: np.ndarray | None = None
) -> LSTMTrace:
    r"""LSTM을 시퀀스 끝까지 순전파한다. 시점마다 `lstm_step`과 같은 식이다.

    매개변수
    --------
    params : LSTMParams
    x : (T, B, D)
    h_0, C_0 : (B, H), 없으면 0

    반환값
    ------
    LSTMTrace

    예외
    ----
    TypeError, ValueError : 형, 자료형, 크기가 맞지 않거나 T, B가 비었거나 유한하지 않을 때

    예
    --
    가중치와 편향이 모두 0이면 f = i = o = 1/2, C̃ = 0이라서 셀 상태가 시점마다 절반이 된다.

    >>> O, z = np.zeros((1, 2)), np.zeros(1)
    >>> p = LSTMParams(O, z, O, z, O, z, O, z)
    >>> lstm_forward(p, np.zeros((3, 1, 1)), C_0=np.array([[1.0]])).C[:, 0, 0].tolist()
    [0.5, 0.25, 0.125]

    출처: Hochreiter & Schmidhuber (1997); Gers, Schmidhuber & Cummins (2000).
    """
    door = lstm_door(params)
    T, B, _ = door.array("x", x, "T B D").shape
    h_0, C_0 = _start(door, "h_0", h_0, B), _start(door, "C_0", C_0, B)
    fits("h", T, *h_0.shape)
    with Watch(PRODUCT) as watch:
        trace = fast.forward(params, x, h_0, C_0)
        # 아주 작은 a에서 e^{−a}가 넘치는 것은 σ = 0이라 옳다
        watch.seen = watch.seen and not _holds(params, trace.z)
    return sealed(trace)


def lstm_backward(
    params: LSTMParams, trace: LSTMTrace, dh: np.ndarray, dC_T: np.ndarray | None = None
) -> BPTTResult:
    r"""LSTM의 BPTT. 시점마다 `lstm_step_backward`와 같은 식이다.

    매개변수
    --------
    params : LSTMParams. `lstm_forward`에 준 값 그대로여야 한다. 기록은 매개변수를 베껴 두지 않으므로, 그 사이에
        `params.W_f -= …`처럼 제자리에서 고치거나 `adam_step`의 새 값을 주면 말없이 다른 기울기가 나온다
    trace : LSTMTrace (`lstm_forward`의 결과)
    dh : (T, B, H), 손실을 각 시점의 출력 h_t로 곧바로 미분한 값
    dC_T : (B, H), 손실을 마지막 셀 상태로 곧바로 미분한 값. 없으면 0

    반환값
    ------
    BPTTResult : `grads`는 시점과 배치를 더한 값

    예외
    ----
    TypeError, ValueError : 형, 자료형, 크기가 맞지 않거나 유한하지 않을 때

    예
    --
    >>> O, z = np.zeros((1, 2)), np.zeros(1)
    >>> p = LSTMParams(O, z, O, z, O, z, O, z)
    >>> trace = lstm_forward(p, np.zeros((3, 1, 1)))
    >>> back = lstm_backward(p, trace, np.zeros((3, 1, 1)), dC_T=np.array([[1.0]]))
    >>> back.dC[:, 0, 0].tolist(), back.dC_0.tolist()  # 직접 경로는 시점마다 f = 1/2배
    ([0.25, 0.5, 1.0], [[0.125]])

    출처: Greff et al. (2017), 부록 A에서 핍홀 연결을 뺀 것.
    """
    door = lstm_door(params)
    _check_trace(door, trace, LSTMTrace, {"z": "T B H+D"}, finite=False)
    door.array("dh", dh, "T B H")
    dC_T = _start(door, "dC_T", dC_T, dh.shape[1])
    # 유한하지 않은 값은 아래에서 말로 알린다
    with np.errstate(over="ignore", invalid="ignore", under="ignore"):
        result = fast.backward(params, trace, dh, dC_T)
    # 유한하지 않은 값은 dx나 dW_f에 번진다(h와 C만 번지지 않을 수 있다). 여덟 배열 대신 넷만 훑는다
    if not all(map(all_finite, (trace.h, trace.C, result.dx, result.grads.W_f))):
        _check_trace(door, trace, LSTMTrace, {"z": "T B H+D"})
        warnings.warn(GRADIENT, RuntimeWarning, stacklevel=2)
    return result


def _holds(params: LSTMParams, z: np.ndarray) -> bool:
    # W z + b의 어느 항도 넘칠 수 없을 만큼 작은지
    top = max(float(np.abs(v).max()) for v in params)
    return (float(np.abs(z).max()) * z.shape[-1] + 1) * top < float(np.finfo(z.dtype).max)


def _start(door: Door, name: str, value: np.ndarray | None, B: int) -> np.ndarray:
    if value is None:
        return np.zeros((B, door.sizes["H"]), door.dtype)
    return door.array(name, value, "B H")


def _check_trace(
    door: Door, trace: Any, expected: type, special: dict[str, str], *, finite: bool = True
) -> None:
    kind("trace", trace, expected)
    for name, value in zip(trace._fields, trace):
        door.array(f"trace.{name}", value, special.get(name, "T B H"), finite=finite)
