"""책의 쪽을 만드는 Sphinx 확장: 만들 때 그리는 수식, 저장소 주소, 밖을 부르지 않는 쪽.

- 수식은 KaTeX를 V8(mini-racer)에서 돌려 HTML과 MathML로 바꾼다. 쪽에는 수식 스크립트가 없다.
- 저장소 주소는 pyproject.toml에서 읽어 Colab 단추에 넣는다.
- 조작판이 있는 쪽에 그 스크립트를 건다.
- 쪽이 다 만들어진 뒤, 쓰지 않는 스크립트(Font Awesome, thebe)를 쪽과 폴더에서 뺀다.
"""

from __future__ import annotations

import atexit
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

from lstm_ref.widgets import base as widgets

BOOK = Path(__file__).resolve().parent
ASSETS = BOOK / "assets"
DESCRIPTION = "RNN의 한계에서 LSTM의 역전파까지, 모든 수를 직접 계산하며 배우는 한국어 책"
# 테마가 모든 쪽에 거는 것 가운데 이 책이 쓰지 않는 것. 아이콘은 assets/icons.css가 대신한다.
DROPPED = (
    "fontawesome", "thebe", "mathjax", "require", "html-manager", "design-tabs", "plot_directive", "togglebutton",
    "searchtools", "language_data", "searchindex", "locales",
)  # fmt: skip
# 테마의 한국어 번역에 빠진 말. 화면을 읽어 주는 프로그램과 도움말에 그대로 나온다
KOREAN = {
    ">Skip to main content<": ">본문으로 건너뛰기<",
    "</i>Back to top<": "</i>맨 위로<",
    '"Version warning"': '"판 알림"',
    '"Site navigation"': '"차례"',
    '"Main"': '"차례"',
    '"On this page"': '"이 쪽의 차례"',
    '"Page"': '"이 쪽의 차례"',
    '"Launch interactive content"': '"노트북으로 열기"',
    '"Launch on Colab"': '"Colab에서 열기"',
    '"Colab logo"': '""',
    '"이 페이지 다운로드"': '"이 쪽 내려받기"',
    '"소스 파일 다운로드"': '"노트북 내려받기"',
    '"전체 화면으로보기"': '"전체 화면으로 보기"',
    '"Color mode"': '"밝은 화면과 어두운 화면"',
    '"Light"': '"밝게"',
    '"Dark"': '"어둡게"',
    '"System Settings"': '"기기의 설정대로"',
    '"Toggle primary sidebar"': '"차례 여닫기" aria-label="차례 여닫기"',
    '"Toggle secondary sidebar"': '"이 쪽의 차례 여닫기" aria-label="이 쪽의 차례 여닫기"',
    '"Link to this heading"': '"이 제목의 주소"',
    '"previous page"': '"이전 쪽"',
    '"next page"': '"다음 쪽"',
    "© Copyright 2026.": "© 2026",
}


@cache
def engine() -> MiniRacer:
    racer = MiniRacer()
    # 파이썬이 끝나 가며 거둘 때 닫히면 이미 멎은 스레드를 끝없이 기다린다. 그 전에 닫는다
    atexit.register(racer.close)
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
    for page in out.rglob("*.html"):
        text = page.read_text(encoding="utf-8")
        slimmed = with_dials(without_scripts(text, DROPPED), out, page)
        if slimmed != text:
            page.write_text(slimmed, encoding="utf-8")
    for sheet in (out / "_static" / "styles").glob("pydata*.css"):
        sheet.write_text(without_font_awesome(sheet.read_text(encoding="utf-8")), encoding="utf-8")
    shutil.copytree(
        ASSETS, out / "assets", dirs_exist_ok=True, ignore=shutil.ignore_patterns("katex*.js", "*.md")
    )
    (out / "assets" / "dial.js").write_text(widgets.script(classic=True), encoding="utf-8")
    shutil.copy(widgets.STATIC / "dial.css", out / "assets")
    for path in [
        p
        for p in (out / "_static").rglob("*")
        if re.search(rf"{names}|\.map$", str(p.relative_to(out)), re.I)
    ]:
        shutil.rmtree(path) if path.is_dir() else path.unlink(missing_ok=True)


def without_scripts(text: str, names: tuple[str, ...]) -> str:
    """쓰지 않는 스크립트를 뺀 쪽. Bootstrap은 이 책의 작은 차림표로 바꾼다."""
    any_of = "|".join(names)
    tag = re.compile(
        rf'<script[^>]*src="[^"]*(?:{any_of})[^"]*"[^>]*>\s*</script>|<link[^>]*href="[^"]*(?:{any_of})[^"]*"[^>]*/?>'
        r"|<script>(?:const|let|var)\s+(?:THEBE_JS_URL|toggleHint|toggleOpen|togglebuttonSelector)[^<]*</script>",
        re.I,
    )
    # 테마가 두 겹으로 그리는 위쪽 띠 하나를 비운다. 그대로 두면 그 안의 숨은 단추가 차례를 여는 일을 가로챈다
    text = re.sub(r'(<header id="pst-header"[^>]*>).*?(?=</header>)', r"\1", text, flags=re.S)
    # 책의 이름과 찾기 칸도 이정표 안에 들게 한다(화면을 읽어 주는 프로그램은 이정표로 건너뛴다)
    text = text.replace(
        '<div id="pst-primary-sidebar"', '<div id="pst-primary-sidebar" role="navigation" aria-label="책"'
    )
    # 넓은 표는 제 칸 안에서 옆으로 움직인다. 글쇠로도 움직이도록 초점을 받는다
    text = readable_tables(
        re.sub(r'<table class="(lr-table|table)"', r'<table class="\1" tabindex="0"', text)
    )
    for english, korean in KOREAN.items():
        text = text.replace(english, korean)
    return re.sub(r"_static/scripts/bootstrap\.js[^\"]*", "assets/menu.js", tag.sub("", text))


def readable_tables(text: str) -> str:
    """좁은 화면에서도 읽히는 표: 행 이름은 등호에서 꺾이지 않고, 글이 긴 칸은 넓게 줄을 바꾼다."""

    def cell(match: re.Match) -> str:
        words = re.sub(r"<math.*?</math>|<[^>]+>", "", match[2], flags=re.S)
        if len(words) < 15:
            return match[0]
        return f'<td class="{"words" if len(words) < 30 else "words long"}"{match[1]}>{match[2]}</td>'

    def table(match: re.Match) -> str:
        rows = re.sub(r"<td((?! class)[^>]*)>(.*?)</td>", cell, match[0], flags=re.S)
        if 'class="lr-table"' not in match[0]:
            return rows
        return rows.replace("²", "<sup>2</sup>").replace(" = ", "\u00a0=\u00a0")

    return re.sub(r'<table class="(?:lr-table|table)".*?</table>', table, text, flags=re.S)


def with_dials(text: str, out: Path, page: Path) -> str:
    """조작판이 있는 쪽에만 그 스크립트와 스타일을 건다."""
    if "data-dial=" not in text:
        return text
    assets = "../" * len(page.relative_to(out).parts[:-1]) + "assets"
    links = f'<link rel="stylesheet" href="{assets}/dial.css"/><script defer src="{assets}/dial.js"></script>'
    return text.replace("</head>", links + "</head>", 1)


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
