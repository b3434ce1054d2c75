"""파일을 온전히 쓴다: 곁에 다 쓴 뒤 이름을 바꾼다. 쓰다가 멈추어도 전의 파일이 남고, 반쯤 쓴 것은 남지 않는다."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def replacing(path: Path, mode: int = 0) -> Iterator[Path]:
    """`path` 대신 쓸 곁의 길을 준다. 오류 없이 나오면 그것이 `path`가 되고, 오류가 나면 지워진다. `mode`는 파일의 권한이다."""
    beside = path.with_name(f".{path.name}.{os.getpid()}.partial")
    beside.unlink(missing_ok=True)
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
