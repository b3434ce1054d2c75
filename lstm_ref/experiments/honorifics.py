"""높임말 일치 실험: 가까운 단서와 먼 주어를 배우는 속도를 견준다(12장).

오래 걸리는 표는 `python -m lstm_ref.experiments.honorifics`가 만들어 `lstm_ref/data/honorifics.tsv`에 둔다.
"""

from __future__ import annotations

import csv
from importlib.metadata import version
from importlib.resources import files
from pathlib import Path
from typing import NamedTuple

import numpy as np

from .. import checks, tasks
from ..doors import Count, Seed, door
from ..params import init_lstm, init_rnn
from ..tables import Table
from ..train import History, Model, fit, init_model, predict

__all__ = ["HonorificGrid", "HonorificRun", "honorific_grid", "honorific_run"]

H, B, STEPS, MAX_NORM, TEST = 32, 32, 1500, 1.0, 256
SEEDS, DISTANCES = (11, 12, 13), (10, 20, 30)
STORE = files("lstm_ref") / "data" / "honorifics.tsv"
COLUMNS = ["contender", "d", "seed", "verb", "high", "learned", "at10", "at20", "at30", "steps", "version"]


class Contender(NamedTuple):
    """견줄 모델 하나. `name`: 이름, `learning_rate`: 학습률, `cell`: (rng, D) → 매개변수."""

    name: str
    learning_rate: float
    cell: object


CONTENDERS = {
    "rnn": Contender("RNN", 3e-3, lambda rng, D: init_rnn(rng, D, H)),
    "orthogonal": Contender("직교 RNN", 1e-3, lambda rng, D: init_rnn(rng, D, H, recurrent="orthogonal")),
    "lstm1": Contender("LSTM b_f=1", 3e-3, lambda rng, D: init_lstm(rng, D, H, forget_bias=1.0)),
    "lstm3": Contender("LSTM b_f=3", 3e-3, lambda rng, D: init_lstm(rng, D, H, forget_bias=3.0)),
}


class HonorificRun(NamedTuple):
    """학습 한 번의 기록. `at`: (M,) 걸음, `verb`와 `high`: (M,) 맞힌 비율, `history`: 학습 전체."""

    contender: str
    d: int
    seed: int
    at: np.ndarray
    verb: np.ndarray
    high: np.ndarray
    history: History

    @property
    def model(self) -> Model:
        """학습을 마친 모델."""
        return self.history.model


def _scores(model: Model, batch: tasks.Batch) -> tasks.Accuracy:
    return tasks.accuracy(predict(model, batch.x)[1], batch.targets)


def held_out(d: int) -> tasks.Batch:
    """학습에 쓰지 않는 시험 문장 256개. 거리마다 늘 같다."""
    return tasks.honorific_batch(np.random.default_rng(90_000 + d), d, TEST)


@door
def honorific_run(
    contender: str, d: Count, seed: Seed, steps: Count = 300, every: Count = 25
) -> HonorificRun:
    r"""거리 d의 문장으로 모델 하나를 학습하고, 학습에 쓰지 않은 256문장에서 두 비율을 잰다.

    매개변수
    --------
    contender : "rnn" | "orthogonal" | "lstm1" | "lstm3"
    d : 2 이상 35 이하의 정수, 주어에서 단서까지의 어절 수
    seed : 초기화와 배치의 시드
    steps, every : 1 이상의 정수

    반환값
    ------
    HonorificRun

    예외
    ----
    TypeError, ValueError : 설정이 위 범위를 벗어날 때

    예
    --
    >>> run = honorific_run("rnn", 3, seed=11, steps=2)
    >>> run.at.tolist(), bool(0 <= run.high[-1] <= 1)
    ([0, 2], True)

    출처: Linzen, Dupoux & Goldberg (2016).
    """
    checks.choice("contender", contender, tuple(CONTENDERS))
    setting, test = CONTENDERS[contender], held_out(d)
    rng = np.random.default_rng(checks.whole("seed", seed, 0))
    model = init_model(rng, setting.cell(rng, len(tasks.VOCABULARY)), len(tasks.FORMS))
    history = fit(
        model,
        lambda r: tasks.honorific_batch(r, d, B),
        seed=seed,
        steps=steps,
        learning_rate=setting.learning_rate,
        max_norm=MAX_NORM,
        measure=lambda m: _scores(m, test),
        every=every,
    )
    return HonorificRun(contender, d, seed, history.at, *history.measured.T, history)


class HonorificGrid(NamedTuple):
    """저장한 표. `rows`: 행마다 열 이름과 글자. 시드마다 한 행이다."""

    rows: list[dict[str, str]]

    def values(self, contender: str, d: int, column: str = "high") -> np.ndarray:
        """모델과 거리를 고정하고 시드 순서로 편 값. 비어 있으면 NaN."""
        checks.choice("contender", contender, tuple(CONTENDERS))
        checks.choice("column", column, tuple(COLUMNS[2:-1]))
        found = [r[column] for r in self.rows if (r["contender"], r["d"]) == (contender, str(d))]
        return np.array([float(v) if v else np.nan for v in found])

    def solved(self, contender: str, d: int, column: str = "high") -> int:
        """정답률이 0.95 이상인 시드의 수."""
        return int((self.values(contender, d, column) >= 0.95).sum())

    @property
    def table(self) -> Table:
        """모델과 거리마다 시드 셋의 높임 정답률을 적은 표."""
        rows = [
            [setting.name, *(", ".join(f"{v:.2f}" for v in self.values(key, d)) for d in DISTANCES)]
            for key, setting in CONTENDERS.items()
        ]
        caption = (
            f"높임 정답률 (시드 {', '.join(map(str, SEEDS))}, {self.rows[0]['steps']}걸음, 문장 {TEST}개)"
        )
        return Table(caption, ["모델", *(f"거리 {d}" for d in DISTANCES)], rows)

    @property
    def away(self) -> Table:
        """거리 10에서만 배운 모델을 다른 거리에서 시험한 표."""
        rows = [
            [s.name, *(", ".join(f"{v:.2f}" for v in self.values(k, 10, f"at{d}")) for d in DISTANCES)]
            for k, s in CONTENDERS.items()
        ]
        return Table(
            "거리 10에서 학습하고 다른 거리에서 시험", ["모델", *(f"거리 {d}" for d in DISTANCES)], rows
        )


def honorific_grid() -> HonorificGrid:
    """저장해 둔 `lstm_ref/data/honorifics.tsv`를 읽는다."""
    with STORE.open(encoding="utf-8") as file:
        return HonorificGrid(list(csv.DictReader(file, delimiter="\t")))


def _row(contender: str, d: int, seed: int, steps: int = STEPS) -> dict[str, str]:
    run = honorific_run(contender, d, seed, steps=steps, every=50)
    good = run.at[run.high >= 0.95]
    away = {f"at{k}": f"{_scores(run.model, held_out(k)).high:.3f}" for k in DISTANCES}
    ends = {"verb": f"{run.verb[-1]:.3f}", "high": f"{run.high[-1]:.3f}"}
    learned = str(good[0]) if len(good) else ""
    head = {"contender": contender, "d": str(d), "seed": str(seed), "learned": learned}
    return head | ends | away | {"steps": str(steps), "version": version("lstm-ref")}


def _write(rows: list[dict[str, str]], path: Path) -> None:
    # 임시 파일에 쓴 뒤 이름을 바꾼다. 도중에 멈춰도 반쯤 쓴 표가 남지 않는다.
    partial = path.with_suffix(".partial")
    with open(partial, "w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS, delimiter="\t", lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    partial.replace(path)


def _main() -> None:
    rows = []
    for d in DISTANCES:
        for contender in CONTENDERS:
            for seed in SEEDS:
                rows.append(_row(contender, d, seed))
                print(*rows[-1].values(), flush=True)
    _write(rows, Path(str(STORE)))


if __name__ == "__main__":
    _main()
