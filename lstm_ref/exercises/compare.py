"""견주기: 정답과 배우는 이의 값을 나란히 놓고, 처음 어긋난 곳을 한국어로 말한다."""

from __future__ import annotations

import re
import unicodedata
from typing import NamedTuple

import numpy as np

ROOM = 60  # 입력과 값을 적는 줄의 칸 수. 한글은 두 칸이다


class Gap(NamedTuple):
    """처음 어긋난 곳. `kind`: "empty", "count", "shape", "dtype", "nan", "value".

    `text`는 무엇이 어긋났는지, `at`은 어디에서 얼마가 나왔는지다. `at`은 빈 글일 수 있다.
    """

    kind: str
    text: str
    at: str = ""


def first_gap(outputs: tuple[str, ...], expected, got, tolerance: float) -> Gap | None:
    """`got`이 `expected`와 같으면 None, 다르면 처음 어긋난 곳을 준다."""
    if got is None:
        return Gap("empty", "아직 비어 있어요. 함수가 돌려준 값이 없으니 `return`으로 답을 돌려주세요.")
    pairs = _pairs(outputs, expected, got)
    if isinstance(pairs, Gap):
        return pairs
    for label, axes, want, raw in pairs:
        gap = _array_gap(label, axes, want, raw, tolerance)
        if gap:
            return gap
    return None


def _pairs(outputs, expected, got):
    many = len(outputs) > 1
    came = len(got) if _sized(got) else 1
    if many and came != len(outputs):
        return _count_gap(outputs, came)
    if not many and isinstance(got, tuple) and not isinstance(expected, list):
        return _count_gap(outputs, came)
    found = []
    for text, want, raw in zip(outputs, expected if many else (expected,), got if many else (got,)):
        label, _, axes = text.partition(" ")
        if not isinstance(want, list):
            found.append((label, axes, want, raw))
            continue
        if not isinstance(raw, (list, tuple)) or len(raw) != len(want):
            count = f"{len(raw)}개" if isinstance(raw, (list, tuple)) else type(raw).__name__
            return Gap("count", f"{label}에는 배열 {len(want)}개의 목록이 와야 해요.", f"나온 것: {count}.")
        found += [(f"{label}[{k}]", "", *pair) for k, pair in enumerate(zip(want, raw))]
    return found


def _sized(value) -> bool:
    return isinstance(value, (tuple, list)) or (isinstance(value, np.ndarray) and value.ndim > 0)


def _count_gap(outputs, came: int) -> Gap:
    names = ", ".join(text.split(" ")[0] for text in outputs)
    return Gap("count", "돌려줄 값의 수가 달라요.", f"바른 수: {len(outputs)}개({names}), 나온 수: {came}개.")


def _array_gap(label: str, axes: str, want, raw, tolerance: float) -> Gap | None:
    want = np.asarray(want)
    if raw is None:
        return Gap("empty", f"{label} 자리가 비어 있어요(None).")
    try:
        got = np.asarray(raw)
    except Exception:  # 아무 물건이나 올 수 있다
        return Gap(
            "dtype", f"{label} 자리에 온 것을 배열로 읽을 수 없어요.", f"나온 것: {type(raw).__name__}."
        )
    if got.dtype.kind not in "iuf":
        types = f"바른 자료형: {want.dtype}, 나온 것: {got.dtype}."
        return Gap("dtype", f"{label}의 자료형이 맞지 않아요.", types)
    if got.shape != want.shape:
        sizes = f"바른 크기: {_axes(axes, want)}, 나온 크기: {_size(got)}."
        return Gap("shape", f"{label}의 크기가 달라요.", sizes)
    off = ~(np.abs(got - want.astype(float)) <= tolerance * (1 + np.abs(want)))
    return _value_gap(label, want, got, off) if off.any() else None


def _value_gap(label: str, want, got, off) -> Gap:
    bad = off & ~np.isfinite(got)
    at = tuple(int(n) for n in np.argwhere(bad if bad.any() else off)[0])
    place = label + (str(list(at)) if at else "")
    sample = f"{place}: 바른 값 {short(want[at])}, 나온 값 {short(got[at])}."
    if bad.any():
        return Gap("nan", "0으로 나누거나 exp가 넘친 곳이 있는지 보세요.", sample)
    worst = np.abs(got - want.astype(float)).max()
    if got.dtype.kind in "iu" and want.dtype.kind == "f":
        return Gap("dtype", f"자료형이 {got.dtype}라서 소수점 아래가 잘렸어요.", sample)
    if got.dtype.itemsize < want.dtype.itemsize and worst <= 1e-2 * (1 + np.abs(want).max()):
        return Gap("dtype", f"자료형을 {got.dtype}로 바꾸어 정밀도를 잃었어요.", sample)
    if want.size == 1:
        return Gap("value", "아직 달라요.", sample)
    count = f"성분 {want.size}개 가운데 {off.sum()}개, 가장 큰 차이는 {short(worst)}예요."
    return Gap("value", f"아직 달라요. {count}", sample)


def _size(array: np.ndarray) -> str:
    return str(array.shape) if array.ndim else "() (수 하나)"


def _axes(axes: str, want: np.ndarray) -> str:
    names = re.fullmatch(r"\(.*\)", axes)
    return f"{axes} = {want.shape}" if names and want.ndim else _size(want)


def short(value) -> str:
    """값을 유효 숫자 넷으로 짧게 적는다. 배열과 목록은 대괄호로 묶는다."""
    if _sized(value):
        return "[" + ", ".join(short(v) for v in value) + "]"
    if isinstance(value, (int, np.integer, str)):
        return str(value)
    return f"{float(value):.4g}"


def width(text: str) -> int:
    """글자판의 칸 수. 한글은 두 칸이다."""
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)


def cut(text: str, room: int) -> str:
    """`room`칸에 들어가지 않으면 끝을 줄임표로 바꾼다."""
    if width(text) <= room:
        return text
    while text and width(text) > room - 1:
        text = text[:-1]
    return text.rstrip() + "…"
