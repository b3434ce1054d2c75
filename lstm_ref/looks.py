"""그림과 조작판의 색과 선: 같은 것은 책 어디서나 같은 모양으로 그린다."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import chain, cycle

__all__ = ["COLORS", "DASHES", "MARKERS", "MEANING", "indices"]

# Okabe & Ito의 색을 흰 종이에서 4.5:1이 되도록 조금 어둡게 한 것: 색각 이상이 있어도 갈린다. 흑백 인쇄를 위해 선 모양과 표식도
# 함께 바꾼다. 책의 쪽에서는 어두운 화면의 색과 짝지은 변수가 된다(book.css의 --c0…, dial.css의 --s0…).
COLORS = ("#0072B2", "#B84A00", "#00795A", "#A8458A", "#6A51A3", "#8A6D00", "#000000")
DASHES = ("-", "--", "-.", ":", (0, (5, 1, 1, 1)), (0, (3, 1)), "-")
MARKERS = ("o", "s", "^", "D", "v", "P", "X")

# 뜻 → 몇 번째 모양인가. 은닉 상태만 있는 RNN은 h와, 셀 상태로 잇는 LSTM은 C와 같다
MEANING = {
    "C": 0, "h": 1, "f": 2, "i": 3, "o": 4, "C̃": 5, "tanh(C)": 6, "기울기": 6,
    "LSTM": 0, "RNN": 1, "LSTM b_f=0": 3, "LSTM b_f=1": 0, "LSTM b_f=3": 2, "LSTM b_f=5": 4, "직교 RNN": 5,
    "f 없는 LSTM": 5, "∏f": 2, "모든 경로": 6, "이론": 6,
    # 견주는 설정값. f=σ(b)는 그 편향의 LSTM과, f=1은 f 없는 LSTM과, ρ=1은 RNN과 같다
    "f=0": 1, "f=0.5": 3, "f=0.731": 0, "f=0.9": 6, "f=0.953": 2, "f=0.99": 4, "f=0.993": 4, "f=1": 5,
    "ρ=0.5": 0, "ρ=0.7": 4, "ρ=0.9": 5, "ρ=1": 1, "ρ=1.5": 2, "ρ=3": 3, "w_h=0.9": 1,
}  # fmt: skip


def indices(names: Sequence[str]) -> list[int]:
    """이름마다의 모양. 표에 있는 것은 그 모양을, 나머지는 아직 쓰지 않은 모양을 차례로 얻는다.

    한 그림에서 모양이 같은 둘째도 나머지다. 모양이 모자라면 처음부터 다시 쓴다.

    예
    --
    >>> indices(["o", "C", "h"]), indices(["LSTM, b_f = 3", "RNN, ρ = 1"]), indices(["f = 0.8", "f = 0.50"])
    ([4, 0, 1], [2, 1], [0, 3])
    """
    known = [MEANING.get(_key(name)) for name in names]
    known = [None if k in known[:j] else k for j, k in enumerate(known)]
    free = chain((k for k in range(len(COLORS)) if k not in known), cycle(range(len(COLORS))))
    return [next(free) if k is None else k for k in known]


def _key(name: str) -> str:
    """`LSTM, b_f = 3`은 `LSTM b_f=3`으로, `RNN, ρ = 1`은 `RNN`으로, `셀 상태, f = 0.90`은 `f=0.9`로. 수식의 표시는 뺀다."""
    plain = re.sub(r" ?= ?", "=", re.sub(r"\$|\\,", "", name).replace(", ", " "))
    if found := re.fullmatch(r"(?:셀 상태 )?(f|ρ|w_h)=(\d+\.?\d*)", plain):
        return f"{found[1]}={round(float(found[2]), 3):g}"
    return re.sub(r"(RNN) \S+=\S+", r"\1", plain)
