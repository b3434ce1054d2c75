"""아이콘: 쪽 안에 그린 SVG. 글자색을 따르므로 어두운 화면과 고대비 화면에서도 보인다."""

from __future__ import annotations

import re

# 24×24 칸에 굵기 2의 선으로 그린다
SHAPES = {
    "bars": "M3 6h18M3 12h18M3 18h18",
    "list": "M8 6h13M8 12h13M8 18h13M3 6h.01M3 12h.01M3 18h.01",
    "play": "M6 4l14 8-14 8z",
    "download": "M12 3v12M7 10l5 5 5-5M4 20h16",
    "print": "M7 8V3h10v5M7 17H4v-7h16v7h-3M7 14h10v7H7z",
    "magnifying-glass": "M10.5 4a6.5 6.5 0 1 1 0 13 6.5 6.5 0 0 1 0-13zM15.3 15.3L21 21",
    "sun": "M12 8a4 4 0 1 1 0 8 4 4 0 0 1 0-8zM12 2v2M12 20v2M2 12h2M20 12h2M5 5l1 1M18 18l1 1M5 19l1-1M18 6l1-1",
    "moon": "M20 14.5A8.5 8.5 0 1 1 9.5 4a7 7 0 0 0 10.5 10.5z",
    "circle-half-stroke": "M12 3a9 9 0 1 1 0 18zM12 3a9 9 0 1 0 0 18",
    "arrow-up": "M12 20V5M5 12l7-7 7 7",
    "angle-left": "M15 4l-8 8 8 8",
    "angle-right": "M9 4l8 8-8 8",
    "file": "M6 2h8l5 5v15H6zM14 2v5h5",
    "code": "M8 6l-6 6 6 6M16 6l6 6-6 6",
}
FILLED = ("play", "circle-half-stroke")


def icon(name: str, extra: str = "") -> str:
    shape = SHAPES[name]
    if name in FILLED:
        first, stop, rest = shape.partition("z")
        paths = f'<path d="{first}z" fill="currentColor"/>' + (f'<path d="{rest}"/>' if rest else "")
    else:
        paths = f'<path d="{shape}"/>'
    return f'<svg class="lr-icon{extra}" viewBox="0 0 24 24" aria-hidden="true">{paths}</svg>'


def drawn(text: str) -> str:
    """테마의 `<i class="fas fa-…">`를 그림으로 바꾼다. 그림이 없는 아이콘은 뺀다."""

    def one(match: re.Match) -> str:
        names = [name for name in re.findall(r"fa-([a-z-]+)", match[2]) if name in SHAPES]
        return icon(names[0]) if names else ""

    return re.sub(r'<(i|span) class="([^"]*\bfa-[^"]*)"[^>]*></\1>', one, text)
