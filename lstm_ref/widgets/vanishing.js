// RNNFlow의 셈(2장, 4장). 값의 이름은 파이썬의 values()와 같고, 검사가 둘을 견준다.
import { last, norm, rnnBackward, rnnForward, times } from "./static/engine.js";
import { COMPUTE } from "./static/view.js";

function flow(s, data) {
  const d = data[s.seed], H = d.b_h.length, W = d.W_hh.map(row => times(s.rho, row));
  const h = rnnForward(W, d.a.map(row => times(s.strength, row)), d.b_h);
  const lengths = rnnBackward(W, h, Array(H).fill(1 / Math.sqrt(H))).map(v => Math.log10(norm(v))).reverse();
  const flat = h.flat().map(v => (1 - v * v) ** 2);
  const step = Math.log10(s.rho * Math.sqrt(flat.reduce((a, b) => a + b) / flat.length));
  const T = lengths.length;
  return { norm: lengths, theory: lengths.map((_, k) => k * step), slope: last(lengths) / (T - 1), last: last(lengths) };
}

COMPUTE.RNNFlow = flow;
