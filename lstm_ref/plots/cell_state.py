"""셀 상태의 그림(8장)."""

from __future__ import annotations

import numpy as np

from ..doors import door
from ..experiments.cell_state import FirstWrite, Unrolled
from ..looks import COLORS, MEANING
from ..tables import num
from .figure import Figure, axes, band, decades, lines, log_scale, remark, steady

__all__ = ["unrolled_sum", "first_write"]


@door
def unrolled_sum(record: Unrolled) -> Figure:
    """C_T의 첫 성분을 시점마다의 몫으로 쌓아 보인다.

    매개변수
    --------
    record : Unrolled, `lr.experiments.cell_state.unrolled_sum`의 기록

    반환값
    ------
    Figure: 그림과 그 문장

    예외
    ----
    TypeError : record의 형이 다를 때

    예
    --
    >>> import lstm_ref as lr
    >>> record = lr.experiments.cell_state.unrolled_sum(lr.experiments.cell_state.random_trace(T=3))
    >>> lr.plots.cell_state.unrolled_sum(record).sentence
    '셀 상태의 첫 성분 −0.035에 가장 크게 남은 몫은 3시점의 −0.044입니다.'

    출처: C_t의 식을 되풀이해 넣은 것.
    """
    parts = np.concatenate([record.start[:1], record.parts[:, 0]])
    where = int(np.argmax(np.abs(parts)))
    name = "C_0" if where == 0 else f"{where}시점"
    with axes() as (canvas, ax):
        ax.set_axisbelow(True)
        bars = ax.bar(np.arange(len(parts)), steady(parts), color=COLORS[MEANING["C"]], alpha=0.4)
        bars[where].set_alpha(1.0)
        remark(ax, f"짙은 막대: 가장 크게 남은 {name.replace('C_0', '$C_0$')}의 몫")
        ax.axhline(0, color="black", linewidth=0.8)
        ax.set(xlabel="몫을 준 시점(0은 $C_0$)", ylabel="$C_T$ 첫 성분에 남은 몫")
        ax.xaxis.get_major_locator().set_params(integer=True)
        return Figure(
            canvas,
            f"셀 상태의 첫 성분 {num(record.C_T[0])}에 가장 크게 남은 몫은 {name}의 {num(parts[where])}입니다.",
        )


@door
def first_write(record: FirstWrite) -> Figure:
    """첫 입력의 흔적을 RNN의 h와 LSTM의 C에서 시점마다 견주어 로그 축에 그린다. 띠는 시드의 범위다.

    매개변수
    --------
    record : FirstWrite, `lr.experiments.cell_state.first_write`의 기록

    반환값
    ------
    Figure: 그림과 그 문장

    예외
    ----
    TypeError : record의 형이 다를 때

    예
    --
    >>> import lstm_ref as lr
    >>> record = lr.experiments.cell_state.first_write(b_f=(1.0,), seeds=(11,), T=5, H=4)
    >>> lr.plots.cell_state.first_write(record).sentence
    '첫 입력의 흔적은 5시점 뒤에 RNN, ρ = 1에서 0.239, LSTM, b_f = 1에서 0.272배가 되었습니다.'

    출처: 이 책.
    """
    middle, t = np.exp(np.log(record.gap).mean(axis=1)), np.arange(1, record.gap.shape[2] + 1)
    ends = ", ".join(f"{name}에서 {num(v)}" for name, v in zip(record.names, middle[:, -1]))
    with axes(height=3.8) as (canvas, ax):
        names = [n.replace("ρ", "$\\rho$").replace("b_f", r"$b_f\,$") for n in record.names]
        for k, gap in zip(lines(ax, t, middle, names), record.gap):
            band(ax, t, gap.min(axis=0), gap.max(axis=0), k)
        log_scale(ax)
        ax.set(xlabel="시점 $t$", ylabel="첫 입력의 흔적(첫 시점 = 1)")
        ax.xaxis.get_major_locator().set_params(integer=True)
        decades(ax.yaxis)
        return Figure(canvas, f"첫 입력의 흔적은 {t[-1]}시점 뒤에 {ends}배가 되었습니다.")
