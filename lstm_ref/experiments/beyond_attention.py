"""어텐션 한 줄을 손으로 따라가는 예(13장)."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from .. import checks
from ..doors import Reals, door
from ..tables import Table, josa, vec

__all__ = ["HandAttention", "attention_table", "hand_attention"]

MOST = 100.0  # 질의, 열쇠, 내용의 성분은 손으로 적는 작은 수다


class HandAttention(NamedTuple):
    """질의 하나의 어텐션. `match`: (n,) qᵀk, `scaled`: (n,) qᵀk/√d, `weight`: (n,) 비율, `parts`: (n, m) 비율 × v,
    `output`: (m,) 섞은 내용."""

    match: np.ndarray
    scaled: np.ndarray
    weight: np.ndarray
    parts: np.ndarray
    output: np.ndarray


@door
def hand_attention(
    q: Reals = (1.2, -0.4),
    K: ArrayLike = ((0.8, 0.3), (-0.6, 1.1), (1.4, -0.7)),
    V: ArrayLike = ((0.8, -1.2), (0.9, 0.5), (-0.6, 0.7)),
) -> HandAttention:
    r"""질의 q가 열쇠 K와 내용 V를 한 번 읽은 값: softmax(K q / √d)를 비율로 V의 행을 섞는다.

    매개변수
    --------
    q : −100 이상 100 이하인 수 d개, 질의
    K : (n, d) −100 이상 100 이하의 수, 열쇠를 행으로 쌓은 것
    V : (n, m) −100 이상 100 이하의 수, 내용을 행으로 쌓은 것

    반환값
    ------
    HandAttention

    예외
    ----
    TypeError, ValueError : 위 형과 범위와 크기를 벗어날 때

    예
    --
    >>> hand_attention().weight.round(3).tolist()
    [0.29, 0.07, 0.64]
    >>> hand_attention(K=[[0.8, 0.3, 0.1]], V=[[1.0]])
    Traceback (most recent call last):
        ...
    ValueError: K[0]의 길이가 3입니다. 2여야 합니다.

    출처: Vaswani et al. (2017), 식 (1).
    """
    q = checks.vector("q", q, -MOST, MOST)
    K = _rows("K", K, len(q))
    V = _rows("V", V, None)
    if len(K) != len(V):
        raise ValueError(f"V의 행이 {len(V)}개입니다. K와 같은 {len(K)}개여야 합니다.")
    match = K @ q
    scaled = match / np.sqrt(len(q))
    power = np.exp(scaled - scaled.max())  # 가장 큰 값을 빼도 비율은 같다
    weight = power / power.sum()
    return HandAttention(match, scaled, weight, weight[:, None] * V, weight @ V)


def _rows(name: str, values: ArrayLike, width: int | None) -> np.ndarray:
    """행마다 길이가 `width`인 행렬. `width`가 없으면 첫 행에 맞춘다."""
    given = list(values) if isinstance(values, np.ndarray) and values.ndim == 2 else values
    rows = [
        checks.vector(f"{name}[{k}]", row, -MOST, MOST) for k, row in enumerate(checks.sequence(name, given))
    ]
    width = len(rows[0]) if width is None else width
    for k, row in enumerate(rows):
        if len(row) != width:
            raise ValueError(
                f"{name}[{k}]의 길이가 {len(row)}입니다. {josa(str(width), '이어야/여야')} 합니다."
            )
    return np.array(rows)


@door
def attention_table(record: HandAttention) -> Table:
    """`hand_attention`의 계산을 열쇠마다 한 줄로 적은 표. 마지막 줄이 합이고, 마지막 칸이 출력이다.

    매개변수
    --------
    record : HandAttention, `hand_attention`의 기록

    반환값
    ------
    Table

    예외
    ----
    TypeError : record의 형이 다를 때

    예
    --
    >>> attention_table(hand_attention()).rows[-1]
    ['합', '–', '–', '6.250', '1.000', '(−0.089, 0.135)']

    출처: Vaswani et al. (2017), 식 (1).
    """
    with np.errstate(over="ignore"):
        power = np.exp(record.scaled)
    columns = record.match, record.scaled, power, record.weight
    rows = [
        [f"k_{k}", *map(float, values), vec(part)]
        for k, (*values, part) in enumerate(zip(*columns, record.parts), 1)
    ]
    total = ["합", "–", "–", float(power.sum()), float(record.weight.sum()), vec(record.output)]
    header = ["열쇠", "곱해서 더한 값", "√d로 나눈 값", "e의 거듭제곱", "비율", "비율 × v"]
    return Table("질의 하나의 어텐션", header, [*rows, total])
