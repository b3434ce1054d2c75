"""출력 게이트의 조작판(9장)."""

from __future__ import annotations

from typing import Any

from ..cells import LSTMStep
from ..experiments.forget_gate_dial import gated_step
from ..experiments.output_gate_dial import output_dial
from .base import Dial
from .goals import Goal
from .markup import Bars
from .traits import Vector


class OutputGate(Dial):
    """출력 게이트가 내보이는 몫(9장)."""

    title = "출력 게이트"
    question = "셀 상태를 2에 둔 채 은닉 상태만 0으로 만들 수 있을까요? 그때 기울기는 얼마일까요?"
    sentence = (
        "셀 상태가 {C:2}이고 출력 게이트가 {o:2}일 때 은닉 상태는 {h:3}, 기울기 ∂h/∂C는 {dh_dC:3}입니다."
    )
    snippet = "import lstm_ref as lr\n\nlr.experiments.output_gate_dial.output_dial({C}, o={o}).h"
    rows = (("tanh(C)", "tanh_C", 3), ("은닉 상태 h", "h", 3), ("∂h/∂C", "dh_dC", 3))

    goals = {
        "": Goal(
            "첫 성분의 셀 상태를 2 이상으로 올리고, 은닉 상태는 크기 0.05 아래로 숨기세요.",
            ("C_now.0", 2.0, None), ("h.0", -0.05, 0.05),
        )
    }  # fmt: skip

    o = Vector([1, 0.5, 0, 1], 0, 1, label="o", word="출력 게이트 o")
    C = Vector([0.5, 2, 2, -3], -3, 3, 0.05, label="C", word="셀 상태")

    def values(self) -> dict[str, Any]:
        return {"C_now": self.C} | output_dial(self.C, o=self.o)._asdict()

    def step(self) -> LSTMStep:
        """이전 셀 상태를 그대로 넘긴(f = 1, i = 0) 한 시점."""
        return gated_step(self.C, f=[1.0] * 4, i=[0.0] * 4, C_tilde=[0.0] * 4, o=self.o)

    def plot(self) -> Bars:
        series = [("C_now", "셀 상태 C(그대로)"), ("tanh_C", "tanh(C)"), ("h", "내보인 h")]
        return Bars(
            [f"성분 {k}" for k in self.columns],
            [-3, -2, -1, 0, 1, 2, 3],
            series,
            y_name="값",
            means=("C", "tanh(C)", "h"),
        )
