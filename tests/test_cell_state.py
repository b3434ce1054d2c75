"""셀 상태의 실험(8장)이 손으로 구한 값, 중심 차분, 닫힌 식에 맞고, 나쁜 값을 막는지 본다."""

import numpy as np
import pytest
from traces import small_trace

import lstm_ref as lr
from lstm_ref import experiments, plots


def test_the_parts_of_the_unrolled_sum_add_up_to_the_last_cell_state():
    _, _, trace = small_trace()
    found = experiments.cell_state.unrolled_sum(trace)
    assert np.allclose(found.start + found.parts.sum(axis=0), trace.C[-1, 0], atol=1e-14)
    by_hand = trace.i[3, 0] * trace.C_tilde[3, 0] * trace.f[4, 0] * trace.f[5, 0]
    assert np.allclose(found.parts[3], by_hand) and found.start.any()


def test_the_four_paths_add_up_to_the_central_difference_with_h_following_C():
    params, x, trace = small_trace()
    o, C = trace.o[1, 0], trace.C[1]

    def following(c):
        return lr.lstm_step(params, x[2], o * np.tanh(c), c).C[0]

    steps = 1e-6 * np.eye(3)
    numeric = np.stack([(following(C + e) - following(C - e)) / 2e-6 for e in steps], axis=1)
    parts = experiments.cell_state_paths.path_parts(params, trace, t=2)
    assert np.allclose(parts.total, numeric, atol=1e-8)
    assert np.allclose(parts.direct, np.diag(trace.f[2, 0]))
    assert np.allclose(parts.total, sum(parts[:4]))


def test_the_paths_of_the_hand_worked_cell_are_the_numbers_of_the_page():
    hand = experiments.lstm.hand_lstm()
    trace = lr.lstm_forward(hand.params, hand.x, hand.h_0, hand.C_0)
    parts = experiments.cell_state_paths.path_parts(hand.params, trace, t=1)
    assert parts.total.round(3).tolist() == [[0.269, 0.0], [-0.008, 0.756]]
    assert not parts.input.any() and np.count_nonzero(parts.candidate) == 1
    assert trace.C[1, 0].round(3).tolist() == [0.286, -0.791]
    assert trace.h[1, 0].round(3).tolist() == [0.139, -0.177]


def test_the_true_norm_of_the_chain_is_the_norm_of_central_differences():
    found = experiments.cell_state_paths.direct_path(b_f=[1.0], seeds=(21,), T=4, H=3, input_sd=0.5)
    rng = np.random.default_rng(21)
    params, x = lr.init_lstm(rng, 3, 3, forget_bias=1.0), 0.5 * rng.standard_normal((4, 1, 3))
    h_0 = np.zeros((1, 3))
    last = lambda C: lr.lstm_forward(params, x, h_0, C[None]).C[-1, 0]  # noqa: E731
    numeric = np.stack([(last(e) - last(-e)) / 2e-5 for e in 1e-5 * np.eye(3)], axis=1)
    assert np.isclose(found.true[0, 0], np.linalg.norm(numeric, ord=2), rtol=1e-6)
    trace = lr.lstm_forward(params, x)
    assert np.isclose(found.product[0, 0], np.prod(trace.f[:, 0], axis=0).max())


def test_the_trace_of_the_first_input_is_that_of_a_step_by_step_run():
    found = experiments.cell_state.first_write(b_f=[3.0], rho=1.0, seeds=(21, 22), T=8, H=5, input_sd=0.7)
    assert found.gap.shape == (2, 2, 8) and np.all(found.gap[:, :, 0] == 1)
    assert np.array_equal(found.gap[0], experiments.memory.forgetting([1.0], (21, 22), 8, 5, 0.7).gap[0])
    rng = np.random.default_rng(22)
    params, x = lr.init_lstm(rng, 5, 5, forget_bias=3.0), 0.7 * rng.standard_normal((8, 2, 5))
    h, C, distance = np.zeros((2, 5)), np.zeros((2, 5)), []
    for t in range(8):
        step = lr.lstm_step(params, x[t] if t == 0 else x[t, [0, 0]], h, C)
        h, C = step.h, step.C
        distance.append(np.linalg.norm(C[0] - C[1]))
    assert np.allclose(found.gap[1, 1], np.array(distance) / distance[0])


@pytest.mark.parametrize(
    ("draw", "one", "other"),
    [
        (
            plots.cell_state.unrolled_sum,
            experiments.cell_state.unrolled_sum(small_trace()[2]),
            experiments.cell_state.unrolled_sum(small_trace(22)[2]),
        ),
        (
            plots.cell_state.first_write,
            experiments.cell_state.first_write([0.0], seeds=(21,), T=5, H=4),
            experiments.cell_state.first_write([2.0], seeds=(21,), T=5, H=4),
        ),
    ],
)
def test_a_figure_says_its_numbers_and_the_sentence_follows_them(draw, one, other):
    sentence = draw(one).sentence
    assert sentence.endswith(".") and any(c.isdigit() for c in sentence)
    assert sentence != draw(other).sentence


def test_tables_hold_what_is_computed():
    paths = experiments.cell_state_paths.direct_path(b_f=[1.0], seeds=(21,), T=3, H=4)
    assert lr.num(paths.true[0, 0]) in repr(experiments.cell_state_paths.direct_path_table(paths))
    sums = experiments.cell_state.unrolled_sum(small_trace()[2])
    rows = experiments.cell_state.unrolled_table(sums).rows
    assert len(rows) == 9 and rows[-2][1] == rows[-1][1]
    first = experiments.cell_state.first_write([0.0], seeds=(21,), T=5, H=4)
    assert experiments.cell_state.first_write_table(first).rows[1][2] == lr.num(first.gap[1, 0, -1])
    params, _, trace = small_trace()
    parts = experiments.cell_state_paths.path_parts(params, trace)
    assert len(experiments.cell_state_paths.path_table(parts).rows[0]) == 4


@pytest.mark.parametrize(
    "call",
    [
        lambda: experiments.cell_state.random_trace(seed=-1),
        lambda: experiments.cell_state_paths.direct_path(b_f=["1"]),
        lambda: experiments.cell_state_paths.direct_path(T=1),
        lambda: experiments.cell_state_paths.direct_path(input_sd=-1.0),
        lambda: experiments.cell_state.unrolled_sum("trace"),
        lambda: experiments.cell_state_paths.path_parts(small_trace()[0], small_trace()[2], t=6),
        lambda: experiments.cell_state_paths.path_parts(None, small_trace()[2]),
        lambda: experiments.cell_state.first_write(rho=-1.0),
        lambda: experiments.cell_state.first_write(input_sd=0.0),
        lambda: plots.cell_state.first_write(None),
    ],
)
def test_bad_settings_are_told_in_korean(call):
    with pytest.raises((TypeError, ValueError), match="[가-힣]"):
        call()
