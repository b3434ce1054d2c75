"""수식: Temml을 V8(mini-racer)에서 돌려 MathML로 바꾼다. 쪽에는 수식 스크립트가 없고, 브라우저가 이 책의 수식 글꼴로 그린다."""

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
    racer.eval((ASSETS / "math" / "temml.min.js").read_text(encoding="utf-8"))
    return racer


@cache
def mathml(tex: str, display: bool) -> str:
    """TeX 한 식을 MathML로 바꾼다. 긴 줄 안의 식은 등호와 연산자에서 줄을 바꿀 수 있다. 틀린 TeX는 만들기를 멈춘다."""
    options = {
        "displayMode": display,
        "wrap": "none" if display else "tex",
        "strict": True,
        "throwOnError": True,
    }
    call = f"temml.renderToString({json.dumps(tex)}, {json.dumps(options)})"
    try:
        return conforming(engine().eval(call))
    except Exception as error:
        raise ExtensionError(f"수식을 읽지 못했습니다: {tex}\n{str(error).splitlines()[0][:300]}") from None


def conforming(html: str) -> str:
    """Temml이 식마다 적는 모양 가운데 book.css가 한 번에 정하는 것과 표준에 없는 것을 뺀다."""
    html = re.sub(
        r' style="(?:display:block math|math-depth:0|padding-left:0em;padding-right:0em);"', "", html
    )
    # 혼자 선 연산자는 좌우의 틈을 잃는다. 앞의 덩이에 붙이고, 그 앞에 남은 함수의 틈은 뺀다
    html = re.sub(r"</mrow><mrow>(?=<mo>[^<]*</mo></mrow>)", "", html)
    html = re.sub(r'<mspace width="0\.1667em"></mspace>(?=<mo>[=<>≈≤≥+−]</mo>)', "", html)
    # 물결은 지수를 밀어 올리지 않는다: C̃²의 2는 C²의 2와 같은 높이다
    html = re.sub(
        r"(<msu(?:p|bsup)>)(<mover><mi>.</mi><mo[^>]*>.</mo></mover>)",
        r'\1<mpadded height=".7em">\2</mpadded>',
        html,
    )
    # \tanh 뒤의 틈이 식의 끝에 남으면 조사가 떨어져 보인다
    return re.sub(r'<mspace width="0\.1667em"></mspace>(?=(?:</mrow>)*</math>)', "", html)


def visit_inline(self, node: nodes.math) -> None:
    tex = node.astext()
    lead, tail = escape(node.get("lead", "")), escape(node.get("tail", ""))
    formula, kind = mathml(tex, False), "math"
    if node.get("long"):
        formula, tail = trailed(formula, tail)
    elif lead or tail:
        kind = "math lr-kept"  # 앞뒤의 글과 한 덩이다(breaks.py)
    data = escape(tex, quote=True)
    self.body.append(f'<span class="{kind}" data-tex="{data}">{lead}{formula}{tail}</span>')
    raise nodes.SkipNode


def trailed(formula: str, tail: str) -> tuple[str, str]:
    """여러 조각으로 꺾이는 식의 마지막 조각에 뒤의 글을 담은 것과, 담지 못하고 남은 글."""
    end = "</mrow></math>"
    if not tail or "</mrow><mrow>" not in formula or not formula.endswith(end):
        return formula, tail
    return f"{formula.removesuffix(end)}<mtext>{tail}</mtext>{end}", ""


def visit_block(self, node: nodes.math_block) -> None:
    # 긴 식은 제 상자 안에서만 옆으로 움직인다
    self.lr_formula = getattr(self, "lr_formula", 0) + 1
    tex = node.astext()
    name, data = escape(spoken(tex, self.lr_formula), quote=True), escape(tex, quote=True)
    start = f'<div class="math-block" role="group" aria-label="{name}" data-tex="{data}">'
    self.body.append(f"{start}{mathml(tex, True)}</div>")
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
