"""찾기를 실제 Chromium에서 쓴다: 글쇠만으로, file://에서, 엄한 CSP 아래에서, 휴대전화에서, 스크립트 없이."""

import axe
import pytest
from test_search import QUERIES

pytestmark = pytest.mark.slow  # HTML 책을 만들고 브라우저를 띄운다


def active(page):
    return page.evaluate("document.activeElement.getAttribute('href') || document.activeElement.tagName")


def state(page, words):
    page.wait_for_function(
        "words => document.querySelector('.lr-search-state').textContent.includes(words)", arg=words
    )


def test_every_query_finds_its_section_in_the_page_from_a_folder(window, site):
    page = window(f"{site.as_uri()}/book/08-cell-state.html")
    page.keyboard.press("Control+k")
    page.wait_for_function(
        "window.BookSearch === undefined && typeof BookSearch === 'object' && BookSearch.book"
    )
    missed = []
    for query, places in QUERIES:
        page.locator(".lr-search input").fill(query)
        expected = page.evaluate("query => BookSearch.find(query).found[0]?.url || ''", query)
        page.wait_for_function(
            "url => document.querySelector('.lr-found a')?.getAttribute('href').endsWith(url)", arg=expected
        )
        shown = [a.get_attribute("href") for a in page.locator(".lr-found a").all()[:3]]
        wanted = {"../book/" + (p.replace("#", ".html#") if "#" in p else p + ".html") for p in places}
        missed += [] if wanted & set(shown) else [(query, shown)]
    assert not missed and not page.wrong


def test_the_index_is_loaded_only_when_a_reader_searches(window, site):
    page = window(f"{site.as_uri()}/book/06-forget-gate.html")
    assert not [url for url in page.asked if "search-index" in url]
    page.locator(".search-button-field").click()
    page.keyboard.type("반감기")
    page.wait_for_selector(".lr-found a")
    assert len([url for url in page.asked if "search-index" in url]) == 1 and not page.wrong


def test_the_keyboard_alone_finds_reads_and_goes(window, site):
    page = window(f"{site.as_uri()}/book/06-forget-gate.html")
    page.keyboard.press("/")
    page.keyboard.type("셀 상태")
    state(page, "곳을 찾았어요")
    links = [a.get_attribute("href") for a in page.locator(".lr-found a").all()]
    for key, goal in [
        ("ArrowDown", links[0]),
        ("ArrowDown", links[1]),
        ("End", links[-1]),
        ("Home", links[0]),
    ]:
        page.keyboard.press(key)
        assert active(page) == goal
    page.keyboard.press("ArrowUp")
    assert active(page) == "INPUT"
    page.keyboard.press("ArrowDown")
    page.keyboard.type("는")  # 찾은 곳을 보다가 글자를 쓰면 찾는 칸에 들어간다
    assert active(page) == "INPUT" and page.locator(".lr-search input").input_value() == "셀 상태는"
    page.keyboard.press("Escape")
    page.wait_for_selector(".lr-search", state="hidden")
    page.keyboard.press("Control+k")
    page.keyboard.type("반감기")
    page.wait_for_function(
        "document.querySelector('.lr-found a')?.href.endsWith('%EB%B0%98%EA%B0%90%EA%B8%B0')"
    )
    page.keyboard.press("Enter")
    page.wait_for_selector(".lr-search", state="hidden")  # 같은 쪽의 절이면 창이 닫히고 그리로 간다
    assert page.evaluate("decodeURIComponent(location.hash)") == "#반감기"
    page.wait_for_function("Math.abs(document.getElementById('반감기').getBoundingClientRect().top) < 300")
    assert not page.wrong


def test_a_hit_on_another_page_opens_there(window, site):
    page = window(f"{site.as_uri()}/book/06-forget-gate.html", 390)
    page.locator(".lr-search-open:visible").click()
    page.keyboard.type("회전목마")
    with page.expect_navigation():
        page.locator(".lr-found a").first.click()
    assert "/book/05-lstm.html#" in page.url


def test_what_is_found_is_told_politely_in_korean(window, site):
    page = window(f"{site.as_uri()}/book/index.html")
    page.keyboard.press("Control+k")
    assert page.locator(".lr-search-state").get_attribute("role") == "status"
    page.keyboard.type("포화")
    state(page, "곳을 찾았어요")
    page.locator(".lr-search input").fill("zzzz")
    state(page, "이 책에 없어요")
    assert not page.locator(".lr-found").is_visible()
    page.locator(".lr-search input").fill("기울기 도토리")
    state(page, "비슷한 곳을")


def test_a_letter_in_the_making_does_not_follow_a_hit(window, site):
    page = window(f"{site.as_uri()}/book/index.html")
    page.keyboard.press("Control+k")
    page.keyboard.type("반감기")
    page.wait_for_selector(".lr-found a")
    page.evaluate("""() => document.querySelector('.lr-search input').dispatchEvent(
        new KeyboardEvent('keydown', { key: 'ArrowDown', bubbles: true, isComposing: true }))""")
    assert active(page) == "INPUT"


def test_symbols_are_set_as_symbols_and_the_words_found_are_marked(window, site):
    page = window(f"{site.as_uri()}/book/index.html")
    page.keyboard.press("Control+k")
    page.keyboard.type("c_t")
    page.wait_for_selector(".lr-found mark sub")
    assert "\ue000" not in page.locator(".lr-found").inner_text()
    assert "Ct" in page.locator(".lr-found mark").all_inner_texts()


def test_the_search_page_takes_a_question_from_its_address(window, site, strict):
    for base in (site.as_uri(), strict):
        page = window(f"{base}/search.html?q=핍홀")
        page.wait_for_selector("article .lr-found a")
        assert page.locator("article .lr-found a").first.get_attribute("href").startswith("./book/")
        assert not [text for text in page.wrong if "search" in text]


def test_search_works_where_only_own_scripts_may_run(window, strict):
    page = window(f"{strict}/book/06-forget-gate.html")
    page.locator(".search-button-field").click()
    page.keyboard.type("클리핑")
    page.wait_for_selector(".lr-found a")
    assert page.locator(".lr-found a").first.get_attribute("href").startswith("../book/02-vanishing.html#")
    assert not [text for text in page.wrong if "search" in text]


def test_without_scripts_the_button_leads_to_a_page_that_says_so(window, site):
    page = window(f"{site.as_uri()}/book/06-forget-gate.html", 390, java_script_enabled=False)
    page.locator(".lr-search-open:visible").first.click()
    assert page.url.endswith("/search.html")
    assert "스크립트가 꺼져 있어서" in page.locator("article").inner_text()
    page.locator("article a").click()
    assert page.url.endswith("/book/glossary.html")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 390, 1280])
def test_the_search_window_fits_and_is_accessible(window, site, width, scheme):
    page = window(f"{site.as_uri()}/book/06-forget-gate.html", width, color_scheme=scheme)
    page.keyboard.press("Control+k")
    page.keyboard.type("셀 상태")
    state(page, "곳을 찾았어요")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    box = page.locator(".lr-search").bounding_box()
    assert box["x"] >= 0 and box["x"] + box["width"] <= width and box["y"] + box["height"] <= 900
    assert page.evaluate("(e => e.scrollWidth <= e.clientWidth)(document.querySelector('.lr-found'))")
    assert not axe.violations(page, ".lr-search")


def test_a_click_beside_the_window_closes_it_and_the_word_stays(window, site):
    page = window(f"{site.as_uri()}/book/index.html")
    page.locator(".search-button-field").click()
    page.keyboard.type("반감기")
    page.wait_for_selector(".lr-found a")
    page.mouse.click(5, 5)
    page.wait_for_selector(".lr-search", state="hidden")
    page.locator(".search-button-field").click()
    assert page.locator(".lr-search input").input_value() == "반감기" and page.locator(".lr-found a").count()


def test_a_lost_connection_is_said(window, strict):
    page = window(f"{strict}/book/index.html")
    page.route("**/search-index.js", lambda route: route.abort())
    page.reload()  # 이미 떠 있는 쪽의 요청은 막기가 화면 쪽에 닿기 전에 새어 나갈 수 있다
    page.keyboard.press("Control+k")
    page.keyboard.type("반")
    state(page, "싣지 못했어요")
    page.unroute("**/search-index.js")
    page.keyboard.type("감기")
    page.wait_for_selector(".lr-found a")
