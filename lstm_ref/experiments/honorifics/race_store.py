"""겨루기 조작판이 처음에 보여 주는 기록: 한 번 학습해 저장해 둔 곡선(12장). 스크립트가 없는 쪽과 종이에도 이것이 보인다."""

from __future__ import annotations

import json
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import numpy as np

from ...files import write_whole
from .race import race, said, sheets, shortened

__all__ = ["stored_race"]

STORE = Path(str(files("lstm_ref") / "data" / "honorific_race.json"))
STATE = {"first": "lstm", "second": "rnn", "d": 20, "seed": 31, "b_f": [3.0, 3.0], "rate": "0.003"}
STEPS = 800
MEASURED = ("loss", "verb", "high", "reach", "forget")


def race_record(state: dict[str, Any], steps: int) -> dict[str, Any]:
    """설정 `state`로 `steps`걸음 학습한 기록. 쪽이 보내는 것과 같은 꼴이고, 수는 소수 네 자리다."""
    d, lanes = state["d"], []
    for kind, b_f in zip((state["first"], state["second"]), state["b_f"]):
        if kind == "none":
            continue
        found = race(kind, d, state["seed"], steps, b_f=b_f, learning_rate=float(state["rate"]))
        curves = {k: [_short(v) for v in getattr(found, k) if not np.isnan(v)] for k in MEASURED}
        now = {k: curves[k][-1] if curves[k] else None for k in MEASURED}
        told = [said(found.model, d, n) for n in range(3)]
        lanes.append({"curves": curves, "now": now, "said": [[k, _short(p)] for _, k, p in told]})
    read = [shortened(sheet[0]) for sheet in sheets(d)]
    return {"settings": state, "step": steps, "broken": "", "read": read, "lanes": lanes}


def _short(value: float) -> float:
    return round(float(value), 4)


@cache
def stored_race() -> dict[str, Any]:
    r"""저장해 둔 기록: LSTM(b_f = 3)과 RNN을 거리 20에서 800걸음 학습한 곡선과, 그 모델들이 하는 말.

    반환값
    ------
    사전. `lanes`는 모델마다의 곡선과 말이다

    예외
    ----
    없음

    예
    --
    >>> stored_race()["step"], len(stored_race()["lanes"])
    (800, 2)

    출처: 이 책.
    """
    return json.loads(STORE.read_text(encoding="utf-8"))


if __name__ == "__main__":
    record = race_record(STATE, STEPS) | {"stored": True}
    write_whole(STORE, json.dumps(record, ensure_ascii=False, separators=(",", ":")) + "\n")
