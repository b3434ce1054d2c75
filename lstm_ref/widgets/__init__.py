"""조작판: 쪽과 노트북에서 같은 식으로 움직이는 게이트. anywidget이 있어야 한다(lstm-ref[widgets])."""

from .explorer import CellExplorer
from .flows import CellUpdate, GradientHighway, RNNFlow
from .gates import FirstGate, ForgetGate, InputGate, OutputGate
from .reader import HonorificReader

__all__ = [
    "CellExplorer",
    "CellUpdate",
    "FirstGate",
    "ForgetGate",
    "GradientHighway",
    "HonorificReader",
    "InputGate",
    "OutputGate",
    "RNNFlow",
]
