"""자기 확인의 말: 무슨 일이 있어도 세 줄이고, 영어 오류의 뜻이 우리말로 있고, 줄이 전화기에 들어간다."""

import numpy as np
import pytest
from messages import RIGHT, said, short_enough

import lstm_ref as lr
from lstm_ref.exercises import notebook, spec, verdict
from lstm_ref.exercises.compare import ROOM
from lstm_ref.exercises.errors import TYPES, WORDS

# 글마다, 출력 칸에 넣었을 때 눈에 보이는 줄의 수. 접힌 줄도 센다
ROWS = """texts => {
  const first = document.querySelector('.tag_exercise .output.stream pre');
  const made = texts.map(text => {
    const pre = first.cloneNode();
    pre.textContent = text;
    return pre;
  });
  first.after(...made);
  const range = document.createRange();
  const rows = made.map(pre => {
    range.selectNodeContents(pre);
    return new Set([...range.getClientRects()].map(box => Math.round(box.top))).size;
  });
  made.forEach(pre => pre.remove());
  return rows;
}"""
# 한 줄의 너비와 글자의 크기(픽셀)
ROOMS = """() => [...document.querySelectorAll('.tag_exercise .output.stream pre')].map(pre => {
  const style = getComputedStyle(pre), size = parseFloat(style.fontSize);
  return [pre.clientWidth - parseFloat(style.paddingLeft) - parseFloat(style.paddingRight), size];
})"""


def without_source(code):
    """글을 다시 읽을 수 없는 함수. 노트북을 다시 열었을 때처럼 줄의 글이 없다."""
    space = {"np": np}
    exec(compile(code, "<없는 셀>", "exec"), space)
    return space["f"]


def long_line(W_f, b_f, h_prev, x_t, C_prev):
    return (W_f @ np.ones((1, 7)) + b_f @ np.ones((2, 9)) + h_prev @ np.ones((3, 8)) + x_t @ np.ones((4, 4)))  # fmt: skip


def three_names(W_f, b_f, h_prev, x_t, C_prev):
    B, H, D = h_prev.shape
    return C_prev[:B, :H] * D


def own_words(*arguments):
    raise ValueError("여기까지 왔으니 이 줄은 지나가지 않아야 하는데 지나갔다는 긴 말을 적어 둔 오류")


FAILURES = {
    "글이 없는 줄": without_source("def f(*a):\n    return np.ones((2, 3)) @ np.ones((2, 3))"),
    "글이 없는 줄의 짧은 오류": without_source("def f(*a):\n    raise LookupError('x')"),
    "말이 없는 오류": without_source("def f(*a):\n    raise OSError"),
    "이름도 긴 오류": without_source("def f(*a):\n    raise type('ㄱ' * 80, (Exception,), {})('ㄴ' * 300)"),
    "긴 줄": long_line,
    "배우는 이의 말": own_words,
    "문장이 아님": lambda *a: eval("1+"),
    "들여쓰기": lambda *a: exec("if 1:\nx"),
    "없는 파일": lambda *a: np.load("/없음/x"),
    "부를 수 없음": lambda W, b, h, x, C: W(h),
    "나눠 담기": three_names,
    "조건에 배열": lambda W, b, h, x, C: C if np.ones(2) > 0 else 0,
    "끝없이 자기를 부름": lambda *a: FAILURES["끝없이 자기를 부름"](*a),
    "없는 이름": lambda *a: no_such_name,  # noqa: F821
    "틀리고 입력도 바꿈": lambda W, b, h, x, C: C.__imul__(0.5),
    "크기가 다르고 입력도 바꿈": lambda W, b, h, x, C: C.__imul__(0.5)[0],
    "맞지만 입력을 바꿈": lambda W, b, h, x, C: (RIGHT(W, b, h, x, C), C.__imul__(0))[0],
    "책의 답을 부름": lambda W, b, h, x, C: lr.rnn_step(lr.RNNParams(W, W, b), x, h),
}


@pytest.mark.parametrize("kind", FAILURES)
def test_whatever_happens_the_message_is_three_lines_that_fit_a_phone(capsys, kind):
    text = said(capsys, "ex06a", FAILURES[kind])
    short_enough(text)
    assert not any(line.rstrip().endswith((":", "→")) for line in text.splitlines()), text
    assert "Traceback" not in text and "mismatch" not in text


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        ("문장이 아님", "파이썬이 읽을 수 없는 문장이에요"),
        ("들여쓰기", "들여쓰기가 맞지 않아요"),
        ("없는 파일", "없는 파일을 열었어요"),
        ("부를 수 없음", "함수가 아닌 것을 괄호로 불렀어요"),
        ("나눠 담기", "나눠 담을 이름의 수가 맞지 않아요"),
        ("조건에 배열", "배열을 참·거짓 하나로 읽을 수 없어요"),
    ],
)
def test_the_meaning_of_an_error_is_told_in_korean(capsys, kind, words):
    assert words in said(capsys, "ex06a", FAILURES[kind])


def test_a_line_without_its_source_still_has_its_number(capsys):
    text = said(capsys, "ex06a", FAILURES["글이 없는 줄"])
    assert (
        "\n  2번째 줄\n  ValueError, 입력의 크기: " in text and "행렬 곱에서 안쪽 크기가 맞지 않아요" in text
    )
    text = said(capsys, "ex06a", FAILURES["글이 없는 줄의 짧은 오류"])
    assert "\n  2번째 줄\n  LookupError: x\n" in text


def test_the_endless_the_killed_and_the_unreadable_are_short_too():
    exercise = spec.find("ex06a")
    drawn = spec.cases(exercise, 0, 4)
    for kind in verdict.STOPPED:
        text = verdict.judge(exercise, drawn, [verdict.Outcome(kind)]).message
        short_enough(text)
        assert all(words in text for words in verdict.STOPPED[kind])


# 바른 값 하나를 망가뜨리는 길
SPOILS = {
    "값": lambda v: v + 0.123456789, "무한대": lambda v: v + np.inf, "정수": lambda v: np.asarray(v).round().astype(int),
    "한 자리만": lambda v: v + 1e-5 * (np.arange(v.size).reshape(v.shape) == v.size - 1), "없음": lambda v: None,
    "float32": lambda v: v.astype(np.float32), "크기": lambda v: np.stack([v, v]), "복소수": lambda v: v + 0j,
    "큰 크기": lambda v: np.zeros((12345, *np.shape(v), 1, 1, 1)), "글": lambda v: "긴 글" * 30,
    "삐뚤한 목록": lambda v: [[1], [1, 2]], "이름이 긴 것": lambda v: type("ㄱ" * 90, (), {})(),
}  # fmt: skip


def spoiled(exercise, answer):
    """돌려줄 값의 수를 틀리거나, 돌려줄 값을 하나씩 망가뜨린 것."""
    whole = (answer,) if len(exercise.outputs) == 1 else answer
    yield (*whole, *whole)
    for k, value in enumerate(whole):
        parts = value if isinstance(value, list) else [value]
        for spoil in SPOILS.values():
            bad = [spoil(np.asarray(part)) for part in parts]
            made = (*whole[:k], bad if isinstance(value, list) else bad[0], *whole[k + 1 :])
            yield made[0] if len(made) == 1 else made


def every_message(capsys):
    """모든 실수, 통과, 빈 답, 망가진 답, 오류의 뜻, 위의 실패. 문제의 번호는 모두 너비가 같다."""
    made = []
    for exercise in spec.all_exercises():
        drawn = spec.cases(exercise, notebook.SEED, notebook.COUNT)
        known = verdict.key(exercise, drawn)
        broken = zip(*(spoiled(exercise, answer) for answer in known.answers))
        for values in (known.answers, [None] * len(drawn), *broken):
            outcomes = [verdict.Outcome("value", value) for value in values]
            changed = [outcome._replace(mutated=True) for outcome in outcomes]
            made += [verdict.judge(exercise, drawn, told, known).message for told in (outcomes, changed)]
        made += [verdict.judge(exercise, drawn, outcomes, known).message for outcomes in known.wrongs]
    made += [said(capsys, "ex06a", function).rstrip() for function in FAILURES.values()]
    drawn = spec.cases(spec.find("ex06a"), 0, 1)
    for words in (*TYPES.values(), *WORDS.values()):
        raised = verdict.Outcome("raised", detail="1번째 줄\nValueError", meaning=words)
        made.append(verdict.judge(spec.find("ex06a"), drawn, [raised]).message)
    return made


def test_however_an_answer_is_broken_the_message_fits_a_phone(capsys):
    for text in every_message(capsys):
        short_enough(text)


@pytest.mark.slow
def test_on_a_phone_every_message_takes_three_rows_at_most(reader, capsys):
    page, messages = reader("06-forget-gate", 390), list(dict.fromkeys(every_message(capsys)))
    rooms = page.evaluate(ROOMS)
    assert rooms and all(size >= 12 and room >= ROOM * size for room, size in rooms), rooms
    rows = page.evaluate(ROWS, messages)
    assert len(rows) > 1000 and max(rows) == 3
    assert rows == [len(text.splitlines()) for text in messages], "접힌 줄이 있습니다."
    long = "ex06a: 편향 b_f가 빠졌어요. 편향은 입력과 상관없이 언제나 더해져요."
    assert page.evaluate(ROWS, [long, "두 줄\n이에요"]) == [2, 2], "접힌 줄도 셉니다."
