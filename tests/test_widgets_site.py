"""조작판이 있는 책의 쪽: 스크립트의 크기, 접근성, 엄한 보안 규칙, 차림표."""

import functools
import http.server
import threading

import build
import dialpage
import pytest
from axe_playwright_python.sync_playwright import Axe

pytestmark = pytest.mark.slow


def has_a_dial(name: str) -> bool:
    return any(c.cell_type == "code" and "lr.widgets." in c.source for c in build.read(name).cells)


NAMES = [name for name in build.chapters() if has_a_dial(name)]


class Strict(http.server.SimpleHTTPRequestHandler):
    """보안 규칙을 머리글로 함께 보낸다."""

    def end_headers(self):
        self.send_header("Content-Security-Policy", dialpage.POLICY)
        super().end_headers()

    def log_message(self, *_):
        pass


@pytest.fixture(scope="module")
def strict(site):
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Strict, directory=str(site)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/book"
    server.shutdown()


@pytest.fixture
def page(browser):
    page = browser.new_page(viewport={"width": 390, "height": 900})
    yield page
    page.close()


def test_every_dial_has_its_chapter():
    used = {w for n in NAMES for w in dialpage.NAMES if f"lr.widgets.{w}(" in build.source_text(n)}
    assert used == set(dialpage.NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_a_page_with_a_dial_loads_at_most_100_kilobytes_of_script(page, strict, name):
    found = []
    page.on("response", lambda r: found.append(r) if r.request.resource_type == "script" else None)
    page.goto(f"{strict}/{name}.html", wait_until="networkidle")
    page.wait_for_selector("[data-live]")
    sizes = {r.url: len(r.body()) for r in found}  # 소식을 받는 동안에는 몸통을 묻지 않는다
    print(f"{name}: 스크립트 {sum(sizes.values()) / 1000:.0f} KB")
    assert any("dial.js" in url for url in sizes) and sum(sizes.values()) <= 100_000


@pytest.mark.parametrize("name", NAMES)
def test_the_dial_lives_under_a_strict_policy(page, strict, name):
    page.goto(f"{strict}/{name}.html")
    assert page.locator("[data-live]").count() >= 1
    knob = page.locator("[data-dial] input[type=range]:visible").first
    before = page.locator(".lr-said").first.text_content()
    knob.focus()
    page.keyboard.press("Home" if knob.get_attribute("value") != knob.get_attribute("min") else "End")
    page.wait_for_selector(f'.lr-said:not(:text-is("{before}"))')


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("name", build.chapters())
def test_axe_finds_nothing_on_the_whole_page(browser, site, name, scheme):
    page = browser.new_page(color_scheme=scheme)
    page.goto(f"{site.as_uri()}/book/{name}.html")
    if name in NAMES:
        page.wait_for_selector("[data-live]")
    found = Axe().run(page, options={"preload": False}).response["violations"]
    assert not [(v["id"], v["nodes"][0]["html"][:160]) for v in found]
    page.close()
