"""장의 규칙: 순서, 평범한 Markdown, 짧은 셀, 밖에서 계산하지 않기, 용어."""

import ast
import csv
import re
from pathlib import Path

import build
import pytest

BOOK = Path(build.BOOK)
NAMES = build.chapters()
LESSONS = [name for name in NAMES if re.match(r"\d\d-", name)]
WIDE = ("12-honorifics",)  # 아직 줄을 좁히지 않은 장
STEPS = ["학습 목표", "예측해 보기", "실행", "해석", "확인 문제", "연습문제", "요약"]
FENCE = re.compile(r"^```.*?^```", re.S | re.M)
MATH = re.compile(r"\$\$.*?\$\$|\$[^$\n]+?\$", re.S)


def cells(name):
    return build.read(name).cells


def text_of(name):
    return "\n\n".join(cell.source for cell in cells(name) if cell.cell_type == "markdown")


def is_exercise(cell):
    return "exercise" in cell.metadata.get("tags", [])


def test_all_fifteen_chapters_and_the_back_matter_are_there():
    wanted = "index 01-rnn 02-vanishing 03-memory 04-bptt 05-lstm 06-forget-gate 07-input-gate 08-cell-state"
    wanted += " 09-output-gate 10-summary 11-lstm-bptt 12-honorifics 13-beyond 14-libraries"
    wanted += " sheet symbols glossary claims history references instructors sources api api-experiments"
    assert set(NAMES) == set(wanted.split())
    toc = (build.ROOT / "_toc.yml").read_text(encoding="utf-8")
    assert all(f"book/{name}" in toc for name in NAMES)


def test_notebooks_match_their_sources():
    assert build.stale() == []


@pytest.mark.parametrize("name", LESSONS)
def test_a_lesson_goes_through_the_seven_steps_in_order(name):
    headings = re.findall(r"^##+ (.+)$", text_of(name), re.M)
    first = [next((k for k, h in enumerate(headings) if h.startswith(step)), None) for step in STEPS]
    assert None not in first, f"없는 단계: {[s for s, k in zip(STEPS, first) if k is None]}"
    assert first == sorted(first)


@pytest.mark.parametrize("name", NAMES)
def test_cells_hold_plain_markdown_only(name):
    words = re.sub(r"^```\w.*?^```$", "", text_of(name), flags=re.M | re.S)  # 울타리 안은 코드다
    text = FENCE.sub("", words)
    assert not re.search(r"\{[a-z:]+\}`|^:::|^```\{(?!code-cell)", words, re.M), (
        "MyST 지시자는 쓰지 않습니다."
    )
    assert len(re.findall(r"^# ", text, re.M)) == 1
    stray = re.findall(r"[^\s\w]\*\*(?=[가-힣])", re.sub(r"\*\*(?=[^*\n]*\*\*)", "", MATH.sub("", text)))
    assert not stray, f"닫히지 않는 굵은 글씨: {stray}"


@pytest.mark.parametrize("name", NAMES)
def test_no_forbidden_variant_of_a_term_is_used(name):
    with open(BOOK / "terms.tsv", encoding="utf-8") as file:
        variants = [
            v.strip() for row in csv.DictReader(file, delimiter="\t") for v in row["쓰지 않는 말"].split(",")
        ]
    text = text_of(name) + "\n".join(c.source for c in cells(name) if c.cell_type == "code")
    quoted = re.compile(r"^> \*\*원문\.\*\*.*?(?:\n\n|\Z)", re.S | re.M)  # 원문을 그대로 옮긴 인용만 예외다
    text = re.sub(r"\([A-Za-z][A-Za-z ,\-]*\)", "", text)  # 처음 소개할 때 괄호에 적는 영어
    text = re.sub(r'"[^"\n]*"', "", text)  # 따옴표로 옮긴 원문의 말
    allowed = {"glossary", "sources"}  # 쓰지 않는 말과 원문을 그대로 보이는 쪽
    found = [
        v for v in variants if v and re.search(rf"(?<![가-힣A-Za-z]){re.escape(v)}", quoted.sub("", text))
    ]
    assert name in allowed or not found, f"terms.tsv에서 쓰지 않기로 한 말: {found}"


@pytest.mark.parametrize("name", LESSONS)
def test_code_cells_are_short_and_do_not_compute(name):
    banned = (
        ast.FunctionDef,
        ast.For,
        ast.While,
        ast.comprehension,
        ast.Lambda,
        ast.BinOp,
        ast.AugAssign,
        ast.With,
    )
    for cell in cells(name):
        if cell.cell_type != "code" or is_exercise(cell):
            continue
        assert len(cell.source.splitlines()) <= 12, cell.source
        wide = [line for line in cell.source.splitlines() if len(line) > 60]
        assert not wide or name in WIDE, f"휴대전화에서 잘리는 줄(60칸 넘음): {wide}"
        shown = () if "teach" in cell.metadata.get("tags", []) else banned  # 가르치는 반복은 쪽에 적는다
        for node in ast.walk(ast.parse(cell.source)):
            assert not isinstance(node, shown), f"셀에서 계산하지 않습니다.\n{cell.source}"
            if isinstance(node, ast.Import | ast.ImportFrom):
                assert ast.unparse(node) == "import lstm_ref as lr"


@pytest.mark.parametrize("name", NAMES)
def test_every_output_is_followed_by_a_paragraph(name):
    import nbformat

    book = nbformat.read(BOOK / f"{name}.ipynb", as_version=4)
    told = [
        cell for cell in book.cells if "hint" not in cell.metadata.get("tags", [])
    ]  # 힌트는 셀이 이어진다
    for cell, after in zip(told, [*told[1:], None]):
        if cell.cell_type == "code" and cell.outputs:
            assert after is not None and after.cell_type == "markdown", (
                f"출력 뒤에 글이 없습니다.\n{cell.source}"
            )
            first = after.source.lstrip().split("\n")[0]
            assert not first.startswith("#") or "해석" in first, f"출력을 읽는 글이 없습니다.\n{cell.source}"


@pytest.mark.parametrize("name", NAMES)
def test_every_figure_has_its_sentence_as_alternative_text(name):
    import nbformat

    for cell in nbformat.read(BOOK / f"{name}.ipynb", as_version=4).cells:
        for output in cell.get("outputs", []):
            data = output.get("data", {})
            assert output.output_type not in ("error",) and output.get("name") != "stderr"
            if "image/svg+xml" in data:
                assert len(data["text/plain"]) >= 20 and re.search(r"[가-힣].*\.$", data["text/plain"])
                assert cell.metadata["mystnb"]["image"]["alt"] == data["text/plain"]
            assert "image/png" not in data, "그림은 SVG로 냅니다."


@pytest.mark.parametrize("name", LESSONS)
def test_a_lesson_has_questions_with_answers_and_exercises_with_solutions(name):
    text = text_of(name)
    assert text.count("<summary>답 보기</summary>") >= 4
    stubs = [cell for cell in cells(name) if is_exercise(cell)]
    assert len(stubs) >= 3 and text.count("<summary>풀이</summary>") >= len(stubs)
    assert text.count("<summary>힌트</summary>") >= 1
    assert text.count("<details>") == text.count("</details>")
