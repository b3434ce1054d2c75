"""높임말 일치 과제: 조사, 높임, 거리, 우연 수준을 문장마다 확인한다."""

import numpy as np
import pytest

from lstm_ref import tasks

FINAL = {"이": True, "가": False, "을": True, "를": False, "은": True, "는": False}
SENTENCES = [tasks.sentence(np.random.default_rng(k), 2 + k % 34) for k in range(600)]


def batchim(syllable):
    """받침을 유니코드 순서가 아니라 자모 분해로 따로 구한다."""
    import unicodedata

    return len(unicodedata.normalize("NFD", syllable)) == 3


@pytest.mark.parametrize("word", [w for w in tasks.VOCABULARY if w[-1] in "을를"] + [
    tasks.subject(n) for n in tasks.PLAIN
])  # fmt: skip
def test_every_particle_agrees_with_the_final_consonant(word):
    assert batchim(word[-2]) == FINAL[word[-1]]


def test_only_honorific_nouns_take_the_honorific_particle():
    assert all(tasks.subject(n).endswith("께서") for n in tasks.HIGH)
    assert not any(tasks.subject(n).endswith("께서") for n in tasks.PLAIN)
    assert not set(tasks.HIGH) & set(tasks.PLAIN) and len(tasks.HIGH) == len(tasks.PLAIN) == 12


def test_no_verb_is_honoured_twice_and_all_forms_differ():
    assert len(set(tasks.FORMS)) == 24 and len({cue for cue, _, _ in tasks.VERBS}) == 12
    for form in tasks.FORMS[1::2]:
        assert form.count("시") + form.count("신") == 1 and not form.startswith(("드시신", "주무시신"))
    assert not any("신" in form for form in tasks.FORMS[0::2])


def test_the_subject_stands_d_words_before_the_cue():
    for k, s in enumerate(SENTENCES):
        d = 2 + k % 34
        main = len(s.words) - 1 - d
        assert main in (0, 1) and s.words[main] in {tasks.subject(n) for n in tasks.HIGH + tasks.PLAIN}
        assert s.words[main].endswith("께서") == bool(s.high)
        assert s.words[-1] == tasks.VERBS[s.verb][0]
        assert main == 0 or s.words[0] in tasks.ADVERBIALS


def test_clauses_agree_within_themselves_and_no_word_of_a_sentence_repeats():
    high = {h for _, h, _ in tasks.CLAUSES}
    for s in SENTENCES:
        for before, word in zip(s.words, s.words[1:]):
            if word in {p for p, _, _ in tasks.CLAUSES} | high:
                assert before.endswith("께서") == (word in high)
        nouns = [w for w in s.words if w.endswith(("께서", "이", "가")) and w in tasks.VOCABULARY[:24]]
        assert len(nouns) == len(set(nouns))
        adverbials = [w for w in s.words if w in tasks.ADVERBIALS]
        assert len(adverbials) == len(set(adverbials))


def test_the_level_of_the_clauses_says_nothing_about_the_subject():
    rng = np.random.default_rng(5)
    found = [(s.high, w.endswith("께서")) for s in (tasks.sentence(rng, 20) for _ in range(1500))
             for w in s.words[2:] if w in tasks.VOCABULARY[:24]]  # fmt: skip
    subject, clause = np.array(found, float).T
    assert abs(np.corrcoef(subject, clause)[0, 1]) < 0.05


def test_a_batch_is_one_hot_and_starts_with_zeros_where_there_is_no_adverb():
    rng = np.random.default_rng(3)
    sentences = [tasks.sentence(rng, 6) for _ in range(40)]
    x, targets = tasks.encode(sentences, 6)
    assert x.shape == (8, 40, len(tasks.VOCABULARY)) and set(np.unique(x)) == {0.0, 1.0}
    for b, s in enumerate(sentences):
        read = [tasks.VOCABULARY[k] for k in x[:, b].argmax(axis=1)]
        assert tuple(read[8 - len(s.words) :]) == s.words
        assert x[0, b].sum() == (len(s.words) == 8) and (x[1:, b].sum(axis=1) == 1).all()
        assert tasks.FORMS[targets[b]] == s.text.split()[-1].rstrip(".")


def test_accuracy_scores_the_verb_and_its_level_apart():
    y = np.eye(24)[[0, 1, 2, 23]]
    assert tasks.accuracy(y, np.array([0, 0, 4, 22])) == (0.75, 0.5)


@pytest.mark.parametrize(
    ("rng", "d", "message"),
    [
        (None, 5, "난수 생성기"),
        (np.random.default_rng(0), 1, "2 이상"),
        (np.random.default_rng(0), 2.0, "정수"),
        (np.random.default_rng(0), tasks.LONGEST + 1, "안에 있어야"),
    ],
)
def test_bad_settings_are_refused_in_korean(rng, d, message):
    with pytest.raises((TypeError, ValueError), match=message):
        tasks.sentence(rng, d)
