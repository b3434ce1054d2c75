"""잘못된 입력에는 무엇이 와야 하고 무엇이 왔는지 한국어로 말한다. NumPy 속의 오류는 새어 나오지 않는다."""

import re

import numpy as np
import pytest

import lstm_ref as lr

R, L = lr.init_rnn(np.random.default_rng(0), 2, 3), lr.init_lstm(np.random.default_rng(0), 2, 3)
X, X_T, H = np.zeros((4, 5, 2)), np.zeros((5, 2)), np.zeros((5, 3))
R_TRACE, L_TRACE = lr.rnn_forward(R, X), lr.lstm_forward(L, X)
R_STEP, L_STEP = lr.rnn_step(R, X_T, H), lr.lstm_step(L, X_T, H, H)
DH = np.zeros((4, 5, 3))
# 함수와 바른 인자: 배열 자리를 하나씩 망가뜨려 본다
CALLS = {
    "rnn_step": (lr.rnn_step, [R, X_T, H]),
    "lstm_step": (lr.lstm_step, [L, X_T, H, H]),
    "rnn_step_backward": (lr.rnn_step_backward, [R, R_STEP, H]),
    "lstm_step_backward": (lr.lstm_step_backward, [L, L_STEP, H, H]),
    "rnn_forward": (lr.rnn_forward, [R, X, H]),
    "lstm_forward": (lr.lstm_forward, [L, X, H, H]),
    "rnn_backward": (lr.rnn_backward, [R, R_TRACE, DH]),
    "lstm_backward": (lr.lstm_backward, [L, L_TRACE, DH, H]),
    "rnn_jacobian": (lr.rnn_jacobian, [R, R_STEP]),
    "lstm_jacobian": (lr.lstm_jacobian, [L, L_STEP]),
    "lstm_state_jacobians": (lr.lstm_state_jacobians, [L, L_TRACE]),
    "chain": (lr.chain, [np.zeros((2, 1, 3, 3))]),
}


def poison(v, bad):
    w = v.copy()
    w.flat[-1] = bad
    return w


SPOILS = {
    "목록": (lambda v: v.tolist(), TypeError, r"list입니다.*ndarray"),
    "정수": (lambda v: v.astype(int), TypeError, r"int64입니다.*float64"),
    "객체": (lambda v: v.astype(object), TypeError, r"object입니다.*float64"),
    "복소수": (lambda v: v.astype(complex), TypeError, r"complex128입니다.*float64"),
    "섞인 자료형": (lambda v: v.astype(np.float32), TypeError, r"float32입니다.*같은 float64"),
    "축이 모자람": (lambda v: np.asarray(v[0]), ValueError, r"크기가 \(.*여야 합니다"),
    "축이 남음": (lambda v: v[None], ValueError, r"크기가 \(.*여야 합니다"),
    "다른 크기": (lambda v: np.concatenate([v, v[..., :1]], -1), ValueError, r"크기가 \(.*여야 합니다"),
    "빈 배열": (lambda v: v[:0], ValueError, r"비어 있습니다|여야 합니다"),
    "NaN": (lambda v: poison(v, np.nan), ValueError, r"nan입니다.*유한"),
    "무한대": (lambda v: poison(v, -np.inf), ValueError, r"-inf입니다.*유한"),
}
CASES = [
    (name, k, spoil)
    for name, (_, arguments) in CALLS.items()
    for k, value in enumerate(arguments)
    for spoil in SPOILS
    if isinstance(value, np.ndarray) and not (name == "chain" and spoil == "섞인 자료형")
]


@pytest.mark.parametrize(("name", "k", "spoil"), CASES)
def test_a_spoiled_array_is_refused_in_korean(name, k, spoil):
    function, arguments = CALLS[name]
    spoiled, error, message = SPOILS[spoil]
    with pytest.raises(error) as caught:
        function(*(spoiled(v) if j == k else v for j, v in enumerate(arguments)))
    assert re.search(message, str(caught.value)) and re.search("[가-힣]", str(caught.value))


@pytest.mark.parametrize("name", [name for name in CALLS if name != "chain"])
@pytest.mark.parametrize("spoil", SPOILS)
def test_a_spoiled_parameter_is_refused_in_korean(name, spoil):
    function, (params, *rest) = CALLS[name]
    spoiled, error, _ = SPOILS[spoil]
    last = params._fields[-1]
    with pytest.raises(error, match="[가-힣]"):
        function(params._replace(**{last: spoiled(getattr(params, last))}), *rest)


@pytest.mark.parametrize("name", [name for name in CALLS if name != "chain"])
def test_parameters_of_another_kind_are_refused(name):
    function, (_, *rest) = CALLS[name]
    with pytest.raises(TypeError, match="tuple입니다.*Params여야"):
        function((), *rest)


@pytest.mark.parametrize("name", ["rnn_backward", "lstm_backward", "lstm_state_jacobians", "rnn_jacobian"])
def test_a_record_with_a_spoiled_field_is_refused(name):
    function, (params, record, *rest) = CALLS[name]
    for field in record._fields:
        for bad in (np.nan, np.inf):
            with pytest.raises(ValueError, match=f"{field}.*{bad}입니다"):
                function(params, record._replace(**{field: poison(getattr(record, field), bad)}), *rest)
    with pytest.raises(TypeError, match="tuple입니다"):
        function(params, (), *rest)


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: lr.init_lstm(None, 2, 3), "난수 생성기"),
        (lambda: lr.init_lstm(np.random.default_rng(0), 0, 3), "D의 값이 0입니다. 1 이상"),
        (lambda: lr.init_lstm(np.random.default_rng(0), 2, 3.0), "H의 형이 float입니다. 정수"),
        (lambda: lr.init_lstm(np.random.default_rng(0), 2, 3, forget_bias=np.nan), "forget_bias의 값이 nan"),
        (lambda: lr.init_rnn(np.random.default_rng(0), 2, 3, spectral_radius=-1.0), r"\[0, inf\) 안에"),
        (
            lambda: lr.init_rnn(np.random.default_rng(0), 2, 3, recurrent="직교"),
            "gaussian, orthogonal 가운데",
        ),
        (lambda: lr.init_lstm(np.random.default_rng(0), True, 3), "D의 형이 bool입니다"),
    ],
)
def test_a_bad_setting_is_refused_with_what_came(call, message):
    with pytest.raises((TypeError, ValueError), match=message):
        call()
