// CellUpdate의 셈(8장). 값의 이름은 파이썬의 values()와 같고, 검사가 둘을 견준다.
import { halfLife, last, lstmForward, matMul, norm2, sigmoid, stateJacobian, zip } from "./static/engine.js";
import { COMPUTE } from "./static/view.js";

// D = 1인 LSTM의 h에 곱하는 열에 scale을 곱하고 편향을 넣은 것
export function highway(s, d) {
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
    direct.push(Math.log10(Math.max(...product)));
    full.push(Math.log10(norm2(chain.slice(0, H))));
  }
  const t = s.t ?? steps.length, now = steps[t - 1], direct_T = last(direct), full_T = last(full);
  return {
    direct, full, direct_T, full_T, gap: full_T - direct_T, half_life: halfLife(sigmoid(s.b_f)),
    direct_now: direct[t], full_now: full[t], f_now: now.f, i_now: now.i, C_tilde_now: now.C_tilde, C_now: now.C,
  };
}

COMPUTE.CellUpdate = highway;
