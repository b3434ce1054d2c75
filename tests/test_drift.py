"""저장한 출력이나 본문이 바뀌면 반드시 빨간불이 켜지는지 본다."""

import re
import shutil
import sys

import build
import claims
import nbformat
import pytest
from process import run

NAME = "06-forget-gate"
pytestmark = pytest.mark.slow  # 커널을 여러 번 띄운다


def nbval(book, folder):
    path = folder / "altered.ipynb"
    nbformat.write(book, path)
    command = [
        sys.executable,
        "-m",
        "pytest",
        "--nbval",
        "-p",
        "no:doctest",
        "-p",
        "no:cacheprovider",
        str(path),
    ]
    done = run([*command, "--rootdir", folder], cwd=folder)
    assert re.search(r"\d+ (passed|failed)", done.stdout), done.stdout + done.stderr
    return done.returncode


def stored():
    return nbformat.read(build.BOOK / f"{NAME}.ipynb", as_version=4)


def outputs(book, mime):
    return [out.data for cell in book.cells for out in cell.get("outputs", []) if mime in out.get("data", {})]


def test_the_stored_notebook_is_green(tmp_path):
    assert nbval(stored(), tmp_path) == 0


@pytest.mark.parametrize("mime", ["text/plain", "image/svg+xml", "text/html"])
def test_one_changed_digit_in_an_output_goes_red(tmp_path, mime):
    book = stored()
    where = {
        "text/plain": r"\d(?=\D*$)",
        "image/svg+xml": r"(?<= )[1-8](?=\.\d)",
        "text/html": r"(?<=>)\d|(?<=>0\.)\d",
    }
    books = [d for d in outputs(book, mime) if re.search(where[mime], d[mime])]
    data = books[0]
    at = re.search(where[mime], data[mime]).start()
    data[mime] = data[mime][:at] + str((int(data[mime][at]) + 1) % 10) + data[mime][at + 1 :]
    assert nbval(book, tmp_path) == 1


def test_a_changed_number_in_prose_is_quoted_with_both_numbers():
    text = build.source_text(NAME)
    claim = next(c for c in claims.find(text) if c.kind == "=" and re.search(r"\d\.\d", c.text))
    number = claims.read_number(claim.text)[0]
    problem = claims.judge(claim, number * 1.5 + 1)
    assert claim.text in problem and claim.sentence in problem and f"{number * 1.5 + 1:.6g}" in problem


@pytest.fixture
def copied(tmp_path, monkeypatch):
    """한 장만 담은 책의 사본."""
    (tmp_path / "src").mkdir()
    shutil.copy(build.BOOK / "src" / f"{NAME}.md", tmp_path / "src")
    shutil.copy(build.BOOK / f"{NAME}.ipynb", tmp_path)
    monkeypatch.setattr(build, "BOOK", tmp_path)
    return tmp_path


def test_a_changed_source_makes_the_check_fail(copied):
    assert build.stale() == []
    with open(copied / "src" / f"{NAME}.md", "a", encoding="utf-8") as file:
        file.write("\n한 줄 더.\n")
    assert build.stale() == [f"{NAME}: 원문 book/src/{NAME}.md가 노트북보다 새롭습니다."]


def test_a_notebook_changed_by_hand_makes_the_check_fail(copied):
    book = copied / f"{NAME}.ipynb"
    book.write_text(book.read_text(encoding="utf-8").replace("0.122", "0.123", 1), encoding="utf-8")
    assert build.stale() == [f"{NAME}: 노트북의 셀이나 출력이 손으로 고쳐졌습니다."]
