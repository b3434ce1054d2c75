"""학습을 겨루는 조작판: 쪽에서 두 모델을 같은 배치로 학습하고, 주어까지 온 기울기를 지켜본다(12장)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

import traitlets

from ..cells import LSTMStep
from ..experiments.honorifics import KINDS, page_data, paper, stored_race
from ..looks import MEANING
from ..params import LSTMParams, RNNParams
from ..sequence import lstm_forward
from ..tables import rich
from ..tasks import FORMS
from ..train import Model
from . import markup, weights
from .base import Dial
from .goals import Goal
from .markup import Lines
from .text import code, number
from .traits import Choice, Vector, Whole

EVERY = 20  # 재는 걸음
SPANS = (200, 400, 1000, 2000, 4000, 10000, 20000)  # 가로축의 끝
MEASURED = ("loss", "verb", "high", "reach", "forget")
RATES = {rate: rate for rate in ("0.0003", "0.001", "0.003", "0.01", "0.1")} | {
    "1e308": "10³⁰⁸(셈이 넘치는 예)"
}
LOOKS = {  # 모델의 이름 → 모양
    re.sub(r"LSTM b_f=(.+)", r"LSTM(b_f = \1)", name): look
    for name, look in MEANING.items()
    if "LSTM b_f" in name or "RNN" in name
}
BUTTONS = (
    ("toggle", "학습 시작"), ("step", "한 걸음"), ("again", "학습을 처음부터"),
    ("csv", "기록 저장(CSV)"), ("svg", "그림 저장(SVG)"),
)  # fmt: skip


class HonorificRace(Dial):
    """RNN과 LSTM을 고른 거리에서 학습해 보는 조작판. 학습은 쪽에서 하고, 매개변수는 `params`로 오간다."""

    title = "학습으로 겨루기"
    question = (
        "거리를 30으로 늘리면 어느 모델이 높임을 배울까요? 주어까지 온 기울기는 학습하는 동안 어떻게 달라질까요? "
        "짐작한 뒤 학습을 시작하세요."
    )
    sentence = "{told}"
    snippet = "import lstm_ref as lr\n\n{code}"
    columns = ("첫째 모델", "둘째 모델")
    rows = (
        ("손실(시험 192문장)", "now_loss", 3), ("서술어 정답률(가까운 것)", "now_verb", 2), ("높임 정답률(먼 것)", "now_high", 2),
        ("주어까지 온 기울기의 비(로그)", "now_reach", 2), ("망각 게이트의 평균", "now_forget", 3),
    )  # fmt: skip
    goals = {
        "": Goal(
            "거리 30 이상을 배우게 하세요: 한 모델이 서술어와 높임을 모두 0.97 이상 맞히면 돼요.",
            ("d", 30.0, None), ("best", 0.97, None),
        )
    }  # fmt: skip
    knobs_first = True
    buttons = "".join(f'<button type="button" data-run="{key}">{text}</button>' for key, text in BUTTONS)

    first = Choice("lstm", KINDS, label="첫째 모델")
    second = Choice("rnn", KINDS | {"none": "없음"}, label="둘째 모델")
    d = Whole(20, 5, 40, 1, label="d", word="주어에서 단서까지의 거리", unit="어절")
    seed = Whole(31, 1, 99, 1, label="시드", word="가중치와 배치의 시드", unit="번")
    b_f = Vector(
        [3, 3], -2, 6, 0.25, label="b_f", word="LSTM의 망각 편향", labels=["첫째", "둘째"],
        words=["첫째 모델의 망각 편향", "둘째 모델의 망각 편향"],
    )  # fmt: skip
    rate = Choice("0.003", RATES, label="학습률")
    _run = traitlets.Dict().tag(sync=True)  # 쪽이 보낸 기록과 매개변수
    _given = traitlets.Dict().tag(sync=True)  # 파이썬이 넣은 첫째 모델의 처음 매개변수

    @property
    def model(self) -> Model:
        """쪽에서 학습한 첫째 모델(셀과 출력층). 아직 학습하지 않았으면 처음 모델이다. 넣으면 거기서 학습을 시작한다."""
        return self.models[0]

    @model.setter
    def model(self, value: Model) -> None:
        kind, text = weights.encode(value)
        if kind == "lstm" or self.first == "lstm":
            self.first = kind
        self._given = {"kind": kind, "weights": text, "count": self._given.get("count", 0) + 1}

    @property
    def models(self) -> list[Model]:
        """두 모델. 둘째가 없으면 하나다."""
        return weights.models(self.state(), self._record(), self._given)

    @property
    def params(self) -> LSTMParams | RNNParams:
        """첫째 모델의 셀. 넣으면 출력층은 그대로 두고 셀만 바꾸어 거기서 학습을 시작한다."""
        return self.model.cell

    @params.setter
    def params(self, value: LSTMParams | RNNParams) -> None:
        self.model = self.model._replace(cell=value)

    def _record(self) -> dict[str, Any] | None:
        # 지금 설정으로 학습한 기록: 쪽이 보낸 것, 없으면 저장해 둔 것
        for record in (self._run, {} if self._given else stored_race()):
            if record.get("settings") == self.state():
                return record
        return None

    def values(self) -> dict[str, Any]:
        state, record = (
            self.state(),
            self._record() or {"step": 0, "broken": "", "read": ["–"] * 3, "lanes": []},
        )
        lanes, names = record["lanes"], self._names()
        pairs = [(n, lanes[k] if k < len(lanes) else None) for k, n in enumerate("ab")]
        found = {
            "step": record["step"],
            "name_a": names[0],
            "name_b": names[1],
            "read": record["read"],
            "broken": record["broken"],
        }
        found["span"] = next(s for s in SPANS if s >= record["step"])
        for key in MEASURED:
            found |= {f"{key}_{n}": lane["curves"][key] if lane else [] for n, lane in pairs}
            now = [lane["now"][key] if lane else None for _, lane in pairs]
            found[f"now_{key}"] = [float("nan") if v is None else v for v in now]
        found["look_a"], found["look_b"] = _looks(names)
        found["best"] = max((min(lane["now"]["verb"], lane["now"]["high"]) for lane in lanes), default=0.0)
        for n, lane in pairs:
            found[f"said_{n}"] = (
                [f"{FORMS[k]} {number(p, 2)}" for k, p in lane["said"]] if lane else ["–"] * 3
            )
        return found | {"told": story(state, found, record), "code": recipe(state, record["step"])}

    def _names(self) -> list[str]:
        kinds = zip((self.first, self.second), self.b_f)
        return [
            "–" if k == "none" else KINDS[k] + (f"(b_f = {code(b)})".replace("-", "−") if k == "lstm" else "")
            for k, b in kinds
        ]

    def step(self) -> LSTMStep:
        """첫째 시험 문장의 마지막 어절을 읽은 LSTMStep(배치 1). LSTM인 모델 가운데 앞의 것으로 읽는다."""
        for model in self.models:
            if isinstance(model.cell, LSTMParams):
                trace = lstm_forward(model.cell, paper(self.d)[0].x[:, :1])
                return LSTMStep(*(v[-1].copy() for v in trace))
        raise TypeError("두 모델에 LSTM이 없습니다. first나 second를 'lstm'으로 두세요.")

    def _lines(self, y: Any, series: Any, y_name: str, ticks: int = 5) -> Lines:
        span = self.values()["span"]
        x = [span * k / (ticks - 1) for k in range(ticks)]
        by = [f"look_{key[-1]}" for key, _ in series]
        return Lines(x, y, series, x_name="걸음" if y_name else "", y_name=y_name, every=EVERY, by=by)

    def plot(self) -> Lines:
        series = [
            ("high_a", ["첫째 모델: 높임(먼 것)"]), ("verb_a", ["첫째 모델: 서술어(가까운 것)"]),
            ("high_b", ["둘째 모델: 높임"]), ("verb_b", ["둘째 모델: 서술어"]),
        ]  # fmt: skip
        return self._lines([0, 0.25, 0.5, 0.75, 1], series, "정답률")

    def figure(self, values: dict[str, Any], state: dict[str, Any]) -> str:
        minis = [
            ("loss", [0, 1, 2, 3, 4], "손실"), ("reach", [-6, -4, -2, 0, 2], "주어까지 온 기울기(로그)"),
            ("forget", [0, 0.25, 0.5, 0.75, 1], "망각 게이트의 평균"),
        ]  # fmt: skip
        charts = ""
        for key, y, name in minis:
            lines = self._lines(y, [(f"{key}_a", [""]), (f"{key}_b", [""])], "", 3)
            svg = markup.chart(lines, values, state, f"{name}의 곡선", own=True)
            charts += f'<div><p class="lr-name">{name}</p>{svg}</div>'
        return f'{super().figure(values, state)}<div class="lr-minis">{charts}</div>'

    def after(self, values: dict[str, Any]) -> str:
        def cell(key: str, k: int, tag: str) -> str:
            return f'<{tag} data-text="{key}.{k}">{rich(values[key][k])}</{tag.split()[0]}>'

        said = [
            cell("read", k, 'th scope="row"') + cell("said_a", k, "td") + cell("said_b", k, "td")
            for k in range(3)
        ]
        rows = "".join(f"<tr>{row}</tr>" for row in said)
        head = "".join(f'<th scope="col">{t}</th>' for t in ("시험 문장(정답)", *self.columns))
        return (
            '<table class="lr-read"><caption>지금 읽으면 하는 말과 그 확률</caption>'
            f"<thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>"
        )

    def data(self) -> dict[str, Any]:
        return {"words": page_data(), "kinds": KINDS, "stored": stored_race(), "looks": LOOKS}


def _looks(names: Sequence[str]) -> list[int]:
    # 모델마다 책의 그림과 같은 모양. 같은 모델 둘이면 둘째는 다른 모양이다
    a, b = (LOOKS.get(name, MEANING["LSTM"]) for name in names)
    return [a, 6 if a == b else b]


def story(state: dict[str, Any], values: dict[str, Any], record: dict[str, Any]) -> str:
    """기록을 말로 옮긴 문장."""
    lanes = [(n, k) for k, n in enumerate((values["name_a"], values["name_b"])) if n != "–"]
    if not record["lanes"]:
        return f"거리 {state['d']}에서 {', '.join(n for n, _ in lanes)}: 아직 학습하지 않았습니다."
    told = [
        f"{n}: 서술어 {number(values['now_verb'][k], 2)}, 높임 {number(values['now_high'][k], 2)}"
        for n, k in lanes
    ]
    stored = "저장해 둔 기록입니다. " if record.get("stored") else ""
    return f"{stored}거리 {state['d']}, {record['step']}걸음. 정답률은 {' · '.join(told)}."


def recipe(state: dict[str, Any], step: int) -> str:
    """같은 학습을 파이썬에서 하는 코드."""
    found = ""
    for name, kind, b_f in zip("ab", (state["first"], state["second"]), state["b_f"]):
        bias = f"b_f={code(b_f)}, " if kind == "lstm" else ""
        if kind != "none":
            found += (
                f'{name} = lr.experiments.honorifics.race(\n    "{kind}", d={state["d"]}, seed={state["seed"]}, '
                f"steps={step or 400}, {bias}learning_rate={state['rate']}\n)\n"
            )
    return found + "a.high"
