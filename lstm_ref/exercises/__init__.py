"""연습문제: 장 하나가 파일 하나이고, 문제마다 정답·입력·힌트·자주 하는 실수를 함께 담는다."""

from .notebook import check, hint
from .spec import Exercise, Mistake, all_exercises, cases, find, near
from .texts import blank, solution, stub
from .verdict import Key, Outcome, Verdict, judge, key

__all__ = [
    "Exercise", "Key", "Mistake", "Outcome", "Verdict", "all_exercises", "blank", "cases", "check", "find",
    "hint", "judge", "key", "near", "solution", "stub",
]  # fmt: skip
