"""본문의 수와 풀이의 코드가 지금의 lstm_ref에서도 맞는지, 장마다 셀을 차례로 실행해 본다."""

import re
from unittest import mock

import build
import claims
import evidence
import pytest

LESSONS = [name for name in build.chapters() if re.match(r"\d\d-|index|symbols|sheet", name)]
SOLUTION = re.compile(r"<summary>풀이</summary>(.*?)</details>", re.S)
PYTHON = re.compile(r"^```python\n(.*?)^```", re.S | re.M)


@pytest.mark.parametrize("name", LESSONS)
def test_every_claim_holds_and_every_solution_runs(name):
    space, wrong, solutions, fresh = {"__name__": "__main__"}, [], [], []
    with mock.patch("builtins.print"):
        for cell in build.read(name).cells:
            if cell.cell_type == "code":
                exec(compile(cell.source, f"{name}.md", "exec"), space)
                continue
            for claim in claims.find(cell.source):
                values = [eval(code, space) for code in evidence.probes(claim.code, claim.kind)]
                wrong.append(claims.judge(claim, values[0]))
                fresh.append(evidence.measured(claim, [evidence.scalar(v) for v in values]))
            for block in SOLUTION.findall(cell.source):
                solutions += PYTHON.findall(block)
    assert not any(wrong), "\n".join(filter(None, wrong))
    old = [row["measured"] for row in evidence.stored(name)]
    assert len(old) == len(fresh)
    changed = [f"적힌 값 {a}, 지금 잰 값 {b}" for a, b in zip(old, fresh) if not same(a, b)]
    assert not changed, f"{name}: '이 책의 주장과 근거'의 값이 낡았습니다.\n" + "\n".join(changed)
    for code in solutions:
        assert "assert" in code or "lr.check(" in code, f"풀이에 확인이 없습니다.\n{code}"
        exec(compile(code, f"{name}.md 풀이", "exec"), dict(space))


def test_a_changed_computation_is_reported_with_the_sentence_and_both_numbers():
    """코드만 바뀌어도(망각 게이트가 조금 새면) 그 수를 적은 문장이 실패한다."""
    import lstm_ref as lr

    real, cells = lr.experiments.forget_gate.forget_decay, build.read("06-forget-gate").cells
    leaky = lambda f, steps: real([0.97 * v for v in f], steps)  # noqa: E731
    with mock.patch.object(lr.experiments.forget_gate, "forget_decay", leaky), mock.patch("builtins.print"):
        space = {}
        exec(next(c.source for c in cells if "forget_decay" in c.source), space | {"lr": lr}, space)
        found = next(c for cell in cells for c in claims.find(cell.source) if c.code == "decay.C[-1, 1]")
        problem = claims.judge(found, eval(found.code, space))
    assert "20시점 뒤에는 0.122만 남았어요." in problem and "본문의 수는 0.122" in problem
    assert f"계산한 값은 {(0.97 * 0.9) ** 20:.6g}" in problem


def same(old, new):
    """잰 값을 적은 두 글이 같은지. 반올림의 자국만큼 작은 수는 자릿수만 본다(CPU마다 다르다)."""
    number = r"-?\d+(?:\.\d+)?(?:×10[⁻⁰¹²³⁴⁵⁶⁷⁸⁹]+)?"
    pairs = [re.findall(number, text.replace("−", "-")) for text in (old, new)]
    if re.sub(number, "#", old.replace("−", "-")) != re.sub(number, "#", new.replace("−", "-")):
        return False
    for a, b in zip(*([claims.read_number(one)[0] for one in found] for found in pairs)):
        if abs(a - b) > 0.05 * max(abs(a), abs(b)) and not (1e-13 < max(abs(a), abs(b)) < 1e-5):
            return False
    return True


@pytest.mark.parametrize(
    ("old", "new", "right"),
    [
        ("0.1216", "0.1217", True),
        ("0.1216", "0.1416", False),
        ("−2.44 < 0", "-2.44 < 0", True),
        ("−2.44 < 0", "−2.44 > 0", False),
        ("9.1×10⁻⁷ < 1", "4.1×10⁻⁷ < 1", True),
        ("참", "거짓", False),
    ],
)
def test_stored_values_may_differ_by_rounding_only(old, new, right):
    assert same(old, new) == right


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
        ("$10^{-5}$", 1.2e-5, True),
        ("$10^{-5}$", 1e-4, False),
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


def test_a_false_word_is_quoted_with_its_expression():
    found = claims.find("앞의 말이에요. 다섯 시드 모두 {{더 커요 ? a.min() > b}}.")[0]
    problem = claims.judge(found, False)
    assert "다섯 시드 모두 더 커요." in problem and "a.min() > b" in problem and "False" in problem


def test_the_reader_sees_only_the_words():
    assert claims.plain("값은 {{0.122 = f(x)}}이고 {{더 커요 ? a > b}}.") == "값은 0.122이고 더 커요."


def test_a_claim_without_a_number_says_so_in_korean():
    with pytest.raises(ValueError, match="수를 찾지 못했습니다"):
        claims.judge(claim("많이"), 1.0)
