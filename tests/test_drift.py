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


# 출력의 종류마다 바꿀 숫자의 자리
WHERE = {
    "text/plain": r"\d(?=\D*$)",
    "image/svg+xml": r"(?<= )[1-8](?=\.\d)",
    "text/html": r"(?<=>)\d|(?<=>0\.)\d",
}


def altered(cell, mime):
    """셀의 출력에서 숫자 하나를 바꾸고, 바꾸었는지 준다."""
    for data in (out.data for out in cell.get("outputs", []) if mime in out.get("data", {})):
        if found := re.search(WHERE[mime], data[mime]):
            at, digit = found.start(), (int(found[0]) + 1) % 10
            data[mime] = f"{data[mime][:at]}{digit}{data[mime][at + 1 :]}"
            return True
    return False


@pytest.fixture(scope="module")
def judged(tmp_path_factory):
    """(종류마다 숫자 하나를 바꾼 셀, nbval이 붉다고 한 셀, 푸르다고 한 셀). 커널 하나로 함께 본다."""
    book = nbformat.read(build.BOOK / f"{NAME}.ipynb", as_version=4)
    cells, changed = [cell for cell in book.cells if cell.cell_type == "code"], {}
    for mime in WHERE:
        left = (n for n in range(len(cells)) if n not in changed.values())
        changed[mime] = next(n for n in left if altered(cells[n], mime))
    folder = tmp_path_factory.mktemp("drift")
    nbformat.write(book, folder / "altered.ipynb")
    flags = ["--nbval", "--tb=no", "-rfp", "-p", "no:doctest", "-p", "no:cacheprovider", "--rootdir", folder]
    done = run([sys.executable, "-m", "pytest", *flags, folder / "altered.ipynb"], cwd=folder)
    red, green = (
        {int(n) for n in re.findall(rf"^{word} .*::Cell (\d+)", done.stdout, re.M)}
        for word in ("FAILED", "PASSED")
    )
    assert len(red) + len(green) == len(cells), done.stdout + done.stderr
    return changed, red, green


def test_the_stored_notebook_is_green(judged):
    changed, red, green = judged
    assert red <= set(changed.values()) and len(green) >= 10


@pytest.mark.parametrize("mime", WHERE)
def test_one_changed_digit_in_an_output_goes_red(judged, mime):
    changed, red, _ = judged
    assert changed[mime] in red


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
