"""연습문제의 규격과, 문제를 찾는 함수."""

from __future__ import annotations

import difflib
from collections.abc import Callable
from functools import cache
from importlib import import_module
from typing import NamedTuple, TypeAlias

import numpy as np

from ..checks import kind, whole

Array: TypeAlias = np.ndarray
Value: TypeAlias = Array | float | list[Array]  # 문제가 주는 인자 하나
Case: TypeAlias = dict[str, Value]  # 인자의 이름과 값을 함수가 받는 차례대로
Function: TypeAlias = Callable[..., object]


class Mistake(NamedTuple):
    """자주 하는 실수 하나. `wrong`은 배우는 이의 함수와 같은 인자를 받아, 그 실수를 한 값을 돌려준다."""

    message: str
    wrong: Function


class Exercise(NamedTuple):
    """연습문제 하나. 빈 셀, 자기 확인, 채점, 풀이가 모두 이것을 읽는다.

    매개변수
    --------
    solution : 풀이. 이름과 인자, 크기를 적은 설명까지 배우는 이가 받는 빈 함수와 같다
    why : 풀이의 까닭(Markdown)
    outputs : 돌려줄 값마다 이름과 축
    reference : 정답. 풀이와 따로, 되도록 lstm_ref의 함수로 구한다
    draw : `draw(rng, k)`가 인자의 이름과 값을 차례대로 담은 dict를 준다. k = 0은 메시지에 보일 작은 사례다
    hints : 한 걸음씩 더 자세해지는 힌트
    mistakes : 자주 하는 실수
    tools : 답에서 불러도 되는 lstm_ref의 함수
    """

    id: str
    title: str
    level: str
    solution: Function
    why: str
    outputs: tuple[str, ...]
    reference: Function
    draw: Callable[[np.random.Generator, int], Case]
    hints: tuple[str, ...]
    mistakes: tuple[Mistake, ...]
    tolerance: float = 1e-9
    tools: tuple[str, ...] = ("sigmoid",)

    @property
    def function(self) -> str:
        """배우는 이가 채울 함수의 이름."""
        return self.solution.__name__

    @property
    def chapter(self) -> str:
        """문제가 있는 장. 예: "06-forget-gate"."""
        stem = self.solution.__module__.rsplit(".", 1)[-1]
        return f"{self.id[2:4]}-{stem.replace('_', '-')}"

    @property
    def points(self) -> int:
        """배점: 기초 1, 표준 2, 도전 3."""
        return LEVELS.index(self.level) + 1


def table(mistakes: dict[str, Function]) -> tuple[Mistake, ...]:
    """{말: 틀린 답}을 실수의 표로 바꾼다."""
    return tuple(Mistake(*item) for item in mistakes.items())


LEVELS = ("기초", "표준", "도전")
# 장의 차례. 문제가 있는 장마다 그 줄기와 이름이 같은 파일이 하나씩 있다.
STEMS = (
    "rnn", "vanishing", "memory", "bptt", "lstm", "forget_gate", "input_gate",
    "cell_state", "output_gate", "summary", "lstm_bptt", "honorifics", "beyond", "libraries",
)  # fmt: skip


@cache
def _by_id() -> dict[str, Exercise]:
    rooms = (import_module(f".{stem}", __package__) for stem in STEMS)
    return {exercise.id: exercise for room in rooms for exercise in room.EXERCISES}


def ids() -> tuple[str, ...]:
    """모든 문제의 번호를 장의 차례대로 준다."""
    return tuple(_by_id())


def near(exercise_id: str) -> list[str]:
    """`exercise_id`와 비슷한 번호를 셋까지 준다. 비슷한 것이 없으면 빈 목록이다.

    매개변수
    --------
    exercise_id : 문제의 번호라고 적은 글

    반환값
    ------
    번호의 목록

    예외
    ----
    없음 : 글이 아니어도 글로 바꾸어 견준다

    예
    --
    >>> near("ex6a")[0]
    'ex06a'

    출처: 이 책.
    """
    return difflib.get_close_matches(str(exercise_id).strip().lower(), ids(), n=3, cutoff=0.6)


def find(exercise_id: str) -> Exercise:
    """번호로 문제를 찾는다.

    매개변수
    --------
    exercise_id : 문제의 번호

    반환값
    ------
    Exercise

    예외
    ----
    TypeError, ValueError : 글이 아니거나 없는 번호일 때

    예
    --
    >>> find("ex06a").title
    '지워지는 몫'
    >>> find("망각")
    Traceback (most recent call last):
        ...
    ValueError: '망각'에 맞는 연습문제가 없습니다. 비슷한 번호: 없음.

    출처: 이 책.
    """
    kind("exercise_id", exercise_id, str)
    if exercise_id not in ids():
        close = ", ".join(near(exercise_id)) or "없음"
        raise ValueError(f"{exercise_id!r}에 맞는 연습문제가 없습니다. 비슷한 번호: {close}.")
    return _by_id()[exercise_id]


def all_exercises() -> list[Exercise]:
    """모든 문제를 장의 차례대로 준다.

    반환값
    ------
    Exercise의 목록

    예외
    ----
    없음

    예
    --
    >>> all_exercises()[0].id
    'ex01a'

    출처: 이 책.
    """
    return list(_by_id().values())


def cases(exercise: Exercise, seed: int, count: int) -> list[Case]:
    """사례 `count`개. 첫 사례는 시드와 상관없이 늘 같은 작은 사례이고, 나머지는 시드로 정해진다.

    매개변수
    --------
    exercise : Exercise
    seed : 0 이상 2**128 이하의 정수
    count : 1 이상의 정수

    반환값
    ------
    인자의 이름과 값을 함수가 받는 차례대로 담은 dict의 목록

    예외
    ----
    TypeError, ValueError : 형이나 범위가 위와 다를 때

    예
    --
    >>> [*cases(find("ex06a"), 0, 1)[0]]
    ['W_f', 'b_f', 'h_prev', 'x_t', 'C_prev']

    출처: 이 책.
    """
    kind("exercise", exercise, Exercise)
    seed, count = whole("seed", seed, 0, 2**128), whole("count", count, 1)
    keys = [[0, 0], *([seed, k] for k in range(1, count))]
    return [exercise.draw(np.random.default_rng(key), k) for k, key in enumerate(keys)]
