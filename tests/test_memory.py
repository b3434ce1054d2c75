"""되풀이하는 순전파와 역전파가 메모리를 운영체제에서 매번 새로 받지 않는다."""

import platform
import sys

import pytest
from process import run

# 운영체제가 쪽(4 KB)을 새로 내준 횟수를 호출마다 센다. 되풀이의 앞 다섯 번은 자리를 잡는 동안이라 빼고 센다.
# 다른 라이브러리가 먼저 큰 메모리를 잡았다 놓지 않도록 새 프로세스에서 본다
COUNT = """
import resource
import numpy as np
import lstm_ref as lr

T, B, D, H = 50, 32, 2, 64
rng = np.random.default_rng(0)
params, x, dh = lr.init_lstm(rng, D, H), rng.standard_normal((T, B, D)), rng.standard_normal((T, B, H))
for k in range(15):
    if k == 5:
        before = resource.getrusage(resource.RUSAGE_SELF).ru_minflt
    lr.lstm_backward(params, lr.lstm_forward(params, x), dh)
print((resource.getrusage(resource.RUSAGE_SELF).ru_minflt - before) / 10)
"""


@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="glibc의 메모리 할당을 봅니다.")
def test_repeated_passes_take_no_new_pages_from_the_system():
    found = run([sys.executable, "-c", COUNT], check=True)
    # 기록과 기울기는 8 MB라, 매번 새로 받으면 2000쪽쯤이다
    assert float(found.stdout) < 200, found.stdout
