"""6장 도전: 망각 게이트의 기울기."""

from ..cells import lstm_step_backward
from .bricks import bare_step
from .draws import normal, share, size
from .spec import Exercise, Mistake


def _draw(rng, k):
    _, B, D, H = size(rng, k)
    return {
        "dC": normal(rng, B, H),
        "C_prev": normal(rng, B, H),
        "f": share(rng, B, H),
        "z": normal(rng, B, H + D),
    }


def _grads(dC, C_prev, f, z):
    params, step = bare_step(f.shape, z.shape[1] - f.shape[1], C_prev=C_prev, f=f, z=z)
    grads = lstm_step_backward(params, step, 0 * dC, dC).grads
    return grads.W_f, grads.b_f


def _from(da, z):
    return da.T @ z, da.sum(axis=0)


EXERCISE = Exercise(
    id="ex06c",
    chapter="06-forget-gate",
    title="망각 게이트의 기울기",
    level="도전",
    points=3,
    function="forget_grads",
    outputs=("dW_f (H, H+D)", "db_f (H,)"),
    reference=_grads,
    draw=_draw,
    hints=(
        "거꾸로 읽어요. C = f ⊙ C_prev + …에서 df부터 구해요.",
        "df = dC ⊙ C_prev이고, 시그모이드를 거슬러 da = df ⊙ f ⊙ (1 − f)예요.",
        "dW_f는 (H, H+D)예요. da (B, H)와 z (B, H+D)를 어떻게 곱하면 배치가 더해져 사라질까요?",
        "`return da.T @ z, da.sum(axis=0)`",
    ),
    mistakes=(
        Mistake(
            "시그모이드의 도함수 f(1 − f)가 빠졌어요.",
            lambda dC, C_prev, f, z: _from(dC * C_prev, z),
        ),
        Mistake(
            "C_prev를 곱하지 않은 것 같아요. f에 곱해진 것이 C_prev예요.",
            lambda dC, C_prev, f, z: _from(dC * f * (1 - f), z),
        ),
        Mistake(
            "tanh의 도함수를 쓴 것 같아요. 망각 게이트는 시그모이드라서 f(1 − f)예요.",
            lambda dC, C_prev, f, z: _from(dC * C_prev * (1 - f**2), z),
        ),
        Mistake(
            "배치로 나눈 것 같아요. 손실이 합이므로 기울기도 배치를 더하기만 해요.",
            lambda *a: tuple(g / len(a[0]) for g in _grads(*a)),
        ),
        Mistake(
            "db_f에서 배치 축을 더하지 않은 것 같아요. 편향은 (H,)예요.",
            lambda dC, C_prev, f, z: (_grads(dC, C_prev, f, z)[0], dC * C_prev * f * (1 - f)),
        ),
        Mistake(
            "dW_f가 전치되었어요. 가중치와 같은 (H, H+D)가 되게 `da.T @ z`로 곱해요.",
            lambda *a: (_grads(*a)[0].T, _grads(*a)[1]),
        ),
    ),
)
