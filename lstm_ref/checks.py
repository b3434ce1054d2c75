"""문 앞의 검사: 공개 함수가 받은 값을 한 번 확인하고, 틀리면 한국어로 알린다."""

from __future__ import annotations

import math
import warnings
from collections.abc import Callable, Iterable
from functools import cache, wraps
from itertools import islice
from numbers import Real
from typing import Any, TypeVar, cast

import numpy as np

FLOATS = (np.dtype(np.float64), np.dtype(np.float32))
MOST = 100_000  # 크기와 횟수의 한계. 이보다 크면 메모리나 시간이 들기 전에 막는다
LARGEST = 100_000_000  # 배열 하나의 성분 수의 한계(float64로 0.8 GB)
SEED = 2**128 - 1
Record = TypeVar("Record")
Kind = TypeVar("Kind")
Function = TypeVar("Function", bound=Callable[..., Any])


@cache
def _axes(dims: str) -> list[str]:
    return dims.split()


def all_finite(value: np.ndarray) -> bool:
    """모든 성분이 유한한지 본다. 보기만 하고 셈하지 않으므로 아무리 크거나 작은 수에도 넘침이 없다."""
    return np.count_nonzero(np.isfinite(value)) == value.size


def sealed(record: Record) -> Record:
    """기록의 배열을 읽기 전용으로 잠근다. 순전파와 역전파 사이에 누가 고쳐 기울기가 틀어지는 일을 막는다."""
    for value in cast(Any, record):
        value.flags.writeable = False
    return record


def restored(kind: Callable[..., Record], values: tuple[Any, ...]) -> Record:
    """베끼거나(`copy.deepcopy`) 다른 프로세스로 보낸 기록을 다시 만든다. NumPy는 잠금을 베끼지 않으므로 여기서 다시 잠근다."""
    for value in values:
        if isinstance(value, np.ndarray):  # 손으로 만든 기록에는 배열 아닌 것도 있을 수 있다
            value.flags.writeable = False
    return kind(*values)


class Watch:
    """NumPy의 경고를 모아 두었다가, 넘치거나 0으로 나눈 셈이 있었으면 끝에서 한국어로 한 번 알린다.

    부르는 이가 `np.errstate`로 무엇을 정해 두었든 결과는 같다. 0으로 사라지는 수는 알리지 않는다.

    예
    --
    >>> with warnings.catch_warnings(record=True) as said, Watch("넘쳤습니다."):
    ...     _ = np.array([1e200]) * 1e200
    >>> str(said[0].message)
    '넘쳤습니다.'
    """

    def __init__(self, message: str, level: int = 3):
        self.message, self.level, self.seen = message, level, False
        self._state = np.errstate(all="call", under="ignore", call=self._see)

    def _see(self, _kind: str, _flag: int) -> None:
        self.seen = True

    def __enter__(self) -> Watch:
        self._state.__enter__()
        return self

    def __exit__(self, failed: Any, error: Any, trace: Any) -> None:
        self._state.__exit__(failed, error, trace)
        if self.seen and failed is None:
            warnings.warn(self.message, RuntimeWarning, stacklevel=self.level)


def watched(message: str) -> Callable[[Function], Function]:
    """부를 때마다 `Watch`로 지켜보는 함수로 바꾼다."""

    def wrap(function: Function) -> Function:
        @wraps(function)
        def calm(*args: Any, **kwargs: Any) -> Any:
            with Watch(message):
                return function(*args, **kwargs)

        return cast(Function, calm)

    return wrap


PRODUCT = "W와 입력의 곱이 너무 커서 넘쳤습니다. 게이트나 은닉 상태가 옳지 않을 수 있습니다."
GRADIENT = "기울기가 너무 커서 넘쳤습니다. 무한대나 NaN이 있습니다."


class Door:
    """한 번의 호출에 들어온 배열들의 크기와 자료형이 서로 맞는지 보는 문.

    축 이름(B, D, H, T)에 처음 들어온 크기를 기억해 두고, 다음 배열이 다르면 막는다.

    예
    --
    >>> door = Door(np.dtype(np.float64), D=5)
    >>> door.array("x_t", np.zeros((3, 4)), "B D")
    Traceback (most recent call last):
        ...
    ValueError: x_t의 크기가 (3, 4)입니다. (B, D) = (3, 5)여야 합니다.
    """

    def __init__(self, dtype: np.dtype | None = None, **sizes: int):
        self.dtype, self.sizes = dtype, sizes

    def array(self, name: str, value: np.ndarray, dims: str, *, finite: bool = True) -> np.ndarray:
        """`value`가 `dims` 축을 갖는 (유한한) 실수 배열이면 그대로 돌려준다."""
        if type(value) is not np.ndarray:
            raise TypeError(f"{name}의 형이 {type(value).__name__}입니다. numpy.ndarray여야 합니다.")
        if value.dtype is not self.dtype:  # 같은 객체면 이미 본 자료형이다
            self._dtype(name, value.dtype)
        self._shape(name, value.shape, _axes(dims))
        if value.size > LARGEST:
            fits(name, *value.shape)
        if finite and not all_finite(value):
            bad = tuple(int(k) for k in np.argwhere(~np.isfinite(value))[0])
            raise ValueError(f"{name}{list(bad)}의 값이 {value[bad]}입니다. 모든 값이 유한해야 합니다.")
        return value

    def _dtype(self, name: str, dtype: np.dtype) -> None:
        if dtype not in FLOATS:
            raise TypeError(f"{name}의 자료형이 {dtype}입니다. float64나 float32여야 합니다.")
        if self.dtype is None:
            self.dtype = dtype
        elif dtype != self.dtype:
            raise TypeError(
                f"{name}의 자료형이 {dtype}입니다. 함께 쓰는 다른 배열과 같은 {self.dtype}여야 합니다."
            )

    def _shape(self, name: str, shape: tuple[int, ...], dims: list[str]) -> None:
        sizes = self.sizes
        if len(shape) == len(dims):
            for dim, got in zip(dims, shape):
                if got == 0 or sizes.setdefault(dim, got) != got:
                    break
            else:
                return
            for dim, got in zip(dims, shape):
                if got == 0:
                    raise ValueError(f"{name}의 크기가 {shape}입니다. {dim} 축이 비어 있습니다.")
        want = ", ".join(str(sizes.get(dim, dim)) for dim in dims) + ("," if len(dims) == 1 else "")
        axes = ", ".join(dims) + ("," if len(dims) == 1 else "")
        raise ValueError(f"{name}의 크기가 {shape}입니다. ({axes}) = ({want})여야 합니다.")


def kind(name: str, value: object, expected: type | tuple[type, ...]) -> None:
    """`value`가 `expected`형이 아니면 `TypeError`를 낸다."""
    if not isinstance(value, expected):
        allowed = expected if isinstance(expected, tuple) else (expected,)
        names = "나 ".join(t.__name__ for t in allowed)
        raise TypeError(f"{name}의 형이 {type(value).__name__}입니다. 형은 {names}여야 합니다.")
    fields = getattr(value, "_fields", None)
    if fields and isinstance(value, tuple) and len(value) != len(fields):
        raise ValueError(
            f"{name}의 칸이 {len(value)}개입니다. {', '.join(fields)} {len(fields)}개여야 합니다."
        )


def only(name: str, value: object, expected: type[Kind]) -> Kind:
    """`value`가 `expected`형이면 그대로 돌려준다. 여러 형 가운데 하나만 쓰는 곳에서 부른다."""
    kind(name, value, expected)
    return cast(Kind, value)


def whole(name: str, value: object, least: int, most: int = MOST) -> int:
    """`least` 이상 `most` 이하의 정수만 들여보낸다(bool은 정수로 치지 않는다)."""
    if isinstance(value, bool) or not isinstance(value, (int, np.integer)):
        raise TypeError(f"{name}의 형이 {type(value).__name__}입니다. 정수여야 합니다.")
    if value < least:
        raise ValueError(f"{name}의 값이 {_short(value)}입니다. {least} 이상이어야 합니다.")
    if value > most:
        raise ValueError(f"{name}의 값이 {_short(value)}입니다. {most} 이하여야 합니다.")
    return int(value)


def _short(value: object) -> str:
    # 아주 긴 수나 글은 줄여서 적는다
    try:
        text = str(value)
    except ValueError:  # 파이썬은 4300자리가 넘는 정수를 적지 않는다
        return "너무 긴 수"
    return text if len(text) <= 40 else f"{text[:20]}…"


def fits(name: str, *sizes: int) -> tuple[int, ...]:
    """이 크기의 배열을 만들어도 되는지, 메모리를 청하기 전에 본다. 되면 크기를 그대로 돌려준다."""
    if (count := math.prod(sizes)) > LARGEST:
        raise ValueError(f"{name}의 크기가 {sizes}라면 성분이 {count}개입니다. {LARGEST}개 이하여야 합니다.")
    return sizes


def real(
    name: str, value: object, low: float = -math.inf, high: float = math.inf, *, open_low: bool = False,
    open_high: bool = False,
) -> float:  # fmt: skip
    """[low, high] 안의 유한한 실수만 들여보낸다. `open_low`면 low 자신을, `open_high`면 high 자신을 뺀다."""
    if isinstance(value, bool) or not isinstance(value, (Real, np.floating)):
        raise TypeError(f"{name}의 형이 {type(value).__name__}입니다. 실수여야 합니다.")
    try:
        number = float(value)
    except OverflowError:
        number = math.inf
    if not math.isfinite(number):
        raise ValueError(f"{name}의 값이 {_short(value)}입니다. 유한해야 합니다.")
    if number < low or number > high or (open_low and number == low) or (open_high and number == high):
        left = "(" if open_low or low == -math.inf else "["
        right = ")" if open_high or high == math.inf else "]"
        raise ValueError(f"{name}의 값이 {value}입니다. {left}{low:g}, {high:g}{right} 안에 있어야 합니다.")
    return number


def sequence(name: str, values: Any) -> list[Any]:
    """목록, 튜플, range, 1차원 배열에 든 값의 목록. 비어 있으면 막는다."""
    fine = isinstance(values, (list, tuple, range, np.ndarray))
    if not fine or (isinstance(values, np.ndarray) and values.ndim != 1):
        raise TypeError(
            f"{name}의 형이 {type(values).__name__}입니다. 값을 하나 이상 담은 1차원 목록이어야 합니다."
        )
    if (found := listed(name, values)) == []:
        raise ValueError(f"{name}의 길이가 0입니다. 값이 하나 이상 있어야 합니다.")
    return found


def listed(name: str, values: Iterable[Any]) -> list[Any]:
    """`values`를 한 번 훑은 목록. 끝이 없거나 아주 긴 것은 `MOST`개까지만 보고 막는다."""
    if len(found := list(islice(values, MOST + 1))) > MOST:
        raise ValueError(f"{name}의 길이가 너무 깁니다. {MOST} 이하여야 합니다.")
    return found


def vector(name: str, values: object, low: float = -math.inf, high: float = math.inf) -> np.ndarray:
    """[low, high] 안의 수로 된 1차원 목록·튜플·배열을 float64 배열로 바꾼다.

    매개변수나 시퀀스가 아니라 사람이 손으로 적는 설정값(게이트 값의 목록 등)에만 쓴다.
    """
    return np.array([real(f"{name}[{k}]", v, low, high) for k, v in enumerate(sequence(name, values))])


def wholes(name: str, values: object, least: int, most: int = MOST) -> list[int]:
    """[least, most] 안의 정수로 된 1차원 목록."""
    return [whole(f"{name}[{k}]", v, least, most) for k, v in enumerate(sequence(name, values))]


def labels(name: str, value: np.ndarray, B: int, K: int) -> np.ndarray:
    """`value`가 0 이상 K 미만의 정수 B개를 담은 배열이면 그대로 돌려준다. 자료형은 정수면 어느 것이든 된다."""
    if type(value) is not np.ndarray:  # 마스크 배열은 가린 것까지 세게 되므로 받지 않는다
        raise TypeError(f"{name}의 형이 {type(value).__name__}입니다. numpy.ndarray여야 합니다.")
    if value.shape != (B,) or value.dtype.kind not in "iu":
        raise ValueError(f"{name}는 {value.shape} {value.dtype}입니다. (B,) = ({B},) 정수여야 합니다.")
    if value.min() < 0 or value.max() >= K:
        raise ValueError(f"{name}에 {value.min()}–{value.max()}가 있습니다. 0–{K - 1}이어야 합니다.")
    return value


def seeded(seed: object, name: str = "seed") -> np.random.Generator:
    """0 이상의 정수 시드로 난수 생성기를 만든다."""
    return np.random.default_rng(whole(name, seed, 0, SEED))


def seeds(values: object, name: str = "seeds") -> list[int]:
    """시드의 목록: 0 이상의 정수 하나 이상."""
    return wholes(name, values, 0, SEED)


def choice(name: str, value: object, options: tuple[str, ...]) -> str:
    """`options` 가운데 하나만 들여보낸다."""
    if not isinstance(value, str):
        raise TypeError(
            f"{name}의 형이 {type(value).__name__}입니다. {', '.join(options)} 가운데 하나여야 합니다."
        )
    if value not in options:
        raise ValueError(
            f"{name}의 값이 {_short(value)!r}입니다. {', '.join(options)} 가운데 하나여야 합니다."
        )
    return value


def generator(name: str, value: object) -> np.random.Generator:
    """`numpy.random.Generator`만 들여보낸다. 시드 없는 난수를 막는다."""
    if not isinstance(value, np.random.Generator):
        raise TypeError(
            f"{name}의 형이 {type(value).__name__}입니다. "
            "numpy.random.default_rng(시드)로 만든 난수 생성기여야 합니다."
        )
    return value
