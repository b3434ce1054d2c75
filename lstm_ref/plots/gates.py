"""게이트 그림(5–7장)."""

from __future__ import annotations

import numpy as np

from ..experiments.gates import Accumulation, Carousel, ForgetDecay
from ..tables import num
from .figure import Figure, axes, lines

__all__ = ["forget_decay", "carousel", "accumulate"]


def forget_decay(record: ForgetDecay) -> Figure:
    """망각 게이트의 값마다 셀 상태가 줄어드는 모습을 그린다."""
    steps = len(record.C) - 1
    last = ", ".join(f"f={num(f, 2)}이면 {num(c)}" for f, c in zip(record.f, record.C[-1]))
    with axes() as (canvas, ax):
        lines(ax, np.arange(steps + 1), record.C.T, [f"$f$ = {num(f, 2)}" for f in record.f])
        ax.set(xlabel="시점 $t$", ylabel="남은 셀 상태 $C_t$", ylim=(-0.03, 1.05))
        ax.xaxis.get_major_locator().set_params(integer=True)
        return Figure(canvas, f"처음 1이던 셀 상태가 {steps}시점 뒤에 {last}만 남았습니다.")


def carousel(record: Carousel) -> Figure:
    """곱해서 덮어쓰는 기억과 더해서 잇는 기억을 견주어 그린다."""
    T = len(record.values)
    ends = ", ".join(f"{name}에서는 {num(v)}" for name, v in zip(record.names, record.values[-1]))
    with axes() as (canvas, ax):
        lines(ax, np.arange(1, T + 1), record.values.T, record.names)
        ax.set(xlabel="시점 $t$", ylabel="남은 값", ylim=(-0.03, 1.05))
        ax.xaxis.get_major_locator().set_params(integer=True)
        return Figure(canvas, f"첫 시점에 담은 값이 {T}번째 시점에 {ends}만큼 남았습니다.")


def accumulate(record: Accumulation) -> Figure:
    """같은 후보 값을 되풀이해 더할 때 셀 상태가 자라는 모습을 그린다."""
    T = len(record.C)
    ends = ", ".join(f"f={num(f, 1)}이면 {num(c, 2)}" for f, c in zip(record.f, record.C[-1]))
    with axes() as (canvas, ax):
        lines(ax, np.arange(1, T + 1), record.C.T, [f"$f$ = {num(f, 1)}" for f in record.f])
        ax.set(xlabel="시점 $t$", ylabel="셀 상태 $C_t$")
        ax.xaxis.get_major_locator().set_params(integer=True)
        return Figure(canvas, f"같은 몫을 {T}번 더하면 셀 상태는 {ends}가 됩니다.")
