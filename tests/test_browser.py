"""만든 책을 실제 Chromium에서 연다: 밖으로 나가는 요청, 오류, 넘침, 대비, 키보드, 찾기."""

import functools
import http.server
import threading

import build
import pytest

pytestmark = pytest.mark.slow  # HTML 책을 만들고 브라우저를 띄운다
NAMES = build.chapters()


class Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *_):
        pass


@pytest.fixture(scope="module")
def bases(site):
    handler = functools.partial(Quiet, directory=str(site))
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield {"http": f"http://127.0.0.1:{server.server_port}", "file": site.as_uri()}
    server.shutdown()


def visit(browser, url, width=1280, scheme="light"):
    """쪽을 열고 (쪽, 밖으로 나간 요청, 오류)를 준다."""
    context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme)
    page, outside, errors = context.new_page(), [], []
    inside = ("data:", url.split("/book/")[0], url.split("/search.html")[0])
    page.on("request", lambda r: None if r.url.startswith(inside) else outside.append(r.url))
    page.on("requestfailed", lambda r: errors.append(r.url))
    page.on("pageerror", lambda e: errors.append(str(e)))
    page.on("console", lambda m: errors.append(m.text) if m.type == "error" else None)
    page.goto(url, wait_until="load")
    return page, outside, errors


@pytest.mark.parametrize("scheme", ["http", "file"])
@pytest.mark.parametrize("name", NAMES)
def test_a_page_opens_without_errors_and_without_the_network(browser, bases, name, scheme):
    page, outside, errors = visit(browser, f"{bases[scheme]}/book/{name}.html")
    assert not outside and not errors
    assert page.locator("article h1").is_visible()
    page.context.close()


@pytest.mark.parametrize("width", [640, 390, 320])  # 640은 1280에서 두 배로 키운 화면이다
@pytest.mark.parametrize("name", NAMES)
def test_nothing_sticks_out_on_a_phone(browser, bases, name, width):
    page, _, _ = visit(browser, f"{bases['file']}/book/{name}.html", width)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
    assert page.evaluate("document.documentElement.scrollWidth") <= width, "접은 곳을 펼치면 밖으로 나갑니다."
    page.context.close()


CONTRAST = """() => {
  const lum = c => { const v = c.match(/[\\d.]+/g).slice(0, 3).map(x => { x /= 255;
    return x <= .03928 ? x / 12.92 : ((x + .055) / 1.055) ** 2.4 }); return .2126*v[0] + .7152*v[1] + .0722*v[2] };
  const back = e => { while (e) { const c = getComputedStyle(e).backgroundColor;
    if (!/, 0\\)$|transparent/.test(c)) return c; e = e.parentElement } return getComputedStyle(document.body).backgroundColor };
  return [...document.querySelectorAll('article p, article li, article td, article th, article summary, article h1, article h2,'
      + ' article code span, article blockquote strong, .bd-sidebar a')]
    .filter(e => e.innerText && e.innerText.trim() && e.offsetParent).map(e => {
      const a = lum(getComputedStyle(e).color), b = lum(back(e));
      return [(Math.max(a, b) + .05) / (Math.min(a, b) + .05), e.tagName + ' ' + e.innerText.slice(0, 30)] })
    .filter(([ratio]) => ratio < 4.5).slice(0, 5) }"""


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("name", ["index", "05-lstm", "10-summary", "12-honorifics", "glossary"])
def test_words_stand_out_from_their_background(browser, bases, name, scheme):
    page, _, _ = visit(browser, f"{bases['file']}/book/{name}.html", scheme=scheme)
    assert page.evaluate("document.documentElement.dataset.theme") == scheme
    assert page.evaluate(CONTRAST) == []
    page.context.close()


def test_the_first_tab_reaches_the_skip_link_and_answers_open_by_keyboard(browser, bases):
    page, _, _ = visit(browser, f"{bases['file']}/book/06-forget-gate.html")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.getAttribute('href')") == "#main-content"
    summary = page.locator("summary").first
    summary.focus()
    page.keyboard.press("Enter")
    assert page.locator("details").first.get_attribute("open") is not None
    page.context.close()


def test_the_dark_switch_works(browser, bases):
    page, _, errors = visit(browser, f"{bases['file']}/book/index.html")
    before = page.evaluate("getComputedStyle(document.body).backgroundColor")
    for _ in range(3):
        page.locator("button.theme-switch-button:visible").first.click()
        if page.evaluate("document.documentElement.dataset.theme") == "dark":
            break
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") != before and not errors
    page.context.close()


def test_answers_are_hidden_until_asked_for(browser, bases):
    page, _, _ = visit(browser, f"{bases['file']}/book/08-cell-state.html")
    folded = page.locator("details")
    assert folded.count() >= 8 and all(not d.get_attribute("open") for d in folded.all())
    page.context.close()
