"""실험: 그림과 표 하나마다 그 수를 내는 순수 함수 하나. 설정과 시드를 받아 기록(NamedTuple)을 준다.

방의 이름은 장의 이름이다: 6장 망각 게이트(`book/src/06-forget-gate.md`)의 수는 `lr.experiments.forget_gate`가 낸다.
"""

from . import (
    adding,
    beyond,
    bptt,
    bptt_training,
    cell_state,
    cell_state_paths,
    forget_gate,
    honorifics,
    input_gate,
    libraries,
    libraries_old,
    lstm,
    lstm_bptt,
    lstm_bptt_paths,
    memory,
    output_gate,
    poems,
    rnn,
    summary,
    summary_padding,
    vanishing,
    vanishing_norms,
    vanishing_relu,
)
from .dial_cells import *
from .dial_flows import *
from .dial_gates import *
from .honorific_reader import *
