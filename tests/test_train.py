"""손실·클리핑·Adam·fit을 손으로 센 값, 중심 차분, PyTorch와 견준다."""

from typing import NamedTuple

import numpy as np
import pytest
import torch

import lstm_ref as lr
from lstm_ref import train

RNN, LSTM = lr.RNNParams, lr.LSTMParams


def small(rng, kind="lstm", dtype=np.float64):
    cell = (lr.init_lstm if kind == "lstm" else lr.init_rnn)(rng, 2, 3, dtype=dtype)
    return train.init_model(rng, cell, 4)


def draw(rng):
    return rng.standard_normal((5, 6, 2)), rng.integers(4, size=6)


@pytest.fixture
def rng():
    return np.random.default_rng(31)


def test_cross_entropy_and_its_gradient_equal_torch(rng):
    y, targets = 5 * rng.standard_normal((7, 4)), rng.integers(4, size=7)
    theirs = torch.tensor(y, requires_grad=True)
    loss = torch.nn.functional.cross_entropy(theirs, torch.tensor(targets))
    loss.backward()
    ours, dy = train.softmax_cross_entropy(y, targets)
    assert abs(ours - loss.item()) < 1e-12 and np.allclose(dy, theirs.grad.numpy(), atol=1e-14)


def test_cross_entropy_is_a_mean_and_does_not_grow_with_the_batch(rng):
    y, targets = rng.standard_normal((5, 4)), rng.integers(4, size=5)
    once, twice = (train.softmax_cross_entropy(np.tile(y, (n, 1)), np.tile(targets, n)) for n in (1, 2))
    assert np.isclose(once[0], twice[0]) and np.allclose(once[1], 2 * twice[1][:5])


def test_cross_entropy_survives_very_large_outputs():
    loss, dy = train.softmax_cross_entropy(np.array([[1e4, 0.0]]), np.array([1]))
    assert loss == 1e4 and dy.tolist() == [[1.0, -1.0]]


def test_mse_equals_torch(rng):
    y, target = rng.standard_normal((2, 6, 3))
    theirs = torch.tensor(y, requires_grad=True)
    loss = torch.nn.functional.mse_loss(theirs, torch.tensor(target))
    loss.backward()
    ours, dy = train.mse(y, target)
    assert abs(ours - loss.item()) < 1e-14 and np.allclose(dy, theirs.grad.numpy(), atol=1e-15)


def test_clipping_takes_the_norm_over_all_arrays_and_keeps_the_direction(rng):
    grads = small(rng)
    leaves = [torch.tensor(v, requires_grad=True) for v in train.leaves(grads)]
    for leaf in leaves:
        leaf.grad = leaf.detach().clone()
    norm = torch.nn.utils.clip_grad_norm_(leaves, 0.5).item()
    clipped, ours = train.clip_by_global_norm(grads, 0.5)
    assert abs(ours - norm) < 1e-12
    assert all(np.allclose(c, leaf.grad.numpy(), rtol=1e-5) for c, leaf in zip(train.leaves(clipped), leaves))
    ratios = [c[v != 0] / v[v != 0] for c, v in zip(train.leaves(clipped), train.leaves(grads))]
    assert np.allclose(np.concatenate(ratios), 0.5 / norm, rtol=1e-12)


def test_a_short_gradient_is_not_clipped(rng):
    grads = small(rng)
    clipped, norm = train.clip_by_global_norm(grads, 1e3)
    assert clipped is grads and norm < 1e3


def test_ten_adam_steps_equal_torch(rng):
    params = lr.init_rnn(rng, 2, 3)
    leaves = [torch.tensor(v.copy(), requires_grad=True) for v in params]
    theirs, state = torch.optim.Adam(leaves, lr=0.01), train.adam_init(params)
    for _ in range(10):
        grads = RNN(*(rng.standard_normal(v.shape) for v in params))
        for leaf, g in zip(leaves, grads):
            leaf.grad = torch.tensor(g)
        theirs.step()
        params, state = train.adam_step(params, grads, state, 0.01)
    assert state.step == 10
    assert all(np.allclose(p, leaf.detach().numpy(), atol=1e-12) for p, leaf in zip(params, leaves))


def test_a_leaf_without_axes_stays_an_array_through_clipping_and_two_steps():
    class Scale(NamedTuple):
        by: np.ndarray

    params, grads = Scale(np.array(1.0)), Scale(np.array(4.0))
    clipped, _ = train.clip_by_global_norm(grads, 1.0)
    state = train.adam_init(params)
    for _ in range(2):
        params, state = train.adam_step(params, clipped, state, 0.1)
    assert type(clipped.by) is type(params.by) is type(state.v.by) is np.ndarray
    assert float(params.by) == pytest.approx(0.8, abs=1e-6)


def test_the_first_adam_step_is_the_learning_rate_whatever_the_gradient():
    p = RNN(*[np.ones(2)] * 3)
    g = RNN(*[np.array([1e-3, -50.0])] * 3)
    moved, _ = train.adam_step(p, g, train.adam_init(p), 0.1)
    assert np.allclose(moved.b_h, [0.9, 1.1], atol=1e-5)


def test_adam_does_not_touch_what_it_was_given(rng):
    p = small(rng)
    before, state = [v.copy() for v in train.leaves(p)], train.adam_init(p)
    train.adam_step(p, p, state, 0.1)
    assert all(np.array_equal(a, b) for a, b in zip(before, train.leaves(p)))
    assert state.step == 0 and not any(v.any() for v in train.leaves(state.m))


@pytest.mark.parametrize("kind", ["rnn", "lstm"])
@pytest.mark.parametrize("loss", ["cross_entropy", "mse"])
def test_gradients_of_the_whole_model_match_central_differences(rng, kind, loss):
    model = small(rng, kind)
    x, targets = draw(rng)
    if loss == "mse":
        targets = rng.standard_normal((6, 4))
    grads = train.leaves(train.loss_and_grads(model, x, targets, loss)[1])
    for leaf, grad in zip(train.leaves(model), grads):
        way, eps, base = rng.standard_normal(leaf.shape), 1e-6, leaf.copy()
        values = []
        for sign in (1, -1):
            leaf[...] = base + sign * eps * way
            values.append(train.loss_and_grads(model, x, targets, loss)[0])
        leaf[...] = base
        slope = (values[0] - values[1]) / (2 * eps)
        assert abs(slope - (grad * way).sum()) < 1e-7 * max(1, abs(slope))


def test_three_training_steps_equal_torch(rng):
    model = small(rng, "rnn")
    net, out = torch.nn.RNN(2, 3, dtype=torch.float64), torch.nn.Linear(3, 4, dtype=torch.float64)
    b = torch.zeros(3, dtype=torch.float64)
    for leaf, v in zip([*net.parameters(), *out.parameters()], [*model.cell, b, model.W_y, model.b_y]):
        leaf.data = torch.as_tensor(v).clone()
    net.bias_hh_l0.requires_grad_(False)  # 편향 하나짜리 RNN과 같게 한다
    leaves = [p for p in [*net.parameters(), *out.parameters()] if p.requires_grad]
    adam, batches, norms = torch.optim.Adam(leaves, lr=0.02), np.random.default_rng(5), []
    for _ in range(3):
        x, targets = draw(batches)
        adam.zero_grad()
        y = out(net(torch.tensor(x))[0][-1])
        torch.nn.functional.cross_entropy(y, torch.tensor(targets)).backward()
        norms.append(torch.nn.utils.clip_grad_norm_(leaves, 0.1).item())
        adam.step()
    history = train.fit(model, draw, seed=5, steps=3, learning_rate=0.02, max_norm=0.1)
    assert np.allclose(history.norm, norms, atol=1e-10)
    ours = train.leaves(history.model)
    assert all(np.allclose(a, p.detach().numpy(), atol=1e-6) for a, p in zip(ours, leaves))


def test_the_same_seed_gives_the_same_history_and_another_seed_another(rng):
    model = small(rng)
    one, two, other = (train.fit(model, draw, seed=s, steps=4) for s in (5, 5, 6))
    assert np.array_equal(one.loss, two.loss) and not np.array_equal(one.loss, other.loss)


def test_fit_measures_at_the_start_at_every_mark_and_at_the_end(rng):
    history = train.fit(small(rng), draw, seed=5, steps=5, every=2, measure=lambda m: (m.b_y.sum(), 1.0))
    assert history.at.tolist() == [0, 2, 4, 5] and history.measured.shape == (4, 2)
    assert history.measured[0, 0] == 0.0 and len(history.loss) == len(history.norm) == 5


def test_float32_stays_float32(rng):
    model = small(rng, dtype=np.float32)
    history = train.fit(
        model, lambda r: (draw(r)[0].astype(np.float32), draw(r)[1]), seed=5, steps=2, max_norm=0.1
    )
    assert {v.dtype for v in train.leaves(history.model)} == {np.dtype(np.float32)}


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: train.softmax_cross_entropy(np.zeros((2, 3)), np.array([0, 3])), "0–2이어야"),
        (lambda: train.softmax_cross_entropy(np.zeros((2, 3)), np.array([0.0, 1.0])), "정수여야"),
        (lambda: train.softmax_cross_entropy(np.zeros((2, 3)), np.array([0])), r"\(B,\) = \(2,\)"),
        (lambda: train.mse(np.zeros((2, 3)), np.zeros((2, 1))), r"\(2, 3\)여야"),
        (lambda: train.clip_by_global_norm(RNN(*[np.array([np.nan])] * 3), 1.0), "유한해야"),
        (lambda: train.clip_by_global_norm(RNN(*[np.ones(1)] * 3), 0.0), "max_norm"),
        (lambda: train.adam_step(np.ones(1), np.ones(1), None, 0.1), "AdamState"),
        (lambda: train.predict(None, np.zeros((1, 1, 1))), "Model"),
        (lambda: train.init_model(np.random.default_rng(0), None, 2), "RNNParams나 LSTMParams"),
        (lambda: train.fit(small(np.random.default_rng(0)), draw, seed=0, steps=0), "steps의 값이 0"),
    ],
)
def test_bad_settings_are_refused_in_korean(call, message):
    with pytest.raises((TypeError, ValueError), match=message):
        call()
