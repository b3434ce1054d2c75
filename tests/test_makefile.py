"""make의 설치: 멈추면 우리말로 알리고, 만들다 만 환경을 다 된 것으로 여기지 않는다."""

import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from process import run

ROOT = Path(__file__).parents[1]
pytestmark = pytest.mark.skipif(not shutil.which("make"), reason="make가 없으면 두 명령도 쓸 수 없다")


@pytest.fixture
def desk(tmp_path):
    """Makefile과 가짜 파이썬만 있는, 빈칸과 한글이 든 폴더."""
    folder = tmp_path / "내 책"
    folder.mkdir()
    shutil.copy(ROOT / "Makefile", folder)

    def python(body):
        fake = folder / "가짜"
        fake.write_text(f"#!{sys.executable}\nimport sys, time\n{body}\n", encoding="utf-8")
        fake.chmod(0o755)
        return ["make", "--no-print-directory", "PYTHON=./가짜", ".venv/pip.stamp"]

    return folder, python


def test_a_failed_environment_says_why_and_leaves_nothing(desk):
    folder, python = desk
    done = run(python("print('ensurepip is not available', file=sys.stderr); sys.exit(1)"), cwd=folder)
    assert done.returncode == 2 and "apt-get install python3-venv" in done.stdout
    assert "ensurepip is not available" in done.stdout and not (folder / ".venv").exists()


def test_ctrl_c_in_an_install_is_answered_in_korean_without_a_traceback(desk):
    folder, python = desk
    command = python("open('started', 'w').close()\ntime.sleep(600)")
    quiet = subprocess.Popen(
        command, cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, process_group=0,
        # 뒤에서 도는 셸(&)의 자식은 Ctrl-C를 모르는 채 태어난다
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    )  # fmt: skip
    while not (folder / "started").exists():
        assert quiet.poll() is None
        time.sleep(0.05)
    os.killpg(quiet.pid, signal.SIGINT)
    said, _ = quiet.communicate(timeout=300)
    assert quiet.returncode and "설치를 멈추었습니다." in said and "Traceback" not in said, said
    assert not (folder / ".venv" / "pip.stamp").exists()
