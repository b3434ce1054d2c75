"""돌아가는 길을 좁히면 기울기가 어떻게 되는지 재는 실험(11장)."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from .. import checks
from ..doors import Count, Reals, Seeds, door
from ..jacobians import chain, lstm_state_jacobians
from ..params import init_lstm
from ..sequence import lstm_forward
from ..tables import Table, num, setting

__all__ = ["NarrowedPaths", "narrowed_paths", "narrowed_paths_table"]


class NarrowedPaths(NamedTuple):
    """W^h에 곱한 수마다 T시점 뒤의 값. `scale`: (K,), `full`: (K, 시드) ‖∂C_T/∂C_0‖, `direct`: (K, 시드) max ∏f."""

    b_f: float
    scale: np.ndarray
    full: np.ndarray
    direct: np.ndarray
    T: int


@door
def narrowed_paths(
    scale: Reals = (1.0, 0.3, 0.1, 0.0),
    b_f: float = 3.0,
    seeds: Seeds = (11, 12, 13, 14, 15),
    T: Count = 50,
    H: Count = 64,
) -> NarrowedPaths:
    r"""망각 편향은 그대로 두고 가중치에서 h에 곱하는 열 W^h에만 수를 곱해, 돌아가는 길을 좁힌다. 0이면 직접 경로만 남는다.

    매개변수
    --------
    scale : 0 이상의 수 목록
    b_f : 유한한 실수
    seeds : 정수의 묶음
    T, H : 1 이상의 정수

    반환값
    ------
    NarrowedPaths

    예외
    ----
    TypeError, ValueError : 위 형과 범위를 벗어날 때

    예
    --
    >>> found = narrowed_paths(scale=(1.0, 0.0), seeds=(11,), T=10, H=8)
    >>> bool(np.allclose(found.full[1], found.direct[1])), bool(found.full[0, 0] > found.full[1, 0])
    (True, True)

    출처: 이 책.
    """
    scale = checks.vector("scale", list(scale), 0.0)
    found = []
    for times in scale:
        for seed in seeds:
            rng = np.random.default_rng(seed)
            params = init_lstm(rng, H, H, forget_bias=b_f)
            for W in (params.W_f, params.W_i, params.W_C, params.W_o):
                W[:, :H] *= times
            trace = lstm_forward(params, 0.5 * rng.standard_normal((T, 1, H)))
            whole = chain(lstm_state_jacobians(params, trace))[-1, 0, :H, :H]
            found.append([np.linalg.norm(whole, 2), trace.f[:, 0].prod(axis=0).max()])
    full, direct = np.array(found).reshape(len(scale), len(seeds), 2).transpose(2, 0, 1)
    return NarrowedPaths(b_f, scale, full, direct, T)


@door
def narrowed_paths_table(record: NarrowedPaths) -> Table:
    """W^h에 곱한 수마다 모든 경로와 직접 경로의 노름을 적은 표(시드의 기하 평균).

    매개변수
    --------
    record : NarrowedPaths, `narrowed_paths`의 기록

    반환값
    ------
    Table

    예외
    ----
    TypeError : record의 형이 다를 때

    예
    --
    >>> record = narrowed_paths(scale=(0.3,), seeds=(11,), T=5, H=4)
    >>> narrowed_paths_table(record).rows[0]
    ['0.3', '0.993', '0.786']

    출처: 이 책.
    """
    middle = lambda v: float(np.exp(np.log(v).mean()))  # noqa: E731
    rows = [[num(s, 1), middle(a), middle(d)] for s, a, d in zip(record.scale, record.full, record.direct)]
    title = f"b_f = {setting(record.b_f)}, {record.T}시점 뒤(시드 {record.full.shape[1]}개의 기하 평균)"
    return Table(title, ["W^h에 곱한 수", "모든 경로", "직접 경로"], rows)
