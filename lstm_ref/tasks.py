"""과제: 높임말 일치. 주어의 높임을 d어절 뒤의 서술어까지 기억해야 한다."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from .checks import Door, fits, generator, kind, real, whole

__all__ = [
    "Accuracy", "Batch", "FORMS", "LONGEST", "Sentence", "VOCABULARY", "accuracy", "encode", "has_final",
    "honorific_batch", "sentence", "subject", "vocabulary",
]  # fmt: skip
HIGH = [
    "할아버지",
    "할머니",
    "아버지",
    "어머니",
    "선생님",
    "교수님",
    "사장님",
    "원장님",
    "회장님",
    "스님",
    "목사님",
    "고모님",
]
PLAIN = ["동생", "친구", "아이", "학생", "조카", "후배", "아들", "딸", "소년", "소녀", "꼬마", "막내"]
ADVERBIALS = [
    "오늘",
    "요즘",
    "아침마다",
    "저녁마다",
    "주말마다",
    "집에서",
    "학교에서",
    "공원에서",
    "시장에서",
    "부엌에서",
    "마당에서",
    "조용히",
    "천천히",
    "혼자",
    "다시",
    "가끔",
    "자주",
    "여전히",
    "오랫동안",
    "날마다",
    "즐겁게",
]
# 안긴절: 주어 자리(…), 예사 꼴, 높임 꼴, 나머지 어절. 안긴절의 높임은 문장 주어와 따로 정한다.
CLAUSES = [
    ("빌려준", "빌려주신", "우산을 들고"),
    ("만든", "만드신", "의자에 앉아"),
    ("보낸", "보내신", "상자를 두고"),
    ("고른", "고르신", "옷을 입고"),
    ("심은", "심으신", "꽃을 보며"),
    ("알려준", "알려주신", "이야기를 떠올리며"),
    ("고친", "고치신", "안경을 쓰고"),
    ("사준", "사주신", "모자를 벗고"),
    ("남긴", "남기신", "글을 외우며"),
    ("부탁한", "부탁하신", "일을 마치고"),
]
# 객체높임: 목적어를 높일 뿐, 주어의 높임과 무관하다.
OBJECT_HIGH = ["은사님을 뵙고", "증조할머니를 모시고", "어르신께 안부를 여쭙고", "이모님께 선물을 드리고"]
# 단서 어절이 서술어를 정한다. 앞의 네 짝은 높임말의 어간이 아예 다르다.
VERBS = [
    ("떡을", "먹는다", "드신다"),
    ("저녁밥을", "짓는다", "지으신다"),
    ("낮잠을", "잔다", "주무신다"),
    ("이유를", "말한다", "말씀하신다"),
    ("신문을", "읽는다", "읽으신다"),
    ("편지를", "쓴다", "쓰신다"),
    ("노래를", "부른다", "부르신다"),
    ("나무를", "옮긴다", "옮기신다"),
    ("사진을", "찍는다", "찍으신다"),
    ("문을", "연다", "여신다"),
    ("그림을", "그린다", "그리신다"),
    ("산길을", "걷는다", "걸으신다"),
]
FORMS = [form for _, *pair in VERBS for form in pair]  # 2k: 예사, 2k+1: 높임


def has_final(word: str) -> bool:
    """마지막 글자에 받침이 있으면 참.

    예
    --
    >>> has_final("동생"), has_final("친구")
    (True, False)
    """
    kind("word", word, str)
    if not word or not "가" <= word[-1] <= "힣":
        raise ValueError(f"word의 값이 {word!r}입니다. 한글 음절로 끝나는 말이어야 합니다.")
    return (ord(word[-1]) - 0xAC00) % 28 > 0


def subject(noun: str) -> str:
    """명사에 주격 조사를 붙인다: 높임 명사는 께서, 예사 명사는 받침에 따라 이/가.

    예
    --
    >>> subject("할머니"), subject("동생"), subject("친구")
    ('할머니께서', '동생이', '친구가')
    """
    final = has_final(noun)
    return noun + ("께서" if noun in HIGH else "이" if final else "가")


def _fillers() -> list[tuple[str, ...]]:
    clauses = [(None, k, *rest.split()) for k, (_, _, rest) in enumerate(CLAUSES)]
    return [(a,) for a in ADVERBIALS] + [tuple(o.split()) for o in OBJECT_HIGH] + clauses


FILLERS = _fillers()
LONGEST = sum(len(unit) for unit in FILLERS) // 2  # 이보다 짧으면 군말이 되풀이되지 않고 늘 꼭 맞게 찬다


def vocabulary() -> list[str]:
    """입력에 나올 수 있는 어절의 목록. 순서는 늘 같다."""
    words = [subject(n) for n in HIGH + PLAIN] + ADVERBIALS + " ".join(OBJECT_HIGH).split()
    words += [w for plain, high, rest in CLAUSES for w in (plain, high, *rest.split())]
    return list(dict.fromkeys(words + [cue for cue, _, _ in VERBS]))


VOCABULARY = vocabulary()
INDEX = {word: k for k, word in enumerate(VOCABULARY)}


class Sentence(NamedTuple):
    """높임말 일치 문장 하나. `words`: 서술어 앞까지의 어절, `verb`: 서술어 번호, `high`: 높임이면 1."""

    words: tuple[str, ...]
    verb: int
    high: int

    @property
    def target(self) -> int:
        """24가지 서술어 꼴 가운데 정답의 번호."""
        return 2 * self.verb + self.high

    @property
    def text(self) -> str:
        """서술어까지 이은 문장."""
        return " ".join([*self.words, FORMS[self.target]]) + "."


class Batch(NamedTuple):
    """과제의 배치. `x`: (T, B, D) 원-핫 벡터, `targets`: (B,) 서술어 꼴의 번호."""

    x: np.ndarray
    targets: np.ndarray


def sentence(rng, d: int) -> Sentence:
    r"""[부사] 주어 · 군말 d−1어절 · 단서 · (서술어). 주어에서 단서까지가 d어절이다.

    매개변수
    --------
    rng : numpy.random.Generator
    d : 2 이상의 정수, 군말이 되풀이되지 않을 만큼(`LONGEST` 이하)

    반환값
    ------
    Sentence

    예외
    ----
    TypeError, ValueError : rng나 d가 위 범위를 벗어날 때

    예
    --
    >>> s = sentence(np.random.default_rng(11), 5)
    >>> len(s.words) - int(s.words[0] in ADVERBIALS), s.text.endswith(FORMS[s.target] + ".")
    (6, True)

    출처: 주어와 서술어의 일치로 순환 신경망을 시험한 것은 Linzen, Dupoux & Goldberg (2016).
    """
    generator("rng", rng)
    real("d", whole("d", d, 2), 2, LONGEST)
    nouns, verb = [*HIGH, *PLAIN], int(rng.integers(len(VERBS)))
    order, who = rng.permutation(len(FILLERS)).tolist(), rng.permutation(24).tolist()
    high, levels = int(rng.integers(2)), rng.integers(2, size=len(CLAUSES)).tolist()
    main = next(k for k in who if (k < 12) == bool(high))
    others = {level: [nouns[k] for k in who if k != main and (k < 12) == bool(level)] for level in (0, 1)}
    words = [subject(nouns[main])]
    opening = FILLERS[int(rng.integers(len(ADVERBIALS)))] if rng.random() < 0.5 else ()
    for k in order:
        unit = FILLERS[k]
        if len(unit) > d - len(words) or unit == opening:
            continue
        if unit[0] is None:
            level, clause = levels[unit[1]], CLAUSES[unit[1]]
            unit = (subject(others[level].pop()), clause[level], *unit[2:])
        words += unit
    return Sentence((*opening, *words, VERBS[verb][0]), verb, high)


def encode(sentences: list[Sentence], d: int) -> Batch:
    """문장들을 (T, B, D) 원-핫 벡터로 바꾼다. T = d + 2이고, 앞의 부사가 없는 문장은 영벡터로 시작한다."""
    kind("sentences", sentences, list)
    d, B = whole("d", d, 1), whole("sentences의 길이", len(sentences), 1)
    x = np.zeros(fits("x", d + 2, B, len(VOCABULARY)))
    for b, s in enumerate(sentences):
        _check_sentence(f"sentences[{b}]", s, d)
        start = d + 2 - len(s.words)
        x[np.arange(start, d + 2), b, [INDEX[w] for w in s.words]] = 1.0
    return Batch(x, np.array([s.target for s in sentences]))


def _check_sentence(name: str, s: Sentence, d: int) -> None:
    kind(name, s, Sentence)
    kind(f"{name}.words", s.words, tuple)
    if len(s.words) not in (d + 1, d + 2):
        raise ValueError(
            f"{name}.words의 길이가 {len(s.words)}입니다. 거리가 {d}이면 {d + 1}이나 {d + 2}여야 합니다."
        )
    for word in s.words:
        if not isinstance(word, str) or word not in INDEX:
            raise ValueError(
                f"{name}에 어휘에 없는 어절 {word!r}이 있습니다. VOCABULARY의 어절이어야 합니다."
            )
    whole(f"{name}.verb", s.verb, 0, len(VERBS) - 1), whole(f"{name}.high", s.high, 0, 1)


def honorific_batch(rng, d: int, B: int = 32) -> Batch:
    """거리 d인 문장 B개의 배치."""
    fits("x", whole("d", d, 2) + 2, whole("B", B, 1), len(VOCABULARY))
    return encode([sentence(rng, d) for _ in range(B)], d)


class Accuracy(NamedTuple):
    """맞힌 비율. `verb`: 서술어가 맞음(가까운 단서), `high`: 높임이 맞음(먼 주어)."""

    verb: float
    high: float


def accuracy(y, targets) -> Accuracy:
    r"""출력 y에서 가장 큰 꼴을 골라 서술어와 높임을 따로 채점한다.

    매개변수
    --------
    y : (B, 24), 서술어 꼴마다의 점수
    targets : (B,) 0 이상 24 미만의 정수

    반환값
    ------
    Accuracy : 둘 다 0 이상 1 이하

    예외
    ----
    TypeError, ValueError : 형과 크기가 다르거나 유한하지 않을 때

    예
    --
    >>> accuracy(np.eye(24)[[4, 5, 7]], np.array([4, 4, 4]))  # 정답 4: 셋째 서술어의 예사 꼴
    Accuracy(verb=0.6666666666666666, high=0.3333333333333333)

    출처: 이 책.
    """
    B = Door(K=len(FORMS)).array("y", y, "B K").shape[0]
    kind("targets", targets, np.ndarray)
    if targets.shape != (B,) or targets.dtype.kind not in "iu":
        raise ValueError(f"targets는 {targets.shape} {targets.dtype}입니다. (B,) = ({B},) 정수여야 합니다.")
    if targets.min() < 0 or targets.max() >= len(FORMS):
        raise ValueError(
            f"targets에 {targets.min()}–{targets.max()}가 있습니다. 0–{len(FORMS) - 1}이어야 합니다."
        )
    guess = np.argmax(y, axis=1)
    return Accuracy(float(np.mean(guess // 2 == targets // 2)), float(np.mean(guess % 2 == targets % 2)))
