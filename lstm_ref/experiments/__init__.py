"""실험: 그림과 표 하나마다 그 수를 내는 순수 함수 하나. 설정과 시드를 받아 기록(NamedTuple)을 준다.

방의 이름은 장의 이름이다: 6장 망각 게이트(`book/src/06-forget-gate.md`)의 수는 `lr.experiments.forget_gate`가 낸다.
"""

from . import (
    adding,
    beyond,
    beyond_attention,
    bptt,
    bptt_dial,
    bptt_training,
    cell_state,
    cell_state_dial,
    cell_state_paths,
    forget_gate,
    forget_gate_dial,
    honorifics,
    input_gate,
    input_gate_dial,
    libraries,
    libraries_old,
    lstm,
    lstm_bptt,
    lstm_bptt_dial,
    lstm_bptt_paths,
    memory,
    output_gate,
    output_gate_dial,
    poems,
    rnn,
    summary,
    summary_dial,
    summary_padding,
    vanishing,
    vanishing_dial,
    vanishing_norms,
    vanishing_relu,
)
from .honorific_reader import *
