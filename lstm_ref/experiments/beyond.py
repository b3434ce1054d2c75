"""LSTM의 한계와 그 뒤를 재는 실험(13장)."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from .. import checks
from ..cells import sigmoid
from ..doors import Count, Counts, Pairs, Seeds, door
from ..params import LSTMParams, init_lstm
from ..sequence import lstm_forward
from ..tables import Table, num, setting

__all__ = [
    "Drift", "drift", "drift_table", "cell_sizes", "hand_gru", "gru_table", "serial_steps", "HandGRU",
    "FrozenMotion", "frozen_motion", "frozen_motion_table",
]  # fmt: skip


class Drift(NamedTuple):
    """끝없는 입력에서 셀 상태의 크기. `at`: 잰 시점 (n,), `without`와 `with_f`: (시드, n) 평균 |C|,
    `stuck_without`와 `stuck_with`: (시드, n) |tanh(C)| > 0.99인 성분의 비율."""

    at: np.ndarray
    without: np.ndarray
    with_f: np.ndarray
    stuck_without: np.ndarray
    stuck_with: np.ndarray


@door
def drift(
    seeds: Seeds = (11, 12, 13, 14, 15), at: Counts = (30, 100, 300, 1000, 3000), H: Count = 16, D: Count = 4
) -> Drift:
    r"""망각 게이트가 없는 LSTM(f = 1)과 있는 LSTM(b_f = 1)에 끝나지 않는 난수 입력을 넣고 |C|의 평균을 잰다.

    f = 1은 W_f = 0, b_f = 40으로 만든다. 64비트에서 σ(40)은 정확히 1이다. 나머지 매개변수와 입력은 같다.

    매개변수
    --------
    seeds : 정수의 묶음
    at : 1 이상의 정수 목록, 잴 시점
    H, D : 1 이상의 정수

    반환값
    ------
    Drift

    예외
    ----
    TypeError, ValueError : 위 형과 범위를 벗어날 때

    예
    --
    >>> found = drift(seeds=(11,), at=(10, 300))
    >>> bool(found.without[0, 1] > 2 * found.without[0, 0]), bool(found.with_f[0, 1] < 1)
    (True, True)

    출처: Gers, Schmidhuber & Cummins (2000).
    """
    times, found = np.array(at), []
    for seed in seeds:
        open_gate, params, x = _endless(seed, times.max(), H, D)
        C = [np.abs(lstm_forward(p, x).C[times - 1, 0]) for p in (open_gate, params)]
        found.append([v.mean(axis=1) for v in C] + [np.mean(np.tanh(v) > 0.99, axis=1) for v in C])
    return Drift(times, *np.array(found).transpose(1, 0, 2))


@door
def drift_table(record: Drift) -> Table:
    """시점마다 시드 평균 |C|와 tanh가 굳은 성분의 비율을 적은 표.

    매개변수
    --------
    record : Drift, `drift`의 기록

    반환값
    ------
    Table

    예외
    ----
    TypeError : record의 형이 다를 때

    예
    --
    >>> drift_table(drift(seeds=(11,), at=(10,))).rows[0]
    ['t = 10', '0.656', '0 %', '0.221', '0 %']

    출처: Gers, Schmidhuber & Cummins (2000).
    """
    rows = [
        [f"t = {t}", float(a), f"{100 * c:.0f} %", float(b), f"{100 * d:.0f} %"]
        for t, a, c, b, d in zip(
            record.at,
            *(
                v.mean(axis=0)
                for v in (record.without, record.stuck_without, record.with_f, record.stuck_with)
            ),
        )
    ]
    header = ["시점", "망각 게이트 없음: 평균 |C|", "굳은 성분", "있음: 평균 |C|", "굳은 성분"]
    return Table("끝없는 입력에서 셀 상태", header, rows)


@door
def cell_sizes(sizes: Pairs = ((10, 20), (100, 128), (256, 512))) -> Table:
    """(D, H)마다 RNN, GRU, LSTM의 매개변수 수를 적은 표. 한 벌은 H(H+D)+H개다.

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
    >>> cell_sizes([(10, 20)]).rows[0]
    ['D=10, H=20', '620', '1860', '2480']

    출처: 이 책.
    """
    rows = []
    for D, H in sizes:
        one = checks.whole("H", H, 1) * (H + checks.whole("D", D, 1)) + H
        rows.append([f"D={D}, H={H}", one, 3 * one, 4 * one])
    return Table("셀의 매개변수 수", ["크기", "RNN(한 벌)", "GRU(세 벌)", "LSTM(네 벌)"], rows)


class FrozenMotion(NamedTuple):
    """한 번도 굳음에서 벗어나지 않은 성분의 움직임(시드마다 평균 표준 편차). `share`: 그런 성분의 비율,
    `tanh_C`와 `h`와 `o`: tanh(C), h, o의 표준 편차, `free_h`: 망각 게이트가 있는 셀의 h의 표준 편차. 모두 (시드,)."""

    share: np.ndarray
    tanh_C: np.ndarray
    h: np.ndarray
    o: np.ndarray
    free_h: np.ndarray


@door
def frozen_motion(
    seeds: Seeds = (11, 12, 13, 14, 15), T: Count = 3000, start: Count = 1000, H: Count = 16, D: Count = 4
) -> FrozenMotion:
    r"""`drift`와 같은 셀의 start–T시점에서, 내내 |tanh(C)| > 0.99인 성분이 그래도 얼마나 움직이는지 잰다.

    h = o ⊙ tanh(C)라서 tanh(C)가 ±1에 붙어도 출력 게이트가 움직이면 h는 움직인다.

    매개변수
    --------
    seeds : 정수의 묶음
    T, start, H, D : 1 이상의 정수

    반환값
    ------
    FrozenMotion

    예외
    ----
    TypeError, ValueError : 정수가 아니거나 범위를 벗어날 때

    예
    --
    >>> found = frozen_motion(seeds=(11,), T=1500)
    >>> bool(found.tanh_C[0] < 1e-3 < found.h[0])
    True

    출처: Gers, Schmidhuber & Cummins (2000).
    """
    found = []
    if start >= T:
        raise ValueError(f"start의 값이 {start}입니다. T = {T}보다 작아야 합니다.")
    for seed in seeds:
        open_gate, params, x = _endless(seed, T, H, D)
        one, free = (lstm_forward(p, x) for p in (open_gate, params))
        squashed = np.tanh(one.C[start:, 0])
        stuck = (np.abs(squashed) > 0.99).all(axis=0)
        if not stuck.any():
            raise ValueError(
                f"시드 {seed}에는 {start}시점부터 내내 굳은 성분이 없습니다. T와 start를 늘려야 합니다."
            )
        moving = [v[:, stuck].std(axis=0).mean() for v in (squashed, one.h[start:, 0], one.o[start:, 0])]
        found.append([stuck.mean(), *moving, free.h[start:, 0].std(axis=0).mean()])
    return FrozenMotion(*np.array(found).T)


def _endless(seed: int, T: int, H: int, D: int) -> tuple[LSTMParams, LSTMParams, np.ndarray]:
    rng = np.random.default_rng(seed)
    params = init_lstm(rng, D, H, forget_bias=1.0)
    x = rng.standard_normal((T, 1, D))
    return params._replace(W_f=np.zeros_like(params.W_f), b_f=np.full(H, 40.0)), params, x


@door
def frozen_motion_table(record: FrozenMotion) -> Table:
    """`frozen_motion`의 기록을 시드마다 한 줄로 적은 표.

    매개변수
    --------
    record : FrozenMotion, `frozen_motion`의 기록

    반환값
    ------
    Table

    예외
    ----
    TypeError : record의 형이 다를 때

    예
    --
    >>> len(frozen_motion_table(frozen_motion(seeds=(11,), T=1500)).rows)
    1

    출처: Gers, Schmidhuber & Cummins (2000).
    """
    tiny = lambda v: "10⁻⁶보다 작음" if v < 1e-6 else num(v, 2)  # noqa: E731
    rows = [
        [str(k + 1), float(s), tiny(c), float(h), float(o), float(f)]
        for k, (s, c, h, o, f) in enumerate(zip(*record))
    ]
    header = [
        "몇째 시드",
        "내내 굳은 성분",
        "tanh(C)의 움직임",
        "h의 움직임",
        "o의 움직임",
        "견줌: 망각 게이트가 있을 때 h",
    ]
    return Table("굳은 성분의 표준 편차", header, rows, digits=2)


class HandGRU(NamedTuple):
    """GRU 한 시점의 값(실수). `z`: 갱신 게이트, `r`: 리셋 게이트, `n`: 후보 값, `h`: 새 은닉 상태."""

    z: float
    r: float
    n: float
    h: float


@door
def hand_gru(x: float = 1.0, h_prev: float = 0.5) -> HandGRU:
    r"""D = H = 1이고 가중치가 모두 1, 편향이 0인 GRU 한 시점.

    z = σ(h + x), r = σ(h + x), n = tanh(r h + x), h′ = (1 − z) h + z n.

    매개변수
    --------
    x, h_prev : 실수, 입력과 앞의 은닉 상태

    반환값
    ------
    HandGRU

    예외
    ----
    TypeError, ValueError : 유한한 실수가 아닐 때

    예
    --
    >>> round(hand_gru().h, 3)
    0.817

    출처: Cho et al. (2014). 이 논문과 PyTorch·Keras는 z와 1 − z의 자리를 바꾸어 적는다.
    """
    z = r = float(sigmoid(h_prev + x))
    n = float(np.tanh(r * h_prev + x))
    return HandGRU(z, r, n, (1 - z) * h_prev + z * n)


@door
def gru_table(record: HandGRU) -> Table:
    """`hand_gru`의 값을 적은 표.

    매개변수
    --------
    record : HandGRU, `hand_gru`의 기록

    반환값
    ------
    Table

    예외
    ----
    TypeError : record의 형이 다를 때

    예
    --
    >>> gru_table(hand_gru()).rows[-1]
    ['새 h', '0.817']

    출처: Cho et al. (2014). 이 논문과 PyTorch·Keras는 z와 1 − z의 자리를 바꾸어 적는다.
    """
    names = ["z(갱신 게이트)", "1 − z", "r(리셋 게이트)", "n(후보 값)", "새 h"]
    values = [record.z, 1 - record.z, record.r, record.n, record.h]
    return Table("GRU 한 시점", ["기호", "값"], [[n, v] for n, v in zip(names, values)])


@door
def serial_steps(T: Counts = (10, 100, 1000)) -> Table:
    """시퀀스 길이마다, 앞의 결과를 기다려야 하는 계산의 수(층 하나)를 적은 표.

    매개변수
    --------
    T : 1 이상의 정수 목록, 시퀀스 길이

    반환값
    ------
    Table

    예외
    ----
    TypeError, ValueError : 위 형과 범위를 벗어날 때

    예
    --
    >>> serial_steps([10]).rows[0]
    ['T = 10', '10', '1', '100']

    출처: Vaswani et al. (2017)의 표 1을 층 하나에 맞추어 센 것.
    """
    rows = [[f"T = {setting(t)}", str(t), "1", str(t * t)] for t in (checks.whole("T", t, 1) for t in T)]
    header = ["길이", "LSTM: 차례로 할 시점", "어텐션: 차례로 할 단계", "어텐션: 견주는 쌍"]
    return Table("차례로 해야 하는 계산", header, rows)
