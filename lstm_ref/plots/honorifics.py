"""높임말 일치 그림(12장)."""

from __future__ import annotations

import numpy as np

from .. import checks
from ..doors import door
from ..experiments.honorific_reading import Reading
from ..experiments.honorifics import CONTENDERS, DISTANCES, HonorificGrid, HonorificRun
from ..tables import num
from .figure import COLORS, MARKERS, Figure, axes, lines

__all__ = ["honorific_curves", "honorific_gates", "honorific_scores"]


@door
def honorific_curves(runs: list[HonorificRun]) -> Figure:
    """학습마다 한 칸: 서술어(가까운 단서)와 높임(먼 주어)의 정답률이 걸음에 따라 오르는 모습."""
    checks.kind("runs", runs, list)
    parts = [
        f"{CONTENDERS[r.contender].name}(거리 {r.d}, 시드 {r.seed})은 {r.at[-1]}걸음 뒤에 "
        f"서술어 {num(r.verb[-1], 2)}, 높임 {num(r.high[-1], 2)}"
        for r in runs
    ]
    with axes(len(runs), 1, height=2.4 * len(runs) + 0.6, sharex=True, squeeze=False) as (canvas, grid):
        for ax, run in zip(grid[:, 0], runs):
            ax.axhline(0.5, color="#666666", linewidth=0.8, label="높임의 우연 수준")
            lines(ax, run.at, [run.verb, run.high], ["서술어(가까운 단서)", "높임(먼 주어)"], markers=True)
            ax.set(ylabel="정답률", ylim=(-0.03, 1.05), title=CONTENDERS[run.contender].name)
        grid[-1, 0].set_xlabel("학습한 걸음 수")
        return Figure(canvas, "; ".join(parts) + "을 맞혔습니다.")


@door
def honorific_scores(grid: HonorificGrid) -> Figure:
    """저장한 표의 높임 정답률: 모델과 거리마다 시드 하나에 점 하나."""
    checks.kind("grid", grid, HonorificGrid)
    parts = []
    with axes(height=3.6) as (canvas, ax):
        for k, (key, setting) in enumerate(CONTENDERS.items()):
            for j, d in enumerate(DISTANCES):
                y = grid.values(key, d)
                x = j + 0.16 * (k - 1.5) + 0.04 * (np.arange(len(y)) - 1)
                name = setting.name if j == 0 else None
                ax.plot(x, y, MARKERS[k], color=COLORS[k], label=name, linestyle="none")
            solved = ", ".join(f"{grid.solved(key, d)}" for d in DISTANCES)
            parts.append(f"{setting.name} {solved}")
        ax.axhline(0.5, color="#666666", linewidth=0.8, label="우연 수준")
        ax.set(xticks=range(len(DISTANCES)), xlabel="주어에서 단서까지의 어절 수", ylim=(0.1, 1.04))
        ax.set_xticklabels([str(d) for d in DISTANCES])
        ax.set_ylabel("높임 정답률(점 하나가 시드 하나)")
        ax.legend(loc="lower left", ncols=2)
    distances = ", ".join(map(str, DISTANCES))
    return Figure(
        canvas, f"거리 {distances}에서 높임을 배운 시드의 수: {'; '.join(parts)}. 시드는 셋씩입니다."
    )


@door
def honorific_gates(reading: Reading) -> Figure:
    """주어만 다른 두 문장을 읽는 동안의 높임 확률, 셀 상태, 망각 게이트."""
    checks.kind("reading", reading, Reading)
    high, plain = (words for words in reading.words)
    shared = [a if a == b else f"{a}/{b}" for a, b in zip(high, plain)]
    rows = (("높임 꼴의 확률", reading.p_high), (f"셀 상태 C[{reading.unit}]", reading.C),
            (f"망각 게이트 f[{reading.unit}]", reading.f))  # fmt: skip
    with axes(3, 1, height=7.2, sharex=True) as (canvas, grid):
        for ax, (label, values) in zip(grid, rows):
            lines(ax, np.arange(len(shared)), values, ["높임 주어", "예사 주어"], markers=True)
            ax.set_ylabel(label)
        grid[0].set_ylim(-0.05, 1.05)
        grid[2].set_ylim(-0.05, 1.05)
        grid[2].set_xticks(range(len(shared)), shared, rotation=60, ha="right")
        sentence = (
            f"마지막 어절에서 높임 꼴의 확률은 높임 주어 {num(reading.p_high[0, -1], 2)}, 예사 주어 "
            f"{num(reading.p_high[1, -1], 2)}이고, 성분 {reading.unit}의 셀 상태는 "
            f"{num(reading.C[0, -1], 1)}과 {num(reading.C[1, -1], 1)}입니다."
        )
        return Figure(canvas, sentence)
