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


# ---- 빠른 길: 게이트를 쌓아 시점마다 한 번에 곱한다. 안에서는 특징 축이 앞이다(성분, 시점, 배치). ----
# σ(a) = ½ + ½ tanh(a/2)이므로 W의 게이트 행을 미리 절반으로 줄이면 게이트와 후보 값이 tanh 한 번을 함께 쓴다.
CHUNK = 2**14  # 국소 기울기를 미리 셈하는 묶음의 성분 수. 캐시에 들어갈 만큼만 잡는다


def _stack(p: LSTMParams) -> np.ndarray:
    """(4H, H+D+1): 행은 f, i, o, C̃ 차례, 마지막 열은 편향."""
    W = np.concatenate([p.W_f, p.W_i, p.W_o, p.W_C])
    return np.column_stack([W, np.concatenate([p.b_f, p.b_i, p.b_o, p.b_C])])


def _batch_first(v: np.ndarray) -> np.ndarray:
    return v.transpose(0, 2, 1)


def _lstm_forward(p: LSTMParams, x, h_0, C_0) -> LSTMTrace:
    (T, B, D), H = x.shape, h_0.shape[1]
    W = _stack(p)
    W[: 3 * H] *= 0.5
    z = np.ones((H + D + 1, T + 1, B), x.dtype)  # [h; x; 1]
    z[H:-1, :T], z[:H, 0] = x.transpose(2, 0, 1), h_0.T
    C, gates, work = (
        np.empty((T + 1, H, B), x.dtype),
        np.empty((T, 4 * H, B), x.dtype),
        np.empty((H, B), x.dtype),
    )
    C[0] = C_0.T
    for t in range(T):
        a, c = gates[t], C[t + 1]
        np.tanh(np.matmul(W, z[:, t], out=a), out=a)
        sigmoids = a[: 3 * H]
        sigmoids *= 0.5
        sigmoids += 0.5
        np.multiply(a[:H], C[t], out=c)
        c += np.multiply(a[H : 2 * H], a[3 * H :], out=work)
        np.multiply(a[2 * H : 3 * H], np.tanh(c, out=work), out=z[:H, t + 1])
    f, i, o, C_tilde = (_batch_first(gates[:, k * H : (k + 1) * H]) for k in range(4))
    z = z.transpose(1, 2, 0)
    return LSTMTrace(z[:T, :, :-1], _batch_first(C[:T]), f, i, C_tilde, _batch_first(C[1:]), o, z[1:, :, :H])


def _slopes(C_prev, f, i, C_tilde, C, o, out, dh_dC, work) -> None:
    # `out`의 네 층에 dC(앞 셋)와 dh(마지막)를 곱하면 da_f, da_i, da_C, da_o가 된다
    for k, (gate, factor) in enumerate(((f, C_prev), (i, C_tilde), (o, np.tanh(C, out=dh_dC)))):
        np.subtract(gate, np.multiply(gate, gate, out=work), out=work)  # σ′ = σ − σ²
        np.multiply(work, factor, out=out[:, (0, 1, 3)[k]])
    np.subtract(1, np.multiply(C_tilde, C_tilde, out=work), out=work)  # tanh′ = 1 − tanh²
    np.multiply(work, i, out=out[:, 2])
    np.subtract(1, np.multiply(dh_dC, dh_dC, out=dh_dC), out=dh_dC)
    dh_dC *= o  # ∂h/∂C = o ⊙ (1 − tanh²C)


def _lstm_backward(p: LSTMParams, trace: LSTMTrace, dh, dC_T) -> BPTTResult:
    fields = [_batch_first(v) for v in trace[1:7]]  # C_prev, f, i, C̃, C, o: (T, H, B)
    (T, H, B), f, dtype = fields[0].shape, fields[1], dh.dtype
    W = np.concatenate([p.W_f, p.W_i, p.W_C, p.W_o])
    W_h, K = W[:, :H].T.copy(), max(1, min(T, CHUNK // (B * H)))
    dh, da, dC = _batch_first(dh).copy(order="C"), np.empty((4 * H, T, B), dtype), np.empty((T, H, B), dtype)
    local, (slope, work), dC_prev, dh_prev = (
        np.empty((K, 4, H, B), dtype),
        np.empty((2, K, H, B), dtype),
        dC_T.T.copy(),
        0,
    )
    for end in range(T, 0, -K):
        part = slice(max(0, end - K), end)
        block, start = local[: end - part.start], part.start
        _slopes(*(v[part] for v in fields), block, slope[: len(block)], work[: len(block)])
        for t in reversed(range(start, end)):
            dh[t] += dh_prev
            dC_t, da_t = np.multiply(dh[t], slope[t - start], out=dC[t]), block[t - start]
            dC_t += dC_prev
            da_t[:3] *= dC_t
            da_t[3] *= dh[t]
            np.multiply(dC_t, f[t], out=dC_prev)
            dh_prev = W_h @ da_t.reshape(4 * H, B)
        da[:, part] = block.reshape(-1, 4 * H, B).transpose(1, 0, 2)
    flat, z = da.reshape(4 * H, T * B), trace.z.transpose(2, 0, 1).reshape(-1, T * B)
    dW, db, dx = np.split(flat @ z.T, 4), np.split(flat.sum(axis=1), 4), (W[:, H:].T @ flat).reshape(-1, T, B)
    grads = LSTMParams(*(v for pair in zip(dW, db) for v in pair))
    return BPTTResult(grads, dx.transpose(1, 2, 0), _batch_first(dh), _batch_first(dC), dh_prev.T, dC_prev.T)
