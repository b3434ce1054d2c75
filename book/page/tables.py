"""표: 수는 소수점에 맞추고, 좁은 화면에서는 줄마다 한 장의 카드가 된다."""

from __future__ import annotations

import re

from .powers import PLAIN, RUN

TABLE = re.compile(r'<table class="(lr-table|table)".*?</table>', re.S)
ROW = re.compile(r"<tr[^>]*>.*?</tr>", re.S)
CELL = re.compile(r"<(t[hd])([^>]*)>(.*?)</t[hd]>", re.S)
WIDE = (
    38  # 글자. 가장 긴 칸들을 더한 값이 이보다 크면 전화기에서 카드로 접는다(390 px에 글자가 스물 몇 자 든다)
)


def readable(text: str) -> str:
    return TABLE.sub(lambda m: table(m[0], m[1]), text)


def table(html: str, kind: str) -> str:
    """표 하나. 옆으로 움직일 수 있게 초점을 받고, 넓은 표는 카드로 접힌다."""
    html = re.sub(r"(>[^<]*)", lambda m: raised(m[0]), html)
    rows = [[(tag, words(body)) for tag, _, body in CELL.findall(row)] for row in ROW.findall(html)]
    if kind == "lr-table":
        html = aligned(html, rows).replace(" = ", "\u00a0=\u00a0")
    html = ROW.sub(lambda m: CELL.sub(wrapping, m[0]), html)
    if not is_wide(rows):
        return html.replace("<table ", '<table tabindex="0" ', 1)
    return carded(html, [name for _, name in rows[0]]).replace(
        f'class="{kind}"', f'class="{kind} lr-cards" tabindex="0"', 1
    )


def words(body: str) -> str:
    """칸의 글자."""
    return re.sub(r"<[^>]+>", "", body).strip()


def raised(text: str) -> str:
    return RUN.sub(lambda m: f"<sup>{m[1].translate(PLAIN)}</sup>", text)


def is_wide(rows: list) -> bool:
    """칸이 셋 이상이고 글이 긴 표인가."""
    columns = [*zip(*(row for row in rows if len(row) == len(rows[0])))]
    longest = [max(len(text) for _, text in column) for column in columns]
    return len(longest) > 2 and sum(min(size, 24) for size in longest) > WIDE


def wrapping(match: re.Match) -> str:
    """글이 긴 칸은 넓게 줄을 바꾼다."""
    tag, attributes, body = match[1], match[2], match[3]
    size = len(words(body))
    if tag == "th" or size < 15 or "class" in attributes:
        return match[0]
    return f'<td class="{"words" if size < 30 else "words long"}"{attributes}>{body}</td>'


def carded(html: str, names: list[str]) -> str:
    """칸마다 열의 이름을 단다. 역할은 적지 않는다: 카드로 접혀도 브라우저가 표로 읽는다(test_page_frame.py)."""

    def row(match: re.Match) -> str:
        places = iter(range(99))

        def cell(found: re.Match) -> str:
            tag, attributes, body = found.groups()
            k = next(places)
            name = f' data-name="{names[k].replace(chr(34), "")}"' if k else ""
            return f"<{tag}{attributes}{name}>{body}</{tag}>"

        return CELL.sub(cell, match[0])

    head, end, body = html.partition("</thead>")
    return head + end + ROW.sub(row, body)


def aligned(html: str, rows: list) -> str:
    """수만 든 열은 소수점이 한 줄에 서도록, 소수 부분에 같은 너비를 준다."""
    widths = {}
    for row in rows[1:]:
        for k, (_, text) in enumerate(row):
            if (found := NUMBER.fullmatch(text)) and k:
                widths[k] = max(widths.get(k, 0), width(found[2]))

    def row(match: re.Match) -> str:
        cells = iter(range(99))

        def cell(found: re.Match) -> str:
            k = next(cells)
            number = NUMBER.fullmatch(re.sub("</?sup>", "", found[3]))
            if "num" not in found[2] or not number or not widths.get(k):
                return found[0]
            whole, rest = found[3][: len(number[1])], found[3][len(number[1]) :]
            return (
                f'<td{found[2]}>{whole}<span class="rest" style="width:{widths[k]:.2f}ch">{rest}</span></td>'
            )

        return CELL.sub(cell, match[0])

    return ROW.sub(row, html)


NUMBER = re.compile(r"([−-]?\d+)((?:\.\d+)?(?:×10.*)?)")


def width(rest: str) -> float:
    """소수점 뒤의 너비(숫자 하나가 1). 지수는 작게 적힌다."""
    plain, times, power = rest.partition("×10")
    return len(plain) - 0.5 * plain.count(".") + (3.1 + 0.75 * len(power) if times else 0)
