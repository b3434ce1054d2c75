"""조작판의 바탕: 특성(trait)이 상태를 갖고, 같은 글이 노트북과 HTML 책에서 산다.

한 조작판은 손잡이(특성), 셈(`values`), 그림과 표의 틀로 되어 있다. 살아 있는 쪽의 셈은 장마다의 .js에 있고,
검사가 두 셈을 견준다. 상태는 `_spec`의 규격과 함께 JSON으로 쪽에 담긴다.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from html import escape
from pathlib import Path
from typing import Any

import anywidget
import numpy as np
import traitlets

from ..cells import LSTMStep, RNNStep
from ..tables import rich
from . import markup
from .goals import Goal
from .text import fill, grammar, spoken
from .traits import KNOBS

STATIC = Path(__file__).parent / "static"
TRAINING = tuple(STATIC / f"{name}.js" for name in ("engine", "random", "train", "sentences", "contest"))
MODULES = (*TRAINING, STATIC / "view.js", *sorted(Path(__file__).parent.glob("*.js")))


def joined(paths: Iterable[Path]) -> str:
    """모듈들을 차례로 이어 import와 export가 없는 글 하나로."""
    body = "\n".join(path.read_text(encoding="utf-8") for path in paths)
    body = re.sub(r"^import .*?;\n", "", body, flags=re.M)
    return re.sub(r"^export (?=function|const)", "", body, flags=re.M)


def script(*, classic: bool = False) -> str:
    """조작판의 스크립트 한 벌. 모듈들을 차례로 이어 한 파일로 만든다.

    `classic`이면 책의 쪽이 거는 보통 스크립트(파일로 열어도 돈다), 아니면 anywidget이 부르는 ES 모듈이다.
    """
    if not classic:
        return f"{grammar()}{joined(MODULES)}\nexport default {{ render }};\n"
    return f"(() => {{\n{grammar()}{slim(joined((*MODULES, STATIC / 'host.js')))}}})();\n"


def slim(text: str) -> str:
    """설명 줄과 들여쓰기를 뺀 스크립트. 책의 쪽이 받는 것을 줄인다. 읽을 코드는 저장소와 12장에 그대로 있다."""
    text = re.sub(r"(?:(?<=[;{},]) +|^ *)// .*$", "", text, flags=re.M)
    return re.sub(r"^\s+", "", text, flags=re.M)


class Dial(anywidget.AnyWidget):
    """조작판 하나. 특성을 읽고 쓰면 화면이 따라오고, 화면을 움직이면 특성이 따라온다."""

    _esm = script()
    _css = (STATIC / "dial.css").read_text(encoding="utf-8")
    _spec = traitlets.Dict().tag(sync=True)
    _ipython_display_ = None  # Colab의 ipywidgets 7이 아래의 출력 묶음을 건너뛰지 않게 한다

    title = question = sentence = snippet = buttons = ""
    columns: tuple[str, ...] = ("1", "2", "3", "4")
    rows: tuple[Any, ...] = ()
    goals: dict[str, Goal] = {}
    goal_by = ""
    knobs_first = False  # 손잡이를 그림보다 먼저 놓는다

    def __init__(self, **state: Any) -> None:
        unknown = set(state) - set(self.knobs())
        if unknown:
            raise TypeError(
                f"{type(self).__name__}에 {', '.join(sorted(unknown))}이라는 값이 없습니다. 있는 것: {', '.join(self.knobs())}."
            )
        super().__init__(**state)
        self._spec = self._make_spec()

    @classmethod
    def knobs(cls) -> dict[str, Any]:
        """이름 → 손잡이가 되는 특성. 화면에 놓이는 차례다."""
        found = {k: t for k, t in cls.class_traits().items() if isinstance(t, KNOBS)}
        return {k: found[k] for base in reversed(cls.__mro__) for k in vars(base) if k in found}

    def state(self) -> dict[str, Any]:
        """지금 손잡이의 값."""
        return {name: getattr(self, name) for name in self.knobs()}

    def values(self) -> dict[str, Any]:
        """화면에 보이는 수. 이름은 쪽의 셈(장마다의 .js)이 내는 것과 같다."""
        raise NotImplementedError

    def step(self) -> LSTMStep | RNNStep:
        """지금 값에서 `lstm_ref`가 셈한 한 시점. LSTM의 조작판은 LSTMStep, RNN의 조작판은 RNNStep이다."""
        raise NotImplementedError

    def plot(self) -> markup.Lines | markup.Bars:
        """그래프의 틀."""
        raise NotImplementedError

    def drawing(self, values: dict[str, Any]) -> str:
        """그래프 말고 더 그릴 것의 HTML."""
        return ""

    def tables(self, values: dict[str, Any]) -> str:
        """지금 값의 표의 HTML."""
        return markup.table(self.rows, self.columns, values)

    def figure(self, values: dict[str, Any], state: dict[str, Any]) -> str:
        """그래프의 HTML."""
        return markup.chart(self.plot(), values, state, spoken(self.text()))

    def after(self, values: dict[str, Any]) -> str:
        """지금 값의 표 아래에 놓을 HTML."""
        return ""

    def data(self) -> dict[str, Any]:
        """쪽의 셈이 쓰는 정해진 배열(가중치, 입력)."""
        return {}

    def code(self) -> str:
        """지금 화면의 수를 내는 코드."""
        return fill(self.snippet, self.state() | self.values())

    def text(self) -> str:
        """지금 상태를 말로 옮긴 문장."""
        return fill(self.sentence, self.state() | self.values())

    @property
    def goal(self) -> Goal | None:
        """지금 이룰 목표. 퍼즐이 있는 조작판에서는 고른 퍼즐의 목표이고, 없으면 None이다."""
        return self.goals.get(getattr(self, self.goal_by) if self.goal_by else "")

    @property
    def solved(self) -> bool:
        """지금 값이 목표를 이루었는지."""
        return self.goal is not None and self.goal.met(self.state() | self.values())

    def _make_spec(self) -> dict[str, Any]:
        return {
            "name": type(self).__name__,
            "traits": {name: trait.spec() for name, trait in self.knobs().items()},
            "start": self.state(),
            "sentence": self.sentence,
            "snippet": self.snippet,
            "goals": {
                key: [goal.text, [list(test) for test in goal.tests]] for key, goal in self.goals.items()
            },
            "goal_by": self.goal_by,
            "data": plain(self.data()),
            "html": self._html(),
        }

    def _html(self) -> str:
        state, values = self.state(), self.values()
        knobs = "".join(markup.knob(name, trait, state[name]) for name, trait in self.knobs().items())
        stage = (
            f'<div class="lr-stage">{self.drawing(values)}'
            f'<div class="lr-figure">{self.figure(values, state)}'
            f'<p class="lr-said">{rich(self.text())}</p></div></div>'
        )
        panel = (
            f'<form class="lr-panel">{knobs}'
            f'<div class="lr-buttons">{self.buttons}<button type="button" data-reset>처음 값으로</button></div></form>'
            '<p class="lr-note" role="alert"></p>'
        )
        return (
            f'<p class="lr-ask"><strong>{escape(self.title)}</strong> {escape(self.question)}</p>'
            f"{markup.goal(self.goal, self.solved) if self.goals else ''}"
            f"{panel + stage if self.knobs_first else stage + panel}"
            f'<div class="lr-view">{self.tables(values)}{self.after(values)}</div>'
            '<p class="lr-live" role="status"></p>'
            '<details class="lr-code"><summary>이 값을 코드로</summary>'
            f'<pre tabindex="0"><code>{escape(self.code())}</code></pre>'
            '<button type="button" data-copy>코드 복사</button></details>'
        )

    def _repr_html_(self) -> str:
        spec = self._make_spec()
        state = json.dumps(spec | {"html": ""}, ensure_ascii=False, separators=(",", ":")).replace(
            "</", "<\\/"
        )
        return (
            f'<section class="lr-dial" data-dial="{spec["name"]}" aria-label="{escape(self.title, quote=True)} 조작판">'
            f'{spec["html"]}<script type="application/json">{state}</script></section>'
        )

    def _repr_mimebundle_(self, **kwargs: Any) -> Any:
        live = super()._repr_mimebundle_(**kwargs)
        data, *rest = live if isinstance(live, tuple) else (live or {},)
        data = dict(data or {}) | {"text/html": self._repr_html_(), "text/plain": self.text()}
        return (data, *rest) if rest else data

    def __repr__(self) -> str:
        return self.text()


def plain(value: Any) -> Any:
    """배열과 묶음을 JSON으로 적을 수 있는 값으로."""
    if isinstance(value, dict):
        return {k: plain(v) for k, v in value.items()}
    if isinstance(value, np.ndarray):
        return value.tolist()
    if hasattr(value, "_asdict"):
        return plain(value._asdict())
    return [plain(v) for v in value] if isinstance(value, (list, tuple)) else value
