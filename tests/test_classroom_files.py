"""모으기: 어떤 파일이 와도 멈추지 않고, 파일마다 까닭이 남고, 남의 자리에 들어가지 않는다."""

import os
import stat
import unicodedata
import zipfile

import pytest
from learners import HEAD, RIGHT, notebook, zipped

from lstm_ref.classroom import archive, notebooks, overrides, report, roster
from lstm_ref.classroom.collect import Paper, Submission, collect
from lstm_ref.classroom.roster import Learner

ROSTER = "학번,이름,이메일\n2026001,김철수,a@x.kr\n2026002,김철,b@x.kr\n2026003,이영희,c@x.kr\n2026004,이영희,d@x.kr\n"


@pytest.fixture
def listed(tmp_path):
    path = tmp_path / "roster.csv"
    path.write_bytes(ROSTER.encode("cp949"))
    return path


@pytest.fixture
def hand_in(tmp_path):
    def write(files):
        for name, data in files.items():
            place = tmp_path / "handed" / name
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_bytes(data)
        return tmp_path / "handed"

    return write


def owners(submissions):
    return {s.learner.key: sorted(p.path for p in s.papers) for s in submissions}


def problems(submissions):
    return {p.path: p.problem for s in submissions for p in s.papers}


@pytest.mark.parametrize(
    ("path", "owner"),
    [
        ("2026001 과제.ipynb", "2026001"),
        ("6장_2026002_김철.ipynb", "2026002"),
        ("김철수_lstm.ipynb", "2026001"),
        ("김철 과제.ipynb의 사본 (1).ipynb", "2026002"),
        (unicodedata.normalize("NFD", "김철수 - 06-forget-gate.ipynb"), "2026001"),
        ("이영희_2026004.ipynb", "2026004"),
        ("c@x.kr_hw.ipynb", "2026003"),
        ("모음/2026003/답/hw.ipynb", "2026003"),
        ("2026001/2026002_hw.ipynb", "2026001"),
        ("김철수_55_assignsubmission_file/2026002.ipynb", "2026001"),
    ],
)
def test_a_path_leads_to_its_owner(hand_in, listed, path, owner):
    found = owners(collect(hand_in({path: RIGHT}), listed))
    assert list(found) == ["2026001", "2026002", "2026003", "2026004"]
    assert [key for key, papers in found.items() if papers] == [owner]


@pytest.mark.parametrize(
    "path", ["이영희.ipynb", "2026001_2026002.ipynb", "모르는 사람.ipynb", "20260011.ipynb"]
)
def test_a_file_without_one_owner_gets_its_own_row(hand_in, listed, path):
    submissions = collect(hand_in({path: RIGHT}), listed)
    (stray,) = [s for s in submissions if s.papers]
    assert not stray.listed and len(submissions) == 5


def test_moodle_numbers_come_before_names(hand_in, tmp_path):
    sheet = tmp_path / "roster.csv"
    sheet.write_text("Identifier,Full name,ID number\nParticipant 31,박하나,A1\nParticipant 32,박하나,A2\n")
    files = {f"박하나_{k}_assignsubmission_file_/hw.ipynb": RIGHT for k in (31, 32)}
    assert [len(papers) for papers in owners(collect(hand_in(files), sheet)).values()] == [1, 1]


def test_without_a_roster_each_folder_or_file_is_a_learner(hand_in):
    files = {"모음/가/hw.ipynb": RIGHT, "모음/나/hw.ipynb": RIGHT, "모음/나/b.ipynb": RIGHT}
    assert {k: len(v) for k, v in owners(collect(hand_in(files))).items()} == {"가": 1, "나": 2}


def test_a_zip_of_the_whole_class_is_read_without_unpacking(tmp_path, listed):
    inner = zipped(("../../2026002/hw.ipynb", RIGHT), ("/etc/hw.ipynb", RIGHT), ("ok.ipynb", RIGHT))
    bundle = tmp_path / "all.zip"
    bundle.write_bytes(zipped(("2026001/hw.zip", inner), ("__MACOSX/2026001/._hw.zip", b"x")))
    before = set(tmp_path.rglob("*"))
    submissions = collect(bundle, listed)
    assert {k: len(v) for k, v in owners(submissions).items()} == {
        "2026001": 3,
        "2026002": 0,
        "2026003": 0,
        "2026004": 0,
    }
    assert sorted(problems(submissions).values()) == ["", "경로가 밖을 가리킵니다", "경로가 밖을 가리킵니다"]
    assert set(tmp_path.rglob("*")) == before


def test_links_pipes_and_other_files_are_rows_and_are_not_opened(hand_in):
    folder = hand_in({"a/hw.ipynb": RIGHT, "b/report.pdf": b"%PDF", "c/hw.ipynb": RIGHT})
    os.symlink("/etc", folder / "a" / "etc")
    os.symlink(folder / "c" / "hw.ipynb", folder / "a" / "mine.ipynb")
    os.mkfifo(folder / "b" / "pipe.ipynb")
    found = problems(collect(folder))
    assert "바로 가기" in found["a/etc"] and "바로 가기" in found["a/mine.ipynb"]
    assert found["b/pipe.ipynb"] == "보통 파일이 아닙니다" and found["b/report.pdf"] == "노트북이 아닙니다"
    assert found["a/hw.ipynb"] == found["c/hw.ipynb"] == ""


def test_hostile_zips_are_refused_with_a_reason(hand_in, monkeypatch):
    monkeypatch.setattr(archive, "FILE", 4 << 20)
    link = zipfile.ZipInfo("link.ipynb")
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    deep = zipped(("x.ipynb", RIGHT))
    for _ in range(4):
        deep = zipped(("x.zip", deep))
    files = {
        "bomb.zip": zipped(("b.ipynb", b"0" * (9 << 20))),
        "link.zip": zipped((link, "/etc/passwd")),
        "deep.zip": deep,
        "broken.zip": zipped(("x.ipynb", RIGHT))[:-30],
        "text.zip": b"not a zip",
        "damaged.zip": zipped(("x.ipynb", os.urandom(4000))).replace(b"PK\x01\x02", b"PK\x01\x02", 1),
        "many.zip": zipped(*((f"{k}.ipynb", b"") for k in range(archive.ENTRIES + 1))),
    }
    found = problems(collect(hand_in(files)))
    assert found["bomb.zip/b.ipynb"] == "파일이 4 MB보다 큽니다"
    assert "바로 가기" in found["link.zip/link.ipynb"] and "너무 깊습니다" in found["deep.zip/x.zip/x.zip"]
    assert all("zip을 읽을 수 없습니다" in found[name] for name in ("broken.zip", "text.zip"))
    assert "개보다 많습니다" in found["many.zip"] and all(found.values())


def test_the_whole_batch_has_a_budget(hand_in, monkeypatch):
    monkeypatch.setattr(archive, "WHOLE", 2 * len(RIGHT) + 10)
    monkeypatch.setattr(archive.Purse.__init__, "__defaults__", (archive.WHOLE, None))
    found = problems(collect(hand_in({f"{k}.ipynb": RIGHT for k in "abc"})))
    assert [bool(found[f"{k}.ipynb"]) for k in "abc"] == [False, False, True]


def test_names_of_an_old_korean_zip_are_read(tmp_path):
    info = zipfile.ZipInfo("x.ipynb")
    bundle = tmp_path / "all.zip"
    raw = "김철수.ipynb".encode("cp949")
    with zipfile.ZipFile(bundle, "w") as file:
        file.writestr(info, RIGHT)
    bundle.write_bytes(
        bundle.read_bytes().replace(b"x.ipynb", raw)
        if len(raw) == 7
        else _renamed(bundle.read_bytes(), b"x.ipynb", raw)
    )
    assert list(owners(collect(bundle))) == ["김철수"]


def _renamed(data: bytes, old: bytes, new: bytes) -> bytes:
    """zip의 이름을 바이트로 바꾼다. 길이의 칸과 목록의 자리도 함께 고친다."""
    grow = len(new) - len(old)
    data = data.replace(
        len(old).to_bytes(2, "little") + b"\0\0" + old, len(new).to_bytes(2, "little") + b"\0\0" + new
    )
    at = data.index(b"PK\x01\x02")
    data = data[: at + 28] + len(new).to_bytes(2, "little") + data[at + 30 :].replace(old, new)
    end = data.index(b"PK\x05\x06")
    size = int.from_bytes(data[end + 12 : end + 16], "little") + grow
    return data[: end + 12] + size.to_bytes(4, "little") + at.to_bytes(4, "little") + data[end + 20 :]


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"{" + b"[" * 100_000, "깨졌습니다"),
        (b"[" + b"[]," * 4_000_000 + b"[]]", "조각이 너무 많습니다"),
        (b'{"a":' + b"9" * 10_000 + b"}", "깨졌습니다"),
        (b"\xff\xfe\xff\xff", "글이 아닌"),
        (b"null", "셀이 없습니다"),
        (b'{"cells": "abc"}', "셀이 없습니다"),
        (notebook("x = 1\n" * 500_000), "코드가 2 MB보다 깁니다"),
        (b'{"cells": [' + b"{}," * 6000 + b"{}]}", "셀이 5000개보다 많습니다"),
    ],
)
def test_a_hostile_notebook_is_refused_with_a_reason(data, reason):
    with pytest.raises(notebooks.Broken, match=reason):
        notebooks.read("hw.ipynb", data)


def test_an_output_of_a_hundred_megabytes_does_not_hide_the_code():
    data = notebook(HEAD, outputs=[{"text": "0" * 100_000_000}])
    assert [cell.code for cell in notebooks.read("hw.ipynb", data)] == [HEAD]


def test_strange_letters_in_the_code_can_be_written_down_again():
    (cell,) = notebooks.read(
        "hw.ipynb", b'{"cells": [{"cell_type": "code", "source": "x = \\ud800\\u0000"}]}'
    )
    assert cell.code.encode() and "\0" not in cell.code


def test_a_cell_that_a_spreadsheet_would_run_is_written_as_text(tmp_path):
    row = {"학번": "1", "이름": '=HYPERLINK("http://x","y")', "전화": "+82", "메모": "-1", "소속": "@x"}
    mark = {"status": "passed", "message": "m", "mistake": "", "notes": []}
    record = {"key": "1", "marks": {"ex06a": mark}, "files": [], "seconds": 0.0}
    submission = Submission(Learner("1", row["이름"], row=row), (Paper("x.ipynb"),))
    final = overrides.final(record, [], {"ex06a": 1})
    report.grades([(submission, record, final)], {"ex06a": 1}, tmp_path / "g.csv", bom=False)
    text = (tmp_path / "g.csv").read_text(encoding="utf-8")
    assert not any(cell.lstrip('"')[:1] in "=+-@" for cell in text.splitlines()[1].split(",") if cell)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("이메일\na@x.kr\n", "'학번'이나 '이름' 칸이 없습니다"),
        ("학번,이름\n1,가\n1,나\n", "같은 사람이 두 번"),
        ("\n", "비어 있습니다"),
    ],
)
def test_a_roster_that_cannot_be_used_says_why(tmp_path, text, message):
    (tmp_path / "r.csv").write_text(text, encoding="utf-8")
    with pytest.raises(ValueError, match=message):
        roster.read(tmp_path / "r.csv")


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("9,,늦음,10,", "2째 줄: '9': 명단에 없는 학번"),
        ("1,ex99z,점수,1,", "채점하는 문제가 아닙니다"),
        ("1,,선물,1,", "늦음, 점수, 파일 가운데"),
        ("1,,늦음,120,", "0~100의 백분율"),
        ("1,,점수,많이,", "0 이상의 수"),
        ("1,,파일,,", "파일 이름의 일부"),
    ],
)
def test_an_override_that_cannot_be_used_names_its_line(tmp_path, line, message):
    (tmp_path / "o.csv").write_text("학번,문제,종류,값,메모\n" + line + "\n", encoding="utf-8")
    with pytest.raises(ValueError, match=message):
        overrides.read(tmp_path / "o.csv", ["1"], ("ex06a",))
