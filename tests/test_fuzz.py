"""모든 공개 함수의 모든 인자에 엉뚱한 값을 넣는다: 한국어 오류이거나, 아래에 적어 둔 허락이어야 한다."""

import inspect
from typing import get_type_hints

import fuzzing
import numpy as np
import pytest

REAL = {"1.5", "−1", "10¹²"}
# 인자(방.함수.인자, 함수.인자, 인자)마다 받아도 되는 값. 나머지는 형 힌트를 따른다
ACCEPTED = {
    "sigmoid.a": REAL | {"NaN", "∞", "float32 NaN", "여섯 축", "빈 배열"}, "num.value": REAL | {"NaN", "∞", "float32 NaN"},
    "setting.value": REAL | {"NaN", "∞", "float32 NaN"},
    "vec.values": REAL | {"NaN", "∞", "float32 NaN", "빈 목록", "여섯 축", "빈 배열"}, "seed": {"10¹²"},
    "word": {"글"}, "noun": {"글"}, "text": {"글"}, "adam_init.params": {"여섯 축"}, "clip_by_global_norm.grads": {"여섯 축"},
    "leaves.tree": {"여섯 축", "빈 배열"},  # 배열 하나도 나무다
    "Table.caption": {"글"}, "Table.rows": {"빈 목록", "빈 배열", "생성기"},
}  # fmt: skip


def accepted(name, key, parameter, hint) -> set[str]:
    short = name.rsplit(".", 1)[-1]
    found = ACCEPTED.get(f"{short}.{key}", ACCEPTED.get(key, set()))
    if "float" in str(hint) and "Sequence" not in str(hint):
        found = found | REAL
    if hint is bool:
        found = found | {"참"}
    return found | ({"None"} if parameter.default is None else set())


@pytest.mark.parametrize("name", fuzzing.public())
def test_a_wrong_argument_is_refused_in_korean(name):
    function, base, leaks = fuzzing.public()[name], fuzzing.arguments(name), []
    hints = get_type_hints(function)
    for key, parameter in inspect.signature(function).parameters.items():
        for label, value in fuzzing.JUNK.items():
            got = fuzzing.outcome(function, base | {key: value})
            if got and not (got == "받음" and label in accepted(name, key, parameter, hints.get(key))):
                leaks.append(f"{key} = {label}: {got[:150]}")
    assert not leaks, "\n".join(leaks)


@pytest.mark.parametrize("name", fuzzing.public())
def test_the_example_arguments_are_right_and_stay_as_they_were(name):
    base = fuzzing.arguments(name)
    arrays = [v for v in base.values() if isinstance(v, np.ndarray)]
    before = [v.copy() for v in arrays]
    fuzzing.public()[name](**base)
    assert all(np.array_equal(a, b, equal_nan=True) for a, b in zip(arrays, before))


def test_the_values_are_at_least_fifteen_and_every_room_is_looked_at():
    homes = {name.rsplit(".", 1)[0].split(".")[0] for name in fuzzing.public()}
    assert len(fuzzing.JUNK) >= 15 and homes == {
        "lstm_ref",
        "tasks",
        "train",
        "convert",
        "experiments",
        "plots",
    }
