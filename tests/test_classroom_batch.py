"""한 묶음: 끊겨도 이어서 하고, 일꾼이 죽어도 아무도 빠지지 않는다."""

import json
import os
import signal
import subprocess
import sys

import classroom
import pytest
from learners import FORGET, GRADS, HEAD, Learner, notebook

from lstm_ref import team
from lstm_ref.classroom import batch, collect, grading, marks
from lstm_ref.classroom.batch import Options

NAMES = ("ex06a", "ex06c")
WORTH = {"ex06a": 1, "ex06c": 3}
PEOPLE = [Learner(str(k), {"hw.ipynb": notebook(HEAD, FORGET, *[GRADS][: k % 2])}) for k in range(8)]
EXPECTED = [4 if k % 2 else 1 for k in range(8)]


@pytest.fixture
def handed(tmp_path):
    classroom.hand_in(PEOPLE, tmp_path / "handed")
    return tmp_path / "handed"


def fake(task):
    """모래상자 없이 만든 기록."""
    made = {name: {"status": "passed", "message": "m", "mistake": "", "notes": []} for name in task.exercises}
    return {"key": task.key, "marks": made, "files": [], "seconds": 0.1}


def test_a_batch_that_was_cut_off_is_finished_without_grading_anyone_twice(handed, tmp_path, monkeypatch):
    seen = []

    def slow(task):
        if len(seen) == 3:
            raise KeyboardInterrupt
        seen.append(task.key)
        return fake(task)

    submissions = collect.collect(handed)
    monkeypatch.setattr(marks, "grade", slow)
    options = Options(NAMES, workers=1, quiet=True)
    with pytest.raises(KeyboardInterrupt):
        batch.run(submissions, tmp_path / "out", options)
    assert len(list((tmp_path / "out" / "records").glob("*.json"))) == 3
    monkeypatch.setattr(marks, "grade", lambda task: seen.append(task.key) or fake(task))
    _, records = batch.run(submissions, tmp_path / "out", options._replace(resume=True))
    assert [r["key"] for r in records] == [s.learner.key for s in submissions]
    assert sorted(seen) == sorted(s.learner.key for s in submissions)


def test_a_changed_submission_is_graded_again_and_a_half_written_record_too(handed, tmp_path, monkeypatch):
    seen = []
    monkeypatch.setattr(marks, "grade", lambda task: seen.append(task.key) or fake(task))
    options = Options(NAMES, workers=1, quiet=True, seed=5)
    batch.run(collect.collect(handed), tmp_path / "out", options)
    seen.clear()
    (handed / classroom.folder_name(2) / "hw.ipynb").write_bytes(notebook(HEAD))
    key = collect.collect(handed)[5].learner.key
    batch._place(tmp_path / "out", key).write_text('{"key": ')
    batch.run(collect.collect(handed), tmp_path / "out", options._replace(resume=True))
    assert sorted(seen) == sorted([collect.collect(handed)[2].learner.key, key])


def test_a_worker_that_keeps_dying_leaves_a_row_with_the_reason(handed, tmp_path, monkeypatch):
    def dying(tasks, options):
        for task in tasks:
            if task.key == victim:
                raise RuntimeError("일꾼이 죽었다")
            yield fake(task)

    submissions = collect.collect(handed)
    victim = submissions[3].learner.key
    monkeypatch.setattr(batch, "_parallel", dying)
    _, records = batch.run(submissions, tmp_path / "out", Options(NAMES, quiet=True))
    by_key = {record["key"]: record for record in records}
    assert len(by_key) == len(PEOPLE)
    assert {m["status"] for m in by_key[victim]["marks"].values()} == {"error"}
    again = []
    monkeypatch.setattr(
        batch, "_parallel", lambda tasks, options: [again.append(t.key) or fake(t) for t in tasks]
    )
    batch.run(submissions, tmp_path / "out", Options(NAMES, quiet=True, resume=True))
    assert victim in again, "채점기가 틀린 사람은 이어서 할 때 다시 채점합니다."


@pytest.fixture
def cluster():
    """dask의 주인 하나와 일꾼 둘. 진짜 프로세스다."""
    distributed = pytest.importorskip("distributed")
    started = []

    def start(*arguments):
        process = subprocess.Popen(
            [sys.executable, "-m", "distributed.cli." + arguments[0], *arguments[1:]],
            env=os.environ | {"DASK_DISTRIBUTED__SCHEDULER__ALLOWED_FAILURES": "10"},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        started.append(process)
        return process

    place = f"/tmp/lstm-dask-{os.getpid()}.json"
    start("dask_scheduler", "--scheduler-file", place, "--no-dashboard", "--host", "127.0.0.1", "--port", "0")
    flags = ["--scheduler-file", place, "--nthreads", "1", "--no-dashboard", "--no-nanny"]
    workers = [start("dask_worker", *flags) for _ in range(2)]
    client = distributed.Client(scheduler_file=place, timeout=120)
    client.wait_for_workers(2, timeout=120)
    yield client.scheduler.address, workers
    client.close()
    for process in started:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
    if os.path.exists(place):
        os.remove(place)


def test_one_of_two_dask_workers_is_killed_and_nothing_is_lost(cluster, handed, tmp_path, monkeypatch):
    classroom.need_sandbox()
    address, workers = cluster
    people = PEOPLE * 3
    classroom.hand_in(people, handed)
    written = batch.write

    def kill_once(path, text, *mode):
        written(path, text, *mode)
        if path.parent.name == "records" and workers[0].poll() is None:
            os.killpg(workers[0].pid, signal.SIGKILL)
            workers[0].wait()

    monkeypatch.setattr(batch, "write", kill_once)
    roster = classroom.moodle_roster(people, tmp_path / "roster.csv")
    options = {"roster": roster, "limits": classroom.QUICK, "quiet": True, "scheduler": address}
    grading.grade(handed, tmp_path / "out", WORTH, **options)
    rows = classroom.read_csv(tmp_path / "out" / "grades.csv")
    assert workers[0].poll() is not None and workers[1].poll() is None
    assert [float(row["총점"]) for row in rows] == EXPECTED * 3


@pytest.mark.parametrize("address", ["tcp://127.0.0.1:9", "없는 곳", "tcp://"])
def test_a_scheduler_out_of_reach_is_named_before_anything_is_written(address, handed, tmp_path, monkeypatch):
    pytest.importorskip("distributed")
    monkeypatch.setattr(team, "REACH", 1)
    classroom.hand_in(PEOPLE, handed)
    with pytest.raises(OSError, match=f"--scheduler의 주소 {address}에 닿지 못했습니다"):
        grading.grade(handed, tmp_path / "out", WORTH, limits=classroom.QUICK, quiet=True, scheduler=address)
    assert not (tmp_path / "out").exists()


def test_without_dask_the_way_to_get_it_is_told(handed, tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "distributed", None)
    classroom.hand_in(PEOPLE, handed)
    with pytest.raises(RuntimeError, match=r"lstm-ref\[cluster\]"):
        grading.grade(handed, tmp_path / "out", WORTH, quiet=True, scheduler="tcp://127.0.0.1:9")
    assert not (tmp_path / "out").exists()


def test_local_workers_give_the_same_records_as_one(handed, tmp_path):
    classroom.need_sandbox()
    made = []
    for workers in (1, 2):
        out = tmp_path / f"out{workers}"
        grading.grade(handed, out, WORTH, workers=workers, seed=7, limits=classroom.QUICK, quiet=True)
        records = [json.loads(p.read_text(encoding="utf-8")) for p in sorted((out / "records").iterdir())]
        made.append([{k: v for k, v in r.items() if k != "seconds"} for r in records])
    assert made[0] == made[1]
