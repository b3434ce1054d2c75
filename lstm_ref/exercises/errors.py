"""오류의 뜻: 파이썬의 영어 오류를 우리말 한마디로. 자기 확인과 채점이 함께 읽는다."""

from __future__ import annotations

# 오류의 이름 → 뜻
TYPES = {
    "NameError": "없는 이름을 썼어요.", "UnboundLocalError": "값을 담기 전에 쓴 이름이 있어요.",
    "TypeError": "넘긴 값의 수나 형이 맞지 않아요.", "ValueError": "값이나 배열의 크기가 맞지 않아요.",
    "IndexError": "배열의 범위를 벗어났어요.", "KeyError": "없는 열쇠를 찾았어요.",
    "AttributeError": "없는 속성을 찾았어요.", "ZeroDivisionError": "0으로 나누었어요.",
    "ModuleNotFoundError": "없는 라이브러리를 불렀어요.", "ImportError": "불러올 수 없는 이름이에요.",
    "RecursionError": "자기를 부르는 일이 끝나지 않아요.", "MemoryError": "메모리를 너무 많이 썼어요.",
    "LinAlgError": "풀 수 없는 행렬이에요.", "EOFError": "입력을 기다리는 input은 쓸 수 없어요.",
    "AssertionError": "assert가 거짓이에요.", "PermissionError": "파일을 쓸 수 없어요.",
    "SystemExit": "exit로 끝내지 말고 값을 돌려주세요.", "NotImplementedError": "아직 적지 않은 곳이 있어요.",
}  # fmt: skip
# 영어 오류에 든 말 → 더 뚜렷한 뜻. 앞의 것부터 찾는다
WORDS = {
    "matmul": "행렬 곱에서 안쪽 크기가 맞지 않아요.",
    "concatenat": "이어 붙일 배열의 크기와 축을 보세요.",
    "broadcast": "더하거나 곱할 두 배열의 크기가 맞지 않아요.",
    "is not defined": "없는 이름을 썼어요. 철자나 import를 보세요.",
    "NoneType": "None으로 셈했어요. `return`을 보세요.",
    "out of bounds": "배열에 없는 자리나 축을 읽었어요.",
    "has no attribute": "없는 이름을 불렀어요. 철자를 보세요.",
}


def meaning(name: str, words: str = "") -> str:
    """오류의 이름과 말을 우리말 한마디로. 모르는 오류면 빈 글이다.

    예
    --
    >>> meaning("ValueError", "matmul: Input operand 1 has a mismatch")
    '행렬 곱에서 안쪽 크기가 맞지 않아요.'
    >>> meaning("ValueError")
    '값이나 배열의 크기가 맞지 않아요.'
    """
    return next((text for word, text in WORDS.items() if word in words), TYPES.get(name, ""))
