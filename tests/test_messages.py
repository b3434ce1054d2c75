"""자기 확인의 말: 무슨 일이 있어도 세 줄이고, 영어 오류의 뜻이 우리말로 있고, 줄이 전화기에 들어간다."""

import numpy as np
import pytest
from messages import RIGHT, said, short_enough

import lstm_ref as lr
from lstm_ref.exercises import spec, verdict


def without_source(code):
    """글을 다시 읽을 수 없는 함수. 노트북을 다시 열었을 때처럼 줄의 글이 없다."""
    space = {"np": np}
    exec(compile(code, "<없는 셀>", "exec"), space)
    return space["f"]


def long_line(W_f, b_f, h_prev, x_t, C_prev):
    return (W_f @ np.ones((1, 7)) + b_f @ np.ones((2, 9)) + h_prev @ np.ones((3, 8)) + x_t @ np.ones((4, 4)))  # fmt: skip


def own_words(*arguments):
    raise ValueError("여기까지 왔으니 이 줄은 지나가지 않아야 하는데 지나갔다는 긴 말을 적어 둔 오류")


FAILURES = {
    "글이 없는 줄": without_source("def f(*a):\n    return np.ones((2, 3)) @ np.ones((2, 3))"),
    "글이 없는 줄의 짧은 오류": without_source("def f(*a):\n    raise LookupError('x')"),
    "말이 없는 오류": without_source("def f(*a):\n    raise OSError"),
    "이름도 긴 오류": without_source("def f(*a):\n    raise type('ㄱ' * 80, (Exception,), {})('ㄴ' * 300)"),
    "긴 줄": long_line,
    "배우는 이의 말": own_words,
    "끝없이 자기를 부름": lambda *a: FAILURES["끝없이 자기를 부름"](*a),
    "없는 이름": lambda *a: no_such_name,  # noqa: F821
    "틀리고 입력도 바꿈": lambda W, b, h, x, C: C.__imul__(0.5),
    "크기가 다르고 입력도 바꿈": lambda W, b, h, x, C: C.__imul__(0.5)[0],
    "맞지만 입력을 바꿈": lambda W, b, h, x, C: (RIGHT(W, b, h, x, C), C.__imul__(0))[0],
    "책의 답을 부름": lambda W, b, h, x, C: lr.rnn_step(lr.RNNParams(W, W, b), x, h),
}


@pytest.mark.parametrize("kind", FAILURES)
def test_whatever_happens_the_message_is_three_lines_that_fit_a_phone(capsys, kind):
    text = said(capsys, "ex06a", FAILURES[kind])
    short_enough(text)
    assert not any(line.rstrip().endswith((":", "→")) for line in text.splitlines()), text
    assert "Traceback" not in text and "mismatch" not in text


def test_a_line_without_its_source_still_has_its_number(capsys):
    text = said(capsys, "ex06a", FAILURES["글이 없는 줄"])
    assert "\n  2번째 줄: ValueError\n" in text and "행렬 곱에서 안쪽 크기가 맞지 않아요" in text
    text = said(capsys, "ex06a", FAILURES["글이 없는 줄의 짧은 오류"])
    assert "\n  2번째 줄: LookupError: x\n" in text


def test_the_endless_the_killed_and_the_unreadable_are_short_too():
    exercise = spec.find("ex06a")
    drawn = spec.cases(exercise, 0, 4)
    for kind in verdict.STOPPED:
        text = verdict.judge(exercise, drawn, [verdict.Outcome(kind)]).message
        short_enough(text)
        assert verdict.STOPPED[kind].rstrip(".") in text
