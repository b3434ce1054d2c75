"""Colab의 판에서 zip의 노트북을 처음부터 끝까지 실행한다(make colab-check).

새 환경에 Colab이 가진 판만 설치하고, 노트북의 첫 셀이 zip의 휠로 lstm_ref를 설치하게 한 뒤 출력을 책의 것과 견준다.
matplotlib의 판이 책과 달라 SVG의 자리는 다르다. 그래서 그림은 그 문장(text/plain)과 자리를 지운 SVG(tests/svgform.py)를, 나머지는
모두 글자 그대로 견준다. Colab처럼 시스템의 글꼴은 없는 것으로 한다. stderr에는 오래 걸린 학습의 진행 막대만 나올 수 있다.

노트북마다 걸린 시간과 CPU의 시간을 적는다. 바쁜 컴퓨터에서는 뒤의 것이 Colab에서 걸릴 시간에 가깝다.
Python 3.12의 길은 PYTHONS에 줄 수 있다. 몇 분 걸리므로 make test에는 넣지 않았다.
"""

from __future__ import annotations

import json
import os
import re
import sys
import tempfile
import zipfile
from pathlib import Path

import pythons
from process import run
from svgform import form

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT / "book"))
import share  # noqa: E402

# Colab이 가진 판. setuptools는 ipython 7이 pkg_resources를 부르기 때문에, nbclient는 노트북을 실행하려고 더한다
PINS = [
    "numpy==2.0.2", "matplotlib==3.10.0", "ipywidgets==7.7.1", "ipykernel==6.17.1", "ipython==7.34.0", "tqdm",
    "setuptools<81", "nbclient",
]  # fmt: skip
RUN = """
import json, resource, sys, time, nbformat
from nbclient import NotebookClient
book = nbformat.read(sys.argv[1], as_version=4)
start = time.time()
NotebookClient(book, timeout=None, kernel_name="python3", store_widget_state=False).execute()
spent = resource.getrusage(resource.RUSAGE_CHILDREN)
outputs = [[dict(o) for o in c.get("outputs", [])] for c in book.cells]
print(json.dumps([time.time() - start, spent.ru_utime + spent.ru_stime, outputs]))
"""
# matplotlib이 적어 두는 글꼴의 목록에서 시스템의 글꼴을 뺀다
BARE_FONTS = """
import matplotlib
from matplotlib import font_manager
from pathlib import Path
fonts = font_manager.fontManager
fonts.ttflist = [f for f in fonts.ttflist if Path(f.fname).is_relative_to(matplotlib.get_data_path())]
font_manager.json_dump(fonts, Path(matplotlib.get_cachedir(), f"fontlist-v{fonts.__version__}.json"))
"""
HANGUL = """
import warnings
import lstm_ref as lr
from matplotlib.figure import Figure
{call}
warnings.simplefilter("error")
canvas = Figure()
canvas.subplots().set(title="손실이 줄어드는 모습")
canvas.savefig("mine.png")
"""
# 2초 넘게 걸린 학습의 진행 막대(tqdm). stderr에 나와도 되는 것은 이것뿐이다
BAR = re.compile(r"\r학습:[^\r\n]*걸음/s\]|\r *(?=\r|$)")
LIMIT = 60  # 초. 책이 약속하는, 노트북 하나의 시간


def python312() -> str:
    """Python 3.12의 길. 없으면 지금의 파이썬."""
    if found := pythons.find("3.12"):
        return found
    print("Python 3.12를 찾지 못해 지금의 파이썬으로 합니다(PYTHONS에 그 길을 줄 수 있습니다).")
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
    """견줄 출력: 글, 표, 그림의 문장과 자리를 지운 SVG. 위젯의 화면은 뺀다."""
    keep = []
    for name in ("stdout", "stderr"):  # 커널은 때에 따라 한 글을 여러 토막으로 보낸다
        parts = ["".join(o["text"]) for o in outputs if o["output_type"] == "stream" and o["name"] == name]
        said = BAR.sub("", "".join(parts)) if name == "stderr" else "".join(parts)
        keep += [(name, said)] if said else []
    for output in outputs:
        for mime, data in output.get("data", {}).items():
            if mime in ("text/plain", "text/html"):
                keep.append((mime, "".join(data)))
            elif mime == "image/svg+xml":
                keep.append((mime, form("".join(data))))
    return sorted(keep)


def freeze(python: Path) -> dict[str, str]:
    listed = run([python, "-m", "pip", "list", "--format=json"])
    return {p["name"].lower(): p["version"] for p in json.loads(listed.stdout)}


def alone(home: Path) -> dict[str, str]:
    """저장소의 lstm_ref가 휠을 가리지 않고, 시스템의 글꼴이 보이지 않는 환경 변수."""
    env = {k: v for k, v in os.environ.items() if k != "PYTHONPATH"}
    return env | {"MPLCONFIGDIR": str(home / "fonts"), "XDG_CACHE_HOME": str(home / "fonts")}


def compare(python: Path, path: Path, env: dict) -> tuple[bool, float]:
    """노트북 하나를 실행해 한 줄을 적고, 책과 같았는지와 CPU의 시간을 준다."""
    done = run([python, "-c", RUN, path], cwd=path.parent, env=env, limit=3600)
    if done.returncode:
        print(f"{path.stem:16s} 멈춤\n{re.sub(chr(27) + '.*?m', '', done.stderr)[-1500:]}", flush=True)
        return False, 0.0
    seconds, cpu, ran = json.loads(done.stdout.strip().splitlines()[-1])
    stored = json.loads((ROOT / "book" / path.name).read_text(encoding="utf-8"))["cells"]
    cells = list(zip(stored, ran, strict=True))[1:]  # 첫 셀은 설치라 다르다
    different = [n for n, (a, b) in enumerate(cells, 2) if shown(a.get("outputs", [])) != shown(b)]
    noisy = [n for n, b in enumerate(ran, 1) if "stderr" in dict(shown(b))]
    for n in different + noisy:
        print(f"  {n}번 셀: {[(mime, text[:200]) for mime, text in shown(ran[n - 1])]}", flush=True)
    ok = not different and not noisy
    tail = f"  다른 셀 {different}, stderr {noisy}" if not ok else ""
    print(f"{path.stem:16s} {'같음' if ok else '다름'} {seconds:6.1f}초 CPU {cpu:5.1f}초{tail}", flush=True)
    return ok, cpu


def hangul(python: Path, home: Path, env: dict) -> bool:
    """시스템의 글꼴 없이도 배우는 이의 그림에 한글이 나오는지. 부르지 않으면 빠지는 것까지 본다."""
    called, bare = (
        run([python, "-c", HANGUL.format(call=call)], cwd=home, env=env)
        for call in ("lr.use_korean_font()", "")
    )
    drawn = called.returncode == 0 and "missing from font" in bare.stderr
    print(f"내 그림의 한글: {'나옴' if drawn else f'빠짐 {called.stderr[-500:]} {bare.stderr[-500:]}'}")
    return drawn


def main() -> int:
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        print("Colab의 판을 설치합니다. 몇 분 걸립니다.", flush=True)
        python, env = environment(home / "env"), alone(home)
        before = freeze(python)
        run([python, "-c", BARE_FONTS], env=env, check=True)
        with zipfile.ZipFile(share.colab(home)) as bag:
            bag.extractall(home)
        books = [
            p
            for p in sorted((home / "lstm-book").glob("*.ipynb"))
            if "execution_count" in p.read_text("utf-8")
        ]
        results = {path.stem: compare(python, path, env) for path in books}
        drawn = hangul(python, home, env)
        after = freeze(python)
    changed = {k: (v, after.get(k)) for k, v in before.items() if after.get(k) != v}
    print(f"바뀐 꾸러미: {changed or '없음'}, 더해진 꾸러미: {sorted(set(after) - set(before))}")
    slow = [name for name, (_, cpu) in results.items() if cpu > LIMIT]
    same = sum(ok for ok, _ in results.values())
    print(f"{len(results)}권 가운데 {same}권이 같음, {LIMIT}초를 넘긴 것: {', '.join(slow) or '없음'}")
    return 0 if same == len(results) > 0 and drawn and not changed and not slow else 1


if __name__ == "__main__":
    sys.exit(main())
