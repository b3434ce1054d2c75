"""노트북의 출력이 다른 NumPy와 다른 CPU에서도 같은지 본다(make matrix).

NumPy 2.0.2는 따로 받아 길 앞에 세우고, CPU는 OpenBLAS의 커널을 OPENBLAS_CORETYPE으로 바꿔 흉내 낸다.
모두 여섯 번 실행하므로 몇 분 걸린다. 그래서 make test에는 넣지 않았다.
"""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]
PROBE = "import numpy as np; a = np.ones((64, 64)); b = a.astype('f4'); a @ a; b @ b; print(np.__version__)"
NUMPY = ("2.0.2", "2.4.6")
CORES = ("Haswell", "SkylakeX", "Nehalem")


def overlay(version: str) -> Path:
    """그 판의 NumPy만 담은 폴더. 없으면 받아서 만든다."""
    target = ROOT / ".venv" / f"numpy-{version}"
    if not target.exists():
        command = [sys.executable, "-m", "pip", "install", "-q", "--no-deps", "--target", str(target)]
        subprocess.run([*command, f"numpy=={version}"], check=True)
    return target


def compare(version: str, core: str) -> bool | None:
    """노트북의 출력이 같은지. 이 CPU가 그 커널의 명령을 실행하지 못하면 그렇게 적고 None을 준다."""
    env = os.environ | {"PYTHONPATH": str(overlay(version)), "OPENBLAS_CORETYPE": core}
    probe = [sys.executable, "-c", PROBE]
    seen = subprocess.run(probe, env=env, capture_output=True, text=True, timeout=300)
    if seen.returncode < 0:  # SIGILL: 커널이 죽으면 nbval이 끝없이 기다린다. 그래서 곱셈 하나로 먼저 물어본다
        print(
            f"NumPy {version}  {core:9s}  뺌   이 CPU에는 그 명령이 없습니다(신호 {-seen.returncode}).",
            flush=True,
        )
        return None
    if seen.stdout.strip() != version:
        raise SystemExit(
            f"NumPy {version}을 쓰려 했으나 {seen.stdout.strip() or seen.stderr[-300:]}이 잡혔습니다."
        )
    command = [
        sys.executable,
        "-m",
        "pytest",
        "--nbval",
        "--nbval-cell-timeout",
        "300",
        "-o",
        "addopts=",
        "-n",
        "2",
    ]
    command += ["--dist", "loadscope"]
    books = map(str, sorted((ROOT / "book").glob("*.ipynb")))
    done = subprocess.run([*command, *books], env=env, cwd=ROOT, capture_output=True, text=True, timeout=3600)
    last = (done.stdout.strip().splitlines() or ["출력 없음"])[-1]
    print(f"NumPy {version}  {core:9s}  {'같음' if done.returncode == 0 else '다름'}  {last}", flush=True)
    if done.returncode:
        print((done.stdout + done.stderr)[-6000:])
    return done.returncode == 0


if __name__ == "__main__":
    results = [compare(version, core) for version in NUMPY for core in CORES]
    print(f"{len(results)}번 가운데 {results.count(True)}번 같음, {results.count(None)}번 뺌")
    sys.exit(1 if False in results or True not in results else 0)
