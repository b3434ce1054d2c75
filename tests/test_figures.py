"""그림의 글자: 닿은 글을 찾는 자, 그리고 읽는 기기의 글꼴이 달라도 붙거나 뜨지 않는 수식. 책의 그림은 test_every_page가 본다."""

import re
from html import unescape

import pytest
from inks import CROWDED, EVERY, LEAST
from page.figures import drawn

from lstm_ref.plots.figure import Figure, axes

PLANTED = """<article><svg viewBox="0 0 300 100" width="300" height="100" font-size="20" aria-label="심은 그림">
<text x="20" y="40">왼쪽</text><text x="{x}" y="40">오른쪽</text>
<path d="M0 {y}h300" stroke="black"/><text x="250" y="90" transform="rotate({turn} 250 90)">돌린 글</text></svg></article>"""


@pytest.mark.slow
def test_the_check_finds_what_was_planted(window):
    page = window("about:blank")
    clear, line = (90, 70, 180), "<path d="
    cases = {
        clear: [],
        (90, 70, -60): [["돌린 글", line]],
        (54, 70, 180): [["왼쪽", "오른쪽"]],
        (90, 40, 180): [["왼쪽", line], ["오른쪽", line]],
    }
    for (x, y, turn), wanted in cases.items():
        page.set_content(PLANTED.format(x=x, y=y, turn=turn))
        found = page.evaluate(CROWDED, {"within": EVERY, **LEAST})
        assert [[one, other[:8]] for _, one, other, _ in found] == wanted, (x, y, turn)


def test_math_flows_in_the_fonts_of_the_page():
    with axes() as (canvas, ax):
        ax.set(xlabel=r"평균 $|C_t|$ 에 보탠 $10^{-3}$", ylabel=r"$\log_{10}\|\cdot\|$")
        svg = drawn(Figure(canvas, "수식").svg, "수식", 0)
    assert not re.search(r"<tspan[^>]* x=", svg)  # 자리가 굳은 글자가 없다
    told = {
        unescape(re.sub("<[^>]*>", "", text)).replace("\xa0", " "): text
        for text in re.findall(r"<text>(<tspan.*?)</text>", svg)
    }
    assert set(told) == {"평균 |Ct| 에 보탠 10−3", "log10‖⋅‖"}
    for text in told.values():
        rises = [float(v) for v in re.findall(r' dy="([-\d.]+)"', text)]
        gaps = [float(v) for v in re.findall(r' dx="([-\d.]+)"', text)]
        assert len(rises) >= 2 and abs(sum(rises)) < 6 and all(abs(gap) < 4 for gap in gaps)
