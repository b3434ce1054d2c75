"""오래 걸린 학습의 표: 행마다 설정, 시드, 결과, 판, 검사합을 적고, 읽을 때 상한 행을 알아본다."""

from __future__ import annotations

import csv
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple, get_type_hints

from .. import checks
from ..files import write_whole

__all__ = ["Store"]


def _text(value: object) -> str:
    if isinstance(value, float):
        return "" if value != value else f"{value:.4g}"
    return str(value)


def _check(cells: list[str]) -> str:
    return f"{zlib.crc32(chr(9).join(cells).encode()):08x}"


class Store(NamedTuple):
    """표 하나. `row`: 행의 NamedTuple, `job`: 설정의 NamedTuple(행의 앞부분), `stamp`: 지금의 판을 주는 함수.

    `stamp()`가 주는 {열: 값}과 다른 행은 다른 실험의 것이라서 읽지 않는다.
    """

    path: Path
    row: Any
    job: Any
    stamp: Callable[[], dict[str, Any]]

    @property
    def header(self) -> list[str]:
        """열의 이름. 마지막은 검사합이다."""
        return [*self.row._fields, "check"]

    def job_of(self, row: Any) -> Any:
        """행의 설정."""
        return self.job(*row[: len(self.job._fields)])

    def _parse(self, cells: list[str], where: str) -> Any:
        if len(cells) != len(self.header):
            raise ValueError(f"{where}: 칸이 {len(cells)}개입니다. {len(self.header)}개여야 합니다.")
        if _check(cells[:-1]) != cells[-1]:
            raise ValueError(f"{where}: 검사합이 맞지 않습니다. 행이 상했거나 손으로 고쳐졌습니다.")
        hints = get_type_hints(self.row)
        read: dict[Any, Any] = {float: lambda v: float(v or "nan"), int: int, str: str}
        try:
            row = self.row(*(read[hints[name]](v) for name, v in zip(self.row._fields, cells)))
        except ValueError as wrong:
            raise ValueError(f"{where}: {wrong}") from None
        for name, now in self.stamp().items():
            if getattr(row, name) != now:
                raise ValueError(
                    f"{where}: {name}의 값이 {getattr(row, name)}인 행입니다. 지금은 {now}입니다. "
                    "표를 다른 곳으로 옮기고 make experiments로 다시 만드세요."
                )
        return row

    def read(self) -> list[Any]:
        r"""표를 읽고 행마다 칸의 수, 검사합, 판을 확인한다.

        반환값
        ------
        행의 목록

        예외
        ----
        ValueError : 머리글이나 행이 상했거나, 판이 다르거나, 같은 설정이 두 번 있을 때. 파일과 줄의 번호를 댄다
        """
        with open(self.path, encoding="utf-8", newline="") as file:
            lines = list(csv.reader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
        if not lines or lines[0] != self.header:
            raise ValueError(f"{self.path.name}: 머리글이 다릅니다. 다른 표이거나 다른 판입니다.")
        found: dict[Any, Any] = {}
        for k, cells in enumerate(lines[1:], 2):
            row = self._parse(cells, f"{self.path.name} {k}번째 줄")
            if self.job_of(row) in found:
                raise ValueError(
                    f"{self.path.name} {k}번째 줄: 같은 설정 {tuple(self.job_of(row))}이 두 번 있습니다."
                )
            found[self.job_of(row)] = row
        return list(found.values())

    def write(self, rows: list[Any]) -> None:
        """설정의 차례로 늘어놓아 쓴다."""
        checks.kind("rows", rows, list)
        cells = [[_text(v) for v in row] for row in sorted(rows, key=self.job_of)]
        lines = [self.header, *([*c, _check(c)] for c in cells)]
        write_whole(self.path, "".join("\t".join(v) + "\n" for v in lines))

    def have(self) -> dict[Any, Any]:
        """있는 행을 {설정: 행}으로. 파일이 없으면 비어 있다."""
        return {self.job_of(row): row for row in self.read()} if self.path.exists() else {}
