"""1장 도전: 이어서 계산하기."""

import numpy as np

from .bricks import rnn_h, rnn_weights
from .draws import normal, size
from .spec import Exercise, Mistake


def _draw(rng, k):
    T, B, D, H = size(rng, k)
    return {**rnn_weights(rng, D, H), "x": normal(rng, T, B, D), "k": max(1, T // 2)}


def _halves(W_xh, W_hh, b_h, x, k, handed=lambda first: first[-1]):
    first = rnn_h(W_xh, W_hh, b_h, x[:k])
    state = handed(first)
    rest = [rnn_h(W_xh, W_hh, b_h, x[k:], state)] if k < len(x) else []
    return np.concatenate([first, *rest]), state


EXERCISE = Exercise(
    id="ex01c",
    chapter="01-rnn",
    title="이어서 계산하기",
    level="도전",
    points=3,
    function="two_halves",
    outputs=("h (T, B, H)", "h_k (B, H)"),
    reference=_halves,
    draw=_draw,
    hints=(
        "앞부분을 다 읽고 나면 과거가 모두 벡터 하나에 담겨 있어요. 어느 벡터일까요?",
        "시퀀스를 읽는 함수 하나를 만들고 시작 은닉 상태를 인자로 받게 해요. 앞부분은 0에서 시작해요.",
        "앞부분의 마지막 은닉 상태 `first[-1]`이 h_k예요. 뒷부분은 거기서 시작해요.",
        "`np.concatenate([first, second])`와 `first[-1]`을 이 차례로 돌려줘요.",
    ),
    mistakes=(
        Mistake(
            "뒷부분이 0에서 다시 시작한 것 같아요. 앞부분의 마지막 은닉 상태를 건네요.",
            lambda W_xh, W_hh, b_h, x, k: (
                _halves(W_xh, W_hh, b_h, x, k, lambda first: 0 * first[-1])[0],
                _halves(W_xh, W_hh, b_h, x, k)[1],
            ),
        ),
        Mistake(
            "건넨 은닉 상태가 첫 시점의 것이에요. 앞부분의 마지막 것을 건네요.",
            lambda *a: _halves(*a, lambda first: first[0]),
        ),
        Mistake(
            "한 시점 앞의 은닉 상태를 건넨 것 같아요. `first[k - 1]`이 마지막이에요.",
            lambda *a: _halves(*a, lambda first: first[-2] if len(first) > 1 else 0 * first[0]),
        ),
        Mistake(
            "건네기 전에 tanh를 한 번 더 씌운 것 같아요. 은닉 상태는 이미 tanh를 지났어요.",
            lambda *a: _halves(*a, lambda first: np.tanh(first[-1])),
        ),
        Mistake(
            "뒷부분만 돌려준 것 같아요. 앞부분과 이어 붙여요.",
            lambda *a: (_halves(*a)[0][a[-1] :], _halves(*a)[1]),
        ),
        Mistake(
            "h_k 자리에 시퀀스의 끝 은닉 상태를 돌려준 것 같아요. 건넨 것은 k시점의 것이에요.",
            lambda *a: (_halves(*a)[0], _halves(*a)[0][-1]),
        ),
    ),
)
