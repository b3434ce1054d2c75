"""줄 위의 값: 입력을 안으로, 돌려준 값을 밖으로 옮기는 JSON. 실행할 수 있는 것(pickle)은 오가지 않는다.

안에서 온 글은 믿지 않는다. `decode`는 자료형, 크기, 길이를 모두 다시 본다.
"""

from __future__ import annotations

import base64
import math
from typing import Any

import numpy as np

DTYPES = ("?", "i1", "i2", "i4", "i8", "u1", "u2", "u4", "u8", "f2", "f4", "f8", "c8", "c16")
PARTS = 20_000  # 목록 하나에 담을 수 있는 값의 수
BYTES = 1 << 20
TEXT, AXES, DEPTH = 1000, 8, 6
GOES_ON = ("value", "raised")  # 이런 답 뒤에는 다음 사례로 간다. 다른 답에서는 안과 밖이 함께 멈춘다
KINDS = ("str", "bytes", "dict", "set", "function", "generator", "object")


class Unreadable(ValueError):
    """줄 위의 글이 약속한 꼴이 아니다."""


def encode(value: Any, depth: int = 0) -> Any:
    """값을 JSON에 담을 수 있는 꼴로 바꾼다. 배열, 수, 목록이 아니면 무엇이 왔는지만 적는다."""
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, str) and len(value) <= TEXT:
        return {"text": str(value)}
    if isinstance(value, (np.ndarray, np.generic)):
        return _array(np.asarray(value))
    if isinstance(value, (int, float)):
        return {"n": value} if isinstance(value, float) or abs(value) < 2**63 else {"kind": "object"}
    if isinstance(value, complex):
        return _array(np.asarray(value))
    if isinstance(value, (list, tuple)) and depth < DEPTH and len(value) <= PARTS:
        return {type_of(value): [encode(part, depth + 1) for part in value]}
    return {"kind": kind_of(value)}


def type_of(value: object) -> str:
    """ "list"와 "tuple" 가운데 하나."""
    return "tuple" if isinstance(value, tuple) else "list"


def kind_of(value: object) -> str:
    """담을 수 없는 값의 갈래. 클래스의 이름은 안에서 마음대로 지을 수 있으므로 쓰지 않는다."""
    if callable(value):
        return "function"
    found = (str, bytes, dict, set)
    return next(
        (t.__name__ for t in found if isinstance(value, t)), "generator" if _steps(value) else "object"
    )


def _steps(value: object) -> bool:
    return hasattr(value, "__next__")


def _array(value: np.ndarray) -> dict[str, Any]:
    if value.dtype.kind == "f" and value.dtype.itemsize > 8:  # 컴퓨터마다 크기가 다른 longdouble
        value = value.astype(np.float64)
    code = value.dtype.str.lstrip("<>=|")
    code = "?" if code == "b1" else code
    if code not in DTYPES or value.nbytes > BYTES or value.ndim > AXES:
        return {"kind": "object"}
    little = np.ascontiguousarray(value).astype(value.dtype.newbyteorder("<"))
    return {"dtype": code, "shape": list(value.shape), "data": base64.b64encode(little.tobytes()).decode()}


class Other:
    """배열로 읽을 수 없는 값의 자리에 두는 것. 판정은 이것을 '맞지 않는 자료형'으로 읽는다."""

    def __init__(self, kind: str):
        self.kind = kind


def decode(data: Any, depth: int = 0) -> Any:
    """`encode`의 거꾸로. 꼴이 조금이라도 다르면 `Unreadable`을 낸다."""
    if data is None or isinstance(data, bool):
        return data
    if not isinstance(data, dict) or depth > DEPTH:
        raise Unreadable("값이 약속한 꼴이 아닙니다.")
    keys = set(data)
    if keys == {"n"} and type(data["n"]) in (int, float):
        return _number(data["n"])
    if keys == {"text"} and isinstance(data["text"], str) and len(data["text"]) <= TEXT:
        return data["text"]
    if keys in ({"list"}, {"tuple"}):
        (name,) = keys
        parts = data[name]
        if isinstance(parts, list) and len(parts) <= PARTS:
            made = [decode(part, depth + 1) for part in parts]
            return tuple(made) if name == "tuple" else made
    if keys == {"kind"} and data["kind"] in KINDS:
        return Other(data["kind"])
    if keys == {"dtype", "shape", "data"}:
        return _read_array(data["dtype"], data["shape"], data["data"])
    raise Unreadable("값이 약속한 꼴이 아닙니다.")


def _number(value: float) -> float:
    if isinstance(value, int) and abs(value) >= 2**63:
        raise Unreadable("정수가 너무 큽니다.")
    return value


def _read_array(dtype: Any, shape: Any, text: Any) -> np.ndarray:
    if dtype not in DTYPES or not isinstance(text, str) or not isinstance(shape, list) or len(shape) > AXES:
        raise Unreadable("배열이 약속한 꼴이 아닙니다.")
    if not all(type(n) is int and 0 <= n <= BYTES for n in shape):
        raise Unreadable("배열의 크기가 약속한 꼴이 아닙니다.")
    kind = np.dtype(dtype if dtype == "?" else "<" + dtype)
    size = math.prod(shape) * kind.itemsize
    if size > BYTES or len(text) > 2 * BYTES:
        raise Unreadable("배열이 너무 큽니다.")
    try:
        raw = base64.b64decode(text, validate=True)
    except ValueError:
        raise Unreadable("배열의 내용을 읽을 수 없습니다.") from None
    if len(raw) != size:
        raise Unreadable("배열의 크기와 내용이 다릅니다.")
    return np.frombuffer(raw, kind).reshape(shape).astype(kind.newbyteorder("="))
