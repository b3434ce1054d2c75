"""기억의 그림(3장)."""

from __future__ import annotations

import numpy as np

from ..doors import door
from ..experiments.memory import Capacity, Forgetting
from ..tables import num, settings
from .figure import Figure, axes, band, level, lines, log_scale

__all__ = ["forgetting", "capacity"]


@door
def forgetting(record: Forgetting) -> Figure:
    """첫 입력의 흔적이 시점마다 얼마나 남는지 로그 눈금으로 그린다.

    매개변수
    --------
    record : Forgetting, `lr.experiments.memory.forgetting`의 기록

    반환값
    ------
    Figure: 그림과 그 문장

    예외
    ----
    TypeError : record의 형이 다를 때

    예
    --
    >>> import lstm_ref as lr
    >>> record = lr.experiments.memory.forgetting(rho=(0.9, 1.5), seeds=(11,), T=5, H=4)
    >>> lr.plots.memory.forgetting(record).sentence
    '첫 입력의 흔적은 5시점에 ρ=0.9이면 0.168, ρ=1.5이면 0.692만큼 남았습니다(시드 1개의 기하 평균).'

    출처: 이 책.
    """
    T = record.gap.shape[2]
    t, middle = np.arange(1, T + 1), np.exp(np.log(record.gap).mean(axis=1))
    names = settings(record.rho)
    ends = ", ".join(f"ρ={name}이면 {num(m)}" for name, m in zip(names, middle[:, -1]))
    with axes(height=3.6) as (canvas, ax):
        for k, gap in zip(lines(ax, t, middle, [f"ρ = {name}" for name in names]), record.gap):
            band(ax, t, gap.min(axis=0), gap.max(axis=0), k)
        log_scale(ax)
        ax.set(xlabel="시점 $t$", ylabel="남은 차이(첫 시점 = 1)")
        return Figure(
            canvas,
            f"첫 입력의 흔적은 {T}시점에 {ends}만큼 남았습니다(시드 {record.gap.shape[1]}개의 기하 평균).",
        )


@door
def capacity(record: Capacity) -> Figure:
    """몇 시점 전의 입력까지 되살릴 수 있는지 그린다.

    매개변수
    --------
    record : Capacity, `lr.experiments.memory.capacity`의 기록

    반환값
    ------
    Figure: 그림과 그 문장

    예외
    ----
    TypeError : record의 형이 다를 때

    예
    --
    >>> import lstm_ref as lr
    >>> record = lr.experiments.memory.capacity(seeds=(11,), H=4, delays=5)
    >>> lr.plots.memory.capacity(record).sentence
    'r²이 0.5 이상인 것은 1시점 전까지이고, r²을 모두 더하면 2.6입니다.'

    출처: Jaeger (2001)의 기억 용량.
    """
    middle = record.correlation.mean(axis=0)
    total = record.correlation.sum(axis=1).mean()
    within = int(np.sum(middle >= 0.5))
    sentence = f"r²이 0.5 이상인 것은 {within - 1}시점 전까지이고, r²을 모두 더하면 {num(total, 1)}입니다."
    with axes() as (canvas, ax):
        (k,) = lines(ax, record.delay, [middle], ["시드의 평균"], means=["RNN"], markers=True)
        band(ax, record.delay, record.correlation.min(axis=0), record.correlation.max(axis=0), k)
        level(ax, 0.5, "절반")
        ax.set(xlabel="몇 시점 전의 입력인가", ylabel="되살린 정도 $r^2$", ylim=(-0.03, 1.05))
        return Figure(canvas, sentence)
