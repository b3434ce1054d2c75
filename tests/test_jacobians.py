"""야코비 행렬을 중심 차분과, 그 곱을 BPTT와 견준다."""

import numpy as np
import pytest

import lstm_ref as lr


def numeric(function, at, eps=1e-6):
    columns = [(function(at + eps * e) - function(at - eps * e)) / (2 * eps) for e in np.eye(at.size)]
    return np.stack(columns, axis=-1)


@pytest.fixture
def rng():
    return np.random.default_rng(31)


def test_the_rnn_jacobian_is_the_derivative_of_one_step(rng):
    params = lr.init_rnn(rng, 2, 4, spectral_radius=1.3)
    x, h = rng.standard_normal((1, 2)), 0.5 * rng.standard_normal((1, 4))
    ours = lr.rnn_jacobian(params, lr.rnn_step(params, x, h))[0]
    assert np.allclose(ours, numeric(lambda v: lr.rnn_step(params, x, v[None]).h[0], h[0]), atol=1e-8)


def test_the_four_lstm_blocks_are_the_derivatives_of_one_step(rng):
    params = lr.init_lstm(rng, 2, 3)
    x, h, C = rng.standard_normal((1, 2)), 0.5 * rng.standard_normal((1, 3)), rng.standard_normal((1, 3))
    J = lr.lstm_jacobian(params, lr.lstm_step(params, x, h, C))
    by_h = numeric(lambda v: np.concatenate(lr.lstm_step(params, x, v[None], C)[5::2], axis=1)[0], h[0])
    by_C = numeric(lambda v: np.concatenate(lr.lstm_step(params, x, h, v[None])[5::2], axis=1)[0], C[0])
    assert np.allclose(np.concatenate([J.dC_dh[0], J.dh_dh[0]]), by_h, atol=1e-8)
    assert np.allclose(np.concatenate([J.dC_dC[0], J.dh_dC[0]]), by_C, atol=1e-8)


@pytest.mark.parametrize("T", [1, 2, 10])
def test_the_chained_jacobian_equals_bptt(rng, T):
    params, H = lr.init_lstm(rng, 2, 3), 3
    trace = lr.lstm_forward(params, rng.standard_normal((T, 1, 2)))
    block = lr.chain(lr.lstm_state_jacobians(params, trace))[-1, 0, :H, :H]
    for k, e in enumerate(np.eye(H)):
        back = lr.lstm_backward(params, trace, np.zeros((T, 1, H)), dC_T=e[None])
        assert np.allclose(back.dC_0[0], block[k], atol=1e-12)


def test_initial_values_have_the_promised_radius_and_bias(rng):
    for recurrent in ("gaussian", "orthogonal"):
        W = lr.init_rnn(rng, 3, 8, spectral_radius=1.5, recurrent=recurrent).W_hh
        assert abs(np.abs(np.linalg.eigvals(W)).max() - 1.5) <= 1e-12
    assert np.allclose(W.T @ W, 1.5**2 * np.eye(8))
    assert (lr.init_lstm(rng, 3, 8, forget_bias=-2.0).b_f == -2.0).all()
