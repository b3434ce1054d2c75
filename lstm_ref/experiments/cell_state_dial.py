"""기울기의 두 길 조작판의 수(8장, 11장): 손잡이의 값에서 화면의 값을 셈하는 순수 함수. 쪽의 자바스크립트와 견준다."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from .. import checks
from ..cells import sigmoid
from ..doors import Count, door
from ..jacobians import chain, lstm_state_jacobians
from ..params import LSTMParams, init_lstm
from ..sequence import lstm_forward
from .forget_gate import forget_decay

__all__ = ["HighwayDial", "highway_base", "highway_dial", "highway_params"]


class HighwayDial(NamedTuple):
    """거리마다의 로그 크기 (T+1,): `direct`는 ∏f의 가장 큰 성분, `full`은 ‖∂C_t/∂C_0‖.

    `direct_T`와 `full_T`는 맨 끝 값, `gap`은 `full_T − direct_T`, `half_life`는 σ(b_f)의 반감기이다.
    `f_now`, `i_now`, `C_tilde_now`, `C_now`는 시점 t의 (H,), `direct_now`와 `full_now`는 그때까지의 크기.
    """

    direct: np.ndarray
    full: np.ndarray
    direct_T: float
    full_T: float
    gap: float
    half_life: float
    direct_now: float
    full_now: float
    f_now: np.ndarray
    i_now: np.ndarray
    C_tilde_now: np.ndarray
    C_now: np.ndarray


@door
def highway_base(H: Count = 4, T: Count = 20) -> tuple[LSTMParams, np.ndarray]:
    r"""조작판의 LSTM(D = 1)과 난수 입력 (T, 1, 1). 시드 11.

    매개변수
    --------
    H, T : 1 이상의 정수, 성분과 시점의 수

    반환값
    ------
    (LSTMParams, 배열)

    예외
    ----
    TypeError, ValueError : 1 이상의 정수가 아닐 때

    예
    --
    >>> params, x = highway_base(H=2, T=3)
    >>> params.W_f.shape, x.shape
    ((2, 3), (3, 1, 1))

    출처: 이 책.
    """
    rng = np.random.default_rng(11)
    return init_lstm(rng, 1, H), rng.standard_normal((T, 1, 1))


@door
def highway_params(
    b_f: float = 1.0, b_i: float = 0.0, recurrence: float = 1.0, *, H: Count = 4, T: Count = 20
) -> tuple[LSTMParams, np.ndarray]:
    r"""`highway_base`의 셀에 편향을 넣고, 가중치의 h에 곱하는 열에 수를 곱한 것과 그 입력.

    매개변수
    --------
    `highway_dial`과 같다

    반환값
    ------
    (LSTMParams, 배열 (T, 1, 1))

    예외
    ----
    TypeError, ValueError : `highway_dial`과 같다

    예
    --
    >>> highway_params(b_f=2.0)[0].b_f.tolist()
    [2.0, 2.0, 2.0, 2.0]

    출처: 이 책.
    """
    b_f, b_i = checks.real("b_f", b_f, -10.0, 10.0), checks.real("b_i", b_i, -10.0, 10.0)
    scale = checks.real("recurrence", recurrence, 0.0, 3.0)
    params, x = highway_base(H, T)
    column = np.where(np.arange(H + 1) < H, scale, 1.0)
    params = LSTMParams(*(v * column if v.ndim == 2 else v for v in params))
    params = params._replace(b_f=np.full(H, b_f), b_i=np.full(H, b_i))
    return params, x


@door
def highway_dial(
    b_f: float = 1.0,
    b_i: float = 0.0,
    recurrence: float = 1.0,
    *,
    t: int | None = None,
    H: Count = 4,
    T: Count = 20,
) -> HighwayDial:
    r"""직접 경로 ∏f와 모든 경로를 더한 ‖∂C_t/∂C_0‖를 견준다.

    매개변수
    --------
    b_f, b_i : 모든 성분에 넣는 망각 편향과 입력 편향
    recurrence : 0 이상 3 이하, 가중치의 h에 곱하는 열에 곱하는 수. 0이면 돌아가는 길이 막힌다
    t : 1 이상 T 이하, 게이트를 읽을 시점. 없으면 T
    H, T : 상태의 성분 수와 시점 수

    반환값
    ------
    HighwayDial

    예외
    ----
    TypeError, ValueError : 위 형과 범위를 벗어날 때

    예
    --
    >>> dial = highway_dial(recurrence=0.0)
    >>> bool(abs(dial.full_T - dial.direct_T) < 1e-9)  # 돌아가는 길이 없으면 둘이 같다
    True

    출처: Greff et al. (2017)의 식을 미분한 것.
    """
    t = T if t is None else checks.whole("t", t, 1)
    if t > T:
        raise ValueError(f"t의 값이 {t}입니다. 1 이상 {T} 이하여야 합니다.")
    params, x = highway_params(b_f, b_i, recurrence, H=H, T=T)
    trace = lstm_forward(params, x)
    full = np.linalg.norm(chain(lstm_state_jacobians(params, trace))[:, 0, :H, :H], ord=2, axis=(1, 2))
    direct = np.cumprod(trace.f[:, 0], axis=0).max(axis=1)
    logs = [np.concatenate([[0.0], np.log10(v)]) for v in (direct, full)]
    half_life = float(forget_decay(sigmoid(params.b_f[:1]), 1).half_life[0])
    now = (v[t - 1, 0] for v in (trace.f, trace.i, trace.C_tilde, trace.C))
    a, b, a_t, b_t = (float(v[k]) for k in (-1, t) for v in logs)
    return HighwayDial._make((*logs, a, b, b - a, half_life, a_t, b_t, *now))
