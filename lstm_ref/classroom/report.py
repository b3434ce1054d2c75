"""적기: grades.csv, 사람마다의 피드백(HTML과 Markdown), 반 전체의 요약. 배우는 이가 쓴 글은 모두 글자로만 남는다."""

from __future__ import annotations

import csv
import hashlib
import io
import platform
import re
import unicodedata
from collections import Counter
from pathlib import Path
from typing import Any

import jinja2
import numpy as np

from ..exercises import Exercise, cases, find
from ..exercises.verdict import shape_of
from . import memory
from .batch import write
from .collect import Submission
from .marks import CASES, STATUS
from .overrides import Final
from .sandbox import USUAL

GRADE = ("grade", "성적", "점수")
MOST = ("maximum grade", "최고 성적", "만점")
COMMENT = ("feedback comments", "피드백", "feedback")
Row = tuple[Submission, dict[str, Any], Final]
NOTHING = ("제출 없음", "읽을 수 있는 파일 없음")
PAGES = jinja2.Environment(
    loader=jinja2.FileSystemLoader(Path(__file__).parent / "templates"),
    autoescape=lambda name: name is None or name.endswith(".html"),
    trim_blocks=True,
    lstrip_blocks=True,
    undefined=jinja2.StrictUndefined,
)


def _indent(text: str) -> str:
    return "\n".join("    " + line for line in str(text).splitlines())


def _code(text: str) -> str:
    return "`" + str(text).replace("`", "'").replace("\n", " ").replace("|", "/") + "`"


def _plain(text: str) -> str:
    """Markdown이 꾸밈으로 읽는 글자를 글자로 남긴다."""
    return re.sub(r"([\\`*\[\]<>|!])", r"\\\1", " ".join(str(text).split()))


PAGES.filters |= {"plain": _plain, "block": _indent, "code": _code, "num": lambda value: f"{value:g}"}


def state(submission: Submission, record: dict[str, Any]) -> str:
    """한 사람의 상태를 한마디로."""
    if not submission.papers:
        return "제출 없음"
    if all(file["problem"] for file in record["files"]):
        return "읽을 수 있는 파일 없음"
    missing = [n for n, mark in record["marks"].items() if mark["status"] == "missing"]
    return "채점함" if not missing else "채점함, 없는 문제: " + " ".join(missing)


def safe(value: object) -> str:
    """표 프로그램이 식으로 읽는 칸을 글자로 만든다."""
    text = " ".join(str(value).split())
    return "'" + text if unicodedata.normalize("NFKC", text[:1]) in ("=", "+", "-", "@") else text


def grades(rows: list[Row], worth: dict[str, float], path: Path, bom: bool) -> None:
    """`grades.csv`. 명단의 칸을 그대로 두고 점수를 더한다. 무들의 채점표면 Grade와 Feedback comments도 채운다."""
    table = []
    for submission, record, final in rows:
        learner = submission.learner
        row = dict(learner.row) or {"학번": learner.id, "이름": learner.name}
        for column in row:
            if column.lower() in GRADE:
                row[column] = f"{final.total:g}"
            elif column.lower() in COMMENT:
                row[column] = comment(submission, record, final)
        row |= {"총점": f"{final.total:g}", "만점": f"{sum(worth.values()):g}"}
        row |= {name: f"{final.points[name]:g}" for name in worth}
        table.append(row | {"상태": state(submission, record), "메모": "; ".join(final.notes)})
    columns = list(dict.fromkeys(column for row in table for column in row))
    text = io.StringIO()
    sheet = csv.writer(text, lineterminator="\r\n")
    sheet.writerow(map(safe, columns))
    sheet.writerows([safe(row.get(column, "")) for column in columns] for row in table)
    write(path, ("\ufeff" if bom else "") + text.getvalue())


def comment(submission: Submission, record: dict[str, Any], final: Final) -> str:
    """무들의 의견 칸에 들어갈 짧은 글. 문제마다 첫 줄의 말만 모으고, 채점할 것이 없었으면 그 까닭만 적는다."""
    said = state(submission, record)
    if said in NOTHING:
        reasons = [f"{file['path']}: {file['problem']}" for file in record["files"]]
        return " / ".join([said, *reasons, *final.notes])
    lines = [
        f"{name} {STATUS[m['status']]}: {m['message'].splitlines()[0]}" for name, m in record["marks"].items()
    ]
    return " / ".join([*lines, *final.notes])


def filename(submission: Submission) -> str:
    """피드백 파일의 이름. 어느 컴퓨터에서나 쓸 수 있는 글자만 남기고, 줄인 탓에 겹치지 않게 한다."""
    learner = submission.learner
    plain = re.sub(r"[^\w.-]+", "_", f"{learner.id}_{learner.name}".strip("_")).strip("._")[:60]
    exact = plain == f"{learner.id}_{learner.name}".strip("_")
    return (
        plain
        if exact
        else f"{plain}-{hashlib.sha256(learner.key.encode('utf-8', 'replace')).hexdigest()[:6]}"
    )


def feedback(row: Row, worth: dict[str, float], folder: Path) -> None:
    """한 사람의 피드백 두 벌."""
    submission, record, final = row
    rows = [(find(name), mark, final.points[name], worth[name]) for name, mark in record["marks"].items()]
    values: dict[str, Any] = {
        "learner": submission.learner,
        "rows": rows,
        "final": final,
        "worth": sum(worth.values()),
    }
    values |= {"record": record, "STATUS": STATUS, "NOTHING": NOTHING, "state": state(submission, record)}
    for kind in ("html", "md"):
        text = PAGES.get_template(f"feedback.{kind}").render(values)
        write(folder / f"{filename(submission)}.{kind}", text)


def exercise_rows(records: list[dict[str, Any]], names: tuple[str, ...]) -> list[dict[str, Any]]:
    """문제마다: 통과한 사람, 해 본 사람, 상태의 수, 가장 잦은 실수."""
    made = []
    for name in names:
        marks = [record["marks"][name] for record in records]
        states = Counter(mark["status"] for mark in marks)
        tried = len(marks) - states["missing"] - states["empty"]
        mistakes = Counter(mark["mistake"] for mark in marks if mark["mistake"]).most_common()
        counts = [(STATUS[key], states[key]) for key in STATUS if states[key]]
        rate = states["passed"] / tried if tried else 0.0
        made.append({"exercise": find(name), "passed": states["passed"], "tried": tried, "rate": rate})
        made[-1] |= {"states": counts, "mistakes": mistakes}
    return made


def histogram(totals: list[float], worth: float) -> list[tuple[str, int]]:
    """총점을 만점의 10 %씩 나눈 칸과 사람 수."""
    share = np.clip(np.array(totals) / max(worth, 1) * 100, 0, 100)
    counts, _ = np.histogram(share, bins=np.arange(0, 101, 10))
    labels = [f"{low}~{low + 10} %" for low in range(0, 100, 10)]
    return list(zip(labels, map(int, counts)))


def sizes(names: tuple[str, ...], seed: int) -> list[tuple[Exercise, list[str]]]:
    """문제마다, 뽑은 사례들의 크기."""
    drawn = {name: cases(find(name), seed, CASES) for name in names}
    return [
        (find(name), [", ".join(shape_of(*item) for item in case.items()) for case in made])
        for name, made in drawn.items()
    ]


def attention(rows: list[Row], names: tuple[str, ...]) -> list[tuple[str, str]]:
    """강의자가 눈으로 볼 것: 읽지 못한 파일, 명단에 없는 파일, 책의 답을 부른 것, 글자까지 같은 답."""
    seen = []
    same: dict[tuple[str, str], list[str]] = {}
    for submission, record, _ in rows:
        who = record["key"]
        for file in record["files"]:
            if file["problem"]:
                seen.append((who, f"{file['path']}: {file['problem']}."))
        if not submission.listed:
            seen.append((who, "명단에서 주인을 찾지 못한 파일입니다."))
        for name in names:
            mark = record["marks"][name]
            if mark["status"] in ("borrowed", "error", "killed", "unreadable", "timeout"):
                seen.append((who, f"{name}: {STATUS[mark['status']]}."))
            if mark.get("same"):
                same.setdefault((name, mark["same"]), []).append(who)
    for (name, _), people in same.items():
        if len(people) > 1:
            seen.append((", ".join(people), f"{name}: 답이 설명과 빈칸을 빼고 글자까지 같습니다."))
    return seen


def most(rows: list[Row], whole: float) -> list[tuple[str, str]]:
    """명단에 적힌 만점이 과제의 만점과 다르면, 올리기 전에 고치라는 말."""
    columns = {
        value.strip() for s, _, _ in rows for name, value in s.learner.row.items() if name.lower() in MOST
    }
    said = sorted(text for text in columns if text.replace(".", "", 1).isdigit() and float(text) != whole)
    fix = f"명단의 만점은 {', '.join(said)}이고 과제의 만점은 {whole:g}이에요. 성적을 올리기 전에 하나로 맞추세요."
    return [("만점", fix)] if said else []


def summary(rows: list[Row], worth: dict[str, float], batch: dict[str, Any], out: Path) -> None:
    """반 전체의 요약 두 벌. 시드가 들어 있으므로 강의자만 본다."""
    records, totals = [record for _, record, _ in rows], [final.total for _, _, final in rows]
    names, whole = tuple(worth), sum(worth.values())
    handed = [total for (submission, _, _), total in zip(rows, totals) if submission.papers]
    values: dict[str, Any] = {"rows": exercise_rows(records, names), "bars": histogram(handed, whole)}
    values["batch"] = batch
    values |= {"people": len(rows), "handed": len(handed), "worth": whole, "names": names, "cases": CASES}
    values |= {"mean": float(np.mean(handed)) if handed else 0.0, "python": platform.python_version()}
    values |= {"numpy": np.__version__, "attention": [*most(rows, whole), *attention(rows, names)]}
    values["sizes"] = sizes(names, int(batch["seed"]))
    values["seconds"] = sum(record["seconds"] for record in records) / max(len(records), 1)
    kinds = sorted({record["memory"] for record in records if record["files"]})
    values["memory"] = "; ".join(memory.said(kind, USUAL) for kind in kinds)
    for kind in ("html", "md"):
        write(out / f"summary.{kind}", PAGES.get_template(f"summary.{kind}").render(values))
