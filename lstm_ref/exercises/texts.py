"""글: 문제의 규격에서 빈 셀과 풀이의 코드를 만든다. 노트북과 과제가 모두 이것을 쓴다."""

from __future__ import annotations

import ast
import inspect

import numpy as np

from ..checks import kind
from .spec import Exercise, cases

BLANK = "# 빈칸"  # 풀이에서 이 말로 끝나는 줄은, 반쯤 적어 준 빈 셀에서 `...`가 된다
IMPORTS = "import numpy as np\n\nimport lstm_ref as lr\n"


def stub(exercise: Exercise) -> str:
    """배우는 이가 받는 셀: 필요한 import, 빈 함수, 자기 확인.

    매개변수
    --------
    exercise : Exercise

    반환값
    ------
    str

    예외
    ----
    TypeError : exercise가 Exercise가 아닐 때

    예
    --
    >>> from .spec import find
    >>> stub(find("ex06a")).splitlines()[-1]
    'lr.check("ex06a", my_erase)'

    출처: 이 책.
    """
    return f"{IMPORTS}\n\n{blank(exercise)}\n\n\n{call(exercise)}\n"


def call(exercise: Exercise) -> str:
    """자기 확인을 부르는 줄."""
    return f'lr.check("{exercise.id}", {exercise.function})'


def blank(exercise: Exercise) -> str:
    """빈 함수. 풀이에 빈칸을 표시한 줄이 있으면 그 줄만 비우고, 없으면 몸통을 모두 비운다.

    매개변수
    --------
    exercise : Exercise

    반환값
    ------
    str

    예외
    ----
    TypeError : exercise가 Exercise가 아닐 때

    예
    --
    >>> from .spec import find
    >>> blank(find("ex06a")).splitlines()[-1]
    '    ...'

    출처: 이 책.
    """
    head, doc, body = _parts(exercise)
    if any(line.endswith(BLANK) for line in body):
        body = [_emptied(line) if line.endswith(BLANK) else line for line in body]
    else:
        body = ["    ..."]
    if any(isinstance(value, np.ndarray) for value in cases(exercise, 0, 1)[0].values()):
        doc = [*doc[:-1], "    " + _dtypes(exercise), doc[-1]]
    return "\n".join([*head, *doc, *body])


def solution(exercise: Exercise) -> str:
    """풀이의 코드. 설명은 빈 셀에 있으므로 뺀다.

    매개변수
    --------
    exercise : Exercise

    반환값
    ------
    str

    예외
    ----
    TypeError : exercise가 Exercise가 아닐 때

    예
    --
    >>> from .spec import find
    >>> solution(find("ex06a")).splitlines()[0].startswith("def ")
    True

    출처: 이 책.
    """
    head, _, body = _parts(exercise)
    return "\n".join([*head, *(line.removesuffix(BLANK).rstrip() for line in body)])


def source(exercise: Exercise) -> str:
    """풀이의 코드. 배우는 이가 아직 모르는 형 힌트는 함수의 머리마다 뺀다."""
    lines = inspect.getsource(exercise.solution).splitlines()
    for node in reversed(_functions("\n".join(lines))):
        for one in ast.walk(node.args):
            if isinstance(one, ast.arg):
                one.annotation = None
        head = f"{' ' * node.col_offset}def {node.name}({ast.unparse(node.args)}):"
        lines[node.lineno - 1 : node.body[0].lineno - 1] = [head]
    return "\n".join(lines)


def _functions(code: str) -> list[ast.FunctionDef]:
    """코드에 적힌 함수를 위에서부터."""
    found = [node for node in ast.walk(ast.parse(code)) if isinstance(node, ast.FunctionDef)]
    return sorted(found, key=lambda node: node.lineno)


def _parts(exercise: Exercise) -> tuple[list[str], list[str], list[str]]:
    kind("exercise", exercise, Exercise)
    code = source(exercise)
    function, lines = _functions(code)[0], code.splitlines()
    start, end = function.body[0].lineno - 1, function.body[0].end_lineno
    return lines[:start], lines[start:end], lines[end:]


def _emptied(line: str) -> str:
    left, equals, _ = line.partition(" = ")
    return (
        f"{left} = ...  # 채우세요" if equals else line[: len(line) - len(line.lstrip())] + "...  # 채우세요"
    )


def _dtypes(exercise: Exercise) -> str:
    arrays = {k: v.dtype for k, v in cases(exercise, 0, 1)[0].items() if isinstance(v, np.ndarray)}
    whole = [name for name, dtype in arrays.items() if dtype.kind == "i"]
    if not whole:
        return "배열은 모두 float64예요."
    rest = " 다른 배열은 float64예요." if len(whole) < len(arrays) else ""
    return f"{', '.join(whole)}의 자료형은 int64예요.{rest}"
