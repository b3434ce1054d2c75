"""여러 환경에서 견주는 도구: 죽은 커널을 기다리지 않고, 할 수 없는 것은 까닭을 적고 빼며, 멈춘 곳에서 잇는다."""

import json
import math
import os
import re
import sys
from types import SimpleNamespace

import matrix
import nbformat
import pytest
import pythons
from process import run
from svgform import form

from lstm_ref.plots.figure import Figure, axes

SVG = '<svg width="9pt"><path id="a1" d="M 1 2 \nL 3.5 -4e-2" style="stroke: #ddd"/><text x="7">시점 10</text></svg>'


@pytest.mark.slow
def test_a_dead_kernel_ends_the_run_at_once(tmp_path):
    cells = ["import os; os.kill(os.getpid(), 9)", "1 + 1"]
    book = nbformat.v4.new_notebook(
        cells=[nbformat.v4.new_code_cell(cell, execution_count=1) for cell in cells]
    )
    nbformat.write(book, tmp_path / "dead.ipynb")
    command = [sys.executable, "-m", "pytest", "--nbval", "--nbval-current-env", "-p", "conftest", "-q"]
    env = os.environ | {"PYTHONPATH": os.pathsep.join([str(matrix.ROOT), str(matrix.ROOT / "book")])}
    done = run([*command, "dead.ipynb"], cwd=tmp_path, env=env, limit=600)  # nbval은 2000초를 기다린다
    assert done.returncode == 1 and "노트북의 커널이 죽었습니다." in done.stdout, done.stdout + done.stderr
    assert "2 failed" in done.stdout


def test_only_the_places_of_an_svg_may_differ():
    moved = SVG.replace("1 2", "1.5 -2.25").replace("a1", "b2").replace('x="7"', 'x="8.1"')
    assert moved != SVG and form(moved) == form(SVG)
    for old, new in (("L 3.5 -4e-2", ""), ("#ddd", "#dde"), ("시점 10", "시점 11"), ("path", "use")):
        assert form(SVG.replace(old, new)) != form(SVG), old


def test_a_long_line_keeps_its_points_wherever_the_figure_puts_it():
    def drawn(width):
        with axes(width=width) as (canvas, ax):
            ax.plot(range(400), [math.sin(t * t) for t in range(400)])
            return Figure(canvas, "400점의 선").svg

    wide, narrow = drawn(7.0), drawn(6.9)
    assert wide != narrow and form(wide) == form(narrow)
    assert re.search(r' d="M [^"L]*(L [^"L]*){399}"', wide)


def test_a_python_that_does_not_run_is_not_found(tmp_path, monkeypatch):
    shell = tmp_path / "python3.99"
    shell.write_text("#!/bin/sh\necho 3.99\nexit 127\n")
    shell.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}{os.pathsep}{os.environ['PATH']}")
    monkeypatch.setenv("PYTHONS", str(tmp_path / "없음"))
    pythons.find.cache_clear()
    assert pythons.find("3.99") is None
    assert pythons.find("{}.{}".format(*sys.version_info))
    shell.write_text("#!/bin/sh\necho 3.99\n")
    pythons.find.cache_clear()
    assert pythons.find("3.99") == str(shell)


def test_what_was_not_asked_for_is_not_measured(tmp_path, monkeypatch):
    monkeypatch.setattr(matrix, "HOME", tmp_path)
    mine = matrix.Setting()
    matrix.probe(mine, sys.executable)
    with pytest.raises(matrix.Impossible, match=r"xx_XX\.UTF-8의 언어 자료가 없습니다"):
        matrix.probe(mine._replace(lang="xx_XX.UTF-8"), sys.executable)
    with pytest.raises(matrix.Impossible, match="다른 커널을 골랐습니다"):
        matrix.probe(mine._replace(core="없는것"), sys.executable)
    with pytest.raises(SystemExit, match="이 잡혔습니다"):
        matrix.probe(mine._replace(numpy="1.0"), sys.executable)
    with pytest.raises(matrix.Impossible, match=r"Python 3\.98이 이 컴퓨터에 없습니다"):
        matrix.interpreter(mine._replace(python="3.98"))


@pytest.fixture
def table(tmp_path, monkeypatch):
    """세 줄의 표. 첫 줄은 할 수 없고, 셋째 줄은 두 번 실행한다. `asked`는 실행한 줄."""
    rows = [matrix.Setting(core="SkylakeX"), matrix.Setting(), matrix.Setting("3.12", times=2)]
    asked = []

    def probe(setting, python):
        if setting.core:
            raise matrix.Impossible("이 CPU에는 그 명령이 없습니다(신호 4).")

    def compare(setting, python):
        asked.append(setting)
        return True, "9 passed"

    monkeypatch.setattr(matrix, "HOME", tmp_path)
    monkeypatch.setattr(matrix, "SETTINGS", rows)
    monkeypatch.setattr(matrix, "interpreter", lambda setting: sys.executable)
    monkeypatch.setattr(matrix, "probe", probe)
    monkeypatch.setattr(matrix, "compare", compare)
    monkeypatch.setattr(matrix, "fingerprint", lambda: "지문")
    monkeypatch.setattr(matrix, "run", lambda *a, **k: SimpleNamespace(returncode=0))  # build.py --check
    monkeypatch.delenv("ONLY", raising=False)
    return asked


def test_a_stopped_table_goes_on_where_it_stopped(table, monkeypatch, capsys):
    monkeypatch.setenv("ONLY", "3.12")
    assert matrix.main() == 0 and table == [matrix.SETTINGS[2]] * 2
    monkeypatch.setenv("ONLY", "")
    assert matrix.main() == 0 and table[2:] == [matrix.SETTINGS[1]]
    said = capsys.readouterr().out
    assert "신호 4" in said and "전에 실행함" in said and "3줄 가운데 2줄 같음, 1줄 뺌" in said
    monkeypatch.setattr(matrix, "fingerprint", lambda: "다른 지문")  # 노트북이나 코드가 바뀌었다
    assert matrix.main() == 0 and len(table) == 6


def test_a_row_that_differs_is_red_and_is_run_again(table, monkeypatch, capsys):
    monkeypatch.setattr(matrix, "compare", lambda setting, python: (False, "1 failed\n까닭"))
    assert matrix.main() == 1 and "다름  1 failed\n까닭" in capsys.readouterr().out
    monkeypatch.setattr(
        matrix, "run", lambda *a, **k: SimpleNamespace(returncode=1, stdout="api: …새롭습니다.\n", stderr="")
    )
    assert matrix.main() == 1 and "다름  api: …새롭습니다." in capsys.readouterr().out
    diary = matrix.HOME / "results.json"
    assert not diary.exists() or set(json.loads(diary.read_text("utf-8"))) == {"book"}
    monkeypatch.setattr(matrix, "SETTINGS", matrix.SETTINGS[:1])
    assert matrix.main() == 1  # 아무것도 실행하지 못했으면 초록이 아니다
