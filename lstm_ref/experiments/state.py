"""셀 상태와 출력 게이트의 실험, 그리고 셀 전체의 한 바퀴(8–10장)."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from .. import checks
from ..jacobians import chain, lstm_jacobian, lstm_state_jacobians
from ..params import LSTMParams, init_lstm
from ..records import LSTMTrace
from ..sequence import lstm_forward
from ..tables import Table, num, vec

__all__ = [
    "DirectPath", "Unrolled", "Hidden", "Ranges", "direct_path", "direct_path_table", "unrolled_sum", "unrolled_table",
    "hide_and_show", "output_slope", "OutputSlope", "symbol_table", "size_table", "value_ranges", "range_table",
    "random_trace",
]  # fmt: skip


def random_trace(seed: int = 11, T: int = 20, H: int = 4, D: int = 3, forget_bias: float = 1.0) -> LSTMTrace:
    """난수로 초기화한 LSTM에 난수 입력을 넣은 기록. 시드가 같으면 늘 같다."""
    return _random(seed, T, H, D, forget_bias)[1]


def _random(seed: int, T: int, H: int, D: int, forget_bias: float) -> tuple[LSTMParams, LSTMTrace]:
    rng = np.random.default_rng(checks.whole("seed", seed, 0))
    params = init_lstm(rng, checks.whole("D", D, 1), checks.whole("H", H, 1), forget_bias=forget_bias)
    return params, lstm_forward(params, rng.standard_normal((checks.whole("T", T, 1), 1, D)))


class DirectPath(NamedTuple):
    """직접 경로와 모든 경로의 비교. `b_f`: (K,), `gap`: (K, 시드) 한 시점의 ‖J − diag f‖/‖diag f‖,
    `product`와 `true`: (K, 시드) T시점의 ‖∏ diag f‖와 ‖∂C_T/∂C_0‖."""

    b_f: np.ndarray
    gap: np.ndarray
    product: np.ndarray
    true: np.ndarray
    T: int


def direct_path(
    b_f=(0.0, 1.0, 3.0), seeds=(11, 12, 13, 14, 15), T: int = 30, H: int = 64, input_sd: float = 0.5
) -> DirectPath:
    r"""∂C_t/∂C_{t−1}의 직접 경로 diag(f)와, h_{t−1}을 거치는 세 경로까지 더한 J를 견준다.

    J = diag(f_t) + ∂C_t/∂h_{t−1} · diag(o_{t−1} ⊙ (1 − tanh²C_{t−1})). 노름은 스펙트럼 노름이다.

    매개변수
    --------
    b_f : 망각 편향의 목록
    seeds : 정수의 묶음
    T, H : 2 이상, 1 이상의 정수
    input_sd : 입력의 표준 편차

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
    b_f, T, H = checks.vector("b_f", list(b_f)), checks.whole("T", T, 2), checks.whole("H", H, 1)
    found = []
    for bias in b_f:
        for seed in seeds:
            rng = np.random.default_rng(checks.whole("seeds", seed, 0))
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
    return gap.mean(), np.abs(trace.f[:, 0].prod(axis=0)).max(), np.linalg.norm(whole, ord=2)


def direct_path_table(record: DirectPath) -> Table:
    """`direct_path`의 시드 평균(노름은 기하 평균)을 적은 표."""
    middle = lambda v: float(np.exp(np.log(v).mean()))  # noqa: E731
    rows = [
        [f"b_f = {num(b, 0)}", float(g.mean()), num(middle(p)), num(middle(t))]
        for b, g, p, t in zip(record.b_f, record.gap, record.product, record.true)
    ]
    header = ["망각 편향", "돌아가는 길 ÷ 직접 경로", f"‖∏f‖ ({record.T}시점)", "‖∂C_T/∂C_0‖"]
    return Table("직접 경로와 모든 경로", header, rows)


class Unrolled(NamedTuple):
    """C_T를 시점마다의 몫으로 푼 것. `start`: (H,) C_0의 몫, `parts`: (T, H) 시점마다의 몫, `C_T`: (H,)."""

    start: np.ndarray
    parts: np.ndarray
    C_T: np.ndarray


def unrolled_sum(trace: LSTMTrace) -> Unrolled:
    r"""C_T = (∏_{j=1}^{T} f_j) ⊙ C_0 + Σ_k (∏_{j>k} f_j) ⊙ i_k ⊙ C̃_k 를 항마다 구한다(첫 배치).

    매개변수
    --------
    trace : LSTMTrace

    반환값
    ------
    Unrolled

    예외
    ----
    TypeError : trace가 LSTMTrace가 아닐 때

    예
    --
    >>> found = unrolled_sum(random_trace(T=6))
    >>> bool(np.allclose(found.start + found.parts.sum(axis=0), found.C_T))
    True

    출처: C_t의 식을 되풀이해 넣은 것.
    """
    checks.kind("trace", trace, LSTMTrace)
    f, written = trace.f[:, 0], (trace.i * trace.C_tilde)[:, 0]
    after = np.concatenate([np.cumprod(f[::-1], axis=0)[::-1][1:], np.ones_like(f[:1])])
    return Unrolled(f.prod(axis=0) * trace.C_prev[0, 0], after * written, trace.C[-1, 0])


def unrolled_table(record: Unrolled) -> Table:
    """시점마다의 몫과 그 합, 그리고 실제 C_T를 적은 표."""
    checks.kind("record", record, Unrolled)
    rows = [["C_0의 몫", vec(record.start)]]
    rows += [[f"{k + 1}시점의 몫", vec(p)] for k, p in enumerate(record.parts)]
    rows += [["모두 더한 값", vec(record.start + record.parts.sum(axis=0))], ["실제 C_T", vec(record.C_T)]]
    return Table("셀 상태를 시점마다의 몫으로 풀기", ["항", "값"], rows)


class Hidden(NamedTuple):
    """셀 상태를 붙든 채 출력 게이트만 여닫은 기록. `o`, `C`, `h`: (T,)."""

    o: np.ndarray
    C: np.ndarray
    h: np.ndarray


def hide_and_show(o, C_0: float = 1.5, f: float = 1.0) -> Hidden:
    r"""f를 고정하고 입력 게이트를 닫은 채 o만 바꾼다: C_t = f C_{t−1}, h_t = o_t tanh(C_t).

    매개변수
    --------
    o : 0 이상 1 이하의 수 목록, 시점마다 하나
    C_0 : 유한한 실수
    f : 0 이상 1 이하의 실수

    반환값
    ------
    Hidden

    예외
    ----
    TypeError, ValueError : 위 형과 범위를 벗어날 때

    예
    --
    >>> hide_and_show([0.0, 1.0], C_0=1.0).h.round(3).tolist()
    [0.0, 0.762]

    출처: Hochreiter & Schmidhuber (1997).
    """
    o = checks.vector("o", list(o), 0.0, 1.0)
    C = checks.real("C_0", C_0) * checks.real("f", f, 0.0, 1.0) ** np.arange(1, len(o) + 1)
    return Hidden(o, C, o * np.tanh(C))


class OutputSlope(NamedTuple):
    """셀 상태의 크기마다 출력과 기울기. `C`: (K,), `h`: o·tanh(C), `slope`: o(1 − tanh²C)."""

    C: np.ndarray
    h: np.ndarray
    slope: np.ndarray


def output_slope(C=(0.0, 0.5, 1.0, 2.0, 4.0, 8.0), o: float = 0.5) -> OutputSlope:
    """o를 고정하고 C가 커질 때 h와 ∂h/∂C가 어떻게 되는지 구한다."""
    C, o = checks.vector("C", list(C)), checks.real("o", o, 0.0, 1.0)
    return OutputSlope(C, o * np.tanh(C), o * (1 - np.tanh(C) ** 2))


def symbol_table(trace: LSTMTrace, t: int = 0) -> Table:
    """요약표의 기호마다 시점 t(0부터)의 값과 크기를 적은 표(첫 배치)."""
    checks.kind("trace", trace, LSTMTrace)
    t = checks.whole("t", t, 0)
    names = ("z = [h_{t−1}, x_t]", "C_{t−1}", "f", "i", "C̃", "C", "o", "h")
    rows = [[n, str(v.shape[2]), vec(v[t, 0], 2)] for n, v in zip(names, trace)]
    return Table(f"시점 {t + 1}의 모든 값", ["기호", "성분 수", "값"], rows)


def size_table(sizes=((1, 2), (3, 4), (100, 128))) -> Table:
    """(D, H)마다 LSTM의 매개변수 수를 실제 배열에서 센 것과 식 4(H(H+D)+H)의 값을 적은 표."""
    rng = np.random.default_rng(0)
    rows = [
        [f"D={D}, H={H}", sum(v.size for v in init_lstm(rng, D, H)), 4 * (H * (H + D) + H)] for D, H in sizes
    ]  # fmt: skip
    return Table("LSTM의 매개변수 수", ["크기", "배열에서 센 수", "4(H(H+D)+H)"], rows)


class Ranges(NamedTuple):
    """값의 범위. `names`: 기호, `low`와 `high`: 모든 시드·시점·성분의 가장 작은 값과 큰 값."""

    names: tuple[str, ...]
    low: np.ndarray
    high: np.ndarray


def value_ranges(seeds=(11, 12, 13, 14, 15), T: int = 200, H: int = 32, forget_bias: float = 3.0) -> Ranges:
    """큰 난수 입력을 넣은 LSTM에서 기호마다 값의 범위를 잰다."""
    names, low, high = ("f", "i", "C_tilde", "C", "o", "h"), [], []
    for seed in seeds:
        rng = np.random.default_rng(checks.whole("seeds", seed, 0))
        params = init_lstm(rng, H, H, forget_bias=forget_bias)
        trace = lstm_forward(params, 2 * rng.standard_normal((checks.whole("T", T, 1), 1, H)))
        low.append([getattr(trace, n).min() for n in names])
        high.append([getattr(trace, n).max() for n in names])
    return Ranges(("f", "i", "C̃", "C", "o", "h"), np.min(low, axis=0), np.max(high, axis=0))


def range_table(record: Ranges) -> Table:
    """`value_ranges`의 기록을 적은 표."""
    rows = [[n, num(lo, 2), num(hi, 2)] for n, lo, hi in zip(*record)]
    return Table("재어 본 값의 범위", ["기호", "가장 작은 값", "가장 큰 값"], rows)
