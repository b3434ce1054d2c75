"""빠른 길이 기어를 바꾸는 크기, 배치가 여럿인 야코비 행렬, float32, 한 시점의 함수를 PyTorch와 견준다."""

import numpy as np
import pytest
import torch
from test_oracles import draw, torch_twin

import lstm_ref as lr
from lstm_ref import fast

# 한 묶음(384행)을 넘고 마지막 묶음이 모자란다 / dh에서만 게이트를 나눈다 / 배치가 묶음보다 크다 /
# 앞뒤 모두 조각으로 나눈다 / 앞에서 네 게이트를 한 번에 곱한다 / 앞뒤 모두 조각으로 나눌 수 없다
BIG = [(33, 16, 5, 64), (17, 32, 7, 32), (9, 70, 60, 90), (3, 400, 2, 3)]
BIG += [(4, 120, 30, 96), (2, 700, 60, 32), (3, 300, 40, 70)]
NEAR = {np.float64: 1e-12, np.float32: 2e-5}


def gap(ours, theirs):
    theirs = theirs.detach().numpy() if isinstance(theirs, torch.Tensor) else theirs
    assert ours.shape == theirs.shape and ours.dtype == theirs.dtype
    return np.max(np.abs(ours - theirs)) / np.max(np.abs(theirs))


def lstm(size, dtype):
    T, B, D, H = size
    params, x, states, w_h, w_C = draw("lstm", T, B, D, H, dtype)
    trace = lr.lstm_forward(params, x, *states)
    return params, x, states, w_h, w_C, trace, lr.lstm_backward(params, trace, w_h, w_C)


@pytest.mark.parametrize("dtype", NEAR)
@pytest.mark.parametrize("size", BIG, ids=str)
def test_sizes_that_change_gear_equal_torch(size, dtype):
    params, x, states, w_h, w_C, trace, back = lstm(size, dtype)
    twin = torch_twin("lstm", params, *size[2:]).to(torch.from_numpy(x).dtype)
    leaf, *start = (torch.tensor(v, requires_grad=True) for v in (x, *(s[None] for s in states)))
    out, (_, C_T) = twin(leaf, tuple(start))
    ((out * torch.from_numpy(w_h)).sum() + (C_T[0] * torch.from_numpy(w_C)).sum()).backward()
    near, H = 30 * NEAR[dtype], size[3]
    assert gap(trace.h, out) <= near and gap(trace.C[-1], C_T[0]) <= near
    assert gap(back.dx, leaf.grad) <= near
    assert gap(back.dh_0, start[0].grad[0]) <= near and gap(back.dC_0, start[1].grad[0]) <= near
    W = np.concatenate([getattr(back.grads, f"W_{g}") for g in "ifCo"])
    b = np.concatenate([getattr(back.grads, f"b_{g}") for g in "ifCo"])
    assert gap(W[:, :H], twin.weight_hh_l0.grad) <= near and gap(W[:, H:], twin.weight_ih_l0.grad) <= near
    assert gap(b, twin.bias_ih_l0.grad) <= near


@pytest.mark.parametrize("steps", range(1, 12))
def test_every_length_of_a_chunk_gives_the_same_gradients(steps, monkeypatch):
    params, _, _, w_h, w_C, trace, want = lstm((11, 3, 2, 4), np.float64)
    monkeypatch.setattr(fast, "ROWS", 3 * steps)
    got = lr.lstm_backward(params, trace, w_h, w_C)
    assert all(gap(a, b) <= 1e-14 for a, b in zip([*got.grads, *got[1:]], [*want.grads, *want[1:]]))


@pytest.mark.parametrize("dtype", NEAR)
def test_jacobians_of_every_batch_element_equal_autograd(dtype):
    T, B, D, H = 3, 4, 2, 5
    params, _, _, _, _, trace, _ = lstm((T, B, D, H), dtype)
    J, state = lr.lstm_jacobian(params, trace), lr.lstm_state_jacobians(params, trace)
    assert {v.dtype for v in (*J, state, lr.chain(state))} == {np.dtype(dtype)}
    W = {g: torch.from_numpy(getattr(params, f"W_{g}")) for g in "fiCo"}
    b = {g: torch.from_numpy(getattr(params, f"b_{g}")) for g in "fiCo"}
    for t in range(T):
        for k in range(B):
            x = torch.from_numpy(trace.z[t, k, H:].copy())

            def step(C, h, x=x):
                a = {g: W[g] @ torch.cat([h, x]) + b[g] for g in "fiCo"}
                C = torch.sigmoid(a["f"]) * C + torch.sigmoid(a["i"]) * torch.tanh(a["C"])
                return C, torch.sigmoid(a["o"]) * torch.tanh(C)

            now = torch.from_numpy(trace.C_prev[t, k].copy()), torch.from_numpy(trace.z[t, k, :H].copy())
            (C_C, C_h), (h_C, h_h) = torch.autograd.functional.jacobian(step, now)
            assert (
                gap(state[t, k], torch.cat([torch.cat([C_C, C_h], 1), torch.cat([h_C, h_h], 1)]))
                <= NEAR[dtype]
            )
            # dC_dC는 h_{t−1}을 멈춰 둔 직접 경로다. 한 시점만 보면 자동 미분과 같다
            for ours, theirs in zip(J, (C_C, C_h, h_C, h_h)):
                assert np.abs(ours[t, k] - theirs.numpy()).max() <= NEAR[dtype]
    product = lr.chain(state)
    for k in range(B):
        assert gap(product[-1, k], state[2, k] @ state[1, k] @ state[0, k]) <= NEAR[dtype]


@pytest.mark.parametrize("dtype", NEAR)
def test_the_rnn_jacobian_of_every_batch_element_equals_autograd(dtype):
    params, x, (h_0,), _, _ = draw("rnn", 2, 4, 3, 5, dtype)
    trace = lr.rnn_forward(params, x, h_0)
    J, (W_x, W_h, b) = lr.rnn_jacobian(params, trace), map(torch.from_numpy, params)
    assert J.dtype == dtype
    for t in range(2):
        for k in range(4):
            step = lambda h, t=t, k=k: torch.tanh(W_x @ torch.from_numpy(x[t, k]) + W_h @ h + b)  # noqa: E731
            h = torch.from_numpy(trace.h_prev[t, k].copy())
            assert gap(J[t, k], torch.autograd.functional.jacobian(step, h)) <= NEAR[dtype]


@pytest.mark.parametrize("dtype", NEAR)
def test_one_step_forward_and_back_equals_torch_and_keeps_its_inputs(dtype):
    B, D, H = 4, 3, 5
    params, x, (h, C), w_h, w_C = draw("lstm", 1, B, D, H, dtype)
    inputs = [*params, x[0], h, C, w_h[0], w_C]
    before = [v.copy() for v in inputs]
    step = lr.lstm_step(params, x[0], h, C)
    back = lr.lstm_step_backward(params, step, w_h[0], w_C)
    twin = torch_twin("lstm", params, D, H).to(torch.from_numpy(x).dtype)
    leaf, *start = (torch.tensor(v, requires_grad=True) for v in (x, h[None], C[None]))
    out, (_, C_T) = twin(leaf, tuple(start))
    ((out[0] * torch.from_numpy(w_h[0])).sum() + (C_T[0] * torch.from_numpy(w_C)).sum()).backward()
    assert gap(step.h, out[0]) <= NEAR[dtype] and gap(step.C, C_T[0]) <= NEAR[dtype]
    for ours, theirs in ((back.dx, leaf.grad), (back.dh_prev, start[0].grad), (back.dC_prev, start[1].grad)):
        assert gap(ours, theirs[0]) <= NEAR[dtype]
    b = np.concatenate([getattr(back.grads, f"b_{g}") for g in "ifCo"])
    assert gap(b, twin.bias_ih_l0.grad) <= NEAR[dtype]
    r, xr, (hr,), dh, _ = draw("rnn", 1, B, D, H, dtype)
    one = lr.rnn_step(r, xr[0], hr)
    again = lr.rnn_step_backward(r, one, dh[0])
    assert {v.dtype for v in (*step, *back.grads, *back[1:], *one, *again.grads, *again[1:])} == {
        np.dtype(dtype)
    }
    assert all(np.array_equal(a, b) for a, b in zip(before, inputs))


@pytest.mark.parametrize("kind", ["rnn", "lstm"])
def test_a_missing_start_is_zero_also_when_the_other_is_given(kind):
    params, x, states, *_ = draw(kind, 4, 3, 2, 5)
    forward, zero = (lr.rnn_forward if kind == "rnn" else lr.lstm_forward), np.zeros((3, 5))
    names = ("h_0", "C_0")[: len(states)]
    for name, state in zip(names, states):
        full = {other: zero for other in names} | {name: state}
        assert np.array_equal(forward(params, x, **{name: state}).h, forward(params, x, **full).h)
    assert np.array_equal(forward(params, x).h, forward(params, x, *[zero] * len(names)).h)
