"""모든 공개 이름을 Hypothesis로 두드린다: 어떤 꼴의 값이든 옳은 결과나 우리의 한국어 오류를 내고, 받은 것을 바꾸지 않는다.

예의 수는 부르는 값에 맞춘다. HYPOTHESIS_PROFILE=long이면 훨씬 많이, 매번 다르게 뽑는다(make properties).
"""

import functools
import inspect

import forms
import fuzzing
import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

MANY = settings.get_profile(settings._current_profile).max_examples // 60  # 1, 길게 할 때는 더 많이
# 아무 크기의 배열이나 NaN도 바른 값인 자리. 나머지 배열은 축의 수가 같고 유한한 실수여야 한다
FREE = {"sigmoid.a", "vec.values", "leaves.tree", "clip_by_global_norm.grads", "adam_init.params"}
# 방마다 예의 수: 그림은 그리는 데 0.1초가 들고 핵심 셈은 거의 들지 않는다
EXAMPLES = {"lstm_ref": 12, "tasks": 6, "train": 12, "convert": 12, "experiments": 3, "plots": 1}
CONSTANT = (int, float, str, tuple, list, dict)


def often(name: str, times: int):
    count = EXAMPLES[name.split(".")[0]] * times * MANY
    return settings(max_examples=count, suppress_health_check=list(HealthCheck))


@functools.cache
def answer(name: str):
    """바른 인자로 부른 결과."""
    return fuzzing.public()[name](**{k: forms.fresh(v) for k, v in fuzzing.arguments(name).items()})


@pytest.mark.parametrize("name", fuzzing.public())
def test_the_same_values_in_another_form_give_the_same_answer(name):
    @often(name, 1)
    @given(some.fixed_dictionaries({k: forms.same(v) for k, v in fuzzing.arguments(name).items()}))
    def check(arguments):
        before = {k: forms.snapshot(v) for k, v in arguments.items()}
        got = fuzzing.public()[name](**{k: forms.fresh(v) for k, v in arguments.items()})
        assert forms.equal(got, answer(name), 1e-9)
        assert all(forms.equal(forms.snapshot(v), before[k]) for k, v in arguments.items())

    check()


def fair(value, like) -> bool:
    """받아들여진 배열은 유한한 실수이고 축의 수가 맞다."""
    if forms.is_record(value) and forms.is_record(like):
        return all(map(fair, value, like))
    if not (type(value) is type(like) is np.ndarray):
        return True
    if like.dtype.kind != "f":
        return value.ndim == like.ndim and value.dtype.kind in "iu"
    return value.ndim == like.ndim and value.dtype in ("f8", "f4") and bool(np.isfinite(value).all())


# 실험과 그림이 받는 설정과 기록은 test_fuzz가 같은 문에서 두드린다. 여기는 배열과 나무를 받는 방이다
CORE = ("lstm_ref.", "tasks.", "train.", "convert.")


@pytest.mark.parametrize("name", [n for n in fuzzing.public() if n.startswith(CORE) and fuzzing.arguments(n)])
def test_any_value_at_all_gives_an_answer_or_a_korean_error(name):
    base = fuzzing.arguments(name)

    @often(name, 4)
    @given(some.data())
    def check(data):
        key = data.draw(some.sampled_from([*base]))
        value = data.draw(forms.anything(base[key]))
        before = forms.snapshot(value)
        got = fuzzing.outcome(
            fuzzing.public()[name], {k: forms.fresh(v) for k, v in (base | {key: value}).items()}
        )
        assert got in ("", "받음"), f"{key} = {value!r}: {got}"
        assert got == "" or f"{name.rsplit('.', 1)[-1]}.{key}" in FREE or fair(value, base[key]), (
            f"{key} = {value!r}"
        )
        assert forms.equal(forms.snapshot(value), before)

    check()


def test_every_public_name_has_a_strategy_or_is_a_record_or_a_constant():
    for home, room in fuzzing.rooms():
        for short in room.__all__:
            value, name = getattr(room, short), f"{home}.{short}"
            if name in fuzzing.public():
                assert set(fuzzing.arguments(name)) <= set(inspect.signature(value).parameters), name
            else:
                assert hasattr(value, "_fields") or isinstance(value, CONSTANT), f"{name}에 줄 값이 없습니다."
