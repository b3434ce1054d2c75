"""모든 검사가 노트북과 같은 환경(스레드 하나, 진행 막대 없음)에서 돌게 한다."""

import os

from build import KERNEL_ENV

os.environ.update(KERNEL_ENV)

# 모래상자 안에서만 서는 파일이다(곁에 clock.py가 놓인다). 검사는 모래상자째 돌려 본다
collect_ignore = ["lstm_ref/classroom/inside/runner.py"]
