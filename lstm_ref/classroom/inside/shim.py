"""`import lstm_ref`를 대신하는 빈 껍데기. 노트북이 멈추지는 않지만, 책의 답을 부르면 그렇다고 말하는 오류를 낸다."""

from __future__ import annotations

import importlib
import importlib.abc
import sys
import types
from collections import namedtuple
from importlib.machinery import ModuleSpec
from typing import Any, NoReturn

import numpy as np

GATES = ("W_f", "b_f", "W_i", "b_i", "W_C", "b_C", "W_o", "b_o")
ROOMS = ("params", "sequence", "losses")  # 도구가 든 방. 도구를 쓰는 문제의 상자에만 있다


class LstmRefAbsent(RuntimeError):
    """채점하는 곳에는 `lstm_ref`가 없다."""


def sigmoid(a: Any) -> Any:
    r"""시그모이드. 연습문제의 답에 쓸 수 있는 `lstm_ref`의 이름은 이것 하나다."""
    return 0.5 + 0.5 * np.tanh(0.5 * a)


# 답에서 불러도 되는 이름. 상자를 열 때 문제의 도구를 더한다
KNOWN = {
    "sigmoid": sigmoid,
    "check": lambda *_, **__: None,
    "hint": lambda *_, **__: None,
    "LSTMParams": namedtuple("LSTMParams", GATES),
    "RNNParams": namedtuple("RNNParams", ("W_xh", "W_hh", "b_h")),
}


class Absent:
    """없는 이름. 점을 찍어 이어 가도 되지만 부르거나 셈하면 오류를 낸다."""

    def __init__(self, name: str):
        self._name = name

    def __getattr__(self, name: str) -> Any:
        return look_up(self._name, name)

    def __call__(self, *_: object, **__: object) -> NoReturn:
        raise LstmRefAbsent(f"{self._name}은(는) 채점할 때 쓸 수 없습니다.")

    __iter__ = __getitem__ = __array__ = __float__ = __len__ = __call__


class Shell(types.ModuleType):
    """`lstm_ref`와 그 아래 방의 자리를 채우는 모듈. 부를 수 있는 것은 `KNOWN`뿐이다."""

    __path__: list[str] = []
    __all__ = ["sigmoid", "check", "hint"]

    def __getattr__(self, name: str) -> Any:
        return look_up(self.__name__, name)


def look_up(home: str, name: str) -> Any:
    """`home.name`. 아는 이름이면 그것을, 아니면 부를 수 없는 빈자리를 준다."""
    if name.startswith("__"):
        raise AttributeError(name)
    return KNOWN[name] if name in KNOWN else Absent(f"{home}.{name}")


class Finder(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """`lstm_ref`와 `lstm_ref.무엇`을 찾으면 껍데기를 준다."""

    def find_spec(self, name: str, path: object = None, target: object = None) -> ModuleSpec | None:
        """이름이 `lstm_ref`로 시작하면 껍데기의 규격을 준다."""
        if name.split(".")[0] == "lstm_ref":
            return ModuleSpec(name, self, is_package=True)
        return None

    def create_module(self, spec: ModuleSpec) -> types.ModuleType:
        """빈 껍데기를 만든다."""
        return Shell(spec.name)

    def exec_module(self, module: types.ModuleType) -> None:
        """껍데기에는 실행할 것이 없다."""


def install(tools: list[str]) -> None:
    """`lstm_ref`를 껍데기로 바꾸고, 문제가 허락한 도구만 진짜로 채운다."""
    sys.meta_path.insert(0, Finder())
    rooms = [importlib.import_module(f"core.{room}") for room in ROOMS] if tools else []
    names = {*tools, "LSTMParams", "RNNParams"}
    for room in rooms:
        KNOWN.update({name: value for name, value in vars(room).items() if name in names})
