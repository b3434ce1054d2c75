"""형 힌트가 곧 문이다: 실험과 그림은 설정값의 형 힌트를 읽어, 셈하기 전에 한국어로 막는다."""

from __future__ import annotations

import functools
import inspect
import itertools
import math
import re
from collections.abc import Callable, Sequence
from types import NoneType, UnionType
from typing import Annotated, Any, TypeVar, Union, cast, get_args, get_origin, get_type_hints

import numpy as np

from . import checks

__all__ = [
    "Bias", "Count", "Counts", "Natural", "Naturals", "Pairs", "Radius", "Reals", "Seed", "Seeds", "Spread", "door",
]  # fmt: skip

Check = Callable[[str, Any], Any]
Function = TypeVar("Function", bound=Callable[..., Any])


def _pairs(name: str, values: object) -> tuple[tuple[Any, ...], ...]:
    rows = [checks.sequence(f"{name}[{k}]", v) for k, v in enumerate(checks.sequence(name, values))]
    for k, row in enumerate(rows):
        if len(row) != 2:
            raise ValueError(f"{name}[{k}]의 길이가 {len(row)}입니다. 2여야 합니다.")
        for j, v in enumerate(row):
            checks.real(f"{name}[{k}][{j}]", v)
    return tuple(map(tuple, rows))


# 1 이상의 정수, 0 이상의 정수, 시드, 그리고 그 목록. 크기와 횟수에는 한계가 있다(checks.MOST)
Count = Annotated[int, lambda name, v: checks.whole(name, v, 1)]
Natural = Annotated[int, lambda name, v: checks.whole(name, v, 0)]
Seed = Annotated[int, lambda name, v: checks.whole(name, v, 0, checks.SEED)]
Counts = Annotated[Sequence[int], lambda name, v: tuple(checks.wholes(name, v, 1))]
Naturals = Annotated[Sequence[int], lambda name, v: tuple(checks.wholes(name, v, 0))]
Seeds = Annotated[Sequence[int], lambda name, v: tuple(checks.seeds(v, name))]
Radius = Annotated[float, lambda name, v: checks.real(name, v, 0.0, 100.0)]  # 스펙트럼 반지름
Spread = Annotated[float, lambda name, v: checks.real(name, v, 0.0, 10.0)]  # 입력의 표준 편차
Bias = Annotated[
    float, lambda name, v: checks.real(name, v, -30.0, 30.0)
]  # 게이트가 꼭 0이나 1이 되지 않는 편향
# 실수의 목록과 배열은 어떤 꼴로 와도 문이 튜플로 바꾼다. 그래서 정적인 형은 정하지 않는다
Reals = Annotated[Any, lambda name, v: tuple(checks.vector(name, v).tolist())]
Pairs = Annotated[Sequence[tuple[Any, ...]], _pairs]  # 수의 짝의 목록

AXES = ("T", "H", "D", "B", "d", "n", "sequences", "delays", "pad", "times", "steps")  # 배열의 축이 되는 설정
LONG = 10**9  # 기록에 든 정수의 한계
PLAIN: dict[type, Check] = {
    int: lambda name, v: checks.whole(name, v, -checks.MOST),
    float: checks.real,
}


def _array(name: str, value: Any) -> Any:
    if type(value) is not np.ndarray:  # 마스크 배열처럼 셈을 바꾸는 것도 받지 않는다
        raise TypeError(f"{name}의 형이 {type(value).__name__}입니다. numpy.ndarray여야 합니다.")
    if value.dtype.kind not in "biuf":
        raise TypeError(f"{name}의 자료형이 {value.dtype}입니다. 수의 배열이어야 합니다.")
    if value.size == 0 and value.ndim != 1:  # 곡선을 재지 않은 기록의 1축 배열은 비어 있을 수 있다
        raise ValueError(f"{name}의 크기가 {value.shape}입니다. 비어 있지 않아야 합니다.")
    return value


def _number(name: str, value: Any) -> Any:
    # 기록의 실수 칸. 잰 값은 ∞나 NaN일 수 있다
    return value if isinstance(value, float) and not math.isfinite(value) else checks.real(name, value)


def _items(hint: Any, name: str, value: Any) -> Any:
    # tuple[str, ...]처럼 칸의 형이 적힌 튜플. 목록과 배열로 주어도 된다
    checks.kind(name, value, (tuple, list, np.ndarray))
    if isinstance(value, np.ndarray) and value.ndim == 0:
        raise TypeError(f"{name}의 형이 0차원 배열입니다. 값이 하나 이상 든 목록이어야 합니다.")
    if isinstance(value, list) and not value:
        raise ValueError(f"{name}의 길이가 0입니다. 값이 하나 이상 있어야 합니다.")
    inner = get_args(hint)
    each = itertools.repeat(inner[0], len(value)) if inner[1:] in ((), (...,)) else inner
    for k, (one, kind) in enumerate(itertools.zip_longest(value, each)):
        if k >= len(value) or kind is None:
            raise ValueError(f"{name}의 길이가 {len(value)}입니다. {len(inner)}여야 합니다.")
        _field(kind)(f"{name}[{k}]", one)
    return value


@functools.cache
def _field(hint: Any) -> Check:
    # 기록의 칸을 그 형 힌트대로 본다. 설정의 문과 달리 아무것도 바꾸지 않는다
    plain = {np.ndarray: _array, float: _number, int: lambda name, v: checks.whole(name, v, -LONG, LONG)}
    if hint in plain:
        return plain[hint]
    if get_origin(hint) in (tuple, list):
        return functools.partial(_items, hint)
    if get_origin(hint) is dict:
        return functools.partial(_record, (dict,))
    kinds = tuple(k for k in get_args(hint) or (hint,) if isinstance(k, type))
    if get_origin(hint) not in (None, Union, UnionType) or not kinds:
        return lambda name, v: v
    return functools.partial(_record, kinds)


def _record(kinds: tuple[type, ...], name: str, value: Any) -> Any:
    checks.kind(name, value, kinds)
    if hasattr(value, "_fields"):
        for (field, hint), one in zip(get_type_hints(type(value)).items(), value):
            _field(hint)(f"{name}.{field}", one)
    return value


def _check_of(hint: Any) -> Check | None:
    # 힌트에 맞는 검사. 알지 못하는 힌트는 함수의 몸통이 본다
    if get_origin(hint) is Annotated:
        return get_args(hint)[1]
    if get_origin(hint) in (Union, UnionType):
        inner = [a for a in get_args(hint) if a is not NoneType]
        check = _check_of(inner[0]) if len(inner) == 1 else None
        return check and (lambda name, v: None if v is None else check(name, v))
    if get_origin(hint) is tuple:
        hint = tuple
    if get_origin(hint) is list and (each := _check_of(get_args(hint)[0])):
        return lambda name, v: [each(f"{name}[{k}]", one) for k, one in enumerate(checks.sequence(name, v))]
    if hint in PLAIN:
        return PLAIN[hint]
    if hint is np.random.Generator:
        return checks.generator
    return functools.partial(_record, (hint,)) if isinstance(hint, type) else None


def _fits(given: dict[str, Any]) -> None:
    # 두 축의 곱이 너무 크면, 메모리나 시간이 들기 전에 막는다
    sizes = {name: v for name, v in given.items() if name in AXES and isinstance(v, int)}
    sizes |= {name: max(v) for name, v in given.items() if name in AXES and isinstance(v, tuple)}
    sizes |= {
        f"{name}의 길이": len(v)
        for name, v in given.items()
        if isinstance(v, tuple) and not hasattr(v, "_fields")
    }
    for (one, a), (two, b) in itertools.combinations(sizes.items(), 2):
        checks.fits(f"{one} × {two}", a, b)


def _told(function: Callable[..., Any], bound: inspect.BoundArguments) -> Any:
    # 손으로 고친 기록은 칸마다의 형이 맞아도 크기가 서로 어긋날 수 있다. 그 오류를 어느 인자의 것인지 한국어로 알린다
    try:
        return function(*bound.args, **bound.kwargs)
    except (ArithmeticError, AttributeError, LookupError, MemoryError, TypeError, ValueError) as error:
        records = [name for name, v in bound.arguments.items() if _holds_record(v)]
        told = isinstance(error, (TypeError, ValueError)) and re.search("[가-힣]", str(error))
        if told or not (records or isinstance(error, (ArithmeticError, MemoryError, np.linalg.LinAlgError))):
            raise
        spoiled = (
            f"{', '.join(records)}의 속이 서로 맞지 않습니다. 함수가 준 기록을 고치지 않고 넣어야 합니다."
        )
        large = "설정의 값이 너무 크거나 작아서 셈이 넘치거나 메모리가 모자랍니다."
        raise ValueError(spoiled if records else large) from error


def _holds_record(value: Any) -> bool:
    return hasattr(value, "_fields") or (isinstance(value, list) and any(map(_holds_record, value)))


def door(function: Function) -> Function:
    """`function`이 받은 인자를 그 형 힌트대로 확인하고 들여보낸다.

    매개변수
    --------
    function : 형 힌트가 있는 함수. `Count`, `Seeds`, `Reals` 같은 힌트는 범위까지 본다

    반환값
    ------
    같은 이름과 설명의 함수

    예외
    ----
    TypeError, ValueError : 부를 때 인자가 힌트와 다르면 한국어로 알린다

    예
    --
    >>> @door
    ... def twice(T: Count, b_f: Reals = (1.0,)) -> float:
    ...     return T * sum(b_f)
    >>> twice(3)
    3.0
    >>> twice(0)
    Traceback (most recent call last):
        ...
    ValueError: T의 값이 0입니다. 1 이상이어야 합니다.

    출처: 이 책.
    """
    signature = inspect.signature(function)

    @functools.cache
    def table() -> dict[str, Check]:
        hints = get_type_hints(function, include_extras=True)
        found = {name: _check_of(hint) for name, hint in hints.items() if name != "return"}
        return {name: check for name, check in found.items() if check}

    @functools.wraps(function)
    def checked(*args: Any, **kwargs: Any) -> Any:
        bound = signature.bind(*args, **kwargs)
        for name, check in table().items():
            if name in bound.arguments:
                bound.arguments[name] = check(name, bound.arguments[name])
        _fits(bound.arguments)
        with checks.Watch(
            f"{function.__name__}: 넘치거나 0으로 나눈 셈이 있습니다. 결과에 무한대나 NaN이 있습니다."
        ):
            return _told(function, bound)

    return cast(Function, checked)
