"""함께 쓰는 준비: 만든 책(검사 한 번에 한 번), 브라우저, 조작판의 쪽."""

import os
import shutil
from collections import Counter
from contextlib import ExitStack
from functools import cache

import build
import chromium
import dialpage
import pytest
import website
from bs4 import BeautifulSoup
from filelock import FileLock
from hypothesis import settings
from playwright.sync_api import sync_playwright
from process import run
from serving import POLICY, serving, watched
from tab import Tab

# 늘 같은 예를 쓰고(시드 고정), 바쁜 컴퓨터를 탓하지 않으며, 폴더를 남기지 않는다
settings.register_profile("book", derandomize=True, deadline=None, max_examples=60, database=None)
settings.register_profile("long", deadline=None, max_examples=1200, database=None)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "book"))
SITE = build.ROOT / "_build" / "html"


def pytest_collection_modifyitems(items):
    """가장 긴 파일, 책이 없어도 되는 파일들, 나머지의 차례로, 저마다 검사가 많은 것부터 한다.

    작업자 하나가 책을 만드는 동안 다른 작업자는 책이 없어도 되는 검사를 하고, 짧은 파일이 끝에 남아 함께 끝난다.
    """
    size = Counter(item.path for item in items)
    needs = {item.path for item in items if "site" in getattr(item, "fixturenames", ())}
    longest = max(needs, key=size.get, default=None)
    items.sort(key=lambda item: (item.path != longest, item.path in needs, -size[item.path]))


@pytest.fixture(scope="session")
def site(tmp_path_factory):
    """커밋된 노트북으로 만든 HTML 폴더. 경고가 하나라도 있으면 실패한다."""
    folder = tmp_path_factory.getbasetemp()
    shared = folder.parent if "PYTEST_XDIST_WORKER" in os.environ else folder
    with FileLock(shared / "book.lock"):
        done = shared / "book.done"  # 실패한 까닭이 적힌다. 성공했으면 비어 있다
        if not done.exists():
            shutil.rmtree(SITE, ignore_errors=True)  # 지난번에 만든 쪽이 남아 실패를 가리지 않게 한다
            result = run(website.command(), cwd=build.ROOT)
            made = result.returncode == 0 and (SITE / "index.html").exists()
            done.write_text(
                "" if made else (result.stdout + result.stderr)[-3000:] or "index.html이 없습니다.", "utf-8"
            )
    failed = done.read_text("utf-8")
    assert not failed, failed
    return SITE


@pytest.fixture(scope="session")
def soup(site):
    """쪽의 HTML을 읽어 주는 함수. 한 번 읽은 것을 함께 쓰므로 고치지 않는다."""
    return cache(
        lambda name: BeautifulSoup((site / "book" / f"{name}.html").read_text("utf-8"), "html.parser")
    )


@pytest.fixture(scope="module")
def browser():
    with sync_playwright() as play:
        chrome = chromium.launch(play)
        yield chrome
        chrome.close()


@pytest.fixture(scope="module")
def strict(site):
    """보안 규칙을 켠 서버가 내주는 책의 주소."""
    with serving(site, POLICY) as base:
        yield base


@pytest.fixture
def served():
    """폴더를 http로 내주고 주소를 주는 함수."""
    with ExitStack() as stack:
        yield lambda folder: stack.enter_context(serving(folder))


@pytest.fixture(scope="module")
def tab(browser):
    """파일의 검사들이 이어 쓰는 창."""
    kept = Tab(browser)
    yield kept
    kept.close()


@pytest.fixture(scope="module")
def spare(browser):
    """`window`가 이어 쓰는 창. `tab`에 열린 쪽을 밀어내지 않게 따로 둔다."""
    kept = Tab(browser)
    yield kept
    kept.close()


@pytest.fixture
def window(browser, spare, request):
    """주소를 깨끗한 창에 여는 함수. 부른 것과 오류는 page.asked와 page.wrong에 모인다.

    검사가 처음 여는 여느 창은 이어 쓰는 창이고, 둘째 창과 다른 기기의 창(`options`)은 새로 연다.
    """
    with ExitStack() as stack:
        opened = []

        def go(url, width=1280, color_scheme="light", **options):
            if not opened and not options:
                opened.append(stack.enter_context(spare.kept(request.session)))
                return spare.open(url, width, color_scheme)
            size = {"width": width, "height": 900}
            context = browser.new_context(viewport=size, color_scheme=color_scheme, **options)
            stack.callback(context.close)
            page = watched(context.new_page())
            page.goto(url, wait_until="load")
            return page

        yield go


@pytest.fixture
def reader(window, site):
    """책의 쪽을 여는 함수. 오류가 하나라도 나면 끝에서 실패한다."""
    pages = []

    def go(name, width=1280, scheme="light", **options):
        url = (site / "book" / f"{name}.html").as_uri()
        pages.append(window(url, width, color_scheme=scheme, **options))
        return pages[-1]

    yield go
    assert not [wrong for page in pages for wrong in page.wrong]


@pytest.fixture
def visit(window, tmp_path):
    """조작판들의 쪽을 열어 준다. 오류가 하나라도 나면 끝에서 실패한다."""
    pages = []

    def go(*dials, fragment="", policy=POLICY, **options):
        url = dialpage.build(tmp_path, dials, policy).as_uri() + fragment
        pages.append(window(url, **options))
        return pages[-1]

    yield go
    assert not [wrong for page in pages for wrong in page.wrong]
