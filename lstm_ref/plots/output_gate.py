"""출력 게이트의 그림(9장)."""

from __future__ import annotations

import numpy as np

from ..doors import door
from ..experiments.output_gate import Hidden, OutputSlope
from ..looks import COLORS, MARKERS
from ..tables import josa, num
from .figure import Figure, axes, lines, steady

__all__ = ["hide_and_show", "output_slope"]


@door
def hide_and_show(record: Hidden) -> Figure:
    """출력 게이트를 여닫을 때 셀 상태와 은닉 상태를 함께 그린다.

    매개변수
    --------
    record : Hidden, `lr.experiments.output_gate.hide_and_show`의 기록

    반환값
    ------
    Figure: 그림과 그 문장

    예외
    ----
    TypeError : record의 형이 다를 때

    예
    --
    >>> import lstm_ref as lr
    >>> record = lr.experiments.output_gate.hide_and_show([0.0, 1.0, 0.0])
    >>> lr.plots.output_gate.hide_and_show(record).sentence[:30]
    '출력 게이트를 닫은 2시점 동안 은닉 상태는 0이고, '

    출처: Hochreiter & Schmidhuber (1997).
    """
    t = np.arange(1, len(record.o) + 1)
    closed = int(np.sum(record.o < 0.01))
    with axes() as (canvas, ax):
        lines(
            ax,
            t,
            [record.o, record.C, record.h],
            ["출력 게이트 $o_t$", "셀 상태 $C_t$", "은닉 상태 $h_t$"],
            means=["o", "C", "h"],
            markers=True,
        )
        ax.set(xlabel="시점 $t$", ylabel="값")
        ax.xaxis.get_major_locator().set_params(integer=True)
        return Figure(
            canvas,
            f"출력 게이트를 닫은 {closed}시점 동안 은닉 상태는 0이고, 셀 상태는 "
            f"{josa(num(record.C[-1], 2), '을/를')} 지켰습니다. "
            f"다시 열자 은닉 상태는 {josa(num(record.h[-1]), '이/가')} 되었습니다.",
        )


@door
def output_slope(record: OutputSlope) -> Figure:
    """셀 상태가 커질 때 출력은 멈추고 기울기는 사라지는 모습을 그린다.

    매개변수
    --------
    record : OutputSlope, `lr.experiments.output_gate.output_slope`의 기록

    반환값
    ------
    Figure: 그림과 그 문장

    예외
    ----
    TypeError : record의 형이 다를 때

    예
    --
    >>> import lstm_ref as lr
    >>> record = lr.experiments.output_gate.output_slope()
    >>> lr.plots.output_gate.output_slope(record).sentence[:30]
    '셀 상태가 0.0에서 8.0으로 커지면 은닉 상태는 0'

    출처: 연쇄 법칙.
    """
    fine = np.linspace(record.C.min(), record.C.max(), 161)
    curves = [record.o * np.tanh(fine), record.o * (1 - np.tanh(fine) ** 2)]
    with axes() as (canvas, ax):
        names = ["$h = o\\,\\tanh(C)$", "$\\partial h/\\partial C$"]
        for k, y in zip(lines(ax, fine, curves, names, means=["h", "기울기"]), (record.h, record.slope)):
            ax.plot(record.C, steady(y), MARKERS[k], color=COLORS[k])
        ax.set(xlabel="셀 상태 $C$", ylabel="값")
        return Figure(
            canvas,
            f"셀 상태가 {num(record.C[0], 1)}에서 {josa(num(record.C[-1], 1), '으로/로')} 커지면 "
            f"은닉 상태는 {num(record.h[0])}에서 {josa(num(record.h[-1]), '으로/로')}, "
            f"기울기는 {num(record.slope[0])}에서 {josa(num(record.slope[-1]), '으로/로')} 변합니다.",
        )
