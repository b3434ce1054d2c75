"""노트북의 자기 확인: `lr.check("ex06a", 함수)`와 `lr.hint("ex06a")`. 배우는 이의 실수로는 오류를 내지 않고 한국어로 말한다."""

from __future__ import annotations

import inspect
from typing import TypeGuard

from . import run, spec, verdict
from .compare import cut, listed
from .spec import Case, Exercise, Function

SEED, COUNT, SECONDS = 1997, 8, 10.0  # 바쁜 컴퓨터에서도 바른 답은 그 안에 끝난다
SHOWN: dict[str, int] = {}  # 문제마다 지금까지 보인 힌트의 수. 이 꾸러미에서 바뀌는 값은 여기뿐이다


def check(exercise_id: str | Function, function: Function | str | None = None) -> None:
    """배우는 이의 함수를 정해진 사례와 난수 사례에서 부르고, 통과인지 무엇이 틀렸는지 한마디로 적는다.

    매개변수
    --------
    exercise_id : 문제의 번호. 예: "ex06a". 함수의 이름을 바꾸지 않았으면 함수만 주어도 된다
    function : 채운 함수. 괄호 없이 이름만 준다

    반환값
    ------
    None : 판정은 화면에 적는다

    예외
    ----
    없음 : 함수가 낸 오류나 끝나지 않는 반복도 말로 알리고, 뒤의 셀을 막지 않는다

    예
    --
    >>> check("ex05b", lambda *arguments: None)
    ex05b 한 시점을 직접: 아직 비어 있어요.
      `return`으로 답을 돌려주세요.
    막히면 lr.hint("ex05b")를 불러 보세요.

    출처: 이 책.
    """
    if callable(exercise_id) and isinstance(function, str):  # 차례를 바꾸어 적었다
        exercise_id, function = function, exercise_id
    if function is None and callable(exercise_id):
        exercise_id, function = _owner(exercise_id), exercise_id
        if not exercise_id:
            return
    exercise = _find(exercise_id)
    if exercise is None:
        return
    cases = spec.cases(exercise, SEED, COUNT)
    if not _ready(function):
        print(verdict.headed(exercise, *_not_ready(exercise, function)))
        return
    if complaint := _wrong_signature(exercise, function, cases[0]):
        print(verdict.headed(exercise, *complaint))
        return
    outcomes = run.run(function, cases, SECONDS, exercise.tools)
    message = verdict.judge(exercise, cases, outcomes).message
    print(message)
    empty = any(o.blank or (o.kind == "value" and o.value is None) for o in outcomes)
    if empty and message.count("\n") < 2:  # 세 줄이 넘지 않게
        print(f'막히면 lr.hint("{exercise.id}")를 불러 보세요.')


def _owner(function: Function) -> str:
    """함수의 이름으로 문제의 번호를 찾는다."""
    name = getattr(function, "__name__", "")
    found = next((e.id for e in spec.all_exercises() if e.function == name), "")
    if not found:
        known = name.isidentifier()  # 람다나 이름 없는 물건은 부를 이름이 없다
        call = f'lr.check("ex06a", {cut(name, 13) if known else "함수"})'
        why = (
            f"이름이 {cut(name, 13)}인 연습문제가 없어요."
            if known
            else "함수에 이름이 없어 문제를 못 찾아요."
        )
        print(f"{why}\n번호도 함께 적어 주세요:\n  {call}")
    return found


def hint(exercise_id: str) -> None:
    """문제의 힌트를 부를 때마다 한 걸음 더 보여 준다. 다 보이면 마지막 힌트를 되풀이한다.

    매개변수
    --------
    exercise_id : 문제의 번호. 예: "ex06a"

    반환값
    ------
    None : 힌트는 화면에 적는다

    예외
    ----
    없음 : 없는 번호면 비슷한 번호를 적는다

    예
    --
    >>> hint("ex06a")  # doctest: +ELLIPSIS
    ex06a 지워지는 몫 힌트 ...

    출처: 이 책.
    """
    exercise = _find(exercise_id)
    if exercise is None:
        return
    total = len(exercise.hints)
    step = min(SHOWN.get(exercise.id, 0) + 1, total)
    again = SHOWN.get(exercise.id, 0) >= total
    SHOWN[exercise.id] = step
    print(f"{exercise.id} {exercise.title} 힌트 {step}/{total}: {exercise.hints[step - 1]}")
    if again:
        print("이것이 마지막 힌트예요. 그래도 막히면 아래의 풀이를 펴 보세요.")


def _find(exercise_id: object) -> Exercise | None:
    if isinstance(exercise_id, str) and exercise_id in spec.ids():
        return spec.find(exercise_id)
    close = spec.near(exercise_id) if isinstance(exercise_id, str) else []
    print(f"{cut(repr(exercise_id), 11)}: 그런 번호의 연습문제가 없어요.")
    print('번호는 "ex06a"처럼 적어요.')
    if close:
        print(listed("비슷한 번호: ", sorted(close)))
    return None


def _ready(function: object) -> TypeGuard[Function]:
    return callable(function) and not isinstance(function, type)


def _not_ready(exercise: Exercise, function: object) -> tuple[str, ...]:
    came = "없음" if function is None else cut(type(function).__name__, 15)
    came = "클래스" if isinstance(function, type) else came
    call = f'lr.check("{exercise.id}", {exercise.function})'
    return "함수를 괄호 없이 넘겨 주세요.", call, f"지금 온 것: {came}"


def _wrong_signature(exercise: Exercise, function: Function, case: Case) -> tuple[str, ...]:
    try:
        inspect.signature(function).bind(*case.values())
    except TypeError:
        return f"값 {len(case)}개를 받아야 해요.", listed(f"{exercise.function}(", [*case]) + ")"
    except ValueError:  # np.tanh처럼 꼴을 알 수 없는 것은 불러 보아야 안다
        return ()
    return ()
