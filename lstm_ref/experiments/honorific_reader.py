"""높임말 읽기 조작판의 작은 LSTM: 학습하는 법, 저장한 가중치, 붙들고 읽는 셈(12장).

가중치는 `python -m lstm_ref.experiments.honorific_reader`로 다시 만든다(몇 초). 1/32 단위로 줄여 저장한다.
"""

from __future__ import annotations

import json
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from .. import checks, tasks
from ..cells import LSTMStep, lstm_step
from ..doors import Natural, door
from ..files import write_whole
from ..params import LSTMParams, init_lstm
from ..sequence import lstm_forward
from ..train import Model, fit, init_model
from .honorifics.reading import pair
from .honorifics.runs import HonorificRun
from .packed import pack, unpack

__all__ = [
    "ReaderDial", "reader_correlations", "reader_dial", "reader_flips", "reader_model",
    "reader_run", "reader_sentences", "reader_steps",
]  # fmt: skip

H, D_READ, SEED, STEPS = 32, 6, 31, 1500  # 성분 32개, 거리 6, 시드 31, 1500걸음(배치 32, 학습률 0.005)
CARRIERS = 12  # 붙들어 볼 성분의 수. 마지막 셀 상태와 주어의 높임의 상관이 큰 차례다
SCALE = 32  # 가중치를 1/32 단위로 줄여 저장한다
READ = (65, 142, 53)  # 조작판의 문장 짝의 시드
STORE = files("lstm_ref") / "data" / "honorific_reader.json"


def train_reader() -> Model:
    """조작판의 셀을 처음부터 학습하고, 성분을 높임과의 상관이 큰 차례로 늘어놓는다. 높임 쪽이 +가 되게 부호도 맞춘다."""
    rng = np.random.default_rng(SEED)
    model = init_model(rng, init_lstm(rng, len(tasks.VOCABULARY), H, forget_bias=3.0), len(tasks.FORMS))
    draw = lambda r: tasks.honorific_batch(r, D_READ, 32)  # noqa: E731
    model = fit(model, draw, seed=SEED, steps=STEPS, learning_rate=5e-3).model
    r = reader_correlations(model)
    return _rearranged(model, np.argsort(-np.abs(r)), np.sign(r))


def _test() -> tasks.Batch:
    # 시간 부사로 여는 시험 문장 256개. 조작판의 문장과 길이가 같다
    return tasks.honorific_batch(np.random.default_rng(90_000 + D_READ), D_READ, 256, opening=1)


@door
def reader_correlations(model: Model) -> np.ndarray:
    r"""시험 문장 256개에서 성분마다 마지막 셀 상태와 주어의 높임(0이나 1) 사이의 상관.

    매개변수
    --------
    model : Model, 거리 6의 높임말 일치를 학습한 LSTM

    반환값
    ------
    (H,)

    예외
    ----
    TypeError : model이 Model이 아닐 때

    예
    --
    >>> int((reader_correlations(reader_model()) > 0.9).sum())
    7

    출처: Karpathy, Johnson & Fei-Fei (2015)의 성분 읽기.
    """
    test = _test()
    return np.array([np.corrcoef(c, test.targets % 2)[0, 1] for c in _last_cell(model, test.x).T])


def _last_cell(model: Model, x: np.ndarray) -> np.ndarray:
    return lstm_forward(checks.only("model.cell", model.cell, LSTMParams), x).C[-1]


def _rearranged(model: Model, order: np.ndarray, sign: np.ndarray) -> Model:
    # 성분의 차례를 바꾸고 C와 h의 부호를 함께 뒤집어도 출력은 그대로다
    s, flat = sign[order], np.ones(H)
    arrays = []
    for k, (W, b) in enumerate(zip(model.cell[::2], model.cell[1::2])):
        rows = s if k == 2 else flat  # 후보 값만 부호를 갖는다
        W = np.concatenate([W[:, :H][:, order] * s, W[:, H:]], axis=1)[order]
        arrays += [W * rows[:, None], b[order] * rows]
    return Model(LSTMParams(*arrays), model.W_y[:, order] * s, model.b_y)


@cache
def reader_model() -> Model:
    r"""저장한 가중치를 읽은 모델(D = 147, H = 32, 꼴 24). 성분은 높임과의 상관이 큰 차례다.

    반환값
    ------
    Model

    예외
    ----
    없음

    예
    --
    >>> reader_model().cell.W_f.shape
    (32, 179)

    출처: 이 책.
    """
    arrays = [unpack(v) for v in reader_store()]
    return Model(LSTMParams(*arrays[:8]), *arrays[8:])


def reader_run() -> HonorificRun:
    """저장한 모델을 `honorifics`의 읽기, 바꾸기, 채우기에 넣을 수 있는 기록으로 준다. 곡선은 비어 있다.

    반환값
    ------
    HonorificRun

    예외
    ----
    없음

    예
    --
    >>> reader_run().contender
    'lstm3'

    출처: 이 책.
    """
    empty = np.zeros(0)
    return HonorificRun("lstm3", D_READ, SEED, empty, empty, empty, empty, empty, reader_model(), {})


def reader_store() -> list[dict[str, Any]]:
    """저장한 그대로의 가중치."""
    return json.loads(STORE.read_text(encoding="utf-8"))


@cache
def reader_sentences() -> tuple[tasks.Sentence, ...]:
    r"""조작판의 문장 여섯: 주어만 다른 짝 셋. 어절은 모두 여덟이다.

    반환값
    ------
    Sentence의 묶음

    예외
    ----
    없음

    예
    --
    >>> [len(s.words) for s in reader_sentences()]
    [8, 8, 8, 8, 8, 8]

    출처: 이 책.
    """
    return tuple(s for seed in READ for s in pair(np.random.default_rng(seed), D_READ))


class ReaderDial(NamedTuple):
    """시점마다의 (T,) 값과 시점 t의 값. `C`, `f`, `i`, `o`, `h`는 `first`번째 성분의 값이다.

    `level`은 주어가 높임이면 1, `p_end`는 문장을 끝까지 읽었을 때 높임 꼴의 확률.
    """

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
    level: int
    p_end: float


def _clamped(x: np.ndarray, first: int, count: int, value: Any) -> list[LSTMStep]:
    # 입력 (T, B, D)을 읽으며 성분 first…first + count − 1의 셀 상태를 시점마다 value로 붙든다
    first, count = checks.whole("first", first, 1), checks.whole("count", count, 0)
    if max(first, count) > CARRIERS:
        raise ValueError(f"first가 {first}, count가 {count}입니다. 둘 다 {CARRIERS} 이하여야 합니다.")
    held = slice(first - 1, min(first - 1 + count, CARRIERS))
    cell = checks.only("model.cell", reader_model().cell, LSTMParams)
    h = C = np.zeros((x.shape[1], H))
    steps = []
    for x_t in x:
        step = lstm_step(cell, x_t, h, C)
        C = step.C.copy()
        C[:, held] = value
        h = step.o * np.tanh(C)
        steps.append(step._replace(C=C, h=h))
    return steps


@door
def reader_steps(sentence: Natural, *, first: int = 1, count: int = 0, value: float = 0.0) -> list[LSTMStep]:
    r"""문장 하나를 어절마다 읽은 LSTMStep. 성분 `count`개의 셀 상태를 시점마다 `value`로 붙든다.

    매개변수
    --------
    sentence : 0 이상 5 이하, `reader_sentences`의 번호
    first : 1 이상 12 이하, 붙들 첫 성분. 높임과의 상관이 큰 차례다
    count : 0 이상 12 이하, 붙들 성분의 수
    value : 실수. +가 높임 쪽

    반환값
    ------
    LSTMStep의 목록

    예외
    ----
    TypeError, ValueError : 위 형과 범위를 벗어날 때

    예
    --
    >>> reader_steps(0, first=3, count=1, value=1.0)[-1].C[0, 2].item()
    1.0

    출처: 이 책.
    """
    if sentence >= len(reader_sentences()):
        raise ValueError(f"sentence의 값이 {sentence}입니다. 0 이상 5 이하여야 합니다.")
    x = tasks.encode([reader_sentences()[sentence]]).x
    return _clamped(x, first, count, value)


@door
def reader_flips(*, first: int = 1, count: int = 1, size: float = 2.0) -> float:
    r"""시험 문장 256개에서 성분을 주어와 반대 쪽으로 붙들었을 때 서술어의 높임이 뒤집힌 비율.

    매개변수
    --------
    first, count : `reader_steps`와 같다
    size : 0 이상의 실수, 붙드는 값의 크기

    반환값
    ------
    0 이상 1 이하

    예외
    ----
    TypeError, ValueError : 위 형과 범위를 벗어날 때

    예
    --
    >>> reader_flips(count=0), reader_flips(count=12)
    (0.0, 1.0)

    출처: 이 책.
    """
    test, model = _test(), reader_model()
    level = test.targets % 2
    against = checks.real("size", size, 0.0) * (1 - 2 * level)[:, None]
    h = _clamped(test.x, first, count, against)[-1].h
    return float(np.mean((h @ model.W_y.T + model.b_y).argmax(axis=1) % 2 != level))


@door
def reader_dial(
    sentence: Natural = 0, *, t: Natural = 8, first: int = 1, count: int = 0, value: float = 0.0
) -> ReaderDial:
    r"""t번째 어절까지 읽었을 때 셀이 기대하는 서술어와 높임 꼴의 확률.

    매개변수
    --------
    sentence, first, count, value : `reader_steps`와 같다
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
    steps = reader_steps(sentence, first=first, count=count, value=value)
    t, model, said = checks.whole("t", t, 1), reader_model(), reader_sentences()[sentence]
    if t > len(steps):
        raise ValueError(f"t의 값이 {t}입니다. 1 이상 {len(steps)} 이하여야 합니다.")
    y = np.stack([s.h[0] for s in steps]) @ model.W_y.T + model.b_y
    p = np.exp(y - y.max(axis=1, keepdims=True))
    p /= p.sum(axis=1, keepdims=True)
    p_high, now, best = p[:, 1::2].sum(axis=1), steps[t - 1], int(np.argmax(p[t - 1]))
    C, f = (np.array([getattr(s, k)[0, first - 1] for s in steps]) for k in ("C", "f"))
    unit = (float(getattr(now, k)[0, first - 1]) for k in ("C", "f", "i", "o", "h"))
    read, form, p_form, p_now = " ".join(said.words[:t]), tasks.FORMS[best], p[t - 1, best], p_high[t - 1]
    words, level = (read, form, float(p_form), float(p_now)), (int(said.high), float(p_high[-1]))
    return ReaderDial._make((p_high, np.tanh(C), f, *words, *unit, *level))


def _main() -> None:
    model = train_reader()
    arrays = [np.rint(v * SCALE).clip(-127, 127) / SCALE for v in (*model.cell, model.W_y, model.b_y)]
    packed = [pack(v, SCALE, "int8") for v in arrays]
    write_whole(Path(str(STORE)), json.dumps(packed, separators=(",", ":")) + "\n")


if __name__ == "__main__":
    _main()
