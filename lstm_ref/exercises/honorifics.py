"""12장의 연습문제."""

import numpy as np

from ..tasks import accuracy
from ..train import softmax_cross_entropy
from .draws import normal
from .spec import Exercise, Mistake


def _draw_a(rng, k):
    K = [3, 2, 4, 3, 24][k] if k < 5 else int(rng.integers(2, 9))
    y = 2 * normal(rng, K)
    if k == 3:  # exp가 넘치는 출력
        y[0] = 1000.0
    return {"y": y, "c": 1 if k == 0 else int(rng.integers(K))}


def _p(y):
    return np.exp(y - y.max()) / np.exp(y - y.max()).sum()


def _loss_a(y, c):
    return softmax_cross_entropy(y[None], np.array([c]))[0]


EX12A = Exercise(
    id="ex12a",
    chapter="12-honorifics",
    title="문장 하나의 손실",
    level="기초",
    points=1,
    function="my_cross_entropy",
    outputs=("L (수)",),
    reference=_loss_a,
    draw=_draw_a,
    hints=(
        "정답의 확률이 클수록 손실이 작아야 해요. L = −ln p_c예요.",
        "p_c = e^{y_c} / Σ e^{y_j}를 넣고 정리하면 L = −y_c + ln Σ e^{y_j}예요.",
        "모든 y에서 가장 큰 값을 먼저 빼요. 확률은 그대로이고 exp가 넘치지 않아요.",
        "`y = y - y.max()` 다음에 `return np.log(np.exp(y).sum()) - y[c]`",
    ),
    mistakes=(
        Mistake(
            "부호가 반대예요. 손실은 −ln p라서 0보다 작아지지 않아요.",
            lambda y, c: -_loss_a(y, c),
        ),
        Mistake(
            "확률을 돌려준 것 같아요. 손실은 그 로그에 음의 부호를 붙인 값이에요.",
            lambda y, c: _p(y)[c],
        ),
        Mistake(
            "정답의 출력 y_c를 빼지 않은 것 같아요.",
            lambda y, c: y.max() + np.log(np.exp(y - y.max()).sum()),
        ),
        Mistake(
            "큰 수에서 exp가 넘쳤어요. 가장 큰 값을 먼저 빼요.",
            lambda y, c: np.log(np.exp(y).sum()) - y[c],
        ),
        Mistake(
            "정답 대신 가장 큰 출력의 손실을 구한 것 같아요.",
            lambda y, c: _loss_a(y, int(y.argmax())),
        ),
        Mistake(
            "밑이 2인 로그를 쓴 것 같아요. 자연로그 `np.log`예요.",
            lambda y, c: _loss_a(y, c) / np.log(2),
        ),
    ),
)


K = 24


def _draw_b(rng, k):
    B = [2, 1, 6, 9][k] if k < 4 else int(rng.integers(2, 20))
    targets = rng.integers(K, size=B)
    y = normal(rng, B, K)
    lift = rng.random(B)
    for row in range(B):  # 다 맞음, 서술어만, 높임만, 아무것도: 네 경우를 섞는다
        c = int(targets[row])
        picks = (c, c ^ 1, (c + 2) % K, (c + 3) % K)
        y[row, picks[int(lift[row] * 4)]] = 2.0
    return {"y": y, "targets": targets}


def _accuracy(y, targets):
    return tuple(accuracy(y, targets))


def _with(share):
    def wrong(y, targets):
        guess = y.argmax(axis=1)
        return share(guess // 2 == targets // 2), share(guess % 2 == targets % 2)

    return wrong


EX12B = Exercise(
    id="ex12b",
    chapter="12-honorifics",
    title="가까운 것과 먼 것을 나누어 채점하기",
    level="표준",
    points=2,
    function="my_accuracy",
    outputs=("서술어_정답률 (수)", "높임_정답률 (수)"),
    reference=_accuracy,
    draw=_draw_b,
    hints=(
        "먼저 문장마다 가장 큰 출력의 번호를 골라요: `y.argmax(axis=1)`",
        "번호를 2로 나눈 몫이 서술어, 나머지가 높임이에요. 정답 번호도 같은 방법으로 나눠요.",
        "맞은 자리를 1, 틀린 자리를 0으로 보고 평균을 구하면 정답률이에요.",
        "`np.mean(guess // 2 == targets // 2), np.mean(guess % 2 == targets % 2)`",
    ),
    mistakes=(
        Mistake(
            "돌려주는 차례가 바뀌었어요. (서술어 정답률, 높임 정답률)의 차례예요.",
            lambda *a: _accuracy(*a)[::-1],
        ),
        Mistake(
            "둘을 나누지 않고 꼴 전체가 맞은 비율을 구한 것 같아요.",
            lambda y, targets: (float(np.mean(y.argmax(axis=1) == targets)),) * 2,
        ),
        Mistake(
            "맞은 수를 센 것 같아요. 문장 수로 나누어 비율로 돌려줘요.",
            _with(lambda hit: int(hit.sum())),
        ),
        Mistake(
            "틀린 비율을 구한 것 같아요.",
            _with(lambda hit: 1 - float(hit.mean())),
        ),
        Mistake(
            "가장 작은 출력을 고른 것 같아요. `argmax`예요.",
            lambda y, targets: _accuracy(-y, targets),
        ),
        Mistake(
            "앞 12개와 뒤 12개로 나눈 것 같아요. 몫과 나머지는 2로 나누어 구해요.",
            lambda y, targets: (
                float(np.mean(y.argmax(axis=1) % 12 == targets % 12)),
                float(np.mean(y.argmax(axis=1) // 12 == targets // 12)),
            ),
        ),
    ),
)


def _draw_c(rng, k):
    B, K = [(2, 3), (1, 2), (3, 3), (4, 2)][k] if k < 4 else (int(n) for n in rng.integers(2, 7, size=2))
    y = 2 * normal(rng, B, K)
    if k == 2:  # exp가 넘치는 출력
        y[0, 0] = 1000.0
    return {"y": y, "targets": rng.integers(K, size=B)}


def _softmax(y, axis=1):
    e = np.exp(y - y.max(axis=axis, keepdims=True))
    return e / e.sum(axis=axis, keepdims=True)


def _one_hot(y, targets):
    return np.eye(y.shape[1])[targets]


def _loss_c(y, targets):
    return softmax_cross_entropy(y, targets)[0]


EX12C = Exercise(
    id="ex12c",
    chapter="12-honorifics",
    title="손실에서 거슬러 오는 첫 기울기",
    level="도전",
    points=3,
    function="my_loss_grad",
    outputs=("L (수)", "dy (B, K)"),
    reference=softmax_cross_entropy,
    draw=_draw_c,
    hints=(
        "손실은 문장마다 구해 평균을 내요. 첫 문제의 식을 행마다 쓰면 돼요.",
        "행마다 가장 큰 값을 빼요: `y - y.max(axis=1, keepdims=True)`",
        "−y_c + ln Σ e^{y_j}를 y로 미분하면 softmax에서 정답 자리만 1을 뺀 것이에요.",
        "평균의 기울기이므로 B로 나눠요: `dy = (p - one_hot) / B`. 원-핫은 `np.eye(K)[targets]`예요.",
    ),
    mistakes=(
        Mistake(
            "dy를 B로 나누지 않은 것 같아요. 손실이 배치의 평균이에요.",
            lambda y, targets: (_loss_c(y, targets), _softmax(y) - _one_hot(y, targets)),
        ),
        Mistake(
            "dy에서 정답 자리의 1을 빼지 않은 것 같아요.",
            lambda y, targets: (_loss_c(y, targets), _softmax(y) / len(y)),
        ),
        Mistake(
            "dy의 부호가 반대예요. 확률에서 원-핫 벡터를 빼요.",
            lambda y, targets: (_loss_c(y, targets), (_one_hot(y, targets) - _softmax(y)) / len(y)),
        ),
        Mistake(
            "손실을 더하기만 한 것 같아요. 문장 수로 나누어 평균을 내요.",
            lambda y, targets: (_loss_c(y, targets) * len(y), softmax_cross_entropy(y, targets)[1]),
        ),
        Mistake(
            "softmax의 축이 바뀐 것 같아요. 문장(행)마다 합이 1이어야 하니 axis=1이에요.",
            lambda y, targets: (_loss_c(y, targets), (_softmax(y, axis=0) - _one_hot(y, targets)) / len(y)),
        ),
        Mistake(
            "큰 수에서 exp가 넘쳤어요. 행마다 가장 큰 값을 먼저 빼요.",
            lambda y, targets: (
                np.mean(np.log(np.exp(y).sum(axis=1)) - y[np.arange(len(y)), targets]),
                (np.exp(y) / np.exp(y).sum(axis=1, keepdims=True) - _one_hot(y, targets)) / len(y),
            ),
        ),
    ),
)

EXERCISES = (EX12A, EX12B, EX12C)
