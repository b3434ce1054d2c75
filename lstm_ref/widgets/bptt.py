"""RNN을 한 걸음씩 학습시키는 조작판(4장)."""

from __future__ import annotations

from typing import Any

import numpy as np

from ..cells import RNNStep
from ..experiments.bptt_dial import OneSequence, rnn_one_step, rnn_sequence
from ..sequence import rnn_forward
from .goals import Goal
from .one_step import LOSS, UPDATE, OneStep, entry_rows
from .traits import Choice, Knob

PLACES = {"all": "모든 시점", "last": "마지막 시점에만"}


class RNNOneStep(OneStep):
    """RNN의 순전파, 손실, 역전파, 고치기를 한 단계씩 오간다."""

    title = "RNN 한 걸음"
    question = "학습률을 2까지 키우면 열두 번 고친 뒤의 손실은 0.5일 때보다 작을까요? 먼저 짐작해 보세요."
    goals = {"": Goal("세 번만 고쳐서 손실을 0.01 아래로 줄이세요.", ("k", None, 3.0), ("loss", None, 0.01))}
    snippet = (
        "import lstm_ref as lr\n\nstart = lr.experiments.bptt_dial.rnn_sequence(w={w})\nparams = start.params\n"
        "for step in range({runs}):\n    trace = lr.rnn_forward(params, start.x)  # 앞으로\n"
        "    loss, g = lr.train.mse(trace.h[-{n}:, 0], start.y[-{n}:])  # 손실\n"
        "    dh = 0 * trace.h\n    dh[-{n}:, 0] = g\n"
        "    back = lr.rnn_backward(params, trace, dh)  # 거꾸로\n"
        "    pairs = zip(params, back.grads)\n"
        "    params = lr.RNNParams(*(w - {eta} * d for w, d in pairs))  # 고치기\nloss"
    )
    formulas = {
        "forward": "h_t = tanh(W_xh x_t + W_hh h_{t−1} + b_h)", "loss": LOSS,
        "back": "dh_t = g_t + W_hhᵀ da_{t+1}, da_t = dh_t ⊙ (1 − h_t²)", "update": UPDATE,
    }  # fmt: skip
    symbols = {
        "forward": [("x", "x"), ("h", "h")], "loss": [("h", "h"), ("y", "y"), ("L", "loss"), ("g", "g")],
        "back": [("g", "g"), ("Wᵀda", "back"), ("dh", "dh"), ("da", "da")],
    }  # fmt: skip
    lanes = (("x", "forward", ""), ("h", "forward", "→"), ("g", "loss", ""), ("dh", "back", "←"))
    weight = weight_word = "W_hh"

    eta = Knob(0.1, 0, 2, 0.05, label="η", word="학습률 η")
    w = Knob(0.5, -1, 1, 0.05, label="W_hh", word="W_hh의 첫 성분의 처음 값")
    where = Choice("all", PLACES, label="손실이 있는 곳")

    def one(self) -> Any:
        return rnn_one_step(self.w, self.eta, self.k, self.where)

    def start(self) -> OneSequence:
        return rnn_sequence(self.w)

    def entries(self, one: Any) -> list[tuple[str, np.ndarray]]:
        return entry_rows(one.params, one.grads, one.after, one.params._fields, self.eta)

    def step(self) -> RNNStep:
        """지금 매개변수로 순전파한 마지막 시점의 RNNStep(배치 1, 성분 2개)."""
        return RNNStep(*(v[-1] for v in rnn_forward(self.one().params, self.start().x)))
