"""노트북을 나누는 세 길: 내 컴퓨터의 JupyterLab, Colab에서 열 zip, 저장소의 주소.

python book/share.py lab                 notebooks/에 사본을 두고 JupyterLab을 연다(이미 있는 사본은 그대로 둔다)
python book/share.py colab               dist/에 노트북과 패키지를 담은 zip을 만든다
python book/share.py address https://…   pyproject.toml에 저장소의 주소를 적는다
"""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
import build

from lstm_ref.files import replacing, write_whole

WHEEL_CELL = """\
import glob, sys
from importlib.util import find_spec

if not find_spec("lstm_ref"):
    found = glob.glob("/content/**/{wheel}", recursive=True) + glob.glob("**/{wheel}", recursive=True)
    if not found and "google.colab" in sys.modules:
        from google.colab import files
        print("{wheel}을 골라 올려 주세요.")
        found = list(files.upload())
    if found:
        %pip install -q "{{found[0]}}[widgets]"
if not find_spec("lstm_ref"):
    class 준비(Exception):
        _render_traceback_ = lambda self: [str(self)]
    raise 준비('''lstm_ref를 설치하지 못해 멈추었습니다.
zip에 든 {wheel}을 노트북 곁에 두거나(Colab이라면 올리고) 이 셀부터 다시 실행하세요.''')\
"""
README = """\
『LSTM, 숫자로 읽기』를 Colab에서 여는 법

1. Colab에서 '파일 → 노트북 업로드'로 이 폴더의 .ipynb 하나를 엽니다.
2. 첫 셀을 실행하고, 물으면 같은 폴더의 {wheel}을 올립니다.
   (폴더째 Google Drive에 두고 드라이브를 연결했다면 묻지 않고 찾아 씁니다.)
3. '런타임 → 모두 실행'을 누릅니다.
"""


def lab() -> int:
    """사본을 만들고 JupyterLab을 연다. 배우는 이가 고친 사본은 덮어쓰지 않는다."""
    mine = build.ROOT / "notebooks"
    added = copy_missing(mine)
    print(f"{mine}에 노트북 {added}개를 새로 두었습니다. 이미 있던 것은 그대로입니다.", flush=True)
    return subprocess.run([sys.executable, "-m", "jupyterlab", f"--notebook-dir={mine}"]).returncode


def copy_missing(mine: Path) -> int:
    """책의 노트북 가운데 `mine`에 없는 것만 베끼고 그 수를 준다."""
    mine.mkdir(exist_ok=True)
    missing = [p for p in sorted(build.BOOK.glob("*.ipynb")) if not (mine / p.name).exists()]
    for path in missing:
        shutil.copy(path, mine)
    return len(missing)


def wheel(folder: Path) -> Path:
    """`lstm_ref`의 휠을 `folder`에 만든다."""
    with tempfile.TemporaryDirectory() as empty:  # 저장소 안에서 만들면 build/ 폴더가 남는다
        source = Path(empty) / "source"
        skip = shutil.ignore_patterns("__pycache__")
        shutil.copytree(build.ROOT / "lstm_ref", source / "lstm_ref", ignore=skip)
        for paper in ("pyproject.toml", "README.md", "LICENSE"):
            shutil.copy(build.ROOT / paper, source)
        command = [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--wheel-dir", str(folder)]
        done = subprocess.run([*command, str(source)], capture_output=True, text=True)
    if done.returncode:
        raise SystemExit(f"패키지를 묶지 못했습니다.\n{done.stderr[-2000:]}")
    return next(folder.glob("lstm_ref-*.whl"))


def colab(out: Path = build.ROOT / "dist") -> Path:
    """노트북, 휠, 읽어 두기를 담은 zip 하나를 만든다. 저장소의 주소가 없어도 Colab에서 열린다.

    첫 셀은 곁에 있는 휠을 찾아 설치하고, 없으면 올려 달라고 한다.
    """
    out.mkdir(exist_ok=True)
    target = out / "lstm-book-colab.zip"
    with (
        tempfile.TemporaryDirectory() as folder,
        replacing(target) as partial,
        zipfile.ZipFile(partial, "w", zipfile.ZIP_DEFLATED) as bag,
    ):
        package = wheel(Path(folder))
        bag.write(package, f"lstm-book/{package.name}")
        bag.writestr("lstm-book/먼저 읽기.txt", README.format(wheel=package.name))
        for path in sorted(build.BOOK.glob("*.ipynb")):
            book = json.loads(path.read_text(encoding="utf-8"))
            if book["cells"][0]["cell_type"] == "code":
                book["cells"][0]["source"] = WHEEL_CELL.format(wheel=package.name)
            bag.writestr(f"lstm-book/{path.name}", json.dumps(book, ensure_ascii=False, indent=1))
    print(f"zip을 만들었습니다. 풀어서 '먼저 읽기.txt'를 보세요: {target}")
    return target


def address(url: str) -> int:
    """저장소의 주소를 pyproject.toml에 적는다. 노트북의 설치 줄과 Colab 단추는 여기서 읽는다."""
    if not re.fullmatch(r"https://[\w.-]+(?:/[\w.~-]+)+", url):
        print(f"주소가 {url!r}입니다. make address URL=https://github.com/이름/저장소 꼴이어야 합니다.")
        return 1
    path = build.ROOT / "pyproject.toml"
    text = path.read_text(encoding="utf-8")
    write_whole(path, re.sub(r'^Repository = ".*"$', f'Repository = "{url}"', text, flags=re.M))
    print(f"저장소의 주소를 적었습니다: {url}")
    return 0


def main(argv: list[str]) -> int:
    match argv:
        case ["lab"]:
            return lab()
        case ["colab"]:
            return 0 if colab() else 1
        case ["address", url]:
            return address(url)
    print(__doc__)
    return 2


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
