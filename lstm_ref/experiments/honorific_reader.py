"""높임말 읽기 조작판의 작은 LSTM: 학습하는 법, 저장한 가중치, 붙들고 읽는 셈(12장).

가중치는 `python -m lstm_ref.experiments.honorific_reader`로 다시 만든다(1–2초). 소수 넷째 자리까지만 저장한다.
"""

from __future__ import annotations

import json
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import NamedTuple

import numpy as np

from .. import checks, tasks
from ..cells import LSTMStep, lstm_step
from ..doors import Natural, door
from ..params import LSTMParams, init_lstm
from ..train import Model, fit, init_model

__all__ = ["READER_UNIT", "ReaderDial", "reader_dial", "reader_model", "reader_sentences", "reader_steps"]

H, D_READ, SEED, STEPS = 8, 6, 11, 600  # 성분 8개, 거리 6, 시드 11, 600걸음(배치 32, 학습률 0.005)
READER_UNIT = 5  # 붙들면 시험 문장 256개의 높임이 모두 뒤집히는 성분
STORE = files("lstm_ref") / "data" / "honorific_reader.json"


def train_reader() -> Model:
    """조작판의 셀을 처음부터 학습한다."""
    rng = np.random.default_rng(SEED)
    model = init_model(rng, init_lstm(rng, len(tasks.VOCABULARY), H, forget_bias=3.0), len(tasks.FORMS))
    draw = lambda r: tasks.honorific_batch(r, D_READ, 32)  # noqa: E731
    return fit(model, draw, seed=SEED, steps=STEPS, learning_rate=5e-3).model


@cache
def reader_model() -> Model:
    r"""저장한 가중치를 읽은 모델(D = 107, H = 8, 꼴 24).

    반환값
    ------
    Model

    예
    --
    >>> reader_model().cell.W_f.shape
    (8, 115)
    """
    arrays = [np.array(v) for v in json.loads(STORE.read_text(encoding="utf-8"))]
    return Model(LSTMParams(*arrays[:8]), *arrays[8:])


@cache
def reader_sentences() -> tuple[tasks.Sentence, ...]:
    r"""조작판의 문장 여섯: 주어만 다른 짝 셋. 어절은 모두 여덟이다.

    반환값
    ------
    Sentence의 묶음

    예
    --
    >>> [len(s.words) for s in reader_sentences()]
    [8, 8, 8, 8, 8, 8]
    """
    from .honorific_reading import _pair

    found, seed = [], 0
    while len(found) < 6:
        pair = _pair(np.random.default_rng(seed), D_READ)
        if len(pair[0].words) == D_READ + 2:
            found += pair
        seed += 1
    return tuple(found)


class ReaderDial(NamedTuple):
    """시점마다의 (T,) 값과 시점 t의 값. `C`, `f`, `i`, `o`, `h`는 `READER_UNIT` 성분의 값이다."""

    p_high: np.ndarray
    tanh_C: np.ndarray
    f: np.ndarray
    read: str
    form: str
    p_form: float
    p_now: float
    C_now: float
    f_now: float
    i_now: float
    o_now: float
    h_now: float


@door
def reader_steps(sentence: Natural, *, clamp: float | None = None) -> list[LSTMStep]:
    r"""문장 하나를 어절마다 읽은 LSTMStep. `clamp`를 주면 시점마다 `READER_UNIT`의 셀 상태를 그 값으로 붙든다.

    매개변수
    --------
    sentence : 0 이상 5 이하, `reader_sentences`의 번호
    clamp : 실수나 None

    반환값
    ------
    LSTMStep의 목록

    예외
    ----
    TypeError, ValueError : 위 형과 범위를 벗어날 때

    예
    --
    >>> reader_steps(0, clamp=1.0)[-1].C[0, 5].item()
    1.0
    """
    k, cell = checks.whole("sentence", sentence, 0), reader_model().cell
    if k >= len(reader_sentences()):
        raise ValueError(f"sentence의 값이 {k}입니다. 0 이상 5 이하여야 합니다.")
    h = C = np.zeros((1, H))
    steps = []
    for x_t in tasks.encode([reader_sentences()[k]], D_READ).x:
        step = lstm_step(cell, x_t, h, C)
        if clamp is not None:
            C = step.C.copy()
            C[0, READER_UNIT] = checks.real("clamp", clamp)
            step = step._replace(C=C, h=step.o * np.tanh(C))
        h, C = step.h, step.C
        steps.append(step)
    return steps


@door
def reader_dial(sentence: Natural = 0, *, t: Natural = 8, clamp: float | None = None) -> ReaderDial:
    r"""t번째 어절까지 읽었을 때 셀이 기대하는 서술어와 높임 꼴의 확률.

    매개변수
    --------
    sentence, clamp : `reader_steps`와 같다
    t : 1 이상 8 이하의 정수

    반환값
    ------
    ReaderDial

    예외
    ----
    TypeError, ValueError : 위 형과 범위를 벗어날 때

    예
    --
    >>> bool(reader_dial(0).p_now > 0.9), bool(reader_dial(1).p_now < 0.1)
    (True, True)

    출처: Karpathy, Johnson & Fei-Fei (2015)의 성분 읽기.
    """
    t, model, steps = checks.whole("t", t, 1), reader_model(), reader_steps(sentence, clamp=clamp)
    if t > len(steps):
        raise ValueError(f"t의 값이 {t}입니다. 1 이상 {len(steps)} 이하여야 합니다.")
    y = np.stack([s.h[0] for s in steps]) @ model.W_y.T + model.b_y
    p = np.exp(y - y.max(axis=1, keepdims=True))
    p /= p.sum(axis=1, keepdims=True)
    p_high, now, best = p[:, 1::2].sum(axis=1), steps[t - 1], int(np.argmax(p[t - 1]))
    C, f = (np.array([getattr(s, k)[0, READER_UNIT] for s in steps]) for k in ("C", "f"))
    unit = (float(getattr(now, k)[0, READER_UNIT]) for k in ("C", "f", "i", "o", "h"))
    read = " ".join(reader_sentences()[sentence].words[:t])
    return ReaderDial(
        p_high, np.tanh(C), f, read, tasks.FORMS[best], float(p[t - 1, best]), float(p_high[t - 1]), *unit
    )


def _main() -> None:
    model = train_reader()
    arrays = [np.round(v, 4).tolist() for v in (*model.cell, model.W_y, model.b_y)]
    path = Path(str(STORE))
    partial = path.with_suffix(".partial")
    partial.write_text(json.dumps(arrays, separators=(",", ":")) + "\n", encoding="utf-8")
    partial.replace(path)


if __name__ == "__main__":
    _main()
