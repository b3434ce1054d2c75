"""만든 HTML을 글자로 읽어 본다: 밖을 부르지 않는지, 수식과 대체 텍스트가 있는지, 빠진 쪽이 없는지."""

import gzip
import re
import tomllib
from functools import cache

import anchors
import build
import pytest
from bs4 import BeautifulSoup, NavigableString, Tag

pytestmark = pytest.mark.slow  # HTML 책을 만든다
NAMES = build.chapters()


@pytest.fixture
def page(soup):
    return soup


def words(tag, without):
    """글만 차례로 준다. `without`에 든 이름이나 클래스의 안은 건너뛴다."""
    for child in tag.children:
        if type(child) is NavigableString:
            yield child
        elif isinstance(child, Tag) and not {child.name, *child.get("class", [])} & {*without}:
            yield from words(child, without)


@cache
def places(path):
    """파일에 있는 이름표."""
    return set(re.findall(r'\bid="([^"]*)"', path.read_text(encoding="utf-8")))


@pytest.mark.parametrize("name", NAMES)
def test_a_page_loads_nothing_from_elsewhere(page, name):
    soup = page(name)
    loaded = [
        tag.get("src") or tag.get("href")
        for tag in soup.select("script[src], link[href]:not([rel=canonical]), img[src], iframe[src]")
    ]
    assert loaded and not [url for url in loaded if re.match(r"(https?:)?//", url)]
    for script in soup.select("script:not([src])"):
        assert "http" not in script.get_text().replace("http://www.w3.org", "")


def test_the_styles_load_nothing_from_elsewhere(site):
    sheets = list(site.rglob("*.css"))
    assert sheets
    for sheet in sheets:
        assert not re.search(
            r"url\(\s*[\"']?(https?:)?//|@import\s+[\"']https?:", sheet.read_text(encoding="utf-8")
        )


@pytest.mark.parametrize("name", NAMES)
def test_every_file_a_page_names_is_there(site, page, name):
    for tag in page(name).select("script[src], link[rel=stylesheet], img[src], link[rel=icon]"):
        url = (tag.get("src") or tag.get("href")).split("?")[0]
        assert url.startswith("data:") or (site / "book" / url).resolve().exists(), url


@pytest.mark.parametrize("name", NAMES)
def test_every_place_a_page_leads_to_is_there(site, page, name):
    here = site / "book" / f"{name}.html"
    for tag in page(name).select("a[href]"):
        url, _, place = tag["href"].partition("#")
        if re.match("https?:", url) or tag["href"] == "#":
            continue
        target = (here.parent / url.split("?")[0]).resolve() if url else here
        assert target.is_file(), tag["href"]
        if place and target.suffix == ".html":
            assert place in places(target), tag["href"]


@pytest.mark.parametrize("name", NAMES)
def test_no_name_stands_twice_and_every_section_has_one_that_lasts(page, name):
    names = [tag["id"] for tag in page(name).select("[id]")]
    assert len(names) == len(set(names)), [one for one in names if names.count(one) > 1]
    assert not [one for one in names if re.fullmatch(r"id\d+", one)]
    listed = {anchor.name for anchor in anchors.read()[name]}
    assert listed <= set(names), f"쪽에 없는 이름표: {listed - set(names)}"


@pytest.mark.parametrize("name", NAMES)
def test_the_frame_around_a_page_speaks_korean(site, name):
    html = (site / "book" / f"{name}.html").read_text(encoding="utf-8")
    html = re.sub(r"<(article|script|style)\b.*?</\1>", "", html, flags=re.S)
    soup = BeautifulSoup(html, "html.parser")
    assert soup.select(".lr-bar") and not soup.select("article, script, style")
    for tag in soup.select("[title], [aria-label], [placeholder]"):
        for key in ("title", "aria-label", "placeholder"):
            assert not tag.get(key) or re.search("[가-힣]", tag[key]), tag
    assert "Skip to" not in soup.get_text() and "Copyright" not in soup.get_text()


def test_tables_break_lines_between_words_and_never_at_an_equals_sign(page):
    assert page("12-honorifics").select(".lr-table td.words.long")
    names = [th.get_text() for th in page("08-cell-state").select(".lr-table th[scope=row]")]
    assert "bf\u00a0=\u00a00" in names and not [name for name in names if " = " in name]


RAW = re.compile(
    r"(?<![A-Za-z])(?:[d∂]?[A-Za-zΣ∏]̃?|‖)_[{A-Za-z0-9]|[\w}‖]\^|\d[eE][-−+]\d|[A-Za-z]{2}_[A-Za-z]"
)
NOT_PROSE = ("code", "pre", "math", "script", "style", "title", "td", "lr-dial", "headerlink")


@pytest.mark.parametrize("name", [name for name in NAMES if name != "sources"])  # 원문의 글자를 그대로 둔 쪽
def test_no_index_or_power_is_left_as_it_is_typed(page, name):
    """h_t와 10^5는 글자가 아니라 첨자로, 1e-05는 10의 거듭제곱으로 적고, max_norm 같은 이름은 코드로 적는다."""
    article = page(name).select_one("article")
    titles = () if not name.startswith("api") else ("h3", "h2")  # 참고 쪽의 제목은 이름이다
    prose = [re.sub(r"doi:\S+", "", text) for text in words(article, (*NOT_PROSE, *titles))]
    prose = [text.strip() for text in prose if RAW.search(text)]
    # 표의 칸에는 이름을 그대로 적는다(weight_ih_l0)
    cells = [td.get_text() for td in article.select("td") if not td.select("math, code")]
    assert not prose and not [
        text for text in cells if RAW.search(text) and not re.fullmatch(r"[\w, ]+", text)
    ]


@pytest.mark.parametrize("name", NAMES)
def test_a_page_is_korean_has_one_title_and_a_description(page, name):
    soup = page(name)
    assert soup.html["lang"] == "ko" and len(soup.select("article h1")) == 1
    assert len(soup.select_one("meta[name=description]")["content"]) > 20
    assert soup.select_one("meta[name=viewport]")


@pytest.mark.parametrize("name", NAMES)
def test_no_mark_is_left_raw(page, name):
    text = "".join(words(page(name).article, ("pre", "code", "script", "style", "math")))
    assert len(text) > 300
    for raw in ("**", "$$", "{{", "}}", "\\frac", "<!--"):
        assert raw not in text, f"{raw} … {text[max(0, text.find(raw) - 60) : text.find(raw) + 60]}"


@pytest.mark.parametrize("name", [n for n in NAMES if re.match(r"\d\d", n) or n == "symbols"])
def test_math_is_mathml_that_screen_readers_read_and_copies_as_tex(page, name):
    formulas = page(name).select("article math")
    assert len(formulas) >= 20 and not page(name).select("merror")
    assert all(formula.parent.get("data-tex") for formula in formulas)
    assert "temml" not in {tag.get("src") for tag in page(name).select("script")}


@pytest.mark.parametrize("name", NAMES)
def test_a_chapter_has_at_most_five_thousand_elements(page, name):
    limit = 14_000 if name in ("claims", "api", "api-experiments") else 5_000  # 책 전체의 목록은 장이 아니다
    assert len(page(name).find_all(True)) <= limit


@pytest.mark.parametrize("name", NAMES)
def test_every_picture_has_words(page, name):
    soup = page(name)
    for image in soup.select("article img"):
        assert re.search("[가-힣]", image.get("alt", "")), image
    for drawing in soup.select("article svg[role=img]"):
        assert re.search("[가-힣]", drawing["aria-label"])


@pytest.mark.parametrize("name", [n for n in NAMES if re.match(r"\d\d", n)])
def test_the_install_cell_is_hidden_and_the_colab_button_names_the_repository(page, name):
    address = tomllib.loads((build.ROOT / "pyproject.toml").read_text())["project"]["urls"]["Repository"]
    soup = page(name)
    owner = address.removeprefix("https://github.com/")
    assert soup.select_one(f'a[href*="colab.research.google.com/github/{owner}/blob/main/book/{name}.ipynb"]')
    assert "google.colab" not in soup.select_one("article").get_text()


def test_the_folder_opens_on_its_first_page(site):
    assert "book/index.html" in (site / "index.html").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", NAMES)
def test_the_first_view_of_a_page_is_light(site, page, name):
    """쪽을 열 때 받는 것(글은 gzip): 쪽, 스타일, 스크립트, 그림, 수식 글꼴. 찾기의 색인은 찾을 때 받는다."""
    files = [site / "book" / f"{name}.html", site / "assets" / "math" / "LSTMBookMath.woff2"]
    for tag in page(name).select("script[src], link[rel=stylesheet], img[src], link[rel=icon]"):
        url = (tag.get("src") or tag.get("href")).split("?")[0]
        files += [] if url.startswith("data:") else [(site / "book" / url).resolve()]
    sizes = {
        f.name: len(f.read_bytes() if f.suffix == ".woff2" else gzip.compress(f.read_bytes(), 6))
        for f in files
    }
    assert sum(sizes.values()) <= 250_000, sizes


def test_the_folder_is_small_and_holds_no_tool_that_only_the_build_needs(site):
    files = [path for path in site.rglob("*") if path.is_file()]
    assert sum(path.stat().st_size for path in files) <= 25_000_000
    assert not [path for path in files if path.suffix in (".py", ".md", ".map") or "temml" in path.name]
