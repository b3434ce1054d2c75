"""옮긴 매개변수를 진짜 PyTorch와 ONNX에 넣고, Keras와 책의 꼴은 그쪽 식을 따로 적어 견준다."""

import re
from pathlib import Path

import numpy as np
import onnx
import pytest
import torch
from onnx.reference import ReferenceEvaluator

import lstm_ref as lr
from lstm_ref import convert, experiments

RNG = np.random.default_rng(31)
PARAMS = lr.init_lstm(RNG, 3, 5)._replace(b_i=RNG.standard_normal(5), b_o=RNG.standard_normal(5))
X = RNG.standard_normal((10, 2, 3))
H = lr.lstm_forward(PARAMS, X).h


def test_torch_gives_the_same_outputs_with_our_parameters():
    net = torch.nn.LSTM(3, 5, dtype=torch.float64)
    net.load_state_dict({k: torch.tensor(v) for k, v in convert.to_torch(PARAMS)._asdict().items()})
    assert np.allclose(net(torch.tensor(X))[0].detach().numpy(), H, atol=1e-12)


def test_we_give_the_same_outputs_with_the_parameters_of_torch():
    net = torch.nn.LSTM(3, 5, dtype=torch.float64)
    names = convert.TorchWeights._fields
    ours = convert.from_torch(convert.TorchWeights(*(net.state_dict()[n].numpy() for n in names)))
    assert np.allclose(lr.lstm_forward(ours, X).h, net(torch.tensor(X))[0].detach().numpy(), atol=1e-12)


def test_onnx_gives_the_same_outputs_with_our_parameters():
    node = onnx.helper.make_node("LSTM", ["X", "W", "R", "B"], ["Y"], hidden_size=5)
    values = [
        onnx.helper.make_tensor_value_info(n, onnx.TensorProto.DOUBLE, None)
        for n in ("X", "W", "R", "B", "Y")
    ]
    model = onnx.helper.make_model(onnx.helper.make_graph([node], "g", values[:4], values[4:]))
    y = ReferenceEvaluator(model).run(None, {"X": X, **convert.to_onnx(PARAMS)._asdict()})[0]
    assert np.allclose(y[:, 0], H, atol=1e-12)


@pytest.mark.parametrize("form", ["keras", "scratch2"])
def test_the_formulas_of_the_column_wise_forms_give_the_same_outputs(form):
    W_x, W_h, b = getattr(convert, f"to_{form}")(PARAMS)
    h, c, sig = np.zeros((2, 5)), np.zeros((2, 5)), lambda a: 1 / (1 + np.exp(-a))
    for t in range(10):
        parts = np.split(X[t] @ W_x + h @ W_h + b, 4, axis=1)
        if form == "keras":  # keras: z0, z1, z2, z3 = i, f, c, o
            i, f, g, o = sig(parts[0]), sig(parts[1]), np.tanh(parts[2]), sig(parts[3])
        else:  # 책의 lstm 계층: f, g, i, o
            f, g, i, o = sig(parts[0]), np.tanh(parts[1]), sig(parts[2]), sig(parts[3])
        c = f * c + i * g
        h = o * np.tanh(c)
        assert np.allclose(h, H[t], atol=1e-12)


@pytest.mark.parametrize("form", ["torch", "keras", "onnx", "scratch2"])
def test_there_and_back_changes_nothing_and_shares_no_memory(form):
    moved = getattr(convert, f"to_{form}")(PARAMS)
    back = getattr(convert, f"from_{form}")(moved)
    assert all(np.array_equal(a, b) for a, b in zip(PARAMS, back))
    assert not any(np.shares_memory(a, b) for a in moved for b in (*PARAMS, *back))


def test_the_two_biases_of_torch_and_onnx_are_added():
    t = convert.to_torch(PARAMS)
    split = t._replace(bias_ih_l0=t.bias_ih_l0 - 1.5, bias_hh_l0=t.bias_hh_l0 + 1.5)
    assert np.allclose(convert.from_torch(split).b_f, PARAMS.b_f)
    o = convert.to_onnx(PARAMS)
    assert np.allclose(convert.from_onnx(o._replace(B=np.roll(o.B, 20, axis=1))).b_f, PARAMS.b_f)


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: convert.to_torch(()), "LSTMParams"),
        (lambda: convert.from_torch(()), "TorchWeights"),
        (
            lambda: convert.from_keras(convert.to_keras(PARAMS)._replace(kernel=np.zeros((3, 19)))),
            "여야 합니다",
        ),
        (
            lambda: convert.from_keras(convert.KerasWeights(*(np.zeros(s) for s in ((3, 8), (5, 8), 8)))),
            r"recurrent_kernel.*= \(5, 20\)",
        ),
        (lambda: convert.from_onnx(convert.to_onnx(PARAMS)._replace(B=np.zeros((1, 20)))), "4H|8H"),
        (lambda: convert.from_scratch2(convert.to_scratch2(PARAMS)._replace(b=np.full(20, np.nan))), "유한"),
        (lambda: experiments.libraries.labelled_lstm(0), "1 이상"),
        (lambda: experiments.libraries.wrong_order(T=0), "1 이상"),
    ],
)
def test_bad_weights_are_refused_in_korean(call, message):
    with pytest.raises((TypeError, ValueError), match=message):
        call()


def test_reading_in_the_wrong_order_keeps_the_shapes_and_spoils_the_outputs():
    found = experiments.libraries.wrong_order()
    assert found.right == 0.0 and (found.wrong > 0.01).all() and found.shapes_match
    assert all(row[1] == "예" for row in experiments.libraries.round_trips(PARAMS).rows)
    assert [row[3] for row in experiments.libraries.library_shapes(PARAMS).rows] == [
        "180",
        "200",
        "180",
        "200",
        "180",
    ]


def test_a_quiet_step_is_decided_by_the_biases_alone():
    step = experiments.libraries.quiet_step(PARAMS)
    assert np.allclose(step.f[0], 1 / (1 + np.exp(-PARAMS.b_f)))
    assert np.allclose(step.C[0], 1 / (1 + np.exp(-PARAMS.b_i)) * np.tanh(PARAMS.b_C))


def test_the_torch_code_of_the_chapter_runs_and_says_what_it_says():
    source = Path(__file__).parents[1] / "book/src/14-libraries.md"
    fences = re.findall(r"^```python\n(import torch.*?)^```", source.read_text(encoding="utf-8"), re.S | re.M)
    assert fences
    for fence in fences:
        exec(compile(fence, str(source), "exec"), {})  # 울타리 안의 assert가 스스로 확인한다
