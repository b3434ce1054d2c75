"""오래 걸리는 표: 멈추었다 이어도 잃는 것이 없고, 상한 행은 이름을 대고 멈춘다."""

import os
import random
import re
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest
from process import LIMIT

from lstm_ref import team
from lstm_ref.experiments import adding, sweep
from lstm_ref.experiments.honorifics import table
from lstm_ref.experiments.honorifics.grid import SOLVED

ROOT = Path(__file__).parents[1]
ROWS = table.STORE.read()
ROW = ROWS[0]


def row_of(job):
    return ROW._replace(**job._asdict())


def jobs(n):
    return [table.Job("rnn", 2 + k, 41, 0.003) for k in range(n)]


@pytest.fixture
def store(tmp_path):
    return table.STORE._replace(path=tmp_path / "표.tsv")


def test_the_stored_tables_hold_every_job_once_and_were_made_with_one_setting():
    assert {table.STORE.job_of(r) for r in ROWS} == set(table.jobs())
    assert {(r.cap, r.dtype) for r in ROWS} == {(table.CAP, table.DTYPE)}
    found = adding.STORE.read()
    assert {adding.STORE.job_of(r) for r in found} == set(adding.jobs())


def test_writing_and_reading_gives_the_same_file(store):
    store.write(ROWS)
    assert store.path.read_bytes() == table.STORE.path.read_bytes()
    assert list(store.path.parent.iterdir()) == [store.path]


def clear(row):
    """다른 컴퓨터에서도 같은 쪽으로 끝날 행: 넉넉히 배웠거나 우연에 머문 것."""
    return row.high <= 0.6 or (row.high >= SOLVED + 0.01 and row.learned <= 1500)


def test_a_random_row_that_carries_a_conclusion_comes_out_again():
    carrying = [r for r in ROWS if 20 <= r.d <= 40 and clear(r)]
    row = random.SystemRandom().choice(carrying)
    print(row)
    assert table.differs(row, table.measure(table.STORE.job_of(row))) is None


def test_a_row_that_is_not_the_same_is_told():
    solved = next(r for r in ROWS if r.high >= SOLVED)
    assert table.differs(solved, solved) is None
    assert "learned" in table.differs(solved, solved._replace(learned=float("nan")))
    assert "high" in table.differs(solved, solved._replace(high=solved.high - 0.06))
    stored = adding.STORE.read()[0]
    assert "오차" in adding.differs(stored, stored._replace(error=0.03 - stored.error))


def test_a_sweep_skips_what_is_there_and_adds_the_rest(store):
    done = []

    def measure(job):
        done.append(job)
        return row_of(job)

    assert sweep.sweep(store, jobs(2), measure) == 2
    assert sweep.sweep(store, jobs(5), measure) == 3
    assert done == jobs(5) and set(store.have()) == set(jobs(5))


KILLED = """
import sys, time
from pathlib import Path
sys.path.insert(0, {tests!r})
from test_experiments_sweep import jobs, row_of, sweep, table
def measure(job):
    Path({log!r}).open("a").write(f"{{job.d}}\\n")
    time.sleep(0.2)
    return row_of(job)
sweep.sweep(table.STORE._replace(path=Path({path!r})), jobs(8), measure)
"""


def test_a_killed_sweep_loses_only_the_run_in_hand(store, tmp_path):
    log = tmp_path / "log"
    code = KILLED.format(tests=str(Path(__file__).parent), log=str(log), path=str(store.path))
    running = subprocess.Popen([sys.executable, "-c", code], cwd=ROOT, stderr=subprocess.DEVNULL)
    late = time.monotonic() + LIMIT
    while not store.path.exists() or len(store.have()) < 3:
        assert time.monotonic() < late and running.poll() is None
        time.sleep(0.02)
    running.send_signal(signal.SIGKILL)
    running.wait()
    kept = len(store.have())
    started = len(log.read_text().splitlines())
    assert kept >= 3 and started - kept <= 1
    assert (
        subprocess.run([sys.executable, "-c", code], cwd=ROOT, timeout=LIMIT, capture_output=True).returncode
        == 0
    )
    assert set(store.have()) == set(jobs(8))
    assert len(log.read_text().splitlines()) == started + 8 - kept


@pytest.mark.slow
def test_a_worker_of_another_machine_may_die_and_no_row_is_lost(store):
    from distributed import Client, LocalCluster

    def measure(job):
        import time

        time.sleep(0.3)
        return ROW._replace(**job._asdict())

    with LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None) as cluster:
        with Client(cluster) as client:
            victim = next(iter(client.run(os.getpid).values()))

        def kill():
            while not store.path.exists():
                time.sleep(0.05)
            os.kill(victim, signal.SIGKILL)

        killer = threading.Thread(target=kill)
        killer.start()
        assert sweep.sweep(store, jobs(12), measure, dask=cluster.scheduler_address) == 12
        killer.join()
    assert set(store.have()) == set(jobs(12))


def test_an_address_out_of_reach_is_told_in_a_line_and_nothing_is_written(tmp_path, monkeypatch):
    monkeypatch.setattr(team, "REACH", 1)
    to = tmp_path / "표.tsv"
    monkeypatch.setattr(sys, "argv", ["sweep", "adding", "--to", str(to), "--dask", "tcp://127.0.0.1:9"])
    with pytest.raises(SystemExit, match="dask의 주소 tcp://127.0.0.1:9에 닿지 못했습니다"):
        sweep.main()
    assert not to.exists()


def broken(change):
    lines = table.STORE.path.read_text(encoding="utf-8").splitlines()
    lines[2] = change(lines[2])
    return "\n".join(lines) + "\n"


def crc(line):
    """검사합까지 맞춘 줄: 뜻이 틀린 행도 알아보는지 본다."""
    import zlib

    cells = line.split("\t")[:-1]
    return "\t".join([*cells, f"{zlib.crc32(chr(9).join(cells).encode()):08x}"])


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda line: line.replace("1", "2", 1), "3번째 줄: 검사합"),
        (lambda line: line.rsplit("\t", 3)[0], "3번째 줄: 칸이"),
        (lambda line: crc(line.replace("\t2000\t", "\t스물\t", 1)), "3번째 줄: .*스물"),
        (lambda line: crc(line.replace(f"\t{table.FORMAT}\t0.1.0", "\t1\t0.1.0")), "3번째 줄: format"),
        (lambda line: crc(line.replace(table.task_mark(), "00000000")), "3번째 줄: task"),
        (lambda line: line + "\n" + line, "4번째 줄: 같은 설정"),
    ],
)
def test_a_corrupted_or_foreign_row_is_named_and_nothing_is_run(store, change, message):
    store.path.write_text(broken(change), encoding="utf-8")
    before = store.path.read_bytes()
    with pytest.raises(ValueError, match=message):
        sweep.sweep(store, jobs(1), lambda job: pytest.fail("돌리면 안 됩니다"))
    assert store.path.read_bytes() == before


def test_another_table_is_refused(store):
    store.path.write_text("a\tb\n1\t2\n", encoding="utf-8")
    with pytest.raises(ValueError, match="머리글"):
        store.read()


def test_every_stored_file_is_written_whole_or_not_at_all():
    """저장하는 방은 모두 `files`의 길로만 쓴다."""
    rooms = (ROOT / "lstm_ref" / "experiments").rglob("*.py")
    loose = r"\.write_(text|bytes)\(|open\([^)]*[\"']w"
    assert not [room.name for room in rooms if re.search(loose, room.read_text("utf-8"))]
