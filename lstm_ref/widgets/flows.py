"""기울기가 흐르는 길의 조작판: RNN의 기울기, 셀 상태의 두 길, 기울기의 길(2, 4, 8, 11장)."""

from __future__ import annotations

from ..cells import LSTMStep
from ..experiments.dial_flows import flow_base, flow_dial, highway_base, highway_dial, highway_params
from ..experiments.packed import pack
from ..sequence import lstm_forward
from .base import Dial
from .goals import Goal
from .markup import Lines
from .traits import Knob, Whole


class RNNFlow(Dial):
    """RNN의 기울기가 거슬러 가며 변하는 크기(2장, 4장)."""

    title = "RNN을 거슬러 가는 기울기"
    question = "ρ가 1.5이면 기울기는 폭발할까요? 입력의 세기가 0.2일 때와 0.5일 때를 먼저 짐작해 보세요."
    sentence = (
        "스펙트럼 반지름이 {rho:2}, 입력의 세기가 {strength:2}일 때 39시점 거슬러 간 기울기는 10의 {last:1}제곱입니다. "
        "한 시점에 {slope:3}자릿수씩 변합니다."
    )
    snippet = (
        "import lstm_ref as lr\n\nlr.experiments.flow_dial(rho={rho}, strength={strength}, seed={seed}).norm"
    )
    columns = ("기울기",)
    rows = (("맨 앞 기울기(로그)", "last", 2), ("한 시점에 변하는 자릿수", "slope", 3))
    goals = {
        "": Goal(
            "ρ를 1.5에 둔 채 입력의 세기만 바꾸어, 맨 앞 기울기를 10의 −2제곱 아래로 줄이세요.",
            ("rho", 1.5, 1.5), ("last", None, -2.0),
        )
    }  # fmt: skip

    rho = Knob(1.0, 0.1, 1.6, 0.05, label="ρ", word="스펙트럼 반지름 ρ")
    strength = Knob(0.5, 0.1, 2, 0.05, label="세기", word="입력의 세기")
    seed = Whole(11, 11, 15, 1, label="시드", word="가중치와 입력의 시드")

    def values(self):
        return flow_dial(self.rho, self.strength, self.seed)._asdict()

    def step(self) -> LSTMStep:
        """RNN의 조작판이라 LSTM의 한 시점이 없다."""
        raise TypeError("RNNFlow에는 LSTM 셀이 없습니다. values()의 norm을 보세요.")

    def plot(self):
        series = [("norm", ["잰 기울기"]), ("theory", ["이론선"])]
        return Lines(
            [0, 10, 20, 30, 39],
            [-15, -10, -5, 0, 5, 10],
            series,
            x_name="거슬러 간 시점 수",
            y_name="기울기의 크기(로그)",
        )

    def data(self):
        seeds = self.knobs()["seed"]
        found = {seed: flow_base(seed) for seed in range(seeds.low, seeds.high + 1)}
        return {
            str(seed): {"W_hh": pack(params.W_hh, 10_000), "a": pack(a[:, 0], 1000), "b_h": params.b_h}
            for seed, (params, a) in found.items()
        }


class _Highway(Dial):
    H, T = 4, 20

    def values(self):
        return highway_dial(**self.state(), H=self.H, T=self.T)._asdict()

    def step(self) -> LSTMStep:
        """고른 시점(없으면 마지막 시점)의 게이트와 상태."""
        state = self.state()
        t = state.pop("t", self.T)
        params, x = highway_params(H=self.H, T=self.T, **state)
        return LSTMStep(*(v[t - 1] for v in lstm_forward(params, x)))

    def data(self):
        params, x = highway_base(self.H, self.T)
        return {"params": params, "x": x[:, 0]}


class CellUpdate(_Highway):
    """셀 상태의 직접 경로와 돌아가는 길(8장)."""

    title = "셀 상태의 두 길"
    question = "되먹임을 0으로 두면 두 선은 어떻게 될까요? 3으로 키우면요?"
    sentence = (
        "망각 편향이 {b_f:1}, 입력 편향이 {b_i:1}, 되먹임이 {recurrence:2}일 때 20시점 뒤 직접 경로는 10의 {direct_T:2}제곱, "
        "모든 경로는 10의 {full_T:2}제곱입니다."
    )
    snippet = "import lstm_ref as lr\n\nlr.experiments.highway_dial({b_f}, {b_i}, {recurrence}, t={t}).full"
    rows = (
        ("망각 게이트 f_t", "f_now", 3), ("입력 게이트 i_t", "i_now", 3), ("후보 값 C̃_t", "C_tilde_now", 3),
        ("셀 상태 C_t", "C_now", 3), ("직접 경로 ∏f(로그)", "direct_now", 2), ("모든 경로(로그)", "full_now", 2),
    )  # fmt: skip
    goals = {
        "": Goal(
            "되먹임을 1 이상으로 둔 채 20시점 뒤 두 길의 차이를 0.2자릿수보다 작게 하세요.",
            ("recurrence", 1.0, None), ("gap", -0.2, 0.2),
        )
    }  # fmt: skip

    b_f = Knob(1.0, -3, 6, 0.1, label="b_f", word="망각 편향")
    b_i = Knob(0.0, -4, 4, 0.1, label="b_i", word="입력 편향")
    recurrence = Knob(1.0, 0, 3, 0.05, label="배수", word="되먹임에 곱하는 수")
    t = Whole(20, 1, 20, 1, label="t", word="게이트를 읽을 시점", unit="시점")

    def plot(self):
        series = [("direct", ["직접 경로 ∏f"]), ("full", ["모든 경로"])]
        ticks = [-10, -8, -6, -4, -2, 0, 2]
        return Lines([0, 5, 10, 15, 20], ticks, series, x_name="시점 t", y_name="크기(로그)", at="t")


class GradientHighway(_Highway):
    """망각 편향과 되먹임이 함께 정하는 기울기의 길(11장)."""

    title = "기울기의 길"
    question = "망각 편향을 그대로 두고 되먹임만 바꾸어도 기울기가 50시점을 건너는 정도가 달라질까요?"
    sentence = (
        "망각 편향이 {b_f:1}이면 반감기는 {half_life:1}시점입니다. 되먹임이 {recurrence:2}일 때 50시점 뒤 직접 경로는 "
        "10의 {direct_T:1}제곱, 모든 경로는 10의 {full_T:1}제곱입니다."
    )
    snippet = (
        "import lstm_ref as lr\n\nlr.experiments.highway_dial({b_f}, recurrence={recurrence}, H=8, T=50).full"
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

    def plot(self):
        series = [("direct", ["직접 경로 ∏f"]), ("full", ["모든 경로"])]
        return Lines(
            [0, 10, 20, 30, 40, 50], [-15, -10, -5, 0, 5], series, x_name="시점 t", y_name="크기(로그)"
        )
