"""원문의 모든 줄이 책 어딘가에 자리를 얻었는지 본다."""

import csv
import re

import build
import sources

BOOK = build.BOOK


def rows():
    with open(BOOK / "source_map.tsv", encoding="utf-8") as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


def squeeze(text):
    return re.sub(r"\s+", " ", re.sub(r"\n> ?", " ", text))


def test_every_line_of_the_source_has_a_place_in_order():
    lines = [line.strip() for line in (BOOK / "source.txt").read_text(encoding="utf-8").splitlines()]
    lines = [line for line in lines if line and set(line) - set("|-")]
    assert [row["원문"] for row in rows()] == lines


def test_every_place_is_found_in_its_chapter():
    import claims

    for row in rows():
        name = re.search(r"\((.+?)\.ipynb\)", row["장"])[1]
        text = squeeze(claims.plain(build.source_text(name)))
        assert len(row["자리"]) >= 4 and squeeze(row["자리"]) in text, (
            f"{row['원문']} → {name}: “{row['자리']}”"
        )


def test_the_chapters_follow_the_order_of_the_source():
    numbers = [int(re.search(r"\((\d\d)-", row["장"])[1]) for row in rows()]
    assert numbers == sorted(numbers) and set(numbers) == set(range(1, 11))


def letters(text):
    """글과 식에서 글자와 숫자만. 식의 명령은 원문이 적은 글자로 되돌린다."""
    for command, letter in ((r"\\sigma", "σ"), (r"\\tilde C", "C"), (r"\\(?:cdot|times)", "")):
        text = re.sub(command, letter, text)
    return re.sub(r"[\W_]", "", text)


def test_the_page_shows_every_letter_of_the_source_without_its_marks():
    for row in rows():
        shown = sources.readable(row["원문"])
        assert letters(shown) == letters(row["원문"]), row["원문"]
        words = re.sub(r"\$[^$]*\$", "", shown)
        assert not re.search(r"[|\\$]|\( |^- |t−1|[A-Za-z]~", words), words
    assert sum("$" in sources.readable(row["원문"]) for row in rows()) >= 18
