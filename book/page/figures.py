"""그림: matplotlib의 SVG를 쪽 안에 넣고, 색을 쪽의 변수로 바꾼다. 어두운 화면에서도 흰 판이 남지 않는다."""

from __future__ import annotations

import re
from functools import cache
from html import escape, unescape
from pathlib import Path

from docutils import nodes
from matplotlib.font_manager import FontProperties, findfont, get_font

import lstm_ref.plots  # noqa: F401  이 책의 글꼴을 matplotlib에 올린다
from lstm_ref.looks import COLORS

PLACE = re.compile(r'<!--lr:figure (\S+) "([^"]*)"-->')
# 그림의 색 → 쪽의 변수. 같은 차례의 선은 책 어디서나 같은 색이다(book.css의 --c0…)
PAINTS = {color.lower(): f"var(--c{k})" for k, color in enumerate(COLORS)} | {
    "#000000": "currentColor",
    "#ffffff": "none",
    "#dddddd": "var(--lr-grid)",
    "#666666": "var(--lr-quiet)",
}

# 보이지 않는 바탕과 빈 칸, 그리고 격자가 대신하는 눈금 표시
UNSEEN = re.compile(
    r'<path [^>]*style="fill: none"/>|<defs>\s*</defs>'
    r'|<use [^>]*style="fill: var\(--lr-quiet\); stroke: var\(--lr-quiet\)[^>]*/>'
)
TSPAN = re.compile(r'<tspan x="([^"]*)" y="([^"]*)" style="([^"]*)">([^<]*)</tspan>')


@cache
def advance(style: str, letter: str) -> float:
    """matplotlib이 그 글자에 잡아 둔 너비(글꼴의 크기를 1로 본 것)."""
    name = re.search(r"font-family: '([^']*)'", style)[1]
    font = get_font(
        findfont(FontProperties(family=name, style="oblique" if "oblique" in style else "normal"))
    )
    font.set_size(100, 72)
    return font.load_char(ord(letter)).linearHoriAdvance / 65536 / 100


def flowing(match: re.Match) -> str:
    """글자마다 놓인 수식을 이어 흐르는 글로. 쪽의 글꼴은 matplotlib의 것과 너비가 달라서, 글자의 자리가 아니라 글자 사이의
    틈(dx)과 오르내림(dy)을 남긴다. 그래야 글자가 붙거나 뜨지 않는다."""
    glyphs = [(float(x), float(y), style, unescape(text)) for x, y, style, text in TSPAN.findall(match[0])]
    glyphs.sort(key=lambda glyph: glyph[0])
    out, at, level, last = [], 0.0, 0.0, ""
    for x, y, style, text in glyphs:
        size = float(re.search(r"font-size: ([\d.]+)px", style)[1])
        gap = x - at if abs(x - at) > 0.02 * size else 0
        if not out or gap or y != level or style != last:
            moved = "".join(f' {name}="{v:.2f}"' for name, v in (("dx", gap), ("dy", y - level)) if v)
            look = re.sub(r"font-family: [^;]*;? ?", "", style).strip("; ")
            out.append([f'<tspan{moved} style="{look}">', ""])
        out[-1][1] += escape(text, quote=False)
        at, level, last = x + size * advance(style, text), y, style
    return "".join(f"{head}{text}</tspan>" for head, text in out)


def without_bare_groups(svg: str) -> str:
    """아무것도 정하지 않는 `<g>`의 껍데기를 벗긴 SVG."""
    kept, opened = [], []
    for part in re.split(r"(<g\b[^>]*(?<!/)>|</g>)", svg):
        if re.match(r"<g\b", part):
            opened.append(part != "<g>")
        if (part != "<g>") if part != "</g>" else opened.pop():
            kept.append(part)
    return "".join(kept)


def inline(doctree: nodes.document) -> None:
    """셀이 낸 SVG 그림을 자리로 바꾼다. 그림은 쪽이 다 만들어진 뒤에 넣는다(찾기의 색인에 눈금이 섞이지 않게)."""
    for image in list(doctree.findall(nodes.image)):
        if image["uri"].endswith(".svg") and "alt" in image:
            words = escape(image["alt"], quote=True)
            place = nodes.raw("", f'<!--lr:figure {image["uri"]} "{words}"-->', format="html")
            image.parent.replace(image, place)


def with_figures(html: str, root: Path) -> str:
    """자리마다 그림을 넣은 쪽. 한 쪽에 그림이 여럿이어도 이름표가 겹치지 않게 번호를 단다."""
    numbers = iter(range(999))
    return PLACE.sub(lambda m: drawn((root / m[1]).read_text(encoding="utf-8"), m[2], next(numbers)), html)


def drawn(svg: str, words: str, number: int) -> str:
    """쪽에 넣을 SVG 하나."""
    body = svg[svg.index("<svg") :]
    width, height = (float(size) * 96 / 72 for size in re.findall(r'(?:width|height)="([\d.]+)pt"', body)[:2])
    body = re.sub(
        r"<metadata>.*?</metadata>|<!--.*?-->|<style.*?</style>|\s*<defs>\s*</defs>", "", body, flags=re.S
    )
    used = set(re.findall(r"(?:url\(#|href=\"#)([\w-]+)", body))
    body = re.sub(r' id="([^"]*)"', lambda m: f' id="g{number}-{m[1]}"' if m[1] in used else "", body)
    body = re.sub(r"(url\(#|href=\"#)", rf"\g<1>g{number}-", body).replace("xlink:href", "href")
    body = re.sub(r"#[0-9a-fA-F]{6}\b", lambda m: PAINTS.get(m[0].lower(), m[0]), body)
    inside = re.sub(r"\s*\n\s*", " ", body[body.index(">") + 1 :])
    inside = UNSEEN.sub("", inside)
    inside = without_bare_groups(inside)
    inside = re.sub(rf"\s*(?:{TSPAN.pattern}\s*)+", flowing, inside)
    inside = re.sub(r"font-family: [^;\"]*;? ?", "", inside)  # 글꼴은 쪽의 것을 쓴다
    box = re.search(r'viewBox="([^"]*)"', body)[1]
    return (
        f'<svg class="lr-figure" role="img" aria-label="{words}" viewBox="{box}" '
        f'style="max-width:{width:.0f}px;aspect-ratio:{width:.0f}/{height:.0f}">{inside}'
    )
