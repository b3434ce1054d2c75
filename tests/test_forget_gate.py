"""망각 게이트의 실험(6장)이 닫힌 식에 맞고, 나쁜 값을 막는지 본다."""

import numpy as np
import pytest

from lstm_ref import experiments, plots


def test_half_life_is_where_the_cell_state_halves():
    f = experiments.forget_gate.bias_to_gate([0.0, 1.0, 3.0, 5.0])
    record = experiments.forget_gate.forget_decay(f, steps=2)
    assert np.allclose(f, 1 / (1 + np.exp([0.0, -1.0, -3.0, -5.0])))
    assert np.allclose(f**record.half_life, 0.5)
    assert experiments.forget_gate.forget_decay([0.0, 1.0], 1).half_life.tolist() == [0.0, np.inf]


def test_gate_ranges_lie_below_the_bias_alone_and_grow_with_it():
    record = experiments.forget_gate.gate_ranges(b_f=[1.0, 3.0], seeds=(11, 12), T=30, H=16)
    assert np.all(record.mean < experiments.forget_gate.bias_to_gate([1.0, 3.0])[:, None])
    assert np.all(record.low < record.mean) and np.all(record.mean < record.high)
    assert np.all(record.mean[0] < record.mean[1])


def test_tables_hold_what_is_computed():
    assert "103.218" in repr(experiments.forget_gate.half_life_table([5.0]))
    rows = experiments.forget_gate.sigmoid_table([0.0, 40.0]).rows
    assert rows[0][1:] == ["0.5000", "0.2500", "아니요"] and rows[1][3] == "예"
    ranges = experiments.forget_gate.gate_ranges([0.0], (11,), 5, 4)
    assert len(experiments.forget_gate.gate_range_table(ranges).rows) == 1


def test_an_endless_gate_is_named_in_three_places_and_two_gates_never_share_a_name():
    f = experiments.forget_gate.bias_to_gate([1.0, 5.0])
    figure = plots.forget_gate.forget_decay(experiments.forget_gate.forget_decay(f, steps=3))
    assert (
        "f=0.731이면" in figure.sentence and "f=0.993이면" in figure.sentence and "0.7310" not in figure.svg
    )
    close = plots.forget_gate.forget_decay(experiments.forget_gate.forget_decay([0.9991, 0.9994], steps=3))
    assert "f=0.9991이면" in close.sentence and "f=0.9994이면" in close.sentence


@pytest.mark.parametrize(
    ("draw", "one", "other"),
    [
        (
            plots.forget_gate.forget_decay,
            experiments.forget_gate.forget_decay([0.9]),
            experiments.forget_gate.forget_decay([0.8]),
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
        lambda: experiments.forget_gate.forget_decay([1.5]),
        lambda: experiments.forget_gate.gate_ranges(seeds=(1.5,)),
        lambda: experiments.forget_gate.bias_to_gate(["1"]),
        lambda: experiments.forget_gate.gate_inputs([float("nan")]),
    ],
)
def test_bad_settings_are_told_in_korean(call):
    with pytest.raises((TypeError, ValueError), match="[가-힣]"):
        call()
