"""기울기가 흐르는 길의 조작판: RNN의 기울기, 셀 상태의 두 길, 기울기의 길(2, 4, 8, 11장)."""

from __future__ import annotations

from ..cells import LSTMStep
from ..experiments.dial_flows import flow_base, flow_dial, highway_base, highway_dial, highway_params
from ..sequence import lstm_forward
from .base import Dial
from .markup import Lines
from .traits import Knob

LOG_ROWS = (("직접 경로 ∏f(로그)", "direct_T", 2), ("모든 경로 ∂C_T/∂C_0(로그)", "full_T", 2))


class RNNFlow(Dial):
    """RNN의 기울기가 거슬러 가며 변하는 크기(2장, 4장)."""

    title = "RNN을 거슬러 가는 기울기"
    question = "ρ를 1.5로 두고 입력을 세게 하면 기울기는 커질까요, 작아질까요?"
    sentence = (
        "스펙트럼 반지름이 {rho:2}, 입력의 세기가 {strength:2}일 때 29시점 거슬러 간 기울기는 10의 {last:1}제곱입니다. "
        "한 시점에 {slope:3}자릿수씩 변합니다."
    )
    snippet = "import lstm_ref as lr\n\nlr.experiments.flow_dial(rho={rho}, strength={strength}).norm"
    columns = ("기울기",)
    rows = (("맨 앞 기울기(로그)", "last", 2), ("한 시점에 변하는 자릿수", "slope", 3))

    rho = Knob(1.0, 0.1, 1.6, 0.05, label="ρ", word="스펙트럼 반지름 ρ")
    strength = Knob(0.5, 0.1, 2, 0.05, label="세기", word="입력의 세기")

    def values(self):
        return flow_dial(self.rho, self.strength)._asdict()

    def step(self) -> LSTMStep:
        """RNN의 조작판이라 LSTM의 한 시점이 없다."""
        raise TypeError("RNNFlow에는 LSTM 셀이 없습니다. values()의 norm을 보세요.")

    def plot(self):
        series = [("norm", ["잰 기울기"]), ("theory", ["이론선"])]
        return Lines(
            [0, 5, 10, 15, 20, 25, 29],
            [-15, -10, -5, 0, 5, 10],
            series,
            x_name="거슬러 간 시점 수",
            y_name="기울기의 크기(로그)",
        )

    def data(self):
        params, x, g = flow_base()
        return {"W_hh": params.W_hh, "a": (x @ params.W_xh.T)[:, 0], "b_h": params.b_h, "g": g}


class _Highway(Dial):
    H, T = 4, 20

    def arguments(self) -> dict:
        return self.state()

    def values(self):
        return highway_dial(**self.arguments(), H=self.H, T=self.T)._asdict()

    def step(self) -> LSTMStep:
        """마지막 시점의 게이트와 상태."""
        params, x = highway_params(H=self.H, T=self.T, **self.arguments())
        return LSTMStep(*(v[-1] for v in lstm_forward(params, x)))

    def data(self):
        params, x = highway_base(self.H, self.T)
        return {"params": params, "x": x[:, 0]}


class CellUpdate(_Highway):
    """셀 상태의 직접 경로와 돌아가는 길(8장)."""

    title = "셀 상태의 두 길"
    question = "되먹임을 0으로 두면 두 선은 어떻게 될까요? 3으로 키우면요?"
    sentence = (
        "망각 편향이 {b_f:1}, 되먹임이 {recurrence:2}일 때 20시점 뒤 직접 경로는 10의 {direct_T:2}제곱, "
        "모든 경로는 10의 {full_T:2}제곱입니다."
    )
    snippet = "import lstm_ref as lr\n\nlr.experiments.highway_dial({b_f}, {b_i}, {recurrence}).full"
    rows = (
        ("망각 게이트 f", "f_T", 3),
        ("입력 게이트 i", "i_T", 3),
        ("후보 값 C̃", "C_tilde_T", 3),
        ("셀 상태 C", "C_T", 3),
        *LOG_ROWS,
    )

    b_f = Knob(1.0, -3, 6, 0.1, label="b_f", word="망각 편향")
    b_i = Knob(0.0, -4, 4, 0.1, label="b_i", word="입력 편향")
    recurrence = Knob(1.0, 0, 3, 0.05, label="배수", word="되먹임에 곱하는 수")

    def plot(self):
        series = [("direct", ["직접 경로 ∏f"]), ("full", ["모든 경로"])]
        return Lines(
            [0, 5, 10, 15, 20], [-10, -8, -6, -4, -2, 0, 2], series, x_name="시점 t", y_name="크기(로그)"
        )


class GradientHighway(_Highway):
    """망각 편향이 정하는 기울기의 길(11장)."""

    title = "기울기의 길"
    question = "50시점을 건너려면 망각 편향이 얼마나 커야 할까요? 두 선이 얼마나 벌어지는지도 보세요."
    sentence = (
        "망각 편향이 {b_f:1}이면 반감기는 {half_life:1}시점입니다. 50시점 뒤 직접 경로는 10의 {direct_T:1}제곱, "
        "모든 경로는 10의 {full_T:1}제곱입니다."
    )
    snippet = (
        "import lstm_ref as lr\n\nlr.experiments.highway_dial({b_f}, strength={strength}, H=8, T=50).full"
    )
    columns = ("값",)
    rows = (("σ(b_f)의 반감기(시점)", "half_life", 2), *LOG_ROWS)
    H, T = 8, 50

    b_f = Knob(1.0, -2, 8, 0.1, label="b_f", word="망각 편향")
    strength = Knob(1.0, 0, 2, 0.05, label="세기", word="입력의 세기")

    def plot(self):
        series = [("direct", ["직접 경로 ∏f"]), ("full", ["모든 경로"])]
        return Lines(
            [0, 10, 20, 30, 40, 50], [-15, -10, -5, 0, 5], series, x_name="시점 t", y_name="크기(로그)"
        )
