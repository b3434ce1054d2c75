"""LSTM의 등장 실험: 손으로 따라가는 한 시점과, 두 상태의 크기(5장)."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from .. import checks
from ..cells import LSTMStep, lstm_step
from ..doors import Count, door
from ..params import LSTMParams, init_lstm, init_rnn
from ..sequence import lstm_forward, rnn_forward
from ..tables import Table, setting, settings, vec

__all__ = ["HandLSTM", "hand_lstm", "step_values", "two_states_table", "Carousel", "carousel"]


class HandLSTM(NamedTuple):
    """손으로 따라갈 LSTM. `params`: LSTMParams, `x`: (T, 1, D), `h_0`와 `C_0`: (1, H), `ones`: (1, H) 1로 된 기울기."""

    params: LSTMParams
    x: np.ndarray
    h_0: np.ndarray
    C_0: np.ndarray
    ones: np.ndarray


def hand_lstm() -> HandLSTM:
    r"""D = 1, H = 2인 작은 LSTM. 가중치는 0, ±1, 2뿐이라 종이로 따라갈 수 있다. 입력은 1, −1이다.

    반환값
    ------
    HandLSTM

    예외
    ----
    없음

    예
    --
    >>> hand = hand_lstm()
    >>> lstm_forward(hand.params, hand.x, hand.h_0, hand.C_0).f[0, 0].round(3).tolist()
    [0.731, 0.5]

    출처: 이 책.
    """
    W = lambda *rows: np.array(rows, dtype=np.float64)  # noqa: E731
    params = LSTMParams(
        W([0, 0, 1], [1, 0, 0]), np.zeros(2), W([0, 0, 2], [0, 0, -1]), np.zeros(2),
        W([0, 0, 1], [0, 1, 1]), np.zeros(2), W([0, 0, 0], [0, 0, 1]), np.zeros(2),
    )  # fmt: skip
    return HandLSTM(
        params, np.array([[[1.0]], [[-1.0]]]), np.zeros((1, 2)), np.array([[1.0, -1.0]]), np.ones((1, 2))
    )


@door
def step_values(step: LSTMStep) -> Table:
    """LSTM 한 시점(첫 배치)의 모든 기호와 값을 적은 표.

    매개변수
    --------
    step : LSTMStep. 첫 배치를 적는다

    반환값
    ------
    Table

    예외
    ----
    TypeError, ValueError : LSTMStep이 아니거나 배열의 크기가 서로 맞지 않을 때

    예
    --
    >>> from lstm_ref.experiments.libraries import labelled_lstm, quiet_step
    >>> step_values(quiet_step(labelled_lstm())).rows[-1]
    ['h', '(0.692)']

    출처: 이 책.
    """
    names = ("z", "C_{t−1}", "f", "i", "C̃", "C", "o", "h")
    return Table("한 시점의 값", ["기호", "값"], [[n, vec(v[0])] for n, v in zip(names, step)])


@door
def two_states_table(D: Count = 3, H: Count = 4, T: Count = 6, B: Count = 2) -> Table:
    """RNN과 LSTM이 실제로 주고받는 배열의 크기를 적은 표.

    매개변수
    --------
    D, H, T, B : 1 이상의 정수, 입력과 은닉 상태의 크기, 시점과 배치의 수

    반환값
    ------
    Table

    예외
    ----
    TypeError, ValueError : 위 형과 범위를 벗어날 때

    예
    --
    >>> two_states_table(D=1, H=2, T=3, B=1).rows[0]
    ['한 시점이 받는 상태', 'h_{t−1} (1, 2)', 'h_{t−1}과 C_{t−1} (1, 2)']

    출처: 이 책.
    """
    rng = np.random.default_rng(0)
    r, p = init_rnn(rng, D, H), init_lstm(rng, D, H)
    x = rng.standard_normal((T, B, D))
    step = lstm_step(p, x[0], np.zeros((B, H)), np.zeros((B, H)))
    shape = lambda v: str(v.shape)  # noqa: E731
    trace = lstm_forward(p, x)
    rows: list[list[object]] = [
        [
            "한 시점이 받는 상태",
            "h_{t−1} " + shape(np.zeros((B, H))),
            f"h_{{t−1}}과 C_{{t−1}} {shape(step.C_prev)}",
        ],
        ["시퀀스의 출력", shape(rnn_forward(r, x).h), f"h {shape(trace.h)}, C {shape(trace.C)}"],
        ["게이트", "없음", "f, i, o"],
        ["매개변수 수", sum(v.size for v in r), sum(v.size for v in p)],
    ]
    return Table(f"D={D}, H={H}, T={T}, B={B}일 때", ["항목", "RNN", "LSTM"], rows)


class Carousel(NamedTuple):
    """같은 입력을 받은 세 기억의 값. `names`: 이름, `values`: (T, K)."""

    names: tuple[str, ...]
    values: np.ndarray


@door
def carousel(T: Count = 40, w: float = 0.9, f: float = 0.9) -> Carousel:
    r"""첫 시점에만 1을 넣는다. 곱해서 덮어쓰는 기억 tanh(w h)와, 더해서 잇는 기억 f C를 견준다.

    매개변수
    --------
    T : 1 이상의 정수
    w : 유한한 실수
    f : 0 이상 1 이하의 실수

    반환값
    ------
    Carousel

    예외
    ----
    TypeError, ValueError : 위 형과 범위를 벗어날 때

    예
    --
    >>> carousel(T=3).values[-1].round(3).tolist()
    [0.49, 1.0, 0.81]

    출처: Hochreiter & Schmidhuber (1997).
    """
    f = checks.real("f", f, 0.0, 1.0)
    h, rows = np.tanh(1.0), []
    for t in range(T):
        rows.append([h, 1.0, f**t])
        h = np.tanh(w * h)
    return Carousel(
        (f"RNN, w={setting(w, 1)}", *(f"셀 상태, f={name}" for name in settings([1.0, f]))), np.array(rows)
    )
