"""책 전체를 PDF 하나로 만든다(make pdf). 만든 HTML을 이어 Chromium으로 찍는다: 차례, 책갈피, 쪽 번호.

python book/pdf.py              답과 풀이를 함께 찍는다
python book/pdf.py --no-answers 답과 풀이는 뺀다
"""

from __future__ import annotations

import argparse
import re
import sys
from html import escape
from pathlib import Path

from chromium import launch

BOOK = Path(__file__).resolve().parent
HTML = BOOK.parent / "_build" / "html"
OUT = BOOK.parent / "_build" / "lstm-book.pdf"
FOOTER = (
    '<div style="width:100%;text-align:center;font-size:9px;color:#555">'
    '<span class="pageNumber"></span> / <span class="totalPages"></span></div>'
)
SHEETS = ("theme.css", "book.css", "dial.css")  # 쪽과 같은 차례
# 책갈피와 차례에는 장과 절만 올린다. 종이의 첫 두 쪽은 표지와 차례다
STYLE = """\
body { margin: 0; } article { break-before: page; }
.lr-cover { height: 24cm; display: flex; flex-direction: column; justify-content: center; }
.lr-cover p { font-size: 1.2rem; } .lr-toc { break-before: page; } .lr-toc ol { list-style: none; padding: 0; }
.lr-toc a { display: flex; gap: .6rem; color: inherit; text-decoration: none; padding: .25rem 0; }
.lr-toc a::after { content: attr(data-page); margin-left: auto; font-variant-numeric: tabular-nums; }
"""


def names() -> list[str]:
    """차례의 순서대로 늘어놓은 쪽."""
    text = (BOOK.parent / "_toc.yml").read_text(encoding="utf-8")
    return re.findall(r"^(?:root| +- file): book/(\S+)", text, flags=re.M)


def article(name: str) -> tuple[str, str]:
    """(제목, 본문). 한 파일에 이어도 이름표가 겹치지 않도록 쪽의 이름을 앞에 붙인다."""
    text = (HTML / "book" / f"{name}.html").read_text(encoding="utf-8")
    body = re.search(r"<article[^>]*>(.*)</article>", text, flags=re.S)[1]
    title = re.sub(
        r"<a class=\"headerlink\".*?</a>|<[^>]+>", "", re.search(r"<h1>(.*?)</h1>", body, flags=re.S)[1]
    )
    body = re.sub(r"<script.*?</script>", "", body, flags=re.S)
    body = re.sub(r' id="', f' id="{name}--', body)
    body = re.sub(r'(href="|url\()#', rf"\1#{name}--", body)
    pages = "|".join(map(re.escape, names()))
    body = re.sub(rf'href="({pages})\.html(?:#([^"]*))?"', r'href="#\1--\2"', body)
    return title.strip(), f'<article class="bd-article" id="{name}--">{body}</article>'


def whole(pages: dict[str, int], answers: bool) -> str:
    """이어 붙인 책. `pages`는 쪽의 이름마다 종이의 쪽 번호다(아직 모르면 비어 있다)."""
    found = {name: article(name) for name in names()}
    rows = "".join(
        f'<li><a href="#{name}--" data-page="{pages.get(name, "")}">{escape(title, quote=False)}</a></li>'
        for name, (title, _) in found.items()
    )
    links = "".join(f'<link rel="stylesheet" href="../assets/{sheet}">' for sheet in SHEETS)
    kept = "on" if answers else "off"
    bodies = "".join(body for _, body in found.values())
    return (
        f'<!doctype html><html lang="ko" data-theme="light" data-answers="{kept}"><head><meta charset="utf-8">'
        f"<title>LSTM, 숫자로 읽기</title>{links}<style>{STYLE}</style></head><body>"
        '<div class="lr-cover"><h1>LSTM, 숫자로 읽기</h1>'
        "<p>RNN의 한계에서 LSTM의 역전파까지, 모든 수를 직접 계산하며 읽는 책</p></div>"
        f'<div class="lr-toc"><h1>차례</h1><ol>{rows}</ol></div>'
        f'<main class="bd-content"><div class="bd-article-container">{bodies}</div></main></body></html>'
    )


def print_once(chrome, pages: dict[str, int], answers: bool) -> None:
    """지금 아는 쪽 번호로 한 번 찍는다."""
    sheet = HTML / "book" / "_whole.html"
    sheet.write_text(whole(pages, answers), encoding="utf-8")
    page = chrome.new_page()
    try:
        page.goto(sheet.as_uri(), wait_until="load", timeout=600_000)
        page.evaluate("document.fonts.ready.then(() => true)")
        page.pdf(
            path=OUT, format="A4", print_background=True, outline=True, tagged=True, display_header_footer=True,
            header_template="<span></span>", footer_template=FOOTER,
            margin={"top": "18mm", "bottom": "18mm", "left": "18mm", "right": "18mm"},
        )  # fmt: skip
    finally:
        page.close()
        sheet.unlink()


def page_numbers() -> dict[str, int]:
    """찍은 책에서 쪽마다 몇 쪽에서 시작하는지 읽는다."""
    from pypdf import PdfReader

    reader = PdfReader(OUT)
    places = {place.lstrip("/"): target for place, target in reader.named_destinations.items()}
    return {
        name: reader.get_destination_page_number(places[f"{name}--"]) + 1
        for name in names()
        if f"{name}--" in places
    }


def main(argv: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description="책 전체를 PDF 하나로 만듭니다.")
    parser.add_argument("--no-answers", action="store_true", help="답과 풀이를 뺍니다")
    answers = not parser.parse_args(argv).no_answers
    if not (HTML / "assets" / "theme.css").exists():
        print("만든 책이 없습니다. make book을 먼저 하세요.")
        return 1
    from playwright.sync_api import sync_playwright

    print(
        "책을 두 번 찍습니다. 첫 번에 쪽 번호를 세고, 둘째 번에 차례에 적습니다. 몇 분 걸립니다.", flush=True
    )
    with sync_playwright() as play:
        chrome = launch(play)
        print_once(chrome, {}, answers)
        print_once(chrome, page_numbers(), answers)
        chrome.close()
    print(f"PDF를 만들었습니다: {OUT.as_uri()}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
