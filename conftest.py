"""모든 검사가 노트북과 같은 환경(스레드 하나, 진행 막대 없음)에서 돌게 한다."""

import os

from build import KERNEL_ENV

os.environ.update(KERNEL_ENV)
