"""종이로 따라가는 계산의 줄마다 등호의 양쪽이 맞는지: 수와, 앞줄에서 구한 기호의 값을 넣어 다시 셈한다."""

import ast
import re

import build
import claims
import numpy as np
import prose
import pytest

import lstm_ref as lr

LESSONS = [name for name in build.chapters() if re.match(r"\d\d-", name)]
LATEX = (
    (r"\be\^\{(-?[\d.]+)\}", r"e**(\1)"),
    (r"\\tfrac\s*(\d)(\d)", r"(\1/\2)"), (r"\\d?frac\{([^{}]+)\}\{([^{}]+)\}", r"((\1)/(\2))"),
    (r"\\(?:big|Big|left|right)|\\[,;: ]|\\quad|&|\{\}", " "), (r"\\(?:cdot|odot|times)", "*"), (r"\\approx", "="),
    (r"\\tilde\s*C", "tC"), (r"\\(tanh|sigma|log|ln)\^2", r"\1sq"), (r"\\(tanh|sigma|log|ln)", r"\1"),
    (r"_\{?(\w+)(?:,\s*(\w+))?\}?", r"_\1\2"), (r"([A-Za-z]\w*)\^([a-z])", r"\1\2"), (r"\^\{?(\d+)\}?", r"**\1"),
    (r"(tanh|sigma|ln)(?:sq)?\s+(-?[\w.]+)", r"\1(\2)"), (r"−", "-"),
    (r"(?<![A-Za-z_\d])([\d.]+|[a-z]_\d)\s*\(", r"\1*("),
)  # fmt: skip
KNOWN = {
    "tanh": np.tanh,
    "sigma": lambda a: lr.sigmoid(np.asarray(a, float)),
    "log": np.log,
    "ln": np.log,
    "e": np.e,
    "V": np.array,
}


class Vectors(ast.NodeTransformer):
    """괄호에 쉼표로 늘어놓은 것을 벡터로 읽는다."""

    def visit_Tuple(self, node):
        self.generic_visit(node)
        items = ast.List(node.elts, ast.Load())
        return ast.Call(ast.Name("V", ast.Load()), [items], [])


def value(piece, names):
    """등호 사이의 한 조각을 셈한 값. 모르는 기호가 있으면 None."""
    for pattern, new in LATEX:
        piece = re.sub(pattern, new, piece)
    try:
        tree = ast.fix_missing_locations(Vectors().visit(ast.parse(piece.strip(), mode="eval")))
        found = np.asarray(
            eval(compile(tree, "손계산", "eval"), {"__builtins__": {}}, {**KNOWN, **names}), float
        )
    except (SyntaxError, NameError, TypeError, ValueError, AttributeError):
        return None
    return found if found.size else None


def label(piece):
    for pattern, new in LATEX:
        piece = re.sub(pattern, new, piece)
    return piece.strip() if piece.strip().isidentifier() else None


def wrong_lines(cells):
    """(맞지 않는 줄, 견준 줄의 수). 셋째 자리까지 적은 수들이라 0.002까지는 반올림으로 본다."""
    wrong, compared = [], 0
    for one in prose.sections(cells):
        names = {}
        text = claims.plain(one.text) if "손으로" in one.title else ""
        for span in re.findall(r"\$\$(.+?)\$\$|\$([^$\n]+)\$", text, flags=re.S):
            body = re.sub(r"\\(?:begin|end)\{aligned\}|\\text\{[^}]*\}\s*&?:", "", "".join(span))
            pieces, last = [], None
            for line in re.split(r"\\\\(?!\w)", body):
                pieces = re.split(r"=|\\approx", line)
                carried = last if not pieces[0].strip(" &\n") else None  # 등호로 시작하면 윗줄에 이어진다
                values = [value(p, names) for p in pieces]
                if carried is not None or label(pieces[0]):  # 기호를 새로 정하는 줄이면 옛 값과 견주지 않는다
                    values[0] = carried
                sides = [v for v in values if v is not None]
                for a, b in zip(sides, sides[1:]):
                    compared += 1
                    if a.shape != b.shape or abs(a - b).max() > 0.002 * max(1, abs(b).max()):
                        wrong.append(line.strip())
                last = sides[-1] if sides else None
                for p in pieces[:-1]:
                    if label(p) and last is not None:
                        names[label(p)] = last
    return wrong, compared


@pytest.mark.parametrize("name", LESSONS)
def test_every_line_of_hand_arithmetic_adds_up(name):
    wrong, _ = wrong_lines(build.read(name).cells)
    assert not wrong, "등호의 양쪽이 다른 손계산:\n" + "\n".join(wrong)


def test_most_lines_of_hand_arithmetic_are_compared():
    assert sum(wrong_lines(build.read(name).cells)[1] for name in LESSONS) >= 80
