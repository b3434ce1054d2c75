"""높임말 읽기의 조작판: 문장을 어절마다 읽는 셀과, 성분 하나를 붙들었을 때의 서술어(12장)."""

from __future__ import annotations

from .. import tasks
from ..cells import LSTMStep
from ..experiments.honorific_reader import (
    D_READ,
    READER_UNIT,
    reader_dial,
    reader_model,
    reader_sentences,
    reader_steps,
)
from .base import Dial
from .markup import Lines
from .text import code
from .traits import Choice, Knob, Switch, Whole


class HonorificReader(Dial):
    """학습한 셀이 문장을 읽는 동안 기억 성분 하나를 따라가고 붙들어 본다."""

    title = "높임말을 읽는 셀"
    question = "높임 문장에서 기억 성분의 셀 상태를 −4로 붙들면 서술어는 어떻게 될까요?"
    sentence = (
        "‘{read}’까지 읽은 셀이 기대하는 서술어는 ‘{form}’입니다(확률 {p_form:2}). 높임 꼴의 확률은 {p_now:2}, "
        "기억 성분의 셀 상태는 {C_now:2}입니다."
    )
    snippet = "import lstm_ref as lr\n\nlr.experiments.reader_dial({which}, t={t}, clamp={held}).p_high"
    columns = ("값",)
    rows = (
        ("높임 꼴의 확률", "p_now", 3), ("셀 상태 C", "C_now", 3), ("망각 게이트 f", "f_now", 3),
        ("입력 게이트 i", "i_now", 3), ("출력 게이트 o", "o_now", 3), ("은닉 상태 h", "h_now", 3),
    )  # fmt: skip

    which = Choice(
        "0", {str(k): " ".join(s.words) + " …" for k, s in enumerate(reader_sentences())}, label="문장"
    )
    t = Whole(8, 1, 8, 1, label="어절", word="읽은 어절 수")
    clamp = Switch(False, label="기억 성분을 붙들기")
    value = Knob(-4, -5, 5, 0.1, label="C", word="붙들 셀 상태", when="clamp=true")

    def _held(self) -> float | None:
        return self.value if self.clamp else None

    def values(self):
        dial = reader_dial(int(self.which), t=self.t, clamp=self._held())
        return dial._asdict() | {"held": code(self.value) if self.clamp else "None"}

    def step(self) -> LSTMStep:
        """읽은 마지막 어절의 LSTMStep(배치 1, 성분 8개)."""
        return reader_steps(int(self.which), clamp=self._held())[self.t - 1]

    def plot(self):
        series = [("p_high", ["높임 꼴의 확률"]), ("tanh_C", ["기억 성분 tanh(C)"]), ("f", ["망각 게이트 f"])]
        ticks = [-1, -0.5, 0, 0.5, 1]
        return Lines([1, 2, 3, 4, 5, 6, 7, 8], ticks, series, x_name="읽은 어절 수", y_name="값", at="t")

    def data(self):
        model, found = reader_model(), reader_sentences()
        return {
            "params": model.cell, "W_y": model.W_y, "b_y": model.b_y, "unit": READER_UNIT, "forms": tasks.FORMS,
            "words": [list(s.words) for s in found],
            "index": tasks.encode(list(found), D_READ).x.argmax(axis=2).T,
        }  # fmt: skip
