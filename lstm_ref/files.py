"""파일을 온전히 쓴다: 곁에 다 쓴 뒤 이름을 바꾼다. 쓰다가 멈추어도 전의 파일이 남고, 반쯤 쓴 것은 남지 않는다."""

from __future__ import annotations

import io
import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from glob import escape
from pathlib import Path
from typing import cast

LEFT = 86_400  # 하루(초)가 넘은 곁의 파일은 쓰다 죽은 프로세스가 두고 간 것이다


def speak() -> None:
    """화면의 말이 C(POSIX)이거나 옛 인코딩이어서 한글이나 −, ⁻를 적을 수 없으면 UTF-8로 적는다. 명령의 첫머리에서 부른다."""
    for stream in sys.stdout, sys.stderr:
        try:
            "한 − ⁻ σ".encode(stream.encoding or "utf-8")
        except UnicodeEncodeError:
            cast(io.TextIOWrapper, stream).reconfigure(encoding="utf-8", errors="surrogateescape")


@contextmanager
def replacing(path: Path, mode: int = 0) -> Iterator[Path]:
    """`path` 대신 쓸 곁의 길을 준다. 오류 없이 나오면 그것이 `path`가 되고, 오류가 나면 지워진다. `mode`는 파일의 권한이다.

    이름에 프로세스의 번호가 들어 있어 둘이 함께 써도 섞이지 않는다. 죽은 프로세스가 두고 간 것은 하루 뒤에 쓸 때 지운다.
    """
    beside = path.with_name(f".{path.name}.{os.getpid()}.partial")
    for one in path.parent.glob(f".{escape(path.name)}.*.partial"):
        with suppress(FileNotFoundError):  # 그사이에 다른 프로세스가 다 썼다
            if one == beside or time.time() - one.stat().st_mtime > LEFT:
                one.unlink()
    try:
        if mode:
            beside.touch(mode)
        yield beside
        os.replace(beside, path)
    finally:
        beside.unlink(missing_ok=True)


def write_whole(path: Path, text: str, mode: int = 0, *, errors: str = "strict") -> None:
    """글을 UTF-8로, 줄의 끝을 그대로 쓴다. `errors`는 UTF-8이 될 수 없는 글자를 어찌할지다."""
    with replacing(path, mode) as beside:
        beside.write_text(text, encoding="utf-8", errors=errors, newline="")
