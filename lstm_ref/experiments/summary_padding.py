"""길이를 맞추려고 0을 채우면 LSTM의 상태가 달라지는지 재는 실험(10장)."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from ..doors import Count, Seeds, door
from ..params import LSTMParams, init_lstm
from ..sequence import lstm_forward
from ..tables import Table, num

__all__ = ["Padding", "padding", "padding_table"]

WAYS = ("앞에 채움", "뒤에 채움", "뒤에 채우고 마스크로 골라냄")


class Padding(NamedTuple):
    """0을 채웠을 때 읽어 낸 h가 달라진 크기. `zero_bias`와 `any_bias`: (3, 시드) max|h − h′|.
    줄은 앞에 채움, 뒤에 채움, 뒤에 채우고 마스크로 골라냄의 차례다."""

    zero_bias: np.ndarray
    any_bias: np.ndarray
    pad: int


@door
def padding(
    pad: Count = 20, seeds: Seeds = (11, 12, 13, 14, 15), T: Count = 10, D: Count = 4, H: Count = 16
) -> Padding:
    r"""T시점짜리 시퀀스의 앞이나 뒤에 0을 `pad`개 채우고, 마지막 시점의 h를 채우지 않은 것과 견준다.

    편향은 두 가지다: 초기화한 그대로(b_f = 1, 나머지 0)와, 여덟 배열의 편향에 표준 편차 0.5의 난수를 더한 것.
    마스크는 진짜 마지막 시점의 h를 골라낸다.

    매개변수
    --------
    pad, T, D, H : 1 이상의 정수
    seeds : 정수의 묶음

    반환값
    ------
    Padding

    예외
    ----
    TypeError, ValueError : 정수가 아니거나 범위를 벗어날 때

    예
    --
    >>> found = padding(seeds=(11,))
    >>> float(found.zero_bias[0, 0]), bool(found.any_bias[0, 0] > 0.01)
    (0.0, True)

    출처: 이 책.
    """
    found = []
    for seed in seeds:
        rng = np.random.default_rng(seed)
        plain = init_lstm(rng, D, H)
        moved = {n: getattr(plain, n) + 0.5 * rng.standard_normal(H) for n in ("b_f", "b_i", "b_C", "b_o")}
        x, zeros = rng.standard_normal((T, 1, D)), np.zeros((pad, 1, D))
        found.append([_gaps(p, x, zeros) for p in (plain, plain._replace(**moved))])
    zero_bias, any_bias = np.array(found).transpose(1, 2, 0)
    return Padding(zero_bias, any_bias, pad)


def _gaps(params: LSTMParams, x: np.ndarray, zeros: np.ndarray) -> list[float]:
    want = lstm_forward(params, x).h[-1]
    before, after = (lstm_forward(params, np.concatenate(v)).h for v in ((zeros, x), (x, zeros)))
    return [float(np.abs(h - want).max()) for h in (before[-1], after[-1], after[len(x) - 1])]


@door
def padding_table(record: Padding) -> Table:
    """`padding`의 가장 작은 시드와 가장 큰 시드를 적은 표.

    매개변수
    --------
    record : Padding, `lr.experiments.honorifics.padding`의 기록

    반환값
    ------
    Table

    예외
    ----
    TypeError : record의 형이 다를 때

    예
    --
    >>> padding_table(padding(pad=2, seeds=(11,), T=3, D=2, H=3)).rows[0]
    ['앞에 채움', '0.00 … 0.00', '0.05 … 0.05']

    출처: 이 책.
    """
    span = lambda v: f"{num(v.min(), 2)} … {num(v.max(), 2)}"  # noqa: E731
    rows = [[w, span(a), span(b)] for w, a, b in zip(WAYS, record.zero_bias, record.any_bias)]
    header = ["방법", "초기 편향", "배운 뒤처럼 흩어진 편향"]
    return Table(
        f"0을 {record.pad}시점 채웠을 때 읽어 낸 h의 변화(시드 {record.zero_bias.shape[1]}개)", header, rows
    )
