"""펼친 시퀀스의 그림: 위에서 아래로 앞으로 → 손실 → 거꾸로 → 고치기. 칸마다 두 성분의 지금 수가 적힌다(4장, 11장)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from .text import drawn, number

T, LEFT, SLOT, BOX = 4, 46, 90, 72  # 시점 수, 이름의 너비, 한 시점의 너비, 상자의 너비
PHASE = {"forward": 1, "loss": 2, "back": 3, "update": 4}
HEADS = {"→": "m0 0l-6-4v8z", "←": "m0 0l6-4v8z", "↓": "m0 0l-4-6h8z"}


def unrolled(lanes: Sequence[tuple[str, str, str]], weight: str, values: dict[str, Any]) -> str:
    """줄마다 (값의 이름, 단계, 옆 칸으로 가는 화살표)를 적은 그림. 맨 아래에 매개변수 하나의 지금 값과 고친 값을 적는다."""
    parts, top = [], 22
    for k, (key, phase, way) in enumerate(lanes):
        high = 26 if key == "x" else 44
        boxes = "".join(_box(key, t, top, high, values) for t in range(T))
        sideways = "".join(_sideways(t, top + high / 2, way) for t in range(T - 1) if way)
        down = "".join(_arrow(_middle(t), top - 16, _middle(t), top - 1, "↓") for t in range(T) if k)
        parts.append(
            f'<g data-from="{PHASE[phase]}" class="{"pull" if PHASE[phase] > 2 else "push"}">'
            f"{_name(key, top + high / 2 - (9 if way else 0))}{_sign(way, top + high / 2 + 15)}{boxes}{sideways}{down}</g>"
        )
        top += high + 17
    parts.append(_bar(weight, top, values))
    steps = "".join(f'<text x="{_middle(t)}" y="15">t = {t + 1}</text>' for t in range(T))
    return (
        f'<svg class="lr-cell lr-walk" viewBox="0 0 {LEFT + T * SLOT} {top + 30}" role="img" '
        'aria-label="네 시점을 펼친 그림. 상자의 수는 두 성분의 지금 값이고, 아래 표에도 있습니다.">'
        f"{steps}{''.join(parts)}</svg>"
    )


def _middle(t: int) -> float:
    return LEFT + SLOT * t + SLOT / 2


def _box(key: str, t: int, top: float, high: float, values: dict[str, Any]) -> str:
    middle = _middle(t)
    lines = "".join(
        f'<text class="num" x="{middle}" y="{top + 18 + 18 * j}" data-cell="{name}.{t}.3">{_number(values[name][t])}</text>'
        for j, name in enumerate([key] if key == "x" else [f"{key}_1", f"{key}_2"])
    )
    return f'<rect x="{middle - BOX / 2}" y="{top}" width="{BOX}" height="{high}" rx="6"/>{lines}'


def _number(value: float) -> str:
    return drawn(number(float(value), 3))


def _arrow(x1: float, y1: float, x2: float, y2: float, way: str) -> str:
    return f'<path class="wire" d="M{x1:g} {y1:g}L{x2:g} {y2:g}"/><path class="head" d="M{x2:g} {y2:g}{HEADS[way]}"/>'


def _sideways(t: int, y: float, way: str) -> str:
    a, b = _middle(t) + BOX / 2 + 1, _middle(t + 1) - BOX / 2 - 1
    return _arrow(a, y, b, y, way) if way == "→" else _arrow(b, y, a, y, way)


def _name(key: str, y: float) -> str:
    return f'<text x="{LEFT / 2}" y="{y + 5:g}">{drawn(f"{key}_t")}</text>'


def _sign(way: str, y: float) -> str:
    return f'<text x="{LEFT / 2}" y="{y:g}">{way}</text>' if way else ""


def _bar(weight: str, top: float, values: dict[str, Any]) -> str:
    down = "".join(_arrow(_middle(t), top - 16, _middle(t), top - 1, "↓") for t in range(T))
    old, new = (
        f'<tspan class="num" data-cell="bar.{k}.3">{_number(values["bar"][k])}</tspan>' for k in (0, 1)
    )
    one, middle = "1,1" if weight[0] == "W" else "1", LEFT + T * SLOT / 2 + 13
    return (
        f'<g data-from="4" class="pull">{down}<rect x="{LEFT + 9}" y="{top}" width="{T * SLOT - 18}" height="28" rx="6"/>'
        f'<text x="{middle}" y="{top + 19}" text-anchor="end">{drawn(f"{weight} {one}:")} {old}</text>'
        f'<text x="{middle + 5}" y="{top + 19}" text-anchor="start"><tspan class="num">→</tspan> {new}</text></g>'
    )
