"""14장 표준: PyTorch에서 이 책으로."""

import numpy as np

from ..convert import TorchWeights, from_torch
from .draws import normal, size
from .spec import Exercise, Mistake


def _draw(rng, k):
    _, _, D, H = size(rng, k)
    return {
        "weight_ih": normal(rng, 4 * H, D),
        "weight_hh": normal(rng, 4 * H, H),
        "bias_ih": normal(rng, 4 * H),
        "bias_hh": normal(rng, 4 * H),
    }


def _forget(*weights):
    params = from_torch(TorchWeights(*weights))
    return params.W_f, params.b_f


def _block(k, x_first=False, bias=lambda b_ih, b_hh: b_ih + b_hh):
    def wrong(weight_ih, weight_hh, bias_ih, bias_hh):
        H = weight_hh.shape[1]
        rows = slice(k * H, (k + 1) * H)
        sides = [weight_hh[rows], weight_ih[rows]]
        return np.concatenate(sides[::-1] if x_first else sides, axis=1), bias(bias_ih[rows], bias_hh[rows])

    return wrong


EXERCISE = Exercise(
    id="ex14b",
    chapter="14-libraries",
    title="PyTorch에서 이 책으로",
    level="표준",
    points=2,
    function="my_forget_from_torch",
    outputs=("W_f (H, H+D)", "b_f (H,)"),
    reference=_forget,
    draw=_draw,
    hints=(
        "PyTorch의 차례는 i, f, g, o예요. 망각 게이트는 몇째 덩이인가요?",
        "H는 `weight_hh.shape[1]`이고, 둘째 덩이는 `H`행부터 `2*H`행까지예요.",
        "이 책의 W_f는 h의 열이 앞이에요: `np.concatenate([weight_hh[rows], weight_ih[rows]], axis=1)`",
        "편향은 둘을 더해 하나로 만들어요: `bias_ih[rows] + bias_hh[rows]`",
    ),
    mistakes=(
        Mistake("첫째 덩이를 가져온 것 같아요. 첫째는 입력 게이트, 둘째가 망각 게이트예요.", _block(0)),
        Mistake("셋째 덩이를 가져온 것 같아요. 셋째 g는 후보 값이에요.", _block(2)),
        Mistake("x의 열을 앞에 둔 것 같아요. 이 책의 z는 h가 앞이에요.", _block(1, x_first=True)),
        Mistake(
            "편향을 하나만 가져온 것 같아요. PyTorch는 편향이 둘이니 더해요.",
            _block(1, bias=lambda b_ih, b_hh: b_ih),
        ),
        Mistake(
            "bias_hh만 가져온 것 같아요. PyTorch는 편향이 둘이니 더해요.",
            _block(1, bias=lambda b_ih, b_hh: b_hh),
        ),
        Mistake(
            "두 편향의 평균을 낸 것 같아요. 층에 둘 다 더해지니 합이에요.",
            _block(1, bias=lambda b_ih, b_hh: (b_ih + b_hh) / 2),
        ),
    ),
)
