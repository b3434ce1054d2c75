// 셈: lstm_ref와 같은 식. 배열은 보통의 목록이고, 행렬은 행의 목록이다.

export function sigmoid(a) { // 0에 가까운 값도 유효 숫자를 잃지 않는 꼴
  const e = Math.exp(-Math.abs(a));
  return (a < 0 ? e : 1) / (1 + e);
}
export function dot(a, b) {
  let sum = 0;
  for (let k = 0; k < a.length; k++) sum += a[k] * b[k];
  return sum;
}
export const last = list => list[list.length - 1];
export const matVec = (W, z) => W.map(row => dot(row, z));
export const zip = (f, ...lists) => lists[0].map((_, k) => f(...lists.map(l => l[k])));
export const times = (s, v) => v.map(a => s * a);
export const norm = v => Math.sqrt(dot(v, v));
export const halfLife = f => Math.abs(Math.log(0.5) / Math.log(f)); // f = 1이면 ∞, f = 0이면 0

// 정수로 줄여 실은 배열을 되돌린다(base.py의 pack). 나머지는 그대로 둔다.
export function unpack(value) {
  if (Array.isArray(value)) return value.map(unpack);
  if (typeof value !== "object" || value === null) return value;
  const kind = value.int8 ? "int8" : value.int16 ? "int16" : "";
  if (!kind) return Object.fromEntries(Object.entries(value).map(([k, v]) => [k, unpack(v)]));
  const bytes = Uint8Array.from(atob(value[kind]), c => c.charCodeAt(0)), view = new DataView(bytes.buffer);
  const read = k => (kind === "int8" ? view.getInt8(k) : view.getInt16(2 * k, true)) / value.scale;
  const build = (shape, at) => {
    const size = shape.slice(1).reduce((a, b) => a * b, 1);
    return Array.from({ length: shape[0] }, (_, k) => (shape.length > 1 ? build(shape.slice(1), at + k * size) : read(at + k)));
  };
  return build(value.shape, 0);
}

// 한 시점: 식과 같은 차례. 넘겨준 게이트(fixed)는 식 대신 그 값을 쓴다.
export function lstmStep(p, x, hPrev, CPrev, fixed = {}) {
  const z = [...hPrev, ...x];
  const gate = (name, W, b, squash) => fixed[name] || zip((a, c) => squash(a + c), matVec(W, z), b);
  const f = gate("f", p.W_f, p.b_f, sigmoid);
  const i = gate("i", p.W_i, p.b_i, sigmoid);
  const C_tilde = gate("C_tilde", p.W_C, p.b_C, Math.tanh);
  const C = zip((a, b, c, d) => a * b + c * d, f, CPrev, i, C_tilde);
  const o = gate("o", p.W_o, p.b_o, sigmoid);
  const h = zip((a, c) => a * Math.tanh(c), o, C);
  return { z, C_prev: CPrev, f, i, C_tilde, C, o, h };
}

export function lstmForward(p, xs, fixed = {}) {
  const H = p.b_f.length, steps = [];
  let h = Array(H).fill(0), C = Array(H).fill(0);
  for (const x of xs) {
    const step = lstmStep(p, x, h, C, fixed);
    steps.push(step);
    ({ h, C } = step);
  }
  return steps;
}

// [C_t, h_t]를 [C_{t−1}, h_{t−1}]로 미분한 (2H, 2H) 행렬
export function stateJacobian(p, s) {
  const H = s.f.length, top = [], bottom = [];
  for (let r = 0; r < H; r++) {
    const t = Math.tanh(s.C[r]), slope = s.o[r] * (1 - t * t);
    const toC = Array(H).fill(0), toH = Array(H).fill(0);
    toC[r] = s.f[r];
    const kf = s.C_prev[r] * s.f[r] * (1 - s.f[r]), ki = s.C_tilde[r] * s.i[r] * (1 - s.i[r]);
    const kC = s.i[r] * (1 - s.C_tilde[r] ** 2), ko = t * s.o[r] * (1 - s.o[r]);
    for (let k = 0; k < H; k++) toH[k] = kf * p.W_f[r][k] + ki * p.W_i[r][k] + kC * p.W_C[r][k];
    top.push([...toC, ...toH]);
    bottom.push([...times(slope, toC), ...toH.map((v, k) => slope * v + ko * p.W_o[r][k])]);
  }
  return [...top, ...bottom];
}

export function matMul(A, B) {
  return A.map(row => {
    const out = new Array(B[0].length).fill(0);
    for (let k = 0; k < row.length; k++) for (let j = 0; j < out.length; j++) out[j] += row[k] * B[k][j];
    return out;
  });
}

// 가장 큰 특이값: 한쪽 야코비 방법으로 열을 서로 직교하게 돌린다
export function norm2(A) {
  const n = A[0].length, cols = Array.from({ length: n }, (_, j) => Float64Array.from(A, row => row[j]));
  for (let sweep = 0, off = 1; sweep < 30 && off > 1e-15; sweep++) {
    off = 0;
    for (let i = 0; i < n; i++) for (let j = i + 1; j < n; j++) off = Math.max(off, rotate(cols[i], cols[j]));
  }
  return Math.max(...cols.map(norm));
}

// 두 열을 돌려 직교하게 하고, 돌리기 전에 얼마나 어긋나 있었는지를 준다
function rotate(u, v) {
  let a = 0, b = 0, c = 0;
  for (let k = 0; k < u.length; k++) { a += u[k] * u[k]; b += v[k] * v[k]; c += u[k] * v[k]; }
  const off = Math.abs(c) / Math.sqrt(a * b);
  if (!(off > 1e-16)) return 0;
  const zeta = (b - a) / (2 * c), t = (zeta < 0 ? -1 : 1) / (Math.abs(zeta) + Math.sqrt(1 + zeta * zeta));
  const cos = 1 / Math.sqrt(1 + t * t), sin = cos * t;
  for (let k = 0; k < u.length; k++) {
    const w = u[k];
    u[k] = cos * w - sin * v[k];
    v[k] = sin * w + cos * v[k];
  }
  return off;
}

// RNN: 입력의 몫 a_t는 미리 곱해 둔 것. 마지막 시점의 기울기 g를 거슬러 보낸다.
export function rnnForward(W, a, b) {
  const h = [];
  a.forEach((row, t) => {
    const back = t ? matVec(W, h[t - 1]) : row.map(() => 0);
    h.push(row.map((v, k) => Math.tanh(v + b[k] + back[k])));
  });
  return h;
}

export function rnnBackward(W, h, g) {
  const dh = [g];
  for (let t = h.length - 1; t > 0; t--) {
    const da = zip((v, s) => v * (1 - s * s), dh[0], h[t]), out = new Array(W[0].length).fill(0);
    W.forEach((row, r) => row.forEach((w, k) => { out[k] += da[r] * w; }));
    dh.unshift(out);
  }
  return dh;
}
