"""일부러 실수를 하나씩 심고, 이름을 댄 검사가 그것을 잡는지 본다(make mutations).

패키지를 임시 폴더에 베껴 한 곳만 바꾼 뒤 검사를 돌린다. 바꿀 글이 없으면(코드가 달라졌으면) 그것도 실패다.
"""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import NamedTuple

import process

ROOT = Path(__file__).parents[1]
ORACLES, TRAIN = "tests/test_oracles.py", "tests/test_train.py"
FORWARD = f"{ORACLES}::test_the_forward_pass_equals_the_onnx_reference"
TORCH = f"{ORACLES}::test_forward_and_backward_equal_torch"
NUMERIC = f"{ORACLES}::test_every_gradient_matches_central_differences"
STEPS = f"{ORACLES}::test_the_fast_path_equals_the_blackboard_step_by_step"
KEEPS = f"{ORACLES}::test_no_input_changes_and_the_dtype_stays"


class Mutation(NamedTuple):
    """심을 실수: 이름, 파일, 있던 글, 바꿀 글, 잡아야 할 검사."""

    name: str
    file: str
    old: str | tuple
    new: str | None
    test: str


MUTATIONS = [
    Mutation("순전파에서 f와 i를 바꿔 쌓음", "fast.py", "(p.W_o, p.W_f, p.W_i, p.W_C)", "(p.W_o, p.W_i, p.W_f, p.W_C)", FORWARD),
    Mutation("dC의 o 경로가 빠짐", "fast.py", "dh_dC *= o  #", "dh_dC *= 1  #", NUMERIC),
    Mutation("dC 경로를 앞 시점에 건네지 않음", "fast.py", "dC_t += dC_prev", "dC_t += 0 * dC_prev", NUMERIC),
    Mutation("dC_{t−1}에 f를 곱하지 않음", "fast.py", "np.multiply(dC_t, f, out=dC_prev)", "dC_prev[:] = dC_t", NUMERIC),
    Mutation("dh_{t−1}을 앞 시점에 더하지 않음", "fast.py", "dh_t += dh_prev", "dh_t += 0", NUMERIC),
    Mutation("시그모이드의 도함수를 σ로 씀", "fast.py", "np.subtract(1, gate, out=s_k)", "s_k[...] = 1", NUMERIC),
    Mutation("tanh′을 틀린 값에서 구함", "fast.py", "np.multiply(C_tilde, C_tilde, out=s_C)", "np.multiply(i, i, out=s_C)", NUMERIC),
    Mutation("마지막 셀 상태의 기울기를 버림", "fast.py", "dC_T), dC_T.copy()", "dC_T), 0 * dC_T.copy()", NUMERIC),
    Mutation("편향을 게이트끼리 나눠 씀", "fast.py", "(p.b_o, p.b_f, p.b_i, p.b_C)", "(p.b_o, p.b_f, p.b_f, p.b_C)", FORWARD),
    Mutation("첫 시점의 h_0을 빠뜨림", "fast.py", "= x, h_0", "= x, 0 * h_0", FORWARD),
    Mutation("이어 붙이는 차례를 바꿈([x, h])", "cells.py", "np.concatenate([h_prev, x_t], axis=-1)", "np.concatenate([x_t, h_prev], axis=-1)", STEPS),
    Mutation("칠판의 역전파가 dh를 덮어씀", "cells.py", "    df, di, dC_tilde =", "    dh = dz = dh * 0\n    dC = dC + dh\n    do = do * 0\n    df, di, dC_tilde =", STEPS),
    Mutation("묶음마다 dW를 새로 씀", "fast.py", "dW += trace.z", "dW[:] = trace.z", STEPS),
    Mutation("큰 곱의 가중치를 층째 이어 붙임", "fast.py", "W.swapaxes(0, 1).reshape", "W.reshape", STEPS),
    Mutation("받은 dh를 바꿈", "fast.py", "dh, dC, dx = dh.copy()", "dh, dC, dx = dh", KEEPS),
    Mutation("RNN의 첫 시점을 건너뜀", "sequence.py", "for t in reversed(range(len(dh))):", "for t in reversed(range(1, len(dh))):", NUMERIC),
    Mutation("RNN의 되먹임을 전치로 곱함", "sequence.py", "dh_prev = da[t] @ params.W_hh", "dh_prev = da[t] @ params.W_hh.T", TORCH),
    Mutation("클리핑을 배열마다 따로 함", "updates.py", "np.float64(max_norm / root)", "np.float64(max_norm / max(np.linalg.norm(g / top), 1e-30))", TRAIN),
    Mutation("손실을 평균이 아니라 합으로 함", "losses.py", "np.mean(np.log(total", "np.sum(np.log(total", TRAIN),
]  # fmt: skip


def run(mutation: Mutation | None) -> tuple[bool, str]:
    """심은 사본에서 검사를 돌린다. (검사가 초록이었는지, 마지막 줄)."""
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        shutil.copytree(ROOT / "lstm_ref", home / "lstm_ref", ignore=shutil.ignore_patterns("__pycache__"))
        (home / "tests").mkdir()
        for name in (ORACLES, TRAIN):
            shutil.copy(ROOT / name, home / name)
        tests = [ORACLES, TRAIN] if mutation is None else [mutation.test]
        if mutation is not None:
            path = home / "lstm_ref" / mutation.file
            text = path.read_text(encoding="utf-8")
            edits = mutation.old if isinstance(mutation.old, tuple) else ((mutation.old, mutation.new),)
            for old, new in edits:
                if old not in text:
                    raise SystemExit(f"{mutation.name}: {mutation.file}에 바꿀 글이 없습니다.\n{old}")
                text = text.replace(old, new, 1)
            path.write_text(text, encoding="utf-8")
        env = os.environ | {"PYTHONPATH": str(home), "OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"}
        command = [
            sys.executable,
            "-m",
            "pytest",
            "-q",
            "-x",
            "-p",
            "no:cacheprovider",
            "--rootdir",
            str(home),
            *tests,
        ]
        done = process.run(command, cwd=home, env=env)
        if done.returncode not in (0, 1):
            raise SystemExit(f"검사를 돌리지 못했습니다.\n{(done.stdout + done.stderr)[-2000:]}")
        return done.returncode == 0, (done.stdout.strip().splitlines() or [""])[-1]


def gradient_check_is_blind() -> bool:
    """f와 i를 순전파와 역전파에서 똑같이 바꾼 실수를, 기울기 확인은 놓치고 ONNX는 잡는지 본다."""
    edits = (
        ("(p.W_o, p.W_f, p.W_i, p.W_C)", "(p.W_o, p.W_i, p.W_f, p.W_C)"),
        ("(p.b_o, p.b_f, p.b_i, p.b_C)", "(p.b_o, p.b_i, p.b_f, p.b_C)"),
        ("[p.W_f, p.W_i, p.W_C, p.W_o]", "[p.W_i, p.W_f, p.W_C, p.W_o]"),
        ("for pair in pairs", "for pair in map([*pairs].__getitem__, (1, 0, 2, 3))"),
    )
    numeric, forward = (
        run(Mutation("일관된 바꿈", "fast.py", edits, None, test))[0] for test in (NUMERIC, FORWARD)
    )
    return numeric and not forward


def main() -> int:
    green, last = run(None)
    print(f"실수를 심지 않은 사본: {'초록' if green else '빨강'}  ({last})")
    missed = [] if green else ["실수를 심지 않은 사본"]
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        blind = pool.submit(gradient_check_is_blind)
        for mutation, (passed, _) in zip(MUTATIONS, pool.map(run, MUTATIONS)):
            print(
                f"{'놓침' if passed else '잡음'}  {mutation.name}  ←  {mutation.test.split('::')[-1]}",
                flush=True,
            )
            missed += [mutation.name] if passed else []
        print(
            f"앞뒤에서 똑같이 바꾼 f와 i: {'기울기 확인은 놓치고 ONNX가 잡음' if blind.result() else '예상과 다름'}"
        )
    print(f"{len(MUTATIONS)}개 가운데 {len(MUTATIONS) - len(missed)}개를 잡았습니다.")
    return 1 if missed or not blind.result() else 0


if __name__ == "__main__":
    sys.exit(main())
