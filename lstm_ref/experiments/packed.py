"""배열을 짧은 글로: 정수로 줄인 값을 base64로 적는다. 조작판의 가중치를 저장하고 쪽에 실을 때 쓴다."""

from __future__ import annotations

from base64 import b64decode, b64encode
from collections.abc import Mapping
from typing import Any

import numpy as np

__all__: list[str] = []
KINDS = ("int8", "int16")


def pack(array: np.ndarray, scale: int, kind: str = "int16") -> dict[str, Any]:
    """`scale`을 곱하면 정수인 배열을 짧게 적은 것. 쪽에서는 engine.js의 unpack이 되돌린다.

    예
    --
    >>> pack(np.array([[0.5, -1.0]]), 2, "int8")
    {'int8': 'Af4=', 'scale': 2, 'shape': [1, 2]}
    """
    whole = np.rint(array * scale).astype(kind)
    if not np.array_equal(whole / scale, array):
        raise ValueError(f"{kind}로 적을 수 없는 배열입니다. {scale}을 곱하면 정수여야 합니다.")
    text = b64encode(whole.astype(whole.dtype.newbyteorder("<")).tobytes()).decode()
    return {kind: text, "scale": scale, "shape": list(array.shape)}


def unpack(packed: Mapping[str, Any]) -> np.ndarray:
    """`pack`을 되돌린다.

    예
    --
    >>> unpack(pack(np.array([[0.5, -1.0]]), 2, "int8")).tolist()
    [[0.5, -1.0]]
    """
    kind = next(k for k in KINDS if k in packed)
    whole = np.frombuffer(b64decode(packed[kind]), np.dtype(kind).newbyteorder("<"))
    return whole.reshape(packed["shape"]) / packed["scale"]
