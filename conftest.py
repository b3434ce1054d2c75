"""모든 검사가 노트북과 같은 환경(스레드 하나, 진행 막대 없음)에서 돌고, 죽은 커널을 기다리지 않게 한다."""

import os
import time
from queue import Empty

from build import KERNEL_ENV

os.environ.update(KERNEL_ENV)

# 모래상자 안에서만 서는 파일이다(곁에 clock.py가 놓인다). 검사는 모래상자째 돌려 본다
collect_ignore = ["lstm_ref/classroom/inside/runner.py"]


def pytest_configure(config):
    """nbval은 커널이 죽어도 셀의 시간이 다할 때까지 기다린다. 1초마다 살아 있는지 보고, 죽었으면 멈추게 한다."""
    if not config.getoption("nbval", False):
        return
    from nbval.kernel import RunningKernel

    ask = RunningKernel.get_message

    def get_message(self, stream, timeout=None):
        end = time.monotonic() + (float("inf") if timeout is None else timeout)
        while True:
            try:
                return ask(self, stream, timeout=max(0, min(1, end - time.monotonic())))
            except Empty:
                if not self.is_alive():
                    raise RuntimeError("노트북의 커널이 죽었습니다.") from None
                if time.monotonic() >= end:
                    raise

    RunningKernel.get_message = get_message
