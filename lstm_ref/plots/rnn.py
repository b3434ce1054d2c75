"""RNN 셀과, 첫 입력이 남는 모양의 그림(1장)."""

from __future__ import annotations

import numpy as np

from ..doors import door
from ..experiments.rnn import Impulse
from ..tables import num, settings
from .figure import Figure, axes, lines
from .svg import Drawing, arrow, box, dot, label

__all__ = ["impulse", "rnn_cell", "rnn_unrolled"]


@door
def impulse(record: Impulse) -> Figure:
    """첫 시점의 입력 하나가 은닉 상태에 얼마나 남는지 그린다.

    매개변수
    --------
    record : Impulse, `lr.experiments.rnn.impulse`의 기록

    반환값
    ------
    Figure: 그림과 그 문장

    예외
    ----
    TypeError : record의 형이 다를 때

    예
    --
    >>> import lstm_ref as lr
    >>> record = lr.experiments.rnn.impulse(T=5)
    >>> lr.plots.rnn.impulse(record).sentence[:30]
    '첫 시점에만 1을 넣었을 때 5번째 시점의 은닉 상태는'

    출처: 이 책.
    """
    T = len(record.h)
    names = settings(record.w_h)
    ends = ", ".join(f"w_h={name}이면 {num(h)}" for name, h in zip(names, record.h[-1]))
    with axes() as (canvas, ax):
        lines(
            ax,
            np.arange(1, T + 1),
            record.h.T,
            [f"$w_h$ = {name}" for name in names],
            markers=True,
        )
        ax.set(xlabel="시점 $t$", ylabel="은닉 상태 $h_t$")
        ax.xaxis.get_major_locator().set_params(integer=True)
        return Figure(canvas, f"첫 시점에만 1을 넣었을 때 {T}번째 시점의 은닉 상태는 {ends}입니다.")


def rnn_cell() -> Drawing:
    """RNN 셀 하나의 구조.

    반환값
    ------
    Drawing: SVG와 그 문장

    예외
    ----
    없음

    예
    --
    >>> rnn_cell().sentence[:30]
    'RNN 셀. 입력 x_t에 W_xh를, 이전 은닉 상태'

    출처: 이 책.
    """
    parts = [
        box(150, 40, 300, 150, rounded=14, dashed=True),
        arrow((60, 115), (207, 115)), label(20, 115, "h_{t−1}", anchor="start"),
        arrow((220, 230), (220, 129)), label(220, 246, "x_{t}"),
        dot(220, 115, "+"), label(180, 86, "W_{hh}", size=17), label(186, 168, "W_{xh}", size=17),
        arrow((280, 230), (280, 210), (232, 124)), label(296, 246, "b_{h}"),
        arrow((233, 115), (310, 115)), box(312, 95, 70, 40, "tanh"),
        arrow((382, 115), (540, 115)), label(548, 115, "h_{t}", anchor="start"),
        arrow((480, 115), (480, 35)), label(480, 16, "h_{t} (출력)"),
    ]  # fmt: skip
    sentence = "RNN 셀. 입력 x_t에 W_xh를, 이전 은닉 상태 h_{t−1}에 W_hh를 곱해 편향과 함께 더합니다. "
    sentence += "여기에 tanh를 씌우면 h_t가 됩니다."
    return Drawing("rnn-cell", 600, 260, parts, sentence)


@door
def rnn_unrolled(gradient: bool = False) -> Drawing:
    """세 시점으로 펼친 RNN. `gradient`이면 기울기가 거슬러 가는 길도 그린다.

    매개변수
    --------
    gradient : 참이면 기울기의 길도 그린다

    반환값
    ------
    Drawing: SVG와 그 문장

    예외
    ----
    TypeError : gradient가 bool이 아닐 때

    예
    --
    >>> rnn_unrolled(gradient=True).sentence[:30]
    '세 시점으로 펼친 RNN. 세 칸은 같은 가중치 W_x'

    출처: 이 책.
    """
    parts = [label(18, 62, "h_{0}")]
    for k, x in enumerate((110, 270, 430), 1):
        parts += [
            box(x, 48, 80, 44, "RNN"), arrow((x - 80 if k > 1 else 36, 62), (x - 2, 62)),
            arrow((x + 25, 164), (x + 25, 94)), label(x + 25, 180, f"x_{{{k}}}"), label(x + 56, 144, "W_{xh}", size=16),
            arrow((x + 40, 46), (x + 40, 18)), label(x + 66, 16, f"h_{{{k}}}"),
            label(x - 48, 40, "W_{hh}", size=16) if k > 1 else "",
        ]  # fmt: skip
        if gradient:
            parts += [
                arrow((x + 14, 18), (x + 14, 46), dashed=True),
                label(x - 10, 24, f"g_{{{k}}}", size=16),
            ]
        if gradient and k > 1:
            parts += [
                arrow((x - 2, 84), (x - 78, 84), dashed=True),
                label(x - 40, 109, f"W_{{hh}}ᵀda_{{{k}}}", size=15),
            ]
    parts += [arrow((510, 62), (570, 62)), label(577, 62, "…", anchor="start")]
    sentence = "세 시점으로 펼친 RNN. 세 칸은 같은 가중치 W_xh, W_hh와 편향 b_h를 함께 씁니다."
    if gradient:
        sentence += " 점선 화살표는 기울기가 오는 두 길입니다. 위의 출력에서 g_t가 내려오고, "
        sentence += "오른쪽 칸에서 W_hhᵀda가 왼쪽으로 거슬러 갑니다."

    return Drawing("rnn-unrolled-back" if gradient else "rnn-unrolled", 600, 194, parts, sentence)
