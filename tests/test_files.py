"""파일을 온전히 쓰기: 쓰다가 멈추어도 전의 파일이 남고, 쓰는 법은 한 곳에만 있다."""

import os
import re
import signal
import stat
import sys

import build
import pytest
from process import run

from lstm_ref.files import replacing, write_whole


def test_a_full_disk_leaves_the_file_before_and_nothing_else(tmp_path):
    path = tmp_path / "기록.json"
    write_whole(path, "전의 것\r\n")
    with pytest.raises(OSError, match="자리가"), replacing(path) as beside:
        beside.write_text("새")
        raise OSError("자리가 없습니다")
    assert path.read_bytes() == "전의 것\r\n".encode() and os.listdir(tmp_path) == [path.name]


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="SIGKILL이 없는 운영체제")
def test_a_process_killed_while_writing_leaves_the_file_before(tmp_path):
    path = tmp_path / "기록.json"
    write_whole(path, "전의 것")
    code = f"""if True:
        import os, signal
        from pathlib import Path
        from lstm_ref.files import replacing
        with replacing(Path({str(path)!r})) as beside:
            beside.write_text("반쯤")
            os.kill(os.getpid(), signal.SIGKILL)"""
    assert run([sys.executable, "-c", code], cwd=build.ROOT).returncode == -signal.SIGKILL
    assert path.read_text("utf-8") == "전의 것"
    (left,) = tmp_path.glob(".*.partial")
    write_whole(path, "새 것")
    assert path.read_text("utf-8") == "새 것" and left.exists(), "아직 쓰고 있는 것일 수 있다"
    os.utime(left, (0, 0))
    write_whole(path, "더 새 것")
    assert path.read_text("utf-8") == "더 새 것" and os.listdir(tmp_path) == [path.name]


def test_a_letter_that_cannot_be_written_loses_nothing(tmp_path):
    path = tmp_path / "이름.txt"
    write_whole(path, "전의 것")
    with pytest.raises(UnicodeEncodeError):
        write_whole(path, "앞\udcff뒤")
    assert path.read_text("utf-8") == "전의 것"
    write_whole(path, "앞\udcff뒤", errors="replace")
    assert path.read_text("utf-8") == "앞?뒤" and os.listdir(tmp_path) == [path.name]


@pytest.mark.skipif(os.name == "nt", reason="권한이 다른 운영체제")
def test_a_secret_is_never_open_to_others(tmp_path):
    path = tmp_path / "시드.json"
    with replacing(path, 0o600) as beside:
        beside.write_text("비밀")
        assert stat.S_IMODE(beside.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.stat().st_mode) == 0o600 and path.read_text("utf-8") == "비밀"


def test_writing_then_renaming_lives_in_one_place():
    sources = [*(build.ROOT / "lstm_ref").rglob("*.py"), *build.BOOK.rglob("*.py")]
    renaming = r"os\.(replace|rename)\(|\.(replace|rename)\(\w+\)|\.partial\b(?!\()"
    assert [p.name for p in sources if re.search(renaming, p.read_text("utf-8"))] == ["files.py"]
