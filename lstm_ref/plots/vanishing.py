"""기울기 소실과 폭발의 그림(2장)."""

from __future__ import annotations

import numpy as np

from ..doors import door
from ..experiments.vanishing import GradientFlow
from ..tables import num, setting
from .figure import COLORS, Figure, axes, band, lines, steady

__all__ = ["rnn_gradient_flow"]


@door
def rnn_gradient_flow(record: GradientFlow) -> Figure:
    """거리마다 기울기의 자릿수를 ρ마다 그리고, 이론선을 곁에 긋는다."""
    T = record.norms.shape[2]
    t = np.arange(1, T + 1)
    mean = record.norms.mean(axis=1)
    ends = ", ".join(f"ρ={setting(r, 1)}이면 10의 {num(m, 1)}제곱" for r, m in zip(record.rho, mean[:, -1]))
    with axes(height=3.8) as (canvas, ax):
        lines(ax, t, mean, [f"ρ = {setting(r, 1)}" for r in record.rho])
        for k, (norms, slope, m) in enumerate(zip(record.norms, record.theory, mean)):
            band(ax, t, norms.min(axis=0), norms.max(axis=0), k)
            ax.plot(t, steady(m[0] + slope * (t - 1)), color=COLORS[k], linewidth=0.9, alpha=0.8)
        ax.set(xlabel="거슬러 간 거리(시점)", ylabel=r"$\log_{10}\|\partial h_t/\partial h_0\|$")
        sentence = f"{T}시점 거슬러 간 기울기의 크기는 {ends}입니다(시드 {record.norms.shape[1]}개의 평균)."
        return Figure(canvas, sentence)
