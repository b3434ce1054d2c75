"""높임말 일치 그림(12장)."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from ..doors import Count, door
from ..experiments.honorifics import AWAY, CONTENDERS, PROBES, HonorificGrid, HonorificRun, Reading, wilson
from ..looks import COLORS, DASHES, MARKERS, indices
from ..tables import num
from .figure import Figure, axes, band, level, lines, log_scale, steady

__all__ = ["away", "curves", "gates", "reached", "scores"]


# 칸 위의 글자. 검정과 하양은 쪽의 글자색과 바탕색을 따라 바뀌지만(page/figures.py), 칸의 색은 바뀌지 않는다
INKS = ("#FEFEFE", "#010101")


def _label(contender: str) -> str:
    return CONTENDERS[contender].name.replace("b_f", r"$b_f\,$")


def _looks(contenders: Sequence[str]) -> list[int]:
    return indices([CONTENDERS[key].name for key in contenders])


@door
def curves(runs: list[HonorificRun]) -> Figure:
    """학습마다 한 칸: 서술어, 높임, 안긴절이 먼저 온 문장의 높임을 맞힌 비율이 걸음에 따라 오르는 모습.

    매개변수
    --------
    runs : HonorificRun의 목록, `lr.experiments.honorifics.run`의 기록들

    반환값
    ------
    Figure: 그림과 그 문장

    예외
    ----
    TypeError, ValueError : HonorificRun의 목록이 아니거나 비었을 때

    예
    --
    >>> import lstm_ref as lr
    >>> record = lr.experiments.honorifics.run("lstm3", d=3, seed=31, steps=1, every=1, quiet=True)
    >>> lr.plots.honorifics.curves([record]).sentence[:30]
    'LSTM b_f=3(거리 3, 시드 31): 1걸음 뒤'

    출처: 이 책.
    """
    parts = [
        f"{CONTENDERS[r.contender].name}(거리 {r.d}, 시드 {r.seed}): {r.at[-1]}걸음 뒤 서술어 {num(r.verb[-1], 1)}, "
        f"높임 {num(r.high[-1], 1)}, 안긴절이 먼저 온 문장의 높임 {num(r.inverted[-1], 1)}"
        for r in runs
    ]
    names = ["서술어(가까운 단서)", "높임(먼 주어)", "높임: 안긴절이 먼저 온 문장"]
    with axes(len(runs), 1, height=2.5 * len(runs) + 0.5, sharex=True, squeeze=False) as (canvas, grid):
        for ax, run in zip(grid[:, 0], runs):
            lines(ax, run.at, [run.verb, run.high, run.inverted], names, markers=True)
            level(ax, 0.5, "높임을 찍을 때")
            ax.set(ylabel="정답률", ylim=(-0.03, 1.05), title=_label(run.contender))
        grid[-1, 0].set_xlabel("학습한 걸음 수")
        return Figure(canvas, ". ".join(parts) + ".")


@door
def scores(grid: HonorificGrid) -> Figure:
    """모델과 거리마다 높임을 배운 시드의 비율과 95 % Wilson 구간.

    매개변수
    --------
    grid : HonorificGrid, `lr.experiments.honorifics.grid`의 기록

    반환값
    ------
    Figure: 그림과 그 문장

    예외
    ----
    TypeError : grid의 형이 다를 때

    예
    --
    >>> import lstm_ref as lr
    >>> record = lr.experiments.honorifics.grid()
    >>> lr.plots.honorifics.scores(record).sentence[:30]
    '높임을 배운 시드의 수. RNN: 거리 10 7/7, '

    출처: 이 책.
    """
    parts, distances = [], grid.distances("lstm5")
    with axes(height=3.9) as (canvas, ax):
        shown = [key for key in CONTENDERS if key != "pytorch1"]
        for place, (k, key) in enumerate(zip(_looks(shown), shown)):
            told = []
            for j, d in enumerate(distances):
                if d not in grid.distances(key):
                    continue
                solved, n = grid.solved(key, d), len(grid.cell(key, d))
                x, (low, high) = j + 0.13 * (place - 2.5), wilson(solved, n)
                ax.plot([x, x], steady([low, high]), color=COLORS[k], linewidth=1.4)
                ax.plot(
                    x,
                    steady(solved / n),
                    MARKERS[k],
                    color=COLORS[k],
                    label=None if j else _label(key),
                )
                told.append(f"거리 {d} {solved}/{n}")
            parts.append(f"{CONTENDERS[key].name}: {', '.join(told)}")
        ax.set(
            xlabel="주어에서 단서까지의 어절 수", ylabel="배운 시드의 비율과 95 % 구간", ylim=(-0.04, 1.04)
        )
        ax.set_xticks(range(len(distances)), [str(d) for d in distances])
        ax.legend(loc="upper center", bbox_to_anchor=(0.5, 1.28), ncols=3)
    return Figure(canvas, "높임을 배운 시드의 수. " + "; ".join(parts) + ".")


@door
def reached(grid: HonorificGrid, d: Count = 20) -> Figure:
    """학습하는 동안 주어까지 온 기울기의 비: 시드의 중앙값과 가장 작은 값–가장 큰 값.

    매개변수
    --------
    grid : HonorificGrid, `lr.experiments.honorifics.grid`의 기록
    d : 1 이상의 정수, 배운 거리

    반환값
    ------
    Figure: 그림과 그 문장

    예외
    ----
    TypeError, ValueError : grid가 HonorificGrid가 아니거나 표에 없는 거리일 때

    예
    --
    >>> import lstm_ref as lr
    >>> record = lr.experiments.honorifics.grid()
    >>> lr.plots.honorifics.reached(record, d=20).sentence[:30]
    '거리 20, 0, 50, 100, 300걸음에서 기울기'

    출처: 이 책.
    """
    parts = []
    with axes(height=3.6) as (canvas, ax):
        shown = ("rnn", "orthogonal", "lstm1", "lstm3")
        for k, key in zip(_looks(shown), shown):
            values = grid.reach(key, d)
            middle = np.nanmedian(values, axis=0)
            ax.plot(
                PROBES,
                steady(middle),
                color=COLORS[k],
                linestyle=DASHES[k],
                marker=MARKERS[k],
                label=_label(key),
            )
            band(ax, PROBES, np.nanmin(values, axis=0), np.nanmax(values, axis=0), k)
            parts.append(f"{CONTENDERS[key].name} {', '.join(num(v, 4) for v in middle)}")
        log_scale(ax)
        ax.set(xlabel="학습한 걸음 수", ylabel="주어까지 온 기울기의 비")
        ax.set_xticks(PROBES)
        ax.legend(loc="upper center", bbox_to_anchor=(0.5, 1.28), ncols=2)
    steps = ", ".join(map(str, PROBES))
    return Figure(canvas, f"거리 {d}, {steps}걸음에서 기울기의 비의 중앙값: {'; '.join(parts)}.")


@door
def away(
    grid: HonorificGrid, d: Count = 20, contenders: tuple[str, ...] = ("orthogonal", "lstm3", "lstm5")
) -> Figure:
    """거리 d에서 배운 모델을 다른 거리에서 시험한 높임 정답률: 모델마다 시드 × 거리의 열 그림.

    매개변수
    --------
    grid : HonorificGrid, `lr.experiments.honorifics.grid`의 기록
    d : 1 이상의 정수, 배운 거리
    contenders : `CONTENDERS`의 이름의 묶음

    반환값
    ------
    Figure: 그림과 그 문장

    예외
    ----
    TypeError, ValueError : grid가 HonorificGrid가 아니거나, 표에 없는 거리나 이름일 때

    예
    --
    >>> import lstm_ref as lr
    >>> record = lr.experiments.honorifics.grid()
    >>> lr.plots.honorifics.away(record, d=20, contenders=("lstm5",)).sentence[:30]
    '거리 20에서 배운 뒤 다른 거리에서 0.95 이상 맞'

    출처: 이 책.
    """
    parts = []
    # 칸의 수를 전화기에서도 읽을 수 있게 세로로 쌓는다
    with axes(len(contenders), 1, height=0.6 + 2.1 * len(contenders), sharex=True, squeeze=False) as (
        canvas,
        boxes,
    ):
        for ax, key in zip(boxes[:, 0], contenders):
            values, seeds = grid.away(key, d), [r.seed for r in grid.cell(key, d)]
            ax.pcolormesh(values, vmin=0, vmax=1, cmap="cividis", edgecolors="white", linewidth=0.5)
            ax.invert_yaxis()
            ax.grid(False)
            for (i, j), v in np.ndenumerate(values):
                text = "–" if np.isnan(v) else f"{v:.2f}"[:4].lstrip("0") if v < 0.995 else "1"
                ink = INKS[bool(v > 0.47)]
                ax.text(j + 0.5, i + 0.5, text, ha="center", va="center", color=ink)
            told = [f"{k}\n(배운 거리)" if k == d else str(k) for k in AWAY]
            ax.set_xticks(np.arange(len(AWAY)) + 0.5, told, linespacing=1.4)
            ax.set_yticks(np.arange(len(seeds)) + 0.5, [str(s) for s in seeds])
            ax.set(title=_label(key), ylabel="시드")
            parts.append(
                f"{CONTENDERS[key].name} " + ", ".join(f"{k}에서 {grid.kept(key, d, k)}" for k in AWAY)
            )
        boxes[-1, 0].set_xlabel("시험한 거리")
    return Figure(canvas, f"거리 {d}에서 배운 뒤 다른 거리에서 0.95 이상 맞힌 시드의 수: {'; '.join(parts)}.")


@door
def gates(reading: Reading) -> Figure:
    """주어만 다른 두 문장을 읽는 동안의 높임 확률, 셀 상태, 망각 게이트.

    매개변수
    --------
    reading : Reading, `lr.experiments.honorifics.reading`의 기록

    반환값
    ------
    Figure: 그림과 그 문장

    예외
    ----
    TypeError : reading의 형이 다를 때

    예
    --
    >>> import lstm_ref as lr
    >>> record = lr.experiments.honorifics.reading(lr.experiments.honorific_reader.reader_run())
    >>> lr.plots.honorifics.gates(record).sentence[:30]
    '마지막 어절에서 높임 꼴의 확률은 높임 주어 1.00,'

    출처: Karpathy, Johnson & Fei-Fei (2015)의 성분 읽기.
    """
    high, plain = reading.words
    shared = [a if a == b else f"{a}/{b}" for a, b in zip(high, plain)]
    rows = (("높임 꼴의 확률", reading.p_high), (f"셀 상태 C[{reading.unit}]", reading.C),
            (f"망각 게이트 f[{reading.unit}]", reading.f))  # fmt: skip
    with axes(3, 1, height=7.2, sharex=True) as (canvas, grid):
        for ax, (label, values) in zip(grid, rows):
            lines(ax, np.arange(len(shared)), values, ["높임 주어", "예사 주어"], markers=True)
            ax.set_ylabel(label)
        grid[0].set_ylim(-0.05, 1.05)
        grid[2].set_ylim(-0.05, 1.05)
        grid[2].set_xticks(range(len(shared)), shared, rotation=60, ha="right")
        sentence = (
            f"마지막 어절에서 높임 꼴의 확률은 높임 주어 {num(reading.p_high[0, -1], 2)}, 예사 주어 "
            f"{num(reading.p_high[1, -1], 2)}이고, 성분 {reading.unit}의 셀 상태는 "
            f"{num(reading.C[0, -1], 1)}과 {num(reading.C[1, -1], 1)}입니다."
        )
        return Figure(canvas, sentence)
