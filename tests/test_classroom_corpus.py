"""지어낸 반 하나를 명령 그대로 채점한다: 기대한 CSV, 모든 사람의 줄, 우리말 피드백."""

import json

import classroom
import pytest
from learners import CLASS

from lstm_ref.classroom import grading, report
from lstm_ref.classroom.marks import STATUS

OVERRIDES = """학번,문제,종류,값,메모
2026000,,늦음,25%,하루
2026001,ex06a,점수,0.5,설명이 좋음
2026026,,점수,3,종이로 냄
"""
NOTHING = [k for k, person in enumerate(CLASS) if person.forget == person.grads == "missing"]
WORTH = {"ex06a": 1, "ex06c": 3}
CHANGED = {0: 3.0, 1: 3.5, 26: 3.0}
people = pytest.mark.parametrize("number", range(len(CLASS)), ids=lambda k: CLASS[k].why)


@pytest.fixture(scope="module")
def graded(tmp_path_factory):
    """채점한 결과 폴더."""
    classroom.need_sandbox()
    room = tmp_path_factory.mktemp("class")
    classroom.hand_in(CLASS, room / "handed")
    (room / "overrides.csv").write_text(OVERRIDES, encoding="utf-8")
    roster = classroom.moodle_roster(CLASS, room / "roster.csv")
    options = {
        "roster": roster,
        "overrides": room / "overrides.csv",
        "limits": classroom.QUICK,
        "quiet": True,
    }
    return grading.grade(room / "handed", room / "out", WORTH, workers=2, bom=True, seed=20261126, **options)


@pytest.fixture(scope="module")
def rows(graded):
    return classroom.read_csv(graded / "grades.csv")


def test_the_class_is_large_and_every_learner_has_one_row(rows):
    assert len(CLASS) >= 24 and [row["ID number"] for row in rows] == [
        f"2026{k:03d}" for k in range(len(CLASS))
    ]


@people
def test_the_csv_is_as_expected(rows, number):
    person, row = CLASS[number], rows[number]
    points = {"ex06a": (person.forget == "passed") * 1, "ex06c": (person.grads == "passed") * 3}
    points["ex06a"] = 0.5 if number == 1 else points["ex06a"]
    total = CHANGED.get(number, sum(points.values()))
    assert {name: float(row[name]) for name in points} == points
    assert float(row["총점"]) == float(row["Grade"]) == total and row["만점"] == "4"
    if number in NOTHING:
        assert row["상태"] == row["Feedback comments"].split(" / ")[0] and row["상태"] in report.NOTHING
        return
    states = [part.rpartition(": ")[0] or part for part in row["Feedback comments"].split(" / ")]
    assert states[0].startswith(f"ex06a {STATUS[person.forget]}"), row["Feedback comments"]
    assert states[1].startswith(f"ex06c {STATUS[person.grads]}")


@people
def test_the_feedback_says_in_korean_what_happened(graded, number):
    text, page = (classroom.feedback_of(graded, number, kind) for kind in ("md", "html"))
    for words in CLASS[number].words:
        assert words in text and words.replace("'", "&#39;") in page
    assert f"학생{number:02d}" in text and "Traceback" not in text and 'lang="ko"' in page


def test_the_grade_sheet_can_go_back_to_moodle(graded, rows):
    assert (graded / "grades.csv").read_bytes().startswith(b"\xef\xbb\xbf")
    assert list(rows[0])[:6] == [
        "Identifier",
        "Full name",
        "ID number",
        "Grade",
        "Maximum Grade",
        "Feedback comments",
    ]
    assert rows[5]["Identifier"] == "Participant 70005" and rows[5]["Maximum Grade"] == "4.00"


def test_the_overrides_are_told_in_the_sheet_and_in_the_feedback(graded, rows):
    assert rows[0]["메모"] == "늦게 내어 25 % 깎음: 하루"
    assert "ex06a 0.5점(강의자가 정함): 설명이 좋음" in classroom.feedback_of(graded, 1)


def test_the_summary_counts_each_exercise(graded):
    text = (graded / "summary.md").read_text(encoding="utf-8")
    passed = sum(person.forget == "passed" for person in CLASS)
    tried = sum(person.forget not in ("missing", "empty") for person in CLASS)
    assert f"| ex06a 지워지는 몫 | {passed} | {tried} | {100 * passed / tried:.0f} % |" in text
    assert "--seed 20261126" in text and "사례 12개" in text
    handed = sum(bool(person.files) for person in CLASS)
    assert f"{len(CLASS)}명 가운데 {handed}명이 냈습니다" in text
    assert (
        sum(int(line.split("|")[2]) for line in text.splitlines() if " % |" in line and "~" in line) == handed
    )


def test_the_seed_is_for_the_instructor_only(graded):
    assert (graded / "batch.json").stat().st_mode & 0o077 == 0
    assert not any("20261126" in path.read_text(encoding="utf-8") for path in (graded / "feedback").iterdir())


def test_what_an_eye_should_see_is_listed(graded):
    text = (graded / "summary.html").read_text(encoding="utf-8")
    for words in ("깨졌습니다", "책의 답을 부름", "시간 초과", "빈 파일입니다"):
        assert words in text


def test_grading_again_with_the_same_seed_gives_the_same_records(graded):
    """다시 채점하지 않고도, 적힌 기록에서 점수와 고쳐 주기를 다시 적는다."""
    before = (graded / "grades.csv").read_bytes()
    kept = {p.name: p.stat().st_mtime_ns for p in (graded / "records").iterdir()}
    room = graded.parent
    options = {"roster": room / "roster.csv", "limits": classroom.QUICK, "quiet": True, "bom": True}
    grading.grade(room / "handed", graded, WORTH, resume=True, overrides=room / "overrides.csv", **options)
    assert (graded / "grades.csv").read_bytes() == before
    assert kept == {p.name: p.stat().st_mtime_ns for p in (graded / "records").iterdir()}
    assert all(json.loads(p.read_text(encoding="utf-8"))["marks"] for p in (graded / "records").iterdir())
