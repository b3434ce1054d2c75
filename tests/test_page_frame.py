"""본문을 둘러싼 틀을 독자처럼 쓴다: 단추를 누르고, 글쇠만으로 다니고, 인쇄하고, 고대비로 본다."""

import pytest
from pypdf import PdfReader

pytestmark = pytest.mark.slow  # HTML 책을 만들고 브라우저를 띄운다


def test_the_contents_fold_away_on_a_wide_screen(reader):
    page = reader("06-forget-gate")
    chapters = page.locator("#pst-primary-sidebar")
    assert chapters.is_visible()
    page.locator(".primary-toggle").click()
    chapters.wait_for(state="hidden")


def test_the_first_tab_reaches_the_skip_link_and_answers_open_by_keyboard(reader):
    page = reader("06-forget-gate")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.getAttribute('href')") == "#main-content"
    summary = page.locator("summary").first
    summary.focus()
    page.keyboard.press("Enter")
    assert page.locator("details").first.get_attribute("open") is not None


def test_the_dark_switch_works(reader):
    page = reader("index")
    before = page.evaluate("getComputedStyle(document.body).backgroundColor")
    for _ in range(3):
        page.locator("button.theme-switch-button:visible").first.click()
        if page.evaluate("document.documentElement.dataset.theme") == "dark":
            break
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") != before


def test_answers_are_hidden_until_asked_for(reader):
    folded = reader("08-cell-state").locator("details")
    assert folded.count() >= 8 and all(not d.get_attribute("open") for d in folded.all())


# 초점을 받은 것마다 테두리가 보이는가. 쪽 전체를 Tab으로 돈다
STOP = """() => { const e = document.activeElement, s = getComputedStyle(e), r = e.getBoundingClientRect();
  return [e === document.body, s.outlineStyle === 'solid' && parseFloat(s.outlineWidth) >= 2 && r.width > 0,
    e.tagName + '.' + e.className + ' ' + (e.innerText || e.ariaLabel || '').slice(0, 30)] }"""


@pytest.mark.parametrize("width", [390, 1280])
@pytest.mark.parametrize("name", ["index", "02-vanishing"])
def test_every_stop_of_the_tab_key_is_seen(reader, name, width):
    page = reader(name, width)
    seen = []
    for _ in range(400):
        page.keyboard.press("Tab")
        body, visible, words = page.evaluate(STOP)
        if body:
            break
        seen.append(words)
        assert visible, f"{words}: 초점이 보이지 않습니다."
    assert len(seen) > 20 and not [words for words in seen if words.startswith("SPAN.math")]


@pytest.mark.parametrize("choice, printed", [("on", True), ("off", False)])
def test_answers_are_printed_or_left_out_by_choice(reader, choice, printed):
    page = reader("06-forget-gate", 390)
    page.evaluate("window.print = () => { document.title = 'printed' }")
    page.locator(".lr-menu summary").click()
    page.locator(f"[data-print={choice}]").click()
    assert page.title() == "printed"
    page.emulate_media(media="print")
    answers = page.locator("article details:not(.lr-code):not(.lr-made) > p:not(.lr-self)")
    assert answers.count() > 8
    heights = answers.evaluate_all("all => all.map(p => p.checkVisibility({contentVisibilityAuto: true}))")
    assert set(heights) == {printed}


def test_nothing_is_cut_at_the_right_edge_of_paper(reader):
    page = reader("08-cell-state", 680)  # A4에서 여백을 뺀 너비
    page.emulate_media(media="print")
    assert page.evaluate("document.documentElement.scrollWidth") <= 680
    cut = """() => [...document.querySelectorAll('article :is(pre, table)')].filter(e => e.scrollWidth > e.clientWidth + 1)
      .map(e => e.innerText.slice(0, 60))"""
    assert page.evaluate(cut) == []


def test_paper_is_white_also_when_the_screen_is_dark(reader):
    page = reader("06-forget-gate", scheme="dark")
    page.emulate_media(media="print")
    color = "e => [getComputedStyle(document.body).backgroundColor, getComputedStyle(e).color]"
    paper, ink = page.locator("article h2").first.evaluate(color)
    assert paper == "rgb(255, 255, 255)" and max(map(int, ink[4:-1].split(", "))) < 80


def test_a_printed_chapter_begins_with_its_title(reader):
    page = reader("06-forget-gate", 680)
    page.emulate_media(media="print")
    assert page.locator("article h1").is_visible()


@pytest.mark.parametrize("scale", [1, 1.05])  # 다른 한글 글꼴이 조금 넓어도 한 장이다
def test_the_sheet_prints_on_exactly_one_a4_page(reader, tmp_path, scale):
    page = reader("sheet", 390, "dark")
    page.pdf(path=tmp_path / "sheet.pdf", prefer_css_page_size=True, scale=scale)
    (paper,) = PdfReader(tmp_path / "sheet.pdf").pages
    assert [round(float(side)) for side in paper.mediabox[2:]] == [595, 842]
    said = "".join(
        c for c in paper.extract_text() if c.isprintable() and c != " "
    )  # 글자 사이에 \x01이 끼기도 한다
    assert all(words in said for words in ("LSTM한장요약", "0.122", "128개", "은닉상태"))


def test_the_sheet_is_one_press_away_from_the_front_page_and_from_chapter_ten(reader):
    for name in ("index", "10-summary"):
        page = reader(name, 390)
        page.locator("article a[href='sheet.html']").first.click()
        assert page.locator("article h1").inner_text().startswith("LSTM 한 장 요약")


@pytest.mark.parametrize("name", ["glossary", "symbols"])
def test_meanings_are_in_sight_on_a_phone(reader, name):
    page = reader(name, 390)
    cells = page.locator("article table.lr-cards td")
    assert cells.count() > 20
    right = cells.evaluate_all("all => Math.max(...all.map(c => c.getBoundingClientRect().right))")
    assert right <= 390
    named = page.locator("article [data-name=뜻]").first
    assert named.evaluate("c => getComputedStyle(c, '::before').content") == '"뜻"'
    empty = page.locator("article .lr-cards td:has(> p:empty)")
    assert bool(empty.count()) == (name == "symbols") and not empty.filter(visible=True).count()


@pytest.mark.parametrize("width", [390, 1280])
def test_a_table_folded_into_cards_is_still_read_as_a_table(reader, width):
    page = reader("12-honorifics", width)
    # 빈칸(lr-none)은 카드에서 보이지도 읽히지도 않는다
    cells = f"""() => ['tr', '{"td:not(.lr-none)" if width < 600 else "td"}', 'tbody th', 'thead th']
      .map(t => document.querySelectorAll('article .lr-cards ' + t).length)"""
    counts = page.evaluate(cells)
    assert min(counts) > 0
    page.evaluate("document.querySelectorAll('article table:not(.lr-cards)').forEach(t => t.remove())")
    nodes = page.context.new_cdp_session(page).send("Accessibility.getFullAXTree")["nodes"]
    roles = [node["role"]["value"] for node in nodes if not node["ignored"]]
    assert [roles.count(role) for role in ("row", "cell", "rowheader", "columnheader")] == counts


def test_buttons_keep_their_pictures_in_forced_colours(reader):
    page = reader("06-forget-gate", 390, forced_colors="active")
    for icon in page.locator(".lr-bar svg.lr-icon:visible").all():
        ink, paper = icon.evaluate(
            "e => [getComputedStyle(e).stroke, getComputedStyle(e.closest('.lr-bar')).backgroundColor]"
        )
        assert ink != paper and "none" not in ink


def test_a_pressed_button_is_told_apart_in_forced_colours(reader):
    page = reader("06-forget-gate", 390, forced_colors="active")
    page.locator("summary", has_text="답 보기").first.click()
    pressed = page.locator(".lr-self").first.locator("button").first
    pressed.click()
    paper = "e => getComputedStyle(e).backgroundColor"
    assert pressed.evaluate(paper) not in (page.locator("body").evaluate(paper), "rgba(0, 0, 0, 0)")


def test_the_first_paint_has_the_readers_scheme(reader):
    page = reader("index", scheme="dark")
    script = page.evaluate("document.querySelector('script').src")
    assert script.endswith("assets/first.js")  # defer가 아니라서 본문보다 먼저 실행된다
    assert not page.evaluate("document.querySelector('script').defer")
    assert page.evaluate("document.documentElement.dataset.theme") == "dark"


def test_without_scripts_the_contents_stand_below_and_no_button_is_dead(reader):
    page = reader("06-forget-gate", 390, java_script_enabled=False)
    assert page.locator("#pst-primary-sidebar a").first.is_visible()
    assert page.locator(".lr-bar button:visible").count() == 0
    page.locator("article details:not(.lr-code) > summary").first.click()
    assert page.locator("article details[open]").count() == 1


HIDDEN = """() => { const one = document.activeElement, box = one.getBoundingClientRect();
  const there = document.elementFromPoint(box.left + box.width / 2, box.top + box.height / 2);
  return !there || !(one.contains(there) || there.contains(one)) }"""


@pytest.mark.parametrize("width", [390, 1280])
def test_a_knob_reached_by_keyboard_is_not_behind_its_picture(reader, width):
    page = reader("06-forget-gate", width)
    panel, knobs = ".lr-dial .lr-panel", page.locator(".lr-dial .lr-panel :is(input, button)")
    for start, key in ((knobs.first, "Tab"), (page.locator(".lr-dial summary"), "Shift+Tab")):
        start.focus()
        seen = 0
        for _ in range(knobs.count()):
            page.keyboard.press(key)
            if page.evaluate("panel => !!document.activeElement.closest(panel)", panel):
                seen += 1
                assert not page.evaluate(HIDDEN), page.evaluate("document.activeElement.outerHTML")
        assert seen > 10


def test_a_finger_closes_the_contents(reader):
    page = reader("06-forget-gate", 390, has_touch=True)
    for name in ("primary", "secondary"):
        page.locator(f".lr-bar .{name}-toggle").tap()
        drawer = page.locator(f"#pst-{name}-sidebar-modal")
        drawer.get_by_role("button", name="차례 닫기").tap()
        drawer.wait_for(state="hidden")
        assert page.get_by_role("button", name="차례 닫기").count() == 0
