"""빠른 길: LSTM의 게이트를 쌓아 시점마다 한 번에 곱한다. 공개 이름에는 쌓은 배열이 나오지 않는다.

안에서는 특징 축이 앞이다(성분, 시점, 배치). σ(a) = ½ + ½ tanh(a/2)이므로 W의 게이트 행을 미리 절반으로 줄이면
게이트 셋과 후보 값이 tanh 한 번을 함께 쓴다. 검사는 `sequence`의 문이 이미 했다.
"""

from __future__ import annotations

import numpy as np

from .params import LSTMParams
from .records import BPTTResult, LSTMTrace

CHUNK = 2**14  # 국소 기울기를 미리 셈하는 묶음의 성분 수. 캐시에 들어갈 만큼만 잡는다


def _stack(p: LSTMParams) -> np.ndarray:
    """(4H, H+D+1): 행은 f, i, o, C̃ 차례, 마지막 열은 편향."""
    W = np.concatenate([p.W_f, p.W_i, p.W_o, p.W_C])
    return np.column_stack([W, np.concatenate([p.b_f, p.b_i, p.b_o, p.b_C])])


def _batch_first(v: np.ndarray) -> np.ndarray:
    return v.transpose(0, 2, 1)


def forward(p: LSTMParams, x, h_0, C_0) -> LSTMTrace:
    """시퀀스 전체의 순전파. 일하는 배열은 한 번만 잡고 `out=`으로 다시 쓴다."""
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


def backward(p: LSTMParams, trace: LSTMTrace, dh, dC_T) -> BPTTResult:
    """시퀀스 전체의 BPTT. dz만 반복문 안에 두고 dW, db, dx는 끝난 뒤 곱 하나씩으로 구한다."""
    fields = [_batch_first(v) for v in trace[1:7]]  # C_prev, f, i, C̃, C, o: (T, H, B)
    (T, H, B), f, dtype = fields[0].shape, fields[1], dh.dtype
    W = np.concatenate([p.W_f, p.W_i, p.W_C, p.W_o])
    W_h, K = W[:, :H].T.copy(), max(1, min(T, CHUNK // (B * H)))
    dh, da, dC = _batch_first(dh).copy(order="C"), np.empty((4 * H, T, B), dtype), np.empty((T, H, B), dtype)
    local, (slope, work) = np.empty((K, 4, H, B), dtype), np.empty((2, K, H, B), dtype)
    dC_prev, dh_prev = dC_T.T.copy(), 0
    for end in range(T, 0, -K):
        part, n = slice(max(0, end - K), end), min(K, end)
        _slopes(*(v[part] for v in fields), local[:n], slope[:n], work[:n])
        for t, da_t, slope_t in zip(range(end - 1, -1, -1), local[n - 1 :: -1], slope[n - 1 :: -1]):
            dh[t] += dh_prev
            dC_t = np.multiply(dh[t], slope_t, out=dC[t])
            dC_t += dC_prev
            da_t[:3] *= dC_t
            da_t[3] *= dh[t]
            np.multiply(dC_t, f[t], out=dC_prev)
            dh_prev = W_h @ da_t.reshape(4 * H, B)
        da[:, part] = local[:n].reshape(n, 4 * H, B).transpose(1, 0, 2)
    flat, z = da.reshape(4 * H, T * B), trace.z.transpose(2, 0, 1).reshape(-1, T * B)
    dW, db = np.split(flat @ z.T, 4), np.split(flat.sum(axis=1), 4)
    dx = (W[:, H:].T @ flat).reshape(-1, T, B).transpose(1, 2, 0)
    grads = LSTMParams(*(v for pair in zip(dW, db) for v in pair))
    return BPTTResult(grads, dx, _batch_first(dh), _batch_first(dC), dh_prev.T, dC_prev.T)
