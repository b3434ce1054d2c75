"""이 컴퓨터의 다른 파이썬을 찾는다: 길(PATH), pyenv, 그리고 PYTHONS에 적은 길(':'로 나눔)."""

import os
import shutil
import sys
from functools import cache
from pathlib import Path

from process import run

ASK = "import sys; print('%d.%d' % sys.version_info[:2])"


@cache
def find(version: str) -> str | None:
    """돌려 보아 정말 그 판("3.12")인 파이썬의 길. 없으면 None. pyenv의 빈 껍데기는 거른다."""
    given = os.environ.get("PYTHONS", "").split(":")
    pyenv = Path(os.environ.get("PYENV_ROOT", Path.home() / ".pyenv")) / "versions"
    found = [*given, sys.executable, shutil.which(f"python{version}")]
    found += [str(path) for path in sorted(pyenv.glob(f"{version}.*/bin/python"))]
    for path in filter(None, found):
        try:
            done = run([path, "-c", ASK], limit=60)
        except OSError:
            continue
        if done.returncode == 0 and done.stdout.strip() == version:
            return path
    return None
