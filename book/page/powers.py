"""지수와 위 첨자: 글꼴마다 흐릿한 ⁻⁵ 같은 글자를 <sup>으로 적는다."""

from __future__ import annotations

import re

from docutils import nodes

RAISED = "⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁺ⁿᵀ"
PLAIN = str.maketrans(RAISED, "0123456789−+nT")
RUN = re.compile(f"([{RAISED}]+)")
KEPT = (nodes.literal, nodes.literal_block, nodes.math, nodes.math_block, nodes.raw, nodes.image)


def raise_powers(doctree: nodes.document) -> None:
    """본문의 10⁻⁵을 10<sup>−5</sup>으로. 코드와 수식, 제목의 주소는 그대로 둔다."""
    for text in list(doctree.findall(nodes.Text)):
        if not RUN.search(text) or within(text, KEPT):
            continue
        parts = [
            nodes.superscript("", part.translate(PLAIN)) if k % 2 else nodes.Text(part)
            for k, part in enumerate(RUN.split(text))
            if part
        ]
        text.parent.replace(text, parts)


def within(node: nodes.Node, kinds: tuple) -> bool:
    while node is not None:
        if isinstance(node, kinds):
            return True
        node = node.parent
    return False
