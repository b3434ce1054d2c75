"""절마다 오래가는 주소: 제목에서 만든 이름표를 `anchors.tsv`에 적어 두고, 제목이 바뀌어도 같은 이름표를 쓴다.

python book/anchors.py           제목의 바뀜을 `anchors.tsv`에 옮긴다(옛 이름표는 그대로 살아 있다)
python book/anchors.py --check   목록에 없는 제목과 제목을 잃은 이름표를 알린다
"""

from __future__ import annotations

import argparse
import csv
import difflib
import re
import sys
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

BOOK = Path(__file__).resolve().parent
LIST = BOOK / "anchors.tsv"
COLUMNS = ("쪽", "이름표", "제목")


class Anchor(NamedTuple):
    """이름표 하나와 그것이 가리키는 절의 지금 제목. 한 제목에 여럿이면 첫째가 주소이고 나머지는 옛 주소다."""

    name: str
    title: str


def slug(title: str) -> str:
    """제목의 글자와 숫자만 붙임표로 이은 이름표. 숫자로 시작하는 것은 CSS가 읽지 못해 앞에 '절'을 둔다."""
    words = re.findall(r"[^\W_]+", unicodedata.normalize("NFC", title).lower())
    return "-".join(words if words and not words[0][0].isdigit() else ["절", *words])


def headings(page: str) -> list[str]:
    """원문 `book/src/쪽.md`의 제목을 차례로. 코드 안의 `#`는 제목이 아니다."""
    text = (BOOK / "src" / f"{page}.md").read_text(encoding="utf-8")
    text = re.sub(r"^(```|~~~).*?^\1", "", text, flags=re.M | re.S)
    return [plain(title) for title in re.findall(r"^#{1,6} +(.+?)[ #]*$", text, flags=re.M)]


def plain(title: str) -> str:
    """제목의 글: 수식과 코드의 표시를 빼고 빈칸을 하나로."""
    return " ".join(re.sub(r"[$`*]", "", title).split())


def pages() -> list[str]:
    return sorted(path.stem for path in (BOOK / "src").glob("*.md"))


def read() -> dict[str, list[Anchor]]:
    """적어 둔 이름표. 파일이 없으면 빈 목록이다."""
    found: dict[str, list[Anchor]] = {}
    if LIST.exists():
        with open(LIST, encoding="utf-8") as file:
            for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE):
                found.setdefault(row["쪽"], []).append(Anchor(row["이름표"], row["제목"]))
    return found


def assign(titles: list[str], known: list[Anchor]) -> list[list[str]]:
    """제목마다 이름표들. 목록에 있으면 그것을, 없으면 제목에서 만든다. 같은 이름표는 두 번 쓰지 않는다."""
    waiting: dict[str, list[str]] = {}
    for anchor in known:
        waiting.setdefault(anchor.title, []).append(anchor.name)
    taken, names = {anchor.name for anchor in known}, []
    for position, title in enumerate(titles):
        mine = waiting.get(title, [])
        last = title not in titles[position + 1 :]
        mine, waiting[title] = (mine, []) if last else (mine[:1], mine[1:])
        names.append(mine or [free(slug(title), taken)])
        taken.update(names[-1])
    return names


def free(name: str, taken: set[str]) -> str:
    """이미 쓴 이름표라면 뒤에 2, 3, …을 붙인다."""
    count, tried = 1, name
    while tried in taken:
        count += 1
        tried = f"{name}-{count}"
    return tried


def follow(titles: list[str], known: list[Anchor]) -> list[Anchor]:
    """제목의 바뀜을 따라간 목록. 고쳐 쓴 제목은 이름표를 물려받고, 사라진 절의 이름표는 바로 앞 절을 가리킨다."""
    old = list(dict.fromkeys(anchor.title for anchor in known))
    moved: dict[str, str] = {}
    matcher = difflib.SequenceMatcher(None, old, titles, autojunk=False)
    for what, a, b, c, d in matcher.get_opcodes():
        for step, title in enumerate(old[a:b] if what in ("replace", "delete") else []):
            heir = titles[c + step] if c + step < d else titles[max(c + min(step, d - c) - 1, 0)]
            moved[title] = title if title in titles else heir
    carried = [Anchor(anchor.name, moved.get(anchor.title, anchor.title)) for anchor in known]
    rows = []
    for title, names in zip(titles, assign(titles, carried)):
        rows += [Anchor(name, title) for name in names]
    return rows


def problems() -> list[str]:
    """목록과 원문이 어긋난 곳."""
    known, wrong = read(), []
    for page in pages():
        titles, listed = headings(page), {anchor.title for anchor in known.get(page, [])}
        wrong += [f"{page}: 목록에 없는 제목입니다: {title}" for title in titles if title not in listed]
        wrong += [
            f"{page}: 이름표 #{anchor.name}의 제목 '{anchor.title}'이(가) 사라져, 그리로 가던 링크가 끊깁니다."
            for anchor in known.get(page, [])
            if anchor.title not in titles
        ]
    return wrong + [f"{page}: 원문이 없는 쪽입니다." for page in known if page not in pages()]


def update() -> Iterator[str]:
    """목록을 다시 쓰고, 무엇이 바뀌었는지 준다."""
    known = read()
    lines = ["\t".join(COLUMNS)]
    for page in pages():
        before = {anchor.name: anchor.title for anchor in known.get(page, [])}
        for name, title in follow(headings(page), known.get(page, [])):
            lines.append(f"{page}\t{name}\t{title}")
            if before.get(name) != title:
                yield f"{page}#{name}: {before.get(name, '(새 절)')} → {title}"
    LIST.write_text("\n".join(lines) + "\n", encoding="utf-8")


def main(argv: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description="절의 이름표를 anchors.tsv에 적습니다.")
    parser.add_argument("--check", action="store_true", help="고치지 않고 어긋난 곳만 알립니다")
    if parser.parse_args(argv).check:
        wrong = problems()
        print(
            "\n".join(
                [*wrong, "python book/anchors.py를 실행하세요."] if wrong else ["이름표가 모두 맞습니다."]
            )
        )
        return 1 if wrong else 0
    print("\n".join(update()) or "바뀐 것이 없습니다.")
    return 0


def setup(app) -> dict:
    """만드는 쪽의 절에 이름표를 붙이는 Sphinx 확장."""
    from docutils import nodes
    from sphinx.transforms import SphinxTransform

    class LastingAnchors(SphinxTransform):
        default_priority = 50  # 차례와 참조가 이름표를 읽기 전

        def apply(self, **kwargs) -> None:
            page = self.env.docname.rpartition("/")[2]
            self.env.note_dependency(str(LIST))
            sections = list(self.document.findall(nodes.section))
            titles = [plain(section.next_node(nodes.title).astext()) for section in sections]
            for section, names in zip(sections, assign(titles, read().get(page, []))):
                self.rename(section, names)
            for row in self.document.findall(nodes.row) if page == "glossary" else ():
                if isinstance(row.parent, nodes.tbody):
                    self.rename(row, [slug(row[0].astext())])

        def rename(self, node, names: list[str]) -> None:
            for old in node["ids"]:
                self.document.ids.pop(old, None)
            for name in node["names"]:
                self.document.nameids[name] = names[0]
            node["ids"] = names
            self.document.ids.update(dict.fromkeys(names, node))

    app.add_transform(LastingAnchors)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}


if __name__ == "__main__":
    sys.exit(main())
