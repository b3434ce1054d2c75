"""옛 라이브러리의 기본값이 출력을 얼마나 바꾸는지 재는 실험(14장): TF1의 망각 편향과 hard sigmoid."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from ..doors import Count, Seeds, door
from ..params import LSTMParams, init_lstm
from ..sequence import lstm_forward
from ..tables import Table

__all__ = ["OldDefaults", "old_defaults", "old_defaults_table"]


class OldDefaults(NamedTuple):
    """옛 기본값을 모른 채 옮긴 LSTM의 max|h − h′|. 모두 (시드,).

    `hard`: 시그모이드 자리에 0.2a + 0.5를 [0, 1]로 자른 함수를 썼을 때, `dropped`: 실행할 때 더하던 망각 편향을 빠뜨렸을 때."""

    hard: np.ndarray
    dropped: np.ndarray


@door
def old_defaults(
    seeds: Seeds = (11, 12, 13, 14, 15), T: Count = 20, D: Count = 4, H: Count = 8
) -> OldDefaults:
    r"""옛 Keras의 hard_sigmoid(a) = clip(0.2 a + 0.5, 0, 1)와, TF1이 b_f에 담지 않고 실행할 때 더하던 1을 흉내 낸다.

    매개변수
    --------
    seeds : 정수의 묶음
    T, D, H : 1 이상의 정수

    반환값
    ------
    OldDefaults

    예외
    ----
    TypeError, ValueError : 정수가 아니거나 범위를 벗어날 때

    예
    --
    >>> found = old_defaults(seeds=(11,))
    >>> bool(0.01 < found.hard[0] < 0.2), bool(found.dropped[0] > 0.1)
    (True, True)

    출처: TensorFlow 1의 BasicLSTMCell, Keras 2.2의 LSTM.
    """
    hard, dropped = [], []
    for seed in seeds:
        rng = np.random.default_rng(seed)
        params = init_lstm(rng, D, H)
        x = rng.standard_normal((T, 1, D))
        h = lstm_forward(params, x).h[:, 0]
        hard.append(np.abs(_hard_forward(params, x[:, 0]) - h).max())
        without = params._replace(b_f=params.b_f - 1.0)
        dropped.append(np.abs(lstm_forward(without, x).h[:, 0] - h).max())
    return OldDefaults(np.array(hard), np.array(dropped))


def _hard_forward(p: LSTMParams, x: np.ndarray) -> np.ndarray:
    h, C, out = np.zeros(len(p.b_f)), np.zeros(len(p.b_f)), []
    for x_t in x:
        z = np.concatenate([h, x_t])
        f, i, o = (
            np.clip(0.2 * (W @ z + b) + 0.5, 0, 1)
            for W, b in ((p.W_f, p.b_f), (p.W_i, p.b_i), (p.W_o, p.b_o))
        )
        C = f * C + i * np.tanh(p.W_C @ z + p.b_C)
        h = o * np.tanh(C)
        out.append(h)
    return np.array(out)


@door
def old_defaults_table(record: OldDefaults) -> Table:
    """`old_defaults`를 시드마다 한 줄로 적은 표.

    매개변수
    --------
    record : OldDefaults, `old_defaults`의 기록

    반환값
    ------
    Table

    예외
    ----
    TypeError : record의 형이 다를 때

    예
    --
    >>> len(old_defaults_table(old_defaults(seeds=(11,), T=3, D=2, H=3)).rows)
    1

    출처: TensorFlow 1의 BasicLSTMCell, Keras 2.2의 LSTM.
    """
    rows = [[str(k + 1), float(a), float(b)] for k, (a, b) in enumerate(zip(*record))]
    return Table("출력 h의 최대 차이", ["몇째 시드", "hard sigmoid로 읽음", "더하던 1을 빠뜨림"], rows)
