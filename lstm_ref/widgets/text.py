"""조작판의 글: 수를 적는 법과 문장 틀. static/view.js의 `number`, `fill`, `below`, `spoken`이 같은 규칙을 쓴다."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from html import escape
from typing import Any

import numpy as np

from ..tables import num

BELOW = re.compile(r"(?<![A-Za-z_])(d?[A-Za-z]\u0303?)_(?:\{(.+?)\}|([A-Za-z0-9]{1,2})(?![A-Za-z0-9_]))")
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


def seen(text: str) -> str:
    """보이는 문장의 HTML: b_f, h_{t−1}의 아래 글자를 내려 적는다.

    예
    --
    >>> seen("LSTM(b_f = 3)의 W_hh")
    'LSTM(b<sub>f</sub> = 3)의 W<sub>hh</sub>'
    """
    return BELOW.sub(r"\1<sub>\2\3</sub>", escape(text))


def spoken(text: str) -> str:
    """읽어 주는 문장: 아래 글자를 이름 뒤에 띄어 적는다. 밑줄을 소리 내어 읽지 않게 한다.

    예
    --
    >>> spoken("LSTM(b_f = 3), h_{t−1}")
    'LSTM(b f = 3), h t−1'
    """
    return BELOW.sub(r"\1 \2\3", text)


def code(value: Any) -> str:
    """코드에 적는 값: 파이썬과 자바스크립트가 같은 글자로 적는 가장 짧은 십진수."""
    if isinstance(value, (list, tuple, np.ndarray)):
        return "[" + ", ".join(code(v) for v in value) + "]"
    if isinstance(value, (bool, np.bool_)):
        return "True" if value else "False"
    value = float(value)
    return str(int(value)) if value == int(value) and abs(value) < 1e15 else repr(value)
