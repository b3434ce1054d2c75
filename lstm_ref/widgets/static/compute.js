// 조작판마다 화면에 보이는 값. 이름은 lstm_ref/experiments/dial_*.py가 내는 것과 같고, 검사가 둘을 견준다.
import { dot, halfLife, lstmForward, lstmStep, matMul, matVec, norm, norm2, rnnBackward, rnnForward, sigmoid, stateJacobian, times, zip } from "./engine.js";

const last = list => list[list.length - 1];
const log10 = v => Math.log10(v);

function first(s) {
  const C = Array.from({ length: 21 }, (_, t) => s.f ** t);
  return { C, kept: [1, 5, 10, 20].map(t => C[t]), percent: 100 * C[20] };
}

function forget(s) {
  const f = s.mode === "f" ? s.f : s.b_f.map(sigmoid);
  const C = Array.from({ length: 21 }, (_, t) => zip((a, c) => a ** t * c, f, s.C_0));
  const call = s.mode + "=" + JSON.stringify(s[s.mode]).replaceAll(",", ", ");
  return { f_now: f, C, half_life: f.map(halfLife), C_T: last(C), call };
}

function input(s) {
  const kept = zip((a, b) => a * b, s.f, s.C_prev), added = zip((a, b) => a * b, s.i, s.C_tilde);
  const add = (a, b) => a + b;
  return { kept, added, C: zip(add, kept, added), gate_sum: zip(add, s.i, s.f) };
}

function output(s) {
  const tanh_C = s.C.map(Math.tanh), product = (a, b) => a * b;
  return { C_now: s.C, tanh_C, h: zip(product, s.o, tanh_C), dh_dC: zip((o, t) => o * (1 - t * t), s.o, tanh_C) };
}

function flow(s, data) {
  const d = data[s.seed], H = d.b_h.length, W = d.W_hh.map(row => times(s.rho, row));
  const h = rnnForward(W, d.a.map(row => times(s.strength, row)), d.b_h);
  const lengths = rnnBackward(W, h, Array(H).fill(1 / Math.sqrt(H))).map(v => log10(norm(v))).reverse();
  const flat = h.flat().map(v => (1 - v * v) ** 2);
  const step = log10(s.rho * Math.sqrt(flat.reduce((a, b) => a + b) / flat.length));
  const T = lengths.length;
  return { norm: lengths, theory: lengths.map((_, k) => k * step), slope: last(lengths) / (T - 1), last: last(lengths) };
}

// D = 1인 LSTM의 h쪽 열에 scale을 곱하고 편향을 넣은 것
function highway(s, d) {
  const H = d.params.b_f.length, scale = s.recurrence;
  const bend = W => W.map(row => row.map((v, k) => (k < H ? scale * v : v)));
  const p = { ...d.params, b_f: Array(H).fill(s.b_f), b_i: Array(H).fill(s.b_i ?? 0) };
  for (const k of ["W_f", "W_i", "W_C", "W_o"]) p[k] = bend(d.params[k]);
  const steps = lstmForward(p, d.x);
  const direct = [0], full = [0];
  let product = Array(H).fill(1), chain = null;
  for (const step of steps) {
    product = zip((a, b) => a * b, product, step.f);
    const J = stateJacobian(p, step);
    chain = chain ? matMul(J, chain) : J.map(row => row.slice(0, H));
    direct.push(log10(Math.max(...product)));
    full.push(log10(norm2(chain.slice(0, H))));
  }
  const t = s.t ?? steps.length, now = steps[t - 1], direct_T = last(direct), full_T = last(full);
  return {
    direct, full, direct_T, full_T, gap: full_T - direct_T, half_life: halfLife(sigmoid(s.b_f)),
    direct_now: direct[t], full_now: full[t], f_now: now.f, i_now: now.i, C_tilde_now: now.C_tilde, C_now: now.C,
  };
}

// 성분 넷, 입력 하나인 셀. weights는 층(f, i, C̃, o)마다 성분마다 [W의 행, 편향]
function cell(s) {
  const params = {}, fixed = {};
  ["f", "i", "C", "o"].forEach((gate, g) => {
    const rows = [0, 1, 2, 3].map(k => s.weights.slice((g * 4 + k) * 6, (g * 4 + k) * 6 + 6));
    params[`W_${gate}`] = rows.map(row => row.slice(0, 5));
    params[`b_${gate}`] = rows.map(row => row[5]);
  });
  for (const k of ["f", "i", "C_tilde", "o"]) if (s[`hold_${k}`]) fixed[k] = s[k];
  const steps = lstmForward(params, s.x.map(v => [v]), fixed), now = steps[s.t - 1];
  const C = steps.map(step => step.C), h = steps.map(step => step.h), k = Number(s.unit);
  const held = Object.entries(fixed).map(([k, v]) => `"${k}": [${v.join(", ")}]`).join(", ");
  return {
    C, h, x_now: now.z[4], h_prev: now.z.slice(0, 4), C_prev: now.C_prev, f_now: now.f, i_now: now.i,
    C_tilde_now: now.C_tilde, C_now: now.C, o_now: now.o, h_now: now.h, held: `{${held}}`, who: `${k + 1}번`,
    shown: [now.z[k], now.C_prev[k], now.f[k], now.i[k], now.C_tilde[k], now.C[k], now.o[k], Math.tanh(now.C[k]), now.h[k], now.z[4]],
    change: C[7][0] - C[0][0], h_top: Math.max(...h.map(row => Math.abs(row[0]))),
  };
}

// 어절은 원-핫 벡터라 W의 x쪽에서 한 열만 읽는다. 성분 first부터 count개의 셀 상태를 시점마다 value로 붙든다.
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

export const COMPUTE = {
  FirstGate: first, ForgetGate: forget, InputGate: input, OutputGate: output, RNNFlow: flow, CellUpdate: highway,
  GradientHighway: highway, CellExplorer: cell, HonorificReader: reader,
};
