"""`python -m lstm_ref.classroom`: 과제를 내고(assign, pack), 채점하고(grade), 다시 해 보고(again), 살핀다(selftest)."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from ..files import speak
from . import again, assign, grading, selftest

SURE = "내가 쓴 노트북만 채점합니다"


def main(argv: list[str] | None = None) -> int:
    """명령줄을 읽어 일을 한다. 잘못된 입력에는 한국어 한마디로 답하고 2를 돌려준다."""
    speak()
    arguments = parser().parse_args(argv)
    try:
        return arguments.work(arguments)
    except (ValueError, OSError, RuntimeError) as error:
        print(error, file=sys.stderr)
        return 2


def parser() -> argparse.ArgumentParser:
    """명령줄의 꼴."""
    top = argparse.ArgumentParser(prog="python -m lstm_ref.classroom", description=__doc__)
    jobs = top.add_subparsers(required=True, metavar="명령")
    _assign(jobs.add_parser("assign", help="과제와 풀이집을 만듭니다"))
    pack = jobs.add_parser("pack", help="책의 모든 장을 풀이 없이 담습니다")
    pack.add_argument("out", type=Path, help="새 폴더")
    pack.add_argument("--book", type=Path, help="책의 노트북이 든 폴더(기본: 저장소의 book)")
    pack.set_defaults(work=_run_pack)
    _grade(jobs.add_parser("grade", help="낸 노트북을 채점합니다"))
    redo = jobs.add_parser("again", help="한 사람을 같은 사례로 다시 채점해 기록과 견줍니다")
    redo.add_argument("out", type=Path, help="grade의 결과 폴더")
    redo.add_argument("who", help="학번")
    redo.add_argument("--submissions", type=Path, help="낸 파일을 옮겼으면 지금 있는 곳")
    redo.set_defaults(work=_run_again)
    check = jobs.add_parser("selftest", help="이 컴퓨터의 모래상자를 시험합니다")
    check.set_defaults(work=_selftest)
    return top


def _assign(job: argparse.ArgumentParser) -> None:
    job.add_argument("out", type=Path, help="새 폴더")
    _which(job)
    job.add_argument("--points", default="", help="배점을 바꿉니다. 예: ex06a=5,ex06c=10")
    job.add_argument("--title", default="", help="과제의 이름")
    job.add_argument("--due", default="", help='마감. 적은 그대로 보입니다. 예: "12월 4일 금요일 23시 59분"')
    job.add_argument("--book", type=Path, help="책의 노트북이 든 폴더(기본: 저장소의 book)")
    job.set_defaults(work=_run_assign)


def _run_assign(arguments: argparse.Namespace) -> int:
    worth = grading.chosen(None, _words(arguments.chapters), _words(arguments.exercises))
    worth = grading.weighed(worth, _words(arguments.points))
    _new(arguments.out)
    place = assign.assign(worth, arguments.out, book=arguments.book, title=arguments.title, due=arguments.due)
    print(f"나누어 줄 노트북: {arguments.out / 'learner' / 'assignment.ipynb'}")
    print(f"풀이집(강의자만): {place.parent / 'solutions.ipynb'}")
    print(
        f"채점할 때: python -m lstm_ref.classroom grade 낸_폴더 결과_폴더 --assignment {place} --roster 명단.csv"
    )
    return 0


def _run_pack(arguments: argparse.Namespace) -> int:
    _new(arguments.out)
    made = assign.pack(arguments.out, book=arguments.book)
    print(f"풀이 없는 장 {len(made)}개: {arguments.out}")
    return 0


def _new(folder: Path) -> None:
    if folder.exists() and any(folder.iterdir()):
        raise FileExistsError(f"{folder}에 이미 파일이 있습니다. 새 폴더를 적어 주세요.")


def _grade(job: argparse.ArgumentParser) -> None:
    job.add_argument("submissions", type=Path, help="내려받은 폴더나 zip")
    job.add_argument("out", type=Path, help="결과를 적을 폴더")
    job.add_argument("--assignment", type=Path, help="assign이 만든 assignment.json")
    _which(job)
    job.add_argument("--roster", type=Path, help="명단 CSV(학번, 이름) 또는 무들의 채점표")
    job.add_argument("--overrides", type=Path, help="늦음·점수·파일을 고쳐 주는 CSV")
    job.add_argument("--resume", action="store_true", help="같은 결과 폴더에서 이어서 합니다")
    job.add_argument("--workers", type=int, default=2, help="함께 채점할 수(기본 2)")
    job.add_argument("--scheduler", default="", help="dask.distributed의 주소. 예: tcp://10.0.0.5:8786")
    job.add_argument(
        "--seed", type=int, help="사례의 시드. 지난 요약에 적힌 것을 넣으면 같은 사례로 채점합니다"
    )
    job.add_argument(
        "--bom", action="store_true", help="grades.csv에 BOM을 넣습니다(엑셀에서 한글이 깨질 때)"
    )
    job.add_argument(
        "--unsafe", action="store_true", help="모래상자 없이 돌립니다. 자기가 쓴 노트북에만 씁니다"
    )
    job.set_defaults(work=_run_grade)


def _run_again(arguments: argparse.Namespace) -> int:
    result = again.again(arguments.out, arguments.who, arguments.submissions)
    print(again.told(result))
    return 0 if result.same else 1


def _which(job: argparse.ArgumentParser) -> None:
    job.add_argument("--chapters", default="", help="장의 번호. 예: 06,07")
    job.add_argument("--exercises", default="", help="문제의 번호. 예: ex06a,ex07b")


def _run_grade(arguments: argparse.Namespace) -> int:
    worth = grading.chosen(arguments.assignment, _words(arguments.chapters), _words(arguments.exercises))
    if arguments.unsafe:
        _confirm()
    out = grading.grade(
        arguments.submissions, arguments.out, worth,
        roster=arguments.roster, overrides=arguments.overrides, resume=arguments.resume,
        workers=arguments.workers, scheduler=arguments.scheduler, seed=arguments.seed,
        bom=arguments.bom, unsafe=arguments.unsafe,
    )  # fmt: skip
    print(f"점수: {out / 'grades.csv'}")
    print(f"배우는 이의 피드백: {out / 'feedback'}")
    print(f"반 전체의 요약(시드가 있으니 강의자만 보세요): {out / 'summary.html'}")
    return 0


def _confirm() -> None:
    """`--unsafe`는 문장을 그대로 적어야 시작한다."""
    print(
        "모래상자 없이 돌리면 노트북의 코드가 이 컴퓨터의 모든 파일을 읽고 쓸 수 있습니다.", file=sys.stderr
    )
    print(f"정말 그러려면 다음 문장을 그대로 적으세요: {SURE}", file=sys.stderr)
    if (sys.stdin.readline() if not sys.stdin.closed else "").strip() != SURE:
        raise ValueError("문장이 달라 채점하지 않았습니다.")


def _selftest(_: argparse.Namespace) -> int:
    checks = selftest.run()
    for check in checks:
        print(
            f"{'됨   ' if check.passed else '안 됨'}  {check.name}"
            + (f": {check.seen}" if not check.passed else "")
        )
    if all(check.passed for check in checks):
        print("이 컴퓨터에서 채점할 수 있습니다.")
        return 0
    print(selftest.WAYS_OUT.format(why="위에서 '안 됨'인 것"), file=sys.stderr)
    return 1


def _words(text: str) -> list[str]:
    return [word for word in text.replace(" ", ",").split(",") if word]


if __name__ == "__main__":
    sys.exit(main())
