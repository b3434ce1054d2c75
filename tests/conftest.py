"""함께 쓰는 준비: 만든 책(검사 한 번에 한 번), 브라우저, 조작판의 쪽."""

import functools
import http.server
import os
import shutil
import threading

import build
import dialpage
import pytest
import website
from filelock import FileLock
from hypothesis import settings
from playwright.sync_api import sync_playwright
from process import run

# 늘 같은 예를 쓰고(시드 고정), 바쁜 컴퓨터를 탓하지 않으며, 폴더를 남기지 않는다
settings.register_profile("book", derandomize=True, deadline=None, max_examples=60, database=None)
settings.load_profile("book")
SITE = build.ROOT / "_build" / "html"


@pytest.fixture(scope="session")
def site(tmp_path_factory):
    """커밋된 노트북으로 만든 HTML 폴더. 경고가 하나라도 있으면 실패한다."""
    folder = tmp_path_factory.getbasetemp()
    shared = folder.parent if "PYTEST_XDIST_WORKER" in os.environ else folder
    with FileLock(shared / "book.lock"):
        done = shared / "book.done"
        if not done.exists():
            shutil.rmtree(SITE, ignore_errors=True)  # 지난번에 만든 쪽이 남아 실패를 가리지 않게 한다
            result = run(website.command(), cwd=build.ROOT)
            assert result.returncode == 0, (result.stdout + result.stderr)[-3000:]
            assert (SITE / "index.html").exists(), result.stdout[-3000:]
            done.write_text("done")
    return SITE


@pytest.fixture(scope="module")
def browser():
    with sync_playwright() as play:
        chromium = play.chromium.launch(executable_path="/usr/bin/chromium", args=dialpage.FLAGS)
        yield chromium
        chromium.close()


@pytest.fixture
def reader(browser, site):
    """책의 쪽을 여는 함수. 오류가 하나라도 나면 끝에서 실패한다."""
    errors, contexts = [], []

    def go(name, width=1280, scheme="light", **options):
        context = browser.new_context(
            viewport={"width": width, "height": 900}, color_scheme=scheme, **options
        )
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda e: errors.append(str(e)))
        page.on("console", lambda m: errors.append(m.text) if m.type == "error" else None)
        page.goto((site / "book" / f"{name}.html").as_uri(), wait_until="load")
        return page

    yield go
    for context in contexts:
        context.close()
    assert not errors


@pytest.fixture
def served():
    """폴더를 http로 내주는 함수. ES 모듈은 file://에서 열리지 않는다."""
    servers = []

    def serve(folder):
        handler = functools.partial(http.server.SimpleHTTPRequestHandler, directory=str(folder))
        handler.log_message = lambda *_: None
        servers.append(http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler))
        threading.Thread(target=servers[-1].serve_forever, daemon=True).start()
        return f"http://127.0.0.1:{servers[-1].server_port}"

    yield serve
    for server in servers:
        server.shutdown()


@pytest.fixture
def visit(browser, tmp_path):
    """조작판들의 쪽을 열어 준다. 오류가 하나라도 나면 끝에서 실패한다."""
    errors, contexts = [], []

    def go(*dials, fragment="", width=1280, policy=dialpage.POLICY, **options):
        context = browser.new_context(viewport={"width": width, "height": 900}, **options)
        contexts.append(context)
        context.set_default_timeout(120_000)  # 다른 일로 바쁜 컴퓨터에서도 넉넉한 값
        page = context.new_page()
        page.on("pageerror", lambda e: errors.append(str(e)))
        page.on("console", lambda m: errors.append(m.text) if m.type == "error" else None)
        page.goto(dialpage.build(tmp_path, dials, policy).as_uri() + fragment)
        return page

    yield go
    assert not errors
    for context in contexts:
        context.close()
