"""부르기: 배우는 이의 함수를 사례마다 한 번씩 부르고, 무슨 일이 있었는지 `Outcome`으로 적는다. 오류는 밖으로 새지 않는다."""

from __future__ import annotations

import contextlib
import copy
import io
import linecache
import traceback

import numpy as np

from .clock import within
from .verdict import Outcome


def run(function, cases: list[dict], seconds: float = 3.0) -> list[Outcome]:
    """모든 사례를 `seconds`초 안에 불러 본다. 시간이 다 되면 그 사례는 "timeout"이고 나머지는 부르지 않는다."""
    outcomes = []

    def work():
        for k, case in enumerate(cases):
            outcomes.append(_once(function, case, quiet=k > 0))

    if not within(seconds, work):
        limit = f"{seconds:g}초 동안 기다렸어요."
        return [*outcomes[: len(cases) - 1], Outcome("timeout", detail=limit)]
    return outcomes


def _once(function, case: dict, *, quiet: bool) -> Outcome:
    arguments = copy.deepcopy(list(case.values()))
    # 함수 안의 print는 첫 사례에서만 보인다
    out = contextlib.redirect_stdout(io.StringIO()) if quiet else contextlib.nullcontext()
    try:
        with out, np.errstate(all="ignore"):
            value = function(*arguments)
    except (Exception, SystemExit) as error:
        return Outcome("raised", detail=_short_traceback(function, error))
    # 돌려준 것이 받은 배열이라도 다음 사례에서 바뀌지 않게 베껴 둔다
    return Outcome("value", _copied(value), mutated=not _unchanged(list(case.values()), arguments))


def _copied(value):
    try:
        return copy.deepcopy(value)
    except Exception:  # 발생기처럼 베낄 수 없는 것은 그대로 두면 판정이 읽을 수 없다고 말한다
        return value


def _unchanged(before, after) -> bool:
    if isinstance(before, (list, tuple)):
        return len(before) == len(after) and all(map(_unchanged, before, after))
    return bool(np.array_equal(before, after))


def _short_traceback(function, error: BaseException) -> str:
    """배우는 이의 줄 하나와 오류의 이름, 오류의 말만 남긴다."""
    home = getattr(getattr(function, "__code__", None), "co_filename", None)
    frames = traceback.extract_tb(error.__traceback__)[1:]
    mine = [frame for frame in frames if frame.filename == home] or frames
    said = f"{type(error).__name__}: {error}".rstrip(": ").splitlines()[0]
    if not mine:
        return f"  {said}"
    line = (mine[-1].line or linecache.getline(mine[-1].filename, mine[-1].lineno)).strip()[:90]
    return f"  {mine[-1].lineno}번째 줄: {line}\n  {said}"
