"""셀 전체의 조작판: 가중치와 입력을 움직이고, 게이트를 붙들고, 시점을 오간다(10장)."""

from __future__ import annotations

from typing import Any

import numpy as np

from ..cells import LSTMStep
from ..experiments.summary_dial import cell_dial, cell_params, cell_steps, cell_weights
from ..params import LSTMParams, init_lstm
from .base import Dial
from .goals import Goal
from .markup import Lines
from .summary_drawing import cell_drawing
from .text import code
from .traits import Choice, Switch, Vector, Whole, Window

PUZZLES = {
    "none": "자유롭게", "keep": "기억하기", "erase": "지우기", "replace": "바꿔 쓰기", "hide": "숨기기", "burst": "폭발",
}  # fmt: skip
GATES = {"f": "f", "i": "i", "C_tilde": "C̃", "o": "o"}
TALL = (0.5, 1.0, 2.0, 4.0, 8.0)  # 세로축의 끝. |C|는 시점마다 1보다 더 커지지 못한다
START = [round(float(v), 2) for v in cell_weights(init_lstm(np.random.default_rng(11), 1, 4))]


def _held(name: str, low: float) -> Vector:
    label = GATES[name]
    default = [1.0] * 4 if name != "C_tilde" else [0.5] * 4
    return Vector(default, low, 1, label=label, word=f"붙든 {label}", when=f"hold_{name}=true", wide=True)


class CellExplorer(Dial):
    """성분 넷, 시점 여덟의 LSTM. 모든 기호의 값이 표에 있다."""

    title = "셀 전체"
    question = "첫 시점의 입력 하나를 여덟 시점 동안 지키려면 어느 편향을 얼마나 올려야 할까요?"
    sentence = (
        "시점 {t}에서 {who} 성분은 f {shown.2:2}, i {shown.3:2}, C̃ {shown.4:2}, o {shown.6:2}이고 "
        "셀 상태는 {shown.5:3}, 은닉 상태는 {shown.8:3}입니다."
    )
    snippet = (
        "import lstm_ref as lr\n\nweights = {weights}\n"
        "lr.experiments.summary_dial.cell_dial(weights, {x}, t={t}, fixed={held}).C"
    )
    rows = (
        ("입력 x_t", "x_now", 2), ("이전 h_{t−1}", "h_prev", 3), ("이전 C_{t−1}", "C_prev", 3),
        ("망각 게이트 f_t", "f_now", 3), ("입력 게이트 i_t", "i_now", 3), ("후보 값 C̃_t", "C_tilde_now", 3),
        ("셀 상태 C_t", "C_now", 3), ("출력 게이트 o_t", "o_now", 3), ("은닉 상태 h_t", "h_now", 3),
    )  # fmt: skip

    goal_by = "puzzle"
    goals = {
        "keep": Goal(
            "첫 성분에 시점 1에서 0.3 이상 담고, 시점 8까지 0.05보다 더 변하지 않게 지키세요.",
            ("C.0.0", 0.3, None), ("change", -0.05, 0.05),
        ),
        "erase": Goal(
            "첫 성분이 시점 4에 0.3 이상이다가 시점 8에는 크기 0.05 이하가 되게 하세요.",
            ("C.3.0", 0.3, None), ("C.7.0", -0.05, 0.05),
        ),
        "replace": Goal(
            "첫 성분이 시점 4에 0.3 이상이다가 시점 8에는 −0.3 이하가 되게 하세요.",
            ("C.3.0", 0.3, None), ("C.7.0", None, -0.3),
        ),
        "hide": Goal(
            "첫 성분의 셀 상태를 시점 8에 0.3 이상으로 두고, 은닉 상태는 여덟 시점 내내 크기 0.02 이하로 숨기세요.",
            ("C.7.0", 0.3, None), ("h_top", None, 0.02),
        ),
        "burst": Goal("첫 성분의 셀 상태를 시점 8에 6 이상으로 키우세요.", ("C.7.0", 6.0, None)),
    }  # fmt: skip

    puzzle = Choice("none", PUZZLES, label="퍼즐", wide=True)
    t = Whole(1, 1, 8, 1, label="t", word="시점", unit="시점")
    x = Vector([2, 0, 0, 0, 0, 0, 0, 0], -2, 2, 0.05, label="x", word="입력", part="시점")
    gate = Choice("f", GATES, label="가중치를 볼 층")
    unit = Choice("0", {str(k): f"{k + 1}번 성분" for k in range(4)}, label="그림과 가중치를 볼 성분")
    weights = Window(
        START, -6, 6, 0.05, label="W", word="가중치와 편향", keys=("gate", "unit"),
        labels=["h_1", "h_2", "h_3", "h_4", "x", "편향"],
        words=[*(f"h {k}번 성분의 가중치" for k in range(1, 5)), "입력의 가중치", "편향"],
    )  # fmt: skip
    hold_f, hold_i = Switch(False, label="f를 붙들기"), Switch(False, label="i를 붙들기")
    hold_C_tilde, hold_o = Switch(False, label="C̃를 붙들기"), Switch(False, label="o를 붙들기")
    f, i, C_tilde, o = _held("f", 0), _held("i", 0), _held("C_tilde", -1), _held("o", 0)

    @property
    def params(self) -> LSTMParams:
        """지금 가중치의 LSTMParams. 넣으면 화면이 바뀐다."""
        return cell_params(self.weights)

    @params.setter
    def params(self, value: LSTMParams) -> None:
        self.weights = cell_weights(value)

    def _fixed(self) -> dict[str, Any]:
        return {k: getattr(self, k) for k in GATES if getattr(self, f"hold_{k}")}

    def values(self) -> dict[str, Any]:
        dial = cell_dial(self.weights, self.x, t=self.t, unit=int(self.unit), fixed=self._fixed())
        held = "{" + ", ".join(f'"{k}": {code(v)}' for k, v in self._fixed().items()) + "}"
        tall = next(s for s in TALL if s >= np.abs(dial.C).max())
        return dial._asdict() | {
            "held": held,
            "who": self.knobs()["unit"].options[self.unit][:2],
            "tall": tall,
        }

    def step(self) -> LSTMStep:
        """시점 t의 LSTMStep."""
        return cell_steps(self.weights, self.x, self._fixed())[self.t - 1]

    def plot(self) -> Lines:
        names = [f"C_{k}" for k in self.columns]
        ticks = [self.values()["tall"] * k / 2 for k in range(-2, 3)]
        return Lines(
            [1, 2, 3, 4, 5, 6, 7, 8], ticks, [("C", names)], x_name="시점 t", y_name="셀 상태 C", at="t", tall="tall"
        )  # fmt: skip

    def drawing(self, values: dict[str, Any]) -> str:
        return cell_drawing(values["shown"])
