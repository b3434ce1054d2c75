"""책을 내놓는 데 필요한 것: 쪽의 주소와 설명, 공유할 때의 카드, 사이트맵, 없는 쪽의 안내.

사이트의 주소는 pyproject.toml의 `Documentation` 하나뿐이다.
"""

from __future__ import annotations

import re
import tomllib
from html import escape
from pathlib import Path
from urllib.parse import quote, urlsplit

import search
from docutils import nodes

BOOK = Path(__file__).resolve().parent
DESCRIPTION = "RNN의 한계에서 LSTM의 역전파까지, 모든 수를 직접 계산하며 배우는 한국어 책"
CARD = "assets/card.png"
CARD_SIZE = (1200, 630)  # 공유 카드의 흔한 크기(px)
ASIDE = (nodes.block_quote, nodes.list_item, nodes.entry, nodes.container)
MOVED = """\
<!DOCTYPE html>
<html lang="ko">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
<meta http-equiv="refresh" content="0; url={first}">
<link rel="canonical" href="{address}{first}">
</head>
<body><p><a href="{first}">『{title}』 읽기</a></p></body>
</html>
"""
# 어느 깊이의 주소에서 열려도 되도록 스타일은 쪽 안에, 링크는 사이트의 뿌리에서 적는다
MISSING = """\
<!DOCTYPE html>
<html lang="ko">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>없는 쪽 — {title}</title>
<style>
:root {{ color-scheme: light dark; }}
body {{ max-width: 34rem; margin: 15vh auto 0; padding: 0 1.25rem; font: 1.0625rem/1.8 system-ui, sans-serif; }}
body {{ word-break: keep-all; }}
a {{ color: LinkText; }}
li {{ margin: .5rem 0; }}
</style>
</head>
<body>
<main>
<h1>찾는 쪽이 없어요</h1>
<p>주소가 바뀌었거나 잘못 적혔을 수 있어요. 여기서 다시 시작해 보세요.</p>
<ul>
<li><a href="{root}book/index.html">『{title}』의 첫 쪽</a></li>
<li><a href="{root}search.html">책에서 찾기</a></li>
<li><a href="{root}book/glossary.html">용어집</a></li>
</ul>
</main>
</body>
</html>
"""


def address() -> str:
    """사이트의 주소. 빗금으로 끝난다."""
    project = tomllib.loads((BOOK.parent / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    return project["urls"]["Documentation"].rstrip("/") + "/"


def describe(doctree) -> str:
    """쪽을 소개하는 글: 원문의 인용, 목록, 표가 아닌 첫 문단을 문장 단위로 160자까지."""
    for paragraph in doctree.findall(nodes.paragraph) if doctree else ():
        text = re.sub(f"[{search.SUB}{search.SUP}{search.END}]", "", search.clean(search.words(paragraph)))
        text = re.sub(r" 원문은 [^.]*이렇게 [^.]*\.$", "", text)  # 뒤따르는 인용은 설명에 들지 않는다
        if len(text) > 30 and not any(isinstance(one, ASIDE) for one in parents(paragraph)):
            return shortened(text, 160)
    return DESCRIPTION


def parents(node: nodes.Node):
    while node.parent is not None:
        node = node.parent
        yield node


def shortened(text: str, room: int) -> str:
    """문장의 끝에서 자른 글. 첫 문장이 더 길면 말의 끝에서 자르고 줄임표를 단다."""
    ends = [found.end() for found in re.finditer(r"[.?!](?= |$)", text) if found.end() <= room]
    if ends:
        return text[: ends[-1]]
    return text if len(text) <= room else text[:room].rsplit(" ", 1)[0] + " …"


def add_head(app, pagename: str, templatename: str, context: dict, doctree) -> None:
    """쪽의 설명과, 공유할 때 보일 제목과 그림."""
    url = address() + quote(f"{pagename}.html")
    # 쪽에 걸린 뜻풀이와 지수가 섞이지 않게, 쪽을 꾸미기 전의 글에서 고른다
    text = app.env.get_doctree(pagename) if doctree else None
    title = re.sub(r"<[^>]+>", "", context.get("title") or app.config.html_title)
    said = {
        "og:type": "website" if pagename == app.config.root_doc else "article",
        "og:site_name": app.config.html_title,
        "og:locale": "ko_KR",
        "og:title": title,
        "og:description": describe(text),
        "og:url": url,
        "og:image": address() + CARD,
        "og:image:width": str(CARD_SIZE[0]),
        "og:image:height": str(CARD_SIZE[1]),
        "og:image:alt": f"『{app.config.html_title}』. {DESCRIPTION}",
    }
    tags = [f'<meta name="description" content="{escape(said["og:description"])}"/>']
    tags += [f'<meta property="{name}" content="{escape(value)}"/>' for name, value in said.items()]
    tags.append('<meta name="twitter:card" content="summary_large_image"/>')
    context["metatags"] = "".join(tags) + context.get("metatags", "")
    context["pageurl"] = url  # <link rel="canonical">


def draw_card(path: Path, title: str) -> None:
    """공유 카드: 책의 이름과, 이 책이 계산한 그림 하나(망각 게이트의 값마다 남는 셀 상태)."""
    from lstm_ref.experiments.forget_gate import forget_decay
    from lstm_ref.plots.figure import axes, lines

    decay = forget_decay([0.99, 0.95, 0.9, 0.5], steps=20)
    width, height = (side / 100 for side in CARD_SIZE)
    with axes(width=width, height=height) as (canvas, ax):
        canvas.get_layout_engine().set(rect=(0.03, 0.04, 0.94, 0.91))
        lines(ax, range(len(decay.C)), decay.C.T, [f"$f$ = {f:.2f}" for f in decay.f])
        for line in ax.lines:
            line.set_linewidth(5)
            ax.text(
                20.3, line.get_ydata()[-1], line.get_label(), fontsize=22, color=line.get_color(), va="center"
            )
        ax.set_xlabel("시점", fontsize=22)
        ax.set_ylabel("남은 셀 상태", fontsize=22)
        ax.set_xticks(range(0, 21, 5))
        ax.tick_params(labelsize=18)
        ax.set_title(f"{title}\n", fontsize=50, loc="left")
        ax.text(0, 1.04, DESCRIPTION, fontsize=20, color="#444444", transform=ax.transAxes)
        canvas.savefig(path, dpi=100, metadata={"Software": None})


def write(app, exception) -> None:
    """쪽이 아닌 것들을 쓴다: 첫 주소, 없는 쪽, 사이트맵, 로봇의 안내, 공유 카드."""
    if exception or app.builder.format != "html":
        return
    out, home = Path(app.outdir), address()
    names = {"title": app.config.html_title, "first": f"{app.config.root_doc}.html", "address": home}
    names["root"] = urlsplit(home).path
    (out / "index.html").write_text(MOVED.format(**names), encoding="utf-8")
    (out / "404.html").write_text(MISSING.format(**names), encoding="utf-8")
    urls = "\n".join(f"<url><loc>{home}{quote(page)}.html</loc></url>" for page in search.order(app.env))
    (out / "sitemap.xml").write_text(
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n{urls}\n</urlset>\n',
        encoding="utf-8",
    )
    (out / "robots.txt").write_text(
        f"User-agent: *\nAllow: /\nSitemap: {home}sitemap.xml\n", encoding="utf-8"
    )
    draw_card(out / CARD, app.config.html_title)


def setup(app) -> dict:
    app.connect("html-page-context", add_head, priority=700)
    app.connect("build-finished", write, priority=960)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
