"""쪽지: 굵은 말로 시작하는 인용을 종류마다 다르게 보이게 한다. 원문은 줄을 나눈 인용으로 적는다."""

from __future__ import annotations

import re

from docutils import nodes

# 굵은 말의 끝 → 종류. 위에서부터 먼저 맞는 것을 쓴다
KINDS = (
    ("원문 바로잡기", "fix"),
    ("원문", "source"),
    ("말하지 않는 것", "limit"),
    ("약점", "weak"),
)


def sort_notes(doctree: nodes.document) -> None:
    """인용마다 종류의 이름을 달고, 원문은 장이 무엇을 다루는지 말한 문단 뒤로 옮긴다."""
    for quote in list(doctree.findall(nodes.block_quote)):
        kind = kind_of(quote)
        if kind is None:
            continue
        quote["classes"] += ["lr-aside", f"is-{kind}"]
        if kind == "source":
            break_lines(quote)
            move_down(quote)


def kind_of(quote: nodes.block_quote) -> str | None:
    first = next((node for node in quote[0] if node.astext().strip()), None) if len(quote) else None
    if not isinstance(first, nodes.strong):
        return None
    words = first.astext().rstrip(". ")
    return next((kind for end, kind in KINDS if words.endswith(end)), None)


def break_lines(quote: nodes.block_quote) -> None:
    """원문의 줄 나눔 ` / `을 줄바꿈으로."""
    for text in list(quote.findall(nodes.Text)):
        parts = (
            re.split(r"\s*/(?:\s+|$)|\s+/\s*", str(text)) if isinstance(text.parent, nodes.paragraph) else []
        )
        if len(parts) < 2:
            continue
        new = [nodes.Text(parts[0])]
        for part in parts[1:]:
            new += [nodes.raw("", "<br/>", format="html"), nodes.Text(part)]
        text.parent.replace(text, [node for node in new if node.astext() or isinstance(node, nodes.raw)])


def move_down(quote: nodes.block_quote) -> None:
    """장의 맨 앞에 있는 원문은 그 뒤의 첫 문단 다음으로."""
    section = quote.parent
    at = section.index(quote)
    if at and isinstance(section[at - 1], nodes.title) and isinstance(quote.document[0], nodes.section):
        after = at + 1
        if after < len(section) and isinstance(section[after], nodes.paragraph):
            section.remove(quote)
            section.insert(at + 1, quote)
