"""연습문제의 자리를 채운다: `<!-- 연습: ex06a -->` 한 줄이 빈 셀, 힌트를 부르는 셀, 접은 힌트와 풀이가 된다.

글과 코드는 모두 `lstm_ref/exercises`의 규격에서 온다. 그래서 책, 자기 확인, 채점이 어긋나지 않는다.
"""

from __future__ import annotations

import re

PLACE = re.compile(r"^<!-- 연습: (ex\d\d[a-z]) -->$", re.M)
HOW = "<!-- 연습 방법 -->"
# 힌트 셀은 노트북에만 있다. HTML에서는 접은 힌트가 그 일을 한다
CELLS = """\
```{{code-cell}} ipython3
:tags: [exercise, {id}]

{stub}
```

```{{code-cell}} ipython3
:tags: [hint, remove-cell]

lr.hint("{id}")
```
"""
FOLDS = """\
<details><summary>힌트</summary>

{hints}

<details><summary>풀이</summary>

{why}

```python
{solution}


{call}
```

</details>

</details>
"""
METHOD = """\
이 쪽 위의 Colab 단추로 노트북을 열거나 JupyterLab에서 `book/{name}.ipynb`를 열어 위에서부터 실행하세요. 셀의 `...`를
지우고 함수를 채운 뒤 다시 실행하면, 마지막 줄의 `lr.check`가 정해 둔 입력과 난수 입력으로 함수를 불러 보고 맞았는지,
또는 **무엇이** 틀렸는지 말해 줘요. 막히면 그 아래의 `lr.hint` 셀을 실행하세요. 실행할 때마다 한 걸음 더 자세한 힌트가
나와요. 이 책의 함수는 문제가 허락한 것만 쓸 수 있어요. 따로 적지 않았으면 NumPy와 `lr.sigmoid`로 충분해요."""


def fill(name: str, text: str) -> str:
    """장 `name`의 글에서 연습문제의 자리를 채운다."""
    text = PLACE.sub(lambda m: exercise(m[1]), text)
    return text.replace(HOW, METHOD.format(name=name))


def exercise(exercise_id: str) -> str:
    """문제 하나의 셀 둘과 접은 힌트와 풀이."""
    from lstm_ref import exercises
    from lstm_ref.exercises import texts

    found = exercises.find(exercise_id)
    cells = CELLS.format(id=found.id, stub=texts.stub(found).rstrip())
    folds = FOLDS.format(
        hints="\n".join(f"{k}. {hint}" for k, hint in enumerate(found.hints, 1)),
        why=found.why,
        solution=texts.solution(found),
        call=texts.call(found).rstrip(),
    )
    return f"{cells}\n{folds}".rstrip()
