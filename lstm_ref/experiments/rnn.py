"""RNN을 앞으로 따라가는 실험: 한 시점과 시퀀스(1장)."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from .. import checks
from ..doors import Count, Natural, Pairs, Reals, Seed, Seeds, door
from ..params import RNNParams, init_rnn
from ..records import RNNTrace
from ..sequence import rnn_forward
from ..tables import Table, setting, vec

__all__ = [
    "HandRNN",
    "OrderEffect",
    "Impulse",
    "hand_rnn",
    "step_table",
    "order_effect",
    "impulse",
    "FirstBit",
    "first_bit",
    "one_step_table",
    "rnn_size_table",
]


class HandRNN(NamedTuple):
    """손으로 따라갈 작은 RNN. `params`: RNNParams, `x`: (T, 1, D), `dh`: (T, 1, H) 끝에서만 1인 기울기."""

    params: RNNParams
    x: np.ndarray
    dh: np.ndarray


@door
def hand_rnn(x: Reals = (1.0, 0.0, 0.0), w_x: float = 1.0, w_h: float = 0.5) -> HandRNN:
    r"""D = H = 1인 RNN h_t = tanh(w_x x_t + w_h h_{t−1}). 손실은 마지막 h_T라서 dh는 끝만 1이다.

    매개변수
    --------
    x : 수의 목록, 시점마다 하나
    w_x, w_h : 유한한 실수

    반환값
    ------
    HandRNN

    예외
    ----
    TypeError, ValueError : 목록이나 실수가 아니거나 유한하지 않을 때

    예
    --
    >>> hand = hand_rnn()
    >>> rnn_forward(hand.params, hand.x).h[:, 0, 0].round(3).tolist()
    [0.762, 0.363, 0.18]

    출처: 이 책.
    """
    x = np.array(x)
    dh = np.zeros((len(x), 1, 1))
    dh[-1] = 1.0
    params = RNNParams(np.array([[w_x]]), np.array([[w_h]]), np.zeros(1))
    return HandRNN(params, x[:, None, None], dh)


@door
def step_table(trace: RNNTrace) -> Table:
    """RNN의 기록(첫 배치)을 시점마다 x_t, h_{t−1}, h_t로 적은 표.

    매개변수
    --------
    trace : RNNTrace. 첫 배치를 적는다

    반환값
    ------
    Table

    예외
    ----
    TypeError, ValueError : RNNTrace가 아니거나 배열의 크기가 서로 맞지 않을 때

    예
    --
    >>> hand = hand_rnn()
    >>> from lstm_ref.sequence import rnn_forward
    >>> step_table(rnn_forward(hand.params, hand.x)).rows[0]
    ['1', '(1.000)', '(0.000)', '(0.762)']

    출처: 이 책.
    """
    rows = [
        [str(t + 1), vec(trace.x[t, 0]), vec(trace.h_prev[t, 0]), vec(trace.h[t, 0])]
        for t in range(len(trace.x))
    ]
    return Table("RNN을 시점마다 따라간 값", ["시점", "입력 x", "이전 h", "새 h"], rows)


@door
def rnn_size_table(sizes: Pairs = ((1, 1), (3, 4), (10, 20), (100, 200))) -> Table:
    """(D, H)마다 RNN의 매개변수 수 H·D + H·H + H를 실제 배열에서 세어 적은 표.

    매개변수
    --------
    sizes : (D, H)의 목록. 둘 다 1 이상의 정수

    반환값
    ------
    Table

    예외
    ----
    TypeError, ValueError : 위 형과 범위를 벗어날 때

    예
    --
    >>> rnn_size_table([(3, 4)]).rows[0]
    ['D=3, H=4', '12', '16', '4', '32']

    출처: 이 책.
    """
    rng, rows = np.random.default_rng(0), []
    for D, H in sizes:
        params = init_rnn(rng, D, H)
        rows.append([f"D={D}, H={H}", *(v.size for v in params), sum(v.size for v in params)])
    return Table("RNN의 매개변수 수", ["크기", "W_xh", "W_hh", "b_h", "모두"], rows)


class OrderEffect(NamedTuple):
    """순서를 뒤집었을 때 마지막 값이 달라진 크기(시드마다). `rnn`, `memoryless`, `total`: (시드,)."""

    seeds: tuple[int, ...]
    rnn: np.ndarray
    memoryless: np.ndarray
    total: np.ndarray


@door
def order_effect(
    seeds: Seeds = (11, 12, 13, 14, 15), T: Count = 10, D: Count = 3, H: Count = 8
) -> OrderEffect:
    r"""같은 입력을 앞뒤로 뒤집으면 마지막 은닉 상태가 얼마나 달라지는지 ‖h_T − h_T′‖를 잰다.

    마지막 입력은 그대로 두고 그 앞의 T−1개만 뒤집는다. 기준선은 둘이다. W_hh = 0인 RNN(기억이 없다)과
    입력을 모두 더한 값(순서가 없다).

    매개변수
    --------
    seeds : 정수의 묶음
    T, D, H : 2 이상, 1 이상, 1 이상의 정수

    반환값
    ------
    OrderEffect

    예외
    ----
    TypeError, ValueError : 정수가 아니거나 범위를 벗어날 때

    예
    --
    >>> effect = order_effect(seeds=(11,))
    >>> bool(effect.rnn[0] > 0.1), float(effect.memoryless[0]), bool(effect.total[0] < 1e-12)
    (True, 0.0, True)

    출처: 이 책.
    """
    T = checks.whole("T", T, 2)
    found = []
    for seed in seeds:
        rng = np.random.default_rng(seed)
        params, x = init_rnn(rng, D, H), rng.standard_normal((T, 1, D))
        other = np.concatenate([x[-2::-1], x[-1:]])
        blind = params._replace(W_hh=np.zeros((H, H)))
        last = lambda p, v: rnn_forward(p, v).h[-1]  # noqa: E731
        found.append(
            [
                np.linalg.norm(last(params, x) - last(params, other)),
                np.linalg.norm(last(blind, x) - last(blind, other)),
                np.linalg.norm(x.sum(axis=0) - other.sum(axis=0)),
            ]
        )
    return OrderEffect(tuple(seeds), *np.array(found).T)


class FirstBit(NamedTuple):
    """첫 입력의 부호를 끝까지 나르는 과제와, 배우기 전의 RNN(D = H = 1). `x`: (T, B, 1), `target`: (B, 1)."""

    params: RNNParams
    x: np.ndarray
    target: np.ndarray


@door
def first_bit(
    seed: Seed = 11, T: Count = 3, B: Count = 32, goal: float = 0.8, start: float = 0.3
) -> FirstBit:
    r"""첫 입력은 ±1, 그 뒤는 표준 편차 0.3의 잡음이다. 마지막 h_T가 첫 입력과 같은 부호의 ±goal이 되어야 한다.

    매개변수
    --------
    seed : 0 이상의 정수
    T, B : 1 이상의 정수
    goal : 0보다 크고 1보다 작은 실수
    start : 처음의 w_x와 w_h(b는 0)

    반환값
    ------
    FirstBit

    예외
    ----
    TypeError, ValueError : 정수가 아니거나 범위를 벗어날 때

    예
    --
    >>> task = first_bit(T=4, B=2)
    >>> task.x.shape, np.abs(task.target).ravel().tolist()
    ((4, 2, 1), [0.8, 0.8])

    출처: 이 책.
    """
    goal, w = checks.real("goal", goal, 0.0, 1.0), np.full((1, 1), start)
    rng = np.random.default_rng(seed)
    bit = rng.choice([-1.0, 1.0], B)
    x = 0.3 * rng.standard_normal((T, B, 1))
    x[0, :, 0] = bit
    return FirstBit(RNNParams(w, w, np.zeros(1)), x, goal * bit[:, None])


@door
def one_step_table(w: float = 2.0, goal: float = 0.5, rate: float = 0.1, steps: Natural = 3) -> Table:
    """손실 L(w) = (w − goal)²을 기울기 dL/dw = 2(w − goal)를 따라 줄여 가는 표.

    매개변수
    --------
    w, goal, rate : 실수, 시작하는 값, 목표, 학습률
    steps : 0 이상의 정수, 걸음 수

    반환값
    ------
    Table

    예외
    ----
    TypeError, ValueError : 위 형과 범위를 벗어날 때

    예
    --
    >>> one_step_table(steps=1).rows[0]
    ['0', '2.000', '2.250', '3.000']

    출처: 이 책.
    """
    rate, rows = checks.real("rate", rate, 0.0), []
    for step in range(steps + 1):
        slope = 2 * (w - goal)
        rows.append([str(step), w, (w - goal) ** 2, slope])
        w -= rate * slope
    return Table(f"학습률 {setting(rate, 1)}로 고쳐 가기", ["고친 횟수", "w", "손실 L", "기울기 dL/dw"], rows)


class Impulse(NamedTuple):
    """첫 시점에만 입력을 준 RNN의 은닉 상태. `w_h`: 되먹임 가중치, `h`: (T, K)."""

    w_h: np.ndarray
    h: np.ndarray


@door
def impulse(w_h: Reals = (0.0, 0.5, 0.9, 1.0), T: Count = 20) -> Impulse:
    r"""x = (1, 0, 0, …)을 넣은 h_t = tanh(x_t + w_h h_{t−1})을 w_h마다 구한다.

    매개변수
    --------
    w_h : 수의 목록
    T : 1 이상의 정수

    반환값
    ------
    Impulse

    예외
    ----
    TypeError, ValueError : 목록이나 정수가 아니거나 유한하지 않을 때

    예
    --
    >>> impulse([0.0], T=2).h[:, 0].round(3).tolist()
    [0.762, 0.0]

    출처: 이 책.
    """
    w_h = np.array(w_h)
    x = [1.0] + [0.0] * (T - 1)
    traces = [rnn_forward(*hand_rnn(x, w_h=float(w))[:2]) for w in w_h]
    return Impulse(w_h, np.stack([trace.h[:, 0, 0] for trace in traces], axis=1))
