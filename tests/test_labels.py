"""설정의 이름: 다른 설정은 결코 같은 이름을 얻지 않고, 이름에서 설정이 되살아난다. 잰 값은 0이 아니면 0으로 보이지 않는다."""

import re

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as some

import lstm_ref as lr
from lstm_ref import experiments as ex
from lstm_ref import plots
from lstm_ref.tables import PLAIN, rich, significant

CLOSE, SMALL = (0.5, 0.99, 0.995, 1.0, 1.01, 1.5, 2.5), {"seeds": (11,), "T": 4, "H": 3}
UNIT = (0.5, 0.99, 0.995, 0.999, 1.0)
NAMES = {
    "반감기": (lambda: ex.forget_gate.half_life_table(CLOSE), CLOSE),
    "시그모이드": (lambda: ex.forget_gate.sigmoid_table(CLOSE), CLOSE),
    "게이트 범위": (lambda: ex.forget_gate.gate_range_table(ex.forget_gate.gate_ranges(CLOSE, **SMALL)), CLOSE),
    "고속도로": (lambda: ex.lstm_bptt.gradient_highway(CLOSE, **SMALL).names[:-1], CLOSE),
    "가린 게이트": (lambda: ex.output_gate.blind_table(ex.output_gate.blind_gates(CLOSE, **SMALL)), CLOSE),
    "커지는 상태": (lambda: ex.output_gate.growth_table(ex.output_gate.state_growth(CLOSE, **SMALL)), CLOSE),
    "직접 경로": (lambda: ex.cell_state_paths.direct_path_table(ex.cell_state_paths.direct_path(CLOSE, **SMALL)), CLOSE),
    "래치": (lambda: ex.memory.latch_table(ex.memory.latch(CLOSE, T=4, sequences=3)), CLOSE),
    "클리핑": (lambda: ex.vanishing.clipping_table(ex.vanishing.clipping(CLOSE, **SMALL)), CLOSE),
    "tanh": (lambda: ex.vanishing.tanh_slope(CLOSE), CLOSE),
    "RNN의 기울기": (lambda: plots.vanishing.rnn_gradient_flow(ex.vanishing.rnn_gradient_flow(CLOSE, **SMALL)), CLOSE),
    "잊기": (lambda: plots.memory.forgetting(ex.memory.forgetting(CLOSE, **SMALL)), CLOSE),
    "쌓기": (lambda: plots.input_gate.accumulate(ex.input_gate.accumulate(UNIT, T=3)), UNIT),
    "남기기": (lambda: plots.forget_gate.forget_decay(ex.forget_gate.forget_decay(UNIT)), UNIT),
    "자극": (lambda: plots.rnn.impulse(ex.rnn.impulse(UNIT, T=3)), UNIT),
}  # fmt: skip


def back(text: str) -> float:
    """글자로 적은 설정을 수로 되돌린다."""
    return float(re.sub("×10([⁻⁰¹²³⁴⁵⁶⁷⁸⁹]+)", lambda m: "e" + m[1].translate(PLAIN), text).replace("−", "-"))


@pytest.mark.parametrize("name", NAMES)
def test_two_settings_never_share_a_name_and_the_name_says_the_setting(name):
    made, settings = NAMES[name][0](), NAMES[name][1]
    if isinstance(made, lr.Table):
        said = [re.sub(".*= ?", "", row[0]) for row in made.rows]
    elif isinstance(made, (tuple, list)):
        said = [text.split("=")[1] for text in made]
    else:
        said = re.findall(r"(?:ρ|f|w_h)=([\d.]+)(?=이면)", repr(made))
    assert [back(text) for text in said] == list(settings)


@given(some.floats(allow_nan=False, allow_infinity=False), some.integers(0, 6))
def test_a_written_setting_reads_back_to_itself(value, digits):
    assert back(lr.setting(value, digits)) == value


@given(some.floats(), some.integers(0, 12))
def test_a_result_is_never_shown_as_zero_unless_it_is(value, digits):
    text = lr.num(value, digits)
    assert (set(text) <= set("0.−")) == (value == 0)
    if abs(value) < 1e300:
        assert back(text) == pytest.approx(value, rel=0.06, abs=0.51 * 10.0**-digits)
    elif not np.isfinite(value):
        assert text in ("∞", "−∞", "NaN")


def test_a_table_takes_iterators_once_and_shows_the_same_rows_twice():
    table = lr.Table(
        "제목", iter(["가", "나"]), (iter([name, value]) for name, value in (("x", 1.0), ("y", np.inf)))
    )
    assert table.rows == [["x", "1.000"], ["y", "∞"]]
    html = table._repr_html_()
    assert re.findall("<td class=num>(.*?)</td>", html) == ["1.000", "∞"] and html.count("<tr>") == 3
    for bad in ("ab", 3, None, [1, 2], [["x", float("nan")]], [["x"]]):
        with pytest.raises((TypeError, ValueError), match="[가-힣]"):
            lr.Table("제목", ["가", "나"], bad)


def test_documented_edges_hold():
    assert ex.forget_gate.half_life_table([37.0, 40.0]).rows[1][2] == "∞"
    assert ex.input_gate.accumulate([1.0], i=0.0).limit.tolist() == [0.0]
    for call in (
        lambda: ex.vanishing.rnn_gradient_flow(T=1),
        lambda: ex.memory.capacity(delays=150),
        lambda: ex.memory.latch(w=(-2.0,)),
    ):
        with pytest.raises(ValueError, match="[가-힣]"):
            call()
    with pytest.warns(RuntimeWarning, match="넘쳤습니다"), pytest.raises(ValueError, match="[가-힣]"):
        ex.vanishing.rnn_gradient_flow((10.0,), T=400, H=8, input_sd=0.0)


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("dC_{t−1} = dC ⊙ f", "dC<sub>t−1</sub> = dC ⊙ f"),
        ("dW_hh를 Σ_g로, C_prev", "dW<sub>hh</sub>를 Σ<sub>g</sub>로, C<sub>prev</sub>"),
        ("W_hhᵀ da_t, ‖W‖_F", "W<sub>hh</sub><sup>T</sup> da<sub>t</sub>, ‖W‖<sub>F</sub>"),
        ("−y_c + ln Σ e^{y_j}", "−y<sub>c</sub> + ln Σ e<sup>y<sub>j</sub></sup>"),
        ("‖∂L/∂x_주어‖ < ρ^k", "‖∂L/∂x<sub>주어</sub>‖ &lt; ρ<sup>k</sup>"),
        ("1.9×10⁻⁵, C̃_t와 h_t²", "1.9×10<sup>−5</sup>, C̃<sub>t</sub>와 h<sub>t</sub><sup>2</sup>"),
        ("weight_ih_l0, max_norm, C_tilde", "weight_ih_l0, max_norm, C_tilde"),
    ],
)
def test_indices_and_powers_are_set_low_and_high_and_names_are_left(text, html):
    assert rich(text) == html
    assert rich(html.replace("&lt;", "<")).count("<sub>") == 0  # 두 번 적지 않는다


@given(value=some.floats(1e-12, 1e12), digits=some.integers(1, 4))
def test_significant_digits_are_kept_and_no_exponent_is_left_in_letters(value, digits):
    text = significant(value, digits)
    assert "e" not in text and back(text) == float(f"{value:.{digits - 1}e}")
