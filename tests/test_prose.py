"""본문의 문장이 코드와 이어져 있는지: 견주는 말, 몇 배, 시드의 수, 원문과 오해의 바로잡기, '말하지 않는 것'."""

import ast
import re
from types import SimpleNamespace

import build
import claims
import evidence
import prose
import pytest

LESSONS = [name for name in build.chapters() if re.match(r"\d\d-", name)]


def page(*texts):
    return [SimpleNamespace(cell_type="markdown", source=text) for text in texts]


@pytest.mark.parametrize("name", LESSONS)
def test_a_sentence_that_sounds_measured_is_tied_to_code(name):
    """본문에서 견주거나 세는 문장에는 {{…}}가 있어야 한다. 잴 것이 없으면 untied.tsv에 까닭을 적는다."""
    excused = [row["문장에서 찾을 말"] for row in prose.allowed() if row["장"] == name]
    found = [
        one for one in prose.loose(build.read(name).cells) if not any(e in one.sentence for e in excused)
    ]
    assert not found, "코드와 이어지지 않은 문장:\n" + "\n".join(f"({kind}) {text}" for kind, text in found)


def test_every_excuse_is_needed_and_gives_its_reason():
    rows = prose.allowed()
    settings = [
        row for row in rows if "설정" in row["까닭"]
    ]  # 셀보다 앞에서 말한 설정. 수를 고치면 그 줄이 쓰이지 않게 된다
    assert len(rows) - len(settings) <= 35, "표시 없이 두는 문장이 너무 많습니다. 재어서 이으세요."
    assert len(settings) <= 30, "표시 없이 두는 설정이 너무 많습니다. 셀의 변수와 이으세요."
    for row in rows:
        cells = build.read(row["장"]).cells
        hits = {
            one
            for one in prose.loose(cells) + prose.figures(cells, lambda title: set())
            if row["문장에서 찾을 말"] in one.sentence
        }
        assert 1 <= len(hits) <= 2 and len(row["까닭"]) >= 5, f"쓰이지 않는 줄: {row}"


@pytest.mark.parametrize(
    ("kind", "sentence"),
    [
        ("견줌", "LSTM이 RNN보다 빨라요."),
        ("견줌", "편향이 크면 더 오래 남아요."),
        ("견줌", "가장 느린 것은 셀 상태예요."),
        ("배수", "시간이 두 배로 늘어요."),
        ("배수", "약 300배 차이예요."),
        ("배수", "값이 절반이에요."),
        ("배수", "값이 4분의 1이에요."),
        ("시드", "다섯 시드 모두 그랬어요."),
        ("자릿수", "차이는 $10^{-7}$이에요."),
        ("정수", "먼 것을 배운 시드는 3개예요."),
        ("변화", "기울기가 사라졌어요."),
    ],
)
def test_a_measured_sound_is_heard_and_a_mark_quiets_it(kind, sentence):
    assert [one.kind for one in prose.loose(page(f"## 해석\n\n먼저 읽어요. {sentence}"))] == [kind]
    word = sentence.rstrip(".").split()[-1]
    tied = sentence.replace(word, f"{{{{{word} ? a > b}}}}")
    assert prose.loose(page(f"## 해석\n\n{tied}")) == []


@pytest.mark.parametrize(
    "text",
    [
        "## 해석\n\nLSTM이 RNN보다 빠를까요?",
        '## 해석\n\n원문은 "기울기가 더 작아졌다"고 했어요.',
        "## 해석\n\n학습하면 더 커질 수도 있어요.",
        "## 예측해 보기\n\n값이 절반이에요.",
        "## 연습문제\n\n값이 절반이에요.",
        "## 해석\n\n> **원문.** 기울기가 더 작아졌습니다.",
        "## 해석\n\n배운 성분의 수를 세요. 배치로 계산해요. 더는 없어요. 하나 더 있어요.",
    ],
)
def test_questions_quotations_and_hedges_are_not_claims(text):
    assert prose.loose(page(text)) == []


def test_sentences_keep_their_marks_and_drop_code_math_and_bullets():
    text = "- 하나예요. **둘이에요.** 셋은 {{3 = f(a ? b)}}이에요.\n\n$$x. y$$\n\n```python\na. b\n```\n| 가 | 나 |\n| 다 | 라 |"
    assert claims.sentences(text) == [
        "하나예요.",
        "**둘이에요.**",
        "셋은 {{3 = f(a ? b)}}이에요.",
        "| 가 | 나 |",
        "| 다 | 라 |",
    ]


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("네 배", 4),
        ("4분의 1", 0.25),
        ("백만 분의 일", 1e-6),
        ("절반쯤", 0.5),
        ("백 배가 넘게", 100),
        ("3개", 3),
    ],
)
def test_numbers_in_words_are_read(text, number):
    value, half = claims.read_number(text)
    assert value == pytest.approx(number) and half > 0


def test_the_two_sides_of_a_comparison_are_measured():
    claim = claims.Claim("더 커요", "?", "a > b and (c < 1).all()", None, "")
    codes = evidence.probes(claim.code, claim.kind)
    assert codes == [claim.code, "a", "b", "(c < 1).size"]
    assert evidence.measured(claim, [True, 0.12345, 2e-16, 12]) == "0.123 > 10⁻¹³ 미만, 12개 모두 참"


def test_the_settings_of_a_claim_are_followed_back_through_the_cells():
    cells = [
        SimpleNamespace(cell_type="code", metadata={}, source="a = f(seed=11)\nb = g(a)"),
        SimpleNamespace(cell_type="code", metadata={}, source="c = h(3)"),
    ]
    assert evidence.settings(cells, "b.x + 1") == ["a = f(seed=11)", "b = g(a)"]


@pytest.mark.parametrize("name", LESSONS)
def test_the_page_of_claims_lists_every_claim_of_a_lesson(name):
    cells = [cell.source for cell in build.read(name).cells if cell.cell_type == "markdown"]
    wanted = [claim for source in cells for claim in claims.find(source)]
    found = [(row["text"], row["code"], row["sentence"]) for row in evidence.stored(name)]
    assert found == [(c.text, c.code, c.sentence) for c in wanted]
    text = (build.BOOK / "claims.ipynb").read_text(encoding="utf-8")
    for row in evidence.stored(name):
        assert f"`{row['code']}`".replace('"', '\\"') in text and row["measured"] in text


def test_every_claim_and_misconception_has_its_measured_answer():
    rows = evidence.correction_rows()
    for kind, last in (("원문", 16), ("오해", 18)):
        assert {int(row["번호"]) for row in rows if row["갈래"] == kind} == set(range(1, last + 1))
    for row in rows:
        tied = [
            " ".join(claims.plain(s).split())
            for _, s in prose.statements(build.read(row["장"]).cells)
            if claims.MARK.search(s)
        ]
        assert any(row["자리"] in one for one in tied), f"{row['갈래']} {row['번호']}: “{row['자리']}”"
        assert evidence.answer_of(row) in tied


def test_a_correction_without_its_sentence_says_so_in_korean():
    with pytest.raises(ValueError, match="이어진 문장에서 찾지 못했습니다"):
        evidence.answer_of({"번호": "1", "장": "02-vanishing", "자리": "없는 말"})


@pytest.mark.parametrize("name", ["02-vanishing", "04-bptt", "11-lstm-bptt"])
def test_every_seeded_experiment_says_what_it_does_not_show(name):
    """시드를 쓰는 실험 뒤에는, 다음 절이 시작되기 전에 '말하지 않는 것'이 온다."""
    cells, waiting = build.read(name).cells, None
    for cell in cells:
        if cell.cell_type == "code":
            for call in ast.walk(ast.parse(cell.source)):
                if isinstance(call, ast.Call) and {"seed", "seeds"} & {k.arg for k in call.keywords}:
                    waiting = cell.source
            continue
        for block in re.split(r"\n(?=## )", cell.source):
            moved_on = block.startswith("## ") and not block.startswith("## 해석")
            assert not (waiting and moved_on), f"한계를 밝히지 않은 실험:\n{waiting}"
            waiting = None if "말하지 않는 것.**" in block else waiting
    assert waiting is None
