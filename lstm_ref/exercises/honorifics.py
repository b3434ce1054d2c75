"""12장의 연습문제."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache, partial

import numpy as np

import lstm_ref as lr

from ..params import LSTMParams, init_lstm
from ..sequence import lstm_backward, lstm_forward
from ..tasks import accuracy
from ..train import Model, clip_by_global_norm, loss_and_grads, softmax_cross_entropy
from .bricks import lstm_weights
from .draws import normal, size
from .spec import Array, Case, Exercise, Function, table

K = 24


def _draw_a(rng: np.random.Generator, k: int) -> Case:
    B = 2 if k == 0 else int(rng.integers(1, 20))
    targets = rng.integers(K, size=B)
    y = normal(rng, B, K)
    lift = rng.random(B)
    for row in range(B):  # 다 맞음, 서술어만, 높임만, 아무것도: 네 경우를 섞는다
        c = int(targets[row])
        picks = (c, c ^ 1, (c + 2) % K, (c + 3) % K)
        y[row, picks[int(lift[row] * 4)]] = 2.0
    return {"y": y, "targets": targets}


def _accuracy(y: Array, targets: Array) -> tuple[float, float]:
    ending, high = accuracy(y, targets)
    return ending, high


def _with(share: Callable[[Array], float]) -> Function:
    def wrong(y: Array, targets: Array) -> tuple[float, float]:
        guess = y.argmax(axis=1)
        return share(guess // 2 == targets // 2), share(guess % 2 == targets % 2)

    return wrong


def my_accuracy(y: Array, targets: Array) -> tuple[float, float]:
    """(서술어 정답률, 높임 정답률)을 돌려주세요.

    y (B, 24), targets (B,) 정수
    """
    guess = y.argmax(axis=1)
    return np.mean(guess // 2 == targets // 2), np.mean(guess % 2 == targets % 2)


EX12A = Exercise(
    id="ex12a",
    title="가까운 것과 먼 것의 정답률",
    level="기초",
    solution=my_accuracy,
    why="가장 큰 출력을 고른 뒤 몫과 나머지를 따로 견줘요. 한 수로 뭉치면 가까운 것과 먼 것이 섞여요.",
    outputs=("서술어_정답률 (수)", "높임_정답률 (수)"),
    reference=_accuracy,
    draw=_draw_a,
    hints=(
        "먼저 문장마다 가장 큰 출력의 번호를 골라요: `y.argmax(axis=1)`",
        "번호를 2로 나눈 몫이 서술어, 나머지가 높임이에요. 정답 번호도 같은 방법으로 나눠요.",
        "맞은 자리를 1, 틀린 자리를 0으로 보고 평균을 구하면 정답률이에요.",
        "`np.mean(guess // 2 == targets // 2), np.mean(guess % 2 == targets % 2)`",
    ),
    mistakes=table(
        {
            "두 값의 차례가 바뀌었어요. 서술어가 앞이에요.": lambda *a: _accuracy(*a)[::-1],
            "둘로 나누지 않고 꼴 전체를 견준 것 같아요.": lambda y, targets: (
                (float(np.mean(y.argmax(axis=1) == targets)),) * 2
            ),
            "맞은 수만 셌어요. 문장 수로 나눠요.": _with(lambda hit: int(hit.sum())),
            "틀린 비율을 구한 것 같아요.": _with(lambda hit: 1 - float(hit.mean())),
            "가장 작은 출력을 골랐어요. `argmax`예요.": lambda y, targets: _accuracy(-y, targets),
            "12가 아니라 2로 나눈 몫과 나머지를 써요.": lambda y, targets: (
                float(np.mean(y.argmax(axis=1) % 12 == targets % 12)),
                float(np.mean(y.argmax(axis=1) // 12 == targets // 12)),
            ),
        }
    ),
)


@cache
def _left(
    d: int, b_f: float, seed: int, log: Callable[[float], float] = np.log10, D: int = 4, H: int = 6
) -> float:
    rng = np.random.default_rng(seed)
    params = init_lstm(rng, D, H, forget_bias=b_f)
    trace = lstm_forward(params, rng.standard_normal((d + 1, 1, D)))
    dh = np.zeros_like(trace.h)
    dh[-1] = 1.0
    dx = lstm_backward(params, trace, dh).dx
    return float(log(float(np.linalg.norm(dx[0]) / np.linalg.norm(dx[-1]))))


def _draw_b(rng: np.random.Generator, k: int) -> Case:
    n = [(1, 1, 2), (2, 3, 2), (3, 2, 2), (2, 1, 3)][min(k, 1 + k % 3)]
    pools = (np.arange(2, 9), np.array([0.0, 1.0, 2.0, 3.0, 5.0]), np.arange(11, 19))
    return dict(zip(("distances", "biases", "seeds"), (rng.permutation(p)[:m] for p, m in zip(pools, n))))


def _grid(
    distances: Array, biases: Array, seeds: Array, left: Callable[[int, float, int], float] = _left,
    over: Callable[[list[float]], float] = np.mean,
) -> Array:  # fmt: skip
    cells = [[over([left(int(d), float(b), int(s)) for s in seeds]) for b in biases] for d in distances]
    return np.array(cells)


def my_experiment(distances: Array, biases: Array, seeds: Array) -> Array:
    """시드마다 구한 log10(첫 입력의 기울기 노름 / 마지막 입력의 기울기 노름)의 평균을 표로 돌려주세요.

    distances (m,), biases (n,), seeds (s,). 돌려줄 표는 (m, n)이고 행이 거리, 열이 망각 편향
    """
    table = np.zeros((len(distances), len(biases)))
    for row, d in enumerate(distances):
        for column, b_f in enumerate(biases):
            for seed in seeds:
                rng = np.random.default_rng(seed)
                params = lr.init_lstm(rng, D=4, H=6, forget_bias=b_f)
                trace = lr.lstm_forward(params, rng.standard_normal((d + 1, 1, 4)))
                dh = np.zeros_like(trace.h)
                dh[-1] = 1.0  # 손실은 마지막 은닉 상태의 합
                dx = lr.lstm_backward(params, trace, dh).dx
                ratio = np.linalg.norm(dx[0]) / np.linalg.norm(dx[-1])
                table[row, column] += np.log10(ratio) / len(seeds)
    return table


EX12B = Exercise(
    id="ex12b",
    title="실험: 거리, 편향, 시드",
    level="표준",
    solution=my_experiment,
    why=(
        "비를 시드끼리 평균하면 가장 큰 시드 하나가 평균을 정해요. 그래서 로그를 먼저 씌우고 평균해요. 통과했다면 거리를 "
        "5, 10, 20, 40으로, 망각 편향을 0, 1, 3, 5로, 시드를 다섯 넘게 바꾸어 표를 읽어 보세요. 시드 하나만 넣은 표와 "
        "얼마나 다른지도 보세요. 이 표는 배우기 **전**의 기울기예요. 배우는 동안 어떻게 바뀌는지는 말하지 않아요."
    ),
    outputs=("표 (m, n)",),
    reference=_grid,
    draw=_draw_b,
    tools=("sigmoid", "init_lstm", "lstm_forward", "lstm_backward"),
    hints=(
        "먼저 거리, 편향, 시드가 하나씩일 때의 수를 구해 보고, 그다음에 반복문 셋으로 감싸요.",
        "`rng = np.random.default_rng(seed)`로 매개변수를 먼저, 입력 (d+1, 1, 4)를 그다음에 뽑아요. 차례가 바뀌면 수가 달라져요.",
        "거리 d는 첫 입력과 마지막 입력 사이의 시점 수예요. 그래서 입력은 d + 1개예요.",
        "손실이 마지막 은닉 상태의 합이면 dh는 마지막 시점만 1이에요. `lr.lstm_backward(...).dx`가 입력마다의 기울기예요.",
        "시드마다 로그를 씌운 다음에 평균해요.",
    ),
    mistakes=table(
        {
            "한 시점 짧아요. 거리 d에는 d + 1시점이에요.": partial(
                _grid, left=lambda d, b, s: _left(d - 1, b, s)
            ),
            "망각 편향 b_f를 넣지 않은 것 같아요.": partial(_grid, left=lambda d, b, s: _left(d, 1.5, s)),
            "평균하고 로그를 씌웠어요. 로그가 먼저예요.": partial(
                _grid, over=lambda v: np.log10(np.mean(10 ** np.array(v)))
            ),
            "첫 시드만 썼어요. 시드마다 구해 평균해요.": partial(_grid, over=lambda v: v[0]),
            "더하기만 했어요. 시드의 수로 나눠요.": partial(_grid, over=np.sum),
            "자연로그를 쓴 것 같아요. `np.log10`이에요.": partial(
                _grid, left=lambda d, b, s: np.log(10) * _left(d, b, s)
            ),
            "비가 뒤집혔어요. 첫 입력의 기울기가 분자예요.": partial(
                _grid, left=lambda d, b, s: -_left(d, b, s)
            ),
            "로그를 씌우지 않은 것 같아요.": partial(_grid, left=lambda d, b, s: 10 ** _left(d, b, s)),
        }
    ),
)


def _draw_c(rng: np.random.Generator, k: int) -> Case:
    T, B, D, H = size(rng, k)
    B, K = B + 1, 2 + k % 3
    return {
        "weights": list(lstm_weights(rng, D, H).values()),
        "W_y": normal(rng, K, H),
        "x": normal(rng, T, B, D),
        "targets": rng.integers(K, size=B),
        "rate": [0.5, 0.1][k % 2],
        "max_norm": [0.1, 100.0, 0.3][k % 3],
        "steps": 3,
    }


def _train(
    weights: list[Array], W_y: Array, x: Array, targets: Array, rate: float, max_norm: float, steps: int,
    *, clip: bool | str = True, at: int | slice = -1, sign: int = -1, late: bool = False, batch: int = 1,
    cell: int = 1,
) -> tuple[Array, Array]:  # fmt: skip
    params, losses = LSTMParams(*weights), []
    for _ in range(steps):
        trace = lstm_forward(params, x)
        loss, dy = softmax_cross_entropy(trace.h[-1] @ W_y.T, targets)
        dh, dW_y = np.zeros_like(trace.h), batch * dy.T @ trace.h[-1]
        dh[at] = batch * dy @ (W_y + sign * rate * dW_y if late else W_y)
        grads = (*lstm_backward(params, trace, dh).grads, dW_y)
        norm = np.sqrt(sum((g**2).sum() for g in grads))
        norms = [np.sqrt((g**2).sum()) for g in grads] if clip == "each" else [norm] * 9
        *d, dW_y = (g * (min(1.0, max_norm / n) if clip else 1.0) for g, n in zip(grads, norms))
        params = LSTMParams(*(w + cell * sign * rate * g for w, g in zip(params, d)))
        W_y = W_y + sign * rate * dW_y
        losses.append(loss)
    return np.array(losses), W_y


def _reference(
    weights: list[Array], W_y: Array, x: Array, targets: Array, rate: float, max_norm: float, steps: int
) -> tuple[Array, Array]:
    """lstm_ref의 학습 함수로: 출력의 편향은 0에서 움직이지 않게 기울기를 지운다."""
    model, losses = Model(LSTMParams(*weights), W_y, np.zeros(len(W_y))), []
    for _ in range(steps):
        loss, grads = loss_and_grads(model, x, targets)
        grads, _ = clip_by_global_norm(grads._replace(b_y=0 * grads.b_y), max_norm)
        cell = LSTMParams(*(w - rate * g for w, g in zip(model.cell, grads.cell)))
        model = model._replace(cell=cell, W_y=model.W_y - rate * grads.W_y)
        losses.append(loss)
    return np.array(losses), model.W_y


def my_training(
    weights: list[Array], W_y: Array, x: Array, targets: Array, rate: float, max_norm: float, steps: int
) -> tuple[Array, Array]:
    """걸음마다의 손실 (steps,)와 학습을 마친 W_y (K, H)를 돌려주세요.

    weights는 LSTM의 매개변수 여덟, W_y (K, H), x (T, B, D), targets (B,),
    rate는 학습률, max_norm은 클리핑의 한계, steps는 걸음 수
    """
    params, losses = lr.LSTMParams(*weights), []
    for _ in range(steps):
        trace = lr.lstm_forward(params, x)
        loss, dy = lr.train.softmax_cross_entropy(trace.h[-1] @ W_y.T, targets)
        dh = np.zeros_like(trace.h)
        dh[-1] = dy @ W_y  # 빈칸
        dW_y = dy.T @ trace.h[-1]  # 빈칸
        grads = lr.lstm_backward(params, trace, dh).grads
        norm = np.sqrt(sum((g**2).sum() for g in (*grads, dW_y)))  # 빈칸
        scale = min(1.0, max_norm / norm)  # 빈칸
        params = lr.LSTMParams(*(w - rate * scale * g for w, g in zip(params, grads)))  # 빈칸
        W_y = W_y - rate * scale * dW_y  # 빈칸
        losses.append(loss)
    return np.array(losses), W_y


EX12C = Exercise(
    id="ex12c",
    title="학습 고리 완성하기",
    level="도전",
    solution=my_training,
    why=(
        "순전파, 손실, 역전파, 클리핑, 한 걸음. 학습은 이 다섯을 되풀이하는 거예요. 손실은 마지막 은닉 상태에서만 오니 "
        "`dh`도 마지막 시점에만 있어요. 기울기를 모두 구한 **다음에** 매개변수를 고쳐요. 먼저 고친 `W_y`로 `dh`를 구하면 "
        "다른 손실의 기울기가 섞여요."
    ),
    outputs=("손실 (steps,)", "W_y (K, H)"),
    reference=_reference,
    draw=_draw_c,
    tools=("sigmoid", "lstm_forward", "lstm_backward", "softmax_cross_entropy"),
    hints=(
        "손실에서 거꾸로 가요. dy (B, K)는 이미 있어요. 출력이 `h_T @ W_y.T`였으니 h_T와 W_y의 기울기를 dy로 적어요.",
        "`dh`는 마지막 시점만 채워요: dy에 W_y를 곱해요. dW_y는 (K, H)가 되게 dy와 h_T를 곱해요.",
        "노름은 아홉 배열의 제곱합을 모두 더한 뒤 제곱근을 한 번 구해요. 배율은 1과 한계/노름 가운데 작은 쪽이에요.",
        "매개변수마다 `rate * scale * 기울기`를 빼서 새 `lr.LSTMParams`를 만들어요. W_y도 같은 배율로 고쳐요.",
    ),
    mistakes=table(
        {
            "한계를 넘은 기울기를 줄이지 않은 것 같아요.": partial(_train, clip=False),
            "배열마다 따로 줄였어요. 노름은 하나예요.": partial(_train, clip="each"),
            "기울기를 더했어요. 빼야 손실이 줄어요.": partial(_train, sign=1),
            "W_y만 고쳤어요. 나머지 여덟도 함께 고쳐요.": partial(_train, cell=0),
            "모든 시점의 dh를 채웠어요. 마지막만 채워요.": partial(_train, at=slice(None)),
            "먼저 고친 W_y로 dh를 구한 것 같아요.": partial(_train, late=True),
            "dy에 배치의 수를 곱한 것 같아요.": lambda *a: _train(*a, batch=len(a[3])),
            "손실만 재고 아무것도 고치지 않은 것 같아요.": partial(_train, sign=0),
        }
    ),
)

EXERCISES = (EX12A, EX12B, EX12C)
