"""자기 검사: 이 컴퓨터의 모래상자가 바른 답을 통과시키고, 본보기 공격을 막는지 실제로 해 본다."""

from __future__ import annotations

import inspect
import os
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from . import memory, sandbox, seccomp
from .sandbox import USUAL, Limits
from .session import Session

WAYS_OUT = """\
배우는 이의 코드를 가두는 bubblewrap을 이 컴퓨터에서 쓸 수 없어 채점하지 않습니다.
까닭: {why}
나갈 길:
  - Debian이나 Ubuntu라면: sudo apt-get install -y bubblewrap
  - macOS나 Windows라면: Docker로 돌리세요. 저장소의 Dockerfile 첫머리에 명령이 있습니다.
  - Windows라면: WSL의 Ubuntu 안에서 돌려도 됩니다.
  - 자기가 쓴 노트북만 볼 때는: --unsafe를 붙이고 묻는 말에 답하세요. 학생의 노트북에는 쓰지 마세요."""


class Check(NamedTuple):
    """한 가지를 해 본 결과."""

    name: str
    passed: bool
    seen: str = ""


def right(a: np.ndarray) -> np.ndarray:
    """바른 답."""
    return a * 2


def read_file(path: str) -> int:
    """바깥의 파일 읽기."""
    return len(open(path).read())


def write_file(folder: str) -> int:
    """바깥의 폴더와 모래상자 안에 쓰기."""
    import os

    wrote = 0
    for place in (folder, "/", "/tmp", "/dev", "/box", "/box/room", "/usr/lib"):
        try:
            os.close(os.open(place + "/lstm-selftest", os.O_CREAT | os.O_WRONLY))
            os.remove(place + "/lstm-selftest")
            wrote += 1
        except OSError:
            pass
    return wrote


def connect(port: int) -> int:
    """바깥의 서버에 이어 보기."""
    import socket

    with socket.create_connection(("127.0.0.1", port), 2):
        return 1


def environment(name: str) -> int:
    """바깥의 환경 변수 읽기."""
    import os

    return len(os.environ[name])


def fork() -> int:
    """프로세스를 끝없이 만들기."""
    import os
    import time

    made = 0
    try:
        while made < 200:
            if os.fork() == 0:
                time.sleep(1)
                os._exit(0)
            made += 1
    except OSError:
        pass
    return made


def too_much(size: int) -> int:
    """한도를 넘는 메모리 쓰기."""
    import numpy as np

    return int(np.ones(size, np.uint8)[-1])


def answers() -> int:
    """정답이 든 꾸러미 불러 쓰기."""
    from lstm_ref.exercises import find, solution

    return len(solution(find("ex06a")))


ATTACKS: dict[str, Callable[..., int]] = {
    "바깥의 파일 읽기": read_file, "쓰기": write_file, "망에 잇기": connect, "환경 변수 읽기": environment,
    "프로세스 만들기": fork, "메모리 넘기기": too_much, "정답 불러오기": answers,
}  # fmt: skip


def run(limits: Limits = USUAL, *, quick: bool = False) -> list[Check]:
    """본보기를 모두 해 본다. `quick`이면 바른 답과 파일 읽기만 한다."""
    why = sandbox.missing()
    if why:
        return [Check("bubblewrap", False, why)]
    attacks: dict[str, Callable[..., int]] = {"바깥의 파일 읽기": read_file} if quick else ATTACKS
    samples: list[Callable[..., Any]] = [right, *attacks.values()]
    code = "\n\n".join(map(inspect.getsource, samples))
    with tempfile.TemporaryDirectory() as folder, Session([(1, code)], limits) as session:
        made = [_control(session)]
        if made[0].passed:
            made += [_attack(session, name, function, Path(folder)) for name, function in attacks.items()]
    if not quick:
        how = memory.said(memory.fence(limits.whole).kind, limits)
        made.append(Check(f"메모리의 울타리: {how}", True))
        made.append(Check("시스템 콜 거름", bool(seccomp.program()), "이 기계의 번호를 모릅니다"))
    return made


def _control(session: Session) -> Check:
    try:
        reply = session.call(["right"], [[np.array([1.5, -2.0])]])[-1]
    except sandbox.Impossible as error:
        return Check("바른 답", False, f"{error} {_heard()}")
    fine = reply.kind == "value" and np.array_equal(reply.value, [3.0, -4.0])
    return Check("바른 답", bool(fine), "" if fine else reply.kind)


def _attack(session: Session, name: str, function: Callable[..., int], folder: Path) -> Check:
    canary = folder / "canary"
    canary.write_text("비밀")
    table: dict[Callable[..., int], list[Any]] = {
        read_file: [str(canary)], write_file: [str(folder)], connect: [22], environment: ["PATH"],
        fork: [], too_much: [session.limits.memory + (64 << 20)], answers: [],
    }  # fmt: skip
    reply = session.call([function.__name__], [table[function]])[-1]
    held = reply.kind in ("raised", "killed", "timeout") or (
        reply.kind == "value"
        and reply.value in ((0,) if function is not fork else range(session.limits.processes))
    )
    return Check(name, held and sorted(os.listdir(folder)) == ["canary"], "" if held else f"{reply.value}")


def _heard() -> str:
    """모래상자가 열리지 않을 때 bubblewrap이 한 말."""
    import subprocess

    from .box import Box

    with Box(USUAL, heard=subprocess.PIPE) as box:
        box.stdin.close()
        try:
            box.process.wait(20)
        except subprocess.TimeoutExpired:
            return "답이 없습니다."
        heard = box.process.stderr.read() if box.process.stderr else b""
        return heard.decode(errors="replace").strip()[-300:]


def demand(limits: Limits) -> None:
    """모래상자가 제대로 서지 않으면 나갈 길을 담은 `Impossible`을 낸다."""
    failed = [check for check in run(limits, quick=True) if not check.passed]
    if failed:
        why = "; ".join(f"{check.name}: {check.seen}" for check in failed)
        raise sandbox.Impossible(WAYS_OUT.format(why=why))
