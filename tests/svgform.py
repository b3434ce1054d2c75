"""matplotlib의 판이 다를 때 그림을 견주는 꼴. nbval에 -p svgform으로 얹거나 `form`을 부른다.

판이 다르면 글자의 너비를 조금 달리 재어 모든 자리가 한두 포인트씩 밀린다. 그래서 자리의 수와 판에서 나온 이름표만 지우고,
나머지(요소의 차례, 선마다의 점의 수, 글자, 색과 굵기)는 글자 그대로 견준다. 핵심 수가 든 그림의 문장은 따로 견준다.
"""

import re

PLACES = re.compile(r'\b(d|x|y|x1|y1|x2|y2|cx|cy|width|height|viewBox|transform|points)="([^"]*)"')
NAMES = re.compile(r'(\bid="|href="#|url\(#)[^")]*')
NUMBER = re.compile(r"-?\d+(?:\.\d+)?(?:e-?\d+)?")


def form(svg: str) -> str:
    """자리의 수를 지운 SVG. 선의 점은 하나하나 남으므로 점의 수가 다르면 다르다."""
    bare = PLACES.sub(lambda m: f'{m[1]}="{NUMBER.sub("·", m[2])}"', NAMES.sub(r"\1", svg))
    return re.sub(r"Matplotlib v[\d.]+", "Matplotlib", bare)


def is_svg(text: str) -> bool:
    return text.lstrip()[:5] in ("<?xml", "<svg ")


def pytest_configure(config):
    """nbval이 견주기 전에 SVG를 `form`으로 바꾼다."""
    from nbval.plugin import IPyNbCell

    plain = IPyNbCell.sanitize
    IPyNbCell.sanitize = lambda self, text: form(text) if is_svg(text) else plain(self, text)
