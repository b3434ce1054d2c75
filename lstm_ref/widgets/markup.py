"""조작판의 HTML: 손잡이, 그래프, 표, 문장. 스크립트가 없을 때 보이는 것과 살아 있을 때 쓰는 것이 같은 글이다."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape
from typing import Any

import numpy as np

from ..looks import indices
from ..tables import rich
from .goals import Goal
from .text import number, spoken
from .traits import Choice, Switch, Whole, Window

Series = Sequence[tuple[str, Sequence[str]]]  # (값의 이름, 선 이름들)
# 그래프의 크기와 그 안의 (왼쪽, 위, 너비, 높이). 좁은 화면에서 글자를 26까지 키워도(dial.css) 서로 닿지 않는다
WIDTH, HEIGHT, BOX = 640, 300, (64, 41, 560, 194)
BELOW = BOX[1] + BOX[3] + 32  # 가로축의 눈금이 서는 밑줄


class Lines:
    """선 그래프. 축의 범위는 고정이다: 값을 바꿔도 눈금이 움직이지 않아 견줄 수 있다.

    `tall`은 세로축의 끝을 담은 값의 이름이다. 그때 축은 0을 가운데에 두고, 손잡이를 끄는 동안에는 늘기만 한다.
    `series`는 (값의 이름, 선 이름들)의 목록, `at`은 지금 시점을 가리키는 특성의 이름이다. `every`가 있으면 점이 그만큼씩
    떨어져 있고, 가로축은 0부터 값 `span`까지라서 학습이 길어지면 눈금이 바뀐다. `means`는 선마다의 뜻으로, `looks.MEANING`에
    있으면 책 어디서나 같은 모양이다. `by`는 모양이 바뀌는 선에서 몇 번째 모양인지를 담은 값의 이름이다.
    """

    def __init__(
        self, x: Sequence[float], y: Sequence[float], series: Series, *, x_name: str, y_name: str, at: str = "",
        every: int = 0, tall: str = "", means: Sequence[str] = (), by: Sequence[str] = (),
    ) -> None:  # fmt: skip
        self.x, self.y, self.series, self.x_name, self.y_name = x, y, series, x_name, y_name
        self.at, self.every, self.by, self.tall = at, every, by, tall
        self.looks = indices(means or [name for _, names in series for name in names])

    def classes(self, values: dict[str, Any]) -> list[str]:
        if self.by:
            return [f'class="s{values[key]}" data-look="{key}"' for key in self.by]
        return [f'class="s{look}"' for look in self.looks]

    def shapes(self, values: dict[str, Any], state: dict[str, Any]) -> str:
        parts, looks = [], iter(self.classes(values))
        for key, names in self.series:
            rows = np.asarray(values[key], float).reshape(-1, len(names))
            steps: np.ndarray = np.linspace(self.x[0], self.x[-1], len(rows))
            if self.every:
                steps = self.every * np.arange(len(rows))
            nudge = 1e-9 if self.every else 0.0  # 꼭 가운데인 값에서 두 쪽의 반올림이 갈리지 않게 한다
            for j in range(len(names)):
                points = " ".join(
                    f"{_x(self.x, s) + nudge:.1f},{_y(self.y, v) + nudge:.1f}"
                    for s, v in zip(steps, rows[:, j])
                )
                parts.append(f'<polyline {next(looks)} data-line="{key}.{j}" points="{points}"/>')
        if self.at:
            at = f"{_x(self.x, state[self.at]):.1f}"
            parts.append(
                f'<line class="at" data-at="{self.at}" x1="{at}" x2="{at}" y1="{BOX[1]}" y2="{BOX[1] + BOX[3]}"/>'
            )
        return "".join(parts)

    def legend(self) -> list[str]:
        return [name for _, names in self.series for name in names if name]


class Bars:
    """막대그래프. 성분마다 한 무리, 무리 안에 `series`의 막대가 하나씩 선다."""

    def __init__(
        self, groups: Sequence[str], y: Sequence[float], series: Sequence[tuple[str, str]], *, y_name: str,
        x_name: str = "", means: Sequence[str] = (),
    ) -> None:  # fmt: skip
        self.groups, self.y, self.series, self.y_name, self.x_name = groups, y, series, y_name, x_name
        self.looks = indices(means or [name for _, name in series])

    def classes(self, values: dict[str, Any]) -> list[str]:
        return [f'class="s{look}"' for look in self.looks]

    def shapes(self, values: dict[str, Any], state: dict[str, Any]) -> str:
        parts, slot = [], BOX[2] / len(self.groups)
        width, zero = slot * 0.8 / len(self.series), _y(self.y, 0.0)
        for j, group in enumerate(self.groups):
            left = BOX[0] + slot * (j + 0.1)
            for k, (key, _) in enumerate(self.series):
                y = _y(self.y, float(values[key][j]))
                parts.append(
                    f'<rect class="s{self.looks[k]}" data-bar="{key}.{j}" x="{left + k * width:.1f}" width="{width - 2:.1f}" '
                    f'y="{min(y, zero):.1f}" height="{abs(y - zero):.1f}"/>'
                )
            parts.append(f'<text x="{left + slot * 0.4:.1f}" y="{BELOW}" text-anchor="middle">{group}</text>')
        return "".join(parts)

    def legend(self) -> list[str]:
        return [name for _, name in self.series] if len(self.series) > 1 else []


def _x(ticks: Sequence[float], value: float) -> float:
    return BOX[0] + BOX[2] * (value - ticks[0]) / (ticks[-1] - ticks[0])


def _y(ticks: Sequence[float], value: float) -> float:
    low, high = ticks[0], ticks[-1]
    return BOX[1] + BOX[3] * (high - min(max(value, low), high)) / (high - low)


def chart(
    plot: Lines | Bars, values: dict[str, Any], state: dict[str, Any], sentence: str, *, own: bool = False
) -> str:
    """축과 눈금과 선을 담은 SVG와 범례. `own`이면 이름이 `sentence`로 굳고, 아니면 살아서 바뀐다."""
    left, top, width, height = BOX
    grid = "".join(
        f'<path class="grid" d="M{left} {_y(plot.y, v):.1f}h{width}"/>'
        f'<text x="{left - 8}" y="{_y(plot.y, v):.1f}" dy=".35em" text-anchor="end">{_tick(v)}</text>'
        for v in plot.y
    )
    ticks = "data-own " if own else ""
    if isinstance(plot, Lines):
        grid += _ticks(plot)
        ticks += f'data-x="{plot.x[0]} {plot.x[-1]}" ' + f'data-every="{plot.every}" ' * bool(plot.every)
        ticks += f'data-tall="{plot.tall}" ' * bool(plot.tall)
    names = (
        f'<text class="axis" x="{left + width}" y="{HEIGHT - 8}" text-anchor="end">{escape(plot.x_name)}</text>'
        f'<text class="axis" x="{left - 52}" y="22">{escape(plot.y_name)}</text>'
    )
    key = "".join(
        f'<li><svg width="34" height="12" aria-hidden="true"><{_swatch(plot)} {look}/></svg><span>{rich(name)}</span></li>'
        for look, name in zip(plot.classes(values), plot.legend())
    )
    return (
        f'<svg class="lr-chart" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" aria-label="{escape(sentence, quote=True)}" '
        f'{ticks}data-y="{plot.y[0]} {plot.y[-1]}" data-box="{" ".join(map(str, BOX))}">'
        f'{grid}{names}<g class="marks">{plot.shapes(values, state)}</g></svg>'
        + (f'<ul class="lr-key">{key}</ul>' if key else "")
    )


def _ticks(plot: Lines) -> str:
    # 가로축의 눈금. 바뀔 수 있는 눈금의 끝은 자릿수가 늘어도 그림 안에 남는다
    live = " data-tick" if plot.every else ""
    ends = ["middle"] * (len(plot.x) - 1) + ["end" if plot.every else "middle"]
    return "".join(
        f'<text x="{_x(plot.x, v):.1f}" y="{BELOW}" text-anchor="{end}"{live}>{_tick(v)}</text>'
        for v, end in zip(plot.x, ends)
    )


DONE = {True: "이루었어요!", False: "아직이에요."}


def goal(now: Goal | None, solved: bool) -> str:
    """목표와 판정. 목표가 없으면(퍼즐을 고르지 않았으면) 숨긴다."""
    text, hidden = (now.text, "") if now else ("", " hidden")
    return (
        f'<p class="lr-goal"{" data-solved" * solved}{hidden}><strong>목표</strong> <span>{escape(text)}</span> '
        f"<b>{DONE[solved]}</b></p>"
    )


def _tick(value: float) -> str:
    return f"{value:g}".replace("-", "−")


def _swatch(plot: Lines | Bars) -> str:
    return 'path d="M1 6h32"' if isinstance(plot, Lines) else 'rect x="8" y="0" width="16" height="12"'


def table(
    rows: Iterable[Any],
    columns: Sequence[str],
    values: dict[str, Any],
    *,
    corner: str = "이름",
    caption: str = "",
) -> str:
    """지금 값의 표. `rows`는 (이름, 값의 열쇠, 자릿수)의 목록이고 `caption`은 HTML이다."""
    head = "".join(f'<th scope="col">{escape(c)}</th>' for c in [corner, *columns])
    caption = f"<caption>{caption}</caption>" if caption else ""
    body = ""
    for name, key, digits in rows:
        value = np.atleast_1d(values[key])
        span = f' colspan="{len(columns)}"' if len(value) == 1 and len(columns) > 1 else ""
        cells = "".join(
            f'<td{span} data-cell="{key}.{k}.{digits}">{rich(number(float(v), digits))}</td>'
            for k, v in enumerate(value)
        )
        body += f'<tr><th scope="row">{rich(name)}</th>{cells}</tr>'
    return f'<table class="lr-now">{caption}<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>'


def knob(name: str, trait: Any, value: Any) -> str:
    """특성 하나의 손잡이들. 이름은 보이는 글과 읽어 주는 글을 함께 갖는다."""
    when = f' data-window="{" ".join(trait.keys)}"' if isinstance(trait, Window) else ""
    when += ' class="lr-wide"' * getattr(trait, "wide", False)
    when += f' data-when="{escape(trait.when, quote=True)}"' if trait.when else ""
    if isinstance(trait, Choice):
        inner = "".join(
            f'<label class="lr-option"><input type="radio" name="{name}" value="{key}"{" checked" * (key == value)}>'
            f"{rich(text)}</label>"
            for key, text in trait.options.items()
        ) + _steps(trait.buttons)
    elif isinstance(trait, Switch):
        inner = f'<label class="lr-option"><input type="checkbox"{" checked" * value}>{escape(trait.label)}</label>'
        return f'<div data-trait="{name}"{when}>{inner}</div>'
    else:
        inner = "".join(
            _slider(trait, label, word, v)
            for (label, word), v in zip(trait.names(), value if trait.kind == "vector" else [value])
        )
    return f'<fieldset data-trait="{name}"{when}><legend>{rich(trait.word)}</legend>{inner}</fieldset>'


def _steps(names: Sequence[str]) -> str:
    steps = "".join(f'<button type="button" data-step="{d}">{n}</button>' for d, n in zip((-1, 1), names))
    return f'<div class="lr-buttons">{steps}</div>' if steps else ""


def _slider(trait: Any, label: str, word: str, value: float) -> str:
    limits = f'min="{trait.low:g}" max="{trait.high:g}" step="{trait.step:g}" value="{value:g}"'
    word, unit = escape(spoken(word), quote=True), escape(trait.unit, quote=True)
    read = spoken(number(value, 2)) if not isinstance(trait, Whole) else str(value)
    step = [f'<button type="button" data-step="{d}" aria-label="{word} {t}">{s}</button>' for d, t, s in
            ((-1, "앞으로", "◀"), (1, "뒤로", "▶"))] if isinstance(trait, Whole) else ["", ""]  # fmt: skip
    return (
        f'<div class="lr-knob"><span aria-hidden="true">{rich(label)}</span>{step[0]}'
        f'<input type="range" {limits} aria-label="{word}" aria-valuetext="{read}{unit}">{step[1]}'
        f'<input type="number" {limits} aria-label="{word} 값" inputmode="decimal"></div>'
    )
