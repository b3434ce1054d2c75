"""높임말 일치로 겨루는 실험(12장). 표를 만드는 명령은 `experiments.sweep`에 있다."""

from .baselines import *
from .grid import *
from .reading import *
from .runs import *
from .statistics import *
from .table import *
