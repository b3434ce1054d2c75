"""연습문제의 풀이를 한 곳씩 망가뜨리고, 자기 확인이 그것을 통과시키는지 본다(make mutants).

항을 빼고, 인자를 맞바꾸고, 편향을 잊고, 축을 바꾸고, 시점을 하나 밀어 본다. 통과한 것이 하나라도 있으면 실패다.
값이 정말로 같은 변형은 EQUAL에 까닭과 함께 적는다. 적어 둔 것이 더는 나오지 않아도 실패다.
"""

from __future__ import annotations

import ast
import copy
import sys
from collections import Counter
from collections.abc import Iterator
from typing import NamedTuple

import numpy as np

import lstm_ref as lr
from lstm_ref import exercises
from lstm_ref.exercises import texts
from lstm_ref.exercises.notebook import COUNT, SEED
from lstm_ref.exercises.run import run

SECONDS = 2.0  # 망가뜨린 풀이 하나에 주는 시간. 끝나지 않는 반복은 통과가 아니다
TWINS = {
    "tanh": "sigmoid",
    "sigmoid": "tanh",
    "argmax": "argmin",
    "log": "log10",
    "log10": "log",
    "any": "all",
}
SIGNS = {ast.Add: ast.Sub, ast.Sub: ast.Add, ast.Mult: ast.Add, ast.Div: ast.Mult}
BOUNDS = {ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt, ast.Eq: ast.NotEq}
SYMMETRIC = {"min", "max", "isclose"}
TWO_AXES = "축이 둘이라 axis=1과 axis=-1이 같다"
EITHER_WAY = "상관 계수는 어느 쪽을 먼저 적어도 같다"
SAME_SIZE = "크기만 보는데 두 배열의 크기가 같다"
# (문제, 망가뜨린 줄) → 그래도 값이 같은 까닭
EQUAL = {
    ("ex02b", "P, out = (np.eye(jacobians.shape[2]), [])"): "야코비 행렬은 정사각 행렬이다",
    ("ex03b", "return np.linalg.norm(read(y) - read(x), axis=-1)"): "노름은 부호를 보지 않는다",
    ("ex03c", "h = 1.9"): "어느 양수에서 시작해도 같은 고정점으로 간다",
    ("ex03c", "h = -0.09999999999999998"): "음의 고정점에서도 도함수는 같다",
    ("ex03c", "for _ in range(201):"): "이미 고정점이다",
    ("ex03c", "for _ in range(199):"): "이미 고정점이다",
    ("ex03d", "guess, true = (x[n - k:len(x) - k], h[n:] @ w)"): EITHER_WAY,
    ("ex03d", "out.append(np.corrcoef(true, guess)[0, 1] ** 2)"): EITHER_WAY,
    ("ex03d", "out.append(np.corrcoef(guess, true)[1, 0] ** 2)"): EITHER_WAY,
    ("ex05b", "z = np.concatenate([h_prev, x_t], axis=1)"): TWO_AXES,
    (
        "ex05c",
        "f, i, C_tilde = (lr.sigmoid(b_f), np.tanh(b_C), lr.sigmoid(b_i))",
    ): "두 값은 서로 곱해질 뿐이다",
    ("ex06a", "z = np.concatenate([h_prev, x_t], axis=1)"): TWO_AXES,
    ("ex07a", "z = np.concatenate([h_prev, x_t], axis=1)"): TWO_AXES,
    ("ex07a", "a_i, a_C = np.split(z @ W.T + b, 2, axis=1)"): TWO_AXES,
    ("ex08b", "keep, out = (np.ones(i.shape[1]), [])"): SAME_SIZE,
    ("ex08b", "for t in reversed(range(len(i))):"): SAME_SIZE,
    ("ex08c", "H = len(i)"): SAME_SIZE,
    ("ex09c", "z = np.concatenate([o * np.tanh(C), x_next], axis=1)"): TWO_AXES,
    ("ex10b", "z = np.concatenate([h, x_t], axis=1)"): TWO_AXES,
    ("ex11b", "return (da_f.T @ z, dz[:, :i.shape[1]], total * f)"): SAME_SIZE,
    ("ex11c", "H, weights = (i.shape[2], (W_f, W_i, W_C, W_o))"): SAME_SIZE,
    ("ex11c", "H, weights = (f.shape[2], (W_i, W_f, W_C, W_o))"): SAME_SIZE,
    ("ex11c", "H, weights = (f.shape[2], (W_f, W_C, W_i, W_o))"): SAME_SIZE,
    ("ex11c", "H, weights = (f.shape[2], (W_f, W_i, W_o, W_C))"): SAME_SIZE,
    ("ex11c", "H, weights = (f.shape[2], (W_i, W_i, W_C, W_o))"): SAME_SIZE,
    ("ex11c", "H, weights = (f.shape[2], (W_f, W_C, W_C, W_o))"): SAME_SIZE,
    ("ex11c", "H, weights = (f.shape[2], (W_f, W_i, W_o, W_o))"): SAME_SIZE,
    ("ex12b", "dh[-1] = 2.0"): "두 기울기의 비라서 손실의 배율이 지워진다",
    ("ex12c", "norm = np.sqrt(sum(((g ** 2).sum() for g in (dW_y, *grads))))"): "제곱합은 차례와 상관없다",
    ("ex13a", "budget, G = (4 * H * (H + D + 1), 1)"): "예산이 늘 G = 1의 수보다 크다",
    ("ex13b", "both = np.concatenate([h_prev, x_t], axis=1)"): TWO_AXES,
    ("ex13b", "n = np.tanh(np.concatenate([r * h_prev, x_t], axis=1) @ W_n.T)"): TWO_AXES,
    ("ex13c", "hit = np.abs(np.tanh(C)) >= limit"): "꼭 같은 실수는 나오지 않는다",
    ("ex14c", "f = np.argmin(np.abs(lr.sigmoid(1.0) - C))"): "절댓값은 부호를 보지 않는다",
    ("ex14c", "f = np.argmin(np.abs(C - np.tanh(1.0)))"): "tanh(1)에 가장 가까운 C도 σ(1)이다",
    ("ex14c", "C_tilde = np.argmax(h)"): "C가 가장 큰 자리에서 h도 가장 크다",
}


class Mutant(NamedTuple):
    """망가뜨린 풀이 하나."""

    exercise: object
    kind: str
    line: str
    source: str


def variants(node: ast.AST, names: list[str]) -> Iterator[tuple[str, ast.AST]]:
    """마디 하나를 망가뜨린 것들과 그 이름."""
    for make in (_terms, _signs, _orders, _calls, _numbers, _bounds):
        yield from make(node)
    if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load) and node.id in names and len(names) > 1:
        other = names[(names.index(node.id) + 1) % len(names)]
        yield "다른 인자를 씀", ast.Name(other, ast.Load())


def _terms(node):
    if isinstance(node, ast.BinOp) and isinstance(
        node.op, ast.Add | ast.Sub | ast.Mult | ast.Div | ast.MatMult
    ):
        yield "뒤의 항을 뺌", node.left
        if not isinstance(node.op, ast.Div):
            yield "앞의 항을 뺌", node.right
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Pow):
        yield "거듭제곱을 뺌", node.left
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub):
        yield "부호를 뺌", node.operand


def _signs(node):
    if isinstance(node, ast.BinOp) and type(node.op) in SIGNS:
        yield "연산을 바꿈", ast.BinOp(node.left, SIGNS[type(node.op)](), node.right)
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Sub | ast.Div | ast.MatMult | ast.Pow):
        yield "앞뒤를 맞바꿈", ast.BinOp(node.right, node.op, node.left)


def _orders(node):
    if isinstance(node, ast.Tuple | ast.List) and isinstance(node.ctx, ast.Load):
        for k in range(len(node.elts) - 1):
            elts = [*node.elts[:k], node.elts[k + 1], node.elts[k], *node.elts[k + 2 :]]
            yield "차례를 맞바꿈", type(node)(elts, ast.Load())
    if isinstance(node, ast.Attribute) and node.attr == "T":
        yield "전치를 뺌", node.value
    if isinstance(node, ast.Subscript) and isinstance(node.slice, ast.Slice) and node.slice.step is not None:
        yield "뒤집기를 뺌", node.value


def _calls(node):
    if not isinstance(node, ast.Call):
        return
    name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
    if len(node.args) >= 2 and name not in SYMMETRIC:
        yield (
            "인자를 맞바꿈",
            ast.Call(node.func, [node.args[1], node.args[0], *node.args[2:]], node.keywords),
        )
    if name in TWINS and isinstance(node.func, ast.Attribute):
        home = {"sigmoid": "lr", "tanh": "np"}.get(TWINS[name])
        base = ast.Name(home, ast.Load()) if home else node.func.value
        yield (
            "다른 함수를 씀",
            ast.Call(ast.Attribute(base, TWINS[name], ast.Load()), node.args, node.keywords),
        )
    if len(node.args) == 1 and name in {
        "tanh",
        "sigmoid",
        "reversed",
        "sqrt",
        "exp",
        "log",
        "log10",
        "abs",
        "arctanh",
    }:
        yield "함수를 씌우지 않음", node.args[0]
    if name in {"sum", "mean", "cumsum"} and isinstance(node.func, ast.Attribute) and not node.args:
        yield "축을 더하지 않음", node.func.value
    for k, word in enumerate(node.keywords):
        if word.arg == "axis":
            axis = 0 if ast.unparse(word.value) != "0" else -1
            words = [
                *node.keywords[:k],
                ast.keyword("axis", ast.parse(str(axis)).body[0].value),
                *node.keywords[k + 1 :],
            ]
            yield "축을 바꿈", ast.Call(node.func, node.args, words)


def _numbers(node):
    if isinstance(node, ast.Constant) and type(node.value) in (int, float):
        yield "하나 큼", ast.Constant(node.value + 1)
        if node.value:
            yield "하나 작음", ast.Constant(node.value - 1)


def _bounds(node):
    if isinstance(node, ast.Compare) and type(node.ops[0]) in BOUNDS:
        yield "경계를 바꿈", ast.Compare(node.left, [BOUNDS[type(node.ops[0])]()], node.comparators)


def _statements(body: list[ast.stmt]) -> Iterator[tuple[str, list[ast.stmt]]]:
    for k, line in enumerate(body):
        if isinstance(line, ast.Assign | ast.AugAssign | ast.Expr) and len(body) > 1:
            yield "줄을 뺌", [*body[:k], *body[k + 1 :]]
        if isinstance(line, ast.AugAssign):
            left = copy.deepcopy(line.target)
            yield "더하지 않고 덮어씀", [*body[:k], ast.Assign([left], line.value), *body[k + 1 :]]


def mutants(exercise) -> list[Mutant]:
    """문제 하나의 풀이를 한 곳씩 망가뜨린 것 모두. 글자가 같은 것은 하나만 남긴다."""
    tree = ast.parse(texts.source(exercise))
    tree.body[0].body.pop(0)  # 설명
    names = [a.arg for a in tree.body[0].args.args]
    before, found = ast.unparse(tree).splitlines(), {}
    for path in _paths(tree.body[0], ()):
        for kind, changed in _changes(_at(tree.body[0], path), names):
            fresh = copy.deepcopy(tree)
            _put(fresh.body[0], path, changed)
            source = ast.unparse(ast.fix_missing_locations(fresh))
            line = next((b for a, b in zip(before, source.splitlines()) if a != b), "(줄이 빠짐)").strip()
            if source.splitlines() != before:
                found.setdefault(source, Mutant(exercise, kind, line, source))
    return list(found.values())


def _changes(node, names):
    if isinstance(node, list):
        return _statements(node)
    return variants(node, names)


def _paths(node, path):
    """함수 안의 모든 마디와 줄 묶음의 자리. 인자의 목록은 건드리지 않는다."""
    for name, value in ast.iter_fields(node):
        if name in ("args", "decorator_list") and isinstance(node, ast.FunctionDef):
            continue
        if isinstance(value, list):
            if name in ("body", "orelse") and value:
                yield (*path, name)
            for k, item in enumerate(value):
                if isinstance(item, ast.AST):
                    yield (*path, name, k)
                    yield from _paths(item, (*path, name, k))
        elif isinstance(value, ast.AST):
            yield (*path, name)
            yield from _paths(value, (*path, name))


def _at(node, path):
    for key in path:
        node = node[key] if isinstance(key, int) else getattr(node, key)
    return node


def _put(node, path, value):
    *way, last = path
    home = _at(node, way)
    if isinstance(last, int):
        home[last] = copy.deepcopy(value)
    else:
        setattr(home, last, copy.deepcopy(value))


def passes(mutant: Mutant, cases: list[dict], known) -> bool:
    """자기 확인이 망가뜨린 풀이를 통과시키는지 본다. 함수를 정의하지 못하는 것은 통과가 아니다."""
    exercise, space = mutant.exercise, {"np": np, "lr": lr}
    try:
        exec(compile(mutant.source, "<mutant>", "exec"), space)
    except Exception:
        return False
    outcomes = run(space[exercise.function], cases, SECONDS, exercise.tools)
    return exercises.judge(exercise, cases, outcomes, known).passed


def survivors(exercise, step: int = 1) -> tuple[int, list[Mutant]]:
    """(해 본 수, 통과한 것). `step`이 1보다 크면 그만큼 건너뛰며 해 본다."""
    cases = exercises.cases(exercise, SEED, COUNT)
    known, tried = exercises.key(exercise, cases), mutants(exercise)[::step]
    return len(tried), [m for m in tried if passes(m, cases, known)]


def real(passed: list[Mutant]) -> list[Mutant]:
    """통과한 것 가운데 값이 정말로 다른 것."""
    return [m for m in passed if (m.exercise.id, m.line) not in EQUAL]


def main() -> int:
    total, kinds, bad, seen = 0, Counter(), [], set()
    for exercise in exercises.all_exercises():
        tried, passed = survivors(exercise)
        total += tried
        kinds.update(m.kind for m in mutants(exercise))
        wrong = real(passed)
        seen |= {(m.exercise.id, m.line) for m in passed}
        bad += wrong
        print(f"{exercise.id} {exercise.title}: {tried}개 가운데 {len(wrong)}개가 통과", flush=True)
        for m in wrong:
            print(f"    {m.kind}: {m.line}")
    for kind, count in kinds.most_common():
        print(f"{kind}: {count}")
    gone = set(EQUAL) - seen
    equal = len(seen & set(EQUAL))
    print(f"모두 {total}개 가운데 {len(bad)}개가 통과했습니다. 값이 같은 변형 {equal}줄은 뺐습니다.")
    if gone:
        print(f"낡은 예외: {gone}")
    return 1 if bad or gone else 0


if __name__ == "__main__":
    sys.exit(main())
