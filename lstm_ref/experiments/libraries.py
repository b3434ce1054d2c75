"""라이브러리 사이에서 매개변수를 옮기는 실험(14장)."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, NamedTuple

import numpy as np

from .. import convert
from ..cells import LSTMStep, lstm_step
from ..doors import Count, Seed, Seeds, door
from ..params import LSTMParams, init_lstm, lstm_door
from ..sequence import lstm_forward
from ..tables import Table

__all__ = [
    "WrongOrder",
    "labelled_lstm",
    "library_shapes",
    "quiet_step",
    "random_lstm",
    "round_trips",
    "wrong_order",
]

FORMS: dict[str, tuple[Callable[..., Any], Callable[..., Any]]] = {
    "PyTorch": (convert.to_torch, convert.from_torch),
    "Keras": (convert.to_keras, convert.from_keras),
    "ONNX": (convert.to_onnx, convert.from_onnx),
    "밑바닥부터 시작하는 딥러닝 2": (convert.to_scratch2, convert.from_scratch2),
}


@door
def labelled_lstm(D: Count = 1, H: Count = 1) -> LSTMParams:
    """게이트마다 다른 수를 담아 차례가 눈에 보이는 매개변수: f는 1, i는 2, C는 3, o는 4.

    매개변수
    --------
    D, H : 1 이상의 정수, 입력과 은닉 상태의 크기

    반환값
    ------
    LSTMParams

    예외
    ----
    TypeError, ValueError : 위 형과 범위를 벗어날 때

    예
    --
    >>> labelled_lstm().W_C.tolist()
    [[3.0, 3.0]]

    출처: 이 책.
    """
    return LSTMParams(*(np.full(s, v) for v in (1.0, 2.0, 3.0, 4.0) for s in ((H, H + D), (H,))))


@door
def random_lstm(seed: Seed = 11, D: Count = 3, H: Count = 5) -> LSTMParams:
    """모든 수가 서로 다른 난수 매개변수(편향도). 자리가 하나라도 바뀌면 드러난다.

    매개변수
    --------
    seed : 0 이상의 정수
    D, H : 1 이상의 정수, 입력과 은닉 상태의 크기

    반환값
    ------
    LSTMParams

    예외
    ----
    TypeError, ValueError : 위 형과 범위를 벗어날 때

    예
    --
    >>> random_lstm(D=2, H=3).W_f.shape
    (3, 5)

    출처: 이 책.
    """
    rng = np.random.default_rng(seed)
    return LSTMParams(*(rng.standard_normal(s) for _ in range(4) for s in ((H, H + D), (H,))))


@door
def quiet_step(params: LSTMParams) -> LSTMStep:
    """x_1, h_0, C_0이 모두 0인 첫 시점. 게이트가 편향만으로 정해진다: f = σ(b_f), C = σ(b_i) tanh(b_C).

    매개변수
    --------
    params : LSTMParams

    반환값
    ------
    LSTMStep(B = 1)

    예외
    ----
    TypeError, ValueError : LSTMParams가 아니거나 배열의 크기가 서로 맞지 않을 때

    예
    --
    >>> quiet_step(labelled_lstm()).f.round(3).tolist()
    [[0.731]]

    출처: 이 책.
    """
    H, HD = lstm_door(params).sizes["H"], params.W_f.shape[1]
    zero = np.zeros((1, H), params.W_f.dtype)
    return lstm_step(params, np.zeros((1, HD - H), params.W_f.dtype), zero, zero)


@door
def library_shapes(params: LSTMParams) -> Table:
    """같은 매개변수를 네 꼴로 옮겼을 때의 배열 이름과 크기, 모두 센 수.

    매개변수
    --------
    params : LSTMParams

    반환값
    ------
    Table

    예외
    ----
    TypeError, ValueError : LSTMParams가 아니거나 배열의 크기가 서로 맞지 않을 때

    예
    --
    >>> len(library_shapes(labelled_lstm(D=2, H=3)).rows)
    5

    출처: PyTorch, Keras, ONNX의 문서와 사이토(2019).
    """
    rows = [["이 책", "W_f, b_f, … 여덟", f"{params.W_f.shape}, {params.b_f.shape}", _count(params)]]
    for name, (to, _) in FORMS.items():
        moved: Any = to(params)
        rows.append([name, ", ".join(moved._fields), ", ".join(str(v.shape) for v in moved), _count(moved)])
    return Table("네 꼴의 배열", ["꼴", "배열", "크기", "수의 개수"], rows)


def _count(arrays: Iterable[np.ndarray]) -> int:
    return sum(v.size for v in arrays)


@door
def round_trips(params: LSTMParams) -> Table:
    """꼴마다 옮겼다가 되돌린 매개변수가 처음과 정확히 같은지 적은 표.

    매개변수
    --------
    params : LSTMParams

    반환값
    ------
    Table

    예외
    ----
    TypeError, ValueError : LSTMParams가 아니거나 배열의 크기가 서로 맞지 않을 때

    예
    --
    >>> round_trips(random_lstm()).rows[0]
    ['PyTorch', '예']

    출처: 이 책.
    """
    rows = [
        [name, all(np.array_equal(a, b) for a, b in zip(params, back(to(params))))]
        for name, (to, back) in FORMS.items()
    ]
    return Table("옮겼다가 되돌리기", ["꼴", "처음과 같음"], rows)


class WrongOrder(NamedTuple):
    """차례를 잘못 읽은 결과. `right`: 실수, `wrong`: (시드,), `shapes_match`: 크기는 맞는가."""

    right: float
    wrong: np.ndarray
    shapes_match: bool
    table: Table


@door
def wrong_order(seeds: Seeds = (11, 12, 13), T: Count = 20, D: Count = 4, H: Count = 8) -> WrongOrder:
    r"""PyTorch의 차례(i, f, g, o)로 쌓은 배열을 『밑바닥부터 시작하는 딥러닝 2』의 차례로 읽어 본다.

    매개변수
    --------
    seeds : 정수의 묶음
    T, D, H : 1 이상의 정수

    반환값
    ------
    WrongOrder : 출력 h (T, 1, H)의 최대 절대 차이. `right`는 바르게 읽었을 때

    예외
    ----
    TypeError, ValueError : 정수가 아니거나 범위를 벗어날 때

    예
    --
    >>> found = wrong_order(seeds=(11,))
    >>> found.right, bool(found.wrong[0] > 0.01), found.shapes_match
    (0.0, True, True)

    출처: 이 책.
    """
    right, wrong = [], []
    for seed in seeds:
        rng = np.random.default_rng(seed)
        params, x = init_lstm(rng, D, H), rng.standard_normal((T, 1, D))
        packed = convert.to_torch(params)
        W_x, W_h, b, _ = packed
        misread = convert.from_scratch2(convert.ScratchWeights._make((W_x.T, W_h.T, b)))
        h = lstm_forward(params, x).h
        right.append(np.abs(lstm_forward(convert.from_torch(packed), x).h - h).max())
        wrong.append(np.abs(lstm_forward(misread, x).h - h).max())
        match = all(a.shape == b.shape for a, b in zip(params, misread))
    rows = [[str(s), float(r), float(w)] for s, r, w in zip(seeds, right, wrong)]
    table = Table("출력 h의 최대 차이", ["시드", "바르게 읽음", "차례를 틀림"], rows)
    return WrongOrder(float(max(right)), np.array(wrong), match, table)
