"""Firefox로도 책을 읽는다: 서랍을 열고, 수식을 보고, 손잡이를 움직인다. make test-browser가 Firefox를 설치한다."""

import pytest
from firefox import Firefox

pytestmark = [pytest.mark.slow, pytest.mark.browser]  # 큰 브라우저를 하나 더 설치한다
SETTLE = "() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))"


@pytest.fixture(scope="module")
def firefox(tmp_path_factory):
    with Firefox(tmp_path_factory.mktemp("firefox")) as page:
        yield page
        assert not page.errors


def test_the_drawer_opens_and_closes(firefox, site):
    firefox.open((site / "book" / "06-forget-gate.html").as_uri(), 390)
    shown = "() => document.querySelector('#pst-primary-sidebar-modal a')?.checkVisibility() ?? false"
    assert not firefox.run(shown)
    firefox.press(".lr-bar .primary-toggle")
    assert firefox.run(shown)
    firefox.key("Escape")
    assert not firefox.run(shown)


def test_a_dial_follows_its_knob(firefox, site):
    firefox.open((site / "book" / "06-forget-gate.html").as_uri(), 390)
    said = "() => document.querySelector('.lr-dial .lr-said').textContent"
    before = firefox.run(said)
    firefox.press(".lr-dial input[type=range]")
    firefox.key("ArrowRight", 5)
    firefox.run(SETTLE)
    assert firefox.run(said) != before


@pytest.mark.parametrize("width", [390, 1280])
def test_formulas_are_drawn_and_nothing_sticks_out(firefox, site, width):
    firefox.open((site / "book" / "08-cell-state.html").as_uri(), width)
    assert firefox.run(
        "() => document.fonts.ready.then(() => document.fonts.check('16px \"LSTM Book Math\"'))"
    )
    assert firefox.run("() => document.documentElement.scrollWidth") <= width
    rows = """() => [...document.querySelectorAll('.math-block mtr')].map(row => {
      const [left, right] = [...row.children].map(cell => cell.getBoundingClientRect());
      return [left.height, right ? right.left - left.right : 0] })"""
    for height, gap in firefox.run(rows):
        assert height > 15 and abs(gap) < 12  # 등호의 왼쪽과 오른쪽이 맞닿아 있다
