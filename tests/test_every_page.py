"""책의 모든 쪽을 실제 Chromium에서 연다: 폴더에서 한 번, 엄한 보안 규칙 아래에서 한 번.

쪽을 여는 일이 보는 일보다 오래 걸리므로, 한 번 연 쪽을 여러 검사가 차례로 본다. 검사는 저마다 쓸 너비와 밝기를 정하고,
편 것과 연 것을 되돌려 놓는다.
"""

from pathlib import Path
from urllib.parse import unquote, urlparse

import axe
import build
import pytest
from serving import watched

pytestmark = pytest.mark.slow  # HTML 책을 만들고 브라우저를 띄운다
PHONE, WIDE = 390, 1280


@pytest.fixture(scope="module", params=build.chapters())
def name(request):
    return request.param


@pytest.fixture(scope="module")
def from_folder(browser, site, name):
    """휴대전화로 폴더에서 연 쪽. 다 볼 때까지 난 오류도 본다."""
    context = browser.new_context(viewport={"width": PHONE, "height": 900})
    page = watched(context.new_page())
    page.goto((site / "book" / f"{name}.html").as_uri(), wait_until="load")
    yield page
    context.close()
    assert not page.wrong


@pytest.fixture
def page(from_folder):
    """밝은 휴대전화로 되돌린 쪽."""
    shown(from_folder, PHONE, "light")
    return from_folder


@pytest.fixture(scope="module")
def guarded(browser, strict, name):
    """휴대전화로 엄한 보안 규칙 아래에서 연 쪽. 받은 것은 page.came에 모인다."""
    context = browser.new_context(viewport={"width": PHONE, "height": 900})
    page = watched(context.new_page(), "error", "warning")
    page.came = []
    page.on("response", lambda response: page.came.append(response))
    page.goto(f"{strict}/book/{name}.html", wait_until="networkidle")
    yield page
    context.close()
    assert not page.wrong


def shown(page, width, scheme):
    """쪽의 너비와 밝기를 정하고, 쪽이 따라올 때까지 기다린다."""
    page.set_viewport_size({"width": width, "height": 900})
    page.emulate_media(color_scheme=scheme)
    page.wait_for_function("scheme => document.documentElement.dataset.theme === scheme", arg=scheme)


def dials_in(name):
    """노트북이 그 쪽에 놓은 조작판의 수."""
    return (build.BOOK / f"{name}.ipynb").read_text(encoding="utf-8").count('data-dial=\\"')


def test_a_page_opens_from_a_folder_without_errors_and_without_the_network(page, site):
    assert not page.wrong and page.asked
    assert not [url for url in page.asked if not url.startswith(("data:", site.as_uri()))]
    assert page.locator("article h1").is_visible()


def test_exponents_are_raised_not_written_with_specks(page):
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


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_words_stand_out_from_their_background(page, scheme):
    shown(page, WIDE, scheme)
    assert page.evaluate(CONTRAST) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_on_the_whole_page(page, name, scheme):
    shown(page, WIDE, scheme)
    assert page.locator("[data-live]").count() == dials_in(name)
    assert not axe.violations(page)


def test_the_notebook_can_be_downloaded(page):
    shown(page, WIDE, "light")
    menu = page.locator(".lr-menu summary")
    menu.click()
    link = page.get_by_role("link", name="노트북 내려받기")
    assert link.is_visible() and Path(unquote(urlparse(link.evaluate("a => a.href")).path)).is_file()
    menu.click()


def test_both_drawers_open_on_a_phone_and_close_again(page):
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


@pytest.mark.parametrize("width", [640, 390, 320])  # 640은 1280에서 두 배로 키운 화면이다
def test_nothing_sticks_out_on_a_phone(page, width):
    shown(page, width, "light")
    wide, folded = (
        "document.documentElement.scrollWidth",
        page.locator("details:not([open])").element_handles(),
    )
    assert page.evaluate(wide) <= width
    page.evaluate("all => all.forEach(d => d.open = true)", folded)
    assert page.evaluate(wide) <= width, "접은 곳을 펼치면 밖으로 나갑니다."
    page.evaluate("all => all.forEach(d => d.open = false)", folded)


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
