"""채점 검사가 함께 쓰는 반: 지어낸 학생 마흔 남짓이 낸 파일과, 사람이 적은 기대 점수."""

import io
import json
import unicodedata
import zipfile
from typing import NamedTuple

HEAD = "import numpy as np\nimport lstm_ref as lr\n"
FORGET = """\
def my_erase(W_f, b_f, h_prev, x_t, C_prev):
    z = np.concatenate([h_prev, x_t], axis=-1)
    return (1 - lr.sigmoid(z @ W_f.T + b_f)) * C_prev
"""
GRADS = """\
def forget_grads(dC, C_prev, f, z):
    da = dC * C_prev * f * (1 - f)
    return da.T @ z, da.sum(axis=0)
"""
EMPTY = 'def my_erase(W_f, b_f, h_prev, x_t, C_prev):\n    """망각 게이트 (B, H)를 돌려주세요."""\n    ...\n'


def notebook(*codes, tags=True, **extra) -> bytes:
    """코드 셀들로 노트북 하나를 만든다."""
    cells = [
        {"cell_type": "code", "metadata": {}, "outputs": [], "execution_count": None, "source": code} | extra
        for code in codes
    ]
    cells.insert(0, {"cell_type": "markdown", "metadata": {}, "source": "# 과제\n"})
    book = {"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": cells}
    return json.dumps(book, ensure_ascii=False).encode()


def zipped(*pairs) -> bytes:
    """(이름, 내용)들로 zip 하나를 만든다."""
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as bundle:
        for name, content in pairs:
            bundle.writestr(name, content)
    return data.getvalue()


class Learner(NamedTuple):
    """학생 하나: 까닭, 낸 파일, 두 문제의 상태, 피드백에 있어야 할 말."""

    why: str
    files: dict
    forget: str = "passed"
    grads: str = "passed"
    words: tuple = ()


def one(why, *codes, name="hw.ipynb", **expected):
    """노트북 하나를 낸 학생."""
    return Learner(why, {name: notebook(*codes)}, **expected)


def answer(body, grads=GRADS):
    return [HEAD, f"def my_erase(W_f, b_f, h_prev, x_t, C_prev):\n    {body}\n", grads]


RIGHT = notebook(HEAD, FORGET, GRADS)
OLD = {
    "nbformat": 3,
    "worksheets": [{"cells": [{"cell_type": "code", "input": [HEAD + FORGET, "\n" + GRADS]}]}],
}
V, Z = "np.concatenate([h_prev, x_t], -1)", "@ W_f.T + b_f"
CLASS = [
    one("다 맞음", HEAD, FORGET, GRADS),
    one("차례가 바뀜", *answer(f"return (1 - lr.sigmoid(np.concatenate([x_t, h_prev], -1) {Z})) * C_prev"), forget="wrong",
        words=("h와 x의 차례가 바뀌었어요",)),
    one("편향이 빠짐", *answer(f"return (1 - lr.sigmoid({V} @ W_f.T)) * C_prev"), forget="wrong", words=("편향 b_f가 빠졌어요",)),
    one("알아보지 못하는 값", *answer(f"return 0.7 * lr.sigmoid({V} {Z})"), forget="wrong", words=("아직 달라요", "정답")),
    one("빈칸", HEAD, EMPTY, GRADS, forget="empty", words=("아직 비어 있어요",)),
    one("책의 답을 부름", *answer("return lr.lstm_step((W_f, b_f), x_t, h_prev, h_prev).f"), forget="borrowed",
        words=("lr.lstm_step 함수를 불렀어요",)),
    one("오류", *answer(f"return np.concatenate([h_prev, x_t], 0) {Z}"), forget="raised",
        words=("값이나 배열의 크기가 맞지 않아요", "ValueError, 입력의 크기", "np.concatenate([h_prev, x_t], 0)")),
    one("끝나지 않음", *answer("while True: pass"), forget="timeout", words=("시간 안에 끝나지 않아서",)),
    one("모든 것을 삼키며 끝나지 않음", *answer("while True:\n        try: np.sort(np.ones(9999))\n        except: pass"),
        forget="timeout"),
    one("하나가 없음", HEAD, FORGET, grads="missing", words=("함수 forget_grads의 정의가",)),
    one("두 번 정의, 마지막이 맞음", HEAD, EMPTY, GRADS, FORGET, words=("정의가 2개예요(2, 4번째 코드 셀)",)),
    one("두 번 정의, 마지막이 빔", HEAD, FORGET, GRADS, EMPTY, forget="empty"),
    one("셀의 차례가 바뀌고 꼬리표가 없음", GRADS, FORGET, HEAD),
    one("IPython의 말", "!pip install -q torch\n%matplotlib inline\nfiles = !ls\nnp?\n" + HEAD, "%%time\n" + FORGET,
        "%%bash\nls -l", "%%writefile a.py\nthis is not python", GRADS),
    one("없는 라이브러리와 드라이브", "import torch, numpy as np\nfrom google.colab import drive\nimport lstm_ref as lr\n"
        "drive.mount('/content/drive')\ntorch.manual_seed(0)\n" + FORGET, GRADS),
    one("if 안의 정의", HEAD + "if True:\n" + "".join("    " + line + "\n" for line in FORGET.splitlines()), GRADS),
    one("실행되지 않은 if 안의 정의", HEAD + "if torch_is_here:\n" + "".join(
        "    " + line + "\n" for line in FORGET.splitlines()), GRADS, words=("실행되지 않은 가지",)),
    one("lambda", HEAD, f"my_erase = lambda W_f, b_f, h_prev, x_t, C_prev: (1 - lr.sigmoid({V} {Z})) * C_prev", GRADS),
    one("반복문이 채운 전역", HEAD, "order = []\nfor k in range(2):\n    order.append(k)", FORGET.replace(
        "[h_prev, x_t]", "[(h_prev, x_t)[k] for k in order]"), GRADS),
    one("torch로 적은 자료형", HEAD, FORGET.replace("C_prev):", "C_prev: torch.Tensor) -> torch.Tensor:"), GRADS),
    one("다른 셀의 문법 오류", HEAD, "여기에 답을 적어요 :)", FORGET, "for", GRADS),
    one("같은 셀의 문법 오류", HEAD, FORGET + "\n이건 뭐지 (", GRADS, forget="missing",
        words=("2번째 코드 셀이 5번째 줄에서 문법에 맞지 않아요",)),
    one("이름을 바꿈", HEAD, FORGET.replace("my_erase", "forget2") + '\nlr.check("ex06a", forget2)', GRADS,
        words=("함수의 이름이 my_erase이어야",)),
    Learner("맥의 한글 이름", {unicodedata.normalize("NFD", "과제 06장.ipynb"): RIGHT}),
    Learner("사본 둘, 하나는 빔", {"06.ipynb": notebook(HEAD, EMPTY), "06.ipynb의 사본 (1).ipynb": RIGHT},
            words=("같은 함수가 파일 2개에",)),
    Learner("장마다 파일 하나", {"a.ipynb": notebook(HEAD, FORGET), "b.ipynb": notebook(HEAD, GRADS)}),
    Learner("내지 않음", {}, "missing", "missing", ("제출 없음",)),
    Learner("깨진 JSON", {"hw.ipynb": RIGHT[:-40]}, "missing", "missing", ("깨졌습니다",)),
    Learner("글이 아닌 파일", {"hw.ipynb": bytes(range(256)) * 9}, "missing", "missing", ("채점하지 않음",)),
    Learner("빈 파일", {"hw.ipynb": b""}, "missing", "missing", ("빈 파일입니다",)),
    Learner("깊이 겹친 JSON", {"hw.ipynb": b"[" * 200_000}, "missing", "missing", ("채점하지 않음",)),
    Learner("배열인 JSON", {"hw.ipynb": b'{"cells": {"a": [1]}}'}, "missing", "missing", ("셀이 없습니다",)),
    Learner("이상한 셀", {"hw.ipynb": json.dumps({"cells": [1, None, {"cell_type": "code", "source": [3, None]}, {
        "cell_type": "code", "source": HEAD + FORGET + GRADS, "metadata": [], "outputs": 7}]}).encode()}),
    Learner("큰 출력", {"hw.zip": zipped(("hw.ipynb", notebook(HEAD, FORGET, GRADS, outputs=[
        {"output_type": "stream", "text": "가" * 9_000_000}])))}),
    Learner("zip 안의 zip", {"hw.zip": zipped(("안/hw.zip", zipped(("hw.ipynb", RIGHT))), ("__MACOSX/._hw.ipynb", b"x"))}),
    Learner("오래된 꼴", {"hw.ipynb": json.dumps(OLD).encode()}),
    Learner("파이썬 파일", {"hw.py": ("# 과제\n" + HEAD + FORGET + GRADS).encode("cp949")}),
    one("float32로 바꿈", *answer(f"return ((1 - lr.sigmoid({V} {Z})) * C_prev).astype(np.float32)"), forget="wrong",
        words=("정밀도를 잃었어요",)),
    one("제자리에서 바꿈", HEAD, FORGET, GRADS.replace("da = dC", "dC *= 1\n    dC += 1\n    da = (dC - 1)"),
        words=("받은 배열을 바꾸었어요",)),
    one("셀에서 나감", HEAD, "import sys\nsys.exit(0)", FORGET, "raise KeyboardInterrupt", GRADS),
    one("셀에서 죽음", HEAD, "import os\nos._exit(0)", FORGET, GRADS),
    one("끝나지 않는 셀", HEAD, "while True:\n    pass", FORGET, GRADS),
    one("많이 적고 묻는 셀", HEAD, "print('가' * 10**7)\nname = input()", FORGET.replace("z =", "print(h_prev); z ="), GRADS),
    one("다른 답도 하나", *answer(f"return lr.sigmoid({V} {Z})[0]"), forget="wrong", words=("크기가 달라요",)),
    one("하나만 돌려줌", HEAD, FORGET, GRADS.replace("return da.T @ z, ", "return "), grads="wrong", words=("바른 수 2",)),
    one("글을 돌려줌", *answer("return '0.5'"), forget="wrong", words=("자료형이 맞지 않아요",)),
]  # fmt: skip
