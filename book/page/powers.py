"""첨자: 글에 그대로 적은 `h_{t−1}`과, 글꼴마다 흐릿한 ⁻⁵ 같은 글자를 <sub>과 <sup>으로 적는다."""

from __future__ import annotations

from collections.abc import Iterator

from docutils import nodes

from lstm_ref.tables import scripts

KEPT = (nodes.literal, nodes.literal_block, nodes.math, nodes.math_block, nodes.raw, nodes.image)
SCRIPT = {"sub": nodes.subscript, "sup": nodes.superscript}


def set_scripts(doctree: nodes.document) -> None:
    """본문의 h_t를 h<sub>t</sub>로, 10⁻⁵을 10<sup>−5</sup>으로. 코드와 수식, 제목의 주소는 그대로 둔다."""
    for text in list(doctree.findall(nodes.Text)):
        if not within(text, KEPT) and any(kind for kind, _ in scripts(text)):
            text.parent.replace(text, list(typeset(text)))


def typeset(text: str) -> Iterator[nodes.Node]:
    """글을 첨자로 나눈 마디들."""
    for kind, part in scripts(text):
        yield SCRIPT[kind]("", "", *typeset(part)) if kind else nodes.Text(part)


def within(node: nodes.Node, kinds: tuple) -> bool:
    while node is not None:
        if isinstance(node, kinds):
            return True
        node = node.parent
    return False
