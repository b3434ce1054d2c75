"""RNN을 거슬러 가는 기울기의 조작판(2장, 4장)."""

from __future__ import annotations

from typing import Any

from ..cells import RNNStep
from ..experiments.packed import pack
from ..experiments.vanishing_dial import flow_base, flow_dial, flow_params
from ..sequence import rnn_forward
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
    snippet = "import lstm_ref as lr\n\nlr.experiments.vanishing_dial.flow_dial(rho={rho}, strength={strength}, seed={seed}).norm"
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
    seed = Whole(11, 11, 15, 1, label="시드", word="가중치와 입력의 시드", wide=True)

    def values(self) -> dict[str, Any]:
        return flow_dial(self.rho, self.strength, self.seed)._asdict()

    def step(self) -> RNNStep:
        """마지막 시점의 RNNStep(배치 1, 성분 32개). `x`는 W_xh를 미리 곱해 둔 입력의 몫이다."""
        return RNNStep(*(v[-1] for v in rnn_forward(*flow_params(self.rho, self.strength, self.seed))))

    def plot(self) -> Lines:
        series = [("norm", ["잰 기울기"]), ("theory", ["이론선"])]
        return Lines(
            [0, 10, 20, 30, 39],
            [-15, -10, -5, 0, 5, 10],
            series,
            x_name="거슬러 간 시점 수",
            y_name="기울기의 크기(로그)",
            means=("RNN", "이론"),
        )

    def data(self) -> dict[str, Any]:
        seeds = self.knobs()["seed"]
        found = {seed: flow_base(seed) for seed in range(seeds.low, seeds.high + 1)}
        return {
            str(seed): {"W_hh": pack(params.W_hh, 10_000), "a": pack(a[:, 0], 1000), "b_h": params.b_h}
            for seed, (params, a) in found.items()
        }
