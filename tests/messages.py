"""자기 확인의 검사가 함께 쓰는 것: 바른 답 하나, 한 말 받기, 전화기에서 읽히는 길이."""

import numpy as np

import lstm_ref as lr
from lstm_ref.exercises.compare import ROOM, width


def RIGHT(W_f, b_f, h_prev, x_t, C_prev):  # 배우는 이가 적은 바른 답
    z = np.concatenate([h_prev, x_t], axis=-1)
    return C_prev * (1 - lr.sigmoid(b_f + z @ W_f.T))


def said(capsys, *arguments):
    assert lr.check(*arguments) is None
    return capsys.readouterr().out


def short_enough(text):
    """전화기에서 세 줄 안에 보인다. 어느 줄도 접히지 않는다. 줄의 너비는 test_messages.py가 브라우저에서 잰다."""
    first, *rest = text.splitlines()
    assert len(rest) < 3 and all(map(str.strip, rest)), text
    assert all(line.startswith("  ") or "lr.hint" in line for line in rest), text
    assert all(width(line) <= ROOM for line in (first, *rest)), text
