"""실험: 그림과 표 하나마다 그 수를 내는 순수 함수 하나. 설정과 시드를 받아 기록(NamedTuple)을 준다."""

from .beyond import *
from .bptt import *
from .dial_cells import *
from .dial_flows import *
from .dial_gates import *
from .gates import *
from .gradients import *
from .honorific_reader import *
from .honorific_reading import *
from .honorifics import *
from .libraries import *
from .memory import *
from .near_far import *
from .output import *
from .paths import *
from .recurrence import *
from .state import *
from .vanishing import *
from .whole import *
