"""12장의 실험: 저장한 표의 한 행을 다시 돌리고, 기준선과 읽기를 따로 센 값과 견준다."""

import math

import numpy as np
import pytest

from lstm_ref import experiments, plots, tasks, train
from lstm_ref.experiments import honorifics

GRID = experiments.honorific_grid()


@pytest.fixture(scope="module")
def run():
    return experiments.honorific_run("lstm3", 10, 11, steps=120)


def test_the_stored_table_has_every_model_distance_and_seed_at_this_version():
    import lstm_ref

    found = {(r["contender"], int(r["d"]), int(r["seed"])) for r in GRID.rows}
    wanted = {(c, d, s) for c in honorifics.CONTENDERS for d in (10, 20, 30) for s in (11, 12, 13)}
    assert found == wanted and len(GRID.rows) == len(wanted)
    assert {(r["steps"], r["version"]) for r in GRID.rows} == {("1500", lstm_ref.__version__)}


def test_the_smallest_row_of_the_stored_table_comes_out_again():
    again = honorifics._row("rnn", 10, 11)
    stored = next(r for r in GRID.rows if (r["contender"], r["d"], r["seed"]) == ("rnn", "10", "11"))
    for column in ("verb", "high", "at10"):
        assert abs(float(again[column]) - float(stored[column])) <= 0.01
    assert again["learned"] == stored["learned"]


def test_writing_the_table_leaves_no_half_file(tmp_path):
    path = tmp_path / "a.tsv"
    honorifics._write(GRID.rows, path)
    assert path.read_bytes() == honorifics.STORE.read_bytes() and list(tmp_path.iterdir()) == [path]


def test_the_grid_counts_seeds_and_reads_values():
    values = GRID.values("rnn", 10)
    assert values.shape == (3,) and GRID.solved("rnn", 10) == (values >= 0.95).sum()
    with pytest.raises(ValueError, match="가운데 하나"):
        GRID.values("gru", 10)


def test_a_run_starts_at_chance_and_learns_both(run):
    assert run.at[0] == 0 and abs(run.high[0] - 0.5) < 0.2 and run.verb[0] < 0.3
    assert run.high[-1] > 0.9
    batch = honorifics.held_out(10)
    guess = train.predict(run.model, batch.x)[1].argmax(axis=1)
    assert run.high[-1] == np.mean(guess % 2 == batch.targets % 2)


def test_the_losses_are_the_logarithm_of_what_is_left():
    rows = experiments.honorific_losses().rows
    assert [row[2] for row in rows] == [f"{math.log(n):.3f}" for n in (24, 2, 1)]


def test_the_baselines_know_only_what_their_rule_knows():
    always, majority, nearest, first = experiments.honorific_baselines(20, n=1500).high
    assert abs(always - 0.5) < 0.05 and first == 1.0
    assert 0.6 < majority < 0.85 and abs(nearest - 0.5) < 0.1


def test_the_two_sentences_differ_in_the_subject_alone(run):
    reading = experiments.honorific_reading(run)
    differ = [k for k, (a, b) in enumerate(zip(*reading.words)) if a != b]
    assert len(differ) == 1 and reading.words[0][differ[0]].endswith("께서")
    last = [tasks.Sentence(tuple(w), 0, 1) for w in reading.words]
    y = train.predict(run.model, tasks.encode(last, 10).x)[1]
    p = np.exp(y) / np.exp(y).sum(axis=1, keepdims=True)
    assert np.allclose(reading.p_high[:, -1], p[:, 1::2].sum(axis=1))
    assert abs(reading.r) <= 1 and reading.C.shape == (2, len(reading.words[0]))


def test_figures_speak_and_follow_their_record(run):
    worse = run._replace(high=run.high * 0)
    assert plots.honorific_curves([run]).sentence != plots.honorific_curves([worse]).sentence
    reading = experiments.honorific_reading(run)
    other = reading._replace(p_high=1 - reading.p_high)
    assert plots.honorific_gates(reading).sentence != plots.honorific_gates(other).sentence
    fewer = experiments.HonorificGrid([r | {"high": "0.5"} for r in GRID.rows])
    assert plots.honorific_scores(GRID).sentence != plots.honorific_scores(fewer).sentence


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: experiments.honorific_run("gru", 10, 11), "가운데 하나"),
        (lambda: experiments.honorific_run("rnn", 1, 11), "2 이상"),
        (lambda: experiments.honorific_run("rnn", 10, -1), "0 이상"),
        (lambda: experiments.honorific_reading(None), "HonorificRun"),
        (lambda: experiments.honorific_examples(n=0), "1 이상"),
        (lambda: plots.honorific_curves(None), "runs의 형이 NoneType"),
    ],
)
def test_bad_settings_are_refused_in_korean(call, message):
    with pytest.raises((TypeError, ValueError), match=message):
        call()
