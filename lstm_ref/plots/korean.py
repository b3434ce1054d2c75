"""내 그림의 한글: matplotlib으로 손수 그리는 그림에 이 책의 글꼴을 쓴다."""

from __future__ import annotations

import matplotlib
from matplotlib import font_manager

from .figure import FAMILIES

__all__ = ["use_korean_font"]


def use_korean_font() -> None:
    """지금부터 matplotlib으로 그리는 그림의 한글이 이 책의 글꼴로 나오게 한다. 글꼴을 따로 설치하지 않아도 된다.

    이 패키지의 그림(`lr.plots`)에는 필요 없다: 그릴 때만 글꼴을 바꾸고 되돌린다. 이 함수는 프로세스의 설정
    `matplotlib.rcParams["font.family"]`를 바꾼다. 되돌리려면 `matplotlib.rcdefaults()`를 부른다.

    반환값
    ------
    None

    예외
    ----
    ModuleNotFoundError : matplotlib이 없을 때

    예
    --
    >>> import matplotlib
    >>> with matplotlib.rc_context():
    ...     use_korean_font()
    ...     matplotlib.rcParams["font.family"][0]
    'LSTM Book Gothic'

    출처: 나눔고딕(SIL OFL 1.1)의 KS X 1001 부분 집합. 한글 2350자가 들어 있다.
    """
    matplotlib.rcParams["font.family"] = list(FAMILIES)


def korean_fonts() -> list[str]:
    """matplotlib이 아는 글꼴 가운데 이 책의 것과 이름에서 한글 글꼴임을 알 수 있는 것. 신고에 쓴다."""
    known = (
        "LSTM Book",
        "Nanum",
        "Noto Sans CJK",
        "Noto Serif CJK",
        "Malgun",
        "Apple SD Gothic",
        "Pretendard",
    )
    return sorted({f.name for f in font_manager.fontManager.ttflist if f.name.startswith(known)})
