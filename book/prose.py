"""본문에서 재어 본 결과처럼 들리는 문장을 찾는다: 견주는 말, 몇 배, 시드의 수, 자릿수, 일어난 변화.

그런 문장에는 {{…}} 표시가 하나는 있어야 한다. 정의, 유도, 문헌처럼 잴 것이 없는 문장은 `untied.tsv`에 까닭과 함께 적는다.
물음, 원문의 인용, 따옴표로 옮긴 말, 학습 목표·예측·연습문제는 주장이 아니다.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Iterator
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
HEADING_OR_SOURCE = r"^#+ [^\n]*$|^> \*\*원문\.\*\*.*?(?:\n\n|\Z)"


# 글과 수식에서 재어 본 것일 수 있는 수: 소수, 백분율, 10의 거듭제곱, 몇 배, 몇 분의
FIGURE = re.compile(
    r"(?<![\d.])\d+\.\d+(?!\d|\.\d)|\d+(?= ?\\?%)|10\^\{?-?\d+|10⁻[⁰¹²³⁴⁵⁶⁷⁸⁹]+"
    r"|\d[\d,]*(?= ?배(?![가-힣]?치))|\d[\d,]*(?= ?분의)"
)


class Section(NamedTuple):
    """장의 절 하나. `text`는 글(표시는 그대로), `code`는 그 절의 셀들이다."""

    title: str
    text: str
    code: str


class Statement(NamedTuple):
    """본문의 문장 하나. `text`에는 표시가 그대로 있고, `section`은 그 문장이 든 절의 제목이다."""

    section: str
    text: str


class Loose(NamedTuple):
    """이어지지 않은 문장과 그렇게 본 까닭(견줌, 배수, 시드, 자릿수, 정수, 변화)."""

    kind: str
    sentence: str


def sections(cells) -> list[Section]:
    """장을 절로 나눈다. 글에서는 제목의 줄과 코드와 원문의 인용을 빼고 표시는 남긴다. 셀이 바뀌어도 절은 이어진다."""
    found = [("", [], [])]
    for cell in cells:
        if cell.cell_type != "markdown":
            found[-1][2].append(cell.source)
            continue
        for block in re.split(r"\n(?=## )", claims.FENCE.sub("", cell.source)):
            heading = re.match(r"\s*## (.+)", block)
            if heading:
                found.append((heading[1], [], []))
            found[-1][1].append(re.sub(HEADING_OR_SOURCE, "\n\n", block, flags=re.S | re.M))
    return [Section(title, "\n\n".join(text), "\n".join(code)) for title, text, code in found]


def claimed(cells) -> Iterator[Section]:
    """주장일 수 있는 절: 학습 목표, 예측, 연습문제를 뺀 것."""
    return (one for one in sections(cells) if not one.title.startswith(OUTSIDE))


def statements(cells) -> Iterator[Statement]:
    """장의 글에서 주장일 수 있는 문장을 절의 제목과 함께 차례로 준다."""
    return (Statement(one.title, said) for one in claimed(cells) for said in claims.sentences(one.text))


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


def figures(cells, known: Callable[[str], set[str]]) -> list[Loose]:
    """글과 수식(`$…$`, `$$…$$`)의 수 가운데 표시 밖에 있고 그 절이 아는 수(`known(절의 제목)`)도 아닌 것을 그 줄과 함께 준다."""
    found = []
    for one in claimed(cells):
        seen = known(one.title)
        text = re.sub(r'\]\([^)]*\)|`[^`]*`|"[^"\n]*"', "", claims.MARK.sub("▮", one.text))
        for line in text.splitlines():
            found += [Loose("수", line.strip()) for m in FIGURE.finditer(line) if m[0] not in seen]
    return found


def written(one: Section) -> set[str]:
    """절의 코드와 표시에 적힌 수. 표시의 식에 적힌 설정도 든다."""
    marks = " ".join(mark[0] for mark in claims.MARK.finditer(one.text))
    return {m[0] for m in FIGURE.finditer(f"{one.code} {marks}")}


def allowed() -> list[dict[str, str]]:
    """표시 없이 두기로 한 문장의 표: 장, 문장에서 찾을 말, 까닭."""
    with open(BOOK / "untied.tsv", encoding="utf-8") as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
