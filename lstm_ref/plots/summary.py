"""한눈에 보는 그림(10장)."""

from __future__ import annotations

import matplotlib
import numpy as np

from ..doors import door
from ..records import LSTMTrace
from ..tables import num
from .figure import Figure, axes, steady

__all__ = ["all_values"]


@door
def all_values(trace: LSTMTrace) -> Figure:
    """한 시퀀스(첫 배치)의 게이트, 후보 값, 두 상태를 시점과 성분의 칸으로 그린다.

    매개변수
    --------
    trace : LSTMTrace, `lr.lstm_forward`의 기록

    반환값
    ------
    Figure: 그림과 그 문장

    예외
    ----
    TypeError : trace의 형이 다를 때

    예
    --
    >>> import lstm_ref as lr
    >>> record = lr.experiments.cell_state.random_trace(T=5)
    >>> lr.plots.summary.all_values(record).sentence
    '5시점 동안 망각 게이트는 0.49–0.82, 셀 상태는 −0.94–0.45, 은닉 상태는 −0.37–0.21 사이에 있었습니다.'

    출처: Hochreiter & Schmidhuber (1997); Gers, Schmidhuber & Cummins (2000).
    """
    names = ("$f$", "$i$", "$\\tilde{C}$", "$C$", "$o$", "$h$")
    rows = [*zip(names, (trace.f, trace.i, trace.C_tilde, trace.C, trace.o, trace.h))]
    limit = float(np.abs(trace.C).max())
    shades = matplotlib.colormaps["cividis"].resampled(
        32
    )  # 50단계가 넘으면 눈금 띠가 점 그림이 되어 CSP에 막힌다
    with axes(len(rows), 1, height=7.2, sharex=True) as (canvas, panels):
        for ax, (name, values) in zip(panels, rows):
            span = (0, 1) if name in ("$f$", "$i$", "$o$") else (-limit, limit) if name == "$C$" else (-1, 1)
            image = ax.pcolormesh(
                np.arange(1, len(values) + 1), np.arange(1, values.shape[2] + 1), steady(values[:, 0].T, 3),
                vmin=span[0], vmax=span[1], cmap=shades,
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
