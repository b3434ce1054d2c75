"""상자 하나: 모래상자에 든 프로그램 하나와 줄을 주고받는다. 늦거나, 끊기거나, 알 수 없는 말을 하면 죽인다."""

from __future__ import annotations

import contextlib
import json
import os
import selectors
import subprocess
import tempfile
import time
from typing import IO, Any, cast

from . import memory, sandbox, seccomp
from .sandbox import Limits


class Late(Exception):
    """정한 시간 안에 답이 오지 않았다."""


class Dead(Exception):
    """답하지 않고 끝났다."""


class Garbled(Exception):
    """온 글이 약속한 꼴이 아니다."""


class Box:
    """모래상자에서 도는 심부름꾼 하나. `with`로 열면 어떻게 끝나든 안의 프로세스가 남지 않는다."""

    def __init__(
        self,
        limits: Limits,
        *,
        worker: int = 0,
        unsafe: bool = False,
        core: bool = False,
        heard: int = subprocess.DEVNULL,
    ):
        self.limits, self.buffer, self.waiting = limits, b"", b""
        if unsafe:
            command, passed = sandbox.unsafe_command(core), None
        else:
            passed = _filter()
            number = passed.fileno() if passed else None
            command = sandbox.command(limits, worker, number, core)
        keep = (passed.fileno(),) if passed else ()
        fence = memory.Fence() if unsafe else memory.fence(limits.whole)
        self.process = subprocess.Popen(
            [*fence.prefix, *command],
            pass_fds=keep,
            start_new_session=True,
            env=sandbox.ENV | memory.environment(fence),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=heard,
        )
        if passed:
            passed.close()
        self.stdin, self.stdout = (
            cast(IO[bytes], pipe) for pipe in (self.process.stdin, self.process.stdout)
        )
        for pipe in (self.stdin, self.stdout):
            os.set_blocking(pipe.fileno(), False)

    def __enter__(self) -> Box:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """죽이고 거둔다."""
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.process.pid, 9)
        self.process.wait()
        for pipe in (self.process.stdin, self.process.stdout, self.process.stderr):
            if pipe:
                with contextlib.suppress(OSError):
                    pipe.close()

    def ask(self, request: dict[str, Any], seconds: float) -> dict[str, Any]:
        """부탁을 보내고 답 한 줄을 받는다. 답은 믿을 수 없는 글이다."""
        self.tell(request)
        return self.hear(seconds)

    def tell(self, request: dict[str, Any]) -> None:
        """부탁을 보낼 자리에 놓는다. 실제로 나가는 것은 `hear`가 기다리는 동안이다."""
        self.waiting += json.dumps(request).encode() + b"\n"

    def hear(self, seconds: float) -> dict[str, Any]:
        """답 한 줄을 `seconds`초까지 기다린다."""
        deadline = time.monotonic() + seconds
        with selectors.DefaultSelector() as wait:
            wait.register(self.stdout, selectors.EVENT_READ)
            if self.waiting:
                wait.register(self.stdin, selectors.EVENT_WRITE)
            while b"\n" not in self.buffer:
                ready = wait.select(max(deadline - time.monotonic(), 0))
                if not ready and time.monotonic() >= deadline:
                    raise Late
                for key, _ in ready:
                    if key.fileobj is self.stdout:
                        self._read()
                        continue
                    self._write()
                    if not self.waiting:
                        wait.unregister(self.stdin)
        line, _, self.buffer = self.buffer.partition(b"\n")
        return _parsed(line)

    def _write(self) -> None:
        try:
            self.waiting = self.waiting[os.write(self.stdin.fileno(), self.waiting[: 1 << 16]) :]
        except BlockingIOError:
            return
        except OSError:
            raise Dead from None

    def _read(self) -> None:
        try:
            came = os.read(self.stdout.fileno(), 1 << 16)
        except BlockingIOError:
            return
        if not came:
            raise Dead
        self.buffer += came
        if len(self.buffer) > self.limits.reply:
            raise Garbled


def _parsed(line: bytes) -> dict[str, Any]:
    try:
        reply = json.loads(line)
    except (ValueError, RecursionError):
        raise Garbled from None
    if not isinstance(reply, dict):
        raise Garbled
    return reply


def _filter() -> IO[bytes] | None:
    """시스템 콜 거름이 든, 이름 없는 파일."""
    rules = seccomp.program()
    if not rules:
        return None
    file = tempfile.TemporaryFile()  # noqa: SIM115  bubblewrap이 읽을 때까지 열어 둔다
    file.write(rules)
    file.seek(0)
    return file
