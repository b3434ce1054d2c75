"""빠른 길: LSTM의 게이트를 쌓아 시점마다 한 번에 곱한다. 공개 이름에는 쌓은 배열이 나오지 않는다.

W의 게이트 층은 부호를 미리 바꿔 두어, 곱한 값 −a에 exp, 1 더하기, 역수를 차례로 씌우면 σ(a) = 1/(1 + e^{−a})이다.
½ + ½ tanh(a/2)보다 빠르고, 0에 가까운 σ도 유효 숫자를 지킨다. e^{−a}가 넘치면 역수가 0이라 그대로 옳다.
배열의 차례는 밖과 같은 (시점, 배치, 성분)이라 뒤집어 옮길 것이 없다. 검사는 `sequence`의 문이 이미 했다.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from .params import LSTMParams
from .records import BPTTResult, LSTMTrace

ROWS = 384  # 역전파의 한 묶음에 드는 행(시점 × 배치)의 수. 곱하기에는 넉넉하고 캐시에는 남는 만큼이다
WIDE = 1_000_000  # 게이트 하나의 곱셈 수가 이보다 많으면 네 게이트를 한 번에 곱한다. 작은 곱은 게이트마다가 빠르다


def _layers(p: LSTMParams) -> np.ndarray:
    """(4, H+D+1, H): 층은 o, f, i, C̃ 차례, 마지막 행은 편향. 시그모이드를 쓰는 세 층은 부호가 반대다."""
    W = np.empty((4, p.W_f.shape[1] + 1, len(p.b_f)), p.W_f.dtype)
    for layer, W_k, b_k in zip(W, (p.W_o, p.W_f, p.W_i, p.W_C), (p.b_o, p.b_f, p.b_i, p.b_C)):
        layer[:-1], layer[-1] = W_k.T, b_k
    np.negative(W[:3], out=W[:3])
    return W


def forward(p: LSTMParams, x: np.ndarray, h_0: np.ndarray, C_0: np.ndarray) -> LSTMTrace:
    """시퀀스 전체의 순전파. 일하는 배열은 한 번만 잡고 `out=`으로 다시 쓴다. 기록은 먼저 만들고 시점마다 채운다."""
    (T, B, D), H = x.shape, h_0.shape[1]
    W, terms = _layers(p), np.empty((2, B, H), x.dtype)
    kept, added = terms
    a = by_gate = np.empty((4, B, H), x.dtype)
    if B * W[0].size > WIDE:  # 곱은 (B, 4H)로 받고, exp와 tanh가 게이트 차례로 옮겨 적는다
        W, a = W.swapaxes(0, 1).reshape(-1, 4 * H), a.reshape(B, 4 * H)
        by_gate = a.reshape(B, 4, H).swapaxes(0, 1)
    z = np.ones((T + 1, B, H + D + 1), x.dtype)  # [h; x; 1]
    z[:T, :, H:-1], z[0, :, :H] = x, h_0
    # 시점마다 o, f, i, C_prev, C̃를 잇달아 둔다. [f, i]와 [C_prev, C̃]를 한 번에 곱하면 C의 두 항이다
    cells = np.empty((T + 1, 5, B, H), x.dtype)
    cells[0, 3] = C_0
    o, f, i, C, C_tilde = cells.swapaxes(0, 1)
    trace = LSTMTrace(z[:T, :, :-1], C[:T], f[:T], i[:T], C_tilde[:T], C[1:], o[:T], z[1:, :, :H])
    minus_a, a_C = by_gate[:3], by_gate[3]
    views = z, cells[:, :3], C_tilde, cells[:, 1:3], cells[:, 3:], *trace[5:]
    for z_t, gates, C_tilde, f_i, C_prev_C_tilde, C, o, h in zip(*views):
        np.matmul(z_t, W, out=a)
        np.exp(minus_a, out=gates)
        gates += 1
        np.reciprocal(gates, out=gates)
        np.tanh(a_C, out=C_tilde)
        np.multiply(f_i, C_prev_C_tilde, out=terms)
        np.add(kept, added, out=C)
        np.multiply(o, np.tanh(C, out=kept), out=h)
    return trace


def _slopes(C_prev: Any, f: Any, i: Any, C_tilde: Any, C: Any, o: Any, s: Any, dh_dC: Any) -> None:
    # `s`의 네 층에 dC(앞 셋)와 dh(마지막)를 곱하면 da_f, da_i, da_C, da_o가 된다
    s_f, s_i, s_C, s_o = s
    for s_k, gate, factor in (s_f, f, C_prev), (s_i, i, C_tilde), (s_o, o, np.tanh(C, out=dh_dC)):
        np.subtract(1, gate, out=s_k)
        s_k *= gate  # σ′ = (1 − σ) σ
        s_k *= factor
    np.subtract(1, np.multiply(C_tilde, C_tilde, out=s_C), out=s_C)  # tanh′ = 1 − tanh²
    s_C *= i
    np.subtract(1, np.multiply(dh_dC, dh_dC, out=dh_dC), out=dh_dC)
    dh_dC *= o  # ∂h/∂C = o ⊙ (1 − tanh²C)


def backward(p: LSTMParams, trace: LSTMTrace, dh: np.ndarray, dC_T: np.ndarray) -> BPTTResult:
    """시퀀스 전체의 BPTT. 시점 묶음마다 되짚은 뒤, 캐시에 남은 da로 dW, db, dx를 한 번에 곱한다."""
    (T, B, H), K, kind = trace.f.shape, trace.z.shape[2], dh.dtype
    W, N = np.concatenate([p.W_f, p.W_i, p.W_C, p.W_o]), max(1, min(T, ROWS // B))
    W_h, da, slopes = W[:, :H].copy(), np.empty((N, B, 4 * H), kind), np.empty((5, N, B, H), kind)
    by_gate = da.reshape(N, B, 4, H).swapaxes(1, 2)  # 곱할 때는 행, 채울 때는 게이트 차례로 보는 같은 배열
    dh, dC, dx = dh.copy(), np.empty(dh.shape, kind), np.empty((T, B, K - H), kind)
    db: Any = 0
    dh_prev, dC_prev, dW = np.zeros_like(dC_T), dC_T.copy(), np.zeros((K, 4 * H), kind)
    for end in range(T, 0, -N):
        now, n = slice(max(0, end - N), end), min(N, end)
        (*s, dh_dC), rows = slopes[:, :n], da[:n].reshape(n * B, 4 * H)
        _slopes(*(v[now] for v in trace[1:7]), s, dh_dC)  # type: ignore[call-arg]
        by_dC = slopes[:3, :n].swapaxes(0, 1), by_gate[:n, :3]
        views = dh[now], dC[now], trace.f[now], dh_dC, *by_dC, s[3], by_gate[:n, 3], da[:n]
        for dh_t, dC_t, f, dh_dC, s_fiC, da_fiC, s_o, da_o, da_t in zip(*(v[::-1] for v in views)):
            dh_t += dh_prev
            np.multiply(dh_t, dh_dC, out=dC_t)
            dC_t += dC_prev
            np.multiply(s_fiC, dC_t, out=da_fiC)
            np.multiply(s_o, dh_t, out=da_o)
            np.multiply(dC_t, f, out=dC_prev)
            np.matmul(da_t, W_h, out=dh_prev)
        dW += trace.z[now].reshape(n * B, K).T @ rows
        db += rows.sum(axis=0)
        np.matmul(rows, W[:, H:], out=dx[now].reshape(n * B, K - H))
    pairs = zip(np.ascontiguousarray(dW.T).reshape(4, H, K), db.reshape(4, H))
    return BPTTResult(LSTMParams(*(v for pair in pairs for v in pair)), dx, dh, dC, dh_prev, dC_prev)
