// HonorificReader의 셈(12장). 값의 이름은 파이썬의 values()와 같고, 검사가 둘을 견준다.
import { last, lstmStep, matVec, zip } from "./static/engine.js";
import { COMPUTE } from "./static/view.js";

// 어절은 원-핫 벡터라 W에서 x에 곱하는 한 열만 읽는다. 성분 first부터 count개의 셀 상태를 시점마다 value로 붙든다.
function reader(s, d) {
  const { params: p, out: [W_y, b_y] } = d, H = p.b_f.length, k = Number(s.which), unit = s.first - 1;
  const hot = index => Array.from({ length: p.W_f[0].length - H }, (_, j) => Number(j === index));
  const held = j => j >= unit && j < Math.min(unit + s.count, 12);
  let h = Array(H).fill(0), C = Array(H).fill(0);
  const steps = d.index[k].map(index => {
    const step = lstmStep(p, hot(index), h, C);
    C = step.C.map((v, j) => (held(j) ? s.value : v));
    h = zip((o, c) => o * Math.tanh(c), step.o, C);
    return { ...step, C, h };
  });
  const p_all = steps.map(step => {
    const y = zip((a, b) => a + b, matVec(W_y, step.h), b_y), top = Math.max(...y);
    const e = y.map(v => Math.exp(v - top)), total = e.reduce((a, b) => a + b);
    return e.map(v => v / total);
  });
  const p_high = p_all.map(row => row.filter((_, j) => j % 2).reduce((a, b) => a + b)), now = steps[s.t - 1];
  const row = p_all[s.t - 1], best = row.indexOf(Math.max(...row));
  return {
    p_high, tanh_C: steps.map(step => Math.tanh(step.C[unit])), f: steps.map(step => step.f[unit]),
    read: d.words[k].slice(0, s.t).join(" "), form: d.forms[best], p_form: row[best], p_now: p_high[s.t - 1],
    C_now: now.C[unit], f_now: now.f[unit], i_now: now.i[unit], o_now: now.o[unit], h_now: now.h[unit],
    level: d.high[k], p_end: last(p_high),
  };
}

COMPUTE.HonorificReader = reader;
