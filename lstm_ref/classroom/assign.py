"""과제 내기: 책의 노트북에서 문제만 골라 풀이 없는 과제와 풀이집을 만든다(assign). 책 전체를 풀이 없이 담는다(pack)."""

from __future__ import annotations

import copy
import json
import re
from pathlib import Path
from typing import Any, NamedTuple

import nbformat
from nbformat import NotebookNode, v4

from ..exercises import Exercise, find, solution, stub

SOLUTION = re.compile(r"\n*<details>\s*<summary>\s*풀이\s*</summary>(.*?)</details>\n*", re.S)
HEADING = re.compile(r"^### .*$", re.M)
REVEALING = 18  # 풀이의 줄 가운데 이보다 짧은 것은 어디에나 있다
KEPT = ("kernelspec", "language_info")
HOW = """\
# {title}

- 마감: {due}
- 만점: {worth:g}점

| 문제 | 배점 |
|---|---:|
{table}

## 이렇게 하세요

1. 첫 셀부터 차례로 실행하세요.
2. 문제마다 `...` 자리에 답을 쓰고, 셀을 실행해 `lr.check`의 말을 보세요. 막히면 `lr.hint("{first}")`처럼 힌트를 부를 수 있어요.
3. 함수의 이름과 받는 값의 차례는 바꾸지 마세요. 셀을 더하거나 옮기는 것은 괜찮아요.
4. 다 되면 파일 이름을 `학번_이름.ipynb`로 바꾸어 내세요.

채점할 때는 크기와 수를 새로 뽑은 사례로 함수만 불러요. 그때 쓸 수 있는 것은 NumPy와 `lr.sigmoid`예요.
`lr.lstm_step`처럼 책의 답을 부르면 점수가 없어요.\
"""


class Problem(NamedTuple):
    """문제 하나: 책에 적힌 물음, 빈 셀, 풀이의 코드."""

    exercise: Exercise
    text: str
    stub: str
    code: str


def book_folder(given: Path | None) -> Path:
    """책의 노트북이 든 폴더. 적지 않으면 꾸러미 옆과 지금 폴더에서 찾는다."""
    places = [given] if given else [Path(__file__).parents[2] / "book", Path("book"), Path(".")]
    for place in places:
        if any(place.glob("[0-9][0-9]-*.ipynb")):
            return place
    raise FileNotFoundError(
        f"책의 노트북(06-forget-gate.ipynb …)이 {places[0]}에 없습니다. 저장소를 받은 뒤 --book으로 book 폴더를 적어 주세요."
    )


def problem(exercise: Exercise, book: Path) -> Problem:
    """책의 장에서 문제 하나를 꺼낸다."""
    cells = nbformat.read(book / f"{exercise.chapter}.ipynb", as_version=4).cells
    at = next((k for k, c in enumerate(cells) if exercise.id in c.metadata.get("tags", [])), None)
    if at is None:
        raise ValueError(
            f"{exercise.chapter}.ipynb에 {exercise.id}의 셀이 없습니다. 책과 lstm_ref의 판이 다릅니다."
        )
    before = cells[at - 1].source
    text = before[[m.start() for m in HEADING.finditer(before)][-1] :]
    return Problem(exercise, text, stub(exercise).rstrip(), solution(exercise))


def setup(book: Path, chapter: str) -> str:
    """책의 첫 셀(Colab에서만 설치)과 불러오기."""
    first = nbformat.read(book / f"{chapter}.ipynb", as_version=4).cells[0]
    install = first.source + "\n\n" if "remove-cell" in first.metadata.get("tags", []) else ""
    return install + "import numpy as np\n\nimport lstm_ref as lr"


def learner_notebook(
    problems: list[Problem], worth: dict[str, float], title: str, due: str, start: str
) -> NotebookNode:
    """배우는 이의 노트북. 풀이는 어디에도 없다."""
    book = v4.new_notebook(metadata=_kernel())
    table = "\n".join(f"| {p.exercise.id} {p.exercise.title} | {worth[p.exercise.id]:g} |" for p in problems)
    values = {
        "title": title,
        "due": due or "강의자가 알려 드려요",
        "worth": sum(worth.values()),
        "table": table,
    }
    book.cells = [_text(HOW.format(**values, first=problems[0].exercise.id)), _code(start, [])]
    for one in problems:
        heading, _, rest = one.text.partition("\n")
        points = f"{worth[one.exercise.id]:g}점"
        book.cells.append(_text(f"{heading} ({one.exercise.id}, {points})\n{rest}".replace("### ", "## ", 1)))
        book.cells.append(_code(one.stub, ["exercise", one.exercise.id]))
    _number(book)
    leaked = leaks(nbformat.writes(book), problems)
    if leaked:
        raise RuntimeError(f"과제에 풀이의 줄이 남았습니다: {leaked[0]}")
    return book


def solution_notebook(
    problems: list[Problem], worth: dict[str, float], title: str, start: str
) -> NotebookNode:
    """강의자의 풀이집."""
    book = v4.new_notebook(metadata=_kernel())
    book.cells = [_text(f"# {title}: 풀이\n\n강의자만 보세요."), _code(start, [])]
    for one in problems:
        points = f"{worth[one.exercise.id]:g}점"
        book.cells.append(
            _text(
                f"## {one.exercise.id} {one.exercise.title} ({points})\n\n{one.text.partition(chr(10))[2].strip()}"
            )
        )
        book.cells.append(_code(one.code, []))
        mistakes = "\n".join(f"- {m.message}" for m in one.exercise.mistakes)
        book.cells.append(_text(f"{one.exercise.why}\n\n채점이 알아보는 실수:\n\n{mistakes}".strip()))
    return _number(book)


def leaks(text: str, problems: list[Problem]) -> list[str]:
    """노트북의 글 전체(셀, 출력, 붙임, metadata)에 남은 풀이의 줄."""
    # 어느 문제의 빈 셀이 일부러 적어 준 줄은 다른 문제의 풀이에도 있을 수 있다
    shown = {line.strip() for one in problems for line in f"{one.stub}\n{one.text}".splitlines()}
    lines = {line.strip() for one in problems for line in one.code.splitlines()} - shown
    telling = sorted(line for line in lines if len(line) >= REVEALING)
    made = [line for line in telling if json.dumps(line, ensure_ascii=False)[1:-1] in text]
    return made + re.findall(r"<summary>\s*풀이", text)


def assign(
    worth: dict[str, float], out: Path, *, book: Path | None = None, title: str = "", due: str = ""
) -> Path:
    """과제 한 벌을 만든다.

    매개변수
    --------
    worth : 문제의 번호 → 배점
    out : 새 폴더. `learner/assignment.ipynb`는 나누어 주고, `instructor/`는 강의자만 본다
    book : 책의 노트북 폴더
    title, due : 과제의 이름과 마감. 노트북의 첫머리에 그대로 적힌다

    반환값
    ------
    채점할 때 쓰는 assignment.json
    """
    book, title = book_folder(book), title or "LSTM 과제"
    problems = [problem(find(name), book) for name in worth]
    start = setup(book, problems[0].exercise.chapter)
    made = learner_notebook(problems, worth, title, due, start)
    solved = solution_notebook(problems, worth, title, start)
    for folder in ("learner", "instructor"):
        (out / folder).mkdir(parents=True)
    nbformat.write(made, out / "learner" / "assignment.ipynb")
    nbformat.write(solved, out / "instructor" / "solutions.ipynb")
    place = out / "instructor" / "assignment.json"
    rules = {"title": title, "due": due, "points": worth}
    place.write_text(json.dumps(rules, ensure_ascii=False, indent=1), "utf-8")
    return place


def pack(out: Path, *, book: Path | None = None) -> list[Path]:
    """책의 모든 장을 풀이 없이 베낀다. 문제 셀의 출력도 지운다."""
    book, made = book_folder(book), []
    out.mkdir(parents=True)
    for path in sorted(book.glob("[0-9][0-9]-*.ipynb")):
        chapter = nbformat.read(path, as_version=4)
        for cell in chapter.cells:
            if cell.cell_type == "markdown":
                cell.source = SOLUTION.sub("\n\n", cell.source).strip("\n")
            elif "exercise" in cell.metadata.get("tags", []):
                cell.outputs, cell.execution_count = [], None
        chapter.metadata = {k: v for k, v in copy.deepcopy(chapter.metadata).items() if k in KEPT}
        made.append(out / path.name)
        nbformat.write(chapter, made[-1])
    return made


def _kernel() -> dict[str, Any]:
    return {"kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"}}


def _text(source: str) -> NotebookNode:
    return v4.new_markdown_cell(source)


def _code(source: str, tags: list[str]) -> NotebookNode:
    return v4.new_code_cell(source, metadata={"tags": tags} if tags else {})


def _number(book: NotebookNode) -> NotebookNode:
    """셀의 번호를 차례로 붙인다. 다시 만들어도 같은 파일이 나온다."""
    for number, cell in enumerate(book.cells):
        cell["id"] = f"cell-{number}"
    return book
