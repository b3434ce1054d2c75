"""표: 수는 소수점에 맞추고, 좁은 화면에서는 줄마다 한 장의 카드가 된다."""

from __future__ import annotations

import re
from unicodedata import east_asian_width

from .breaks import JOINER, SPACE

TABLE = re.compile(r'<table class="(lr-table|table)".*?</table>', re.S)
ROW = re.compile(r"<tr[^>]*>.*?</tr>", re.S)
CELL = re.compile(r"<(t[hd])([^>]*)>(.*?)</t[hd]>", re.S)
# 전화기(390 px)의 표에 드는 너비와 칸마다의 여백. 단위는 한글 한 글자
ROOM, GAP = 23.0, 0.75
FIRST = re.compile(r"(<th[^>]*>[가-힣]) ")  # 한 글자인 첫 낱말의 뒤
BREAK = "\u200b"  # 폭이 없고 줄이 바뀌는 빈칸
PROSE, BRIEF = 15, 6  # 글자. 이만큼 길면 글이라 줄을 바꾸고, 이만큼 짧으면 바꾸지 않는다
VECTOR = re.compile(
    r"(?:\b[A-Za-z] )?\([^()<가-힣]{1,22}\)"
)  # (6, 2, 4)나 C (6, 2, 4)처럼 한 줄에 서야 하는 괄호
SETTING = 9  # 글자. `LSTM b_f=0`처럼 등호가 든 줄 이름이 이보다 길지 않으면 한 줄에 선다


def readable(text: str) -> str:
    return TABLE.sub(lambda m: table(m[0], m[1]), text)


def table(html: str, kind: str) -> str:
    """표 하나. 옆으로 움직일 수 있게 초점을 받고, 넓은 표는 카드로 접힌다."""
    html = re.sub(
        r"(<th[ >].*?)(?=</th>)", lambda m: re.sub(r">[^<]*", lambda t: held(t[0]), m[1]), html, flags=re.S
    )
    html = FIRST.sub(rf"\1{SPACE}", html)
    rows = [[(tag, words(body)) for tag, _, body in CELL.findall(row)] for row in ROW.findall(html)]
    if kind == "lr-table":
        html = aligned(html, rows).replace(" = ", "\u00a0=\u00a0")
        html = re.sub(r"(>[^<]*)", lambda m: unbroken(m[0]), html)
    html = ROW.sub(lambda m: CELL.sub(lambda cell: wrapping(cell, kind), m[0]), html)
    if not is_wide(rows, kind):
        return html.replace("<table ", '<table tabindex="0" ', 1)
    names = [re.sub(r"</?p>", "", body).strip() for _, _, body in CELL.findall(ROW.findall(html)[0])]
    style = f' style="--lr-name:{name_width(rows):.1f}em"'
    return carded(html, names).replace(f'class="{kind}"', f'class="{kind} lr-cards" tabindex="0"{style}', 1)


def words(body: str) -> str:
    """칸의 글자."""
    return re.sub(r"<[^>]+>", "", body).strip()


def unbroken(text: str) -> str:
    """%와 수, 짧은 괄호의 안에서 줄이 바뀌지 않는 글."""
    return VECTOR.sub(lambda m: m[0].replace(" ", SPACE), text.replace(" %", SPACE + "%"))


def held(title: str) -> str:
    """제목의 글. 괄호와 ‖…‖ 안, 나눗셈의 앞뒤, 한 글자인 낱말의 곁에서는 줄이 바뀌지 않고 괄호의 앞에서는 바뀐다."""
    title = re.sub(r"(?<=[^\s(>])(?=\((?=[^()]*[가-힣])[^()]* )", BREAK, title)
    title = re.sub(r"\([^()]*\)|‖[^‖]*‖", lambda m: m[0].replace(" ", SPACE), title)
    title = re.sub(r"(?<=÷) | (?==)|(?<==) ", SPACE, title)
    last = rf"(?<=\S) (?=[가-힣](?:$|[ {BREAK}]?\())"  # 한 글자인 끝 낱말의 앞
    return re.sub(last, SPACE, re.sub(r"(?<=/)(?=\S)", JOINER, title))


def is_wide(rows: list, kind: str) -> bool:
    """칸이 셋 이상이고, 줄을 바꿀 수 있는 데서 모두 바꾸어도 전화기에 들지 않는 표인가."""
    columns = [*zip(*(row for row in rows if len(row) == len(rows[0])))]
    need = sum(max(least(tag, text, kind) for tag, text in column) for column in columns)
    return len(columns) > 2 and need + GAP * len(columns) > ROOM


def least(tag: str, text: str, kind: str) -> float:
    """칸 하나가 차지하는 가장 좁은 너비. 제목과 글은 빈칸에서 줄을 바꾸고, 수는 바꾸지 않는다."""
    if is_pair(text):
        return max(map(span, text.split(" (")))
    if tag == "td" and len(text) >= PROSE:
        return max(8.5, *map(span, text.split()))  # 식과 코드는 한 낱말이다
    whole = tag == "td" and (kind == "lr-table" or len(text) <= BRIEF)
    return max(map(span, [text] if whole else re.split(f"[ \n{BREAK}]+", text)), default=0)


def span(text: str) -> float:
    """글의 너비(한글 한 글자가 1)."""
    seen = (letter for letter in text if letter not in BREAK + JOINER)
    return sum(1 if east_asian_width(letter) in "WF" else 0.57 for letter in seen)


def name_width(rows: list) -> float:
    """카드에서 열의 이름이 차지할 너비. 값이 짧으면 이름을 한 줄에 다 적는다."""
    names = max(span(name) for _, name in rows[0])
    values = max(span(text) for row in rows[1:] for _, text in row[1:])
    return min(names + 1, max(5.5, ROOM - 3 - values))


def wrapping(match: re.Match, kind: str) -> str:
    """글이 긴 칸은 넓게, `7/7 (0.65, 1.00)` 같은 칸은 괄호 앞에서만 줄을 바꾸고, 아주 짧은 칸은 바꾸지 않는다."""
    tag, attributes, body = match[1], match[2], match[3]
    size = len(words(body))
    short = kind == "table" and 0 < size <= BRIEF if tag == "td" else "=" in words(body) and size <= SETTING
    if short and "class" not in attributes:
        return f'<{tag} class="brief"{attributes}>{body}</{tag}>'
    if tag == "th" or "class" in attributes or size < PROSE and not is_pair(body):
        return match[0]
    if is_pair(body):
        body = body.replace(" ", "\u00a0").replace("\u00a0(", " (")
        body = re.sub("([-–])", "\\1\u2060", body)  # 범위의 줄표 뒤에서 꺾이지 않게
        return f'<td class="pair"{attributes}>{body}</td>'
    return f'<td class="{"words" if size < 2 * PROSE else "words long"}"{attributes}>{body}</td>'


def is_pair(text: str) -> bool:
    """수와 괄호에 든 수."""
    return re.fullmatch(r"[-−+\d./×e]+ \([^()<가-힣]*\)", text) is not None


def carded(html: str, names: list[str]) -> str:
    """칸마다 열의 이름을 단다. 역할은 적지 않는다: 카드로 접혀도 브라우저가 표로 읽는다(test_page_frame.py).

    CSS가 속성에서 꺼내 적는 이름에는 첨자를 달 수 없다. `h_T`나 `1−h²`이 든 이름은 카드에만 보이는 글로 적는다.
    """

    def row(match: re.Match) -> str:
        places = iter(range(99))

        def cell(found: re.Match) -> str:
            tag, attributes, body = found.groups()
            k = next(places)
            if k and not words(body):  # 빈 칸은 이름도 적지 않는다
                return f'<{tag}{attributes} class="lr-none">{body}</{tag}>'
            name, shown = words(names[k]).replace('"', ""), ""
            if "<su" in names[k]:
                name, shown = "", f'<span class="lr-column" aria-hidden="true">{names[k]}</span>'
            name = f' data-name="{name}"' if name or shown else ""
            return f"<{tag}{attributes}{name}>{shown}{body}</{tag}>"

        return CELL.sub(cell, match[0])

    head, end, body = html.partition("</thead>")
    return head + end + ROW.sub(row, body)


def aligned(html: str, rows: list) -> str:
    """수만 든 열은 오른쪽에 맞추고, 소수점이 한 줄에 서도록 소수 부분에 같은 너비를 준다. 소수의 제목은 수의 가운데에 선다."""
    widths: dict[int, float] = {}
    points: set[int] = set()
    for k, column in enumerate(zip(*rows[1:])):
        numbers = [NUMBER.fullmatch(text) for _, text in column]
        if k and any(numbers) and all(n or text in BLANK for n, (_, text) in zip(numbers, column)):
            found = {width(n[2]) for n in numbers if n}
            points |= {k} if max(found) else set()
            widths[k] = max(found) if len(found) > 1 else 0  # 모두 같으면 오른쪽에 맞추는 것으로 넉넉하다

    def row(match: re.Match) -> str:
        cells = iter(range(99))

        def cell(found: re.Match) -> str:
            k = next(cells)
            tag, attributes, body = found[1], found[2].replace(" class=num", ""), found[3]
            if k not in widths:
                return f"<{tag}{attributes}>{body}</{tag}>"
            number = NUMBER.fullmatch(words(body))
            if number and widths[k]:
                whole, rest = body[: len(number[1])], body[len(number[1]) :]
                body = f'{whole}<span class="rest" style="width:{widths[k]:.2f}ch">{rest}</span>'
            kind = '"num over"' if tag == "th" and k in points else "num"
            return f"<{tag}{attributes} class={kind}>{body}</{tag}>"

        return CELL.sub(cell, match[0])

    return ROW.sub(row, html)


BLANK = ("", "-")
NUMBER = re.compile(r"([−-]?\d+)((?:\.\d+)?(?:×10.*| %)?)")


def width(rest: str) -> float:
    """소수점 뒤의 너비(숫자 하나가 1). 지수는 작게 적힌다."""
    plain, times, power = rest.partition("×10")
    return (
        len(plain)
        - 0.5 * plain.count(".")
        + 0.5 * plain.count("%")
        + (3.1 + 0.75 * len(power) if times else 0)
    )
