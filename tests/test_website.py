"""책 만들기의 끝: 실패하면 까닭만 짧게 말하고, 반쯤 만든 책을 남기지 않는다."""

import sys

import build
import pytest
import website

FAILED = """\
Source Folder: /home/나/내 책
reading sources... [ 50%] book/08-cell-state
\x1b[91mExtension error:\x1b[39;49;00m
수식을 읽지 못했습니다: \\frac{1}{
Traceback (most recent call last):
  File "/home/나/내 책/.venv/lib/python3.11/site-packages/click/core.py", line 1653, in __call__
RuntimeError: There was an error in building your book.
"""


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """만들 노트북이 모두 온전한 빈 저장소. 책을 만드는 프로그램이 남길 말과 끝내는 수를 정한다."""

    def ends(said, code):
        make = "import os, sys; os.makedirs('_build/html'); sys.stdout.write(sys.argv[1]); sys.exit(int(sys.argv[2]))"
        monkeypatch.setattr(website, "command", lambda: [sys.executable, "-c", make, said, str(code)])
        return tmp_path

    monkeypatch.setattr(build, "ROOT", tmp_path)
    monkeypatch.setattr(build, "stale", lambda: [])
    return ends


def test_a_failed_book_says_only_its_cause_and_is_removed(folder, capsys):
    place = folder(FAILED, 2)
    assert website.main() == 1
    said = capsys.readouterr().out.splitlines()
    assert said[1:3] == ["Extension error:", "수식을 읽지 못했습니다: \\frac{1}{"] and len(said) == 4
    assert "책을 만들지 못했습니다" in said[3] and not (place / "_build").exists()


def test_a_failure_without_a_telling_line_shows_the_end_of_what_was_said(folder, capsys):
    folder("아무 말도 없이".encode().hex() + "\nTraceback (most recent call last):\nMemoryError\n", 1)
    assert website.main() == 1
    assert "MemoryError" in capsys.readouterr().out


def test_what_was_there_before_is_never_called_today_s_book(folder, capsys):
    place = folder("", 0)
    (place / "_build" / "html").mkdir(parents=True)
    (place / "_build" / "html" / "old.html").touch()
    assert website.main() == 0 and "책을 만들었습니다" in capsys.readouterr().out
    assert not (place / "_build" / "html" / "old.html").exists()
