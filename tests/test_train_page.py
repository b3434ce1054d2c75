"""쪽에서 하는 학습: 난수, 문장, 손실이 lstm_ref와 같은지 V8(Node)과 Chromium에서 본다."""

import json
import re
import shutil

import numpy as np
import pytest
from process import run

import lstm_ref as lr
from lstm_ref.experiments import honorifics
from lstm_ref.experiments.honorifics import race as race_of
from lstm_ref.sfc32 import SFC32
from lstm_ref.widgets import base

STEPS = 50
CASES = [  # 첫 모델, 둘째 모델, 거리, 시드, 망각 편향 둘, 학습률
    ("lstm", "rnn", 6, 31, [3.0, 0.0], "0.003"),
    ("rnn", "lstm", 9, 32, [0.0, -0.5], "0.01"),
    ("lstm", "rnn", 14, 4_000_000_007, [1.25, 0.0], "0.003"),
    ("orthogonal", "none", 7, 33, [0.0, 0.0], "0.001"),
]
RACE = """(data, settings, steps) => {
  const race = makeRace(data, settings), losses = [];
  race.target = steps;
  for (let said; said !== 'end' && !race.broken;) {
    said = race.work.next().value;
    if (said && race.step) losses.push(race.lanes.map(lane => lane.batchLoss));
    if (said && race.step === steps) said = 'end';
  }
  return {losses, step: race.step, broken: race.broken, read: race.read,
    lanes: race.lanes.map(({curves, said, now}) => ({curves, said, now}))};
}"""
DRAWS = """(seed, stream) => {
  const rng = sfc32(seed, stream);
  const five = draw => rng.many(5, draw);
  return [five(rng.word), five(rng.random), five(() => rng.below(7)), five(rng.normal), rng.shuffled([0, 1, 2, 3, 4, 5])];
}"""
BATCH = """(data, seed, d, opening) => {
  const batch = makeTask(data.words).batch(sfc32(seed), d, 6, opening);
  let found = batch.next();
  while (!found.done) found = batch.next();
  return found.value.list.map(s => [s.words.map(k => data.words.vocabulary[k]), s.main, s.target]);
}"""
DATA = {"words": honorifics.page_data(), "kinds": honorifics.KINDS}


def settings(first, second, d, seed, b_f, rate):
    return {"first": first, "second": second, "d": d, "b_f": b_f, "seed": seed, "rate": rate}


def in_v8(code: str, *arguments, engine: str = ""):
    """쪽의 학습 코드를 올리고 함수 하나를 부른다. Node가 있으면 Node에서, 없으면 수식을 만드는 V8에서."""
    call = f"JSON.stringify(({code})({', '.join(map(json.dumps, arguments))}))"
    text = engine or base.joined(base.TRAINING)
    if shutil.which("node"):
        done = run(["node", "--input-type=module", "-"], input=f"{text}\nconsole.log({call});")
        assert done.returncode == 0, done.stderr[-2000:]
        return json.loads(done.stdout)
    from py_mini_racer import MiniRacer

    racer = MiniRacer()
    racer.eval(text)
    return json.loads(racer.eval(call))


def worst(found, case) -> float:
    """두 쪽의 배치 손실이 가장 많이 다른 비율."""
    first, second, d, seed, b_f, rate = case
    apart = []
    for n, kind in enumerate((first, second)):
        if kind == "none":
            continue
        model, draw = honorifics.entry(kind, d, seed, b_f[n])
        ours = lr.train.fit(model, draw, seed=0, steps=STEPS, learning_rate=float(rate)).loss
        theirs = np.array(found["losses"])[:, n]
        assert ours.shape == theirs.shape and ours[-1] < ours[0]
        apart.append(np.abs(theirs / ours - 1).max())
    return max(apart)


@pytest.mark.parametrize("seed, stream", [(31, 0), (0, 1), (2**32 - 1, 2)])
def test_the_page_and_python_draw_the_same_numbers(seed, stream):
    rng = SFC32(seed, stream)
    words, *numbers, order = in_v8(DRAWS, seed, stream)
    assert words == rng._words(5)
    assert numbers[:2] == [rng.random(5).tolist(), rng.integers(7, size=5).tolist()]
    assert np.allclose(numbers[2], rng.standard_normal(5), rtol=1e-14, atol=0)
    assert order == rng.permuted(np.arange(6), axis=0).tolist()


def test_the_generator_is_even_and_refuses_what_the_page_cannot_draw():
    rng = SFC32(7)
    u, z = rng.random(40_000), rng.standard_normal(40_000)
    assert np.abs(np.histogram(u, 20, (0, 1))[0] / 2000 - 1).max() < 0.1  # 칸마다 2000, 표준 편차 44
    assert abs(np.corrcoef(u[:-1], u[1:])[0, 1]) < 0.02 and abs(z.mean()) < 0.02 and abs(z.std() - 1) < 0.02
    assert abs((z**4).mean() - 3) < 0.15
    for name in ("normal", "choice", "shuffle", "uniform", "bytes"):
        with pytest.raises(AttributeError, match=f"SFC32에는 {name}이"):
            getattr(rng, name)(3)
    for bad in (-1, 2**32, 1.5):
        with pytest.raises((TypeError, ValueError), match="seed의"):
            SFC32(bad)
    with pytest.raises(ValueError, match="마지막 축"):
        rng.permuted(np.zeros((2, 3)), axis=0)


@pytest.mark.parametrize("opening", lr.tasks.OPENINGS)
@pytest.mark.parametrize("d", [2, 5, 20, 40])
def test_the_page_and_python_draw_the_same_sentences(d, opening):
    ours = lr.tasks.sentences(SFC32(11), d, 6, opening)
    assert in_v8(BATCH, DATA, 11, d, opening) == [[list(s.words), s.main, s.target] for s in ours]


@pytest.mark.parametrize("case", CASES, ids=lambda c: f"{c[0]}-{c[1]}-{c[3]}")
def test_the_first_fifty_losses_are_those_of_fit(case):
    found = in_v8(RACE, DATA, settings(*case), STEPS)
    apart = worst(found, case)
    print(f"{case[0]}, {case[1]}, 시드 {case[3]}: 손실의 가장 큰 상대 차이 {apart:.1e}")
    assert apart <= 1e-9


def test_what_the_page_measures_is_what_python_measures():
    case = CASES[0]
    found = in_v8(RACE, DATA, settings(*case), 25)
    for kind, b_f, lane in zip(case[:2], case[4], found["lanes"]):
        ours = race_of(kind, case[2], case[3], 25, b_f=b_f, learning_rate=float(case[5]))
        for name in ("loss", "verb", "high", "reach", "forget"):
            curve = [*lane["curves"][name], lane["now"][name]]
            expected = getattr(ours, name) if lane["curves"][name] else np.array([None])
            assert np.allclose(
                np.array(curve, float), np.array(expected, float), rtol=1e-9, atol=0, equal_nan=True
            )
        for n, (k, p) in enumerate(lane["said"]):
            text, best, ours_p = honorifics.said(ours.model, case[2], n)
            assert (found["read"][n], k) == (text, best) and abs(p - ours_p) <= 1e-9


def test_a_rate_that_overflows_is_told_with_the_number_that_went_first():
    found = in_v8(RACE, DATA, settings("lstm", "rnn", 6, 31, [3.0, 0.0], "1e308"), 50)
    assert found["step"] < 50
    assert re.fullmatch(
        r"\d+걸음에서 (LSTM\(b_f = 3\)|RNN)의 수가 넘쳤습니다\. 맨 먼저 유한하지 않게 된 것은 .+입니다\(값 (NaN|−?∞)\)\. "
        r"학습을 멈추었으니 학습률을 줄이고 다시 시작하세요\.",
        found["broken"],
    ), found["broken"]


@pytest.mark.parametrize(
    "right, wrong",
    [
        ("dC[k] *= f[k];", "dC[k] *= i[k];"),
        ("(1 - tanh_C[k] * tanh_C[k])", "(1 - tanh_C[k])"),
        ("g[k] *= maxNorm / norm", "g[k] *= maxNorm"),
        ("fix * Math.sqrt(v[k]) + eps", "fix * (Math.sqrt(v[k]) + eps)"),
        ("1 - s.h[k] * s.h[k]", "1 - s.h[k]"),
    ],
)
def test_a_wrong_line_in_the_engine_is_seen(right, wrong):
    engine = base.joined(base.TRAINING)
    assert engine.count(right) == 1
    case = CASES[0]
    assert worst(in_v8(RACE, DATA, settings(*case), STEPS, engine=engine.replace(right, wrong)), case) > 1e-9


@pytest.mark.parametrize("name", ["lstmStepForward", "lstmStepBackward", "rnnStepForward", "rnnStepBackward"])
def test_a_step_of_the_engine_is_at_most_thirty_lines(name):
    text = (base.STATIC / "train.js").read_text(encoding="utf-8")
    body = re.search(rf"^export function {name}\(.*?^}}$", text, flags=re.M | re.S)[0]
    assert len(body.splitlines()) <= 30


@pytest.mark.slow
@pytest.mark.parametrize("case", CASES, ids=lambda c: f"{c[0]}-{c[1]}-{c[3]}")
def test_the_first_fifty_losses_in_chromium_are_those_of_fit(browser, case):
    page = browser.new_page()
    text = base.joined(base.TRAINING)
    call = f"(({RACE})({json.dumps(DATA)}, {json.dumps(settings(*case))}, {STEPS}))"
    found = page.evaluate(f"() => {{ {text}\nreturn JSON.parse(JSON.stringify({call})); }}")
    page.close()
    assert worst(found, case) <= 1e-9
