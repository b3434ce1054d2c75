"""'한 걸음' 조작판의 수(11장): 시퀀스 하나로 LSTM을 한 걸음씩 학습시킨다. 쪽의 자바스크립트와 견준다."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np

from .. import checks
from ..cells import LSTMStep, lstm_step_backward
from ..doors import Natural, door
from ..params import LSTMParams
from ..sequence import lstm_backward, lstm_forward
from .bptt_dial import OneSequence, Walk, sequence_of, walk

__all__ = ["LSTMStepDial", "lstm_one_step", "lstm_sequence"]


class LSTMStepDial(NamedTuple):
    """한 걸음의 모든 값. 시점마다의 값은 (T, H), `x`는 (T,)이다.

    `g`는 손실에서 곧바로 온 몫, `back_h`와 `back_C`는 다음 시점에서 h_t와 C_t로 온 몫이다(`back_C` = f_{t+1} ⊙ dC_{t+1}).
    `dh`와 `dC`는 모든 길을 더한 것이다. 나머지는 `RNNStepDial`과 같다.
    """

    x: np.ndarray
    f: np.ndarray
    i: np.ndarray
    C_tilde: np.ndarray
    C: np.ndarray
    o: np.ndarray
    h: np.ndarray
    y: np.ndarray
    g: np.ndarray
    back_h: np.ndarray
    dh: np.ndarray
    back_C: np.ndarray
    dC: np.ndarray
    da_f: np.ndarray
    da_i: np.ndarray
    da_C: np.ndarray
    da_o: np.ndarray
    loss: float
    next: float
    losses: np.ndarray
    params: LSTMParams
    grads: LSTMParams
    after: LSTMParams


@door
def lstm_sequence(b_f: float = 0.0) -> OneSequence:
    r"""'한 걸음'의 시퀀스(T = 4, D = 1)와 처음 LSTM(H = 2).

    매개변수
    --------
    b_f : −10 이상 10 이하, 두 성분의 망각 편향

    반환값
    ------
    OneSequence

    예외
    ----
    TypeError, ValueError : 실수가 아니거나 범위를 벗어날 때

    예
    --
    >>> lstm_sequence(b_f=2.0).params.b_f.tolist()
    [2.0, 2.0]

    출처: 이 책.
    """
    b_f = checks.real("b_f", b_f, -10.0, 10.0)
    params = LSTMParams(
        np.array([[0.3, -0.2, 0.4], [-0.1, 0.2, 0.5]]), np.array([b_f, b_f]),
        np.array([[0.2, 0.4, 0.6], [-0.3, 0.1, 0.4]]), np.array([0.1, -0.2]),
        np.array([[0.4, -0.3, 0.9], [0.2, 0.5, -0.7]]), np.array([0.1, -0.1]),
        np.array([[-0.2, 0.3, 0.5], [0.4, 0.1, 0.2]]), np.array([0.2, 0.1]),
    )  # fmt: skip
    return sequence_of(params)


@door
def lstm_one_step(b_f: float = 0.0, eta: float = 1.0, k: Natural = 0, where: str = "last") -> LSTMStepDial:
    r"""LSTM을 시퀀스 하나로 학습시킨다: 순전파, L = mean((h − y)²), BPTT, W ← W − η dW.

    매개변수
    --------
    b_f : 처음의 망각 편향(−10 이상 10 이하)
    eta : 학습률 η, 0 이상 10 이하
    k : 0 이상 12 이하, 먼저 고칠 횟수
    where : "all"이면 모든 시점에, "last"이면 마지막 시점에만 손실이 있다

    반환값
    ------
    LSTMStepDial

    예외
    ----
    TypeError, ValueError : 위 형과 범위를 벗어날 때

    예
    --
    >>> one = lstm_one_step(b_f=1.0)
    >>> bool(np.allclose(one.back_C[:-1], one.f[1:] * one.dC[1:], rtol=0, atol=1e-15))
    True

    출처: Greff et al. (2017), 부록 A에서 핍홀 연결을 뺀 것.
    """
    start = lstm_sequence(b_f)
    step = walk(start, lstm_forward, lstm_backward, eta, k, where)
    f, i, C_tilde, C, o, h = (v[:, 0] for v in step.trace[2:])
    dh, dC = step.back.dh[:, 0], step.back.dC[:, 0]
    back_C = np.concatenate([f[1:] * dC[1:], np.zeros((1, 2))])
    slopes = _slopes(step, dh, back_C)
    return LSTMStepDial._make((
        start.x[:, 0, 0], f, i, C_tilde, C, o, h, start.y, step.g, dh - step.g, dh, back_C, dC, *slopes,
        step.loss, step.next, step.losses, step.params, step.back.grads, step.after,
    ))  # fmt: skip


def _slopes(step: Walk, dh: np.ndarray, back_C: np.ndarray) -> Iterator[np.ndarray]:
    # 시점마다의 da_f, da_i, da_C, da_o: 배치가 하나라서 편향의 기울기가 곧 da다
    found = [
        lstm_step_backward(step.params, LSTMStep(*(v[t] for v in step.trace)), dh[t, None], back_C[t, None])
        for t in range(len(dh))
    ]
    return (np.stack([one.grads[k] for one in found]) for k in (1, 3, 5, 7))
