"""모래상자: 배우는 이의 코드가 도는 곳. bubblewrap으로 파일·망·프로세스를 가리고, 시간과 메모리를 묶는다.

안에 있는 것은 파이썬, 표준 라이브러리, NumPy, 심부름꾼(`inside`)뿐이다. 쓸 수 있는 폴더, 다른 제출물, 정답, 인터넷은 없다.
"""

from __future__ import annotations

import compileall
import os
import platform
import shutil
import sys
import sysconfig
import tempfile
from functools import cache
from multiprocessing.util import Finalize
from pathlib import Path
from typing import NamedTuple

import numpy as np

from ..exercises import clock

PROGRAMS = ("bwrap", "setpriv", "prlimit")
FIRST_UID = 61_000  # 관리자로 돌릴 때 일꾼마다 하나씩 쓰는, 아무것도 갖지 않은 사용자
DEVICES = ("--dev-bind", "/dev/null", "/dev/null", "--dev-bind", "/dev/urandom", "/dev/urandom")
# 도구를 쓰는 문제(spec.Exercise.tools)의 상자에만 함께 넣는 방. 정답과 다른 문제의 답은 없다
CORE = ("checks", "params", "records", "fast", "sequence", "losses")
START = "import sys; sys.path[:0] = [{room!r}, {site!r}]; from inside.runner import main; main()"
ENV = {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1", "PYTHONHASHSEED": "0", "LC_ALL": "C.UTF-8"}


class Limits(NamedTuple):
    """한도. 시간은 초, 메모리와 글은 바이트."""

    call: float = 3.0  # 함수를 한 번 부를 때
    exercise: float = 10.0  # 문제 하나의 모든 사례
    statement: float = 3.0  # 노트북의 문장 하나
    start: float = 15.0  # 노트북 전체의 실행
    total: float = 90.0  # 파일 하나
    person: float = 300.0  # 한 사람. 넘으면 나머지 파일은 열지 않는다
    patience: float = 120.0  # 상자가 열릴 때까지. 바쁜 컴퓨터에서도 배우는 이에게 책임을 돌리지 않는다
    cpu: int = 60
    memory: int = 1 << 30  # 프로세스마다
    whole: int = 1 << 30  # 모든 프로세스를 합해(memory.fence)
    processes: int = 4  # 모래상자의 살림 둘을 더한 수
    files: int = 32
    reply: int = 3 << 20


USUAL = Limits()


class Impossible(RuntimeError):
    """이 컴퓨터에서는 모래상자를 만들 수 없다."""


def missing() -> str:
    """모래상자를 만들 수 없는 까닭. 만들 수 있을 것 같으면 빈 글."""
    if sys.platform != "linux":
        return f"이 컴퓨터는 리눅스가 아닙니다({platform.system()})."
    absent = [tool for tool in PROGRAMS if not shutil.which(tool)]
    return f"없는 프로그램: {', '.join(absent)}." if absent else ""


@cache
def room(core: bool = False) -> Path:
    """심부름꾼의 파일을 베껴 둔 폴더. `core`면 도구가 든 방도 넣는다. 이 프로세스가 끝나면 지운다."""
    folder = Path(tempfile.mkdtemp(prefix="lstm-classroom-"))
    # 일꾼 프로세스는 atexit을 부르지 않고 끝난다
    Finalize(None, shutil.rmtree, args=(folder,), kwargs={"ignore_errors": True}, exitpriority=1)
    inside = folder / "inside"
    inside.mkdir()
    for path in [*(Path(__file__).parent / "inside").glob("*.py"), Path(clock.__file__)]:
        shutil.copyfile(path, inside / path.name)
    tools = folder / "core"
    tools.mkdir()
    for name in CORE if core else ():
        shutil.copyfile(Path(__file__).parents[1] / f"{name}.py", tools / f"{name}.py")
    for path in (folder, inside, tools):
        path.chmod(0o755)
    compileall.compile_dir(folder, quiet=1)  # 제출물마다 다시 옮기지 않게 한다
    return folder


def command(limits: Limits, worker: int = 0, seccomp: int | None = None, core: bool = False) -> list[str]:
    """모래상자를 여는 명령. 관리자면 겉을 먼저 만들고, 권한을 버린 뒤 속을 연다. 아니면 한 번에 연다."""
    inner = ["--unshare-all", "--unshare-user", "--disable-userns", "--die-with-parent", "--new-session"]
    inner += ["--hostname", "box", "--chdir", "/", "--clearenv", "--setenv", "LD_LIBRARY_PATH", "/box/lib"]
    for name, value in ENV.items():
        inner += ["--setenv", name, value]
    if seccomp is not None:
        inner += ["--seccomp", str(seccomp)]
    inner += ["--", *_limited(limits)]
    mounts = [*_mounts(), "--ro-bind", str(room(core)), "/box/room", *DEVICES, *_tool("prlimit")]
    if os.geteuid() != 0:
        return [_where("bwrap"), *mounts, "--remount-ro", "/", *inner]
    uid = str(FIRST_UID + worker)
    outer = [*mounts, *_tool("setpriv"), *_tool("bwrap"), "--proc", "/proc", "--remount-ro", "/"]
    drop = ["/box/bin/setpriv", "--reuid", uid, "--regid", uid, "--clear-groups"]
    drop += ["--inh-caps=-all", "--bounding-set=-all", "--no-new-privs", "--"]
    view = ["--ro-bind", "/", "/", *DEVICES, "--tmpfs", "/proc", "--remount-ro", "/proc"]
    return [
        _where("bwrap"), *outer, "--unshare-pid", "--unshare-net", "--die-with-parent", "--",
        *drop, "/box/bin/bwrap", *view, *inner,
    ]  # fmt: skip


def _limited(limits: Limits) -> list[str]:
    bounds = {
        "as": limits.memory, "nproc": limits.processes, "nofile": limits.files, "cpu": limits.cpu,
        "fsize": 0, "core": 0, "memlock": 0, "msgqueue": 0,
    }  # fmt: skip
    start = START.format(room="/box/room", site="/box/site")
    flags = [f"--{name}={value}" for name, value in bounds.items()]
    return ["/box/bin/prlimit", *flags, "--", "/box/bin/python3", "-I", "-S", "-B", "-c", start]


def _where(name: str) -> str:
    return shutil.which(name) or name  # 없으면 `missing`이 먼저 알린다


def _tool(name: str) -> list[str]:
    return ["--ro-bind", os.path.realpath(_where(name)), f"/box/bin/{name}"]


@cache
def _mounts() -> list[str]:
    """파이썬, 표준 라이브러리, C 라이브러리, NumPy. 함께 깔린 다른 꾸러미는 가린다."""
    made = []
    for folder in ("/box", "/box/bin", "/box/site", "/usr", "/dev", "/tmp"):
        made += ["--perms", "0755", "--dir", folder]
    base = Path(sys.base_prefix)
    for host in ("/usr/lib", "/usr/lib64", "/lib", "/lib64", "/etc/alternatives"):
        if os.path.isdir(host):
            made += ["--ro-bind", host, host]
    made += ["--ro-bind", str(base / "lib"), "/box/lib"]
    made += ["--ro-bind", os.path.realpath(sys.executable), "/box/bin/python3"]
    version = f"python{sysconfig.get_python_version()}"
    for under in (f"{version}/site-packages", f"{version}/dist-packages", "python3/dist-packages"):
        for library, seen in ((base / "lib", "/box/lib"), (Path("/usr/lib"), "/usr/lib")):
            if (library / under).is_dir():
                made += ["--perms", "0755", "--size", "4096", "--tmpfs", f"{seen}/{under}"]
                made += ["--remount-ro", f"{seen}/{under}"]
    package = Path(np.__file__).resolve().parent
    for path in (package, package.with_name("numpy.libs")):
        if path.is_dir():
            made += ["--ro-bind", str(path), f"/box/site/{path.name}"]
    return made


def unsafe_command(core: bool = False) -> list[str]:
    """모래상자 없이 그냥 돌리는 명령. 자기가 쓴 노트북에만 쓴다."""
    site = str(Path(np.__file__).resolve().parents[1])
    return [sys.executable, "-I", "-B", "-c", START.format(room=str(room(core)), site=site)]
