"""입력 게이트와 후보 값의 조작판(7장)."""

from __future__ import annotations

from typing import Any

from ..cells import LSTMStep
from ..experiments.forget_gate_dial import gated_step
from ..experiments.input_gate_dial import input_dial
from .base import Dial
from .goals import Goal
from .markup import Bars
from .traits import Vector


class InputGate(Dial):
    """입력 게이트와 후보 값이 더하는 몫(7장)."""

    title = "입력 게이트와 후보 값"
    question = "이전 셀 상태를 그대로 둔 채 1을 더하려면 f와 i와 C̃를 각각 얼마로 두어야 할까요?"
    sentence = (
        "남긴 몫은 {kept:2}, 더한 몫은 {added:2}, 둘의 합인 셀 상태는 {C:2}입니다. "
        "i + f는 1일 까닭이 없고, 지금은 {gate_sum:2}입니다."
    )
    snippet = "import lstm_ref as lr\n\nlr.experiments.input_gate_dial.input_dial({C_prev}, f={f}, i={i}, C_tilde={C_tilde}).C"
    rows = (
        ("남긴 몫 f ⊙ C", "kept", 3),
        ("더한 몫 i ⊙ C̃", "added", 3),
        ("새 셀 상태 C", "C", 3),
        ("i + f", "gate_sum", 2),
    )

    goals = {
        "": Goal(
            "둘째 성분의 셀 상태를 1에서 2로 올리세요. 이전 셀 상태 1은 그대로 남겨야 해요.",
            ("C_prev.1", 1.0, 1.0), ("kept.1", 1.0, 1.0), ("C.1", 2.0, 2.0),
        )
    }  # fmt: skip

    i = Vector([1, 0.5, 0.5, 0], 0, 1, label="i", word="입력 게이트 i")
    C_tilde = Vector([0.8, 0.8, -0.8, -0.8], -1, 1, label="C̃", word="후보 값 C̃")
    f = Vector([1, 0.5, 1, 0], 0, 1, label="f", word="망각 게이트 f")
    C_prev = Vector([1, 1, -1, -1], -2, 2, 0.05, label="C", word="이전 셀 상태")

    def values(self) -> dict[str, Any]:
        return input_dial(self.C_prev, f=self.f, i=self.i, C_tilde=self.C_tilde)._asdict()

    def step(self) -> LSTMStep:
        """출력 게이트를 연(o = 1) 한 시점."""
        return gated_step(self.C_prev, f=self.f, i=self.i, C_tilde=self.C_tilde, o=[1.0] * 4)

    def plot(self) -> Bars:
        series = [("kept", "남긴 몫"), ("added", "더한 몫"), ("C", "새 셀 상태")]
        return Bars(
            [f"성분 {k}" for k in self.columns],
            [-3, -2, -1, 0, 1, 2, 3],
            series,
            y_name="값",
            means=("f", "i", "C"),
        )
