"""높임말 읽기의 조작판: 문장을 어절마다 읽는 셀과, 성분들을 붙들었을 때의 서술어(12장)."""

from __future__ import annotations

from typing import Any

from .. import tasks
from ..cells import LSTMStep
from ..experiments.honorific_reader import reader_dial, reader_sentences, reader_steps, reader_store
from ..params import LSTMParams
from .base import Dial
from .goals import Goal
from .markup import Lines
from .traits import Choice, Knob, Whole


class HonorificReader(Dial):
    """학습한 셀이 문장을 읽는 동안 높임을 나르는 열두 성분을 따라가고 붙들어 본다."""

    title = "높임말을 읽는 셀"
    question = "높임을 나르는 성분 하나를 예사 쪽으로 붙들면 서술어가 뒤집힐까요? 몇 개를 붙들어야 할까요?"
    sentence = (
        "‘{read}’까지 읽은 셀이 기대하는 서술어는 ‘{form}’입니다(확률 {p_form:2}). 높임 꼴의 확률은 {p_now:2}, "
        "따라가는 성분의 셀 상태는 {C_now:2}입니다."
    )
    snippet = (
        "import lstm_ref as lr\n\n"
        "lr.experiments.reader_dial({which}, t={t}, first={first}, count={count}, value={value}).p_high"
    )
    columns = ("값",)
    rows = (
        ("높임 꼴의 확률", "p_now", 3), ("셀 상태 C", "C_now", 3), ("망각 게이트 f", "f_now", 3),
        ("입력 게이트 i", "i_now", 3), ("출력 게이트 o", "o_now", 3), ("은닉 상태 h", "h_now", 3),
    )  # fmt: skip
    goals = {
        "": Goal(
            "높임 문장을 골라, 성분 하나만 −1보다 작지 않은 값으로 붙들어 끝의 서술어를 예사 꼴로 바꾸세요.",
            ("level", 1.0, None), ("count", 1.0, 1.0), ("value", -1.0, None), ("p_end", None, 0.5),
        )
    }  # fmt: skip

    which = Choice(
        "0",
        {str(k): " ".join(s.words) + " …" for k, s in enumerate(reader_sentences())},
        label="문장",
        wide=True,
    )
    t = Whole(8, 1, 8, 1, label="어절", word="읽은 어절 수", unit="어절")
    first = Whole(1, 1, 12, 1, label="성분", word="따라갈 성분(상관이 큰 차례)", unit="번째")
    count = Whole(0, 0, 12, 1, label="수", word="그 성분부터 붙들 성분의 수", unit="개")
    value = Knob(-2, -4, 4, 0.1, label="C", word="붙들 셀 상태(+가 높임 쪽)")

    def values(self) -> dict[str, Any]:
        return reader_dial(int(self.which), **self._held(), t=self.t)._asdict()

    def _held(self) -> dict[str, Any]:
        return {"first": self.first, "count": self.count, "value": self.value}

    def step(self) -> LSTMStep:
        """읽은 마지막 어절의 LSTMStep(배치 1, 성분 32개)."""
        return reader_steps(int(self.which), **self._held())[self.t - 1]

    def plot(self) -> Lines:
        series = [
            ("p_high", ["높임 꼴의 확률"]),
            ("tanh_C", ["따라가는 성분 tanh(C)"]),
            ("f", ["그 망각 게이트 f"]),
        ]
        ticks, means = [-1, -0.5, 0, 0.5, 1], ("답", "tanh(C)", "f")
        return Lines(
            [1, 2, 3, 4, 5, 6, 7, 8], ticks, series, x_name="읽은 어절 수", y_name="값", at="t", means=means
        )

    def data(self) -> dict[str, Any]:
        found = reader_sentences()
        return {
            "params": dict(zip(LSTMParams._fields, reader_store())), "out": reader_store()[8:], "forms": tasks.FORMS,
            "words": [list(s.words) for s in found], "high": [int(s.high) for s in found],
            "index": tasks.encode(list(found)).x.argmax(axis=2).T,
        }  # fmt: skip
