"""높임말 일치 표의 설정과 한 행: 무엇을 학습하고 무엇을 재는지(12장)."""

from __future__ import annotations

import hashlib
from functools import cache
from importlib.metadata import version
from importlib.resources import files
from pathlib import Path
from typing import NamedTuple

import numpy as np

from ... import tasks
from ...doors import door
from ..store import Store
from .runs import CONTENDERS, GOOD, held_out, run, score

__all__ = ["AWAY", "PROBES", "Job", "Row", "jobs", "measure"]

SEEDS, DISTANCES, CAP, EVERY, DTYPE = tuple(range(31, 38)), (10, 20, 40, 30), 2000, 100, "float32"
UNIFORM = (20,)  # PyTorch 범위의 초기화를 견줄 거리
FAR = ("orthogonal", "lstm5")  # 거리 80까지 가 보는 모델
RATES, RATE_SEEDS, RATED = (
    (1e-3, 3e-3, 1e-2),
    SEEDS[:3],
    ("rnn", "orthogonal", "lstm0", "lstm1", "lstm3", "lstm5"),
)
FORMAT = 2  # 표의 판. 실험의 뜻을 바꾸면 올린다. 그러면 옛 표는 다시 만들 때까지 읽히지 않는다
AWAY, PROBES = (10, 20, 30, 40, 80, 160), (0, 50, 100, 300)


class Job(NamedTuple):
    """학습 한 번의 설정. 같은 설정은 표에 한 번만 있다."""

    contender: str
    d: int
    seed: int
    learning_rate: float


class Row(NamedTuple):
    """학습 한 번의 설정과 결과. `cap`: 많아야 이만큼 학습함, `learned`: 검증을 넘은 걸음, `at*`: 다른 거리의 높임
    정답률, `reach*`: 그 걸음에서 주어까지 온 기울기의 비. 재지 않았거나 넘지 못한 것은 NaN이다."""

    contender: str
    d: int
    seed: int
    learning_rate: float
    cap: int
    learned: float
    verb: float
    high: float
    inverted: float
    at10: float
    at20: float
    at30: float
    at40: float
    at80: float
    at160: float
    reach0: float
    reach50: float
    reach100: float
    reach300: float
    dtype: str
    task: str
    format: int
    lstm_ref: str
    numpy: str


def differs(stored: Row, again: Row) -> str | None:
    """다시 학습한 행이 저장한 행과 다르면 무엇이 다른지, 같으면 None.

    다른 CPU의 마지막 비트 차이는 긴 학습에서 커진다. 그래서 글자가 아니라 배웠는지와 정답률(0.05 안)을 견준다.
    """
    for name in ("learned", "verb", "high"):
        a, b = getattr(stored, name), getattr(again, name)
        far = (
            (a == a) != (b == b) if name == "learned" else abs(a - b) > (0.05 if stored.high > 0.9 else 0.15)
        )
        if far:
            return f"{tuple(stored[:4])}: {name}의 값이 표에는 {a}, 다시 하면 {b}입니다."
    return None


@cache
def task_mark() -> str:
    """과제의 지문: 정해진 시드로 뽑은 문장들에서 셈한 여덟 글자. 과제가 바뀌면 달라진다."""
    rng = np.random.default_rng(0)
    text = "\n".join(s.text for o in tasks.OPENINGS for s in tasks.sentences(rng, 23, 50, o))
    return hashlib.sha256(text.encode()).hexdigest()[:8]


STORE = Store(
    Path(str(files("lstm_ref") / "data" / "honorifics.tsv")), Row, Job,
    lambda: {"format": FORMAT, "task": task_mark()},
)  # fmt: skip


@door
def jobs() -> list[Job]:
    """표의 모든 설정. 거리 안에서는 시드가 바깥이라서, 도중에 멈춰도 모든 모델의 같은 시드가 먼저 찬다."""
    own = {key: setting.learning_rate for key, setting in CONTENDERS.items()}
    found = [
        Job(key, d, seed, own[key]) for d in DISTANCES for seed in SEEDS for key in own if key != "pytorch1"
    ]
    found += [Job("pytorch1", d, seed, own["pytorch1"]) for d in UNIFORM for seed in SEEDS]
    found += [Job(key, 80, seed, own[key]) for seed in SEEDS for key in FAR]
    found += [Job(key, 20, seed, rate) for seed in RATE_SEEDS for rate in RATES for key in RATED]
    return list(dict.fromkeys(found))


@door
def measure(job: Job) -> Row:
    """설정 하나를 학습해 표의 한 행을 만든다."""
    found = run(
        *job[:3], CAP, EVERY, learning_rate=job.learning_rate, dtype=DTYPE, until_good=True, probes=PROBES, quiet=True
    )  # fmt: skip
    good = bool(min(found.verb[-1], found.high[-1]) > GOOD)
    away = [score(found.model, held_out(d, DTYPE, 50)).high if good else float("nan") for d in AWAY]
    return Row._make((
        *job, CAP, float(found.at[-1]) if good else float("nan"), *score(found.model, held_out(job.d, DTYPE)), *away,
        *(found.reached.get(k, float("nan")) for k in PROBES), DTYPE, task_mark(), FORMAT, version("lstm-ref"),
        np.__version__,
    ))  # fmt: skip
