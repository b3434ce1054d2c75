"""오래 걸리는 표를 만드는 명령. 학습 한 번이 한 행이고, 행은 나오는 대로 파일에 적는다.

    python -m lstm_ref.experiments.sweep honorifics --cores 2
    python -m lstm_ref.experiments.sweep adding --dask tcp://주소:8786      (여러 컴퓨터)

    python -m lstm_ref.experiments.sweep honorifics --again 5               (저장한 행을 다시 돌려 견주기)

멈추었다가 다시 돌리면 있는 행은 건너뛰므로, 잃는 것은 그때 돌던 학습뿐이다. joblib과 tqdm이 있어야 한다.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

from .. import checks
from ..files import speak
from ..team import workers
from . import adding
from .honorifics import table as honorifics
from .store import Store

TABLES: dict[str, Any] = {"honorifics": honorifics, "adding": adding}


def sweep(
    store: Store, jobs: list[Any], measure: Callable[..., Any], *, cores: int = 1, dask: str | None = None
) -> int:
    r"""표에 없는 설정만 학습해 한 행씩 더 적는다.

    매개변수
    --------
    store : 이어서 적을 표
    jobs : 설정의 목록
    measure : 함수. `measure(job)`이 행을 준다
    cores : 1 이상의 정수, 함께 쓸 코어의 수
    dask : dask.distributed 일정 관리자의 주소. 주면 코어 대신 그곳의 일꾼들이 학습한다

    반환값
    ------
    새로 적은 행의 수

    예외
    ----
    ValueError : 있던 표가 상했을 때. 다시 셈하지 않고 멈춘다
    OSError, RuntimeError : dask의 주소에 닿지 못하거나 dask가 없을 때
    """
    from joblib import Parallel, delayed
    from tqdm import tqdm

    have = store.have()
    left = [job for job in jobs if job not in have]
    with workers(dask, "dask"):
        pool = Parallel(
            n_jobs=None if dask else checks.whole("cores", cores, 1),
            return_as="generator_unordered",
            batch_size=1,
        )
        bar = tqdm(pool(delayed(measure)(job) for job in left), total=len(left), desc="학습", unit="번")
        for row in bar:
            have[store.job_of(row)] = row
            store.write(list(have.values()))
            bar.set_postfix_str(", ".join(map(str, store.job_of(row))))
    return len(left)


def recheck(room: Any, n: int, seed: int | None = None, store: Store | None = None) -> list[str]:
    """저장한 행에서 무작위로 n개(많으면 모두) 뽑아 다시 학습하고, 다른 것의 말을 모은다."""
    rows = (store or room.STORE).read()
    order = np.random.default_rng(seed).permutation(len(rows))[: checks.whole("n", n, 1)]
    found = []
    for k in order.tolist():
        said = room.differs(rows[k], room.measure(room.STORE.job_of(rows[k])))
        print(said or f"{tuple(room.STORE.job_of(rows[k]))}: 같습니다.", flush=True)
        found += [said] if said else []
    return found


def main() -> None:
    """명령줄: 표의 이름, --cores, --dask, --to. 잘못된 입력에는 한국어 한마디로 답한다."""
    speak()
    parser = argparse.ArgumentParser(prog="python -m lstm_ref.experiments.sweep", description=__doc__)
    parser.add_argument("table", choices=list(TABLES), help="만들 표")
    parser.add_argument("--cores", type=int, default=1, help="함께 쓸 코어의 수")
    parser.add_argument("--dask", help="dask.distributed 일정 관리자의 주소")
    parser.add_argument("--to", type=Path, help="표의 자리. 없으면 책에 든 표를 잇는다")
    parser.add_argument("--again", type=int, metavar="N", help="적지 않고, 저장한 행 N개를 다시 돌려 견준다")
    given = parser.parse_args()
    room = TABLES[given.table]
    store = room.STORE if given.to is None else room.STORE._replace(path=given.to)
    try:
        if given.again:
            raise SystemExit(bool(recheck(room, given.again, store=store)))
        made = sweep(store, room.jobs(), room.measure, cores=given.cores, dask=given.dask)
    except (ValueError, OSError, RuntimeError) as error:
        raise SystemExit(str(error)) from None
    print(f"새로 적은 행: {made}개")


if __name__ == "__main__":
    main()
