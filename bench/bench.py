"""lstm_ref와 torch, 교과서식 반복문의 빠르기를 견준다(make bench).

새 프로세스 셋에서 같은 크기를 차례로 섞어 재고, 한 번씩 짝지은 비율의 중앙값을 프로세스마다 구해
그 중앙값과 범위를 적는다. 스레드는 모두 하나다. '한계'는 행렬 곱과, 값이 정확한 σ와 tanh 가운데 가장 싼 것만 하는 데
드는 시간이다. 앞의 것은 나누지 않은 곱, 뒤의 것은 우리처럼 조각으로 나눈 곱으로 잰다. '한계 ÷ torch'가 목표보다 크면
더 싼 곱이나 함수 없이는 그 목표에 닿을 수 없다(두 비율의 중앙값을 나눈 값이다).
그 뒤의 두 줄은 학습 한 걸음(손실, BPTT, 클리핑, Adam)이 순전파 + 역전파의 몇 배인지다. 마지막 줄은 import에 드는 시간이다.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time

SIZES = [(20, 1, 4, 8), (40, 32, 24, 32), (50, 32, 2, 64), (100, 64, 64, 128), (100, 32, 128, 256)]
BARS = {"float64": (0.25, 0.55, 0.65, 0.70, 0.70), "float32": (1.0, 1.0, 1.0, 1.0, 1.0)}
# 책의 두 과제의 크기와 출력 수, 손실: 높임말 일치와 덧셈 문제
STEPS = [((22, 32, 151, 32), 24, "cross_entropy"), ((50, 32, 2, 64), 1, "mse")]
STEP_BAR = 1.3
IMPORT_BAR = 1.5
PROCESSES = 3
THREADS = {name: "1" for name in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS")}


def contestants(T, B, D, H, dtype):
    """이름 → 순전파와 역전파를 한 번 하는 함수."""
    import numpy as np
    import torch

    import lstm_ref as lr

    rng = np.random.default_rng(0)
    params, x, g = (
        lr.init_lstm(rng, D, H, dtype=dtype),
        rng.standard_normal((T, B, D)),
        rng.standard_normal((T, B, H)),
    )
    x, g, zero = x.astype(dtype), g.astype(dtype), np.zeros((B, H), dtype)
    twin = torch.nn.LSTM(D, H).to(torch.float64 if dtype == np.float64 else torch.float32)
    leaf, weight = torch.tensor(x, requires_grad=True), torch.tensor(g)
    start = [torch.zeros(1, B, H, dtype=leaf.dtype, requires_grad=True) for _ in "hC"]

    def ours():
        lr.lstm_backward(params, lr.lstm_forward(params, x), g)

    def theirs():
        twin.zero_grad()
        leaf.grad = start[0].grad = start[1].grad = None
        twin(leaf, tuple(start))[0].backward(weight)

    def textbook():
        _textbook(params, x, g, zero)

    plain, sliced = limits(params, rng, T, B)
    return {"우리": ours, "torch": theirs, "교과서": textbook, "한계": plain, "조각": sliced}


def limits(params, rng, T, B):
    """행렬 곱과 σ, tanh만 하는 두 함수: 나누지 않은 곱, 우리처럼 조각으로 나눈 곱."""
    import numpy as np

    from lstm_ref import fast

    (H, K), dtype = params.W_f.shape, params.W_f.dtype
    draw = lambda *shape: (0.1 * rng.standard_normal(shape)).astype(dtype)  # noqa: E731
    W, W_h, W_x, z, a = draw(4 * H, K), draw(H, 4 * H), draw(K - H, 4 * H), draw(K, B), draw(4 * H, B)
    flat, rows, gates, c = draw(4 * H, T * B), draw(T * B, K), draw(3 * H, B), draw(H, B)
    slices, out, by_gate = fast._products(params, B)
    N = max(1, min(T, fast.ROWS // B))
    da, z_t = fast._empty(dtype, N, B, 4 * H), draw(B, K + 1)
    da[...] = draw(N, B, 4 * H)
    cut, to_h, products, shares = fast._to_h(W_h.T, da)
    some, z_some, W_some = da.reshape(N * B, 4 * H), draw(N * B, K), draw(4 * H, K - H)

    def cells(a, gates, c):
        np.reciprocal(np.add(np.exp(a[:-1], out=gates), 1, out=gates), out=gates)
        np.tanh(np.tanh(a[-1], out=c), out=c)

    def plain():
        for _ in range(T):
            cells(np.matmul(W, z, out=a).reshape(4, H, B), gates.reshape(3, H, B), c)
            W_h @ a
        flat @ rows
        W_x @ flat

    def sliced():
        for t in range(T):
            np.matmul(z_t, slices, out=out)
            cells(by_gate, gates.reshape(3, B, H), c.reshape(B, H))
            np.matmul(cut[t % N], to_h, out=products)
            if len(shares) > 1:
                np.add.reduce(shares, axis=0)
            if t % N == 0:
                n = min(N, T - t) * B
                z_some[:n].T @ some[:n]
                some[:n] @ W_some

    return plain, sliced


def _textbook(p, x, g, zero):
    """게이트마다 따로 곱하고, 시점마다 기울기를 더하는 교과서의 반복문."""
    import numpy as np

    sig = lambda v: 1 / (1 + np.exp(-v))  # noqa: E731
    h, C, tape = zero, zero, []
    for x_t in x:
        z = np.concatenate([h, x_t], axis=1)
        f, i, o = (sig(z @ W.T + b) for W, b in ((p.W_f, p.b_f), (p.W_i, p.b_i), (p.W_o, p.b_o)))
        n = np.tanh(z @ p.W_C.T + p.b_C)
        tape.append((z, C, f, i, n, o))
        C = f * C + i * n
        h = o * np.tanh(C)
        tape[-1] += (C,)
    dW = [np.zeros_like(W) for W in (p.W_f, p.W_i, p.W_C, p.W_o)]
    db = [np.zeros_like(b) for b in (p.b_f, p.b_i, p.b_C, p.b_o)]
    dh, dC, H = zero, zero, zero.shape[1]
    for g_t, (z, C_prev, f, i, n, o, C) in zip(g[::-1], reversed(tape)):
        dh, t = dh + g_t, np.tanh(C)
        dC = dC + dh * o * (1 - t * t)
        das = (dC * C_prev * f * (1 - f), dC * n * i * (1 - i), dC * i * (1 - n * n), dh * t * o * (1 - o))
        for k, da in enumerate(das):
            dW[k] += da.T @ z
            db[k] += da.sum(axis=0)
        dz = sum(da @ W for da, W in zip(das, (p.W_f, p.W_i, p.W_C, p.W_o)))
        dh, dC = dz[:, :H], dC * f


def training(T, B, D, H, K, loss):
    """이름 → 학습 한 걸음, 그리고 같은 크기의 순전파와 역전파를 한 번 하는 함수."""
    import numpy as np

    import lstm_ref as lr
    from lstm_ref import train

    rng = np.random.default_rng(0)
    model = train.init_model(rng, lr.init_lstm(rng, D, H), K)
    x, g = rng.standard_normal((T, B, D)), rng.standard_normal((T, B, H))
    targets = rng.standard_normal((B, K)) if loss == "mse" else rng.integers(K, size=B)
    state = train.adam_init(model)

    def step():
        _, grads = train.loss_and_grads(model, x, targets, loss)
        grads, _ = train.clip_by_global_norm(grads, 1e-3)  # 늘 줄이게 하는 작은 한계
        train.adam_step(model, grads, state, 3e-3)

    def both():
        lr.lstm_backward(model.cell, lr.lstm_forward(model.cell, x), g)

    return {"우리": step, "앞뒤": both}


def measure(size, dtype_name: str) -> dict[str, float]:
    """한 프로세스 안에서 섞어 재고, 우리를 다른 것으로 나눈 짝 비율의 중앙값을 준다."""
    import numpy as np
    import torch

    torch.set_num_threads(1)
    return interleave(size, contestants(*size, np.dtype(dtype_name).type))


def measure_step(size, K: int, loss: str) -> dict[str, float]:
    """학습 한 걸음을 순전파 + 역전파로 나눈 짝 비율의 중앙값을 준다."""
    return interleave(size, training(*size, K, loss))


def interleave(size, runs) -> dict[str, float]:
    """`runs`를 차례로 되풀이해 재고 짝 비율의 중앙값을 구한다."""
    import numpy as np

    for run in runs.values():
        run()
        run()
    rounds = int(min(400, max(12, 3e8 / (size[0] * size[1] * size[3] * (size[2] + size[3]) + 1e6))))
    times = {name: [] for name in runs}
    for _ in range(rounds):
        for name, run in runs.items():
            begin = time.perf_counter()
            run()
            times[name].append(time.perf_counter() - begin)
    ours = np.array(times["우리"])
    ratios = {name: float(np.median(ours / np.array(v))) for name, v in times.items() if name != "우리"}
    return ratios | {"ms": float(np.median(ours) * 1e3)}


def summary(*arguments):
    """새 프로세스 셋에서 재고 (이름 → 중앙값, 이름 → "중앙값 [범위]")를 준다."""
    import numpy as np

    found = []
    for _ in range(PROCESSES):
        call = [sys.executable, __file__, json.dumps(arguments)]
        out = subprocess.run(call, env=os.environ | THREADS, capture_output=True, text=True, check=True)
        found.append(json.loads(out.stdout))
    values = {k: [f[k] for f in found] for k in found[0]}
    middle = {k: float(np.median(v)) for k, v in values.items()}
    return middle, {k: f"{middle[k]:.2f} [{min(v):.2f}–{max(v):.2f}]" for k, v in values.items()}


def main() -> None:
    print("한 스레드, 순전파 + 역전파. 비율은 우리 ÷ 상대이고 작을수록 빠릅니다.")
    print(f"새 프로세스 {PROCESSES}개의 중앙값 [가장 작은 값–가장 큰 값]\n")
    print(
        "(T,B,D,H)            자료형   우리 ÷ torch         목표  우리 ÷ 교과서        한계의 몇 %(조각)  한계 ÷ torch(조각)   ms"
    )
    for dtype in BARS:
        for size, bar in zip(SIZES, BARS[dtype]):
            middle, text = summary(size, dtype)
            mark = "✓" if middle["torch"] <= bar else "넘음"
            print(
                f"{size!s:20s} {dtype}  {text['torch']:18s} {bar:.2f} {mark:3s} {text['교과서']:18s}  "
                f"{100 / middle['한계']:5.0f} % ({100 / middle['조각']:.0f} %)      "
                f"{middle['torch'] / middle['한계']:.2f} ({middle['torch'] / middle['조각']:.2f})      {middle['ms']:.2f}",
                flush=True,
            )
    print("\n(T,B,D,H)            학습 한 걸음 ÷ (순전파 + 역전파), float64   목표     ms")
    for size, K, loss in STEPS:
        middle, text = summary(size, K, loss)
        mark = "✓" if middle["앞뒤"] <= STEP_BAR else "넘음"
        print(
            f"{size!s:20s} {loss:14s} {text['앞뒤']:18s}        {STEP_BAR:.2f} {mark:3s} {middle['ms']:.2f}",
            flush=True,
        )
    ratio, ms = importing()
    mark = "✓" if ratio <= IMPORT_BAR else "넘음"
    print(f"\nimport lstm_ref ÷ import numpy: {ratio:.2f} ({ms:.0f} ms)   목표 {IMPORT_BAR} {mark}")


def importing() -> tuple[float, float]:
    """새 프로세스에서 `import lstm_ref`와 `import numpy`를 번갈아 스무 번 잰 (비의 중앙값, ms)."""
    import statistics

    code = "import time; t = time.perf_counter(); import {}; print(time.perf_counter() - t)"
    pairs = [
        [
            float(
                subprocess.run([sys.executable, "-c", code.format(n)], capture_output=True, check=True).stdout
            )
            for n in ("lstm_ref", "numpy")
        ]
        for _ in range(20)
    ]
    return statistics.median(a / b for a, b in pairs), 1e3 * statistics.median(a for a, _ in pairs)


if __name__ == "__main__":
    if len(sys.argv) > 1:
        arguments = json.loads(sys.argv[1])
        print(json.dumps((measure if len(arguments) == 2 else measure_step)(*arguments)))
    else:
        main()
