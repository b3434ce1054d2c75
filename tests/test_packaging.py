"""꾸러미: 휠에 글꼴과 스크립트가 들고, 딸린 것들이 서로 맞고, 신고할 것을 적고, 내 그림에 한글이 나온다."""

import os
import re
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import matplotlib
import numpy as np
import pytest
from process import run

import lstm_ref as lr

ROOT = Path(__file__).parents[1]
BUILD = "import sys; from setuptools import build_meta; print(build_meta.build_wheel(sys.argv[1]))"
DRAW = """
import warnings, matplotlib
from matplotlib import font_manager
import lstm_ref as lr

known = font_manager.fontManager.ttflist
known[:] = [f for f in known if f.name.startswith("DejaVu")]  # 한글 글꼴이 하나도 없는 컴퓨터
{call}
from matplotlib.figure import Figure
warnings.simplefilter("error")
canvas = Figure()
canvas.subplots().set(title="손실이 줄어드는 모습", xlabel="걸음", ylabel="−0.5와 가나다")
canvas.savefig("그림.png")
"""


def test_the_wheel_holds_every_file_of_the_package(tmp_path):
    source = tmp_path / "source"
    shutil.copytree(ROOT / "lstm_ref", source / "lstm_ref", ignore=shutil.ignore_patterns("__pycache__"))
    for paper in ("pyproject.toml", "README.md", "LICENSE"):
        shutil.copy(ROOT / paper, source)
    done = run([sys.executable, "-c", BUILD, tmp_path], cwd=source)
    assert done.returncode == 0, done.stderr[-2000:]
    with zipfile.ZipFile(next(tmp_path.glob("lstm_ref-*.whl"))) as wheel:
        names = {name for name in wheel.namelist() if name.startswith("lstm_ref/")}
        papers = {name.partition("/licenses/")[2] for name in wheel.namelist() if "/licenses/" in name}
        (about,) = (wheel.read(n).decode() for n in wheel.namelist() if n.endswith(".dist-info/METADATA"))
    files = {p.relative_to(source).as_posix() for p in (source / "lstm_ref").rglob("*") if p.is_file()}
    assert names == files and {"lstm_ref/py.typed", "lstm_ref/fonts/LSTMBookGothic.ttf"} <= names
    assert papers == {"LICENSE", "lstm_ref/fonts/OFL.txt"} and "License-Expression: MIT AND OFL-1.1" in about


def test_what_is_installed_fits_together():
    done = run([sys.executable, "-m", "pip", "check", "--disable-pip-version-check"])
    assert done.returncode == 0, done.stdout


POSIX = {"LC_ALL": "POSIX", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}


@pytest.mark.parametrize("encoding", ["ascii", "cp949", "utf-8"])
@pytest.mark.parametrize("command", ["lstm_ref.classroom", "lstm_ref.experiments.sweep"])
def test_a_command_says_its_help_on_a_screen_that_cannot_write_hangul(command, encoding):
    env = os.environ | POSIX | {"PYTHONIOENCODING": encoding}
    done = run([sys.executable, "-m", command, "--help"], cwd=ROOT, env=env, encoding="utf-8")
    assert done.returncode == 0 and not done.stderr and re.search("[가-힣]", done.stdout), done.stderr


@pytest.mark.parametrize("lang", [{}, POSIX])
def test_the_package_says_in_korean_what_a_report_needs(lang):
    done = run([sys.executable, "-m", "lstm_ref"], cwd=ROOT, env=os.environ | lang, encoding="utf-8")
    assert done.returncode == 0 and not done.stderr, done.stderr
    said = dict(re.findall(r"^(.+?): (.+)$", done.stdout, re.M))
    assert {"파이썬", "운영체제", "CPU", "BLAS", "CPU 명령", "한글 글꼴"} <= set(said)
    assert said["numpy"] == np.__version__ and said["matplotlib"] == matplotlib.__version__
    assert "LSTM Book Gothic" in said["한글 글꼴"] and said["lstm_ref"].startswith(lr.__version__)


def test_the_report_ends_quietly_when_its_reader_leaves_early():
    """`python -m lstm_ref | head -1`: 파이썬이 지나온 길을 영어로 적지 않는다."""
    reads, writes = os.pipe()
    os.close(reads)
    try:
        done = run(
            [sys.executable, "-m", "lstm_ref"],
            cwd=ROOT,
            capture_output=False,
            stdout=writes,
            stderr=subprocess.PIPE,
        )
    finally:
        os.close(writes)
    assert done.returncode == 0 and not done.stderr, done.stderr


@pytest.mark.parametrize("call", ["lr.use_korean_font()", ""])
def test_one_call_draws_hangul_without_a_system_font(call, tmp_path):
    done = run(
        [sys.executable, "-c", DRAW.format(call=call)],
        cwd=tmp_path,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
    )
    assert done.returncode == (0 if call else 1), done.stderr
    assert call or "missing from font" in done.stderr  # 부르지 않으면 한글이 빠진다


SLOW_SCAN = """
import logging, threading

class Late(threading.Timer):
    def __init__(self, seconds, call):
        super().__init__(0, call)  # 느린 컴퓨터에서 5초가 지난 것처럼
    def start(self):
        super().start()
        self.join()

threading.Timer = Late
import {module}
print(logging.getLogger("matplotlib.font_manager").level)
"""


@pytest.mark.parametrize("module", ["lstm_ref.plots", "matplotlib.font_manager"])
def test_the_first_scan_of_the_fonts_says_nothing_however_slow(module, tmp_path):
    env = os.environ | {"MPLCONFIGDIR": str(tmp_path), "PYTHONPATH": str(ROOT)}
    done = run([sys.executable, "-c", SLOW_SCAN.format(module=module)], cwd=tmp_path, env=env)
    assert done.returncode == 0 and done.stdout.strip() == "0", done.stderr  # 기록의 설정은 그대로다
    assert bool(done.stderr) == (module != "lstm_ref.plots"), done.stderr


def test_mypy_finds_nothing():
    """pyproject.toml의 규칙으로 lstm_ref의 모든 파일을 엄격하게 본다."""
    done = run([sys.executable, "-m", "mypy"], cwd=ROOT)
    assert done.returncode == 0, done.stdout[-3000:]


USED = (
    "import lstm_ref as lr\n\nlr.check('ex06a')\nlr.hint('ex06a')\nlr.use_korean_font()\nlr.train.leaves(1)\n"
)


def test_a_strict_checker_outside_sees_what_opens_late_and_what_is_not_there(tmp_path):
    (tmp_path / "mine.py").write_text(f"{USED}lr.lstm_forwrad\n", encoding="utf-8")
    command = [sys.executable, "-m", "mypy", "--strict", "--follow-imports=silent", "mine.py"]
    done = run(command, cwd=tmp_path, env=os.environ | {"MYPYPATH": str(ROOT)})
    told = [line for line in done.stdout.splitlines() if "error:" in line]
    assert len(told) == 1 and 'no attribute "lstm_forwrad"' in told[0], done.stdout[-3000:]


def pinned(path, start=r"^"):
    """`이름==판`의 표. 이름은 소문자와 붙임표로 맞춘다."""
    found = re.findall(rf"{start}([\w.-]+)==([^\s;\\]+)", (ROOT / path).read_text(encoding="utf-8"), re.M)
    return {re.sub(r"[-_.]+", "-", name).lower(): version for name, version in found}


def test_the_locks_hold_the_same_versions_and_a_hash_for_each():
    pins, book, test = (pinned(path) for path in ("constraints.txt", "locks/book.txt", "locks/test.txt"))
    without_torch = {"torch", "sympy", "mpmath", "networkx"}  # CPU용과 PyPI의 해시가 다른 것과 그 일행
    assert set(pins) - set(test) <= without_torch and "torch" not in test
    for lock in (book, test):
        assert not {name: lock[name] for name in set(lock) & set(pins) if lock[name] != pins[name]}
    wanted = pinned("requirements.txt")
    assert wanted.items() <= book.items() and pinned("requirements-lab.txt").items() <= test.items()
    for path in ("locks/book.txt", "locks/test.txt"):
        blocks = re.split(r"^(?=\S)", (ROOT / path).read_text(encoding="utf-8"), flags=re.M)[1:]
        assert blocks and not [b.split()[0] for b in blocks if "--hash=sha256:" not in b]
