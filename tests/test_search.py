"""찾기의 셈(book/assets/search-index.js)과 색인(book/search.py)을 브라우저 없이 V8에서 본다."""

import csv
import gzip
import json
import re
import unicodedata
from pathlib import Path

import anchors
import pytest
import search
from py_mini_racer import MiniRacer

with open(Path(__file__).with_name("search_queries.tsv"), encoding="utf-8") as file:
    QUERIES = [
        (row["찾는 말"], row["있어야 하는 절"].split()) for row in csv.DictReader(file, delimiter="\t")
    ]
TOY = {
    "pages": [["a.html", "1장", "망각 게이트"], ["b.html", "2장", "기울기 소실"]],
    "sections": [
        [0, "", "망각 게이트", 1, "", "", "이전 셀 상태를 남기는 비율이에요. 값은 0.5보다 커요."],
        [0, "반감기", "반감기", 1, "반감기", "half_life", "셀 상태가 절반이 되는 시점 수예요. C\ue000t\ue002를 봐요."],
        [1, "", "기울기 소실", 1, "", "", "역전파를 하면 기울기가 작아져요. 포화 때문이에요.\n기울기는 셀 상태에서도 작아져요."],
        [1, "문제", "확인 문제", 0.5, "", "", "반감기는 몇인가요? 초기화한 LSTM의 기울기를 재요."],
    ],
    "aliases": [["삭제 게이트", "망각 게이트"], ["forget gate", "망각 게이트"], ["셀 상태", "셀 상태"]],
}  # fmt: skip


class Engine:
    """V8에 올린 찾기. 끝나면 닫는다(닫지 않은 V8은 파이썬이 끝나는 일을 막는다)."""

    def __init__(self, code: str):
        self.racer = MiniRacer()
        self.racer.eval(code)

    def __call__(self, query: str, most: int = 30) -> dict:
        return json.loads(self.racer.eval(f"JSON.stringify(BookSearch.find({json.dumps(query)}, {most}))"))

    def urls(self, query: str, most: int = 30) -> list[str]:
        return [one["url"] for one in self(query, most)["found"]]


@pytest.fixture(scope="module")
def toy():
    engine = Engine(search.script(TOY))
    yield engine
    engine.racer.close()


@pytest.fixture(scope="module")
def book(site):
    text = (site / "assets" / "search-index.js").read_text(encoding="utf-8")
    print(
        f"찾기의 색인: {len(text.encode()) // 1000} KB, 줄여서 {len(gzip.compress(text.encode())) // 1000} KB"
    )
    engine = Engine(text)
    yield engine
    engine.racer.close()


@pytest.mark.parametrize(
    "query, first",
    [
        ("반감기", "a.html#반감기"),  # 제목이 글보다 앞선다
        ("반감기를", "a.html#반감기"),
        ("삭제게이트", "a.html"),
        ("Forget  gate는", "a.html"),
        ("셀상태 절반", "a.html#반감기"),
        ("역 전파", "b.html"),
        ("포화", "b.html"),
        ("초기화", "b.html#문제"),
        ("초기화하는", "b.html#문제"),
        ("lstm기울기", "b.html#문제"),
        ("c_t", "a.html#반감기"),
        ("half_life", "a.html#반감기"),
        ("반감깅", "a.html#반감기"),  # 쓰는 중의 글자
        ("기울ㄱ", "b.html"),
        ("반가", "a.html#반감기"),
    ],
)
def test_a_word_is_found_as_readers_type_it(toy, query, first):
    assert toy.urls(query)[0] == first
    assert toy.urls(unicodedata.normalize("NFD", query))[0] == first


@pytest.mark.parametrize("query", ["", "  ", "?!", "ㄱ", "도토리", "stm", "zzzz"])
def test_what_is_not_in_the_book_is_not_found(toy, query):
    assert toy.urls(query) == []


def test_a_near_miss_is_named_as_such(toy):
    assert not toy("기울기")["near"]
    answer = toy("기울기 도토리")
    assert answer["near"] and answer["found"][0]["url"] == "b.html"


def test_the_sentence_that_holds_the_word_is_shown_with_its_place(toy):
    hit = toy("셀 상태 기울기")["found"][0]
    assert hit["text"] == "기울기는 셀 상태에서도 작아져요."
    assert [hit["text"][begin:end] for begin, end in hit["marks"]] == ["기울기", "셀 상태"]
    assert toy("커요")["found"][0]["text"] == "값은 0.5보다 커요."  # 수 속의 점은 문장의 끝이 아니다


def test_a_long_sentence_is_cut_around_the_word():
    sentence = "가나다 " * 60 + "포화라는 말 " + "라마바 " * 60 + "끝."
    engine = Engine(search.script(TOY | {"sections": [[0, "긴", "긴 절", 1, "", "", sentence]]}))
    hit = engine("포화")["found"][0]
    engine.racer.close()
    assert hit["text"].startswith("… ") and hit["text"].endswith(" …") and len(hit["text"]) < 150
    assert [hit["text"][begin:end] for begin, end in hit["marks"]] == ["포화"]


@pytest.mark.parametrize(
    "tex, said",
    [
        (r"C_t", "C\ue000t\ue002"),
        (r"C_{t-1}^2", "C\ue000t−1\ue002\ue0012\ue002"),
        (r"\tilde C_t \odot f_t", "C\u0303\ue000t\ue002 ⊙ f\ue000t\ue002"),
        (r"\frac{1}{2}", "1/2"),
        (r"x = -1", "x = −1"),
    ],
)
def test_a_formula_is_written_as_it_is_read(tex, said):
    assert search.linear(tex) == said


def test_every_other_name_of_a_term_leads_to_it():
    names = dict(search.aliases())
    assert names["삭제 게이트"] == "망각 게이트" and names["forget gate"] == "망각 게이트"
    assert names["시간을 통한 역전파"] == "시간에 따른 역전파"


def test_the_list_of_queries_is_long_and_names_sections_that_exist():
    assert len(QUERIES) >= 80
    known = anchors.read()
    lines = (search.BOOK / "terms.tsv").read_text(encoding="utf-8").splitlines()
    terms = {anchors.slug(line.split("\t")[0]) for line in lines}
    for query, places in QUERIES:
        for place in places:
            page, _, anchor = place.partition("#")
            names = {one.name for one in known.get(page, [])} | (terms if page == "glossary" else set())
            assert page in known and (not anchor or anchor in names), (
                f"'{query}'을(를) 찾을 절 {place}이(가) 없어졌습니다. tests/search_queries.tsv에서 지금의 절로 고치세요."
            )


@pytest.mark.slow
@pytest.mark.parametrize("query, places", QUERIES, ids=[query for query, _ in QUERIES])
def test_what_readers_type_finds_its_section_among_the_first_three(book, query, places):
    found = book.urls(query, 3)
    wanted = {f"book/{place.replace('#', '.html#') if '#' in place else place + '.html'}" for place in places}
    assert wanted & set(found), f"'{query}' → {found}"


@pytest.mark.slow
def test_what_is_shown_is_prose(site, book):
    """찾은 곳의 글에 TeX, HTML, 마크다운의 표시와 쪽 둘레의 말이 섞이지 않는다."""
    data = json.loads(book.racer.eval("JSON.stringify(BookSearch.book.sections.map(one => one.text))"))
    assert len(data) > 250
    for text in data:
        assert not re.search(r"\\[a-z]{2,}|\$|</?[a-z]+|\*\*[가-힣]|맨 위로|내려받기", text), text[:200]


@pytest.mark.slow
def test_the_index_stays_small_and_no_page_loads_it(site):
    index = (site / "assets" / "search-index.js").read_bytes()
    assert len(gzip.compress(index)) < 150_000
    for page in site.rglob("*.html"):
        text = page.read_text(encoding="utf-8")
        assert not re.search(r"search-index|searchindex|searchtools|language_data|genindex", text), page.name
    assert not list(site.rglob("searchindex.js")) and not (site / "genindex.html").exists()
    assert not (site / "_static" / "locales").exists()
