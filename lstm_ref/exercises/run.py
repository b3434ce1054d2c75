"""부르기: 배우는 이의 함수를 사례마다 한 번씩 부르고, 무슨 일이 있었는지 `Outcome`으로 적는다. 오류는 밖으로 새지 않는다."""

from __future__ import annotations

import contextlib
import copy
import inspect
import io
import linecache
import sys
import traceback
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import numpy as np

from .clock import within
from .compare import ROOM, cut, fits
from .errors import meaning
from .spec import Case, Function
from .verdict import Outcome

if TYPE_CHECKING:
    from types import CodeType, FrameType

BOOK, OURS = __package__.split(".")[0], __package__


def run(
    function: Function, cases: list[Case], seconds: float = 10.0, tools: tuple[str, ...] = ("sigmoid",)
) -> list[Outcome]:
    """모든 사례를 `seconds`초 안에 불러 본다. 시간이 다 되면 그 사례는 "timeout"이고 나머지는 부르지 않는다.

    `tools`에 없는 lstm_ref의 함수를 답 안에서 부르면 `Outcome.called`에 그 이름이 남는다.
    """
    outcomes: list[Outcome] = []

    def work() -> None:
        for k, case in enumerate(cases):
            outcomes.append(_once(function, case, tools, quiet=k > 0))

    if not within(seconds, work):
        limit = f"{seconds:g}초를 기다렸어요."
        return [*outcomes[: len(cases) - 1], Outcome("timeout", detail=limit)]
    return outcomes


def _once(function: Function, case: Case, tools: tuple[str, ...], *, quiet: bool) -> Outcome:
    arguments = copy.deepcopy(list(case.values()))
    try:
        with _hushed(quiet), np.errstate(all="ignore"), _watched(tools) as called:
            value = function(*arguments)
    except (Exception, SystemExit) as error:
        detail, said = _place(function, error), meaning(type(error).__name__, str(error))
        name, blank = "".join(called[:1]), _has_blank(function)
        return Outcome("raised", detail=detail, called=name, blank=blank, meaning=said)
    # 돌려준 것이 받은 배열이라도 다음 사례에서 바뀌지 않게 베껴 둔다
    changed = not _unchanged(list(case.values()), arguments)
    if inspect.iscoroutine(value):  # 기다리지 않은 것을 버린다는 파이썬의 영어 경고가 없게
        value.close()
    name, blank = "".join(called[:1]), value is ...
    return Outcome("value", _copied(value), mutated=changed, called=name, blank=blank)


@contextlib.contextmanager
def _hushed(quiet: bool) -> Iterator[None]:
    """함수 안에서 적는 것(print, stderr)은 첫 사례에서만 보인다."""
    if not quiet:
        yield
        return
    with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
        yield


@contextlib.contextmanager
def _watched(tools: tuple[str, ...]) -> Iterator[list[str]]:
    """답이 곧바로 부른 lstm_ref의 함수 가운데 `tools`에 없는 것의 이름을 모은다."""
    called: list[str] = []
    before = sys.getprofile()

    def watch(frame: FrameType, event: str, arg: object) -> None:
        if event == "call" and (name := _from_outside(frame)) and name not in tools:
            called.append(name)

    sys.setprofile(watch)
    try:
        yield called
    finally:
        sys.setprofile(before)


def _from_outside(frame: FrameType) -> str:
    """이 책의 함수가 책 밖에서 불렸으면 그 이름."""
    home, name = frame.f_globals.get("__name__", ""), frame.f_code.co_name
    if home.startswith(f"{BOOK}."):
        # 문과 지킴이(doors.door, checks.watched)에 싸인 함수는 제 이름으로 부른다
        name = getattr(frame.f_locals.get("function"), "__name__", name)
    if home == __name__ or home.split(".")[0] != BOOK or name.startswith("__") or name == "<module>":
        return ""
    asker = frame.f_back.f_globals.get("__name__", "") if frame.f_back else ""
    if asker.split(".")[0] != BOOK:
        return name.strip("<>")
    # 답으로 lr.lstm_step 자체를 넘긴 때. 이 방의 풀이와 정답은 그대로 부를 수 있다
    return name if asker == __name__ and not home.startswith(OURS) else ""


def _has_blank(function: Function) -> bool:
    return Ellipsis in getattr(_code(function), "co_consts", ())


def _code(function: Function) -> CodeType | None:
    """배우는 이가 적은 곳. 꾸민 함수, partial, `__call__`이 있는 물건이면 그 안의 것이다."""
    inner = inspect.unwrap(getattr(function, "func", function))
    return getattr(inner, "__code__", None) or getattr(getattr(inner, "__call__", inner), "__code__", None)  # noqa: B004


def _copied(value: object) -> object:
    try:
        return copy.deepcopy(value)
    except Exception:  # 발생기처럼 베낄 수 없는 것은 그대로 두면 판정이 읽을 수 없다고 말한다
        return value


def _unchanged(before: Any, after: Any) -> bool:
    # 배우는 이가 바꾼 목록에는 무엇이든 들어 있다
    if isinstance(before, (list, tuple)):
        return len(before) == len(after) and all(map(_unchanged, before, after))
    return bool(np.array_equal(before, after))


def _place(function: Function, error: BaseException) -> str:
    """배우는 이의 줄 하나와 오류의 이름, 두 줄이다. 오류의 말은 자리가 남을 때만 통째로 적는다."""
    home = getattr(_code(function), "co_filename", None)
    frames = traceback.extract_tb(error.__traceback__)[1:]
    mine = ([frame for frame in frames if frame.filename == home] or frames)[-1:]
    name, said = cut(type(error).__name__, 20), " ".join(str(error).split())
    code = "".join(
        frame.line or linecache.getline(frame.filename, frame.lineno or 0) for frame in mine
    ).strip()
    head = "".join(f"{frame.lineno}번째 줄" for frame in mine if frame.lineno)
    where = cut(f"{head}: {code}" if code else head, ROOM - 2)
    whole = f"{name}: {said}" if said else name
    # 크기에서 난 오류라면 길고 어려운 영어보다 입력의 크기(`verdict`가 잇는다)가 낫다
    last = whole if fits(whole) else name if name in ("ValueError", "IndexError") else cut(whole, ROOM - 2)
    return f"{where}\n{last}"
