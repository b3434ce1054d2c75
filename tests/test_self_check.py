"""자기 확인: 배우는 이가 무엇을 넣어도 오류 없이 한국어 한마디로 답하고, 끝나지 않는 답도 멈춘다."""

import contextlib
import sys
import threading
import time
import warnings
from unittest import mock

import numpy as np
import pytest
from messages import RIGHT, said, short_enough

import lstm_ref as lr
from lstm_ref.exercises import clock, notebook, spec


def wrap(change):
    return lambda W_f, b_f, h_prev, x_t, C_prev: change(RIGHT(W_f, b_f, h_prev, x_t, C_prev))


@pytest.mark.parametrize(
    ("function", "words"),
    [
        (RIGHT, ["통과했어요", "사례 8개", "erased"]),
        (wrap(lambda f: None), ["아직 비어 있어요", 'lr.hint("ex06a")']),
        (wrap(lambda f: f + 0.25), ["아직 달라요", "W_f=[0.4, -0.7]", "정답 1.12, 나온 값 1.37"]),
        (
            wrap(lambda f: f * 2**0.5 if f.size > 1 else f),
            ["아직 달라요. 12개 중 12개, 최대 ", "erased[0,0]: 정답 "],
        ),
        (wrap(lambda f: f[0]), ["erased의 크기가 달라요", "바른 크기 (B=1, H=1)", "나온 크기 (1,)"]),
        (wrap(lambda f: f.T), ["erased의 크기가 달라요", "바른 크기 (B=", "나온 크기 ("]),
        (wrap(lambda f: f.round().astype(int)), ["정수(int64)라서", "소수점 아래가 잘렸어요"]),
        (wrap(lambda f: f.astype(np.float32)), ["float32", "정밀도"]),
        (wrap(lambda f: f > 0.5), ["자료형이 맞지 않아요", "bool"]),
        (wrap(lambda f: f + 0j), ["complex128"]),
        (wrap(lambda f: "0.5"), ["자료형이 맞지 않아요"]),
        (wrap(lambda f: {"f": f}), ["나온 것 dict"]),
        (wrap(lambda f: [[1], [1, 2]]), ["erased에 온 것을 배열로 못 읽어요", "list"]),
        (wrap(lambda f: (v for v in f)), ["나온 것 generator", "`yield` 대신 `return`"]),
        (wrap(lambda f: np.tanh), ["나온 것 ufunc"]),
        (wrap(lambda f: wrap), ["나온 것 function", "부른 값을 돌려주세요"]),
        (wrap(lambda f: ...), ["아직 비어 있어요", "`...`를 지우고", "lr.hint"]),
        (wrap(lambda f: (f,)), ["값 하나를 튜플로 묶었어요", "쉼표를 지워"]),
        (wrap(lambda f: f.astype(str)), ["나온 것 글(str)"]),
        (wrap(lambda f: f.astype(np.float16)), ["정밀도를 잃었어요. 자료형: float16."]),
        (wrap(lambda f: f * np.nan), ["나온 값 nan", "0으로 나누거나 exp가 넘쳤는지 보세요"]),
        (wrap(lambda f: f / 0), ["나온 값 inf"]),
        (wrap(lambda f: (f, f)), ["돌려줄 값의 수", "바른 수 1, 나온 수 2", "바른 꼴: erased"]),
        (lambda: 1, ["값 5개를 받아야 해요", "my_erase(W_f, b_f, h_prev, x_t, C_prev)"]),
        (lambda a, b, c, d, e, f: 1, ["값 5개를 받아야 해요"]),
        (np.ones(3), ["괄호 없이", 'lr.check("ex06a", my_erase)', "ndarray"]),
        (None, ["괄호 없이", "없음"]),
        (np.tanh, ["값 5개를 받아야 해요"]),
        (wrap(lambda f: sys.exit(1)), ["SystemExit"]),
        (wrap(lambda f: 1 / 0), ["ZeroDivisionError", "0으로 나누었어요", "번째 줄"]),
    ],
)
def test_any_answer_gets_one_helpful_sentence(capsys, function, words):
    text = said(capsys, "ex06a", function)
    assert text.startswith(("ex06a 지워지는 몫: ", "ex06a: ")) and all(word in text for word in words), text
    assert "요" in text
    short_enough(text)


def test_an_exception_shows_the_learners_own_line(capsys):
    def my_erase(W_f, b_f, h_prev, x_t, C_prev):
        z = np.concatenate([h_prev, x_t], axis=0)  # 축이 틀렸다
        return z @ W_f.T + b_f

    text = said(capsys, "ex06a", my_erase)
    assert "z = np.concatenate([h_prev, x_t], axis=0)" in text or "return z @ W_f.T + b_f" in text
    assert "ValueError" in text and "Traceback" not in text and "입력의 크기: W_f (1, 2)" in text
    assert "배열의 크기" in text or "행렬 곱" in text, "영어 오류의 뜻이 우리말로 있습니다."
    short_enough(text)


def test_a_changed_input_is_told_even_when_the_answer_is_right(capsys):
    def in_place(f, i, C_tilde, C_0):
        out = []
        for t in range(len(f)):
            C_0 *= f[t]
            C_0 += i[t] * C_tilde[t]
            out.append(C_0.copy())
        return np.stack(out)

    text = said(capsys, "ex08a", in_place)
    assert "통과했어요" in text and "받은 배열을 바꾸었어요" in text


def test_an_input_changed_in_one_call_does_not_reach_the_next(capsys):
    kept = []

    def spoil(*arguments):
        value = RIGHT(*arguments)
        for a in arguments:
            a[:] = 0
        kept.append(value)
        return value

    assert "통과했어요" in said(capsys, "ex06a", spoil) and len(kept) == notebook.COUNT


def test_the_answer_is_kept_even_if_the_function_reuses_its_array(capsys):
    room = np.zeros((99, 99))

    def reuse(*arguments):
        value = RIGHT(*arguments)
        view = room[: value.shape[0], : value.shape[1]]
        view[:] = value
        return view

    assert "통과했어요" in said(capsys, "ex06a", reuse)


def test_a_print_inside_the_function_is_seen_once(capsys):
    def talk(*arguments):
        print("여기")
        print("저기", file=sys.stderr)
        return RIGHT(*arguments)

    assert lr.check("ex06a", talk) is None
    shown = capsys.readouterr()
    assert (shown.out.count("여기"), shown.err.count("저기")) == (1, 1)


def test_two_answers_in_one_are_counted(capsys):
    assert "바른 수 2, 나온 수 1\n  바른 꼴: dW_f, db_f" in said(
        capsys, "ex06c", lambda dC, C_prev, f, z: 1.0
    )
    assert "db_f 값이 비어 있어요" in said(
        capsys, "ex06c", lambda dC, C_prev, f, z: ((dC * C_prev * f * (1 - f)).T @ z, None)
    )


@pytest.mark.parametrize("wrong_id", ["ex6a", "EX06A", "ex06", " ex06a"])
def test_a_wrong_id_lists_the_near_ones(capsys, wrong_id):
    text = said(capsys, wrong_id, RIGHT)
    short_enough(text.strip().replace("\n", "\n  "))
    assert "연습문제가 없어요" in text and "비슷한 번호: ex06a" in text
    assert lr.hint(wrong_id) is None and "ex06a" in capsys.readouterr().out


@pytest.mark.parametrize("wrong_id", [None, 6, RIGHT, "", "망각"])
def test_something_that_is_no_id_is_said_so(capsys, wrong_id):
    assert "연습문제가 없어요" in said(capsys, wrong_id, RIGHT)


def test_a_hint_goes_one_step_further_each_time_and_stays_at_the_last(capsys):
    notebook.SHOWN.clear()
    hints = spec.find("ex06a").hints
    for k, words in enumerate(hints, 1):
        lr.hint("ex06a")
        assert capsys.readouterr().out == f"ex06a 지워지는 몫 힌트 {k}/{len(hints)}: {words}\n"
    for _ in range(2):
        lr.hint("ex06a")
        out = capsys.readouterr().out
        assert hints[-1] in out and "마지막 힌트" in out
    lr.hint("ex06b")
    assert "힌트 1/" in capsys.readouterr().out


def endless(*_):
    while True:
        pass


def stubborn(*_):
    while True:
        try:  # noqa: SIM105
            np.sort(np.arange(100_000.0))
        except:  # noqa: E722  배우는 이가 흔히 쓰는, 모든 것을 삼키는 except
            pass


def stubborn_once(*_):
    with contextlib.suppress(BaseException):
        endless()
    endless()


@pytest.mark.parametrize("function", [endless, stubborn, stubborn_once, lambda *_: time.sleep(60)])
def test_an_endless_answer_is_stopped_in_the_main_thread(function):
    assert clock.within(0.3, function) is False  # 돌아왔다는 것이 멈추었다는 뜻이다


def test_an_endless_answer_is_left_behind_where_no_alarm_rings():
    gate, ended = threading.Event(), []

    def asleep(*_):
        gate.wait()
        ended.append(True)

    for function in (endless, stubborn, asleep):
        assert clock.by_thread(0.3, function) is False
    assert not ended  # 끝나기를 기다리지 않고 나왔다
    gate.set()


def test_an_endless_answer_is_named_and_the_next_check_works(capsys, monkeypatch):
    monkeypatch.setattr(notebook, "SECONDS", 0.3)
    text = said(capsys, "ex06a", endless)
    assert "시간 안에 끝나지 않아서 멈췄어요" in text
    assert "통과했어요" in said(capsys, "ex06a", RIGHT)


def test_check_works_outside_the_main_thread(capsys):
    thread = threading.Thread(target=lr.check, args=("ex06a", RIGHT))
    thread.start()
    thread.join()
    assert "통과했어요" in capsys.readouterr().out


def test_an_interrupt_by_hand_is_not_swallowed(capsys):
    def interrupted(*_):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        lr.check("ex06a", interrupted)


@pytest.mark.parametrize("exercise", spec.all_exercises(), ids=lambda e: e.id)
def test_a_check_says_yes_to_the_solution_and_no_to_a_mistake(exercise, capsys):
    start = time.process_time()
    assert "통과했어요" in said(capsys, exercise.id, exercise.solution)
    assert "통과했어요" not in said(capsys, exercise.id, exercise.mistakes[-1].wrong)
    print(f"{exercise.id}: 두 번에 {time.process_time() - start:.2f}초")  # make test -s로 본다


def test_the_function_alone_is_enough(capsys):
    def my_erase(*arguments):
        return RIGHT(*arguments)

    assert "ex06a 지워지는 몫: 통과했어요" in said(capsys, my_erase)
    long = type("긴", (), {"__call__": RIGHT, "__name__": "ㄱ" * 90})()
    short_enough(said(capsys, long).replace("\n번", "\n  번"))
    assert "번호도 함께" in said(capsys, RIGHT) and "ex06a" not in said(capsys, lambda f: f).split(":")[0]


def borrowed_inside(W_f, b_f, W_i, b_i, W_C, b_C, W_o, b_o, x_t, h_prev, C_prev):
    step = lr.lstm_step(lr.LSTMParams(W_f, b_f, W_i, b_i, W_C, b_C, W_o, b_o), x_t, h_prev, C_prev)
    return step.C, step.h


def borrowed_by_another_name(*arguments):
    from lstm_ref.cells import lstm_step as mine

    return mine(lr.LSTMParams(*arguments[:8]), *arguments[8:])[6:]


def borrowed_in_try(*arguments):
    try:
        return borrowed_inside(*arguments)
    except Exception:
        return None


@pytest.mark.parametrize("function", [borrowed_inside, borrowed_by_another_name, borrowed_in_try])
def test_the_reference_inside_the_answer_is_no_answer(capsys, function):
    text = said(capsys, "ex05b", function)
    assert "lr.lstm_step 함수를 불렀어요" in text and "답이 아니에요" in text and "통과" not in text


def test_what_the_exercise_allows_may_be_called(capsys):
    assert "통과했어요" in said(capsys, "ex06a", RIGHT)  # lr.sigmoid를 부른다
    whole = lambda f, C: lr.exercises.find("ex09a").reference(f, C)  # noqa: E731
    assert "답이 아니에요" in said(capsys, "ex09a", whole)
    assert "lr.sigmoid 함수를" not in said(capsys, "ex09a", lambda o, h: lr.sigmoid(h / o))


def test_a_blank_left_in_a_half_written_answer_is_called_empty(capsys):
    def my_training(weights, W_y, x, targets, rate, max_norm, steps):
        trace = lr.lstm_forward(lr.LSTMParams(*weights), x)
        dh = np.zeros_like(trace.h)
        dh[-1] = ...
        return dh

    assert "아직 비어 있어요.\n  `...`를 지우고" in said(capsys, "ex12c", my_training)


def test_check_leaves_nothing_behind(capsys):
    """난수의 상태, 출력 설정, 오류 설정, 알람, 추적이 부르기 전과 같다."""
    import signal

    def state():
        held = np.random.get_state()
        return (
            held[1].tolist(), held[2:], np.get_printoptions(), np.geterr(), signal.getsignal(signal.SIGALRM),
            signal.getitimer(signal.ITIMER_REAL), sys.gettrace(), sys.getprofile(), warnings.filters[:],
        )  # fmt: skip

    before = state()
    for function in (RIGHT, wrap(lambda f: f / 0), wrap(lambda f: 1 / 0), endless, stubborn):
        with mock.patch.object(notebook, "SECONDS", 0.2):
            said(
                capsys,
                "ex06a",
                lambda W_f, b_f, h_prev, x_t, C_prev, do=function: do(W_f, b_f, h_prev, x_t, C_prev),
            )
    assert state() == before
