"""참고 쪽을 채운다: `<!-- 참고: lstm_ref.train -->` 한 줄이 그 방의 모든 공개 이름과 설명이 된다.

글은 모두 설명(docstring)에서 온다. 그래서 설명을 고치면 쪽이 낡은 것으로 알려지고, 다시 만들면 따라온다.
"""

from __future__ import annotations

import importlib
import inspect
import re
import textwrap
from collections.abc import Iterator, Mapping

from lstm_ref.tables import scripts

PLACE = re.compile(r"^<!-- 참고: (\S+)((?: \S+)*) -->$", re.M)
HEAD = re.compile(r"^(매개변수|반환값|예외|예)\n-+\n", re.M)
NAME = r"(?<![\w.∂/{])\"?[A-Za-z][A-Za-z0-9.]*_[A-Za-z0-9_.]*[A-Za-z0-9]\"?(?![A-Za-z0-9_{])"  # max_norm, "cross_entropy"
WIDE = 60  # 코드의 줄은 전화기에서도 한눈에 보이게 꺾는다


def fill(text: str) -> str:
    """`<!-- 참고: 방 이름들 -->` 줄을 그 이름들의 설명으로 바꾼다. 이름을 적지 않으면 그 방의 공개 이름 모두다."""
    return PLACE.sub(lambda m: room(m[1], m[2].split()), text)


def room(path: str, names: list[str]) -> str:
    """방 하나의 공개 이름들. 함수, 형, 값의 차례이고 그 안에서는 이름의 차례다."""
    home = importlib.import_module(path)
    names = names or list(getattr(home, "__all__", []))
    order = lambda name: (kind(getattr(home, name)), name.lower())  # noqa: E731
    return "\n\n".join(entry(f"{path}.{name}", getattr(home, name)) for name in sorted(set(names), key=order))


def kind(value: object) -> int:
    return 0 if inspect.isfunction(inspect.unwrap(value)) else 1 if inspect.isclass(value) else 2


def entry(path: str, value: object) -> str:
    """이름 하나: 제목, 부르는 법, 설명."""
    short = "lr" + path.removeprefix("lstm_ref")
    head = f"### {short.removeprefix('lr.').removeprefix('experiments.')}"
    if kind(value) == 2:
        size = f"길이 {len(value)}인 " if hasattr(value, "__len__") else ""
        shape = repr(value) if isinstance(value, int | float) else f"{size}{type(value).__name__}"
        return f"{head}\n\n`{short}`: 값({shape})."
    parts = [
        head,
        f"```python\n{call(short, value)}\n```",
        *body(inspect.getdoc(value) or ""),
        *members(value),
    ]
    return "\n\n".join(parts)


def members(value) -> Iterator[str]:
    """형의 손잡이와 방법(method)의 목록. 방법은 이 책이 쓴 것만, 설명의 첫 줄로 적는다."""
    if not inspect.isclass(value):
        return
    if hasattr(value, "knobs"):
        told = [f"- `{name}`: {plain(knob.word or knob.label)}" for name, knob in value.knobs().items()]
        yield "**손잡이**\n\n" + "\n".join(told)
    own = {
        k: v
        for kind in value.__mro__
        if kind.__module__.startswith("lstm_ref")
        for k, v in vars(kind).items()
    }
    told = []
    for name, one in own.items():
        one = getattr(one, "__func__", one)
        if (
            not name.startswith("_")
            and (inspect.isfunction(one) or isinstance(one, property))
            and one.__doc__
        ):
            mark = "" if isinstance(one, property) else "()"
            told.append(f"- `{name}{mark}`: {plain(inspect.getdoc(one).splitlines()[0])}")
    if told:
        yield "**방법과 성질**\n\n" + "\n".join(told)


def call(short: str, value) -> str:
    """부르는 법 한 줄. 길면 꺾고, 긴 기본값은 줄인다. 형은 매개변수의 설명이 말한다."""
    if hasattr(value, "_fields"):
        words = list(value._fields)
    else:
        words, stars = [], False
        for name, one in parameters(value).items():
            if one.kind is one.KEYWORD_ONLY and not stars:
                words, stars = [*words, "*"], True
            star = {one.VAR_POSITIONAL: "*", one.VAR_KEYWORD: "**"}.get(one.kind, "")
            words.append(star + name + ("" if one.default is one.empty else f"={default(one.default)}"))
            stars |= one.kind is one.VAR_POSITIONAL
    line = f"{short}({', '.join(words)})"
    if len(line) <= WIDE:
        return line
    inside = textwrap.wrap(", ".join(words), WIDE - 4, break_long_words=False, break_on_hyphens=False)
    return "\n    ".join([f"{short}(", *inside]) + "\n)"


def parameters(value) -> Mapping[str, inspect.Parameter]:
    """매개변수의 이름과 꼴. 형은 `__init__`의 것이다(파이썬 3.11.2는 바탕이 되는 형의 `__new__`를 먼저 본다)."""
    if inspect.isclass(value) and inspect.isfunction(value.__init__):
        return dict(list(inspect.signature(value.__init__).parameters.items())[1:])
    return inspect.signature(value).parameters


def default(value: object) -> str:
    text = value.__name__ if inspect.isclass(value) else repr(value)
    return text if len(text) <= 30 and " at 0x" not in text and "path=" not in text else "..."


def body(doc: str) -> Iterator[str]:
    """설명을 Markdown으로: 글은 문단, 매개변수와 예외는 목록, 예는 코드."""
    text, _, source = doc.partition("\n출처:")
    lead, *parts = HEAD.split(text)
    yield from paragraphs(lead)
    for name, part in zip(parts[::2], parts[1::2]):
        if name == "예":
            yield "**예**"
            yield from paragraphs(part)
        elif name == "반환값":
            yield f"**반환값** {plain(' '.join(part.split()))}"
        else:
            yield f"**{name}**\n\n" + "\n".join(items(part))
    if source:
        yield f"**출처** {plain(' '.join(source.split()))}"


def paragraphs(text: str) -> Iterator[str]:
    """글은 문단으로, `>>>`부터는 파이썬의 대화로."""
    for block in re.split(r"\n\s*\n(?!>>>)", text.strip()):
        told, *code = re.split(r"^(?=>>>)", block, maxsplit=1, flags=re.M)
        if told.strip():
            yield plain(" ".join(told.split()))
        if code:
            yield f"```pycon\n{code[0].strip()}\n```"


def items(part: str) -> Iterator[str]:
    """`이름 : 설명`의 줄마다 목록 하나. 들여 쓴 줄은 앞줄에 잇는다."""
    for line in re.sub(r"\n\s+", " ", part.strip()).splitlines():
        name, colon, told = line.partition(" : ")
        yield f"- `{name}`: {plain(told)}" if colon else f"- {plain(line)}"


def plain(text: str) -> str:
    """Markdown이 표시로 읽을 글자를 글자로 둔다. 역따옴표 안은 그대로, 밑줄이 든 이름은 코드로, 굵은 우리말은 별표 없이 적는다.

    h_{t−1}과 dW_hh 같은 첨자는 이름이 아니라서 글로 남고, 쪽이 <sub>으로 적는다(page/powers.py).
    """
    text = re.sub(r"\*\*([가-힣 ]+)\*\*", r"\1", text)
    text = re.sub(r"(`[^`]+`)|" + NAME, lambda m: m[0] if m[1] or symbol(m[0]) else f"`{m[0]}`", text)
    pieces = re.split(r"(`[^`]+`)", text)
    return "".join(p if k % 2 else re.sub(r"([*_$<>|\[\]\\#{}~])", r"\\\1", p) for k, p in enumerate(pieces))


def symbol(word: str) -> bool:
    """첨자가 있는 기호인가."""
    return any(kind for kind, _ in scripts(word))
