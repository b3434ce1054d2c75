"""명단: 누가 듣는 수업인지 읽고, 파일의 경로에서 주인을 찾는다."""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from pathlib import Path
from typing import NamedTuple

ID = (
    "학번",
    "id",
    "id number",
    "student id",
    "studentid",
    "sid",
    "학생번호",
    "사용자명",
    "username",
    "login id",
)
NAME = ("이름", "성명", "name", "full name", "fullname", "student name", "학생", "전체 이름")
NUMBER = ("identifier", "식별자", "참여자", "participant")
EMAIL = ("이메일", "email", "email address", "이메일 주소", "메일")
COPY = re.compile(r"\s*(\(\d+\)|의 사본|사본\s*-|[-–]\s*복사본|copy of|copy)\s*", re.I)
MOODLE = re.compile(r"^(.+?)_(\d+)_assignsubmission_\w+")


class Learner(NamedTuple):
    """명단의 한 줄. `row`는 원래 칸을 그대로 지닌다."""

    id: str
    name: str = ""
    number: str = ""
    email: str = ""
    row: dict[str, str] = {}

    @property
    def key(self) -> str:
        """사람을 가르는 글. 학번이 없으면 이메일, 그것도 없으면 이름이다."""
        return self.id or self.email or self.name


def read(path: Path) -> list[Learner]:
    """명단 CSV. 첫 줄의 이름으로 칸을 찾는다: 학번(ID number), 이름(Full name), Identifier, 이메일 가운데 있는 것."""
    table = rows(path)
    if not table:
        raise ValueError(f"{path}: 명단이 비어 있습니다.")
    columns = {kind: _column(table[0], known) for kind, known in _KINDS.items()}
    if not columns["id"] and not columns["name"]:
        raise ValueError(f"{path}: '학번'이나 '이름' 칸이 없습니다. 있는 칸: {', '.join(table[0])}.")
    made = []
    for row in table:
        cell = {kind: row.get(column, "").strip() if column else "" for kind, column in columns.items()}
        number = re.sub(r"\D", "", cell["number"])
        learner = Learner(cell["id"], cell["name"], number, cell["email"], row)
        if learner.key:
            made.append(learner)
    twice = {x.key for x in made if [y.key for y in made].count(x.key) > 1}
    if twice:
        raise ValueError(
            f"{path}: 같은 사람이 두 번 적혔습니다: {', '.join(sorted(twice)[:5])}. 학번 칸을 넣어 주세요."
        )
    return made


_KINDS = {"id": ID, "name": NAME, "number": NUMBER, "email": EMAIL}


def rows(path: Path) -> list[dict[str, str]]:
    """CSV의 줄들. UTF-8(BOM이 있어도)과 윈도의 CP949를 읽는다."""
    data = path.read_bytes()
    for code in ("utf-8-sig", "cp949"):
        try:
            text = unicodedata.normalize("NFC", data.decode(code))
            break
        except UnicodeDecodeError:
            continue
    else:
        raise ValueError(f"{path}: UTF-8이나 CP949로 적힌 CSV가 아닙니다.")
    reader = csv.DictReader(io.StringIO(text))
    kept = [{(k or "").strip(): v or "" for k, v in row.items() if k is not None} for row in reader]
    return [row for row in kept if any(row.values())]


def _column(row: dict[str, str], known: tuple[str, ...]) -> str:
    return next((name for word in known for name in row if name.lower() == word), "")


class Owners:
    """경로 → 주인. 경로의 앞쪽(강의 시스템이 지은 폴더)을 먼저 믿는다."""

    def __init__(self, learners: list[Learner]):
        self.learners = learners
        self.numbers = {learner.number: learner for learner in learners if learner.number}
        self.ids = {learner.id.lower(): learner for learner in learners if learner.id}

    def find(self, path: str) -> Learner | None:
        """경로의 주인. 한 사람으로 좁혀지지 않으면 없는 것으로 본다."""
        for part in path.split("/"):
            found = self._by_code(part) or self._by_name(part)
            if found is not None:
                return found
        return None

    def _by_code(self, part: str) -> Learner | None:
        moodle = MOODLE.match(part)
        if moodle and moodle[2] in self.numbers:
            return self.numbers[moodle[2]]
        tokens = re.findall(r"[0-9A-Za-z]+(?:[.-][0-9A-Za-z]+)*|[0-9A-Za-z]+", COPY.sub(" ", part))
        tokens += re.findall(r"[0-9]{4,}|[0-9A-Za-z]+", COPY.sub(" ", part))
        people = {self.ids[t.lower()].key: self.ids[t.lower()] for t in tokens if t.lower() in self.ids}
        people |= {x.key: x for x in self.learners if x.email and x.email.lower() in part.lower()}
        return next(iter(people.values())) if len(people) == 1 else None

    def _by_name(self, part: str) -> Learner | None:
        part = MOODLE.sub(r"\1", part) if MOODLE.match(part) else part
        inside = [x for x in self.learners if x.name and x.name.lower() in part.lower()]
        longest = [x for x in inside if not any(x.name != y.name and x.name in y.name for y in inside)]
        return longest[0] if len(longest) == 1 else None


def stranger(path: str, common: str) -> Learner:
    """명단이 없을 때, 또는 명단에 없는 파일의 임시 주인. 폴더나 파일의 이름에서 만든다."""
    part = path.removeprefix(common).split("/")[0]
    moodle = MOODLE.match(part)
    if moodle:
        return Learner(moodle[2], moodle[1])
    stem = COPY.sub(" ", re.sub(r"\.(ipynb|py|zip)", "", part, flags=re.I)).strip(" -_")
    return Learner(stem or part)
