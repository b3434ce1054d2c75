"""조작판의 목표: 값이 어느 범위에 들면 이룬 것인지. static/view.js의 `met`이 같은 규칙을 쓴다."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

MARGIN = 1e-9  # 파이썬과 쪽의 셈이 끝자리에서 갈려도 같은 판정이 나오게 한다


class Goal:
    """`text`는 목표를 적은 문장, `tests`는 (값의 이름, 아래 끝, 위 끝)이고 끝이 None이면 열려 있다.

    예
    --
    >>> goal = Goal("절반보다 많이 남기세요.", ("C.1", 0.5, None))
    >>> goal.met({"C": [0.0, 0.7]}), goal.met({"C": [0.7, 0.0]})
    (True, False)
    """

    def __init__(self, text: str, *tests: tuple[str, float | None, float | None]):
        self.text, self.tests = text, tests

    def met(self, values: Mapping[str, Any]) -> bool:
        """모든 값이 제 범위에 들어 있는지."""
        return all(_inside(_at(values, path), low, high) for path, low, high in self.tests)


def _at(values: Mapping[str, Any], path: str) -> float:
    name, *indices = path.split(".")
    value = values[name]
    for index in indices:
        value = value[int(index)]
    return float(value)


def _inside(value: float, low: float | None, high: float | None) -> bool:
    return (low is None or value >= low - MARGIN) and (high is None or value <= high + MARGIN)
