"""본문의 모든 수가 코드와 이어져 있는지(수식 안의 수도), 수와 기호 뒤의 조사가 소리에 맞는지."""

import json
import re

import build
import claims
import numpy as np
import prose
import pytest

import lstm_ref as lr
from lstm_ref.tables import josa as josa_of

LESSONS = [name for name in build.chapters() if re.match(r"\d\d-", name)]


def written(*values):
    """손계산에 적을 수 있는 꼴: 셋째와 넷째 자리까지. 0.500은 0.5로도 적는다."""
    rounded = [f"{abs(v):.{d}f}" for value in values for v in np.ravel(value) for d in (3, 4)]
    return {*rounded, *(v[:3] for v in rounded if v.endswith("00"))}


def hand_numbers(name):
    """종이로 따라가는 작은 RNN, LSTM, GRU, 어텐션의 중간값. 손계산의 줄은 이 값들로만 쓴다."""
    rnn = lr.experiments.rnn.hand_rnn(x=[1.0, 0.0, 0.0], w_x=1.0, w_h=0.5)
    trace = lr.rnn_forward(rnn.params, rnn.x)
    gru = lr.experiments.beyond.hand_gru(x=1.0, h_prev=0.5)
    one = lr.experiments.beyond_attention.hand_attention()
    attention = (
        np.sqrt(2),
        one.scaled,
        np.exp(one.scaled),
        np.exp(one.scaled).sum(),
        one.weight,
        one.parts,
        one.output,
    )
    matches = {f"{abs(v):.2f}" for v in one.match}  # 반올림하지 않아도 두 자리인 수
    hand = lr.experiments.lstm.hand_lstm()
    s = lr.lstm_forward(hand.params, hand.x, hand.h_0, hand.C_0)
    gates = [s.f, s.i, s.o, s.C_tilde, s.C, s.h, np.tanh(s.C), 1 - s.f, 1 - s.i, 1 - s.o]
    moved = [
        s.f * s.C_prev,
        s.i * s.C_tilde,
        1 - s.C_tilde**2,
        s.o * (1 - np.tanh(s.C) ** 2),
        1 - np.tanh(s.C) ** 2,
    ]
    h1, da = np.tanh(1.8), lr.rnn_backward(rnn.params, trace, rnn.dh).dh * (1 - trace.h**2)
    sets = {
        "01": written(0.5 * trace.h),
        "04": written(da, trace.h),
        "03": written(h1**2, np.tanh(2 * h1) ** 2),
        "13": written(gru.r * 0.5 + 1, (1 - gru.z) * 0.5, gru.z * gru.n, *attention) | matches,
        "14": written(lr.sigmoid(np.array([2.0, 3.0])), np.tanh([1.0, 3.0])),
    }
    return sets.get(name[:2], written(*gates, *moved) if "05" <= name[:2] <= "11" else set())


ANYWHERE = ("확인 문제", "요약")  # 장 전체를 되돌아보는 절


def fine(figure):
    """앞뒤의 0을 빼고 자릿수가 셋을 넘어, 다른 수와 우연히 같기 어려운 수."""
    return len(re.sub(r"\D", "", figure).strip("0")) >= 3


def known(name):
    """절의 제목을 받아 그 절이 아는 수를 주는 함수.

    짧은 수(0.5, 0.9)는 그 절이나 바로 앞 절의 코드와 표시에 있어야 하고, 자릿수가 셋 넘는 수는 장 어디에 있어도 된다.
    """
    cells, hand = build.read(name).cells, hand_numbers(name)
    book = json.loads((build.BOOK / f"{name}.ipynb").read_text(encoding="utf-8"))
    outputs = [o for cell in book["cells"] for o in cell.get("outputs", [])]
    shown = " ".join(str(o.get("data", {}).get("text/plain", o.get("text", ""))) for o in outputs)
    near, before = {}, set()
    for one in prose.sections(cells):
        own = prose.written(one) | (hand if "손으로" in one.title else set())
        near[one.title], before = near.get(one.title, set()) | own | before, own
    everything = {m[0] for m in prose.FIGURE.finditer(shown)}.union(hand, *near.values())
    long = set(filter(fine, everything))
    return lambda title: everything if title.startswith(ANYWHERE) else near.get(title, set()) | long


@pytest.mark.parametrize("name", LESSONS)
def test_every_number_in_prose_and_formulas_is_tied(name):
    """소수, 백분율, 거듭제곱, 몇 배, 몇 분의: 표시 안에 있거나, 같은 장의 표시·설정·출력·손계산의 값과 같아야 한다."""
    excused = [row["문장에서 찾을 말"] for row in prose.allowed() if row["장"] == name]
    found = prose.figures(build.read(name).cells, known(name))
    loose = [one.sentence for one in found if not any(e in one.sentence for e in excused)]
    assert not loose, "코드와 이어지지 않은 수:\n" + "\n".join(loose)


@pytest.mark.parametrize(
    "text", ["$$a = 0.512$$", "$0.512$예요.", "51 %예요.", "$10^{-9}$예요.", "300배예요.", "7분의 1이에요."]
)
def test_a_loose_number_is_seen_everywhere(text):
    page = [type("Cell", (), {"cell_type": "markdown", "source": f"## 해석\n\n{text}"})]
    assert len(prose.figures(page, lambda title: {"0.5", "3.0"})) == 1
    assert prose.figures(page, lambda title: {"0.512", "51", "10^{-9", "300", "7"}) == []


def test_a_short_setting_belongs_to_its_own_section():
    """앞 장의 다른 절에 있는 0.7은 이 절의 0.7을 이어 주지 않는다."""
    of = known("04-bptt")
    assert "0.7" in of("손잡이로 움직여 보기") and "0.7" not in of("절단 BPTT")
    assert "0.671" in of("절단 BPTT") and "0.7" in of("확인 문제")


PAIRS = ("이/가", "을/를", "은/는", "과/와", "으로/로", "이에요/예요")
# 모음 뒤에서는 '이'를 두어도(0.9이면) 줄여도(0.9면) 맞고, 받침 뒤에서는 줄이지 못한다
COPULA = ("라서", "고", "며", "면", "라면", "라고", "라도", "지만", "므로", "나", "니")
SPOKEN = {josa: pair for pair in PAIRS for josa in pair.split("/")}
SPOKEN |= {short: f"이{short}/{short}" for short in COPULA} | {
    f"였{end}": f"이었{end}/였{end}" for end in ("어요", "지만", "고", "으니")
}
AFTER = re.compile(
    r"(?P<text>[−-]?\d[\d,.]*(?: ?%)?|10\^\{?[-−]?\d+\}?|[A-Za-zργσ])"
    rf"(?P<close>\)?\$?\*{{0,2}})(?P<josa>{'|'.join(sorted(SPOKEN, key=len, reverse=True))})"
    r"(?![가-힣])"
)


def spoken_wrong(text):
    """수나 기호와, 소리에 맞지 않는 조사의 목록. 글자 하나짜리 기호는 수식 안에 있을 때만 본다."""
    plain = re.sub(r"`[^`]*`|\]\([^)]*\)", "", claims.FENCE.sub("", claims.plain(text)))
    wrong = []
    for m in AFTER.finditer(plain):
        said, josa = m["text"], m["josa"]
        if said.isalpha() and ("$" not in m["close"] or plain[m.start() - 1] not in "$ _^"):
            continue
        before = plain[: m.start()]
        power = said.startswith("10^") or (said[-1] in "0123456789tTnk" and re.search(r"\^\{?[-−]?$", before))
        if said.endswith(".") or re.search(r"/$|frac\w?$", before + said[:-1]):  # 분수는 분자를 나중에 읽는다
            continue
        right = josa_of("⁵" if power else said, SPOKEN[josa]).removeprefix("⁵" if power else said)
        wrong += [plain[max(0, m.start() - 20) : m.end()]] if right != josa else []
    return wrong


@pytest.mark.parametrize("name", LESSONS)
def test_the_particle_after_a_number_or_symbol_follows_its_sound(name):
    cells = [cell.source for cell in build.read(name).cells if cell.cell_type == "markdown"]
    book = json.loads((build.BOOK / f"{name}.ipynb").read_text(encoding="utf-8"))
    shown = [
        str(o.get("data", {}).get("text/plain", "")) for c in book["cells"] for o in c.get("outputs", [])
    ]
    wrong = [one for text in [*cells, *shown] for one in spoken_wrong(text)]
    assert not wrong, "소리에 맞지 않는 조사:\n" + "\n".join(wrong)


@pytest.mark.parametrize(
    ("text", "right"),
    [("0.859을 지켰어요", False), ("0.859를 지켰어요", True), ("16.00가 돼요", False), ("$10^{-5}$로 커요", False),
     ("$10^{-5}$으로 커요", True), ("$f$이 커요", False), ("$h_{t-1}$과 같아요", True), ("82 %를 지켰어요", True),
     ("1로 두고 2와 3을", True), ("10로 두면", False), ("0.46라서", False), ("0.46이라서", True), ("0.02예요", True)],
)  # fmt: skip
def test_a_wrong_particle_is_heard(text, right):
    assert (spoken_wrong(text) == []) == right


def test_altered_numbers_and_flipped_comparisons_of_a_chapter_are_caught():
    """`make prose-mutations`의 표본: 한 장의 모든 주장과 수를 하나씩 틀리게 한다."""
    import random

    import prose_mutations

    rng = random.Random(11)  # 바꾼 수가 다른 손계산의 값(0.731 → 0.791)과 우연히 같아지는 시드도 있다
    name = "07-input-gate"
    tried = [*prose_mutations.try_claims(name, rng), *prose_mutations.try_figures(name, rng, 6)]
    assert len(tried) >= 25 and {kind for kind, *_ in tried} >= {"견줌", "이어진 수", "수식 속의 수"}
    # 설정을 되풀이한 짧은 수(0.5, 0.9)는 같은 절의 다른 설정과 우연히 같아질 수 있어 세지 않는다
    assert not [what for kind, caught, what in tried if not caught and kind != "설정의 수"]
