"""RNN의 기울기 조작판의 수(2장, 4장): 손잡이의 값에서 화면의 값을 셈하는 순수 함수. 쪽의 자바스크립트와 견준다."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from .. import checks
from ..doors import Count, Seed, door
from ..params import RNNParams, init_rnn
from ..sequence import rnn_backward, rnn_forward

__all__ = ["FlowDial", "flow_base", "flow_dial", "flow_params"]


class FlowDial(NamedTuple):
    """`norm`: (T,) log₁₀‖dh_{T−k}‖, `theory`: (T,) 이론선, `slope`: 한 시점에 변하는 자릿수, `last`: 맨 끝 값."""

    norm: np.ndarray
    theory: np.ndarray
    slope: float
    last: float


@door
def flow_base(seed: Seed = 11, T: Count = 40, H: Count = 32) -> tuple[RNNParams, np.ndarray]:
    r"""조작판의 RNN(스펙트럼 반지름 1)과 입력의 몫 (T, 1, H). 자릿수를 줄여 둔다(가중치 넷째, 입력 셋째 자리).

    입력의 몫 x W_xhᵀ를 미리 곱해 두므로 돌려주는 W_xh는 단위 행렬이다.

    매개변수
    --------
    seed : 0 이상의 정수
    T, H : 시점 수와 성분 수

    반환값
    ------
    (RNNParams, 배열)

    예외
    ----
    TypeError, ValueError : 시드가 정수가 아니거나 음수일 때

    예
    --
    >>> params, a = flow_base(T=3, H=2)
    >>> params.W_hh.shape, a.shape
    ((2, 2), (3, 1, 2))

    출처: 이 책.
    """
    rng = np.random.default_rng(seed)
    params = init_rnn(rng, H, H, spectral_radius=1.0)
    a = rng.standard_normal((T, 1, H)) @ params.W_xh.T
    return RNNParams(np.eye(H), params.W_hh.round(4), params.b_h), a.round(3)


@door
def flow_params(rho: float = 1.0, strength: float = 0.5, seed: Seed = 11) -> tuple[RNNParams, np.ndarray]:
    r"""`flow_base`의 W_hh에 ρ를, 입력의 몫에 세기를 곱한 것.

    매개변수
    --------
    rho, strength, seed : `flow_dial`과 같다

    반환값
    ------
    (RNNParams, 배열 (T, 1, H))

    예외
    ----
    TypeError, ValueError : `flow_dial`과 같다

    예
    --
    >>> params, x = flow_params(rho=0.5)
    >>> round(float(abs(np.linalg.eigvals(params.W_hh)).max()), 3)
    0.5

    출처: 이 책.
    """
    rho, strength = checks.real("rho", rho, 0.1, 2.0), checks.real("strength", strength, 0.0, 2.0)
    params, x = flow_base(seed)
    return params._replace(W_hh=rho * params.W_hh), strength * x


@door
def flow_dial(rho: float = 1.0, strength: float = 0.5, seed: Seed = 11) -> FlowDial:
    r"""RNN의 마지막 시점에 크기 1인 기울기를 넣고 거슬러 간 크기를 잰다: W_hh = ρ W, x = 세기 · 난수.

    넣는 기울기는 모든 성분이 1/√H이다.

    이론선은 시점마다 log₁₀(ρ · rms tanh′)씩 변한다(`rnn_gradient_flow`와 같은 식).

    매개변수
    --------
    rho : 0.1 이상 2 이하, W_hh의 스펙트럼 반지름
    strength : 0 이상 2 이하, 입력의 표준 편차
    seed : 가중치와 입력의 시드

    반환값
    ------
    FlowDial : k = 0…T−1은 거슬러 간 시점 수

    예외
    ----
    TypeError, ValueError : 위 형과 범위를 벗어날 때

    예
    --
    >>> round(flow_dial(0.5, 0.0).slope, 2) <= -0.25
    True

    출처: Pascanu, Mikolov & Bengio (2013).
    """
    params, x = flow_params(rho, strength, seed)
    trace = rnn_forward(params, x)
    dh = np.zeros_like(trace.h)
    dh[-1, 0] = 1 / np.sqrt(dh.shape[-1])
    norm = np.log10(np.linalg.norm(rnn_backward(params, trace, dh).dh[::-1, 0], axis=-1))
    step = np.log10(rho * np.sqrt(np.mean((1 - trace.h**2) ** 2)))
    last = float(norm[-1])
    return FlowDial(norm, step * np.arange(len(norm)), last / (len(norm) - 1), last)
