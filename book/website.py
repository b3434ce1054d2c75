"""`book/*.ipynb`로 HTML 책을 만든다(make book).

늘 처음부터 만든다. 만들다 멈춘 폴더를 이어 쓰면 그림이 빠진 쪽이 남기 때문이다(처음부터 만들어도 20초쯤 걸린다).
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
import build

FLAGS = ["--all", "--warningiserror", "--nitpick", "--keep-going", "--quiet"]


def command() -> list[str]:
    """경고가 하나라도 있으면 실패하는, 책 만드는 명령."""
    return [str(Path(sys.executable).with_name("jupyter-book")), "build", ".", *FLAGS]


def cause(said: str) -> list[str]:
    """만들기의 긴 말에서 까닭이 적힌 줄. 파이썬이 지나온 길과 폴더의 이름(한글일 수 있다)은 뺀다."""
    lines = re.sub(r"\x1b\[[\d;]*m", "", said).splitlines()
    first, *_ = "\n".join(lines).partition("Traceback (most recent call last)")
    telling = [
        line
        for line in first.splitlines()
        if re.search("warning|error|[가-힣]", line, re.I)
        and not line.startswith(("Source Folder:", "Config Path:", "Output Path:"))
    ]
    return (telling or lines)[-40:]


def main() -> int:
    out = build.ROOT / "_build"
    problems = build.stale()
    if problems:
        print("\n".join([*problems, build.REMEDY]))
        return 1
    shutil.rmtree(out, ignore_errors=True)
    print("HTML 책을 만듭니다. 30초쯤 걸립니다.", flush=True)
    try:
        done = subprocess.run(command(), cwd=build.ROOT, capture_output=True, text=True)
    except KeyboardInterrupt:
        shutil.rmtree(out, ignore_errors=True)
        print("\n만들기를 멈추었습니다. 반쯤 만든 책은 지웠습니다.")
        return 130
    if done.returncode:
        shutil.rmtree(out, ignore_errors=True)
        print("\n".join(cause(done.stdout + done.stderr)))
        print("책을 만들지 못했습니다. 까닭은 위의 줄에 있습니다.")
        return 1
    print(f"책을 만들었습니다. 브라우저로 여세요: {(out / 'html' / 'index.html').as_uri()}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
