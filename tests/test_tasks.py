"""높임말 일치와 더하기 과제: 문장의 규칙을 틀마다, 뽑은 문장마다 확인한다."""

import unicodedata

import numpy as np
import pytest

from lstm_ref import tasks
from lstm_ref.tasks import words

FINAL = {"이": True, "가": False, "을": True, "를": False}
DRAWN = [
    (d, opening, s)
    for k, d in enumerate([2, 3, 4, 5, 6, 7, 8, 9, 10, 13, 20, 30, 40, 80])
    for opening in tasks.OPENINGS
    for s in tasks.sentences(np.random.default_rng([k, opening]), d, 60, opening)
]
NOMINATIVES = {words.subject(n) for n in words.HIGH + words.PLAIN}
PLAIN_FORMS, HIGH_FORMS = ({c[k] for c in words.CLAUSES} for k in (0, 1))


def batchim(syllable):
    """받침을 유니코드 순서가 아니라 자모 분해로 따로 구한다."""
    return len(unicodedata.normalize("NFD", syllable)) == 3


def test_more_than_two_thousand_sentences_are_read():
    assert len(DRAWN) > 2000


@pytest.mark.parametrize("word", [w for w in tasks.VOCABULARY if w[-1] in "을를"] + [
    words.subject(n) for n in words.PLAIN
])  # fmt: skip
def test_every_particle_agrees_with_the_final_consonant(word):
    assert batchim(word[-2]) == FINAL[word[-1]]


def test_only_honorific_nouns_take_the_honorific_particle():
    assert all(words.subject(n).endswith("께서") for n in words.HIGH)
    assert not any(words.subject(n).endswith("께서") for n in words.PLAIN)
    assert not set(words.HIGH) & set(words.PLAIN) and len(words.HIGH) == len(words.PLAIN) == 20


def test_no_verb_is_honoured_twice_and_all_forms_differ():
    assert len(set(tasks.FORMS)) == 24 and len({cue for cue, _, _ in words.VERBS}) == 12
    for form in tasks.FORMS[1::2]:
        assert form.count("시") + form.count("신") == 1 and not form.startswith(("드시신", "주무시신"))
    assert not any("신" in form for form in tasks.FORMS[0::2])


def test_every_clause_frame_has_a_plain_and_an_honorific_form_of_one_verb():
    for plain, high, rest in words.CLAUSES:
        assert plain.endswith("준") and high == plain[:-1] + "주신" and len(rest.split()) == 2
        assert rest.split()[0][-1] in "을를" and rest.endswith("고")
    assert len({rest for _, _, rest in words.CLAUSES}) == len(words.CLAUSES) == 20


def test_words_that_are_kept_apart_are_words_of_the_task():
    known = set(tasks.VOCABULARY)
    for left, right in words.APART.items():
        assert {left, *right.split()} <= known


def test_the_subject_stands_d_words_before_the_cue_and_after_its_opening():
    for d, opening, s in DRAWN:
        assert s.main == opening and len(s.words) == opening + d + 1
        assert s.words[s.main] in NOMINATIVES and s.words[s.main].endswith("께서") == bool(s.high)
        assert s.words[-1] == words.VERBS[s.verb][0]
        assert opening != 1 or s.words[0] in words.TIME


def test_adverbs_come_one_a_class_in_order_and_last_before_the_cue():
    for _, opening, s in DRAWN:
        said = [w for w in s.words if w in words.ADVERBIALS]
        classes = [next(k for k, c in enumerate(words.CLASSES) if w in c) for w in said]
        assert classes == sorted(set(classes))
        inner = said[opening == 1 :]
        assert list(s.words[len(s.words) - 1 - len(inner) : -1]) == inner


def test_no_two_words_of_a_sentence_are_kept_apart():
    for _, _, s in DRAWN:
        free = [w for w in s.words if w in words.APART]
        for word in free:
            assert not set(words.APART[word].split()) & set(s.words), s.text


def test_at_most_one_object_is_honoured_and_never_by_a_child():
    frames = [tuple(o.split()) for o in words.OBJECT_HIGH]
    for _, _, s in DRAWN:
        found = [f for f in frames if any(s.words[k : k + len(f)] == f for k in range(len(s.words)))]
        assert len(found) <= 1
        assert not found or not s.words[s.main].startswith(words.CHILDLIKE)


def test_clauses_agree_within_themselves_and_only_groups_are_free():
    for _, _, s in DRAWN:
        for before, word in zip(s.words, s.words[1:]):
            if word in PLAIN_FORMS | HIGH_FORMS:
                assert before in NOMINATIVES or before in words.GROUPS
                assert before in words.GROUPS or before.endswith("께서") == (word in HIGH_FORMS), s.text
    groups = [b for _, _, s in DRAWN for a, b in zip(s.words, s.words[1:]) if a in words.GROUPS]
    assert abs(np.mean([w in HIGH_FORMS for w in groups]) - 0.5) < 0.03


def test_only_the_subject_is_a_nominative_without_an_adnominal_behind_it():
    for _, _, s in DRAWN:
        alone = [
            k
            for k, w in enumerate(s.words)
            if w in NOMINATIVES and s.words[k + 1] not in PLAIN_FORMS | HIGH_FORMS
        ]
        assert alone == [s.main]


def test_no_noun_object_or_adverb_repeats_up_to_distance_eighty():
    for _, _, s in DRAWN:
        said = [w for w in s.words if w in NOMINATIVES or w in words.ADVERBIALS or w[-1] in "을를"]
        assert len(said) == len(set(said)), s.text


def test_the_level_of_the_clauses_says_nothing_about_the_subject():
    rng = np.random.default_rng(5)
    pairs = [
        (s.high, w.endswith("께서"))
        for s in tasks.sentences(rng, 20, 1500, 4)
        for k, w in enumerate(s.words)
        if w in NOMINATIVES and k != s.main
    ]
    subject, clause = np.array(pairs, float).T
    assert abs(np.corrcoef(subject, clause)[0, 1]) < 0.04


@pytest.mark.parametrize("opening", tasks.OPENINGS)
def test_words_around_the_subject_say_nothing_about_its_level(opening):
    found = tasks.sentences(np.random.default_rng(6), 10, 6000, opening)
    high = np.array([s.high for s in found], bool)
    assert abs(high.mean() - 0.5) < 0.03
    free = set(tasks.VOCABULARY) - NOMINATIVES
    count = lambda chosen: np.array(  # noqa: E731
        [sum(w in s.words for s, c in zip(found, chosen) if c) for w in sorted(free)]
    )
    a, b = count(high) / high.sum(), count(~high) / (~high).sum()
    assert np.abs(a - b).max() < 0.045  # 표준 오차는 0.013까지다


def test_a_batch_is_one_hot_and_holds_no_padding():
    found = tasks.sentences(np.random.default_rng(3), 6, 40, 4)
    x, targets = tasks.encode(found)
    assert x.shape == (11, 40, len(tasks.VOCABULARY)) and (x.sum(axis=2) == 1).all()
    for b, s in enumerate(found):
        assert tuple(tasks.VOCABULARY[k] for k in x[:, b].argmax(axis=1)) == s.words
        assert tasks.FORMS[targets[b]] == s.text.split()[-1].rstrip(".")


def test_batches_start_the_sentence_in_three_ways():
    rng = np.random.default_rng(4)
    assert {len(tasks.honorific_batch(rng, 5, 2).x) for _ in range(40)} == {6, 7, 10}


def test_accuracy_scores_the_verb_and_its_level_apart():
    y = np.eye(24)[[0, 1, 2, 23]]
    assert tasks.accuracy(y, np.array([0, 0, 4, 22])) == (0.75, 0.5)


def test_adding_marks_one_number_in_each_half():
    x, y = tasks.adding_batch(np.random.default_rng(5), 9, 200)
    assert ((x[:4, :, 1].sum(axis=0) == 1) & (x[4:, :, 1].sum(axis=0) == 1)).all()
    assert np.allclose(y[:, 0], (x[..., 0] * (x[..., 1] > 0)).sum(axis=0)) and x[..., 0].max() < 1
    assert abs(np.mean((y - 1) ** 2) - 1 / 6) < 0.04  # 늘 1이라고 답할 때


def test_poems_are_told_with_their_authors_and_split_by_poem():
    found = tasks.read_poems()
    assert len(found) == 16 and {p.use for p in found} == {"학습", "검증", "시험"}
    for p in found:
        assert int(p.author[-5:-1]) <= 1945 and p.text.strip() in tasks.poem_text(p.use)
    for use in ("학습", "검증", "시험"):
        text = tasks.poem_text(use)
        assert tasks.from_jamo("".join(tasks.JAMO[k] for k in tasks.poem_codes(text))) == text


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: tasks.sentences(None, 5, 1, 0), "난수 생성기"),
        (lambda: tasks.sentences(np.random.default_rng(0), 1, 1, 0), "2 이상"),
        (lambda: tasks.sentences(np.random.default_rng(0), 2.0, 1, 0), "정수"),
        (lambda: tasks.sentences(np.random.default_rng(0), 201, 1, 0), "안에 있어야"),
        (lambda: tasks.sentences(np.random.default_rng(0), 5, 1, 2), "0, 1, 4 가운데"),
        (
            lambda: tasks.encode(
                [s for o in (0, 1) for s in tasks.sentences(np.random.default_rng(0), 5, 1, o)]
            ),
            "길이",
        ),
        (lambda: tasks.adding_batch(np.random.default_rng(0), 1), "2 이상"),
        (lambda: tasks.poem_text("모두"), "가운데 하나"),
        (lambda: tasks.poem_codes("abc"), "시에 없는 글자"),
    ],
)
def test_bad_settings_are_refused_in_korean(call, message):
    with pytest.raises((TypeError, ValueError), match=message):
        call()
