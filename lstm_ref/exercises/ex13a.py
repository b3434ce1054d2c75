"""13장 기초: 매개변수 세기."""

from .draws import size
from .spec import Exercise, Mistake


def _draw(rng, k):
    _, _, D, H = size(rng, k)
    return {"D": D, "H": H}


EXERCISE = Exercise(
    id="ex13a",
    chapter="13-beyond",
    title="GRU의 매개변수 세기",
    level="기초",
    points=1,
    function="gru_size",
    outputs=("수 (정수)",),
    reference=lambda D, H: 3 * (H * (H + D) + H),
    draw=_draw,
    hints=(
        "LSTM에서는 층이 네 벌이었어요. GRU에는 무엇이 몇 벌 있나요?",
        "게이트 둘(z, r)과 후보 값 하나로 세 벌이에요.",
        "한 벌은 가중치 H(H+D)개와 편향 H개예요: `3 * (H * (H + D) + H)`",
    ),
    mistakes=(
        Mistake(
            "LSTM의 수를 센 것 같아요. GRU는 세 벌이에요.",
            lambda D, H: 4 * (H * (H + D) + H),
        ),
        Mistake(
            "게이트 둘만 센 것 같아요. 후보 값에도 가중치와 편향이 있어요.",
            lambda D, H: 2 * (H * (H + D) + H),
        ),
        Mistake(
            "편향을 세지 않은 것 같아요.",
            lambda D, H: 3 * H * (H + D),
        ),
        Mistake(
            "편향을 두 벌 센 것 같아요. PyTorch와 달리 이 책의 층은 편향이 하나예요.",
            lambda D, H: 3 * (H * (H + D) + 2 * H),
        ),
        Mistake(
            "입력 쪽 열만 센 것 같아요. 가중치는 [h, x]에 곱하니 열이 H+D개예요.",
            lambda D, H: 3 * (H * D + H),
        ),
    ),
)
