"""Lighthouse로 쪽 하나를 본다(bench/site.py가 쓴다). Node 20이 있어야 하고 npm에서 내려받는다.

Lighthouse는 쪽을 열며 적은 기록(trace)으로 느린 전화기를 흉내 낸다. 기록에는 일마다 걸린 시간이 적혀 있는데, 다른 일로
바쁜 컴퓨터에서는 기다린 시간까지 들어가 열 배로 늘기도 한다. 그래서 기록한 그대로의 점수와 함께, 걸린 시간을 그 일이
쓴 CPU 시간으로 바꾼 점수도 낸다. Speed Index만은 화면을 찍은 때로 셈하므로 바쁜 컴퓨터에서는 둘 다 나쁘게 나온다.
"""

from __future__ import annotations

import json
import os
import subprocess
import tempfile
from collections import defaultdict
from itertools import chain
from pathlib import Path

import chromium

COMMAND = ["npx", "--yes", "lighthouse@12.8.2"]  # 13은 Node 22가 있어야 한다
CATEGORIES = ("performance", "accessibility", "best-practices", "seo")


def look(url: str) -> tuple[dict, dict]:
    """쪽을 한 번 열어 본 보고서 둘: 기록한 그대로, CPU 시간으로."""
    with tempfile.TemporaryDirectory() as folder:
        kept, reports = Path(folder) / "kept", []
        for mode in ("-GA", "-A"):  # 열고 남겨 두기, 남겨 둔 것을 다시 읽기
            out = Path(folder) / "report.json"
            options = [
                "--quiet",
                "--output=json",
                f"--output-path={out}",
                f"--chrome-flags={' '.join(chromium.FLAGS)}",
                f"{mode}={kept}",
            ]
            subprocess.run(
                [*COMMAND, url, *options], check=True, env=os.environ | {"CHROME_PATH": chromium.where()}
            )
            reports.append(json.loads(out.read_text(encoding="utf-8")))
            if mode == "-GA":
                (trace,) = kept.glob("*.trace.json")
                record = json.loads(trace.read_text(encoding="utf-8"))
                in_cpu_time(record["traceEvents"])
                trace.write_text(json.dumps(record), encoding="utf-8")
    return reports[0], reports[1]


def in_cpu_time(events: list[dict]) -> None:
    """기록의 일마다 걸린 시간(dur)을 그 스레드가 쓴 CPU 시간(tdur)으로 바꾼다. 일 안의 일도 그만큼 당긴다."""
    threads = defaultdict(list)
    for event in events:
        if "tts" in event:
            threads[event["pid"], event["tid"]].append(event)
    for thread in threads.values():
        thread.sort(key=lambda event: (event["ts"], -event.get("dur", 0)))
        begin, cpu, end = 0, 0, -1  # 바깥 일이 시작한 때, 그때의 CPU 시간, 끝난 때
        for event in thread:
            if event["ts"] >= end:
                begin, cpu, end = event["ts"], event["tts"], event["ts"] + event.get("dur", 0)
            else:
                event["ts"] = begin + max(0, event["tts"] - cpu)
            if "tdur" in event:
                event["dur"] = event["tdur"]


def scores(report: dict) -> dict[str, int]:
    return {name: round(report["categories"][name]["score"] * 100) for name in CATEGORIES}


def middle(reports: list[dict]) -> dict:
    """성능 점수가 가운데인 보고서."""
    return sorted(reports, key=lambda report: scores(report)["performance"])[len(reports) // 2]


def tell(url: str, times: int = 3) -> dict[str, int]:
    """쪽을 여러 번 열어 본 가운데 보고서를 적고, 범주마다의 점수(CPU 시간으로)를 준다."""
    both = [middle(list(reports)) for reports in zip(*(look(url) for _ in range(times)))]
    for words, report in zip(("기록한 그대로", "CPU 시간으로"), both):
        print(f"    {words}: " + "  ".join(f"{key} {value}" for key, value in scores(report).items()))
        audits = [
            (report["audits"][one["id"]], one["weight"])
            for one in report["categories"]["performance"]["auditRefs"]
        ]
        parts = (
            f"{one['id']} {one['displayValue']}({100 * one['score']:.0f}점, {weight} %)"
            for one, weight in audits
            if weight
        )
        print("      " + ", ".join(parts).replace("\xa0", " "))
    said = chain.from_iterable(category["auditRefs"] for category in both[1]["categories"].values())
    marks = {one["id"]: both[1]["audits"][one["id"]]["score"] for one in said}
    print(
        "    통과하지 못한 것:",
        ", ".join(name for name, score in marks.items() if score == 0) or "없음",
        flush=True,
    )
    return scores(both[1])
