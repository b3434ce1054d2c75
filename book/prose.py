"""본문에서 재어 본 결과처럼 들리는 문장을 찾는다: 견주는 말, 몇 배, 시드의 수, 자릿수, 일어난 변화.

그런 문장에는 {{…}} 표시가 하나는 있어야 한다. 정의, 유도, 문헌처럼 잴 것이 없는 문장은 `untied.tsv`에 까닭과 함께 적는다.
물음, 원문의 인용, 따옴표로 옮긴 말, 학습 목표·예측·연습문제는 주장이 아니다.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import claims

BOOK = Path(__file__).resolve().parent
COUNT = "[두세네열백천만]|다섯|여섯|백만|몇|몇십|수십|수백"
SIGNS = {
    "견줌": r"(?<![가-힣])[더덜] (?:빨|느|크|큰|작|커|오래|적|많|잘|멀|먼|길|짧|가까|남|낫|나은|쉽|어렵|뚜렷)"
    r"|(?:[가-힣A-Za-z\d)]|\$)보다 |(?<![가-힣])가장 |훨씬|오히려",
    "배수": rf"\d ?배(?![가-힣]치)|(?<![가-힣])(?:{COUNT}) ?배(?:[가나로예쯤만를 인넘]|$)|절반|(?:\d|{COUNT}) ?분의",
    "시드": r"시드(?:가|에서)? ?모두|모든 시드|시드 [가-힣]+(?:가|이) (?:다|모두)|어느 시드도"
    r"|\d개의 시드|(?:한|두|세|네|다섯) 자릿수",
    "자릿수": r"10⁻|10\^\{?-",
    "정수": r"\d ?(?:개|걸음|번|자리|시점|쌍)(?:였|이었|예요|이에요|뿐|밖에|만 |이나)",
    "변화": r"(?:커|작아|빨라|느려|길어|짧아|벌어|달라|사라|떨어|나빠|좋아|멀어)졌|줄었|늘었|줄어들었|남았|남겼|맞았|틀렸"
    r"|배웠|지켰|올라갔|내려갔|움직였|돌아왔|뒤집혔|폭발했",
}
SIGN = re.compile("|".join(f"(?P<{name}>{pattern})" for name, pattern in SIGNS.items()))
HEDGE = re.compile(
    r"(?:수도|수) 있(?:어요|고|지만)|몰라요|것 같아요|세요\.|뜻(?:이에요|일 뿐이에요|은 아니에요)|싶(?:으면|어요)"
)
OUTSIDE = ("학습 목표", "예측해 보기", "연습문제")
# 다른 갈래에서 고치고 있어 아직 규칙을 쓰지 않는 장. 비우면 모든 장에 쓴다.
EXEMPT = ("12-honorifics",)


# 글과 수식에서 재어 본 것일 수 있는 수: 소수, 백분율, 10의 거듭제곱, 몇 배, 몇 분의
FIGURE = re.compile(
    r"(?<![\d.])\d+\.\d+(?!\d|\.\d)|\d+(?= ?\\?%)|10\^\{?-?\d+|10⁻[⁰¹²³⁴⁵⁶⁷⁸⁹]+"
    r"|\d[\d,]*(?= ?배(?![가-힣]?치))|\d[\d,]*(?= ?분의)"
)


class Statement(NamedTuple):
    """본문의 문장 하나. `text`에는 표시가 그대로 있고, `section`은 그 문장이 든 절의 제목이다."""

    section: str
    text: str


class Loose(NamedTuple):
    """이어지지 않은 문장과 그렇게 본 까닭(견줌, 배수, 시드, 자릿수, 정수, 변화)."""

    kind: str
    sentence: str


def statements(cells) -> Iterator[Statement]:
    """장의 글에서 주장일 수 있는 문장을 절의 제목과 함께 차례로 준다."""
    section = ""
    for cell in cells:
        if cell.cell_type != "markdown":
            continue
        for block in re.split(r"\n\s*\n|\n(?=## )", claims.FENCE.sub("", cell.source)):
            heading = re.match(r"\s*## (.+)", block)
            section = heading[1] if heading else section
            body = re.sub(r"^\s*#+ .+$", "", block, flags=re.M)
            if not section.startswith(OUTSIDE) and not body.lstrip().startswith("> **원문.**"):
                yield from (Statement(section, one) for one in claims.sentences(body))


def loose(cells) -> list[Loose]:
    """재어 본 결과처럼 들리는데 표시가 하나도 없는 문장."""
    found = []
    for _, text in statements(cells):
        if claims.MARK.search(text) or text.rstrip("*_ )").endswith("?") or HEDGE.search(text):
            continue
        said = re.sub(r'"[^"]*"|`[^`]*`|\]\([^)]*\)', "", text)
        sign = SIGN.search(said)
        if sign:
            found.append(Loose(sign.lastgroup, text))
    return found


def figures(cells, known: set[str]) -> list[Loose]:
    """글과 수식(`$…$`, `$$…$$`)의 수 가운데 표시 안에 있지도, `known`에 들어 있지도 않은 것을 그 줄과 함께 준다."""
    found, section = [], ""
    for cell in cells:
        if cell.cell_type != "markdown":
            continue
        for block in re.split(r"\n(?=## )", claims.FENCE.sub("", cell.source)):
            heading = re.match(r"\s*## (.+)", block)
            section = heading[1] if heading else section
            text = re.sub(
                r"^> \*\*원문\.\*\*.*?(?:\n\n|\Z)|^#+ [^\n]*$",
                "",
                claims.MARK.sub("▮", block),
                flags=re.S | re.M,
            )
            text = "" if section.startswith(OUTSIDE) else re.sub(r'\]\([^)]*\)|`[^`]*`|"[^"\n]*"', "", text)
            for line in text.splitlines():
                found += [Loose("수", line.strip()) for m in FIGURE.finditer(line) if m[0] not in known]
    return found


def tied_figures(cells) -> set[str]:
    """표시 안에 적힌 수. 같은 장에서 되풀이해 적은 같은 수는 이것과 같아야 한다."""
    texts = [
        m[1] for cell in cells if cell.cell_type == "markdown" for m in claims.MARK.finditer(cell.source)
    ]
    return {m[0] for text in texts for m in FIGURE.finditer(text)}


def allowed() -> list[dict[str, str]]:
    """표시 없이 두기로 한 문장의 표: 장, 문장에서 찾을 말, 까닭."""
    with open(BOOK / "untied.tsv", encoding="utf-8") as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
