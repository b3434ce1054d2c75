"""색과 선의 뜻: 같은 것은 책 어디서나 같은 모양이고, 어느 바탕에서나 알아볼 수 있다."""

import json
import re
from itertools import combinations

import build
import pytest
from matplotlib.colors import to_rgb
from matplotlib.lines import Line2D

import lstm_ref as lr
from lstm_ref import experiments as ex
from lstm_ref import looks, plots
from lstm_ref.plots.figure import Figure, axes, lines
from lstm_ref.widgets import base

CSS = {
    "book": ((build.BOOK / "assets" / "book.css").read_text("utf-8"), "c"),
    "dial": ((base.STATIC / "dial.css").read_text("utf-8"), "s"),
    "print": ((build.BOOK / "assets" / "print.css").read_text("utf-8"), "c"),
}


def colors(name: str, block: int = 0) -> list[str]:
    """스타일에 적힌 선 색 여섯. `block`: 0은 밝은 화면, 1은 어두운 화면."""
    text, letter = CSS[name]
    return [re.findall(rf"--{letter}{k}: (#\w{{6}})", text)[block].upper() for k in range(6)]


def luminance(color: str) -> float:
    parts = [int(color[k : k + 2], 16) / 255 for k in (1, 3, 5)]
    linear = [p / 12.92 if p <= 0.03928 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("name", CSS)
def test_pages_and_dials_use_the_colours_of_the_figures(name):
    assert colors(name) == [color.upper() for color in looks.COLORS[:6]]


PAPERS = (("#ffffff", "#f4f6f8"), ("#121417", "#1e2329"))  # 밝은 화면과 어두운 화면의 바탕 둘


@pytest.mark.parametrize("name", ["book", "dial"])
@pytest.mark.parametrize("block", [0, 1])
def test_every_line_stands_out_from_its_paper(name, block):
    assert min(contrast(color, paper) for color in colors(name, block) for paper in PAPERS[block]) >= 3


def test_what_stands_side_by_side_never_shares_a_look():
    contenders = [contender.name for contender in ex.honorifics.CONTENDERS.values()][:6]
    pairs = [("∏f", "모든 경로"), ("RNN", "이론"), ("LSTM", "f 없는 LSTM"), ("C", "tanh(C)", "h")]
    for group in (("C", "h", "f", "i", "o", "C̃"), contenders, *pairs):
        found = looks.indices(group)
        assert all(a != b for a, b in combinations(found, 2)), group
    assert len(set(zip(looks.DASHES, looks.MARKERS))) == len(looks.COLORS)


def drawn(figure) -> dict[str, str]:
    """그림에 이름이 달린 선과 그 색."""
    return {
        line.get_label(): line.get_color()
        for line in figure.canvas.axes[0].lines
        if line.get_gid() == "named"
    }


KINDS = ["RNN", "LSTM b_f=0", "LSTM b_f=1", "LSTM b_f=3", "LSTM b_f=5"]


@pytest.mark.parametrize("kind", KINDS)
def test_a_name_has_one_look_however_it_is_written(kind):
    k = looks.MEANING[kind]
    spaced = kind.replace(" b_f=", ", b_f = ")
    forms = [kind, spaced] + [form.replace("b_f", r"$b_f\,$") for form in (kind, spaced)]
    if kind == "RNN":
        forms += ["RNN ρ=1", "RNN, ρ = 1", r"RNN, $\rho$ = 1"]
    assert [looks.indices(["남의 것", form])[1] for form in forms] == [k] * len(forms)


def kind(name: str) -> str:
    """그림에 적힌 이름이 가리키는 것. 검사가 스스로 읽는다."""
    bias = re.search(r"b_f\D*(\d)", name)
    return f"LSTM b_f={bias[1]}" if bias else re.match("직교 RNN|RNN", name)[0]


def test_a_thing_has_one_colour_and_one_line_in_every_chapter():
    small, four = {"seeds": (11,), "T": 4}, (0.0, 1.0, 3.0, 5.0)
    grid = ex.honorifics.grid()
    figures = [
        plots.cell_state.first_write(ex.cell_state.first_write(b_f=four, **small)),
        plots.lstm_bptt.gradient_highway(ex.lstm_bptt.gradient_highway(four, H=3, **small)),
        plots.lstm_bptt.gradient_highway(ex.lstm_bptt.gradient_highway(four[2:], H=3, **small)),
        plots.honorifics.scores(grid),
        plots.honorifics.reached(grid, d=20),
    ]
    for figure in figures:
        named = [line for line in figure.canvas.axes[0].lines if not line.get_label().startswith("_")]
        assert len(named) >= 3
        for line in named:
            k = looks.MEANING[kind(line.get_label())]
            assert line.get_color() == looks.COLORS[k], line.get_label()
            if line.get_linestyle() != "None":
                dashes = Line2D([], [], linestyle=looks.DASHES[k], linewidth=line.get_linewidth())
                assert line._dash_pattern == dashes._dash_pattern, line.get_label()
            assert line.get_marker() in ("None", looks.MARKERS[k])
    chapter9 = drawn(plots.output_gate.hide_and_show(ex.output_gate.hide_and_show([1, 0, 0, 1])))
    slope = drawn(plots.output_gate.output_slope(ex.output_gate.output_slope()))
    assert chapter9["셀 상태 $C_t$"] == looks.COLORS[looks.MEANING["C"]]
    assert chapter9["은닉 상태 $h_t$"] == next(c for name, c in slope.items() if name.startswith("$h"))


def figures_of_settings():
    """책에 나오는 그대로의 그림들: 설정값(f, ρ, w_h)마다 선이 하나다."""
    few, f = {"seeds": (11,), "T": 4, "H": 3}, ex.forget_gate.bias_to_gate([0.0, 1.0, 3.0, 5.0])
    return [
        plots.forget_gate.forget_decay(ex.forget_gate.forget_decay([0.99, 0.9, 0.5, 0.0], steps=3)),
        plots.forget_gate.forget_decay(ex.forget_gate.forget_decay(f, steps=3)),
        plots.forget_gate.forget_decay(ex.forget_gate.forget_decay([0.731, 0.953], steps=3)),
        plots.input_gate.accumulate(ex.input_gate.accumulate([0.5, 0.9, 1.0], T=3)),
        plots.input_gate.accumulate(ex.input_gate.accumulate([0.0, 0.5, 0.9, 1.0], T=3)),
        plots.lstm.carousel(ex.lstm.carousel(T=4)),
        plots.vanishing.rnn_gradient_flow(ex.vanishing.rnn_gradient_flow([0.5, 1.0, 1.5, 3.0], **few)),
        plots.vanishing.rnn_gradient_flow(ex.vanishing.rnn_gradient_flow([1.5], **few)),
        plots.memory.forgetting(ex.memory.forgetting([0.7, 0.9, 1.0, 1.5], **few)),
        plots.rnn.impulse(ex.rnn.impulse(T=4)),
    ]


def test_a_setting_has_one_colour_in_every_figure_and_two_settings_of_one_figure_never_share_it():
    known = {}
    for figure in figures_of_settings():
        colours = {name: color for name, color in drawn(figure).items() if "RNN" not in name}
        assert len(set(drawn(figure).values())) == len(drawn(figure)), figure.sentence
        for name, color in colours.items():
            letter, value = re.fullmatch(r".*?(f|ρ|w_h)\$? ?= ?([\d.]+)", name).groups()
            assert known.setdefault((letter, float(value)), color) == color, (name, figure.sentence)
    assert {("f", 0.9), ("f", 1.0), ("f", 0.0), ("ρ", 1.5), ("w_h", 0.5)} <= set(known)


def test_the_settings_of_the_figures_are_the_settings_of_the_book():
    """위의 그림들이 장의 그림들을 빠짐없이 대신한다."""
    figures = figures_of_settings()
    told = {
        float(value) for figure in figures for value in re.findall(r"(?:f|ρ|w_h)=([\d.]+)", figure.sentence)
    }
    for name in build.chapters():
        if not re.match(r"\d\d", name):
            continue
        path = build.BOOK / f"{name}.ipynb"
        for output in (o for c in json.loads(path.read_text("utf-8"))["cells"] for o in c.get("outputs", ())):
            data = output.get("data", {})
            if "image/svg+xml" in data:
                said = re.findall(
                    r"(?<![A-Za-z_])(?:f|ρ|w_h)=([\d.]+)(?=이면|에서)", "".join(data["text/plain"])
                )
                assert {float(value) for value in said} <= told, name


def test_a_ninth_line_is_still_drawn_and_close_settings_look_apart():
    eight = looks.indices([f"f = {k / 10}" for k in range(9)])
    assert len(set(eight)) == len(looks.COLORS) and len(eight) == 9
    assert len(set(looks.indices(["f = 0.99", "f = 0.993", "RNN", "LSTM", "LSTM, b_f = 1"]))) == 5


def test_a_dial_starts_with_the_colours_of_the_figure_above_it():
    dial = lr.widgets.ForgetGate()
    figure = figures_of_settings()[0]
    assert [looks.COLORS[k] for k in dial.plot().looks] == list(drawn(figure).values())
    assert dial.f == [0.99, 0.9, 0.5, 0.0]


def test_a_name_moved_from_its_line_is_led_to_it():
    with axes() as (canvas, ax):
        at = [*range(5)]
        lines(ax, at, [[0.2, 1, 1, 1, 1], [0.4, 1, 1, 1, 1], [0.6, 1, 1, 1, 1]], ["가", "나", "다"])
        crowded = Figure(canvas, "셋이 겹친 그림").canvas.axes[0]
    with axes() as (canvas, ax):
        lines(ax, at, [[0, 0, 0, 0, 0], [1, 1, 1, 1, 1]], ["가", "나"])
        apart = Figure(canvas, "둘이 떨어진 그림").canvas.axes[0]
    assert [name.arrow_patch is not None for name in crowded.texts] == [True] * 3
    assert [name.arrow_patch for name in apart.texts] == [None] * 2
    for line, name in zip(crowded.lines, crowded.texts):
        end = crowded.transData.transform(line.get_xydata()[-1])
        assert crowded.transAxes.transform(name.xy) == pytest.approx(end)
        assert name.arrow_patch.get_edgecolor()[:3] == pytest.approx(to_rgb(line.get_color()))


def test_a_level_to_compare_with_is_named_at_its_end_and_stands_back():
    figures = {
        "절반": (plots.forget_gate.forget_decay(ex.forget_gate.forget_decay([0.9, 0.5], steps=9)), 0.5),
        "n그램 (자모 1개)": (plots.poems.learning(ex.poems.run(H=2, steps=2, every=1), order=1), ex.poems.ngram_bits(1, "검증")),
    }  # fmt: skip
    for name, (figure, height) in figures.items():
        ax = figure.canvas.axes[0]
        (told,) = [text for text in ax.texts if text.get_text().replace("\n", " ") == name]
        (line,) = [line for line in ax.lines if line.get_gid() == "level"]
        assert line.get_ydata() == pytest.approx([height, height]) and told.get_color() == line.get_color()
        assert told.get_color() not in looks.COLORS
        assert line.get_linewidth() < min(
            other.get_linewidth() for other in ax.lines if other.get_gid() == "named"
        )


def test_the_dials_take_the_same_looks():
    dial = lr.widgets.OutputGate()
    keys = dict(zip((key for key, _ in dial.plot().series), dial.plot().looks))
    assert keys == {"C_now": looks.MEANING["C"], "tanh_C": looks.MEANING["tanh(C)"], "h": looks.MEANING["h"]}
    assert f'class="s{looks.MEANING["h"]}" data-bar="h.0"' in dial._repr_html_()
