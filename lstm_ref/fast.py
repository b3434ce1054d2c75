"""빠른 길: LSTM의 게이트를 쌓아 시점마다 한 번에 곱한다. 공개 이름에는 쌓은 배열이 나오지 않는다.

W의 게이트 층은 부호를 미리 바꿔 두어, 곱한 값 −a에 exp, 1 더하기, 역수를 차례로 씌우면 σ(a) = 1/(1 + e^{−a})이다.
½ + ½ tanh(a/2)보다 빠르고, 0에 가까운 σ도 유효 숫자를 지킨다. e^{−a}가 넘치면 역수가 0이라 그대로 옳다.
배열의 차례는 밖과 같은 (시점, 배치, 성분)이라 뒤집어 옮길 것이 없다. 검사는 `sequence`의 문이 이미 했다.

큰 곱은 W를 세로로 잘라 조각마다 한다. OpenBLAS는 곱셈 수가 `WIDE` 아래인 곱을 옮겨 적지 않고 바로 하는데, 시점마다
하는 곱은 행이 몇십 개뿐이라 옮겨 적는 값이 비싸다. 배열은 모두 캐시 줄의 첫머리에서 시작한다. 걸쳐 읽지 않아 더 빠르다.

작은 크기에서는 NumPy를 부르는 값이 셈과 맞먹는다. 그래서 받을 배열은 이름(`out=`) 없이 자리로 넘기고, 1은 파이썬의
수가 아니라 0차원 배열 `one`으로 더한다. 순전파가 4–8 % 빨라진다.
"""

from __future__ import annotations

from math import prod
from typing import Any

import numpy as np
from numpy import add, exp, matmul, multiply, reciprocal, subtract, tanh

from .params import LSTMParams
from .records import BPTTResult, LSTMTrace

ROWS = 384  # 역전파의 한 묶음에 드는 행(시점 × 배치)의 수. 곱하기에는 넉넉하고 캐시에는 남는 만큼이다
WIDE = 1_000_000  # 한 번에 하는 곱의 곱셈 수. 이보다 많으면 W를 조각으로 나눈다
TALL = 64  # 역전파의 곱은 H가 이보다 클 때만 게이트마다 나눈다. 작으면 나눠 곱한 몫을 더하는 값이 더 비싸다
LINE, SMALL = 64, 16_384  # 캐시 한 줄의 바이트 수, 배열을 캐시 줄에 맞추지 않는 바이트 수

# glibc는 놓은 메모리를 곧 운영체제에 돌려주고, 다음 호출은 그것을 4 KB씩 새로 받느라 시간의 3할쯤을 쓴다. 큰 덩이를 한 번
# 잡았다 놓으면(쓰지 않으니 자리는 들지 않는다) glibc는 그 크기의 두 배, 32 MB까지는 돌려주지 않고 다시 쓴다.
np.empty(2**24, np.uint8)


def _empty(kind: np.dtype, *shape: int) -> np.ndarray:
    """캐시 줄의 첫머리에서 시작하는 새 배열. `np.empty`는 16바이트의 배수까지만 맞춘다. 작은 배열은 맞추는 값이 더 비싸다."""
    if (size := prod(shape) * kind.itemsize) < SMALL:
        return np.empty(shape, kind)
    block = np.empty(size + LINE, np.uint8)
    return np.ndarray(shape, kind, block, -block.ctypes.data % LINE)


def _width(H: int, work: int) -> int:
    """조각의 열 수: H와, H를 나누는 64, 32, 16 가운데 `work`(열 하나의 곱셈 수)를 곱해 `WIDE`를 넘지 않는 것. 없으면 0."""
    return next((w for w in (H, 64, 32, 16) if H % w == 0 and work * w <= WIDE), 0)


def _products(p: LSTMParams, B: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """순전파의 곱: 조각으로 자른 W, 곱을 받을 a, a를 게이트 차례(4, B, H)로 본 것. 자를 수 없으면 네 게이트를 한 번에 곱한다."""
    (H, K), kind = p.W_f.shape, p.W_f.dtype
    if w := _width(H, B * (K + 1)):
        W, by_gate = _empty(kind, 4, H // w, K + 1, w), _empty(kind, 4, B, H)
        _stack(p, W)
        return W, by_gate.reshape(4, B, H // w, w).swapaxes(1, 2), by_gate
    W, a = _empty(kind, K + 1, 4 * H), _empty(kind, B, 4 * H)
    _stack(p, W.reshape(K + 1, 4, 1, H).transpose(1, 2, 0, 3))
    return W, a, a.reshape(B, 4, H).swapaxes(0, 1)


def _stack(p: LSTMParams, W: np.ndarray) -> None:
    # W: (4, 조각, H+D+1, 열). 층은 o, f, i, C̃ 차례, 마지막 행은 편향. 시그모이드를 쓰는 세 층은 부호가 반대다
    n, K, w = W.shape[1:]
    for layer, W_k, b_k in zip(W, (p.W_o, p.W_f, p.W_i, p.W_C), (p.b_o, p.b_f, p.b_i, p.b_C)):
        layer[:, :-1], layer[:, -1] = W_k.reshape(n, w, K - 1).swapaxes(1, 2), b_k.reshape(n, w)
    np.negative(W[:3], out=W[:3])


def forward(p: LSTMParams, x: np.ndarray, h_0: np.ndarray, C_0: np.ndarray) -> LSTMTrace:
    """시퀀스 전체의 순전파. 일하는 배열은 한 번만 잡고 다시 쓴다. 기록은 먼저 만들고 시점마다 채운다."""
    (T, B, D), H = x.shape, h_0.shape[1]
    W, a, by_gate = _products(p, B)
    minus_a, a_C = by_gate[:3], by_gate[3]
    (kept, added), one = (terms := np.empty((2, B, H), x.dtype)), np.ones((), x.dtype)
    z = np.empty((T + 1, B, H + D + 1), x.dtype)  # [h; x; 1]
    z[:T, :, H:-1], z[0, :, :H], z[:T, :, -1] = x, h_0, 1
    # 시점마다 o, f, i, C_prev, C̃를 잇달아 둔다. [f, i]와 [C_prev, C̃]를 한 번에 곱하면 C의 두 항이다
    cells = _empty(x.dtype, T + 1, 5, B, H)
    cells[0, 3] = C_0
    o, f, i, C, C_tilde = cells.swapaxes(0, 1)
    trace = LSTMTrace(z[:T, :, :-1], C[:T], f[:T], i[:T], C_tilde[:T], C[1:], o[:T], z[1:, :, :H])
    views = z, cells[:, :3], C_tilde, cells[:, 1:3], cells[:, 3:], *trace[5:]
    for z_t, gates, C_tilde, f_i, C_prev_C_tilde, C, o, h in zip(*views):
        matmul(z_t, W, a)
        exp(minus_a, gates)
        add(gates, one, gates)
        reciprocal(gates, gates)
        tanh(a_C, C_tilde)
        multiply(f_i, C_prev_C_tilde, terms)
        add(kept, added, C)
        multiply(o, tanh(C, kept), h)
    return trace


def _slopes(C_prev: Any, f: Any, i: Any, C_tilde: Any, C: Any, o: Any, s: Any, dh_dC: Any) -> None:
    # `s`의 네 층에 dC(앞 셋)와 dh(마지막)를 곱하면 da_f, da_i, da_C, da_o가 된다
    (s_f, s_i, s_C, s_o), one = s, np.ones((), s.dtype)
    for s_k, gate, factor in (s_f, f, C_prev), (s_i, i, C_tilde), (s_o, o, tanh(C, dh_dC)):
        subtract(one, gate, s_k)
        s_k *= gate  # σ′ = (1 − σ) σ
        s_k *= factor
    subtract(one, multiply(C_tilde, C_tilde, s_C), s_C)  # tanh′ = 1 − tanh²
    s_C *= i
    subtract(one, multiply(dh_dC, dh_dC, dh_dC), dh_dC)
    dh_dC *= o  # ∂h/∂C = o ⊙ (1 − tanh²C)


def _to_h(W_h: np.ndarray, da: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """dh_{t−1} = da_t W_h의 곱: 시점마다 자른 da, 조각으로 자른 W_h, 조각의 곱을 받을 배열, 그것을 (몫, B, H)로 본 것.

    H가 크고 곱도 크면 게이트 넷의 몫을 따로 곱하고(더하는 것은 부르는 쪽이다) 조각으로도 나눈다. 아니면 몫은 하나다.
    """
    (N, B, K), H = da.shape, W_h.shape[1]
    G, w = (1, H) if H <= TALL or B * K * H <= WIDE else (4, _width(H, B * H) or H)
    W, shares = _empty(da.dtype, G, H // w, K // G, w), np.empty((G, B, H), da.dtype)
    W[...] = W_h.reshape(G, K // G, H // w, w).swapaxes(1, 2)
    cut = da.reshape(N, B, G, 1, K // G).transpose(0, 2, 3, 1, 4)
    return cut, W, shares.reshape(G, B, H // w, w).swapaxes(1, 2), shares


def backward(p: LSTMParams, trace: LSTMTrace, dh: np.ndarray, dC_T: np.ndarray) -> BPTTResult:
    """시퀀스 전체의 BPTT. 시점 묶음마다 되짚은 뒤, 캐시에 남은 da로 dW, db, dx를 한 번에 곱한다."""
    (T, B, H), K, kind, given = trace.f.shape, trace.z.shape[2], dh.dtype, dh
    W, N = np.concatenate([p.W_f, p.W_i, p.W_C, p.W_o]), max(1, min(T, ROWS // B))
    da, slopes, W_x = _empty(kind, N, B, 4 * H), _empty(kind, 4, N, B, H), W[:, H:].copy()
    cut, W_h, products, shares = _to_h(W[:, :H], da)
    by_gate = da.reshape(N, B, 4, H).swapaxes(1, 2)  # 곱할 때는 행, 채울 때는 게이트 차례로 보는 같은 배열
    (dh, dC), dx, db = _empty(kind, 2, T, B, H), np.empty((T, B, K - H), kind), np.zeros(4 * H, kind)
    dh_prev, dC_prev, dW = np.zeros_like(dC_T), dC_T.copy(), np.zeros((K, 4 * H), kind)
    for end in range(T, 0, -N):
        now, n = slice(max(0, end - N), end), min(N, end)
        s, s_t, rows = slopes[:, :n], slopes[:, :n].swapaxes(0, 1), da[:n].reshape(n * B, 4 * H)
        _slopes(*(v[now] for v in trace[1:7]), s, dC[now])  # type: ignore[call-arg]
        views = given[now], dh[now], dC[now], trace.f[now], s_t[:, :3], s[3], s_t, by_gate[:n], cut[:n]
        for given_t, dh_t, dC_t, f, s_fiC, s_o, s_t, da_t, cut_t in zip(*(v[::-1] for v in views)):
            add(given_t, dh_prev, dh_t)
            dC_t *= dh_t  # ∂h/∂C이던 자리에 dC를 채운다
            dC_t += dC_prev
            s_fiC *= dC_t
            s_o *= dh_t
            da_t[...] = s_t  # s도 이제 da다
            multiply(dC_t, f, dC_prev)
            matmul(cut_t, W_h, products)
            dh_prev = shares[0] if len(shares) == 1 else add.reduce(shares, axis=0, out=dh_prev)
        dW += trace.z[now].reshape(n * B, K).T @ rows
        db += rows.sum(axis=0)
        matmul(rows, W_x, dx[now].reshape(n * B, K - H))
    return BPTTResult(_by_gate(dW, db.reshape(4, H)), dx, dh, dC, dh_prev, dC_prev)


def _by_gate(dW: np.ndarray, db: np.ndarray) -> LSTMParams:
    # (H+D, 4H)로 쌓은 dW와 (4, H)로 쌓은 db를 게이트마다 나눈다
    pairs = zip(np.ascontiguousarray(dW.T).reshape(*db.shape, -1), db)
    return LSTMParams(*(v for pair in pairs for v in pair))
