"""셀 상태의 두 길의 조작판(8장)."""

from __future__ import annotations

from typing import Any

from ..cells import LSTMStep
from ..experiments.cell_state_dial import highway_base, highway_dial, highway_params
from ..sequence import lstm_forward
from .base import Dial
from .goals import Goal
from .markup import Lines
from .traits import Knob, Whole

PATHS = ("∏f", "모든 경로")  # 두 선의 뜻


class Highway(Dial):
    """직접 경로와 모든 경로를 견주는 조작판의 바탕(8장과 11장)."""

    H, T = 4, 20

    def values(self) -> dict[str, Any]:
        return highway_dial(**self.state(), H=self.H, T=self.T)._asdict()

    def step(self) -> LSTMStep:
        """고른 시점(없으면 마지막 시점)의 게이트와 상태."""
        state = self.state()
        t = state.pop("t", self.T)
        params, x = highway_params(H=self.H, T=self.T, **state)
        return LSTMStep(*(v[t - 1] for v in lstm_forward(params, x)))

    def data(self) -> dict[str, Any]:
        params, x = highway_base(self.H, self.T)
        return {"params": params, "x": x[:, 0]}


class CellUpdate(Highway):
    """셀 상태의 직접 경로와 돌아가는 길(8장)."""

    title = "셀 상태의 두 길"
    question = "되먹임을 0으로 두면 두 선은 어떻게 될까요? 3으로 키우면요?"
    sentence = (
        "망각 편향이 {b_f:1}, 입력 편향이 {b_i:1}, 되먹임이 {recurrence:2}일 때 20시점 뒤 직접 경로는 10의 {direct_T:2}제곱, "
        "모든 경로는 10의 {full_T:2}제곱입니다."
    )
    snippet = "import lstm_ref as lr\n\nlr.experiments.cell_state_dial.highway_dial({b_f}, {b_i}, {recurrence}, t={t}).full"
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

    def plot(self) -> Lines:
        series = [("direct", ["직접 경로 ∏f"]), ("full", ["모든 경로"])]
        ticks = [-10, -8, -6, -4, -2, 0, 2]
        return Lines(
            [0, 5, 10, 15, 20], ticks, series, x_name="시점 t", y_name="크기(로그)", at="t", means=PATHS
        )
