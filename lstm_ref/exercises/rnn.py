"""1장의 연습문제."""

import numpy as np

from ..cells import rnn_step, sigmoid
from ..params import RNNParams
from .bricks import rnn_h, rnn_weights
from .draws import normal, size
from .spec import Exercise, Mistake


def _draw_a(rng, k):
    _, B, D, H = size(rng, k)
    return {**rnn_weights(rng, D, H), "x_t": normal(rng, B, D), "h_prev": normal(rng, B, H)}


def _step(W_xh, W_hh, b_h, x_t, h_prev):
    return rnn_step(RNNParams(W_xh, W_hh, b_h), x_t, h_prev).h


EX01A = Exercise(
    id="ex01a",
    chapter="01-rnn",
    title="한 시점",
    level="기초",
    points=1,
    function="my_rnn_step",
    outputs=("h (B, H)",),
    reference=_step,
    draw=_draw_a,
    hints=(
        "입력의 몫과 이전 은닉 상태의 몫을 따로 구한 뒤 더해요. 둘 다 (B, H)가 되나요?",
        "배치가 행으로 쌓여 있어요. 수식의 W x는 코드에서 `x @ W.T`예요.",
        "편향 (H,)는 그대로 더하면 행마다 더해져요.",
        "더한 것 전체를 tanh에 한 번 넣어요: `return np.tanh(x_t @ W_xh.T + h_prev @ W_hh.T + b_h)`",
    ),
    mistakes=(
        Mistake(
            "tanh를 씌우지 않은 것 같아요.",
            lambda W_xh, W_hh, b_h, x_t, h_prev: x_t @ W_xh.T + h_prev @ W_hh.T + b_h,
        ),
        Mistake(
            "편향 b_h가 빠졌어요.",
            lambda W_xh, W_hh, b_h, x_t, h_prev: _step(W_xh, W_hh, 0 * b_h, x_t, h_prev),
        ),
        Mistake(
            "W_hh의 전치가 빠진 것 같아요. 배치가 행이라서 `h_prev @ W_hh.T`예요.",
            lambda W_xh, W_hh, b_h, x_t, h_prev: _step(W_xh, W_hh.T.copy(), b_h, x_t, h_prev),
        ),
        Mistake(
            "이전 은닉 상태의 몫이 빠졌어요. 되먹임이 없으면 RNN이 아니에요.",
            lambda W_xh, W_hh, b_h, x_t, h_prev: _step(W_xh, 0 * W_hh, b_h, x_t, h_prev),
        ),
        Mistake(
            "tanh를 몫마다 따로 씌운 것 같아요. 모두 더한 뒤에 한 번만 씌워요.",
            lambda W_xh, W_hh, b_h, x_t, h_prev: np.tanh(x_t @ W_xh.T) + np.tanh(h_prev @ W_hh.T + b_h),
        ),
        Mistake(
            "tanh 자리에 시그모이드를 쓴 것 같아요.",
            lambda W_xh, W_hh, b_h, x_t, h_prev: sigmoid(x_t @ W_xh.T + h_prev @ W_hh.T + b_h),
        ),
    ),
)


def _draw_b(rng, k):
    T, B, D, H = size(rng, k)
    return {**rnn_weights(rng, D, H), "x": normal(rng, T, B, D)}


def _shifted(W_xh, W_hh, b_h, x):
    h = rnn_h(W_xh, W_hh, b_h, x)
    return np.concatenate([np.zeros_like(h[:1]), h[:-1]])


EX01B = Exercise(
    id="ex01b",
    chapter="01-rnn",
    title="시퀀스 전체",
    level="표준",
    points=2,
    function="my_rnn_forward",
    outputs=("h (T, B, H)",),
    reference=rnn_h,
    draw=_draw_b,
    hints=(
        "첫 축이 시점이에요. `for x_t in x:`로 돌면 x_t는 (B, D)예요.",
        "반복하기 전에 `h = np.zeros((x.shape[1], len(b_h)))`로 시작해요.",
        "시점마다 앞 문제의 식으로 h를 새로 고치고 목록에 담아요.",
        "다 돌고 나서 `np.stack(목록)`으로 쌓으면 (T, B, H)예요.",
    ),
    mistakes=(
        Mistake(
            "h를 다음 시점으로 건네지 않은 것 같아요. 반복문 안에서 h를 새로 고쳐요.",
            lambda W_xh, W_hh, b_h, x: rnn_h(W_xh, 0 * W_hh, b_h, x),
        ),
        Mistake(
            "마지막 시점의 은닉 상태만 돌려준 것 같아요. 모든 시점을 쌓아요.",
            lambda W_xh, W_hh, b_h, x: rnn_h(W_xh, W_hh, b_h, x)[-1],
        ),
        Mistake(
            "한 시점씩 밀렸어요. h를 새로 고친 다음에 담아요.",
            _shifted,
        ),
        Mistake(
            "시점을 뒤에서부터 읽은 것 같아요.",
            lambda W_xh, W_hh, b_h, x: rnn_h(W_xh, W_hh, b_h, x[::-1].copy())[::-1],
        ),
        Mistake(
            "쌓는 차례가 뒤집혔어요. 첫 시점이 앞에 와야 해요.",
            lambda W_xh, W_hh, b_h, x: rnn_h(W_xh, W_hh, b_h, x)[::-1],
        ),
        Mistake(
            "W_hh의 전치가 빠진 것 같아요. 배치가 행이라서 `h @ W_hh.T`예요.",
            lambda W_xh, W_hh, b_h, x: rnn_h(W_xh, W_hh.T.copy(), b_h, x),
        ),
    ),
)


def _draw_c(rng, k):
    T, B, D, H = size(rng, k)
    return {**rnn_weights(rng, D, H), "x": normal(rng, T, B, D), "k": max(1, T // 2)}


def _halves(W_xh, W_hh, b_h, x, k, handed=lambda first: first[-1]):
    first = rnn_h(W_xh, W_hh, b_h, x[:k])
    state = handed(first)
    rest = [rnn_h(W_xh, W_hh, b_h, x[k:], state)] if k < len(x) else []
    return np.concatenate([first, *rest]), state


EX01C = Exercise(
    id="ex01c",
    chapter="01-rnn",
    title="이어서 계산하기",
    level="도전",
    points=3,
    function="two_halves",
    outputs=("h (T, B, H)", "h_k (B, H)"),
    reference=_halves,
    draw=_draw_c,
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

EXERCISES = (EX01A, EX01B, EX01C)
