"""두 상태를 견주는 그림(5장)."""

from __future__ import annotations

import numpy as np

from ..doors import door
from ..experiments.lstm import Carousel
from ..tables import num
from .figure import Figure, axes, lines
from .lstm_drawing import lstm_cell

__all__ = ["carousel", "lstm_cell"]


@door
def carousel(record: Carousel) -> Figure:
    """곱해서 덮어쓰는 기억과 더해서 잇는 기억을 견주어 그린다.

    매개변수
    --------
    record : Carousel, `lr.experiments.lstm.carousel`의 기록

    반환값
    ------
    Figure: 그림과 그 문장

    예외
    ----
    TypeError : record의 형이 다를 때

    예
    --
    >>> import lstm_ref as lr
    >>> record = lr.experiments.lstm.carousel(T=5)
    >>> lr.plots.lstm.carousel(record).sentence[:30]
    '첫 시점에 담은 값이 5번째 시점에 RNN, w=0.9'

    출처: Hochreiter & Schmidhuber (1997).
    """
    T = len(record.values)
    ends = ", ".join(f"{name}에서는 {num(v)}" for name, v in zip(record.names, record.values[-1]))
    with axes() as (canvas, ax):
        lines(ax, np.arange(1, T + 1), record.values.T, record.names)
        ax.set(xlabel="시점 $t$", ylabel="남은 값", ylim=(-0.03, 1.05))
        ax.xaxis.get_major_locator().set_params(integer=True)
        return Figure(canvas, f"첫 시점에 담은 값이 {T}번째 시점에 {ends}만큼 남았습니다.")
