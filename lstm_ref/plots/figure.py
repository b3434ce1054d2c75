"""그림 한 장을 그리는 공통 바탕: 글꼴, 색, 그리고 그림을 말로 옮긴 문장."""

from __future__ import annotations

import io
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from importlib.resources import files
from pathlib import Path
from typing import Any, cast

import matplotlib
import numpy as np
from matplotlib import font_manager
from matplotlib.backends.backend_svg import FigureCanvasSVG
from matplotlib.figure import Figure as Canvas
from matplotlib.ticker import LogLocator
from matplotlib.transforms import ScaledTranslation
from numpy.typing import ArrayLike

from ..looks import COLORS, DASHES, MARKERS, indices

FONT = Path(str(files("lstm_ref") / "fonts" / "LSTMBookGothic.ttf"))
font_manager.fontManager.addfont(FONT)

WIDTH = 4.8  # 인치. 너비 390 px인 화면에 맞게 줄여도 글자가 11 px보다 작아지지 않는다

LEADER = {
    "arrowstyle": "-",
    "lw": 0.8,
    "relpos": (0, 0.5),
    "shrinkA": 0,
    "shrinkB": 3,
}  # 선의 끝에서 이름까지
LINE = 15.5  # 포인트. 이름 한 줄이 차지하는 높이

QUIET = "#666666"  # 축과 기준선. 쪽에서는 화면에 맞는 흐린 글자색이 된다(page/figures.py)

FAMILIES = ("LSTM Book Gothic", "DejaVu Sans")  # 앞의 것에 없는 글자는 뒤의 것으로 그린다

STYLE = {
    "font.family": list(FAMILIES),
    "font.size": 11.5,
    "axes.unicode_minus": True,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.grid": True,
    "grid.color": "#DDDDDD",
    "axes.edgecolor": QUIET,
    "xtick.color": QUIET,
    "ytick.color": QUIET,
    "xtick.labelcolor": "#000000",
    "ytick.labelcolor": "#000000",
    "grid.linewidth": 0.6,
    "legend.frameon": False,
    "lines.linewidth": 1.8,
    "lines.markersize": 4.5,
    "mathtext.fontset": "dejavusans",
    "svg.fonttype": "none",  # 글자를 글자로 둔다: 가볍고, 읽는 기기의 글꼴로 또렷하다
    "svg.hashsalt": "lstm-ref",
    "path.simplify": False,  # 줄이면 점의 수가 화면의 자리에 걸려, 판마다 글자 너비만 달라도 달라진다
    "figure.facecolor": "white",
}
# 위에 없는 설정은 matplotlib의 처음 값이다. 읽는 이가 plt.style.use("dark_background")를 했거나 matplotlibrc를 두었어도
# 같은 그림이 나온다
DRAWN = ("axes.", "figure.", "font.", "grid.", "hatch.", "legend.", "lines.", "markers.", "mathtext.", "patch.", "path.",
         "savefig.", "scatter.", "svg.", "text.", "xaxis.", "xtick.", "yaxis.", "ytick.")  # fmt: skip
WHOLE = {k: v for k, v in matplotlib.rcParamsDefault.items() if k.startswith(DRAWN)} | STYLE


_DRAWING = threading.RLock()


@contextmanager
def style() -> Iterator[None]:
    """이 책의 글꼴과 색으로 그리는 동안. matplotlib의 설정은 프로세스에 하나뿐이라, 한 번에 한 스레드만 바꾸고 되돌린다."""
    with _DRAWING, matplotlib.rc_context(cast(Any, WHOLE)):
        yield


class Figure:
    """그림과 그 그림을 말로 옮긴 문장. 노트북에서는 SVG와 text/plain 문장으로 함께 나온다.

    매개변수
    --------
    canvas : `axes()`가 준 matplotlib 그림
    sentence : 그림의 핵심 수를 담은 한국어 문장. 대체 텍스트로 쓰이고 nbval이 비교한다
    """

    def __init__(self, canvas: Canvas, sentence: str):
        self.canvas, self.sentence = canvas, sentence
        buffer = io.StringIO()
        with style():
            name_lines(canvas)
            canvas.savefig(buffer, format="svg", metadata={"Date": None, "Creator": None})
        self.svg = buffer.getvalue()

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> dict[str, str]:
        return {"image/svg+xml": self.svg, "text/plain": self.sentence}

    def __repr__(self) -> str:
        return self.sentence

    def save(self, path: str | Path) -> Path:
        """그림을 파일로 쓴다. 형식은 확장자(.svg, .png, .pdf)를 따른다."""
        path = Path(path)
        with style():
            self.canvas.savefig(path, dpi=200)
        return path


@contextmanager
def axes(
    rows: int = 1, cols: int = 1, *, width: float = WIDTH, height: float = 3.2, **options: Any
) -> Iterator[Any]:
    """같은 글꼴과 색으로 그릴 그림과 축을 연다: `with axes() as (canvas, ax): …`."""
    with style():
        canvas = Canvas(figsize=(width, height), layout="constrained")
        FigureCanvasSVG(canvas)
        yield canvas, canvas.subplots(rows, cols, **options)


def log_scale(ax: Any, which: str = "y") -> None:
    """`which`에 적은 축(들)을 로그 눈금으로 바꾼다. 그린 선에 양수가 하나도 없으면 알린다."""
    for axis in which:
        drawn = [np.asarray(getattr(line, f"get_{axis}data")(), np.float64) for line in ax.lines]
        if not any((values > 0).any() for values in drawn):
            raise ValueError(f"{axis}축에 그릴 양수가 없습니다. 로그 눈금에는 양수만 그립니다.")
        ax.set(**{f"{axis}scale": "log"})


def decades(axis: Any) -> None:
    """로그 축의 눈금을 1에서부터 같은 자릿수만큼 띄운다. matplotlib의 판마다 고르는 자리가 달라서다."""
    low, high = np.log10(axis.get_view_interval())
    axis.set_major_locator(LogLocator(10.0 ** max(1, np.ceil((high - low) / 6))))


def steady(values: ArrayLike, digits: int = 4) -> np.ndarray:
    """유효 숫자 `digits`자리로 맞춘 그릴 값. 다른 CPU의 마지막 비트 차이가 그림을 바꾸지 않게 한다."""
    values = np.asarray(values, dtype=np.float64)
    with np.errstate(divide="ignore"):
        size = np.where(values == 0, 0, np.floor(np.log10(np.abs(values))))
    scale = 10.0 ** (digits - 1 - size)
    return np.where(np.isfinite(values), np.round(values * scale) / scale, np.nan)


def lines(
    ax: Any,
    x: ArrayLike,
    series: Any,
    labels: Sequence[str],
    *,
    means: Sequence[str] = (),
    markers: bool = False,
) -> list[int]:
    """선마다 색·선 모양(과 표식)을 달리해 그리고 그 번호를 준다. 이름은 선의 오른쪽 끝에 단다.

    `means`(없으면 `labels`)가 `looks.MEANING`에 있으면 책 어디서나 같은 모양이다.
    """
    looks = indices(means or labels)
    for k, y, label in zip(looks, series, labels):
        ax.plot(
            x,
            steady(y),
            color=COLORS[k],
            linestyle=DASHES[k],
            marker=MARKERS[k] if markers else None,
            label=label,
            gid="named",
        )
    return looks


def level(ax: Any, y: float, name: str) -> None:
    """견줄 높이에 가는 회색 선을 긋는다. 이름은 다른 선처럼 오른쪽 끝에 단다. 선을 다 그린 뒤에 부른다."""
    ax.plot(ax.dataLim.intervalx, [y, y], color=QUIET, linewidth=0.8, zorder=1, label=name, gid="level")


def remark(ax: Any, words: str) -> None:
    """그림 위에 작게 적는 한 줄: 이름이 없는 선과 띠가 무엇인지."""
    ax.set_title(words, loc="left", fontsize=STYLE["font.size"], color=QUIET)


def name_lines(canvas: Canvas) -> None:
    """`lines`와 `level`이 그린 선의 이름을 오른쪽 끝에 단다. 자리를 옮긴 이름이 있으면 선의 끝에서 이름까지 가는 줄로 잇는다.

    자리가 모자라면 범례를 쓴다.
    """
    groups = [(ax, [line for line in ax.lines if line.get_gid() in ("named", "level")]) for ax in canvas.axes]
    groups = [(ax, named) for ax, named in groups if len(named) > 1]
    if groups:
        cast(Any, canvas.get_layout_engine()).execute(canvas)  # 축의 높이가 정해진다. 그리지는 않는다
    for ax, named in groups:
        ends, names = [_end(ax, line) for line in named], [_folded(line) for line in named]
        gap = LINE / (ax.get_window_extent().height * 72 / canvas.dpi)
        heights = spread([y for _, y in ends], [name.count("\n") for name in names], gap)
        if heights is None:
            ax.legend()
            continue
        led = max(abs(height - y) for height, (_, y) in zip(heights, ends)) > 0.4 * gap
        beside = ax.transAxes + ScaledTranslation((9 if led else 5) / 72, 0, canvas.dpi_scale_trans)
        for line, name, height, end in zip(named, names, heights, ends):
            color = line.get_color()
            leader = {**LEADER, "color": color} if led else None
            ax.annotate(
                name, end, (1, height), "axes fraction", beside, leader,
                color=color, va="center", linespacing=1.15, annotation_clip=False,
            )  # fmt: skip


def _end(ax: Any, line: Any) -> tuple[float, float]:
    """선의 마지막 점의 자리(축의 왼쪽 아래가 0, 오른쪽 위가 1). 로그 축의 0처럼 축의 밖에 있으면 가장 가까운 가장자리."""
    ax.get_ylim()  # 축의 범위를 정하게 한다
    points = line.get_xydata()
    last = points[np.isfinite(points).all(axis=1)][-1]
    x, y = np.clip(ax.transAxes.inverted().transform(ax.transData.transform(last)), 0, 1)
    return float(x), float(y)


def _folded(line: Any) -> str:
    """긴 이름은 두 줄로 꺾는다. 괄호가 있으면 그 앞에서, 없으면 두 줄이 고른 빈칸에서."""
    name = line.get_label()
    if len(name) < 8 or "$" in name:
        return name
    places = [k for k, letter in enumerate(name) if letter == ("(" if "(" in name else " ")]
    return min(
        (name[:k].rstrip() + "\n" + name[k:].lstrip() for k in places),
        key=lambda n: max(map(len, n.split("\n"))),
        default=name,
    )


def spread(heights: Sequence[float], extra: Sequence[int], gap: float) -> list[float] | None:
    """이름들이 겹치지 않게 위아래로 벌린 높이. 다 들어가지 않으면 None."""
    sizes = [gap * (1 + more) for more in extra]
    if sum(sizes) > 1.05:
        return None
    order = sorted(range(len(heights)), key=lambda k: heights[k])
    placed = list(heights)
    for _ in range(200):
        for low, high in zip(order, order[1:]):
            lack = (sizes[low] + sizes[high]) / 2 - (placed[high] - placed[low])
            if lack > 1e-9:
                placed[low] -= lack / 2
                placed[high] += lack / 2
        for k in order:
            placed[k] = min(max(placed[k], sizes[k] / 2 - 0.03), 1.03 - sizes[k] / 2)
    return placed


def band(ax: Any, x: ArrayLike, low: ArrayLike, high: ArrayLike, k: int) -> None:
    """k번째 색으로(`lines`가 준 번호) 범위를 칠한다(여러 시드의 최솟값–최댓값)."""
    ax.fill_between(x, steady(low), steady(high), color=COLORS[k], alpha=0.18, linewidth=0)
