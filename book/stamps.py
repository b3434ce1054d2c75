"""노트북에 찍은 도장: 원문과 내용의 해시로, 만든 그대로인지 손으로 고쳤는지 안다."""

from __future__ import annotations

import hashlib
import json
import shutil
import time
from pathlib import Path

SAVED = "saved"  # 다시 만들기 전에, 손으로 고친 노트북을 두는 폴더


def sha(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


def content_sha(cells: list) -> str:
    return sha(json.dumps(cells, sort_keys=True, ensure_ascii=False))


def keep(path: Path) -> Path | None:
    """손으로 고친 노트북이면 사본을 `book/saved`에 두고 그 길을 알린다. 배우는 이의 답을 덮어쓰지 않기 위해서다."""
    if not path.exists() or untouched(path.read_bytes()):
        return None
    stamp = time.strftime("%Y%m%d-%H%M%S", time.localtime(path.stat().st_mtime))
    copy = path.parent / SAVED / f"{path.stem}.{stamp}.ipynb"
    copy.parent.mkdir(exist_ok=True)
    shutil.copy2(path, copy)
    print(
        f"{path.stem}: 손으로 고친 노트북을 {copy.relative_to(path.parent.parent)}에 남겨 두었습니다.",
        flush=True,
    )
    return copy


def untouched(raw: bytes) -> dict | None:
    """이 도구가 만든 그대로인 노트북이면 그 기록, 아니면 None."""
    try:
        book = json.loads(raw.decode("utf-8"))
        stamp = book["metadata"]["lstm_book"]
        whole = stamp["content_sha256"] == content_sha([book["cells"], stamp["claims"]])
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return None
    return stamp if whole else None


def problem(path: Path, source_sha: str) -> str | None:
    """노트북 하나가 원문과 맞지 않거나 손으로 고쳐졌으면 그 까닭."""
    name = path.stem
    if not path.exists():
        return f"{name}: 노트북이 없습니다."
    try:
        raw = path.read_bytes()
    except OSError as error:
        return f"{name}: 노트북을 읽지 못했습니다({error.strerror})."
    if not raw.strip():
        return f"{name}: 노트북이 비어 있습니다."
    if b"\n<<<<<<< " in raw:
        return f"{name}: 노트북에 깃이 합치다 만 자리(<<<<<<<)가 있습니다."
    try:
        book = json.loads(raw.decode("utf-8"))
    except (ValueError, RecursionError):
        return f"{name}: 노트북이 JSON으로 읽히지 않습니다. 쓰다 만 것 같습니다."
    if not isinstance(book, dict) or not isinstance(book.get("metadata"), dict) or "cells" not in book:
        return f"{name}: 노트북의 꼴(metadata, cells)이 아닙니다."
    if "lstm_book" not in book["metadata"]:
        return f"{name}: 만든 기록이 없습니다. Colab 같은 곳에서 다시 저장한 것 같습니다."
    stamp = untouched(raw)
    if stamp is None:
        return f"{name}: 노트북의 셀이나 출력이 손으로 고쳐졌습니다."
    if stamp.get("source_sha256") != source_sha:
        return f"{name}: 원문 book/src/{name}.md가 노트북보다 새롭습니다."
    return None
