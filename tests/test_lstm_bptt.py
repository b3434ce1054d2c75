"""LSTM의 기울기의 실험(11장)이 닫힌 식에 맞고, 나쁜 값을 막는지 본다."""

import numpy as np
import pytest

from lstm_ref import experiments


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


def test_the_table_says_when_half_is_left():
    highway = experiments.lstm_bptt.gradient_highway(T=20, H=8)
    assert "절반" in repr(experiments.lstm_bptt.half_lives_table(experiments.lstm_bptt.half_lives(highway)))


def test_bad_settings_are_refused_in_korean():
    with pytest.raises((TypeError, ValueError), match="record"):
        experiments.lstm_bptt.half_lives(3)
