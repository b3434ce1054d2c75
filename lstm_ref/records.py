"""기록: 시퀀스의 순전파와 역전파가 돌려주는 값의 모양. 배열은 시점 우선 (T, B, ·)이다.

순전파의 기록은 읽기만 된다. 고치면 기울기가 말없이 틀어지기 때문이다. 바꿔 쓰려면 `trace.h.copy()`처럼 베낀다.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

from .checks import restored
from .params import LSTMParams, RNNParams


class RNNTrace(NamedTuple):
    """RNN 순전파의 기록. `x`: (T, B, D), `h_prev`와 `h`: (T, B, H). `RNNStep`을 시점으로 쌓은 것이다."""

    x: np.ndarray
    h_prev: np.ndarray
    h: np.ndarray

    def __reduce__(self) -> Any:
        return restored, (type(self), tuple(self))


class LSTMTrace(NamedTuple):
    """LSTM 순전파의 기록. `z`: (T, B, H+D), 나머지: (T, B, H). `LSTMStep`을 시점으로 쌓은 것이다."""

    z: np.ndarray
    C_prev: np.ndarray
    f: np.ndarray
    i: np.ndarray
    C_tilde: np.ndarray
    C: np.ndarray
    o: np.ndarray
    h: np.ndarray

    def __reduce__(self) -> Any:
        return restored, (type(self), tuple(self))


class RNNBPTT(NamedTuple):
    """RNN의 BPTT 결과. `grads`: `RNNParams`, `dx`: (T, B, D), `dh`: (T, B, H), `dh_0`: (B, H).

    `dh[t]`는 그 뒤 모든 시점을 거쳐 온 몫까지 더한, 손실을 h_t로 미분한 값이다.
    """

    grads: RNNParams
    dx: np.ndarray
    dh: np.ndarray
    dh_0: np.ndarray


class BPTTResult(NamedTuple):
    """LSTM의 BPTT 결과. `grads`: `LSTMParams`, `dx`: (T, B, D), `dh`와 `dC`: (T, B, H), 끝의 둘: (B, H).

    `dh[t]`와 `dC[t]`는 그 뒤 모든 시점을 거쳐 온 몫까지 더한, 손실을 h_t와 C_t로 미분한 값이다
    (`dC[t]`에는 h_t를 거친 몫도 들어 있다).
    """

    grads: LSTMParams
    dx: np.ndarray
    dh: np.ndarray
    dC: np.ndarray
    dh_0: np.ndarray
    dC_0: np.ndarray
