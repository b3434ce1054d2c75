"""조작판의 글: 수를 적는 법과 문장 틀, 첨자. static/view.js가 같은 규칙을 쓰고, 첨자의 문법은 `grammar`가 쪽에 건넨다."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Mapping
from html import escape
from typing import Any

import numpy as np

from ..tables import PLAIN, RAISED, SCRIPT, num, scripts

RISE = {"": 0, "sub": 4, "sup": -5}  # 그림의 글에서 첨자를 내리는 길이
SLOT = re.compile(r"\{(\w+)(?:\.(\d+))?(?::(\d))?\}")


def number(value: float, digits: int) -> str:
    """실수를 소수 `digits`자리로. 무한대는 ∞로, 없는 값(NaN)은 –로 적는다.

    예
    --
    >>> number(math.inf, 2), number(-0.5, 2), number(1e-7, 2)
    ('∞', '−0.50', '1.0×10⁻⁷')
    """
    if math.isnan(value):
        return "–"
    if math.isinf(value):
        return "∞" if value > 0 else "−∞"
    return num(value + 0.0, digits)


def fill(template: str, values: Mapping[str, Any]) -> str:
    """틀의 `{이름:자릿수}`를 값으로, `{이름.k:자릿수}`를 k째 성분으로 바꾼다. 글자 값은 그대로 적는다.

    예
    --
    >>> fill("{a:1} {b.0:2} {c}", {"a": [1, 2], "b": [3.0], "c": "글"})
    '(1.0, 2.0) 3.00 글'
    """

    def slot(match: re.Match[str]) -> str:
        name, index, digits = match.groups()
        value = values[name] if index is None else values[name][int(index)]
        if isinstance(value, str):
            return value
        if digits is None:  # 코드에 넣는 값은 줄이지 않는다
            return code(value)
        digits = int(digits)
        if np.ndim(value):
            return "(" + ", ".join(number(float(v), digits) for v in value) + ")"
        return number(float(value), digits)

    return SLOT.sub(slot, template)


def spoken(text: str) -> str:
    """읽어 주는 글: 아래 첨자는 이름 뒤에 띄어 적고, 위 첨자는 제곱으로 적는다.

    예
    --
    >>> spoken("LSTM(b_f = 3), h_{t−1}"), spoken("9.9×10⁻⁴¹")
    ('LSTM(b f = 3), h t−1', '9.9×10의 −41제곱')
    """
    say = {"": "{}", "sub": " {}", "sup": "의 {}제곱"}
    return "".join(say[kind].format(spoken(part) if kind else part) for kind, part in scripts(text))


def drawn(text: str) -> str:
    """그림(SVG의 text) 속의 글: 첨자를 내리거나 올려 적는다.

    예
    --
    >>> drawn("C_t"), drawn("2.0×10⁻³")
    ('C<tspan dy="4" font-size="12">t</tspan>', '2.0×10<tspan dy="-5" font-size="12">−3</tspan>')
    """
    found, at = "", 0
    for kind, part in scripts(text):
        move, at = RISE[kind] - at, RISE[kind]
        size = ' font-size="12"' if kind else ""
        found += f'<tspan dy="{move}"{size}>{escape(part)}</tspan>' if move else escape(part)
    return found


def grammar() -> str:
    """쪽이 쓸 첨자의 문법: `tables`의 것을 자바스크립트로 적는다."""
    pattern = SCRIPT.pattern.replace("(?P<", "(?<").replace(r"\w", r"\p{L}\p{N}_")
    raised = json.dumps({c: c.translate(PLAIN) for c in RAISED}, ensure_ascii=False)
    return f"const SCRIPT = /{pattern}/gu, RAISED = {raised}, RISE = {json.dumps(RISE)};\n"


def code(value: Any) -> str:
    """코드에 적는 값: 파이썬과 자바스크립트가 같은 글자로 적는 가장 짧은 십진수."""
    if isinstance(value, (list, tuple, np.ndarray)):
        return "[" + ", ".join(code(v) for v in value) + "]"
    if isinstance(value, (bool, np.bool_)):
        return "True" if value else "False"
    value = float(value)
    return str(int(value)) if value == int(value) and abs(value) < 1e15 else repr(value)
