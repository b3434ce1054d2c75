"""책의 쪽을 만드는 Sphinx 확장. 하는 일마다 방이 있다.

- `formulas`: 수식을 만들 때 그린다.
- `frame`: 본문을 둘러싼 틀. 쓰지 않는 스크립트를 빼고 말을 한국어로 바꾼다.
- `tables`, `powers`: 좁은 화면에서도 읽히는 표와 알아볼 수 있는 지수.

쪽을 이루는 글은 Sphinx가 HTML로 적기 전에, 틀은 쪽이 다 만들어진 뒤에 고친다.
"""

from __future__ import annotations

import shutil
import tomllib
from pathlib import Path

from sphinx.application import Sphinx

from lstm_ref.widgets import base as widgets

from . import formulas, frame, powers, stylesheets, tables
from .places import ASSETS, BOOK


def set_repository(app: Sphinx, config) -> None:
    project = tomllib.loads((BOOK.parent / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    config.html_theme_options["repository_url"] = project["urls"]["Repository"]
    config.html_theme_options["use_source_button"] = False


def add_head(app: Sphinx, pagename: str, templatename: str, context: dict, doctree) -> None:
    """쪽마다 이 책의 스타일을 건다. 설명과 공유 카드는 publish.py가 더한다."""
    depth = context["content_root"]
    context["metatags"] = "".join(
        f'<link rel="stylesheet" href="{depth}assets/{name}"/>'
        for name in ("katex/katex.min.css", "book.css")
    )


def write_article(app: Sphinx, doctree, docname: str) -> None:
    """한 쪽의 글을 HTML로 적기 전에 고친다."""
    if app.builder.format == "html":
        powers.raise_powers(doctree)


def finish(app: Sphinx, exception) -> None:
    """만든 쪽에서 쓰지 않는 것을 빼고, 책의 파일을 옮긴다."""
    if exception or app.builder.format != "html":
        return
    out = Path(app.outdir)
    frame.clean_folder(out)
    pages = sorted(out.rglob("*.html"))
    for page in pages:
        text = page.read_text(encoding="utf-8")
        depth = "../" * len(page.relative_to(out).parts[:-1])
        done = with_dials(tables.readable(frame.clean(text, depth)), depth)
        if done != text:
            page.write_text(done, encoding="utf-8")
    shutil.copytree(
        ASSETS, out / "assets", dirs_exist_ok=True, ignore=shutil.ignore_patterns("katex*.js", "*.md")
    )
    (out / "assets" / "dial.js").write_text(widgets.script(classic=True), encoding="utf-8")
    shutil.copy(widgets.STATIC / "dial.css", out / "assets")
    stylesheets.bundle(out, pages)


def with_dials(text: str, depth: str) -> str:
    """조작판이 있는 쪽에만 그 스크립트와 스타일을 건다."""
    if "data-dial=" not in text:
        return text
    links = f'<link rel="stylesheet" href="{depth}assets/dial.css"/><script defer src="{depth}assets/dial.js"></script>'
    return text.replace("</head>", links + "</head>", 1)


def setup(app: Sphinx) -> dict:
    app.add_html_math_renderer("katex", (formulas.visit_inline, None), (formulas.visit_block, None))
    app.connect("config-inited", set_repository)
    app.connect("html-page-context", add_head)
    app.connect("doctree-resolved", write_article)
    app.connect("build-finished", finish, priority=900)  # 테마가 스타일을 다 적은 뒤에
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
