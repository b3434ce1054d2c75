"""조작판의 겉: 스크립트가 없을 때, 종이, 좁은 화면, 접근성, 밀림, 되풀이해 붙이기."""

import re
from contextlib import ExitStack

import axe
import dialpage
import pytest
from serving import watched
from tab import Tab

import lstm_ref as lr
from lstm_ref.tables import rich
from lstm_ref.widgets.text import spoken

pytestmark = pytest.mark.slow
W = lr.widgets

WATCH = """() => {
  window.shift = 0; window.moves = 0;
  new PerformanceObserver(list => list.getEntries().forEach(e => { window.shift += e.value; })).observe({type: 'layout-shift'});
  document.addEventListener('input', () => { window.moves += 1; }, true);
}"""

# 준비한 것이 모두 그려진 다음에 재기 시작한다. 켠 손잡이가 나타나며 밀린 자리는 끌기가 민 것이 아니다
PAINTED = "() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))"

INNER = "parts => parts.map(part => part.innerHTML)"

MOUNT = """async count => {
  const {default: dial} = await import('./dial.mjs');
  const start = document.querySelectorAll('*').length, calls = new Map();
  const spec = JSON.parse(document.querySelector('script[type="application/json"]').textContent);
  const model = { get: k => k === '_spec' ? spec : spec.start[k], set() {}, save_changes() {},
    on: (k, f) => calls.set(f, k), off: (k, f) => calls.delete(f) };
  spec.html = document.querySelector('[data-dial]').innerHTML.replace(/<script.*script>/, '');
  for (let k = 0; k < count; k++) {
    const el = document.body.appendChild(document.createElement('div'));
    const leave = dial.render({model, el});
    leave(); el.remove();
  }
  return [document.querySelectorAll('*').length - start, calls.size];
}"""


@pytest.fixture(scope="module", params=dialpage.NAMES)
def dial(request):
    return getattr(W, request.param)()


@pytest.fixture(scope="module")
def tabs(browser):
    """스크립트를 켠 창과 끈 창. 조작판마다 이어 쓴다."""
    kept = [Tab(browser, java_script_enabled=on) for on in (True, False)]
    yield kept
    for one in kept:
        one.close()


@pytest.fixture(scope="module")
def opened(tabs, dial, tmp_path_factory, request):
    """스크립트를 켠 쪽과 끈 쪽. 한 번 연 것을 여러 검사가 차례로 본다."""
    url = dialpage.build(tmp_path_factory.mktemp("dial"), [dial]).as_uri()
    with ExitStack() as stack:
        yield [stack.enter_context(kept.visit(request.session, url, 1280)) for kept in tabs]


@pytest.fixture
def live(opened):
    """스크립트가 켜진, 넓고 밝은 화면의 쪽."""
    page = opened[0]
    page.set_viewport_size({"width": 1280, "height": 900})
    page.emulate_media(media="screen", color_scheme="light")
    page.evaluate("delete document.documentElement.dataset.theme")
    return page


@pytest.fixture
def still(opened):
    """스크립트가 꺼진 쪽."""
    return opened[1]


def test_without_scripts_the_first_state_is_a_figure_a_table_and_a_sentence(still, dial):
    assert still.get_by_role("img", name=spoken(dial.text())).is_visible()
    assert all(table.is_visible() for table in still.locator("table.lr-now").all())
    assert still.locator(".lr-said").inner_html().replace("&nbsp;", "\xa0") == rich(dial.text())
    assert still.locator(".lr-said").is_visible()
    assert not still.locator(".lr-panel").is_visible()


def test_the_first_frame_is_what_python_drew(still, live):
    for selector in ("svg.lr-chart .marks", "svg.lr-cell", "table.lr-now", ".lr-said", ".lr-code code"):
        text = [
            [re.sub(r' style="[^"]*"', "", h) for h in p.locator(selector).evaluate_all(INNER)]
            for p in (still, live)
        ]
        assert text[0] == text[1] and (text[0] or selector == "svg.lr-cell"), selector


def test_on_paper_the_knobs_are_gone_and_the_figure_stays(live):
    live.emulate_media(media="print")
    assert not live.locator(".lr-panel").is_visible()
    assert live.locator("svg.lr-chart").first.is_visible()
    assert all(table.is_visible() for table in live.locator("table.lr-now").all())


@pytest.mark.parametrize("width", [320, 390])
def test_nothing_sticks_out_and_fingers_find_every_knob(live, width):
    live.set_viewport_size({"width": width, "height": 900})
    assert live.evaluate("document.documentElement.scrollWidth") <= width
    small = live.evaluate(
        """() => [...document.querySelectorAll(
            '.lr-dial :is(input[type=range], input[type=number], button, summary, .lr-option)')]
          .filter(e => e.offsetParent && e.getBoundingClientRect().height < 43.5).map(e => e.outerHTML.slice(0, 90))"""
    )
    assert not small


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing(live, scheme):
    live.emulate_media(color_scheme=scheme)
    live.evaluate("s => { document.documentElement.dataset.theme = s; }", scheme)
    for box in live.get_by_role("checkbox").all():
        box.check()
    assert not axe.violations(live)


def test_nothing_jumps_while_a_knob_is_dragged(live):
    for box in live.get_by_role("checkbox").all():
        box.check()
    live.evaluate(PAINTED)
    live.evaluate(WATCH)
    knob = live.locator("input[type=range]:not([step='1']):visible").first  # 눈금이 촘촘한 손잡이
    knob.evaluate("e => e.scrollIntoView({block: 'center'})")  # 붙어 있는 그림에 가려지지 않게
    box = knob.bounding_box()
    y, left, width = box["y"] + box["height"] / 2, box["x"] + 10, box["width"] - 20
    live.mouse.move(left, y)
    live.mouse.down()
    for k in range(120):
        live.mouse.move(left + width * abs(1 - k % 80 / 40), y)
    live.mouse.up()
    live.evaluate(PAINTED)
    moves, shift = live.evaluate("[window.moves, window.shift]")
    assert moves >= 60 and shift == 0


def test_the_figure_stays_in_sight_while_the_last_knob_is_moved(visit):
    for dial, shape in ((W.ForgetGate(), ".lr-chart"), (W.CellExplorer(), ".lr-cell")):
        page = visit(dial, width=390)
        last = page.locator("input[type=range]:visible").last
        last.scroll_into_view_if_needed()
        top = page.locator(shape).bounding_box()
        assert top["y"] >= 0 and top["y"] + top["height"] <= last.bounding_box()["y"]


def test_two_hundred_mounts_leave_nothing_behind(browser, tmp_path, served):
    dialpage.build(tmp_path, [W.CellExplorer()])
    (tmp_path / "dial.mjs").write_text(lr.widgets.base.script(), encoding="utf-8")
    page = watched(browser.new_page())
    page.goto(f"{served(tmp_path)}/dials.html")
    memory = page.context.new_cdp_session(page)
    page.evaluate(MOUNT, 20)
    memory.send("HeapProfiler.collectGarbage")
    before = memory.send("Memory.getDOMCounters")
    assert page.evaluate(MOUNT, 200) == [0, 0]
    memory.send("HeapProfiler.collectGarbage")
    after = memory.send("Memory.getDOMCounters")
    assert (
        after["nodes"] <= before["nodes"] + 200
        and after["jsEventListeners"] <= before["jsEventListeners"] + 20
    )
    page.close()
