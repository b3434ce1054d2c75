"""채점의 차례: 문제를 고르고, 모으고, 모래상자에서 부르고, 판정하고, 적는다."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from ..exercises import all_exercises, find
from . import batch, collect, report, selftest
from . import overrides as fixes
from .batch import Options
from .collect import Submission
from .sandbox import USUAL, Limits


def chosen(assignment: Path | None, chapters: list[str], exercises: list[str]) -> dict[str, float]:
    """채점할 문제와 배점. 과제 파일, 장의 번호, 문제의 번호 가운데 적은 것을 모은다."""
    worth: dict[str, float] = {}
    if assignment is not None:
        worth |= read_assignment(assignment)
    every = {e.id: e for e in all_exercises()}
    known = sorted({e.chapter[:2] for e in every.values()})
    for chapter in chapters:
        number = chapter[:2].rjust(2, "0") if chapter[:2].isdigit() else chapter.rjust(2, "0")
        if number not in known:
            raise ValueError(f"{chapter!r}: 없는 장입니다. 장의 번호: {', '.join(known)}.")
        worth |= {e.id: e.points for e in every.values() if e.chapter.startswith(number)}
    for name in exercises:
        worth[name] = find(name).points
    if not worth:
        raise ValueError("무엇을 채점할지 적어 주세요: --assignment, --chapters, --exercises 가운데 하나.")
    return {name: worth[name] for name in every if name in worth}


def weighed(worth: dict[str, float], words: list[str]) -> dict[str, float]:
    """`ex06a=5`처럼 적은 배점을 넣는다."""
    made = dict(worth)
    for word in words:
        name, _, points = word.partition("=")
        if name not in made:
            raise ValueError(f"{name!r}: 고른 문제가 아닙니다. 고른 문제: {', '.join(made)}.")
        if not points.replace(".", "", 1).isdigit():
            raise ValueError(f"{word!r}: 배점은 ex06a=5처럼 0 이상의 수로 적습니다.")
        made[name] = float(points)
    return made


def read_assignment(path: Path) -> dict[str, float]:
    """`assign`이 적은 assignment.json의 문제와 배점."""
    try:
        worth = json.loads(path.read_text(encoding="utf-8"))["points"]
        return {find(name).id: float(points) for name, points in worth.items()}
    except (KeyError, TypeError, AttributeError, json.JSONDecodeError) as error:
        raise ValueError(f"{path}: assign이 만든 파일이 아닙니다({type(error).__name__}).") from None


def grade(
    submissions: Path,
    out: Path,
    worth: dict[str, float],
    *,
    roster: Path | None = None,
    overrides: Path | None = None,
    bom: bool = False,
    limits: Limits = USUAL,
    **options: Any,
) -> Path:
    """한 묶음을 채점해 `out`에 점수, 피드백, 요약을 적는다.

    매개변수
    --------
    submissions : 낸 파일의 폴더나 zip
    out : 결과 폴더. 없으면 만든다
    worth : 문제의 번호 → 배점
    roster, overrides : CSV 파일
    bom : grades.csv 앞에 BOM을 넣을지
    limits : 시간과 메모리의 한도
    options : `batch.Options`의 나머지(workers, scheduler, seed, resume, unsafe, quiet)

    반환값
    ------
    결과 폴더

    예외
    ----
    ValueError, FileNotFoundError, FileExistsError : 명단·고쳐 주기·폴더가 맞지 않을 때
    sandbox.Impossible : 모래상자를 세울 수 없을 때
    """
    names = tuple(worth)
    places = {"submissions": submissions, "roster": roster, "overrides": overrides}
    asked = {name: str(place.resolve()) if place else "" for name, place in places.items()}
    settings = Options(names, limits=limits, asked={**asked, "worth": worth}, **options)
    if settings.workers < 1:
        raise ValueError(f"workers가 {settings.workers}입니다. 1 이상이어야 합니다.")
    handed = collect.collect(submissions, roster)
    changes = fixes.read(overrides, [s.learner.key for s in handed], names)
    handed = [fixes.chosen(s, changes) for s in handed]
    if not settings.unsafe:
        selftest.demand(limits)
    settled, records = batch.run(handed, out, settings)
    write(handed, records, worth, changes, settled, out, bom)
    return out


def write(
    handed: list[Submission],
    records: list[dict[str, Any]],
    worth: dict[str, float],
    changes: list[fixes.Override],
    settled: dict[str, Any],
    out: Path,
    bom: bool,
) -> None:
    """점수, 피드백, 요약을 적는다."""
    rows = [(s, r, fixes.final(r, changes, worth)) for s, r in zip(handed, records)]
    (out / "feedback").mkdir(exist_ok=True)
    for row in rows:
        report.feedback(row, worth, out / "feedback")
    report.grades(rows, worth, out / "grades.csv", bom)
    report.summary(rows, worth, settled, out)
