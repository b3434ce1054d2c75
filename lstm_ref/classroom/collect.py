"""모으기: 낸 파일을 사람마다 모은다. 읽기만 하고 실행하지 않는다. 읽지 못한 파일에도 까닭이 남는다."""

from __future__ import annotations

import os.path
from pathlib import Path
from typing import NamedTuple

from . import archive, notebooks, roster
from .notebooks import Cell
from .roster import Learner

PAPERS = 12  # 한 사람의 노트북 수


class Paper(NamedTuple):
    """낸 파일 하나. `problem`이 있으면 채점할 것이 없다."""

    path: str
    cells: tuple[Cell, ...] = ()
    problem: str = ""


class Submission(NamedTuple):
    """한 사람이 낸 모든 것. `listed`는 명단에 있는 사람인지."""

    learner: Learner
    papers: tuple[Paper, ...] = ()
    listed: bool = True


def collect(root: Path, roster_path: Path | None = None) -> list[Submission]:
    """폴더나 zip을 읽어 사람마다 모은다. 명단의 모든 사람이 들어 있고, 주인을 모르는 파일은 따로 모인다.

    매개변수
    --------
    root : 강의 시스템에서 내려받은 폴더나 zip
    roster_path : 명단 CSV. 없으면 폴더와 파일의 이름으로 가른다

    반환값
    ------
    Submission의 목록. 명단의 차례, 그 뒤에 명단에 없는 것
    """
    if not root.exists():
        raise FileNotFoundError(f"{root}이(가) 없습니다. 낸 파일의 폴더나 zip을 적어 주세요.")
    learners = roster.read(roster_path) if roster_path else []
    papers = [paper(found) for found in archive.files(root)]
    owners, common = roster.Owners(learners), _common([p.path for p in papers])
    known = {learner.key for learner in learners}
    piles: dict[str, list[Paper]] = {key: [] for key in known}
    people = {learner.key: learner for learner in learners}
    for one in papers:
        owner = owners.find(one.path)
        if owner is None:
            owner = roster.stranger(one.path, common)
            owner = owner._replace(id=f"{owner.key} (명단에 없음)") if owner.key in known else owner
        people.setdefault(owner.key, owner)
        piles.setdefault(owner.key, []).append(one)
    return [Submission(people[key], _few(piles[key]), key in known or not known) for key in people]


def paper(found: archive.Found) -> Paper:
    """꺼낸 파일 하나를 셀로 읽는다."""
    if found.problem:
        return Paper(found.path, problem=found.problem)
    try:
        cells = notebooks.read(found.path, found.data)
    except notebooks.Broken as broken:
        return Paper(found.path, problem=str(broken))
    if not any(cell.code.strip() for cell in cells):
        return Paper(found.path, problem="코드가 없는 노트북입니다")
    return Paper(found.path, tuple(cells))


def _few(pile: list[Paper]) -> tuple[Paper, ...]:
    """읽을 수 있는 것은 `PAPERS`개까지만 채점한다."""
    good, made = 0, []
    for one in pile:
        good += not one.problem
        over = not one.problem and good > PAPERS
        made.append(Paper(one.path, problem=f"한 사람의 노트북이 {PAPERS}개를 넘었습니다") if over else one)
    return tuple(made)


def _common(paths: list[str]) -> str:
    """모든 파일이 함께 든 바깥 폴더. 파일이 하나면 그 폴더 이름이 사람일 수 있으므로 벗기지 않는다."""
    folders = [os.path.dirname(path) for path in paths]
    common = os.path.commonpath(folders) if len(set(folders)) > 1 and all(folders) else ""
    return common + "/" if common else ""
