"""기울기의 길의 조작판(11장)."""

from __future__ import annotations

from .cell_state import PATHS, Highway
from .goals import Goal
from .markup import Lines
from .traits import Knob


class GradientHighway(Highway):
    """망각 편향과 되먹임이 함께 정하는 기울기의 길(11장)."""

    title = "기울기의 길"
    question = "망각 편향을 그대로 두고 되먹임만 바꾸어도 기울기가 50시점을 건너는 정도가 달라질까요?"
    sentence = (
        "망각 편향이 {b_f:1}이면 반감기는 {half_life:1}시점입니다. 되먹임이 {recurrence:2}일 때 50시점 뒤 직접 경로는 "
        "10의 {direct_T:1}제곱, 모든 경로는 10의 {full_T:1}제곱입니다."
    )
    snippet = (
        "import lstm_ref as lr\n\n"
        "lr.experiments.cell_state_dial.highway_dial({b_f}, recurrence={recurrence}, H=8, T=50).full"
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
            [0, 10, 20, 30, 40, 50], [-15, -10, -5, 0, 5], series,
            x_name="시점 t", y_name="크기(로그)", means=PATHS,
        )  # fmt: skip
