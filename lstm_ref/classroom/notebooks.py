"""노트북 파일의 글에서 코드 셀을 읽는다. 실행하지도, 파이썬으로 해석하지도 않는다."""

from __future__ import annotations

import hashlib
import json
import re
from typing import Any, NamedTuple

CODE = 2 << 20  # 한 파일의 코드
CELLS = 5000
LONG = 160  # 글자까지 같은지 견줄 답의 길이
MARKS = 8_000_000  # JSON의 조각 수. 작은 조각이 너무 많은 글은 읽는 데 메모리가 한없이 든다


class Cell(NamedTuple):
    """코드 셀 하나. `number`는 코드 셀만 센 차례, `tags`는 남아 있는 꼬리표."""

    number: int
    code: str
    tags: tuple[str, ...] = ()


class Broken(ValueError):
    """노트북으로 읽을 수 없는 까닭."""


def read(path: str, data: bytes) -> list[Cell]:
    """노트북이나 .py 파일의 코드 셀. 읽을 수 없으면 까닭을 담은 `Broken`을 낸다."""
    if path.lower().endswith(".py"):
        return _bounded([Cell(1, _text(data))])
    return _bounded([Cell(k, *cell) for k, cell in enumerate(_code_cells(_json(data)), 1)])


def _json(data: bytes) -> Any:
    if not data.strip():
        raise Broken("빈 파일입니다")
    if sum(map(data.count, (b"[", b"{", b","))) > MARKS:
        raise Broken("JSON의 조각이 너무 많습니다")
    text = _text(data)
    try:
        return json.loads(text)
    except (ValueError, RecursionError, MemoryError):
        raise Broken("노트북(JSON)이 아니거나 깨졌습니다") from None


def _text(data: bytes) -> str:
    for code in ("utf-8-sig", "cp949"):
        try:
            return data.decode(code)
        except UnicodeDecodeError:
            continue
    raise Broken("글이 아닌 파일입니다")


def _code_cells(book: Any) -> list[tuple[str, tuple[str, ...]]]:
    sheets = [book]
    if isinstance(book, dict) and isinstance(book.get("worksheets"), list):  # 오래된 꼴(v3)
        sheets = book["worksheets"]
    cells = [c for sheet in sheets if isinstance(sheet, dict) for c in _list(sheet.get("cells"))]
    if not any(isinstance(sheet, dict) and isinstance(sheet.get("cells"), list) for sheet in sheets):
        raise Broken("노트북의 셀이 없습니다")
    if len(cells) > CELLS:
        raise Broken(f"셀이 {CELLS}개보다 많습니다")
    code = [c for c in cells if isinstance(c, dict) and c.get("cell_type") == "code"]
    return [(_source(c), _tags(c)) for c in code]


def _list(value: object) -> list[Any]:
    return value if isinstance(value, list) else []


def _source(cell: dict[str, Any]) -> str:
    raw = cell.get("source", cell.get("input", ""))
    lines = raw if isinstance(raw, list) else [raw]
    text = "".join(line for line in lines if isinstance(line, str))
    return text.encode("utf-8", "replace").decode().replace("\0", "")


def _tags(cell: dict[str, Any]) -> tuple[str, ...]:
    meta = cell.get("metadata")
    tags = meta.get("tags") if isinstance(meta, dict) else None
    return tuple(tag[:40] for tag in _list(tags)[:20] if isinstance(tag, str))


def _bounded(cells: list[Cell]) -> list[Cell]:
    if sum(len(cell.code) for cell in cells) > CODE:
        raise Broken(f"코드가 {CODE >> 20} MB보다 깁니다")
    return cells


def definitions(cells: list[Cell], name: str) -> list[int]:
    """이름이 `name`인 함수를 정의한 듯한 셀의 차례. 들여 쓴 것과 lambda도 센다."""
    made = re.compile(rf"^[ \t]*(?:(?:async )?def {re.escape(name)}\s*\(|{re.escape(name)}\s*=[^=])", re.M)
    return [cell.number for cell in cells for _ in made.findall(cell.code)]


def names(cells: list[Cell], exercise_id: str, function: str) -> list[str]:
    """답일 수 있는 이름들: 문제의 함수 이름, 그다음 `lr.check("ex06a", 이름)`과 꼬리표가 있는 셀의 마지막 함수."""
    found = [function]
    check = re.compile(rf"""check\(\s*["']{exercise_id}["']\s*,\s*([A-Za-z_]\w*)\s*\)""")
    for cell in reversed(cells):
        found += reversed(check.findall(cell.code))
        if exercise_id in cell.tags:
            found += reversed(re.findall(r"^def\s+([A-Za-z_]\w*)", cell.code, re.M))
    return list(dict.fromkeys(name for name in found if len(name) <= 80))[:5]


def fingerprint(cells: list[Cell], name: str) -> str:
    """마지막에 정의한 함수의 글을 설명과 빈칸만 지우고 줄인 것. 짧은 답은 누구나 같아지므로 빈 글이다."""
    places = definitions(cells, name)
    code = next((cell.code for cell in cells if places and cell.number == places[-1]), "")
    found = re.findall(rf"^def {re.escape(name)}\b.*\n(?:(?:[ \t].*)?\n)*", code + "\n", re.M)
    text = found[-1] if found else code
    kept = "".join(re.sub(r'("""|\'\'\').*?\1', "", text, flags=re.S).split())
    return hashlib.sha256(kept.encode()).hexdigest()[:16] if len(kept) >= LONG else ""
