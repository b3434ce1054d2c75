"""노트북을 나누는 길: 사본은 덮어쓰지 않고, zip은 스스로 설치하고, 주소는 한 곳에만 적힌다."""

import json
import re
import sys
import zipfile
from types import SimpleNamespace

import build
import pytest
import share


@pytest.fixture
def desk(tmp_path, monkeypatch):
    """책 한 권만 있는 저장소."""
    book = tmp_path / "book"
    book.mkdir()
    cells = [{"cell_type": "code", "source": build.first_cell()}, {"cell_type": "code", "source": "x = 1"}]
    (book / "01-rnn.ipynb").write_text(json.dumps({"cells": cells}), encoding="utf-8")
    (tmp_path / "pyproject.toml").write_text(
        'a = 1\nRepository = "https://옛.kr/a/b"\nb = 2\n', encoding="utf-8"
    )
    monkeypatch.setattr(build, "ROOT", tmp_path)
    monkeypatch.setattr(build, "BOOK", book)
    return tmp_path


def test_a_copy_with_answers_is_never_overwritten(desk):
    mine = desk / "notebooks"
    assert share.copy_missing(mine) == 1
    (mine / "01-rnn.ipynb").write_text("나의 답", encoding="utf-8")
    assert share.copy_missing(mine) == 0
    assert (mine / "01-rnn.ipynb").read_text(encoding="utf-8") == "나의 답"


def test_the_zip_holds_the_wheel_and_notebooks_that_install_it(desk, monkeypatch, capsys):
    def wheel(folder):
        (folder / "lstm_ref-1-py3-none-any.whl").write_bytes(b"wheel")
        return folder / "lstm_ref-1-py3-none-any.whl"

    monkeypatch.setattr(share, "wheel", wheel)
    with zipfile.ZipFile(share.colab(desk / "dist")) as bag:
        names = bag.namelist()
        book = json.loads(bag.read("lstm-book/01-rnn.ipynb"))
    assert {"lstm-book/lstm_ref-1-py3-none-any.whl", "lstm-book/먼저 읽기.txt"} <= set(names)
    assert '%pip install -q "{found[0]}[widgets]"' in book["cells"][0]["source"]
    assert "git+" not in book["cells"][0]["source"] and book["cells"][1]["source"] == "x = 1"
    assert not list((desk / "dist").glob(".*.partial"))


def test_the_address_is_written_in_its_one_place_and_nonsense_is_refused(desk, capsys):
    before = (desk / "pyproject.toml").read_text(encoding="utf-8")
    for wrong in ("", "github.com/a/b", 'https://a.kr/"b', "https://a.kr"):
        assert share.address(wrong) == 1
        assert "꼴이어야 합니다" in capsys.readouterr().out
    assert (desk / "pyproject.toml").read_text(encoding="utf-8") == before
    assert share.address("https://example.org/me/book") == 0
    assert "적었습니다: https://example.org/me/book\n" in capsys.readouterr().out  # 주소 뒤에는 조사가 없다
    assert (desk / "pyproject.toml").read_text(encoding="utf-8") == before.replace(
        "https://옛.kr/a/b", "https://example.org/me/book"
    )


@pytest.mark.parametrize("colab", [False, True], ids=["JupyterLab", "Colab에서 엉뚱한 파일을 올림"])
def test_the_zips_first_cell_stops_in_korean_where_the_wheel_is_not_there(colab, tmp_path, monkeypatch):
    from IPython.core.interactiveshell import InteractiveShell
    from IPython.utils.capture import capture_output

    asked = []
    files = SimpleNamespace(upload=lambda: {"사진.png": b""})
    monkeypatch.chdir(tmp_path)
    if colab:
        monkeypatch.setitem(sys.modules, "google.colab", SimpleNamespace(files=files))
    shell = InteractiveShell()
    shell.register_magic_function(asked.append, magic_name="pip")
    cell = share.WHEEL_CELL.format(wheel="lstm_ref-9-py3-none-any.whl")
    with capture_output() as out:
        result = shell.run_cell(cell.replace('find_spec("lstm_ref")', 'find_spec("없는_꾸러미")'))
    said = out.stdout + out.stderr
    assert not result.success and "Traceback" not in said, said
    assert "lstm_ref-9-py3-none-any.whl을 노트북 곁에 두거나" in said
    assert asked == (['install -q "사진.png[widgets]"'] if colab else [])


def test_the_first_cell_says_in_korean_what_to_do_where_the_package_is_missing():
    from IPython.core.interactiveshell import InteractiveShell
    from IPython.utils.capture import capture_output

    shell = InteractiveShell()
    cell = build.first_cell().replace('find_spec("lstm_ref")', 'find_spec("없는_꾸러미")')
    with capture_output() as out:
        result = shell.run_cell(cell)
    assert not result.success
    said = out.stdout + out.stderr
    assert "make lab" in said and "Kaggle" in said and "Traceback" not in said
    with capture_output() as out:
        assert shell.run_cell(build.first_cell()).success
    assert not out.stdout + out.stderr


def test_the_front_pages_send_learners_to_make_lab_not_to_the_books_own_notebooks():
    """책의 노트북에 답을 쓰면 다음 make book이 멈추고, 다른 커널에는 lstm_ref가 없다."""
    readme = build.ROOT / "README.md"
    for page in (readme, build.BOOK / "src" / "index.md"):
        said = " ".join(page.read_text(encoding="utf-8").split())
        assert "`make lab`을 하" in said and "`book` 폴더의 노트북" not in said, page
    assert re.search(r"^lab:", (build.ROOT / "Makefile").read_text(encoding="utf-8"), re.M)
