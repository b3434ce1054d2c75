"""두 가지를 밖의 셈과 견준다: 아무 크기와 자료형의 LSTM은 torch와, 시그모이드는 자릿수를 넉넉히 둔 식과."""

import math

import mpmath
import numpy as np
import torch
from hypothesis import given, settings
from hypothesis import strategies as some

import lstm_ref as lr
from lstm_ref import convert, fast

TIMES = settings.get_profile(settings._current_profile).max_examples // 60  # 길게 할 때는 더 많이
SIZES = some.tuples(some.integers(1, 12), some.integers(1, 5), some.integers(1, 6), some.integers(1, 9))
DTYPES = some.sampled_from([np.float64, np.float32])


def torchs(net, x, h, C, dh, dC):
    """torch의 (h, C_T, dx, dh_0, dC_0, 가중치와 편향의 기울기 넷)."""
    leaves = [torch.tensor(v, requires_grad=True) for v in (x, h[None], C[None])]
    out, (_, last) = net(leaves[0], (leaves[1], leaves[2]))
    ((out * torch.tensor(dh)).sum() + (last[0] * torch.tensor(dC)).sum()).backward()
    dx, dh_0, dC_0 = leaves[0].grad, leaves[1].grad[0], leaves[2].grad[0]
    weights = [p.grad for p in net.parameters()]
    return [v.detach().numpy() for v in (out, last[0], dx, dh_0, dC_0, *weights)]


@settings(max_examples=40 * TIMES)
@given(SIZES, DTYPES, some.integers(0, 2**32 - 1), some.sampled_from([0.1, 1.0, 4.0]), some.integers(1, 400))
def test_an_lstm_of_any_size_goes_forward_and_back_as_torch_does(sizes, dtype, seed, spread, rows):
    T, B, D, H = sizes
    rng = np.random.default_rng(seed)
    net = torch.nn.LSTM(D, H, dtype=torch.float64 if dtype is np.float64 else torch.float32)
    with torch.no_grad():
        for p in net.parameters():
            p.copy_(torch.tensor(spread * rng.standard_normal(p.shape)))
    shapes = ((T, B, D), (B, H), (B, H), (T, B, H), (B, H))
    x, h, C, dh, dC = (rng.standard_normal(s).astype(dtype) for s in shapes)
    params, kept = convert.from_torch(net.state_dict()), fast.ROWS
    try:
        fast.ROWS = rows  # 역전파의 묶음이 어디에서 끊기든 같아야 한다
        trace = lr.lstm_forward(params, x, h, C)
        back = lr.lstm_backward(params, trace, dh, dC)
    finally:
        fast.ROWS = kept
    packed = convert.to_torch(back.grads)
    # 편향이 둘이라 torch의 두 기울기는 저마다 우리의 것과 같다
    ours = [trace.h, trace.C[-1], back.dx, back.dh_0, back.dC_0, packed[0], packed[1], packed[2], packed[2]]
    room = 1e-10 if dtype is np.float64 else 2e-3
    for mine, theirs in zip(ours, torchs(net, x, h, C, dh, dC)):
        assert mine.dtype == dtype and mine.shape == theirs.shape
        assert np.abs(mine - theirs).max() <= room * max(1.0, np.abs(theirs).max())


def exact(a: float) -> mpmath.mpf:
    """σ(a) = 1 / (1 + e^{−a})를 4,000비트로."""
    with mpmath.workprec(4000):
        return 1 / (1 + mpmath.exp(-mpmath.mpf(a)))


EDGES = [
    0.0,
    -0.0,
    5e-324,
    -5e-324,
    36.7,
    37.5,
    -37.5,
    -38.0,
    -708.0,
    -745.0,
    -746.0,
    710.0,
    1.7e308,
    -1.7e308,
]


@settings(max_examples=150 * TIMES)
@given(some.floats(-1e308, 1e308) | some.floats(-800, 800) | some.sampled_from(EDGES), DTYPES)
def test_the_sigmoid_keeps_its_relative_error_over_the_whole_range(a, dtype):
    with np.errstate(over="ignore"):
        a = dtype(a)
    a = a if np.isfinite(a) else dtype(math.copysign(float(np.finfo(dtype).max), a))
    got, info = lr.sigmoid(a), np.finfo(dtype)
    want = exact(float(a)) if abs(float(a)) < 1e6 else mpmath.mpf(1 if a > 0 else 0)
    assert got.dtype == dtype and 0 <= got <= 1
    if want >= float(info.tiny):  # 정규 수: 끝자리 넷 안
        assert abs(mpmath.mpf(float(got)) - want) <= 4 * float(info.eps) * want
    else:  # 그보다 작은 수는 유효 숫자가 줄어든다: 가장 작은 수 둘 안
        assert abs(mpmath.mpf(float(got)) - want) <= 2 * float(info.smallest_subnormal)
