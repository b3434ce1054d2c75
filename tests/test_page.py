"""쪽을 만드는 확장(book/page): 수식을 그린 프로그램은 반드시 끝난다."""

import sys

import build
from process import run


def test_a_program_that_set_a_formula_ends_by_itself():
    code = "import sys; sys.path.insert(0, sys.argv[1]); from page import formulas; print(len(formulas.mathml('x^2', False)))"
    done = run([sys.executable, "-c", code, build.BOOK], limit=300)
    assert done.returncode == 0 and int(done.stdout) > 40, done.stderr


def test_a_program_that_failed_on_a_formula_ends_too():
    code = r"import sys; sys.path.insert(0, sys.argv[1]); from page import formulas; formulas.mathml(r'\frac{1', False)"
    done = run([sys.executable, "-c", code, build.BOOK], limit=300)
    assert done.returncode == 1 and "수식을 읽지 못했습니다" in done.stderr
