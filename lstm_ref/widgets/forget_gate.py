"""망각 게이트의 조작판(6장)."""

from __future__ import annotations

from typing import Any

from ..cells import LSTMStep
from ..experiments.forget_gate_dial import ForgetDial, forget_dial, gated_step
from .base import Dial
from .goals import Goal
from .markup import Lines
from .text import code
from .traits import Choice, Vector


class ForgetGate(Dial):
    """망각 게이트의 네 성분과 셀 상태의 시간(6장)."""

    title = "망각 게이트"
    question = "f의 둘째 성분을 0.90에서 0.99로 올리면 반감기는 몇 배가 될까요? 먼저 적고 움직여 보세요."
    sentence = "망각 게이트가 {f_now:2}일 때 20시점 뒤 셀 상태는 {C_T:3}, 반감기는 {half_life:1}시점입니다."
    snippet = "import lstm_ref as lr\n\nlr.experiments.forget_gate_dial.forget_dial({call}, C_0={C_0}).C"
    rows = (("망각 게이트 f", "f_now", 3), ("반감기(시점)", "half_life", 2), ("20시점 뒤 C", "C_T", 3))

    goals = {"": Goal("둘째 성분의 반감기를 20시점과 30시점 사이로 맞추세요.", ("half_life.1", 20.0, 30.0))}

    mode = Choice(
        "f", {"f": "바로 정하기", "b_f": "편향으로 정하기"}, label="망각 게이트를 정하는 법", wide=True
    )
    f = Vector([0.99, 0.9, 0.5, 0.0], 0, 1, label="f", word="망각 게이트 f", when="mode=f")
    b_f = Vector([5, 3, 1, 0], -6, 6, 0.1, label="b", word="망각 편향", when="mode=b_f")
    C_0 = Vector([1, 1, 1, 1], -1, 1, label="C", word="처음 셀 상태")

    def _dial(self) -> ForgetDial:
        return (
            forget_dial(self.f, C_0=self.C_0) if self.mode == "f" else forget_dial(b_f=self.b_f, C_0=self.C_0)
        )

    def values(self) -> dict[str, Any]:
        dial, key = self._dial(), self.mode
        named = dial._asdict()
        named["f_now"] = named.pop("f")
        return named | {"call": f"{key}={code(getattr(self, key))}"}

    def step(self) -> LSTMStep:
        """입력 게이트를 닫은(i = 0) 한 시점. C̃는 0, o는 1로 둔다."""
        H = len(self.C_0)
        return gated_step(self.C_0, f=self._dial().f.tolist(), i=[0.0] * H, C_tilde=[0.0] * H, o=[1.0] * H)

    def plot(self) -> Lines:
        names = [f"C_{k}" for k in self.columns]
        start = [f"f={f:g}" for f in (0.99, 0.9, 0.5, 0.0)]  # 처음 값은 장의 첫 그림의 네 선이다
        return Lines(
            [0, 5, 10, 15, 20], [-1, -0.5, 0, 0.5, 1], [("C", names)], x_name="시점 t", y_name="셀 상태 C", means=start,
        )  # fmt: skip
