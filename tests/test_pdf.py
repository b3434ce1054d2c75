"""종이책(book/pdf.py): 이어 붙인 책에 빠진 쪽도, 겹친 이름표도, 끊긴 고리도 없다."""

import re
import shutil

import build
import pdf
import pytest
from pypdf import PdfReader

pytestmark = pytest.mark.slow  # HTML 책을 만든다


def test_the_whole_book_is_joined_without_a_broken_link(site):
    text = pdf.whole({"06-forget-gate": 77}, answers=True)
    assert sorted(pdf.names()) == build.chapters()
    ids = re.findall(r'\bid="([^"]*)"', text)
    assert len(ids) == len(set(ids))
    for place in re.findall(r'href="#([^"]*)"', text):
        assert place in ids, place
    assert 'data-page="77">6. 망각 게이트' in text and "<script" not in text


def test_a_page_is_printed_with_its_answers_bookmarks_and_numbers(browser, site, tmp_path, monkeypatch):
    monkeypatch.setattr(pdf, "names", lambda: ["glossary", "06-forget-gate"])
    monkeypatch.setattr(pdf, "OUT", tmp_path / "book.pdf")
    # 찍는 동안 책의 폴더에 쪽이 하나 생기므로, 그 폴더를 세는 다른 검사와 부딪치지 않게 베껴서 찍는다
    monkeypatch.setattr(pdf, "HTML", shutil.copytree(site, tmp_path / "html"))
    pdf.print_once(browser, {}, answers=True)
    starts = pdf.page_numbers()
    pdf.print_once(browser, starts, answers=True)
    book = PdfReader(tmp_path / "book.pdf")
    assert 2 < starts["glossary"] < starts["06-forget-gate"] < len(book.pages)
    titles = [mark["/Title"] for mark in book.outline if not isinstance(mark, list)]
    assert "6. 망각 게이트" in " ".join(titles)
    assert str(starts["06-forget-gate"]) in book.pages[1].extract_text()
    words = re.sub(r"[\s\x00-\x1f]", "", "".join(page.extract_text() for page in book.pages))
    assert "모두남겨요" in words  # 답도 인쇄된다
