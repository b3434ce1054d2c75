"""견주기: 정답과 배우는 이의 값을 나란히 놓고, 처음 어긋난 곳을 한국어로 말한다."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from functools import cache
from typing import Any, NamedTuple, SupportsFloat, TypeAlias, TypeGuard, cast

import numpy as np

Many: TypeAlias = tuple[Any, ...] | list[Any] | np.ndarray  # 배우는 이가 돌려준 것이라 원소는 무엇이든 온다
Pair: TypeAlias = tuple[str, str, object, object]  # 이름, 축, 정답, 나온 것
Shown: TypeAlias = "str | SupportsFloat | tuple[Shown, ...] | list[Shown]"

ROOM = 28  # 한 줄의 너비. 전화기(390픽셀)의 한 줄에 들어간다. 한글이 1이다(`width`)
NARROW = 0.62  # 고정폭 글꼴의 로마자. 글꼴마다 0.5에서 0.62이다
# 부르지 않고 돌려준 것마다 고칠 길
UNREADY = {
    "generator": "`yield` 대신 `return`으로 돌려주세요.",
    "coroutine": "`async`를 빼고 `def`로 적어 주세요.",
    "function": "함수가 아니라 부른 값을 돌려주세요.",
}


class Gap(NamedTuple):
    """처음 어긋난 곳. `kind`: "empty", "count", "shape", "dtype", "nan", "value".

    `text`는 무엇이 어긋났는지, `at`은 어디에서 얼마가 나왔는지, `more`는 덧붙일 말, `brief`는 점점 짧게 적은 `at`이다.
    `text` 말고는 빌 수 있다.
    """

    kind: str
    text: str
    at: str = ""
    more: str = ""
    brief: tuple[str, ...] = ()


def first_gap(outputs: tuple[str, ...], expected: object, got: object, tolerance: float) -> Gap | None:
    """`got`이 `expected`와 같으면 None, 다르면 처음 어긋난 곳을 준다."""
    if got is None:
        return Gap("empty", "아직 비어 있어요.", "`return`으로 답을 돌려주세요.")
    pairs = _pairs(outputs, expected, got)
    if isinstance(pairs, Gap):
        return pairs
    for label, axes, want, raw in pairs:
        gap = _array_gap(label, axes, want, raw, tolerance, alone=len(outputs) == 1)
        if gap:
            return gap
    return None


def _pairs(outputs: tuple[str, ...], expected: object, got: object) -> list[Pair] | Gap:
    many = len(outputs) > 1
    came = len(got) if sized(got) else 1
    if many and came != len(outputs):
        return _count_gap(outputs, came, got)
    if not many and isinstance(got, tuple) and not isinstance(expected, list):
        return _count_gap(outputs, came, got)
    found: list[Pair] = []
    rights, answers = (cast("Sequence[object]", v) if many else (v,) for v in (expected, got))
    for text, want, raw in zip(outputs, rights, answers):
        label, _, axes = text.partition(" ")
        if not isinstance(want, list):
            found.append((label, axes, want, raw))
            continue
        if not isinstance(raw, (list, tuple)) or len(raw) != len(want):
            count = f"배열 {len(raw)}개" if isinstance(raw, (list, tuple)) else _type(raw)
            sizes = f"바른 것 배열 {len(want)}개, 나온 것 {count}"
            return Gap("count", f"{label}에는 배열의 목록이 와야 해요.", sizes)
        found += [(f"{label}[{k}]", "", *pair) for k, pair in enumerate(zip(want, raw))]
    return found


def sized(value: object) -> TypeGuard[Many]:
    """길이를 잴 수 있는 것: 튜플, 목록, 축이 있는 배열."""
    return isinstance(value, (tuple, list)) or (isinstance(value, np.ndarray) and value.ndim > 0)


def _count_gap(outputs: tuple[str, ...], came: int, got: object) -> Gap:
    if came == len(outputs):  # 하나를 돌려줄 곳에 하나짜리 튜플이 왔다
        return Gap("count", "값 하나를 튜플로 묶었어요.", "바깥의 괄호와 쉼표를 지워 보세요.")
    names = [text.split(" ")[0] for text in outputs]
    odd = not sized(got) and np.asarray(got).dtype.kind not in "iuf"
    count = f"바른 수 {len(outputs)}, " + (f"나온 것 {_type(got)}" if odd else f"나온 수 {came}")
    more = UNREADY.get(type(got).__name__) or listed("바른 꼴: ", names)
    return Gap("count", "돌려줄 값의 수가 달라요.", count, more)


def _type(value: object) -> str:
    return cut(type(value).__name__, 15)


def _kind(got: np.ndarray, raw: object) -> str:
    """수가 아닌 것의 이름. 배열이면 원소의 자료형이고, 배열이 아니면 그 물건의 형이다."""
    if not isinstance(raw, (np.ndarray, np.generic, list, tuple)):
        return cut(type(raw).__name__, 10)
    return "글(str)" if got.dtype.kind == "U" else cut(str(got.dtype), 10)


def _array_gap(
    label: str, axes: str, right: object, raw: object, tolerance: float, *, alone: bool
) -> Gap | None:
    want = np.asarray(right)
    if raw is None or raw is ...:
        return Gap("empty", f"{label} 값이 비어 있어요({'None' if raw is None else '...'}).")
    try:
        got = np.asarray(raw)
    except Exception:  # 아무 물건이나 올 수 있다
        return Gap("dtype", f"{label}에 온 것을 배열로 못 읽어요.", f"나온 것: {_type(raw)}")
    if got.dtype.kind not in "iuf":
        types = f"바른 자료형 {want.dtype}, 나온 것 {_kind(got, raw)}"
        more = UNREADY.get(type(raw).__name__, "")
        return Gap("dtype", f"{label}의 자료형이 맞지 않아요.", types, more)
    if got.shape != want.shape:
        named, plain = (
            f"바른 크기 {size}, 나온 크기 {_size(got)}" for size in (_axes(axes, want), _size(want))
        )
        return Gap("shape", f"{label}의 크기가 달라요.", named if fits(named) else cut(plain, ROOM - 2))
    off = ~(np.abs(got - want.astype(float)) <= tolerance * (1 + np.abs(want)))
    return _value_gap(label, want, got, off, alone) if off.any() else None


def _value_gap(label: str, want: np.ndarray, got: np.ndarray, off: np.ndarray, alone: bool) -> Gap:
    bad = off & ~np.isfinite(got)
    at = tuple(int(n) for n in np.argwhere(bad if bad.any() else off)[0])
    place = label + (str(list(at)).replace(" ", "") if want.size > 1 else "")
    sample = _pair(f"{place}: ", want[at], got[at])
    label = "" if alone and want.size == 1 else f"{place}: "  # 값이 하나뿐이면 이름이 없어도 안다
    brief = tuple(_pair(label, want[at], got[at], digits) for digits in (3, 2))
    if bad.any():
        return Gap("nan", "0으로 나누거나 exp가 넘쳤는지 보세요.", sample, brief=brief)
    worst = np.abs(got - want.astype(float)).max()
    if got.dtype.kind in "iu" and want.dtype.kind == "f" and worst < 1:  # 더 다르면 잘려서가 아니다
        return Gap("dtype", f"정수({got.dtype})라서 소수점 아래가 잘렸어요.", sample, brief=brief)
    if got.dtype.itemsize < want.dtype.itemsize and worst <= _blur(got) * (1 + np.abs(want).max()):
        return Gap("dtype", f"정밀도를 잃었어요. 자료형: {got.dtype}.", sample, brief=brief)
    if want.size == 1:
        return Gap("value", "아직 달라요.", sample, brief=brief)
    count = f"{want.size}개 중 {off.sum()}개"
    return Gap("value", f"아직 달라요. {count}, 최대 {short(worst, 2)}.", sample, brief=brief)


def _blur(got: np.ndarray) -> float:
    """좁은 자료형의 반올림이 셈을 거치며 커질 수 있는 만큼. 이보다 다르면 자료형 탓이 아니다."""
    return min(1e-2, 1e3 * np.finfo(got.dtype).eps) if got.dtype.kind == "f" else 0.0


def _pair(place: str, want: SupportsFloat, got: SupportsFloat, digits: int = 4) -> str:
    """나란히 적은 두 값. 유효 숫자 `digits`개로 길거나 같아 보이면 자릿수를 바꾸어 보고, 그래도 그러면 차이를 적는다."""
    for n in (digits, digits - 1, digits + 1, digits + 2):
        line = f"{place}정답 {short(want, n)}, 나온 값 {short(got, n)}"
        if short(want, n) != short(got, n) and fits(line):
            return line
    return f"{place}정답 {short(want, digits)}, 차이 {short(float(got) - float(want), 2)}"


def _size(array: np.ndarray) -> str:
    return str(array.shape) if array.ndim else "() (수 하나)"


def _axes(axes: str, want: np.ndarray) -> str:
    """크기에 축의 이름을 단다. (T, B)와 (2, 3)이면 (T=2, B=3)이다."""
    names = [name for name in axes.strip("(),").split(", ") if name]
    if not want.ndim or len(names) != want.ndim:
        return _size(want)
    return "(" + ", ".join(f"{name}={n}" for name, n in zip(names, want.shape)) + ")"


def short(value: Shown, digits: int = 4) -> str:
    """값을 유효 숫자 `digits`개로 짧게 적는다. 배열과 목록은 대괄호로 묶는다."""
    if isinstance(value, (tuple, list)) or (isinstance(value, np.ndarray) and value.ndim > 0):
        return "[" + ", ".join(short(v, digits) for v in value) + "]"
    if isinstance(value, (int, np.integer, str)):
        return str(value)
    return f"{float(value) + 0.0:.{digits}g}"  # 0을 더하면 -0이 0이 된다


def width(text: str) -> float:
    """적었을 때의 너비. 한글과, 글꼴에 따라 한글만큼 넓게 그리는 기호는 1이고 나머지는 `NARROW`다.

    예
    --
    >>> width("h를")
    1.62
    """
    return sum(map(_wide, text))


@cache
def _wide(letter: str) -> float:
    if unicodedata.combining(letter):
        return 0
    return 1 if unicodedata.east_asian_width(letter) in "WFA" else NARROW


def fits(line: str) -> bool:
    """두 칸 들여 적을 때 한 줄에 들어가는지."""
    return width(f"  {line}") <= ROOM


def cut(text: str, room: float = ROOM) -> str:
    """`room`에 들어가지 않으면 끝을 줄임표로 바꾼다."""
    if width(text) <= room:
        return text
    while text and width(text) > room - 1:
        text = text[:-1]
    return text.rstrip() + "…"


def listed(head: str, parts: list[str], between: str = ", ") -> str:
    """한 줄에 들어가는 만큼 적고, 나머지는 몇 개인지만 적는다. 하나도 들어가지 않으면 빈 글이다."""
    for n in range(len(parts), 0, -1):
        rest = f" 외 {len(parts) - n}개" if n < len(parts) else ""
        if fits(line := head + between.join(parts[:n]) + rest):
            return line
    return ""
