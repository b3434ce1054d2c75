"""한 시점의 실험과 셀의 그림(5장)이 손으로 구한 값에 맞고, 나쁜 값을 막는지 본다."""

import numpy as np
import pytest

import lstm_ref as lr
from lstm_ref import experiments, plots


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


def test_the_table_of_two_states_counts_the_parameters():
    assert "128" in repr(experiments.lstm.two_states_table(D=3, H=4))


@pytest.mark.parametrize(
    ("draw", "one", "other"),
    [
        (plots.lstm.carousel, experiments.lstm.carousel(), experiments.lstm.carousel(w=1.5)),
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
        lambda: experiments.lstm.carousel(T=0),
        lambda: plots.lstm.lstm_cell(highlight="x"),
    ],
)
def test_bad_settings_are_told_in_korean(call):
    with pytest.raises((TypeError, ValueError), match="[가-힣]"):
        call()
