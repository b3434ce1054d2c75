"""판정: 문제, 사례, 부른 결과를 받아 통과인지, 아니면 무엇이 처음 틀렸는지 말한다. 아무것도 실행하지 않는다."""

from __future__ import annotations

import unicodedata
from functools import partial
from typing import NamedTuple

import numpy as np

from .compare import Gap, first_gap, short
from .spec import Exercise

ROOM = 80  # 입력을 적는 줄의 칸 수. 전화기에서 두 줄이다


class Outcome(NamedTuple):
    """함수를 한 번 부른 결과. `kind`: "value", "raised", "timeout", "killed", "unreadable"."""

    kind: str
    value: object = None
    detail: str = ""
    mutated: bool = False
    called: str = ""  # 답 안에서 부른, 부르면 안 되는 lstm_ref의 함수
    blank: bool = False  # 채우지 않은 `...`이 남은 채로 오류가 났다


class Key(NamedTuple):
    """채점표: 사례마다의 정답, 실수마다 그 실수를 한 값, 그 값이 정답과 다른지. 한 번 만들면 답 여럿을 판정한다."""

    answers: list
    wrongs: list[list[Outcome]]
    differs: list[list[bool]]


class Verdict(NamedTuple):
    """판정. `mistake`는 알아본 실수의 말이고, 알아보지 못했으면 빈 글자다."""

    passed: bool
    message: str
    mistake: str
    checked: int


STOPPED = {
    "raised": "오류가 났어요.",
    "timeout": "시간 안에 끝나지 않아서 멈췄어요. 끝나지 않는 반복이 있는지 보세요.",
    "killed": "실행이 도중에 끊겼어요. 메모리를 너무 많이 쓰지 않는지 보세요.",
    "unreadable": "돌려준 값을 읽을 수 없어요.",
}
# 영어 오류에 든 말 → 그 뜻. 앞의 것부터 찾는다
MEANINGS = {
    "matmul": "행렬 곱에서 안쪽 크기가 맞지 않아요.",
    "concatenat": "이어 붙일 배열의 크기가 맞지 않아요. 어느 축으로 잇는지 보세요.",
    "broadcast": "더하거나 곱할 두 배열의 크기가 맞지 않아요.",
    "is not defined": "정의하지 않은 이름을 썼어요. 철자와 import를 보세요.",
    "NoneType": "None으로 셈했어요. `return`을 빠뜨린 안쪽 함수가 있는지 보세요.",
    "out of bounds": "배열에 없는 자리나 축을 읽었어요.",
    "has no attribute": "없는 이름을 불렀어요. 철자를 보세요.",
    "ZeroDivision": "0으로 나누었어요.",
}
BLANK = "아직 비어 있어요. `...`를 지우고 채워 보세요."
BORROWED = "답에서 lr.{} 함수를 불렀어요. 정답을 부르는 것은 답이 아니에요. 식을 직접 적어 보세요."
CHANGED = "받은 배열을 제자리에서 바꾸었어요. 부른 쪽의 값이 달라지니 새 배열을 만들어 돌려주세요."


def key(exercise: Exercise, cases: list[dict]) -> Key:
    """정답과 실수의 값을 사례마다 구한다."""
    answers = [exercise.reference(*case.values()) for case in cases]
    wrongs = [[attempt(m.wrong, case) for case in cases] for m in exercise.mistakes]
    right = [Outcome("value", answer) for answer in answers]
    differs = [[not _same(exercise, *pair) for pair in zip(right, made)] for made in wrongs]
    return Key(answers, wrongs, differs)


def judge(
    exercise: Exercise, cases: list[dict], outcomes: list[Outcome], known: Key | None = None
) -> Verdict:
    """사례마다 정답과 견준다. 틀렸으면 자주 하는 실수인지 먼저 보고, 아니면 처음 어긋난 곳을 말한다.

    매개변수
    --------
    exercise : Exercise
    cases : `spec.cases`가 준 사례
    outcomes : 사례마다의 결과. 모자란 것은 끊긴 것으로 본다
    known : 같은 사례로 미리 만든 `key`. 답 여럿을 판정할 때 주면 빠르다

    반환값
    ------
    Verdict
    """
    known = known or key(exercise, cases)
    outcomes = [*outcomes, *[Outcome("killed")] * (len(cases) - len(outcomes))]
    gaps = [_gap(exercise, answer, outcome) for answer, outcome in zip(known.answers, outcomes)]
    head = f"{exercise.id} {exercise.title}: "
    fail = partial(Verdict, False, checked=len(cases))
    if called := next((outcome.called for outcome in outcomes if outcome.called), ""):
        return fail(head + BORROWED.format(called), "")
    advice = f"\n다만 {CHANGED}" if any(outcome.mutated for outcome in outcomes) else ""
    first = _first(gaps)
    if first is None:
        return Verdict(True, head + _passed(exercise, cases) + advice, "", len(cases))
    if gaps[first].kind != "empty":
        mistake = _recognise(exercise, known, outcomes)
        if mistake:
            seen = next(k for k, gap in enumerate(gaps) if gap and outcomes[k].kind == "value")
            return fail(f"{head}{mistake}\n{_sample(cases[seen], gaps[seen])}", mistake)
    return fail(head + _unknown(cases[first], gaps[first]) + advice, "")


def _first(gaps: list[Gap | None]) -> int | None:
    """처음 어긋난 사례. 다만 크기가 다른 사례가 있으면 그 까닭이 더 뚜렷하므로 그것을 먼저 말한다."""
    wrong = [k for k, gap in enumerate(gaps) if gap]
    shaped = [k for k in wrong if gaps[k].kind == "shape"]
    return (shaped or wrong)[0] if wrong and gaps[wrong[0]].kind == "value" else (wrong or [None])[0]


def _gap(exercise: Exercise, answer, outcome: Outcome) -> Gap | None:
    if outcome.kind == "value":
        return first_gap(exercise.outputs, answer, outcome.value, exercise.tolerance)
    if outcome.blank:
        return Gap("empty", BLANK)
    meaning = next((f" {text}" for word, text in MEANINGS.items() if word in outcome.detail), "")
    return Gap(outcome.kind, f"{STOPPED[outcome.kind]}{meaning}\n{outcome.detail}".rstrip())


def _passed(exercise: Exercise, cases: list[dict]) -> str:
    names = ", ".join(text.split(" ")[0] for text in exercise.outputs)
    return f"통과했어요. 크기를 바꾼 사례 {len(cases)}개에서 확인한 값: {names}."


def _unknown(case: dict, gap: Gap) -> str:
    if gap.kind in ("value", "nan"):
        return "아직 달라요.\n" + _sample(case, gap)
    if gap.kind in ("shape", "raised"):
        return f"{gap.text}\n{_inputs(case)}"
    return gap.text


def _sample(case: dict, gap: Gap) -> str:
    one = {k: v.item() if isinstance(v, np.ndarray) and v.size == 1 else v for k, v in case.items()}
    values = ", ".join(f"{name} = {short(value)}" for name, value in one.items())
    return _inputs(case, f"  입력: {values}") + f"\n  {gap.text}"


def _inputs(case: dict, line: str = "") -> str:
    """입력의 값을 한 줄로 적는다. 전화기의 두 줄에 들어가지 않으면 크기를, 그것도 길면 앞의 것만 적는다."""
    if line and width(line) <= ROOM:
        return line
    shapes = [_shape(*item) for item in case.items()]
    for n in range(len(shapes), 0, -1):
        rest = f" 외 {len(shapes) - n}개" if n < len(shapes) else ""
        line = f"  입력의 크기: {', '.join(shapes[:n])}{rest}"
        if width(line) <= ROOM:
            break
    return line


def width(text: str) -> int:
    """글자판의 칸 수. 한글은 두 칸이다."""
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)


def _shape(name: str, value) -> str:
    if isinstance(value, np.ndarray):
        return f"{name} {value.shape}"
    return f"{name} = {short(value)}" if not isinstance(value, list) else f"{name} (배열 {len(value)}개)"


def attempt(function, case: dict) -> Outcome:
    """믿을 수 있는 함수(정답과 실수의 본보기)를 한 번 부른다."""
    try:
        with np.errstate(all="ignore"):
            return Outcome("value", function(*case.values()))
    except Exception as error:
        return Outcome("raised", detail=type(error).__name__)


def _recognise(exercise: Exercise, known: Key, outcomes) -> str:
    """모든 사례에서 똑같이 틀린 실수를 먼저 찾고, 없으면 정답과 다른 사례에서만 똑같은 실수를 찾는다."""
    loose = ""
    for (message, _), wrongs, differs in zip(exercise.mistakes, known.wrongs, known.differs):
        same = []
        for made, came, differ in zip(wrongs, outcomes, differs):
            same.append(_same(exercise, made, came))
            if differ and not same[-1]:  # 이 실수라면 다르게 나왔을 사례다. 나머지는 볼 것 없다
                break
        else:
            hit = any(s and d and o.kind == "value" for s, d, o in zip(same, differs, outcomes))
            if hit and all(same):
                return message
            loose = loose or (message if hit else "")
    return loose


def _same(exercise: Exercise, made: Outcome, came: Outcome) -> bool:
    if made.kind != "value" or came.kind != "value":
        return made.kind == came.kind
    with np.errstate(all="ignore"):
        return _alike(made.value, came.value, exercise.tolerance)


def _alike(a, b, tolerance: float) -> bool:
    if isinstance(a, (tuple, list)):
        return _sized(b) and len(a) == len(b) and all(_alike(p, q, tolerance) for p, q in zip(a, b))
    try:
        a, b = np.asarray(a), np.asarray(b)
    except Exception:  # 아무 물건이나 올 수 있다
        return False
    if a.shape != b.shape or b.dtype.kind not in "iuf" or a.dtype.kind not in "iuf":
        return False
    gap = np.abs(b - a)
    if (gap <= tolerance * (1 + np.abs(a))).all():
        return True
    # 무한대나 nan이 같은 자리에 있는 것도 같은 실수다. 모두 유한하면 위에서 이미 갈렸다
    return not np.isfinite(gap).all() and np.allclose(b, a, rtol=tolerance, atol=tolerance, equal_nan=True)


def _sized(value) -> bool:
    return isinstance(value, (tuple, list)) or (isinstance(value, np.ndarray) and value.ndim > 0)
