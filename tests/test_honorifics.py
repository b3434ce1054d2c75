"""12장의 실험: 학습 한 번, 기준선, 통계, 셀 안을 따로 센 값과 견준다."""

import math
import re
from itertools import combinations

import numpy as np
import pytest

from lstm_ref import experiments, plots, tasks, train
from lstm_ref.experiments import honorifics
from lstm_ref.experiments.honorifics.runs import held_out, score, validation

GRID = honorifics.grid()


@pytest.fixture(scope="module")
def run():
    return honorifics.run("lstm3", 4, 41, steps=250, probes=(0, 250))


def test_a_run_starts_at_chance_and_learns_both(run):
    assert run.at[0] == 0 and abs(run.high[0] - 0.5) < 0.2 and run.verb[0] < 0.3
    assert run.high[-1] > 0.9 and run.verb[-1] > 0.9 and len(run.loss) == 250
    guess = [train.predict(run.model, b.x)[1].argmax(axis=1) % 2 == b.targets % 2 for b in validation(4)]
    assert run.high[-1] == pytest.approx(np.mean(guess)) and run.inverted[-1] == np.mean(guess[2])


def test_the_same_seed_gives_the_same_run_and_training_stops_when_it_is_good():
    a, b = (honorifics.run("rnn", 3, 41, steps=600, every=50, until_good=True, quiet=True) for _ in range(2))
    assert a.at.tolist() == b.at.tolist() and np.array_equal(a.loss, b.loss)
    assert a.at[-1] < 600 and min(a.verb[-1], a.high[-1]) > 0.99 >= min(a.verb[-2], a.high[-2])


def test_papers_of_one_distance_share_no_sentence():
    seen = [
        {x.tobytes() for b in sheets for x in b.x.swapaxes(0, 1)} for sheets in (validation(20), held_out(20))
    ]
    assert not seen[0] & seen[1] and len(seen[1]) == 600


def test_reach_is_the_ratio_of_two_gradients_by_central_differences(run):
    batch = held_out(4, each=3)[0]

    def slope(t):
        total = 0.0
        for b in range(3):
            for k in range(batch.x.shape[2]):
                ends = []
                for e in (1e-5, -1e-5):
                    x = batch.x.copy()
                    x[t, b, k] += e
                    ends.append(train.softmax_cross_entropy(train.predict(run.model, x)[1], batch.targets)[0])
                total += ((ends[0] - ends[1]) / 2e-5) ** 2
        return math.sqrt(total)

    assert honorifics.reach(run.model, batch, 4) == pytest.approx(slope(-5) / slope(-1), rel=1e-4)


def test_contenders_differ_in_what_their_names_say():
    from lstm_ref.experiments.honorifics.runs import start

    for key, b_f in (("lstm0", 0), ("lstm1", 1), ("lstm3", 3), ("lstm5", 5), ("pytorch1", 1)):
        assert (start(key, 41)[0].cell.b_f == b_f).all()
    cell = start("pytorch1", 41)[0].cell
    assert 0.17 < abs(cell.W_i).max() <= 1 / math.sqrt(32) and abs(cell.b_i).max() > 0
    W = start("orthogonal", 41)[0].cell.W_hh
    assert np.allclose(W @ W.T, np.eye(32)) and start("rnn", 41, "float32")[0].cell.W_hh.dtype == np.float32


def test_the_losses_are_the_logarithm_of_what_is_left():
    rows = honorifics.losses().rows
    assert [row[2] for row in rows] == [f"{math.log(n):.3f}" for n in (24, 2, 1)]


def test_the_baselines_know_only_what_their_rule_knows():
    base = honorifics.baselines((20,), n=1500)
    assert (
        abs(base.at("늘 높임", 20) - 0.5) < 0.05 and base.at("바로 뒤가 관형어가 아닌 주격 어절", 20) == 1.0
    )
    assert abs(base.at("다수결(주어를 빼고)", 20) - 0.5) < 0.05 < base.at("주격 어절의 다수결", 20) - 0.6
    assert 0.85 < base.at("맨 앞 주격 어절", 20) < 0.96
    assert base.at("순서를 버린 선형 규칙(4000문장으로 맞춤)", 20) < 0.9


def test_fisher_counts_every_way_to_draw():
    def counted(k1, n1, k2, n2):
        total = k1 + k2
        ways = list(combinations(range(n1 + n2), total))
        found = [sum(i < n1 for i in way) for way in ways]
        share = [found.count(k) for k in found]
        return sum(s <= found.count(k1) for s in share) / len(ways)

    for case in ((5, 6, 1, 5), (3, 3, 0, 3), (2, 7, 4, 6), (0, 4, 0, 4)):
        assert honorifics.fisher(*case) == pytest.approx(counted(*case))


def test_wilson_ends_are_where_the_score_test_turns():
    for k, n in ((0, 7), (3, 7), (7, 7), (12, 40)):
        for end in honorifics.wilson(k, n):
            if 0 < end < 1:
                assert abs(k - n * end) == pytest.approx(1.959963985 * math.sqrt(n * end * (1 - end)))


def test_the_grid_counts_seeds_and_compares():
    values = GRID.values("rnn", 10)
    assert values.shape == (7,) and GRID.solved("rnn", 10) == (values >= 0.97).sum()
    found = GRID.compare("rnn", "lstm3", 20)
    assert found.p == honorifics.fisher(found.counts[0], 7, found.counts[1], 7)
    assert found.apart == (found.p < 0.05)
    with pytest.raises(ValueError, match="가운데 하나"):
        GRID.values("gru", 10)
    with pytest.raises(ValueError, match="행이 없습니다"):
        GRID.values("rnn", 80)


def test_the_two_sentences_differ_in_the_subject_alone(run):
    reading = honorifics.reading(run, seed=41)
    differ = [k for k, (a, b) in enumerate(zip(*reading.words)) if a != b]
    assert differ == [reading.main] and reading.words[0][reading.main].endswith("께서")
    x = tasks.encode([tasks.Sentence(tuple(w), reading.main, 0, 1) for w in reading.words]).x
    y = train.predict(run.model, x)[1]
    p = np.exp(y) / np.exp(y).sum(axis=1, keepdims=True)
    assert np.allclose(reading.p_high[:, -1], p[:, 1::2].sum(axis=1))
    assert (abs(reading.r) <= 1).all() and abs(reading.r[reading.unit]) == abs(reading.r).max()


def test_clamping_no_unit_changes_nothing_and_all_units_turn_the_answer(run):
    found = honorifics.clamping(run, units=(0, 32))
    plain = score(run.model, held_out(4))
    assert found.high[0] == pytest.approx(plain.high) and found.verb[0] == pytest.approx(plain.verb)
    assert found.high[1] < 0.5 and found.random[1] == found.high[1]


def test_padding_with_nothing_is_the_plain_score_and_zeros_move_the_state(run):
    found = honorifics.padding(run, counts=(0, 20))
    assert found.front[0] == found.back[0] == tasks.Accuracy(*score(run.model, held_out(4))[:2])
    assert found.back[20].verb < 0.9


def test_figures_speak_and_follow_their_record(run):
    worse = run._replace(high=run.high * 0)
    assert plots.honorifics.curves([run]).sentence != plots.honorifics.curves([worse]).sentence
    reading = honorifics.reading(run)
    other = reading._replace(p_high=1 - reading.p_high)
    assert plots.honorifics.gates(reading).sentence != plots.honorifics.gates(other).sentence
    fewer = honorifics.HonorificGrid([r._replace(high=0.5, at10=0.1, reach0=9.0) for r in GRID.rows])
    for draw in (plots.honorifics.scores, plots.honorifics.away, plots.honorifics.reached):
        assert draw(GRID).sentence != draw(fewer).sentence
    poem = experiments.poems.run(H=4, steps=2, every=1)
    assert "비트" in plots.poems.learning(poem).sentence


def test_the_ngram_is_a_probability_and_cannot_be_beaten_by_forgetting_its_counts():
    from lstm_ref.experiments.poems import K, _ngram

    for before in ((), (3,), (3, 5), tuple(tasks.poem_codes("나는")), (0, 0, 0)):
        assert sum(_ngram(before, c) for c in range(K)) == pytest.approx(1)
    assert experiments.poems.ngram_bits(5, "학습") < experiments.poems.ngram_bits(2, "학습")


def test_the_poem_model_learns_and_its_bits_are_the_losses():
    from lstm_ref.experiments.poems import K, _bits, _step

    found = experiments.poems.run(H=16, steps=60, every=30)
    assert found.train[-1] < found.train[0] - 1 and found.best in found.at.tolist()
    codes = tasks.poem_codes(tasks.poem_text("시험"))
    h, C, total, last = np.zeros((1, 16)), np.zeros((1, 16)), 0.0, tasks.JAMO.index("\n")
    from lstm_ref import lstm_step

    for code in codes:
        step = lstm_step(found.model.cell, np.eye(K)[[last]], h, C)
        h, C, last = step.h, step.C, code
        y = h[0] @ found.model.W_y.T + found.model.b_y
        total += np.log2(np.exp(y).sum()) - y[code] / np.log(2)
    assert _bits(found.model, "시험") == pytest.approx(total / len(tasks.poem_text("시험")))
    x, targets = np.eye(K)[codes[:6]][:, None], codes[1:7][:, None]
    grads, _, _ = _step(found.model, x, targets, np.zeros((1, 16)), np.zeros((1, 16)))

    def loss(W):
        h = train.lstm_forward(found.model.cell, x).h[:, 0]
        return train.softmax_cross_entropy(h @ W.T + found.model.b_y, targets[:, 0])[0]

    W, nudge = found.model.W_y, np.zeros_like(found.model.W_y)
    nudge[targets[2, 0], 5] = 1e-5
    assert grads.W_y[targets[2, 0], 5] == pytest.approx((loss(W + nudge) - loss(W - nudge)) / 2e-5, rel=1e-4)


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: honorifics.run("gru", 10, 41), "가운데 하나"),
        (lambda: honorifics.run("rnn", 1, 41), "2 이상"),
        (lambda: honorifics.run("rnn", 201, 41), "안에 있어야"),
        (lambda: honorifics.run("rnn", 10, -1), "0 이상"),
        (lambda: honorifics.run("rnn", 10, 1.5), "정수"),
        (lambda: honorifics.run("rnn", 10, 41, dtype="float16"), "가운데 하나"),
        (lambda: honorifics.reading(None), "HonorificRun"),
        (lambda: honorifics.clamping(honorifics.run("rnn", 3, 41, steps=1)), "LSTMParams"),
        (lambda: honorifics.padding(None), "HonorificRun"),
        (lambda: honorifics.wilson(3, 2), "이하"),
        (lambda: honorifics.fisher(3, 2, 0, 2), "이하"),
        (lambda: GRID.kept("lstm3", 20, 11), "가운데 하나"),
        (lambda: experiments.poems.run(H=0), "1 이상"),
        (lambda: experiments.poems.ngram_bits(-1), "0 이상"),
        (lambda: experiments.poems.sample(None), "PoemRun"),
        (lambda: experiments.adding.grid().cell("gru", 20), "가운데 하나"),
        (lambda: plots.honorifics.curves(None), "runs의 형이 NoneType"),
    ],
)
def test_bad_settings_are_refused_in_korean(call, message):
    with pytest.raises((TypeError, ValueError), match=message):
        call()


def test_numbers_on_coloured_cells_are_big_enough_and_keep_their_ink_on_a_dark_page():
    from page import figures

    svg = plots.honorifics.away(honorifics.grid()).svg
    styles = [style for style, _ in re.findall(r'<text style="([^"]*)"[^>]*>(\.\d\d|1)</text>', svg)]
    inks = {re.search(r"fill: (#\w+)|$", style)[1] for style in styles}
    assert len(styles) > 60 and min(float(re.search(r"([\d.]+)px", style)[1]) for style in styles) >= 11
    assert inks == {"#fefefe", "#010101"} and not inks & set(figures.PAINTS)  # 쪽의 색으로 바뀌지 않는다


def test_a_median_lies_inside_the_range_written_beside_it():
    """자릿수를 달리 적으면 1.3 (0.7–1)처럼 가운데 값이 범위 밖에 놓인다."""
    cells = [cell for row in honorifics.grid().reached(20).rows for cell in row[1:] if cell != "–"]
    power = str.maketrans("⁻⁰¹²³⁴⁵⁶⁷⁸⁹", "-0123456789")
    for cell in cells:
        middle, low, high = (
            float(v.replace("×10", "e").translate(power)) for v in re.split(r" \(|–|\)", cell)[:3]
        )
        assert low <= middle <= high, cell
    assert len(cells) > 20
