"""줄 위의 값: 값은 그대로 오가고, 지어낸 글은 읽지 않는다."""

import json

import numpy as np
import pytest

from lstm_ref.classroom.inside import wire


@pytest.mark.parametrize(
    "value",
    [
        np.arange(6.0).reshape(2, 3),
        np.float32(1.5),
        np.array(True),
        np.arange(4)[::2],
        np.array([1 + 2j]),
        np.zeros((0, 3)),
        1,
        -2.5,
        float("inf"),
        True,
        None,
        "fiCo",
        (1, [2.0, np.ones(2)]),
    ],
)
def test_a_value_comes_over_the_line_unchanged(value):
    came = wire.decode(json.loads(json.dumps(wire.encode(value))))
    assert type(came) is type(value) or isinstance(value, (np.generic, np.ndarray))
    assert str(came) == str(value) and getattr(came, "dtype", None) == getattr(value, "dtype", None)


@pytest.mark.parametrize(
    "data",
    [
        {"dtype": "O", "shape": [1], "data": ""},
        {"dtype": "f8", "shape": [-1], "data": ""},
        {"dtype": "f8", "shape": [1 << 19, 1 << 19], "data": ""},
        {"dtype": "f8", "shape": [2], "data": "AAAA"},
        {"dtype": "f8", "shape": [1.0], "data": "AAAAAAAAAAA="},
        {"dtype": "f8", "shape": [True], "data": "AAAAAAAAAAA="},
        {"dtype": ["f8"], "shape": [0], "data": ""},
        {"dtype": "f8", "shape": [0] * 20, "data": ""},
        {"dtype": "f8", "shape": [1], "data": "가"},
        {"kind": "<script>"},
        {"n": 10**400},
        {"n": True},
        {"list": 3},
        {"list": [None] * 30_000},
        {
            "list": [
                {"list": [{"list": [{"list": [{"list": [{"list": [{"list": [{"list": [{"n": 1}]}]}]}]}]}]}]}
            ]
        },
        [1],
        3,
        "글",
    ],
)
def test_a_forged_value_is_refused(data):
    with pytest.raises(wire.Unreadable):
        wire.decode(data)


def test_something_else_is_only_named_by_its_kind():
    class 새어나감:
        pass

    for value, kind in [({}, "dict"), (print, "function"), (iter([]), "generator"), (새어나감(), "object")]:
        assert wire.encode(value) == {"kind": kind} and wire.decode(wire.encode(value)).kind == kind
