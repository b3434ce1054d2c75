"""본문의 수와 그 수를 낳는 코드를 잇는 표시 {{…}}를 읽고 맞는지 본다.

원문에는 두 꼴로 적는다.

    {{0.122 = decay.C[-1, 1]}}            수: 적은 자릿수의 반 눈금 안에서 같아야 한다
    {{약 22배 = drift.ratio ± 1}}          수: 허용 오차를 따로 적을 수 있다. '네 배', '4분의 1'도 읽는다
    {{더 오래 남아요 ? a.half > b.half}}    말: 식이 참이어야 한다

노트북에는 등호나 물음표 앞의 글만 남는다. 식은 그 자리까지 실행한 셀의 이름을 쓴다.
"""

from __future__ import annotations

import re
from typing import NamedTuple

MARK = re.compile(r"\{\{(.+?)\s+([=?])\s+(.+?)\}\}", re.S)
SUPERSCRIPT = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻−", "0123456789--")
NUMBER = re.compile(r"[-−]?\d[\d,]*(?:\.\d+)?(?:e[-+]?\d+)?")
POWER = re.compile(r"(?:×|\\times\s*)\s*10(?:\^\{?)?([-−⁻⁰¹²³⁴⁵⁶⁷⁸⁹\d]+)\}?")
BARE = re.compile(r"10(?:\^\{?([-−]?\d+)\}?|([⁻⁰¹²³⁴⁵⁶⁷⁸⁹]+))")
WORDS = {
    "하나": 1, "한": 1, "일": 1, "둘": 2, "두": 2, "이": 2, "셋": 3, "세": 3, "넷": 4, "네": 4, "다섯": 5,
    "여섯": 6, "일곱": 7, "여덟": 8, "아홉": 9, "열": 10, "스물": 20, "스무": 20, "백만": 10**6, "백": 100,
    "천": 1000, "만": 10**4,
}  # fmt: skip
WORD = "|".join(sorted(WORDS, key=len, reverse=True))
FRACTION = re.compile(rf"(\d[\d,]*|{WORD})\s*분의\s*(\d+|{WORD})|(\d+)\s*/\s*(\d[\d,]*)")
COUNTED = re.compile(rf"(?<![가-힣])({WORD})(?= ?(?:배|시드|자릿수|줄|칸|개|번|모델|곳|시점))")
FENCE = re.compile(r"^```.*?^```", re.S | re.M)
DISPLAY = re.compile(r"\$\$.*?\$\$", re.S)


class Claim(NamedTuple):
    """본문의 주장 하나. `kind`는 "="(수)나 "?"(말), `sentence`는 주장이 들어 있는 문장."""

    text: str
    kind: str
    code: str
    tolerance: float | None
    sentence: str


def plain(text: str) -> str:
    """표시를 지우고 읽을 글만 남긴다."""
    return MARK.sub(lambda m: m[1], text)


def sentences(markdown: str) -> list[str]:
    """한 셀의 글을 문장으로 나눈다. 표시는 남긴다. 코드와 따로 뗀 수식은 빼고, 표는 줄마다 한 문장이다.

    예
    --
    >>> sentences("> 하나예요. {{둘 ? a > b}}이에요.")
    ['하나예요.', '{{둘 ? a > b}}이에요.']
    """
    text = DISPLAY.sub("\n\n", FENCE.sub("\n\n", markdown))
    marks = [mark[0] for mark in MARK.finditer(text)]
    for number, mark in enumerate(marks):
        text = text.replace(mark, f"⟦{number}⟧", 1)
    text = re.sub(r"^> ?", "", text, flags=re.M)
    text = re.sub(r"^\s*(?:[-*]|\d+\.) |^(?=\|)|</?details>|<summary>.*?</summary>", "\n\n", text, flags=re.M)
    found = []
    for block in re.split(r"\n\s*\n", text):
        found += re.split(r"(?:(?<=[.?!])|(?<=[.?!]\*\*))\s+", " ".join(block.split()))
    return [re.sub(r"⟦(\d+)⟧", lambda m: marks[int(m[1])], one) for one in found if one]


def find(markdown: str) -> list[Claim]:
    """한 셀의 글에서 주장을 찾는다. 코드와 수식 안의 표시도 놓치지 않는다."""
    known, claims = {}, []
    for one in sentences(markdown):
        for mark in MARK.finditer(one):
            known.setdefault(mark[0], []).append(one)
    rest = DISPLAY.sub("", FENCE.sub("", MARK.sub("", markdown)))
    if "{{" in rest:
        at = rest.index("{{")
        raise ValueError(
            f"표시를 읽지 못했습니다: {rest[at : at + 60]!r}. "
            "{{글 = 식}}이나 {{글 ? 식}}처럼 등호나 물음표의 양쪽을 띄우고 }}로 닫으세요."
        )
    for mark in MARK.finditer(markdown):
        code, _, tolerance = mark[3].partition("±")
        if tolerance and not re.fullmatch(r"\s*[\d.]+(?:e[-+]?\d+)?\s*", tolerance):
            raise ValueError(f"허용 오차가 수가 아니라 '{tolerance.strip()}'입니다: {mark[0]}")
        around = known[mark[0]].pop(0) if known.get(mark[0]) else mark[1]
        sentence = " ".join(plain(around).split())
        claims.append(
            Claim(mark[1], mark[2], code.strip(), float(tolerance) if tolerance else None, sentence)
        )
    return claims


def _integer(text: str) -> int:
    return WORDS[text] if text in WORDS else int(text.replace(",", ""))


def read_number(text: str) -> tuple[float, float]:
    """글에 적힌 첫 수와 그 마지막 자리의 반 눈금. 1.5×10⁻⁷, 1.5e-7, 4분의 1, 네 배, 절반을 모두 읽는다.

    예
    --
    >>> read_number("약 0.122")
    (0.122, 0.0005)
    >>> read_number("$10^{-5}$")
    (1e-05, 5e-06)
    >>> read_number("1/1000")
    (0.001, 0.0005)
    >>> read_number("네 배"), read_number("4분의 1"), read_number("절반")
    ((4.0, 0.5), (0.25, 0.03125), (0.5, 0.05))
    """
    fraction = FRACTION.search(text)
    if fraction and fraction[3]:
        value = int(fraction[3]) / _integer(fraction[4])
        return value, value / 2
    if fraction:
        value = _integer(fraction[2]) / _integer(fraction[1])
        return value, value / 2 / _integer(fraction[1])
    found = NUMBER.search(text)
    if not found:
        return _read_words(text)
    bare = BARE.match(text, found.start())
    if bare:  # 10의 거듭제곱만 적은 수
        value = 10.0 ** int((bare[1] or bare[2]).translate(SUPERSCRIPT))
        return value, value / 2
    digits = found[0].replace(",", "").translate(SUPERSCRIPT)
    mantissa, _, exponent = digits.partition("e")
    power = int(exponent or 0)
    times = POWER.match(text[found.end() :].lstrip())
    if times:
        power += int(times[1].translate(SUPERSCRIPT))
    decimals = len(mantissa.partition(".")[2])
    return float(mantissa) * 10.0**power, round(0.5 * 10.0**-decimals, 12) * 10.0**power


def _read_words(text: str) -> tuple[float, float]:
    counted = COUNTED.search(text)
    if counted:
        return float(WORDS[counted[1]]), 0.5
    if "절반" in text:
        return 0.5, 0.05
    raise ValueError(f"'{text}'에서 수를 찾지 못했습니다. 등호 앞에는 수가 하나 있어야 합니다.")


def judge(claim: Claim, value: object) -> str | None:
    """주장이 맞으면 None, 틀리면 문장과 옛 수와 새 수를 담은 설명."""
    if claim.kind == "?":
        if value is True or getattr(value, "item", lambda: None)() is True:
            return None
        return f"문장 “{claim.sentence}”\n  주장 “{claim.text}”의 식 {claim.code}이 {value}입니다."
    wrote, half = read_number(claim.text)
    allowed = half if claim.tolerance is None else claim.tolerance
    measured = float(value)
    if abs(measured - wrote) <= allowed * (1 + 1e-9):
        return None
    return (
        f"문장 “{claim.sentence}”\n  본문의 수는 {claim.text}, "
        f"계산한 값은 {measured:.6g}입니다(식 {claim.code}, 허용 오차 {allowed:g})."
    )
