"""LSTM 셀의 구조 그림: 식과 같은 기호로, 장마다 다루는 부분을 굵게."""

from __future__ import annotations

from .. import checks
from ..doors import door
from .svg import Drawing, arrow, box, dot, label

__all__ = ["lstm_cell"]

ORDER = ("f", "i", "C", "o")  # 장의 차례
NAMES = {"": "", "f": "망각 게이트", "i": "입력 게이트와 후보 값", "C": "셀 상태의 길", "o": "출력 게이트"}


def _gate(x: float, text: str, symbol: str, part: str) -> tuple[str, str]:
    return part, box(x, 205, 52, 34, text) + label(x + 36, 184, symbol, anchor="start")


def _parts() -> list[tuple[str, str]]:
    """(어느 부분인지, SVG 조각)의 목록."""
    return [
        ("C", arrow((52, 70), (147, 70)) + arrow((173, 70), (287, 70)) + arrow((313, 70), (612, 70))),
        ("C", label(46, 70, "C_{t−1}", anchor="end") + label(620, 70, "C_{t}", anchor="start")),
        ("C", dot(160, 70, "⊙") + dot(300, 70, "+")),
        _gate(134, "σ", "f_{t}", "f"), _gate(224, "σ", "i_{t}", "i"), _gate(294, "tanh", "C̃_{t}", "i"),
        _gate(414, "σ", "o_{t}", "o"),
        ("f", arrow((160, 205), (160, 85))),
        ("i", dot(300, 140, "⊙") + arrow((250, 205), (250, 140), (286, 140)) + arrow((320, 205), (320, 168), (306, 153))),
        ("i", arrow((300, 127), (300, 85))),
        ("o", arrow((500, 70), (500, 92)) + box(472, 94, 56, 32, "tanh") + arrow((500, 126), (500, 146))),
        ("o", dot(500, 160, "⊙") + arrow((440, 205), (440, 160), (486, 160))),
        ("o", arrow((500, 173), (500, 290), (612, 290)) + label(620, 290, "h_{t}", anchor="start")),
        ("o", arrow((560, 290), (560, 32)) + label(560, 12, "h_{t} (출력)", size=17)),
        ("", label(46, 290, "h_{t−1}", anchor="end") + arrow((52, 290), (440, 290), (440, 241))),
        ("", arrow((160, 290), (160, 241)) + arrow((250, 290), (250, 241)) + arrow((320, 290), (320, 241))),
        ("", arrow((90, 352), (90, 292)) + label(90, 364, "x_{t}")),
        ("", label(112, 312, "z_{t} = [h_{t−1}, x_{t}]", anchor="start", size=17)),
        ("", box(70, 40, 520, 290, rounded=16, dashed=True)),
    ]  # fmt: skip


@door
def lstm_cell(highlight: str = "") -> Drawing:
    """LSTM 셀 하나. `highlight`는 "f", "i", "C", "o" 가운데 하나다.

    그 장에서 새로 배우는 부분은 굵게, 앞에서 배운 부분은 보통으로, 뒤에서 배울 부분은 흐리게 그린다.

    매개변수
    --------
    highlight : "", "f", "i", "C", "o" 가운데 하나

    반환값
    ------
    Drawing: SVG와 그 문장

    예외
    ----
    TypeError, ValueError : 위 다섯 가운데 하나가 아닐 때

    예
    --
    >>> lstm_cell("f").sentence[:30]
    'LSTM 셀. 아래에서 z_t = [h_{t−1}, x'

    출처: Hochreiter & Schmidhuber (1997); Gers, Schmidhuber & Cummins (2000).
    """
    checks.choice("highlight", highlight, tuple(NAMES))
    parts = [_drawn(part, svg, highlight) for part, svg in _parts()]
    sentence = (
        "LSTM 셀. 아래에서 z_t = [h_{t−1}, x_t]가 게이트 f_t, i_t, o_t와 후보 값 C̃_t로 갈라집니다. "
        "위의 길에서 C_{t−1}에 f_t를 곱하고 i_t ⊙ C̃_t를 더하면 C_t가 됩니다. o_t와 tanh(C_t)를 곱하면 h_t가 됩니다."
    )
    if highlight:
        sentence += f" 굵은 부분은 {NAMES[highlight]}입니다."
        if later := [NAMES[part] for part in ORDER[ORDER.index(highlight) + 1 :] if part != "C"]:
            sentence += f" 흐린 부분은 뒤에서 배웁니다: {', '.join(later)}."
    return Drawing(f"lstm-cell-{highlight or 'all'}", 660, 378, parts, sentence)


def _drawn(part: str, svg: str, highlight: str) -> str:
    """셀의 한 부분: 새것은 굵은 색, 배운 것은 보통, 배울 것은 흐린 점선으로."""
    if part and part == highlight:
        return f'<g class="lr-new" stroke-width="3.2" style="stroke:var(--lr-note,currentColor)">{svg}</g>'
    shown = not highlight or part in ("", "C") or ORDER.index(part) < ORDER.index(highlight)
    later = "" if shown else ' opacity="0.66" stroke-dasharray="4 4"'  # 글자는 흰 바탕에서 4.5:1이 넘는다
    return f'<g stroke-width="1.5"{later}>{svg}</g>'
