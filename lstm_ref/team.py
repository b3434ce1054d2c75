"""일을 나누는 곳: dask.distributed의 일꾼들. joblib의 `Parallel`이 이 안에서는 그곳으로 일을 보낸다."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

REACH = 30  # dask의 주인을 기다리는 시간(초)


@contextmanager
def workers(address: str | None, name: str) -> Iterator[None]:
    """`address`의 일꾼들에게 일을 나누는 동안. 비었으면 이 컴퓨터에서 한다. `name`은 알릴 때 쓸 인자의 이름이다.

    dask가 없으면 RuntimeError, 닿지 못하면 OSError로, 일을 시작하기 전에 알린다.
    """
    if not address:
        yield
        return
    try:
        from distributed import Client
        from joblib import parallel_config
    except ImportError:
        raise RuntimeError(f'{name}에 주소를 주려면 먼저 pip install "lstm-ref[cluster]"를 하세요.') from None
    try:
        client = Client(address, timeout=REACH, set_as_default=False)
    except (OSError, ValueError) as error:
        said = f"{name}의 주소 {address}에 닿지 못했습니다({type(error).__name__})."
        raise OSError(f"{said} tcp://주소:8786 꼴의 주소에서 dask scheduler가 돌고 있어야 합니다.") from error
    with client, parallel_config(backend="dask", client=client):
        yield
