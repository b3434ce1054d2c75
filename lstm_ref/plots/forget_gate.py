"""망각 게이트의 그림(6장)."""

from __future__ import annotations

import numpy as np

from ..doors import door
from ..experiments.forget_gate import ForgetDecay
from ..tables import num, settings
from .figure import Figure, axes, level, lines

__all__ = ["forget_decay"]


@door
def forget_decay(record: ForgetDecay) -> Figure:
    """망각 게이트의 값마다 셀 상태가 줄어드는 모습을 그린다.

    매개변수
    --------
    record : ForgetDecay, `lr.experiments.forget_gate.forget_decay`의 기록

    반환값
    ------
    Figure: 그림과 그 문장

    예외
    ----
    TypeError : record의 형이 다를 때

    예
    --
    >>> import lstm_ref as lr
    >>> record = lr.experiments.forget_gate.forget_decay([0.9, 0.5], steps=5)
    >>> lr.plots.forget_gate.forget_decay(record).sentence
    '처음 1이던 셀 상태가 5시점 뒤에 f=0.9이면 0.590, f=0.5이면 0.031만 남았습니다.'

    출처: Gers, Schmidhuber & Cummins (2000).
    """
    steps = len(record.C) - 1
    names = settings(record.f)
    last = ", ".join(f"f={name}이면 {num(c)}" for name, c in zip(names, record.C[-1]))
    with axes() as (canvas, ax):
        lines(ax, np.arange(steps + 1), record.C.T, [f"$f$ = {name}" for name in names])
        level(ax, 0.5, "절반")
        ax.set(xlabel="시점 $t$", ylabel="남은 셀 상태 $C_t$", ylim=(-0.03, 1.05))
        ax.xaxis.get_major_locator().set_params(integer=True)
        return Figure(canvas, f"처음 1이던 셀 상태가 {steps}시점 뒤에 {last}만 남았습니다.")
