"""손실, 클리핑, Adam을 PyTorch와 손으로 구한 수에 견준다."""

import numpy as np
import pytest
import torch

import lstm_ref as lr
from lstm_ref import train


@pytest.fixture
def rng():
    return np.random.default_rng(5)


def test_cross_entropy_and_its_gradient_equal_torch(rng):
    logits, targets = 5 * rng.standard_normal((6, 4)), rng.integers(0, 4, 6)
    loss, d = train.softmax_cross_entropy(logits, targets)
    leaf = torch.tensor(logits, requires_grad=True)
    theirs = torch.nn.functional.cross_entropy(leaf, torch.tensor(targets))
    theirs.backward()
    assert abs(loss - theirs.item()) <= 1e-12 and np.allclose(d, leaf.grad.numpy(), atol=1e-12)


def test_the_loss_is_a_mean_so_a_doubled_batch_changes_nothing(rng):
    logits, targets = rng.standard_normal((3, 4)), np.array([0, 1, 2])
    once = train.softmax_cross_entropy(logits, targets)[0]
    twice = train.softmax_cross_entropy(np.concatenate([logits, logits]), np.concatenate([targets, targets]))[
        0
    ]
    assert abs(once - twice) <= 1e-12


def test_clipping_keeps_the_direction_of_all_arrays_together(rng):
    grads = lr.RNNParams(
        rng.standard_normal((3, 2)), 9 * rng.standard_normal((3, 3)), 0.1 * rng.standard_normal(3)
    )
    clipped, norm = train.clip_by_global_norm(grads, 1.0)
    flat = lambda g: np.concatenate([v.ravel() for v in g])  # noqa: E731
    assert np.isclose(norm, np.linalg.norm(flat(grads)))
    assert np.allclose(flat(clipped), flat(grads) / norm) and np.isclose(np.linalg.norm(flat(clipped)), 1.0)
    same, _ = train.clip_by_global_norm(grads, 1e6)
    assert all(a is b for a, b in zip(same, grads))


def test_ten_adam_steps_equal_torch(rng):
    params = lr.init_rnn(rng, 2, 3)
    leaf = [torch.tensor(v, requires_grad=True) for v in params]
    theirs, state = torch.optim.Adam(leaf, lr=0.01), train.adam_start(params)
    for _ in range(10):
        grads = lr.RNNParams(*(rng.standard_normal(v.shape) for v in params))
        params, state = train.adam_step(params, grads, state, 0.01)
        for v, g in zip(leaf, grads):
            v.grad = torch.tensor(g)
        theirs.step()
    assert all(np.allclose(a, b.detach().numpy(), atol=1e-12) for a, b in zip(params, leaf))


@pytest.mark.parametrize("kind", ["rnn", "lstm"])
def test_the_gradient_of_the_whole_classifier_matches_central_differences(rng, kind):
    cell = lr.init_rnn(rng, 2, 3) if kind == "rnn" else lr.init_lstm(rng, 2, 3)
    model = train.init_classifier(rng, cell, 4)
    x, targets = rng.standard_normal((5, 3, 2)), np.array([0, 3, 1])
    _, grads = train.loss_and_grads(model, x, targets)
    way = [rng.standard_normal(v.shape) for v in train.leaves(model)]

    def at(s):
        moved = train.rebuild(model, [v + s * w for v, w in zip(train.leaves(model), way)])
        return train.loss_and_grads(moved, x, targets)[0]

    exact = sum(np.sum(g * w) for g, w in zip(train.leaves(grads), way))
    assert abs((at(1e-5) - at(-1e-5)) / 2e-5 - exact) <= 1e-7 * abs(exact)


def test_training_is_the_same_every_time_and_changes_no_input():
    def run():
        rng = np.random.default_rng(3)
        model = train.init_classifier(rng, lr.init_lstm(rng, 1, 4), 2)
        before = [v.copy() for v in train.leaves(model)]

        def draw(rng):
            y = rng.integers(0, 2, 8)
            return np.stack([2.0 * y - 1, np.zeros(8)])[..., None], y

        history = train.fit(model, draw, 20, rng=rng, score=lambda m: 1.0, every=10)
        assert all(np.array_equal(a, b) for a, b in zip(before, train.leaves(model)))
        assert [step for step, _ in history.scores] == [10, 20]
        return history.loss

    assert np.array_equal(run(), run())


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: train.clip_by_global_norm((), 0.0), "max_norm의 값이 0.0"),
        (lambda: train.softmax_cross_entropy(np.zeros((2, 3)), np.array([0, 3])), "0 이상 3 미만"),
        (lambda: train.softmax_cross_entropy(np.zeros((2, 3)), [0, 1]), r"정수 배열 \(2,\)"),
        (lambda: train.fit(None, None, 1, rng=None), "Classifier여야"),
        (lambda: train.init_classifier(np.random.default_rng(0), (), 2), "RNNParams나 LSTMParams"),
    ],
)
def test_bad_training_input_is_refused_in_korean(call, message):
    with pytest.raises((TypeError, ValueError), match=message):
        call()
