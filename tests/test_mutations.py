"""심은 실수를 모두 잡는지."""

import sys

import build
import pytest
from process import run


@pytest.mark.slow  # 검사를 스무 번 가까이 따로 돌린다
def test_every_planted_mistake_is_caught_by_its_named_test():
    done = run([sys.executable, build.ROOT / "tests" / "mutations.py"])
    assert done.returncode == 0, done.stdout + done.stderr
    assert "놓침" not in done.stdout and done.stdout.count("잡음  ") >= 15
