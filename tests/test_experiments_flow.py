"""기울기의 흐름과 기억을 재는 실험(2·4·11장)이 식에 맞고, 나쁜 값을 막는지 본다."""

import numpy as np
import pytest

import lstm_ref as lr
from lstm_ref import experiments, plots

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


def test_half_lives_follow_the_closed_form_when_the_gates_are_constant():
    b_f, t = np.array([0.0, 3.0]), np.arange(1, 21)
    log_f = np.log10(1 / (1 + np.exp(-b_f)))[:, None]
    product = np.vstack([log_f * t, np.full(20, np.nan)])
    norms = np.vstack([-0.1 * t, 0.05 * t, -0.1 * t])[:, None]
    found = experiments.lstm_bptt.half_lives(
        experiments.lstm_bptt.Highway(("가", "나", "RNN"), norms, product, b_f)
    )
    assert np.allclose(found.direct, found.formula)
    assert np.allclose(found.full, [np.log10(2) / 0.1, -np.log10(2) / 0.05])


def test_a_planted_mistake_is_the_error_that_is_measured():
    record = experiments.bptt.planted_mistake(size=(0.0, 0.5), **FEW)
    assert np.allclose(record.float64[1], 0.5 / 1.5, atol=1e-6)
    assert record.seen("float64").tolist() == [False, True]


def test_the_near_bit_is_learned_first_and_the_far_bit_only_when_it_is_near():
    record = experiments.bptt_training.near_far(
        settings=((3, None, 1.0), (60, None, 1.0)), steps=150, seeds=(21,), every=50
    )
    assert record.names == ("거리 3", "거리 60") and record.at[0].tolist() == [0, 50, 100, 150]
    assert record.learned("near").tolist() == [1, 1] and record.learned("far").tolist() == [1, 0]
    assert record.ratio[1, 0] < 1e-3 * record.ratio[0, 0]


def test_a_truncation_as_long_as_the_sequence_changes_nothing():
    def run(K):
        return experiments.bptt_training.near_far(settings=((12, K, 1.0),), steps=30, seeds=(21,), every=5)

    whole, same, short = run(None), run(13), run(2)
    assert np.array_equal(whole.far, same.far) and np.array_equal(whole.near, same.near)
    assert not np.array_equal(whole.far, short.far)


def test_memory_learned_with_cut_gradients_outlives_the_cut():
    record = experiments.bptt_training.stream_memory(K=(1,), seeds=(21,), steps=600, T=100)
    assert record.kept[0, 0].min() > 0.95 and record.before[0, -1] < 0.8


def test_the_same_seed_gives_the_same_runs():
    runs = [
        experiments.bptt_training.near_far(settings=((3, None, 1.0),), steps=20, seeds=(21,))
        for _ in range(2)
    ]
    assert np.array_equal(runs[0].near, runs[1].near) and np.array_equal(runs[0].ratio, runs[1].ratio)


def test_tables_and_figures_carry_the_numbers_of_their_records():
    near = experiments.bptt_training.near_far(settings=((3, None, 1.0),), steps=60, seeds=(21,), every=30)
    assert "1개 중 1개" in repr(experiments.bptt_training.near_far_table(near))
    assert "거리 3, 먼 비트" in plots.bptt_training.near_far(near, show=(0,)).sentence
    memory = experiments.bptt_training.stream_memory(K=(1,), seeds=(21,), steps=5, T=10)
    assert [row[0] for row in experiments.bptt_training.stream_memory_table(memory, at=(1, 10)).rows] == [
        "학습 전",
        "K = 1",
    ]
    strength = experiments.vanishing.input_strength(input_sd=(0.0, 1.0), T=10, H=8, **FEW)
    assert len(experiments.vanishing.input_strength_table(strength).rows) == 2
    assert "절반" in repr(
        experiments.lstm_bptt.half_lives_table(
            experiments.lstm_bptt.half_lives(experiments.lstm_bptt.gradient_highway(T=20, H=8))
        )
    )
    assert "알아챘어요" in repr(
        experiments.bptt.planted_mistake_table(experiments.bptt.planted_mistake(**FEW))
    )


@pytest.mark.parametrize(
    ("call", "says"),
    [
        (lambda: experiments.bptt_training.near_far(settings=((0, None, 1.0),)), "d의 값이 0입니다"),
        (lambda: experiments.bptt_training.near_far(settings=((3, 2.5, 1.0),)), "K의 형이 float입니다"),
        (lambda: experiments.bptt_training.near_far(settings=((3, None, 0.0),)), "max_norm의 값이 0"),
        (lambda: experiments.bptt_training.near_far(seeds=(1.5,)), r"seeds\[0\]의 형이 float입니다"),
        (lambda: experiments.bptt_training.stream_memory(K=(0,)), r"K\[0\]의 값이 0입니다"),
        (lambda: experiments.bptt_training.stream_memory(seeds=("11",)), r"seeds\[0\]의 형이 str입니다"),
        (lambda: experiments.vanishing.input_strength(input_sd=(-1.0,)), "input_sd"),
        (lambda: experiments.bptt.planted_mistake(size=(0.1,)), "0이 없습니다"),
        (lambda: experiments.lstm_bptt.half_lives(3), "record"),
        (lambda: experiments.vanishing.clipping(seeds=(True,)), r"seeds\[0\]의 형이 bool입니다"),
        (
            lambda: experiments.bptt_training.stream_memory_table(
                experiments.bptt_training.stream_memory(K=(1,), seeds=(1,), steps=1, T=5)
            ),
            "at의 값이 200입니다",
        ),
    ],
)
def test_bad_settings_are_refused_in_korean(call, says):
    with pytest.raises((TypeError, ValueError), match=says):
        call()
