"""가까운 것과 먼 것을 함께 배우는 곡선(4장)."""

from __future__ import annotations

import numpy as np

from .. import checks
from ..doors import Naturals, door
from ..experiments.bptt_training import NearFar
from ..tables import num
from .figure import Figure, axes, band, level, lines

__all__ = ["near_far"]


@door
def near_far(record: NearFar, show: Naturals = (0, 1)) -> Figure:
    """고른 설정(`show`: 번호)의 두 비트의 정답률을 걸음마다 그린다. 띠는 시드의 가장 작은 값과 가장 큰 값이다.

    매개변수
    --------
    record : NearFar, `lr.experiments.bptt_training.near_far`의 기록
    show : 0 이상의 정수 목록, 그릴 설정의 번호

    반환값
    ------
    Figure: 그림과 그 문장

    예외
    ----
    TypeError, ValueError : record가 NearFar가 아니거나 show에 없는 번호가 있을 때

    예
    --
    >>> import lstm_ref as lr
    >>> record = lr.experiments.bptt_training.near_far(((2, None, 1.0),), seeds=(11,), steps=2, H=2, every=1)
    >>> lr.plots.bptt_training.near_far(record, show=(0,)).sentence
    '2걸음 뒤 정답률의 시드 평균은 거리 2, 가까운 비트 0.1, 거리 2, 먼 비트 0.5입니다. 찍으면 0.5입니다.'

    출처: 과제는 이 책. 절단 BPTT는 Williams & Peng (1990), 클리핑은 Pascanu, Mikolov & Bengio (2013).
    """
    for k in show:
        checks.whole("show", k, 0, len(record.names) - 1)
    words = (("가까운 비트", record.near), ("먼 비트", record.far))
    pairs = [(f"{record.names[k]}, {word}", np.round(score[k], 2)) for k in show for word, score in words]
    ends = ", ".join(f"{name} {num(score[:, -1].mean(), 1)}" for name, score in pairs)
    with axes(height=3.8) as (canvas, ax):
        at = record.at[0]
        means = [score.mean(axis=0) for _, score in pairs]
        looks = lines(ax, at, means, [name for name, _ in pairs], markers=True)
        for k, (_, score) in zip(looks, pairs):
            band(ax, at, score.min(axis=0), score.max(axis=0), k)
        level(ax, 0.5, "찍을 때")
        ax.set(xlabel="학습한 걸음", ylabel="정답률", ylim=(0.0, 1.03))
        return Figure(canvas, f"{at[-1]}걸음 뒤 정답률의 시드 평균은 {ends}입니다. 찍으면 0.5입니다.")
