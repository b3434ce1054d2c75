"""채점의 빠르기: 지어낸 제출물 200여 개를 명령 그대로 채점하고, 한 사람에 몇 초인지 적는다.

학생의 절반은 다 맞고, 나머지는 하나씩 틀리거나, 비우거나, 끝나지 않거나, 깨진 파일을 낸다.
"""

from __future__ import annotations

import json
import sys
import tempfile
import time
from pathlib import Path

from lstm_ref.classroom import grading
from lstm_ref.exercises import find, solution, stub

NAMES = ("ex06a", "ex06b", "ex06c", "ex07a", "ex07b", "ex07c")
PEOPLE, TARGET = 210, 300.0


def notebook(*codes: str) -> str:
    """코드 셀들로 만든 노트북."""
    cells = [{"cell_type": "code", "metadata": {}, "outputs": [], "source": code} for code in codes]
    return json.dumps({"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": cells})


def handed(number: int) -> str:
    """학생 하나가 낸 글. 열 사람에 하나는 끝나지 않는 답, 하나는 깨진 파일이다."""
    codes = ["import numpy as np\nimport lstm_ref as lr", *(solution(find(name)) for name in NAMES)]
    if number % 10 == 3:
        codes[1 + number % 6] += "\n"
        codes.append(f"def {find(NAMES[number % 6]).function}(*_):\n    while True:\n        pass")
    elif number % 10 == 7:
        return notebook(*codes)[:-20]
    elif number % 2:
        codes[1 + number % 6] = stub(find(NAMES[number % 6]))
    return notebook(*codes)


def main(workers: int = 2) -> None:
    """반을 만들어 채점하고 한 줄로 적는다."""
    with tempfile.TemporaryDirectory() as folder:
        room = Path(folder)
        for number in range(PEOPLE):
            place = room / "handed" / f"학생_{10000 + number}_assignsubmission_file" / "hw.ipynb"
            place.parent.mkdir(parents=True)
            place.write_text(handed(number), encoding="utf-8")
        started = time.perf_counter()
        worth = {name: float(find(name).points) for name in NAMES}
        grading.grade(room / "handed", room / "out", worth, workers=workers)
        spent = time.perf_counter() - started
    print(
        f"제출물 {PEOPLE}개, 문제 {len(NAMES)}개, 일꾼 {workers}: {spent:.1f}초, 한 사람에 {spent / PEOPLE:.2f}초 "
        f"(목표: {TARGET:.0f}초 안)"
    )


if __name__ == "__main__":
    main(*(int(word) for word in sys.argv[1:2]))
