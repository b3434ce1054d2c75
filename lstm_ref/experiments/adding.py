"""더하기 과제로 겨루기: 무작위 수들 가운데 표시된 두 수를 더한다(12장)."""

from __future__ import annotations

from importlib.metadata import version
from importlib.resources import files
from pathlib import Path
from typing import NamedTuple

import numpy as np

from .. import checks, tasks
from ..doors import door
from ..params import LSTMParams, RNNParams, init_lstm, init_rnn
from ..tables import Table
from ..train import adam_init, adam_step, clip_by_global_norm, init_model, loss_and_grads, mse, predict
from .honorifics.statistics import fisher, wilson
from .store import Store

__all__ = ["AddingGrid", "AddingJob", "AddingRow", "grid"]

H, B, CAP, EVERY, DTYPE, FORMAT = 32, 32, 1500, 100, "float32", 1
SEEDS, LENGTHS, SOLVED = tuple(range(31, 38)), (20, 50), 0.01  # 늘 1이라고 답하면 1/6 ≈ 0.167
NAMES = {"rnn": "RNN", "orthogonal": "직교 RNN", "lstm1": "LSTM b_f=1", "lstm3": "LSTM b_f=3"}
RATES = {"rnn": 3e-3, "orthogonal": 1e-3, "lstm1": 3e-3, "lstm3": 3e-3}


class AddingJob(NamedTuple):
    """학습 한 번의 설정."""

    contender: str
    T: int
    seed: int


class AddingRow(NamedTuple):
    """학습 한 번의 설정과 결과. `learned`: 검증 오차가 0.01보다 작아진 걸음(못 하면 NaN), `error`: 시험 1000개의 오차."""

    contender: str
    T: int
    seed: int
    learning_rate: float
    cap: int
    learned: float
    error: float
    dtype: str
    format: int
    lstm_ref: str
    numpy: str


STORE = Store(
    Path(str(files("lstm_ref") / "data" / "adding.tsv")), AddingRow, AddingJob, lambda: {"format": FORMAT}
)


def jobs() -> list[AddingJob]:
    """표의 모든 설정."""
    return [AddingJob(key, T, seed) for seed in SEEDS for T in LENGTHS for key in NAMES]


def _cell(contender: str, rng: np.random.Generator) -> LSTMParams | RNNParams:
    if contender.startswith("lstm"):
        return init_lstm(rng, 2, H, forget_bias=float(contender[4:]), dtype=np.float32)
    return init_rnn(
        rng, 2, H, recurrent="orthogonal" if contender == "orthogonal" else "gaussian", dtype=np.float32
    )


def _draw(rng: np.random.Generator, T: int, n: int) -> tasks.Batch:
    return tasks.Batch(*(v.astype(DTYPE) for v in tasks.adding_batch(rng, T, n)))


def measure(job: AddingJob) -> AddingRow:
    """설정 하나를 학습해 표의 한 행을 만든다."""
    checks.choice("contender", job.contender, tuple(NAMES))
    rng, T = np.random.default_rng(checks.whole("seed", job.seed, 0)), checks.whole("T", job.T, 2)
    model = init_model(rng, _cell(job.contender, rng), 1)
    state, learned = adam_init(model), float("nan")
    check, test = (_draw(np.random.default_rng(k + T), T, 1000) for k in (90_000, 80_000))
    error = lambda batch: mse(predict(model, batch.x)[1], batch.targets)[0]  # noqa: E731
    for step in range(CAP):
        if step % EVERY == 0 and error(check) < SOLVED:
            learned = float(step)
            break
        _, grads = loss_and_grads(model, *_draw(rng, T, B), "mse")
        model, state = adam_step(model, clip_by_global_norm(grads, 1.0)[0], state, RATES[job.contender])
    return AddingRow(
        *job,
        RATES[job.contender],
        CAP,
        learned,
        error(test),
        DTYPE,
        FORMAT,
        version("lstm-ref"),
        np.__version__,
    )


def differs(stored: AddingRow, again: AddingRow) -> str | None:
    """다시 학습한 행이 배웠는지에서 저장한 행과 다르면 그 말, 같으면 None."""
    if (stored.error < 2 * SOLVED) == (again.error < 2 * SOLVED):
        return None
    return f"{tuple(stored[:3])}: 오차가 표에는 {stored.error}, 다시 하면 {again.error}입니다."


class AddingGrid(NamedTuple):
    """저장한 표. `rows`: 학습마다 `AddingRow` 하나."""

    rows: list[AddingRow]

    def cell(self, contender: str, T: int) -> list[AddingRow]:
        """모델과 길이가 같은 행을 시드 차례로."""
        checks.choice("contender", contender, tuple(NAMES))
        found = [r for r in self.rows if (r.contender, r.T) == (contender, T)]
        if not found:
            raise ValueError(f"표에 {contender}, 길이 {T}인 행이 없습니다.")
        return sorted(found, key=lambda r: r.seed)

    def solved(self, contender: str, T: int) -> int:
        """시험 오차가 0.02보다 작은 시드의 수."""
        return sum(r.error < 2 * SOLVED for r in self.cell(contender, T))

    def p(self, a: str, b: str, T: int) -> float:
        """두 모델의 배운 시드 수를 견주는 Fisher 정확 검정의 p."""
        return fisher(*(v for k in (a, b) for v in (self.solved(k, T), len(self.cell(k, T)))))

    @property
    def table(self) -> Table:
        """모델과 길이마다 배운 시드의 수와 95 % 구간, 배운 걸음의 중앙값."""
        rows = []
        for key, name in NAMES.items():
            row = [name]
            for T in LENGTHS:
                k, n = self.solved(key, T), len(self.cell(key, T))
                steps = [r.learned for r in self.cell(key, T) if r.learned == r.learned]
                row += [
                    f"{k}/{n} ({', '.join(f'{v:.2f}' for v in wilson(k, n))})",
                    f"{np.median(steps):.0f}" if steps else "–",
                ]
            rows.append(row)
        header = ["모델", *(v for T in LENGTHS for v in (f"T={T}: 배운 시드", "걸음"))]
        return Table(f"더하기 과제 (H={H}, 배치 {B}, 많아야 {CAP}걸음, {DTYPE})", header, rows)


@door
def grid(store: Store = STORE) -> AddingGrid:
    """저장해 둔 `lstm_ref/data/adding.tsv`를 읽는다.

    매개변수
    --------
    store : 표를 읽을 자리. 주지 않으면 책에 담긴 `lstm_ref/data/adding.tsv`

    반환값
    ------
    AddingGrid

    예외
    ----
    TypeError : store가 Store가 아닐 때
    ValueError : 표가 상했을 때. 줄의 번호를 댄다

    예
    --
    >>> len(grid().rows) > 0
    True

    출처: 이 책.
    """
    return AddingGrid(store.read())
