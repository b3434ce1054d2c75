"""주장마다 잰 값과 설정을 모아 노트북에 적고, 그것으로 '이 책의 주장과 근거' 쪽을 만든다.

장을 만들 때 주장의 식과 그 양쪽을 재어 노트북의 metadata에 남긴다. 쪽은 그 기록만 읽으므로 장을 다시 실행하지 않는다.
"""

from __future__ import annotations

import ast
import csv
import json
import math
import re
from pathlib import Path

import claims

from lstm_ref.tables import setting

BOOK = Path(__file__).resolve().parent
SIGNS = {
    ast.Lt: "<",
    ast.LtE: "≤",
    ast.Gt: ">",
    ast.GtE: "≥",
    ast.Eq: "=",
    ast.NotEq: "≠",
}
TINY = 1e-13  # 이보다 작은 값은 반올림의 자국이라 컴퓨터마다 다르다


def probes(code: str, kind: str) -> list[str]:
    """주장 하나에 재어 볼 식들. 첫째는 주장 자체이고, 견주는 말이면 부등호의 양쪽이 뒤따른다.

    예
    --
    >>> probes("a.x < b", "?")
    ['a.x < b', 'a.x', 'b']
    >>> probes("(a > b).all()", "?")
    ['(a > b).all()', '(a > b).size']
    """
    found = [code]
    if kind == "?":
        for node in _parts(code):
            if isinstance(node, ast.Compare):
                found += [ast.unparse(side) for side in (node.left, *node.comparators)]
            elif _is_all(node):
                found.append(f"({ast.unparse(node.func.value)}).size")
    return found


def _parts(code: str) -> list[ast.expr]:
    body = ast.parse(code.strip(), mode="eval").body
    return body.values if isinstance(body, ast.BoolOp) else [body]


def _is_all(node: ast.expr) -> bool:
    return isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "all"


def scalar(value: object) -> object:
    """잰 값을 JSON에 담을 수 있는 꼴로 바꾼다."""
    if hasattr(value, "item") and getattr(value, "size", 1) == 1:
        return value.item()
    return value if isinstance(value, bool | int | float) else str(value)


def measured(claim: claims.Claim, values: list) -> str:
    """잰 값을 읽을 글로 적는다. 수는 본문보다 한 자리 더, 견주는 말은 부등호의 양쪽을 적는다."""
    if claim.kind == "=":
        return show(values[0], claims.read_number(claim.text)[1])
    rest, out = list(values[1:]), []
    for node in _parts(claim.code):
        if isinstance(node, ast.Compare):
            sides = [show(rest.pop(0)) for _ in range(len(node.ops) + 1)]
            signs = [SIGNS.get(type(op), "?") for op in node.ops]
            out.append(" ".join([sides[0], *(f"{s} {v}" for s, v in zip(signs, sides[1:]))]))
        elif _is_all(node):
            out.append(f"{rest.pop(0)}개 모두 참")
        else:
            out.append("참")
    return ", ".join(out)


def show(value: object, half: float | None = None) -> str:
    """수 하나를 적는다. `half`는 본문이 적은 마지막 자리의 반 눈금이다.

    예
    --
    >>> show(0.121577, 0.0005), show(3.8e-6), show(2e-16), show(12)
    ('0.1216', '3.8×10⁻⁶', '10⁻¹³ 미만', '12')
    """
    if isinstance(value, bool | str) or not math.isfinite(value):
        return str(value)
    size = abs(float(value))
    if value == int(value) and size < 1e6:
        return f"{int(value)}".replace("-", "−")
    if size < TINY:
        return "10⁻¹³ 미만"
    if half is not None and size >= 1e-4 and size < 1e6:
        text = f"{value:.{max(1, math.ceil(-math.log10(half)))}f}"
    elif 1e-3 <= size < 1e5:
        text = f"{float(f'{value:.3g}'):.10f}".rstrip("0").rstrip(".")
    else:
        power = math.floor(math.log10(size))
        text = (
            f"{value / 10.0**power:.1f}×10{str(power).translate(str.maketrans('-0123456789', '⁻⁰¹²³⁴⁵⁶⁷⁸⁹'))}"
        )
    return text.replace("-", "−")


def settings(cells, code: str) -> list[str]:
    """식이 쓰는 이름을 정한 셀의 줄(설정과 시드)을, 그 줄이 쓰는 이름까지 거슬러 차례로 준다."""
    lines = {}
    for cell in cells:
        if cell.cell_type == "code" and "exercise" not in cell.metadata.get("tags", []):
            for node in ast.parse(cell.source).body:
                if isinstance(node, ast.Assign):
                    names = {
                        n.id for target in node.targets for n in ast.walk(target) if isinstance(n, ast.Name)
                    }
                    lines |= {name: ast.get_source_segment(cell.source, node) for name in names}
    wanted, found = [code], []
    while wanted:
        for node in ast.walk(ast.parse(wanted.pop())):
            line = lines.get(node.id) if isinstance(node, ast.Name) else None
            if line and line not in found:
                found.insert(0, line)
                wanted.append(line)
    return found


def records(cells, values: list[list]) -> list[dict]:
    """장의 주장마다 절, 문장, 적은 값, 잰 값, 식, 설정을 담은 기록. `values`는 주장의 차례로 온다."""
    out, section, values = [], "", iter(values)
    for number, cell in enumerate(cells):
        if cell.cell_type != "markdown":
            continue
        for block in re.split(r"\n(?=## )", cell.source):
            section = heading[1] if (heading := re.match(r"\s*## (.+)", block)) else section
            for claim in claims.find(block):
                row = {"section": section, "measured": measured(claim, next(values)), **claim._asdict()}
                out.append(row | {"settings": settings(cells[:number], claim.code)})
    return out


UNREAD = "{name}의 노트북에서 주장의 기록을 읽지 못했습니다. 그 노트북부터 다시 만드세요."


def stored(name: str) -> list[dict]:
    """노트북에 적힌 주장의 기록. 노트북이 없거나 만든 기록이 없으면 비어 있다."""
    path = BOOK / f"{name}.ipynb"
    if not path.exists():
        return []
    try:
        book = json.loads(path.read_text(encoding="utf-8"))
        return book["metadata"].get("lstm_book", {}).get("claims", [])
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):  # 쓰다 만 노트북
        raise ValueError(UNREAD.format(name=name)) from None


def title(name: str) -> str:
    """장의 번호와 제목."""
    text = re.search(r"^# (.+)$", (BOOK / "src" / f"{name}.md").read_text(encoding="utf-8"), re.M)[1]
    number = re.match(r"\d\d", name)
    return f"{int(number[0])}장 {text}" if number else text


def names() -> list[str]:
    """주장이 적힌 장들."""
    return [path.stem for path in sorted((BOOK / "src").glob("*.md")) if stored(path.stem)]


def count_table() -> str:
    """장마다 수와 말이 몇 개씩 이어져 있는지 적은 표."""
    rows = [
        (f"[{title(n)}]({n}.ipynb)", *(sum(r["kind"] == k for r in stored(n)) for k in "=?")) for n in names()
    ]
    rows.append(("모두", *(sum(row[k] for row in rows) for k in (1, 2))))
    return "\n".join(["| 장 | 수 | 말 |", "|---|---|---|", *(f"| {a} | {b} | {c} |" for a, b, c in rows)])


def listing() -> str:
    """장마다 접어 둔 주장의 목록."""
    return "\n\n".join(_chapter(name, stored(name)) for name in names())


def _chapter(name: str, rows: list[dict]) -> str:
    lines = dict.fromkeys(line for row in rows for line in row["settings"])
    out = [f"### [{title(name)}]({name}.ipynb)", f"<details><summary>주장 {len(rows)}개 펼치기</summary>"]
    if lines:
        out.append(
            "이 장의 식이 쓰는 이름은 이렇게 정해졌어요. 시드와 설정이 여기 있어요.\n\n```python\n"
            + "\n".join(lines)
            + "\n```"
        )
    section = sentence = None
    for row in rows:
        if row["section"] != section and row["section"]:
            out.append(f"**{row['section']}** 절")
        if (row["section"], row["sentence"]) != (section, sentence):
            out.append(f"> {readable(row['sentence'])}")
        section, sentence = row["section"], row["sentence"]
        allowed = "" if row["tolerance"] is None else f" ± {setting(row['tolerance'])}"
        out.append(f"- {readable(row['text'])} → 잰 값 **{row['measured']}** · `{row['code']}`{allowed}")
    return "\n\n".join([*out, "</details>"]).replace("\n\n- ", "\n- ")


def readable(text: str) -> str:
    """문장 하나만 떼어 적어도 되게 굵은 글씨, 링크, 표의 세로줄을 지운다."""
    text = re.sub(r"\[([^\]]+)\]\([^)]*\)", r"\1", text.replace("**", ""))
    if text.startswith("|"):
        return re.sub(r"\s*\|\s*", " · ", text.strip("| "))
    return re.sub(r" \|$", "", text)  # 표의 마지막 칸에서 온 문장


def corrections(kind: str) -> str:
    """원문의 주장("원문")이나 흔한 오해("오해")와, 이 책이 재어 본 답의 표."""
    head = {"원문": "원문의 말", "오해": "오해"}[kind]
    rows = [row for row in correction_rows() if row["갈래"] == kind]
    table = [f"| {head} | 이 책의 답과 잰 값 | 장 |", "|---|---|---|"]
    for row in rows:
        answer = readable(answer_of(row)).replace("|", r"\vert ")  # 표 안의 수식에는 세로줄을 쓸 수 없다
        table.append(
            f"| {row['말']} | **{row['바른 말']}** {answer} | [{int(row['장'][:2])}장]({row['장']}.ipynb) |"
        )
    return "\n".join(table)


def correction_rows() -> list[dict[str, str]]:
    """바로잡기 표 `corrections.tsv`의 줄: 번호, 갈래, 말, 바른 말, 장, 자리(답이 되는 문장에 들어 있는 글)."""
    with open(BOOK / "corrections.tsv", encoding="utf-8") as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


def answer_of(row: dict[str, str]) -> str:
    """바로잡기 한 줄의 답: 그 장에서 '자리'의 글을 담은, 수와 이어진 문장."""
    claims = stored(row["장"])
    if not claims:
        raise ValueError(UNREAD.format(name=row["장"]))
    found = [r["sentence"] for r in claims if row["자리"] in r["sentence"]]
    if not found:
        raise ValueError(
            f"{row['번호']}의 자리 “{row['자리']}”를 {row['장']}의 이어진 문장에서 찾지 못했습니다."
        )
    return found[0]


MADE = {
    "주장의 수": count_table,
    "주장의 목록": listing,
    "바로잡기: 원문": lambda: corrections("원문"),
    "바로잡기: 오해": lambda: corrections("오해"),
}


def fill(text: str) -> str:
    """원문의 `<!-- 만듦: 주장의 수 -->` 같은 줄을 만든 표로 바꾼다."""
    return re.sub(r"^<!-- 만듦: (.+?) -->$", lambda m: MADE[m[1]](), text, flags=re.M)
