"""조작판을 실제 Chromium에서 쓴다: 글쇠, 끌기, 읽어 주기, 잘못 적은 수, 주소, 두 개, 퍼즐."""

import json
from urllib.parse import quote

import dialpage
import pytest

import lstm_ref as lr

pytestmark = pytest.mark.slow
W = lr.widgets


def slider(page, name):
    return page.get_by_role("slider", name=name, exact=True)


def said(page):
    return page.locator(".lr-said").first.text_content()


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
    assert status.text_content() == said(page) and "(0.99, 0.00" in status.text_content()


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
        "() => document.querySelectorAll('.lr-said')[1].textContent.includes('(2.5×10⁻³, 0.95')"
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
    ],
)
def test_a_broken_address_is_ignored_with_a_note(visit, fragment):
    page = visit(W.ForgetGate(), fragment=fragment if "%" in fragment else "#w=" + quote(fragment[3:]))
    assert page.get_by_role("alert").text_content() == "주소에 담긴 값을 읽지 못해 처음 값으로 시작합니다."
    assert said(page) == W.ForgetGate().text()


def test_a_reload_keeps_what_the_address_says(visit):
    page = visit(W.ForgetGate())
    slider(page, "망각 게이트 f 1번 성분").press("Home")
    page.wait_for_function("() => location.hash.startsWith('#w=')")
    page.reload()
    assert "(0.00, 0.90" in said(page)
    page.get_by_role("button", name="처음 값으로").click()
    page.wait_for_function("() => location.hash === ''")
    assert said(page) == W.ForgetGate().text()


SOLVED = {
    "keep": {"f": (0, 6), "i": (6, -6), "C_tilde": (3, 0), "o": (0, 0), "x": [2, 0, 0, 0, 0, 0, 0, 0]},
    "erase": {"f": (6, 6), "i": (6, -6), "C_tilde": (3, 0), "o": (0, 0), "x": [2, 0, 0, 0, -2, 0, 0, 0]},
    "replace": {"f": (6, 6), "i": (0, 0), "C_tilde": (3, 0), "o": (0, 0), "x": [2, 0, 0, 0, -2, 0, 0, 0]},
    "hide": {"f": (0, 6), "i": (6, -6), "C_tilde": (3, 0), "o": (0, -6), "x": [2, 0, 0, 0, 0, 0, 0, 0]},
    "burst": {"f": (0, 6), "i": (6, -6), "C_tilde": (3, 0), "o": (0, 0), "x": [2] * 8},
}


@pytest.mark.parametrize("puzzle", SOLVED)
def test_the_page_knows_when_a_puzzle_is_solved(visit, puzzle):
    dial = W.CellExplorer()
    page = visit(dial)
    page.get_by_label(lr.experiments.PUZZLES[puzzle][0], exact=True).check()
    drawn(page, "아직이에요.")
    weights, answer = list(dial.weights), SOLVED[puzzle]
    for layer, gate in enumerate(("f", "i", "C_tilde", "o")):
        weights[layer * 24 : layer * 24 + 6] = [0, 0, 0, 0, *answer[gate]]
    state = dial.state() | {"puzzle": puzzle, "x": answer["x"], "weights": weights}
    record = dialpage.drive(page, [state])[0]
    assert record["values"]["done"] == "예" and "이루었어요!" in record["said"]


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


def test_clamping_the_unit_flips_the_verb(visit):
    page = visit(W.HonorificReader())
    assert "‘그리신다’" in said(page)
    page.get_by_label("기억 성분을 붙들기").check()
    drawn(page, "‘그린다’")
    slider(page, "붙들 셀 상태").press("End")
    drawn(page, "‘그리신다’")
