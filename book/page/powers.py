"""위 첨자와 아래 첨자: 글꼴마다 흐릿한 ⁻⁵ 같은 글자와, 글에 그대로 적은 `h_t`를 <sup>과 <sub>으로 적는다."""

from __future__ import annotations

import re

from docutils import nodes

RAISED = "⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁺ⁿᵀ"
PLAIN = str.maketrans(RAISED, "0123456789−+nT")
RUN = re.compile(f"([{RAISED}]+)")
# 한 글자 기호의 아래 첨자. weight_ih_l0 같은 이름은 그대로 둔다(lstm_ref.tables와 같다)
LOW = re.compile(r"(?<![A-Za-z_])([A-Za-z]̃?)_(?:\{(.+?)\}|([A-Za-z0-9]{1,2})(?![A-Za-z0-9_]))")
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


def lower_marks(doctree: nodes.document) -> None:
    """본문의 h_t와 h_{t−1}을 h<sub>t</sub>과 h<sub>t−1</sub>로."""
    for text in list(doctree.findall(nodes.Text)):
        words = str(text)
        if "_" not in words or within(text, KEPT):
            continue
        parts, at = [], 0
        for match in LOW.finditer(words):
            parts += [
                nodes.Text(words[at : match.start()] + match[1]),
                nodes.subscript("", match[2] or match[3]),
            ]
            at = match.end()
        if parts:
            text.parent.replace(text, [*parts, nodes.Text(words[at:])])


def within(node: nodes.Node, kinds: tuple) -> bool:
    while node is not None:
        if isinstance(node, kinds):
            return True
        node = node.parent
    return False
