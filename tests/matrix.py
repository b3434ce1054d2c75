"""노트북의 출력이 다른 파이썬, NumPy, matplotlib, CPU, 언어, 스레드에서도 같은지 본다(make matrix).

환경마다 새 가상 환경의 커널로 책의 노트북을 모두 실행하고 nbval로 엄격하게 견준다. CPU는 OpenBLAS의 커널을 바꿔 흉내 낸다.
matplotlib의 판이 책과 다르면 SVG만 자리의 수를 지우고 견준다(tests/svgform.py). 이 컴퓨터에서 할 수 없는 것은 까닭을 적고 뺀다.

한 줄에 1–2분이 걸리므로 make test에는 넣지 않았다. 같았던 줄은 적어 두어, 멈춘 뒤 다시 하면 남은 것만 실행한다(코드나 노트북이
바뀌면 처음부터). `make matrix ONLY="Python 3.13"`은 그 글이 든 줄만 실행한다. 다른 파이썬의 길은 PYTHONS에, 언어 자료의
길은 LOCPATH에 적을 수 있다.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import sys
import time
from pathlib import Path
from typing import NamedTuple

import pythons
from process import run

from lstm_ref.tables import josa

ROOT = Path(__file__).parents[1]
HOME = Path(os.environ.get("MATRIX_HOME", ROOT / ".venv" / "matrix"))
PIN = dict(re.findall(r"^([\w-]+)==(\S+)", (ROOT / "constraints.txt").read_text("utf-8"), re.M))
PROBE = """
import json, locale, numpy as np, matplotlib
from lstm_ref.__main__ import kernel
locale.setlocale(locale.LC_ALL, "")
a = np.ones((64, 64)); b = a.astype("f4"); a @ a; b @ b
print(json.dumps([np.__version__, matplotlib.__version__, kernel()]))
"""


class Setting(NamedTuple):
    python: str = "3.11"
    numpy: str = PIN["numpy"]
    matplotlib: str = PIN["matplotlib"]
    core: str = ""  # OPENBLAS_CORETYPE. 비면 이 CPU의 것
    lang: str = "C.UTF-8"
    threads: int = 1
    times: int = 1

    def __str__(self) -> str:
        what = f"Python {self.python}  NumPy {self.numpy}  matplotlib {self.matplotlib}"
        return f"{what}  {self.core or '이 CPU':8s}  {self.lang:11s}  스레드 {self.threads}  {self.times}번"


SETTINGS = [
    Setting("3.12", "2.0.2", "3.10.0"),  # Colab
    Setting("3.14", "2.5.5"),
    Setting("3.13", "2.5.5"),
    *(Setting(numpy=numpy, core=core) for core in ("Nehalem", "Haswell", "SkylakeX") for numpy in ("2.0.2", PIN["numpy"])),
    Setting(lang="C"),
    Setting(lang="ko_KR.UTF-8"),
    Setting(threads=2),
    Setting(matplotlib="3.10.0"),
    Setting("3.12", "2.5.5"),
    Setting(times=10),
]  # fmt: skip


class Impossible(Exception):
    """이 컴퓨터에서 할 수 없는 환경. 글은 까닭이다."""


def interpreter(setting: Setting) -> Path:
    """그 판의 NumPy와 matplotlib과 커널만 담은 가상 환경의 파이썬. 없으면 만든다."""
    folder = HOME / f"{setting.python}-{setting.numpy}-{setting.matplotlib}"
    python, ready = folder / "bin" / "python", folder / "ready"
    if ready.exists():
        return python
    if not (base := pythons.find(setting.python)):
        raise Impossible(f"Python {josa(setting.python, '이/가')} 이 컴퓨터에 없습니다.")
    shutil.rmtree(folder, ignore_errors=True)
    wanted = [f"numpy=={setting.numpy}", f"matplotlib=={setting.matplotlib}"]
    wanted += [f"{name}=={PIN[name]}" for name in ("ipykernel", "anywidget", "tqdm")]
    pip = [
        sys.executable,
        "-m",
        "pip",
        "--quiet",
        "--disable-pip-version-check",
        "--python",
        python,
        "install",
    ]
    for command in ([base, "-m", "venv", "--without-pip", folder], [*pip, *wanted]):
        done = run(command, limit=3600)  # 느린 망에서는 설치가 오래 걸린다
        if done.returncode:
            raise SystemExit(f"{setting}\n설치하지 못했습니다.\n{done.stderr[-2000:]}")
    ready.touch()
    return python


def kernel_env(setting: Setting) -> dict[str, str]:
    names = ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS")
    env = dict.fromkeys(names, str(setting.threads)) | {"TQDM_DISABLE": "1", "PYTHONPATH": str(ROOT)}
    env |= {"LC_ALL": setting.lang, "LANG": setting.lang}
    return env | ({"OPENBLAS_CORETYPE": setting.core} if setting.core else {})


def probe(setting: Setting, python: Path) -> None:
    """원하는 판과 커널이 정말 잡혔는지 곱셈 하나로 먼저 물어본다. 이 CPU에 없는 명령이면 여기서 죽는다(SIGILL)."""
    done = run([python, "-c", PROBE], env=os.environ | kernel_env(setting), cwd=HOME)
    if done.returncode < 0:
        raise Impossible(f"이 CPU에는 그 명령이 없습니다(신호 {-done.returncode}).")
    if "locale.Error" in done.stderr:
        raise Impossible(f"{setting.lang}의 언어 자료가 없습니다.")
    if done.returncode:
        raise SystemExit(f"{setting}\n{done.stderr[-2000:]}")
    numpy, matplotlib, core = json.loads(done.stdout)
    if (numpy, matplotlib) != (setting.numpy, setting.matplotlib):
        raise SystemExit(f"{setting}\nNumPy {numpy}, matplotlib {matplotlib}이 잡혔습니다.")
    if setting.core and setting.core not in core:
        raise Impossible(f"OpenBLAS가 다른 커널을 골랐습니다{core}.")


def compare(setting: Setting, python: Path) -> tuple[bool, str]:
    """노트북을 모두 한 번 실행한다. 같았는지와 pytest의 마지막 줄(다르면 까닭까지)."""
    share = HOME / f"share-{os.getpid()}"  # 함께 도는 다른 make matrix의 커널과 섞이지 않게
    spec = share / "kernels" / "matrix"
    spec.mkdir(parents=True, exist_ok=True)
    argv = [str(python), "-m", "ipykernel_launcher", "-f", "{connection_file}"]
    told = {"argv": argv, "display_name": "matrix", "language": "python", "env": kernel_env(setting)}
    (spec / "kernel.json").write_text(json.dumps(told), encoding="utf-8")
    command = [sys.executable, "-m", "pytest", "--nbval", "--nbval-kernel-name", "matrix", "-o", "addopts="]
    command += ["--nbval-cell-timeout", "1800", "-n", os.environ.get("JOBS", "2"), "--dist", "loadscope"]
    if setting.matplotlib != PIN["matplotlib"]:
        command += ["-p", "svgform"]
    env = os.environ | {"JUPYTER_PATH": str(share), "PYTHONPATH": str(ROOT / "tests")}
    done = run([*command, *sorted((ROOT / "book").glob("*.ipynb"))], env=env, cwd=ROOT, limit=7200)
    last = (done.stdout.strip().splitlines() or ["출력 없음"])[-1].strip("= ")
    return (
        done.returncode == 0,
        last if done.returncode == 0 else f"{last}\n{done.stdout[-6000:]}{done.stderr[-2000:]}",
    )


def fingerprint() -> str:
    """출력을 정하는 것의 지문: 노트북, 패키지, 판."""
    files = [*(ROOT / "book").glob("*.ipynb"), *(ROOT / "lstm_ref").rglob("*.*"), ROOT / "constraints.txt"]
    every = (path.read_bytes() for path in sorted(files) if path.is_file() and path.suffix != ".pyc")
    return hashlib.sha256(b"\0".join(every)).hexdigest()


def judge(setting: Setting) -> tuple[str, str]:
    """한 줄의 결과('같음', '다름', '뺌')와 덧붙일 말."""
    try:
        python = interpreter(setting)
        probe(setting, python)
    except Impossible as why:
        return "뺌", str(why)
    start = time.perf_counter()
    env = os.environ | kernel_env(setting)
    checked = run([python, ROOT / "book" / "build.py", "--check"], env=env)  # 원문에는 설명과 서명이 들어간다
    if checked.returncode:
        return "다름", checked.stdout + checked.stderr
    for _ in range(setting.times):
        same, last = compare(setting, python)
        if not same:
            return "다름", last
    return "같음", f"{last} ({time.perf_counter() - start:.0f}초)"


def main() -> int:
    HOME.mkdir(parents=True, exist_ok=True)
    book, only, diary = fingerprint(), os.environ.get("ONLY", ""), HOME / "results.json"
    known = json.loads(diary.read_text("utf-8")) if diary.exists() else {}
    known = known if known.get("book") == book else {"book": book}
    found = []
    for setting in (s for s in SETTINGS if only in str(s)):
        before = known.get(str(setting))
        verdict, said = ("같음", f"{before} 전에 실행함") if before else judge(setting)
        print(f"{setting}  {verdict}  {said}", flush=True)
        found.append(verdict)
        if verdict == "같음" and not before:
            known[str(setting)] = said
            diary.write_text(json.dumps(known, ensure_ascii=False, indent=1), encoding="utf-8")
    print(f"{len(found)}줄 가운데 {found.count('같음')}줄 같음, {found.count('뺌')}줄 뺌")
    return 0 if "다름" not in found and "같음" in found else 1


if __name__ == "__main__":
    try:
        sys.exit(main())
    except KeyboardInterrupt:
        print("\n멈추었습니다. 다시 하면 남은 줄부터 실행합니다.")
        sys.exit(130)
