"""연습문제: 정답은 통과하고, 빈 답은 비었다고 하고, 자주 하는 실수는 저마다의 말로 알아본다."""

import ast
import functools
import re
import types

import build
import numpy as np
import pytest
from test_claims import PYTHON, SOLUTION

import lstm_ref
from lstm_ref import exercises
from lstm_ref.exercises import judge
from lstm_ref.exercises.run import run

ALL = exercises.all_exercises()
MISTAKES = [pytest.param(e, m, id=f"{e.id}-{k}") for e in ALL for k, m in enumerate(e.mistakes)]
SEEDS = (0, 1, 1997)
every = pytest.mark.parametrize("exercise", ALL, ids=lambda e: e.id)


def verdict(exercise, function, seed=0, count=8):
    cases = exercises.cases(exercise, seed, count)
    return judge(exercise, cases, run(function, cases))


@functools.cache
def written(exercise_id):
    """장에 적힌 (빈 셀, 풀이의 코드). 풀이는 빈 셀 바로 뒤의 글에 있다."""
    cells = build.read(exercises.find(exercise_id).chapter).cells
    at = [k for k, c in enumerate(cells) if exercise_id in c.metadata.get("tags", [])]
    assert len(at) == 1, f"{exercise_id}의 셀이 {len(at)}개입니다."
    return cells[at[0]], PYTHON.findall(SOLUTION.search(cells[at[0] + 1].source)[1])[0]


def defined(code, name):
    """코드에서 함수만 골라 정의한다. 쓸 수 있는 것은 NumPy와 lr.sigmoid뿐이다."""
    tree = ast.parse(code)
    tree.body = [node for node in tree.body if isinstance(node, ast.FunctionDef)]
    space = {"np": np, "lr": types.SimpleNamespace(sigmoid=lstm_ref.sigmoid)}
    exec(compile(tree, name, "exec"), space)
    return space[name]


def test_every_lesson_has_its_three_levels():
    lessons = [name for name in build.chapters() if re.match(r"\d\d-", name)]
    assert [(e.chapter, e.level) for e in ALL] == [
        (n, lv) for n in lessons for lv in ("기초", "표준", "도전")
    ]


@every
def test_an_exercise_is_filled_in_completely(exercise):
    assert exercise.id[2:4] == exercise.chapter[:2]
    assert exercise.points == {"기초": 1, "표준": 2, "도전": 3}[exercise.level]
    assert len(exercise.hints) >= 3 and len(exercise.mistakes) >= 3
    assert all(re.search(r"[가-힣].*요\.$", m.message) for m in exercise.mistakes)
    assert len({m.message for m in exercise.mistakes}) == len(exercise.mistakes)
    words = (*exercise.hints, *(m.message for m in exercise.mistakes))
    assert not any(re.search(r"\*\*[가-힣]", text) for text in words), "출력에서는 별표가 글자로 남습니다."


@every
def test_the_stub_in_the_chapter_names_the_same_function_and_arguments(exercise):
    stub, _ = written(exercise.id)
    assert stub.metadata["tags"] == ["exercise", exercise.id]
    assert stub.source.splitlines()[-1] == f'lr.check("{exercise.id}", {exercise.function})'
    function = next(node for node in ast.parse(stub.source).body if isinstance(node, ast.FunctionDef))
    arguments = [argument.arg for argument in function.args.args]
    assert (function.name, arguments) == (exercise.function, list(exercises.cases(exercise, 0, 1)[0]))
    text = ast.get_docstring(function)
    assert all(re.search(rf"(?<!\w){name}(?![A-Za-z0-9_])", text) for name in arguments), (
        "설명에 인자의 꼴이 없습니다."
    )
    assert f"### {exercise.level}: {exercise.title}\n" in build.source_text(exercise.chapter)


@every
def test_the_stub_in_the_chapter_is_called_empty(exercise):
    result = verdict(exercise, defined(written(exercise.id)[0].source, exercise.function))
    assert not result.passed and "아직 비어 있어요" in result.message and result.mistake == ""


@pytest.mark.parametrize("seed", SEEDS)
@every
def test_the_solution_in_the_chapter_and_the_reference_pass(exercise, seed):
    for function in (defined(written(exercise.id)[1], exercise.function), exercise.reference):
        result = verdict(exercise, function, seed)
        assert result.passed and result.mistake == "" and result.checked == 8, result.message
        assert "통과했어요" in result.message and "다만" not in result.message


@every
def test_the_first_case_is_the_same_for_every_seed_and_short_enough_to_show(exercise):
    first, again = (exercises.cases(exercise, seed, 3)[0] for seed in (1, 2))
    sizes = [np.size(v) for value in first.values() for v in (value if isinstance(value, list) else [value])]
    assert sum(sizes) <= 60 and str(first) == str(again)


@every
def test_the_cases_vary_and_hold_plain_values_only(exercise):
    drawn = exercises.cases(exercise, 3, 8)
    assert len({str(case) for case in drawn}) >= 4
    for value in (v for case in drawn for v in case.values()):
        for part in value if isinstance(value, list) else [value]:
            assert type(part) in (np.ndarray, float, int, str)


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize(("exercise", "mistake"), MISTAKES)
def test_a_typical_mistake_is_recognised_by_its_own_message(exercise, mistake, seed):
    result = verdict(exercise, mistake.wrong, seed)
    assert not result.passed and result.mistake == mistake.message, result.message
    assert result.message.startswith(f"{exercise.id} {exercise.title}: {mistake.message}")
    assert re.search("입력: .*(바른 (값|크기)|수|자료형)", result.message, re.S)
