"""요약의 실험(10장)이 식과 기준선에 맞고, 나쁜 값을 막는지 본다."""

import numpy as np
import pytest
from traces import small_trace

import lstm_ref as lr
from lstm_ref import experiments, plots


def test_the_symbol_table_holds_each_symbol_with_its_size():
    _, _, trace = small_trace()
    rows = experiments.summary.symbol_table(trace, t=2, digits=4).rows
    assert [row[1] for row in rows] == ["5", *["3"] * 7]
    assert rows[5] == ["C_t", "3", lr.vec(trace.C[2, 0], 4)]
    assert rows[1][2] == lr.vec(trace.C[1, 0], 4)


def test_parameter_counts_follow_from_the_shapes():
    rows = experiments.summary.size_table([(3, 4), (5, 7)]).rows
    assert rows[1][1:] == [str(7 * 12 + 7), str(4 * (7 * 12 + 7)), str(4 * (7 * 12 + 7))]


def test_ranges_are_those_of_sigmoid_and_tanh_and_only_the_cell_state_leaves_them():
    found = experiments.summary.value_ranges(seeds=(21, 22), T=100, H=16)
    f, i, C_tilde, C, o, h = zip(found.low, found.high)
    assert all(low > 0 and high <= 1 for low, high in (f, i, o))
    assert all(low >= -1 and high <= 1 for low, high in (C_tilde, h))
    assert max(-C[0], C[1]) > 1


def test_independent_numbers_change_by_the_baseline_of_the_table():
    v = np.random.default_rng(21).standard_normal(200_000)
    baseline = float(
        experiments.summary.restless_table(experiments.summary.restless(seeds=(21,), T=20, H=4)).rows[-1][1]
    )
    assert abs(np.abs(np.diff(v)).mean() / v.std() - baseline) < 0.01
    assert np.all(experiments.summary.restless(seeds=(21, 22), T=100, H=8).change.argmin(axis=1) == 3)


def test_moving_the_columns_with_the_order_gives_the_same_hidden_state():
    wrong, right = experiments.summary.order_table(seeds=(21, 22)).rows
    assert wrong[2] == "아니요" and right[2] == "예"


@pytest.mark.parametrize(
    ("draw", "one", "other"),
    [
        (plots.summary.all_values, small_trace()[2], small_trace(22)[2]),
    ],
)
def test_a_figure_says_its_numbers_and_the_sentence_follows_them(draw, one, other):
    sentence = draw(one).sentence
    assert sentence.endswith(".") and any(c.isdigit() for c in sentence)
    assert sentence != draw(other).sentence


def test_the_table_of_ranges_has_a_row_for_each_value():
    assert len(experiments.summary.range_table(experiments.summary.value_ranges((21,), 5, 4)).rows) == 6


@pytest.mark.parametrize(
    "call",
    [
        lambda: experiments.summary.symbol_table(small_trace()[2], t=6),
        lambda: experiments.summary.size_table([(0, 4)]),
        lambda: experiments.summary.value_ranges(T=1.5),
        lambda: experiments.summary.restless(seeds=(1.5,)),
        lambda: experiments.summary.order_table(D=0),
        lambda: plots.summary.all_values("trace"),
    ],
)
def test_bad_settings_are_told_in_korean(call):
    with pytest.raises((TypeError, ValueError), match="[가-힣]"):
        call()
