"""채점 검사가 함께 쓰는 준비: 모래상자를 쓸 수 있는지, 반을 폴더에 적기, 결과 읽기."""

import csv
import os
import re

import pytest

from lstm_ref.classroom import selftest
from lstm_ref.classroom.sandbox import Limits

QUICK = Limits(call=1.0, exercise=20.0, statement=1.0, start=20.0, total=300.0, patience=600.0)
MAY_SKIP = "LSTM_NO_SANDBOX"


def need_sandbox():
    """모래상자가 서지 않으면 실패한다. 스스로 건너뛰겠다고 적은 컴퓨터에서만 까닭을 적고 건너뛴다."""
    wrong = [f"{check.name}: {check.seen}" for check in selftest.run(QUICK, quick=True) if not check.passed]
    if not wrong:
        return
    if os.environ.get(MAY_SKIP) == "1":
        pytest.skip(
            f"모래상자를 만들 수 없어 채점 검사를 건너뜁니다({'; '.join(wrong)}). CI에서는 실패합니다."
        )
    pytest.fail(
        f"모래상자를 만들 수 없습니다({'; '.join(wrong)}). apt-get install bubblewrap을 하거나, {MAY_SKIP}=1로 건너뛰세요."
    )


def folder_name(number: int) -> str:
    return f"학생{number:02d}_{70000 + number}_assignsubmission_file"


def hand_in(people, folder):
    """학생마다 무들이 짓는 이름의 폴더에 파일을 적는다."""
    for number, person in enumerate(people):
        for name, data in person.files.items():
            place = folder / folder_name(number) / name
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_bytes(data)


def moodle_roster(people, path):
    """무들의 채점표 꼴의 명단."""
    rows = ["Identifier,Full name,ID number,Grade,Maximum Grade,Feedback comments"]
    rows += [f"Participant {70000 + k},학생{k:02d},2026{k:03d},,4.00," for k in range(len(people))]
    path.write_text("\ufeff" + "\n".join(rows) + "\n", encoding="utf-8")
    return path


def read_csv(path):
    with open(path, encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def feedback_of(out, number: int, kind="md") -> str:
    (path,) = [p for p in (out / "feedback").glob(f"*.{kind}") if re.search(rf"2026{number:03d}", p.name)]
    return path.read_text(encoding="utf-8")
