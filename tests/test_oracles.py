"""순전파와 역전파를 이 책이 아닌 것과 견준다: 중심 차분, PyTorch, ONNX 참조 구현, 한 시점의 되풀이."""

import numpy as np
import onnx
import pytest
import torch
from onnx.reference import ReferenceEvaluator

import lstm_ref as lr
from lstm_ref import fast

SIZES = [(T, B, D, H) for T in (1, 2, 10, 50) for B in (1, 3) for D, H in ((2, 3), (4, 2), (1, 5))]
CELLS = {
    "rnn": (lr.init_rnn, lr.rnn_forward, lr.rnn_backward, ("h_0",)),
    "lstm": (lr.init_lstm, lr.lstm_forward, lr.lstm_backward, ("h_0", "C_0")),
}


def draw(kind, T, B, D, H, dtype=np.float64):
    """매개변수, 입력, 처음 상태, 손실의 무게. 편향도 0이 아니게 흔든다."""
    rng = np.random.default_rng([T, B, D, H])
    init, _, _, names = CELLS[kind]
    params = init(rng, D, H, dtype=dtype)
    params = type(params)(*((v + 0.3 * rng.standard_normal(v.shape)).astype(dtype) for v in params))
    x = rng.standard_normal((T, B, D)).astype(dtype)
    states = [0.5 * rng.standard_normal((B, H)).astype(dtype) for _ in names]
    return (
        params,
        x,
        states,
        rng.standard_normal((T, B, H)).astype(dtype),
        rng.standard_normal((B, H)).astype(dtype),
    )


def backward(kind, params, x, states, w_h, w_C):
    _, forward, back, _ = CELLS[kind]
    trace = forward(params, x, *states)
    return trace, back(params, trace, w_h, *([w_C] if kind == "lstm" else []))


def loss(kind, params, x, states, w_h, w_C):
    trace = CELLS[kind][1](params, x, *states)
    return np.sum(trace.h * w_h) + (np.sum(trace.C[-1] * w_C) if kind == "lstm" else 0.0)


def worst(a, b):
    return np.max(np.abs(a - b)) / max(1.0, np.max(np.abs(b)))


@pytest.mark.parametrize("kind", CELLS)
@pytest.mark.parametrize("size", SIZES, ids=str)
def test_every_gradient_matches_central_differences(kind, size):
    params, x, states, w_h, w_C = draw(kind, *size)
    _, result = backward(kind, params, x, states, w_h, w_C)
    ours = [*result.grads, result.dx, *(result[-len(states) :])]
    arrays = [*params, x, *states]
    rng, step = np.random.default_rng(7), 1e-5
    for k, (array, gradient) in enumerate(zip(arrays, ours)):
        assert gradient.shape == array.shape
        for _ in range(3):
            way = rng.standard_normal(array.shape)
            way /= np.linalg.norm(way)

            def at(s, k=k, array=array, way=way):
                moved = [array + s * way if j == k else v for j, v in enumerate(arrays)]
                n = len(params)
                return loss(kind, type(params)(*moved[:n]), moved[n], moved[n + 1 :], w_h, w_C)

            # 4차 중심 차분: 자르는 오차와 반올림 오차가 모두 1e-10 아래로 내려간다
            numeric = (8 * (at(step * 20) - at(-step * 20)) - (at(step * 40) - at(-step * 40))) / (240 * step)
            scale = max(np.linalg.norm(gradient), abs(numeric), 1e-3)
            assert abs(np.sum(gradient * way) - numeric) / scale <= 1e-7


def torch_twin(kind, params, D, H):
    """같은 매개변수를 담은 torch 모듈. torch의 게이트 차례는 i, f, C̃, o다."""
    twin = (torch.nn.RNN if kind == "rnn" else torch.nn.LSTM)(D, H).double()
    if kind == "rnn":
        W_x, W_h, b = params
    else:
        order = "ifCo"
        W = np.concatenate([getattr(params, f"W_{g}") for g in order])
        W_h, W_x = W[:, :H], W[:, H:]
        b = np.concatenate([getattr(params, f"b_{g}") for g in order])
    with torch.no_grad():
        twin.weight_ih_l0.copy_(torch.tensor(W_x))
        twin.weight_hh_l0.copy_(torch.tensor(W_h))
        twin.bias_ih_l0.copy_(torch.tensor(b))
        twin.bias_hh_l0.zero_()
    return twin


@pytest.mark.parametrize("kind", CELLS)
@pytest.mark.parametrize("size", SIZES, ids=str)
def test_forward_and_backward_equal_torch(kind, size):
    T, B, D, H = size
    params, x, states, w_h, w_C = draw(kind, *size)
    trace, result = backward(kind, params, x, states, w_h, w_C)
    twin = torch_twin(kind, params, D, H)
    leaf = torch.tensor(x, requires_grad=True)
    start = [torch.tensor(s[None], requires_grad=True) for s in states]
    out, end = twin(leaf, start[0] if kind == "rnn" else tuple(start))
    total = (out * torch.tensor(w_h)).sum()
    if kind == "lstm":
        total = total + (end[1][0] * torch.tensor(w_C)).sum()
        assert worst(trace.C[-1], end[1][0].detach().numpy()) <= 1e-10
    total.backward()
    assert worst(trace.h, out.detach().numpy()) <= 1e-10
    assert worst(result.dx, leaf.grad.numpy()) <= 1e-10
    for ours, theirs in zip(result[-len(states) :], start):
        assert worst(ours, theirs.grad[0].numpy()) <= 1e-10
    if kind == "rnn":
        pairs = zip(result.grads, (twin.weight_ih_l0, twin.weight_hh_l0, twin.bias_ih_l0))
    else:
        W = np.concatenate([getattr(result.grads, f"W_{g}") for g in "ifCo"])
        b = np.concatenate([getattr(result.grads, f"b_{g}") for g in "ifCo"])
        pairs = zip((W[:, :H], W[:, H:], b), (twin.weight_hh_l0, twin.weight_ih_l0, twin.bias_ih_l0))
    for ours, theirs in pairs:
        assert worst(ours, theirs.grad.numpy()) <= 1e-10


@pytest.mark.parametrize("size", SIZES, ids=str)
def test_the_forward_pass_equals_the_onnx_reference(size):
    T, B, D, H = size
    params, x, (h_0, C_0), _, _ = draw("lstm", *size)
    W = np.concatenate([getattr(params, f"W_{g}") for g in "iofC"])  # ONNX의 차례는 i, o, f, C̃
    b = np.concatenate([getattr(params, f"b_{g}") for g in "iofC"])
    feeds = {"X": x, "W": W[None, :, H:], "R": W[None, :, :H], "B": np.concatenate([b, 0 * b])[None]}
    feeds |= {"h": h_0[None], "c": C_0[None]}
    make, double = onnx.helper, onnx.TensorProto.DOUBLE
    node = make.make_node("LSTM", ["X", "W", "R", "B", "", "h", "c"], ["Y", "Yh", "Yc"], hidden_size=H)
    inputs = [make.make_tensor_value_info(k, double, v.shape) for k, v in feeds.items()]
    outputs = [make.make_tensor_value_info(k, double, None) for k in ("Y", "Yh")]
    model = make.make_model(
        make.make_graph([node], "lstm", inputs, outputs), opset_imports=[make.make_opsetid("", 14)]
    )
    Y, Y_h = ReferenceEvaluator(model).run(["Y", "Yh"], feeds)
    trace = lr.lstm_forward(params, x, h_0, C_0)
    assert worst(trace.h, Y.reshape(T, B, H)) <= 1e-12
    assert worst(trace.h[-1], Y_h.reshape(B, H)) <= 1e-12


@pytest.mark.parametrize("kind", CELLS)
# 7이면 여러 묶음으로 나뉘고 마지막 묶음이 모자란다. WIDE가 0이면 작은 곱도 앞에서는 네 게이트를 한 번에, 뒤에서는 따로 곱한다
@pytest.mark.parametrize(("rows", "wide"), [(7, fast.WIDE), (fast.ROWS, fast.WIDE), (fast.ROWS, 0)])
@pytest.mark.parametrize("size", SIZES, ids=str)
def test_the_fast_path_equals_the_blackboard_step_by_step(kind, size, rows, wide, monkeypatch):
    monkeypatch.setattr(fast, "ROWS", rows)
    monkeypatch.setattr(fast, "WIDE", wide)
    monkeypatch.setattr(fast, "TALL", 0)
    params, x, states, w_h, w_C = draw(kind, *size)
    trace, result = backward(kind, params, x, states, w_h, w_C)
    step, back = (
        (lr.rnn_step, lr.rnn_step_backward) if kind == "rnn" else (lr.lstm_step, lr.lstm_step_backward)
    )
    steps, now = [], states
    for x_t in x:
        steps.append(step(params, x_t, *now))
        now = [steps[-1].h] + ([steps[-1].C] if kind == "lstm" else [])
    for name in trace._fields:
        assert worst(getattr(trace, name), np.stack([getattr(s, name) for s in steps])) <= 1e-12
    flow, grads, dx = [0 * s for s in states], None, []
    if kind == "lstm":
        flow[1] = w_C
    for t in reversed(range(len(x))):
        one = back(params, steps[t], flow[0] + w_h[t], *flow[1:])
        assert worst(result.dh[t], flow[0] + w_h[t]) <= 1e-12
        flow = list(one[2:])
        grads = one.grads if grads is None else [a + b for a, b in zip(grads, one.grads)]
        dx.append(one.dx)
    assert worst(result.dx, np.stack(dx[::-1])) <= 1e-12
    assert all(worst(a, b) <= 1e-12 for a, b in zip([*result.grads, *result[-len(flow) :]], [*grads, *flow]))


@pytest.mark.parametrize("kind", CELLS)
@pytest.mark.parametrize("dtype", [np.float64, np.float32])
@pytest.mark.parametrize("size", [(7, 3, 2, 4), (7, 1, 2, 4), (1, 1, 1, 1)], ids=str)
def test_no_input_changes_and_the_dtype_stays(kind, dtype, size):
    params, x, states, w_h, w_C = draw(kind, *size, dtype=dtype)
    before = [v.copy() for v in (*params, x, *states, w_h, w_C)]
    trace, result = backward(kind, params, x, states, w_h, w_C)
    kept = [v.copy() for v in trace]
    again = CELLS[kind][2](params, trace, w_h, *([w_C] if kind == "lstm" else []))
    assert all(np.array_equal(a, b) for a, b in zip(before, (*params, x, *states, w_h, w_C)))
    assert all(np.array_equal(a, b) for a, b in zip(kept, trace))
    assert all(np.array_equal(a, b) for a, b in zip([*again.grads, *again[1:]], [*result.grads, *result[1:]]))
    assert {v.dtype for v in (*trace, *result.grads, *result[1:])} == {np.dtype(dtype)}


def test_a_trace_stacked_by_hand_gives_the_same_gradients():
    params, x, (h_0, C_0), w_h, w_C = draw("lstm", 6, 2, 3, 4)
    trace = lr.lstm_forward(params, x, h_0, C_0)
    by_hand = lr.LSTMTrace(*(np.ascontiguousarray(v) for v in trace))
    a, b = lr.lstm_backward(params, trace, w_h, w_C), lr.lstm_backward(params, by_hand, w_h, w_C)
    assert all(worst(u, v) <= 1e-14 for u, v in zip([*a.grads, *a[1:]], [*b.grads, *b[1:]]))


def test_float32_agrees_with_float64_to_single_precision():
    params, x, states, w_h, w_C = draw("lstm", 20, 3, 4, 5)
    single = [lr.LSTMParams(*(v.astype(np.float32) for v in params)), x.astype(np.float32)]
    trace, _ = backward("lstm", params, x, states, w_h, w_C)
    low = lr.lstm_forward(*single, *(s.astype(np.float32) for s in states))
    assert worst(low.h, trace.h) <= 1e-5
