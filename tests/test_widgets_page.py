"""조작판을 실제 Chromium에서 쓴다: 글쇠, 끌기, 읽어 주기, 잘못 적은 수, 주소, 두 개, 퍼즐."""

import json
import re
from urllib.parse import quote

import dialpage
import pytest

import lstm_ref as lr
from lstm_ref.tables import rich
from lstm_ref.widgets.text import spoken

pytestmark = pytest.mark.slow
W = lr.widgets


def slider(page, name):
    return page.get_by_role("slider", name=name, exact=True)


def said(page):
    return page.locator(".lr-said").first.text_content()


def shown(text):
    """글이 첨자를 올리고 내려 보일 때의 글자들."""
    return re.sub("<[^>]+>", "", rich(text))


def drawn(page, text):
    """문장에 `text`가 나올 때까지 기다린다."""
    page.wait_for_function("t => document.querySelector('.lr-said').textContent.includes(t)", arg=text)


def test_the_arrow_page_home_and_end_keys_move_a_knob(visit):
    page = visit(W.ForgetGate())
    knob = slider(page, "망각 게이트 f 1번 성분")
    knob.focus()
    for key, value in (("ArrowLeft", "0.98"), ("PageDown", "0.88"), ("Home", "0.00"), ("End", "1.00")):
        page.keyboard.press(key)
        drawn(page, f"망각 게이트가 ({value}")
        assert knob.get_attribute("aria-valuetext") == value
    assert "∞" in said(page)


def test_dragging_a_knob_moves_the_line_and_the_number_box(visit):
    page = visit(W.ForgetGate())
    line = page.locator('[data-line="C.0"]')
    before, box = line.get_attribute("points"), slider(page, "망각 게이트 f 1번 성분").bounding_box()
    page.mouse.move(box["x"] + box["width"] - 10, box["y"] + box["height"] / 2)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2, steps=5)
    page.mouse.up()
    page.wait_for_function(
        "p => document.querySelector('[data-line=\"C.0\"]').getAttribute('points') !== p", arg=before
    )
    value = float(page.get_by_role("spinbutton", name="망각 게이트 f 1번 성분 값").input_value())
    assert 0.4 < value < 0.6


def test_the_result_is_said_once_after_the_hand_lets_go(visit):
    page = visit(W.ForgetGate())
    status = page.get_by_role("status")
    slider(page, "망각 게이트 f 2번 성분").focus()
    assert status.text_content() == ""
    page.keyboard.press("Home")
    page.wait_for_function("() => document.querySelector('[role=status]').textContent !== ''")
    told = W.ForgetGate(f=[0.99, 0.0, 0.5, 0.0]).text()
    assert status.text_content() == spoken(told) and said(page) == shown(told)


@pytest.mark.parametrize("typed", ["", "7", "-0.1"])
def test_a_wrong_number_is_refused_in_korean_and_nothing_changes(visit, typed):
    page = visit(W.ForgetGate())
    box, before = page.get_by_role("spinbutton", name="망각 게이트 f 1번 성분 값"), said(page)
    box.fill(typed)
    box.press("Tab")
    assert (
        page.get_by_role("alert").text_content()
        == "망각 게이트 f 1번 성분에는 0 이상 1 이하의 수를 넣어 주세요."
    )
    assert said(page) == before and box.input_value() == "0.99"


def test_two_of_the_same_dial_move_apart(visit):
    page = visit(W.ForgetGate(), W.ForgetGate())
    second = page.locator("[data-dial]").nth(1)
    second.get_by_label("편향으로 정하기").check()
    second.get_by_role("slider", name="망각 편향 1번 성분").press("Home")
    page.wait_for_function(
        "() => document.querySelectorAll('.lr-said')[1].textContent.includes('(2.5×10−3, 0.95')"
    )
    assert "(0.99, 0.90" in said(page)
    assert page.locator("[data-dial]").first.get_by_label("바로 정하기").is_checked()


def test_the_address_carries_the_state_and_the_back_button_brings_it_back(visit):
    page = visit(W.ForgetGate(), W.OutputGate())
    slider(page, "출력 게이트 o 1번 성분").press("Home")
    page.wait_for_function("() => location.hash.startsWith('#w=')")
    address = page.url
    assert json.loads(page.evaluate("decodeURIComponent(location.hash.slice(3))")) == {
        "OutputGate": {"o": [0, 0.5, 0, 1]}
    }
    page.goto("about:blank")
    page.goto(address)
    assert "출력 게이트가 (0.00, 0.50" in page.locator(".lr-said").nth(1).text_content()
    page.goto("about:blank")
    page.go_back()
    assert "출력 게이트가 (0.00, 0.50" in page.locator(".lr-said").nth(1).text_content()
    page.evaluate("location.hash = '#w=' + encodeURIComponent('{\"OutputGate\": {\"o\": [1, 1, 1, 1]}}')")
    page.wait_for_function(
        "() => document.querySelectorAll('.lr-said')[1].textContent.includes('(1.00, 1.00, 1.00, 1.00)')"
    )
    page.go_back()
    page.wait_for_function(
        "() => document.querySelectorAll('.lr-said')[1].textContent.includes('(0.00, 0.50')"
    )


@pytest.mark.parametrize(
    "fragment",
    [
        "#w=%7B",
        "#w=%E0%A4%A",
        '#w={"ForgetGate":{"f":[9,0,0,0]}}',
        '#w={"ForgetGate":{"mode":"x"}}',
        "#w=[1]",
        "#w=null",
        '#w={"ForgetGate":5}',
        '#w={"ForgetGate":{"speed":1}}',
        '#w={"Nothing":{}}',
        '#w={"constructor":{"f":[1]}}',
    ],
)
def test_a_broken_address_is_ignored_with_a_note(visit, fragment):
    page = visit(W.ForgetGate(), fragment=fragment if "%" in fragment else "#w=" + quote(fragment[3:]))
    assert page.get_by_role("alert").text_content() == "주소에 담긴 값을 읽지 못해 처음 값으로 시작합니다."
    assert said(page) == shown(W.ForgetGate().text())


def test_a_reload_keeps_what_the_address_says(visit):
    page = visit(W.ForgetGate())
    slider(page, "망각 게이트 f 1번 성분").press("Home")
    page.wait_for_function("() => location.hash.startsWith('#w=')")
    page.reload()
    assert "(0.00, 0.90" in said(page)
    page.get_by_role("button", name="처음 값으로").click()
    page.wait_for_function("() => location.hash === ''")
    assert said(page) == shown(W.ForgetGate().text())


# 퍼즐마다 글쇠로 하는 일: (고를 것들, [(손잡이, 글쇠나 적을 수)…])의 차례
WRITE = [
    (["i", "1번 성분"], [("입력의 가중치", "End"), ("편향", "Home")]),
    (["C̃"], [("입력의 가중치", "End")]),
]
OPEN = (["f", "1번 성분"], [("입력의 가중치", "End"), ("편향", "End")])
SOLVED = {
    "keep": [*WRITE, (["f"], [("편향", "End")])],
    "erase": [*WRITE, OPEN, ([], [("입력 5번 시점", "Home")])],
    "replace": [
        (["i를 붙들기"], []), (["C̃"], [("입력의 가중치", "End")]), OPEN,
        ([], [("입력 4번 시점", "End"), ("입력 8번 시점", "Home")]),
    ],
    "hide": [*WRITE, (["f"], [("편향", "End")]), (["o를 붙들기"], [(f"붙든 o {k}번 성분", "Home") for k in (1, 2, 3, 4)])],
    "burst": [(["f를 붙들기", "i를 붙들기", "C̃를 붙들기"], [("붙든 C̃ 1번 성분", "End")])],
}  # fmt: skip


def reach(page, wanted):
    """Tab만 눌러 이름이 `wanted`인 손잡이(라디오는 그 묶음)에 닿는다."""
    page.locator("main h1").evaluate("e => { e.tabIndex = -1; e.focus(); }")
    names = []
    for _ in range(80):
        page.keyboard.press("Tab")
        name, kind = page.evaluate(
            "(e => [e.getAttribute('aria-label') || e.parentNode.textContent.trim(), e.type])(document.activeElement)"
        )
        names.append(name)
        if name == wanted:
            return
        if kind == "radio":  # 묶음 안에서는 화살표로 옮긴다
            group = page.evaluate(
                "[...document.activeElement.closest('fieldset').querySelectorAll('label')].map(l => l.textContent.trim())"
            )
            if wanted in group:
                for _ in range((group.index(wanted) - group.index(name)) % len(group)):
                    page.keyboard.press("ArrowRight")
                return
    raise AssertionError(f"{wanted}에 닿지 못했습니다: {names}")


@pytest.mark.parametrize("puzzle", SOLVED)
def test_every_puzzle_is_solved_with_the_keyboard_alone(visit, puzzle):
    page = visit(W.CellExplorer())
    goal = page.locator(".lr-goal")
    assert not goal.is_visible()
    reach(page, lr.widgets.summary.PUZZLES[puzzle])
    goal.get_by_text("아직이에요.").wait_for()
    for choices, knobs in SOLVED[puzzle]:
        for choice in choices:
            reach(page, choice)
            if choice.endswith("붙들기"):
                page.keyboard.press("Space")
        for knob, key in knobs:
            reach(page, knob)
            page.keyboard.press(key)
    page.wait_for_selector(".lr-goal[data-solved]")
    assert "이루었어요!" in goal.text_content()
    page.wait_for_function(
        "() => document.querySelector('[role=status]').textContent.startsWith('목표를 이루었어요!')"
    )


GOALS = {
    "FirstGate": [("망각 게이트 f 값", "0.97")],
    "ForgetGate": [("망각 게이트 f 2번 성분 값", "0.97")],
    "InputGate": [("입력 게이트 i 2번 성분 값", "1"), ("후보 값 C̃ 2번 성분 값", "1"), ("망각 게이트 f 2번 성분 값", "1")],
    "OutputGate": [("셀 상태 1번 성분 값", "2"), ("출력 게이트 o 1번 성분 값", "0.05")],
    "RNNFlow": [("스펙트럼 반지름 ρ 값", "1.5"), ("입력의 세기 값", "2")],
    "CellUpdate": [("망각 편향 값", "6"), ("입력 편향 값", "-4")],
    "RNNOneStep": [("학습률 η 값", "0.5"), ("고친 횟수 값", "3")],
    "LSTMOneStep": [("망각 편향의 처음 값 값", "2"), ("고친 횟수 값", "6")],
    "GradientHighway": [("되먹임에 곱하는 수 값", "2")],
    "HonorificReader": [
        ("따라갈 성분(상관이 큰 차례) 값", "7"), ("그 성분부터 붙들 성분의 수 값", "1"), ("붙들 셀 상태(+가 높임 쪽) 값", "-1"),
    ],
}  # fmt: skip


def test_every_dial_has_a_goal():
    assert {*GOALS, "CellExplorer", "HonorificRace"} == set(dialpage.NAMES) and set(SOLVED) == set(
        W.CellExplorer.goals
    )


@pytest.mark.parametrize("name", GOALS)
def test_every_other_goal_is_reached_with_the_keyboard_alone(visit, name):
    page = visit(getattr(W, name)())
    page.locator(".lr-goal", has_text="아직이에요.").wait_for()
    for k, (box, value) in enumerate(GOALS[name]):
        assert page.locator(".lr-goal[data-solved]").count() == 0, f"{k}걸음 만에 이루었습니다."
        reach(page, box)
        page.keyboard.press("Control+A")
        page.keyboard.type(value)
        page.keyboard.press("Enter")
    page.wait_for_selector(".lr-goal[data-solved]")
    page.get_by_role("button", name="처음 값으로").press("Enter")
    page.locator(".lr-goal", has_text="아직이에요.").wait_for()


def test_stepping_forward_and_back_moves_the_marker_and_stops_at_the_ends(visit):
    page = visit(W.CellExplorer())
    marker = page.locator("[data-at]")
    first = marker.get_attribute("x1")
    page.get_by_role("button", name="시점 앞으로").click()
    drawn(page, "시점 1에서")
    for t in range(2, 10):
        page.get_by_role("button", name="시점 뒤로").click()
        drawn(page, f"시점 {min(t, 8)}에서")
    assert marker.get_attribute("x1") != first
    assert page.locator('[data-cell="x_now.0.2"]').text_content() == "0.00"


def test_clamping_one_unit_may_not_flip_the_verb_and_clamping_twelve_does(visit):
    page = visit(W.HonorificReader())
    assert "‘찍으신다’" in said(page)
    page.get_by_role("spinbutton", name="붙들 셀 상태(+가 높임 쪽) 값").fill("-1")
    count = slider(page, "그 성분부터 붙들 성분의 수")
    count.press("ArrowRight")
    page.wait_for_function(
        "() => document.querySelector('[data-cell=\"C_now.0.3\"]').textContent === '−1.000'"
    )
    assert "‘찍으신다’" in said(page)
    count.press("End")
    drawn(page, "‘찍는다’")


def test_every_symbol_of_the_cell_is_lit_with_its_number(visit):
    dial = W.CellExplorer(t=3, unit="2", x=[2, -1, 1.5, 0, 0, 0, 0, 0])
    page = visit(dial)
    nodes = page.locator(".lr-cell [data-lit]").all()
    seen = {n.locator("text").first.text_content(): n for n in nodes}
    assert set(seen) == {"xt", "ht−1", "Ct−1", "ft", "it", "C̃t", "Ct", "ot", "tanh Ct", "ht"}
    step = dial.step()
    shown = {
        "ft": step.f,
        "it": step.i,
        "C̃t": step.C_tilde,
        "Ct": step.C,
        "ot": step.o,
        "ht": step.h,
        "Ct−1": step.C_prev,
    }
    for name, value in shown.items():
        assert seen[name].locator(".num").text_content() == lr.num(value[0, 2], 2)
        lit = float(seen[name].evaluate("e => e.style.getPropertyValue('--lit')"))
        assert abs(lit - min(abs(value[0, 2]), 1)) <= 1e-3
    before = seen["it"].locator("rect").evaluate("e => getComputedStyle(e).fillOpacity")
    page.get_by_label("i를 붙들기").check()
    page.wait_for_function("() => document.querySelector('[data-cell=\"shown.3.2\"]').textContent === '1.00'")
    assert seen["it"].locator("rect").evaluate("e => getComputedStyle(e).fillOpacity") > before
