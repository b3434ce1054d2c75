"""과제: 모델에게 시킬 일과 그 배치. 높임말 일치, 더하기, 시의 다음 자모(12장)."""

from . import adding, honorifics, poems
from .adding import *
from .honorifics import *
from .poems import *

__all__ = [*adding.__all__, *honorifics.__all__, *poems.__all__]
