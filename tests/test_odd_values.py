"""드문 값: 베낀 기록, 가린 배열, 끝이 없는 목록, 자료형에 담기지 않는 매개변수."""

import copy
import itertools
import pickle
import warnings

import numpy as np
import pytest

import lstm_ref as lr
from lstm_ref import convert, experiments, tasks, train

R, L = lr.init_rnn(np.random.default_rng(0), 2, 3), lr.init_lstm(np.random.default_rng(0), 2, 3)
X, H = np.random.default_rng(1).standard_normal((4, 5, 2)), np.full((5, 3), 0.5)
TRACES = lr.rnn_forward(R, X, H), lr.lstm_forward(L, X, H, H)
STEPS = lr.rnn_step(R, X[0], H), lr.lstm_step(L, X[0], H, H)
AGAIN = {"copy": copy.copy, "deepcopy": copy.deepcopy, "pickle": lambda v: pickle.loads(pickle.dumps(v))}


@pytest.mark.parametrize("way", AGAIN)
@pytest.mark.parametrize("record", TRACES + STEPS, ids=lambda record: type(record).__name__)
def test_a_record_that_was_copied_or_sent_away_is_still_locked(record, way):
    copied = AGAIN[way](record)
    assert type(copied) is type(record)
    for name, value in copied._asdict().items():
        assert np.array_equal(value, getattr(record, name)) and not value.flags.writeable, name


@pytest.mark.parametrize("call", [
    lambda masked: train.softmax_cross_entropy(np.zeros((3, 4)), masked),
    lambda masked: tasks.accuracy(np.zeros((3, 24)), masked),
    lambda masked: lr.sigmoid(masked * 1.0), lambda masked: lr.vec(masked * 1.0),
])  # fmt: skip
def test_an_array_that_hides_some_values_is_refused_where_they_would_be_counted(call):
    with pytest.raises(TypeError, match="형이 MaskedArray입니다"):
        call(np.ma.masked_array([0, 1, 2], [0, 1, 0]))


@pytest.mark.parametrize("values", [itertools.count(), range(10**12), range(10**30)], ids=str)
def test_a_list_without_end_is_refused_before_memory_is_asked_for(values):
    with pytest.raises(ValueError, match="길이가 너무 깁니다. 100000 이하여야 합니다"):
        lr.Table("제목", ["가"], values)
    for call in (lr.vec, experiments.forget_gate.sigmoid_table) if isinstance(values, range) else ():
        with pytest.raises(ValueError, match="길이가 너무 깁니다"):
            call(values)


@pytest.mark.parametrize("make", [
    lambda: lr.init_lstm(np.random.default_rng(0), 2, 3, forget_bias=1e39, dtype=np.float32),
    lambda: lr.init_rnn(np.random.default_rng(0), 2, 3, spectral_radius=1e39, dtype=np.float32),
    lambda: lr.init_rnn(np.random.default_rng(0), 1, 2, spectral_radius=1.7e308),
    lambda: convert.from_tf1(convert.TF1Weights(np.ones((3, 8), np.float32), None), 1e39),
    lambda: convert.from_tf1(convert.TF1Weights(np.ones((3, 8)), np.full(8, 1.7e308)), 1.7e308),
    lambda: experiments.vanishing_norms.assumption(rho=5e-324),
])  # fmt: skip
def test_parameters_that_their_dtype_cannot_hold_are_refused(make):
    with warnings.catch_warnings(), pytest.raises(ValueError, match="[가-힣]"):
        warnings.simplefilter("error")
        make()


@pytest.mark.parametrize("kind", ["rnn", "lstm"])
def test_parameters_changed_between_forward_and_backward_are_the_callers_and_the_page_says_so(kind):
    forward, backward = getattr(lr, f"{kind}_forward"), getattr(lr, f"{kind}_backward")
    params = copy.deepcopy({"rnn": R, "lstm": L}[kind])
    trace = forward(params, X)
    clean = backward(params, trace, np.ones((4, 5, 3)))
    params[0][...] *= 2  # 우리 함수 가운데 이렇게 하는 것은 없다
    assert not np.array_equal(backward(params, trace, np.ones((4, 5, 3))).dx, clean.dx)
    assert f"`{kind}_forward`에 준 값 그대로여야 한다" in backward.__doc__


@pytest.mark.parametrize(("read", "weights", "axes"), [
    (convert.from_onnx, convert.ONNXWeights(*(v[0] for v in convert.to_onnx(L))), "1, 4H, H"),
    (convert.from_torch, convert.TorchWeights(*(v[None] for v in convert.to_torch(L))), "4H, H"),
    (convert.from_keras, convert.KerasWeights(*(v[None] for v in convert.to_keras(L))), "H, 4H"),
])  # fmt: skip
def test_foreign_weights_with_an_axis_too_few_or_many_are_told_the_axes_they_need(read, weights, axes):
    with pytest.raises(ValueError, match=rf"크기가 \(.+\)입니다. \({axes}\)"):
        read(weights)
