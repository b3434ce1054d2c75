"""모래상자를 벗어나거나 점수를 훔치려는 코드는 하나도 이기지 못하고, 옆 사람의 채점은 그대로다."""

import functools
import os
import re
import socket
import textwrap
import time
from pathlib import Path

import classroom
import pytest
from attacks import FORGED, OUT
from learners import FORGET, GRADS, HEAD, Learner, notebook

from lstm_ref.classroom import grading, memory, sandbox, seccomp, selftest
from lstm_ref.classroom.session import Session

each = pytest.mark.parametrize("attack", OUT, ids=lambda a: a.name)


@pytest.fixture(scope="module", autouse=True)
def sandboxed():
    classroom.need_sandbox()


@pytest.fixture
def target(tmp_path):
    """공격이 노리는 것: 비밀 파일, 결과 폴더, 듣고 있는 서버."""
    folder = tmp_path / "results"
    folder.mkdir()
    for name in ("grades.csv", "spare.csv"):
        (folder / name).write_text("학번,총점\n")
    canary = tmp_path / "canary"
    canary.write_text("비밀")
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0.1)
        yield canary, folder, server


def fire(attack, target, *, unsafe):
    """공격 하나를 불러 본다. 이겼으면 참."""
    canary, folder, server = target
    code = "def attack(canary, folder, port):\n" + textwrap.indent(attack.code, "    ")
    inputs = [str(canary), str(folder), server.getsockname()[1]]
    with Session([(1, code)], classroom.QUICK._replace(call=5.0), unsafe=unsafe) as session:
        reply = session.call(["attack"], [inputs])[-1]
        assert session.stopped == [], "공격의 글이 틀렸습니다."
    return reply.kind == "value" and bool(reply.value)


def test_there_are_enough_attacks():
    assert len(OUT) + len(FORGED) >= 40 and sum(attack.bare for attack in OUT) >= 15


@each
def test_an_attack_from_inside_does_not_win(attack, target):
    canary, folder, server = target
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    assert not fire(attack, target, unsafe=False)
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == before
    assert canary.read_text() == "비밀"
    with pytest.raises(TimeoutError):
        server.accept()


@pytest.mark.parametrize("attack", [a for a in OUT if a.bare], ids=lambda a: a.name)
def test_the_same_attack_wins_without_the_sandbox(attack, target):
    """대조: 위의 검사가 아무 일도 하지 않는 공격을 막았다고 하지 않게 한다."""
    if os.geteuid() and "unshare" in attack.code:
        pytest.skip("새 이름 공간은 관리자가 아니면 상자 밖에서도 막힐 수 있습니다.")
    assert fire(attack, target, unsafe=True)


def test_no_process_outlives_its_box():
    """상자 안에서 이름을 바꾼 프로세스를 만들고, 상자를 닫은 뒤 컴퓨터 전체에서 찾는다."""
    name = f"box{os.getpid() % 10**6}"
    code = f"""
import ctypes, os, time
ctypes.CDLL(None).prctl(15, b"{name}", 0, 0, 0)
def stay():
    if os.fork() == 0:
        os.setsid()
        time.sleep(600)
    return 1
"""

    def alive():
        found = []
        for entry in os.listdir("/proc"):
            try:
                found += [entry] if Path("/proc", entry, "comm").read_text().strip() == name else []
            except OSError:
                continue
        return found

    with Session([(1, code)], classroom.QUICK) as session:
        assert session.call(["stay"], [[]])[-1].value == 1
        assert len(alive()) == 2, "대조: 열려 있는 동안에는 둘이 보여야 합니다."
    until = time.monotonic() + 30
    while alive() and time.monotonic() < until:
        time.sleep(0.05)
    assert alive() == []


@pytest.fixture(scope="module")
def graded(tmp_path_factory):
    """점수를 훔치려는 사람들과 정직한 세 사람을 한 묶음으로 채점한다."""
    room = tmp_path_factory.mktemp("hostile")
    honest = Learner("정직", {"hw.ipynb": notebook(HEAD, FORGET, GRADS)})
    people = [honest]
    people += [Learner(a.name, {"hw.ipynb": notebook(HEAD, a.code, GRADS)}) for a in FORGED]
    people += [honest, Learner("늦은 정직", {"hw.ipynb": notebook(HEAD, FORGET)})]
    classroom.hand_in(people, room / "handed")
    roster = classroom.moodle_roster(people, room / "roster.csv")
    options = {"roster": roster, "limits": classroom.QUICK, "quiet": True}
    return people, grading.grade(
        room / "handed", room / "out", {"ex06a": 1, "ex06c": 3}, workers=2, **options
    )


def test_a_hostile_batch_ends_with_every_row_and_honest_marks(graded):
    people, out = graded
    rows = classroom.read_csv(out / "grades.csv")
    assert len(rows) == len(people)
    assert [rows[0]["총점"], rows[-2]["총점"], rows[-1]["총점"]] == ["4", "4", "1"]


@pytest.mark.parametrize("number", range(1, len(FORGED) + 1), ids=lambda k: FORGED[k - 1].name)
def test_a_forger_gets_no_mark_for_the_forged_exercise(graded, number):
    people, out = graded
    row = classroom.read_csv(out / "grades.csv")[number]
    assert row["ex06a"] == "0", classroom.feedback_of(out, number)


def test_what_a_hostile_learner_writes_stays_text(graded):
    people, out = graded
    for path in out.rglob("*.*"):
        text = path.read_text(encoding="utf-8")
        assert "새어" not in text or "raise" in text
        assert not re.search(r"새어 나간 입력 \[|새어-?\d", text)
        if path.suffix == ".html":
            assert "<script" not in text and "<img" not in text
    number = 1 + [a.name for a in FORGED].index("피드백에 스크립트 넣기")
    assert "&lt;script&gt;" in classroom.feedback_of(out, number, "html")
    assert re.search(r"^    .*<script>", classroom.feedback_of(out, number), re.M)


def test_the_results_hold_nothing_but_what_the_grader_writes(graded):
    people, out = graded
    assert {path.name for path in out.iterdir()} == {
        "batch.json",
        "records",
        "feedback",
        "grades.csv",
        "summary.html",
        "summary.md",
    }
    assert len(list((out / "records").iterdir())) == len(people)
    assert len(list((out / "feedback").iterdir())) == 2 * len(people)


HOARD = """
import os, time
def hoard(children, size):
    ready, tell = os.pipe()
    for _ in range(children):
        if os.fork() == 0:
            kept = bytearray(b"x") * size
            os.write(tell, b"1")
            time.sleep(60)
    kept = bytearray(b"x") * size
    return sum(len(os.read(ready, 1)) for _ in range(children))
"""


@pytest.mark.parametrize("found", [True, False], ids=["이 컴퓨터의 울타리", "울타리 없이"])
def test_memory_is_bounded_over_all_processes_of_a_submission(found, monkeypatch, capsys):
    """cgroup이 있으면 합이 한도를 넘을 때 끊긴다. 없으면 프로세스의 수와 프로세스마다의 한도를 곱한 것이 끝이다."""
    size, patient = 96 << 20, {"call": 60.0, "exercise": 120.0}
    limits = classroom.QUICK._replace(memory=512 << 20, whole=256 << 20, **patient)
    if not found:
        monkeypatch.setattr(memory, "fence", lambda whole: memory.Fence())
    kind = memory.fence(limits.whole).kind
    with capsys.disabled():
        print(f" [{memory.said(kind, limits)}]", end="")
    with Session([(1, HOARD)], limits) as session:
        assert session.call(["hoard"], [[1, size // 2]])[-1].value == 1
        two = session.call(["hoard"], [[1, 2 * size]])[-1]
        assert (two.kind == "killed") if kind else (two.value == 1)
        over = session.call(["hoard"], [[0, limits.memory]])[-1]
        assert over.kind in ("raised", "killed")
        many = session.call(["hoard"], [[limits.processes, 1]])[-1]
        assert many.kind == "raised" and many.error == "BlockingIOError"


def test_a_fence_is_made_where_one_may_and_leaves_nothing_elsewhere(tmp_path, monkeypatch):
    """v2의 폴더를 흉내 내어, 적는 수와 들어가는 명령을 본다. 한도를 적을 수 없는 자리에는 아무것도 남지 않는다."""
    group = tmp_path / f"{memory.NAME}{os.getpid()}-{1 << 28}"
    assert memory.grown(tmp_path / "없는 자리", 1 << 28) == memory.Fence()
    group.mkdir()
    (group / "memory.max").write_text("max")
    dead = tmp_path / f"{memory.NAME}99999999-{1 << 28}"
    dead.mkdir()
    made = memory.grown(tmp_path, 1 << 28)
    assert made.kind == "cgroup v2" and (group / "memory.max").read_text() == str(1 << 28)
    assert (group / "memory.swap.max").read_text() == "0" and not dead.exists()
    assert int((group / "cgroup.procs").read_text()) > 1, "들어가 보는 프로세스가 제 번호를 적습니다."
    monkeypatch.setattr(memory.shutil, "which", lambda name: "/bin/true" if name == "systemd-run" else None)
    asked = memory._asked(1 << 28)
    assert asked.kind == "systemd-run" and f"MemoryMax={1 << 28}" in asked.prefix
    monkeypatch.setattr(memory.shutil, "which", lambda name: None)
    assert memory._asked(1 << 28) == memory.Fence()


def test_the_system_call_filter_holds_the_numbers_of_this_machine():
    """번호의 표를 C 라이브러리에 직접 물어본다: 막힌 콜은 '할 수 없음'으로 돌아온다."""
    code = """
import ctypes
def denied(numbers):
    libc = ctypes.CDLL(None, use_errno=True)
    seen = []
    for number in numbers:
        ctypes.set_errno(0)
        libc.syscall(int(number), -1, 0, 0, 0, 0, 0)
        seen.append(ctypes.get_errno())
    return seen
"""
    column = seccomp.MACHINES.get(os.uname().machine, (None,))[0]
    if column is None:
        pytest.skip("이 기계의 시스템 콜 번호를 모릅니다.")
    numbers = [pair[column] for pair in seccomp.DENIED.values()]
    with Session([(1, code)], classroom.QUICK) as session:
        seen = session.call(["denied"], [[numbers]])[-1].value
    assert seen == [1] * len(numbers)


def test_the_command_line_opens_nothing_that_can_be_written():
    for worker in (0, 7):
        command = sandbox.command(classroom.QUICK, worker)
        assert {"--unshare-all", "--disable-userns", "--clearenv", "--new-session", "--remount-ro"} <= set(
            command
        )
        assert not {"--bind", "--share-net", "--dev", "--cap-add"} & set(command)


def test_the_self_test_knows_a_win_when_it_sees_one(monkeypatch):
    """대조: 상자 없이 돌리면 자기 검사의 본보기 공격이 이기고, 자기 검사가 그것을 안 된다고 말한다."""
    monkeypatch.setattr(selftest, "Session", functools.partial(Session, unsafe=True))
    patient = classroom.QUICK._replace(call=20.0, exercise=60.0)
    lost = {check.name for check in selftest.run(patient) if not check.passed}
    assert {"바깥의 파일 읽기", "쓰기", "프로세스 만들기"} <= lost
    assert selftest.answers() > 0  # 꾸러미가 보이는 곳에서는 정답을 정말로 가져온다


def test_the_self_test_passes_here():
    assert [check.name for check in selftest.run() if not check.passed] == []
