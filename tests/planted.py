"""일부러 심을 실수의 표: 이름, 파일, 있던 글, 바꿀 글, 그것을 잡아야 하는 검사."""

from typing import NamedTuple


class Mutation(NamedTuple):
    """심을 실수. `file`은 lstm_ref 안의 파일이거나 book/으로 시작한다. `edits`: (있던 글, 바꿀 글)의 묶음."""

    name: str
    file: str
    edits: tuple
    test: str


def table(file: str, *rows) -> list[Mutation]:
    return [Mutation(name, file, ((old, new),), test) for name, old, new, test in rows]


ORACLES, TRAIN, DOORS, GEARS = (f"tests/test_{n}.py" for n in ("oracles", "train", "doors", "gears"))
FORWARD = f"{ORACLES}::test_the_forward_pass_equals_the_onnx_reference"
TORCH = f"{ORACLES}::test_forward_and_backward_equal_torch"
NUMERIC = f"{ORACLES}::test_every_gradient_matches_central_differences"
STEPS = f"{ORACLES}::test_the_fast_path_equals_the_blackboard_step_by_step"
KEEPS = f"{ORACLES}::test_no_input_changes_and_the_dtype_stays"
BIG = f"{GEARS}::test_sizes_that_change_gear_equal_torch"
CHUNKS = f"{GEARS}::test_every_length_of_a_chunk_gives_the_same_gradients"
ONE = f"{GEARS}::test_one_step_forward_and_back_equals_torch_and_keeps_its_inputs"
START = f"{GEARS}::test_a_missing_start_is_zero_also_when_the_other_is_given"
JACOBIAN = f"{GEARS}::test_jacobians_of_every_batch_element_equal_autograd"
RNN_JACOBIAN = f"{GEARS}::test_the_rnn_jacobian_of_every_batch_element_equals_autograd"
TAIL = "tests/test_saturation.py::test_sigmoid_keeps_its_digits_in_the_lower_tail"
ENDS = "tests/test_saturation.py::test_sigmoid_at_the_ends_is_what_the_number_line_holds"
SATURATED = "tests/test_saturation.py::test_saturated_gates_and_their_gradients_equal_torch_in_relative_error"
NAMED = f"{DOORS}::test_the_wrong_thing_is_named_in_korean"
SEALED = f"{DOORS}::test_no_field_of_a_record_can_be_overwritten"
COPIED = "tests/test_odd_values.py::test_a_record_that_was_copied_or_sent_away_is_still_locked"
MASKED = (
    "tests/test_odd_values.py::test_an_array_that_hides_some_values_is_refused_where_they_would_be_counted"
)
ENDLESS = "tests/test_odd_values.py::test_a_list_without_end_is_refused_before_memory_is_asked_for"
OVERFLOWN = "tests/test_odd_values.py::test_parameters_that_their_dtype_cannot_hold_are_refused"
ALIAS = f"{DOORS}::test_changing_the_input_afterwards_does_not_change_the_gradients"
NORM = f"{DOORS}::test_the_norm_of_finite_gradients_neither_overflows_nor_vanishes"
ADAM = f"{TRAIN}::test_ten_adam_steps_equal_torch"
CLIP = f"{TRAIN}::test_clipping_takes_the_norm_over_all_arrays_and_keeps_the_direction"
STARTS = "tests/test_jacobians.py::test_initial_values_have_the_promised_radius_and_bias"
CONVERT, TASKS, LABELS = (f"tests/test_{n}.py" for n in ("convert", "tasks", "labels"))
FORGET, HIGHWAY = (f"tests/test_{n}.py" for n in ("forget_gate", "lstm_bptt"))
CLAIM = "tests/test_claims.py::test_a_number_is_right_within_half_of_its_last_digit"
MUTATIONS = [
    *table("fast.py",
        ("순전파에서 f와 i를 바꿔 쌓음", "(p.W_o, p.W_f, p.W_i, p.W_C)", "(p.W_o, p.W_i, p.W_f, p.W_C)", FORWARD),
        ("편향을 게이트끼리 나눠 씀", "(p.b_o, p.b_f, p.b_i, p.b_C)", "(p.b_o, p.b_f, p.b_f, p.b_C)", FORWARD),
        ("후보 값의 부호까지 바꿈", "np.negative(W[:3], out=W[:3])", "np.negative(W, out=W)", FORWARD),
        ("첫 시점의 h_0을 빠뜨림", "= x, h_0", "= x, 0 * h_0", FORWARD),
        ("첫 시점의 C_0을 빠뜨림", "cells[0, 3] = C_0", "cells[0, 3] = 0", FORWARD),
        ("1을 더하지 않은 역수", "add(gates, one, gates)", "gates += 0", FORWARD),
        ("σ를 tanh로 되돌림", "exp(minus_a, gates)\n        add(gates, one, gates)\n        reciprocal(gates, gates)",
         "gates[...] = 0.5 - 0.5 * np.tanh(0.5 * minus_a)", SATURATED),
        ("dC의 o 경로가 빠짐", "dh_dC *= o  #", "dh_dC *= 1  #", NUMERIC),
        ("dC 경로를 앞 시점에 건네지 않음", "dC_t += dC_prev", "dC_t += 0 * dC_prev", NUMERIC),
        ("dC_{t−1}에 f를 곱하지 않음", "multiply(dC_t, f, dC_prev)", "dC_prev[:] = dC_t", NUMERIC),
        ("dh_{t−1}을 앞 시점에 더하지 않음", "add(given_t, dh_prev, dh_t)", "dh_t[...] = given_t", NUMERIC),
        ("시그모이드의 도함수를 σ로 씀", "subtract(one, gate, s_k)", "s_k[...] = 1", NUMERIC),
        ("tanh′을 틀린 값에서 구함", "multiply(C_tilde, C_tilde, s_C)", "multiply(i, i, s_C)", NUMERIC),
        ("마지막 셀 상태의 기울기를 버림", "dC_T), dC_T.copy()", "dC_T), 0 * dC_T.copy()", NUMERIC),
        ("묶음마다 dW를 새로 씀", "dW += trace.z", "dW[:] = trace.z", BIG),
        ("묶음마다 db를 새로 씀", "db += rows.sum(axis=0)", "db = rows.sum(axis=0)", CHUNKS),
        ("묶음의 첫 시점을 건너뜀", "for end in range(T, 0, -N):", "for end in range(T, 0, -N - (N < T)):", CHUNKS),
        ("마지막 묶음의 길이를 틀림", "min(N, end)", "N", CHUNKS),
        ("큰 곱의 가중치를 층째 이어 붙임", "W.reshape(K + 1, 4, 1, H).transpose(1, 2, 0, 3)", "W.reshape(4, 1, K + 1, H)", STEPS),
        ("조각의 곱을 이어 붙은 자리에 받음", "by_gate.reshape(4, B, H // w, w).swapaxes(1, 2)", "by_gate.reshape(4, H // w, B, w)", BIG),
        ("역전파의 조각을 이어 붙은 자리에서 읽음", "W_h.reshape(G, K // G, H // w, w).swapaxes(1, 2)", "W_h.reshape(W.shape)", BIG),
        ("게이트 넷의 몫에서 첫째만 씀", "shares[0] if len(shares) == 1 else", "shares[0] if shares.size else", BIG),
        ("받은 dh를 바꿈", "(dh, dC), dx, db = _empty(kind, 2, T, B, H)", "dC, dx, db = _empty(kind, T, B, H)", KEEPS),
        ("일하는 배열이 float64", "(dh, dC), dx, db = _empty(kind, 2,", "(dh, dC), dx, db = _empty(np.dtype(float), 2,", KEEPS),
    ),
    *table("cells.py",
        ("이어 붙이는 차례를 바꿈([x, h])", "np.concatenate([h_prev, x_t], axis=-1)", "np.concatenate([x_t, h_prev], axis=-1)", STEPS),
        ("칠판의 역전파가 dh를 덮어씀", "    df, di, dC_tilde =", "    dh = dz = dh * 0\n    dC = dC + dh\n    do = do * 0\n    df, di, dC_tilde =", STEPS),
        ("σ의 아래쪽을 tanh로 구함", "return (np.where(a < 0, e, 1) / (1 + e))[()]", "return 0.5 + 0.5 * np.tanh(0.5 * a)", TAIL),
        ("σ의 부호를 뒤집음", "np.where(a < 0, e, 1)", "np.where(a > 0, e, 1)", ENDS),
        ("한 시점의 RNN이 기록을 잠그지 않음", "return sealed(RNNStep(x_t.copy(), h_prev.copy(), np.tanh(a)))", "return RNNStep(x_t.copy(), h_prev.copy(), np.tanh(a))", SEALED),
        ("한 시점의 LSTM이 받은 C를 그대로 담음", "LSTMStep(z, C_prev.copy()", "LSTMStep(z, C_prev.view()", ALIAS),
        ("한 시점에서 o의 도함수를 빠뜨림", "do * o * (1 - o)", "do * o", ONE),
        ("한 시점의 dC_{t−1}에 i를 곱함", "dz[:, :H], dC * f)", "dz[:, :H], dC * i)", ONE),
        ("한 시점이 받은 dC를 고침", "    dC = dC + dh * o * (1 - tanh_C**2)", "    dC += dh * o * (1 - tanh_C**2)", ONE),
    ),
    *table("sequence.py",
        ("RNN의 첫 시점을 건너뜀", "for t in reversed(range(len(dh))):", "for t in reversed(range(1, len(dh))):", NUMERIC),
        ("RNN의 되먹임을 전치로 곱함", "dh_prev = da[t] @ params.W_hh", "dh_prev = da[t] @ params.W_hh.T", TORCH),
        ("RNN이 받은 x를 그대로 담음", "RNNTrace(x.copy()", "RNNTrace(x.view()", ALIAS),
        ("LSTM의 기록을 잠그지 않음", "return sealed(trace)", "return trace", SEALED),
        ("C_0이 없으면 h_0을 씀", '_start(door, "C_0", C_0, B)', '_start(door, "C_0", h_0 if C_0 is None else C_0, B)', START),
        ("RNN의 도함수를 h로 씀", "da = 1 - trace.h**2", "da = 1 - trace.h", NUMERIC),
    ),
    *table("jacobians.py",
        ("RNN의 야코비 행렬을 전치로 만듦", "(1 - step.h**2)[..., :, None] * params.W_hh", "(1 - step.h**2)[..., None, :] * params.W_hh", RNN_JACOBIAN),
        ("f 경로가 첫 배치만 봄", "row(C_prev * f * (1 - f))", "row((C_prev * f * (1 - f))[..., :1, :])", JACOBIAN),
        ("i 경로가 빠짐", "+ row(C_tilde * i * (1 - i))", "+ 0 * row(C_tilde * i * (1 - i))", JACOBIAN),
        ("o 경로의 부호가 반대", "slope * dC_dh + row(tanh_C", "slope * dC_dh - row(tanh_C", JACOBIAN),
        ("단위 행렬이 float64", "np.eye(H, dtype=f.dtype)", "np.eye(H)", JACOBIAN),
        ("야코비 행렬을 거꾸로 곱함", "jacobians[t] @ product[t - 1]", "product[t - 1] @ jacobians[t]", JACOBIAN),
        ("h의 h 쪽 기울기에 C의 것을 씀", "[J.dh_dC, J.dh_dh]", "[J.dh_dC, J.dC_dh]", JACOBIAN),
    ),
    *table("params.py",
        ("스펙트럼 반지름을 맞추지 않음", "rho * G / np.abs(np.linalg.eigvals(G)).max()", "rho * G / np.sqrt(H)", STARTS),
        ("망각 편향을 버림", "np.full(H, b_f, dtype)", "np.zeros(H, dtype)", STARTS),
        ("직교 시작에 ρ를 곱하지 않음", "rho * Q * np.sign", "Q * np.sign", STARTS),
        ("넘친 W_hh를 그대로 줌", "if not all_finite(params.W_hh):", "if False:", OVERFLOWN),
        ("dtype을 보지 않음", "or dtype not in FLOATS:", "and False:", NAMED),
    ),
    *table("updates.py",
        ("클리핑을 배열마다 따로 함", "np.float64(max_norm / root)", "np.float64(max_norm / max(np.linalg.norm(g), 1e-30))", CLIP),
        ("넘친 제곱을 그대로 씀", "if 1e-280 < square < math.inf:", "if True:", NORM),
        ("가장 큰 값 대신 평균으로 나눔", "np.abs(g).max()) for g in wide", "np.abs(g).min() / 2**1000) for g in wide", NORM),
        ("Adam의 첫 모멘트를 바로잡지 않음", "eta / (1 - beta1**t)", "eta", ADAM),
        ("Adam의 둘째 모멘트를 바로잡지 않음", "fix = eta / (1 - beta1**t), 1 / math.sqrt(1 - beta2**t)", "fix = eta / (1 - beta1**t), 1.0", ADAM),
        ("Adam의 β를 바꿔 씀", "beta1 * m + (1 - beta1) * g, state.m", "beta2 * m + (1 - beta2) * g, state.m", ADAM),
        ("Adam이 오르막으로 감", "move = lambda p, m, v: p - ", "move = lambda p, m, v: p + ", ADAM),
        ("걸음을 세지 않음", "AdamState(t, m, v)", "AdamState(t - 1, m, v)", ADAM),
        ("모멘트의 꼴을 보지 않음", '("grads", grads), ("state.m", state.m)', '("grads", grads)', NAMED),
        ("기울기의 유한함을 보지 않음", "        _finite(name, tree)\n", "        pass\n", NAMED),
    ),
    *table("losses.py",
        ("손실을 평균이 아니라 합으로 함", "_finite(np.mean(np.log(total", "_finite(np.sum(np.log(total", TRAIN),
        ("softmax의 기울기를 B로 나누지 않음", "return loss, p / B", "return loss, p", f"{TRAIN}::test_cross_entropy_and_its_gradient_equal_torch"),
        ("가장 큰 값을 빼지 않음", "logits - logits.max(axis=1, keepdims=True)", "logits - 0", f"{TRAIN}::test_cross_entropy_survives_very_large_outputs"),
        ("mse의 기울기에 2를 빠뜨림", "2 * gap / gap.size", "gap / gap.size", f"{TRAIN}::test_mse_equals_torch"),
    ),
    *table("checks.py",
        ("uint8 번호를 막음", 'not in "iu"', 'not in "i"', f"{DOORS}::test_any_integer_dtype_is_a_label"),
        ("가린 정답까지 셈", "if type(value) is not np.ndarray:  # 마스크", "if not isinstance(value, np.ndarray):  # 마스크", MASKED),
        ("베낀 기록의 잠금을 풂", "if isinstance(value, np.ndarray):  # 손으로", "if False:  # 손으로", COPIED),
        ("끝이 없는 목록을 들여보냄", "islice(values, MOST + 1)", "islice(values, MOST)", ENDLESS),
    ),
    *table("train.py",
        ("시드를 버림", "rng, steps, every = seeded(seed)", "rng, steps, every = seeded(0)", f"{TRAIN}::test_the_same_seed_gives_the_same_history_and_another_seed_another"),
        ("끝에서 재지 않음", "at, measured = [*at, steps]", "at, measured = [*at, step]", f"{TRAIN}::test_fit_measures_at_the_start_at_every_mark_and_at_the_end"),
        ("클리핑한 뒤의 노름을 적음", "record.append((value, norm))", "record.append((value, min(norm, max_norm)))", f"{TRAIN}::test_three_training_steps_equal_torch"),
        ("출력을 첫 시점에서 읽음", "trace, trace.h[-1] @ model.W_y.T", "trace, trace.h[0] @ model.W_y.T", f"{TRAIN}::test_three_training_steps_equal_torch"),
        ("출력의 편향을 빠뜨림", "model.W_y.T + model.b_y", "model.W_y.T + 0 * model.b_y", f"{TRAIN}::test_gradients_of_the_whole_model_match_central_differences"),
    ),
    *table("packing.py",
        ("torch의 차례를 i, f, o, C로 읽음", '"torch": "ifCo"', '"torch": "ifoC"', CONVERT),
        ("ONNX의 차례를 torch처럼 읽음", '"onnx": "iofC"', '"onnx": "ifCo"', CONVERT),
        ("Keras의 차례를 틀림", '"keras": "ifCo"', '"keras": "fiCo"', f"{CONVERT}::test_the_formulas_of_the_column_wise_forms_give_the_same_outputs"),
        ("두 편향을 더하지 않음", "b = b_x + b_h", "b = b_x + 0 * b_h", f"{CONVERT}::test_the_two_biases_of_torch_and_onnx_are_added"),
        ("방향의 수를 보지 않음", "len(first) != 1", "len(first) < 1", f"{DOORS}::test_the_culprit_among_foreign_weights_is_named"),
    ),
    *table("convert.py",
        ("TF1의 forget_bias를 두 번 더함", "np.full(H, bias_1, kernel", "np.full(H, 2 * bias_1, kernel", f"{DOORS}::test_the_cell_of_tensorflow_1_follows_its_formula"),
        ("TF1의 차례를 i, f, C, o로 읽음", '"iCfo"', '"ifCo"', f"{DOORS}::test_the_cell_of_tensorflow_1_follows_its_formula"),
        ("hard_sigmoid를 들여보냄", '!= "sigmoid"', '== ""', f"{DOORS}::test_the_culprit_among_foreign_weights_is_named"),
    ),
    *table("tasks/honorifics.py",
        ("주어의 자리를 하나 틀림", "len(before), tail.verb, draw.high)", "len(before) + 1, tail.verb, draw.high)", f"{TASKS}::test_the_subject_stands_d_words_before_the_cue_and_after_its_opening"),
        ("안긴절의 높임을 주어에 맞춤", "subject(next(nouns[level]))", "subject(next(nouns[draw.high]))", f"{TASKS}::test_clauses_agree_within_themselves_and_only_groups_are_free"),
        ("안긴절의 높임을 주어에서 가져옴", "zip(draw.frames[:count], draw.levels,", "zip(draw.frames[:count], [draw.high] * count,", f"{TASKS}::test_the_level_of_the_clauses_says_nothing_about_the_subject"),
        ("채점이 서술어와 높임을 바꿈", "guess // 2 == targets // 2", "guess % 2 == targets % 2", f"{TASKS}::test_accuracy_scores_the_verb_and_its_level_apart"),
        ("문장의 길이를 보지 않음", "if len(lengths) != 1:", "if len(lengths) < 1:", f"{TASKS}::test_bad_settings_are_refused_in_korean"),
    ),
    *table("tables.py",
        ("설정을 반올림함", "if float(text) != value or", "if", f"{LABELS}::test_a_written_setting_reads_back_to_itself"),
        ("작은 값을 0으로 적음", "float(text) == 0 or", "", f"{LABELS}::test_a_result_is_never_shown_as_zero_unless_it_is"),
    ),
    *table("experiments/forget_gate.py",
        ("반감기의 식을 틀림", "np.log(0.5) / np.log(f)", "np.log(0.25) / np.log(f)", f"{FORGET}::test_half_life_is_where_the_cell_state_halves"),
        ("분위수를 바꿈", "np.quantile(f, 0.05), np.quantile(f, 0.95)", "np.quantile(f, 0.95), np.quantile(f, 0.05)", f"{FORGET}::test_gate_ranges_lie_below_the_bias_alone_and_grow_with_it"),
    ),
    *table("experiments/lstm_bptt.py",
        ("닫힌 식의 반감기를 틀림", "np.log(0.5) / np.log(f), half", "np.log(0.5) / f, half", f"{HIGHWAY}::test_half_lives_follow_the_closed_form_when_the_gates_are_constant"),
    ),
    *table("book/claims.py",
        ("허용 오차를 열 배로 함", "allowed * (1 + 1e-9)", "allowed * 10", CLAIM),
        ("부호를 보지 않음", "abs(measured - wrote)", "abs(abs(measured) - abs(wrote))", CLAIM),
    ),
]  # fmt: skip
