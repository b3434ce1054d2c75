"""참고문헌: 원장(references.bib)과 쪽과 본문의 링크와 코드의 출처가 서로 맞는지 본다."""

import re

import build
import pytest

BOOK = build.BOOK
ENTRY = re.compile(r"^@(\w+)\{(\w+),\n(.*?)^\}", re.S | re.M)
FIELD = re.compile(r"(\w+) = \{(.*?)\},?(?=\s*(?:\w+ = \{|\Z))", re.S)
PAPER = re.compile(
    r"https?://(?:doi\.org|arxiv\.org|proceedings\.\w+\.\w+|people\.idsia\.ch|publica\.)[^)\s\"]*"
)
PAGES = [name for name in build.chapters() if name != "references"]
MUST = (  # 이 책이 꼭 기대는 글: 첫 저자와 해
    "Elman 1990, Hochreiter 1991, Bengio 1994, Hochreiter 1997, Gers 2000, Graves 2005, Pascanu 2013, Cho 2014, "
    "Le 2015, Jozefowicz 2015, Karpathy 2015, Linzen 2016, Greff 2017, Vaswani 2017, Beck 2024"
)


def entries():
    text = (BOOK / "references.bib").read_text(encoding="utf-8")
    return {key: dict(FIELD.findall(body)) for _, key, body in ENTRY.findall(text)}


def address(entry):
    return f"https://doi.org/{entry['doi']}" if "doi" in entry else entry["url"]


def surnames(entry):
    return [name.split(",")[0] for name in entry["author"].split(" and ")]


def source(name):
    return (BOOK / "src" / f"{name}.md").read_text(encoding="utf-8")


def items():
    return [line for line in source("references").splitlines() if line.startswith("- ")]


@pytest.mark.parametrize("key", entries())
def test_an_entry_stands_on_the_page_with_the_same_facts(key):
    entry = entries()[key]
    found = [line for line in items() if address(entry) in line]
    assert len(found) == 1, f"{key}: {address(entry)}가 참고문헌 쪽에 {len(found)}번 있습니다."
    line = found[0]
    assert f"({entry['year']})" in line and line.startswith(f"- {surnames(entry)[0]}, ")
    assert entry["title"].lower() in line.replace("*", "").lower(), f"{key}: 제목이 다릅니다."
    for field in ("pages", "volume", "number"):
        wanted = entry.get(field, "").replace("--", "–")
        assert wanted in line, f"{key}: {field} {wanted}가 쪽에 없습니다."
    if "et al." not in line:
        assert all(name in line for name in surnames(entry))


@pytest.mark.parametrize("key", entries())
def test_an_entry_names_the_record_that_confirmed_it_and_what_it_says(key):
    entry = entries()[key]
    assert len(entry["checked"]) >= 15 and len(entry["supports"]) >= 20
    assert "TODO" not in entry["checked"]


def test_the_page_holds_nothing_but_the_entries():
    known = {address(entry) for entry in entries().values()}
    loose = [line[:60] for line in items() if not any(url in line for url in known)]
    assert not loose and len(items()) == len(known)


def test_what_the_book_leans_on_is_there():
    have = {(surnames(entry)[0], entry["year"]) for entry in entries().values()}
    assert not {tuple(one.split()) for one in MUST.split(", ")} - have


@pytest.mark.parametrize("name", PAGES)
def test_a_link_to_a_paper_points_to_an_entry(name):
    known = {address(entry) for entry in entries().values()}
    loose = [url for url in PAPER.findall(source(name)) if url not in known]
    assert not loose, f"참고문헌에 없는 글을 가리킵니다: {loose}"


@pytest.mark.parametrize("name", PAGES)
def test_a_page_that_names_an_author_links_to_the_reference(name):
    text = source(name)
    latin = {surname for entry in entries().values() for surname in surnames(entry) if len(surname) > 3}
    named = [s for s in latin if re.search(rf"(?<![A-Za-z]){s}(?![A-Za-z])", re.sub(r"`[^`]*`", "", text))]
    assert not named or "references.ipynb" in text or PAPER.search(text), (
        f"{named}의 글로 가는 링크가 없습니다."
    )


def test_an_entry_names_only_the_chapters_that_cite_it():
    for key, entry in entries().items():
        line = next(one for one in items() if address(entry) in one)
        for number in (
            re.findall(r"\d+", re.search(r"\(([\d·]+)장\)\.$", line)[1]) if line.endswith("장).") else []
        ):
            text = source(next(name for name in PAGES if name.startswith(f"{int(number):02d}-")))
            named = surnames(entry)[0] in text or address(entry) in text or f"{surnames(entry)[0]} 외" in text
            assert named or int(number) == 12, f"{key}: {number}장에 이 글을 가리키는 말이 없습니다."


def test_every_source_cited_in_the_code_is_in_the_references():
    have = {(name, entry["year"]) for entry in entries().values() for name in surnames(entry)}
    for path in sorted((build.ROOT / "lstm_ref").rglob("*.py")):
        for line in re.findall(r"출처: *(.+)", path.read_text(encoding="utf-8")):
            for name, year in re.findall(r"([A-Z][\w-]+)(?: et al\.)? \((\d{4})\)", line):
                assert (name, year) in have, f"{path.name}: {name} ({year})가 references.bib에 없습니다."


@pytest.mark.parametrize("name", ["history", "13-beyond"])
def test_every_line_of_a_history_table_has_the_year_of_its_entry(name):
    years = {address(entry): entry["year"] for entry in entries().values()}
    rows = re.findall(r"^\| (\d{4}) \| \[[^\]]+\]\(([^)]+)\)", source(name), re.M)
    assert len(rows) >= 10 and [row[0] for row in rows] == sorted(row[0] for row in rows)
    for year, url in rows:
        assert url.endswith("references.ipynb") or years[url] == year, f"{year}: {url}"
