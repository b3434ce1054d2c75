"""만드는 도구: 같은 원문은 같은 노트북, 멈출 때는 어디서 멈췄는지 말하기."""

import build
import nbformat
import pytest

pytestmark = pytest.mark.slow  # 커널을 띄운다


@pytest.fixture
def desk(tmp_path, monkeypatch):
    """원문 하나를 두고 만들어 보는 책상."""
    (tmp_path / "src").mkdir()
    monkeypatch.setattr(build, "BOOK", tmp_path)

    def write(*cells):
        body = "\n\n".join(
            f"```{{code-cell}} ipython3\n{cell[1:]}\n```" if cell[0] == ">" else cell for cell in cells
        )
        (tmp_path / "src" / "장.md").write_text("# 장\n\n" + body + "\n", encoding="utf-8")
        return tmp_path / "장.ipynb"

    return write


def test_the_same_source_gives_the_same_bytes(desk):
    path = desk(
        ">import lstm_ref as lr\nlr.Table('표', ['이름', '값'], [['a', 0.5]])", "값은 {{0.5 = 1 / 2}}예요."
    )
    build.build("장", path.parent)
    first = path.read_bytes()
    build.build("장", path.parent)
    assert path.read_bytes() == first
    assert [c.cell_type for c in nbformat.reads(first.decode(), 4).cells] == [
        "code",
        "markdown",
        "code",
        "markdown",
    ]
    assert "값은 0.5예요." in first.decode() and "{{" not in first.decode()
    assert not list(path.parent.glob(".*.partial"))


def test_words_that_arrive_in_pieces_are_stored_as_one(desk):
    path = desk(">print('앞', end='', flush=True)\nprint(' 뒤')")
    build.build("장", path.parent)
    (output,) = nbformat.read(path, 4).cells[-1].outputs
    assert output.text == "앞 뒤\n"


def test_an_error_names_the_chapter_and_the_cell_and_writes_nothing(desk):
    path = desk(">아니 = 1\n없는_이름")
    with pytest.raises(build.BuildError, match="(?s)장: 셀이 오류로.*없는_이름"):
        build.build("장", path.parent)
    assert not path.exists()


def test_writing_to_stderr_stops_the_build(desk):
    path = desk(">import sys\nprint('경고', file=sys.stderr)")
    with pytest.raises(build.BuildError, match="(?s)장: .*stderr.*경고"):
        build.build("장", path.parent)


def test_a_false_number_stops_the_build(desk):
    path = desk(">x = 0.25", "값은 {{0.5 = x}}예요.")
    with pytest.raises(build.BuildError, match="(?s)본문의 수는 0.5.*계산한 값은 0.25"):
        build.build("장", path.parent)


def test_an_unknown_chapter_is_refused_with_the_known_ones(capsys):
    with pytest.raises(SystemExit):
        build.main(["없는-장"])
    assert "01-rnn" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("값은 {{0.5=x}}예요.", "장: 표시를 읽지 못했습니다.*띄우고"),
        ("값은 {{0.5 = x}예요.", "장: 표시를 읽지 못했습니다"),
        ("값은 {{0.5 = x ± 약간}}예요.", "장: 허용 오차가 수가 아니라 '약간'입니다"),
        ("값은 {{크다 = x}}예요.", "값은 크다예요.*견주지 못했습니다.*수를 찾지 못했습니다"),
        ("값은 {{0.5 = 없는_이름}}예요.", "주장의 식을 재지 못했습니다.*NameError.*값은 0.5예요"),
    ],
)
def test_a_broken_mark_names_the_chapter_and_the_sentence(desk, text, words):
    path = desk(">x = 0.5", text)
    with pytest.raises(build.BuildError, match=f"(?s){words}"):
        build.build("장", path.parent)


def test_an_edited_notebook_is_kept_before_it_is_made_again(desk, capsys):
    path = desk(">x = 0.5", "값은 {{0.5 = x}}예요.")
    build.build("장", path.parent)
    assert not (path.parent / "saved").exists()
    path.write_text(path.read_text(encoding="utf-8").replace("x = 0.5", "x = 7  # 나의 답"), encoding="utf-8")
    build.build("장", path.parent)
    (kept,) = (path.parent / "saved").glob("장.*.ipynb")
    assert "나의 답" in kept.read_text(encoding="utf-8") and "나의 답" not in path.read_text(encoding="utf-8")
    assert "남겨 두었습니다" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("spoil", "words"),
    [
        (lambda raw: raw[: len(raw) // 2], "JSON으로 읽히지"),
        (lambda raw: "", "비어 있습니다"),
        (lambda raw: raw.replace('"cells"', '\n<<<<<<< HEAD\n"cells"', 1), "합치다 만"),
        (lambda raw: raw.replace('"lstm_book"', '"colab"'), "다시 저장한"),
        (lambda raw: raw.replace("x = 0.5", "x = 0.6"), "손으로 고쳐졌습니다"),
        (lambda raw: "[1, 2]", "꼴"),
        (lambda raw: "[" * 100_000, "JSON으로 읽히지"),
        (lambda raw: None, "노트북이 없습니다"),
        (IsADirectoryError, "읽지 못했습니다"),
    ],
)
def test_a_spoiled_notebook_is_named_and_the_others_are_still_looked_at(
    desk, monkeypatch, capsys, spoil, words
):
    path = desk(">x = 0.5", "값은 {{0.5 = x}}예요.")
    (path.parent / "src" / "다른.md").write_text("# 다른 장\n", encoding="utf-8")
    (path.parent / "src" / "주장.md").write_text("# 주장\n\n<!-- 만듦: 주장의 수 -->\n", encoding="utf-8")
    monkeypatch.setattr(build.evidence, "BOOK", path.parent)
    build.build("장", path.parent)
    raw = path.read_text(encoding="utf-8")
    path.unlink()
    if spoil is IsADirectoryError:
        path.mkdir()
    elif (spoiled := spoil(raw)) is not None:
        path.write_text(spoiled, encoding="utf-8")
    assert build.main(["--check"]) == 1
    said = capsys.readouterr().out
    assert words in said and "다른: 노트북이 없습니다." in said and "make notebooks" in said
    if words in ("JSON으로 읽히지", "비어 있습니다", "합치다 만", "꼴"):
        assert "주장: 장의 노트북에서 주장의 기록을 읽지 못했습니다." in said
