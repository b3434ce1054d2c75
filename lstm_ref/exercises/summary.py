"""10장의 연습문제."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import numpy as np

import lstm_ref as lr

from ..cells import lstm_step, sigmoid
from ..params import LSTMParams
from .bricks import lstm_weights
from .draws import normal, size
from .spec import Array, Case, Exercise, Function, table

Keep = Callable[[Array, Array, Array], Array]  # (m, 새 값, 옛 값)


def _draw_a(rng: np.random.Generator, k: int) -> Case:
    T, B, D, H = size(rng, k)
    return {"T": T, "B": B, "D": D, "H": H}


def _multiplications(T: int, B: int, D: int, H: int, layers: int = 4, gated: int = 3) -> int:
    return T * B * (layers * H * (H + D) + gated * H)


def my_multiplications(T: int, B: int, D: int, H: int) -> int:
    """LSTM의 순전파에 드는 곱셈의 수(정수)를 돌려주세요.

    T, B, D, H는 1 이상의 정수
    """
    layers = 4 * H * (H + D)  # 층 넷의 행렬 곱
    gates = 3 * H  # f ⊙ C, i ⊙ C̃, o ⊙ tanh(C)
    return T * B * (layers + gates)


EX10A = Exercise(
    id="ex10a",
    title="곱셈 세기",
    level="기초",
    solution=my_multiplications,
    why=(
        r"$(H, H+D)$의 행렬에 벡터를 곱하면 곱셈이 $H(H+D)$번이고 층이 넷이에요. 성분끼리의 곱은 $f \odot C$, $i \odot "
        r"\tilde C$, $o \odot \tanh(C)$의 셋이라 $3H$번이에요. 이것이 시퀀스마다, 시점마다 되풀이돼요. $H$가 크면 거의 "
        r"모든 곱셈이 행렬 곱에 있어요. 게이트를 여닫는 값은 아주 싸요."
    ),
    outputs=("수 (정수)",),
    reference=_multiplications,
    draw=_draw_a,
    hints=(
        "한 시퀀스의 한 시점부터 세어 보세요. 곱셈은 층의 행렬 곱과, 성분끼리의 곱에서 나와요.",
        "(H, H+D)의 행렬에 성분이 H+D개인 벡터를 곱하면 곱셈이 H(H+D)번이에요. 층은 몇 벌인가요?",
        "성분끼리의 곱(⊙)은 여섯 줄에 몇 번 나오나요? 한 번에 H번씩이에요.",
        "배치와 시점만큼 되풀이되니 T와 B를 곱해요.",
    ),
    mistakes=table(
        {
            "성분끼리의 곱 ⊙ 셋을 빠뜨렸어요.": partial(_multiplications, gated=0),
            "게이트 셋만 셌어요. 후보 값의 층도 세어요.": partial(_multiplications, layers=3),
            "⊙를 둘만 셌어요. o ⊙ tanh(C)도 세어요.": partial(_multiplications, gated=2),
            "⊙를 넷으로 센 것 같아요. 셋이에요.": partial(_multiplications, gated=4),
            "B를 곱하지 않았어요. 곱셈은 시퀀스마다 해요.": lambda T, B, D, H: _multiplications(T, 1, D, H),
            "T를 곱하지 않았어요. 시점마다 다시 계산해요.": lambda T, B, D, H: _multiplications(1, B, D, H),
            "x의 열만 셌어요. [h, x]라서 H+D열이에요.": lambda T, B, D, H: T * B * (4 * H * D + 3 * H),
        }
    ),
)


def _draw_b(rng: np.random.Generator, k: int) -> Case:
    T, B, D, H = size(rng, k)
    mask = (rng.random((T, B)) < 0.6).astype(float)
    mask[-1, 0], mask[0, -1] = (1.0, 0.0) if k == 0 else (0.0, 1.0)
    states = {"h_0": normal(rng, B, H), "C_0": normal(rng, B, H)}
    return {**lstm_weights(rng, D, H), "x": normal(rng, T, B, D), "mask": mask, **states}


def _forward(*a: Array) -> tuple[Array, Array]:
    params, (x, mask, h, C), hs, Cs = LSTMParams(*a[:8]), a[8:], [], []
    for x_t, m in zip(x, mask):
        step = lstm_step(params, x_t, h, C)
        h, C = (np.where(m[:, None] == 1, new, old) for new, old in ((step.h, h), (step.C, C)))
        hs.append(h)
        Cs.append(C)
    return np.stack(hs), np.stack(Cs)


def _loop(
    *a: Array, keep: Keep = lambda m, new, old: m * new + (1 - m) * old, keep_h: Keep | None = None,
    keep_C: Keep | None = None, swap_z: bool = False, out: Callable[[Array], Array] = np.tanh,
) -> tuple[Array, Array]:  # fmt: skip
    W_f, b_f, W_i, b_i, W_C, b_C, W_o, b_o, x, mask, h, C = a
    hs, Cs = [], []
    for x_t, m in zip(x, mask[..., None]):
        z = np.concatenate([x_t, h] if swap_z else [h, x_t], axis=-1)
        i, o = sigmoid(z @ W_i.T + b_i), sigmoid(z @ W_o.T + b_o)
        new = sigmoid(z @ W_f.T + b_f) * C + i * np.tanh(z @ W_C.T + b_C)
        C, h = (keep_C or keep)(m, new, C), (keep_h or keep)(m, o * out(new), h)
        hs.append(h)
        Cs.append(C)
    return np.stack(hs), np.stack(Cs)


def my_masked_forward(
    W_f: Array, b_f: Array, W_i: Array, b_i: Array, W_C: Array, b_C: Array, W_o: Array, b_o: Array, x: Array,
    mask: Array, h_0: Array, C_0: Array,
) -> tuple[Array, Array]:  # fmt: skip
    """모든 시점의 (h, C)를 돌려주세요. 둘 다 (T, B, H)예요.

    W_f, W_i, W_C, W_o는 (H, H+D), b_f, b_i, b_C, b_o는 (H,), x (T, B, D),
    mask (T, B)는 진짜 입력이면 1, 채워 넣은 자리면 0, h_0 (B, H), C_0 (B, H)
    """
    h, C, hs, Cs = h_0, C_0, [], []
    for x_t, m in zip(x, mask[:, :, None]):  # m (B, 1)
        z = np.concatenate([h, x_t], axis=-1)
        f = lr.sigmoid(z @ W_f.T + b_f)
        i = lr.sigmoid(z @ W_i.T + b_i)
        o = lr.sigmoid(z @ W_o.T + b_o)
        C_new = f * C + i * np.tanh(z @ W_C.T + b_C)
        h = m * (o * np.tanh(C_new)) + (1 - m) * h
        C = m * C_new + (1 - m) * C
        hs.append(h)
        Cs.append(C)
    return np.stack(hs), np.stack(Cs)


EX10B = Exercise(
    id="ex10b",
    title="길이가 다른 시퀀스",
    level="표준",
    solution=my_masked_forward,
    why=(
        "채워 넣은 자리에서는 두 상태가 앞 시점의 것 그대로여야 해요. 입력을 0으로 채우기만 하면 편향 때문에 셀 상태가 "
        "계속 움직여요. 그래서 새 상태를 먼저 구하고, mask로 새것과 옛것 가운데 하나를 골라요. 두 상태를 **모두** 골라야 "
        "해요."
    ),
    outputs=("h (T, B, H)", "C (T, B, H)"),
    reference=_forward,
    draw=_draw_b,
    hints=(
        "먼저 mask가 없다고 보고 시퀀스 전체의 순전파를 적어요. h_0과 C_0에서 시작해요.",
        "채워 넣은 자리에서는 입력을 읽지 않은 것과 같아야 해요. 그 시점의 두 상태는 무엇이어야 할까요?",
        "시점의 mask는 (B,)예요. (B, H)와 곱하려면 `mask[t][:, None]`으로 (B, 1)을 만들어요.",
        "새 상태를 다른 이름에 담고 `m * 새것 + (1 - m) * 옛것`으로 골라요. h와 C 둘 다예요.",
    ),
    mistakes=table(
        {
            "mask를 쓰지 않은 것 같아요.": partial(_loop, keep=lambda m, new, old: new),
            "채운 자리의 상태를 0으로 만든 것 같아요.": partial(_loop, keep=lambda m, new, old: m * new),
            "mask를 거꾸로 읽었어요. 1이 진짜 입력이에요.": partial(
                _loop, keep=lambda m, new, old: (1 - m) * new + m * old
            ),
            "은닉 상태만 지켰어요. 셀 상태도 지켜요.": partial(_loop, keep_C=lambda m, new, old: new),
            "셀 상태만 지켰어요. 은닉 상태도 지켜요.": partial(_loop, keep_h=lambda m, new, old: new),
            "x만 가렸어요. x가 0이어도 상태는 바뀌어요.": lambda *a: _loop(
                *a[:8], a[8] * a[9][..., None], np.ones_like(a[9]), *a[10:]
            ),
            "h_0과 C_0 대신 0에서 시작한 것 같아요.": lambda *a: _loop(*a[:10], 0 * a[10], 0 * a[11]),
            "입력 게이트와 망각 게이트가 바뀐 것 같아요.": lambda *a: _loop(*a[2:4], *a[0:2], *a[4:]),
            "h와 x의 차례가 바뀌었어요. h가 앞이에요.": partial(_loop, swap_z=True),
            "o에 tanh(C)가 아니라 C를 곱한 것 같아요.": partial(_loop, out=lambda C: C),
            "돌려주는 차례가 바뀌었어요. (h, C)예요.": lambda *a: _forward(*a)[::-1],
            "마지막 시점만 돌려준 것 같아요. 모두 쌓아요.": lambda *a: tuple(s[-1] for s in _forward(*a)),
        }
    ),
)


def _draw_c(rng: np.random.Generator, k: int) -> Case:
    return {"p": [0.99, 0.9, 0.999][k] if k < 3 else round(float(rng.uniform(0.7, 0.995)), 3)}


def _logit(p: float) -> float:
    return np.log(p / (1 - p))


def _times(*signs: int) -> Function:
    """역함수 값 a에 곱할 수 넷으로 답을 만든다."""
    return lambda p: tuple(s * _logit(p) for s in signs)


def switch(p: float) -> tuple[float, float, float, float]:
    """(w_f, b_f, w_i, b_i)를 돌려주세요. 모두 실수예요.

    p는 1/2보다 크고 1보다 작은 실수
    """
    a = np.log(p / (1 - p))
    return 2 * a, a, 2 * a, -a


EX10C = Exercise(
    id="ex10c",
    title="켜고 끄는 스위치",
    level="도전",
    solution=switch,
    why=(
        r"$a = \ln \frac{p}{1-p}$라고 하면 $b_f = a$, $b_f - w_f = -a$라서 $w_f = 2a$예요. 같은 방법으로 $b_i = -a$, $w_i "
        r"= 2a$예요. 아래의 확인은 이 게이트에 늘 1인 후보 값을 달아 스위치를 켜고 끈 것이에요. 1이 두 번 오면 2 가까이 "
        r"쌓이는 것이 이 스위치의 약점이에요."
    ),
    outputs=("w_f (수)", "b_f (수)", "w_i (수)", "b_i (수)"),
    reference=_times(2, 1, 2, -1),
    draw=_draw_c,
    hints=(
        "조건 넷을 식 넷으로 적어요. 미지수도 넷이라서 답이 하나로 정해져요.",
        "망각 게이트: σ(b_f) = p (x = 0), σ(b_f − w_f) = 1 − p (x = −1)",
        "입력 게이트: σ(b_i) = 1 − p (x = 0), σ(w_i + b_i) = p (x = 1)",
        "a = ln(p / (1 − p))라고 하면 1 − p의 역함수 값은 −a예요. 그러니 b_f = a, b_f − w_f = −a예요.",
        "`return 2 * a, a, 2 * a, -a`",
    ),
    mistakes=table(
        {
            "입력 게이트와 망각 게이트가 바뀐 것 같아요.": _times(2, -1, 2, 1),
            "가중치가 절반이에요. 편향의 두 배여야 해요.": _times(1, 1, 1, -1),
            "w_f의 부호가 반대예요. 양수여야 해요.": _times(-2, 1, 2, -1),
            "돌려주는 차례가 바뀌었어요. w_f가 앞이에요.": _times(1, 2, -1, 2),
            "f는 지우는 비율이 아니라 남기는 비율이에요.": _times(-2, -1, 2, -1),
            "시그모이드의 역함수를 쓰지 않은 것 같아요.": lambda p: (
                2 * p - 1,
                p,
                2 * p - 1,
                1 - p,
            ),
            "역함수 자리에 시그모이드를 쓴 것 같아요.": lambda p: (
                2 * sigmoid(p),
                sigmoid(p),
                2 * sigmoid(p),
                -sigmoid(p),
            ),
        }
    ),
)

EXERCISES = (EX10A, EX10B, EX10C)
