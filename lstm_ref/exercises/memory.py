"""3장의 연습문제."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from ..params import init_rnn
from ..sequence import rnn_forward
from .bricks import rnn_h, rnn_weights
from .draws import normal, size
from .spec import Array, Case, Exercise, table

STEPS = 200


def _draw_a(rng: np.random.Generator, k: int) -> Case:
    w = [2.0, 0.5, 1.0, 1.5, 3.0][k] if k < 5 else float(abs(normal(rng, 1)[0])) + 0.3
    h = [0.5, 0.9, 0.8, -0.4, -0.1][k] if k < 5 else float(normal(rng, 1)[0])
    return {"w": w, "h": h}


def _repeat(
    w: float, h: float, update: Callable[[float, float], float] = lambda w, h: np.tanh(w * h)
) -> float:
    for _ in range(STEPS):
        h = update(w, h)
    return float(h)


def fixed_point(w: float, h: float) -> float:
    """고정점에 가까운 실수를 돌려주세요.

    w와 h는 실수
    """
    for _ in range(200):
        h = np.tanh(w * h)
    return h


EX03A = Exercise(
    id="ex03a",
    title="고정점 찾기",
    level="기초",
    solution=fixed_point,
    why="되풀이하면 끌어당기는 고정점으로 가요. $w > 1$이면 0은 밀어내서, 0이 아닌 곳에서 시작하면 $\\pm h^*$로 가요.",
    outputs=("h (수)",),
    reference=_repeat,
    draw=_draw_a,
    hints=(
        "같은 식을 되풀이하면 값이 더 움직이지 않는 곳으로 가요. 200번이면 충분해요.",
        "`for _ in range(200):` 안에서 h를 새로 고쳐요.",
        "새 h는 `np.tanh(w * h)`예요. 다 돌고 나서 h를 돌려줘요.",
    ),
    mistakes=table(
        {
            "한 번만 계산한 것 같아요. 200번 되풀이해요.": lambda w, h: float(np.tanh(w * h)),
            "w는 tanh 밖이 아니라 안에서 곱해요.": lambda w, h: _repeat(w, h, lambda w, h: w * np.tanh(h)),
            "w를 곱하지 않은 것 같아요.": lambda w, h: _repeat(w, h, lambda w, h: np.tanh(h)),
            "부호가 사라졌어요. 음수인 고정점도 있어요.": lambda w, h: abs(_repeat(w, h)),
            "늘 처음 h로 계산했어요. 새 h를 다시 넣어요.": lambda w, h: float(np.tanh(w * np.tanh(w * h))),
        }
    ),
)


def _draw_b(rng: np.random.Generator, k: int) -> Case:
    T, B, D, H = size(rng, k)
    x = normal(rng, T, B, D)
    y = x.copy()
    y[0] += normal(rng, B, D)
    return {**rnn_weights(rng, D, H), "x": x, "y": y.round(1)}


def _difference(W_xh: Array, W_hh: Array, b_h: Array, x: Array, y: Array) -> Array:
    return rnn_h(W_xh, W_hh, b_h, x) - rnn_h(W_xh, W_hh, b_h, y)


def _gap(*a: Array) -> Array:
    return np.linalg.norm(_difference(*a), axis=-1)


def trace_gap(W_xh: Array, W_hh: Array, b_h: Array, x: Array, y: Array) -> Array:
    """차이의 노름 (T, B)를 돌려주세요.

    W_xh (H, D), W_hh (H, H), b_h (H,), x와 y (T, B, D)
    """

    def read(seq: Array) -> Array:
        h, out = np.zeros((seq.shape[1], len(b_h))), []
        for x_t in seq:
            h = np.tanh(x_t @ W_xh.T + h @ W_hh.T + b_h)
            out.append(h)
        return np.stack(out)

    return np.linalg.norm(read(x) - read(y), axis=-1)


EX03B = Exercise(
    id="ex03b",
    title="흔적 재기",
    level="표준",
    solution=trace_gap,
    why="두 번 순전파하고, 먼저 뺀 뒤에 마지막 축으로 노름을 구해요.",
    outputs=("gap (T, B)",),
    reference=_gap,
    draw=_draw_b,
    hints=(
        "같은 매개변수로 두 시퀀스를 따로 순전파해요. 1장에서 만든 함수를 안에 적어도 돼요.",
        "두 은닉 상태를 먼저 빼고, 그 다음에 노름을 재요.",
        "은닉 상태는 (T, B, H)예요. 성분의 축만 사라져야 하니 `axis=-1`이에요.",
        "`return np.linalg.norm(h_x - h_y, axis=-1)`",
    ),
    mistakes=table(
        {
            "노름을 재고 뺐어요. 먼저 빼고 노름을 재요.": lambda W_xh, W_hh, b_h, x, y: (
                np.linalg.norm(rnn_h(W_xh, W_hh, b_h, x), axis=-1)
                - np.linalg.norm(rnn_h(W_xh, W_hh, b_h, y), axis=-1)
            ),
            "노름에서 제곱근이 빠진 것 같아요.": lambda *a: _gap(*a) ** 2,
            "노름이 아니라 절댓값의 합을 잰 것 같아요.": lambda *a: np.abs(_difference(*a)).sum(axis=-1),
            "배치까지 한꺼번에 쟀어요. 시퀀스마다 재요.": lambda *a: np.linalg.norm(
                _difference(*a), axis=(1, 2)
            ),
            "마지막 시점만 쟀어요. 모든 시점을 재요.": lambda *a: _gap(*a)[-1],
            "입력이 아니라 은닉 상태의 차이를 재요.": lambda W_xh, W_hh, b_h, x, y: np.linalg.norm(
                x - y, axis=-1
            ),
        }
    ),
)


def _draw_c(rng: np.random.Generator, k: int) -> Case:
    return {"w": [2.0, 1.2, 4.0, 1.5][k] if k < 4 else round(float(rng.uniform(1.3, 3.5)), 2)}


def _fixed(w: float) -> float:
    """0이 아닌 고정점. tanh(w h) = h를 뉴턴 방법으로 푼다."""
    h = 1.0
    for _ in range(60):
        slope = w * (1 - np.tanh(w * h) ** 2)
        h -= (np.tanh(w * h) - h) / (slope - 1)
    return float(h)


def slope_at_fixed_point(w: float) -> float:
    """0이 아닌 고정점에서 tanh(w h)를 h로 미분한 값을 돌려주세요.

    w는 1.2 이상의 실수
    """
    h = 0.9
    for _ in range(200):
        h = np.tanh(w * h)
    return w * (1 - h**2)


EX03C = Exercise(
    id="ex03c",
    title="고정점에서의 도함수",
    level="도전",
    solution=slope_at_fixed_point,
    why=(
        r"고정점에서는 $\tanh(w h) = h$라서 도함수가 $w(1 - h^2)$이에요. 0이 아닌 고정점에서는 $w = "
        r"\operatorname{artanh}(h) / h$이고 $\operatorname{artanh}(h) < h / (1 - h^2)$이라서, 이 값은 $w > 1$인 모든 "
        r"$w$에서 1보다 작아요. 되풀이할 때마다 이 수가 곱해지므로, 값은 고정점에 붙들려 있어도 기울기는 줄어요. 여러 "
        r"$w$를 넣어 보세요. $w$가 1에 가까울수록 도함수는 1에 가깝고 고정점은 0에 가까워요."
    ),
    outputs=("slope (수)",),
    reference=lambda w: w * (1 - _fixed(w) ** 2),
    draw=_draw_c,
    tolerance=1e-6,
    hints=(
        "두 걸음이에요. 먼저 0이 아닌 고정점을 찾고, 거기에서 도함수를 구해요.",
        "고정점은 첫째 문제의 반복으로 찾아요. 0.9에서 시작하면 200번으로 충분해요.",
        "tanh(w h)를 h로 미분하면 연쇄 법칙 때문에 w가 곱해져요.",
        "고정점에서는 tanh(w h) = h라서 tanh의 도함수 1 − tanh²(w h)가 1 − h²이 돼요.",
    ),
    mistakes=table(
        {
            "w가 빠졌어요. w h를 h로 미분하면 w예요.": lambda w: 1 - _fixed(w) ** 2,
            "고정점이 0이에요. 0이 아닌 데서 시작해요.": lambda w: w,
            "h에 tanh를 한 번 더 씌운 것 같아요.": lambda w: w * (1 - np.tanh(_fixed(w)) ** 2),
            "고정점이 아니라 그 자리의 도함수를 돌려줘요.": _fixed,
            "h를 제곱하지 않은 것 같아요. 1 − h²이에요.": lambda w: w * (1 - _fixed(w)),
            "w까지 제곱한 것 같아요. w는 한 번만 곱해요.": lambda w: w**2 * (1 - _fixed(w) ** 2),
        }
    ),
)


def _draw_d(rng: np.random.Generator, k: int) -> Case:
    T, _, _, H = size(rng, k)
    H, T, n = (2, 18, 10) if k == 0 else (2 + H % 3, 40 + T, 22 + H)
    params = init_rnn(rng, 1, H, spectral_radius=0.9)
    x = normal(rng, T)
    h = rnn_forward(params._replace(W_xh=0.4 * normal(rng, H, 1)), x[:, None, None]).h[:, 0]
    return {"h": h.round(4), "x": x, "n": n, "K": 3 if k == 0 else 3 + k % 3}


def _readout(h: Array, x: Array) -> Array:
    """최소 제곱의 답을 QR 분해로 푼다."""
    Q, R = np.linalg.qr(h)
    return np.linalg.solve(R, Q.T @ x)


def _squared(guess: Array, true: Array) -> float:
    a, b = guess - guess.mean(), true - true.mean()
    return float((a @ b) ** 2 / ((a @ a) * (b @ b)))


def _recall(
    fit: Callable[[Array, Array, int, int], Array] = lambda h, x, n, k: _readout(h[k:n], x[: n - k]),
    score: Callable[[Array, Array], float] = _squared,
    at: Callable[[Array, Array, int, int], tuple[Array, Array]] = lambda h, x, n, k: (
        h[n:],
        x[n - k : len(x) - k],
    ),
    first: int = 0,
) -> Callable[[Array, Array, int, int], Array]:
    """곱할 수를 찾는 법, 견주는 법, 재는 자리를 바꾸어 만든 답."""

    def answer(h: Array, x: Array, n: int, K: int) -> Array:
        out = []
        for k in range(first, first + K):
            seen, true = at(h, x, n, k)
            out.append(score(seen @ fit(h, x, n, k), true))
        return np.array(out)

    return answer


def my_recall(h: Array, x: Array, n: int, K: int) -> Array:
    """k시점 전의 입력을 되살린 r²을 k = 0, …, K−1에서 구해 (K,)로 돌려주세요.

    h (T, H), x (T,), n은 곱할 수를 찾는 데 쓸 앞 시점의 수, K는 거리의 수
    """
    out = []
    for k in range(K):
        w = np.linalg.lstsq(h[k:n], x[: n - k], rcond=None)[0]
        guess, true = h[n:] @ w, x[n - k : len(x) - k]
        out.append(np.corrcoef(guess, true)[0, 1] ** 2)
    return np.array(out)


EX03D = Exercise(
    id="ex03d",
    title="거리마다 되살리기",
    level="도전",
    solution=my_recall,
    why=(
        "거리마다 짝을 새로 지어요. $h_t$의 짝은 $x_{t-k}$예요. 곱할 수를 찾은 시점에서 다시 재면 그 시점의 우연까지 외운 것이 "
        "섞여요. 그래서 쓰지 않은 시점에서 재요. 여기서는 시점이 몇십 개뿐이라 먼 거리의 $r^2$이 우연히 커지기도 해요. 이 장의 "
        "그림은 1000시점에서 찾고 다른 1000시점에서 잰 것이에요."
    ),
    outputs=("r2 (K,)",),
    reference=_recall(),
    draw=_draw_d,
    tolerance=1e-6,
    hints=(
        "거리 하나부터 해 보세요. h의 t번째 줄과 x의 t−k번째 수가 짝이에요. k를 바꾸어 가며 되풀이해요.",
        "앞 n시점에서 짝이 있는 것은 t = k, …, n−1이에요. `h[k:n]`과 `x[:n - k]`예요.",
        "곱할 수는 `np.linalg.lstsq(A, b, rcond=None)[0]`이 찾아 줘요. A가 은닉 상태, b가 되살릴 입력이에요.",
        "재는 자리는 t = n, …, T−1이에요. `h[n:] @ w`와 `x[n - k : len(x) - k]`를 견줘요.",
        "r은 `np.corrcoef(guess, true)[0, 1]`이에요. 제곱해서 담아요.",
    ),
    mistakes=table(
        {
            "나중 입력을 맞혔어요. 지난 입력과 짝지어요.": _recall(
                lambda h, x, n, k: _readout(h[: n - k], x[k:n]),
                at=lambda h, x, n, k: (h[n : len(x) - k], x[n + k :]),
            ),
            "곱할 수를 찾은 시점에서 쟀어요. 뒤에서 재요.": _recall(
                at=lambda h, x, n, k: (h[k:n], x[: n - k])
            ),
            "뒤의 시점까지 써서 찾았어요. 앞만 써요.": _recall(
                lambda h, x, n, k: _readout(h[k:], x[: len(x) - k])
            ),
            "상관 계수를 제곱하지 않은 것 같아요.": _recall(score=lambda g, y: np.corrcoef(g, y)[0, 1]),
            "오차로 구했어요. 상관 계수를 제곱해요.": _recall(
                score=lambda g, y: 1 - ((g - y) ** 2).sum() / ((y - y.mean()) ** 2).sum()
            ),
            "곱할 수는 거리마다 새로 찾아야 해요.": _recall(lambda h, x, n, k: _readout(h[:n], x[:n])),
            "상수항을 더한 것 같아요. 성분에만 곱해요.": _recall(
                lambda h, x, n, k: _readout(np.insert(h[k:n], 0, 1.0, axis=1), x[: n - k])[1:]
            ),
            "`np.roll`은 끝이 앞으로 와요. 잘라서 써요.": _recall(
                lambda h, x, n, k: _readout(h[:n], np.roll(x, k)[:n])
            ),
            "거리를 1부터 셌어요. 0부터예요.": _recall(first=1),
            "거리마다 더해 갔어요. 따로 돌려줘요.": lambda h, x, n, K: np.cumsum(_recall()(h, x, n, K)),
            "합을 돌려줬어요. 거리마다 돌려줘요.": lambda h, x, n, K: _recall()(h, x, n, K).sum(),
        }
    ),
)

EXERCISES = (EX03A, EX03B, EX03C, EX03D)
