"""과제 내기: 풀이는 어디에도 없고, 낸 과제를 풀어 다시 채점하면 만점이다."""

import json
import re
import subprocess
import sys
from pathlib import Path

import classroom
import nbformat
import numpy as np
import pytest
from process import run

from lstm_ref import exercises
from lstm_ref.classroom import __main__ as command
from lstm_ref.classroom import assign, grading, marks, sandbox, selftest
from lstm_ref.classroom.collect import Paper
from lstm_ref.classroom.notebooks import Cell

ALL = exercises.all_exercises()
WORTH = {e.id: float(e.points) for e in ALL}


@pytest.fixture(scope="module")
def whole(tmp_path_factory):
    """모든 문제를 낸 과제 한 벌."""
    out = tmp_path_factory.mktemp("assign") / "out"
    assign.assign(WORTH, out, title="모두", due="12월 4일 23시 59분")
    return out


def test_the_assignment_holds_every_exercise_and_no_solution(whole):
    text = (whole / "learner" / "assignment.ipynb").read_text(encoding="utf-8")
    book = nbformat.reads(text, 4)
    tags = [cell.metadata.tags[1] for cell in book.cells if "tags" in cell.metadata]
    assert tags == [e.id for e in ALL] and "12월 4일 23시 59분" in text
    assert all(not cell.get("outputs") and "attachments" not in cell for cell in book.cells)
    assert "풀이</summary>" not in text and set(book.metadata) == {"kernelspec"}
    folder = assign.book_folder(None)
    for exercise in ALL:
        code = assign.problem(exercise, folder).code
        given = exercises.stub(exercise).splitlines()  # 12장의 빈 셀은 일부만 비어 있다
        body = [line for line in code.splitlines() if line.strip().startswith("return ") and len(line) > 24]
        body = [line for line in body if line not in given]
        assert not any(json.dumps(line, ensure_ascii=False)[1:-1] in text for line in body), exercise.id
    nbformat.validate(book)


def test_a_leak_anywhere_in_the_notebook_is_seen():
    problem = assign.problem(exercises.find("ex06a"), assign.book_folder(None))
    line = problem.code.splitlines()[-1].strip()
    for place in ("outputs", "metadata", "attachments"):
        assert assign.leaks(json.dumps({"cells": [{place: {"x": line}}]}, ensure_ascii=False), [problem])
    assert not assign.leaks(
        json.dumps({"cells": [problem.stub, problem.text]}, ensure_ascii=False), [problem]
    )


def test_the_pack_is_the_whole_book_without_solutions(tmp_path):
    made = assign.pack(tmp_path / "pack")
    texts = [path.read_text(encoding="utf-8") for path in made]
    assert len(made) == len({e.chapter for e in ALL}) and not any("풀이</summary>" in text for text in texts)
    folder = assign.book_folder(None)
    for exercise in ALL:
        code = assign.problem(exercise, folder).code
        whole = json.dumps(code, ensure_ascii=False)[1:-1]
        assert not any(whole in text or exercise.id + " 풀이" in text for text in texts)
    assert all("답 보기" in text for text in texts), "확인 문제의 답까지 지워졌습니다."


def test_an_instructor_assigns_solves_zips_and_grades(tmp_path, capsys):
    """강의자가 하는 그대로: 과제를 내고, 하나는 다 풀고 하나는 그대로 두고, 모아서 채점한다."""
    classroom.need_sandbox()
    folder = str(tmp_path / "given")
    assert (
        command.main(["assign", folder, "--chapters", "06,07", "--points", "ex06a=5", "--due", "금요일"]) == 0
    )
    said = capsys.readouterr().out
    settings = re.search(r"--assignment (\S+)", said)[1]
    blank = (tmp_path / "given" / "learner" / "assignment.ipynb").read_bytes()
    solved = (tmp_path / "given" / "instructor" / "solutions.ipynb").read_bytes()
    (tmp_path / "handed").mkdir()
    (tmp_path / "handed" / "2026001_가.ipynb").write_bytes(solved)
    (tmp_path / "handed" / "2026002_나.ipynb").write_bytes(blank)
    (tmp_path / "r.csv").write_text("학번,이름\n2026001,가\n2026002,나\n2026003,다\n", encoding="utf-8")
    arguments = ["grade", str(tmp_path / "handed"), str(tmp_path / "out"), "--assignment", settings]
    assert command.main([*arguments, "--roster", str(tmp_path / "r.csv"), "--workers", "1"]) == 0
    rows = classroom.read_csv(tmp_path / "out" / "grades.csv")
    assert [(row["이름"], row["총점"], row["만점"]) for row in rows] == [
        ("가", "16", "16"),
        ("나", "0", "16"),
        ("다", "0", "16"),
    ]
    assert [row["상태"] for row in rows] == ["채점함", "채점함", "제출 없음"]
    assert command.main([*arguments]) == 2 and "--resume" in capsys.readouterr().err


def test_the_template_in_the_instructors_page_is_a_whole_exercise():
    text = (Path(assign.book_folder(None)) / "src" / "instructors.md").read_text(encoding="utf-8")
    (code,) = re.findall(r"```python\n(.*?)```", text, re.S)
    space = {"np": np, "__name__": "lstm_ref.exercises.forget_gate"}
    exec("from lstm_ref.exercises.draws import normal, share, size\n", space)
    exec("from lstm_ref.exercises.spec import Exercise, table\n" + code, space)
    made = space["EX06D"]
    drawn = exercises.cases(made, 3, 8)
    answers = {
        f: [exercises.Outcome("value", f(*case.values())) for case in drawn]
        for f in (made.solution, *(m.wrong for m in made.mistakes))
    }
    assert exercises.judge(made, drawn, answers[made.solution]).passed and made.chapter == "06-forget-gate"
    for mistake in made.mistakes:
        assert exercises.judge(made, drawn, answers[mistake.wrong]).mistake == mistake.message


@pytest.mark.parametrize("write", [exercises.solution, exercises.stub], ids=["풀이", "빈 셀"])
def test_every_solution_passes_in_the_sandbox_and_every_stub_is_empty(write):
    """책이 허락한 도구(lr.sigmoid, 12장의 lr.lstm_forward 등)는 상자 안에서도 쓸 수 있다."""
    classroom.need_sandbox()
    cells = [Cell(1, "import numpy as np\nimport lstm_ref as lr")]
    cells += [Cell(k, write(exercise)) for k, exercise in enumerate(ALL, 2)]
    patient = classroom.QUICK._replace(call=30.0, exercise=120.0, total=900.0)
    task = marks.Task("가", (Paper("hw.ipynb", tuple(cells)),), tuple(WORTH), 2**127 + 1, patient)
    said = {name: mark["status"] for name, mark in marks.grade(task)["marks"].items()}
    assert said == dict.fromkeys(WORTH, "passed" if write is exercises.solution else "empty")


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["assign", "OUT"], "무엇을 채점할지"),
        (["assign", "OUT", "--chapters", "99"], "없는 장입니다"),
        (["assign", "OUT", "--exercises", "ex6a"], "비슷한 번호"),
        (["assign", "OUT", "--chapters", "6", "--points", "ex06a=많이"], "0 이상의 수"),
        (["assign", "OUT", "--chapters", "6", "--points", "ex09a=1"], "고른 문제가 아닙니다"),
        (["assign", "OUT", "--chapters", "6", "--book", "없는폴더"], "--book"),
        (["assign", ".", "--chapters", "6"], "새 폴더"),
        (["grade", "없는폴더", "OUT", "--chapters", "6"], "이(가) 없습니다"),
        (["grade", ".", "OUT", "--chapters", "6", "--workers", "0"], "1 이상"),
        (["grade", ".", "OUT", "--assignment", "pyproject.toml"], "assign이 만든 파일이 아닙니다"),
    ],
)
def test_a_wrong_command_gets_one_korean_sentence(arguments, words, tmp_path, capsys):
    arguments = [str(tmp_path / "out") if word == "OUT" else word for word in arguments]
    assert command.main(arguments) == 2
    error = capsys.readouterr().err
    assert words in error and "Traceback" not in error and not (tmp_path / "out").exists()


def test_where_bubblewrap_is_missing_the_grader_refuses_and_tells_the_ways_out(tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(sandbox, "missing", lambda: "없는 프로그램: bwrap.")
    (tmp_path / "handed").mkdir()
    assert command.main(["grade", str(tmp_path / "handed"), str(tmp_path / "out"), "--chapters", "6"]) == 2
    error = capsys.readouterr().err
    for words in ("apt-get install -y bubblewrap", "Dockerfile", "WSL", "--unsafe", "없는 프로그램: bwrap"):
        assert words in error
    assert not (tmp_path / "out").exists() and not selftest.run()[0].passed


@pytest.mark.parametrize(("typed", "code"), [("", 2), ("네", 2), (command.SURE, 0)])
def test_unsafe_starts_only_after_the_sentence_is_typed(tmp_path, typed, code):
    (tmp_path / "handed").mkdir()
    line = [
        sys.executable,
        "-m",
        "lstm_ref.classroom",
        "grade",
        tmp_path / "handed",
        tmp_path / "out",
        "--chapters",
        "6",
        "--unsafe",
    ]
    done = run(
        line,
        input=typed + "\n",
        stdin=None,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        capture_output=False,
    )
    assert done.returncode == code and command.SURE in done.stderr
    assert (tmp_path / "out").exists() == (code == 0)


def test_the_points_of_an_assignment_are_kept():
    assert grading.weighed({"ex06a": 1}, ["ex06a=2.5"]) == {"ex06a": 2.5}
    assert list(grading.chosen(None, ["7", "06"], ["ex01a"]))[:2] == ["ex01a", "ex06a"]
