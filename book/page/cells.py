"""셀: 배관이 되는 코드는 '이 수를 만든 코드' 한 줄로 접고, 그 안에 부른 실험의 소스를 함께 둔다.

가르치는 코드(`teach`)와 연습문제(`exercise`)는 펼쳐 둔다. 소스는 설치된 패키지에서 만들 때 읽는다.
"""

from __future__ import annotations

import ast
import inspect
import re
import textwrap
from html import escape, unescape

from docutils import nodes

import lstm_ref as lr

OPEN = ("tag_teach", "tag_exercise")  # 펼쳐 두는 셀
CALL = re.compile(r"\blr\.(experiments\.[A-Za-z_][\w.]*)\s*\(")
SOURCE = re.compile(r"<!--lr:source ([\w.]+)-->")
MADE = re.compile(r'(<details class="lr-made">.*?</details>)', re.S)
LISTING = re.compile(
    r'(highlight-(?!myst-ansi)[^>]*><div class="highlight"><pre><span></span>)(.*?)(?=</pre>)', re.S
)
PHONE = 45  # 칸. 이보다 긴 줄은 전화기에서 꺾인다


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
    """자리마다 함수의 소스를 적고, 코드의 색을 추린 쪽."""
    # 글자색 그대로인 것(이름, 문장 부호, 빈칸)은 감싸지 않는다. 쪽의 마디가 장마다 수백 개 준다
    html = re.sub(r'<span class="(?:n|p|w|nn)">([^<]*)</span>', r"\1", html)
    parts = MADE.split(html)
    html = "".join(part if k % 2 else LISTING.sub(hanging, part) for k, part in enumerate(parts))
    return SOURCE.sub(lambda m: listing(m[1]), html)


def hanging(match: re.Match) -> str:
    """펼쳐 둔 코드의 긴 줄. 꺾인 뒤가 앞보다 네 칸 들어가 새 줄과 섞이지 않는다."""

    def line(text: str) -> str:
        plain = unescape(re.sub(r"<[^>]+>", "", text))
        if len(plain) <= PHONE or text.count("<span") != text.count("</span"):
            return text
        indent = len(plain) - len(plain.lstrip()) + 4
        return f'<span class="lr-long" style="--in:{indent}ch">{text}</span>'

    return match[1] + "".join(map(line, match[2].splitlines(keepends=True)))


def listing(name: str) -> str:
    code = escape(source(function(name)), quote=False)
    return (
        f'<details class="lr-source" id="{place(name)}"><summary>이 수를 낸 코드: <code>{name.rpartition(".")[2]}</code>'
        f"</summary><pre><code>{code}</code></pre></details>"
    )


def source(found) -> str:
    """함수의 소스에서 장식과 독스트링을 뺀 것."""
    text = textwrap.dedent(inspect.getsource(found))
    text = text[re.search(r"^def ", text, flags=re.M).start() :]
    body = ast.parse(text).body[0].body
    if ast.get_docstring(ast.parse(text).body[0]) is None:
        return text.rstrip()
    lines = text.splitlines()
    del lines[body[0].lineno - 1 : body[0].end_lineno]
    return "\n".join(lines).rstrip()
