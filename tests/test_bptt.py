"""시간에 따른 역전파의 실험(4장)이 심은 실수와 끊은 자리를 바르게 재고, 나쁜 값을 막는지 본다."""

import numpy as np
import pytest

from lstm_ref import experiments, plots

FEW = {"seeds": (11, 12)}


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
        (lambda: experiments.bptt.planted_mistake(size=(0.1,)), "0이 없습니다"),
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
