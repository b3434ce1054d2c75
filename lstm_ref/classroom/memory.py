"""메모리의 울타리: 제출물 하나의 모든 프로세스를 합한 메모리를 cgroup으로 묶는다.

cgroup을 만들 수 없는 컴퓨터에서는 프로세스마다의 한도에 프로세스의 수를 곱한 것이 끝이다. 어느 쪽이었는지는 요약과
자기 검사에 적는다.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import subprocess
import time
from collections.abc import Iterator
from functools import cache
from multiprocessing.util import Finalize
from pathlib import Path
from typing import NamedTuple

from .sandbox import Limits

NAME = "lstm-box-"
ENTER = 'echo $$ > "$0/cgroup.procs" && exec "$@"'
BUS = ("XDG_RUNTIME_DIR", "DBUS_SESSION_BUS_ADDRESS")  # systemd-run이 묻는 것. 모래상자 안에는 없다


class Fence(NamedTuple):
    """울타리 하나. `kind`는 "cgroup v2", "cgroup v1", "systemd-run"이고, 없으면 빈 글이다. `prefix`는 명령 앞에 붙인다."""

    kind: str = ""
    prefix: tuple[str, ...] = ()


@cache
def fence(whole: int) -> Fence:
    """모든 프로세스를 합해 `whole`바이트로 묶는 울타리. 일꾼마다 하나를 만들어 두고 다시 쓴다."""
    for home in homes():
        made = grown(home, whole)
        if made.kind:
            return made
    return _asked(whole)


def said(kind: str, limits: Limits) -> str:
    """울타리를 우리말로."""
    if kind:
        return f"제출물 하나의 모든 프로세스를 합해 {limits.whole >> 20} MB({kind})"
    return f"프로세스마다 {limits.memory >> 20} MB, 프로세스는 많아야 {limits.processes}개(cgroup을 만들 수 없음)"


def homes() -> Iterator[Path]:
    """새 cgroup을 만들어 볼 폴더: v1이면 이 프로세스의 자리, v2면 이 프로세스의 자리와 그 위."""
    try:
        mounts = [line.split(" ") for line in Path("/proc/self/mountinfo").read_text().splitlines()]
        mine = [line.split(":", 2) for line in Path("/proc/self/cgroup").read_text().splitlines()]
    except OSError:
        return
    for _, controllers, path in mine:
        for _, _, _, root, top, *rest in mounts:
            kind, options = rest[rest.index("-") + 1], rest[-1].split(",")
            inside = Path(top) / os.path.relpath(path, root)
            if controllers == "" and kind == "cgroup2":
                # v2에서는 프로세스가 든 자리의 아래에 한도를 걸 수 없으므로, 맡겨진 위쪽의 옆자리도 본다
                yield from (inside, inside.parent)[: 1 if inside == Path(top) else 2]
            elif kind == "cgroup" and "memory" in controllers.split(",") and "memory" in options:
                yield inside


def grown(home: Path, whole: int) -> Fence:
    """`home` 아래에 만든 울타리. 만들 수 없거나 들어가 볼 수 없으면 빈 울타리다."""
    group = home / f"{NAME}{os.getpid()}-{whole}"
    try:
        _swept(home)
        group.mkdir(exist_ok=True)
        Finalize(None, _removed, args=(group,), exitpriority=1)
        two = (group / "memory.max").exists()
        (group / ("memory.max" if two else "memory.limit_in_bytes")).write_text(str(whole))
        for name, value in (
            ("memory.swap.max", 0), ("memory.oom.group", 1), ("memory.memsw.limit_in_bytes", whole)
        ):  # fmt: skip
            with contextlib.suppress(OSError):
                (group / name).write_text(str(value))
        made = Fence("cgroup v2" if two else "cgroup v1", ("/bin/sh", "-c", ENTER, str(group)))
        if _works(made):
            return made
    except OSError:
        pass
    _removed(group)
    return Fence()


def _asked(whole: int) -> Fence:
    """systemd에 부탁한 울타리."""
    tool = shutil.which("systemd-run")
    if tool is None:
        return Fence()
    mine = () if os.geteuid() == 0 else ("--user",)
    bounds = ("-p", f"MemoryMax={whole}", "-p", "MemorySwapMax=0")
    made = Fence("systemd-run", (tool, *mine, "--scope", "--quiet", "--collect", *bounds, "--"))
    return made if _works(made) else Fence()


def environment(made: Fence) -> dict[str, str]:
    """울타리를 치는 데 더 있어야 하는 환경 변수."""
    return (
        {name: os.environ[name] for name in BUS if name in os.environ} if made.kind == "systemd-run" else {}
    )


def _works(made: Fence) -> bool:
    try:
        command = [*made.prefix, shutil.which("true") or "/bin/true"]
        null = subprocess.DEVNULL
        return subprocess.run(command, timeout=60, stdin=null, stdout=null, stderr=null).returncode == 0
    except (OSError, subprocess.TimeoutExpired):
        return False


def _swept(home: Path) -> None:
    """죽은 일꾼이 남긴 빈 울타리를 치운다."""
    for left in home.glob(f"{NAME}*-*"):
        if not Path("/proc", left.name.removeprefix(NAME).split("-")[0]).exists():
            _removed(left)


def _removed(group: Path) -> None:
    """울타리를 치운다. 방금 죽인 프로세스가 거두어지기를 조금 기다리고, 그래도 남으면 다음 일꾼이 치운다."""
    for _ in range(20):
        try:
            group.rmdir()
            return
        except FileNotFoundError:
            return
        except OSError:
            time.sleep(0.05)
