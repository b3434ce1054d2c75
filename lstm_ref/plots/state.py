"""셀 상태와 출력의 그림, 그리고 한 시퀀스의 모든 값(8–10장)."""

from __future__ import annotations

import numpy as np

from .. import checks
from ..experiments.output import Hidden, OutputSlope
from ..experiments.state import FirstWrite, Unrolled
from ..records import LSTMTrace
from ..tables import num
from .figure import COLORS, Figure, axes, band, lines, steady

__all__ = ["first_write", "unrolled_sum", "hide_and_show", "output_slope", "all_values"]


def unrolled_sum(record: Unrolled) -> Figure:
    """C_T의 첫 성분을 시점마다의 몫으로 쌓아 보인다."""
    parts = np.concatenate([record.start[:1], record.parts[:, 0]])
    where = int(np.argmax(np.abs(parts)))
    name = "C_0" if where == 0 else f"{where}시점"
    with axes() as (canvas, ax):
        ax.set_axisbelow(True)
        ax.bar(np.arange(len(parts)), steady(parts), color=COLORS[0], edgecolor="black", linewidth=0.6)
        ax.axhline(0, color="black", linewidth=0.8)
        ax.set(xlabel="몫을 준 시점(0은 $C_0$)", ylabel="$C_T$ 첫 성분에 남은 몫")
        ax.xaxis.get_major_locator().set_params(integer=True)
        return Figure(
            canvas,
            f"셀 상태의 첫 성분 {num(record.C_T[0])}에 가장 크게 남은 몫은 {name}의 {num(parts[where])}입니다.",
        )


def first_write(record: FirstWrite) -> Figure:
    """첫 입력의 흔적을 RNN의 h와 LSTM의 C에서 시점마다 견주어 로그 축에 그린다. 띠는 시드의 범위다."""
    checks.kind("record", record, FirstWrite)
    middle, t = np.exp(np.log(record.gap).mean(axis=1)), np.arange(1, record.gap.shape[2] + 1)
    ends = ", ".join(f"{name}에서 {num(v)}" for name, v in zip(record.names, middle[:, -1]))
    with axes(height=3.8) as (canvas, ax):
        lines(ax, t, middle, [n.replace("ρ", "$\\rho$").replace("b_f", "$b_f$") for n in record.names])
        for k, gap in enumerate(record.gap):
            band(ax, t, gap.min(axis=0), gap.max(axis=0), k)
        ax.set(xlabel="시점 $t$", ylabel="첫 입력의 흔적(첫 시점 = 1)", yscale="log")
        ax.xaxis.get_major_locator().set_params(integer=True)
        return Figure(canvas, f"첫 입력의 흔적은 {t[-1]}시점 뒤에 {ends}배가 되었습니다.")


def hide_and_show(record: Hidden) -> Figure:
    """출력 게이트를 여닫을 때 셀 상태와 은닉 상태를 함께 그린다."""
    t = np.arange(1, len(record.o) + 1)
    closed = int(np.sum(record.o < 0.01))
    with axes() as (canvas, ax):
        lines(
            ax,
            t,
            [record.o, record.C, record.h],
            ["출력 게이트 $o_t$", "셀 상태 $C_t$", "은닉 상태 $h_t$"],
            markers=True,
        )
        ax.set(xlabel="시점 $t$", ylabel="값")
        ax.xaxis.get_major_locator().set_params(integer=True)
        return Figure(
            canvas,
            f"출력 게이트를 닫은 {closed}시점 동안 은닉 상태는 0이고, 셀 상태는 {num(record.C[-1], 2)}을 지켰습니다. "
            f"다시 열자 은닉 상태는 {num(record.h[-1])}이 되었습니다.",
        )


def output_slope(record: OutputSlope) -> Figure:
    """셀 상태가 커질 때 출력은 멈추고 기울기는 사라지는 모습을 그린다."""
    fine = np.linspace(record.C.min(), record.C.max(), 161)
    curves = [record.o * np.tanh(fine), record.o * (1 - np.tanh(fine) ** 2)]
    with axes() as (canvas, ax):
        lines(ax, fine, curves, ["$h = o\\,\\tanh(C)$", "$\\partial h/\\partial C$"])
        for k, (y, mark) in enumerate(zip((record.h, record.slope), "os")):
            ax.plot(record.C, steady(y), mark, color=COLORS[k])
        ax.set(xlabel="셀 상태 $C$", ylabel="값")
        return Figure(
            canvas,
            f"셀 상태가 {num(record.C[0], 1)}에서 {num(record.C[-1], 1)}로 커지면 은닉 상태는 {num(record.h[0])}에서 "
            f"{num(record.h[-1])}로, 기울기는 {num(record.slope[0])}에서 {num(record.slope[-1])}로 변합니다.",
        )


def all_values(trace: LSTMTrace) -> Figure:
    """한 시퀀스(첫 배치)의 게이트, 후보 값, 두 상태를 시점과 성분의 칸으로 그린다."""
    checks.kind("trace", trace, LSTMTrace)
    names = ("$f$", "$i$", "$\\tilde{C}$", "$C$", "$o$", "$h$")
    rows = [*zip(names, (trace.f, trace.i, trace.C_tilde, trace.C, trace.o, trace.h))]
    limit = float(np.abs(trace.C).max())
    with axes(len(rows), 1, height=7.2, sharex=True) as (canvas, panels):
        for ax, (name, values) in zip(panels, rows):
            span = (0, 1) if name in ("$f$", "$i$", "$o$") else (-limit, limit) if name == "$C$" else (-1, 1)
            image = ax.pcolormesh(
                np.arange(1, len(values) + 1), np.arange(1, values.shape[2] + 1), steady(values[:, 0].T, 3),
                vmin=span[0], vmax=span[1], cmap="cividis",
            )  # fmt: skip
            ax.set_ylabel(name, rotation=0, labelpad=14)
            ax.grid(False)
            canvas.colorbar(image, ax=ax, pad=0.01)
        panels[-1].set_xlabel("시점 $t$ (칸의 세로는 성분)")
        low, high = trace.f.min(), trace.f.max()
        return Figure(
            canvas,
            f"{len(trace.f)}시점 동안 망각 게이트는 {num(low, 2)}–{num(high, 2)}, 셀 상태는 {num(trace.C.min(), 2)}–"
            f"{num(trace.C.max(), 2)}, 은닉 상태는 {num(trace.h.min(), 2)}–{num(trace.h.max(), 2)} 사이에 있었습니다.",
        )
