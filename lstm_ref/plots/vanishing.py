"""기울기 소실과 폭발의 그림(2장)."""

from __future__ import annotations

import numpy as np

from ..doors import door
from ..experiments.vanishing import GradientFlow
from ..experiments.vanishing_norms import Stretch
from ..jacobians import TINY
from ..looks import COLORS
from ..tables import num, settings
from .figure import Figure, axes, band, lines, remark, steady

__all__ = ["rnn_gradient_flow", "stretch"]


@door
def rnn_gradient_flow(record: GradientFlow) -> Figure:
    """거리마다 기울기의 자릿수를 ρ마다 그리고, 이론선을 곁에 긋는다.

    매개변수
    --------
    record : GradientFlow, `lr.experiments.vanishing.rnn_gradient_flow`의 기록

    반환값
    ------
    Figure: 그림과 그 문장

    예외
    ----
    TypeError : record의 형이 다를 때

    예
    --
    >>> import lstm_ref as lr
    >>> record = lr.experiments.vanishing.rnn_gradient_flow(rho=(0.5, 1.5), seeds=(11,), T=10, H=4)
    >>> lr.plots.vanishing.rnn_gradient_flow(record).sentence[:30]
    '10시점 거슬러 간 기울기의 크기는 ρ=0.5이면 10'

    출처: Pascanu, Mikolov & Bengio (2013).
    """
    T = record.norms.shape[2]
    t = np.arange(1, T + 1)
    mean = record.norms.mean(axis=1)
    names = settings(record.rho)
    below = [
        " 아래" if np.isclose(m, np.log10(TINY)) else "" for m in mean[:, -1]
    ]  # 잴 수 있는 가장 작은 크기
    ends = ", ".join(f"ρ={n}이면 10의 {num(m, 1)}제곱{b}" for n, m, b in zip(names, mean[:, -1], below))
    with axes(height=3.8) as (canvas, ax):
        looks = lines(ax, t, mean, [f"ρ = {name}" for name in names])
        for k, norms, slope, m in zip(looks, record.norms, record.theory, mean):
            band(ax, t, norms.min(axis=0), norms.max(axis=0), k)
            ax.plot(t, steady(m[0] + slope * (t - 1)), color=COLORS[k], linewidth=0.9, alpha=0.8)
        ax.set(xlabel="거슬러 간 거리(시점)", ylabel=r"$\log_{10}\|\partial h_t/\partial h_0\|$")
        remark(ax, "가는 선: 이론, 띠: 시드의 범위")
        sentence = f"{T}시점 거슬러 간 기울기의 크기는 {ends}입니다(시드 {record.norms.shape[1]}개의 평균)."
        return Figure(canvas, sentence)


@door
def stretch(record: Stretch) -> Figure:
    """단위원이 행렬을 지나 어떤 타원이 되는지, 가장 많이 늘어나는 방향과 함께 그린다.

    매개변수
    --------
    record : Stretch, `lr.experiments.vanishing_norms.stretch`의 기록

    반환값
    ------
    Figure: 그림과 그 문장

    예외
    ----
    TypeError : record의 형이 다를 때

    예
    --
    >>> import lstm_ref as lr
    >>> record = lr.experiments.vanishing_norms.stretch()
    >>> lr.plots.vanishing.stretch(record).sentence
    '길이가 1인 벡터 가운데 가장 많이 늘어난 것은 2.12배가 됩니다. 고윳값의 크기는 0.5뿐입니다.'

    출처: 정의.
    """
    longest = record.W @ record.way
    with axes(height=3.1) as (canvas, ax):
        ax.plot(*steady(record.circle).T, color=COLORS[0], label=r"길이가 1인 벡터 $v$")
        ax.plot(*steady(record.image).T, color=COLORS[1], linestyle="--", label=r"곱한 뒤의 $Wv$")
        for (x, y), color in ((record.way, COLORS[0]), (longest, COLORS[1])):
            ax.annotate("", steady([x, y]), (0, 0), arrowprops={"arrowstyle": "->", "color": color, "lw": 2})
        ax.set(aspect="equal", xlabel="첫째 성분", ylabel="둘째 성분")
        ax.legend(loc="lower center", bbox_to_anchor=(0.5, 1.0), ncols=2)
        sentence = (
            f"길이가 1인 벡터 가운데 가장 많이 늘어난 것은 {num(record.norm, 2)}배가 됩니다. "
            f"고윳값의 크기는 {num(record.radius, 1)}뿐입니다."
        )
        return Figure(canvas, sentence)
