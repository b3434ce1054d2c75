"""10장 기초: 크기 적기."""

from .draws import size
from .spec import Exercise, Mistake


def _draw(rng, k):
    _, B, D, H = size(rng, k)
    return {"D": D, "H": H + D if k == 0 else H, "B": 3 if k == 0 else B}


EXERCISE = Exercise(
    id="ex10a",
    chapter="10-summary",
    title="크기 적기",
    level="기초",
    points=1,
    function="my_shapes",
    outputs=("z의_크기", "W_f의_크기", "f의_크기", "C의_크기"),
    reference=lambda D, H, B: ((B, H + D), (H, H + D), (B, H), (B, H)),
    draw=_draw,
    hints=(
        "z는 h_prev와 x_t를 이은 것이에요. 배치는 행으로 쌓여 있어요.",
        "가중치는 배치와 상관없어요. H개의 출력마다 z의 성분 수만큼 열이 있어요.",
        "f와 C는 은닉 상태와 크기가 같아요.",
        "`return (B, H + D), (H, H + D), (B, H), (B, H)`",
    ),
    mistakes=(
        Mistake(
            "가중치에 배치 축을 넣은 것 같아요. 매개변수는 배치와 상관없어요.",
            lambda D, H, B: ((B, H + D), (B, H + D), (B, H), (B, H)),
        ),
        Mistake(
            "W_f를 전치해 적은 것 같아요. 이 책에서는 출력이 행이라서 (H, H+D)예요.",
            lambda D, H, B: ((B, H + D), (H + D, H), (B, H), (B, H)),
        ),
        Mistake(
            "z에 입력만 담은 것 같아요. z는 h와 x를 이은 것이라서 H+D개예요.",
            lambda D, H, B: ((B, D), (H, D), (B, H), (B, H)),
        ),
        Mistake(
            "배치가 열에 온 것 같아요. 배치는 행(앞)이에요.",
            lambda D, H, B: ((H + D, B), (H, H + D), (H, B), (H, B)),
        ),
        Mistake(
            "셀 상태의 크기를 z와 같게 본 것 같아요. 셀 상태는 은닉 상태와 같은 (B, H)예요.",
            lambda D, H, B: ((B, H + D), (H, H + D), (B, H), (B, H + D)),
        ),
    ),
)
