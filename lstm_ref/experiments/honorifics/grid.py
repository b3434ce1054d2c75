"""저장한 높임말 일치 표를 읽는다: 배운 시드의 수와 구간, 견줌, 다른 거리, 학습하는 동안의 기울기(12장)."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from ... import checks
from ...doors import door
from ...tables import Table, significant
from ..store import Store
from .runs import CONTENDERS
from .statistics import fisher, wilson
from .table import AWAY, PROBES, STORE, Row

__all__ = ["SOLVED", "Comparison", "HonorificGrid", "grid"]

SOLVED = 0.97  # 시험 600문장의 높임 정답률이 이 이상이면 배웠다고 적는다. 순서를 버린 규칙의 0.96보다 높다


class Comparison(NamedTuple):
    """두 모델의 배운 시드 수와 Fisher 정확 검정. `apart`: 구간이 떨어졌거나 p < 0.05면 참."""

    counts: tuple[int, int]
    seeds: tuple[int, int]
    p: float
    apart: bool


class HonorificGrid(NamedTuple):
    """저장한 표. `rows`: 학습마다 `Row` 하나."""

    rows: list[Row]

    def cell(self, contender: str, d: int, learning_rate: float | None = None) -> list[Row]:
        """모델, 거리, 학습률(없으면 본 학습률)이 같은 행을 시드 차례로."""
        checks.choice("contender", contender, tuple(CONTENDERS))
        own = CONTENDERS[contender].learning_rate
        rate = own if learning_rate is None else checks.real("learning_rate", learning_rate)
        found = [r for r in self.rows if r[:2] == (contender, d) and r.learning_rate == rate]
        if not found:
            raise ValueError(f"표에 {contender}, 거리 {d}, 학습률 {rate:g}인 행이 없습니다.")
        return sorted(found, key=lambda r: r.seed)

    def values(
        self, contender: str, d: int, column: str = "high", learning_rate: float | None = None
    ) -> np.ndarray:
        """(시드,) 한 열의 값."""
        checks.choice("column", column, ("verb", "high", "inverted", "learned"))
        return np.array([getattr(r, column) for r in self.cell(contender, d, learning_rate)])

    def solved(self, contender: str, d: int, learning_rate: float | None = None) -> int:
        """높임을 배운 시드의 수."""
        return int((self.values(contender, d, "high", learning_rate) >= SOLVED).sum())

    def compare(self, a: str, b: str, d: int) -> Comparison:
        """두 모델의 배운 시드 수를 견준다."""
        counts, seeds = zip(*((self.solved(k, d), len(self.cell(k, d))) for k in (a, b)))
        p = fisher(counts[0], seeds[0], counts[1], seeds[1])
        (low1, high1), (low2, high2) = (wilson(k, n) for k, n in zip(counts, seeds))
        return Comparison(counts, seeds, p, bool(p < 0.05 or low1 > high2 or low2 > high1))

    def distances(self, contender: str) -> list[int]:
        """본 학습률로 잰 거리의 목록."""
        checks.choice("contender", contender, tuple(CONTENDERS))
        rate = CONTENDERS[contender].learning_rate
        return sorted({r.d for r in self.rows if (r.contender, r.learning_rate) == (contender, rate)})

    @property
    def table(self) -> Table:
        """모델과 거리마다 배운 시드의 수와 95 % Wilson 구간."""
        wide = sorted({d for key in CONTENDERS for d in self.distances(key)})
        rows = []
        for key, setting in CONTENDERS.items():
            rows.append([setting.name, *(self._count(key, d) for d in wide)])
        n, cap = len(self.cell("rnn", wide[0])), self.rows[0].cap
        caption = f"높임을 배운 시드의 수와 95 % 구간 (시드 {n}개, 많아야 {cap}걸음, 시험 600문장, {self.rows[0].dtype})"
        return Table(caption, ["모델", *(f"거리 {d}" for d in wide)], rows)

    def _count(self, key: str, d: int) -> str:
        if d not in self.distances(key):
            return "재지 않음"
        k, n = self.solved(key, d), len(self.cell(key, d))
        return f"{k}/{n} ({', '.join(f'{v:.2f}' for v in wilson(k, n))})"

    @property
    def comparisons(self) -> Table:
        """거리마다 본문이 견주는 짝의 배운 수와 정확 검정."""
        pairs = (("rnn", "orthogonal"), ("rnn", "lstm1"), ("rnn", "lstm3"), ("orthogonal", "lstm1"), ("orthogonal", "lstm3"),
                 ("lstm1", "lstm3"), ("lstm1", "pytorch1"), ("lstm3", "lstm5"))  # fmt: skip
        rows = []
        for a, b in pairs:
            for d in sorted({20, 30, 40} & set(self.distances(a)) & set(self.distances(b))):
                found = self.compare(a, b, d)
                counts = [f"{k}/{n}" for k, n in zip(found.counts, found.seeds)]
                rows.append(
                    [f"{CONTENDERS[a].name} 대 {CONTENDERS[b].name}", str(d), *counts, found.p, found.apart]
                )
        header = ["두 모델", "거리", "앞", "뒤", "정확 검정 p", "가를 수 있나요"]
        return Table("배운 시드의 수를 견주기 (Fisher 정확 검정, 양쪽)", header, rows)

    @property
    def rates(self) -> Table:
        """학습률을 바꾸었을 때 배운 시드의 수."""
        found = sorted({r.learning_rate for r in self.rows if r.d == 20})
        rows = [
            [setting.name, *(self._rate(key, 20, rate) for rate in found)]
            for key, setting in CONTENDERS.items()
        ]
        names = ["모델", *(f"학습률 {rate:g}" for rate in found)]
        return Table("거리 20에서 학습률마다 배운 시드의 수", names, rows)

    def _rate(self, key: str, d: int, rate: float) -> str:
        rows = [r for r in self.rows if (r.contender, r.d, r.learning_rate) == (key, d, rate)]
        return f"{sum(r.high >= SOLVED for r in rows)}/{len(rows)}" if rows else "재지 않음"

    def away(self, contender: str, d: int) -> np.ndarray:
        """(시드, 거리) 거리 d에서 배운 모델을 `AWAY`의 거리에서 시험한 높임 정답률. 배우지 못한 시드는 NaN."""
        return np.array([[getattr(r, f"at{k}") for k in AWAY] for r in self.cell(contender, d)])

    def kept(self, contender: str, d: int, other: int) -> int:
        """거리 d에서 배운 시드 가운데 거리 other에서도 0.95 이상인 시드의 수."""
        if other not in AWAY:
            raise ValueError(
                f"other의 값이 {other}입니다. {', '.join(map(str, AWAY))} 가운데 하나여야 합니다."
            )
        return int((self.away(contender, d)[:, AWAY.index(other)] >= 0.95).sum())

    def reach(self, contender: str, d: int) -> np.ndarray:
        """(시드, 걸음) 학습하는 동안 주어까지 온 기울기의 비. 그전에 배워서 멈춘 곳은 NaN."""
        return np.array([[getattr(r, f"reach{k}") for k in PROBES] for r in self.cell(contender, d)])

    def reached(self, d: int) -> Table:
        """모델마다 `PROBES`걸음에서 주어까지 온 기울기의 비: 시드의 중앙값(가장 작은 값–가장 큰 값)."""
        rows = []
        for key in CONTENDERS:
            columns = [c[~np.isnan(c)] for c in self.reach(key, d).T]
            rows.append([CONTENDERS[key].name, *map(_spread, columns)])
        header = ["모델", *(f"{k}걸음" for k in PROBES)]
        return Table(f"거리 {d}에서 학습하는 동안 ‖∂L/∂x_주어‖ / ‖∂L/∂x_단서‖", header, rows)


def _spread(values: np.ndarray) -> str:
    # 중앙값(가장 작은 값–가장 큰 값). 잰 것이 없으면 줄표
    if not len(values):
        return "–"
    low, middle, high = (significant(q, 2) for q in np.quantile(values, (0, 0.5, 1)))
    return f"{middle} ({low}–{high})"


@door
def grid(store: Store = STORE) -> HonorificGrid:
    """저장해 둔 `lstm_ref/data/honorifics.tsv`를 읽는다. 상한 표는 줄의 번호를 대고 멈춘다.

    매개변수
    --------
    store : 표를 읽을 자리. 주지 않으면 책에 담긴 `lstm_ref/data/honorifics.tsv`

    반환값
    ------
    HonorificGrid

    예외
    ----
    TypeError : store가 Store가 아닐 때
    ValueError : 표가 상했을 때. 줄의 번호를 댄다

    예
    --
    >>> grid().distances("lstm5")
    [10, 20, 30, 40, 80]

    출처: 이 책.
    """
    return HonorificGrid(store.read())
