"""자모 언어 모델의 그림(12장)."""

from __future__ import annotations

from ..doors import Natural, door
from ..experiments.poems import PoemRun, ngram_bits
from ..tables import josa, num
from .figure import QUIET, Figure, axes, level, lines, remark

__all__ = ["learning"]


@door
def learning(found: PoemRun, order: Natural = 2) -> Figure:
    """걸음마다 배운 시와 처음 보는 시의 음절 하나에 드는 비트. 편평한 선은 n그램의 검증 비트다.

    매개변수
    --------
    found : PoemRun, `lr.experiments.poems.run`의 기록
    order : 0 이상의 정수, 견줄 n그램의 n

    반환값
    ------
    Figure: 그림과 그 문장

    예외
    ----
    TypeError, ValueError : found가 PoemRun이 아니거나 order가 0 이상의 정수가 아닐 때

    예
    --
    >>> import lstm_ref as lr
    >>> record = lr.experiments.poems.run(H=2, steps=2, every=1)
    >>> lr.plots.poems.learning(record, order=1).sentence[:30]
    '2걸음 뒤 배운 시는 11.96비트, 검증 시는 11.'

    출처: Karpathy, Johnson & Fei-Fei (2015)의 글자 언어 모델을 자모로 바꾼 것.
    """
    bits = ngram_bits(order, "검증")
    with axes() as (canvas, ax):
        lines(ax, found.at, [found.train, found.valid], ["배운 시", "검증 시"], markers=True)
        level(ax, bits, f"n그램(자모 {order}개)")
        ax.axvline(found.best, color=QUIET, linewidth=0.8, linestyle=":")
        remark(ax, f"세로 점선: 검증 시의 비트가 가장 낮은 {found.best}걸음")
        ax.set(xlabel="학습한 걸음 수", ylabel="음절마다의 비트")
        return Figure(
            canvas,
            f"{found.at[-1]}걸음 뒤 배운 시는 {num(found.train[-1], 2)}비트, 검증 시는 {num(found.valid[-1], 2)}비트입니다. "
            f"검증 비트는 {found.best}걸음에서 {josa(num(found.valid.min(), 2), '으로/로')} 가장 낮고, "
            f"n그램은 {num(bits, 2)}비트입니다.",
        )
