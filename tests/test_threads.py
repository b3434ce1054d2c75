"""여럿이 함께 그려도 그림이 같고, matplotlib의 설정이 그대로 남는다."""

from concurrent.futures import ThreadPoolExecutor

import matplotlib
import matplotlib.style
import pytest

from lstm_ref import experiments, plots


def test_four_threads_draw_the_same_figure_and_leave_the_settings_alone():
    before, record = dict(matplotlib.rcParams), experiments.lstm.carousel(T=3)
    with ThreadPoolExecutor(4) as pool:
        drawn = {figure.svg for figure in pool.map(plots.lstm.carousel, [record] * 8)}
    assert len(drawn) == 1 and dict(matplotlib.rcParams) == before


OWN = [
    "dark_background", "ggplot", {"axes.facecolor": "red", "savefig.bbox": "tight", "savefig.facecolor": "black"},
    {"text.color": "white", "axes.labelcolor": "white", "lines.linewidth": 9, "xtick.direction": "in", "font.size": 30},
]  # fmt: skip


@pytest.mark.parametrize("own", OWN, ids=str)
def test_the_readers_own_style_neither_changes_our_figures_nor_is_changed(own):
    record = experiments.lstm.carousel(T=3)
    clean = plots.lstm.carousel(record).svg
    with matplotlib.style.context(own):
        before = dict(matplotlib.rcParams)
        assert plots.lstm.carousel(record).svg == clean and dict(matplotlib.rcParams) == before
