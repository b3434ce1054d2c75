"""수를 읽기 좋은 글자로 적고, 표로 보여 준다."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from html import escape
from typing import Any
from unicodedata import east_asian_width

import numpy as np
from numpy.typing import ArrayLike

from . import checks

SUPERSCRIPT = str.maketrans("0123456789-", "⁰¹²³⁴⁵⁶⁷⁸⁹⁻")
WIDEST = 10**18  # 표의 칸에 적는 정수의 한계
RAISED = "⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁺ᵏⁿᵗᵀ"
PLAIN = str.maketrans(RAISED, "0123456789−+kntT")
# 글로 적은 첨자: h_{t−1}, dW_hh, C_prev, Σ_g, ∂x_주어, W^k, e^{−a}, 10⁻⁵. weight_ih_l0 같은 이름은 첨자가 아니다
SCRIPT = re.compile(
    r"(?P<base>(?<![A-Za-z_])[d∂]?[A-Za-zα-ωΣ∏]̃?|‖)_"
    r"(?:\{(?P<low>[^{}]+)\}|(?P<bare>(?:prev|next|[A-Za-z0-9]{1,2})(?![A-Za-z0-9_])|(?<=∂x_)[가-힣]+))"
    r"|(?<=[\w}̃‖)])\^(?:\{(?P<high>[^{}]+(?:\{[^{}]*\})?)\}|(?P<one>[A-Za-z0-9]))"
    f"|(?P<up>[{RAISED}]+)"
)


def num(value: float, digits: int = 3) -> str:
    """잰 값을 소수 `digits`자리로 적는다. 0이 아닌데 0으로 보이거나 너무 크면 m×10ⁿ으로 적는다.

    설정값(편향, ρ, f)에는 쓰지 않는다. 반올림하면 다른 설정이 같은 이름을 얻으므로 `setting`을 쓴다.

    매개변수
    --------
    value : 실수. ±∞는 ∞, −∞로, NaN은 NaN으로 적는다
    digits : 0 이상 100 이하의 정수

    반환값
    ------
    str

    예외
    ----
    TypeError, ValueError : 실수가 아니거나 digits가 위 범위를 벗어날 때

    예
    --
    >>> num(0.12158), num(-0.00001, 2), num(1.5e-7), num(0.0, 1), num(0.5, 0)
    ('0.122', '−1.0×10⁻⁵', '1.5×10⁻⁷', '0.0', '5.0×10⁻¹')

    출처: 이 책.
    """
    digits, value = checks.whole("digits", digits, 0, 100), _number(value) or 0.0  # −0은 0이다
    text = f"{value:.{digits}f}"
    if value != 0 and (float(text) == 0 or abs(float(text)) >= 1e5):
        text = f"{value:.1e}"
    return _typeset(text)


def setting(value: float, digits: int = 0) -> str:
    """설정값을 소수 `digits`자리까지, 모자라면 값이 그대로 되살아날 만큼 더 적는다.

    그래서 서로 다른 두 설정은 결코 같은 글자가 되지 않는다.

    매개변수
    --------
    value : 실수
    digits : 0 이상 100 이하의 정수, 적어도 적을 소수 자릿수

    반환값
    ------
    str

    예외
    ----
    TypeError, ValueError : 실수가 아니거나 digits가 위 범위를 벗어날 때

    예
    --
    >>> setting(3.0), setting(1.0, 1), setting(0.995, 1), setting(-0.5), setting(1e-20)
    ('3', '1.0', '0.995', '−0.5', '1×10⁻²⁰')

    출처: 이 책.
    """
    digits, value = checks.whole("digits", digits, 0, 100), _number(value)
    text = f"{value or 0.0:.{digits}f}"
    if float(text) != value or abs(value) >= 1e16:
        text = repr(value)
    return _typeset(text)


def settings(values: ArrayLike) -> list[str]:
    """나란히 견주는 설정값들의 이름: 모두 같은 소수 자릿수로, 한 자리부터 값이 되살아날 때까지 늘려 적는다.

    σ(5)처럼 끝없는 값은 세 자리에서 멈춘다. 서로 같아지거나 정수가 아닌 것이 정수로 보이면 멈추지 않는다.

    예
    --
    >>> settings([0.99, 0.9, 0.5]), settings([1, 3]), settings([0.5, 0.9933071490757153]), settings([0.9, 0.9999])
    (['0.99', '0.90', '0.50'], ['1.0', '3.0'], ['0.500', '0.993'], ['0.9000', '0.9999'])
    """
    found = [_number(v) or 0.0 for v in np.asarray(values).flat]
    for digits in range(1, 18):
        names = [f"{v:.{digits}f}" for v in found]
        apart = len(set(names)) == len(set(found)) and all(
            float(n) % 1 or not v % 1 for n, v in zip(names, found)
        )
        if all(float(n) == v for n, v in zip(names, found)) or (digits >= 3 and apart):
            return [_typeset(n) for n in names]
    return [setting(v, 1) for v in found]


def _number(value: object) -> float:
    # 유한하지 않은 실수도 들여보낸다: 잰 값은 넘칠 수 있고, 그렇게 적혀야 한다
    if isinstance(value, (float, np.floating)) and not np.isfinite(value):
        return float(value)
    return checks.real("value", value)


def _typeset(text: str) -> str:
    mantissa, _, power = text.partition("e")
    if power:
        text = f"{mantissa}×10{str(int(power)).translate(SUPERSCRIPT)}"
    return text.replace("-", "−").replace("inf", "∞").replace("nan", "NaN")


def significant(value: float, digits: int) -> str:
    """자릿수가 크게 다른 값들을 유효 숫자 `digits`개로 적는다. 0.0001 이상 100 000 미만은 소수로, 나머지는 m×10ⁿ으로 적는다.

    예
    --
    >>> significant(1.94e-5, 2), significant(0.000861, 2), significant(29.7, 1), significant(7.0, 2)
    ('1.9×10⁻⁵', '0.00086', '30', '7.0')
    """
    text = f"{value:.{digits - 1}e}"
    power = int(text.partition("e")[2])
    return _typeset(f"{float(text):.{max(0, digits - 1 - power)}f}" if -4 <= power < 5 else text)


def vec(values: ArrayLike, digits: int = 3) -> str:
    """벡터를 (a, b, …)로 적는다.

    매개변수
    --------
    values : 실수의 배열이나 목록(어떤 크기든 한 줄로 편다)
    digits : 0 이상 100 이하의 정수

    반환값
    ------
    str

    예외
    ----
    TypeError, ValueError : 실수가 아니거나 digits가 위 범위를 벗어날 때

    예
    --
    >>> vec([0.5, -1.0], 2)
    '(0.50, −1.00)'

    출처: 이 책.
    """
    if isinstance(values, np.ma.MaskedArray):
        raise TypeError(
            "values의 형이 MaskedArray입니다. 가린 값은 적을 수 없습니다. 실수의 배열이나 목록이어야 합니다."
        )
    values = checks.listed("values", values) if isinstance(values, range) else values
    try:
        found = np.asarray(values)
    except ValueError:
        raise ValueError("values의 줄마다 길이가 다릅니다. 실수의 배열이나 목록이어야 합니다.") from None
    checks.fits("values", 1000, found.size)
    return "(" + ", ".join(num(v, digits) for v in found.flat) + ")"


def josa(text: str, pair: str) -> str:
    """수나 기호 뒤에 소리에 맞는 조사를 붙인다. `pair`는 "이/가", "을/를", "은/는", "과/와", "으로/로"다.

    수는 끝자리를 읽는 소리를 따르고, 10⁻⁵은 '제곱', %는 '퍼센트'로 읽는다. 괄호로 끝나면 그 안의 끝을 본다.

    예
    --
    >>> josa("0.122", "이/가"), josa("16.00", "이/가"), josa("1", "으로/로"), josa("1.5×10⁻⁷", "을/를"), josa("W", "은/는")
    ('0.122가', '16.00이', '1로', '1.5×10⁻⁷을', 'W는')
    """
    closed, _, opened = pair.partition("/")
    last = text.rstrip(")]} ")[-1]
    end = last in "013678⁰¹²³⁴⁵⁶⁷⁸⁹LMNRlmnr" or ("가" <= last <= "힣" and (ord(last) - ord("가")) % 28 > 0)
    liquid = last in "178LRlr" or ("가" <= last <= "힣" and (ord(last) - ord("가")) % 28 == 8)
    return text + (closed if end and not (liquid and pair == "으로/로") else opened)


class Table:
    """제목과 머리글이 있는 표. 노트북에서는 HTML 표와 text/plain 표로 함께 나온다.

    매개변수
    --------
    caption : 표의 제목(설정과 시드를 여기에 적는다)
    header : 열 이름
    rows : 행마다 글자나 수의 목록(한 번만 훑으므로 생성기도 된다). 첫 열은 행 이름이다. 글자가 아닌 수는 `num`으로 적는다
    digits : 실수를 적을 소수 자릿수

    예
    --
    >>> Table("반감기", ["b_f", "시점"], [["0", 1.0], ["1", 2.2127]], digits=2)
    반감기
    b_f  시점
    0    1.00
    1    2.21
    """

    def __init__(self, caption: str, header: Iterable[str], rows: Iterable[Iterable[Any]], digits: int = 3):
        checks.kind("caption", caption, str)
        self.caption, self.header = caption, checks.sequence("header", _items("header", header))
        digits = checks.whole("digits", digits, 0, 100)
        for k, name in enumerate(self.header):
            checks.kind(f"header[{k}]", name, str)
        cells = [_items(f"rows[{k}]", row) for k, row in enumerate(_items("rows", rows))]
        self.rows = [[self._text(cell, digits) for cell in row] for row in cells]
        self._numeric = [[not isinstance(cell, str) for cell in row] for row in cells]
        for k, row in enumerate(self.rows):
            if len(row) != len(self.header):
                raise ValueError(f"표 {k}행의 칸 수가 {len(row)}입니다. {len(self.header)}여야 합니다.")

    @staticmethod
    def _text(cell: Any, digits: int) -> str:
        if isinstance(cell, str):
            return cell
        if isinstance(cell, (bool, np.bool_)):
            return "예" if cell else "아니요"
        if isinstance(cell, (int, np.integer)):
            return str(checks.whole("칸", cell, -WIDEST, WIDEST)).replace("-", "−")
        if isinstance(cell, (float, np.floating)) and np.isnan(cell):
            raise ValueError("칸의 값이 NaN입니다. 표에는 글자와 수만 적습니다.")
        return num(cell, digits)

    def __repr__(self) -> str:
        grid = [self.header, *self.rows]
        widths = [max(width(row[k]) for row in grid) for k in range(len(self.header))]
        body = ("  ".join(c + " " * (w - width(c)) for c, w in zip(row, widths)).rstrip() for row in grid)
        return "\n".join([self.caption, *body])

    def _repr_html_(self) -> str:
        head = "".join(f'<th scope="col">{rich(c)}</th>' for c in self.header)
        body = "".join(
            f'<tr><th scope="row">{rich(row[0])}</th>'
            + "".join(f"<td{' class=num' * n}>{rich(c)}</td>" for c, n in zip(row[1:], numeric[1:]))
            + "</tr>"
            for row, numeric in zip(self.rows, self._numeric)
        )
        return (
            f'<table class="lr-table"><caption>{rich(self.caption)}</caption>'
            f"<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"
        )


def _items(name: str, values: object) -> list[Any]:
    # 글자가 아닌 되풀이할 수 있는 것을 꼭 한 번 훑는다
    if (
        isinstance(values, (str, bytes))
        or not isinstance(values, Iterable)
        or getattr(values, "ndim", 1) == 0
    ):
        raise TypeError(f"{name}의 형이 {type(values).__name__}입니다. 목록이어야 합니다.")
    return checks.listed(name, values)


def scripts(text: str) -> Iterator[tuple[str, str]]:
    """글을 조각으로 나눈다: 그대로 적을 것은 "", 아래 첨자는 "sub", 위 첨자는 "sup"과 함께 준다. 조각에 다시 첨자가 있을 수 있다.

    예
    --
    >>> list(scripts("dW_hh의 e^{y_j}, 10⁻⁵"))
    [('', 'dW'), ('sub', 'hh'), ('', '의 e'), ('sup', 'y_j'), ('', ', 10'), ('sup', '−5')]
    """
    at = 0
    for found in SCRIPT.finditer(text):
        base = found["base"] or ""
        if before := text[at : found.start()] + base:
            yield "", before
        low, high = found["low"] or found["bare"], found["high"] or found["one"]
        yield ("sub", low) if base else ("sup", high or found["up"].translate(PLAIN))
        at = found.end()
    if at < len(text):
        yield "", text[at:]


def rich(text: str) -> str:
    """글을 HTML로: `<` 같은 표시는 글자로 두고 첨자는 <sub>과 <sup>으로 적는다."""
    return "".join(f"<{kind}>{rich(part)}</{kind}>" if kind else escape(part) for kind, part in scripts(text))


def width(text: str) -> int:
    """고정폭 글꼴에서 글의 너비(칸). 한글은 두 칸이다."""
    return sum(2 if east_asian_width(c) in "WF" else 1 for c in text)
