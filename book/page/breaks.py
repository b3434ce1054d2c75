"""줄바꿈: 조사와 닫는 괄호, 쉼표가 식이나 따옴표와 떨어져 다음 줄의 맨 앞에 서지 않게 한다."""

from __future__ import annotations

import re

from docutils import nodes

from .powers import KEPT, within

JOINER, SPACE = "\u2060", "\u00a0"  # 폭이 없는 이음표, 줄이 바뀌지 않는 빈칸
TAIL = re.compile(r"[^\s(]{1,7}")
LEAD = re.compile(r"[(‘“‖]+$")
SHORT = 20  # 글자. 이보다 긴 식과 코드는 제 안에서 줄이 바뀌어야 하므로 붙들지 않는다
NARROW = 24  # 글자. 320 px의 접은 칸 한 줄. 뒤의 글까지(한글은 둘로 센다) 이보다 길어도 그렇다


def keep_together(doctree: nodes.document) -> None:
    for formula in list(doctree.findall(nodes.math)):
        hold(formula)
    for code in doctree.findall(nodes.literal):
        if len(code.astext()) <= SHORT:
            code["classes"].append("lr-kept")
            after = beside(code, 1)
            if re.match("[가-힣]", after):
                swap(code, 1, JOINER + after)
    for text in list(doctree.findall(nodes.Text)):
        if not within(text, KEPT) and (kept := glued(str(text))) != str(text):
            text.parent.replace(text, nodes.Text(kept))


def glued(text: str) -> str:
    """닫는 따옴표와 괄호 뒤의 조사를 잇고, 수와 %를 떼지 않은 글."""
    text = re.sub(r"(?<=[)\]”’』」])(?=[가-힣])", JOINER, text)
    return re.sub(r"(?<=\d) (?=%)", SPACE, text)


def length(tex: str) -> int:
    """식의 글자 수를 어림한 값. 명령은 글자 하나로, 함수는 그 이름대로, 좌우를 띄우는 연산 기호는 둘로 센다."""
    signs = re.sub(r"\\operatorname\{(\w+)\}|\\(tanh|log|exp|max|min)\b", r"\1\2", tex)
    signs = re.sub(r"\\[a-zA-Z]+|[{}^_\s]", lambda m: "·" if m[0][0] == "\\" else "", signs)
    return len(signs) + len(re.findall(r"[=+<>·-]", signs))


def hold(formula: nodes.math) -> None:
    """식의 앞뒤에 붙은 글을 식과 한 덩이로 묶는다. 뜻이 뜨는 고리라면 고리의 밖, 그 상자의 안이다.

    긴 식은 제 안에서 줄이 바뀌므로, 뒤의 글을 식의 마지막 조각 안에 둔다(formulas.py). 밖에 두면 꺾인 식의 아랫줄에 홀로 선다.
    """
    boxed = "lr-symbol-box" in formula.parent.get("classes", ())
    whole = formula.parent if boxed else formula
    before, after = beside(whole, -1), beside(whole, 1)
    lead = LEAD.search(before)[0] if before and LEAD.search(before) else ""
    tail = TAIL.match(after)[0] if after and TAIL.match(after) else ""
    size = length(formula.astext())
    long = size > SHORT or size + 2 * len(tail) > NARROW
    if not lead and not tail or boxed and long:
        return
    swap(whole, -1, before[: len(before) - len(lead)] if lead else before)
    swap(whole, 1, after[len(tail) :] if tail else after)
    if boxed:
        whole["classes"].append("lr-kept")
        whole.insert(0, nodes.Text(lead))
        whole += nodes.Text(glued(tail))
    else:
        formula["lead"], formula["tail"] = lead, glued(tail)
        formula["long"] = long


def beside(node: nodes.Node, step: int) -> str:
    """바로 앞(-1)이나 뒤(1)의 글. 글이 아니면 빈 글."""
    at = node.parent.index(node) + step
    near = node.parent[at] if 0 <= at < len(node.parent) else None
    return str(near) if isinstance(near, nodes.Text) else ""


def swap(node: nodes.Node, step: int, text: str) -> None:
    """옆의 글을 `text`로 바꾼다."""
    if beside(node, step) != text:
        node.parent[node.parent.index(node) + step] = nodes.Text(text)
