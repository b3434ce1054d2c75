"""조작판의 파이썬 쪽: 읽고 쓰기, 잘못된 값, 저장되는 출력, 한 시점."""

import json
import re

import build
import numpy as np
import pytest
import traitlets

import lstm_ref as lr

W = lr.widgets
NAMES = W.__all__


def test_every_dial_has_its_chapter():
    sources = "".join(map(build.source_text, build.chapters()))
    assert {name for name in NAMES if f"lr.widgets.{name}(" in sources} == set(NAMES)


def test_a_dial_reads_and_writes_like_an_object():
    dial = W.ForgetGate()
    dial.f = [0.9, 0.5, 0.1, 0]
    assert dial.f == [0.9, 0.5, 0.1, 0.0] and dial.values()["half_life"][1] == 1.0
    dial.f = np.array([0.25, 0.5, 0.1, 1])
    assert dial.text().startswith("망각 게이트가 (0.25, 0.50, 0.10, 1.00)일 때") and "∞" in dial.text()


@pytest.mark.parametrize(
    "value, message",
    [
        ([0.5] * 3, "f의 길이가 3입니다. 4이어야 합니다."),
        ([2, 0, 0, 0], "f[0]의 값이 2입니다. 0 이상 1 이하여야 합니다."),
        ([0, float("nan"), 0, 0], "f[1]의 값이 nan입니다. 0 이상 1 이하여야 합니다."),
        ("빨리", "f의 형이 str입니다. 수 4개의 목록이어야 합니다."),
        ([0, 0, True, 0], "f[2]의 형이 bool입니다. 실수여야 합니다."),
        (None, "f의 형이 NoneType입니다. 수 4개의 목록이어야 합니다."),
    ],
)
def test_a_bad_trait_value_is_refused_in_korean(value, message):
    dial = W.ForgetGate()
    with pytest.raises(traitlets.TraitError, match=re.escape(message)):
        dial.f = value
    assert dial.f == [0.99, 0.9, 0.5, 0.0]


def test_other_kinds_of_traits_refuse_too():
    dial = W.CellExplorer()
    for name, value, message in (
        ("t", 1.5, "정수여야 합니다"), ("t", 9, "1 이상 8 이하"), ("gate", "z", "f, i, C_tilde, o 가운데 하나"),
        ("hold_f", 1, "참이나 거짓"), ("weights", [0.0], "길이가 1입니다. 96"),
    ):  # fmt: skip
        with pytest.raises(traitlets.TraitError, match=message):
            setattr(dial, name, value)
    with pytest.raises(TypeError, match="speed이라는 값이 없습니다"):
        W.RNNFlow(speed=1)


@pytest.mark.parametrize("name", NAMES)
def test_what_is_stored_is_the_same_every_time(name):
    first, second = (getattr(W, name)()._repr_mimebundle_() for _ in "ab")
    first, second = (b[0] if isinstance(b, tuple) else b for b in (first, second))
    for mime in ("text/plain", "text/html"):
        assert first[mime] == second[mime] and "0x" not in first[mime].split("<code>")[0]
    assert "application/vnd.jupyter.widget-view+json" in first
    state = json.loads(re.search(r'<script type="application/json">(.*)</script>', first["text/html"])[1])
    assert state["name"] == name and len(first["text/html"].encode()) <= 60_000


@pytest.mark.parametrize("name", sorted(set(NAMES) - {"RNNFlow", "RNNOneStep"}))
def test_step_is_the_lstm_step_at_the_values_on_screen(name):
    dial = getattr(W, name)()
    step, values = dial.step(), dial.values()
    assert isinstance(step, lr.LSTMStep)
    assert np.array_equal(step.C, step.f * step.C_prev + step.i * step.C_tilde)
    assert np.array_equal(step.h, step.o * np.tanh(step.C))
    shown = {"ForgetGate": ("f_now", "f"), "InputGate": ("C", "C"), "OutputGate": ("h", "h"), "CellExplorer": ("C_now", "C"),
             "CellUpdate": ("C_now", "C"), "GradientHighway": ("C_now", "C")}  # fmt: skip
    if name in shown:
        ours, theirs = shown[name]
        assert np.array_equal(values[ours], getattr(step, theirs)[0])
    elif name == "HonorificRace":
        assert step.f.shape == (1, 32) and (step.f > 0).all()
    elif name == "FirstGate":
        assert values["C"][1] == step.C[0, 0]
    elif name == "LSTMOneStep":
        assert np.array_equal(values["h_T"], step.h[0]) and values["dC_1"].shape == (4,)
    else:
        assert step.C[0, dial.first - 1] == values["C_now"]


def test_step_of_the_rnn_is_the_rnn_step_at_the_values_on_screen():
    dial = W.RNNFlow(rho=1.3, strength=0.4, seed=12)
    step, (params, _) = dial.step(), lr.experiments.vanishing_dial.flow_params(1.3, 0.4, 12)
    assert isinstance(step, lr.RNNStep)
    again = lr.rnn_step(params, step.x, step.h_prev)
    assert np.allclose(step.h, again.h, rtol=0, atol=1e-15) and not np.allclose(step.h, step.h_prev)
    back = lr.rnn_step_backward(params, step, np.full((1, 32), 1 / np.sqrt(32)))  # 한 시점 거슬러 간 기울기
    assert np.isclose(np.log10(np.linalg.norm(back.dh_prev)), dial.values()["norm"][1], rtol=1e-12)
    assert not np.allclose(step.h, W.RNNFlow(rho=1.3, strength=0.5, seed=12).step().h)


def test_no_two_scripts_give_the_same_name_to_two_things():
    names = [  # 한 벌로 이으면 모두 한 자리에 선다
        name
        for path in W.base.STATIC.parent.rglob("*.js")
        for name in re.findall(
            r"^(?:export )?(?:function|const|let) (\w+)", path.read_text(encoding="utf-8"), re.M
        )
    ]
    assert len(names) > 50 and sorted(set(names)) == sorted(names)


def test_the_explorer_takes_and_gives_lstm_params():
    dial, params = (
        W.CellExplorer(x=[1, -1, 0, 0.5, 0, 0, 2, -2], t=8),
        lr.init_lstm(np.random.default_rng(3), 1, 4),
    )
    dial.params = params
    assert all(np.array_equal(a, b) for a, b in zip(dial.params, params))
    trace = lr.lstm_forward(params, np.array(dial.x).reshape(8, 1, 1))
    assert np.allclose(dial.step().h, trace.h[-1], rtol=0, atol=1e-15)


def test_scripts_stay_small_and_hold_no_eval_and_no_inline_handler():
    for path in W.base.STATIC.parent.rglob("*.js"):
        text = path.read_text(encoding="utf-8")
        assert len(text.encode()) <= 15_000, path.name
        assert not re.search(r"\beval\(|new Function|innerHTML\s*\+=|https?://", text)
    for name in NAMES:
        assert not re.search(r"\son\w+=", getattr(W, name)()._repr_html_())


def test_the_reader_of_the_dial_has_learned_its_task():
    model = lr.experiments.reader_model()
    test = lr.tasks.honorific_batch(np.random.default_rng(90_006), 6, 256, opening=1)
    found = lr.tasks.accuracy(lr.train.predict(model, test.x)[1], test.targets)
    assert found.verb == 1 and found.high == 1
    r = lr.experiments.reader_correlations(model)
    assert (r[:7] > 0.9).all() and np.abs(r[7:]).max() < 0.9


@pytest.mark.slow
def test_training_again_gives_the_stored_weights():
    from lstm_ref.experiments import honorific_reader

    again, stored = honorific_reader.train_reader(), lr.experiments.reader_model()
    for a, b in zip([*again.cell, again.W_y, again.b_y], [*stored.cell, stored.W_y, stored.b_y]):
        assert np.abs(a - b).max() <= 1 / 64 + 1e-3  # 1/32 단위로 줄여 저장했다


def test_rearranging_the_units_of_the_reader_changes_no_output():
    from lstm_ref.experiments import honorific_reader

    rng, model = np.random.default_rng(5), lr.experiments.reader_model()
    other = honorific_reader._rearranged(model, rng.permutation(32), rng.choice([-1.0, 1.0], 32))
    x = lr.tasks.honorific_batch(rng, 6, 16).x
    assert np.allclose(lr.train.predict(model, x)[1], lr.train.predict(other, x)[1], rtol=0, atol=1e-12)
    assert not np.array_equal(model.cell.W_C, other.cell.W_C)


@pytest.mark.parametrize("kind, scale, bad", [("int8", 32, 4.0), ("int16", 1000, 32.768)])
def test_packed_numbers_come_back_to_the_last_bit_and_what_does_not_fit_is_refused(kind, scale, bad):
    from lstm_ref.experiments.packed import pack, unpack

    v = np.array([[-3.5, 0.125], [1.0, -0.5], [2.0, 3.0]])
    assert np.array_equal(unpack(pack(v, scale, kind)), v)
    for value in (bad, 0.3 / scale):
        with pytest.raises(ValueError, match="적을 수 없는 배열"):
            pack(np.array([value]), scale, kind)
