"""스타일: 테마가 거는 여러 파일을 하나로 모으고, 어느 쪽에도 없는 이름의 규칙을 뺀다."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

LINK = re.compile(r'\s*<link(?=[^>]*rel="stylesheet")[^>]*href="([^"?]*)[^"]*"[^>]*/?>')
OURS = ("assets/book.css", "assets/dial.css")
NAME = re.compile(r"[.#](-?[A-Za-z_][\w-]*)")


def bundle(out: Path, pages: list[Path]) -> None:
    """모든 쪽의 테마 스타일을 `assets/theme.css` 하나로 바꾼다."""
    texts = {page: page.read_text(encoding="utf-8") for page in pages}
    sheets: dict[Path, None] = {}
    for page, text in texts.items():
        for href in LINK.findall(text):
            if not href.endswith(OURS):
                sheets.update(dict.fromkeys(with_imports((page.parent / href).resolve())))
    scripts = (path.read_text(encoding="utf-8") for path in (out / "assets").glob("*.js"))
    known = set(re.findall(r"[\w-]+", " ".join([*texts.values(), *scripts])))
    css = without_unused_motion("".join(slim(sheet.read_text(encoding="utf-8"), known) for sheet in sheets))
    (out / "assets" / "theme.css").write_text(css, encoding="utf-8")
    for page, text in texts.items():
        depth = "../" * len(page.relative_to(out).parts[:-1])
        theme = f'<link rel="stylesheet" href="{depth}assets/theme.css"/>'
        kept = LINK.sub(lambda m: m[0] if m[1].endswith(OURS) else "", text)
        page.write_text(re.sub(r"(<link rel=\"stylesheet\")", theme + r"\1", kept, count=1), encoding="utf-8")
    for sheet in sheets:
        sheet.unlink(missing_ok=True)


def with_imports(sheet: Path) -> list[Path]:
    """파일과 그것이 @import로 부르는 파일들."""
    if not sheet.exists():
        return []
    names = re.findall(r'@import\s+(?:url\()?"([^"]+)"', sheet.read_text(encoding="utf-8"))
    return [*(found for name in names for found in with_imports((sheet.parent / name).resolve())), sheet]


def slim(css: str, known: set[str]) -> str:
    """`known`에 없는 이름을 쓰는 규칙을 뺀 스타일."""
    css = re.sub(r"/\*.*?\*/|@charset[^;]*;", "", css, flags=re.S)
    kept = []
    for head, body in rules(css):
        if head.startswith(("@media", "@supports", "@layer", "@container")):
            inner = slim(body, known)
            kept += [f"{head}{{{inner}}}"] if inner else []
        elif head.startswith("@"):
            if "Font" not in body or "@font-face" not in head:
                kept.append(f"{head}{{{body}}}")
        else:
            used = [one for one in selectors(head) if names(one) <= known]
            kept += [f"{','.join(used)}{{{body.strip()}}}"] if used else []
    return "".join(kept)


def without_unused_motion(css: str) -> str:
    """어느 규칙도 부르지 않는 @keyframes를 뺀 스타일."""
    for head, body in list(rules(css)):
        name = head.removeprefix("@keyframes ")
        if head != name and css.count(name) == 1:
            css = css.replace(f"{head}{{{body}}}", "")
    return css


def names(selector: str) -> set[str]:
    plain = re.sub(r":(?:not|is|where|has)\((?:[^()]|\([^()]*\))*\)", "", selector)
    return set(NAME.findall(re.sub(r"\[[^\]]*\]|\\.", "", plain)))


def selectors(head: str) -> list[str]:
    """괄호 밖의 쉼표로 나눈 선택자."""
    return [part.strip() for part in re.split(r",(?![^()]*\))(?![^\[]*\])", head) if part.strip()]


def rules(css: str) -> Iterator[tuple[str, str]]:
    """(머리, 몸)을 차례로. 몸 안의 중괄호와 따옴표 안의 글은 건드리지 않는다."""
    start, depth, head = 0, 0, ""
    for found in re.finditer(r"[{}]|;|\"(?:\\.|[^\"\\])*\"|'(?:\\.|[^'\\])*'|url\([^\"')]*\)", css):
        mark = found[0]
        if mark == "{":
            if depth == 0:
                head, start = css[start : found.start()].strip(), found.end()
            depth += 1
        elif mark == "}":
            depth -= 1
            if depth == 0:
                yield head, css[start : found.start()]
                start = found.end()
        elif mark == ";" and depth == 0:
            start = found.end()
