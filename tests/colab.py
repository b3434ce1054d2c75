"""Colab의 판에서 zip의 노트북을 처음부터 끝까지 실행한다(make colab-check).

새 환경에 Colab이 가진 판만 설치하고, 노트북의 첫 셀이 zip의 휠로 lstm_ref를 설치하게 한 뒤 출력을 책의 것과 견준다.
matplotlib의 판이 책과 달라 SVG의 자리는 다르다. 그래서 그림은 그 문장(text/plain)을, 나머지는 모두 글자 그대로 견준다.
COLAB_PYTHON에 Python 3.12의 길을 줄 수 있다. 몇 분 걸리므로 make test에는 넣지 않았다.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import sys
import tempfile
import zipfile
from pathlib import Path

from process import run

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT / "book"))
import share  # noqa: E402

# Colab이 가진 판. setuptools는 ipython 7이 pkg_resources를 부르기 때문에, nbclient는 노트북을 실행하려고 더한다
PINS = [
    "numpy==2.0.2", "matplotlib==3.10.0", "ipywidgets==7.7.1", "ipykernel==6.17.1", "ipython==7.34.0", "tqdm",
    "setuptools<81", "nbclient",
]  # fmt: skip
RUN = """
import json, sys, time, nbformat
from nbclient import NotebookClient
book = nbformat.read(sys.argv[1], as_version=4)
start = time.time()
NotebookClient(book, timeout=600, kernel_name="python3", store_widget_state=False).execute()
print(json.dumps([time.time() - start, [[dict(o) for o in c.get("outputs", [])] for c in book.cells]]))
"""


def python312() -> str:
    """Python 3.12의 길. 없거나 돌지 않으면 지금의 파이썬."""
    found = os.environ.get("COLAB_PYTHON") or shutil.which("python3.12")
    if found and run([found, "--version"]).returncode == 0:
        return found
    print("Python 3.12를 찾지 못해 지금의 파이썬으로 합니다(COLAB_PYTHON으로 정할 수 있습니다).")
    return sys.executable


def environment(folder: Path, *more: str | Path) -> Path:
    """Colab의 판과 `more`만 담은 새 환경을 `folder`에 만들고 그 파이썬의 길을 준다."""
    python = folder / "bin" / "python"
    quiet = ["install", "--quiet", "--disable-pip-version-check"]
    for command in ([python312(), "-m", "venv", folder], [python, "-m", "pip", *quiet, *PINS, *more]):
        done = run(command, limit=3600)  # 느린 망에서는 설치가 오래 걸린다
        if done.returncode:
            raise SystemExit(f"Colab의 판을 설치하지 못했습니다.\n{done.stderr[-2000:]}")
    return python


def shown(outputs: list) -> list:
    """견줄 출력: 글, 표, 그림의 문장. SVG와 위젯의 화면은 뺀다."""
    keep = []
    for name in ("stdout", "stderr"):  # 커널은 때에 따라 한 글을 여러 토막으로 보낸다
        said = ["".join(o["text"]) for o in outputs if o["output_type"] == "stream" and o["name"] == name]
        keep += [(name, "".join(said))] if said else []
    for output in outputs:
        for mime, data in output.get("data", {}).items():
            if mime in ("text/plain", "text/html"):
                keep.append((mime, "".join(data)))
    return sorted(keep)


def freeze(python: Path) -> dict[str, str]:
    listed = run([python, "-m", "pip", "list", "--format=json"])
    return {p["name"].lower(): p["version"] for p in json.loads(listed.stdout)}


def compare(python: Path, path: Path) -> bool:
    """노트북 하나를 실행해 한 줄을 적고, 책과 같았는지 준다."""
    alone = {k: v for k, v in os.environ.items() if k != "PYTHONPATH"}  # 저장소의 lstm_ref가 휠을 가리지 않게
    done = run([python, "-c", RUN, path], cwd=path.parent, env=alone)
    if done.returncode:
        print(f"{path.stem:16s} 멈춤\n{re.sub(chr(27) + '.*?m', '', done.stderr)[-1500:]}", flush=True)
        return False
    seconds, ran = json.loads(done.stdout.strip().splitlines()[-1])
    stored = json.loads((ROOT / "book" / path.name).read_text(encoding="utf-8"))["cells"]
    cells = list(zip(stored, ran, strict=True))[1:]  # 첫 셀은 설치라 다르다
    different = [n for n, (a, b) in enumerate(cells, 2) if shown(a.get("outputs", [])) != shown(b)]
    noisy = [n for n, (_, b) in enumerate(cells, 2) if any(o.get("name") == "stderr" for o in b)]
    ok = not different and not noisy
    for n in different + noisy:
        print(f"  {n}번 셀: {[(mime, text[:200]) for mime, text in shown(cells[n - 2][1])]}", flush=True)
    print(f"{path.stem:16s} {'같음' if ok else '다름'} {seconds:6.1f}초  {different} {noisy}", flush=True)
    return ok


def main() -> int:
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        print("Colab의 판을 설치합니다. 몇 분 걸립니다.", flush=True)
        python = environment(home / "env")
        before = freeze(python)
        with zipfile.ZipFile(share.colab(home)) as bag:
            bag.extractall(home)
        books = [
            p for p in sorted((home / "lstm-book").glob("*.ipynb")) if "execution_count" in p.read_text()
        ]
        results = [compare(python, path) for path in books]
        after = freeze(python)
    changed = {k: (v, after.get(k)) for k, v in before.items() if after.get(k) != v}
    print(f"바뀐 꾸러미: {changed or '없음'}, 더해진 꾸러미: {sorted(set(after) - set(before))}")
    print(f"{len(results)}권 가운데 {sum(results)}권이 같음")
    return 0 if all(results) and not changed else 1


if __name__ == "__main__":
    sys.exit(main())
