"""기울기 소실의 실험(2장)이 식에 맞고, 나쁜 값을 막는지 본다."""

import numpy as np
import pytest

import lstm_ref as lr
from lstm_ref import experiments

FEW = {"seeds": (11, 12)}


def test_without_input_the_gradient_is_a_power_of_the_recurrent_matrix():
    record = experiments.vanishing.input_strength(rho=1.5, input_sd=(0.0,), T=30, H=8, **FEW)
    for seed, norm in zip((11, 12), record.norms[0]):
        W = lr.init_rnn(np.random.default_rng(seed), 8, 8, spectral_radius=1.5).W_hh
        assert np.isclose(norm, np.log10(np.linalg.norm(np.linalg.matrix_power(W, 30), ord=2)))
    assert record.slope[0] == 1.0


def test_stronger_input_flattens_tanh_and_shrinks_the_gradient():
    record = experiments.vanishing.input_strength(input_sd=(0.0, 0.5, 2.0), T=60, H=32, **FEW)
    assert np.all(np.diff(record.slope) < 0) and np.all(record.norms[0] > record.norms[2])


def test_clipping_changes_the_size_and_keeps_the_ratio_for_every_seed():
    record = experiments.vanishing.clipping(rho=(0.5, 3.0), T=20, H=16, max_norm=0.25, **FEW)
    assert record.before.shape == (2, 2) and np.allclose(record.after, 0.25)
    assert np.allclose(record.ratio_before, record.ratio_after, rtol=1e-12)
    loose = experiments.vanishing.clipping(rho=(0.5,), T=20, H=16, max_norm=1e9, **FEW)
    assert np.allclose(loose.before, loose.after)


def test_the_table_has_a_row_for_each_strength():
    strength = experiments.vanishing.input_strength(input_sd=(0.0, 1.0), T=10, H=8, **FEW)
    assert len(experiments.vanishing.input_strength_table(strength).rows) == 2


@pytest.mark.parametrize(
    ("call", "says"),
    [
        (lambda: experiments.vanishing.input_strength(input_sd=(-1.0,)), "input_sd"),
        (lambda: experiments.vanishing.clipping(seeds=(True,)), r"seeds\[0\]의 형이 bool입니다"),
    ],
)
def test_bad_settings_are_refused_in_korean(call, says):
    with pytest.raises((TypeError, ValueError), match=says):
        call()


def test_the_chaotic_trajectory_is_short_enough_that_a_rounding_does_not_show(monkeypatch):
    """ρ = 3에서 반올림 하나는 시점마다 커진다. 2장의 표(T = 60)는 CPU와 NumPy가 달라도 여섯 자리까지 같아야 한다."""
    norms = experiments.vanishing_norms
    ours = norms.assumption(seeds=(11, 12))
    plain = norms.rnn_forward
    monkeypatch.setattr(norms, "rnn_forward", lambda p, x: plain(p, x * (1 + np.finfo(float).eps)))
    assert np.allclose(norms.assumption(seeds=(11, 12)), ours, rtol=1e-6, atol=0)
    long = norms.assumption(seeds=(11,), T=200)
    monkeypatch.setattr(norms, "rnn_forward", plain)
    assert not np.allclose(norms.assumption(seeds=(11,), T=200), long, rtol=1e-4)  # 길면 갈라진다


def test_a_gradient_too_small_to_measure_is_not_given_a_size():
    record = experiments.vanishing.rnn_gradient_flow(rho=(0.0, 0.9), seeds=(11, 12), T=10, H=4)
    said = lr.plots.vanishing.rnn_gradient_flow(record).sentence
    assert "ρ=0.0이면 10의 −307.7제곱 아래, ρ=0.9이면 10의 " in said and said.count("아래") == 1
