"""채점: 모래상자가 돌려준 값을 밖에서 정답과 견준다. 정답과 시드는 이 방을 떠나지 않는다."""

from __future__ import annotations

import builtins
import contextlib
import functools
import os
import re
import time
from collections.abc import Iterable
from typing import Any, NamedTuple

from ..exercises import Exercise, Key, Outcome, Verdict, cases, find, judge, key
from ..exercises.errors import meaning
from . import memory, notebooks
from .collect import Paper
from .notebooks import Cell
from .sandbox import Limits
from .session import Reply, Session

CASES = 12
# 좋은 것부터. 같은 문제가 여러 파일에 있으면 더 좋은 쪽을 센다
ORDER = (
    "passed",
    "wrong",
    "raised",
    "borrowed",
    "timeout",
    "killed",
    "unreadable",
    "error",
    "empty",
    "missing",
)
STATUS = {
    "passed": "통과", "wrong": "틀림", "raised": "오류", "borrowed": "책의 답을 부름", "timeout": "시간 초과",
    "killed": "끊김", "unreadable": "읽을 수 없음", "error": "채점기 오류", "empty": "빈칸", "missing": "없음",
}  # fmt: skip


class Task(NamedTuple):
    """한 사람을 채점할 때 필요한 모든 것. 글과 수뿐이라 다른 컴퓨터로도 보낼 수 있다."""

    key: str
    papers: tuple[Paper, ...]
    exercises: tuple[str, ...]
    seed: int
    limits: Limits
    unsafe: bool = False


def grade(task: Task) -> dict[str, Any]:
    """한 사람의 모든 파일을 채점한 기록. 오류를 내지 않는다."""
    started, files, failed = time.monotonic(), [], False
    found: dict[str, list[dict[str, Any]]] = {}
    for one in task.papers:
        if not one.problem and time.monotonic() - started > task.limits.person:
            one = one._replace(problem=f"한 사람의 시간 {task.limits.person:g}초를 다 썼습니다")
        try:
            made = {} if one.problem else _paper(one, task)
        except Exception as error:  # 모래상자를 열지 못한 일도 기록에 남아야 한다
            made, failed = {}, True
            one = one._replace(problem=f"채점하지 못했습니다({type(error).__name__}: {error})")
        files.append({"path": one.path, "problem": one.problem, "found": sorted(made)})
        for name, mark in made.items():
            found.setdefault(name, []).append({**mark, "file": one.path})
    absent = _failed if failed else _missing
    marks = {name: _best(found.get(name, [])) or absent(find(name)) for name in task.exercises}
    fence = "" if task.unsafe else memory.fence(task.limits.whole).kind
    seconds = round(time.monotonic() - started, 3)
    return {"key": task.key, "marks": marks, "files": files, "seconds": seconds, "memory": fence}


def lost(task: Task, why: str) -> dict[str, Any]:
    """끝내 채점하지 못한 사람의 기록."""
    files = [{"path": p.path, "problem": p.problem or why, "found": []} for p in task.papers]
    marks = {name: _failed(find(name)) for name in task.exercises}
    return {"key": task.key, "marks": marks, "files": files, "seconds": 0.0, "memory": ""}


def _paper(one: Paper, task: Task) -> dict[str, dict[str, Any]]:
    cells, text, marks = list(one.cells), "\n".join(cell.code for cell in one.cells), {}
    with contextlib.ExitStack() as stack:
        sessions = {}
        for name in task.exercises:
            exercise = find(name)
            names = notebooks.names(cells, name, exercise.function)
            names = [n for n in names if re.search(rf"(?<!\w){re.escape(n)}(?!\w)", text)]
            if not names:
                continue
            tools = exercise.tools if set(exercise.tools) - {"sigmoid"} else ()
            if tools not in sessions:  # 도구가 다른 문제는 다른 상자에서 부른다
                sessions[tools] = stack.enter_context(_session(cells, task, tools))
            mark = _tried(exercise, names, cells, sessions[tools], task.seed)
            if mark["status"] != "missing" or mark["notes"]:
                marks[name] = mark
    return marks


def _session(cells: list[Cell], task: Task, tools: tuple[str, ...]) -> Session:
    code = [(cell.number, cell.code) for cell in cells]
    return Session(code, task.limits, worker=os.getpid() % 4000, unsafe=task.unsafe, tools=tools)


def _tried(
    exercise: Exercise, names: list[str], cells: list[Cell], session: Session, seed: int
) -> dict[str, Any]:
    try:
        return _mark(exercise, names, cells, session, seed)
    except Exception as error:
        said = f"채점기에서 오류가 났어요({type(error).__name__}: {error}). 강의자에게 알려 주세요."
        return _record(exercise, "error", said)


@functools.cache
def _key(name: str, seed: int) -> tuple[list[dict[str, Any]], Key]:
    """문제의 사례와 채점표. 한 묶음에서 한 번만 만든다."""
    drawn = cases(find(name), seed, CASES)
    return drawn, key(find(name), drawn)


def _mark(
    exercise: Exercise, names: list[str], cells: list[Cell], session: Session, seed: int
) -> dict[str, Any]:
    drawn, known = _key(exercise.id, seed)
    replies = session.call(names, [list(case.values()) for case in drawn])
    if replies[-1].kind == "absent":
        return {**_missing(exercise), "notes": _broken(cells, names, session)}
    outcomes = [_outcome(reply, cells, session) for reply in replies]
    verdict = judge(exercise, drawn, outcomes, known)
    status = "passed" if verdict.passed else _status(verdict, replies, outcomes)
    notes = _notes(exercise, names, cells, replies)
    mark = _record(exercise, status, verdict.message, verdict.mistake, notes)
    return {**mark, "same": notebooks.fingerprint(cells, names[0])}


def _record(
    exercise: Exercise, status: str, message: str, mistake: str = "", notes: Iterable[str] = ()
) -> dict[str, Any]:
    said = re.sub(rf"^{exercise.id}(?: {re.escape(exercise.title)})?: ", "", message, count=1)
    return {"status": status, "message": said, "mistake": mistake, "notes": list(notes)}


def _missing(exercise: Exercise) -> dict[str, Any]:
    return _record(exercise, "missing", f"함수 {exercise.function}의 정의가 낸 파일에 없어요.")


def _failed(exercise: Exercise) -> dict[str, Any]:
    return _record(exercise, "error", "채점기의 잘못으로 채점하지 못했어요. 강의자에게 알려 주세요.")


def _best(marks: list[dict[str, Any]]) -> dict[str, Any] | None:
    if not marks:
        return None
    best = min(marks, key=lambda mark: ORDER.index(mark["status"]))
    if len(marks) > 1:
        best["notes"].append(
            f"같은 함수가 파일 {len(marks)}개에 있어요. 가장 좋은 것을 셌어요: {best['file']}"
        )
    return best


def _outcome(reply: Reply, cells: list[Cell], session: Session) -> Outcome:
    if reply.kind != "raised":
        return Outcome(reply.kind, reply.value, "", reply.changed)
    line = _line(reply.at, cells)
    called = ""
    if reply.error == "LstmRefAbsent":
        called = next(iter(re.findall(r"\blr\.([\w.]+)\s*\(", line)), "lstm_ref")
    blank = any("...  # 채우세요" in cell.code for cell in cells if cell.number == (reply.at or (0,))[0])
    detail = _detail(reply, line, session)
    return Outcome("raised", None, detail, reply.changed, called, blank, meaning(reply.error))


def _line(at: tuple[int, ...], cells: list[Cell]) -> str:
    """오류가 난 줄의 글을 낸 파일에서 다시 읽는다."""
    if not at or not 0 < at[0] <= len(cells):
        return ""
    code = cells[at[0] - 1].code.splitlines()
    return code[at[1] - 1].strip() if 0 < at[1] <= len(code) else ""


def _detail(reply: Reply, line: str, session: Session) -> str:
    """오류의 자리와 이름. 오류가 한 말에는 입력이 실려 나올 수 있으므로 옮기지 않는다."""
    lines = [f"{reply.at[0]}번째 코드 셀의 {reply.at[1]}번째 줄: {line[:90]}"] if line else []
    if session.absent and reply.error in ("NameError", "ModuleNotFoundError", "AttributeError"):
        missing = ", ".join(name for name in session.absent if name.isidentifier())
        lines.append(f"채점하는 곳에는 NumPy만 있어요. 없는 것: {missing}")
    known = isinstance(getattr(builtins, reply.error, None), type) or meaning(reply.error)
    return "\n".join([*lines, reply.error if known else "오류"])


def _status(verdict: Verdict, replies: list[Reply], outcomes: list[Outcome]) -> str:
    odd = [reply.kind for reply in replies if reply.kind != "value"]
    if any(outcome.called for outcome in outcomes):
        return "borrowed"
    if all(o.value is None and (o.kind == "value" or o.blank) for o in outcomes):
        return "empty"
    return odd[0] if odd and not verdict.mistake else "wrong"


def _notes(exercise: Exercise, names: list[str], cells: list[Cell], replies: list[Reply]) -> list[str]:
    notes, places = [], notebooks.definitions(cells, names[0])
    if len(places) > 1:
        where = ", ".join(map(str, places))
        notes.append(f"{names[0]}의 정의가 {len(places)}개예요({where}번째 코드 셀). 마지막 것을 채점했어요.")
    if names[0] != exercise.function:
        notes.append(f"함수의 이름이 {exercise.function}이어야 해요. {names[0]}을(를) 대신 채점했어요.")
    if any(reply.dug for reply in replies):
        notes.append("실행되지 않은 가지(if, try) 안의 함수를 떼어 내어 채점했어요.")
    return notes


def _broken(cells: list[Cell], names: list[str], session: Session) -> list[str]:
    """함수를 정의했어야 할 셀이 왜 정의하지 못했는지."""
    stopped = {cell: (line, error) for cell, line, error in session.stopped}
    notes = []
    for name in names:
        for number in dict.fromkeys(notebooks.definitions(cells, name)):
            line, error = stopped.get(number, (0, ""))
            why = "문법에 맞지 않아요" if error == "SyntaxError" else "실행하다가 멈췄어요"
            if line:
                notes.append(f"{name}의 정의가 든 {number}번째 코드 셀이 {line}번째 줄에서 {why}.")
    return notes
