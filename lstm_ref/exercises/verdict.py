"""판정: 문제, 사례, 부른 결과를 받아 통과인지, 아니면 무엇이 처음 틀렸는지 말한다. 아무것도 실행하지 않는다."""

from __future__ import annotations

import textwrap
from typing import NamedTuple

import numpy as np

from .compare import Gap, first_gap, short
from .spec import Exercise

ROOM = 60  # 입력의 수가 이보다 많으면 값 대신 크기를 보인다


class Outcome(NamedTuple):
    """함수를 한 번 부른 결과. `kind`: "value", "raised", "timeout", "killed", "unreadable"."""

    kind: str
    value: object = None
    detail: str = ""
    mutated: bool = False


class Verdict(NamedTuple):
    """판정. `mistake`는 알아본 실수의 말이고, 알아보지 못했으면 빈 글자다."""

    passed: bool
    message: str
    mistake: str
    checked: int


STOPPED = {
    "raised": "실행하다가 오류가 났어요.",
    "timeout": "시간 안에 끝나지 않아서 멈췄어요. 끝나지 않는 반복이 있는지 보세요.",
    "killed": "실행이 도중에 끊겼어요. 메모리를 너무 많이 쓰지 않는지 보세요.",
    "unreadable": "돌려준 값을 읽을 수 없어요.",
}
CHANGED = "받은 배열을 제자리에서 바꾸었어요. 부른 쪽의 값이 달라지니 새 배열을 만들어 돌려주세요."


def judge(exercise: Exercise, cases: list[dict], outcomes: list[Outcome]) -> Verdict:
    """사례마다 정답과 견준다. 틀렸으면 자주 하는 실수인지 먼저 보고, 아니면 처음 어긋난 곳을 말한다.

    매개변수
    --------
    exercise : Exercise
    cases : `spec.cases`가 준 사례
    outcomes : 사례마다의 결과. 모자란 것은 끊긴 것으로 본다

    반환값
    ------
    Verdict
    """
    outcomes = [*outcomes, *[Outcome("killed")] * (len(cases) - len(outcomes))]
    answers = [exercise.reference(*case.values()) for case in cases]
    gaps = [_gap(exercise, answer, outcome) for answer, outcome in zip(answers, outcomes)]
    head = f"{exercise.id} {exercise.title}: "
    advice = f"\n다만 {CHANGED}" if any(outcome.mutated for outcome in outcomes) else ""
    first = _first(gaps)
    if first is None:
        return Verdict(True, head + _passed(exercise, cases) + advice, "", len(cases))
    if gaps[first].kind != "empty":
        mistake = _recognise(exercise, cases, answers, outcomes)
        if mistake:
            seen = next(k for k, gap in enumerate(gaps) if gap and outcomes[k].kind == "value")
            detail = _sample(cases[seen], gaps[seen])
            return Verdict(False, f"{head}{mistake}\n{detail}", mistake, len(cases))
    return Verdict(False, head + _unknown(cases[first], gaps[first]) + advice, "", len(cases))


def _first(gaps: list[Gap | None]) -> int | None:
    """처음 어긋난 사례. 다만 크기가 다른 사례가 있으면 그 까닭이 더 뚜렷하므로 그것을 먼저 말한다."""
    wrong = [k for k, gap in enumerate(gaps) if gap]
    shaped = [k for k in wrong if gaps[k].kind == "shape"]
    return (shaped or wrong)[0] if wrong and gaps[wrong[0]].kind == "value" else (wrong or [None])[0]


def _gap(exercise: Exercise, answer, outcome: Outcome) -> Gap | None:
    if outcome.kind == "value":
        return first_gap(exercise.outputs, answer, outcome.value, exercise.tolerance)
    return Gap(outcome.kind, f"{STOPPED[outcome.kind]}\n{outcome.detail}".rstrip())


def _passed(exercise: Exercise, cases: list[dict]) -> str:
    names = ", ".join(text.split(" ")[0] for text in exercise.outputs)
    return f"통과했어요. 크기를 바꾼 사례 {len(cases)}개에서 확인한 값: {names}."


def _unknown(case: dict, gap: Gap) -> str:
    if gap.kind in ("value", "nan"):
        return "아직 달라요.\n" + _sample(case, gap)
    if gap.kind in ("shape", "raised"):
        return gap.text + "\n" + _wrapped("입력의 크기: " + ", ".join(_shape(*item) for item in case.items()))
    return gap.text


def _sample(case: dict, gap: Gap) -> str:
    names = list(case)
    small = sum(
        np.size(v) for value in case.values() for v in (value if isinstance(value, list) else [value])
    )
    shown = [f"{name} = {short(case[name])}" if small <= ROOM else _shape(name, case[name]) for name in names]
    return _wrapped("입력: " + ", ".join(shown)) + "\n  " + gap.text


def _wrapped(text: str) -> str:
    lines = textwrap.wrap(text, width=88, subsequent_indent="      ", break_long_words=False)
    return "\n".join("  " + line for line in lines)


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


def _recognise(exercise: Exercise, cases, answers, outcomes) -> str:
    """모든 사례에서 똑같이 틀린 실수를 먼저 찾고, 없으면 정답과 다른 사례에서만 똑같은 실수를 찾는다."""
    loose = ""
    for message, wrong in exercise.mistakes:
        wrongs = [attempt(wrong, case) for case in cases]
        same = [_same(exercise, a, b) for a, b in zip(wrongs, outcomes)]
        differs = [_gap(exercise, answer, made) is not None for answer, made in zip(answers, wrongs)]
        hit = any(s and d and o.kind == "value" for s, d, o in zip(same, differs, outcomes))
        if hit and all(same):
            return message
        if hit and not loose and all(s or not d for s, d in zip(same, differs)):
            loose = message
    return loose


def _same(exercise: Exercise, made: Outcome, came: Outcome) -> bool:
    if made.kind != "value" or came.kind != "value":
        return made.kind == came.kind
    return _alike(made.value, came.value, exercise.tolerance)


def _alike(a, b, tolerance: float) -> bool:
    if isinstance(a, (tuple, list)):
        return _sized(b) and len(a) == len(b) and all(_alike(p, q, tolerance) for p, q in zip(a, b))
    try:
        a, b = np.asarray(a), np.asarray(b)
    except Exception:  # 아무 물건이나 올 수 있다
        return False
    if a.shape != b.shape or b.dtype.kind not in "iuf":
        return False
    return bool(np.allclose(b, a, rtol=tolerance, atol=tolerance, equal_nan=True))


def _sized(value) -> bool:
    return isinstance(value, (tuple, list)) or (isinstance(value, np.ndarray) and value.ndim > 0)
