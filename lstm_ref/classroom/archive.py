"""폴더와 zip에서 파일을 꺼낸다. 디스크에 풀지 않고, 링크를 따라가지 않고, 한도를 넘기지 않는다. 파일마다 한 줄이 남는다."""

from __future__ import annotations

import io
import os
import re
import stat
import unicodedata
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import IO, NamedTuple

FILE = 200 << 20  # 파일 하나
WHOLE = 8 << 30  # 한 묶음에서 읽는 모든 것
SHARE = 512 << 20  # 그 가운데 zip 하나가 쓸 수 있는 것. 한 사람이 남의 몫까지 쓰지 못하게 한다
ENTRIES, NESTING = 20_000, 2
SKIPPED = re.compile(r"(^|/)(__MACOSX|\.DS_Store|Thumbs\.db|desktop\.ini|\.ipynb_checkpoints|\.git)(/|$)")
READ = (".ipynb", ".py", ".zip")


class Found(NamedTuple):
    """꺼낸 파일 하나. `problem`이 있으면 읽지 않은 것이고 `data`는 비어 있다."""

    path: str
    data: bytes = b""
    problem: str = ""


class Purse:
    """한 묶음에서 읽을 수 있는 바이트. 다 쓰면 더 읽지 않는다."""

    def __init__(self, left: int = WHOLE, outer: Purse | None = None):
        self.left, self.outer = left, outer

    def share(self) -> Purse:
        """zip 하나의 몫. 여기서 쓴 것은 바깥에서도 준다."""
        return Purse(min(SHARE, self.left), self)

    def read(self, path: str, stream: IO[bytes]) -> Found:
        """`stream`을 한도까지만 읽는다. 적힌 크기는 믿지 않는다."""
        data = stream.read(min(FILE, self.left) + 1)
        if len(data) > self.left:
            which = "zip이" if self.outer else "묶음 전체가"
            return Found(path, problem=f"{which} 너무 커서 나머지를 읽지 않았습니다")
        if len(data) > FILE:
            return Found(path, problem=f"파일이 {FILE >> 20} MB보다 큽니다")
        self.spend(len(data))
        return Found(path, data)

    def spend(self, count: int) -> None:
        """쓴 바이트를 바깥까지 뺀다."""
        self.left -= count
        if self.outer:
            self.outer.spend(count)


def clean(name: str) -> str:
    """맥의 풀어 쓴 한글(NFD)을 모으고, 보이지 않는 글자와 역슬래시를 고친다."""
    name = unicodedata.normalize("NFC", name.encode("utf-8", "replace").decode()).replace("\\", "/")
    return "".join(c for c in name if unicodedata.category(c) not in ("Cc", "Cf", "Cs"))[:400]


def files(root: Path) -> Iterator[Found]:
    """폴더나 zip 하나에 든 모든 파일."""
    purse = Purse()
    if root.is_dir():
        yield from _folder(root, "", purse)
        return
    with root.open("rb") as stream:
        yield from _opened(Found(root.name), stream, purse, prefix="", depth=0)


def _folder(folder: Path, prefix: str, purse: Purse) -> Iterator[Found]:
    for entry in sorted(os.scandir(folder), key=lambda e: e.name):
        path = prefix + clean(entry.name)
        if SKIPPED.search(path):
            continue
        if entry.is_symlink():
            yield Found(path, problem="바로 가기(심볼릭 링크)는 따라가지 않습니다")
        elif entry.is_dir(follow_symlinks=False):
            yield from _folder(Path(entry.path), path + "/", purse)
        else:
            yield from _file(path, entry.path, purse)


def _file(path: str, place: str, purse: Purse) -> Iterator[Found]:
    if not path.lower().endswith(READ):
        yield Found(path, problem="노트북이 아닙니다")
        return
    try:
        number = os.open(place, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
    except OSError as error:
        yield Found(path, problem=f"열 수 없습니다({type(error).__name__})")
        return
    with os.fdopen(number, "rb") as stream:
        if not stat.S_ISREG(os.fstat(number).st_mode):
            yield Found(path, problem="보통 파일이 아닙니다")
            return
        yield from _unpacked(purse.read(path, stream), purse, 1)


def _unpacked(found: Found, purse: Purse, depth: int) -> Iterator[Found]:
    if found.problem or not found.path.lower().endswith(".zip"):
        yield found
    elif depth > NESTING:
        yield Found(found.path, problem="zip 안의 zip이 너무 깊습니다")
    else:
        purse = purse if purse.outer else purse.share()
        yield from _opened(found, io.BytesIO(found.data), purse, prefix=found.path + "/", depth=depth)


def _opened(found: Found, stream: IO[bytes], purse: Purse, *, prefix: str, depth: int) -> Iterator[Found]:
    try:
        with zipfile.ZipFile(stream) as bundle:
            entries = bundle.infolist()
            if len(entries) > ENTRIES:
                yield Found(found.path, problem=f"zip에 든 파일이 {ENTRIES}개보다 많습니다")
                return
            for entry in entries:
                if not entry.is_dir() and not SKIPPED.search(_name(entry)):
                    yield from _entry(bundle, entry, prefix, purse, depth)
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, RuntimeError, EOFError):
        yield Found(found.path, problem="zip을 읽을 수 없습니다(깨졌거나 zip이 아닙니다)")


def _entry(
    bundle: zipfile.ZipFile, entry: zipfile.ZipInfo, prefix: str, purse: Purse, depth: int
) -> Iterator[Found]:
    name = _name(entry)
    path = prefix + name
    if name.startswith("/") or ".." in name.split("/") or re.match(r"[A-Za-z]:", name):
        yield Found(path, problem="경로가 밖을 가리킵니다")
    elif stat.S_ISLNK(entry.external_attr >> 16):
        yield Found(path, problem="바로 가기(심볼릭 링크)는 따라가지 않습니다")
    elif entry.flag_bits & 1:
        yield Found(path, problem="암호가 걸린 zip입니다")
    elif not path.lower().endswith(READ):
        yield Found(path, problem="노트북이 아닙니다")
    else:
        try:
            with bundle.open(entry) as stream:
                found = purse.read(path, stream)
        except Exception as error:  # 깨진 압축은 여러 오류를 낸다
            found = Found(path, problem=f"압축을 풀 수 없습니다({type(error).__name__})")
        yield from _unpacked(found, purse, depth + 1)


def _name(entry: zipfile.ZipInfo) -> str:
    """zip에 적힌 이름. UTF-8 표시가 없으면 UTF-8, 그다음 윈도의 한글(CP949)로 읽어 본다."""
    name = entry.filename
    if not entry.flag_bits & 0x800:
        raw = name.encode("cp437", "replace")
        for code in ("utf-8", "cp949"):
            try:
                name = raw.decode(code)
                break
            except UnicodeDecodeError:
                continue
    return clean(name)
