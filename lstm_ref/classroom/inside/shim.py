"""`import lstm_ref`를 대신하는 빈 껍데기. 노트북이 멈추지는 않지만, 책의 답을 부르면 그렇다고 말하는 오류를 낸다."""

from __future__ import annotations

import importlib.abc
import importlib.machinery
import sys
import types

import numpy as np


class LstmRefAbsent(RuntimeError):
    """채점하는 곳에는 `lstm_ref`가 없다."""


def sigmoid(a):
    r"""시그모이드. 연습문제의 답에 쓸 수 있는 `lstm_ref`의 이름은 이것 하나다."""
    return 0.5 + 0.5 * np.tanh(0.5 * a)


class Absent:
    """없는 이름. 점을 찍어 이어 가도 되지만 부르거나 셈하면 오류를 낸다."""

    def __init__(self, name: str):
        self._name = name

    def __getattr__(self, name: str):
        if name.startswith("__"):
            raise AttributeError(name)
        return Absent(f"{self._name}.{name}")

    def __call__(self, *_, **__):
        raise LstmRefAbsent(f"{self._name}은(는) 채점할 때 쓸 수 없습니다.")

    __iter__ = __getitem__ = __array__ = __float__ = __len__ = __call__


class Shell(types.ModuleType):
    """`lstm_ref`와 그 아래 방의 자리를 채우는 모듈. `check`와 `hint`는 아무 일도 하지 않는다."""

    __path__: list = []
    __all__ = ["sigmoid", "check", "hint"]

    def __getattr__(self, name: str):
        if name == "sigmoid":
            return sigmoid
        if name in ("check", "hint"):
            return lambda *_, **__: None
        if name.startswith("__"):
            raise AttributeError(name)
        return Absent(f"{self.__name__}.{name}")


class Finder(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """`lstm_ref`와 `lstm_ref.무엇`을 찾으면 껍데기를 준다."""

    def find_spec(self, name, path=None, target=None):
        """이름이 `lstm_ref`로 시작하면 껍데기의 규격을 준다."""
        if name.split(".")[0] == "lstm_ref":
            return importlib.machinery.ModuleSpec(name, self, is_package=True)
        return None

    def create_module(self, spec):
        """빈 껍데기를 만든다."""
        return Shell(spec.name)

    def exec_module(self, module):
        """껍데기에는 실행할 것이 없다."""


def install() -> None:
    """`lstm_ref`를 껍데기로 바꾼다."""
    sys.meta_path.insert(0, Finder())
