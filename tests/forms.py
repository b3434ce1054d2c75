"""Hypothesis의 전략: 바른 값을 다른 꼴로 적거나, 아무 값으로 바꾼다. 바른 값은 tests/fuzzing.py가 만든다."""

import copy
import inspect
import math
from fractions import Fraction

import fuzzing
import numpy as np
from hypothesis import strategies as some
from hypothesis.extra import numpy as arrays

DTYPES = ("f8", "f4", "f2", ">f8", "i4", "u1", "?", "c16", "O", "U2")
# 작은 수와 터무니없이 큰 수만 낸다. 그 사이(십만 번의 되풀이)는 바르지만 오래 걸린다
WHOLE = some.integers(-3, 6) | some.integers(10**9, 10**40) | some.integers(-(10**40), -(10**9))
REAL = some.floats(-1e6, 1e6) | some.sampled_from([0.0, -0.0, 5e-324, math.nan, math.inf, -math.inf])
SCALAR = (
    WHOLE | REAL | some.builds(Fraction, some.integers(-9, 9), some.integers(1, 9)) | some.text(max_size=3)
)
# 생성기는 한 번 쓰면 비고 베낄 수도 없다. test_fuzz가 따로 넣는다
JUNK = some.sampled_from([v for v in fuzzing.JUNK.values() if not inspect.isgenerator(v)])


def backwards(v):
    """음수 걸음의 보기."""
    every = (slice(None, None, -1),) * v.ndim
    return np.ascontiguousarray(v[every])[every]


def spread(v):
    """한 칸씩 건너뛰는 보기."""
    wide = np.zeros((*v.shape, 2), v.dtype)
    wide[..., 1] = v
    return wide[..., 1]


def shifted(v):
    """메모리에서 자료형의 자리에 맞지 않는 배열."""
    room = np.zeros(v.nbytes + 1, np.uint8)
    moved = room[1:].view(v.dtype).reshape(v.shape)
    moved[...] = v
    return moved


def locked(v):
    """읽기 전용."""
    kept = v.copy()
    kept.flags.writeable = False
    return kept


MEMORY = (np.array, np.asfortranarray, backwards, spread, shifted, locked)


def is_record(value) -> bool:
    return isinstance(value, tuple) and hasattr(value, "_fields")


def numbers(value) -> bool:
    return len(value) > 0 and all(isinstance(v, (int, float)) and not isinstance(v, bool) for v in value)


@some.composite
def same(draw, value):
    """`value`와 값은 같고 메모리의 꼴이나 그릇의 종류가 다른 것."""
    if type(value) is np.ndarray and value.ndim:
        return draw(some.sampled_from(MEMORY))(value)
    if is_record(value):
        return type(value)(*(draw(same(v)) for v in value))
    if isinstance(value, (list, tuple)) and numbers(value):
        return draw(some.sampled_from([list, tuple, np.array]))(value)
    if type(value) in (int, float):
        return draw(some.sampled_from([type(value), np.int64 if type(value) is int else np.float64]))(value)
    return value


@some.composite
def any_array(draw, like: np.ndarray):
    """0축부터 5축까지, 빈 축과 NaN이 있고 자료형도 다른 배열. 절반은 크기가 `like`와 같다."""
    shape = draw(some.just(like.shape) | arrays.array_shapes(min_dims=0, max_dims=5, min_side=0, max_side=4))
    values = draw(some.lists(REAL, min_size=1, max_size=4))
    with np.errstate(all="ignore"):
        made = np.resize(np.array(values), shape)
        dtype = np.dtype(draw(some.sampled_from(DTYPES)))
        made = np.nan_to_num(made).astype(dtype) if dtype.kind in "iub" else made.astype(dtype)
    return draw(some.sampled_from(MEMORY[:4]))(made)


@some.composite
def anything(draw, value):
    """`value`가 있던 자리에 넣어 볼 아무 값: 대개 종류는 같고 속이 다르다."""
    if draw(some.integers(0, 5)) == 0:
        return draw(JUNK)
    if type(value) is np.ndarray:
        return draw(any_array(value))
    if is_record(value):
        k = draw(some.integers(0, len(value) - 1))
        return value._replace(**{value._fields[k]: draw(anything(value[k]))})
    if isinstance(value, (list, tuple)):
        one = anything(value[0]) if len(value) else SCALAR
        made = draw(some.lists(one | some.sampled_from(value) if len(value) else one, max_size=4))
        return draw(some.sampled_from([list, tuple]))(made)
    return draw(SCALAR)


def snapshot(value):
    """나중에 견줄 사본. 난수 생성기는 쓰면 나아가는 것이므로 뺀다."""
    return None if isinstance(value, np.random.Generator) else copy.deepcopy(value)


def fresh(value):
    """부를 때마다 같은 수를 내는 난수 생성기. 다른 값은 그대로다."""
    return copy.deepcopy(value) if isinstance(value, np.random.Generator) else value


def equal(a, b, close: float = 0.0) -> bool:
    """두 결과나 두 입력이 (상대 오차 `close` 안에서) 같은지. 자료형과 크기도 본다."""
    if isinstance(a, np.ndarray) and isinstance(b, np.ndarray):
        if (a.shape, a.dtype) != (b.shape, b.dtype):
            return False
        if a.dtype.kind != "f" or a.size == 0:
            return all(x is y or x == y or x != x for x, y in zip(a.flat, b.flat))
        finite = np.abs(b[np.isfinite(b)])
        room = close * (finite.max() if finite.size else 0)
        return np.allclose(a, b, rtol=close, atol=room, equal_nan=True)
    if isinstance(a, (list, tuple)) and type(a) is type(b):
        return len(a) == len(b) and all(equal(x, y, close) for x, y in zip(a, b))
    if isinstance(a, dict) and type(a) is type(b):
        return a.keys() == b.keys() and all(equal(v, b[k], close) for k, v in a.items())
    if isinstance(a, (float, np.floating)):
        return (a != a and b != b) or math.isclose(a, b, rel_tol=close, abs_tol=close)
    if isinstance(a, (str, int, Fraction, type(None))):
        return a == b
    return type(a) is type(b) and (callable(a) or " at 0x" in repr(a) or repr(a) == repr(b))
