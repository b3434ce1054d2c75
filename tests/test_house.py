"""집의 규칙: 방의 순서, 파일과 함수의 길이, 숨기지 않기."""

import ast
import re
import shutil
import sys
from pathlib import Path

import pytest
from process import run

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "lstm_ref"
# 왼쪽 방은 오른쪽 방을 모른다. 같은 칸의 방끼리도 서로 부르지 않는다.
ROOMS = [
    {"checks", "files", "looks", "team"}, {"doors", "sfc32", "tables"}, {"params"}, {"cells"}, {"records"}, {"fast"},
    {"sequence"}, {"jacobians"}, {"losses", "updates", "packing"}, {"tasks", "train", "convert"},
    {"experiments", "exercises"}, {"plots"}, {"widgets"}, {"classroom"}, {"__main__"},
]  # fmt: skip
RANK = {room: rank for rank, rooms in enumerate(ROOMS) for room in rooms}
FILES = sorted(path for path in PACKAGE.rglob("*.py") if path.name != "__init__.py")
PYTHON = sorted([*PACKAGE.rglob("*.py"), *(ROOT / "book").glob("*.py"), *(ROOT / "tests").glob("*.py")])


def name_of(path: Path) -> str:
    return str(path.relative_to(ROOT))


def room_of(path: Path) -> str:
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def imported_rooms(path: Path):
    depth = len(path.relative_to(PACKAGE).parts)
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.level == depth:
            yield from [node.module.split(".")[0]] if node.module else [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and (node.module or "").startswith("lstm_ref"):
            yield (node.module + ".").split(".")[1] or "lstm_ref"


def outside_imports(path: Path) -> set[str]:
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.level == 0:
            found.add(node.module.split(".")[0])
    return found - set(sys.stdlib_module_names) - {"lstm_ref"}


def functions(path: Path):
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            body = node.body[1:] if ast.get_docstring(node) is not None else node.body
            yield node, (body[-1].end_lineno - body[0].lineno + 1) if body else 0


@pytest.mark.parametrize("path", FILES, ids=name_of)
def test_a_room_imports_only_from_rooms_on_its_left(path):
    for imported in imported_rooms(path):
        assert RANK[imported] < RANK[room_of(path)], f"{room_of(path)}에서 {imported}을(를) 부를 수 없습니다."


@pytest.mark.parametrize("path", FILES, ids=name_of)
def test_numpy_is_enough_left_of_the_plots(path):
    allowed = {"numpy", "matplotlib"} if room_of(path) == "plots" else {"numpy"}
    if room_of(path) == "widgets":
        allowed |= {"anywidget", "traitlets"}
    if path.name in ("sweep.py", "team.py"):
        allowed |= {"joblib", "distributed", "tqdm"}  # 오래 걸리는 표를 만들고 채점을 나눌 때만 부른다
    if room_of(path) == "train":
        allowed.add("tqdm")  # 있으면 쓰는 진행 막대. 없어도 학습은 같다.
    if room_of(path) == "classroom":
        inside = path.parent.name == "inside"  # 모래상자 안에는 NumPy뿐이다
        allowed |= set() if inside else {"jinja2", "joblib", "nbformat", "tqdm"}
    assert outside_imports(path) <= allowed


def test_importing_the_package_does_not_load_matplotlib():
    code = "import sys, lstm_ref; sys.exit('matplotlib' in sys.modules)"
    assert run([sys.executable, "-c", code], cwd=ROOT).returncode == 0


@pytest.mark.parametrize("path", PYTHON, ids=name_of)
def test_a_file_fits_on_a_few_screens(path):
    """설명(docstring)은 세지 않는다: 코드가 아니라 참고 쪽(`api`)의 글이다."""
    text = path.read_text(encoding="utf-8")
    kinds = ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef
    told = [n.body[0] for n in ast.walk(ast.parse(text)) if isinstance(n, kinds) and ast.get_docstring(n)]
    assert len(text.splitlines()) - sum(one.end_lineno - one.lineno + 1 for one in told) <= 300


@pytest.mark.parametrize("path", FILES, ids=name_of)
def test_a_function_fits_on_one_screen(path):
    long = {node.name: length for node, length in functions(path) if length > 26}
    assert not long


@pytest.mark.parametrize("path", FILES, ids=name_of)
def test_a_public_function_has_a_korean_docstring(path):
    for node in ast.parse(path.read_text(encoding="utf-8")).body:
        if isinstance(node, ast.FunctionDef | ast.ClassDef) and not node.name.startswith("_"):
            assert re.search("[가-힣]", ast.get_docstring(node) or ""), f"{node.name}에 설명이 없습니다."


@pytest.mark.parametrize("path", FILES, ids=name_of)
def test_nothing_hides(path):
    text = path.read_text(encoding="utf-8")
    for forbidden in (
        "filterwarnings",
        "np.random.seed",
        "np.random.rand",
        "pyplot",
        "allow_errors",
        "global ",
    ):
        assert forbidden not in text, f"{forbidden}을(를) 쓰지 않습니다."


def test_the_repository_address_stands_in_one_place():
    address = re.search(r'Repository = "https://(.+?)"', (ROOT / "pyproject.toml").read_text())[1]
    texts = [
        p
        for p in tracked()
        if p.suffix in {".py", ".md", ".yml", ".cff", ".toml", ".txt"} or p.name == "Makefile"
    ]
    holders = [name_of(path) for path in texts if address in path.read_text(encoding="utf-8")]
    assert holders == ["pyproject.toml"]


def test_the_version_is_the_same_everywhere():
    version = re.search(r'^version = "(.+?)"', (ROOT / "pyproject.toml").read_text(), re.M)[1]
    import lstm_ref

    assert lstm_ref.__version__ == version
    assert f"version: {version}" in (ROOT / "CITATION.cff").read_text(encoding="utf-8")
    assert f"## {version}" in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")


def test_every_pinned_package_can_be_installed_on_the_oldest_python_we_promise():
    from importlib.metadata import metadata

    from packaging.specifiers import SpecifierSet

    pins = re.findall(r"^([\w.-]+)==", (ROOT / "constraints.txt").read_text(), re.M)
    assert pins
    wanted = {name: metadata(name).get("Requires-Python") for name in pins}
    assert not {
        k: v for k, v in wanted.items() if v and "3.11.2" not in SpecifierSet(v)
    }  # Debian 12의 파이썬


def tracked() -> list[Path]:
    """저장소의 파일. 깃 없이 받은 폴더에서는 만들어진 것을 뺀 모든 파일이다."""
    if shutil.which("git") and (ROOT / ".git").exists():
        listed = run(["git", "ls-files", "-z"], cwd=ROOT).stdout.split("\0")
        return [ROOT / name for name in listed if name and (ROOT / name).is_file()]
    made = re.compile(
        r"/(_build|build|dist|notebooks|saved|node_modules|__pycache__|\.\w[\w-]*|[\w-]+\.egg-info)/"
    )
    return [p for p in ROOT.rglob("*") if p.is_file() and not made.search(f"/{p.relative_to(ROOT)}")]


def test_the_font_is_small_and_carries_its_licence():
    fonts = PACKAGE / "fonts"
    assert sum(path.stat().st_size for path in fonts.iterdir()) <= 1.5e6
    assert "SIL OPEN FONT LICENSE" in (fonts / "OFL.txt").read_text(encoding="utf-8")


def test_ruff_finds_nothing():
    for command in (["check"], ["format", "--check"]):
        done = run([sys.executable, "-m", "ruff", *command, "."], cwd=ROOT)
        assert done.returncode == 0, done.stdout
