"""일부러 실수를 하나씩 심고, 이름을 댄 검사가 그것을 잡는지 본다(make mutations).

패키지를 임시 폴더에 베껴 한 곳만 바꾼 뒤 검사를 돌린다. 바꿀 글이 없으면(코드가 달라졌으면) 그것도 실패다.
torch와 onnx는 한 번만 읽고, 실수마다 갈라져 나온 프로세스가 바뀐 lstm_ref를 새로 읽는다.
"""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from pathlib import Path

os.environ |= {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"}

import hypothesis  # noqa: F401
import onnx.reference  # noqa: F401
import pytest
import torch
from planted import FORWARD, MUTATIONS, NUMERIC, Mutation

ROOT = Path(__file__).parents[1]
# 빠른 검사(make test)는 방마다 하나씩만 심는다. 모두는 make mutations가 심는다
FEW = [next(m for m in MUTATIONS if m.file == file) for file in dict.fromkeys(m.file for m in MUTATIONS)]
BLIND = (
    ("(p.W_o, p.W_f, p.W_i, p.W_C)", "(p.W_o, p.W_i, p.W_f, p.W_C)"),
    ("(p.b_o, p.b_f, p.b_i, p.b_C)", "(p.b_o, p.b_i, p.b_f, p.b_C)"),
    ("[p.W_f, p.W_i, p.W_C, p.W_o]", "[p.W_i, p.W_f, p.W_C, p.W_o]"),
    ("for pair in pairs", "for pair in map([*pairs].__getitem__, (1, 0, 2, 3))"),
)


def plant(home: Path, mutation: Mutation) -> None:
    """패키지와 책을 `home`에 베끼고 실수를 심는다."""
    shutil.copytree(ROOT / "lstm_ref", home / "lstm_ref", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copytree(
        ROOT / "tests", home / "tests", ignore=shutil.ignore_patterns("__pycache__", "conftest.py")
    )
    (home / "book").mkdir()
    for path in (ROOT / "book").iterdir():
        if path.suffix == ".py":
            shutil.copy(path, home / "book")
        elif path.name != "__pycache__":
            (home / "book" / path.name).symlink_to(path)
    for name in ("pyproject.toml", "_toc.yml", "_config.yml"):
        (home / name).symlink_to(ROOT / name)
    path = home / (mutation.file if mutation.file.startswith("book/") else f"lstm_ref/{mutation.file}")
    text = path.read_text(encoding="utf-8")
    for old, new in mutation.edits:
        if old not in text:
            raise SystemExit(f"{mutation.name}: {mutation.file}에 바꿀 글이 없습니다.\n{old}")
        text = text.replace(old, new, 1)
    path.write_text(text, encoding="utf-8")


def start(home: Path, tests: list[str]) -> int:
    """갈라져 나와 `home`의 코드로 검사를 돌리는 프로세스의 번호."""
    if pid := os.fork():
        return pid
    os.chdir(home)
    sys.path[:0] = [str(home), str(home / "tests"), str(home / "book")]
    sys.stdout.flush()
    log = os.open("log.txt", os.O_CREAT | os.O_WRONLY)
    os.dup2(log, 1), os.dup2(log, 2)
    flags = ["-q", "-x", "-p", "no:cacheprovider", "-p", "no:xdist", "--noconftest", "-o", "addopts="]
    os._exit(pytest.main([*flags, "--rootdir", str(home), *tests]))


def run(jobs: list[tuple[Mutation, list[str]]], report) -> list[int]:
    """코어 수만큼 함께 돌린다. 검사마다 끝난 값: 0이면 초록, 1이면 빨강."""
    codes, waiting, running = [-1] * len(jobs), list(range(len(jobs))), {}
    with tempfile.TemporaryDirectory() as folder:
        while waiting or running:
            while waiting and len(running) < (os.cpu_count() or 1):
                k = waiting.pop(0)
                home = Path(folder) / str(k)
                plant(home, jobs[k][0])
                running[start(home, jobs[k][1])] = k
            pid, status = os.wait()
            k = running.pop(pid)
            codes[k], home = os.waitstatus_to_exitcode(status), Path(folder) / str(k)
            if codes[k] not in (0, 1):
                raise SystemExit(
                    f"{jobs[k][0].name}: 검사를 돌리지 못했습니다.\n{(home / 'log.txt').read_text()[-2000:]}"
                )
            report(jobs[k][0], codes[k])
            shutil.rmtree(home)
    return codes


def say(mutation: Mutation, code: int) -> None:
    if mutation.name != "없음" and mutation.edits != BLIND:
        print(
            f"{'잡음' if code else '놓침'}  {mutation.name}  ←  {mutation.test.split('::')[-1]}", flush=True
        )


def main() -> int:
    torch.set_num_threads(1)
    chosen = FEW if "--few" in sys.argv else MUTATIONS
    nothing = Mutation("없음", "fast.py", (), "")
    blind = [(Mutation("일관된 바꿈", "fast.py", BLIND, test), [test]) for test in (NUMERIC, FORWARD)]
    clean = [*dict.fromkeys(m.test for m in chosen)]
    codes = run([(nothing, clean), *blind, *((m, [m.test]) for m in chosen)], say)
    green, agrees = codes[0] == 0, codes[1:3] == [0, 1]
    missed = [m.name for m, code in zip(chosen, codes[3:]) if code == 0]
    print(f"실수를 심지 않은 사본: {'초록' if green else '빨강'}")
    print(f"앞뒤에서 똑같이 바꾼 f와 i: {'기울기 확인은 놓치고 ONNX가 잡음' if agrees else '예상과 다름'}")
    print(f"{len(chosen)}개 가운데 {len(chosen) - len(missed)}개를 잡았습니다.")
    return 0 if green and agrees and not missed else 1


if __name__ == "__main__":
    sys.exit(main())
