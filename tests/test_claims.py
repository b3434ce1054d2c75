"""본문의 수와 풀이의 코드가 지금의 lstm_ref에서도 맞는지, 장마다 셀을 차례로 실행해 본다."""

import re
from unittest import mock

import build
import claims
import pytest

LESSONS = [name for name in build.chapters() if re.match(r"\d\d-|index|symbols", name)]
SOLUTION = re.compile(r"<summary>풀이</summary>(.*?)</details>", re.S)
PYTHON = re.compile(r"^```python\n(.*?)^```", re.S | re.M)


@pytest.mark.parametrize("name", LESSONS)
def test_every_claim_holds_and_every_solution_runs(name):
    space, wrong, solutions = {"__name__": "__main__"}, [], []
    with mock.patch("builtins.print"):
        for cell in build.read(name).cells:
            if cell.cell_type == "code":
                exec(compile(cell.source, f"{name}.md", "exec"), space)
                continue
            for claim in claims.find(cell.source):
                wrong.append(claims.judge(claim, eval(claim.code, space)))
            for block in SOLUTION.findall(cell.source):
                solutions += PYTHON.findall(block)
    assert not any(wrong), "\n".join(filter(None, wrong))
    for code in solutions:
        assert "assert" in code, f"풀이에 확인이 없습니다.\n{code}"
        exec(compile(code, f"{name}.md 풀이", "exec"), dict(space))


def claim(text, code="x", tolerance=None):
    return claims.Claim(text, "=", code, tolerance, f"값은 {text}예요.")


@pytest.mark.parametrize(
    ("text", "value", "right"),
    [
        ("0.122", 0.12249, True),
        ("0.122", 0.1226, False),
        ("약 22배", 21.6, True),
        ("−0.40", -0.402, True),
        ("−0.40", 0.402, False),
        ("1.5×10⁻⁷", 1.46e-7, True),
        ("1.5×10⁻⁷", 1.6e-7, False),
        ("1.5 \\times 10^{-7}", 1.5e-7, True),
        ("1,234", 1234.4, True),
        ("82 %", 82.4, True),
        ("1/1000", 0.0012, True),
        ("1/1000", 0.01, False),
    ],
)
def test_a_number_is_right_within_half_of_its_last_digit(text, value, right):
    assert (claims.judge(claim(text), value) is None) == right


def test_a_wrong_number_is_reported_with_its_sentence_and_both_numbers():
    found = claims.find("먼저 읽어요. 20시점 뒤에는 {{0.122 = decay}}만 남았어요. 끝이에요.")[0]
    problem = claims.judge(found, 0.5)
    assert "20시점 뒤에는 0.122만 남았어요." in problem and "0.5" in problem and "0.122" in problem


def test_a_comparison_must_be_true():
    found = claims.find("{{더 커요 ? a > b}}")[0]
    assert claims.judge(found, True) is None
    assert "더 커요" in claims.judge(found, False)


def test_the_reader_sees_only_the_words():
    assert claims.plain("값은 {{0.122 = f(x)}}이고 {{더 커요 ? a > b}}.") == "값은 0.122이고 더 커요."


def test_a_claim_without_a_number_says_so_in_korean():
    with pytest.raises(ValueError, match="수를 찾지 못했습니다"):
        claims.judge(claim("많이"), 1.0)
