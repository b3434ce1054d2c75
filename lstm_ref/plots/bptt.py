"""시점마다의 몫과 절단 BPTT의 그림(4장)."""

from __future__ import annotations

import numpy as np

from ..doors import door
from ..experiments.bptt import Contributions, Truncation
from ..tables import num
from .figure import Figure, axes, band, lines, log_scale

__all__ = ["contributions", "truncation"]


@door
def contributions(record: Contributions) -> Figure:
    """시점마다 dW_hh에 보탠 몫의 크기를 로그 눈금으로 그린다.

    매개변수
    --------
    record : Contributions, `lr.experiments.bptt.contributions`의 기록

    반환값
    ------
    Figure: 그림과 그 문장

    예외
    ----
    TypeError : record의 형이 다를 때

    예
    --
    >>> import lstm_ref as lr
    >>> record = lr.experiments.bptt.contributions(T=5, H=4)
    >>> lr.plots.bptt.contributions(record).sentence
    '마지막 시점의 몫은 1.258, 첫 시점의 몫은 0.290이고 4배 차이가 납니다.'

    출처: Werbos (1990).
    """
    T, norms = len(record.norms), record.norms
    ratio = norms[-1] / norms[0] if norms[0] else np.inf
    sentence = (
        f"마지막 시점의 몫은 {num(norms[-1])}, 첫 시점의 몫은 {num(norms[0])}이고 "
        f"{num(ratio, 0)}배 차이가 납니다."
    )
    with axes() as (canvas, ax):
        lines(ax, np.arange(1, T + 1), [norms], ["RNN"], markers=True)
        log_scale(ax)
        ax.set(xlabel="시점 $t$", ylabel="$dW_{hh}$에 보탠 몫의 노름")
        ax.xaxis.get_major_locator().set_params(integer=True)
        return Figure(canvas, sentence)


@door
def truncation(record: Truncation) -> Figure:
    """거슬러 간 시점 수 K와 기울기의 상대 차이를 그린다.

    매개변수
    --------
    record : Truncation, `lr.experiments.bptt.truncation`의 기록

    반환값
    ------
    Figure: 그림과 그 문장

    예외
    ----
    TypeError : record의 형이 다를 때

    예
    --
    >>> import lstm_ref as lr
    >>> record = lr.experiments.bptt.truncation(K=(1, 5), seeds=(11,), H=4)
    >>> lr.plots.bptt.truncation(record).sentence[:30]
    '절단 BPTT의 기울기와 온전한 기울기의 상대 차이는 '

    출처: Williams & Peng (1990).
    """
    middle = np.median(record.error, axis=1)
    parts = ", ".join(f"K={k}이면 {num(e)}" for k, e in zip(record.K, middle))
    seeds = record.error.shape[1]
    with axes() as (canvas, ax):
        (k,) = lines(ax, record.K, [middle], ["RNN"], markers=True)
        band(ax, record.K, record.error.min(axis=1), record.error.max(axis=1), k)
        ax.set(xlabel="거슬러 간 시점 수 K", ylabel="온전한 기울기와의 상대 차이", ylim=(-0.03, None))
        return Figure(
            canvas,
            f"절단 BPTT의 기울기와 온전한 기울기의 상대 차이는 {parts}입니다(시드 {seeds}개의 중앙값).",
        )
