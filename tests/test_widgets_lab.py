"""살아 있는 노트북: JupyterLab 4를 띄워 손잡이를 밀고, 다음 셀에서 그 값을 읽는다."""

import os
import re
import socket
import subprocess
import sys

import nbformat
import pytest
from nbformat import v4

pytestmark = [pytest.mark.slow, pytest.mark.browser]
CELLS = [
    "import lstm_ref as lr\nw = lr.widgets.ForgetGate()\nw",
    "print('읽은 값', w.f[0], w.step().f[0, 0], w.values()['half_life'][0])",
    "w.f = [0.25, 0.5, 0.1, 0]",
    "import lstm_ref as lr\nrace = lr.widgets.HonorificRace(d=5, seed=32)\nrace",
    "print('배운 걸음', race.values()['step'], type(race.params).__name__, round(race.params.b_f[0], 3))",
    "race.params = race.params._replace(b_f=race.params.b_f * 0)",
]
# 화면의 '쉬는 중' 표시는 세션이 생기기 전에도 켜져 있고, 그때 누른 실행은 조용히 버려진다. 그래서 앱에게 세션이 섰는지 묻는다
READY = """() => {
  const session = window.jupyterapp?.shell.currentWidget?.context?.sessionContext;
  const kernel = session?.isReady && session.session?.kernel;
  return Boolean(kernel) && kernel.connectionStatus === 'connected' && kernel.status === 'idle';
}"""


@pytest.fixture
def lab(tmp_path):
    book = v4.new_notebook(cells=[v4.new_code_cell(c) for c in CELLS])
    book.metadata.kernelspec = {"name": "python3", "display_name": "Python 3", "language": "python"}
    nbformat.write(book, tmp_path / "dial.ipynb")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    env = os.environ | {f"JUPYTER_{k}_DIR": str(tmp_path / k.lower()) for k in ("CONFIG", "DATA", "RUNTIME")}
    options = [
        "--LabApp.expose_app_in_browser=True",
        "--no-browser",
        "--allow-root",
        "--IdentityProvider.token=",
        f"--ServerApp.port={port}",
    ]
    command = [sys.executable, "-m", "jupyterlab", *options, f"--ServerApp.root_dir={tmp_path}"]
    server = subprocess.Popen(command, env=env, stderr=subprocess.PIPE, text=True)
    for line in server.stderr:  # 서버가 주소를 적을 때까지 읽는다
        if "is running at" in line:
            break
    assert server.poll() is None, "JupyterLab이 뜨지 않았습니다."
    yield f"http://127.0.0.1:{port}/lab/tree/dial.ipynb"
    server.terminate()
    server.wait(timeout=20)


def test_a_moved_knob_is_read_in_the_next_cell_and_a_set_value_moves_the_knob(browser, lab):
    page = browser.new_page(viewport={"width": 1280, "height": 1000})
    page.goto(lab)
    page.wait_for_selector(".jp-Notebook .jp-CodeCell", timeout=60_000)
    page.wait_for_function(READY, timeout=120_000)
    page.locator(".jp-CodeCell .cm-content").first.click()
    page.keyboard.press("Shift+Enter")
    dial = page.locator(".lr-dial[data-live]")
    dial.wait_for(timeout=60_000)
    knob = dial.get_by_role("slider", name="망각 게이트 f 1번 성분", exact=True)
    knob.focus()
    page.keyboard.press("Home")  # 노트북의 글쇠와 부딪치지 않아야 한다
    dial.locator(".lr-said", has_text="망각 게이트가 (0.00, 0.90").wait_for()
    page.locator(".jp-CodeCell .cm-content").nth(1).click()
    page.keyboard.press("Shift+Enter")
    output = page.locator(".jp-OutputArea-output", has_text="읽은 값")
    output.wait_for(timeout=30_000)
    assert re.search(r"읽은 값 0\.0 0\.0 0\.0", output.text_content())
    page.keyboard.press("Shift+Enter")
    dial.locator(".lr-said", has_text="망각 게이트가 (0.25, 0.50, 0.10, 0.00)").wait_for(timeout=30_000)
    assert knob.input_value() == "0.25"
    page.screenshot(path=os.environ.get("LAB_SHOT") or None)
    page.close()


def test_a_model_trained_in_the_page_is_read_in_the_next_cell_and_given_back(browser, lab):
    page = browser.new_page(viewport={"width": 1280, "height": 1000})
    page.set_default_timeout(120_000)
    page.goto(lab)
    page.wait_for_selector(".jp-Notebook .jp-CodeCell")
    page.wait_for_function(READY)
    page.locator(".jp-CodeCell .cm-content").nth(3).click()
    page.keyboard.press("Shift+Enter")
    dial = page.locator(".lr-dial[data-live]")
    dial.wait_for()
    dial.get_by_role("button", name="한 걸음").click()
    dial.locator(".lr-said", has_text="거리 5, 1걸음.").wait_for()
    page.locator(".jp-CodeCell .cm-content").nth(4).click()
    page.keyboard.press("Shift+Enter")
    output = page.locator(".jp-OutputArea-output", has_text="배운 걸음")
    output.wait_for()
    # 첫 걸음에서 Adam은 매개변수를 학습률만큼 옮긴다: 3에서 0.003
    assert re.search(r"배운 걸음 1 LSTMParams (3\.003|2\.997)", output.text_content()), output.text_content()
    page.keyboard.press("Shift+Enter")  # 파이썬이 넣은 매개변수에서 다시 시작한다
    dial.locator(".lr-said", has_text="아직 학습하지 않았습니다").wait_for()
    dial.get_by_role("button", name="한 걸음").click()
    dial.locator(".lr-said", has_text="거리 5, 1걸음.").wait_for()
    forget = float(dial.locator('[data-cell="now_forget.0.3"]').text_content())
    assert 0.4 < forget < 0.6  # b_f = 0이면 게이트는 절반에서 시작한다
    page.close()
