"""여러 문제가 함께 쓰는 조각: 매개변수 뽑기, 순전파의 기록 뽑기, lstm_ref 부르기."""

from __future__ import annotations

import numpy as np

from ..cells import LSTMStep
from ..params import LSTMParams, RNNParams
from ..records import LSTMTrace
from ..sequence import lstm_forward, rnn_forward
from .draws import normal
from .spec import Array


def rnn_weights(rng: np.random.Generator, D: int, H: int) -> dict[str, Array]:
    """RNN의 매개변수 셋을 이름과 함께 뽑는다."""
    return RNNParams(normal(rng, H, D), normal(rng, H, H), normal(rng, H))._asdict()


def lstm_weights(rng: np.random.Generator, D: int, H: int) -> dict[str, Array]:
    """LSTM의 매개변수 여덟을 이름과 함께 뽑는다."""
    return LSTMParams(*(normal(rng, *s) for _ in range(4) for s in ((H, H + D), (H,))))._asdict()


def rnn_h(W_xh: Array, W_hh: Array, b_h: Array, x: Array, h_0: Array | None = None) -> Array:
    """RNN의 모든 시점의 은닉 상태 (T, B, H)."""
    return rnn_forward(RNNParams(W_xh, W_hh, b_h), x, h_0).h


def lstm_record(rng: np.random.Generator, T: int, B: int, D: int, H: int) -> tuple[LSTMParams, LSTMTrace]:
    """난수 매개변수와 입력으로 순전파한 (매개변수, 기록). 시작 상태도 0이 아니다."""
    params = LSTMParams(**lstm_weights(rng, D, H))
    return params, lstm_forward(params, normal(rng, T, B, D), normal(rng, B, H), normal(rng, B, H))


def bare_step(shape: tuple[int, int], D: int = 1, **values: Array) -> tuple[LSTMParams, LSTMStep]:
    """주어진 값만 담고 나머지는 0인 한 시점의 기록과, 0인 매개변수. 기울기 한 조각만 볼 때 쓴다."""
    B, H = shape
    zero = LSTMParams(*(np.zeros(s) for _ in range(4) for s in ((H, H + D), (H,))))
    names = {name: np.zeros(shape) for name in LSTMStep._fields} | {"z": np.zeros((B, H + D))}
    return zero, LSTMStep(**(names | values))
