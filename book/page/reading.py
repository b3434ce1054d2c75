"""읽는 일을 돕는 것: 용어와 기호의 뜻, 다른 장으로 가는 고리, 읽는 데 걸리는 시간, 용어집의 되돌아오는 고리."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from html import escape
from typing import NamedTuple

from docutils import nodes

from . import formulas
from .places import BOOK

CHAPTER = re.compile(r"(\d\d)-")
# 읽는 빠르기: 한글 글자, 표시 수식 하나, 그림·표 하나에 드는 분. 손으로 따라가고 연습문제를 푸는 시간은 세지 않는다
PER_LETTER, PER_FORMULA, PER_PICTURE = 1 / 450, 0.5, 0.4
LINKED = (nodes.paragraph,)
SKIPPED = (nodes.reference, nodes.strong, nodes.literal, nodes.title, nodes.superscript, nodes.table)


class Entry(NamedTuple):
    """누르면 나오는 풀이 하나: 이름, 뜻, 곁들인 말(기호와 영어, 또는 크기와 범위), 풀이가 있는 주소."""

    name: str
    meaning: str
    more: str
    address: str


@cache
def terms() -> tuple[Entry, ...]:
    """용어집의 용어. 긴 것부터 찾아야 '은닉 상태'가 '상태'보다 먼저 걸린다."""
    rows = [
        line.split("\t") for line in (BOOK / "terms.tsv").read_text(encoding="utf-8").splitlines()[1:] if line
    ]
    found = [Entry(row[0], row[3], row[1], f"glossary.html#{slug(row[0])}") for row in rows]
    return tuple(sorted(found, key=lambda entry: -len(entry.name)))


@cache
def symbols() -> dict[str, Entry]:
    """기호 카드의 기호: TeX → 풀이."""
    found = {}
    for header, row in table_rows((BOOK / "src" / "symbols.md").read_text(encoding="utf-8")):
        tex = re.fullmatch(r"\$([^$]+)\$", row[0])
        if header[0] != "기호" or not tex or "뜻" not in header:
            continue
        more = [
            f"{name} {bare(cell)}" for name, cell in zip(header, row) if name in ("크기", "범위") and cell
        ]
        for one in (part.strip() for part in re.split(r",(?![^\[(]*[\])])", tex[1].partition("=")[0])):
            found[one] = Entry(
                one, bare(row[header.index("뜻")]), ", ".join(more), f"symbols.html#{symbol_place(row[0])}"
            )
    return found


def table_rows(text: str) -> Iterator[tuple[list[str], list[str]]]:
    """Markdown 표의 (머리글, 줄)."""
    header: list[str] = []
    for line in text.splitlines():
        if not line.startswith("|"):
            header = []
            continue
        row = [cell.strip() for cell in line.strip("|").split(" | ")]
        row = [cell.strip(" |") for cell in row]
        if not header:
            header = row
        elif not set(line) <= set("|-: "):
            yield header, row


def bare(text: str) -> str:
    """수식과 강조의 표시를 뺀 글."""
    text = re.sub(r"\\([a-zA-Z]+) ?", lambda m: SPOKEN[m[1]], text)  # 모르는 명령은 만들기를 멈춘다
    return re.sub(r"[$`{}\\]|\*\*", "", text).replace(" ‖", "‖").strip()


SPOKEN = {
    "tanh": "tanh", "sigma": "σ", "rho": "ρ", "odot": "⊙", "tilde": "", "top": "ᵀ", "le": " ≤ ", "partial": "∂",
    "Vert": "‖", "lVert": "‖", "rVert": "‖",
}  # fmt: skip


def slug(text: str) -> str:
    return "-".join(re.findall(r"[^\W_]+", text.lower()))


def symbol_place(cell: str) -> str:
    return "기호-" + slug(re.sub(r"\\", "", cell).replace("_", "-"))


def explain(doctree: nodes.document, chapter: int | None) -> None:
    """장마다 처음 나오는 용어와 기호, 다른 장을 부르는 말에 고리를 단다."""
    waiting, known = list(terms()), dict(symbols())
    for node in list(doctree.findall(lambda n: isinstance(n, nodes.math | nodes.Text))):
        if not inside(node, LINKED) or inside(node, SKIPPED) or in_quote(node):
            continue
        if isinstance(node, nodes.math):
            entry = known.pop(node.astext().strip(), None)
            if entry:
                at = node.parent.index(node)
                node.parent[at] = link(entry, "symbol", node.deepcopy())
        else:
            split(node, waiting, chapter)


def split(text: nodes.Text, waiting: list[Entry], chapter: int | None) -> None:
    """글 한 도막에서 아직 풀이하지 않은 용어와 'N장'을 찾아 고리로 바꾼다."""
    found: list[tuple[int, int, nodes.Node]] = []
    words = str(text)
    for entry in list(waiting):
        at = words.find(entry.name)
        if at >= 0 and not any(start < at + len(entry.name) and at < stop for start, stop, _ in found):
            waiting.remove(entry)
            found.append((at, at + len(entry.name), link(entry, "term", nodes.Text(entry.name))))
    for match in re.finditer(r"(?<![\d–~-])(\d{1,2})장(?!\s*\()", words):
        page = chapters().get(int(match[1]))
        if (
            page
            and int(match[1]) != chapter
            and not any(a < match.end() and match.start() < b for a, b, _ in found)
        ):
            to = nodes.reference("", match[0], refuri=f"{page}.html", internal=True)
            found.append((match.start(), match.end(), to))
    if not found:
        return
    parts, at = [], 0
    for start, stop, node in sorted(found, key=lambda one: one[0]):
        parts += [nodes.Text(words[at:start]), node]
        at = stop
    text.parent.replace(text, [*parts, nodes.Text(words[at:])])


def link(entry: Entry, kind: str, shown: nodes.Node) -> nodes.Node:
    """누르면 뜻이 나오는 고리. 스크립트가 없으면 용어집이나 기호 카드로 간다."""
    data = f'data-meaning="{escape(entry.meaning, quote=True)}" data-more="{escape(entry.more, quote=True)}"'
    if isinstance(shown, nodes.math):  # 식만 든 고리에는 읽을 이름이 없다
        name = formulas.plain(shown.astext()) or entry.name
        data += f' aria-label="{escape(f"{name}, {entry.meaning}", quote=True)}"'
    start = nodes.raw("", f'<a class="lr-term" href="{entry.address}" {data}>', format="html")
    box = nodes.inline("", "", start, shown, nodes.raw("", "</a>", format="html"), classes=[f"lr-{kind}-box"])
    return box


@cache
def chapters() -> dict[int, str]:
    """장의 번호 → 쪽의 이름."""
    names = (path.stem for path in sorted((BOOK / "src").glob("*.md")))
    return {int(found[1]): name for name in names if (found := CHAPTER.match(name))}


def inside(node: nodes.Node, kinds: tuple) -> bool:
    while (node := node.parent) is not None:
        if isinstance(node, kinds):
            return True
    return False


def in_quote(node: nodes.Node) -> bool:
    """원문의 인용 안은 손대지 않는다."""
    while (node := node.parent) is not None:
        if isinstance(node, nodes.block_quote) and "is-source" in node["classes"]:
            return True
    return False


def minutes(doctree: nodes.document) -> int:
    """읽는 데 걸리는 시간(분)."""
    letters = sum(len(re.sub(r"\s", "", node.astext())) for node in doctree.findall(nodes.paragraph))
    formulas = sum(1 for _ in doctree.findall(nodes.math_block))
    outputs = sum("cell_output" in node["classes"] for node in doctree.findall(nodes.container))
    return max(1, round(letters * PER_LETTER + formulas * PER_FORMULA + outputs * PER_PICTURE))


def counts(doctree: nodes.document) -> tuple[int, int]:
    """(확인 문제의 수, 연습문제의 수)"""
    asked = sum(
        bool(re.match(r"\d+\.$", node.astext())) and isinstance(node.parent, nodes.paragraph)
        for node in doctree.findall(nodes.strong)
    )
    exercises = sum("tag_exercise" in node["classes"] for node in doctree.findall(nodes.container))
    return asked, exercises


def under_title(doctree: nodes.document) -> None:
    """장의 제목 아래에 읽는 데 걸리는 시간과 문제의 수를 적는다."""
    section = next(iter(doctree.findall(nodes.section)))
    asked, exercises = counts(doctree)
    words = f"읽는 데 약 {minutes(doctree)}분 · 확인 문제\u00a0{asked}개 · 연습문제\u00a0{exercises}개"
    # 스크립트가 보여 줄 때까지 자리만 지킨다. 나중에 끼우면 아래의 글이 밀린다
    button = '<button type="button" class="lr-all-code" data-waiting>코드를 모두 펼치기</button>'
    section.insert(1, nodes.raw("", f'<p class="lr-length">{words} {button}</p>', format="html"))


def map_of_chapters(doctree: nodes.document, read) -> None:
    """첫 쪽의 세 문을 나란히 세우고, 장 목록에 읽는 시간의 열을 더한다. `read(이름)`은 그 쪽의 글을 준다."""
    doors = next(iter(doctree.findall(nodes.bullet_list)), None)
    if doors is not None:
        doors["classes"].append("lr-doors")
    for group in doctree.findall(nodes.tgroup):
        names = [chapter_of(row) for row in group.findall(nodes.row)]
        if not any(names):
            continue
        group["cols"] += 1
        group.insert(group["cols"] - 1, nodes.colspec(colwidth=20))
        for row, name in zip(group.findall(nodes.row), names):
            html = "읽는 시간"
            if name:
                chapter = read(name)
                data = f'data-page="{name}" data-questions="{counts(chapter)[0]}"'
                html = f'<span class="lr-minutes" {data}>{minutes(chapter)}분</span>'
            row += nodes.entry("", nodes.paragraph("", "", nodes.raw("", html, format="html")))


def chapter_of(row: nodes.row) -> str | None:
    """줄의 첫 고리가 가리키는 장."""
    target = next((r.get("refuri", "") for r in row.findall(nodes.reference)), "")
    name = target.removesuffix(".html").removesuffix(".ipynb")
    return name if CHAPTER.match(name) else None


def where_terms_are(doctree: nodes.document, read) -> None:
    """용어집의 용어마다 처음 나오는 장과 나오는 장들을 적는다."""
    texts = {number: read(name) for number, name in chapters().items()}
    bodies = {
        number: "\n".join(p.astext() for p in text.findall(nodes.paragraph)) for number, text in texts.items()
    }
    for row in doctree.findall(nodes.row):
        if isinstance(row.parent, nodes.thead):
            continue
        term = row[0].astext()
        places = [number for number, body in bodies.items() if term in body]
        if places:
            links = ", ".join(
                f'<a href="{chapters()[n]}.html#{first_section(texts[n], term)}">{n}장</a>' for n in places
            )
            row[1].append(nodes.raw("", f'<p class="lr-places">나오는 곳: {links}</p>', format="html"))


def first_section(text: nodes.document, term: str) -> str:
    """용어가 처음 나오는 절의 이름표."""
    for paragraph in text.findall(nodes.paragraph):
        if term in paragraph.astext():
            section = paragraph.parent
            while section is not None and not isinstance(section, nodes.section):
                section = section.parent
            return section["ids"][0] if section else ""
    return ""


def name_symbols(doctree: nodes.document) -> None:
    """기호 카드의 줄마다 이름표를 단다."""
    for row in doctree.findall(nodes.row):
        formula = next(iter(row[0].findall(nodes.math)), None)
        if formula is not None and isinstance(row.parent, nodes.tbody):
            name = symbol_place(f"${formula.astext()}$")
            if name not in doctree.ids:
                doctree.ids[name] = row
                row["ids"].append(name)
