"""그림: `experiments`의 기록을 받아 그림과 문장을 함께 준다. matplotlib은 이 방에만 있다. 방의 이름은 장의 이름이다."""

from . import quiet  # 다른 것이 matplotlib을 열기 전에

# isort: split
from . import (
    beyond,
    bptt,
    bptt_training,
    cell_state,
    forget_gate,
    honorifics,
    input_gate,
    korean,
    lstm,
    lstm_bptt,
    memory,
    output_gate,
    poems,
    rnn,
    summary,
    vanishing,
)
from .figure import Figure
from .korean import use_korean_font
