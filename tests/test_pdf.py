"""종이책(book/pdf.py): 이어 붙인 책에 빠진 쪽도, 겹친 이름표도, 끊긴 고리도, 종이에서 못 읽는 것도 없다."""

import re
import shutil

import build
import paper
import pdf
import pytest
from pypdf import PdfReader

pytestmark = pytest.mark.slow  # HTML 책을 만든다
WIDTH = 665  # CSS 픽셀. A4의 210 mm에서 두 여백 17 mm를 뺀 너비. Letter는 이보다 넓다


@pytest.fixture(scope="module")
def html(site, tmp_path_factory):
    """찍는 동안 쪽이 하나 생기므로, 책의 폴더를 세는 다른 검사와 부딪치지 않게 베낀 폴더."""
    return shutil.copytree(site, tmp_path_factory.mktemp("paper") / "html")


@pytest.fixture(scope="module")
def bound(browser, html):
    """어두운 화면에서 종이로 본, 이어 붙인 책 전체."""
    sheet = html / "book" / "_all.html"
    sheet.write_text(pdf.whole({}, answers=True).replace('data-theme="light"', 'data-theme="dark"'), "utf-8")
    page = browser.new_page(viewport={"width": WIDTH, "height": 1000}, color_scheme="dark")
    page.emulate_media(media="print")
    page.goto(sheet.as_uri(), wait_until="load", timeout=600_000)
    yield page
    page.close()
    sheet.unlink()


def test_the_whole_book_is_joined_without_a_broken_link(site):
    text = pdf.whole({"06-forget-gate": 77}, answers=True)
    assert sorted(pdf.names()) == build.chapters()
    ids = re.findall(r'\bid="([^"]*)"', text)
    assert len(ids) == len(set(ids))
    for place in re.findall(r'href="#([^"]*)"', text):
        assert place in ids, place
    assert 'data-page="77">6. 망각 게이트' in text and "<script" not in text
    beyond = set(re.findall(r'<a [^>]*href="([^"#][^"]*)"', text))
    assert all(link.startswith("http") for link in beyond), beyond  # 이 컴퓨터의 파일을 가리키지 않는다


@pytest.mark.parametrize("fault", ["CUT", "DARK", "CONTROLS", "TOFU"])
def test_nothing_in_the_whole_book_is_lost_on_paper(bound, fault):
    assert bound.evaluate(getattr(paper, fault))[:10] == []


def test_an_address_that_cannot_be_pressed_is_written_out(bound):
    said = "a => a.filter(e => getComputedStyle(e, '::after').content.includes(e.href)).map(e => e.href)"
    written = bound.locator("article li a.external").evaluate_all(said)
    assert any("idsia.ch" in link for link in written) and not any("doi.org" in link for link in written)


def test_code_keeps_its_frame_and_an_answer_stays_whole(bound):
    kept = "e => getComputedStyle(e).breakInside"
    frames = bound.locator("article .cell_input, article [class*='highlight-']")
    assert set(frames.evaluate_all("all => all.map(e => getComputedStyle(e).breakInside)")) == {"avoid"}
    assert bound.locator("article details", has_text="답 보기").first.evaluate(kept) == "avoid"
    assert bound.locator("article .cell + details:has(pre)").first.evaluate(kept) == "auto"


def test_a_page_is_printed_with_its_answers_bookmarks_and_numbers(browser, html, tmp_path, monkeypatch):
    monkeypatch.setattr(pdf, "names", lambda: ["glossary", "06-forget-gate", "references"])
    monkeypatch.setattr(pdf, "OUT", tmp_path / "book.pdf")
    monkeypatch.setattr(pdf, "HTML", html)
    pdf.print_once(browser, {}, answers=True)
    starts = pdf.page_numbers()
    pdf.print_once(browser, starts, answers=True)
    book = PdfReader(tmp_path / "book.pdf")
    assert 2 < starts["glossary"] < starts["06-forget-gate"] < starts["references"] <= len(book.pages)
    marks = [mark for mark in book.outline if not isinstance(mark, list)]
    titles = [mark["/Title"] for mark in marks]
    assert "6. 망각 게이트" in " ".join(titles)
    places = [book.get_destination_page_number(mark) + 1 for mark in marks]
    assert places == [1, 2, *starts.values()]  # 표지, 차례, 쪽들. 책갈피와 차례가 같은 쪽을 가리킨다
    contents = book.pages[1].extract_text()
    assert all(re.search(rf"\s{number}\b", contents) for number in starts.values())
    words = paper.squeezed("".join(page.extract_text() for page in book.pages))
    assert "모두남겨요" in words  # 답도 인쇄된다


def test_no_heading_label_or_question_is_left_alone_at_the_foot_of_a_page(
    browser, bound, html, tmp_path, monkeypatch
):
    monkeypatch.setattr(pdf, "names", lambda: ["04-bptt", "07-input-gate", "api"])
    monkeypatch.setattr(pdf, "OUT", tmp_path / "book.pdf")
    monkeypatch.setattr(pdf, "HTML", html)
    pdf.print_once(browser, {}, answers=True)
    leaders = bound.evaluate(paper.LEADERS)
    assert len(leaders) > 1000
    assert paper.stranded(pdf.OUT, leaders) == [] and paper.blank(pdf.OUT) == []
