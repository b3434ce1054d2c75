"""책의 쪽을 만드는 Sphinx 확장. 하는 일마다 방이 있다.

- `formulas`: 수식을 만들 때 그린다.
- `cells`: 배관 코드를 접고, 부른 실험의 소스를 함께 둔다.
- `notes`: 쪽지의 종류를 나누고, 원문을 줄을 나눈 인용으로 적는다.
- `reading`: 용어와 기호의 뜻, 다른 장으로 가는 고리, 읽는 시간.
- `figures`: 그림을 쪽 안에 넣고 쪽의 색을 입힌다.
- `frame`: 본문을 둘러싼 틀. 쓰지 않는 스크립트를 빼고 말을 한국어로 바꾼다.
- `tables`, `powers`, `breaks`: 좁은 화면에서도 읽히는 표, 알아볼 수 있는 첨자, 조사를 떼어 놓지 않는 줄바꿈.

쪽을 이루는 글은 Sphinx가 HTML로 적기 전에, 틀은 쪽이 다 만들어진 뒤에 고친다.
"""

from __future__ import annotations

import shutil
import tomllib
from pathlib import Path

import licences
from docutils import nodes
from sphinx.application import Sphinx

from lstm_ref.widgets import base as widgets

from . import breaks, cells, figures, formulas, frame, notes, powers, reading, stylesheets, tables
from .places import ASSETS, BOOK

SCRIPTS = ("frame.js", "terms.js", "quiz.js", "search.js")  # 하나로 이어 쪽에 건다
STYLES = ("book.css", "reading.css", "search.css", "print.css")


def set_repository(app: Sphinx, config) -> None:
    project = tomllib.loads((BOOK.parent / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    config.html_theme_options["repository_url"] = project["urls"]["Repository"]
    config.html_theme_options["use_source_button"] = False


def add_head(app: Sphinx, pagename: str, templatename: str, context: dict, doctree) -> None:
    """쪽마다 이 책의 스타일을 건다. 설명과 공유 카드는 publish.py가 더한다."""
    depth = context["content_root"]
    context["metatags"] = f'<link rel="stylesheet" href="{depth}assets/book.css"/>'


def write_article(app: Sphinx, doctree, docname: str) -> None:
    """한 쪽의 글을 HTML로 적기 전에 고친다."""
    if app.builder.format != "html":
        return
    name = docname.rpartition("/")[2]
    chapter = next((number for number, page in reading.chapters().items() if page == name), None)
    notes.sort_notes(doctree)
    help_reading(app, doctree, name, chapter)
    powers.set_scripts(doctree)
    breaks.keep_together(doctree)
    cells.fold(doctree)
    figures.inline(doctree)


def help_reading(app: Sphinx, doctree, name: str, chapter: int | None) -> None:
    def read(page: str):
        return app.env.get_doctree(f"book/{page}")

    if chapter:
        reading.under_title(doctree)
        reading.explain(doctree, chapter)
    elif name == "index":
        reading.map_of_chapters(doctree, read)
    elif name == "glossary":
        reading.where_terms_are(doctree, read)
    elif name == "sheet":
        next(doctree.findall(nodes.section))["classes"].append("lr-sheet")
    elif name == "symbols":
        reading.name_symbols(doctree)


def finish(app: Sphinx, exception) -> None:
    """만든 쪽에서 쓰지 않는 것을 빼고, 책의 파일을 옮긴다."""
    if exception or app.builder.format != "html":
        return
    out = Path(app.outdir)
    frame.clean_folder(out)
    # 이번에 적은 쪽만. 지난번에 다 고친 쪽이 남아 있으면 그대로 둔다
    pages = [
        page for page in sorted(out.rglob("*.html")) if "first.js" not in page.read_text(encoding="utf-8")
    ]
    for page in pages:
        text = page.read_text(encoding="utf-8")
        depth = "../" * len(page.relative_to(out).parts[:-1])
        text = tables.readable(frame.clean(text, depth))
        text = figures.with_figures(cells.with_sources(text), Path(app.srcdir))
        page.write_text(with_dials(text, depth), encoding="utf-8")
    unshipped = shutil.ignore_patterns("temml*.js", "*.md", "*.py", *SCRIPTS, *STYLES)
    shutil.copytree(ASSETS, out / "assets", dirs_exist_ok=True, ignore=unshipped)
    for name, parts in (("book.js", SCRIPTS), ("book.css", STYLES)):
        joined = "\n".join((ASSETS / part).read_text(encoding="utf-8") for part in parts)
        (out / "assets" / name).write_text(joined, encoding="utf-8")
    (out / "assets" / "dial.js").write_text(widgets.script(classic=True), encoding="utf-8")
    shutil.copy(widgets.STATIC / "dial.css", out / "assets")
    (out / "assets" / "licenses.txt").write_text(licences.whole(), encoding="utf-8")
    stylesheets.bundle(out, pages)


def with_dials(text: str, depth: str) -> str:
    """조작판이 있는 쪽에만 그 스크립트와 스타일을 건다."""
    if "data-dial=" not in text:
        return text
    links = f'<link rel="stylesheet" href="{depth}assets/dial.css"/><script defer src="{depth}assets/dial.js"></script>'
    return text.replace("</head>", links + "</head>", 1)


def setup(app: Sphinx) -> dict:
    app.add_html_math_renderer("temml", (formulas.visit_inline, None), (formulas.visit_block, None))
    app.connect("config-inited", set_repository)
    app.connect("html-page-context", add_head)
    app.connect("doctree-resolved", write_article)
    app.connect("build-finished", finish, priority=900)  # 테마가 스타일을 다 적은 뒤에
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
