"""포화한 게이트: 0에 가까운 σ와 그것에 매달린 기울기가 유효 숫자를 지키는지 상대 오차로 본다."""

import math

import numpy as np
import pytest
import torch
from test_oracles import torch_twin

import lstm_ref as lr

TYPES = [np.float64, np.float32]


def relative(ours, theirs):
    return float(np.max(np.abs(ours / theirs - 1)))


@pytest.mark.parametrize("dtype", TYPES)
def test_sigmoid_keeps_its_digits_in_the_lower_tail(dtype):
    a = np.linspace(-700 if dtype == np.float64 else -80, 30, 4001).astype(dtype)
    exact = np.array([math.exp(v) / (1 + math.exp(v)) for v in a.astype(float)])
    assert lr.sigmoid(a).dtype == dtype
    assert relative(lr.sigmoid(a).astype(float), exact) <= 4 * np.finfo(dtype).eps


def test_sigmoid_at_the_ends_is_what_the_number_line_holds():
    assert lr.sigmoid(-40.0) == 4.248354255291589e-18 and lr.sigmoid(40.0) == 1.0
    assert math.isclose(lr.sigmoid(np.float32(-16)), 1.1253515e-07, rel_tol=2e-7)
    assert lr.sigmoid(np.array([-np.inf, np.inf])).tolist() == [0.0, 1.0] and np.isnan(lr.sigmoid(np.nan))
    with np.errstate(all="raise"):
        assert lr.sigmoid(np.array([-1e308, -745.0, 1e308]))[[0, 2]].tolist() == [0.0, 1.0]


def test_the_gradient_of_a_closed_input_gate_is_not_lost():
    # b_i = −38, b_C = 1, W = 0이고 손실이 C_1이면 db_i = tanh(1) σ(−38)(1 − σ(−38))
    O, b = np.zeros((1, 2)), lambda v: np.array([v])
    p = lr.LSTMParams(O, b(0.0), O, b(-38.0), O, b(1.0), O, b(0.0))
    trace, zero = lr.lstm_forward(p, np.ones((1, 1, 1))), np.zeros((1, 1, 1))
    db_i = lr.lstm_backward(p, trace, zero, dC_T=np.ones((1, 1))).grads.b_i[0]
    assert math.isclose(db_i, math.tanh(1) * math.exp(-38), rel_tol=1e-14)
    assert math.isclose(db_i, 2.39e-17, rel_tol=2e-3)


@pytest.mark.parametrize("dtype", TYPES)
@pytest.mark.parametrize("gate", "fio")
@pytest.mark.parametrize("bias", [-10.0, -20.0, -40.0, -80.0])
@pytest.mark.parametrize("size", [(9, 5, 3, 4), (6, 40, 90, 80)], ids=str)  # 뒤의 것은 큰 곱의 길을 간다
def test_saturated_gates_and_their_gradients_equal_torch_in_relative_error(dtype, gate, bias, size):
    T, B, D, H = size
    rng = np.random.default_rng(41)
    p = lr.init_lstm(rng, D, H, dtype=dtype)
    p = p._replace(**{f"b_{gate}": (bias + rng.random(H)).astype(dtype)})
    x = rng.standard_normal((T, B, D)).astype(dtype)
    dh = (1 + rng.random((T, B, H))).astype(dtype)
    trace = lr.lstm_forward(p, x)
    back = lr.lstm_backward(p, trace, dh)
    twin = torch_twin("lstm", p, D, H).to(torch.from_numpy(x).dtype)
    twin(torch.from_numpy(x))[0].backward(torch.from_numpy(dh))
    theirs = twin.bias_ih_l0.grad.numpy().reshape(4, H)["ifCo".index(gate)]
    ours = getattr(back.grads, f"b_{gate}")
    assert np.abs(theirs).min() > 0
    tolerance = 1e-10 if dtype == np.float64 else 5e-3
    assert np.max(np.abs(ours - theirs)) <= tolerance * np.max(np.abs(theirs))
    exact = torch.sigmoid(torch.from_numpy(trace.z @ getattr(p, f"W_{gate}").T + getattr(p, f"b_{gate}")))
    assert relative(getattr(trace, gate), exact.numpy()) <= 100 * np.finfo(dtype).eps
    step = lr.lstm_step(p, x[0], *2 * [np.zeros((B, H), dtype)])
    assert relative(getattr(trace, gate)[0], getattr(step, gate)) <= 100 * np.finfo(dtype).eps
