"""원문 대조표: 원문의 줄을 읽는 이가 볼 모양으로 적는다. 원문 그대로의 글은 `source.txt`와 `source_map.tsv`에 남는다."""

from __future__ import annotations

import re

NAME = r"(?:C~|[fiohCxWb])"
# 원문이 글자로 적은 식: `ft=σ(Wf⋅[ht−1,xt]+bf)`, `it×C~t`, `ft`
FORMULA = re.compile(rf"(?<![A-Za-z$]){NAME}t(?![A-Za-z])[^\s:|]*")
MARK = re.compile(rf"(?<![A-Za-z])({NAME})(t−1|[tfioC])(?![A-Za-z])")
WORDS = {"tanh": r"\tanh", "σ": r"\sigma", "⋅": r" \cdot ", "×": r" \times ", "−": "-", "C~": r"\tilde C"}
TEX = re.compile(r"\( ([^()]*?) \)")  # 원문이 괄호로 감싼 TeX: `( h_{t-1} )`


def readable(line: str) -> str:
    """원문의 한 줄: 표의 세로줄은 가운뎃점으로, 괄호에 든 TeX와 글자로 적은 식은 수식으로, 목록의 줄표는 글머리로.

    예
    --
    >>> readable("| 게이트 | 계산식 |"), readable("- ft: 비율"), readable("( h_{t-1} )를")
    ('게이트 · 계산식', '• $f_{t}$: 비율', '($h_{t-1}$)를')
    """
    if line.startswith("|"):
        line = " · ".join(cell.strip() for cell in line.strip("|").split("|"))
    line = TEX.sub(lambda m: f"(${m[1]}$)", re.sub("^- ", "• ", line))
    return line if "$" in line else FORMULA.sub(lambda m: f"${tex(m[0])}$", line)


def tex(formula: str) -> str:
    """글자로 적은 식을 TeX로."""
    formula = MARK.sub(lambda m: f"{m[1]}_{{{m[2]}}}", formula.replace("tanh", "\0"))
    return re.sub("\0|C~|[σ⋅×−]", lambda m: WORDS.get(m[0], r"\tanh"), formula)
