"""조작판의 수: 쪽의 자바스크립트가 낸 값이 lstm_ref와 같은지 실제 Chromium에서 손잡이를 움직여 본다."""

import dialpage
import numpy as np
import pytest
from serving import watched

import lstm_ref as lr

STATES = 200


def numbers(value) -> np.ndarray:
    return np.array([float(v) for v in np.ravel(np.array(value, dtype=object))])


def worst(ours: dict, theirs: dict) -> float:
    """값마다 가장 큰 성분에 견준 차이. 글자는 같아야 하고, 무한대는 같은 자리에 있어야 한다.

    σ = ½ + ½ tanh(a/2)에서 0에 가까운 게이트는 절대 오차 1e-16까지만 정해지므로, 견주는 크기는 1e-3 아래로 내리지 않는다.
    """
    assert set(ours) <= set(theirs)
    found = [0.0]
    for name, value in ours.items():
        if isinstance(value, str) or (isinstance(value, list) and value and isinstance(value[0], str)):
            assert theirs[name] == value
            continue
        a, b = numbers(value), numbers(theirs[name])
        finite = np.isfinite(a)
        assert a.shape == b.shape and (finite == np.isfinite(b)).all()
        if finite.any():
            found.append(float(np.abs(a[finite] - b[finite]).max() / max(np.abs(a[finite]).max(), 1e-3)))
    return max(found)


@pytest.fixture(scope="module")
def driven(browser, tmp_path_factory):
    """조작판마다 손잡이로 넣은 상태와 쪽이 낸 기록."""
    kinds = {name: getattr(lr.widgets, name) for name in dialpage.NAMES}
    states = {}
    for name, kind in kinds.items():
        rng, dial = np.random.default_rng(11), kind()
        states[name] = [dialpage.random_state(rng, dial) for _ in range(STATES)]
    page = watched(browser.new_page())
    page.goto(dialpage.build(tmp_path_factory.mktemp("dials"), [kind() for kind in kinds.values()]).as_uri())
    records = dialpage.drive(page, states.values())
    page.close()
    return {name: list(zip(states[name], listed)) for name, listed in zip(kinds, records)}


@pytest.mark.slow
@pytest.mark.parametrize("name", dialpage.NAMES)
def test_the_page_computes_what_lstm_ref_computes(driven, name):
    kind = getattr(lr.widgets, name)
    assert len(driven[name]) == STATES
    errors = []
    for n, (asked, record) in enumerate(driven[name]):
        dial = kind(**record["state"])
        if n % 2:  # 숫자 칸은 적은 값을 그대로 받는다
            assert record["state"] == asked
        errors.append(worst(dial.values(), record["values"]))
        assert record["said"] == dial.text()
        assert record["code"] == dial.code()
    print(f"{name}: {STATES}개 상태, 가장 큰 상대 차이 {max(errors):.1e}")
    assert max(errors) <= 1e-12


@pytest.mark.parametrize("name", dialpage.NAMES)
def test_the_code_on_the_page_yields_the_numbers_on_the_page(name):
    dial = getattr(lr.widgets, name)()
    if name == "HonorificRace":
        pytest.skip("학습을 수백 걸음 하는 코드라서 test_train_race.py가 걸음을 줄여 본다")
    lines = dial.code().strip().splitlines()
    scope = {}
    exec("\n".join(lines[:-1]), scope)
    result = np.asarray(eval(lines[-1], scope))
    shown = [np.asarray(v) for v in dial.values().values() if not isinstance(v, str)]
    assert any(v.shape == result.shape and np.array_equal(v, result) for v in shown)
