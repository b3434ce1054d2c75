"""9장의 연습문제."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

import lstm_ref as lr

from ..cells import lstm_step, lstm_step_backward, sigmoid
from .bricks import bare_step
from .draws import normal, share, size
from .spec import Array, Case, Exercise, Function, table


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
    _, B, D, H = size(rng, k)
    forget: Case = {"W_f": normal(rng, H, H + D), "b_f": normal(rng, H), "p_f": normal(rng, H)}
    state: Case = {"o": share(rng, B, H), "C": normal(rng, B, H), "x_next": normal(rng, B, D)}
    return {**forget, **state, "d": [0.5, 1.0, -0.8][k % 3]}


def _change(
    W_f: Array, b_f: Array, p_f: Array, o: Array, C: Array, x_next: Array, d: float
) -> tuple[Array, Array]:
    bare = bare_step(C.shape, x_next.shape[1])[0]

    def forget(b: Array, c: Array) -> Array:  # 시퀀스마다 편향이 다르므로 한 줄씩 부른다
        rows = zip(b, x_next, o * np.tanh(c), c)
        f = [lstm_step(bare._replace(W_f=W_f, b_f=v), *(r[None] for r in rest)).f[0] for v, *rest in rows]
        return np.stack(f)

    same = b_f + 0 * C
    plain = forget(same, C + d) - forget(same, C)
    return plain, forget(b_f + p_f * (C + d), C + d) - forget(b_f + p_f * C, C)


def _noticed(
    hidden: Callable[[Array, Array], Array] = lambda o, C: o * np.tanh(C),
    look: Callable[[Array, Array], Array] = lambda C, h: C,
    squash: Callable[[Array], Array] = sigmoid,
    swap_z: bool = False,
    b: float = 1.0,
    turn: Callable[[Array, Array], Array] = lambda new, old: new - old,
) -> Function:
    """한 곳을 틀리게 바꾼 답. `hidden`: h, `look`: 핍홀이 보는 것, `turn`: 바뀐 뒤와 앞으로 답을 만든다."""

    def wrong(
        W_f: Array, b_f: Array, p_f: Array, o: Array, C: Array, x_next: Array, d: float
    ) -> tuple[Array, ...]:
        def gates(c: Array) -> tuple[Array, Array]:
            h = hidden(o, c)
            a = np.concatenate([x_next, h] if swap_z else [h, x_next], axis=-1) @ W_f.T + b * b_f
            return squash(a), squash(a + p_f * look(c, h))

        return tuple(turn(new, old) for new, old in zip(gates(C + d), gates(C)))

    return wrong


def _half(moved: str) -> Function:
    """핍홀 셀에서 h와 C 가운데 하나만 바뀐 것으로 본 답."""

    def wrong(
        W_f: Array, b_f: Array, p_f: Array, o: Array, C: Array, x_next: Array, d: float
    ) -> tuple[Array, Array]:
        now = {"h": C, "C": C} | {moved: C + d}
        old, new = (np.concatenate([o * np.tanh(c), x_next], axis=-1) @ W_f.T + b_f for c in (C, now["h"]))
        peephole = sigmoid(new + p_f * now["C"]) - sigmoid(old + p_f * C)
        return _change(W_f, b_f, p_f, o, C, x_next, d)[0], peephole

    return wrong


def my_gate_change(
    W_f: Array, b_f: Array, p_f: Array, o: Array, C: Array, x_next: Array, d: float
) -> tuple[Array, Array]:
    """C가 C + d로 바뀔 때 다음 망각 게이트가 변한 만큼을 (이 책의 셀, 핍홀 셀)로 돌려주세요. 둘 다 (B, H)예요.

    W_f (H, H+D), b_f (H,), p_f (H,), o (B, H)는 0과 1 사이, C (B, H), x_next (B, D), d는 실수
    """

    def forget(C: Array) -> tuple[Array, Array]:
        z = np.concatenate([o * np.tanh(C), x_next], axis=-1)
        a = z @ W_f.T + b_f
        return lr.sigmoid(a), lr.sigmoid(a + p_f * C)

    before, after = forget(C), forget(C + d)
    return after[0] - before[0], after[1] - before[1]


EX09C = Exercise(
    id="ex09c",
    title="게이트가 알아챈 변화",
    level="도전",
    solution=my_gate_change,
    why=(
        r"이 책의 셀에서는 셀 상태가 $h = o \odot \tanh(C)$를 거쳐야만 다음 게이트에 닿아요. 그래서 `o`에 0을 넣으면 "
        r"앞의 답이 모두 0이에요. 핍홀 셀에서는 $p_f \odot C$라는 길이 하나 더 있어서, `o`가 0이어도 게이트가 변해요. "
        r"다만 길이 둘이면 서로 지울 수도 있어요. 핍홀이 있다고 늘 더 많이 변하는 것은 아니에요."
    ),
    outputs=("차이 (B, H)", "핍홀_차이 (B, H)"),
    reference=_change,
    draw=_draw_c,
    hints=(
        "C를 받아 다음 망각 게이트를 주는 함수를 안에 하나 적어 보세요. C와 C + d에서 부르고 빼면 돼요.",
        "이 책의 셀은 C를 곧바로 보지 못해요. 먼저 h = o ⊙ tanh(C)를 구하고 `np.concatenate([h, x_next], axis=-1)`로 이어요.",
        "핍홀 셀은 시그모이드 안에 p_f ⊙ C를 더해요. C가 바뀌면 h와 이 항이 함께 바뀌어요.",
        "`a = z @ W_f.T + b_f`라고 하면 두 게이트는 `lr.sigmoid(a)`와 `lr.sigmoid(a + p_f * C)`예요.",
    ),
    mistakes=table(
        {
            "o를 곱하지 않았어요. 게이트는 h를 봐요.": _noticed(hidden=lambda o, C: np.tanh(C)),
            "h에서 tanh가 빠졌어요. C에 씌워요.": _noticed(hidden=lambda o, C: o * C),
            "게이트가 C를 바로 본다고 했어요. h를 봐요.": _noticed(hidden=lambda o, C: C),
            "핍홀은 h가 아니라 C를 봐요.": _noticed(look=lambda C, h: h),
            "핍홀의 C에는 tanh를 씌우지 않아요.": _noticed(look=lambda C, h: np.tanh(C)),
            "핍홀에 옛 C를 넣었어요. C + d를 넣어요.": _half("h"),
            "핍홀 셀에서도 h가 함께 바뀌어요.": _half("C"),
            "h와 x의 차례가 바뀌었어요. h가 앞이에요.": _noticed(swap_z=True),
            "편향 b_f를 더하지 않은 것 같아요.": _noticed(b=0.0),
            "시그모이드를 씌우지 않은 것 같아요.": _noticed(squash=lambda a: a),
            "부호가 반대예요. 바뀐 뒤에서 앞을 빼요.": _noticed(turn=lambda new, old: old - new),
            "변한 만큼이 아니라 바뀐 게이트예요.": _noticed(turn=lambda new, old: new),
            "돌려주는 차례가 바뀌었어요. 핍홀이 뒤예요.": lambda *a: _change(*a)[::-1],
        }
    ),
)

EXERCISES = (EX09A, EX09B, EX09C)
