"""조작판: 쪽과 노트북에서 같은 식으로 움직이는 게이트. anywidget이 있어야 한다(lstm-ref[widgets]).

장마다 파일이 둘이다: 6장 망각 게이트의 조작판은 `forget_gate.py`(규격)와 `forget_gate.js`(쪽의 셈)이다.
"""

from .bptt import RNNOneStep
from .cell_state import CellUpdate
from .forget_gate import ForgetGate
from .honorifics import HonorificReader
from .honorifics_race import HonorificRace
from .index import FirstGate
from .input_gate import InputGate
from .lstm_bptt import GradientHighway, LSTMOneStep
from .output_gate import OutputGate
from .summary import CellExplorer
from .vanishing import RNNFlow

__all__ = [
    "CellExplorer",
    "CellUpdate",
    "FirstGate",
    "ForgetGate",
    "GradientHighway",
    "HonorificRace",
    "HonorificReader",
    "InputGate",
    "LSTMOneStep",
    "OutputGate",
    "RNNFlow",
    "RNNOneStep",
]
