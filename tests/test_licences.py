"""책이 싣는 다른 이의 저작물이 모두 적혀 있고, 그 전문이 만든 책에 들어 있다."""

import re

import build
import licences
import pytest

THEIRS = (".ttf", ".woff2", ".woff", ".otf")


@pytest.mark.parametrize("work", licences.WORKS, ids=lambda work: work.name)
def test_every_work_of_others_has_its_whole_licence(work):
    found = licences.texts(work)
    assert max(map(len, found)) > 400
    assert any(re.search("licen|copyright", text, re.I) for text in found)


def test_the_list_in_the_licence_file_is_this_one():
    text = (build.ROOT / "LICENSE").read_text(encoding="utf-8")
    assert text.rstrip().endswith(licences.table())


def test_every_folder_with_a_font_or_a_minified_script_is_listed():
    homes = (build.ROOT / "lstm_ref", build.ROOT / "book" / "assets")
    files = [p for home in homes for p in home.rglob("*") if p.suffix in THEIRS or ".min." in p.name]
    folders = {p.parent.relative_to(build.ROOT).as_posix() for p in files}
    assert folders and folders == {w.where for w in licences.WORKS if w.texts}
    for folder in folders:
        papers = {p.name for p in (build.ROOT / folder).iterdir() if re.match("LICENSE|OFL", p.name)}
        assert papers == {t.rsplit("/", 1)[1] for w in licences.WORKS if w.where == folder for t in w.texts}


@pytest.mark.slow
def test_the_built_book_carries_the_licences_of_what_it_ships(site):
    text = (site / "assets" / "licenses.txt").read_text(encoding="utf-8")
    assert all(work.name in text for work in licences.WORKS) and "SIL OPEN FONT LICENSE" in text
