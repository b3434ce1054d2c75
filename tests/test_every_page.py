"""책의 모든 쪽을 실제 Chromium에서 연다: 폴더에서 한 번, 엄한 보안 규칙 아래에서 한 번.

쪽을 여는 일이 보는 일보다 오래 걸리므로, 한 번 연 쪽을 여러 검사가 차례로 본다. 검사는 저마다 쓸 너비와 밝기를 정하고,
편 것과 연 것을 되돌려 놓는다. 쪽 전체를 보는 검사는 여기에 둔다. 너비와 밝기를 바꾸면 쪽을 다시 놓으므로, 같은 것끼리 모아 둔다.
"""

from collections import Counter
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import unquote, urlparse

import axe
import build
import pytest
from inks import CROWDED, EVERY, LEAST
from serving import watched
from tab import Tab
from titles import TITLES, ill

pytestmark = pytest.mark.slow  # HTML 책을 만들고 브라우저를 띄운다
PHONE, WIDE = 390, 1280


@pytest.fixture(scope="module", params=build.chapters())
def name(request):
    return request.param


@pytest.fixture(scope="module")
def page(tab, site, name, request):
    """휴대전화로 폴더에서 연 쪽. 다 볼 때까지 난 오류도 본다."""
    with tab.visit(request.session, (site / "book" / f"{name}.html").as_uri(), PHONE) as page:
        yield page


@pytest.fixture(scope="module")
def guard(browser):
    """엄한 보안 규칙 아래의 쪽들을 차례로 여는 창."""
    kept = Tab(browser, "error", "warning")
    yield kept
    kept.close()


@pytest.fixture(scope="module")
def guarded(guard, strict, name, request):
    """휴대전화로 엄한 보안 규칙 아래에서 연 쪽. 받은 것은 page.came에 모인다."""
    url = f"{strict}/book/{name}.html"
    with guard.visit(request.session, url, PHONE, until="networkidle") as page:
        yield page


def shown(page, width, scheme="light"):
    """쪽의 너비와 밝기를 정하고, 쪽이 따라올 때까지 기다린다."""
    if page.viewport_size["width"] != width:
        page.set_viewport_size({"width": width, "height": 900})
    page.emulate_media(color_scheme=scheme)
    page.wait_for_function("scheme => document.documentElement.dataset.theme === scheme", arg=scheme)


@contextmanager
def unfolded(page):
    """접은 곳을 모두 편 동안."""
    page.evaluate("window.folded = [...document.querySelectorAll('details:not([open])')]")
    page.evaluate("folded.forEach(d => d.open = true)")
    yield
    page.evaluate("folded.forEach(d => d.open = false)")


def dials_in(name):
    """노트북이 그 쪽에 놓은 조작판의 수."""
    return (build.BOOK / f"{name}.ipynb").read_text(encoding="utf-8").count('data-dial=\\"')


def test_a_page_opens_from_a_folder_without_errors_and_without_the_network(page, site):
    shown(page, PHONE)
    assert not page.wrong and page.asked
    assert not [url for url in page.asked if not url.startswith(("data:", site.as_uri()))]
    assert page.locator("article h1").is_visible()


def test_exponents_are_raised_not_written_with_specks(page):
    shown(page, PHONE)
    left = """() => { const found = [], walk = document.createTreeWalker(document.querySelector('article'), NodeFilter.SHOW_TEXT);
      while (walk.nextNode()) { const n = walk.currentNode;
        if (/[⁰¹²³⁴⁵⁶⁷⁸⁹⁻]/.test(n.data) && !n.parentElement.closest('code, pre, script, svg')) found.push(n.data) }
      return found }"""
    assert page.evaluate(left) == []


CONTRAST = """() => {
  const lum = c => { const v = c.match(/[\\d.]+/g).slice(0, 3).map(x => { x /= 255;
    return x <= .03928 ? x / 12.92 : ((x + .055) / 1.055) ** 2.4 }); return .2126*v[0] + .7152*v[1] + .0722*v[2] };
  const back = e => { while (e) { const c = getComputedStyle(e).backgroundColor;
    if (!/, 0\\)$|transparent/.test(c)) return c; e = e.parentElement } return getComputedStyle(document.body).backgroundColor };
  const worded = e => [...e.childNodes].some(n => n.nodeType === 3 && n.data.trim());
  const marks = [...document.querySelectorAll('article math *')].filter(worded);  // 수식의 글자 하나하나
  return [...document.querySelectorAll('article p, article li, article td, article th, article summary, article h1, article h2,'
      + ' article code span, article blockquote strong, .bd-sidebar a'), ...marks]
    .filter(e => e.textContent.trim() && e.checkVisibility()).map(e => {
      const a = lum(getComputedStyle(e).color), b = lum(back(e));
      return [(Math.max(a, b) + .05) / (Math.min(a, b) + .05), e.tagName + ' ' + e.textContent.slice(0, 30)] })
    .filter(([ratio]) => ratio < 4.5).slice(0, 5) }"""


def test_a_faint_word_a_faint_symbol_and_a_silent_picture_are_found(browser):
    page = watched(browser.new_page())
    page.set_content("""<!doctype html><html lang=ko><title>쪽</title><body style="background: #fff"><main><article><h1>제목</h1>
      <p style="color: #aaa">흐린 글</p><math><mi style="color: #bbb">x</mi></math><img src="data:,"></article></main>""")
    assert [words for _, words in page.evaluate(CONTRAST)] == ["P 흐린 글", "mi x"]
    assert {rule for rule, _ in axe.violations(page)} == {"color-contrast", "image-alt"}
    page.close()


def test_both_drawers_open_on_a_phone_and_close_again(page):
    shown(page, PHONE)
    for toggle in ("primary", "secondary"):
        button = page.locator(f".lr-bar .{toggle}-toggle")
        if toggle == "secondary" and not button.count():
            continue  # 차례가 없는 짧은 쪽
        button.click()
        drawer = page.locator(f"#pst-{toggle}-sidebar-modal")
        drawer.locator("a").first.wait_for(state="visible")
        assert button.get_attribute("aria-expanded") == "true"
        page.keyboard.press("Escape")
        drawer.wait_for(state="hidden")
        assert button.get_attribute("aria-expanded") == "false"


@pytest.mark.parametrize("width", [PHONE, 320, 640])  # 640은 1280에서 두 배로 키운 화면이다
def test_nothing_sticks_out_on_a_phone(page, width):
    shown(page, width)
    wide = "document.documentElement.scrollWidth"
    assert page.evaluate(wide) <= width
    with unfolded(page):
        assert page.evaluate(wide) <= width, "접은 곳을 펼치면 밖으로 나갑니다."


# 조작판의 안쪽을 넘는 것과 칸에서 잘린 수. 수마다 그 표에 올 수 있는 가장 긴 것을 넣어 보고 되돌린다
CUT = """() => [...document.querySelectorAll('.lr-dial')].flatMap(dial => {
  const edge = dial.getBoundingClientRect().right - parseFloat(getComputedStyle(dial).paddingRight);
  const seen = e => e.checkVisibility();
  const cells = [...dial.querySelectorAll('.lr-now td:not([colspan])')].filter(seen), kept = cells.map(c => c.innerHTML);
  cells.forEach(c => { c.innerHTML = c.closest('[data-phase]') ? '−3.1×10<sup>−4</sup>' : '−7.3×10<sup>−53</sup>' });
  const out = [...dial.querySelectorAll('input, button, fieldset, table, th, td')].filter(seen).filter(e =>
    e.getBoundingClientRect().right > edge + .5 || e.matches('th, td') && e.scrollWidth > e.clientWidth);
  const found = out.map(e => [dial.dataset.dial, e.tagName, e.textContent.trim().slice(0, 20)]);
  cells.forEach((c, k) => { c.innerHTML = kept[k] });
  return found })"""


@pytest.mark.parametrize("width", [PHONE, 320, 460])
def test_a_dial_holds_its_knobs_and_its_longest_numbers(page, name, width):
    """책의 테마가 조작판의 표와 손잡이에 거는 모양까지, 책의 쪽에서 본다."""
    shown(page, width)
    assert page.locator(".lr-dial input[type=range]").count() >= dials_in(name)
    assert page.evaluate(CUT) == []


@pytest.mark.parametrize("width", [PHONE, WIDE])
def test_words_in_figures_and_titles_of_tables_are_well_placed(page, width):
    """그림의 글은 다른 글이나 선에 닿지 않고, 표의 제목은 낱말 사이에서 나뉘며 제 칸의 위에 선다."""
    shown(page, width)
    with unfolded(page):
        touching = page.evaluate(CROWDED, {"within": EVERY, **LEAST})
        tables = page.evaluate(TITLES)
    assert touching == []
    assert not [lines for table in tables for lines in table["titles"] if ill(lines)]
    assert all(abs(table["off"]) <= 1 for table in tables), tables


def test_the_notebook_can_be_downloaded(page):
    shown(page, WIDE)
    menu = page.locator(".lr-menu summary")
    menu.click()
    link = page.get_by_role("link", name="노트북 내려받기")
    assert link.is_visible() and Path(unquote(urlparse(link.evaluate("a => a.href")).path)).is_file()
    menu.click()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_words_stand_out_from_their_background(page, scheme):
    shown(page, WIDE, scheme)
    assert page.evaluate(CONTRAST) == []


# 보이는 것들의 여는 꼬리표. 밝기가 바뀌어도 같아야, 색을 보지 않는 규칙을 한 번만 볼 수 있다
SEEN = """() => [...document.body.querySelectorAll('*')].filter(e => e.checkVisibility({visibilityProperty: true}))
  .map(e => e.cloneNode().outerHTML.slice(0, 200))"""


def test_axe_finds_nothing_on_the_whole_page(page, name):
    """어두운 화면에서는 색을 보는 규칙을, 밝은 화면에서는 모든 규칙을 본다."""
    shown(page, WIDE, "dark")
    assert page.locator("[data-live]").count() == dials_in(name)
    assert not axe.violations(page, rules=axe.COLOURS), (WIDE, "dark")
    seen = Counter(page.evaluate(SEEN))
    shown(page, WIDE, "light")
    seen.subtract(page.evaluate(SEEN))
    changed = [tag for tag, more in seen.items() if more]
    assert not changed, f"밝기에 따라 나타나거나 바뀌는 것: {changed[:5]}"
    assert not axe.violations(page), (WIDE, "light")


def test_a_page_opens_under_a_strict_policy_without_errors_and_without_the_network(guarded, strict):
    assert not guarded.wrong
    assert not [url for url in guarded.asked if not url.startswith(("data:", strict))]
    assert guarded.locator("article h1").is_visible()


def test_a_page_loads_at_most_100_kilobytes_of_script(guarded, name):
    scripts = {r.url: len(r.body()) for r in guarded.came if r.request.resource_type == "script"}
    assert any("dial.js" in url for url in scripts) or not dials_in(name)
    assert 0 < sum(scripts.values()) <= 100_000


def test_every_dial_lives_under_a_strict_policy(guarded, name):
    dials = guarded.locator("[data-dial]").all()
    called = "\n".join(cell.source for cell in build.read(name).cells if cell.cell_type == "code")
    assert bool(dials) == ("lr.widgets." in called)
    assert len(dials) == guarded.locator("[data-live]").count() == dials_in(name)
    for dial in dials:
        knob = dial.locator("input[type=range]:visible").first
        said = dial.locator(".lr-said").element_handle()
        before = said.text_content()
        knob.focus()
        guarded.keyboard.press("Home" if knob.get_attribute("value") != knob.get_attribute("min") else "End")
        guarded.wait_for_function("([e, before]) => e.textContent !== before", arg=[said, before])


def test_the_contents_open_under_a_strict_policy(guarded):
    guarded.locator(".lr-bar .primary-toggle").click()
    guarded.locator("#pst-primary-sidebar-modal a").first.wait_for(state="visible")
