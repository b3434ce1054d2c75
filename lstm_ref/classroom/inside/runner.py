"""모래상자 안의 심부름꾼: 셀을 실행하고, 부르라는 함수를 받은 입력으로 불러 돌려준 값을 적어 보낸다.

무엇이 맞는지는 모른다. 여기서 나가는 글은 모두 배우는 이의 코드가 지어낼 수 있으므로, 바깥은 값만 읽고 다시 살핀다.
"""

from __future__ import annotations

import ast
import copy
import json
import os
from collections.abc import Callable, Iterable, Iterator
from typing import Any, cast

import numpy as np

from . import clock, shim, source, wire  # type: ignore[attr-defined]  # clock은 sandbox.room이 곁에 베껴 둔다

LATE = {"kind": "timeout"}


class Notebook:
    """노트북 하나를 실행한 자리. 이름은 모두 `space`에 모인다."""

    def __init__(self, cells: list[tuple[int, str]], seconds: float, total: float, simple: bool):
        self.space: dict[str, Any] = {"__name__": "__main__", "__builtins__": __builtins__}
        self.statements: list[tuple[int, ast.stmt]] = []
        self.stopped: list[tuple[int, int, str]] = []
        self.absent: list[str] = []
        self.seconds, self.left, self.simple = seconds, total, simple
        for number, code in cells:
            self._cell(number, code)

    def _cell(self, number: int, code: str) -> None:
        try:
            statements = source.parse(code)
        except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
            self.stopped.append((number, getattr(error, "lineno", None) or 1, "SyntaxError"))
            return
        for statement in statements:
            self.statements.append((number, statement))
            if not self.simple or source.is_definition(statement):
                self._statement(number, statement)

    def _statement(self, number: int, statement: ast.stmt) -> None:
        """문장 하나. 오류가 나거나 시간이 다 되면 적어 두고 다음 문장으로 간다."""
        try:
            code = source.program(statement, number)
            started = clock_now()
            done = clock.within(min(self.seconds, max(self.left, 0.05)), lambda: exec(code, self.space))
            self.left -= clock_now() - started
            if not done:
                self.stopped.append((number, statement.lineno, "TimeoutError"))
        except BaseException as error:
            if isinstance(error, ModuleNotFoundError):
                self.absent.append(str(error.name)[:40])
            self.stopped.append((number, statement.lineno, type(error).__name__))

    def function(self, names: list[str]) -> tuple[Callable[..., object] | None, bool]:
        """이름들 가운데 처음 찾은 함수와, 그것이 실행되지 않은 가지에서 떼어 낸 것인지."""
        for name in names:
            if callable(self.space.get(name)):
                return self.space[name], False
        for name in names:
            for number, statement in reversed(self.statements):
                found = source.buried([statement], name)
                if found is not None and self._dig(number, found) and callable(self.space.get(name)):
                    return self.space[name], True
        return None, False

    def _dig(self, number: int, statement: ast.stmt) -> bool:
        before = len(self.stopped)
        self._statement(number, statement)
        return len(self.stopped) == before


def clock_now() -> float:
    """지금 시각(초)."""
    return os.times().elapsed


def call(book: Notebook, names: list[str], inputs: list[Any], seconds: float) -> dict[str, Any]:
    """함수를 한 번 부른 결과. 오류는 이름과 자리만 적는다: 오류의 말에는 입력이 실려 나갈 수 있다."""
    function, dug = book.function(names)
    if function is None:
        return {"kind": "absent"}
    given, kept = copy.deepcopy(inputs), inputs
    result: list[object] = []

    def work() -> None:
        with np.errstate(all="ignore"):
            result.append(function(*given))

    try:
        if not clock.within(seconds, work):
            return LATE
        return {
            "kind": "value",
            "value": wire.encode(result[0]),
            "changed": not same(kept, given),
            "dug": dug,
        }
    except BaseException as error:
        return {"kind": "raised", "type": type(error).__name__, "at": place(error), "dug": dug}


def same(before: Any, after: Any) -> bool:
    """두 입력이 같은가."""
    if isinstance(before, (list, tuple)):
        return len(before) == len(after) and all(map(same, before, after))
    return bool(np.array_equal(before, after))


def place(error: BaseException) -> list[int]:
    """오류가 난 마지막 셀과 줄. 노트북 밖이면 빈 목록이다."""
    at, step = [], error.__traceback__
    while step is not None:
        name = step.tb_frame.f_code.co_filename
        if name.startswith("<셀 "):
            at = [int(name[3:-1]), step.tb_lineno]
        step = step.tb_next
    return at


def answers(request: dict[str, Any], book: Notebook) -> Iterator[dict[str, Any]]:
    """사례마다 답 하나. 시간이 다 되거나 함수가 없으면 거기서 멈춘다."""
    left = request["total"]
    for inputs in request["cases"]:
        started = clock_now()
        inputs = [wire.decode(part) for part in inputs]
        reply = call(book, request["names"], inputs, min(request["seconds"], left)) if left > 0 else LATE
        left -= clock_now() - started
        yield reply
        if reply["kind"] not in wire.GOES_ON:
            return


def main() -> None:
    """표준 입출력으로 부탁을 받고 답한다. 처음에는 인사, 다음은 노트북, 그다음은 함수 부르기다.

    배우는 이의 print와 input에는 빈 자리를 준다.
    """
    requests, replies = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    null = os.open(os.devnull, os.O_RDWR)
    for number in (0, 1, 2):
        os.dup2(null, number)
    book: Notebook | None = None
    for line in requests:
        request = json.loads(line)
        said: Iterable[dict[str, Any]]
        if "hello" in request:
            said = [{"hello": True}]
        elif "notebook" in request:
            book = opened(request)
            said = [{"stopped": book.stopped[:200], "absent": sorted(set(book.absent))[:20]}]
        else:
            said = answers(request, cast(Notebook, book))
        for reply in said:
            replies.write(json.dumps(reply).encode() + b"\n")
            replies.flush()


def opened(request: dict[str, Any]) -> Notebook:
    """셀을 실행한 노트북."""
    shim.install(request["tools"])
    return Notebook(request["notebook"], request["seconds"], request["total"], request["simple"])
