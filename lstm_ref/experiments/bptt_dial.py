"""'한 걸음' 조작판의 수(4장): 시퀀스 하나로 RNN을 한 걸음씩 학습시킨다. 쪽의 자바스크립트와 견준다."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np

from .. import checks
from ..doors import Natural, door
from ..losses import mse
from ..params import RNNParams
from ..sequence import rnn_backward, rnn_forward

__all__ = ["OneSequence", "RNNStepDial", "rnn_one_step", "rnn_sequence"]

STEPS = 12  # 조작판에서 고칠 수 있는 횟수
LOSS_AT = {"all": 4, "last": 1}  # 손실이 있는 자리 → 끝에서 센 시점 수


class OneSequence(NamedTuple):
    """시퀀스 하나와 처음 매개변수. `x`: (4, 1, 1) 입력, `y`: (4, 2) 시점마다의 목표."""

    params: Any
    x: np.ndarray
    y: np.ndarray


class Walk(NamedTuple):
    """고치기를 k번 한 다음의 한 걸음. `g`: (T, H), `losses`: 고치기를 0…12번 한 뒤의 손실, `next`: k + 1번 뒤의 손실."""

    params: Any
    trace: Any
    loss: float
    g: np.ndarray
    back: Any
    after: Any
    losses: np.ndarray
    next: float


class RNNStepDial(NamedTuple):
    """한 걸음의 모든 값. 시점마다의 값은 (T, H), `x`는 (T,)이다.

    `g`는 손실에서 곧바로 온 몫, `back`은 다음 시점에서 온 몫 W_hhᵀ da_{t+1}, `dh`는 그 합이다. `params`는 지금의, `after`는
    고친 매개변수이고 `losses`는 고치기를 0…12번 한 뒤의 손실, `next`는 한 번 더 고친 뒤의 손실이다.
    """

    x: np.ndarray
    h: np.ndarray
    y: np.ndarray
    g: np.ndarray
    back: np.ndarray
    dh: np.ndarray
    da: np.ndarray
    loss: float
    next: float
    losses: np.ndarray
    params: RNNParams
    grads: RNNParams
    after: RNNParams


def sequence_of(params: Any) -> OneSequence:
    """첫 입력을 끝까지 기억하게 하는 시퀀스: 시점마다의 목표가 같다."""
    x = np.array([1.0, -0.5, 0.3, -0.2])
    return OneSequence(params, x[:, None, None], np.tile([0.8, -0.6], (len(x), 1)))


@door
def rnn_sequence(w: float = 0.5) -> OneSequence:
    r"""'한 걸음'의 시퀀스(T = 4, D = 1)와 처음 RNN(H = 2).

    매개변수
    --------
    w : −10 이상 10 이하, W_hh의 첫 성분

    반환값
    ------
    OneSequence

    예외
    ----
    TypeError, ValueError : 실수가 아니거나 범위를 벗어날 때

    예
    --
    >>> start = rnn_sequence(w=0.9)
    >>> start.params.W_hh.tolist(), start.y[0].tolist()
    ([[0.9, -0.2], [0.3, 0.4]], [0.8, -0.6])

    출처: 이 책.
    """
    w = checks.real("w", w, -10.0, 10.0)
    W_xh, W_hh = np.array([[0.5], [-0.3]]), np.array([[w, -0.2], [0.3, 0.4]])
    return sequence_of(RNNParams(W_xh, W_hh, np.array([0.1, -0.1])))


def walk(
    start: OneSequence,
    forward: Callable[..., Any],
    backward: Callable[..., Any],
    eta: float,
    k: int,
    where: str,
) -> Walk:
    """앞으로 → 손실 → 거꾸로 → 고치기를 되풀이하고, k번 고친 다음의 걸음을 준다."""
    eta, k = checks.real("eta", eta, 0.0, 10.0), checks.whole("k", k, 0, STEPS)
    n = LOSS_AT[checks.choice("where", where, tuple(LOSS_AT))]
    params, walked = start.params, []
    for _ in range(STEPS + 2):
        trace = forward(params, start.x)
        loss, near = mse(trace.h[-n:, 0], start.y[-n:])
        dh = 0 * trace.h
        dh[-n:, 0] = near
        back = backward(params, trace, dh)
        after = type(params)(*(w - eta * d for w, d in zip(params, back.grads)))
        walked.append((params, trace, loss, dh[:, 0], back, after))
        params = after
    losses = np.array([step[2] for step in walked])
    return Walk(*walked[k], losses[:-1], float(losses[k + 1]))


@door
def rnn_one_step(w: float = 0.5, eta: float = 0.1, k: Natural = 0, where: str = "all") -> RNNStepDial:
    r"""RNN을 시퀀스 하나로 학습시킨다: 순전파, L = mean((h − y)²), BPTT, W ← W − η dW.

    매개변수
    --------
    w : W_hh의 첫 성분에 처음에 넣는 값(−10 이상 10 이하)
    eta : 학습률 η, 0 이상 10 이하
    k : 0 이상 12 이하, 먼저 고칠 횟수
    where : "all"이면 모든 시점에, "last"이면 마지막 시점에만 손실이 있다

    반환값
    ------
    RNNStepDial

    예외
    ----
    TypeError, ValueError : 위 형과 범위를 벗어날 때

    예
    --
    >>> one = rnn_one_step(where="last")
    >>> bool(one.g[:3].any()), bool(np.allclose(one.dh, one.g + one.back, rtol=0, atol=1e-15))
    (False, True)

    출처: Werbos (1990).
    """
    start = rnn_sequence(w)
    step = walk(start, rnn_forward, rnn_backward, eta, k, where)
    h, dh = step.trace.h[:, 0], step.back.dh[:, 0]
    da = dh * (1 - h**2)
    back = np.concatenate([da[1:] @ step.params.W_hh, np.zeros((1, 2))])
    return RNNStepDial(
        start.x[:, 0, 0], h, start.y, step.g, back, dh, da, step.loss, step.next, step.losses,
        step.params, step.back.grads, step.after,
    )  # fmt: skip
