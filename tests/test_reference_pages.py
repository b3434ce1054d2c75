"""참고 쪽에는 모든 공개 이름이 있고, 설명의 글자가 표시로 바뀌지 않으며, 남은 영어 제목이 없다."""

import inspect
import re

import build
import fuzzing
import pytest
import reference

import lstm_ref as lr

PAGES = ("api", "api-experiments")


def named():
    """두 쪽에 적혀야 할 이름: `lr.` 뒤에 쓰는 꼴."""
    elsewhere = ("plots.lstm_drawing", "plots.korean")  # plots.lstm과 lr에서 부르는 이름
    for home, room in fuzzing.rooms():
        if home in elsewhere:
            continue
        yield from ((name if home == "lstm_ref" else f"{home}.{name}") for name in room.__all__)
    yield from (f"widgets.{name}" for name in lr.widgets.__all__)
    yield from ("check", "hint", "use_korean_font", "plots.Figure")


def test_every_public_name_has_its_section():
    text = "\n".join(build.source_text(page) for page in PAGES)
    titles = re.findall(r"^### (\S+)$", text, re.M)
    assert set(titles) >= {name.removeprefix("experiments.") for name in named()}
    assert len(titles) == len(set(titles))


@pytest.mark.parametrize("page", PAGES)
def test_nothing_english_or_of_this_machine_is_left(page):
    text = build.source_text(page)
    assert "<!-- 참고" not in text and str(build.ROOT) not in text and " at 0x" not in text
    assert not re.search(r"Parameters|Returns|Raises|Examples|PosixPath|<function|<class", text)
    sections = re.split(r"^### ", text, flags=re.M)[1:]
    assert not [s.splitlines()[0] for s in sections if not re.search("[가-힣]", s)]


def test_letters_that_markdown_would_read_stay_letters():
    def formula(W_f, *, big=tuple(range(40))):
        """h_{t−1} * W_f < $1 | `W_f*x` [z].

        매개변수
        --------
        W_f : 행렬
            (H, D)
        big : 목록
        """

    text = reference.entry("lstm_ref.train.formula", formula)
    assert text.startswith("### train.formula\n\n```python\nlr.train.formula(W_f, *, big=...)\n```")
    assert r"h\_\{t−1\} \* W\_f \< \$1 \| `W_f*x` \[z\]." in text
    assert "- `W_f`: 행렬 (H, D)\n- `big`: 목록" in text


def test_a_changed_description_makes_the_page_stale(monkeypatch):
    before = build.source_sha("api")
    monkeypatch.setattr(lr.sigmoid, "__doc__", "다른 설명.")
    assert build.source_sha("api") != before


def test_a_class_is_called_as_its_own_init_says():
    """3.11.2의 inspect.signature는 바탕 형의 `__new__`를 먼저 보아, 같은 원문이 파이썬마다 다른 쪽이 되었다."""

    class Base:
        def __new__(cls, *args, **kwargs):
            return super().__new__(cls)

    class Dial(Base):
        __signature__ = inspect.signature(Base.__new__)  # 3.11.2가 고르는 것

        def __init__(self, *, size=3, **state):
            pass

    assert reference.call("lr.Dial", Dial) == "lr.Dial(*, size=3, **state)"
    assert reference.call("lr.Base", type("Empty", (), {})) == "lr.Base()"


def test_words_in_an_example_are_words_and_its_conversation_is_one():
    doc = "첫 줄.\n\n예\n--\n절반이\n된다.\n\n>>> 1 / 2\n0.5\n\n>>> 2\n2\n\n또 다른 말.\n>>> 3\n3\n"
    lead, title, *rest = reference.body(doc)
    assert (lead, title) == ("첫 줄.", "**예**")
    assert rest == [
        "절반이 된다.", "```pycon\n>>> 1 / 2\n0.5\n\n>>> 2\n2\n```", "또 다른 말.", "```pycon\n>>> 3\n3\n```"
    ]  # fmt: skip
    for page in PAGES:
        blocks = re.findall(r"```(\w*)\n(.*?)```", build.source_text(page), re.S)
        assert {kind for kind, _ in blocks} == {"python", "pycon"}
        assert all((kind == "pycon") == code.startswith(">>>") for kind, code in blocks)


@pytest.mark.parametrize("name", build.chapters())
def test_every_block_of_code_says_its_language(name):
    fences = re.findall(r"^```(.*)$", build.source_text(name), re.M)
    assert "" not in fences[::2] and set(fences[1::2]) <= {""}
