"""LSTM의 한계의 그림(13장)."""

from __future__ import annotations

from ..doors import door
from ..experiments.beyond import Drift
from ..tables import josa, num
from .figure import Figure, axes, band, lines, log_scale

__all__ = ["drift"]


@door
def drift(record: Drift) -> Figure:
    """망각 게이트가 있고 없을 때 셀 상태의 크기를 로그 눈금으로 그린다.

    매개변수
    --------
    record : Drift, `lr.experiments.beyond.drift`의 기록

    반환값
    ------
    Figure: 그림과 그 문장

    예외
    ----
    TypeError : record의 형이 다를 때

    예
    --
    >>> import lstm_ref as lr
    >>> record = lr.experiments.beyond.drift(seeds=(11,), at=(10, 100), H=4)
    >>> lr.plots.beyond.drift(record).sentence[:30]
    '10시점에서 100시점까지 평균 |C|는 망각 게이트가'

    출처: Gers, Schmidhuber & Cummins (2000).
    """
    pair = (record.without, record.with_f)
    mean = [v.mean(axis=0) for v in pair]
    with axes() as (canvas, ax):
        names, means = ["망각 게이트 없음(1997)", "망각 게이트 있음(2000)"], ["f 없는 LSTM", "LSTM"]
        looks = lines(ax, record.at, mean, names, means=means, markers=True)
        for k, values in zip(looks, pair):
            band(ax, record.at, values.min(axis=0), values.max(axis=0), k)
        log_scale(ax, "xy")
        ax.set(xlabel="시점 $t$", ylabel="평균 $|C_t|$")
        return Figure(
            canvas,
            f"{record.at[0]}시점에서 {record.at[-1]}시점까지 평균 |C|는 망각 게이트가 없으면 {num(mean[0][0], 2)}에서 "
            f"{josa(num(mean[0][-1], 2), '으로/로')}, 있으면 {num(mean[1][0], 2)}에서 "
            f"{josa(num(mean[1][-1], 2), '으로/로')} 변했습니다.",
        )
