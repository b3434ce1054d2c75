"""lstm_ref: 『LSTM, 숫자로 읽기』의 모든 수와 그림을 계산하는 작고 정확한 NumPy 패키지."""

from importlib import import_module

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
from .sequence import (
    RNNBPTT,
    BPTTResult,
    LSTMTrace,
    RNNTrace,
    lstm_backward,
    lstm_forward,
    rnn_backward,
    rnn_forward,
)
from .tables import Table, josa, num, vec

__version__ = "0.1.0"


def __getattr__(name: str):
    """무거운 방(plots 등)은 처음 부를 때 연다. 그래서 `import lstm_ref`는 NumPy만으로 된다."""
    if name in ("experiments", "plots", "tasks", "train", "convert", "widgets", "exercises"):
        return import_module(f"{__name__}.{name}")
    if name in ("check", "hint"):
        return getattr(import_module(f"{__name__}.exercises"), name)
    raise AttributeError(f"lstm_ref에 {name}이라는 이름이 없습니다.")
