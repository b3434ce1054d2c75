"""장의 검사가 함께 쓰는 작은 순전파."""

import numpy as np

import lstm_ref as lr


def small_trace(seed=21, T=6, D=2, H=3, forget_bias=1.0):
    rng = np.random.default_rng(seed)
    params = lr.init_lstm(rng, D, H, forget_bias=forget_bias)
    x, C_0 = rng.standard_normal((T, 1, D)), rng.standard_normal((1, H))
    return params, x, lr.lstm_forward(params, x, np.zeros((1, H)), C_0)
