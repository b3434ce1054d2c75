"""수식: KaTeX를 V8(mini-racer)에서 돌려 HTML과 MathML로 바꾼다. 쪽에는 수식 스크립트가 없다."""

from __future__ import annotations

import atexit
import json
import re
from functools import cache

from docutils import nodes
from py_mini_racer import MiniRacer
from sphinx.errors import ExtensionError

from .places import ASSETS


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
        return conforming(engine().eval(call))
    except Exception as error:
        raise ExtensionError(f"수식을 읽지 못했습니다: {tex}\n{str(error).splitlines()[0][:300]}") from None


def conforming(html: str) -> str:
    """KaTeX가 적는 것 가운데 표준에 없는 것을 뺀다. 브라우저가 무시하던 것이라 모양은 같다."""
    html = re.sub(r"height:-[\d.]+em;?", "", html)
    html = html.replace(' columnspacing=""', "").replace(' style=""', "")
    scripts = "msub|msup|msubsup|munder|mover|munderover"
    html = re.sub(rf"(<(?:{scripts})><mi[^>]*>[^<]*</mi>)<mo>\u2061</mo>", r"\1", html)
    return re.sub(rf"<mo>\u2061</mo>(?=</(?:{scripts})>)", "", html)


def visit_inline(self, node: nodes.math) -> None:
    self.body.append(f'<span class="math">{katex(node.astext(), False)}</span>')
    raise nodes.SkipNode


def visit_block(self, node: nodes.math_block) -> None:
    # 긴 식은 제 상자 안에서만 옆으로 움직인다. 키보드로도 움직이도록 초점을 받는다.
    formula = katex(node.astext(), True)
    self.body.append(f'<div class="math-block" tabindex="0" role="group" aria-label="수식">{formula}</div>')
    raise nodes.SkipNode
