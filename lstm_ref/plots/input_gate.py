"""입력 게이트의 그림(7장)."""

from __future__ import annotations

import numpy as np

from ..doors import door
from ..experiments.input_gate import Accumulation
from ..tables import josa, num, settings
from .figure import Figure, axes, lines

__all__ = ["accumulate"]


@door
def accumulate(record: Accumulation) -> Figure:
    """같은 후보 값을 되풀이해 더할 때 셀 상태가 자라는 모습을 그린다.

    매개변수
    --------
    record : Accumulation, `lr.experiments.input_gate.accumulate`의 기록

    반환값
    ------
    Figure: 그림과 그 문장

    예외
    ----
    TypeError : record의 형이 다를 때

    예
    --
    >>> import lstm_ref as lr
    >>> record = lr.experiments.input_gate.accumulate(T=5)
    >>> lr.plots.input_gate.accumulate(record).sentence[:30]
    '같은 몫을 5번 더하면 셀 상태는 f=0.0이면 0.4'

    출처: 등비수열의 합.
    """
    T = len(record.C)
    names = settings(record.f)
    ends = ", ".join(f"f={name}이면 {num(c, 2)}" for name, c in zip(names, record.C[-1]))
    with axes() as (canvas, ax):
        lines(ax, np.arange(1, T + 1), record.C.T, [f"$f$ = {name}" for name in names])
        ax.set(xlabel="시점 $t$", ylabel="셀 상태 $C_t$")
        ax.xaxis.get_major_locator().set_params(integer=True)
        ax.yaxis.get_major_locator().set_params(steps=[1, 2, 4, 5, 10])  # 극한 4와 40번 더한 16이 눈금에 선다
        return Figure(canvas, f"같은 몫을 {T}번 더하면 셀 상태는 {josa(ends, '이/가')} 됩니다.")
