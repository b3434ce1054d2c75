"""lstm_ref: 『LSTM, 숫자로 읽기』의 모든 수와 그림을 계산하는 작고 정확한 NumPy 패키지."""

from importlib import import_module
from typing import TYPE_CHECKING

from .cells import (
    LSTMStep,
    LSTMStepGrads,
    RNNStep,
    RNNStepGrads,
    lstm_step,
    lstm_step_backward,
    rnn_step,
    rnn_step_backward,
    sigmoid,
)
from .jacobians import LSTMJacobian, chain, lstm_jacobian, lstm_state_jacobians, rnn_jacobian
from .params import LSTMParams, RNNParams, init_lstm, init_rnn
from .records import RNNBPTT, BPTTResult, LSTMTrace, RNNTrace
from .sequence import lstm_backward, lstm_forward, rnn_backward, rnn_forward
from .tables import Table, num, setting, vec

__version__ = "0.1.0"

_ROOMS = ("convert", "exercises", "experiments", "plots", "tasks", "train", "widgets")
# 다른 방에 있지만 lr에서 바로 부르는 이름
_SHORTCUTS = {"check": "exercises", "hint": "exercises", "use_korean_font": "plots"}
__all__ = [
    "BPTTResult", "LSTMJacobian", "LSTMParams", "LSTMStep", "LSTMStepGrads", "LSTMTrace", "RNNBPTT", "RNNParams",
    "RNNStep", "RNNStepGrads", "RNNTrace", "Table", "chain", "init_lstm", "init_rnn", "lstm_backward",
    "lstm_forward", "lstm_jacobian", "lstm_state_jacobians", "lstm_step", "lstm_step_backward", "num",
    "rnn_backward", "rnn_forward", "rnn_jacobian", "rnn_step", "rnn_step_backward", "setting", "sigmoid", "vec",
]  # fmt: skip


def __dir__() -> list[str]:
    """공개 이름만. 무거운 방도 아직 열지 않은 채로 보인다."""
    return sorted([*__all__, *_ROOMS, *_SHORTCUTS, "__version__"])


if TYPE_CHECKING:  # 아래 함수가 여는 것을 형 검사기와 편집기에 알린다. 그래야 없는 이름도 알아본다
    from . import convert, exercises, experiments, plots, tasks, train, widgets
    from .exercises import check as check
    from .exercises import hint as hint
    from .plots.korean import use_korean_font as use_korean_font
else:

    def __getattr__(name: str) -> object:
        """무거운 방(plots 등)은 처음 부를 때 연다. 그래서 `import lstm_ref`는 NumPy만으로 된다."""
        if name in _ROOMS:
            return import_module(f"{__name__}.{name}")
        if name in _SHORTCUTS:
            return getattr(import_module(f"{__name__}.{_SHORTCUTS[name]}"), name)
        raise AttributeError(f"lstm_ref에 {name}이라는 이름이 없습니다.")
