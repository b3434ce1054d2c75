"""그림: matplotlib의 SVG를 쪽 안에 넣고, 색을 쪽의 변수로 바꾼다. 어두운 화면에서도 흰 판이 남지 않는다."""

from __future__ import annotations

import re
from html import escape
from pathlib import Path

from docutils import nodes

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


def joined(match: re.Match) -> str:
    """이어진 글자들을 자리의 목록을 가진 글 하나로."""
    runs: list[list] = []
    for x, y, style, text in TSPAN.findall(match[0]):
        if runs and runs[-1][1:3] == [y, style]:
            runs[-1][0] += f" {x}"
            runs[-1][3] += text
        else:
            runs.append([x, y, style, text])
    return "".join(f'<tspan x="{x}" y="{y}" style="{style}">{text}</tspan>' for x, y, style, text in runs)


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
    # 글꼴은 쪽의 것을 쓴다. 한 글자씩 놓인 글은 같은 모양끼리 잇는다
    inside = re.sub(r"font-family: [^;\"]*;? ?", "", inside)
    inside = re.sub(rf"(?:{TSPAN.pattern}\s*)+", joined, inside)
    box = re.search(r'viewBox="([^"]*)"', body)[1]
    return (
        f'<svg class="lr-figure" role="img" aria-label="{words}" viewBox="{box}" '
        f'style="max-width:{width:.0f}px;aspect-ratio:{width:.0f}/{height:.0f}">{inside}'
    )
