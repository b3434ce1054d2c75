"""학습을 겨루는 조작판(12장)을 실제 Chromium에서 쓴다: 단추, 기록, 넘친 수, 쉬기, 파이썬과 오가는 매개변수."""

import csv
import io
import json
import re
from xml.etree import ElementTree

import dialpage
import numpy as np
import pytest
import traitlets

import lstm_ref as lr
from lstm_ref.experiments import honorifics
from lstm_ref.experiments.honorifics.race_store import race_record
from lstm_ref.tables import rich
from lstm_ref.widgets import base, weights

Race = lr.widgets.HonorificRace
SMALL = {"d": 5, "seed": 32}  # 빨리 끝나는 설정
STEP = "() => document.querySelector('[data-dial]').values.step"
FRAMES = "n => new Promise(done => { const go = k => (k ? requestAnimationFrame(() => go(k - 1)) : done()); go(n); })"
LAB = """async ({spec, given, steps}) => {
  const {default: dial} = await import('./dial.mjs');
  const state = {...spec.start, _spec: spec, _given: given}, calls = {};
  const model = { get: k => state[k], set: (k, v) => { state[k] = v; }, save_changes() {}, send() {}, off() {},
    on: (k, f) => { calls[k] = f; } };
  const el = document.body.appendChild(document.createElement('div'));
  const leave = dial.render({model, el});
  el.scrollIntoView(); // 보이지 않으면 쉰다
  const press = name => el.querySelector(`[data-run=${name}]`).click();
  for (let k = 1; k <= steps; k++) {
    press('step');
    while (state._run?.step !== k) await new Promise(done => setTimeout(done, 5));
  }
  leave();
  return JSON.stringify(state._run);
}"""


def press(page, name):
    page.get_by_role("button", name=name, exact=True).click()


def reached(page, step):
    page.wait_for_function(f"k => ({STEP})() >= k", arg=step)


@pytest.mark.slow
def test_the_buttons_start_stop_step_and_begin_again(visit):
    page = visit(Race(**SMALL))
    assert "아직 학습하지 않았습니다" in page.locator(".lr-said").text_content()
    press(page, "한 걸음")
    page.get_by_role("button", name="이어서 학습").wait_for()
    assert page.evaluate(STEP) == 1
    press(page, "이어서 학습")
    reached(page, 25)
    press(page, "멈추기")
    page.get_by_role("button", name="이어서 학습").wait_for()
    stopped = page.evaluate(STEP)
    assert page.get_by_role("status").text_content().startswith(f"거리 5, {stopped}걸음.")
    page.evaluate(FRAMES, 5)
    assert page.evaluate(STEP) == stopped
    values = page.evaluate("() => document.querySelector('[data-dial]').values")
    assert [len(values[k]) for k in ("high_a", "verb_b", "forget_b")] == [1 + stopped // 20] * 2 + [0]
    press(page, "학습을 처음부터")
    page.wait_for_function(f"() => ({STEP})() === 0")
    assert page.locator('[data-line="high_a.0"]').get_attribute("points") == ""


@pytest.mark.slow
def test_the_stored_run_is_shown_first_and_a_moved_knob_leaves_it(visit):
    page = visit(Race())
    assert page.locator(".lr-said").inner_html() == rich(Race().text())
    page.get_by_role("slider", name="주어에서 단서까지의 거리", exact=True).press("Home")
    page.wait_for_function("() => document.querySelector('.lr-said').textContent.includes('거리 5에서')")
    press(page, "한 걸음")
    reached(page, 1)
    page.get_by_role("slider", name="가중치와 배치의 시드", exact=True).press("ArrowRight")
    page.wait_for_function(f"() => ({STEP})() === 0")
    state = json.dumps({"HonorificRace": {"d": 5, "seed": 32}}, separators=(",", ":"))
    page.wait_for_function("want => decodeURIComponent(location.hash.slice(3)) === want", arg=state)
    press(page, "처음 값으로")
    page.wait_for_function("() => document.querySelector('.lr-said').textContent.startsWith('저장해 둔')")


@pytest.mark.slow
def test_the_saved_table_and_drawing_hold_the_run(visit):
    page = visit(Race(**SMALL))
    press(page, "기록 저장(CSV)")
    assert "저장할 기록이 없습니다" in page.get_by_role("alert").text_content()
    press(page, "학습 시작")
    reached(page, 20)
    press(page, "멈추기")
    page.get_by_role("button", name="이어서 학습").wait_for()
    with page.expect_download() as got:
        press(page, "기록 저장(CSV)")
    assert got.value.suggested_filename == "겨루기-거리5-시드32.csv"
    rows = list(csv.DictReader(io.StringIO(got.value.path().read_text(encoding="utf-8-sig"))))
    for kind, n in (("lstm", 1), ("rnn", 2)):
        ours = honorifics.race(kind, **SMALL, steps=20)
        for name in ("loss", "verb", "high", "reach"):
            theirs = [float(row[f"{name}_{n}"]) for row in rows[:2]]
            assert np.allclose(theirs, getattr(ours, name), rtol=1e-9, atol=0)
    with page.expect_download() as got:
        press(page, "그림 저장(SVG)")
    tree = ElementTree.parse(got.value.path())
    lines = [e for e in tree.iter() if e.tag.endswith("polyline")]
    assert len(lines) == 10 and all("stroke:rgb" in e.get("style") for e in lines)
    text = " ".join("".join(e.itertext()) for e in tree.iter() if e.tag.endswith("text"))
    assert "거리 5, " in text and "망각 게이트의 평균" in text


@pytest.mark.slow
def test_an_overflow_stops_the_training_and_says_which_number_went_first(visit):
    page = visit(Race(**SMALL, rate="1e308"))
    press(page, "학습 시작")
    page.locator(".lr-note", has_text="학습을 멈추었으니").wait_for()
    note = page.get_by_role("alert").text_content()
    assert re.match(r"\d+걸음에서 .+의 수가 넘쳤습니다\. 맨 먼저 유한하지 않게 된 것은 ", note), note
    page.get_by_label("0.003", exact=True).check()
    press(page, "한 걸음")
    reached(page, 1)
    assert page.locator(".lr-note").text_content() == ""


@pytest.mark.slow
def test_out_of_sight_the_training_rests_and_comes_back(visit):
    page = visit(Race(**SMALL))
    page.evaluate("() => { document.body.style.paddingBottom = '5000px'; }")
    press(page, "학습 시작")
    reached(page, 1)
    page.evaluate("() => scrollTo(0, document.body.scrollHeight)")
    page.evaluate(FRAMES, 5)
    rested = page.evaluate(STEP)
    page.evaluate(FRAMES, 30)
    assert page.evaluate(STEP) - rested <= 1  # 그리던 것 하나까지
    page.evaluate("() => scrollTo(0, 0)")
    reached(page, rested + 20)


@pytest.mark.slow
def test_a_short_distance_is_learned_in_the_page(visit):
    page = visit(Race(**SMALL, rate="0.01", second="none"))
    press(page, "학습 시작")
    page.wait_for_function("() => document.querySelector('[data-dial]').values.best >= 0.97")
    assert page.locator(".lr-goal[data-solved]").count() == 0  # 목표는 거리 30이다


@pytest.mark.slow
def test_the_page_hands_its_parameters_to_python_and_takes_them(browser, tmp_path, served):
    dial = Race(**SMALL)
    start = honorifics.entry("lstm", 5, 7, 1.0)[0]
    dial.model = start
    dialpage.build(tmp_path, [dial])
    (tmp_path / "dial.mjs").write_text(lr.widgets.base.script(), encoding="utf-8")
    page = browser.new_page()
    page.set_default_timeout(120_000)
    page.goto(f"{served(tmp_path)}/dials.html")
    dial.set_state(
        {"_run": json.loads(page.evaluate(LAB, {"spec": dial._spec, "given": dial._given, "steps": 3}))}
    )
    page.close()
    draw = honorifics.entry("lstm", **SMALL)[1]
    ours = lr.train.fit(start, draw, seed=0, steps=3).model
    assert isinstance(dial.params, lr.LSTMParams) and dial.values()["step"] == 3
    for a, b in zip([*dial.params, dial.model.W_y, dial.model.b_y], [*ours.cell, ours.W_y, ours.b_y]):
        assert np.allclose(a, b, rtol=1e-9, atol=1e-12)
    assert isinstance(dial.models[1].cell, lr.RNNParams)
    assert dial.text().startswith("거리 5, 3걸음.")


@pytest.mark.parametrize("kind", honorifics.KINDS)
def test_parameters_come_back_as_they_went(kind):
    model = honorifics.entry(kind, 5, 31)[0]
    name, text = weights.encode(model)
    again = weights.decode(name, text)
    assert type(again.cell) is type(model.cell)
    for a, b in zip([*again.cell, *again[1:]], [*model.cell, *model[1:]]):
        assert np.array_equal(a, b)


def test_before_training_the_parameters_are_those_the_page_starts_from():
    dial = Race(first="orthogonal", second="lstm", b_f=[0, -1], d=9)
    assert np.array_equal(dial.params.W_hh, honorifics.entry("orthogonal", 9, 31)[0].cell.W_hh)
    assert dial.models[1].cell.b_f[0] == -1
    with pytest.raises(TypeError, match="두 모델에 LSTM이 없습니다"):
        Race(first="rnn", second="none").step()


def test_given_parameters_replace_the_start_and_wrong_ones_are_refused():
    dial, rng = Race(first="rnn"), np.random.default_rng(5)
    dial.params = lr.init_lstm(rng, 147, 32, forget_bias=2.0)
    assert dial.first == "lstm" and dial.params.b_f[3] == 2.0 and dial._record() is None
    dial.first = "rnn"
    assert isinstance(dial.params, lr.RNNParams)
    for bad, error, message in (
        (lr.init_lstm(rng, 146, 32), ValueError, "모델의 D가 146입니다"),
        (lr.init_rnn(rng, 147, 32, dtype=np.float32), TypeError, "float32"),
        (lr.init_rnn(rng, 147, 16), ValueError, "32|16"),
        ([1.0], TypeError, "list"),
    ):
        with pytest.raises(error, match=message):
            dial.params = bad
    with pytest.raises(traitlets.TraitError, match="0.003"):
        dial.rate = "0.5"


def test_the_stored_run_is_the_one_python_makes():
    stored = honorifics.stored_race()
    state = stored["settings"]
    again = race_record(state, 20)
    assert state == Race().state() and stored["step"] >= 400 and stored["read"] == again["read"]
    for ours, theirs in zip(again["lanes"], stored["lanes"]):
        for name, curve in ours["curves"].items():
            assert np.allclose(curve, theirs["curves"][name][: len(curve)], rtol=0, atol=2e-4)


def test_the_code_on_the_page_trains_the_same_models():
    dial = Race(d=5, seed=32, b_f=[1.5, 0])
    code = dial.code().replace("steps=400", "steps=20")
    scope = {}
    exec(code.rpartition("\n")[0], scope)
    for name, kind, b_f in (("a", "lstm", 1.5), ("b", "rnn", 0.0)):
        assert np.array_equal(scope[name].high, honorifics.race(kind, **SMALL, steps=20, b_f=b_f).high)


def test_no_two_modules_use_the_same_name():
    found = re.findall(
        r"^(?:async )?(?:function\*?|const|let) +(\w+)",
        base.joined((*base.MODULES, base.STATIC / "host.js")),
        flags=re.M,
    )
    assert len(found) > 50 and len(found) == len(set(found))
