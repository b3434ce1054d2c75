"""본문의 수를 바꾸고 견주는 말을 뒤집어, 그때마다 검사가 알아채는지 본다: make prose-mutations."""

from __future__ import annotations

import ast
import random
import re
import sys
from collections import Counter
from pathlib import Path
from unittest import mock

ROOT = Path(__file__).parents[1]
sys.path[:0] = [str(ROOT / "book"), str(ROOT / "tests"), str(ROOT)]
import build  # noqa: E402
import claims  # noqa: E402
import prose  # noqa: E402
import test_hand_arithmetic as hand  # noqa: E402
import test_prose_numbers as numbers  # noqa: E402

CLAIM = "test_claims.py::test_every_claim_holds_and_every_solution_runs"
LOOSE = "test_prose_numbers.py::test_every_number_in_prose_and_formulas_is_tied"
HAND = f"{LOOSE} 또는 test_hand_arithmetic.py::test_every_line_of_hand_arithmetic_adds_up"
FLIP = {
    ast.Gt: ast.Lt, ast.Lt: ast.Gt, ast.GtE: ast.Lt, ast.LtE: ast.Gt, ast.Eq: ast.NotEq, ast.NotEq: ast.Eq,
}  # fmt: skip


class Flipped(ast.NodeTransformer):
    """가장 바깥의 견주는 부호를 거꾸로 적는다. a > b는 a < b가 되고, 그 안의 견줌은 두 번 뒤집히지 않게 그대로 둔다."""

    def visit_Compare(self, node):
        node.ops = [FLIP[type(op)]() if type(op) in FLIP else op for op in node.ops]
        return node


def flipped(code: str) -> str:
    """견줌을 뒤집은 식. 견주는 부호가 없으면 통째로 부정한다."""
    new = ast.unparse(Flipped().visit(ast.parse(code, mode="eval")))
    return new if new != ast.unparse(ast.parse(code, mode="eval")) else f"not ({code})"


def altered(text: str, rng: random.Random) -> str:
    """글에 적힌 첫 수의 숫자 하나를 다른 숫자로 바꾼 글."""
    found = re.search(r"\d[\d,]*(?:\.\d+)?", text)
    places = [k for k in range(found.start(), found.end()) if text[k].isdigit()]
    k = rng.choice(places)
    digit = rng.choice([d for d in "0123456789" if d != text[k]])
    return text[:k] + digit + text[k + 1 :]


def spaces(name: str):
    """장의 셀을 차례로 실행하며, 주장마다 그 자리의 값과 함께 준다."""
    space = {"__name__": "__main__"}
    for cell in build.read(name).cells:
        if cell.cell_type == "code":
            exec(compile(cell.source, f"{name}.md", "exec"), space)
            continue
        for claim in claims.find(cell.source):
            yield claim, space


def try_claims(name: str, rng: random.Random):
    """주장마다 수를 바꾸거나 견줌을 뒤집어 본다: (갈래, 알아챘는가, 설명)."""
    with mock.patch("builtins.print"):
        for claim, space in spaces(name):
            if claim.kind == "?":
                code = flipped(claim.code)
                yield (
                    "견줌",
                    claims.judge(claim, bool(eval(code, space))) is not None,
                    f"{claim.text} ? {code}",
                )
            elif re.search(r"\d", claim.text):
                text = altered(claim.text, rng)
                try:
                    caught = claims.judge(claim._replace(text=text), eval(claim.code, space)) is not None
                except (ValueError, ZeroDivisionError):  # '0분의 1'처럼 읽을 수 없는 수. 검사도 멈춘다
                    caught = True
                yield "이어진 수", caught, f"{claim.text} → {text} = {claim.code} ± {claim.tolerance}"


def try_figures(name: str, rng: random.Random, most: int):
    """표시 밖의 수(수식 안까지)를 하나씩 바꾸어, 이어지지 않은 수로 드러나는지 본다."""
    cells, known = build.read(name).cells, numbers.known(name)
    excused = [row["문장에서 찾을 말"] for row in prose.allowed() if row["장"] == name]
    settings = {m[0] for c in cells if c.cell_type == "code" for m in prose.FIGURE.finditer(c.source)}
    seen, all_seen = len(prose.figures(cells, known)), len(prose.figures(cells, lambda title: set()))
    for cell in cells:
        if cell.cell_type != "markdown":
            continue
        source = cell.source
        marks = [m.span() for pattern in (claims.MARK, claims.FENCE) for m in pattern.finditer(source)]
        spots = [m for m in prose.FIGURE.finditer(source) if re.fullmatch(r"\d+\.\d+", m[0])]
        inside = [m for m in spots if not any(a <= m.start() < b for a, b in marks)]
        for m in rng.sample(inside, min(most, len(inside))):
            line = source[source.rfind("\n", 0, m.start()) + 1 :].split("\n")[0]
            cell.source = source[: m.start()] + "▮" + source[m.end() :]
            looked_at = len(prose.figures(cells, lambda title: set())) < all_seen
            if looked_at and not any(one in line for one in excused):
                text, kind = altered(m[0], rng), "설정의 수" if m[0] in settings else "수식 속의 수"
                cell.source = source[: m.start()] + text + source[m.end() :]
                caught = len(prose.figures(cells, known)) > seen or bool(hand.wrong_lines(cells)[0])
                yield kind, caught, f"{m[0]} → {text}: {source[max(0, m.start() - 30) : m.end() + 10]!r}"
        cell.source = source


def main(names: list[str], seed: int = 11) -> int:
    rng, count, missed = random.Random(seed), Counter(), []
    for name in names:
        for kind, caught, what in [*try_claims(name, rng), *try_figures(name, rng, 6)]:
            count[kind, caught] += 1
            missed += [] if caught else [f"{name} ({kind}) {what}"]
        print(name, flush=True)
    for kind, test in (("이어진 수", CLAIM), ("수식 속의 수", HAND), ("설정의 수", HAND), ("견줌", CLAIM)):
        right = count[kind, True]
        print(f"{kind}: {right + count[kind, False]}개를 하나씩 바꾸어 {right}개를 {test}가 알아챘습니다.")
    print("\n".join(["놓친 것:", *missed] if missed else ["놓친 것이 없습니다."]))
    return len(missed)


if __name__ == "__main__":
    sys.exit(bool(main(sys.argv[1:] or numbers.LESSONS)))
