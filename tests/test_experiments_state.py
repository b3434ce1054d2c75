"""셀 상태·출력·요약의 실험(8–10장)이 손으로 구한 값, 중심 차분, 닫힌 식에 맞는지 본다."""

import numpy as np
import pytest

import lstm_ref as lr
from lstm_ref import experiments, plots


def small_trace(seed=21, T=6, D=2, H=3, forget_bias=1.0):
    rng = np.random.default_rng(seed)
    params = lr.init_lstm(rng, D, H, forget_bias=forget_bias)
    x, C_0 = rng.standard_normal((T, 1, D)), rng.standard_normal((1, H))
    return params, x, lr.lstm_forward(params, x, np.zeros((1, H)), C_0)


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
    found = experiments.cell_state.first_write(b_f=[3.0], rho=1.0, seeds=(21, 22), T=8, H=5)
    assert found.gap.shape == (2, 2, 8) and np.all(found.gap[:, :, 0] == 1)
    assert np.array_equal(found.gap[0], experiments.memory.forgetting([1.0], (21, 22), 8, 5).gap[0])
    rng = np.random.default_rng(22)
    params, x = lr.init_lstm(rng, 5, 5, forget_bias=3.0), 0.5 * rng.standard_normal((8, 2, 5))
    h, C, distance = np.zeros((2, 5)), np.zeros((2, 5)), []
    for t in range(8):
        step = lr.lstm_step(params, x[t] if t == 0 else x[t, [0, 0]], h, C)
        h, C = step.h, step.C
        distance.append(np.linalg.norm(C[0] - C[1]))
    assert np.allclose(found.gap[1, 1], np.array(distance) / distance[0])


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
        (plots.summary.all_values, small_trace()[2], small_trace(22)[2]),
    ],
)
def test_a_figure_of_the_state_says_its_numbers(draw, one, other):
    sentence = draw(one).sentence
    assert sentence.endswith(".") and any(c.isdigit() for c in sentence)
    assert sentence != draw(other).sentence


def test_tables_of_the_state_hold_what_is_computed():
    paths = experiments.cell_state_paths.direct_path(b_f=[1.0], seeds=(21,), T=3, H=4)
    assert lr.num(paths.true[0, 0]) in repr(experiments.cell_state_paths.direct_path_table(paths))
    sums = experiments.cell_state.unrolled_sum(small_trace()[2])
    rows = experiments.cell_state.unrolled_table(sums).rows
    assert len(rows) == 9 and rows[-2][1] == rows[-1][1]
    growth = experiments.output_gate.state_growth(b_f=[1.0], seeds=(21,), T=10, H=4)
    assert experiments.output_gate.growth_table(growth).rows[0][1] == lr.num(growth.C[0, 0], 2)
    blind = experiments.output_gate.blind_gates(b_o=[1.0], seeds=(21,), T=3, H=4)
    assert experiments.output_gate.blind_table(blind).rows[0][2] == lr.num(blind.f[0, 0], 4)
    first = experiments.cell_state.first_write([0.0], seeds=(21,), T=5, H=4)
    assert experiments.cell_state.first_write_table(first).rows[1][2] == lr.num(first.gap[1, 0, -1])
    params, _, trace = small_trace()
    assert (
        len(
            experiments.cell_state_paths.path_table(
                experiments.cell_state_paths.path_parts(params, trace)
            ).rows[0]
        )
        == 4
    )
    assert len(experiments.summary.range_table(experiments.summary.value_ranges((21,), 5, 4)).rows) == 6


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
        lambda: experiments.output_gate.hide_and_show([1.5]),
        lambda: experiments.output_gate.output_slope(o=2.0),
        lambda: experiments.output_gate.blind_gates(b_o=[float("nan")]),
        lambda: experiments.output_gate.state_growth(H=0),
        lambda: experiments.summary.symbol_table(small_trace()[2], t=6),
        lambda: experiments.summary.size_table([(0, 4)]),
        lambda: experiments.summary.value_ranges(T=1.5),
        lambda: experiments.summary.restless(seeds=(1.5,)),
        lambda: experiments.summary.order_table(D=0),
        lambda: plots.summary.all_values("trace"),
        lambda: plots.cell_state.first_write(None),
    ],
)
def test_bad_settings_of_the_state_are_told_in_korean(call):
    with pytest.raises((TypeError, ValueError), match="[가-힣]"):
        call()
