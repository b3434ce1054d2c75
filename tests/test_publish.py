"""책을 내놓는 일(book/publish.py): 주소 하나, 쪽마다의 설명과 카드, 사이트맵, 404, 표준에 맞는 HTML."""

import re
from urllib.parse import unquote, urlsplit
from xml.etree import ElementTree

import build
import publish
import pytest
from bs4 import BeautifulSoup
from page import formulas
from PIL import Image
from test_house import tracked

NAMES = build.chapters()
CHILDREN = {
    "msub": 2,
    "msup": 2,
    "mfrac": 2,
    "mover": 2,
    "munder": 2,
    "mroot": 2,
    "msubsup": 3,
    "munderover": 3,
}


@pytest.fixture(scope="module")
def heads(site):
    texts = {name: (site / "book" / f"{name}.html").read_text(encoding="utf-8") for name in NAMES}
    return {name: BeautifulSoup(text.partition("</head>")[0], "html.parser") for name, text in texts.items()}


def said(head, name):
    return head.select_one(f'meta[name="{name}"], meta[property="{name}"]')["content"]


def test_the_address_of_the_site_stands_in_one_place():
    where = publish.address().removeprefix("https://").rstrip("/")
    kinds = {".py", ".md", ".yml", ".cff", ".toml", ".js", ".html"}
    texts = [path for path in tracked() if path.suffix in kinds]
    assert [path.name for path in texts if where in path.read_text(encoding="utf-8")] == ["pyproject.toml"]
    assert publish.address().endswith("/")


@pytest.mark.parametrize(
    "text, short",
    [
        ("하나예요. 둘이에요. 셋이에요.", "하나예요. 둘이에요."),
        ("0.5보다 큰 긴 문장이 끝나지 않고 이어져요", "0.5보다 큰 긴 문장이 …"),
        ("짧은 글", "짧은 글"),
    ],
)
def test_a_description_ends_with_a_sentence_or_says_that_it_goes_on(text, short):
    assert publish.shortened(text, 16) == short


@pytest.mark.parametrize(
    "tex", [r"\max_t x_t", r"\max_{t}^{2} x", r"\lim\limits_{t} x", r"\ln f", r"f_{\max}"]
)
def test_a_formula_has_as_many_parts_as_its_kind_takes(tex):
    check_arity(formulas.mathml(tex, True))


def check_arity(html):
    for math in re.findall(r"<math.*?</math>", html, re.S):
        for node in ElementTree.fromstring(re.sub(r' xmlns="[^"]*"', "", math)).iter():
            assert node.tag not in CHILDREN or len(node) == CHILDREN[node.tag], math


@pytest.mark.slow
def test_a_page_has_its_address_its_description_and_its_card(heads):
    descriptions = [said(head, "description") for head in heads.values()]
    for name, head in heads.items():
        url = f"{publish.address()}book/{name}.html"
        assert [link["href"] for link in head.select("link[rel=canonical]")] == [url]
        assert said(head, "og:url") == url and said(head, "og:description") == said(head, "description")
        assert said(head, "og:title") and said(head, "og:locale") == "ko_KR"
        assert said(head, "twitter:card") == "summary_large_image"
        text = said(head, "description")
        assert (
            20 < len(text) <= 165
            and not text.startswith("원문.")
            and "이렇게 말해요." not in text
            and not re.search(r"[\\$<>\ue000-\ue002]|10[−-]\d", text)
        )
    assert len(set(descriptions)) == len(descriptions), "설명이 같은 쪽이 있습니다."


@pytest.mark.slow
def test_the_card_is_a_picture_of_the_size_it_claims(site, heads):
    path = said(heads["index"], "og:image").removeprefix(publish.address())
    with Image.open(site / path) as card:
        size = card.size
    assert size == (int(said(heads["index"], "og:image:width")), int(said(heads["index"], "og:image:height")))
    assert (site / path).stat().st_size < 300_000


@pytest.mark.slow
def test_the_site_map_names_every_page_once(site):
    tree = ElementTree.parse(site / "sitemap.xml").getroot()
    pages = [
        unquote(one.text).removeprefix(publish.address()) for one in tree.iter() if one.tag.endswith("loc")
    ]
    assert sorted(pages) == sorted(f"book/{name}.html" for name in NAMES)
    assert f"Sitemap: {publish.address()}sitemap.xml" in (site / "robots.txt").read_text(encoding="utf-8")


@pytest.mark.slow
def test_a_lost_reader_is_led_back(site):
    root = urlsplit(publish.address()).path
    missing = BeautifulSoup((site / "404.html").read_text(encoding="utf-8"), "html.parser")
    links = [link["href"] for link in missing.select("a")]
    assert len(links) == 3 and all(link.startswith(root) for link in links)
    for link in links:
        assert (site / link.removeprefix(root)).is_file()
    assert not missing.select("script, link[rel=stylesheet]")


@pytest.mark.slow
def test_every_page_says_what_it_is(site):
    pages = sorted(site.rglob("*.html"))
    assert len(pages) == len(NAMES) + 3  # 첫 주소, 404, 찾기
    for page in pages:
        text = page.read_text(encoding="utf-8")
        soup = BeautifulSoup(text.partition("<body")[0], "html.parser")
        assert text.lstrip().lower().startswith("<!doctype html>"), page.name
        assert soup.html["lang"] == "ko" and len(soup.select("title")) == 1 and soup.title.get_text().strip()
        assert not re.search(r'[";]height:-|columnspacing=""', text), page.name
        check_arity(text)


@pytest.mark.slow
def test_the_folder_fits_on_any_stick(site):
    assert sum(path.stat().st_size for path in site.rglob("*") if path.is_file()) < 25e6
