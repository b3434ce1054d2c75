"""책의 쪽이 함께 싣는 다른 이의 저작물과 그 라이선스. 만든 책의 `assets/licenses.txt`에 전문을 적는다.

python book/licences.py    표를 적는다(LICENSE의 아래쪽과 같다)
"""

from __future__ import annotations

from importlib.metadata import distribution
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parents[1]


class Work(NamedTuple):
    """다른 이의 저작물 하나. `texts`: 저장소에 있는 전문, `package`: 전문이 든 설치된 꾸러미."""

    name: str
    licence: str
    where: str
    texts: tuple[str, ...] = ()
    package: str = ""


WORKS = (
    Work("나눔고딕의 부분 집합(LSTM Book Gothic)", "SIL OFL 1.1", "lstm_ref/fonts", ("lstm_ref/fonts/OFL.txt",)),
    Work("Latin Modern Math의 부분 집합(LSTM Book Math)", "GUST Font License", "book/assets/math",
         ("book/assets/math/LICENSE-LatinModernMath",)),
    Work("Temml(만들 때 수식을 MathML로 바꾸고, 그 스타일이 쪽에 있다)", "MIT", "book/assets/math",
         ("book/assets/math/LICENSE-Temml",)),
    Work("pydata-sphinx-theme과 그 안의 Bootstrap의 스타일", "BSD-3-Clause, MIT", "assets/theme.css", (), "pydata-sphinx-theme"),
    Work("sphinx-book-theme의 스타일", "BSD-3-Clause", "assets/theme.css", (), "sphinx-book-theme"),
    Work("Sphinx의 basic.css", "BSD-2-Clause", "assets/theme.css", (), "sphinx"),
    Work("Pygments의 코드 색", "BSD-2-Clause", "assets/theme.css", (), "pygments"),
    Work("MyST-NB의 셀 스타일", "BSD-3-Clause", "assets/theme.css", (), "myst-nb"),
    Work("sphinx-togglebutton의 스타일", "MIT", "assets/theme.css", (), "sphinx-togglebutton"),
    Work("sphinx-copybutton의 스타일", "MIT", "assets/theme.css", (), "sphinx-copybutton"),
    Work("sphinx-design의 스타일", "MIT", "assets/theme.css", (), "sphinx-design"),
    Work("sphinx-thebe의 스타일", "MIT", "assets/theme.css", (), "sphinx-thebe"),
)  # fmt: skip


def texts(work: Work) -> list[str]:
    """라이선스의 전문들."""
    found = [(ROOT / path).read_text(encoding="utf-8") for path in work.texts]
    if work.package:
        files = distribution(work.package).files or []
        papers = [f for f in files if "licen" in f.name.lower() or "licen" in str(f.parent).lower()]
        found += [p.read_text() for p in papers if p.suffix in ("", ".txt", ".rst", ".md")]
    return found


def table() -> str:
    """이름, 라이선스, 자리의 줄들."""
    return "\n".join(f"- {work.name}: {work.licence} ({work.where})" for work in WORKS)


def whole() -> str:
    """저장소의 LICENSE와, 저작물마다의 전문."""
    parts = [(ROOT / "LICENSE").read_text(encoding="utf-8")]
    parts += ["\n\n".join([f"{'=' * 72}\n{w.name}: {w.licence}", *texts(w)]) for w in WORKS]
    return "\n\n".join(parts)


if __name__ == "__main__":
    print(table())
