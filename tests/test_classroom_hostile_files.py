"""파일과 이름으로 하는 공격: 점수표, 피드백, 요약에는 글자로만 남고, 한 사람이 남의 몫을 쓰지 못한다."""

import csv
import io
import json
import re
import time
from html.parser import HTMLParser

import pytest
from learners import FORGET, HEAD, notebook, zipped

from lstm_ref.classroom import archive, batch, grading, marks, notebooks, overrides
from lstm_ref.classroom.collect import collect
from lstm_ref.classroom.sandbox import USUAL

RIGHT = notebook(HEAD, FORGET)
NAMES = (
    '=HYPERLINK("http:x","y")', "＝cmd|A1", "+82", "-1+1", "@SUM(A1)", "<img src=x onerror=alert(1)>",
    "[누르세요](javascript:alert(1))", "`x` | y | z", "</pre><script>alert(1)</script>", "{{ 7*7 }}{% raw %}",
    "![x](x)", "a\u202egnp.exe", "제\n# 만점", "ㄱ" * 60, "**만점** <b>100</b>", "..", "CON", " ", "%s%n{0}",
)  # fmt: skip


def folder(k: int, name: str) -> str:
    return f"{name.replace('/', '')}_{80000 + k}_assignsubmission_file"


@pytest.fixture(scope="module")
def written(tmp_path_factory):
    """이름이 고약한 사람들의 점수, 피드백, 요약. 실행은 하지 않고 지어낸 기록을 쓴다."""
    room = tmp_path_factory.mktemp("names")
    for k, name in enumerate(NAMES):
        place = room / "handed" / folder(k, name)
        place.mkdir(parents=True)
        (place / f"{name.replace('/', '')[:60]}.ipynb").write_bytes(RIGHT)
    handed = collect(room / "handed")
    records = []
    for s in handed:
        mark = {"status": "raised", "message": f"오류\n  {s.learner.name}\n```\n# 만점", "mistake": ""}
        mark |= {"notes": [f"가장 좋은 것을 셌어요: {s.papers[0].path}"], "file": s.papers[0].path}
        file = {"path": s.papers[0].path, "problem": "", "found": ["ex06a"]}
        records.append({"key": s.learner.key, "marks": {"ex06a": mark}, "files": [file]})
        records[-1] |= {"seconds": 0.1, "memory": ""}
    out = room / "out"
    settled = batch.opened(out, batch.Options(("ex06a",), seed=1))
    changes = [overrides.Override(s.learner.key, "", "late", "10", s.learner.name) for s in handed]
    grading.write(handed, records, {"ex06a": 1.0}, changes, settled, out, False)
    return handed, out


def test_every_hostile_name_has_its_row_and_its_own_files(written):
    handed, out = written
    assert len(handed) == len(NAMES)
    rows = list(csv.DictReader(io.StringIO((out / "grades.csv").read_text(encoding="utf-8"))))
    assert [row["학번"] for row in rows] == [s.learner.id for s in handed]
    names = {path.name for path in (out / "feedback").iterdir()}
    assert len(names) == 2 * len(NAMES) and all(re.fullmatch(r"[\w.-]+", name) for name in names)
    assert not any(name.startswith((".", "-")) for name in names)


def test_no_cell_of_the_sheet_is_a_formula_in_any_width(written):
    text = (written[1] / "grades.csv").read_text(encoding="utf-8")
    cells = [cell for row in csv.reader(io.StringIO(text)) for cell in row]
    assert sum(cell.startswith("'") for cell in cells) >= 5
    assert not any(cell.lstrip()[:1] in tuple("=+-@＝＋－＠\t\r") for cell in cells if cell.strip())


class Tags(HTMLParser):
    """문서에 나온 꼬리표와 속성."""

    def __init__(self):
        super().__init__()
        self.seen = set()

    def handle_starttag(self, tag, attrs):
        self.seen |= {tag, *(f"{tag}.{name}" for name, _ in attrs)}


def test_no_page_holds_a_tag_that_is_not_ours(written):
    for path in written[1].rglob("*.html"):
        page = Tags()
        page.feed(path.read_text(encoding="utf-8"))
        assert not page.seen & {"script", "img", "b"} and not any(".on" in name for name in page.seen)
        assert "49" not in re.findall(r"<h1>(.*?)</h1>", path.read_text(encoding="utf-8"), re.S)


def test_no_markdown_page_holds_a_link_a_tag_or_a_heading_that_is_not_ours(written):
    rendered = pytest.importorskip("markdown_it").MarkdownIt("commonmark").enable("table")
    for path in written[1].rglob("*.md"):
        page = Tags()
        page.feed(rendered.render(path.read_text(encoding="utf-8")))
        assert not page.seen & {"script", "img", "a", "b"}, path.name
        headings = re.findall(r"<h1>(.*?)</h1>", rendered.render(path.read_text(encoding="utf-8")), re.S)
        assert len(headings) == 1 and headings[0].startswith(("채점 결과", "반 전체의"))


@pytest.mark.parametrize(
    "name",
    [
        "../../../etc/x.ipynb", "..\\..\\x.ipynb", "C:\\x.ipynb", "a/../../x.ipynb", "/x.ipynb", "\\\\서버\\x.ipynb",
        "a\u200b/..\u200b/../x.ipynb", "．．/x.ipynb", "x.ipynb/..", "a" * 5000 + ".ipynb", "x\0.ipynb", "x\n.ipynb",
    ],
)  # fmt: skip
def test_a_tricky_path_in_a_zip_stays_a_row_and_writes_nothing(tmp_path, name):
    handed = tmp_path / "handed"
    handed.mkdir()
    (handed / "hw.zip").write_bytes(zipped((name, RIGHT)))
    before = sorted(tmp_path.rglob("*"))
    (submission,) = collect(handed)
    (paper,) = submission.papers
    assert paper.problem or paper.cells
    assert not re.search(r"[\0\n\u200b\u202e]", paper.path) and len(paper.path) < 500
    assert ".." not in name.replace("\u200b", "").replace("\\", "/").split("/") or paper.problem
    assert sorted(tmp_path.rglob("*")) == before


def test_two_entries_of_one_name_are_two_papers(tmp_path):
    import warnings

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        (tmp_path / "hw.zip").write_bytes(zipped(("x.ipynb", RIGHT), ("x.ipynb", notebook("x = 1"))))
    (submission,) = collect(tmp_path)
    assert len(submission.papers) == 2


def test_a_hundred_thousand_cells_are_refused_with_a_reason():
    one = b'{"cell_type": "code", "source": "x = 1"}'
    data = b'{"cells": [' + b",".join([one] * 100_000) + b"]}"
    with pytest.raises(notebooks.Broken, match="셀이 5000개보다 많습니다"):
        notebooks.read("hw.ipynb", data)


@pytest.mark.parametrize(
    "code",
    ['"""' * 300_000, "check(" * 300_000, " " * 1_900_000 + "def", "my_erase " * 200_000, "def my_erase(\n" * 100_000],
    ids=["따옴표", "괄호", "빈칸", "이름", "정의"],
)  # fmt: skip
def test_text_made_to_slow_the_reader_does_not(code):
    """읽는 쪽의 정규식이 글의 길이를 제곱하지 않는다. 제곱이면 몇 시간이 걸려 이 검사가 끝나지 않는다."""
    cells = notebooks.read("hw.ipynb", notebook(HEAD, code))
    started = time.process_time()
    notebooks.names(cells, "ex06a", "my_erase")
    notebooks.fingerprint(cells, "my_erase")
    print(f"{time.process_time() - started:.2f}초")


def test_one_learner_cannot_use_up_what_others_may_read(tmp_path, monkeypatch):
    size = len(RIGHT)
    monkeypatch.setattr(archive, "SHARE", 3 * size)
    monkeypatch.setattr(archive.Purse.__init__, "__defaults__", (8 * size + 100_000, None))
    greedy = zipped(*((f"{k}.ipynb", RIGHT) for k in range(100)))
    for name, data in (("1/hw.zip", greedy), ("2/hw.ipynb", RIGHT), ("3/hw.zip", zipped(("x.ipynb", RIGHT)))):
        (tmp_path / name).parent.mkdir()
        (tmp_path / name).write_bytes(data)
    first, *others = collect(tmp_path)
    problems = [p.problem for p in first.papers]
    assert problems[:3] == [""] * 3 and all("zip이 너무 커서" in problem for problem in problems[3:])
    assert [p.problem for s in others for p in s.papers] == ["", ""]


def test_one_learner_cannot_use_up_the_time_of_the_batch(monkeypatch):
    """파일이 여럿이어도 한 사람의 시간은 정해져 있다. 넘은 파일에는 까닭이 남는다."""
    now = iter(range(0, 10_000, 100))
    opened = []
    monkeypatch.setattr(marks.time, "monotonic", lambda: next(now))
    monkeypatch.setattr(marks, "_paper", lambda one, task: opened.append(one.path) or {})
    papers = tuple(marks.Paper(f"{k}.ipynb", ()) for k in range(9))
    record = marks.grade(marks.Task("1", papers, ("ex06a",), 1, USUAL, unsafe=True))
    assert 0 < len(opened) < 9 and len(record["files"]) == 9
    assert all("300초를 다 썼습니다" in file["problem"] for file in record["files"][len(opened) :])
    assert json.dumps(record)
