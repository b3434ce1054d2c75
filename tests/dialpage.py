"""조작판만 담은 작은 쪽을 만들고, 손잡이를 움직이는 도구. test_widgets_*.py가 함께 쓴다."""

import json

from serving import POLICY

import lstm_ref as lr
from lstm_ref.widgets import base

NAMES = lr.widgets.__all__

# 상태의 목록을 손잡이로 하나씩 넣고, 그때마다 다시 그려진 값을 모은다. 홀수째는 미는 손잡이 대신 숫자 칸에 적는다
DRIVE = """async ({index, states}) => {
  const root = document.querySelectorAll('[data-dial]')[index], out = [];
  const fire = (node, type) => node.dispatchEvent(new Event(type, {bubbles: true}));
  const frame = () => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)));
  const pick = (field, value) => {
    const box = [...field.querySelectorAll('[type=radio]')].find(b => b.value === value);
    if (box) { box.checked = true; fire(box, 'change'); }
  };
  const put = (field, values, write) => [...field.querySelectorAll('.lr-knob')].forEach((knob, k) => {
    const [range, number] = knob.querySelectorAll('input');
    if (write) { number.value = values[k]; fire(number, 'change'); } else { range.value = values[k]; fire(range, 'input'); }
  });
  for (const [n, state] of states.entries()) {
    for (const field of root.querySelectorAll('[data-trait]')) {
      const value = state[field.dataset.trait], keys = (field.dataset.window || '').split(' ').filter(Boolean);
      pick(field, value);
      for (const box of field.querySelectorAll('[type=checkbox]')) { box.checked = value; fire(box, 'change'); }
      if (!keys.length) { put(field, [value].flat(), n % 2); continue; }
      const [outer, inner] = keys.map(key => root.querySelector(`[data-trait=${key}]`));
      const options = f => [...f.querySelectorAll('input')].map(b => b.value);
      options(outer).forEach((a, i) => options(inner).forEach((b, j) => {
        pick(outer, a); pick(inner, b);
        put(field, value.slice((i * options(inner).length + j) * 6), n % 2);
      }));
      pick(outer, state[keys[0]]); pick(inner, state[keys[1]]);
    }
    await frame();
    out.push({state: root.state(), values: root.values, said: root.said,
      code: root.querySelector('.lr-code code').textContent});
  }
  return JSON.stringify(out, (key, v) => v === Infinity ? 'inf' : Number.isNaN(v) ? 'nan' : v);
}"""


def build(folder, dials, policy=POLICY):
    """조작판들을 담은 쪽을 폴더에 쓰고 그 길을 준다."""
    (folder / "dial.js").write_text(base.script(classic=True), encoding="utf-8")
    (folder / "dial.css").write_text((base.STATIC / "dial.css").read_text(encoding="utf-8"), encoding="utf-8")
    body = "".join(dial._repr_html_() for dial in dials)
    page = folder / "dials.html"
    page.write_text(
        '<!doctype html><html lang="ko"><head><meta charset="utf-8"><title>조작판</title>'
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">'
        '<meta name="viewport" content="width=device-width">'
        '<meta name="color-scheme" content="light dark"><link rel="stylesheet" href="dial.css">'
        f'<script defer src="dial.js"></script></head><body><main><h1>조작판</h1>{body}</main></body></html>',
        encoding="utf-8",
    )
    return page


def drive(page, states):
    """쪽의 조작판마다 손잡이로 상태들을 넣고 쪽이 낸 기록(상태, 값, 문장, 코드)을 받는다.

    조작판들을 함께 움직여, 그리기를 기다리는 때가 겹치게 한다.
    """
    jobs = [{"index": index, "states": listed} for index, listed in enumerate(states)]
    return [json.loads(text) for text in page.evaluate(f"jobs => Promise.all(jobs.map({DRIVE}))", jobs)]


def random_state(rng, dial) -> dict:
    """손잡이의 범위에서 고르게 뽑은 상태. 네 번에 한 번은 끝값이다."""
    state = {}
    for name, trait in dial.knobs().items():
        if trait.kind == "choice":
            state[name] = str(rng.choice(list(trait.options)))
        elif trait.kind == "switch":
            state[name] = bool(rng.random() < 0.5)
        elif trait.kind == "whole":
            state[name] = int(rng.integers(trait.low, trait.high + 1))
        else:
            draw = rng.uniform(trait.low, trait.high, trait.size)
            ends = rng.choice([trait.low, trait.high], trait.size)
            draw = [float(v) for v in (ends if rng.random() < 0.25 else draw)]
            state[name] = draw if trait.kind == "vector" else draw[0]
    return state
