"""살아 있는 LSTM 셀의 그림: 식의 기호마다 지금 수가 적히고, 크기만큼 빛난다(10장)."""

from __future__ import annotations

from collections.abc import Sequence

from .text import drawn, number

# 기호, 상자의 가운데, CellExplorer의 `shown`에서 그 값의 자리
NODES = (
    ("h_{t−1}", (42, 190), 0), ("C_{t−1}", (42, 43), 1), ("f_t", (124, 190), 2), ("i_t", (198, 190), 3),
    ("C̃_t", (272, 190), 4), ("C_t", (384, 43), 5), ("o_t", (346, 190), 6), ("tanh C_t", (384, 116), 7),
    ("h_t", (384, 286), 8), ("x_t", (42, 286), 9),
)  # fmt: skip
DOTS = (("⊙", (124, 43)), ("+", (235, 43)), ("⊙", (235, 112)), ("⊙", (404, 190)))
LINES = "M76 190H84V240M76 286H84V240H346M198 167V112"
ARROWS = {
    ">": "M76 43H111 M136 43H222 M248 43H350 M198 112H222 M380 190H391",
    "<": "M272 167V112H248",
    "^": "M124 167V56 M235 99V56 M124 240V213 M198 240V213 M272 240V213 M346 240V213",
    "v": "M404 66V93 M404 139V177 M404 203V263",
}
HEADS = {">": "m0 0l-6-4v8z", "<": "m0 0l6-4v8z", "^": "m0 0l-4 6h8z", "v": "m0 0l-4-6h8z"}
SENTENCE = "LSTM 셀의 그림. 상자의 수는 고른 성분의 지금 값이고, 아래 표에도 있습니다."


def cell_drawing(shown: Sequence[float]) -> str:
    """고른 성분의 값 `shown`을 적은 그림."""
    wires = LINES + "".join(
        piece + HEADS[way] for way, d in ARROWS.items() for piece in d.replace(" M", "|M").split("|")
    )
    dots = "".join(
        f'<circle cx="{x}" cy="{y}" r="12"/><text x="{x}" y="{y + 6}">{sign}</text>' for sign, (x, y) in DOTS
    )
    nodes = "".join(_node(name, at, k, shown[k]) for name, at, k in NODES)
    return (
        f'<svg class="lr-cell" viewBox="0 0 426 318" role="img" aria-label="{SENTENCE}">'
        f'<path class="wire" d="{wires}"/>{_symbol("z_t", 104, 258)}{dots}{nodes}</svg>'
    )


def _node(name: str, at: tuple[int, int], k: int, value: float) -> str:
    x, y = at
    return (
        f'<g data-lit style="--lit:{lit(value):.3f}"><rect x="{x - 34}" y="{y - 23}" width="68" height="46" rx="8"/>'
        f'{_symbol(name, x, y - 5)}<text class="num" x="{x}" y="{y + 17}" data-cell="shown.{k}.2">'
        f"{drawn(number(value, 2))}</text></g>"
    )


def lit(value: float) -> float:
    """빛나는 정도: 크기가 1 이상이면 1."""
    return min(abs(value), 1.0)


def _symbol(name: str, x: int, y: int) -> str:
    return f'<text x="{x}" y="{y}">{drawn(name)}</text>'
