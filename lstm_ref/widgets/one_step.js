// '한 걸음'의 셈(4장, 11장): 앞으로 → 손실 → 거꾸로 → 고치기. 역전파는 lstm_ref의 cells.py와 같은 차례로 적는다.
import { lstmForward, matVec, norm, rnnForward, times, zip } from "./static/engine.js";
import { fill } from "./static/view.js";

const outer = (a, b) => a.map(v => times(v, b)); // (H) × (D) → (H, D)
const vecMat = (v, W) => W[0].map((_, k) => v.reduce((sum, a, r) => sum + a * W[r][k], 0)); // Wᵀ v
const combine = (f, a, b) => (Array.isArray(a) ? zip((u, v) => combine(f, u, v), a, b) : f(a, b)); // 성분마다
const combineAll = (f, a, b) => Object.fromEntries(Object.keys(a).map(k => [k, combine(f, a[k], b[k])]));

export const RNN = {
  forward(p, xs) {
    const h = rnnForward(p.W_hh, xs.map(x => matVec(p.W_xh, x)), p.b_h);
    return h.map((v, t) => ({ x: xs[t], h_prev: t ? h[t - 1] : v.map(() => 0), h: v }));
  },
  backward(p, step, dh) { // rnn_step_backward
    const da = zip((g, h) => g * (1 - h * h), dh, step.h);
    const grads = { W_xh: outer(da, step.x), W_hh: outer(da, step.h_prev), b_h: da };
    return { da, grads, dh_prev: vecMat(da, p.W_hh), dC_prev: null };
  },
};

export const LSTM = {
  forward: lstmForward,
  backward(p, { z, C_prev, f, i, C_tilde, C, o }, dh, dC_next) { // lstm_step_backward
    const tanh_C = C.map(Math.tanh), H = f.length;
    const dC = zip((c, g, s, t) => c + g * s * (1 - t * t), dC_next, dh, o, tanh_C);
    const da_o = zip((g, t, s) => g * t * s * (1 - s), dh, tanh_C, o);
    const da_C = zip((g, s, c) => g * s * (1 - c * c), dC, i, C_tilde);
    const da_i = zip((g, c, s) => g * c * s * (1 - s), dC, C_tilde, i);
    const da_f = zip((g, c, s) => g * c * s * (1 - s), dC, C_prev, f);
    const add = (a, b) => combine((u, v) => u + v, a, b);
    const dz = [vecMat(da_f, p.W_f), vecMat(da_i, p.W_i), vecMat(da_C, p.W_C), vecMat(da_o, p.W_o)].reduce(add);
    const grads = {
      W_f: outer(da_f, z), b_f: da_f, W_i: outer(da_i, z), b_i: da_i,
      W_C: outer(da_C, z), b_C: da_C, W_o: outer(da_o, z), b_o: da_o,
    };
    return { dC, da_f, da_i, da_C, da_o, grads, dh_prev: dz.slice(0, H), dC_prev: zip((g, s) => g * s, dC, f) };
  },
};

// 한 걸음. 끝의 n시점에 손실이 있다
function oneStep(cell, p, d, n, eta) {
  const steps = cell.forward(p, d.x), T = steps.length, size = n * d.y[0].length;
  const gap = steps.map((s, t) => zip((h, y) => (t < T - n ? 0 : h - y), s.h, d.y[t])); // 앞으로
  const loss = gap.flat().reduce((sum, v) => sum + v * v, 0) / size, g = gap.map(row => times(2 / size, row)); // 손실
  let dh_next = g[0].map(() => 0), dC_next = dh_next, grads = null;
  const back = [];
  for (let t = T - 1; t >= 0; t--) { // 거꾸로
    const dh = zip((a, b) => a + b, g[t], dh_next), one = cell.backward(p, steps[t], dh, dC_next);
    back.unshift({ ...one, dh, dh_next, dC_next });
    grads = grads ? combineAll((a, b) => a + b, grads, one.grads) : one.grads;
    dh_next = one.dh_prev;
    dC_next = one.dC_prev;
  }
  return { params: p, steps, loss, g, back, grads, after: combineAll((w, v) => w - eta * v, p, grads) }; // 고치기
}

// k번 고친 다음의 한 걸음과 화면의 값. columns는 시점마다의 값(이름 → 시점마다 두 성분), names는 고치기 표의 배열들
export function trainOne(cell, s, data, start, columns, names, weight) {
  const n = s.where === "all" ? data.x.length : 1, walked = [];
  let p = start;
  for (let k = 0; k < data.steps + 2; k++) {
    walked.push(oneStep(cell, p, data, n, s.eta));
    p = walked[k].after;
  }
  const now = walked[s.k], found = { x: data.x.flat(), loss: now.loss, next: walked[s.k + 1].loss };
  found.losses = walked.slice(0, -1).map(step => step.loss);
  for (const [name, rows] of Object.entries({ ...columns(now), y: data.y, g: now.g, dh: now.back.map(b => b.dh) })) {
    for (const j of [0, 1]) found[`${name}_${j + 1}`] = rows.map(row => row[j]);
  }
  const [W, dW, next] = [now.params, now.grads, now.after].map(v => names.flatMap(name => v[name].flat()));
  W.forEach((w, j) => { found[`u${j}`] = [w, dW[j], -s.eta * dW[j], next[j]]; });
  Object.assign(found, { size: now.back.map(b => norm(b[data.measured])), runs: s.k + 1, n });
  found.bar = [now.params, now.after].map(v => v[weight].flat()[0]);
  const T = data.x.length - 1, phase_name = data.phases[s.phase];
  Object.assign(found, { h_T: now.steps[T].h, y_T: data.y[T], g_T: now.g[T], phase_name, weight_word: data.weight_word, measured: data.measured });
  return { ...found, now: fill(data.says[s.phase], found) };
}
