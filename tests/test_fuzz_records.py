"""기록을 받는 모든 공개 함수에, 칸 하나를 손으로 망가뜨린 기록을 넣는다: 한국어 오류이거나 답이어야 한다.

그림은 같은 문을 쓰고 그리는 데 오래 걸려서 `make properties`(HYPOTHESIS_PROFILE=long)에서만
본다. 크기만 어긋난 기록은 답이 나올 수도 있다(짧은 쪽까지만 그린다). 영어 오류와 영어 경고만은 나오지 않는다.
"""

import os

import forms
import fuzzing
import numpy as np
import pytest

import lstm_ref as lr


def elsewhere(value):
    """칸에 있던 것과 종류가 다른 값."""
    yield from (None, object(), 1j, [None, "글", 1.5])
    if not isinstance(value, str):
        yield "글"
    if not isinstance(value, dict):
        yield {"a": 1}
    if type(value) is not np.ndarray:
        yield np.ones(3)
    if isinstance(value, np.ndarray):
        yield from (
            value.tolist(),
            value.astype(object),
            np.full(value.shape, None),
            value.astype(str),
            value + 1j,
        )
        yield from (1.5, np.ma.array(value))
    elif isinstance(value, (tuple, list)) and not forms.is_record(value):
        kinds = {type(v) for v in value}
        yield from (
            type(value)([bad] * len(value)) for bad in (None, object()) if kinds & {str, float, int, tuple}
        )
    elif isinstance(value, (int, float)):
        yield from ("3", [value], 10**400)


def askew(value):
    """종류는 같지만 크기나 값이 다른 것."""
    if isinstance(value, np.ndarray):
        yield from (np.full(value.shape, np.nan), value[None], np.array(1.5), np.ones((2,) * 6), value[:0])
        yield from (np.delete(value, -1, axis=k) for k in range(value.ndim) if value.size)
        yield from (-np.ones(value.shape), np.zeros(value.shape), np.full(value.shape, np.inf))
    elif isinstance(value, (tuple, list)) and not forms.is_record(value):
        yield from (type(value)(value[:-1]), type(value)([*value, *value[-1:]]), type(value)())
    elif isinstance(value, float):
        yield from (np.nan, np.inf, -3.0)
    elif type(value) is int:
        yield from (0, -3, 10**6)


def spoiled(record, bad):
    """칸마다 `bad`가 주는 값을 넣은 기록들. 안의 기록도 본다."""
    for field, value in record._asdict().items():
        yield from ((field, record._replace(**{field: v})) for v in bad(value))
        if forms.is_record(value):
            yield from ((f"{field}.{k}", record._replace(**{field: v})) for k, v in spoiled(value, bad))


def given(name):
    """(인자의 이름, 기록, 인자에 넣는 법): 기록이거나 기록의 목록인 인자."""
    for key, value in fuzzing.arguments(name).items():
        if forms.is_record(value):
            yield key, value, lambda v: v
        elif isinstance(value, list) and value and forms.is_record(value[0]):
            yield f"{key}[0]", value[0], lambda v, rest=value[1:]: [v, *rest]


LONG = os.environ.get("HYPOTHESIS_PROFILE") == "long"
TAKERS = [n for n in fuzzing.public() if any(given(n)) and (LONG or not n.startswith("plots"))]


def fine(name, broken) -> bool:
    """받아도 되는 것: 배열 하나도 나무이고, 편향이 없는 가중치는 0이다."""
    trees = ("train.adam_init", "train.clip_by_global_norm", "train.leaves")
    return name in trees or (name.startswith("convert.from") and any(v is None for v in broken))


def leaks(name, bad, allowed):
    function, base = fuzzing.public()[name], fuzzing.arguments(name)
    for key, record, put in given(name):
        for field, broken in bad(record):
            got = fuzzing.outcome(function, base | {key.removesuffix("[0]"): put(broken)})
            if got not in allowed and not (got == "받음" and fine(name, broken)):
                yield f"{key}.{field} = {getattr(broken, field, broken)!r:.80}: {got[:200]}"


@pytest.mark.parametrize("name", TAKERS)
def test_a_field_of_another_kind_is_refused_in_korean(name):
    found = list(leaks(name, lambda record: spoiled(record, elsewhere), {""}))
    assert not found, "\n".join(found)


@pytest.mark.filterwarnings("error")
def test_a_line_that_ends_at_zero_on_a_log_axis_keeps_its_name_inside_the_figure():
    record = lr.experiments.beyond.drift(seeds=(11, 12), at=(3, 5, 7, 10, 12), H=3)
    lr.plots.beyond.drift(record._replace(without=np.zeros((2, 5))))


@pytest.mark.parametrize("name", TAKERS)
def test_a_field_of_another_size_gives_an_answer_or_a_korean_error(name):
    every = 4 if name.startswith("plots") else 1  # 그림은 그리는 데 오래 걸려 넷에 하나만
    found = list(leaks(name, lambda record: spoiled(record, lambda v: list(askew(v))[::every]), {"", "받음"}))
    assert not found, "\n".join(found)


@pytest.mark.parametrize("name", TAKERS)
def test_a_record_with_missing_or_foreign_fields_is_refused_in_korean(name):
    def broken(record):
        yield "빠진 칸", tuple.__new__(type(record), tuple(record)[:-1])
        yield "빈 기록", tuple.__new__(type(record), ())
        yield "남는 칸", tuple.__new__(type(record), (*record, None))
        yield "튜플", tuple(record)

    found = list(leaks(name, broken, {""}))
    assert not found, "\n".join(found)
