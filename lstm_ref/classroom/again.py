"""다시 해 보기: 끝난 묶음에서 한 사람을 같은 사례로 다시 채점해, 적힌 기록과 견준다. 아무것도 고쳐 적지 않는다."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, NamedTuple

import lstm_ref

from . import batch, collect, marks, selftest
from . import overrides as fixes
from .collect import Submission
from .marks import STATUS, Task
from .sandbox import USUAL, Limits


class Again(NamedTuple):
    """다시 채점한 결과. `before`는 적힌 기록이고, `changed`는 채점할 때와 달라진 것을 우리말로 적은 것이다."""

    key: str
    seed: int
    before: dict[str, Any]
    after: dict[str, Any]
    changed: str

    @property
    def same(self) -> bool:
        """모든 문제의 결과와 한 말이 그대로인가."""
        told = [{k: (m["status"], m["message"]) for k, m in r["marks"].items()} for r in self[2:4]]
        return told[0] == told[1]


def again(out: Path, who: str, submissions: Path | None = None, limits: Limits = USUAL) -> Again:
    """`out`의 기록에서 `who`(학번, 이름 또는 기록의 열쇠)를 찾아 다시 채점한다.

    매개변수
    --------
    out : `grade`의 결과 폴더
    who : 다시 채점할 사람
    submissions : 낸 파일을 옮겼으면 지금 있는 곳. 없으면 채점할 때 적은 곳

    예외
    ----
    ValueError : 결과 폴더가 아니거나, 그 사람이 없거나 여럿이거나, 적힌 기록이 없을 때
    """
    settled = _read(out)
    places = {name: Path(settled[name]) if settled[name] else None for name in ("roster", "overrides")}
    handed = collect.collect(submissions or Path(settled["submissions"]), places["roster"])
    worth = tuple(settled["worth"])
    changes = fixes.read(places["overrides"], [s.learner.key for s in handed], worth)
    one = fixes.chosen(_one(handed, who), changes)
    before = batch.kept(out, one.learner.key)
    if before is None:
        raise ValueError(f"{out}에 {who}의 기록이 없습니다.")
    selftest.demand(limits)
    task = Task(one.learner.key, one.papers, worth, int(settled["seed"]), limits)
    changed = ""
    if settled["version"] != lstm_ref.__version__:
        changed = f"채점한 lstm_ref는 {settled['version']}, 지금은 {lstm_ref.__version__}입니다."
    elif before.get("digest") not in ("", batch.digest(task)):
        changed = "낸 파일이나 채점의 설정이 채점할 때와 다릅니다."
    return Again(task.key, task.seed, before, marks.grade(task), changed)


def _read(out: Path) -> dict[str, Any]:
    try:
        settled = json.loads((out / "batch.json").read_text(encoding="utf-8"))
        return {
            name: settled[name] for name in ("seed", "version", "worth", "submissions", "roster", "overrides")
        }
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise ValueError(f"{out}: grade가 만든 결과 폴더가 아닙니다({type(error).__name__}).") from None


def _one(handed: list[Submission], who: str) -> Submission:
    found = [s for s in handed if who in (s.learner.key, s.learner.id, s.learner.name)]
    if len(found) != 1:
        raise ValueError(f"{who!r}: 그런 사람이 {len(found)}명입니다. 학번을 적어 주세요.")
    return found[0]


def told(result: Again) -> str:
    """결과를 글로."""
    lines = [f"{result.key}: 시드 {result.seed}, 문제마다 사례 {marks.CASES}개"]
    for name, mark in result.after["marks"].items():
        before = result.before["marks"].get(name, {"status": "missing", "message": ""})
        lines += [
            "",
            f"{name}: 기록 {STATUS[before['status']]}, 다시 {STATUS[mark['status']]}",
            mark["message"],
        ]
    lines += ["", *filter(None, [result.changed])]
    lines.append("적힌 기록과 모두 같습니다." if result.same else "적힌 기록과 다른 것이 있습니다.")
    return "\n".join(lines)
