"""문: 기록은 읽기만 되고, 학습과 옮기기는 무엇이 틀렸는지 이름을 대며, 유한한 입력은 문에서 넘치지 않는다."""

import warnings

import numpy as np
import pytest
import torch

import lstm_ref as lr
from lstm_ref import convert, tasks, train

RNN = lr.RNNParams
R, L = lr.init_rnn(np.random.default_rng(0), 2, 3), lr.init_lstm(np.random.default_rng(0), 2, 3)


def three(*values, dtype=np.float64):
    return RNN(*(np.array([v], dtype) for v in values))


def records():
    x, h = np.ones((4, 5, 2)), np.ones((5, 3))
    yield from (lr.rnn_forward(R, x, h), lr.lstm_forward(L, x, h, h))
    yield from (lr.rnn_step(R, x[0], h), lr.lstm_step(L, x[0], h, h))


@pytest.mark.parametrize("k", range(4))
def test_no_field_of_a_record_can_be_overwritten(k):
    record = list(records())[k]
    for name, value in record._asdict().items():
        with pytest.raises(ValueError, match="read-only"):
            value *= 0.5
        assert not value.flags.writeable, name


def test_changing_the_input_afterwards_does_not_change_the_gradients():
    rng = np.random.default_rng(3)
    for p, forward, backward in (R, lr.rnn_forward, lr.rnn_backward), (L, lr.lstm_forward, lr.lstm_backward):
        x, dh = rng.standard_normal((4, 5, 2)), rng.standard_normal((4, 5, 3))
        clean, trace = backward(p, forward(p, x), dh), forward(p, x)
        x[:] = 0
        assert all(np.array_equal(a, b) for a, b in zip(backward(p, trace, dh).grads, clean.grads))
    x, h, C, dh = (rng.standard_normal((5, n)) for n in (2, 3, 3, 3))
    one, two = lr.rnn_step(R, x, h), lr.lstm_step(L, x, h, C)
    grads = lambda: (*lr.rnn_step_backward(R, one, dh).grads, *lr.lstm_step_backward(L, two, dh, dh).grads)  # noqa: E731
    before = grads()
    x[:], h[:], C[:] = 0, 0, 0
    assert all(np.array_equal(a, b) for a, b in zip(before, grads()))


@pytest.mark.parametrize(("dtype", "size"), [(np.float32, 1e20), (np.float64, 1e200), (np.float64, 1e-200)])
def test_finite_inputs_never_warn_at_the_door(dtype, size):
    p = lr.LSTMParams(*(np.zeros_like(v, dtype) for v in L))
    x = np.full((3, 2, 2), size, dtype)
    with warnings.catch_warnings(), np.errstate(all="raise"):
        warnings.simplefilter("error")
        assert np.array_equal(lr.lstm_forward(p, x).h, np.zeros((3, 2, 3)))
        x[1::2, ::2, 1:] = np.inf
        with pytest.raises(ValueError, match=r"x\[1, 0, 1\]의 값이 inf"):
            lr.lstm_forward(p, x)


@pytest.mark.parametrize(
    ("dtype", "size"), [(np.float32, 1e20), (np.float64, 1e200), (np.float64, 1e-200), (np.float64, 1e308)]
)
def test_the_norm_of_finite_gradients_neither_overflows_nor_vanishes(dtype, size):
    clipped, norm = train.clip_by_global_norm(three(size, size, size, dtype=dtype), min(1.0, size))
    assert np.allclose(np.ravel(clipped), min(1.0, size) * 3**-0.5, rtol=1e-6, atol=0)
    assert {v.dtype for v in clipped} == {np.dtype(dtype)}
    assert np.isclose(norm / size, 3**0.5, rtol=1e-6) or size == 1e308


def test_a_gradient_that_is_not_finite_is_named():
    model = train.init_model(np.random.default_rng(0), L, 4)
    spoiled = model.cell.W_C.copy()
    spoiled[1, 2] = np.nan
    with pytest.raises(ValueError, match=r"grads\.cell\.W_C\[1, 2\]의 값이 nan입니다"):
        train.clip_by_global_norm(model._replace(cell=model.cell._replace(W_C=spoiled)), 1.0)


P, STATE = three(1.0, 2.0, 3.0), train.adam_init(three(1.0, 2.0, 3.0))
MODEL = train.init_model(np.random.default_rng(0), L, 4)
X, Y = np.zeros((3, 2, 2)), np.array([0, 1])


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: train.clip_by_global_norm([np.ones((2, 2))], 1.0), "grads의 형이 list입니다.*NamedTuple"),
        (lambda: train.clip_by_global_norm({"a": np.ones(2)}, 1.0), "grads의 형이 dict입니다"),
        (lambda: train.clip_by_global_norm("abc", 1.0), "grads의 형이 str입니다"),
        (lambda: train.clip_by_global_norm(RNN(1.0, 2.0, 3.0), 1.0), r"grads\.W_xh의 형이 float입니다"),
        (lambda: train.adam_init(()), "params의 형이 tuple입니다"),
        (lambda: train.adam_init(RNN(*[np.ones(1, int)] * 3)), r"params\.W_xh의 자료형이 int64"),
        (lambda: train.adam_step(P, RNN(*[np.ones((3, 1))] * 3), STATE, 0.1), r"grads\.W_xh의 꼴이 \(3, 1\)"),
        (lambda: train.adam_step(P, L, STATE, 0.1), "grads의 형이 LSTMParams입니다.*RNNParams여야"),
        (lambda: train.adam_step(P, three(1.0, np.nan, 1.0), STATE, 0.1), r"grads\.W_hh\[0\]의 값이 nan"),
        (lambda: train.adam_step(P, P, STATE, 0.1, beta1=1.0), "beta1의 값이 1.0"),
        (lambda: train.adam_step(P, P, STATE, 0.1, beta2=2.0), "beta2의 값이 2.0"),
        (lambda: train.adam_step(P, P, STATE, 0.1, eps=-1.0), "eps의 값이 -1.0"),
        (lambda: train.adam_step(P, P, STATE._replace(step=-5), 0.1), "state.step의 값이 -5"),
        (lambda: train.adam_step(P, P, STATE._replace(m=L), 0.1), "state.m의 형이 LSTMParams"),
        (lambda: train.predict(MODEL._replace(W_y=np.ones((4, 2))), X), r"model\.W_y의 크기가 \(4, 2\)"),
        (lambda: train.predict(MODEL._replace(b_y=np.ones(1)), X), r"model\.b_y의 크기가 \(1,\).*\(4,\)"),
        (lambda: train.predict(MODEL._replace(cell=None), X), "model.cell의 형이 NoneType"),
        (lambda: train.fit(MODEL, 3, seed=1, steps=1), "draw의 형이 int입니다. 함수"),
        (lambda: train.fit(MODEL, lambda r: X, seed=1, steps=1), r"draw\(rng\)가 준 것의 형이 ndarray"),
        (lambda: train.fit(MODEL, lambda r: (X, Y), seed=1, steps=1, measure=lambda m: None), "measure.*NoneType"),
        (lambda: train.fit(MODEL, lambda r: (X, Y), seed=1, steps=10**12), "steps의 값이 1000000000000"),
        (lambda: train.fit(MODEL, lambda r: (X, Y), seed="1", steps=1), "seed의 형이 str"),
        (lambda: train.mse(np.full((1, 1), 1e200), np.zeros((1, 1))), "손실이 inf"),
        (lambda: lr.init_lstm(np.random.default_rng(0), 2, 10**5), "성분이 .*개 이하"),
        (lambda: lr.init_lstm(np.random.default_rng(0), 2, 3, dtype=np.int64), "dtype의 값이 int64"),
        (lambda: lr.sigmoid("a"), "a의 형이 str"),
        (lambda: tasks.encode([tasks.Sentence(("고양이가",) * 3, 0, 0, 0)]), "어휘에 없는 어절 '고양이가'"),
        (lambda: tasks.encode([tasks.Sentence((), 0, 12, 0)]), r"found\[0\].verb의 값이 12"),
        (lambda: tasks.encode([]), "하나 이상"),
        (lambda: tasks.encode([tasks.Sentence(np.array("그는"), 0, 0, 0)]), r"found\[0\].words의 형이 0차원 배열"),
        (lambda: tasks.accuracy(np.zeros((3, 24)), np.zeros((3, 1), int)), r"\(3, 1\).*\(3,\)"),
        (lambda: tasks.accuracy(np.full((1, 24), np.nan), np.array([0])), "nan"),
        (lambda: tasks.accuracy(np.zeros((3, 23)), np.zeros(3, int)), r"\(3, 24\)"),
        (lambda: tasks.accuracy(np.zeros((1, 24)), np.array([24])), "0–23"),
    ],
)  # fmt: skip
def test_the_wrong_thing_is_named_in_korean(call, message):
    with pytest.raises((TypeError, ValueError), match=message):
        call()


def test_any_integer_dtype_is_a_label():
    y = np.random.default_rng(0).standard_normal((3, 24))
    for dtype in (np.uint8, np.int8, np.int64, np.uint64):
        targets = np.array([4, 4, 23], dtype)
        assert (
            train.softmax_cross_entropy(y, targets)[0]
            == train.softmax_cross_entropy(y, np.array([4, 4, 23]))[0]
        )
        assert tasks.accuracy(np.eye(24)[[4, 5, 23]], targets) == (1.0, 2 / 3)


@pytest.mark.parametrize("bias", [True, False])
def test_a_state_dict_of_torch_is_taken_as_it_is(bias):
    net = torch.nn.LSTM(3, 5, dtype=torch.float64, bias=bias)
    x = np.random.default_rng(1).standard_normal((6, 2, 3))
    ours = lr.lstm_forward(convert.from_torch(net.state_dict()), x).h
    assert np.allclose(ours, net(torch.tensor(x))[0].detach().numpy(), atol=1e-13)


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"num_layers": 2}, "weight_ih_l1이 있습니다.*층마다"),
        ({"bidirectional": True}, "weight_ih_l0_reverse이 있습니다. 방향이 둘"),
        ({"proj_size": 2}, "weight_hr_l0이 있습니다. 사영"),
        ({"dtype": torch.bfloat16}, "자료형이 torch.bfloat16"),
    ],
)
def test_what_this_book_cannot_hold_is_refused_with_the_way_out(options, message):
    with pytest.raises((TypeError, ValueError), match=message):
        convert.from_torch(torch.nn.LSTM(3, 5, **options).state_dict())
    with pytest.raises(ValueError, match="lstm.weight_ih_l0이 있습니다.*LSTM만의"):
        convert.from_torch({f"lstm.{k}": v for k, v in torch.nn.LSTM(3, 5).state_dict().items()})


def test_the_culprit_among_foreign_weights_is_named():
    W, R, B = convert.to_onnx(L)
    with pytest.raises(ValueError, match="방향이 2개입니다"):
        convert.from_onnx(convert.ONNXWeights(*(np.concatenate([v, v]) for v in (W, R, B))))
    with pytest.raises(ValueError, match=r"^B의 크기가 \(1, 20\)"):
        convert.from_onnx(convert.ONNXWeights(W, R, np.zeros((1, 20))))
    kernel, recurrent, bias = convert.to_keras(L)
    with pytest.raises(ValueError, match=r"^kernel의 크기가 \(12, 2\)"):
        convert.from_keras(convert.KerasWeights(kernel.T, recurrent, bias))
    with pytest.raises(ValueError, match="hard_sigmoid"):
        convert.from_keras(convert.KerasWeights(kernel, recurrent, bias), "hard_sigmoid")
    huge = convert.to_torch(L)._replace(bias_ih_l0=np.full(12, 1.7e308), bias_hh_l0=np.full(12, 1.7e308))
    with pytest.raises(ValueError, match="편향의 합이 넘쳤습니다"):
        convert.from_torch(huge)


def test_weights_without_a_bias_get_zeros():
    for form, make in (
        ("torch", convert.TorchWeights),
        ("keras", convert.KerasWeights),
        ("onnx", convert.ONNXWeights),
    ):
        packed = getattr(convert, f"to_{form}")(L._replace(b_f=np.zeros(3)))
        bare = getattr(convert, f"from_{form}")(make(*packed[:2]))
        assert all(np.array_equal(a, b) for a, b in zip(bare, L._replace(b_f=np.zeros(3))))


def test_the_cell_of_tensorflow_1_follows_its_formula():
    # BasicLSTMCell: i, j, f, o = split([x, h] @ kernel + bias), c = c·σ(f + forget_bias) + σ(i)·tanh(j)
    rng, sig = np.random.default_rng(2), lambda v: 1 / (1 + np.exp(-v))
    kernel, bias = rng.standard_normal((5, 12)), rng.standard_normal(12)
    x, h, c = rng.standard_normal((4, 2)), rng.standard_normal((4, 3)), rng.standard_normal((4, 3))
    step = lr.lstm_step(convert.from_tf1(convert.TF1Weights(kernel, bias), forget_bias=0.7), x, h, c)
    i, j, f, o = np.split(np.concatenate([x, h], axis=1) @ kernel + bias, 4, axis=1)
    new = c * sig(f + 0.7) + sig(i) * np.tanh(j)
    assert np.allclose(step.C, new, atol=1e-14) and np.allclose(step.h, sig(o) * np.tanh(new), atol=1e-14)


def test_a_view_of_ten_to_the_twelve_costs_nothing_and_is_refused():
    def wide(*shape):
        return np.broadcast_to(np.zeros(1), shape)

    n = 10**12
    for call in (
        lambda: lr.lstm_forward(L, wide(n, 1, 2)),
        lambda: lr.rnn_step(R, wide(n, 2), wide(n, 3)),
        lambda: lr.chain(wide(n, 1, 1, 1)),
        lambda: lr.sigmoid(wide(n)),
        lambda: lr.vec(wide(n)),
        lambda: train.mse(wide(n, 1), wide(n, 1)),
        lambda: train.adam_init(RNN(wide(n), wide(1), wide(1))),
        lambda: lr.experiments.memory.latch(T=10**5, sequences=10**5),
        lambda: lr.experiments.rnn.impulse(w_h=[0.5] * 10**5, T=10**5),
        lambda: lr.experiments.lstm_bptt.famous_bug(T=(10**5,), D=10**5, H=2),
    ):
        with pytest.raises(ValueError, match="성분이 .*개입니다"):
            call()


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_a_product_too_large_to_hold_is_said_in_korean_whatever_errstate_says(dtype):
    top, one, O, z = np.finfo(dtype).max, np.ones((1, 1), dtype), np.zeros((1, 3), dtype), np.zeros(1, dtype)
    W = np.array([[0, top, -top]], dtype)
    rnn, lstm, x = RNN(W[:, 1:], one, z), lr.LSTMParams(O, z, O, z, W, z, O, z), np.full((1, 2), 9, dtype)
    for call in (
        lambda: lr.rnn_step(rnn, x, one),
        lambda: lr.lstm_step(lstm, x, one, one),
        lambda: lr.rnn_forward(rnn, x[None]),
        lambda: lr.lstm_forward(lstm, x[None]),
    ):
        for way in ("raise", "ignore", "warn"):
            with np.errstate(all=way), pytest.warns(RuntimeWarning, match="W와 입력의 곱이 너무 커서"):
                call()


def test_a_gate_shut_so_hard_that_exp_overflows_is_right_and_says_nothing():
    shut = L._replace(b_f=np.full(3, -1e4), b_o=np.full(3, -1e4))
    with warnings.catch_warnings(), np.errstate(all="raise"):
        warnings.simplefilter("error")
        trace = lr.lstm_forward(shut, np.ones((3, 2, 2)))
    assert not trace.f.any() and not trace.h.any()


@pytest.mark.parametrize(
    ("spoiled", "message"),
    [
        (dict(grads=three(1e200, 1, 1)), "고치는 셈이 넘쳤습니다"),
        (dict(learning_rate=1e308), "고치는 셈이 넘쳤습니다"),
        (dict(state=STATE._replace(v=three(-1.0, 0, 0))), "state.v에 음수"),
        (dict(state=tuple.__new__(train.AdamState, (1,))), r"칸이 1개입니다. step, m, v 3개여야"),
        (dict(params=tuple.__new__(RNN, tuple(P)[:2])), "params의 칸이 2개입니다"),
    ],
)
def test_adam_never_hands_back_what_is_not_finite(spoiled, message):
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        with pytest.raises(ValueError, match=message):
            train.adam_step(**dict(params=P, grads=P, state=STATE, learning_rate=0.1) | spoiled)


def test_a_distance_or_length_that_was_never_stored_is_not_nobody_solved_it():
    adding, honorifics = lr.experiments.adding.grid(), lr.experiments.honorifics.grid()
    with pytest.raises(ValueError, match="길이 25인 행이 없습니다"):
        adding.solved("lstm3", 25)
    with pytest.raises(TypeError, match="learning_rate의 형이 str"):
        honorifics.solved("lstm3", 20, "0.003")
