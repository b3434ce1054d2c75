"""한국어 찾기: 절마다의 글을 모아 `assets/search-index.js`를 만들고, Sphinx의 찾기를 대신한다.

글은 문서 나무에서 모은다(차례와 단추의 말이 섞이지 않는다). 수식은 TeX가 아니라 읽는 꼴(`C_t`)로 적고,
그림은 그 설명 문장을 쓴다.
셈(무엇을 먼저 보일지)은 `assets/search-index.js`, 화면은 `assets/search.js`에 있다.
"""

from __future__ import annotations

import csv
import gzip
import json
import re
import unicodedata
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from typing import NamedTuple
from xml.etree import ElementTree

from anchors import plain
from docutils import nodes
from page.formulas import mathml
from sphinx.util import logging

BOOK = Path(__file__).resolve().parent
ENGINE = BOOK / "assets" / "search-index.js"
SUB, SUP, END = "\ue000", "\ue001", "\ue002"  # 아래 글자, 위 글자, 그 끝. 화면에서 <sub>와 <sup>이 된다
SCRIPTS = {"msub": SUB, "munder": SUB, "msup": SUP, "msubsup": SUB + SUP, "munderover": SUB + SUP}
# 같은 말이 있어도 뒤에 보일 절과 쪽: 문제와 목표는 설명보다, 부록은 장보다 뒤다
LATER = (("학습 목표", 0.5), ("예측해 보기", 0.6), ("확인 문제", 0.5), ("연습문제", 0.5), ("요약", 0.7))
PAGES = {
    "index": 0.5,
    "glossary": 0.6,
    "symbols": 0.8,
    "api": 0.1,
    "api-experiments": 0.1,
    "claims": 0.3,
    "sources": 0.3,
    "references": 0.6,
    "instructors": 0.6,
}
# 다른 곳의 글을 옮긴 쪽. 절의 첫 문단만 찾는다
HEADLINES_ONLY = ("api", "api-experiments", "claims", "sources")


class Section(NamedTuple):
    """찾기가 보여 주는 단위. `anchor`가 비면 쪽의 처음이다."""

    anchor: str
    title: str
    weight: float
    strong: str
    code: str
    text: str


def linear(tex: str) -> str:
    """수식을 한 줄의 글로. 아래 글자와 위 글자는 표시로 감싼다."""
    html = mathml(tex, False)
    math = re.sub(r' xmlns="[^"]*"', "", re.search(r"<math.*?</math>", html, re.S)[0])
    text = " ".join(spoken(ElementTree.fromstring(math)).replace("\u2061", "").split())
    return re.sub(r"(^|[=≈<>≤≥(\[,] ?)([−+]) ", r"\1\2", text)


def spoken(node: ElementTree.Element) -> str:
    """MathML 한 마디의 글."""
    parts = [spoken(child) for child in node]
    if node.tag in SCRIPTS:
        small = (sign + part.replace(" ", "") + END for sign, part in zip(SCRIPTS[node.tag], parts[1:]))
        return parts[0] + "".join(small)
    if node.tag == "mover":
        accent = {"~": "\u0303", "^": "\u0302", "ˉ": "\u0304", "‾": "\u0304"}.get(parts[1])
        return parts[0] + accent if accent else parts[0]
    if node.tag == "mfrac":
        return "/".join(f"({part})" if len(part) > 2 and SUB not in part else part for part in parts)
    if node.tag == "msqrt":
        return f"√({''.join(parts)})" if len("".join(parts)) > 1 else f"√{parts[0]}"
    if node.tag == "mspace" or node.tag == "mtr":
        return " " + "".join(parts)
    text = (node.text or "") + "".join(parts)
    return f" {text} " if node.tag == "mo" and text in "=≈≠<>≤≥+−⊙×÷→∈·" and text else text


def words(node: nodes.Node) -> str:
    """마디의 글. 수식은 읽는 꼴로 바꾼다."""
    if isinstance(node, nodes.math):
        return linear(node.astext())
    if isinstance(node, nodes.Text):
        return node.astext()
    return "".join(words(child) for child in node.children)


def lines(node: nodes.Element) -> Iterator[str]:
    """절 하나의 글을 문단마다. 아래 절과 코드, 펼친 수식은 뺀다."""
    for child in node.children:
        if isinstance(child, nodes.section | nodes.title | nodes.literal_block | nodes.math_block):
            continue
        if isinstance(child, nodes.paragraph):
            text = words(child)
            yield from text.split(" / ") if text.lstrip().startswith("원문.") else [text]
        elif isinstance(child, nodes.row):
            yield " · ".join(filter(None, (words(cell).strip() for cell in child.children)))
        elif isinstance(child, nodes.image):
            yield child.get("alt", "")
        elif isinstance(child, nodes.raw):
            yield from shown(child.astext())
        elif isinstance(child, nodes.Element):
            yield from lines(child)


def shown(html: str) -> Iterator[str]:
    """표와 조작판의 HTML에서 한글이 든 줄. 눈금과 수만 있는 칸은 찾을 말이 아니다."""
    if "<details" in html or "</details" in html:
        return
    label = re.search(r'<svg[^>]*role="img"[^>]*aria-label="([^"]+)"', html)
    if "data-dial=" in html:
        html = "".join(re.findall(r'<p class="lr-ask">.*?</p>', html, re.S))
    elif label:
        yield unescape(label[1])
    html = re.sub(r"<(svg|script|style|button).*?</\1>", "", html, flags=re.S)
    html = re.sub(r"<sub>(.*?)</sub>", rf"{SUB}\1{END}", html)
    html = re.sub(r"<sup>(.*?)</sup>", rf"{SUP}\1{END}", html)
    for line in re.split(r"</(?:tr|p|caption)>", html):
        cells = [unescape(re.sub(r"<[^>]+>", "", cell)) for cell in re.split(r"</t[hd]>", line)]
        line = " · ".join(filter(None, (" ".join(cell.split()) for cell in cells)))
        if re.search("[가-힣]{2}", line):
            yield line


def names_in_code(section: nodes.section) -> set[str]:
    """절의 코드에 나오는 이름들. 글에는 없고 코드에만 있는 이름도 찾을 수 있게 한다."""
    found: set[str] = set()
    for child in section.children:
        if not isinstance(child, nodes.section):
            for block in child.findall(nodes.literal_block):
                if block.get("language") != "myst-ansi":
                    found.update(re.findall(r"[A-Za-z_]\w{2,}", re.sub(r"#.*", "", block.astext())))
    return found


def sections(page: str, doctree: nodes.document) -> Iterator[Section]:
    """쪽의 절들. 용어집은 용어마다 하나다."""
    for node in doctree.findall(nodes.section):
        path = [one for one in [node, *ancestors(node)] if not isinstance(one.parent, nodes.document)]
        heads = [clean(words(one.next_node(nodes.title))) for one in path]
        weight = PAGES.get(page, 1.0) * min(
            [share for head in heads for start, share in LATER if head.startswith(start)], default=1.0
        )
        body = [] if page == "glossary" else [clean(line) for line in lines(node)]
        text = "\n".join(filter(None, body[:1] if page in HEADLINES_ONLY else body))
        if not path:  # 쪽의 처음. 소개가 없으면 첫 문단을 보인다
            weight, text = weight * 1.25, text or clean(words(node.next_node(nodes.paragraph)))
        strong = {clean(words(one)) for child in node.children if not isinstance(child, nodes.section)
                  for one in child.findall(nodes.strong)}  # fmt: skip
        title = heads[0] if heads else clean(words(node.next_node(nodes.title)))
        anchor = node["ids"][0] if heads else ""
        names = [] if page in HEADLINES_ONLY else sorted(names_in_code(node))
        yield Section(anchor, title, round(weight, 2), "\n".join(sorted(strong)), " ".join(names), text)
    for table in doctree.findall(nodes.table) if page == "glossary" else ():
        yield from terms(table)


def terms(table: nodes.table) -> Iterator[Section]:
    """용어집의 용어마다 하나. 다른 이름은 찾기만 하고, 보여 주는 것은 뜻이다."""
    head, *rows = (([clean(words(cell)) for cell in row.children], row) for row in table.findall(nodes.row))
    for cells, row in rows:
        term = dict(zip(head[0], cells))
        others = "\n".join(filter(None, (term["기호·영어"], term["쓰지 않는 말"])))
        names = re.sub(r"_(\w)", rf"{SUB}\1{END}", term["기호·영어"])
        text = f"{term['뜻']} ({names})"
        yield Section(row["ids"][0], term["용어"], PAGES["glossary"], others, "", text)


def ancestors(node: nodes.Node) -> Iterator[nodes.section]:
    while isinstance(node.parent, nodes.section):
        node = node.parent
        yield node


def clean(text: str) -> str:
    return unicodedata.normalize("NFC", " ".join(text.split()))


def aliases() -> list[tuple[str, str]]:
    """찾는 이의 말 → 책의 말: 용어집의 다른 이름과 영어, 그리고 `search.tsv`의 흔한 말."""
    found = []
    with open(BOOK / "terms.tsv", encoding="utf-8") as file:
        for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE):
            others = [*row["기호·영어"].split(","), *row["쓰지 않는 말"].split(",")]
            term = re.sub(r"\(.*\)", "", row["용어"])
            found += [(name.strip(), term) for name in [term, *others]]
    with open(BOOK / "search.tsv", encoding="utf-8") as file:
        for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE):
            found += [(name.strip(), row["책의 말"]) for name in row["찾는 말"].split(",")]
    return [(name, term) for name, term in found if len(re.findall(r"[^\W_]", name)) > 1]


def index(env) -> dict:
    """찾기에 쓸 책 전체: 쪽, 절, 다른 이름."""
    pages, found = [], []
    for docname in order(env):
        page, doctree = docname.rpartition("/")[2], env.get_doctree(docname)
        number = re.match(r"(\d\d)-", page)
        title = clean(words(doctree.next_node(nodes.title)))
        pages.append([f"{docname}.html", f"{int(number[1])}장" if number else "", plain(title)])
        found += [[len(pages) - 1, *section] for section in sections(page, doctree)]
    return {"pages": pages, "sections": found, "aliases": aliases()}


def order(env) -> list[str]:
    """차례의 순서로 늘어놓은 쪽. 같은 값이면 앞 장이 먼저 나온다."""
    found, waiting = [], [env.config.root_doc]
    while waiting:
        docname = waiting.pop(0)
        if docname not in found:
            found.append(docname)
            waiting = list(env.toctree_includes.get(docname, [])) + waiting
    return [name for name in found if name in env.found_docs]


def script(book: dict) -> str:
    """찾기를 열 때 싣는 스크립트: 셈과 글."""
    data = json.dumps(book, ensure_ascii=False, separators=(",", ":"))
    return f"{ENGINE.read_text(encoding='utf-8')}BookSearch.book = {data};\n"


SEARCH_PAGE = """\
<h1>찾기</h1>
<noscript><p>찾기는 스크립트를 써요. 지금은 스크립트가 꺼져 있어서 찾을 수 없어요. 대신 차례에서 장을 고르거나,
<a href="book/glossary.html">용어집</a>에서 말을 찾아보세요. 한 쪽 안에서는 브라우저의 찾기(Ctrl+F)를 쓸 수 있어요.</p></noscript>
<div class="lr-search-here"></div>
"""


def write(app, exception) -> None:
    """절들의 글을 쓰고, 크기를 알린다. 책의 다른 파일이 옮겨진 뒤에 한다."""
    if exception or app.builder.format != "html":
        return
    text = script(index(app.env))
    (Path(app.outdir) / "assets" / ENGINE.name).write_text(text, encoding="utf-8")
    packed = len(gzip.compress(text.encode("utf-8"), 9, mtime=0))
    logging.getLogger(__name__).info("찾기: %d KB(줄여서 %d KB)", len(text.encode()) // 1000, packed // 1000)


def take_over(app) -> None:
    """Sphinx의 찾기와 그 색인을 만들지 않는다."""
    app.builder.search = False


def setup(app) -> dict:
    app.connect("config-inited", lambda app, config: config.html_theme_options.update(disable_search=True))
    app.connect("builder-inited", take_over)
    app.connect(
        "html-collect-pages", lambda app: [("search", {"title": "찾기", "body": SEARCH_PAGE}, "page.html")]
    )
    app.connect("build-finished", write, priority=950)  # 책의 파일이 옮겨진 뒤
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
