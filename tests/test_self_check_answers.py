"""자기 확인: 뜻밖의 것을 돌려주거나 뜻밖의 꼴로 준 답도 하지 않은 일로 탓하지 않고, 온 것을 제 이름으로 부른다."""

import functools
import gc

import numpy as np
import pytest
from messages import RIGHT, said, short_enough
from test_self_check import wrap


@pytest.mark.parametrize(
    ("change", "not_said"),
    [
        (lambda f: np.full(f.shape, 7), "잘렸어요"),  # 정수이지만 잘려서 다른 것이 아니다
        (lambda f: (f + 1e-3).astype(np.float32), "정밀도"),  # 반올림으로는 이만큼 다를 수 없다
    ],
)
def test_a_narrow_type_is_not_blamed_for_a_larger_mistake(capsys, change, not_said):
    text = said(capsys, "ex06a", wrap(change))
    short_enough(text)
    assert "아직 달라요" in text and "정답" in text and not_said not in text


def test_a_coroutine_is_told_to_be_a_plain_function_and_leaves_no_warning(capsys, recwarn):
    async def my_erase(*arguments):
        return RIGHT(*arguments)

    text = said(capsys, "ex06a", my_erase)
    gc.collect()
    short_enough(text)
    assert "나온 것 coroutine" in text and "`async`를 빼고" in text
    assert not recwarn.list and not capsys.readouterr().err


@pytest.mark.parametrize(
    "made", [{1: 2}, {1}, "글", (v for v in "abc")], ids=["사전", "집합", "글", "발생기"]
)
def test_what_is_not_several_values_is_named_instead_of_counted(capsys, made):
    text = said(capsys, "ex06c", lambda dC, C_prev, f, z: made)
    short_enough(text)
    assert f"바른 수 2, 나온 것 {type(made).__name__}" in text and "나온 수" not in text


def test_the_blank_is_found_inside_a_partial_a_decorated_function_and_an_object(capsys):
    def blank(W_f, b_f, h_prev, x_t, C_prev):
        f = ...
        return C_prev * f

    class Cell:
        def __call__(self, *arguments):
            return ... + arguments[0]

    for function in (functools.partial(blank), functools.wraps(blank)(lambda *a: blank(*a)), Cell()):
        assert "`...`를 지우고 채워 보세요" in said(capsys, "ex06a", function)


def test_a_right_answer_in_any_callable_form_passes_and_swapped_arguments_are_understood(capsys):
    class Cell:
        def __call__(self, *arguments):
            return RIGHT(*arguments)

    for function in (functools.partial(RIGHT), Cell(), Cell().__call__):
        assert "통과했어요" in said(capsys, "ex06a", function)
        assert "통과했어요" in said(capsys, function, "ex06a")
    assert "지금 온 것: 클래스" in said(capsys, "ex06a", Cell)


def test_a_function_without_a_name_is_asked_for_the_number(capsys):
    for function in (functools.partial(RIGHT), lambda: 0):
        text = said(capsys, function)
        assert "함수에 이름이 없어" in text and 'lr.check("ex06a", 함수)' in text
        short_enough(text.replace("\n번호", "\n  번호"))
    assert "이름이 RIGHT인" in said(capsys, RIGHT)
