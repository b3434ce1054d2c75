"""`book/src/*.md`를 실행해 `book/*.ipynb`를 만든다.

python book/build.py             모두 만든다
python book/build.py 06-forget-gate …   적은 장만 만든다
python book/build.py --check     원문과 맞지 않는 노트북을 1초 안에 알린다
"""

from __future__ import annotations

import argparse
import inspect
import json
import os
import re
import sys
import time
import tomllib
from concurrent.futures import ProcessPoolExecutor, as_completed
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
import claims as claim_marks
import evidence
import practice
import reference
import sources
import stamps

from lstm_ref.files import write_whole

BOOK = Path(__file__).resolve().parent
ROOT = BOOK.parent
FIRST_CELL = """\
import sys
from importlib.util import find_spec

if "google.colab" in sys.modules and not find_spec("lstm_ref"):
    %pip install -q "lstm-ref[widgets] @ git+{address}@v{version}"
if not find_spec("lstm_ref"):
    class 준비(Exception):
        _render_traceback_ = lambda self: [str(self)]
    raise 준비(\'\'\'lstm_ref가 없어서 멈추었습니다. 설치한 뒤 이 셀부터 다시 실행하세요.
- 내 컴퓨터: 책의 폴더에서 make lab을 하면 설치하고 노트북을 엽니다.
- Colab, Kaggle, Binder: 새 셀에서 %pip install "lstm-ref[widgets] @ git+{address}@v{version}"
- 그 주소에 닿지 않으면: make colab이 만든 zip의 노트북을 여세요.\'\'\')\
"""
REMEDY = "make notebooks를 하면 다시 만듭니다. 손으로 고친 노트북은 book/saved에 남겨 둡니다."
PROBE = inspect.getsource(evidence.scalar) + "import json\nprint(json.dumps([scalar(v) for v in [VALUES]]))"
# 셀 실행에 쓰는 환경: 스레드 하나, 진행 막대 없음. 어느 컴퓨터에서나 같은 출력을 얻기 위해서다.
KERNEL_ENV = {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1", "TQDM_DISABLE": "1"}
WIDGET_VIEW = "application/vnd.jupyter.widget-view+json"  # 실행할 때마다 이름이 달라 저장하지 않는다


class BuildError(Exception):
    """장의 이름과 셀을 담은, 만들기 오류."""


def first_cell() -> str:
    """Colab에서만 패키지를 설치하는 첫 셀. 주소와 판은 pyproject.toml에서 읽는다."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    return FIRST_CELL.format(address=project["urls"]["Repository"], version=project["version"])


def source_sha(name: str) -> str:
    return stamps.sha(first_cell() + "\0" + source_text(name))


def source_text(name: str) -> str:
    """장의 원문. `<!-- 표: terms.tsv -->` 줄은 그 파일의 표로, `<!-- 만듦: … -->` 줄은 주장의 기록으로,
    `<!-- 연습: … -->` 줄은 연습문제로, `<!-- 참고: … -->` 줄은 공개 이름의 설명으로,
    `<!-- 코드: train.js 이름… -->` 줄은 쪽의 스크립트에서 그 함수들로 바꾼다.

    파일 이름 뒤에 수를 적으면 그 차례의 열만 쓴다.
    """
    try:
        text = evidence.fill((BOOK / "src" / f"{name}.md").read_text(encoding="utf-8"))
    except ValueError as error:
        raise BuildError(f"{name}: {error}") from None
    text = reference.fill(practice.fill(name, text))
    text = re.sub(r"^<!-- 코드: (\S+) (.+) -->$", lambda m: script_of(m[1], m[2].split()), text, flags=re.M)
    place = r"^<!-- 표: (\S+)((?: \d+)*) -->$"
    return re.sub(place, lambda m: markdown_table(BOOK / m[1], m[2].split()), text, flags=re.M)


def script_of(file: str, names: list[str]) -> str:
    """조작판의 스크립트 `file`에 있는 그대로의 함수들. 함수 바로 위의 설명 줄까지 옮긴다."""
    text = (ROOT / "lstm_ref" / "widgets" / "static" / file).read_text(encoding="utf-8")
    found = []
    for name in names:
        match = re.search(
            rf"((?:^// [^\n]*\n)*)^export (function\*? {name}\(.*?^}}$)", text, flags=re.M | re.S
        )
        if match is None:
            raise BuildError(f"{file}에 {name}이라는 함수가 없습니다.")
        found.append(match[1] + match[2])
    return "```text\n" + "\n\n".join(found) + "\n```"


def markdown_table(path: Path, columns: list[str]) -> str:
    rows = [line.split("\t") for line in path.read_text(encoding="utf-8").splitlines() if line]
    if columns:
        rows = [[row[int(column) - 1] for column in columns] for row in rows]
    if path.name == "source_map.tsv":
        rows = [[sources.readable(cell) for cell in row] for row in rows]
    rows.insert(1, ["---"] * len(rows[0]))
    return "\n".join("| " + " | ".join(cell.replace("|", "\\|") for cell in row) + " |" for row in rows)


def chapters() -> list[str]:
    return sorted(path.stem for path in (BOOK / "src").glob("*.md"))


def read(name: str):
    """원문 하나를 셀의 목록(nbformat 노트북)으로 읽는다. 주장 표시는 그대로 둔다."""
    import jupytext

    return jupytext.reads(source_text(name), fmt="md:myst")


def assemble(name: str):
    """실행할 노트북: 글에서는 표시를 지우고, 주장이 있는 글 뒤에 값을 재는 임시 셀을 둔다."""
    from nbformat import v4

    book, probes = v4.new_notebook(), {}
    if any(cell.cell_type == "code" for cell in read(name).cells):
        book.cells.append(v4.new_code_cell(first_cell(), metadata={"tags": ["remove-cell"]}))
    for cell in read(name).cells:
        if cell.cell_type == "code":
            meta = {"tags": list(cell.metadata.tags)} if cell.metadata.get("tags") else {}
            book.cells.append(v4.new_code_cell(cell.source, metadata=meta))
            continue
        book.cells.append(v4.new_markdown_cell(claim_marks.plain(cell.source)))
        try:
            found = claim_marks.find(cell.source)
        except ValueError as error:
            raise BuildError(f"{name}: {error}") from None
        if found:
            codes = [code for claim in found for code in evidence.probes(claim.code, claim.kind)]
            values = ", ".join(f"({code})" for code in codes)
            probe = v4.new_code_cell(PROBE.replace("VALUES", values))
            probe.metadata["tags"] = ["probe"]
            probes[len(book.cells)] = found
            book.cells.append(probe)
    return book, probes


def explain(book, probes: dict) -> str | None:
    """멈춘 셀이 주장을 재는 임시 셀이면, 어느 주장들을 재다 무슨 오류가 났는지."""
    for index, found in probes.items():
        for output in book.cells[index].get("outputs", []):
            if output.output_type == "error":
                lines = "\n".join(f"  “{claim.sentence}”의 식 {claim.code}" for claim in found)
                return f"주장의 식을 재지 못했습니다({output.ename}: {output.evalue}).\n{lines}"
    return None


def execute(name: str, book, probes: dict) -> None:
    from nbclient import NotebookClient
    from nbclient.exceptions import CellExecutionError

    if not any(cell.cell_type == "code" for cell in book.cells):
        return
    os.environ.update(KERNEL_ENV)
    client = NotebookClient(
        book,
        timeout=300,
        kernel_name="python3",
        extra_arguments=["--IPKernelApp.log_level=ERROR"],  # 커널마다 나오는 TCP 알림을 뺀다
        store_widget_state=False,
        coalesce_streams=True,  # 바쁜 컴퓨터에서는 한 print의 글이 두 번에 나뉘어 온다
        resources={"metadata": {"path": str(BOOK)}},
    )
    try:
        client.execute()
    except CellExecutionError as error:
        raise BuildError(
            f"{name}: {explain(book, probes) or f'셀이 오류로 멈췄습니다.{chr(10)}{error}'}"
        ) from None
    for number, cell in enumerate(book.cells):
        for output in cell.get("outputs", []):
            if output.output_type == "stream" and output.name == "stderr":
                raise BuildError(f"{name}: {number}번 셀이 stderr에 썼습니다.\n{cell.source}\n{output.text}")


def verify(name: str, book, probes: dict) -> list[dict]:
    """주장이 모두 맞는지 보고, 잰 값의 기록을 준다."""
    wrong, measured = [], []
    for index, found in probes.items():
        values = json.loads(book.cells[index].outputs[0].text)
        for claim in found:
            mine = [values.pop(0) for _ in evidence.probes(claim.code, claim.kind)]
            try:
                problem = claim_marks.judge(claim, mine[0])
            except (ValueError, TypeError) as error:
                problem = f"문장 “{claim.sentence}”\n  식 {claim.code}의 값 {mine[0]!r}을 견주지 못했습니다: {error}"
            wrong += [problem] if problem else []
            measured.append(mine)
    if wrong:
        raise BuildError(f"{name}: 본문과 계산이 다릅니다.\n" + "\n".join(wrong))
    return evidence.records(read(name).cells, measured)


def finish(name: str, book):
    """임시 셀과 실행 흔적을 지우고, 그림의 문장을 대체 텍스트로 옮긴다."""
    book.cells = [cell for cell in book.cells if "probe" not in cell.metadata.get("tags", [])]
    count = 0
    for number, cell in enumerate(book.cells):
        cell.id = f"{name}-{number:02d}"
        cell.metadata.pop("execution", None)
        if cell.cell_type != "code":
            continue
        count += 1
        cell.execution_count = count
        for output in cell.outputs:
            if "execution_count" in output:
                output.execution_count = count
            output.get("data", {}).pop(WIDGET_VIEW, None)
            if "image/svg+xml" in output.get("data", {}):
                cell.metadata["mystnb"] = {"image": {"alt": output.data["text/plain"]}}
    book.metadata = {
        "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
        "language_info": {"name": "python"},
    }
    book.nbformat, book.nbformat_minor = 4, 5
    return book


def stamped(name: str, book, records: list[dict]) -> str:
    """원문과 내용의 해시, 주장의 기록을 넣은 노트북의 글자. `--check`가 해시를 다시 재어 본다."""
    import nbformat

    raw = json.loads(nbformat.writes(book))
    raw["metadata"]["lstm_book"] = {
        "source_sha256": source_sha(name),
        "content_sha256": stamps.content_sha([raw["cells"], records]),
        "claims": records,
    }
    return json.dumps(raw, ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def build(name: str, out: Path = BOOK) -> float:
    """장 하나를 실행해 쓴다. 임시 파일에 쓴 뒤 이름을 바꾸므로 반쯤 쓴 노트북은 남지 않는다."""
    start = time.perf_counter()
    book, probes = assemble(name)
    execute(name, book, probes)
    records = verify(name, book, probes)
    text = stamped(name, finish(name, book), records)
    target = out / f"{name}.ipynb"
    stamps.keep(target)
    write_whole(target, text)
    return time.perf_counter() - start


def stale() -> list[str]:
    """원문과 맞지 않거나 손으로 고친 노트북의 이름과 까닭."""
    problems = []
    for name in chapters():
        try:
            problems.append(stamps.problem(BOOK / f"{name}.ipynb", source_sha(name)))
        except BuildError as error:  # 다른 장의 노트북으로 만드는 쪽은 그 노트북이 온전해야 볼 수 있다
            problems.append(str(error))
    orphans = {path.stem for path in BOOK.glob("*.ipynb")} - set(chapters())
    return [p for p in problems if p] + [f"{name}: 원문이 없는 노트북입니다." for name in sorted(orphans)]


def build_all(names: list[str]) -> int:
    failed = 0
    with ProcessPoolExecutor(max_workers=max(1, min(len(names), os.cpu_count() or 1))) as pool:
        jobs = {pool.submit(build, name): name for name in names}
        for done, job in enumerate(as_completed(jobs), 1):
            try:
                print(f"[{done}/{len(names)}] {jobs[job]}  {job.result():.1f}초", flush=True)
            except BuildError as error:
                failed += 1
                print(f"[{done}/{len(names)}] 실패\n{error}", flush=True)
    return 1 if failed else 0


def main(argv: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description="book/src/*.md를 실행해 book/*.ipynb를 만듭니다.")
    parser.add_argument("names", nargs="*", help="만들 장(없으면 모두)")
    parser.add_argument(
        "--check", action="store_true", help="만들지 않고, 원문과 맞지 않는 노트북만 알립니다"
    )
    args = parser.parse_args(argv)
    if args.check:
        problems = stale()
        print("\n".join([*problems, REMEDY]) if problems else "모든 노트북이 원문과 맞습니다.")
        return 1 if problems else 0
    unknown = set(args.names) - set(chapters())
    if unknown:
        parser.error(f"없는 장입니다: {', '.join(sorted(unknown))}. 있는 장: {', '.join(chapters())}")
    names = set(args.names or chapters())
    made = {name for name in chapters() if "<!-- 만듦: " in (BOOK / "src" / f"{name}.md").read_text("utf-8")}
    try:
        failed = build_all(sorted(names - made))  # 주장의 기록으로 만드는 쪽은 장을 다 만든 뒤에 만든다
        return failed or build_all(sorted(made))
    except KeyboardInterrupt:
        print("\n만들기를 멈추었습니다. 다 만든 노트북은 온전하고, 나머지는 그대로입니다.")
        return 130


if __name__ == "__main__":
    sys.exit(main())
