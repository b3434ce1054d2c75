"""쪽과 파이썬이 매개변수를 주고받는 꼴: 한 줄로 편 float64를 base64로. 쪽의 가중치는 뒤집혀 (H+D, H)다."""

from __future__ import annotations

from base64 import b64decode, b64encode
from typing import Any

import numpy as np

from ..experiments.honorifics import entry
from ..experiments.honorifics.runs import H
from ..params import LSTMParams, RNNParams
from ..tasks import FORMS, VOCABULARY
from ..train import Model, _model_door

D, K = len(VOCABULARY), len(FORMS)


def encode(model: Model) -> tuple[str, str]:
    """(셀의 이름, 쪽이 읽는 글). 쪽의 모델과 크기가 다르면 막는다."""
    door = _model_door(model)
    for name, wanted in (("D", D), ("H", H), ("K", K)):
        if door.sizes[name] != wanted:
            raise ValueError(
                f"모델의 {name}가 {door.sizes[name]}입니다. 쪽에서 학습하는 모델은 {name} = {wanted}입니다."
            )
    if door.dtype != np.float64:
        raise TypeError(f"모델의 자료형이 {door.dtype}입니다. 쪽에서는 float64로 학습합니다.")
    cell = model.cell
    if isinstance(cell, LSTMParams):
        kind, parts = "lstm", [v.T for v in cell]
    else:
        kind, parts = "rnn", [np.concatenate([cell.W_hh, cell.W_xh], axis=1).T, cell.b_h]
    flat = np.concatenate([np.ravel(v) for v in (*parts, model.W_y, model.b_y)]).astype("<f8")
    return kind, b64encode(flat.tobytes()).decode()


def decode(kind: str, text: str) -> Model:
    """`encode`를 되돌린다. `kind`가 "lstm"이 아니면 RNN이다."""
    flat = np.frombuffer(b64decode(text), "<f8").astype(np.float64)
    gates = 4 if kind == "lstm" else 1
    shapes = [*[(H + D, H), (H,)] * gates, (K, H), (K,)]
    ends = np.cumsum([np.prod(shape) for shape in shapes])
    *cell, W_y, b_y = (v.reshape(shape) for v, shape in zip(np.split(flat, ends[:-1]), shapes))
    if kind == "lstm":
        return Model(LSTMParams(*(v.T.copy() for v in cell)), W_y.copy(), b_y.copy())
    W, b_h = cell
    return Model(RNNParams(W[H:].T.copy(), W[:H].T.copy(), b_h.copy()), W_y.copy(), b_y.copy())


def models(state: dict[str, Any], record: dict[str, Any] | None, given: dict[str, Any]) -> list[Model]:
    """지금의 모델들: 쪽이 보낸 것, 파이썬이 넣은 것, 처음 모델의 차례로 찾는다."""
    kinds = [kind for kind in (state["first"], state["second"]) if kind != "none"]
    sent = (record or {}).get("weights")
    if sent:
        return [decode(kind, text) for kind, text in zip(kinds, sent)]
    found = [entry(kind, state["d"], state["seed"], b)[0] for kind, b in zip(kinds, state["b_f"])]
    fits = given and (given["kind"] == "lstm") == (state["first"] == "lstm")
    return [decode(given["kind"], given["weights"]), *found[1:]] if fits else found
