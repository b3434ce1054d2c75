"""노트북 하나를 모래상자에서 열어 두고 함수를 부른다. 상자가 죽으면 새 상자에서 다음 문제를 이어 간다."""

from __future__ import annotations

import time
from typing import Any, NamedTuple

from .box import Box, Dead, Garbled, Late
from .inside import wire
from .sandbox import Impossible, Limits

GRACE = 2.0  # 안에서 스스로 멈추기를 기다려 주는 시간(초)


class Reply(NamedTuple):
    """함수를 한 번 부른 결과. `kind`: "value", "raised", "timeout", "killed", "unreadable", "absent"."""

    kind: str
    value: Any = None
    error: str = ""
    at: tuple[int, ...] = ()
    changed: bool = False
    dug: bool = False


class Session:
    """파일 하나의 셀을 실행해 둔 자리."""

    def __init__(
        self,
        cells: list[tuple[int, str]],
        limits: Limits,
        *,
        worker: int = 0,
        unsafe: bool = False,
        tools: tuple[str, ...] = (),
    ):
        self.cells, self.limits, self.tools = cells, limits, tools
        self.options: dict[str, Any] = {"worker": worker, "unsafe": unsafe, "core": bool(tools)}
        self.box: Box | None = None
        self.simple, self.broken = False, False
        self.stopped: list[tuple[int, int, str]] = []
        self.absent: list[str] = []
        self.deadline = time.monotonic() + limits.total

    def __enter__(self) -> Session:
        return self

    def __exit__(self, *_: object) -> None:
        self._drop()

    def call(self, names: list[str], cases: list[list[Any]]) -> list[Reply]:
        """사례마다 한 번씩 부른다. 멈추거나 끊기면 거기까지만 돌려준다.

        부탁은 한 번에 보내고 답은 사례마다 한 줄씩 받는다. 줄마다 기다리면 바쁜 컴퓨터에서 차례를 기다리는 시간이 더 길다.
        """
        if self.box is not None and self.box.buffer:
            self._drop()  # 묻기도 전에 온 답은 지어낸 것이다
        box = self._open()
        if box is None:
            return [Reply("killed")]
        # 상자를 여는 시간은 문제의 시간에 넣지 않는다
        started = time.monotonic()
        until = min(started + self.limits.exercise, self.deadline)
        request = {"names": names, "seconds": self.limits.call, "total": max(until - started, 0)}
        box.tell(request | {"cases": [[wire.encode(value) for value in inputs] for inputs in cases]})
        replies = []
        for _ in cases:
            replies.append(self._heard(box, until))
            if replies[-1].kind not in wire.GOES_ON:
                break
        return replies

    def _open(self) -> Box | None:
        """열린 상자. 없으면 연다. 노트북을 다 실행하다가 죽으면 함수와 불러오기만 실행한다."""
        while self.box is None and not self.broken:
            self.box = self._ready()
            request: dict[str, Any] = {
                "notebook": self.cells,
                "simple": self.simple,
                "seconds": self.limits.statement,
            }
            request["tools"] = list(self.tools)
            request["total"] = self.limits.start - GRACE
            try:
                reply = self.box.ask(
                    request, max(min(self.limits.start, self.deadline - time.monotonic()), 0)
                )
                self.stopped, self.absent = _stopped(reply), _absent(reply)
            except (Late, Dead, Garbled):
                self._drop()
                self.simple, self.broken = True, self.simple
        return self.box

    def _ready(self) -> Box:
        """파이썬과 NumPy까지 열린 새 상자. 이 시간은 배우는 이의 것이 아니다. 열리지 않으면 채점기의 잘못으로 적힌다."""
        started, box = time.monotonic(), Box(self.limits, **self.options)
        try:
            box.ask({"hello": True}, self.limits.patience)
        except (Late, Dead, Garbled) as error:
            box.close()
            raise Impossible(f"모래상자가 열리지 않았습니다({type(error).__name__}).") from None
        self.deadline += time.monotonic() - started
        return box

    def _heard(self, box: Box, until: float) -> Reply:
        try:
            left = max(until - time.monotonic(), 0)
            return _reply(box.hear(min(self.limits.call, left) + GRACE))
        except Late:
            kind = "timeout"
        except Dead:
            kind = "killed"
        except (Garbled, wire.Unreadable):
            kind = "unreadable"
        self._drop()
        return Reply(kind)

    def _drop(self) -> None:
        if self.box is not None:
            self.box.close()
            self.box = None


def _reply(said: dict[str, Any]) -> Reply:
    kind = said.get("kind")
    flags: dict[str, Any] = {"dug": said.get("dug") is True, "changed": said.get("changed") is True}
    if kind == "value" and "value" in said:
        return Reply("value", wire.decode(said["value"]), **flags)
    if kind == "raised" and isinstance(said.get("type"), str):
        return Reply("raised", error=said["type"][:60], at=_place(said.get("at")), **flags)
    if kind in ("timeout", "absent"):
        return Reply(kind)
    raise Garbled


def _place(at: Any) -> tuple[int, ...]:
    fine = isinstance(at, list) and len(at) == 2 and all(type(n) is int and 0 <= n < 10**6 for n in at)
    return tuple(at) if fine else ()


def _stopped(reply: dict[str, Any]) -> list[tuple[int, int, str]]:
    """멈춘 문장들: (셀, 줄, 오류의 이름)."""
    found = reply.get("stopped")
    rows = found[:200] if isinstance(found, list) else []
    return [
        (r[0], r[1], str(r[2])[:60]) for r in rows if isinstance(r, list) and len(r) == 3 and _place(r[:2])
    ]


def _absent(reply: dict[str, Any]) -> list[str]:
    found = reply.get("absent")
    return [str(name)[:40] for name in found[:20]] if isinstance(found, list) else []
