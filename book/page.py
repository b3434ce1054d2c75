"""책의 쪽을 만드는 Sphinx 확장: 만들 때 그리는 수식, 저장소 주소, 밖을 부르지 않는 쪽.

- 수식은 KaTeX를 V8(mini-racer)에서 돌려 HTML과 MathML로 바꾼다. 쪽에는 수식 스크립트가 없다.
- 저장소 주소는 pyproject.toml에서 읽어 Colab 단추에 넣는다.
- 쪽이 다 만들어진 뒤, 쓰지 않는 스크립트(Font Awesome, thebe)를 쪽과 폴더에서 뺀다.
"""

from __future__ import annotations

import json
import re
import shutil
import tomllib
from functools import cache
from html import escape
from pathlib import Path

from docutils import nodes
from py_mini_racer import MiniRacer
from sphinx.application import Sphinx
from sphinx.errors import ExtensionError

BOOK = Path(__file__).resolve().parent
ASSETS = BOOK / "assets"
DESCRIPTION = "RNN의 한계에서 LSTM의 역전파까지, 모든 수를 직접 계산하며 배우는 한국어 책"
# 테마가 모든 쪽에 거는 것 가운데 이 책이 쓰지 않는 것. 아이콘은 assets/icons.css가 대신한다.
DROPPED = ("fontawesome", "thebe", "mathjax", "require", "html-manager", "design-tabs", "plot_directive")


@cache
def engine() -> MiniRacer:
    racer = MiniRacer()
    racer.eval((ASSETS / "katex" / "katex.min.js").read_text(encoding="utf-8"))
    return racer


@cache
def katex(tex: str, display: bool) -> str:
    """TeX 한 식을 HTML과 MathML로 바꾼다. 틀린 TeX는 만들기를 멈춘다."""
    options = {"displayMode": display, "output": "htmlAndMathml", "strict": "error", "throwOnError": True}
    call = f"katex.renderToString({json.dumps(tex)}, {json.dumps(options)})"
    try:
        return engine().eval(call)
    except Exception as error:
        raise ExtensionError(f"수식을 읽지 못했습니다: {tex}\n{str(error).splitlines()[0][:300]}") from None


def visit_inline(self, node: nodes.math) -> None:
    self.body.append(f'<span class="math">{katex(node.astext(), False)}</span>')
    raise nodes.SkipNode


def visit_block(self, node: nodes.math_block) -> None:
    # 긴 식은 제 상자 안에서만 옆으로 움직인다. 키보드로도 움직이도록 초점을 받는다.
    formula = katex(node.astext(), True)
    self.body.append(f'<div class="math-block" tabindex="0" role="group" aria-label="수식">{formula}</div>')
    raise nodes.SkipNode


def set_repository(app: Sphinx, config) -> None:
    project = tomllib.loads((BOOK.parent / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    config.html_theme_options["repository_url"] = project["urls"]["Repository"]
    config.html_theme_options["use_source_button"] = False


def add_head(app: Sphinx, pagename: str, templatename: str, context: dict, doctree) -> None:
    """쪽마다 이 책의 스타일과 설명을 건다."""
    depth = context["content_root"]
    description = escape(describe(doctree) or DESCRIPTION, quote=True)
    links = "".join(
        f'<link rel="stylesheet" href="{depth}assets/{name}"/>'
        for name in ("katex/katex.min.css", "icons.css", "book.css")
    )
    context["metatags"] = f'<meta name="description" content="{description}"/>{links}'


def describe(doctree) -> str:
    """쪽의 첫 문단을 150자까지."""
    if doctree is None:
        return ""
    for paragraph in doctree.findall(nodes.paragraph):
        text = " ".join(paragraph.astext().split())
        if len(text) > 30 and "$" not in text:
            return text[:150]
    return ""


def slim(app: Sphinx, exception) -> None:
    """만든 쪽에서 쓰지 않는 스크립트를 빼고, 책의 파일을 옮긴다."""
    if exception or app.builder.format != "html":
        return
    out = Path(app.outdir)
    names = "|".join(DROPPED)
    tag = re.compile(
        rf'<script[^>]*src="[^"]*(?:{names})[^"]*"[^>]*>\s*</script>|<link[^>]*href="[^"]*(?:{names})[^"]*"[^>]*/?>'
        r"|<script>(?:const|let|var)\s+THEBE_JS_URL[^<]*</script>",
        re.I,
    )
    for page in out.rglob("*.html"):
        text = page.read_text(encoding="utf-8")
        slimmed = tag.sub("", text)
        if slimmed != text:
            page.write_text(slimmed, encoding="utf-8")
    for sheet in (out / "_static" / "styles").glob("pydata*.css"):
        sheet.write_text(without_font_awesome(sheet.read_text(encoding="utf-8")), encoding="utf-8")
    shutil.copytree(ASSETS, out / "assets", dirs_exist_ok=True, ignore=shutil.ignore_patterns("*.js", "*.md"))
    for path in [
        p
        for p in (out / "_static").rglob("*")
        if re.search(rf"{names}|\.map$", str(p.relative_to(out)), re.I)
    ]:
        shutil.rmtree(path) if path.is_dir() else path.unlink(missing_ok=True)


def without_font_awesome(css: str) -> str:
    """아이콘 글꼴의 규칙을 뺀 테마 스타일. 글꼴과 수천 개의 아이콘 이름이 스타일의 대부분이다."""
    css = re.sub(r"@font-face\{[^}]*(?:Font ?Awesome|fa-)[^}]*\}", "", css)
    return re.sub(r"(?<=[{}])[^{}@]*\.fa[bsrl]?[-.:,{ ][^{}]*\{[^{}]*\}", "", css)


def setup(app: Sphinx) -> dict:
    app.add_html_math_renderer("katex", (visit_inline, None), (visit_block, None))
    app.connect("config-inited", set_repository)
    app.connect("html-page-context", add_head)
    app.connect("build-finished", slim)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
