"""한 묶음: 모든 사람을 나누어 채점하고, 끝난 사람의 기록을 바로 적는다. 끊겨도 이어서 하고, 아무도 빠지지 않는다."""

from __future__ import annotations

import hashlib
import json
import secrets
import time
from collections.abc import Iterable
from pathlib import Path
from typing import Any, NamedTuple

import joblib
from tqdm import tqdm

import lstm_ref

from ..files import write_whole
from ..team import workers
from . import marks
from .collect import Submission
from .marks import Task
from .sandbox import USUAL, Limits

TRIES = 3


class Options(NamedTuple):
    """한 묶음의 설정."""

    exercises: tuple[str, ...]
    workers: int = 2
    scheduler: str = ""
    seed: int | None = None
    limits: Limits = USUAL
    unsafe: bool = False
    resume: bool = False
    quiet: bool = False
    asked: dict[str, Any] | None = None  # 다시 해 볼 때(`again`) 쓸, 명령에 적은 것


def opened(out: Path, options: Options) -> dict[str, Any]:
    """결과 폴더를 열고, 이 묶음의 시드와 설정을 적은 것을 준다. 이어서 할 때는 적힌 것을 읽는다."""
    place = out / "batch.json"
    if place.exists():
        if not options.resume:
            raise FileExistsError(
                f"{out}에 이미 채점 결과가 있습니다. 이어서 하려면 --resume을 붙이고, 새로 하려면 다른 폴더를 적어 주세요."
            )
        batch = json.loads(place.read_text(encoding="utf-8"))
    else:
        (out / "records").mkdir(parents=True, exist_ok=True)
        seed = secrets.randbits(128) if options.seed is None else options.seed
        started = time.strftime("%Y-%m-%d %H:%M")
        batch = {"seed": str(seed), "started": started, "version": lstm_ref.__version__}
    batch |= {"unsafe": options.unsafe, **(options.asked or {})}
    write(place, json.dumps(batch, ensure_ascii=False, indent=1), 0o600)  # 시드를 알면 사례를 알 수 있다
    return batch


def write(path: Path, text: str, mode: int = 0) -> None:
    """반만 적힌 파일이 남지 않게 쓴다. 낸 파일의 이름에는 UTF-8이 될 수 없는 글자가 있을 수 있다."""
    write_whole(path, text, mode, errors="replace")


def run(
    submissions: list[Submission], out: Path, options: Options
) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """모두 채점한다. (묶음의 설정, 사람마다의 기록)을 `submissions`의 차례로 준다."""
    with workers(options.scheduler, "--scheduler"):
        return _run(submissions, out, options)


def _run(
    submissions: list[Submission], out: Path, options: Options
) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    batch = opened(out, options)
    seed = int(batch["seed"])
    tasks = {
        s.learner.key: Task(s.learner.key, s.papers, options.exercises, seed, options.limits, options.unsafe)
        for s in submissions
    }
    digests = {key: digest(task) for key, task in tasks.items()}
    earlier = ((key, _fresh(kept(out, key), digests[key])) for key in tasks)
    records = {key: record for key, record in earlier if record is not None}
    waiting = [task for key, task in tasks.items() if key not in records]
    with tqdm(total=len(tasks), initial=len(tasks) - len(waiting), unit="명", disable=options.quiet) as bar:
        for record in _graded(waiting, options):
            erred = any(mark["status"] == "error" for mark in record["marks"].values())
            record["digest"] = (
                "" if erred else digests[record["key"]]
            )  # 채점기가 틀린 것은 이어서 할 때 다시 한다
            write(_place(out, record["key"]), json.dumps(record, ensure_ascii=False, indent=1))
            records[record["key"]] = record
            bar.update()
    return batch, [records[s.learner.key] for s in submissions]


def _graded(waiting: list[Task], options: Options) -> Iterable[dict[str, Any]]:
    """끝나는 차례대로 기록을 낸다. 일꾼이 죽으면 남은 사람부터 다시 하고, 그래도 안 되면 까닭을 적는다."""
    left = {task.key: task for task in waiting}
    for _ in range(TRIES):
        if not left:
            return
        try:
            for record in _parallel(list(left.values()), options):
                del left[record["key"]]
                yield record
        except (KeyboardInterrupt, GeneratorExit):
            raise
        except Exception as error:  # 죽은 일꾼은 방법마다 다른 오류를 낸다
            tqdm.write(f"일꾼이 멈추어 남은 {len(left)}명을 다시 합니다({type(error).__name__}).")
    for task in left.values():
        yield marks.lost(task, "채점하는 일꾼이 거듭 멈췄습니다")


def _parallel(tasks: list[Task], options: Options) -> Iterable[dict[str, Any]]:
    cores = -1 if options.scheduler else options.workers
    pool = joblib.Parallel(n_jobs=cores, return_as="generator_unordered", batch_size=1)
    yield from pool(joblib.delayed(marks.grade)(task) for task in tasks)


def _place(out: Path, key: str) -> Path:
    return out / "records" / (hashlib.sha256(key.encode("utf-8", "replace")).hexdigest()[:20] + ".json")


def digest(task: Task) -> str:
    """같은 것을 채점하는지 알아보는 글. 낸 파일, 문제, 시드, 한도 가운데 하나라도 바뀌면 달라진다."""
    return hashlib.sha256(repr((task, lstm_ref.__version__)).encode("utf-8", "replace")).hexdigest()


def kept(out: Path, key: str) -> dict[str, Any] | None:
    """한 사람의 적힌 기록. 없거나 반만 적혔으면 None이다."""
    try:
        record = json.loads(_place(out, key).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return record if isinstance(record, dict) else None


def _fresh(record: dict[str, Any] | None, wanted: str) -> dict[str, Any] | None:
    return record if record and record.get("digest") == wanted else None
