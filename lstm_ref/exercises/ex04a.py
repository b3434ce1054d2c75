"""4장 기초: 한 시점의 역전파."""

import numpy as np

from ..cells import RNNStep, rnn_step_backward
from ..params import RNNParams
from .draws import normal, size
from .spec import Exercise, Mistake


def _draw(rng, k):
    _, B, _, H = size(rng, k)
    return {"W_hh": normal(rng, H, H), "h": np.tanh(normal(rng, B, H)).round(2), "dh": normal(rng, B, H)}


def _dh_prev(W_hh, h, dh):
    params = RNNParams(np.zeros((len(W_hh), 1)), W_hh, np.zeros(len(W_hh)))
    return rnn_step_backward(params, RNNStep(np.zeros((len(h), 1)), 0 * h, h), dh).dh_prev


EXERCISE = Exercise(
    id="ex04a",
    chapter="04-bptt",
    title="한 시점의 역전파",
    level="기초",
    points=1,
    function="my_dh_prev",
    outputs=("dh_prev (B, H)",),
    reference=_dh_prev,
    draw=_draw,
    hints=(
        "순전파를 거꾸로 읽어요. 마지막에 씌운 tanh부터 거슬러 가요.",
        "da = dh ⊙ (1 − h²)이에요. h는 이미 tanh를 지난 값이에요.",
        "순전파가 `h_prev @ W_hh.T`였으니 역전파에서는 `da @ W_hh`예요.",
        "`return (dh * (1 - h**2)) @ W_hh`",
    ),
    mistakes=(
        Mistake(
            "역전파에서도 W_hh를 전치한 것 같아요. 배치가 행이라서 `da @ W_hh`예요.",
            lambda W_hh, h, dh: (dh * (1 - h**2)) @ W_hh.T,
        ),
        Mistake(
            "tanh의 도함수가 빠졌어요.",
            lambda W_hh, h, dh: dh @ W_hh,
        ),
        Mistake(
            "h에 tanh를 한 번 더 씌운 것 같아요. h는 이미 tanh를 지난 값이에요.",
            lambda W_hh, h, dh: (dh * (1 - np.tanh(h) ** 2)) @ W_hh,
        ),
        Mistake(
            "W_hh를 먼저 곱한 것 같아요. tanh를 거슬러 da를 구한 다음에 곱해요.",
            lambda W_hh, h, dh: (dh @ W_hh) * (1 - h**2),
        ),
        Mistake(
            "da를 돌려준 것 같아요. W_hh까지 거슬러 가야 이전 은닉 상태의 기울기예요.",
            lambda W_hh, h, dh: dh * (1 - h**2),
        ),
        Mistake(
            "배치 축을 더했어요. 이전 은닉 상태는 시퀀스마다 다르니 더하지 않아요.",
            lambda W_hh, h, dh: ((dh * (1 - h**2)) @ W_hh).sum(axis=0),
        ),
    ),
)
