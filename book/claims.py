"""본문의 수와 그 수를 낳는 코드를 잇는 표시 {{…}}를 읽고 맞는지 본다.

원문에는 두 꼴로 적는다.

    {{0.122 = decay.C[-1, 1]}}            수: 적은 자릿수의 반 눈금 안에서 같아야 한다
    {{약 22배 = drift.ratio ± 1}}          수: 허용 오차를 따로 적을 수 있다
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


def find(markdown: str) -> list[Claim]:
    """한 셀의 글에서 주장을 찾는다."""
    claims = []
    for mark in MARK.finditer(markdown):
        code, _, tolerance = mark[3].partition("±")
        starts = [markdown.rfind(stop, 0, mark.start()) for stop in (". ", ".\n", "\n\n")]
        start = max(at + 2 if at >= 0 else 0 for at in starts)
        end = markdown.find("\n\n", mark.end())
        around = plain(markdown[start : end if end > 0 else None])
        sentence = re.split(r"(?<=[.?!])\s", " ".join(around.split()))[0]
        claims.append(
            Claim(mark[1], mark[2], code.strip(), float(tolerance) if tolerance else None, sentence)
        )
    return claims


def read_number(text: str) -> tuple[float, float]:
    """글에 적힌 첫 수와 그 마지막 자리의 반 눈금. 1.5×10⁻⁷과 1.5e-7을 모두 읽는다.

    예
    --
    >>> read_number("약 0.122")
    (0.122, 0.0005)
    >>> read_number("1/1000")
    (0.001, 0.0005)
    """
    fraction = re.search(r"(\d+)\s*/\s*(\d[\d,]*)", text)
    if fraction:
        value = int(fraction[1]) / int(fraction[2].replace(",", ""))
        return value, value / 2
    found = NUMBER.search(text)
    if not found:
        raise ValueError(f"'{text}'에서 수를 찾지 못했습니다. 등호 앞에는 수가 하나 있어야 합니다.")
    digits = found[0].replace(",", "").translate(SUPERSCRIPT)
    mantissa, _, exponent = digits.partition("e")
    power = int(exponent or 0)
    times = POWER.match(text[found.end() :].lstrip())
    if times:
        power += int(times[1].translate(SUPERSCRIPT))
    decimals = len(mantissa.partition(".")[2])
    return float(mantissa) * 10.0**power, round(0.5 * 10.0**-decimals, 12) * 10.0**power


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
