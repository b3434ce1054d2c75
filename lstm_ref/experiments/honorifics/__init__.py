"""높임말 일치로 겨루는 실험(12장). 표를 만드는 명령은 `experiments.sweep`에 있다."""

from .baselines import Baselines, baselines, examples, losses
from .grid import SOLVED, Comparison, HonorificGrid, grid
from .reading import Clamping, Padding, Reading, clamping, padding, pair, reading
from .runs import CONTENDERS, HonorificRun, reach, run
from .statistics import fisher, wilson
from .table import AWAY, PROBES, Job, Row

__all__ = [
    "AWAY", "CONTENDERS", "PROBES", "SOLVED", "Baselines", "Clamping", "Comparison", "HonorificGrid", "HonorificRun", "Job",
    "Padding", "Reading", "Row", "baselines", "clamping", "examples", "fisher", "grid", "losses", "pair",
    "padding", "reach", "reading", "run", "wilson",
]  # fmt: skip
