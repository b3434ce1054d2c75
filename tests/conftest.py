"""만든 책: 검사 한 번에 한 번만 만든다."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import build
import pytest
from filelock import FileLock

SITE = build.ROOT / "_build" / "html"


@pytest.fixture(scope="session")
def site(tmp_path_factory):
    """커밋된 노트북으로 만든 HTML 폴더. 경고가 하나라도 있으면 실패한다."""
    folder = tmp_path_factory.getbasetemp()
    shared = folder.parent if "PYTEST_XDIST_WORKER" in os.environ else folder
    with FileLock(shared / "book.lock"):
        done = shared / "book.done"
        if not done.exists():
            shutil.rmtree(SITE, ignore_errors=True)  # 지난번에 만든 쪽이 남아 실패를 가리지 않게 한다
            command = [
                Path(sys.executable).with_name("jupyter-book"),
                "build",
                ".",
                "--all",
                "--warningiserror",
            ]
            flags = ["--nitpick", "--keep-going", "--quiet"]
            result = subprocess.run([*command, *flags], cwd=build.ROOT, capture_output=True, text=True)
            assert result.returncode == 0, (result.stdout + result.stderr)[-3000:]
            assert (SITE / "index.html").exists(), result.stdout[-3000:]
            done.write_text("done")
    return SITE
