"""공개 함수마다 매개변수, 반환값, 예외, 예, 출처가 적혀 있고 인자마다 형 힌트가 있다. 공개 형에는 설명이 있다."""

import inspect
import re

import fuzzing
import pytest

from lstm_ref import exercises

PUBLIC = {name: one for name, one in fuzzing.public().items() if not inspect.isclass(one)}
PUBLIC |= {
    f"exercises.{n}": v
    for n, v in vars(exercises).items()
    if n in exercises.__all__ and inspect.isfunction(v)
}
SECTIONS = ("매개변수", "반환값", "예외", "예", "출처")


def sections(text):
    """설명에 있는 절의 이름을 차례로."""
    return re.findall(r"^(?:(매개변수|반환값|예외|예)\n-+$|(출처)(?::|\n-+$))", text, re.M)


@pytest.mark.parametrize("name", PUBLIC)
def test_a_public_function_says_what_it_takes_gives_refuses_and_rests_on(name):
    function = PUBLIC[name]
    text, taken = inspect.getdoc(function) or "", list(inspect.signature(function).parameters)
    found = ["".join(pair) for pair in sections(text)]
    wanted = [one for one in SECTIONS if taken or one != "매개변수"]
    assert [one for one in found if one in wanted] == wanted, f"{name}: {found}"
    assert ">>> " in text.split("\n예\n")[1]


@pytest.mark.parametrize("name", PUBLIC)
def test_a_public_function_names_and_types_every_argument(name):
    function = PUBLIC[name]
    taken, hints = list(inspect.signature(function).parameters), function.__annotations__
    assert not [one for one in [*taken, "return"] if one not in hints]
    text = (inspect.getdoc(function) or "").partition("매개변수\n")[2].partition("\n반환값\n")[0]
    assert not taken or "같다" in text or not [one for one in taken if not re.search(rf"\b{one}\b", text)], (
        text
    )


def test_every_public_class_has_a_korean_description():
    found = {f"{home}.{name}": getattr(room, name) for home, room in fuzzing.rooms() for name in room.__all__}
    classes = {name: kind for name, kind in found.items() if inspect.isclass(kind)}
    assert len(classes) > 50
    assert not [name for name, kind in classes.items() if not re.search("[가-힣]", kind.__doc__ or "")]
