"""게이트 실험(5–7장)이 닫힌 식과 손으로 구한 값에 맞는지 본다."""

import numpy as np
import pytest

import lstm_ref as lr
from lstm_ref import experiments, plots


def test_half_life_is_where_the_cell_state_halves():
    f = experiments.forget_gate.bias_to_gate([0.0, 1.0, 3.0, 5.0])
    record = experiments.forget_gate.forget_decay(f, steps=2)
    assert np.allclose(f, 1 / (1 + np.exp([0.0, -1.0, -3.0, -5.0])))
    assert np.allclose(f**record.half_life, 0.5)
    assert experiments.forget_gate.forget_decay([0.0, 1.0], 1).half_life.tolist() == [0.0, np.inf]


def test_the_hand_worked_cell_gives_the_numbers_of_the_page():
    hand = experiments.lstm.hand_lstm()
    step = lr.lstm_step(hand.params, hand.x[0], hand.h_0, hand.C_0)
    sigma = lambda a: 1 / (1 + np.exp(-a))  # noqa: E731
    C = [sigma(1) + sigma(2) * np.tanh(1), -0.5 + sigma(-1) * np.tanh(1)]
    assert np.allclose(step.C, [C])
    assert np.allclose(step.h, [[0.5 * np.tanh(C[0]), sigma(1) * np.tanh(C[1])]])
    back = lr.lstm_step_backward(hand.params, step, hand.h_0, hand.ones)
    assert np.allclose(back.grads.b_f, [sigma(1) * sigma(-1), -0.25])
    assert np.allclose(back.grads.b_C, [sigma(2) / np.cosh(1) ** 2, sigma(-1) / np.cosh(1) ** 2])


def test_carousel_keeps_only_what_is_multiplied_by_one():
    record = experiments.lstm.carousel(T=30, w=0.5, f=0.8)
    assert np.all(record.values[:, 1] == 1.0)
    assert np.allclose(record.values[:, 2], 0.8 ** np.arange(30))
    assert np.allclose(record.values[1:, 0], np.tanh(0.5 * record.values[:-1, 0]))


def test_accumulation_is_a_geometric_sum():
    record = experiments.input_gate.accumulate(f=[0.0, 0.5, 0.9], i=0.3, C_tilde=-0.5, T=25)
    t = np.arange(1, 26)[:, None]
    assert np.allclose(record.C, -0.15 * (1 - record.f**t) / (1 - record.f))
    assert np.allclose(experiments.input_gate.accumulate(f=[1.0], i=0.5, C_tilde=0.8, T=40).C[-1], 16.0)


def test_gate_ranges_lie_below_the_bias_alone_and_grow_with_it():
    record = experiments.forget_gate.gate_ranges(b_f=[1.0, 3.0], seeds=(11, 12), T=30, H=16)
    assert np.all(record.mean < experiments.forget_gate.bias_to_gate([1.0, 3.0])[:, None])
    assert np.all(record.low < record.mean) and np.all(record.mean < record.high)
    assert np.all(record.mean[0] < record.mean[1])


def test_input_and_forget_gates_do_not_sum_to_one():
    low, middle, high = experiments.input_gate.gate_sum(seeds=(11,), H=16, T=30)[0]
    assert low < 1 < middle < high < 2


def test_tables_hold_what_is_computed():
    assert "128" in repr(experiments.lstm.two_states_table(D=3, H=4))
    assert "−0.720" in repr(experiments.input_gate.added_table([0.9], [-0.8]))
    assert "103.218" in repr(experiments.forget_gate.half_life_table([5.0]))
    rows = experiments.forget_gate.sigmoid_table([0.0, 40.0]).rows
    assert rows[0][1:] == ["0.5000", "0.2500", "아니요"] and rows[1][3] == "예"
    assert len(experiments.input_gate.gate_sum_table(np.ones((3, 3))).rows) == 3
    assert (
        len(
            experiments.forget_gate.gate_range_table(
                experiments.forget_gate.gate_ranges([0.0], (11,), 5, 4)
            ).rows
        )
        == 1
    )


@pytest.mark.parametrize(
    ("draw", "one", "other"),
    [
        (
            plots.forget_gate.forget_decay,
            experiments.forget_gate.forget_decay([0.9]),
            experiments.forget_gate.forget_decay([0.8]),
        ),
        (plots.lstm.carousel, experiments.lstm.carousel(), experiments.lstm.carousel(w=1.5)),
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


@pytest.mark.parametrize("part", ["", "f", "i", "C", "o"])
def test_the_cell_drawing_carries_every_symbol_and_bolds_its_part(part):
    drawing = plots.lstm.lstm_cell(highlight=part)
    assert drawing.svg.count(">σ<") == 3 and drawing.svg.count(">tanh<") == 2
    assert ('stroke-width="3.2"' in drawing.svg) == bool(part)
    assert ("굵은 부분" in drawing.sentence) == bool(part)


@pytest.mark.parametrize(
    "call",
    [
        lambda: experiments.forget_gate.forget_decay([1.5]),
        lambda: experiments.lstm.carousel(T=0),
        lambda: experiments.input_gate.accumulate(i=2.0),
        lambda: experiments.forget_gate.gate_ranges(seeds=(1.5,)),
        lambda: experiments.input_gate.added_table([0.5], [3.0]),
        lambda: experiments.forget_gate.bias_to_gate(["1"]),
        lambda: experiments.forget_gate.gate_inputs([float("nan")]),
        lambda: plots.lstm.lstm_cell(highlight="x"),
    ],
)
def test_bad_settings_are_told_in_korean(call):
    with pytest.raises((TypeError, ValueError), match="[가-힣]"):
        call()
