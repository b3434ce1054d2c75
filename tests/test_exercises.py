"""연습문제: 풀이는 통과하고, 빈 답은 비었다고 하고, 자주 하는 실수는 저마다의 말로 알아본다. 시드가 무엇이든 그렇다."""

import ast
import os
import re
from collections import Counter
from types import UnionType
from typing import Union, get_args, get_origin, get_type_hints

import build
import mutants
import numpy as np
import pytest
from messages import short_enough

import lstm_ref as lr
from lstm_ref import exercises
from lstm_ref.exercises import notebook, texts
from lstm_ref.exercises.run import run
from lstm_ref.exercises.spec import LEVELS, STEMS, Case
from lstm_ref.exercises.verdict import attempt, headed

ALL = exercises.all_exercises()
SEEDS = range(0, 200, int(os.environ.get("SEED_STEP", "4")))  # 200개 모두는 make mutants가 본다
every = pytest.mark.parametrize("exercise", ALL, ids=lambda e: e.id)


def judged(exercise, function, seed=0):
    cases = exercises.cases(exercise, seed, notebook.COUNT)
    return exercises.judge(exercise, cases, run(function, cases, tools=exercise.tools))


def written(exercise):
    """장에 적힌 (빈 셀, 바로 뒤의 셀, 접은 글)."""
    cells = build.read(exercise.chapter).cells
    at = [k for k, c in enumerate(cells) if exercise.id in c.metadata.get("tags", [])]
    assert len(at) == 1, f"{exercise.id}의 셀이 {len(at)}개입니다."
    return cells[at[0] : at[0] + 3]


def defined(code, name):
    """코드에서 함수만 골라 정의한다."""
    space = {"np": np, "lr": lr}
    exec(compile(code, name, "exec"), space)
    return space[name]


@every
def test_the_solution_passes_the_stub_fails_and_every_mistake_is_named_whatever_the_seed(exercise):
    for seed in SEEDS:
        cases = exercises.cases(exercise, seed, notebook.COUNT)
        known = exercises.key(exercise, cases)
        right = exercises.judge(exercise, cases, [attempt(exercise.solution, c) for c in cases], known)
        assert right.passed and right.mistake == "" and right.checked == len(cases), right.message
        short_enough(right.message)
        empty = exercises.judge(exercise, cases, [exercises.Outcome("value")] * len(cases), known)
        assert not empty.passed and empty.mistake == "" and "아직 비어 있어요" in empty.message
        for mistake, made in zip(exercise.mistakes, known.wrongs):
            result = exercises.judge(exercise, cases, made, known)
            assert not result.passed and result.mistake == mistake.message, f"시드 {seed}: {result.message}"
            short_enough(result.message)


@every
def test_no_broken_solution_passes(exercise):
    """make mutants가 해 보는 것의 7분의 1."""
    tried, passed = mutants.survivors(exercise, step=7)
    assert tried and not mutants.real(passed), mutants.real(passed)


def test_an_excuse_is_for_a_broken_solution_that_exists():
    made = {(exercise.id, m.line) for exercise in ALL for m in mutants.mutants(exercise)}
    assert not set(mutants.EQUAL) - made


def test_the_mutants_are_many_and_of_every_kind():
    kinds = Counter(m.kind for exercise in ALL for m in mutants.mutants(exercise))
    assert sum(kinds.values()) >= 300
    assert {"뒤의 항을 뺌", "인자를 맞바꿈", "축을 바꿈", "하나 큼", "줄을 뺌", "전치를 뺌"} <= set(kinds)


def test_there_are_enough_exercises_and_mistakes():
    per = Counter(e.chapter[:2] for e in ALL)
    lessons = [name for name in build.chapters() if re.match(r"\d\d-", name)]
    assert len(ALL) >= 30 and all(per[f"{n:02d}"] >= 2 for n in range(1, 13))
    assert sum(len(e.mistakes) for e in ALL) >= 120
    assert [f"{k:02d}-{stem.replace('_', '-')}" for k, stem in enumerate(STEMS, 1)] == lessons
    assert {e.chapter for e in ALL} == set(lessons)
    for name in lessons:
        assert [e.level for e in ALL if e.chapter == name][:3] == list(LEVELS)


def test_every_function_has_its_own_name_so_that_check_finds_it():
    assert len({e.function for e in ALL}) == len(ALL)


@every
def test_an_exercise_is_filled_in_completely(exercise):
    assert len(exercise.hints) >= 3 and len(exercise.mistakes) >= 3 and len(exercise.why) >= 30
    assert all(re.search(r"[가-힣].*요\.$", m.message) for m in exercise.mistakes)
    words = (*exercise.hints, *(m.message for m in exercise.mistakes))
    assert not any(re.search(r"\*\*[가-힣]", text) for text in words), "출력에서는 별표가 글자로 남습니다."
    for hint in exercise.hints:
        assert hint.count("`") % 2 == 0


@every
def test_a_short_message_keeps_the_title_of_its_exercise(exercise):
    for text in ("통과했어요.", "아직 비어 있어요."):
        assert exercise.title in headed(exercise, text), "제목이 길어 말에서 빠집니다."


@every
def test_a_named_mistake_shows_the_input_and_the_right_value_beside_the_wrong_one(exercise):
    for mistake in exercise.mistakes:
        said = judged(exercise, mistake.wrong).message.splitlines()
        assert len(said) == 3 and said[0].endswith(mistake.message), said
        assert "입력" in said[1] or re.search(r" → (\S+: )?정답", said[2]), said
        assert re.search(r"정답 \S+, 나온 값 |바른 (크기|수|자료형) ", said[2]), said


@every
def test_the_chapter_shows_the_stub_the_hint_cell_and_the_folded_solution(exercise):
    stub, hint, folded = written(exercise)
    assert stub.metadata["tags"] == ["exercise", exercise.id] and stub.source == texts.stub(exercise).rstrip()
    assert hint.source == f'lr.hint("{exercise.id}")' and "remove-cell" in hint.metadata["tags"]
    first, second = (
        folded.source.index("<summary>힌트</summary>"),
        folded.source.index("<summary>풀이</summary>"),
    )
    assert first < second < folded.source.index("</details>"), "풀이는 힌트 안에 한 번 더 접혀 있어야 합니다."
    assert texts.solution(exercise) in folded.source and all(h in folded.source for h in exercise.hints)
    assert f"### {exercise.level}: {exercise.title}\n" in build.source_text(exercise.chapter)


@every
def test_the_stub_describes_every_argument_and_is_called_empty(exercise, capsys):
    code = texts.stub(exercise)
    function = next(node for node in ast.parse(code).body if isinstance(node, ast.FunctionDef))
    arguments = [argument.arg for argument in function.args.args]
    assert (function.name, arguments) == (exercise.function, list(exercises.cases(exercise, 0, 1)[0]))
    text = ast.get_docstring(function)
    assert all(re.search(rf"(?<!\w){name}(?![A-Za-z0-9_])", text) for name in arguments), text
    defined(code, exercise.function)
    said = capsys.readouterr().out
    assert "아직 비어 있어요" in said and f'lr.hint("{exercise.id}")' in said


def held(value, hint) -> bool:
    """`value`가 형 힌트대로인지. float에는 int가, 튜플의 칸에는 저마다의 형이 와도 된다."""
    inner = get_args(hint)
    if get_origin(hint) in (Union, UnionType):
        return any(held(value, one) for one in inner)
    if get_origin(hint) is tuple and inner[-1] is not ...:
        return isinstance(value, tuple) and len(value) == len(inner) and all(map(held, value, inner))
    if get_origin(hint) in (tuple, list):
        return isinstance(value, get_origin(hint)) and all(held(one, inner[0]) for one in value)
    if get_origin(hint) is dict:
        return isinstance(value, dict) and all(held(one, inner[1]) for one in value.values())
    return isinstance(value, (int, float) if hint is float else hint)


@every
def test_the_type_hints_tell_the_truth_and_stay_out_of_the_learners_text(exercise):
    hints = get_type_hints(exercise.solution)
    result, answers = hints.pop("return"), get_type_hints(exercise.reference).get("return", object)
    for case in exercises.cases(exercise, notebook.SEED, notebook.COUNT):
        assert list(hints) == list(case) and held(case, Case)
        assert all(held(value, hints[name]) for name, value in case.items()), (hints, case)
        assert held(exercise.solution(*case.values()), result)
        assert held(exercise.reference(*case.values()), answers)
    assert not re.search(r"def .*(:.*:|->)", texts.stub(exercise) + texts.solution(exercise))


@every
def test_the_code_of_the_folded_solution_passes(exercise, capsys):
    code = f"{texts.IMPORTS}\n{texts.solution(exercise)}\n{texts.call(exercise)}"
    defined(code, exercise.function)
    assert "통과했어요" in capsys.readouterr().out


@every
def test_no_answer_stands_above_its_exercise(exercise):
    """마지막 계산 줄이나 되풀이 안의 줄이 그 장의 글이나 셀에 그대로 적혀 있으면 베껴 쓰기가 된다."""
    text = build.source_text(exercise.chapter)
    above = re.sub(r"\s", "", text[: text.index("## 연습문제")])
    lines = [line.split("#")[0] for line in texts.solution(exercise).splitlines()[1:]]
    copied = [line for line in lines if len(line.strip()) >= 25 and re.sub(r"\s", "", line) in above]
    assert len(copied) <= len(lines) / 2, copied


@every
def test_the_first_case_is_the_same_for_every_seed_and_short_enough_to_show(exercise):
    first, again = (exercises.cases(exercise, seed, 3)[0] for seed in (1, 2))
    sizes = [np.size(v) for value in first.values() for v in (value if isinstance(value, list) else [value])]
    assert sum(sizes) <= 60 and str(first) == str(again)


@every
def test_the_cases_break_every_symmetry(exercise):
    """값이 모두 흩어져 있고, 축의 크기가 서로 다른 사례와 시점이 하나인 사례, 여럿인 사례가 있다."""
    drawn = exercises.cases(exercise, notebook.SEED, notebook.COUNT)
    assert len({str(case) for case in drawn}) >= 4
    parts = [p for case in drawn for v in case.values() for p in (v if isinstance(v, list) else [v])]
    assert all(type(part) in (np.ndarray, float, int, str) for part in parts)
    floats = [p for p in parts if isinstance(p, np.ndarray) and p.dtype.kind == "f" and p.ndim > 1]
    assert all(p.dtype == np.float64 and np.isfinite(p).all() for p in floats)
    square = all(p.shape[-1] == p.shape[-2] for p in floats)  # 야코비 행렬의 목록
    assert square or any(len(set(p.shape)) == p.ndim and 1 not in p.shape for p in floats)


@every
def test_biases_and_starting_states_are_never_zero(exercise):
    zero_is_data = {"mask", "biases"}
    for case in exercises.cases(exercise, notebook.SEED, notebook.COUNT):
        for name, value in case.items():
            if isinstance(value, np.ndarray) and value.dtype.kind == "f" and name not in zero_is_data:
                assert value.any(), f"{name}이 모두 0입니다."
                assert not re.match(r"(b_|b$|h_|C_0|C_prev)", name) or value.all(), f"{name}에 0이 있습니다."
