// 학습: RNN과 LSTM의 한 시점, BPTT, 교차 엔트로피, 기울기 클리핑, Adam. lstm_ref.train.fit과 같은 식이고, 검사가 손실을 견준다.
// 수는 모두 float64. (B, H) 배열은 한 줄로 편다: 문장 b의 성분 j는 [b·H + j]. 가중치는 뒤집어 (H+D, H)로 두는데,
// 입력이 원-핫 벡터라서 W x는 행 하나를 읽는 일이고 그 행이 이어져 있기 때문이다. B는 2의, H와 K는 4의 배수다.
import { sigmoid } from "./engine.js";

// out[r, c] += Σ_k A[r·ar + k·ak] · B[k·bk + c·bc]. 여덟 칸을 함께 셈해 읽은 값을 여러 번 쓴다
function addProduct(out, rows, inner, cols, A, ar, ak, B, bk, bc) {
  for (let r = 0; r < rows; r += 2) for (let c = 0; c < cols; c += 4) {
    let p0 = 0, p1 = 0, p2 = 0, p3 = 0, q0 = 0, q1 = 0, q2 = 0, q3 = 0;
    for (let k = 0, a = r * ar, b = c * bc; k < inner; k++, a += ak, b += bk) {
      const u = A[a], v = A[a + ar], w0 = B[b], w1 = B[b + bc], w2 = B[b + 2 * bc], w3 = B[b + 3 * bc];
      p0 += u * w0; p1 += u * w1; p2 += u * w2; p3 += u * w3;
      q0 += v * w0; q1 += v * w1; q2 += v * w2; q3 += v * w3;
    }
    const p = r * cols + c, q = p + cols;
    out[p] += p0; out[p + 1] += p1; out[p + 2] += p2; out[p + 3] += p3;
    out[q] += q0; out[q + 1] += q1; out[q + 2] += q2; out[q + 3] += q3;
  }
}

// a = W [h, x] + b: x[b]는 어절의 번호
function affine(a, W, bias, h, x) {
  const H = bias.length;
  for (let b = 0; b < x.length; b++) {
    const row = (H + x[b]) * H;
    for (let j = 0; j < H; j++) a[b * H + j] = bias[j] + W[row + j];
  }
  addProduct(a, x.length, H, H, h, H, 1, W, H, 1);
}

// affine을 거꾸로: dW += [h, x]ᵀ da, db += Σ da, dh += da W_hᵀ
function affineBackward(da, W, dW, db, h, x, dh) {
  const H = db.length, B = x.length;
  for (let b = 0; b < B; b++) {
    const row = (H + x[b]) * H;
    for (let j = 0; j < H; j++) {
      dW[row + j] += da[b * H + j];
      db[j] += da[b * H + j];
    }
  }
  addProduct(dW, H, B, H, h, 1, H, da, H, 1);
  addProduct(dh, B, H, H, da, H, 1, W, 1, H);
}

// LSTM 한 시점: cells.py의 lstm_step
export function lstmStepForward(p, x, prev, s) {
  const { f, i, C_tilde, o, C, tanh_C, h } = s;
  affine(f, p.W_f, p.b_f, prev.h, x);
  affine(i, p.W_i, p.b_i, prev.h, x);
  affine(C_tilde, p.W_C, p.b_C, prev.h, x);
  affine(o, p.W_o, p.b_o, prev.h, x);
  for (let k = 0; k < h.length; k++) {
    f[k] = sigmoid(f[k]); // 얼마나 남길지
    i[k] = sigmoid(i[k]); // 얼마나 더할지
    C_tilde[k] = Math.tanh(C_tilde[k]); // 더할 내용
    C[k] = f[k] * prev.C[k] + i[k] * C_tilde[k];
    o[k] = sigmoid(o[k]); // 얼마나 내보낼지
    tanh_C[k] = Math.tanh(C[k]);
    h[k] = o[k] * tanh_C[k];
  }
}

// LSTM 한 시점의 역전파: cells.py의 lstm_step_backward. dh와 dC는 앞 시점의 것으로 바뀐다
export function lstmStepBackward(p, x, prev, s, dh, dC, g) {
  const { f, i, C_tilde, o, tanh_C, da_f, da_i, da_C, da_o } = s;
  for (let k = 0; k < dh.length; k++) {
    dC[k] += dh[k] * o[k] * (1 - tanh_C[k] * tanh_C[k]);
    da_o[k] = dh[k] * tanh_C[k] * o[k] * (1 - o[k]); // h = o ⊙ tanh(C)
    da_C[k] = dC[k] * i[k] * (1 - C_tilde[k] * C_tilde[k]); // C = f ⊙ C_prev + i ⊙ C̃
    da_i[k] = dC[k] * C_tilde[k] * i[k] * (1 - i[k]);
    da_f[k] = dC[k] * prev.C[k] * f[k] * (1 - f[k]);
    dC[k] *= f[k]; // 앞 시점의 셀 상태로 곧바로 가는 길
    dh[k] = 0;
  }
  affineBackward(da_f, p.W_f, g.W_f, g.b_f, prev.h, x, dh);
  affineBackward(da_i, p.W_i, g.W_i, g.b_i, prev.h, x, dh);
  affineBackward(da_C, p.W_C, g.W_C, g.b_C, prev.h, x, dh);
  affineBackward(da_o, p.W_o, g.W_o, g.b_o, prev.h, x, dh);
}

// RNN 한 시점: cells.py의 rnn_step
export function rnnStepForward(p, x, prev, s) {
  affine(s.h, p.W_h, p.b_h, prev.h, x);
  for (let k = 0; k < s.h.length; k++) s.h[k] = Math.tanh(s.h[k]);
}

// RNN 한 시점의 역전파: cells.py의 rnn_step_backward
export function rnnStepBackward(p, x, prev, s, dh, dC, g) {
  for (let k = 0; k < dh.length; k++) {
    s.da_h[k] = dh[k] * (1 - s.h[k] * s.h[k]); // tanh′ = 1 − tanh²
    dh[k] = 0;
  }
  affineBackward(s.da_h, p.W_h, g.W_h, g.b_h, prev.h, x, dh);
}

// 셀마다 게이트의 이름, 한 시점에 적어 둘 배열, 두 방향의 한 시점
export const CELLS = {
  lstm: { gates: ["f", "i", "C", "o"], kept: ["f", "i", "C_tilde", "o", "C", "tanh_C", "h"], forward: lstmStepForward, backward: lstmStepBackward },
  rnn: { gates: ["h"], kept: ["h"], forward: rnnStepForward, backward: rnnStepBackward },
};

// 매개변수 모두를 한 줄에 두고 이름마다 그 줄의 조각을 보여 준다. 클리핑과 Adam은 줄 전체를 한 번 훑는다
export function layout(kind, D, H, K) {
  const sizes = CELLS[kind].gates.flatMap(gate => [[`W_${gate}`, (H + D) * H], [`b_${gate}`, H]]);
  sizes.push(["W_y", K * H], ["b_y", K]);
  const all = new Float64Array(sizes.reduce((sum, [, size]) => sum + size, 0)), views = { all };
  let at = 0;
  for (const [name, size] of sizes) views[name] = all.subarray(at, at += size);
  return views;
}

export function freshModel(kind, D, H, K) {
  const [p, g, m, v] = [0, 1, 2, 3].map(() => layout(kind, D, H, K));
  return { kind, H, K, p, g, m, v, step: 0 };
}

// 한 배치를 읽고 되짚는 동안의 값을 적을 자리. T시점까지 되풀이해 쓴다
export function makeSpace(model, T, B) {
  const { gates, kept } = CELLS[model.kind], fresh = size => new Float64Array(size * B);
  const names = [...kept, ...gates.map(gate => `da_${gate}`)];
  const one = () => Object.fromEntries(names.map(name => [name, fresh(model.H)]));
  const start = { h: fresh(model.H), C: fresh(model.H) };
  return { start, steps: Array.from({ length: T }, one), y: fresh(model.K), dh: fresh(model.H), dC: fresh(model.H) };
}

// 시퀀스를 끝까지 읽고 y = W_y h_T + b_y를 낸다. 시점마다 쉴 틈(yield)을 준다
export function* forward(model, x, s) {
  const { p, H, K } = model, T = x.length, B = x[0].length;
  for (let t = 0; t < T; t++) {
    CELLS[model.kind].forward(p, x[t], t ? s.steps[t - 1] : s.start, s.steps[t]);
    yield;
  }
  for (let k = 0; k < B * K; k++) s.y[k] = p.b_y[k % K];
  addProduct(s.y, B, H, K, s.steps[T - 1].h, H, 1, p.W_y, 1, H);
}

// 교차 엔트로피 L = −(1/B) Σ log softmax(y)[정답]. s.y는 dL/dy = (softmax(y) − 원-핫) / B로 바뀐다
export function crossEntropy(model, targets, s) {
  const { K } = model, B = targets.length, y = s.y;
  let loss = 0;
  for (let b = 0; b < B; b++) {
    const row = y.subarray(b * K, b * K + K);
    const top = row.reduce((most, v) => Math.max(most, v)), right = row[targets[b]] - top;
    let total = 0;
    for (let k = 0; k < K; k++) total += row[k] = Math.exp(row[k] - top);
    for (let k = 0; k < K; k++) row[k] = (row[k] / total - Number(k === targets[b])) / B;
    loss += (Math.log(total) - right) / B;
  }
  return loss;
}

// s.y에 담긴 dy를 거슬러 보내 model.g를 채운다. 손실은 마지막 시점의 출력에만 있다
export function* backward(model, x, s) {
  const { p, g, H, K } = model, T = x.length, B = x[0].length, h_T = s.steps[T - 1].h;
  g.all.fill(0);
  for (let k = 0; k < B * K; k++) g.b_y[k % K] += s.y[k];
  addProduct(g.W_y, K, B, H, s.y, 1, K, h_T, H, 1);
  s.dC.fill(0);
  s.dh.fill(0);
  addProduct(s.dh, B, K, H, s.y, K, 1, p.W_y, H, 1);
  for (let t = T - 1; t >= 0; t--) {
    CELLS[model.kind].backward(p, x[t], t ? s.steps[t - 1] : s.start, s.steps[t], s.dh, s.dC, g);
    yield;
  }
}

// 기울기 클리핑: 전체의 노름이 한계를 넘으면 모두 (한계 ÷ 노름)배
export function clip(g, maxNorm) {
  let square = 0;
  for (let k = 0; k < g.length; k++) square += g[k] * g[k];
  const norm = Math.sqrt(square);
  if (norm > maxNorm) for (let k = 0; k < g.length; k++) g[k] *= maxNorm / norm;
  return norm;
}

export function adam(model, rate, beta1 = 0.9, beta2 = 0.999, eps = 1e-8) {
  const t = ++model.step, step = rate / (1 - beta1 ** t), fix = 1 / Math.sqrt(1 - beta2 ** t);
  const [p, g, m, v] = [model.p.all, model.g.all, model.m.all, model.v.all];
  for (let k = 0; k < p.length; k++) {
    m[k] = beta1 * m[k] + (1 - beta1) * g[k];
    v[k] = beta2 * v[k] + (1 - beta2) * g[k] * g[k];
    p[k] -= (step * m[k]) / (fix * Math.sqrt(v[k]) + eps);
  }
}

// 학습 한 걸음: 순전파 → 손실 → BPTT → 클리핑 → Adam. 손실과 클리핑 전의 노름을 준다
export function* trainStep(model, { x, targets }, s, rate, maxNorm = 1) {
  yield* forward(model, x, s);
  const loss = crossEntropy(model, targets, s);
  yield* backward(model, x, s);
  const norm = clip(model.g.all, maxNorm);
  if (Number.isFinite(loss) && Number.isFinite(norm)) adam(model, rate);
  return { loss, norm };
}
