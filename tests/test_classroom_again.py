"""다툼: 사례의 크기와 수는 묶음마다 새로 뽑히고, 적힌 점수는 명령 하나로 똑같이 다시 난다."""

import json

import build
import classroom
import numpy as np
import pytest
from learners import FORGET, GRADS, HEAD, Learner, notebook

from lstm_ref import exercises
from lstm_ref.classroom import __main__ as door
from lstm_ref.classroom import again, grading, notebooks, report, roster
from lstm_ref.classroom.sandbox import USUAL
from lstm_ref.exercises.draws import SMALL, size
from lstm_ref.exercises.verdict import shape_of

WORTH = {"ex06a": 1, "ex06c": 3}
WRONG = FORGET.replace("1 - ", "2 - ")
PEOPLE = [
    Learner("다 맞음", {"hw.ipynb": notebook(HEAD, FORGET, GRADS)}),
    Learner("하나 틀림", {"hw.ipynb": notebook(HEAD, WRONG, GRADS)}),
    Learner("내지 않음", {}),
]


@pytest.fixture(scope="module")
def batch(tmp_path_factory):
    """채점한 반: (폴더, 결과)."""
    classroom.need_sandbox()
    room = tmp_path_factory.mktemp("again")
    classroom.hand_in(PEOPLE, room / "handed")
    roster = classroom.moodle_roster(PEOPLE, room / "roster.csv")
    options = {"roster": roster, "limits": classroom.QUICK, "quiet": True, "workers": 1}
    return room, grading.grade(room / "handed", room / "out", WORTH, **options)


def retry(out, who, **options):
    return again.again(out, who, limits=classroom.QUICK, **options)


def test_the_mistake_of_this_file_is_one():
    assert WRONG != FORGET


@pytest.mark.parametrize("number", range(len(PEOPLE)))
def test_a_mark_is_made_again_just_as_it_was(batch, number):
    room, out = batch
    before = {p: (p.read_bytes(), p.stat().st_mtime_ns) for p in out.rglob("*") if p.is_file()}
    made = retry(out, f"2026{number:03d}")
    assert made.same and not made.changed, again.told(made)
    assert str(made.seed) == json.loads((out / "batch.json").read_text())["seed"]
    assert {p: (p.read_bytes(), p.stat().st_mtime_ns) for p in out.rglob("*") if p.is_file()} == before
    assert "적힌 기록과 모두 같습니다." in again.told(made)


def test_another_file_or_a_changed_record_is_seen(batch, tmp_path):
    room, out = batch
    classroom.hand_in(PEOPLE[1:2] + PEOPLE[:1], tmp_path)
    made = retry(out, "학생01", submissions=tmp_path)
    assert not made.same and "다릅니다" in made.changed
    assert "ex06a: 기록 틀림, 다시 통과" in again.told(made)


@pytest.mark.parametrize(
    ("who", "words"), [("2029", "0명"), ("", "0명"), ("학생0", "0명"), ("Participant 70000", "0명")]
)
def test_someone_who_is_not_there_is_said_so(batch, who, words):
    with pytest.raises(ValueError, match=words):
        retry(batch[1], who)


def test_a_folder_that_is_no_result_is_said_so(tmp_path, capsys):
    assert door.main(["again", str(tmp_path), "2026000"]) == 2
    assert "grade가 만든 결과 폴더가 아닙니다" in capsys.readouterr().err


def test_the_seed_and_the_sizes_of_every_case_are_in_the_summary_and_nowhere_else(batch):
    room, out = batch
    settled = json.loads((out / "batch.json").read_text(encoding="utf-8"))
    drawn = exercises.cases(exercises.find("ex06c"), int(settled["seed"]), 12)
    for kind in ("html", "md"):
        text = (out / f"summary.{kind}").read_text(encoding="utf-8")
        assert settled["seed"] in text and "again" in text
        for case in drawn:
            assert ", ".join(shape_of(*item) for item in case.items()) in text
    assert not any(settled["seed"] in p.read_text(encoding="utf-8") for p in (out / "feedback").iterdir())
    assert not any(settled["seed"] in p.read_text(encoding="utf-8") for p in (out / "records").iterdir())


def test_the_sizes_are_drawn_afresh_for_each_secret_but_never_lose_their_kinds():
    def sizes(seed):
        made = []
        for k in range(12):
            made.append(size(np.random.default_rng([seed, k]), k))
        return made

    drawn = [sizes(seed) for seed in range(40)]
    assert all(len({made[k] for made in drawn}) > 10 for k in range(1, 12))
    for first, one, square, thin, apart, *_ in drawn:
        assert first == SMALL and one.T == 1 and len({one.B, one.D, one.H, 1}) == 4
        assert square.B == 1 and square.D == square.H > 1 and square.T > 1
        assert thin.D == 1 and min(thin.T, thin.B, thin.H) > 1
        assert len(set(apart)) == 4 and 1 not in apart


def test_two_batches_have_other_secrets(tmp_path):
    seeds = {grading.batch.opened(tmp_path / name, grading.Options(("ex06a",)))["seed"] for name in "ab"}
    assert len(seeds) == 2 and min(map(int, seeds)) > 2**64


def test_a_roster_whose_best_grade_differs_is_told(batch):
    text = (batch[1] / "summary.md").read_text(encoding="utf-8")
    assert "명단의 만점은" not in text
    row = ({"Maximum Grade": "10.00"}, {"만점": "100"}, {"Maximum Grade": ""}, {"Maximum Grade": "-"})
    rows = [(report.Submission(roster.Learner("1", row=r), ()), {}, None) for r in row]
    assert "만점은 10.00, 100이고 과제의 만점은 4이에요" in report.most(rows, 4.0)[0][1]
    assert report.most(rows[1:], 100.0) == []


def test_only_the_function_itself_is_compared_when_answers_are_alike():
    long = "def f(a):\n" + "".join(f"    a = a + {k}  # 셈\n" for k in range(40)) + "    return a\n"
    head, tail = "import numpy as np\n\n", "\n\nlr.check('ex06a', f)\n"
    read = lambda *codes: notebooks.fingerprint([notebooks.Cell(k, c) for k, c in enumerate(codes, 1)], "f")  # noqa: E731
    assert read(long) == read(head + long + tail) == read("x = 1", head + long) != ""
    assert read(long.replace("+ 7", "+ 8")) not in ("", read(long))
    assert read(head * 40 + "def f(a):\n    return a\n" + tail * 40) == ""


def test_the_guide_tells_the_limits_of_the_code():
    text = build.source_text("instructors")
    limits = USUAL._asdict()
    for words in (
        "한 번에 {call:g}초",
        "문제 하나에 {exercise:g}초",
        "여는 데 {start:g}초",
        "파일 하나에 {total:g}초",
    ):
        assert words.format(**limits) in text, words
    assert f"한 사람에 {USUAL.person:g}초" in text and USUAL.statement == USUAL.call
    assert f"합해 {USUAL.whole >> 30} GB" in text and f"프로세스마다 {USUAL.memory >> 30} GB" in text
