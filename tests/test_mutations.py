"""심은 실수를 모두 잡는지. 여기서는 방마다 하나씩만 심고, 모두는 make mutations가 심는다(CPU 1분이 넘는다)."""

import sys

import build
import pytest
from planted import MUTATIONS
from process import run


def test_there_are_eighty_mistakes_and_each_can_still_be_planted():
    assert len(MUTATIONS) >= 80 and len({m.name for m in MUTATIONS}) == len(MUTATIONS)
    for m in MUTATIONS:
        path = build.ROOT / (m.file if m.file.startswith("book/") else f"lstm_ref/{m.file}")
        assert all(old in path.read_text(encoding="utf-8") for old, _ in m.edits), m.name
        file, _, test = m.test.partition("::")
        named = f"def {test.partition('[')[0]}(" if test else ""
        assert named in (build.ROOT / file).read_text(encoding="utf-8"), m.test


@pytest.mark.slow  # 검사를 스무 번 가까이 따로 돌린다
def test_a_mistake_planted_in_each_room_is_caught_by_its_named_test():
    done = run([sys.executable, build.ROOT / "tests" / "mutations.py", "--few"])
    assert done.returncode == 0, done.stdout + done.stderr
    assert "놓침" not in done.stdout and done.stdout.count("잡음  ") >= 15
