"""Lighthouse의 기록을 CPU 시간으로 바꾸는 일(bench/lighthouse.py). Lighthouse 자신은 make bench-site가 돌린다."""

import importlib.util

import build

spec = importlib.util.spec_from_file_location("lighthouse", build.ROOT / "bench" / "lighthouse.py")
lighthouse = importlib.util.module_from_spec(spec)
spec.loader.exec_module(lighthouse)


def event(ts, dur, tts, tdur, tid=1):
    return {"pid": 7, "tid": tid, "ts": ts, "dur": dur, "tts": tts, "tdur": tdur}


def test_a_task_takes_the_time_its_thread_worked_and_its_parts_move_up():
    outer, inner, later = event(1000, 900, 50, 90), event(1500, 300, 80, 20), event(2000, 400, 140, 130)
    elsewhere, asked = event(1100, 70, 5, 60, tid=2), {"pid": 7, "tid": 1, "ts": 1600, "ph": "I"}
    lighthouse.in_cpu_time([later, inner, elsewhere, outer, asked])
    assert (outer["ts"], outer["dur"]) == (1000, 90)
    assert (inner["ts"], inner["dur"]) == (1030, 20)  # 바깥 일이 CPU를 30 쓴 뒤에 시작했다
    assert (later["ts"], later["dur"]) == (2000, 130)
    assert (elsewhere["ts"], elsewhere["dur"]) == (1100, 60)  # 다른 스레드의 시계는 따로 간다
    assert asked["ts"] == 1600


def test_the_middle_report_is_the_one_whose_score_is_in_the_middle():
    reports = [
        {"categories": {name: {"score": score} for name in lighthouse.CATEGORIES}}
        for score in (0.9, 0.2, 0.5)
    ]
    assert lighthouse.scores(lighthouse.middle(reports))["performance"] == 50
