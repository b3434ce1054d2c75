"""Colab의 판(ipywidgets 7.7.1, ipykernel 6.17.1)에서 조작판이 만들어지고, 맞추어지고, 출력을 내는지 본다."""

import json

import colab
import pytest
import share
from process import run

import lstm_ref as lr

pytestmark = [pytest.mark.slow, pytest.mark.browser]
CELL = """
import ipywidgets, ipykernel, json, sys
import lstm_ref as lr
found = {"python": sys.version.split()[0], "versions": [ipywidgets.__version__, ipykernel.__version__]}
for name in lr.widgets.__all__:
    w = getattr(lr.widgets, name)()
    said = w.text()
    free = {k: t for k, t in w.knobs().items() if t.kind in ("scalar", "vector", "whole") and not t.when}
    for knob, trait in free.items():
        value = [trait.low] * trait.size if trait.kind == "vector" else trait.low
        w.set_state({knob: value})  # 화면에서 온 소식과 같은 길
        if w.text() != said:
            break
    found[name] = [w.state()[knob] == value, w.text() != said, "_esm" in w.get_state()]
print(json.dumps(found))
"""
RUN = """
import json, sys, nbclient, nbformat
book = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(c) for c in json.loads(sys.argv[1])])
nbclient.NotebookClient(book, timeout=120, kernel_name="python3", store_widget_state=False).execute()
print(json.dumps([[dict(o) for o in c.outputs] for c in book.cells]))
"""


@pytest.fixture(scope="module")
def python(tmp_path_factory):
    """Colab의 판과 이 책의 휠을 담은 새 환경의 파이썬."""
    folder = tmp_path_factory.mktemp("colab")
    return colab.environment(folder / "env", "anywidget==0.11.0", share.wheel(folder))


def test_every_dial_is_made_and_synced_and_shown_under_the_pins_of_colab(python, tmp_path):
    cells = [CELL, *(f"lr.widgets.{name}()" for name in ("ForgetGate", "CellExplorer", "HonorificReader"))]
    done = run([python, "-c", RUN, json.dumps(cells)], cwd=tmp_path)
    assert done.returncode == 0, done.stderr[-3000:]
    first, *shown = json.loads(done.stdout.strip().splitlines()[-1])
    found = json.loads(
        next(o["text"] for o in first if o["output_type"] == "stream" and o["name"] == "stdout")
    )
    print(found.pop("python"), found["versions"])
    assert found.pop("versions") == ["7.7.1", "6.17.1"]
    assert set(found) == set(lr.widgets.__all__) and all(all(v) for v in found.values()), found
    for outputs in shown:
        data = outputs[-1]["data"]
        assert set(data) >= {"text/plain", "text/html", "application/vnd.jupyter.widget-view+json"}
        assert 'data-dial="' in "".join(data["text/html"])
