"""고쳐 주기: 늦게 냄, 다시 냄, 손으로 준 점수를 적은 CSV. 다시 채점해도 그대로 남는다."""

from __future__ import annotations

import math
from pathlib import Path
from typing import Any, NamedTuple

from . import roster
from .collect import Submission

KINDS = {"늦음": "late", "late": "late", "점수": "points", "points": "points", "파일": "file", "file": "file"}
COLUMNS = ("학번", "문제", "종류", "값", "메모")


class Override(NamedTuple):
    """한 줄. `late`의 값은 깎을 백분율, `points`는 점수, `file`은 채점할 파일 이름의 일부다."""

    key: str
    exercise: str
    kind: str
    value: str
    memo: str


def read(path: Path | None, keys: list[str], exercises: tuple[str, ...]) -> list[Override]:
    """고쳐 주기의 CSV를 읽는다. 모르는 사람, 문제, 종류, 값이 있으면 몇째 줄인지 알리고 멈춘다."""
    made = []
    for line, row in enumerate(roster.rows(path) if path else [], 2):
        absent = [name for name in COLUMNS[:4] if name not in row]
        if absent:
            raise ValueError(
                f"{path}: 칸이 없습니다: {', '.join(absent)}. 첫 줄은 {','.join(COLUMNS)}입니다."
            )
        one = Override(*(row.get(name, "").strip() for name in COLUMNS))
        one = one._replace(kind=KINDS.get(one.kind.lower(), one.kind))
        wrong = _wrong(one, keys, exercises)
        if wrong:
            raise ValueError(f"{path} {line}째 줄: {wrong}")
        made.append(one)
    return made


def _wrong(one: Override, keys: list[str], exercises: tuple[str, ...]) -> str:
    if one.key not in keys:
        return f"{one.key!r}: 명단에 없는 학번입니다."
    if one.exercise and one.exercise not in exercises:
        return f"{one.exercise!r}: 채점하는 문제가 아닙니다. 채점하는 문제: {', '.join(exercises)}."
    if one.kind not in KINDS.values():
        return f"{one.kind!r}: 종류는 늦음, 점수, 파일 가운데 하나입니다."
    if one.kind == "file":
        return "" if one.value else "파일 이름의 일부를 값에 적어 주세요."
    number = _number(one.value)
    if not 0 <= number <= (100 if one.kind == "late" else 10_000):
        return f"값이 {one.value!r}입니다. 늦음은 0~100의 백분율, 점수는 0 이상의 수여야 합니다."
    return ""


def _number(text: str) -> float:
    """적힌 수. 수가 아니면 어느 범위에도 들지 않는 nan이다."""
    try:
        return float(text.rstrip("%점 "))
    except ValueError:
        return math.nan


def chosen(submission: Submission, overrides: list[Override]) -> Submission:
    """'파일'이 적힌 사람은 그 파일만 채점한다. 나머지는 까닭과 함께 남는다."""
    words = [o.value for o in overrides if o.kind == "file" and o.key == submission.learner.key]
    if not words:
        return submission
    skip = "강의자가 다른 파일을 골랐습니다"
    papers = [
        p if any(w in p.path for w in words) else p._replace(problem=p.problem or skip)
        for p in submission.papers
    ]
    return submission._replace(papers=tuple(papers))


class Final(NamedTuple):
    """고쳐 준 뒤의 점수."""

    points: dict[str, float]
    total: float
    notes: tuple[str, ...] = ()


def final(record: dict[str, Any], overrides: list[Override], worth: dict[str, float]) -> Final:
    """통과한 문제의 배점에 고쳐 주기를 차례로 넣는다: 문제의 점수, 총점, 마지막으로 늦음."""
    points = {name: worth[name] * (mark["status"] == "passed") for name, mark in record["marks"].items()}
    notes, total = [], None
    mine = [o for o in overrides if o.key == record["key"]]
    for one in (o for o in mine if o.kind == "points"):
        value = _number(one.value)
        if one.exercise:
            points[one.exercise] = value
        else:
            total = value
        notes.append(_said(f"{one.exercise or '총점'} {value:g}점(강의자가 정함)", one.memo))
    total = sum(points.values()) if total is None else total
    for one in (o for o in mine if o.kind == "late"):
        total *= 1 - _number(one.value) / 100
        notes.append(_said(f"늦게 내어 {_number(one.value):g} % 깎음", one.memo))
    notes += [_said(f"채점한 파일: {o.value}", o.memo) for o in mine if o.kind == "file"]
    return Final(points, round(total, 2), tuple(notes))


def _said(text: str, memo: str) -> str:
    return f"{text}: {memo}" if memo else text
