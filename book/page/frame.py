"""본문을 둘러싼 틀: 이 책의 위쪽 띠와 아래 띠를 달고, 테마가 거는 것 가운데 쓰지 않는 것을 뺀다."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

from .icons import drawn, icon

# 테마의 폴더에서 지우는 것
UNUSED = (
    "fontawesome", "thebe", "mathjax", "require", "html-manager", "design-tabs", "plot_directive", "togglebutton",
    "locales", "bootstrap", "doctools", "documentation_options", "sphinx_highlight", "translations", "searchtools",
    "language_data", "pydata-sphinx-theme.js", "sphinx-book-theme.js", "clipboard", "copybutton", "macros",
    "logo_", r"-solid\.svg", "copy-button", r"(plus|minus|file)\.png",
)  # fmt: skip
# 테마의 한국어 번역에 빠진 말. 화면을 읽어 주는 프로그램과 도움말에 그대로 나온다
KOREAN = {
    ">Skip to main content<": ">본문으로 건너뛰기<",
    "</i>Back to top<": "</i>맨 위로<",
    '"Site navigation"': '"차례"',
    '"Main"': '"차례"',
    '"On this page"': '"이 쪽의 차례"',
    '"Page"': '"이 쪽의 차례"',
    '"Link to this heading"': '"이 제목의 주소"',
    '"previous page"': '"이전 쪽"',
    '"next page"': '"다음 쪽"',
    "</i> 내용": "</i> 이 쪽의 차례",
}
# 테마가 그리지만 이 책이 쓰지 않는 부분
LEFTOVERS = (
    r'<div class="pst-async-banner-revealer.*?</aside>\s*</div>',
    r'<header id="pst-header".*?</header>',
    r'<div id="jb-print-docs-body".*?(?=<div id="searchbox">|<article)',
    r'<div class="sidebar-header-items sidebar-primary__section">.*?(?=<div class="sidebar-primary-items__start)',
    r'<div class="sidebar-primary-items__end sidebar-primary__section">.*?</div></div>\s*</div>',
    r'<div id="searchbox"></div>|<div id="pst-scroll-pixel-helper"></div>|<div class="sbt-scroll-pixel-helper"></div>',
    r'<footer class="bd-footer">\s*</footer>',
    r'<meta name="viewport" content="width=device-width, initial-scale=1"/>|<meta name="docsearch:[^>]*>',
    r'<link rel="index"[^>]*>|<link[^>]*rel="preload"[^>]*>|<link rel="preload"[^>]*>',
)
FOOTER = """\
<footer class="lr-foot bd-footer-content"><p>© 2026 {authors}</p>
<p>글과 그림은 <a href="https://creativecommons.org/licenses/by/4.0/deed.ko">CC BY 4.0</a>, 코드는 MIT 라이선스예요.
이 쪽은 밖으로 아무것도 보내지 않아요.</p></footer>"""
AUTHORS = "『LSTM, 숫자로 읽기』 지은이들"


def bar(text: str, depth: str) -> str:
    """쪽 위의 띠: 차례, 책 이름, Colab, 내려받기와 인쇄, 화면의 밝기, 찾기, 이 쪽의 차례."""
    colab = re.search(r'href="(https://colab[^"]*)"', text)
    notebook = re.search(r'href="([^"]*_sources/[^"]*\.ipynb)"', text)
    home = re.search(r'navbar-brand logo" href="([^"]*)"', text)
    run = (
        f'<a class="lr-button" href="{colab[1]}" title="Colab에서 실행하기">{icon("play")}<span>Colab</span></a>'
        if colab
        else ""
    )
    copy = f'<li><a href="{notebook[1]}" download>노트북 내려받기(.ipynb)</a></li>' if notebook else ""
    moon = "".join(
        f"<span data-mode='{mode}'>{icon(name)}</span>"
        for mode, name in (("light", "sun"), ("dark", "moon"), ("auto", "circle-half-stroke"))
    )
    return f"""<div class="bd-header-article lr-bar d-print-none">
<button type="button" class="primary-toggle lr-button" aria-label="차례 여닫기" title="차례 여닫기">{icon("bars")}</button>
<a class="lr-home" href="{home[1] if home else "#"}">LSTM, 숫자로 읽기</a><span class="lr-fill"></span>
{run}
<details class="lr-menu"><summary class="lr-button" title="내려받기와 인쇄"
 aria-label="내려받기와 인쇄">{icon("download")}</summary><ul>{copy}
<li class="lr-live-only"><button type="button" data-print="on">답과 풀이도 함께 인쇄</button></li>
<li class="lr-live-only"><button type="button" data-print="off">답과 풀이는 빼고 인쇄</button></li></ul></details>
<button type="button" class="theme-switch-button lr-button">{moon}</button>
<a class="search-button lr-search-open lr-button" href="{depth}search.html" aria-label="찾기"
 title="찾기(Ctrl+K)">{icon("magnifying-glass")}</a>
<button type="button" class="secondary-toggle lr-button" aria-label="이 쪽의 차례 여닫기"
 title="이 쪽의 차례 여닫기">{icon("list")}</button>
</div>"""


def clean(text: str, depth: str) -> str:
    """이 책의 틀을 단 쪽."""
    header = bar(text, depth)
    text = re.sub(
        r'<div class="bd-header-article.*?(?=<div id="jb-print-docs-body"|<div id="searchbox">|<article)',
        lambda _: header,
        text,
        count=1,
        flags=re.S,
    )
    text = re.sub(
        r'<footer class="bd-footer-content">.*?</footer>', FOOTER.format(authors=AUTHORS), text, flags=re.S
    )
    for leftover in LEFTOVERS:
        text = re.sub(leftover, "", text, flags=re.S)
    text = only_our_scripts(text, depth)
    # 책의 이름과 찾기 칸도 이정표 안에 들게 한다(화면을 읽어 주는 프로그램은 이정표로 건너뛴다)
    text = text.replace(
        '<div id="pst-primary-sidebar"', '<div id="pst-primary-sidebar" role="navigation" aria-label="책"'
    )
    for english, korean in KOREAN.items():
        text = text.replace(english, korean)
    text = re.sub(r' (?:data-bs-(?:toggle|placement|title)|data-tooltip)="[^"]*"', "", text)
    # 낱말마다 싸 둔 것은 쪽의 무게만 늘린다. 줄은 book.css가 바꾼다
    text = re.sub(r'<span class="pre">([^<]*)</span>', r"\1", text)
    text = text.replace('kbd-shortcut pst-js-only">', 'kbd-shortcut pst-js-only" aria-hidden="true">')
    return drawn(re.sub(r"<!--(?!lr:).*?-->\s*", "", text, flags=re.S))


def only_our_scripts(text: str, depth: str) -> str:
    """테마의 스크립트를 모두 빼고 이 책의 것만 건다. 첫 그림을 독자의 밝기로 그리는 것과, 나머지 일을 하는 것."""

    def script(match: re.Match) -> str:
        ours = 'src="' in match[1] and "assets/" in match[1] or "application/json" in match[1]
        return match[0] if ours else ""

    text = re.sub(r"<script([^>]*)>(.*?)</script>", script, text, flags=re.S)
    text = text.replace(' data-theme="auto"', "", 1)
    first = f'<script src="{depth}assets/first.js"></script>'
    rest = f'<script defer src="{depth}assets/book.js"></script></head>'
    return re.sub(r"(<head>)", r"\1" + first, text, count=1).replace("</head>", rest, 1)


def clean_folder(out: Path) -> None:
    """쓰지 않는 파일을 폴더에서 지운다."""
    unused = re.compile("|".join(UNUSED) + r"|\.map$|LICENSE\.txt$", re.I)
    for path in list((out / "_static").rglob("*")):
        if unused.search(str(path.relative_to(out))):
            shutil.rmtree(path, ignore_errors=True) if path.is_dir() else path.unlink(missing_ok=True)
