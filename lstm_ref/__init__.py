"""lstm_ref: 『LSTM, 숫자로 읽기』의 모든 수와 그림을 계산하는 작고 정확한 NumPy 패키지."""

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
