"""LSTM의 기울기의 길 그림(11장)."""

from __future__ import annotations

import numpy as np

from ..doors import door
from ..experiments.lstm_bptt import Highway
from ..looks import COLORS
from ..tables import num
from .figure import Figure, axes, band, lines, remark, steady

__all__ = ["gradient_highway"]


@door
def gradient_highway(record: Highway) -> Figure:
    """거리마다 기울기의 자릿수를 그린다. 가는 선은 망각 게이트의 곱만 따라간 값이다.

    매개변수
    --------
    record : Highway, `lr.experiments.lstm_bptt.gradient_highway`의 기록

    반환값
    ------
    Figure: 그림과 그 문장

    예외
    ----
    TypeError : record의 형이 다를 때

    예
    --
    >>> import lstm_ref as lr
    >>> record = lr.experiments.lstm_bptt.gradient_highway(b_f=(1.0, 3.0), seeds=(11,), T=10, H=4)
    >>> lr.plots.lstm_bptt.gradient_highway(record).sentence[:30]
    '10시점 거슬러 간 기울기의 크기는 LSTM b_f=1'

    출처: Gers, Schmidhuber & Cummins (2000); Jozefowicz, Zaremba & Sutskever (2015).
    """
    T, mean = record.norms.shape[2], record.norms.mean(axis=1)
    t = np.arange(1, T + 1)
    ends = ", ".join(f"{name}에서 10의 {num(m[-1], 1)}제곱" for name, m in zip(record.names, mean))
    with axes(height=4.0) as (canvas, ax):
        looks = lines(ax, t, mean, [name.replace("b_f", r"$b_f\,$") for name in record.names])
        for k, norms, product in zip(looks, record.norms, record.product):
            band(ax, t, norms.min(axis=0), norms.max(axis=0), k)
            ax.plot(t, steady(product), color=COLORS[k], linewidth=0.8, alpha=0.8)
        ax.set(xlabel="거슬러 간 거리(시점)", ylabel=r"기울기의 자릿수 $\log_{10}\|\cdot\|$")
        remark(ax, "가는 선: 망각 게이트의 곱, 띠: 시드의 범위")
        return Figure(canvas, f"{T}시점 거슬러 간 기울기의 크기는 {ends}입니다.")
