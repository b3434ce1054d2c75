"""조작판이 보이는 모습: 아래 글자, 읽어 주는 글, 빈 곳, 작거나 흐린 글자, 고를 것 사이의 틈."""

import dialpage
import numpy as np
import pytest
from serving import watched

import lstm_ref as lr
from lstm_ref.looks import MEANING, indices
from lstm_ref.tables import rich
from lstm_ref.widgets import base
from lstm_ref.widgets.text import drawn, grammar, spoken

W = lr.widgets

# 표와 손잡이가 놓인 칸의 왼쪽 반과 오른쪽 반에서, 한쪽만 빈 채로 이어지는 가장 긴 길이
HOLES = """() => [...document.querySelectorAll('.lr-panel')].map(panel => {
  const whole = panel.getBoundingClientRect(), middle = whole.left + whole.width / 2;
  const boxes = [...panel.children].map(e => e.getBoundingClientRect()).filter(r => r.height);
  const covered = (x, y) => boxes.some(r => r.left <= x && x <= r.right && r.top - 15 <= y && y <= r.bottom + 15);
  let longest = 0;
  for (const x of [whole.left + 20, middle + 40]) for (let y = whole.top, run = 0; y < whole.bottom; y += 5) {
    run = covered(x, y) ? 0 : run + 5;
    longest = Math.max(longest, run);
  }
  return longest;
})"""

# 그림의 글자마다 [글, 크기, 바탕에 견준 대비]. 칠한 칸의 글자는 그 칠에 견준다
WORDS = """() => {
  const pen = document.createElement('canvas').getContext('2d', {willReadFrequently: true});
  const paint = (color, share) => { pen.fillStyle = color; pen.globalAlpha = share; pen.fillRect(0, 0, 1, 1); };
  const light = () => [0.2126, 0.7152, 0.0722].reduce((sum, part, k) => {
    const v = pen.getImageData(0, 0, 1, 1).data[k] / 255;
    return sum + part * (v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4);
  }, 0);
  return [...document.querySelectorAll('svg :is(text, tspan)')].filter(e => e.checkVisibility()).flatMap(e => {
    const svg = e.closest('svg'), look = getComputedStyle(e), box = e.closest('[data-lit]')?.querySelector('rect');
    const text = [...e.childNodes].filter(n => n.nodeType === 3).map(n => n.data.trim()).join('');
    let share = 1;
    for (let n = e; n !== svg; n = n.parentNode) share *= getComputedStyle(n).opacity;
    if (!text || !share) return [];
    paint(getComputedStyle(document.querySelector('.lr-dial')).backgroundColor, 1);
    if (box) paint(getComputedStyle(box).fill, getComputedStyle(box).fillOpacity);
    const under = light();
    paint(look.fill, share);
    const [low, high] = [under, light()].sort((a, b) => a - b);
    const size = parseFloat(look.fontSize) * svg.getBoundingClientRect().width / svg.viewBox.baseVal.width;
    return [[text, size, (high + 0.05) / (low + 0.05)]];
  });
}"""

GAPS = """() => [...document.querySelectorAll('[data-trait=which] label')].map(label => {
  const range = document.createRange();
  range.selectNodeContents(label.lastChild);
  return range.getBoundingClientRect();
}).map((box, k, all) => k && box.top - all[k - 1].bottom).slice(1)"""


@pytest.fixture(scope="module")
def everything(browser, tmp_path_factory):
    """모든 조작판이 책의 글 너비로 놓인 쪽."""
    folder = tmp_path_factory.mktemp("dials")
    url = dialpage.build(folder, [getattr(W, name)() for name in dialpage.NAMES]).as_uri()
    page = watched(browser.new_page())
    page.goto(url)
    page.add_style_tag(content="body { margin: 0 } main { max-width: 672px; padding: 0 16px }")
    yield page
    page.close()


@pytest.mark.slow
def test_a_symbol_is_seen_lowered_and_said_without_its_underscore(visit):
    page = visit(W.HonorificRace())
    assert "LSTM(b<sub>f</sub> = 3)" in page.locator(".lr-said").inner_html()
    page.get_by_role("slider", name="첫째 모델의 망각 편향", exact=True).press("Home")
    page.wait_for_function(
        "() => document.querySelector('[role=status]').textContent.includes('LSTM(b f = −2)')"
    )
    assert "b<sub>f</sub> = −2" in page.locator(".lr-said").inner_html()
    page = visit(W.RNNOneStep(phase="update"))
    assert "W<sub>hh</sub>의 첫 성분" in page.locator(".lr-said").inner_html()
    names = (
        "() => [...document.querySelectorAll('[aria-label]')].map(e => e.getAttribute('aria-label')).join()"
    )
    assert "W hh의 첫 성분" in page.evaluate(names) and "_" not in page.evaluate(names)


PIECES = (
    "C", "C̃", "da", "dW", "∂x", "x", "h", "Σ", "‖W‖", "β", "10", "1.5×10", "가", "의 ", " ", ", ", "(", ")", "_", "^", "_f",
    "_hh", "_prev", "_ih_l0", "_주어", "_{t−1}", "_{t", "}", "^k", "^2", "^{e^{a}}", "^{", 
    "⁻⁴¹", "²", "ᵀ", "ᵏ", "−", "<b>", "&", "0.5",
)  # fmt: skip
SET = """([texts, svg]) => texts.map(text => {
  const word = document.createElement('p'), drawing = document.createElementNS(svg, 'text');
  document.createElementNS(svg, 'svg').append(drawing);
  typeset(word, text);
  typeset(drawing, text);
  return [word.innerHTML, drawing.innerHTML, spoken(text)];
})"""


@pytest.mark.slow
def test_the_page_sets_and_says_indices_and_powers_as_the_package_does(browser):
    rng = np.random.default_rng(7)
    texts = ["".join(rng.choice(PIECES, rng.integers(1, 9))) for _ in range(3000)]
    texts += ["9.9×10⁻⁴¹", "LSTM(b_f = −2)", "h_{t−1}, W_hhᵀ, C̃², ∂x_주어, ‖W‖_F, weight_ih_l0, W^{2k}"]
    page = browser.new_page()
    scripts = f"{grammar()}{base.joined(base.MODULES)}\nreturn ({SET})(given);"
    found = page.evaluate(f"given => {{ {scripts} }}", [texts, "http://www.w3.org/2000/svg"])
    page.close()
    html = [
        [part.replace("&#x27;", "'") for part in (rich(text), drawn(text), spoken(text))] for text in texts
    ]
    assert found == html
    assert sum("<sup>" in part for part, *_ in html) > 150 < sum("<sub>" in part for part, *_ in html)


@pytest.mark.slow
def test_a_small_number_is_raised_in_the_sentence_the_table_and_the_drawing_and_said_as_a_power(visit):
    page = visit(W.ForgetGate(f=[0.01, 0.9, 0.5, 0.0]))
    power = "1.0×10<sup>−40</sup>"
    assert power in page.locator(".lr-said").inner_html()
    assert page.locator("[data-cell='C_T.0.3']").inner_html() == power
    assert "1.0×10의 −40제곱" in page.locator("svg.lr-chart").get_attribute("aria-label")
    page = visit(W.CellExplorer(x=[0.01] + [0] * 7))
    numbers = page.locator(".lr-cell [data-cell]:has(tspan)")
    assert numbers.count() == 4 and not [n for n in numbers.all() if "⁻" in n.text_content()]
    outside = """texts => texts.map(text => {
      const [a, b] = [text, text.parentNode.querySelector('rect')].map(e => e.getBoundingClientRect());
      return Math.max(b.left - a.left, a.right - b.right);
    })"""
    assert max(numbers.evaluate_all(outside)) < 0


@pytest.mark.slow
def test_the_axis_of_the_whole_cell_follows_its_states_and_never_shrinks_under_the_hand(visit):
    page = visit(W.CellExplorer(hold_i=True, hold_f=True))
    ticks = page.locator(".lr-chart .grid + text")
    knob = page.get_by_role("slider", name="입력 1번 시점", exact=True)
    knob.evaluate("e => e.scrollIntoView({block: 'center'})")
    box = knob.bounding_box()
    settle = "() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))"

    def pull(share):
        page.mouse.move(box["x"] + box["width"] * share, box["y"] + box["height"] / 2)
        page.evaluate(settle)
        top = page.evaluate(
            "Math.max(...document.querySelector('[data-dial]').values.C.flat().map(Math.abs))"
        )
        return ticks.all_text_contents(), top

    assert ticks.all_text_contents() == ["−1", "−0.5", "0", "0.5", "1"]  # 처음의 입력은 2
    pull(0.97)
    page.mouse.down()
    high, low = pull(0.02), pull(0.5)
    assert high[0] == ["−2", "−1", "0", "1", "2"] and 1 < high[1] < 2  # 곧바로 늘어난다
    assert low[0] == high[0] and low[1] < 0.5  # 쥐고 있는 동안은 줄지 않는다
    page.mouse.up()
    page.wait_for_function("() => document.querySelector('.lr-chart .grid + text').textContent === '−0.5'")


@pytest.mark.slow
@pytest.mark.parametrize("width", [360, 390])
def test_numbers_with_powers_fit_their_cells_on_a_phone(visit, width):
    page = visit(W.ForgetGate(f=[0.01, 0.011, 0.012, 0.013], C_0=[-0.1] * 4), width=width)
    cells = page.locator("td:has(sup)").evaluate_all("cells => cells.map(e => e.scrollWidth - e.clientWidth)")
    assert len(cells) == 4 and max(cells) <= 0


@pytest.mark.slow
def test_a_value_without_components_stands_in_the_middle_of_its_row(everything):
    gaps = """() => [...document.querySelectorAll('td[colspan]')].filter(e => e.checkVisibility()).map(cell => {
      const range = document.createRange(), box = cell.getBoundingClientRect();
      range.selectNodeContents(cell);
      const text = range.getBoundingClientRect();
      return Math.abs(text.left + text.right - box.left - box.right);
    })"""
    found = everything.evaluate(gaps)
    assert len(found) >= 3 and max(found) < 2


@pytest.mark.slow
@pytest.mark.parametrize("held", [False, True])
def test_nothing_stands_empty_beside_the_knobs(everything, held):
    everything.set_viewport_size({"width": 1280, "height": 900})
    for box in everything.get_by_role("checkbox").all():
        box.set_checked(held)
    everything.evaluate("() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")
    holes = dict(zip(dialpage.NAMES, everything.evaluate(HOLES)))
    assert {name for name, hole in holes.items() if hole > 80} == set()  # 손잡이 하나의 높이


@pytest.mark.slow
@pytest.mark.parametrize("width", [320, 390, 1280])
@pytest.mark.parametrize(
    "scheme, forced", [("light", "none"), ("dark", "none"), ("light", "active"), ("dark", "active")]
)
def test_words_in_the_drawings_are_large_and_dark_enough(everything, width, scheme, forced):
    everything.set_viewport_size({"width": width, "height": 900})
    everything.emulate_media(color_scheme=scheme, forced_colors=forced)
    everything.evaluate("s => { document.documentElement.dataset.theme = s; }", scheme)
    words = everything.evaluate(WORDS)
    assert len(words) > 150 and not [word for word in words if word[1] < 11 or word[2] < 4.5]


@pytest.mark.slow
def test_a_power_in_a_choice_stands_at_its_base(everything):
    """10³⁰⁸의 첨자가 밑에서 한 틈 떨어져 서지 않는다."""
    gaps = everything.evaluate("""() => [...document.querySelectorAll('.lr-option :is(sup, sub)')].map(mark => {
      const base = document.createRange();
      base.selectNodeContents(mark.previousSibling);
      return mark.getBoundingClientRect().left - base.getBoundingClientRect().right })""")
    assert gaps and max(map(abs, gaps)) < 2


@pytest.mark.slow
def test_long_choices_stand_apart_on_a_phone(everything):
    everything.set_viewport_size({"width": 390, "height": 900})
    gaps = everything.evaluate(GAPS)
    assert len(gaps) == 5 and min(gaps) >= 12


@pytest.mark.parametrize(
    "kinds, b_f, names",
    [
        (("lstm", "rnn"), [3, 3], ("LSTM, b_f = 3", "RNN")),
        (("rnn", "lstm"), [3, 0], ("RNN", "LSTM, b_f = 0")),
        (("orthogonal", "lstm"), [3, 5], ("직교 RNN", "LSTM, b_f = 5")),
        (("lstm", "none"), [1, 1], ("LSTM, b_f = 1", "")),
    ],
)
def test_a_model_in_the_race_looks_as_in_the_figures(kinds, b_f, names):
    values = W.HonorificRace(first=kinds[0], second=kinds[1], b_f=b_f).values()
    for look, name in zip((values["look_a"], values["look_b"]), names):
        assert not name or [look] == indices([name])


def test_two_of_the_same_model_look_apart():
    values = W.HonorificRace(first="rnn", second="rnn").values()
    assert values["look_a"] == MEANING["RNN"] != values["look_b"]
