"""'한 걸음' 조작판의 바탕(4장, 11장): 앞으로 → 손실 → 거꾸로 → 고치기를 한 단계씩 오간다."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from ..experiments.bptt_dial import LOSS_AT, STEPS, OneSequence
from ..tables import rich
from . import markup
from .base import Dial
from .markup import Lines
from .one_step_drawing import unrolled
from .text import fill
from .traits import Choice, Whole

PHASES = {"forward": "앞으로", "loss": "손실", "back": "거꾸로", "update": "고치기"}
LOSS = "L은 (h_t − y_t)²의 평균, g_t는 L을 h_t로 곧바로 미분한 값"
UPDATE = "시점의 몫을 더한 기울기로 W ← W − η dW"


class OneStep(Dial):
    """시퀀스 하나로 한 걸음씩 학습시키는 조작판. 상태가 같으면 수도 같다: 고치기를 k번 되풀이해 셈한다.

    `formulas`와 `symbols`는 단계마다 표의 식과 (기호, 값의 이름)의 목록, `says`는 단계마다의 문장이다.
    """

    sentence = "고친 횟수는 {k}번, 지금은 ‘{phase_name}’ 단계입니다. {now} 손실은 {loss:4}, 한 번 더 고치면 {next:4}입니다."
    columns = tuple(f"t = {t}" for t in (1, 2, 3, 4))
    formulas: Mapping[str, str] = {}
    symbols: Mapping[str, Sequence[tuple[str, str]]] = {}
    says = {
        "forward": "마지막 시점의 h: {h_T:3}, 목표 y: {y_T:1}.",
        "loss": "마지막 시점에 곧바로 온 기울기 g: {g_T:3}.",
        "back": "기울기 {measured}의 크기는 마지막 시점에서 {size.3:3}, 첫 시점에서 {size.0:3}입니다.",
        "update": "{weight_word}의 첫 성분: {bar.0:3} → {bar.1:3}.",
    }
    lanes: Sequence[tuple[str, str, str]] = ()
    measured = "dh"  # 크기를 잴 기울기
    weight = weight_word = ""  # 그림의 아래에 적을 매개변수와 그 이름

    phase = Choice(
        "forward", PHASES, label="단계", buttons=("◀ 되돌리기", "한 걸음 ▶"), carry="k", wide=True,
    )  # fmt: skip
    k = Whole(0, 0, STEPS, 1, label="k", word="고친 횟수", unit="번")

    def one(self) -> Any:
        """지금 걸음의 기록(RNNStepDial이나 LSTMStepDial)."""
        raise NotImplementedError

    def start(self) -> OneSequence:
        """시퀀스와 처음 매개변수."""
        raise NotImplementedError

    def entries(self, one: Any) -> list[tuple[str, np.ndarray]]:
        """고치기 표의 행: (이름, [W, dW, −η dW, 새 W])."""
        raise NotImplementedError

    def values(self) -> dict[str, Any]:
        one = self.one()
        found = {"x": one.x, "loss": one.loss, "next": one.next, "losses": one.losses}
        for name, value in one._asdict().items():
            if getattr(value, "shape", ()) == (4, 2):
                found |= {f"{name}_{k + 1}": value[:, k] for k in (0, 1)}
        found |= {f"u{k}": row for k, (_, row) in enumerate(self.entries(one))}
        found |= {
            "size": np.linalg.norm(getattr(one, self.measured), axis=1),
            "runs": self.k + 1,
            "n": LOSS_AT[self.where],
        }
        found["bar"] = np.array([getattr(v, self.weight).flat[0] for v in (one.params, one.after)])
        found |= {
            "h_T": one.h[-1],
            "y_T": one.y[-1],
            "g_T": one.g[-1],
            "phase_name": PHASES[self.phase],
            "weight_word": self.weight_word,
            "measured": self.measured,
        }
        return found | {"now": fill(self.says[self.phase], found)}

    def rows_of(self, phase: str) -> list[tuple[str, str, int]]:
        """단계의 표의 행."""
        if phase == "update":
            return [(name, f"u{k}", 3) for k, (name, _) in enumerate(self.entries(self.one()))]
        return [
            (symbol, key, 4 if key == "loss" else 3)
            if key in ("x", "loss")
            else (f"{symbol} {k}번", f"{key}_{k}", 3)
            for symbol, key in self.symbols[phase]
            for k in ((1,) if key in ("x", "loss") else (1, 2))
        ]

    def tables(self, values: dict[str, Any]) -> str:
        columns = ("W", "dW", "−η dW", "새 W")
        return "".join(
            f'<div data-phase="{phase}">'
            + markup.table(
                self.rows_of(phase), columns if phase == "update" else self.columns, values,
                corner="자리" if phase == "update" else "시점", caption=f"<b>{name}</b> {rich(self.formulas[phase])}",
            )
            + "</div>"
            for phase, name in PHASES.items()
        )  # fmt: skip

    def plot(self) -> Lines:
        return Lines(
            [0, 3, 6, 9, 12], [0, 0.2, 0.4, 0.6], [("losses", ["손실"])],
            x_name="고친 횟수 k", y_name="손실 L", at="k",
        )  # fmt: skip

    def drawing(self, values: dict[str, Any]) -> str:
        return unrolled(self.lanes, self.weight, values)

    def data(self) -> dict[str, Any]:
        start = self.start()
        return {
            "params": start.params, "x": start.x[:, 0], "y": start.y, "says": dict(self.says), "steps": STEPS,
            "phases": PHASES, "weight_word": self.weight_word, "measured": self.measured,
        }  # fmt: skip


def entry_rows(
    params: Any, grads: Any, after: Any, names: Sequence[str], eta: float
) -> list[tuple[str, np.ndarray]]:
    """매개변수의 성분마다 (이름, [W, dW, −η dW, 새 W])."""
    rows = []
    for name in names:
        W, dW, new = (getattr(v, name) for v in (params, grads, after))
        for at in np.ndindex(W.shape):
            place = ",".join(str(i + 1) for i in at)
            rows.append((f"{name} {place}", np.array([W[at], dW[at], -eta * dW[at], new[at]])))
    return rows
