"""셀: 배관이 되는 코드는 '이 수를 만든 코드' 한 줄로 접고, 그 안에 부른 실험의 소스를 함께 둔다.

가르치는 코드(`teach`)와 연습문제(`exercise`)는 펼쳐 둔다. 소스는 설치된 패키지에서 만들 때 읽는다.
"""

from __future__ import annotations

import ast
import inspect
import re
import textwrap
from html import unescape

from docutils import nodes
from pygments import highlight
from pygments.formatters import HtmlFormatter
from pygments.lexers import PythonLexer

import lstm_ref as lr
from lstm_ref.tables import PLAIN, RAISED, width

OPEN = ("tag_teach", "tag_exercise")  # 펼쳐 두는 셀
CALL = re.compile(r"\blr\.(experiments\.[A-Za-z_][\w.]*)\s*\(")
SOURCE = re.compile(r"<!--lr:source ([\w.]+)-->")
LISTING = re.compile(
    r'(<div class="highlight-(?!myst-ansi)[^>]*><div class="highlight">|<div class="highlight lr-listing">)'
    r"<pre><span></span>(.*?)</pre>",
    re.S,
)
RAISED_RUN = re.compile(f"[{RAISED}]+")
# 칸. 이보다 긴 줄은 전화기에서 꺾인다: 실험의 소스에서, 그리고 답 안의 답에까지 서는 다른 코드에서
PHONE, NARROW = 45, 36


def fold(doctree: nodes.document) -> None:
    """쪽의 셀마다 출력을 앞에, 접은 코드를 뒤에 둔다."""
    shown: set[str] = set()
    for cell in list(doctree.findall(lambda n: isinstance(n, nodes.container) and "cell" in n["classes"])):
        code = next((part for part in cell if "cell_input" in part["classes"]), None)
        if code is None:
            continue
        calls = [name for name in dict.fromkeys(CALL.findall(code.astext())) if function(name)]
        sources = "".join(source_place(name, shown) for name in calls)
        if set(OPEN) & set(cell["classes"]):
            cell += raw(sources)
            continue
        cell.remove(code)
        if len(cell) == 0 and not sources:
            cell["classes"].append("lr-quiet")
        start = f'<details class="lr-made"><summary>{title(cell)}</summary>'
        cell.extend([raw(start), code, raw(sources + "</details>")])


def title(cell: nodes.container) -> str:
    said = "".join(node.astext() for node in cell.findall(nodes.raw))
    if any(cell.findall(nodes.image)) or 'class="lr-drawing' in said:
        return "이 그림을 만든 코드"
    if "data-dial=" in said:
        return "이 조작판을 부른 코드"
    if "<table" in said:
        return "이 표를 만든 코드"
    return "이 수를 만든 코드" if len(cell) else "준비하는 코드"


def raw(html: str) -> nodes.raw:
    return nodes.raw("", html, format="html")


def source_place(name: str, shown: set[str]) -> str:
    """소스가 들어갈 자리. 한 쪽에 같은 함수가 또 나오면 앞의 것을 가리킨다."""
    if name in shown:
        link = f'<a href="#{place(name)}"><code>{name.rpartition(".")[2]}</code>의 소스</a>'
        return f'<p class="lr-again">{link}는 앞에 있어요.</p>'
    shown.add(name)
    return f"<!--lr:source {name}-->"


def place(name: str) -> str:
    return "소스-" + name.removeprefix("experiments.").replace(".", "-")


def function(name: str):
    """`experiments.…`가 가리키는 함수. 함수가 아니면 None."""
    found = lr
    for part in name.split("."):
        found = getattr(found, part, None)
    return found if inspect.isfunction(found) else None


def with_sources(html: str) -> str:
    """자리마다 함수의 소스를 적고, 코드의 색을 추리고, 긴 줄을 들여 꺾고, 위 첨자를 키운 쪽."""
    html = SOURCE.sub(lambda m: listing(m[1]), html)
    html = LISTING.sub(lambda m: f"{m[1]}<pre>{shaped(m[2], m[1])}</pre>", html)
    return re.sub(r"<pre>.*?</pre>", lambda m: RAISED_RUN.sub(enlarged, m[0]), html, flags=re.S)


def enlarged(run: re.Match) -> str:
    """점처럼 작은 ⁻⁷을 큰 글자로 보이는 조각. 글자는 그대로라, 복사하고 찾고 소리로 듣는 것은 ⁻⁷이다."""
    return f'<span class="lr-up" data-up="{run[0].translate(PLAIN)}">{run[0]}</span>'


def shaped(code: str, start: str) -> str:
    """`start`로 시작하는 상자의 코드."""
    code = whole(lean(code)) if "bash" in start else lean(code)
    return hanging(code, PHONE if "lr-listing" in start else NARROW)


def whole(code: str) -> str:
    """`--roster`가 줄표 뒤에서 꺾이지 않는 명령."""
    return re.sub(r"(?<!\S)--[\w-]+", r'<span class="lr-kept">\g<0></span>', code)


def lean(code: str) -> str:
    """글자색 그대로인 것(이름, 부호, 빈칸)은 감싸지 않고, 잇닿은 같은 색은 하나로 감싼다. 쪽의 마디가 장마다 수백 개 준다."""
    code = re.sub(r'<span class="(?:n|p|w|nn|nb|o|si)">([^<]*)</span>', r"\1", code)
    code = re.sub(r'<span class="(?:sa|s1|se)">', '<span class="s2">', code)
    joint = re.compile(r'<span class="(?!mf)(\w+)">([^<]*)</span>(,? ?)<span class="\1">')
    while (fewer := joint.sub(r'<span class="\1">\2\3', code)) != code:
        code = fewer
    return code


def hanging(code: str, room: int) -> str:
    """`room`칸보다 긴 줄마다 감싼 코드. 꺾인 뒤가 앞보다 네 칸 들어가 새 줄과 섞이지 않는다."""

    def line(text: str) -> str:
        plain = unescape(re.sub(r"<[^>]+>", "", text)).rstrip("\n")
        if width(plain) <= room or text.count("<span") != text.count("</span"):
            return text
        words, indent = plain.strip(), len(plain) - len(plain.lstrip())
        # 첫 낱말이 한 줄보다 길면 낱말째 내려가 빈 줄을 남긴다. 그때는 낱말의 가운데에서 꺾는다
        kind = "lr-long lr-solid" if indent and width(words.split(" ")[0]) > room - indent else "lr-long"
        return f'<span class="{kind}" style="--in:{indent + 4}ch">{text}</span>'

    return "".join(map(line, code.splitlines(keepends=True)))


def listing(name: str) -> str:
    code = highlight(source(function(name)), PythonLexer(), HtmlFormatter(nowrap=True)).rstrip()
    return (
        f'<details class="lr-source" id="{place(name)}"><summary>이 수를 낸 코드: <code>{name.rpartition(".")[2]}</code>'
        f'</summary><div class="highlight lr-listing"><pre><span></span>{code}</pre></div></details>'
    )


def source(found) -> str:
    """함수의 소스에서 장식과 독스트링, 도구에게 하는 말(`# noqa`, `# fmt`)을 뺀 것."""
    text = re.sub(r"[ \t]*# (?:noqa|fmt:).*", "", textwrap.dedent(inspect.getsource(found)))
    text = text[re.search(r"^def ", text, flags=re.M).start() :]
    body = ast.parse(text).body[0].body
    if ast.get_docstring(ast.parse(text).body[0]) is None:
        return text.rstrip()
    lines = text.splitlines()
    del lines[body[0].lineno - 1 : body[0].end_lineno]
    return "\n".join(lines).rstrip()
