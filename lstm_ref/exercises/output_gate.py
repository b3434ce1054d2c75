"""9장의 연습문제."""

from __future__ import annotations

import numpy as np

from ..cells import lstm_step_backward, sigmoid
from .bricks import bare_step
from .draws import normal, share, size
from .spec import Array, Case, Exercise, table


def _draw_a(rng: np.random.Generator, k: int) -> Case:
    _, B, _, H = size(rng, k)
    o, C = share(rng, B, H), normal(rng, B, H)
    return {"o": o, "h": (o * np.tanh(C)).round(6)}


def my_hidden_to_cell(o: Array, h: Array) -> Array:
    """은닉 상태가 h이고 출력 게이트가 o일 때의 셀 상태 (B, H)를 돌려주세요.

    o (B, H)는 0과 1 사이, h (B, H)
    """
    return np.arctanh(h / o)


EX09A = Exercise(
    id="ex09a",
    title="h에서 셀 상태 되찾기",
    level="기초",
    solution=my_hidden_to_cell,
    why=(
        r"$h = o \odot \tanh(C)$를 거꾸로 풀면 $C = \operatorname{artanh}(h / o)$예요. 출력 게이트가 조금이라도 열려 "
        r"있으면 셀 상태가 남김없이 되찾아지니, 게이트는 정보를 지우는 것이 아니라 작게 내보내는 거예요. 다만 $o$가 0에 "
        r"가까우면 $h$의 작은 반올림이 크게 불어나고, $o = 0$이면 되찾을 수 없어요."
    ),
    outputs=("C (B, H)",),
    reference=lambda o, h: 0.5 * np.log((o + h) / (o - h)),
    draw=_draw_a,
    hints=(
        "은닉 상태의 식을 적고, C를 향해 한 겹씩 벗겨 보세요. 가장 바깥은 무엇인가요?",
        "먼저 출력 게이트로 나누면 tanh(C)가 남아요. 성분끼리의 나누기예요.",
        "tanh의 역함수는 `np.arctanh`예요.",
    ),
    mistakes=table(
        {
            "출력 게이트로 나누지 않은 것 같아요.": lambda o, h: np.arctanh(h),
            "역함수를 먼저 썼어요. o로 먼저 나눠요.": lambda o, h: np.arctanh(h) / o,
            "tanh의 역함수를 쓰지 않은 것 같아요.": lambda o, h: h / o,
            "tanh가 아니라 그 역함수를 써요.": lambda o, h: np.tanh(h / o),
            "탄젠트의 역함수를 썼어요. `np.arctanh`예요.": lambda o, h: np.arctan(h / o),
            "시그모이드가 아니라 tanh의 역함수를 써요.": lambda o, h: np.log(
                np.abs(h / o) / (1 - np.abs(h / o))
            ),
            "tanh의 역수가 아니라 역함수예요.": lambda o, h: 1 / np.tanh(h / o),
        }
    ),
)


def _draw_b(rng: np.random.Generator, k: int) -> Case:
    _, B, _, H = size(rng, k)
    return {"o": share(rng, B, H), "C": normal(rng, B, H), "dh": normal(rng, B, H), "dC": normal(rng, B, H)}


def _backward(o: Array, C: Array, dh: Array, dC: Array) -> tuple[Array, Array]:
    tanh_C = np.tanh(C)
    return dC + dh * o * (1 - tanh_C**2), dh * tanh_C * o * (1 - o)


def _reference(o: Array, C: Array, dh: Array, dC: Array) -> tuple[Array, Array]:
    params, step = bare_step(o.shape, o=o, C=C, f=np.ones_like(o))  # f = 1이면 dC가 그대로 나온다
    rows = [bare_step((1, o.shape[1]), o=row[None], C=c[None])[1] for row, c in zip(o, C)]
    da_o = [lstm_step_backward(params, s, d[None], 0 * d[None]).grads.b_o for s, d in zip(rows, dh)]
    return lstm_step_backward(params, step, dh, dC).dC_prev, np.stack(da_o)


def my_output_backward(o: Array, C: Array, dh: Array, dC: Array) -> tuple[Array, Array]:
    """(dC, da_o)를 돌려주세요. 둘 다 (B, H)예요.

    o, C, dh, dC는 모두 (B, H)
    """
    tanh_C = np.tanh(C)
    return dC + dh * o * (1 - tanh_C**2), dh * tanh_C * o * (1 - o)


EX09B = Exercise(
    id="ex09b",
    title="출력의 역전파",
    level="표준",
    solution=my_output_backward,
    why="`dC += …`로 쓰면 받은 배열이 바뀌어 부른 쪽이 놀라요. 새 배열을 만들어 돌려줘요.",
    outputs=("dC (B, H)", "da_o (B, H)"),
    reference=_reference,
    draw=_draw_b,
    hints=(
        "h = o ⊙ tanh(C)를 두 갈래로 거슬러요. 한쪽은 C로, 한쪽은 o로 가요.",
        "C 쪽은 dh ⊙ o ⊙ (1 − tanh²C)예요. 받은 dC에 더해요.",
        "o 쪽은 dh ⊙ tanh(C)이고, 시그모이드를 거슬러 o(1 − o)를 곱해요.",
        "받은 dC를 바꾸지 말고 새 배열로: `return dC + dh * o * (1 - t**2), dh * t * o * (1 - o)` (t = tanh C)",
    ),
    mistakes=table(
        {
            "다음 시점에서 온 dC를 더하지 않은 것 같아요.": lambda o, C, dh, dC: _backward(o, C, dh, 0 * dC),
            "dC의 o가 빠졌어요. dh에 o를 곱해요.": lambda o, C, dh, dC: (
                dC + dh * (1 - np.tanh(C) ** 2),
                _backward(o, C, dh, dC)[1],
            ),
            "C에 tanh를 씌우지 않고 제곱한 것 같아요.": lambda o, C, dh, dC: (
                dC + dh * o * (1 - C**2),
                _backward(o, C, dh, dC)[1],
            ),
            "da_o에서 도함수 o(1 − o)가 빠졌어요.": lambda o, C, dh, dC: (
                _backward(o, C, dh, dC)[0],
                dh * np.tanh(C),
            ),
            "da_o에서 tanh(C)가 빠졌어요.": lambda o, C, dh, dC: (
                _backward(o, C, dh, dC)[0],
                dh * o * (1 - o),
            ),
            "돌려주는 차례가 바뀌었어요. dC가 앞이에요.": lambda *a: _backward(*a)[::-1],
        }
    ),
)


def _draw_c(rng: np.random.Generator, k: int) -> Case:
    if k < 3:
        return dict(zip(("closed", "opened"), ((0.01, 0.99), (0.1, 0.6), (0.3, 0.8))[k]))
    return {
        "closed": round(float(rng.uniform(0.02, 0.4)), 2),
        "opened": round(float(rng.uniform(0.6, 0.98)), 2),
    }


def _logit(p: float) -> float:
    return np.log(p / (1 - p))


def open_on_one(closed: float, opened: float) -> tuple[float, float]:
    """(w, b)를 돌려주세요. 둘 다 실수예요.

    closed와 opened는 0과 1 사이의 실수, closed < opened
    """
    b = np.log(closed / (1 - closed))
    return np.log(opened / (1 - opened)) - b, b


EX09C = Exercise(
    id="ex09c",
    title="언제 내보일지 정하기",
    level="도전",
    solution=open_on_one,
    why=(
        "$b$는 닫힐 때의 조건이, $w + b$는 열릴 때의 조건이 정해요. `closed`가 0에, `opened`가 1에 가까울수록 확실하지만 "
        "$w$가 커지고 시그모이드의 도함수가 작아져 배우기 어려워져요."
    ),
    outputs=("w (수)", "b (수)"),
    reference=lambda closed, opened: (_logit(opened) - _logit(closed), _logit(closed)),
    draw=_draw_c,
    hints=(
        "조건을 둘로 나누어 적어 보세요. x = 0일 때는 σ(b), x = 1일 때는 σ(w + b)예요.",
        "σ(b) = closed에서 b가 정해져요. 시그모이드의 역함수는 ln(p / (1 − p))예요.",
        "w + b가 opened의 역함수 값이에요. 여기서 b를 빼면 w예요.",
        "역함수를 `logit`이라고 하면 `b = logit(closed)`, `w = logit(opened) - b`예요. (w, b)로 돌려줘요.",
    ),
    mistakes=table(
        {
            "b를 빼지 않았어요. x = 1이면 w + b예요.": lambda closed, opened: (
                _logit(opened),
                _logit(closed),
            ),
            "돌려주는 차례가 바뀌었어요. w가 앞이에요.": lambda closed, opened: (
                _logit(closed),
                _logit(opened) - _logit(closed),
            ),
            "시그모이드의 역함수를 쓰지 않은 것 같아요.": lambda closed, opened: (
                opened - closed,
                closed,
            ),
            "역함수 자리에 시그모이드를 쓴 것 같아요.": lambda closed, opened: (
                sigmoid(opened) - sigmoid(closed),
                sigmoid(closed),
            ),
            "열림과 닫힘이 바뀌었어요. x = 1에서 열려요.": lambda closed, opened: (
                _logit(closed) - _logit(opened),
                _logit(opened),
            ),
            "w의 부호가 반대예요. w는 양수여야 해요.": lambda closed, opened: (
                _logit(closed) - _logit(opened),
                _logit(closed),
            ),
        }
    ),
)

EXERCISES = (EX09A, EX09B, EX09C)
