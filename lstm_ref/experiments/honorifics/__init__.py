"""높임말 일치로 겨루는 실험(12장). 표를 만드는 명령은 `experiments.sweep`에 있다."""

from .baselines import Baselines, baselines, examples, losses
from .grid import SOLVED, Comparison, HonorificGrid, grid
from .race import KINDS, Race, entry, page_data, paper, race, said
from .race_store import stored_race
from .reading import Clamping, Padding, Reading, clamping, padding, pair, reading
from .runs import CONTENDERS, HonorificRun, reach, run
from .statistics import fisher, wilson
from .table import AWAY, PROBES, Job, Row

__all__ = [
    "AWAY", "CONTENDERS", "PROBES", "SOLVED", "Baselines", "Clamping", "Comparison", "HonorificGrid", "HonorificRun", "Job",
    "KINDS", "Padding", "Race", "Reading", "Row", "baselines", "clamping", "entry", "examples", "fisher", "grid",
    "losses", "page_data", "pair", "padding", "paper", "race", "reach", "reading", "run",
    "said", "stored_race", "wilson",
]  # fmt: skip
