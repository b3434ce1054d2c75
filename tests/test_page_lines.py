"""쪽의 줄과 칸(book/page): 조사를 떼어 놓지 않는 줄바꿈, 전화기에서 카드가 되는 표, 꺾인 코드."""

import re

import pytest
from docutils import nodes
from page import breaks, cells, formulas, powers, tables


def written(*parts):
    """문단 하나를 줄바꿈을 고친 뒤의 나무로."""
    paragraph = nodes.paragraph("", "", *parts)
    document = nodes.document(None, None)
    document += paragraph
    breaks.keep_together(document)
    return paragraph


def test_a_particle_a_comma_and_a_bracket_stay_with_their_formula():
    line = written(nodes.Text("곧("), nodes.math("", "h_t"), nodes.Text(")에서는 더, "))
    formula = line[1]
    assert (formula["lead"], formula["tail"]) == ("(", ")\u2060에서는")
    assert [line[0].astext(), line[2].astext()] == ["곧", " 더, "]
    comma = written(nodes.math("", "D = 3"), nodes.Text(", 다음"))
    assert comma[0]["tail"] == ","


def test_a_long_formula_breaks_inside_and_carries_its_particle_in_its_last_piece():
    line = written(nodes.math("", r"h_t = \tanh(w_{hh} h_{t-1} + w_{xh} x_t + b_h)"), nodes.Text("예요. 또"))
    assert line[0]["long"] and line[0]["tail"] == "예요." and line[1].astext() == " 또"
    html, rest = formulas.trailed(formulas.mathml(line[0].astext(), False), line[0]["tail"])
    assert html.endswith("<mtext>예요.</mtext></mrow></math>") and rest == ""
    whole = formulas.mathml("h", False)  # 한 조각이라 꺾이지 않는다
    assert formulas.trailed(whole, "는") == (whole, "는")


def test_the_name_of_a_function_is_as_long_as_it_is_written():
    assert breaks.length(r"\operatorname{artanh}(h)") == len("artanh(h)")
    line = written(nodes.math("", r"\operatorname{artanh}(h) < h / (1 - h^2)"), nodes.Text("이라서, 이 값은"))
    assert line[0]["long"] and line[0]["tail"] == "이라서,"


def test_a_particle_stays_with_short_code_and_a_new_word_does_not():
    line = written(
        nodes.literal("", "np.eye(H)"), nodes.Text("의 행"), nodes.literal("", "h"), nodes.Text(" 열")
    )
    assert line[1].astext() == "\u2060의 행" and line[3].astext() == " 열"


def test_a_particle_stays_with_its_quotation_mark_and_a_percent_sign_with_its_number():
    assert breaks.glued("“한계”는 66 %를 (참고)에서") == "“한계”\u2060는 66\u00a0%를 (참고)\u2060에서"
    assert breaks.glued("코드 (B, H) 모양") == "코드 (B, H) 모양"


def made(header, *rows, kind="lr-table"):
    """표를 쪽의 HTML로."""
    line = lambda tag, row: "<tr>" + "".join(f"<{tag}>{cell}</{tag}>" for cell in row) + "</tr>"  # noqa: E731
    head, body = line("th", header), "".join(line("td", row) for row in rows)
    return tables.readable(f'<table class="{kind}"><thead>{head}</thead><tbody>{body}</tbody></table>')


def test_a_table_of_numbers_stays_a_table_however_long_its_titles_are():
    names = ["거리", "가까운 비트를 배운 시드", "먼 비트를 배운 시드", "가장 큰 시드의 자릿수"]
    assert "lr-cards" not in made(names, ["5", "0.25", "1.5", "−21.3"])
    long = "손녀가 동네에서 빌려주신 우산을 챙겨요"
    assert "lr-cards" in made(["뜻", "자리", "말"], [long, long, long])


def test_a_column_of_numbers_stands_on_its_decimal_points_and_its_title_stands_over_it():
    html = made(["이름", "크기", "말"], ["가", "1.25", "예"], ["나", "3.5×10⁻⁶", "아니요"])
    assert html.count("<td class=num>") == 2 and '<th class="num over">크기' in html
    assert len(set(re.findall(r'class="rest" style="width:([\d.]+)ch"', html))) == 1
    assert "class=num>예" not in html and "<th>말" in html
    counts = made(["이름", "개수"], ["가", "8"], ["나", "1200"])
    assert "<th class=num>개수" in counts  # 정수는 오른쪽 끝에 맞춘다
    shares = made(["이름", "몫"], ["가", "0 %"], ["나", "53.2 %"])
    assert shares.count("<td class=num>") == 2 and re.search(r"53<span [^>]*>\.2\u00a0%</span>", shares)


def test_the_numbers_of_a_bracket_and_the_name_of_a_setting_stay_on_one_line():
    html = made(
        ["모델", "크기"],
        ["LSTM b<sub>f</sub>=0", "h (6, 2, 4), C (6, 2, 4)"],
        ["둘", "말(하나, 둘)이 여기에 있어요"],
    )
    assert "h\u00a0(6,\u00a02,\u00a04), C\u00a0(6,\u00a02,\u00a04)" in html and "(하나, 둘)" in html
    row = tables.readable('<table class="lr-table"><tr><th>모델</th></tr><tr><th>RNN ρ=1</th></tr></table>')
    assert '<th class="brief">RNN ρ=1' in row and "<th>모델" in row


def test_an_empty_cell_has_no_name_on_its_card():
    long = "은닉 상태와 셀 상태의 성분 수를 적은 말"
    html = made(["기호", "뜻", "범위", "코드"], ["5", long, "", long], kind="table")
    assert 'data-name="범위"' not in html and 'class="lr-none"' in html
    assert 'data-name="기호">5' in html  # 수 하나로는 무엇인지 모른다


def test_every_cell_of_a_card_has_the_name_of_its_column_the_first_too():
    long = "은닉 상태와 셀 상태의 성분 수를 적은 말"
    html = made(["시점", "뜻", "말", "코드"], ["<b>2</b>", long, long, long])
    assert re.findall('data-name="([^"]*)"', html) == ["시점", "뜻", "말", "코드"]


def test_a_script_in_the_name_of_a_column_is_a_script_on_its_card():
    long = "은닉 상태와 셀 상태의 성분 수를 적은 말"
    html = made(["시점", "1−h<sup>2</sup>", "말", "코드"], ["2", long, long, long])
    assert f'data-name=""><span class="lr-column" aria-hidden="true">1−h<sup>2</sup></span>{long}' in html
    assert html.count("lr-column") == 1 and 'data-name="시점">2<' in html


def test_a_title_is_held_together_inside_its_brackets_and_bars():
    def may_break(title):
        return re.split("[ \u200b]", tables.held(title).replace("\u2060", "").replace("\u00a0", "_"))

    assert may_break("RNN(한 벌)") == ["RNN", "(한_벌)"]
    assert may_break("‖∂L/∂h‖ ÷ ‖∂L/∂y‖ (학습 전)") == ["‖∂L/∂h‖", "÷_‖∂L/∂y‖", "(학습_전)"]
    assert may_break("거리 = 10") == ["거리_=_10"]
    assert may_break("성분 수") == ["성분_수"] and may_break("가장 큰 시드") == ["가장", "큰", "시드"]
    assert "∂L/\u2060∂h" in tables.held("∂L/∂h") and tables.held("tanh(a)") == "tanh(a)"


def test_a_title_may_break_before_a_bracket_that_ends_in_korean():
    assert tables.held("b=1(PyTorch 범위)") == f"b=1{tables.BREAK}(PyTorch\u00a0범위)"


def test_a_title_keeps_its_one_letter_first_word():
    html = made(["한 시점의 자릿수", "거리 10", "dW<sub>hh</sub>에 더하는 것"], ["가", "나", "다"])
    assert "<th>한\u00a0시점의 자릿수" in html and "<th>거리 10" in html and "</sub>에 더하는" in html


def test_numbers_of_one_width_need_no_room_of_their_own():
    html = made(["이름", "크기"], ["가", "1.25"], ["나", "3.50"])
    assert html.count("<td class=num>") == 2 and "rest" not in html


@pytest.mark.parametrize("text", ["7/7 (0.65, 1.00)", "1.9e-05 (1e-05–3e-05)"])
def test_a_number_with_its_range_breaks_before_the_bracket_only(text):
    cell = re.search('<td class="pair">(.*?)</td>', made(["가", "나", "다"], ["이름", text, text]))[1]
    assert cell.count(" ") == 1 and " (" in cell and not re.search("[-–](?!\u2060)", cell)


def test_a_broken_line_of_open_code_is_indented_and_loses_nothing():
    code = "short = 1\n    trace = lr.rnn_forward(params, start.x, first=True)  # 앞으로\n"
    shown = '<div class="highlight-python notranslate"><div class="highlight"><pre><span></span>{}</pre></div></div>'
    html = cells.with_sources(shown.format(code))
    assert re.findall(r'--in:(\d+)ch">    trace', html) == ["8"]
    assert re.sub("<[^>]+>", "", html) == code
    assert "lr-long" in cells.with_sources('<details class="lr-made">' + shown.format(code) + "</details>")
    wide = cells.with_sources(shown.format('말 = "한글은 한 글자가 두 칸을 차지하니 짧아도 꺾여요"\n'))
    assert "lr-long" in wide


def test_the_source_of_an_experiment_is_coloured_indented_and_says_nothing_to_tools():
    html = cells.listing("experiments.lstm.hand_lstm")
    shown = cells.with_sources("<!--lr:source experiments.lstm.hand_lstm-->")
    assert '<span class="k">def</span> <span class="nf">hand_lstm</span>(' in shown and "lr-long" in shown
    plain = re.sub("<[^>]+>", "", html)
    assert re.sub("<[^>]+>", "", shown) == plain and "noqa" not in plain and "fmt:" not in plain
    assert '<span class="o">' not in shown and '<span class="n">' not in shown


def test_neighbours_of_one_colour_are_wrapped_once():
    code = '<span class="p">(</span><span class="mi">11</span><span class="p">,</span> <span class="mi">12</span>'
    assert cells.lean(code) == '(<span class="mi">11, 12</span>'
    text = '<span class="sa">f</span><span class="s2">&quot;a</span><span class="si">{</span><span class="n">k</span>'
    assert cells.lean(text) == '<span class="s2">f&quot;a</span>{k'


def test_a_raised_sign_in_code_is_shown_large_and_copied_as_it_is():
    shown = '<div class="highlight-python notranslate"><div class="highlight"><pre><span></span>{}</pre></div></div>'
    html = cells.with_sources(shown.format('"10⁻⁷보다 작은가"\n') + "<p>10⁻⁷</p>")
    assert '10<span class="lr-up" data-up="−7">⁻⁷</span>보다' in html and "<p>10⁻⁷</p>" in html


def test_scripts_are_set_in_words_and_nothing_else_is_touched():
    page = nodes.document(None, None)
    page += nodes.paragraph("", "", nodes.Text(""), nodes.Text("e^{y_j}와 dW_hh"), nodes.literal("", "h_t"))
    powers.set_scripts(page)
    assert page.pformat().count("<subscript>") == 2 and page.astext() == "eyj와 dWhhh_t"
    assert [one.astext() for one in page.findall(nodes.superscript)] == ["yj"]


@pytest.mark.slow
def test_a_tilde_does_not_push_the_power_above_it_up(browser):
    page = browser.new_page()
    lines = (r"\tilde C^2 - C^2", r"\tilde C_t^2 - C_t^2")
    page.set_content(
        "".join(f"<p>{formulas.mathml(tex, block)}</p>" for tex in lines for block in (False, True))
    )
    tops = page.evaluate(
        "() => [...document.querySelectorAll('msup, msubsup')].map(e => e.lastElementChild.getBoundingClientRect().top)"
    )
    page.close()
    assert len(tops) == 8 and all(abs(a - b) < 0.5 for a, b in zip(tops[::2], tops[1::2]))
