"""조작판의 상태: 범위를 아는 특성(trait)과 그 손잡이의 규격."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import numpy as np
import traitlets


class Knob(traitlets.TraitType[Any, Any]):
    """수 하나의 손잡이. `label`은 화면의 이름, `word`는 읽어 주는 이름, `unit`은 단위다. `wide`이면 한 줄을 다 쓴다."""

    kind, size = "scalar", 1
    name: str

    def __init__(
        self, default: Any, low: float, high: float, step: float = 0.01, *, label: str, word: str = "",
        unit: str = "", when: str = "", wide: bool = False, **kwargs: Any,
    ) -> None:  # fmt: skip
        self.low, self.high, self.step, self.when, self.wide = low, high, step, when, wide
        self.label, self.word, self.unit = label, word or label, unit
        super().__init__(default, **kwargs)
        self.tag(sync=True)

    def validate(self, obj: Any, value: Any) -> Any:
        return self._number(self.name, value)

    def _number(self, name: str, value: Any) -> float:
        if isinstance(value, (bool, np.bool_)) or not isinstance(value, (int, float, np.number)):
            raise traitlets.TraitError(f"{name}의 형이 {type(value).__name__}입니다. 실수여야 합니다.")
        if not math.isfinite(value) or not self.low <= value <= self.high:
            raise traitlets.TraitError(
                f"{name}의 값이 {value}입니다. {self.low:g} 이상 {self.high:g} 이하여야 합니다."
            )
        return float(value)

    def names(self) -> list[tuple[str, str]]:
        """손잡이마다 (화면의 이름, 읽어 주는 이름)."""
        return [(self.label, self.word)]

    def spec(self) -> dict[str, Any]:
        """쪽이 값을 확인할 때 쓰는 규격."""
        return {"kind": self.kind, "size": self.size, "low": self.low, "high": self.high, "word": self.word}


class Whole(Knob):
    """정수 하나의 손잡이(시점 번호 등). 앞뒤 단추가 함께 붙는다."""

    kind = "whole"

    def validate(self, obj: Any, value: Any) -> Any:
        number = self._number(self.name, value)
        if number != int(number):
            raise traitlets.TraitError(f"{self.name}의 값이 {value}입니다. 정수여야 합니다.")
        return int(number)


class Vector(Knob):
    """길이가 정해진 수 목록의 손잡이. 화면에는 성분마다 하나씩 놓인다."""

    kind = "vector"

    def __init__(
        self, default: Sequence[float], *args: Any, labels: Sequence[str] | None = None,
        words: Sequence[str] | None = None, part: str = "성분", **kwargs: Any,
    ) -> None:  # fmt: skip
        self.size, self._labels, self._words, self.part = len(default), labels, words, part
        super().__init__([float(v) for v in default], *args, **kwargs)

    def validate(self, obj: Any, value: Any) -> Any:
        values = value.tolist() if isinstance(value, np.ndarray) else value
        if not isinstance(values, (list, tuple)):
            raise traitlets.TraitError(
                f"{self.name}의 형이 {type(value).__name__}입니다. 수 {self.size}개의 목록이어야 합니다."
            )
        if len(values) != self.size:
            raise traitlets.TraitError(f"{self.name}의 길이가 {len(values)}입니다. {self.size}이어야 합니다.")
        return [self._number(f"{self.name}[{k}]", v) for k, v in enumerate(values)]

    def names(self) -> list[tuple[str, str]]:
        labels = self._labels or [f"{self.label}_{k + 1}" for k in range(self.size)]
        words = self._words or [f"{self.word} {k + 1}번 {self.part}" for k in range(self.size)]
        return list(zip(labels, words))


class Window(Vector):
    """긴 목록을 `keys`의 고른 값이 가리키는 조각만큼만 보여 주는 손잡이(층과 성분을 골라 가중치의 한 줄을 본다)."""

    def __init__(self, *args: Any, keys: Sequence[str], **kwargs: Any) -> None:
        self.keys = keys
        super().__init__(*args, **kwargs)


class Choice(traitlets.TraitType[str, str]):
    """몇 가지 가운데 하나. `options`는 값 → 화면의 이름이다.

    `buttons`는 앞뒤로 한 칸 가는 단추의 이름이고, 끝을 넘으면 정수 손잡이 `carry`가 한 칸 움직인다. `wide`이면 한 줄을 다 쓴다.
    """

    kind, size = "choice", 1

    def __init__(
        self, default: str, options: dict[str, str], *, label: str, when: str = "", buttons: Sequence[str] = (),
        carry: str = "", wide: bool = False, **kwargs: Any,
    ) -> None:  # fmt: skip
        self.wide = wide
        self.options, self.label, self.word, self.when = options, label, label, when
        self.buttons, self.carry = buttons, carry
        super().__init__(default, **kwargs)
        self.tag(sync=True)

    def validate(self, obj: Any, value: Any) -> Any:
        if not isinstance(value, str) or value not in self.options:
            wanted = ", ".join(self.options)
            raise traitlets.TraitError(
                f"{self.name}의 값이 {value!r}입니다. {wanted} 가운데 하나여야 합니다."
            )
        return value

    def spec(self) -> dict[str, Any]:
        carry = {"carry": self.carry} if self.carry else {}
        return {"kind": self.kind, "options": list(self.options), "word": self.word} | carry


class Switch(traitlets.TraitType[bool, bool]):
    """켜고 끄는 손잡이."""

    kind, size = "switch", 1

    def __init__(self, default: bool, *, label: str, when: str = "", **kwargs: Any) -> None:
        self.label, self.word, self.when = label, label, when
        super().__init__(default, **kwargs)
        self.tag(sync=True)

    def validate(self, obj: Any, value: Any) -> Any:
        if not isinstance(value, (bool, np.bool_)):
            raise traitlets.TraitError(f"{self.name}의 값이 {value!r}입니다. 참이나 거짓이어야 합니다.")
        return bool(value)

    def spec(self) -> dict[str, Any]:
        return {"kind": self.kind, "word": self.word}


KNOBS = (Knob, Choice, Switch)
