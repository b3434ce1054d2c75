"""시계: 끝나지 않는 계산을 정한 시간 뒤에 멈춘다. 멈출 수 없으면 두고 나온다. 어느 쪽이든 부른 쪽은 기다리지 않는다."""

from __future__ import annotations

import ctypes
import signal
import sys
import threading
from collections.abc import Callable
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from types import FrameType

Work: TypeAlias = Callable[[], object]
Tracer: TypeAlias = "Callable[[FrameType, str, object], Tracer | None]"

AGAIN = 0.05  # 멈추라는 신호를 `except:`가 삼켰을 때 다시 보낼 때까지의 시간(초)
TRIES = 10


class TimeUp(BaseException):
    """시간이 다 되었다는 신호. `except Exception`에 걸리지 않게 `BaseException`에서 물려받는다."""


def within(seconds: float, work: Work) -> bool:
    """`work()`가 `seconds`초 안에 끝나면 True. `work`가 낸 오류는 그대로 낸다.

    주 스레드의 유닉스에서는 알람 신호로, 그 밖에서는 스레드로 멈춘다.
    """
    main = threading.current_thread() is threading.main_thread()
    return (_by_alarm if main and hasattr(signal, "setitimer") else by_thread)(seconds, work)


def _by_alarm(seconds: float, work: Work) -> bool:
    rings: list[int] = []
    armed = [True]
    before, trace = signal.signal(signal.SIGALRM, _ring(rings, armed)), sys.gettrace()
    try:
        try:
            signal.setitimer(signal.ITIMER_REAL, seconds, AGAIN)
            work()
        finally:
            armed.clear()  # 바로 이 앞에서 울린 첫 신호도 아래의 except가 받는다
    except TimeUp:
        pass
    finally:
        armed.clear()
        sys.settrace(trace)
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
    return not rings


def _ring(rings: list[int], armed: list[bool]) -> Callable[[int, FrameType | None], None]:
    """울릴 때마다 `rings`에 적고 `TimeUp`을 던지는 알람. `armed`가 비었거나 `work`에서 이미 나왔으면 던지지 않는다."""

    def tracer(frame: FrameType, event: str, arg: object) -> Tracer:
        if armed and event == "line":  # 신호가 난 자리가 아니라, 그것을 삼킨 except 안이다
            raise TimeUp
        return tracer

    def ring(signum: int, frame: FrameType | None) -> None:
        outside = frame is None or frame.f_code is _by_alarm.__code__
        if not armed or (rings and outside):
            return
        if rings and frame:  # 앞의 신호를 `except:`가 삼켰다. 그 except 안의 첫 줄에서 한 번 더 던진다
            frame.f_trace = tracer
            sys.settrace(tracer)
        rings.append(signum)
        raise TimeUp

    return ring


def by_thread(seconds: float, work: Work) -> bool:
    """다른 스레드에서 계산하고, 시간이 다 되면 그 스레드에 `TimeUp`을 몇 번 던진 뒤 두고 나온다."""
    failures: list[BaseException | None] = []

    def run() -> None:
        try:
            work()
        except TimeUp:
            failures.append(None)
        except BaseException as error:
            failures.append(error)

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    thread.join(seconds)
    for _ in range(TRIES):
        if not thread.is_alive():
            break
        ctypes.pythonapi.PyThreadState_SetAsyncExc(
            ctypes.c_ulong(thread.ident or 0), ctypes.py_object(TimeUp)
        )
        thread.join(AGAIN)
    if failures and failures[0] is not None:
        raise failures[0]
    return not failures and not thread.is_alive()
