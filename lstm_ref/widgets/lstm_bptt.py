"""기울기의 길의 조작판과, LSTM을 한 걸음씩 학습시키는 조작판(11장)."""

from __future__ import annotations

from typing import Any

import numpy as np

from ..cells import LSTMStep
from ..experiments.bptt_dial import OneSequence
from ..experiments.lstm_bptt_dial import lstm_one_step, lstm_sequence
from ..sequence import lstm_forward
from .bptt import PLACES
from .cell_state import PATHS, Highway
from .goals import Goal
from .markup import Lines
from .one_step import LOSS, UPDATE, OneStep, entry_rows
from .traits import Choice, Knob


class GradientHighway(Highway):
    """망각 편향과 되먹임이 함께 정하는 기울기의 길(11장)."""

    title = "기울기의 길"
    question = "망각 편향을 그대로 두고 되먹임만 바꾸어도 기울기가 50시점을 건너는 정도가 달라질까요?"
    sentence = (
        "망각 편향이 {b_f:1}이면 반감기는 {half_life:1}시점입니다. 되먹임이 {recurrence:2}일 때 50시점 뒤 직접 경로는 "
        "10의 {direct_T:1}제곱, 모든 경로는 10의 {full_T:1}제곱입니다."
    )
    snippet = (
        "import lstm_ref as lr\n\n"
        "lr.experiments.cell_state_dial.highway_dial({b_f}, recurrence={recurrence}, H=8, T=50).full"
    )
    columns = ("값",)
    rows = (
        ("σ(b_f)의 반감기(시점)", "half_life", 2), ("직접 경로 ∏f(로그)", "direct_T", 2),
        ("모든 경로 ∂C_T/∂C_0(로그)", "full_T", 2),
    )  # fmt: skip
    goals = {
        "": Goal(
            "반감기를 3시점 아래에 둔 채, 모든 경로의 기울기가 50시점 뒤에도 0.1에서 10 사이에 남게 하세요.",
            ("half_life", None, 3.0), ("full_T", -1.0, 1.0),
        )
    }  # fmt: skip
    H, T = 8, 50

    b_f = Knob(1.0, -2, 8, 0.1, label="b_f", word="망각 편향")
    recurrence = Knob(1.0, 0, 3, 0.05, label="배수", word="되먹임에 곱하는 수")

    def plot(self) -> Lines:
        series = [("direct", ["직접 경로 ∏f"]), ("full", ["모든 경로"])]
        return Lines(
            [0, 10, 20, 30, 40, 50], [-15, -10, -5, 0, 5], series,
            x_name="시점 t", y_name="크기(로그)", means=PATHS,
        )  # fmt: skip


class LSTMOneStep(OneStep):
    """LSTM의 순전파, 손실, 역전파, 고치기를 한 단계씩 오간다."""

    title = "LSTM 한 걸음"
    question = (
        "손실은 마지막 시점에만 있어요. 처음의 망각 편향을 2로 올리면 첫 시점에 닿는 dC는 몇 배가 될까요?"
    )
    goals = {
        "": Goal(
            "학습률은 1로 둔 채, 여섯 번만 고쳐서 손실을 0.04 아래로 줄이세요.",
            ("eta", 1.0, 1.0), ("k", None, 6.0), ("loss", None, 0.04),
        )
    }  # fmt: skip
    snippet = (
        "import lstm_ref as lr\n\nstart = lr.experiments.lstm_bptt_dial.lstm_sequence(b_f={b_f})\nparams = start.params\n"
        "for step in range({runs}):\n    trace = lr.lstm_forward(params, start.x)  # 앞으로\n"
        "    loss, g = lr.train.mse(trace.h[-{n}:, 0], start.y[-{n}:])  # 손실\n"
        "    dh = 0 * trace.h\n    dh[-{n}:, 0] = g\n"
        "    back = lr.lstm_backward(params, trace, dh)  # 거꾸로\n"
        "    pairs = zip(params, back.grads)\n"
        "    params = lr.LSTMParams(*(w - {eta} * d for w, d in pairs))  # 고치기\nloss"
    )
    formulas = {
        "forward": "C_t = f_t ⊙ C_{t−1} + i_t ⊙ C̃_t, h_t = o_t ⊙ tanh(C_t)", "loss": LOSS,
        "back": "dC_t = f_{t+1} ⊙ dC_{t+1} + dh_t ⊙ o_t ⊙ (1 − tanh²(C_t)). ‘뒤의’는 다음 시점에서 온 몫",
        "update": UPDATE,
    }  # fmt: skip
    symbols = {
        "forward": [("x", "x"), ("f", "f"), ("i", "i"), ("C̃", "C_tilde"), ("C", "C"), ("o", "o"), ("h", "h")],
        "loss": [("h", "h"), ("y", "y"), ("L", "loss"), ("g", "g")],
        "back": [
            ("g", "g"), ("뒤의 dh", "back_h"), ("dh", "dh"), ("뒤의 dC", "back_C"), ("dC", "dC"), ("f의 da", "da_f"),
            ("i의 da", "da_i"), ("C̃의 da", "da_C"), ("o의 da", "da_o"),
        ],
    }  # fmt: skip
    lanes = (
        ("x", "forward", ""), ("C", "forward", "→"), ("h", "forward", "→"), ("g", "loss", ""), ("dh", "back", "←"),
        ("dC", "back", "←"),
    )  # fmt: skip
    measured = "dC"
    weight, weight_word = "b_f", "망각 편향"

    eta = Knob(1.0, 0, 4, 0.1, label="η", word="학습률 η")
    b_f = Knob(0.0, -2, 4, 0.1, label="b_f", word="망각 편향의 처음 값")
    where = Choice("last", PLACES, label="손실이 있는 곳")
    gate = Choice(
        "f", {"f": "f", "i": "i", "C": "C̃", "o": "o"}, label="고치기 표에서 볼 층", when="phase=update",
    )  # fmt: skip

    def one(self) -> Any:
        return lstm_one_step(self.b_f, self.eta, self.k, self.where)

    def start(self) -> OneSequence:
        return lstm_sequence(self.b_f)

    def entries(self, one: Any) -> list[tuple[str, np.ndarray]]:
        return entry_rows(one.params, one.grads, one.after, [f"W_{self.gate}", f"b_{self.gate}"], self.eta)

    def step(self) -> LSTMStep:
        """지금 매개변수로 순전파한 마지막 시점의 LSTMStep(배치 1, 성분 2개)."""
        return LSTMStep(*(v[-1] for v in lstm_forward(self.one().params, self.start().x)))
