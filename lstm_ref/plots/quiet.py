"""글꼴의 목록을 조용히 연다. 새 컴퓨터에서 matplotlib은 글꼴을 모두 훑고, 5초가 넘으면 영어 한 줄을 stderr에 쓴다.

노트북의 stderr는 비어 있어야 하므로(만들기가 거기서 멈춘다) 그 한 줄만 빼고, 기록의 설정은 되돌린다.
"""

import logging

_log = logging.getLogger("matplotlib.font_manager")
_before = _log.level
_log.setLevel(logging.ERROR)
try:
    import matplotlib.font_manager  # noqa: F401
finally:
    _log.setLevel(_before)
