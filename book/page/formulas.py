"""수식: KaTeX를 V8(mini-racer)에서 돌려 HTML과 MathML로 바꾼다. 쪽에는 수식 스크립트가 없다."""

from __future__ import annotations

import atexit
import json
import re
from functools import cache
from html import escape

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
    # 긴 식은 제 상자 안에서만 옆으로 움직인다
    self.lr_formula = getattr(self, "lr_formula", 0) + 1
    name = escape(spoken(node.astext(), self.lr_formula), quote=True)
    formula = katex(node.astext(), True)
    self.body.append(f'<div class="math-block" role="group" aria-label="{name}">{formula}</div>')
    raise nodes.SkipNode


READ = {
    r"\partial": "∂", r"\sigma": "시그모이드", r"\rho": "로", r"\prod": "곱", r"\sum": "합", r"\log": "로그", r"\ln": "로그",
    r"\tilde": "물결 ", r"\lVert": "노름 ", r"\Vert": "", r"\|": "", r"\odot": "⊙", r"\cdot": "·",
    r"\varepsilon": "엡실론", r"\theta": "세타", r"\gamma": "감마", r"\eta": "에타", r"\overleftarrow": "왼쪽 화살표 ",
}  # fmt: skip


def spoken(tex: str, number: int) -> str:
    """식을 부르는 이름: `수식 3: f_t, C_t`처럼 차례와 왼쪽 변으로 부른다."""
    body = re.sub(
        r"\\(begin|end)\{[^}]*\}(\{[^}]*\})?|\\(text|mathrm|mathrel|operatorname)\{[^}]*\}|&", " ", tex
    )
    lefts = []
    for row in re.split(r"\\\\(?:\[[^]]*\])?|\\q?quad|\\qquad", body):
        left, relation, _ = re.split(r"(=|\\approx|\\le\b|\\ge\b|\\propto)", row + "=", maxsplit=1)[:3]
        name = plain(left) if relation and "=" in row or "approx" in row else ""
        if name and name not in lefts:
            lefts.append(name)
    return f"수식 {number}" + (f": {', '.join(lefts[:4])}" if lefts else "")


def plain(tex: str) -> str:
    """소리 내어 읽을 이름. 너무 긴 것은 부르지 않는다."""
    tex = re.sub(r"([_^])\{([^{}]*)\}", r"\1\2 ", tex).replace("^", " ")
    tex = re.sub(r"\\d?t?frac\s*\{([^{}]*)\}\s*\{([^{}]*)\}", r"\1 나누기 \2", tex)
    for command, word in READ.items():
        tex = tex.replace(command, word)
    tex = re.sub(r"\\[a-zA-Z]+|\\.", " ", tex)
    tex = re.sub(r"[{}]", "", tex).replace("_", " ")
    tex = " ".join(tex.split()).strip(" ,.;:")
    return tex if 0 < len(tex) <= 24 else ""
