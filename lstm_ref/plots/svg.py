"""구조 그림: 식과 같은 기호로 그린 인라인 SVG. 색은 currentColor라서 어두운 화면에서도 보인다."""

from __future__ import annotations

from html import escape

# 선 색은 CSS 변수로 바꿀 수 있고, 없으면 글자색을 따른다.
ARROWHEAD = (
    '<defs><marker id="{id}" viewBox="0 0 10 10" refX="9" refY="5" markerWidth="11" markerHeight="11" '
    'markerUnits="userSpaceOnUse" '
    'orient="auto-start-reverse"><path d="M0 0L10 5L0 10z" fill="currentColor"/></marker></defs>'
)


class Drawing:
    """구조 그림과 그것을 말로 옮긴 문장. 노트북에서는 인라인 SVG와 text/plain 문장으로 나온다.

    `name`은 영문 식별자로, 한 쪽에 그림이 여럿일 때 화살촉 id가 겹치지 않게 한다.
    """

    def __init__(self, name: str, width: int, height: int, parts: list[str], sentence: str):
        self.sentence = sentence
        label = escape(sentence, quote=True)
        self.svg = (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" role="img" '
            f'aria-label="{label}" style="max-width:{width}px;width:100%;height:auto" '
            'fill="none" stroke="currentColor" stroke-width="1.6" font-family="sans-serif" font-size="19">'
            f"<title>{escape(sentence)}</title>"
            + ARROWHEAD.format(id=f"{name}-head")
            + "".join(part.replace("#head", f"#{name}-head") for part in parts)
            + "</svg>"
        )

    def _repr_html_(self) -> str:
        return f'<div class="lr-drawing">{self.svg}</div>'

    def __repr__(self) -> str:
        return self.sentence


def box(
    x: float, y: float, w: float, h: float, text: str = "", *, rounded: float = 4, dashed: bool = False
) -> str:
    """(x, y)에서 시작하는 네모와 가운데 글자."""
    dash = ' stroke-dasharray="5 4"' if dashed else ""
    return f'<rect x="{x}" y="{y}" width="{w}" height="{h}" rx="{rounded}"{dash}/>' + (
        label(x + w / 2, y + h / 2, text) if text else ""
    )


def dot(x: float, y: float, text: str, r: float = 13) -> str:
    """연산 하나(⊙, +)를 담은 동그라미."""
    return f'<circle cx="{x}" cy="{y}" r="{r}"/>' + label(x, y, text)


def arrow(*points: tuple[float, float], head: bool = True, dashed: bool = False) -> str:
    """점을 차례로 잇는 꺾은선. `head`면 끝에 화살촉을 단다. `dashed`면 점선이다(거꾸로 오는 기울기)."""
    path = "M" + "L".join(f"{x} {y}" for x, y in points)
    ends = (' marker-end="url(#head)"' if head else "") + (' stroke-dasharray="5 3"' if dashed else "")
    return f'<path d="{path}"{ends}/>'


def label(x: float, y: float, text: str, *, anchor: str = "middle", size: int = 19) -> str:
    """글자. `_{…}`는 아래 첨자가 된다: `h_{t−1}`."""
    body, rest = "", text
    while "_{" in rest:
        before, _, rest = rest.partition("_{")
        inside, _, rest = rest.partition("}")
        body += escape(before) + f'<tspan dy="5" font-size="{round(size * 0.72)}">{escape(inside)}</tspan>'
        body += '<tspan dy="-5">\u200b</tspan>'
    return (
        f'<text x="{x}" y="{y}" text-anchor="{anchor}" dominant-baseline="central" font-size="{size}" '
        f'fill="currentColor" stroke="none">{body}{escape(rest)}</text>'
    )
