"""셀 상태의 기울기가 가는 길: 직접 경로와 h를 거쳐 돌아가는 길(8장)."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from .. import checks
from ..doors import Count, Natural, Reals, Seeds, Spread, door
from ..jacobians import chain, lstm_jacobian, lstm_state_jacobians
from ..params import LSTMParams, init_lstm
from ..records import LSTMTrace
from ..sequence import lstm_forward
from ..tables import Table, num, setting, vec

__all__ = ["DirectPath", "PathParts", "direct_path", "direct_path_table", "path_parts", "path_table"]


class DirectPath(NamedTuple):
    """직접 경로와 모든 경로의 비교. `b_f`: (K,), `gap`: (K, 시드) 한 시점의 ‖J − diag f‖/‖diag f‖,
    `product`와 `true`: (K, 시드) T시점의 ‖∏ diag f‖와 ‖∂C_T/∂C_0‖."""

    b_f: np.ndarray
    gap: np.ndarray
    product: np.ndarray
    true: np.ndarray
    T: int


@door
def direct_path(
    b_f: Reals = (0.0, 1.0, 3.0), seeds: Seeds = (11, 12, 13, 14, 15), T: Count = 30, H: Count = 64,
    input_sd: Spread = 0.5,
) -> DirectPath:  # fmt: skip
    r"""∂C_t/∂C_{t−1}의 직접 경로 diag(f)와, h_{t−1}을 거치는 세 경로까지 더한 J를 견준다.

    J = diag(f_t) + ∂C_t/∂h_{t−1} · diag(o_{t−1} ⊙ (1 − tanh²C_{t−1})). 노름은 스펙트럼 노름이다.

    매개변수
    --------
    b_f : 망각 편향의 목록
    seeds : 정수의 묶음
    T, H : 2 이상, 1 이상의 정수
    input_sd : 0 이상의 실수, 입력의 표준 편차

    반환값
    ------
    DirectPath

    예외
    ----
    TypeError, ValueError : 위 형과 범위를 벗어날 때

    예
    --
    >>> found = direct_path(b_f=[0.0], seeds=(11,), T=5, H=8)
    >>> bool(found.gap[0, 0] > 0), bool(found.true[0, 0] != found.product[0, 0])
    (True, True)

    출처: 연쇄 법칙.
    """
    b_f, T = np.array(b_f), checks.whole("T", T, 2)
    found = []
    for bias in b_f:
        for seed in seeds:
            rng = np.random.default_rng(seed)
            params = init_lstm(rng, H, H, forget_bias=float(bias))
            trace = lstm_forward(params, input_sd * rng.standard_normal((T, 1, H)))
            found.append(_compare(params, trace))
    gap, product, true = np.array(found).reshape(len(b_f), len(seeds), 3).transpose(2, 0, 1)
    return DirectPath(b_f, gap, product, true, T)


def _compare(params: LSTMParams, trace: LSTMTrace) -> tuple[float, float, float]:
    J, H = lstm_jacobian(params, trace), trace.f.shape[2]
    slope = (trace.o * (1 - np.tanh(trace.C) ** 2))[:-1]  # ∂h_{t−1}/∂C_{t−1}
    extra = J.dC_dh[1:, 0] * slope[:, 0, None, :]
    gap = np.linalg.norm(extra, ord=2, axis=(1, 2)) / np.abs(trace.f[1:, 0]).max(axis=1)
    whole = chain(lstm_state_jacobians(params, trace))[-1, 0, :H, :H]
    norm = float(np.linalg.norm(whole, ord=2))
    return gap.mean(), np.abs(trace.f[:, 0].prod(axis=0)).max(), norm


@door
def direct_path_table(record: DirectPath) -> Table:
    """`direct_path`의 시드 평균(노름은 기하 평균)을 적은 표.

    매개변수
    --------
    record : DirectPath, `direct_path`의 기록

    반환값
    ------
    Table

    예외
    ----
    TypeError : record의 형이 다를 때

    예
    --
    >>> direct_path_table(direct_path(b_f=(1.0,), seeds=(11,), T=5, H=4)).rows[0]
    ['b_f = 1', '0.340', '0.218', '0.556']

    출처: 연쇄 법칙.
    """
    middle = lambda v: float(np.exp(np.log(v).mean()))  # noqa: E731
    rows = [
        [f"b_f = {setting(b)}", float(g.mean()), num(middle(p)), num(middle(t))]
        for b, g, p, t in zip(record.b_f, record.gap, record.product, record.true)
    ]
    header = ["망각 편향", "돌아가는 길 ÷ 직접 경로", f"‖∏f‖ ({record.T}시점)", "‖∂C_T/∂C_0‖"]
    return Table("직접 경로와 모든 경로", header, rows)


class PathParts(NamedTuple):
    """dC_t/dC_{t−1}을 네 길로 나눈 것. 모두 (H, H)이고, `total`은 네 길의 합."""

    direct: np.ndarray
    forget: np.ndarray
    input: np.ndarray
    candidate: np.ndarray
    total: np.ndarray


@door
def path_parts(params: LSTMParams, trace: LSTMTrace, t: Natural = 1) -> PathParts:
    r"""시점 t(0부터)에서 dC_t/dC_{t−1}을 직접 경로와 f, i, C̃를 거치는 길로 나눈다(첫 배치).

    매개변수
    --------
    params : LSTMParams
    trace : LSTMTrace, `params`로 만든 것
    t : 1 이상 T 미만의 정수

    반환값
    ------
    PathParts

    예외
    ----
    TypeError, ValueError : 형이 다르거나 t가 시퀀스를 벗어날 때

    예
    --
    >>> from lstm_ref.experiments.lstm import hand_lstm
    >>> hand = hand_lstm()
    >>> path_parts(hand.params, lstm_forward(hand.params, hand.x, hand.h_0, hand.C_0)).total.round(3).tolist()
    [[0.269, 0.0], [-0.008, 0.756]]

    출처: 연쇄 법칙.
    """
    t, H = checks.whole("t", t, 1), trace.f.shape[2]
    if t >= len(trace.f):
        raise ValueError(
            f"t의 값이 {t}입니다. 시점이 {len(trace.f)}개라서 {len(trace.f) - 1} 이하여야 합니다."
        )
    f, i, C_tilde, C_prev = (v[t, 0] for v in (trace.f, trace.i, trace.C_tilde, trace.C_prev))
    slope = trace.o[t - 1, 0] * (1 - np.tanh(C_prev) ** 2)  # ∂h_{t−1}/∂C_{t−1}
    rows = (C_prev * f * (1 - f), C_tilde * i * (1 - i), i * (1 - C_tilde**2))
    around = [v[:, None] * W[:, :H] * slope + 0.0 for v, W in zip(rows, (params.W_f, params.W_i, params.W_C))]
    return PathParts._make((np.diag(f), *around, np.diag(f) + sum(around)))


@door
def path_table(record: PathParts) -> Table:
    """`path_parts`의 행렬을 길마다 한 줄로, 행끼리 나누어 적은 표.

    매개변수
    --------
    record : PathParts, `path_parts`의 기록

    반환값
    ------
    Table

    예외
    ----
    TypeError : record의 형이 다를 때

    예
    --
    >>> from lstm_ref.experiments.cell_state import random_trace
    >>> from lstm_ref.params import init_lstm
    >>> params = init_lstm(np.random.default_rng(11), 3, 4)
    >>> len(path_table(path_parts(params, random_trace())).rows)
    5

    출처: 연쇄 법칙.
    """
    names = (
        "직접 경로 diag(f)",
        "망각 게이트를 거쳐",
        "입력 게이트를 거쳐",
        "후보 값을 거쳐",
        "모두 더한 값",
    )
    rows = [[n, *(vec(row) for row in v)] for n, v in zip(names, record)]
    return Table("한 시점의 네 길", ["길", *(f"{k + 1}행" for k in range(len(record.direct)))], rows)
