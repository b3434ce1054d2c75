"""'한 걸음' 조작판(4장, 11장): 장에 적힌 반복과 같은 수, 단계를 오가는 단추, 지금 단계의 표, 종이."""

import build
import dialpage
import numpy as np
import pytest

import lstm_ref as lr

pytestmark = pytest.mark.slow
W = lr.widgets
CHAPTERS = {"RNNOneStep": "04-bptt", "LSTMOneStep": "11-lstm-bptt"}
PHASES = ["앞으로", "손실", "거꾸로", "고치기"]


def taught(chapter, k):
    """장의 가르치는 반복을 k번 고친 다음의 걸음까지 돌린 이름들."""
    (cell,) = (c for c in build.read(chapter).cells if "teach" in c.metadata.get("tags", []))
    assert "range(13)" in cell.source
    names = {"lr": lr}
    exec(cell.source.replace("range(13)", f"range({k + 1})"), names)
    return names


def close(ours, theirs):
    a, b = np.ravel(np.asarray(ours, float)), np.ravel(np.asarray(theirs, float))
    assert a.shape == b.shape and np.abs(a - b).max() <= 1e-12 * np.abs(b).max(), (ours, theirs)


def both(values, key):
    return np.transpose([values[f"{key}_1"], values[f"{key}_2"]])


@pytest.mark.parametrize("name", CHAPTERS)
def test_the_page_shows_the_numbers_of_the_loop_written_in_the_chapter(visit, name):
    page, dial = visit(getattr(W, name)()), getattr(W, name)()
    states = [
        dial.state() | {"k": k, "phase": phase}
        for k, phase in ((0, "back"), (1, "update"), (7, "loss"), (12, "back"))
    ]
    for state, record in zip(states, dialpage.drive(page, [states])[0]):
        values, loop = record["values"], taught(CHAPTERS[name], state["k"])
        close(values["losses"][: state["k"] + 1], loop["losses"])
        close(both(values, "h"), loop["trace"].h[:, 0])
        close(both(values, "dh"), loop["back"].dh[:, 0])
        grads, after = loop["back"].grads, loop["params"]
        if name == "LSTMOneStep":
            for key in ("f", "i", "C_tilde", "C", "o"):
                close(both(values, key), getattr(loop["trace"], key)[:, 0])
            close(both(values, "dC"), loop["back"].dC[:, 0])
            close(np.sum(both(values, "da_o"), axis=0), grads.b_o)
            grads, after = grads[:2], after[:2]  # 처음에 보이는 층
        rows = np.array([values[f"u{k}"] for k in range(8)])
        close(rows[:, 1], np.concatenate([v.ravel() for v in grads]))
        close(rows[:, 3], np.concatenate([v.ravel() for v in after]))


def arrive(page, phase, k):
    """문장이 그 단계와 횟수를 말할 때까지 기다리고, 손잡이도 거기 있는지 본다(한 번에 그려진다)."""
    text = f"고친 횟수는 {k}번, 지금은 ‘{phase}’ 단계"
    page.wait_for_function("t => document.querySelector('.lr-said').textContent.startsWith(t)", arg=text)
    assert page.get_by_role("radio", name=phase).is_checked()
    assert page.get_by_role("slider", name="고친 횟수", exact=True).input_value() == str(k)


@pytest.mark.parametrize("name", CHAPTERS)
def test_one_step_walks_the_phases_and_carries_into_the_next_update(visit, name):
    page = visit(getattr(W, name)())
    ahead, back = (page.get_by_role("button", name=n) for n in ("한 걸음 ▶", "◀ 되돌리기"))
    note, k = page.locator(".lr-note"), page.get_by_role("slider", name="고친 횟수", exact=True)
    back.press("Enter")
    assert note.text_content() == "더 갈 곳이 없습니다."
    for n in range(1, 6):  # 네 번이면 한 바퀴
        ahead.press("Enter")
        arrive(page, PHASES[n % 4], n // 4)
    assert note.text_content() == "" and k.get_attribute("aria-valuetext") == "1번"
    page.wait_for_function(
        "() => document.querySelector('[role=status]').textContent.includes('1번, 지금은 ‘손실’')"
    )
    back.press("Space")
    back.press("Space")
    arrive(page, "고치기", 0)
    state = "JSON.stringify(JSON.parse(decodeURIComponent(location.hash.slice(3) || '0')))"
    page.wait_for_function(f"t => {state} === t", arg=f'{{"{name}":{{"phase":"update"}}}}')
    k.press("End")
    arrive(page, "고치기", 12)
    ahead.click()
    assert note.text_content() == "더 갈 곳이 없습니다."
    arrive(page, "고치기", 12)


@pytest.mark.parametrize("name", CHAPTERS)
def test_the_screen_shows_the_phase_reached_and_paper_shows_them_all(visit, name):
    page = visit(getattr(W, name)(), width=390)
    seen = lambda: [t.text_content() for t in page.locator("caption b").all() if t.is_visible()]  # noqa: E731
    shown = "gs => gs.filter(g => getComputedStyle(g.querySelector('.num')).opacity === '1').length"
    lit = lambda: page.locator(".lr-walk [data-from]").evaluate_all(shown)  # noqa: E731
    layers = {"RNNOneStep": [2, 3, 4, 5], "LSTMOneStep": [3, 4, 6, 7]}[name]
    for n, phase in enumerate(PHASES):
        arrive(page, phase, 0)
        assert seen() == [phase] and lit() == layers[n]
        assert all(box.is_visible() for box in page.locator(".lr-walk rect").all())  # 올 칸도 자리를 보인다
        page.get_by_role("button", name="한 걸음 ▶").click()
    arrive(page, "앞으로", 1)
    assert seen() == ["앞으로"]
    page.emulate_media(media="print")
    assert seen() == PHASES and lit() == layers[-1]


def test_a_too_long_step_saturates_the_rnn(visit):
    page = visit(W.RNNOneStep())
    page.get_by_role("slider", name="학습률 η").press("End")
    page.get_by_role("slider", name="고친 횟수", exact=True).press("ArrowRight")
    page.wait_for_function("() => document.querySelector('[data-cell=\"h_2.3.3\"]').textContent === '−0.984'")


def test_the_records_refuse_what_the_dial_cannot_show():
    bptt, lstm = lr.experiments.bptt_dial, lr.experiments.lstm_bptt_dial
    for one in (bptt.rnn_one_step, lstm.lstm_one_step):
        with pytest.raises(ValueError, match="k의 값이 13입니다"):
            one(k=13)
        with pytest.raises(ValueError, match="where"):
            one(where="first")
        with pytest.raises(ValueError, match="eta의 값이 -0.1입니다"):
            one(eta=-0.1)
