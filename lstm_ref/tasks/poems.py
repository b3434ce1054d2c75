"""과제: 시의 다음 자모. 보호 기간이 끝난 시 열여섯 편을 첫소리·가운뎃소리·끝소리로 풀어 하나씩 잇따라 맞힌다."""

from __future__ import annotations

import unicodedata
from functools import cache
from importlib.resources import files
from typing import NamedTuple

import numpy as np

from ..checks import choice
from ..doors import door

__all__ = ["JAMO", "Poem", "from_jamo", "poem_codes", "poem_text", "read_poems", "to_jamo"]

USES = ("학습", "검증", "시험")


class Poem(NamedTuple):
    """시 한 편. `title`: 제목, `author`: 지은이와 난 해–죽은 해, `use`: 학습·검증·시험, `text`: 글."""

    title: str
    author: str
    use: str
    text: str


@cache
def read_poems() -> tuple[Poem, ...]:
    """책에 든 시. 글과 바탕이 된 책과 보호 기간은 `lstm_ref/data/poems.txt`에 적혀 있다.

    반환값
    ------
    Poem의 묶음

    예외
    ----
    없음

    예
    --
    >>> len(read_poems()), sorted({poem.use for poem in read_poems()})
    (16, ['검증', '시험', '학습'])

    출처: `lstm_ref/data/poems.txt`의 머리.
    """
    raw = (files("lstm_ref") / "data" / "poems.txt").read_text(encoding="utf-8")
    found = []
    for block in raw.split("\n## ")[1:]:
        head, text = block.split("\n", 1)
        title, author, use = head.split(" | ")
        found.append(Poem(title, author, use, text.strip() + "\n\n"))
    return tuple(found)


@door
def poem_text(use: str) -> str:
    """쓰임이 같은 시를 차례로 이은 글.

    매개변수
    --------
    use : "학습", "검증", "시험" 가운데 하나

    반환값
    ------
    글자

    예외
    ----
    TypeError, ValueError : 위 셋 가운데 하나가 아닐 때

    예
    --
    >>> len(poem_text("시험")) < len(poem_text("학습"))
    True

    출처: `lstm_ref/data/poems.txt`에 적힌 시집들.
    """
    return "".join(p.text for p in read_poems() if p.use == choice("use", use, USES))


@door
def to_jamo(text: str) -> str:
    """음절을 첫소리, 가운뎃소리, 끝소리로 푼다(유니코드 NFD).

    매개변수
    --------
    text : 글자

    반환값
    ------
    글자. 음절마다 자모 둘이나 셋이 된다

    예외
    ----
    TypeError : text가 글자가 아닐 때

    예
    --
    >>> len(to_jamo("꽃 피네")), from_jamo(to_jamo("꽃 피네"))
    (8, '꽃 피네')

    출처: 유니코드 정규화 NFD.
    """
    return unicodedata.normalize("NFD", text)


@door
def from_jamo(text: str) -> str:
    """푼 자모를 다시 음절로 모은다(유니코드 NFC).

    매개변수
    --------
    text : 글자

    반환값
    ------
    글자

    예외
    ----
    TypeError : text가 글자가 아닐 때

    예
    --
    >>> from_jamo(to_jamo("꽃 피네")) == "꽃 피네"
    True

    출처: 유니코드 정규화 NFC.
    """
    return unicodedata.normalize("NFC", text)


JAMO = "".join(sorted(set(to_jamo("".join(p.text for p in read_poems())))))


@door
def poem_codes(text: str) -> np.ndarray:
    """글을 자모마다의 번호 (n,)로 바꾼다. `JAMO`에 없는 글자가 있으면 ValueError.

    매개변수
    --------
    text : `JAMO`의 글자로 된 글

    반환값
    ------
    정수 배열 (n,): `JAMO`에서의 자리. n은 자모의 수

    예외
    ----
    TypeError : text가 글자가 아닐 때
    ValueError : `JAMO`에 없는 글자가 있을 때

    예
    --
    >>> poem_codes("꽃").shape
    (3,)

    출처: 이 책.
    """
    unknown = sorted(set(to_jamo(text)) - set(JAMO))
    if unknown:
        raise ValueError(f"시에 없는 글자입니다: {', '.join(unknown)}")
    return np.array([JAMO.index(c) for c in to_jamo(text)])
