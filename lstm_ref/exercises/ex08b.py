"""8장 표준: 몫으로 풀기."""

import numpy as np

from .draws import normal, share, size
from .spec import Exercise, Mistake


def _draw(rng, k):
    T, _, _, H = size(rng, k)
    return {"f": share(rng, T, H), "i": share(rng, T, H), "C_tilde": np.tanh(normal(rng, T, H)).round(2)}


def _after(f):
    """k시점 뒤에 곱해지는 망각 게이트의 곱: 마지막 행은 1이다."""
    return np.concatenate([np.cumprod(f[:0:-1], axis=0)[::-1], np.ones_like(f[:1])])


def _parts(f, i, C_tilde):
    return _after(f) * i * C_tilde


EXERCISE = Exercise(
    id="ex08b",
    chapter="08-cell-state",
    title="몫으로 풀기",
    level="표준",
    points=2,
    function="my_parts",
    outputs=("parts (T, H)",),
    reference=_parts,
    draw=_draw,
    hints=(
        "k시점에 적은 것은 i_k ⊙ C̃_k예요. 그 뒤의 망각 게이트만 곱해져요.",
        "뒤에서부터 돌면서 지금까지의 곱을 `keep`에 담아요. 처음 keep은 1이에요.",
        "몫을 `keep * i[t] * C_tilde[t]`로 적은 다음에 `keep = keep * f[t]`로 고쳐요.",
        "뒤에서부터 모았으니 차례를 되돌려요: `np.stack(out[::-1])`",
    ),
    mistakes=(
        Mistake(
            "자기 시점의 f까지 곱한 것 같아요. 그 뒤의 망각 게이트만 곱해요.",
            lambda f, i, C_tilde: f * _parts(f, i, C_tilde),
        ),
        Mistake(
            "앞에서부터 곱한 것 같아요. 적은 뒤에 지나온 망각 게이트를 곱해요.",
            lambda f, i, C_tilde: np.cumprod(f, axis=0) * i * C_tilde,
        ),
        Mistake(
            "망각 게이트를 곱하지 않은 것 같아요.",
            lambda f, i, C_tilde: i * C_tilde,
        ),
        Mistake(
            "차례가 뒤집혔어요. 뒤에서부터 모았다면 되돌려 쌓아요.",
            lambda *a: _parts(*a)[::-1],
        ),
        Mistake(
            "입력 게이트를 곱하지 않은 것 같아요. 적히는 것은 i ⊙ C̃예요.",
            lambda f, i, C_tilde: _after(f) * C_tilde,
        ),
        Mistake(
            "몫을 모두 더한 것 같아요. 시점마다의 몫을 (T, H)로 돌려줘요.",
            lambda *a: _parts(*a).sum(axis=0),
        ),
    ),
)
