"""여럿이 함께 그려도 그림이 같고, matplotlib의 설정이 그대로 남는다."""

from concurrent.futures import ThreadPoolExecutor

import matplotlib

from lstm_ref import experiments, plots


def test_four_threads_draw_the_same_figure_and_leave_the_settings_alone():
    before, record = dict(matplotlib.rcParams), experiments.lstm.carousel(T=3)
    with ThreadPoolExecutor(4) as pool:
        drawn = {figure.svg for figure in pool.map(plots.lstm.carousel, [record] * 8)}
    assert len(drawn) == 1 and dict(matplotlib.rcParams) == before
