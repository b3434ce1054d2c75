"""출력 게이트의 실험(9장)이 중심 차분과 닫힌 식에 맞고, 나쁜 값을 막는지 본다."""

import numpy as np
import pytest

import lstm_ref as lr
from lstm_ref import experiments, plots


def test_closing_the_output_gate_hides_but_does_not_erase():
    found = experiments.output_gate.hide_and_show([1.0, 0.0, 0.5], C_0=2.0, f=0.5)
    assert found.C.tolist() == [1.0, 0.5, 0.25]
    assert np.allclose(found.h, [np.tanh(1.0), 0.0, 0.5 * np.tanh(0.25)])


def test_the_slope_of_the_output_is_a_central_difference_and_falls_like_the_rule_of_thumb():
    C = np.array([0.0, 0.7, 3.0, 8.0])
    found = experiments.output_gate.output_slope(C, o=0.3)
    numeric = 0.3 * (np.tanh(C + 1e-6) - np.tanh(C - 1e-6)) / 2e-6
    assert np.allclose(found.slope, numeric, atol=1e-9)
    assert np.isclose(found.slope[3], 0.3 * 4 * np.exp(-16), rtol=1e-5)


def test_gates_do_not_see_the_cell_state_behind_a_closed_output_gate():
    found = experiments.output_gate.blind_gates(b_o=[-40.0, 5.0], seeds=(21,), T=5, H=8)
    assert found.f[0, 0] < 1e-15 < found.f[1, 0]
    assert found.C[0, 0] > 0.5  # 직접 경로는 열려 있다


def test_the_hidden_state_is_bounded_and_the_cell_state_by_the_number_of_steps_only():
    found = experiments.output_gate.state_growth(b_f=[0.0, 40.0], seeds=(21, 22), T=60, H=8)
    assert np.all(found.h < 1) and np.all(found.C < 60) and np.all(found.C[1] > 5)
    assert np.all(found.slope[1] < found.slope[0])


@pytest.mark.parametrize(
    ("draw", "one", "other"),
    [
        (
            plots.output_gate.hide_and_show,
            experiments.output_gate.hide_and_show([0.0, 1.0]),
            experiments.output_gate.hide_and_show([0.0, 0.5]),
        ),
        (
            plots.output_gate.output_slope,
            experiments.output_gate.output_slope(o=0.5),
            experiments.output_gate.output_slope(o=0.9),
        ),
    ],
)
def test_a_figure_says_its_numbers_and_the_sentence_follows_them(draw, one, other):
    sentence = draw(one).sentence
    assert sentence.endswith(".") and any(c.isdigit() for c in sentence)
    assert sentence != draw(other).sentence


def test_tables_hold_what_is_computed():
    growth = experiments.output_gate.state_growth(b_f=[1.0], seeds=(21,), T=10, H=4)
    assert experiments.output_gate.growth_table(growth).rows[0][1] == lr.num(growth.C[0, 0], 2)
    blind = experiments.output_gate.blind_gates(b_o=[1.0], seeds=(21,), T=3, H=4)
    assert experiments.output_gate.blind_table(blind).rows[0][2] == lr.num(blind.f[0, 0], 4)


@pytest.mark.parametrize(
    "call",
    [
        lambda: experiments.output_gate.hide_and_show([1.5]),
        lambda: experiments.output_gate.output_slope(o=2.0),
        lambda: experiments.output_gate.blind_gates(b_o=[float("nan")]),
        lambda: experiments.output_gate.state_growth(H=0),
    ],
)
def test_bad_settings_are_told_in_korean(call):
    with pytest.raises((TypeError, ValueError), match="[가-힣]"):
        call()
