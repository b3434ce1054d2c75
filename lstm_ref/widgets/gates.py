"""게이트 하나씩의 조작판: 첫 쪽의 게이트 하나, 망각, 입력, 출력(시작, 6, 7, 9장)."""

from __future__ import annotations

from ..cells import LSTMStep
from ..experiments.dial_gates import first_dial, forget_dial, gated_step, input_dial, output_dial
from .base import Dial
from .goals import Goal
from .markup import Bars, Lines
from .text import code
from .traits import Choice, Knob, Vector


class FirstGate(Dial):
    """책의 첫 쪽에서 끌어 보는 게이트 하나."""

    title = "게이트 하나를 끌어 보세요."
    question = "기억 1에 시점마다 f를 곱해요. 스무 시점 뒤에 절반쯤 남기려면 f는 얼마여야 할까요?"
    sentence = "망각 게이트가 {f:2}이면 스무 시점 뒤에 처음의 {percent:1}\u00a0%가 남습니다."
    snippet = "import lstm_ref as lr\n\nlr.experiments.first_dial({f}).C"
    columns = ("1시점 뒤", "5시점", "10시점", "20시점")
    rows = (("남은 기억 C", "kept", 3),)
    goals = {"": Goal("스무 시점 뒤에 45\u00a0%에서 55\u00a0% 사이가 남게 하세요.", ("percent", 45.0, 55.0))}

    knobs_first = True

    f = Knob(0.9, 0, 1, label="f", word="망각 게이트 f")

    def values(self):
        return first_dial(self.f)._asdict()

    def step(self) -> LSTMStep:
        """1을 담은 셀의 첫 시점. 입력 게이트는 닫고(i = 0) 출력 게이트는 연다(o = 1)."""
        return gated_step([1.0], f=[self.f], i=[0.0], C_tilde=[0.0], o=[1.0])

    def plot(self):
        names = [str(t) if t % 5 == 0 else "" for t in range(21)]
        return Bars(names, [0, 0.5, 1], [("C", "남은 기억")], x_name="시점 t", y_name="남은 기억 C")


class ForgetGate(Dial):
    """망각 게이트의 네 성분과 셀 상태의 시간(6장)."""

    title = "망각 게이트"
    question = "f의 첫 성분을 0.90에서 0.99로 올리면 반감기는 몇 배가 될까요? 먼저 적고 움직여 보세요."
    sentence = "망각 게이트가 {f_now:2}일 때 20시점 뒤 셀 상태는 {C_T:3}, 반감기는 {half_life:1}시점입니다."
    snippet = "import lstm_ref as lr\n\nlr.experiments.forget_dial({call}, C_0={C_0}).C"
    rows = (("망각 게이트 f", "f_now", 3), ("반감기(시점)", "half_life", 2), ("20시점 뒤 C", "C_T", 3))

    goals = {"": Goal("둘째 성분의 반감기를 20시점과 30시점 사이로 맞추세요.", ("half_life.1", 20.0, 30.0))}

    mode = Choice("f", {"f": "바로 정하기", "b_f": "편향으로 정하기"}, label="망각 게이트를 정하는 법")
    f = Vector([0.99, 0.9, 0.5, 0.0], 0, 1, label="f", word="망각 게이트 f", when="mode=f")
    b_f = Vector([5, 3, 1, 0], -6, 6, 0.1, label="b", word="망각 편향", when="mode=b_f")
    C_0 = Vector([1, 1, 1, 1], -1, 1, label="C", word="처음 셀 상태")

    def _dial(self):
        return (
            forget_dial(self.f, C_0=self.C_0) if self.mode == "f" else forget_dial(b_f=self.b_f, C_0=self.C_0)
        )

    def values(self):
        dial, key = self._dial(), self.mode
        named = dial._asdict()
        named["f_now"] = named.pop("f")
        return named | {"call": f"{key}={code(getattr(self, key))}"}

    def step(self) -> LSTMStep:
        """입력 게이트를 닫은(i = 0) 한 시점. C̃는 0, o는 1로 둔다."""
        H = len(self.C_0)
        return gated_step(self.C_0, f=self._dial().f.tolist(), i=[0.0] * H, C_tilde=[0.0] * H, o=[1.0] * H)

    def plot(self):
        names = [f"C_{k}" for k in self.columns]
        return Lines(
            [0, 5, 10, 15, 20], [-1, -0.5, 0, 0.5, 1], [("C", names)], x_name="시점 t", y_name="셀 상태 C"
        )


class InputGate(Dial):
    """입력 게이트와 후보 값이 더하는 몫(7장)."""

    title = "입력 게이트와 후보 값"
    question = "이전 셀 상태를 그대로 둔 채 1을 더하려면 f와 i와 C̃를 각각 얼마로 두어야 할까요?"
    sentence = (
        "남긴 몫은 {kept:2}, 더한 몫은 {added:2}이고 셀 상태는 {C:2}입니다. "
        "i + f는 {gate_sum:2}입니다. 1일 까닭이 없습니다."
    )
    snippet = (
        "import lstm_ref as lr\n\nlr.experiments.input_dial({C_prev}, f={f}, i={i}, C_tilde={C_tilde}).C"
    )
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

    def values(self):
        return input_dial(self.C_prev, f=self.f, i=self.i, C_tilde=self.C_tilde)._asdict()

    def step(self) -> LSTMStep:
        """출력 게이트를 연(o = 1) 한 시점."""
        return gated_step(self.C_prev, f=self.f, i=self.i, C_tilde=self.C_tilde, o=[1.0] * 4)

    def plot(self):
        series = [("kept", "남긴 몫"), ("added", "더한 몫"), ("C", "새 셀 상태")]
        return Bars([f"성분 {k}" for k in self.columns], [-3, -2, -1, 0, 1, 2, 3], series, y_name="값")


class OutputGate(Dial):
    """출력 게이트가 내보이는 몫(9장)."""

    title = "출력 게이트"
    question = "셀 상태를 2에 둔 채 은닉 상태만 0으로 만들 수 있을까요? 그때 기울기는 얼마일까요?"
    sentence = (
        "셀 상태가 {C:2}이고 출력 게이트가 {o:2}일 때 은닉 상태는 {h:3}, 기울기 ∂h/∂C는 {dh_dC:3}입니다."
    )
    snippet = "import lstm_ref as lr\n\nlr.experiments.output_dial({C}, o={o}).h"
    rows = (("tanh(C)", "tanh_C", 3), ("은닉 상태 h", "h", 3), ("∂h/∂C", "dh_dC", 3))

    goals = {
        "": Goal(
            "첫 성분의 셀 상태를 2 이상으로 올리고, 은닉 상태는 크기 0.05 아래로 숨기세요.",
            ("C_now.0", 2.0, None), ("h.0", -0.05, 0.05),
        )
    }  # fmt: skip

    o = Vector([1, 0.5, 0, 1], 0, 1, label="o", word="출력 게이트 o")
    C = Vector([0.5, 2, 2, -3], -3, 3, 0.05, label="C", word="셀 상태")

    def values(self):
        return {"C_now": self.C} | output_dial(self.C, o=self.o)._asdict()

    def step(self) -> LSTMStep:
        """이전 셀 상태를 그대로 넘긴(f = 1, i = 0) 한 시점."""
        return gated_step(self.C, f=[1.0] * 4, i=[0.0] * 4, C_tilde=[0.0] * 4, o=self.o)

    def plot(self):
        series = [("C_now", "셀 상태 C(그대로)"), ("tanh_C", "tanh(C)"), ("h", "내보인 h")]
        return Bars([f"성분 {k}" for k in self.columns], [-3, -2, -1, 0, 1, 2, 3], series, y_name="값")
