"""그림: `experiments`의 기록을 받아 그림과 문장을 함께 준다. matplotlib은 이 방에만 있다."""

from .beyond import *
from .figure import Figure
from .gates import *
from .gradients import *
from .honorifics import *
from .lstm_drawing import *
from .memory import *
from .near_far import *
from .recurrence import *
from .state import *
from .vanishing import *
