"""판정: 문제, 사례, 부른 결과를 받아 통과인지, 아니면 무엇이 처음 틀렸는지 말한다. 아무것도 실행하지 않는다."""

from __future__ import annotations

from functools import partial
from typing import NamedTuple

import numpy as np

from ..checks import kind
from .compare import ROOM, Gap, Shown, cut, first_gap, fits, listed, short, sized, width
from .spec import Case, Exercise, Function, Value


class Outcome(NamedTuple):
    """함수를 한 번 부른 결과. `kind`: "value", "raised", "timeout", "killed", "unreadable"."""

    kind: str
    value: object = None
    detail: str = ""
    mutated: bool = False
    called: str = ""  # 답 안에서 부른, 부르면 안 되는 lstm_ref의 함수
    blank: bool = False  # 채우지 않은 `...`이 남은 채로 오류가 났다
    meaning: str = ""  # 오류의 뜻


class Key(NamedTuple):
    """채점표: 사례마다의 정답, 실수마다 그 실수를 한 값, 그 값이 정답과 다른지. 한 번 만들면 답 여럿을 판정한다."""

    answers: list[object]
    wrongs: list[list[Outcome]]
    differs: list[list[bool]]


class Verdict(NamedTuple):
    """판정. `mistake`는 알아본 실수의 말이고, 알아보지 못했으면 빈 글자다."""

    passed: bool
    message: str
    mistake: str
    checked: int


STOPPED = {
    "raised": ("오류가 났어요.", ""),
    "timeout": ("시간 안에 끝나지 않아서 멈췄어요.", "끝나지 않는 반복이 있는지 보세요."),
    "killed": ("실행이 도중에 끊겼어요.", "메모리를 너무 많이 쓰지 않는지 보세요."),
    "unreadable": ("돌려준 값을 읽을 수 없어요.", ""),
}
BLANK = Gap("empty", "아직 비어 있어요.", "`...`를 지우고 채워 보세요.")
BORROWED = "lr.{} 함수를 불렀어요.", "부른 것은 답이 아니에요. 식을 직접 적어 보세요."
CHANGED = "받은 배열을 바꾸었어요. 새 배열을 돌려주세요."


def key(exercise: Exercise, cases: list[Case]) -> Key:
    """정답과 실수의 값을 사례마다 구한다.

    매개변수
    --------
    exercise : Exercise
    cases : `spec.cases`가 준 사례

    반환값
    ------
    Key

    예외
    ----
    TypeError : exercise가 Exercise가 아닐 때

    예
    --
    >>> from .spec import cases, find
    >>> key(find("ex06a"), cases(find("ex06a"), 0, 1)).answers[0].shape
    (1, 1)

    출처: 이 책.
    """
    kind("exercise", exercise, Exercise)
    answers = [exercise.reference(*case.values()) for case in cases]
    wrongs = [[attempt(m.wrong, case) for case in cases] for m in exercise.mistakes]
    right = [Outcome("value", answer) for answer in answers]
    differs = [[not _same(exercise, *pair) for pair in zip(right, made)] for made in wrongs]
    return Key(answers, wrongs, differs)


def judge(
    exercise: Exercise, cases: list[Case], outcomes: list[Outcome], known: Key | None = None
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

    예외
    ----
    TypeError : exercise가 Exercise가 아닐 때

    예
    --
    >>> from .spec import cases, find
    >>> exercise = find("ex06a")
    >>> judge(exercise, cases(exercise, 0, 1), [Outcome("value", np.zeros((1, 1)))]).passed
    False

    출처: 이 책.
    """
    known = known or key(exercise, cases)
    outcomes = [*outcomes, *[Outcome("killed")] * (len(cases) - len(outcomes))]
    gaps = [_gap(exercise, answer, outcome) for answer, outcome in zip(known.answers, outcomes)]
    fail, said = partial(Verdict, False, checked=len(cases)), partial(headed, exercise)
    if called := next((outcome.called for outcome in outcomes if outcome.called), ""):
        return fail(said(BORROWED[0].format(cut(called, 12.9)), BORROWED[1]), "")
    advice = CHANGED if any(outcome.mutated for outcome in outcomes) else ""
    first = _first(gaps)
    if not first:
        return Verdict(True, said("통과했어요.", _passed(exercise, cases), advice), "", len(cases))
    at, gap = first
    if gap.kind != "empty":
        mistake = _recognise(exercise, known, outcomes)
        if mistake:
            seen = next((cases[k], g) for k, g in enumerate(gaps) if g and outcomes[k].kind == "value")
            return fail(said(mistake, *_seen(*seen, values=True)), mistake)
    return fail(said(gap.text, *_unknown(cases[at], gap, advice)), "")


def headed(exercise: Exercise, text: str, *lines: str) -> str:
    """문제의 번호와 제목을 앞에 단 말. 첫 줄이 길면 제목은 뺀다. 빈 줄은 뺀다."""
    head = f"{exercise.id} {exercise.title}: "
    if width(head + text) > ROOM:
        head = f"{exercise.id}: "
    return "\n".join([head + text, *(f"  {line}" for line in lines if line)])


def _first(gaps: list[Gap | None]) -> tuple[int, Gap] | None:
    """처음 어긋난 사례와 그곳. 다만 크기가 다른 사례가 있으면 그 까닭이 더 뚜렷하므로 그것을 먼저 말한다."""
    wrong = [(k, gap) for k, gap in enumerate(gaps) if gap]
    shaped = [(k, gap) for k, gap in wrong if gap.kind == "shape"]
    return next(iter(shaped if shaped and wrong[0][1].kind == "value" else wrong), None)


def _gap(exercise: Exercise, answer: object, outcome: Outcome) -> Gap | None:
    if outcome.blank:
        return BLANK
    if outcome.kind == "value":
        return first_gap(exercise.outputs, answer, outcome.value, exercise.tolerance)
    text, more = STOPPED[outcome.kind]
    return Gap(outcome.kind, outcome.meaning or text, outcome.detail, more)


def _passed(exercise: Exercise, cases: list[Case]) -> str:
    names = (text.split(" ")[0] for text in exercise.outputs)
    return listed(f"사례 {len(cases)}개에서 확인: ", [*names])


def _unknown(case: Case, gap: Gap, advice: str) -> list[str]:
    """어디에서 어긋났는지와 입력. 받은 배열을 바꾸었으면 입력 대신 그것을 말한다."""
    if gap.kind not in ("value", "nan", "shape", "raised"):
        return [gap.at, gap.more or advice]
    if gap.kind != "raised":
        return [advice, gap.at] if advice else _seen(case, gap, values=gap.kind != "shape")
    *where, name = gap.at.split("\n")
    return [*where, name if ": " in name else _sizes(case, f"{name}, 입력의 크기: ".lstrip(", ")) or name]


def _seen(case: Case, gap: Gap, *, values: bool) -> list[str]:
    """입력 한 줄, 정답과 나온 값 한 줄. 입력의 값이 길면 둘째 줄로 넘기고, 그래도 길면 앞의 것만, 아니면 크기를 적는다."""
    at = gap.at or gap.text
    if not values:
        return [_sizes(case), at]
    parts = [f"{name}={short(_bare(value))}" for name, value in case.items()]
    if fits(whole := "입력: " + " ".join(parts)):
        return [whole, at]
    for n in range(len(parts) - 1, 0, -1):
        line, rest = " ".join(parts[:n]), " ".join(parts[n:])
        for two in ([line, f"{rest} → {value}"] for value in (at, *gap.brief)):
            if all(map(fits, two)):
                return two
    return [listed("입력: ", parts, " ") or _sizes(case), at]


def _bare(value: Value) -> Shown:
    """크기가 1인 축을 뺀 값. 목록은 안의 배열마다 뺀다."""
    if isinstance(value, list):
        return [_bare(v) for v in value]
    bare = np.squeeze(value) if isinstance(value, np.ndarray) else value
    return bare.item() if isinstance(bare, np.ndarray) and not bare.ndim else bare


def _sizes(case: Case, head: str = "입력의 크기: ") -> str:
    return listed(head, [shape_of(*item) for item in case.items()])


def shape_of(name: str, value: Value) -> str:
    """입력 하나의 이름과 크기. 배열이 아니면 값이다."""
    if isinstance(value, np.ndarray):
        return f"{name} {value.shape}"
    return f"{name} = {short(value)}" if not isinstance(value, list) else f"{name} (배열 {len(value)}개)"


def attempt(function: Function, case: Case) -> Outcome:
    """믿을 수 있는 함수(정답과 실수의 본보기)를 한 번 부른다."""
    try:
        with np.errstate(all="ignore"):
            return Outcome("value", function(*case.values()))
    except Exception as error:
        return Outcome("raised", detail=type(error).__name__)


def _recognise(exercise: Exercise, known: Key, outcomes: list[Outcome]) -> str:
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


def _alike(a: object, b: object, tolerance: float) -> bool:
    if isinstance(a, (tuple, list)):
        return sized(b) and len(a) == len(b) and all(_alike(p, q, tolerance) for p, q in zip(a, b))
    try:
        p, q = np.asarray(a), np.asarray(b)
    except Exception:  # 아무 물건이나 올 수 있다
        return False
    if p.shape != q.shape or q.dtype.kind not in "iuf" or p.dtype.kind not in "iuf":
        return False
    gap = np.abs(q - p)
    if (gap <= tolerance * (1 + np.abs(p))).all():
        return True
    # 무한대나 nan이 같은 자리에 있는 것도 같은 실수다. 모두 유한하면 위에서 이미 갈렸다
    return not np.isfinite(gap).all() and np.allclose(q, p, rtol=tolerance, atol=tolerance, equal_nan=True)
