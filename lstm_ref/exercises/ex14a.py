"""14장 기초: 차례 바꾸기."""

import numpy as np

from ..convert import ORDERS
from .draws import size
from .spec import Exercise, Mistake

# 자주 하는 실수마다 i, f, g, o에서 어느 덩이를 어떤 차례로 이었는지
WRONG = {
    "차례를 바꾸지 않은 것 같아요.": "ifgo",
    "ONNX의 c를 망각 게이트로 본 것 같아요. c는 후보 값이고 PyTorch의 g예요.": "iogf",
    "거꾸로 바꾼 것 같아요. PyTorch의 차례에서 ONNX의 차례로 가요.": "igof",
    "Keras의 차례 그대로인 것 같아요. ONNX는 출력 게이트가 둘째예요.": "figo",
    "『밑바닥부터 시작하는 딥러닝 2』의 차례로 바꾼 것 같아요.": "fgio",
}


def _draw(rng, k):
    H = size(rng, k).H
    return {"b": np.arange(1.0, 4 * H + 1) / 10 if k < 2 else rng.uniform(-1, 1, 4 * H).round(2)}


def _as(order):
    return lambda b: np.concatenate([np.split(b, 4)["ifgo".index(g)] for g in order])


EXERCISE = Exercise(
    id="ex14a",
    chapter="14-libraries",
    title="차례 바꾸기",
    level="기초",
    points=1,
    function="my_reorder",
    outputs=("b (4H,)",),
    reference=_as(ORDERS["onnx"].replace("C", "g")),
    draw=_draw,
    hints=(
        "먼저 같은 크기의 덩이 넷으로 나눠요: `np.split(b, 4)`",
        "나온 넷은 i, f, g, o예요. ONNX의 c가 어느 것인지 생각해 보세요.",
        "c는 후보 값의 다른 이름이라서 g예요. i, o, f, g의 차례로 이어요.",
        "`i, f, g, o = np.split(b, 4)` 다음에 `return np.concatenate([i, o, f, g])`",
    ),
    mistakes=(
        *(Mistake(message, _as(order)) for message, order in WRONG.items()),
        Mistake(
            "성분마다 번갈아 놓인 것으로 읽은 것 같아요. 게이트마다 H개씩 덩이로 놓여 있어요.",
            lambda b: b.reshape(-1, 4)[:, [0, 3, 1, 2]].reshape(-1),
        ),
    ),
)
