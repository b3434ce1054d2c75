"""입력 게이트의 실험(7장)이 닫힌 식에 맞고, 나쁜 값을 막는지 본다."""

import numpy as np
import pytest

from lstm_ref import experiments, plots


def test_accumulation_is_a_geometric_sum():
    record = experiments.input_gate.accumulate(f=[0.0, 0.5, 0.9], i=0.3, C_tilde=-0.5, T=25)
    t = np.arange(1, 26)[:, None]
    assert np.allclose(record.C, -0.15 * (1 - record.f**t) / (1 - record.f))
    assert np.allclose(experiments.input_gate.accumulate(f=[1.0], i=0.5, C_tilde=0.8, T=40).C[-1], 16.0)


def test_input_and_forget_gates_do_not_sum_to_one():
    low, middle, high = experiments.input_gate.gate_sum(seeds=(11,), H=16, T=30)[0]
    assert low < 1 < middle < high < 2


def test_tables_hold_what_is_computed():
    assert "−0.720" in repr(experiments.input_gate.added_table([0.9], [-0.8]))
    assert len(experiments.input_gate.gate_sum_table(np.ones((3, 3))).rows) == 3


@pytest.mark.parametrize(
    ("draw", "one", "other"),
    [
        (
            plots.input_gate.accumulate,
            experiments.input_gate.accumulate(),
            experiments.input_gate.accumulate(i=0.1),
        ),
    ],
)
def test_a_figure_says_its_numbers_and_the_sentence_follows_them(draw, one, other):
    sentence = draw(one).sentence
    assert sentence.endswith(".") and any(c.isdigit() for c in sentence)
    assert sentence != draw(other).sentence


@pytest.mark.parametrize(
    "call",
    [
        lambda: experiments.input_gate.accumulate(i=2.0),
        lambda: experiments.input_gate.added_table([0.5], [3.0]),
    ],
)
def test_bad_settings_are_told_in_korean(call):
    with pytest.raises((TypeError, ValueError), match="[가-힣]"):
        call()
