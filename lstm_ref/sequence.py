r"""시간: 시퀀스 전체의 순전파와 시간에 따른 역전파(BPTT). 배열은 시점 우선 (T, B, D)이다."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from .checks import Door, kind
from .params import LSTMParams, RNNParams, lstm_door, rnn_door


class RNNTrace(NamedTuple):
    """RNN 순전파의 기록. `x`: (T, B, D), `h_prev`와 `h`: (T, B, H). `RNNStep`을 시점으로 쌓은 것이다."""

    x: np.ndarray
    h_prev: np.ndarray
    h: np.ndarray


class LSTMTrace(NamedTuple):
    """LSTM 순전파의 기록. `z`: (T, B, H+D), 나머지: (T, B, H). `LSTMStep`을 시점으로 쌓은 것이다."""

    z: np.ndarray
    C_prev: np.ndarray
    f: np.ndarray
    i: np.ndarray
    C_tilde: np.ndarray
    C: np.ndarray
    o: np.ndarray
    h: np.ndarray


class RNNBPTT(NamedTuple):
    """RNN의 BPTT 결과. `grads`: `RNNParams`, `dx`: (T, B, D), `dh`: (T, B, H), `dh_0`: (B, H).

    `dh[t]`는 그 뒤 모든 시점을 거쳐 온 몫까지 더한, 손실을 h_t로 미분한 값이다.
    """

    grads: RNNParams
    dx: np.ndarray
    dh: np.ndarray
    dh_0: np.ndarray


class BPTTResult(NamedTuple):
    """LSTM의 BPTT 결과. `grads`: `LSTMParams`, `dx`: (T, B, D), `dh`와 `dC`: (T, B, H), 끝의 둘: (B, H).

    `dh[t]`와 `dC[t]`는 그 뒤 모든 시점을 거쳐 온 몫까지 더한, 손실을 h_t와 C_t로 미분한 값이다
    (`dC[t]`에는 h_t를 거친 몫도 들어 있다).
    """

    grads: LSTMParams
    dx: np.ndarray
    dh: np.ndarray
    dC: np.ndarray
    dh_0: np.ndarray
    dC_0: np.ndarray


def rnn_forward(params: RNNParams, x, h_0=None) -> RNNTrace:
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
    a = x @ params.W_xh.T + params.b_h  # (T, B, H)   입력 몫은 모든 시점을 한 번에
    h = np.empty((T + 1, *h_0.shape), h_0.dtype)
    h[0] = h_0
    for t in range(T):
        h[t + 1] = np.tanh(a[t] + h[t] @ params.W_hh.T)
    return RNNTrace(x, h[:-1], h[1:])


def rnn_backward(params: RNNParams, trace: RNNTrace, dh) -> RNNBPTT:
    r"""RNN의 BPTT: da_t = dh_t ⊙ (1 − h_t²), dh_{t−1} += W_hhᵀ da_t, dW = Σ_t da_t ⊗ 입력.

    매개변수
    --------
    params : RNNParams
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


def lstm_forward(params: LSTMParams, x, h_0=None, C_0=None) -> LSTMTrace:
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
    return _lstm_forward(params, x, h_0, C_0)


def lstm_backward(params: LSTMParams, trace: LSTMTrace, dh, dC_T=None) -> BPTTResult:
    r"""LSTM의 BPTT. 시점마다 `lstm_step_backward`와 같은 식이다.

    매개변수
    --------
    params : LSTMParams
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
    _check_trace(door, trace, LSTMTrace, {"z": "T B H+D"})
    door.array("dh", dh, "T B H")
    dC_T = _start(door, "dC_T", dC_T, dh.shape[1])
    return _lstm_backward(params, trace, dh, dC_T)


def _start(door: Door, name: str, value, B: int) -> np.ndarray:
    if value is None:
        return np.zeros((B, door.sizes["H"]), door.dtype)
    return door.array(name, value, "B H")


def _check_trace(door: Door, trace, expected: type, special: dict[str, str]) -> None:
    kind("trace", trace, expected)
    for name, value in zip(trace._fields, trace):
        door.array(f"trace.{name}", value, special.get(name, "T B H"))


# ---- 빠른 길: 게이트를 쌓아 한 번에 곱한다. 공개 이름에는 쌓은 배열이 나오지 않는다. ----


def _lstm_forward(p: LSTMParams, x, h_0, C_0) -> LSTMTrace:
    T, B, D = x.shape
    H = h_0.shape[1]
    W = np.concatenate([p.W_f, p.W_i, p.W_o, p.W_C])
    b = np.concatenate([p.b_f, p.b_i, p.b_o, p.b_C])
    z = np.empty((T + 1, B, H + D), x.dtype)
    z[:T, :, H:] = x
    z[0, :, :H] = h_0
    C = np.empty((T + 1, B, H), x.dtype)
    C[0] = C_0
    a = np.empty((T, B, 4 * H), x.dtype)
    for t in range(T):
        a[t] = z[t] @ W.T + b
        s = a[t, :, : 3 * H]
        s[:] = 0.5 + 0.5 * np.tanh(0.5 * s)
        a[t, :, 3 * H :] = np.tanh(a[t, :, 3 * H :])
        f, i, o, g = np.split(a[t], 4, axis=1)
        C[t + 1] = f * C[t] + i * g
        z[t + 1, :, :H] = o * np.tanh(C[t + 1])
    f, i, o, g = np.split(a, 4, axis=2)
    return LSTMTrace(z[:T], C[:T], f, i, g, C[1:], o, z[1:, :, :H])


def _lstm_backward(p: LSTMParams, trace: LSTMTrace, dh, dC_T) -> BPTTResult:
    z, C_prev, f, i, g, C, o, h = trace
    T, B, H = f.shape
    W = np.concatenate([p.W_f, p.W_i, p.W_o, p.W_C])
    dh = dh.copy()
    dC = np.zeros_like(dh)
    dC[-1] = dC_T
    dx = np.empty((T, B, z.shape[2] - H), z.dtype)
    da = np.empty((T, B, 4 * H), z.dtype)
    for t in reversed(range(T)):
        tanh_C = np.tanh(C[t])
        dC[t] += dh[t] * o[t] * (1 - tanh_C**2)
        da[t, :, :H] = dC[t] * C_prev[t] * f[t] * (1 - f[t])
        da[t, :, H : 2 * H] = dC[t] * g[t] * i[t] * (1 - i[t])
        da[t, :, 2 * H : 3 * H] = dh[t] * tanh_C * o[t] * (1 - o[t])
        da[t, :, 3 * H :] = dC[t] * i[t] * (1 - g[t] ** 2)
        dz = da[t] @ W
        dh_prev, dx[t], dC_prev = dz[:, :H], dz[:, H:], dC[t] * f[t]
        if t > 0:
            dh[t - 1] += dh_prev
            dC[t - 1] = dC_prev
    flat = da.reshape(T * B, 4 * H)
    dW = np.split(flat.T @ z.reshape(T * B, -1), 4)
    db = np.split(flat.sum(axis=0), 4)
    grads = LSTMParams(dW[0], db[0], dW[1], db[1], dW[3], db[3], dW[2], db[2])
    return BPTTResult(grads, dx, dh, dC, dh_prev, dC_prev)
