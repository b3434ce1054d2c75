"""셀의 글을 파이썬 문장으로: IPython의 표시를 지우고, 문장 하나씩 나눈다. 한 문장이 멈추어도 나머지는 남는다."""

from __future__ import annotations
import __future__

import ast
import re
from types import CodeType

RUN_BODY = ("time", "timeit", "capture", "prun")  # 아래의 글이 파이썬인 셀 마법
MAGIC = re.compile(r"^(\s*)(?:[\w ,.]+=\s*)?[!%].*$|^(\s*)\?.*$|^(\s*)[\w.]+\?{1,2}\s*$")
SIMPLE = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Import, ast.ImportFrom)


def parse(code: str) -> list[ast.stmt]:
    """셀 하나의 문장들. 문법에 맞지 않으면 `SyntaxError`를 낸다. 줄 번호는 셀의 줄 번호 그대로다."""
    head = re.match(r"\s*%%\s*(\w+)", code)
    if head:
        code = re.sub(r"^\s*%%.*", "", code, count=1) if head[1] in RUN_BODY else ""
    try:
        tree = ast.parse(code)
    except SyntaxError:
        tree = ast.parse("\n".join(_plain(line) for line in code.split("\n")))
    return [part for statement in tree.body for part in _split(statement)]


def _plain(line: str) -> str:
    found = MAGIC.match(line)
    return next((g for g in found.groups() if g is not None), "") + "pass" if found else line


def _split(statement: ast.stmt) -> list[ast.stmt]:
    """`import torch, numpy as np`는 둘로 나눈다. 하나가 없어도 다른 하나는 남는다."""
    if not isinstance(statement, ast.Import) or len(statement.names) == 1:
        return [statement]
    return [ast.copy_location(ast.Import([name]), statement) for name in statement.names]


def program(statement: ast.stmt, cell: int) -> CodeType:
    """문장 하나를 실행할 수 있게 옮긴다. 주석처럼 단 자료형(`x: torch.Tensor`)은 셈하지 않는다."""
    module = ast.Module([statement], type_ignores=[])
    flags = __future__.annotations.compiler_flag
    return compile(module, f"<셀 {cell}>", "exec", flags=flags, dont_inherit=True)


def is_definition(statement: ast.stmt) -> bool:
    """함수·클래스·불러오기이거나, 적힌 값을 이름에 담는 문장인가."""
    if isinstance(statement, ast.Assign):
        try:
            ast.literal_eval(statement.value)
        except ValueError:
            return False
        return True
    return isinstance(statement, SIMPLE)


def buried(statements: list[ast.stmt], name: str) -> ast.stmt | None:
    """if, try, with, for 안에 적혀 있어 실행되지 않은 함수 가운데 마지막 것."""
    found: ast.stmt | None = None
    for statement in statements:
        if isinstance(statement, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
            found = statement if statement.name == name else found
            continue
        inner = [node for node in ast.iter_child_nodes(statement) if isinstance(node, ast.stmt)]
        inner += [s for h in getattr(statement, "handlers", []) for s in h.body]
        found = buried(inner, name) or found
    return found
