"""`python -m lstm_ref`: 잘못을 알릴 때 함께 적을 것(판, CPU, 글꼴)을 한국어 표로 적는다."""

from __future__ import annotations

import ctypes
import locale
import os
import platform
import sys
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from pathlib import Path

import numpy as np

import lstm_ref

from .files import speak

PACKAGES = (
    "numpy", "matplotlib", "anywidget", "ipywidgets", "ipykernel", "ipython", "jupyterlab", "tqdm", "joblib", "torch",
)  # fmt: skip
SETTINGS = (
    "OPENBLAS_CORETYPE",
    "OPENBLAS_NUM_THREADS",
    "OMP_NUM_THREADS",
    "MKL_NUM_THREADS",
    "NPY_DISABLE_CPU_FEATURES",
)


def installed(name: str) -> str:
    """설치된 판. 없으면 '없음'."""
    try:
        return version(name)
    except PackageNotFoundError:
        return "없음"


def blas() -> str:
    """NumPy가 쓰는 BLAS의 이름과 판, 커널."""
    built = np.show_config(mode="dicts") or {}
    found = built.get("Build Dependencies", {}).get("blas", {})
    return " ".join(filter(None, (found.get("name"), found.get("version"), kernel()))) or "알 수 없음"


def kernel() -> str:
    """OpenBLAS가 이 CPU에서 고른 커널의 이름. 물어볼 수 없으면 빈 글."""
    for path in sorted((Path(np.__file__).parents[1] / "numpy.libs").glob("*openblas*")):
        try:
            ask = ctypes.CDLL(str(path)).scipy_openblas_get_corename64_
        except (OSError, AttributeError):
            continue
        ask.restype = ctypes.c_char_p
        return f"({(ask() or b'').decode()} 커널)"
    return ""


def simd() -> str:
    """이 CPU에서 NumPy가 쓰는 명령들."""
    built = np.show_config(mode="dicts") or {}
    found = built.get("SIMD Extensions", {})
    return " ".join([*found.get("baseline", []), *found.get("found", [])]) or "알 수 없음"


def cpu() -> str:
    """CPU의 이름과 코어의 수."""
    listed = Path("/proc/cpuinfo")
    lines = listed.read_text(encoding="utf-8", errors="replace").splitlines() if listed.exists() else []
    name = next((line.partition(":")[2].strip() for line in lines if line.startswith("model name")), "")
    return f"{name or platform.processor() or platform.machine()}, 코어 {os.cpu_count()}개"


def fonts() -> str:
    """matplotlib이 아는 한글 글꼴."""
    if not find_spec("matplotlib"):
        return "matplotlib이 없습니다"
    from .plots.korean import korean_fonts

    return ", ".join(korean_fonts()) or "없음"


def report() -> Iterator[tuple[str, str]]:
    """(무엇, 값)의 줄들."""
    yield "lstm_ref", f"{lstm_ref.__version__} ({Path(lstm_ref.__file__).parent})"
    yield "파이썬", f"{platform.python_version()} ({platform.python_implementation()}, {sys.executable})"
    yield "운영체제", platform.platform()
    yield "CPU", cpu()
    yield "BLAS", blas()
    yield "CPU 명령", simd()
    yield "한글 글꼴", fonts()
    yield "말과 인코딩", f"{locale.setlocale(locale.LC_CTYPE)}, {sys.stdout.encoding}"
    yield "Colab", "예" if "google.colab" in sys.modules or Path("/content").is_dir() else "아니요"
    for name in PACKAGES:
        yield name, installed(name)
    for name in SETTINGS:
        if name in os.environ:
            yield name, os.environ[name]


def main() -> int:
    """표를 적는다."""
    speak()
    try:
        print("잘못을 알릴 때 아래를 함께 적어 주세요.\n")
        for name, value in report():
            print(f"{name}: {value}")
        sys.stdout.flush()
    except BrokenPipeError:  # `| head`처럼 읽던 쪽이 먼저 닫았다. 끝낼 때의 flush도 조용하게 한다
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return 0


if __name__ == "__main__":
    sys.exit(main())
