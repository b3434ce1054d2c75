"""1장의 연습문제."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from ..cells import rnn_step, sigmoid
from ..params import RNNParams
from ..sequence import rnn_backward, rnn_forward
from ..train import mse
from .bricks import rnn_h, rnn_weights
from .draws import normal, size
from .spec import Array, Case, Exercise, Function, table


def _draw_a(rng: np.random.Generator, k: int) -> Case:
    _, B, D, H = size(rng, k)
    return {**rnn_weights(rng, D, H), "x_t": normal(rng, B, D), "h_prev": normal(rng, B, H)}


def _step(W_xh: Array, W_hh: Array, b_h: Array, x_t: Array, h_prev: Array) -> Array:
    return rnn_step(RNNParams(W_xh, W_hh, b_h), x_t, h_prev).h


def my_rnn_step(W_xh: Array, W_hh: Array, b_h: Array, x_t: Array, h_prev: Array) -> Array:
    """새 은닉 상태 (B, H)를 돌려주세요.

    W_xh (H, D), W_hh (H, H), b_h (H,), x_t (B, D), h_prev (B, H)
    """
    return np.tanh(x_t @ W_xh.T + h_prev @ W_hh.T + b_h)


EX01A = Exercise(
    id="ex01a",
    title="한 시점",
    level="기초",
    solution=my_rnn_step,
    why="입력의 몫과 이전 은닉 상태의 몫이 모두 $(B, H)$라서 그대로 더하면 돼요. 편향 $(H,)$는 행마다 더해져요.",
    outputs=("h (B, H)",),
    reference=_step,
    draw=_draw_a,
    hints=(
        "입력의 몫과 이전 은닉 상태의 몫을 따로 구한 뒤 더해요. 둘 다 (B, H)가 되나요?",
        "배치가 행으로 쌓여 있어요. 수식의 W x는 코드에서 `x @ W.T`예요.",
        "편향 (H,)는 그대로 더하면 행마다 더해져요.",
        "더한 것 전체를 tanh에 한 번 넣어요: `return np.tanh(x_t @ W_xh.T + h_prev @ W_hh.T + b_h)`",
    ),
    mistakes=table(
        {
            "tanh를 씌우지 않은 것 같아요.": lambda W_xh, W_hh, b_h, x_t, h_prev: (
                x_t @ W_xh.T + h_prev @ W_hh.T + b_h
            ),
            "편향 b_h가 빠졌어요.": lambda W_xh, W_hh, b_h, x_t, h_prev: _step(
                W_xh, W_hh, 0 * b_h, x_t, h_prev
            ),
            "W_hh의 전치(`.T`)가 빠진 것 같아요.": lambda W_xh, W_hh, b_h, x_t, h_prev: _step(
                W_xh, W_hh.T.copy(), b_h, x_t, h_prev
            ),
            "이전 은닉 상태의 몫이 빠졌어요.": lambda W_xh, W_hh, b_h, x_t, h_prev: _step(
                W_xh, 0 * W_hh, b_h, x_t, h_prev
            ),
            "tanh는 몫마다가 아니라 더한 뒤에 씌워요.": lambda W_xh, W_hh, b_h, x_t, h_prev: (
                np.tanh(x_t @ W_xh.T) + np.tanh(h_prev @ W_hh.T + b_h)
            ),
            "tanh 자리에 시그모이드를 쓴 것 같아요.": lambda W_xh, W_hh, b_h, x_t, h_prev: sigmoid(
                x_t @ W_xh.T + h_prev @ W_hh.T + b_h
            ),
        }
    ),
)


def _draw_b(rng: np.random.Generator, k: int) -> Case:
    T, B, D, H = size(rng, k)
    return {**rnn_weights(rng, D, H), "x": normal(rng, T, B, D), "h_0": normal(rng, B, H)}


def _shifted(W_xh: Array, W_hh: Array, b_h: Array, x: Array, h_0: Array) -> Array:
    return np.concatenate([h_0[None], rnn_h(W_xh, W_hh, b_h, x, h_0)[:-1]])


def my_rnn_forward(W_xh: Array, W_hh: Array, b_h: Array, x: Array, h_0: Array) -> Array:
    """모든 시점의 은닉 상태 (T, B, H)를 돌려주세요.

    W_xh (H, D), W_hh (H, H), b_h (H,), x (T, B, D), h_0 (B, H)
    """
    h, out = h_0, []
    for x_t in x:
        h = np.tanh(x_t @ W_xh.T + h @ W_hh.T + b_h)  # (B, H)
        out.append(h)
    return np.stack(out)


EX01B = Exercise(
    id="ex01b",
    title="시퀀스 전체",
    level="표준",
    solution=my_rnn_forward,
    why="같은 매개변수를 모든 시점에서 쓰는 것이 가중치 공유예요. 반복문 안에서 바뀌는 것은 h뿐이에요.",
    outputs=("h (T, B, H)",),
    reference=rnn_h,
    draw=_draw_b,
    hints=(
        "첫 축이 시점이에요. `for x_t in x:`로 돌면 x_t는 (B, D)예요.",
        "반복하기 전에 `h = h_0`으로 시작해요. h_0 자체는 바꾸지 않아요.",
        "시점마다 앞 문제의 식으로 h를 새로 고치고 목록에 담아요.",
        "다 돌고 나서 `np.stack(목록)`으로 쌓으면 (T, B, H)예요.",
    ),
    mistakes=table(
        {
            "시점마다 h_0에서 다시 시작한 것 같아요.": lambda W_xh, W_hh, b_h, x, h_0: np.stack(
                [_step(W_xh, W_hh, b_h, x_t, h_0) for x_t in x]
            ),
            "h_0을 쓰지 않고 0에서 시작한 것 같아요.": lambda W_xh, W_hh, b_h, x, h_0: rnn_h(
                W_xh, W_hh, b_h, x, 0 * h_0
            ),
            "마지막 시점만 돌려준 것 같아요. 모두 쌓아요.": lambda *a: rnn_h(*a)[-1],
            "한 시점씩 밀렸어요. h를 고친 다음에 담아요.": _shifted,
            "시점을 뒤에서부터 읽은 것 같아요.": lambda W_xh, W_hh, b_h, x, h_0: rnn_h(
                W_xh, W_hh, b_h, x[::-1].copy(), h_0
            )[::-1],
            "쌓는 차례가 뒤집혔어요. 첫 시점이 앞이에요.": lambda *a: rnn_h(*a)[::-1],
            "W_hh의 전치(`.T`)가 빠진 것 같아요.": lambda W_xh, W_hh, *rest: rnn_h(
                W_xh, W_hh.T.copy(), *rest
            ),
            "편향 b_h가 빠졌어요.": lambda W_xh, W_hh, b_h, *rest: rnn_h(W_xh, W_hh, 0 * b_h, *rest),
        }
    ),
)


def _draw_c(rng: np.random.Generator, k: int) -> Case:
    T, B, D, H = size(rng, k)
    T = max(T, 4) if k == 2 else T  # 앞부분이 한 시점보다 긴 사례가 꼭 있게
    return {
        **rnn_weights(rng, D, H),
        "x": normal(rng, T, B, D),
        "h_0": normal(rng, B, H),
        "k": max(1, T // 2),
    }


def _halves(
    W_xh: Array, W_hh: Array, b_h: Array, x: Array, h_0: Array, k: int,
    *, handed: Callable[[Array], Array] = lambda first: first[-1],
) -> tuple[Array, Array]:  # fmt: skip
    first = rnn_h(W_xh, W_hh, b_h, x[:k], h_0)
    state = handed(first)
    rest = [rnn_h(W_xh, W_hh, b_h, x[k:], state)] if k < len(x) else []
    return np.concatenate([first, *rest]), state


def _restarted(W_xh: Array, W_hh: Array, b_h: Array, x: Array, h_0: Array, k: int) -> tuple[Array, Array]:
    parts = [rnn_h(W_xh, W_hh, b_h, part, h_0) for part in (x[:k], x[k:]) if len(part)]
    return np.concatenate(parts), parts[0][-1]


def two_halves(W_xh: Array, W_hh: Array, b_h: Array, x: Array, h_0: Array, k: int) -> tuple[Array, Array]:
    """이어 붙인 은닉 상태 (T, B, H)와, 뒷부분에 건넨 것 (B, H)를 돌려주세요.

    W_xh (H, D), W_hh (H, H), b_h (H,), x (T, B, D), h_0 (B, H), k는 1 이상 T 이하의 정수
    """

    def read(part: Array, h: Array) -> tuple[list[Array], Array]:
        out = []
        for x_t in part:
            h = np.tanh(x_t @ W_xh.T + h @ W_hh.T + b_h)
            out.append(h)
        return out, h

    first, handed = read(x[:k], h_0)
    second, _ = read(x[k:], handed)
    return np.stack(first + second), handed


EX01C = Exercise(
    id="ex01c",
    title="이어서 계산하기",
    level="도전",
    solution=two_halves,
    why=(
        "앞부분의 마지막 은닉 상태 하나면 충분해요. 뒷부분의 식에 들어가는 과거는 그 벡터뿐이기 때문이에요. 이 사실이 "
        "절단 BPTT(4장)의 바탕이에요."
    ),
    outputs=("h (T, B, H)", "h_k (B, H)"),
    reference=_halves,
    draw=_draw_c,
    hints=(
        "앞부분을 다 읽고 나면 과거가 모두 벡터 하나에 담겨 있어요. 어느 벡터일까요?",
        "시퀀스를 읽는 함수 하나를 만들고 시작 은닉 상태를 인자로 받게 해요. 앞부분은 h_0에서 시작해요.",
        "앞부분의 마지막 은닉 상태가 h_k예요. 뒷부분은 거기서 시작해요.",
        "뒷부분이 비어 있으면(k = T) 이어 붙일 것이 없어요. 목록끼리 더한 뒤 `np.stack`으로 쌓으면 안전해요.",
    ),
    mistakes=table(
        {
            "뒷부분이 h_0에서 다시 시작한 것 같아요.": _restarted,
            "첫 시점이 아니라 앞부분의 끝 h를 건네요.": lambda *a: _halves(*a, handed=lambda first: first[0]),
            "한 시점 앞의 은닉 상태를 건넨 것 같아요.": lambda *a: _halves(
                *a, handed=lambda first: first[-2] if len(first) > 1 else a[4]
            ),
            "건넬 h에 tanh를 한 번 더 씌운 것 같아요.": lambda *a: _halves(
                *a, handed=lambda first: np.tanh(first[-1])
            ),
            "뒷부분만 돌려줬어요. 앞부분과 이어 붙여요.": lambda *a: (_halves(*a)[0][a[5] :], _halves(*a)[1]),
            "h_k는 시퀀스의 끝이 아니라 k시점의 h예요.": lambda *a: (_halves(*a)[0], _halves(*a)[0][-1]),
        }
    ),
)


def _draw_d(rng: np.random.Generator, k: int) -> Case:
    if k == 0:
        return {"w": 0.5, "x": np.array([2.0]), "y": np.array([-0.6]), "rate": 0.1, "steps": 2}
    B = size(rng, k).B + 1  # 하나뿐이면 합과 평균이 갈라지지 않는다
    pairs: Case = {"w": float(normal(rng, 1)[0]), "x": normal(rng, B), "y": normal(rng, B)}
    return {**pairs, "rate": [0.3, 0.1, 0.2][k % 3], "steps": int(rng.integers(2, 5))}


def _train(w: float, x: Array, y: Array, rate: float, steps: int) -> tuple[Array, float]:
    params, losses = RNNParams(np.full((1, 1), w), np.zeros((1, 1)), np.zeros(1)), []
    for _ in range(steps):
        trace = rnn_forward(params, x[None, :, None])
        loss, dy = mse(trace.h[-1], y[:, None])
        dW = rnn_backward(params, trace, dy[None]).grads.W_xh
        params = params._replace(W_xh=params.W_xh - rate * dW)
        losses.append(loss)
    return np.array(losses), float(params.W_xh[0, 0])


def _slope(p: Array, y: Array, x: Array, gather: Callable[[Array], float] = np.mean) -> float:
    return gather(2 * (p - y) * (1 - p**2) * x)


def _walk(
    grad: Callable[..., float] = _slope, *, plain: bool = False, late: bool = False, stuck: bool = False
) -> Function:
    def wrong(w: float, x: Array, y: Array, rate: float, steps: int) -> tuple[Array, float]:
        losses, start = [], w
        for _ in range(steps):
            p = np.tanh((start if stuck else w) * x)
            w = w - (1.0 if plain else rate) * grad(p, y, x)
            losses.append(np.mean(((np.tanh(w * x) if late else p) - y) ** 2))
        return np.array(losses), w

    return wrong


def learn_weight(w: float, x: Array, y: Array, rate: float, steps: int) -> tuple[Array, float]:
    """(걸음마다의 손실 (steps,), 다 고친 w)를 돌려주세요. 손실은 고치기 전의 w로 구해요.

    w는 실수, x와 y는 (B,), rate는 학습률, steps는 걸음의 수
    """
    losses = []
    for _ in range(steps):
        p = np.tanh(w * x)
        gap = p - y
        losses.append(np.mean(gap**2))
        w = w - rate * np.mean(2 * gap * (1 - p**2) * x)
    return np.array(losses), w


EX01D = Exercise(
    id="ex01d",
    title="학습의 걸음",
    level="표준",
    solution=learn_weight,
    why=(
        r"$p = \tanh(w x)$라서 연쇄 법칙의 세 조각을 곱해요. $(p - y)^2$에서 $2(p - y)$, tanh에서 $1 - p^2$, $w x$에서 "
        r"$x$예요. 손실이 배치의 평균이니 기울기도 평균이에요. 뒤의 장들은 이 한 줄을 시점마다, 행렬로 되풀이해요."
    ),
    outputs=("losses (steps)", "w (수)"),
    reference=_train,
    draw=_draw_d,
    hints=(
        "한 걸음은 네 가지예요. 예측 p를 구하고, 손실을 적고, 기울기를 구하고, w를 고쳐요.",
        "손실은 `np.mean((p - y) ** 2)`예요. w를 고치기 전에 목록에 담아요.",
        "p = tanh(w x)를 w로 미분하면 (1 − p²) x예요. 제곱에서 나온 2 (p − y)를 곱하고 배치로 평균을 내요.",
        "`w = w - rate * np.mean(2 * (p - y) * (1 - p**2) * x)`를 steps번 되풀이해요.",
    ),
    mistakes=table(
        {
            "기울기 쪽으로 갔어요. 반대쪽이니 빼요.": _walk(lambda p, y, x: -_slope(p, y, x)),
            "tanh의 도함수 1 − p²이 빠졌어요.": _walk(lambda p, y, x: np.mean(2 * (p - y) * x)),
            "x를 곱하지 않았어요. w x를 미분하면 x예요.": _walk(lambda p, y, x: _slope(p, y, x / x)),
            "제곱을 미분하면 나오는 2가 빠졌어요.": _walk(lambda p, y, x: _slope(p, y, x) / 2),
            "기울기를 더하기만 했어요. 평균을 내요.": _walk(lambda p, y, x: _slope(p, y, x, np.sum)),
            "학습률을 곱하지 않은 것 같아요.": _walk(plain=True),
            "w를 고친 뒤의 손실이에요. 고치기 전에 적어요.": _walk(late=True),
            "늘 처음 w로 예측했어요. 고친 w를 써요.": _walk(stuck=True),
        }
    ),
)

EXERCISES = (EX01A, EX01B, EX01C, EX01D)
