"""게이트 하나의 조작판(시작하며)."""

from __future__ import annotations

from typing import Any

from ..cells import LSTMStep
from ..experiments.forget_gate_dial import first_dial, gated_step
from .base import Dial
from .goals import Goal
from .markup import Bars
from .traits import Knob


class FirstGate(Dial):
    """책의 첫 쪽에서 끌어 보는 게이트 하나."""

    title = "게이트 하나를 끌어 보세요."
    question = "기억 1에 시점마다 f를 곱해요. 스무 시점 뒤에 절반쯤 남기려면 f는 얼마여야 할까요?"
    sentence = "망각 게이트가 {f:2}이면 스무 시점 뒤에 처음의 {percent:1}\u00a0%가 남습니다."
    snippet = "import lstm_ref as lr\n\nlr.experiments.forget_gate_dial.first_dial({f}).C"
    columns = ("1시점 뒤", "5시점", "10시점", "20시점")
    rows = (("남은 기억 C", "kept", 3),)
    goals = {"": Goal("스무 시점 뒤에 45\u00a0%에서 55\u00a0% 사이가 남게 하세요.", ("percent", 45.0, 55.0))}

    knobs_first = True

    f = Knob(0.9, 0, 1, label="f", word="망각 게이트 f")

    def values(self) -> dict[str, Any]:
        return first_dial(self.f)._asdict()

    def step(self) -> LSTMStep:
        """1을 담은 셀의 첫 시점. 입력 게이트는 닫고(i = 0) 출력 게이트는 연다(o = 1)."""
        return gated_step([1.0], f=[self.f], i=[0.0], C_tilde=[0.0], o=[1.0])

    def plot(self) -> Bars:
        names = [str(t) if t % 5 == 0 else "" for t in range(21)]
        return Bars(names, [0, 0.5, 1], [("C", "남은 기억")], x_name="시점 t", y_name="남은 기억 C")
