"""다른 프로그램을 돌리는 검사가 함께 쓰는 도구. 끝나지 않는 프로그램은 까닭을 적고 멈춘다."""

import subprocess

LIMIT = 900  # 초. 다른 일로 바쁜 컴퓨터에서도 넉넉한 값


def run(command, *, limit: float = LIMIT, **options) -> subprocess.CompletedProcess:
    """프로그램을 돌려 출력을 글로 받는다. `limit`초가 지나면 죽이고 검사를 실패하게 한다."""
    options = {"capture_output": True, "text": True} | options
    try:
        return subprocess.run(list(map(str, command)), timeout=limit, **options)
    except subprocess.TimeoutExpired as late:
        said = "".join(
            part.decode(errors="replace") if isinstance(part, bytes) else part
            for part in (late.stdout, late.stderr)
            if part
        )
        raise AssertionError(
            f"{limit:g}초가 지나도 끝나지 않았습니다: {' '.join(map(str, command))}\n{said[-2000:]}"
        ) from None
