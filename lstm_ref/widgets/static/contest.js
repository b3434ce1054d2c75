// 겨루기: 두 모델을 같은 배치로 학습하며 잰다. experiments/honorifics/race.py와 같은 학습이다.
import { dot, matMul, times } from "./engine.js";
import { sfc32 } from "./random.js";
import { makeTask } from "./sentences.js";
import { backward, CELLS, crossEntropy, forward, freshModel, makeSpace, trainStep } from "./train.js";

const B = 32, H = 32, EACH = 64, EVERY = 20, LAST = 20000; // 배치, 성분, 여는 말마다의 시험 문장, 재는 걸음, 마지막 걸음
export const MEASURED = ["loss", "verb", "high", "reach", "forget"];

// 정확한 스펙트럼 반지름: ‖A^n‖^(1/n)의 극한. 제곱을 되풀이하면 n이 두 배씩 커진다
function spectralRadius(A) {
  let log = 0;
  for (let k = 0; k < 60; k++) {
    const top = Math.max(...A.flat().map(Math.abs));
    log += Math.log(top) / 2 ** k;
    A = A.map(row => times(1 / top, row));
    A = matMul(A, A);
  }
  return Math.exp(log);
}

// 열을 차례로 직교하게(그람–슈미트, 두 번씩). QR의 Q에서 R의 대각을 양수로 한 것이다
function orthogonal(G) {
  const cols = [];
  for (let c = 0; c < G.length; c++) {
    let v = G.map(row => row[c]);
    for (const q of [...cols, ...cols]) {
      const along = dot(q, v);
      v = v.map((a, k) => a - along * q[k]);
    }
    cols.push(times(1 / Math.sqrt(dot(v, v)), v));
  }
  return G.map((_, r) => cols.map(v => v[r]));
}

// 처음 가중치: params.py의 init_lstm, init_rnn과 train.py의 init_model이 뽑는 차례
export function entryModel(kind, seed, b_f, D, K) {
  const rng = sfc32(seed, 0), model = freshModel(kind === "lstm" ? "lstm" : "rnn", D, H, K), p = model.p;
  const normal = (rows, cols) => rng.many(rows, () => rng.many(cols, rng.normal));
  const put = (W, A, from, scale) => A.forEach((row, r) => row.forEach((v, c) => { W[(from + c) * H + r] = v * scale; }));
  if (kind === "lstm") {
    for (const gate of CELLS.lstm.gates) put(p[`W_${gate}`], normal(H, H + D), 0, 1 / Math.sqrt(H + D));
    p.b_f.fill(b_f);
  } else {
    put(p.W_h, normal(H, D), H, 1 / Math.sqrt(D));
    const G = normal(H, H);
    if (kind === "orthogonal") put(p.W_h, orthogonal(G), 0, 1);
    else put(p.W_h, G, 0, 1 / spectralRadius(G));
  }
  p.W_y.set(normal(K, H).flat().map(v => v / Math.sqrt(H)));
  return model;
}

// 시점 t의 입력까지 온 기울기의 노름 ‖∂L/∂x_t‖
function inputNorm(model, step, D, n) {
  const { gates } = CELLS[model.kind];
  let square = 0;
  for (let b = 0; b < n; b++) for (let d = 0; d < D; d++) {
    let sum = 0;
    for (const gate of gates) {
      const W = model.p[`W_${gate}`], da = step[`da_${gate}`], row = (H + d) * H;
      for (let j = 0; j < H; j++) sum += da[b * H + j] * W[row + j];
    }
    square += sum * sum;
  }
  return Math.sqrt(square);
}

// 시험 192문장에서 재고, 문장마다 무엇이라고 말할지 적는다
function* measure(lane, sheets, d, D) {
  const { model, wide } = lane, now = { loss: 0, verb: 0, high: 0, reach: 0, forget: 0 }, K = model.K;
  const said = []; // 다 재었을 때 한꺼번에 내놓는다. 재는 틈에 화면이 읽을 수 있다
  for (const [n, { x, targets }] of sheets.entries()) {
    yield* forward(model, x, wide);
    const best = Array.from(targets, (_, b) => {
      const row = wide.y.subarray(b * K, b * K + K);
      return row.indexOf(Math.max(...row));
    });
    best.forEach((k, b) => {
      now.verb += Number(k >> 1 === targets[b] >> 1);
      now.high += Number(k % 2 === targets[b] % 2);
    });
    now.loss += crossEntropy(model, targets, wide) / 3;
    said.push([best[0], wide.y[best[0]] * EACH + Number(best[0] === targets[0])]); // dL/dy에서 되돌린 확률
    if (model.kind === "lstm") for (const { f } of wide.steps.slice(0, x.length)) now.forget += f.reduce((a, c) => a + c) / f.length / x.length / 3;
    if (n) continue;
    yield* backward(model, x, wide);
    const [subject, cue] = [x.length - 1 - d, x.length - 1].map(t => inputNorm(model, wide.steps[t], D, EACH));
    now.reach = Math.log10(Math.max(subject / cue, 1e-16));
    yield;
  }
  for (const k of ["verb", "high"]) now[k] /= 3 * EACH;
  if (model.kind !== "lstm") now.forget = NaN;
  Object.assign(lane, { now, said });
}

const NAMES = { f: "망각 게이트 f", i: "입력 게이트 i", C_tilde: "후보 값 C̃", o: "출력 게이트 o", C: "셀 상태 C", tanh_C: "tanh(C)", h: "은닉 상태 h" };

// 맨 먼저 유한하지 않게 된 수: 매개변수, 순전파, 손실, 역전파의 차례로 찾는다
export function firstBroken(model, space, T, loss) {
  const wild = array => array.find(v => !Number.isFinite(v)), say = (where, v) => `${where}입니다(값 ${Number.isNaN(v) ? "NaN" : v > 0 ? "∞" : "−∞"})`;
  for (const [name, array] of Object.entries(model.p)) if (name !== "all" && wild(array) !== undefined) return say(`매개변수 ${name}`, wild(array));
  const steps = space.steps.slice(0, T);
  for (const [t, step] of steps.entries()) {
    const name = CELLS[model.kind].kept.find(k => wild(step[k]) !== undefined);
    if (name) return say(`순전파 ${t + 1}번째 시점의 ${NAMES[name]}`, wild(step[name]));
  }
  if (!Number.isFinite(loss)) return say("출력에서 셈한 손실", loss);
  for (let t = T - 1; t >= 0; t--) {
    const gate = CELLS[model.kind].gates.find(k => wild(steps[t][`da_${k}`]) !== undefined);
    if (gate) return say(`역전파 ${t + 1}번째 시점의 기울기 da_${gate}`, wild(steps[t][`da_${gate}`]));
  }
  return "기울기의 노름입니다";
}

// 학습 하나. work를 조금씩 앞으로 돌린다: 한 걸음을 마치면 "step", 쟀으면 "measured"를 낸다. target걸음에서는 꼭 잰다
export function makeRace(data, s, given = null) {
  const task = makeTask(data.words), D = data.words.vocabulary.length, K = data.words.forms.length, names = laneNames(s, data);
  const race = { settings: JSON.stringify(s), step: 0, target: -1, broken: "", lanes: [], read: [] };
  const papers = sfc32(s.d, 2), batches = sfc32(s.seed, 1), sheets = [], word = k => data.words.vocabulary[k];
  function* prepare() {
    for (const [n, kind] of [s.first, s.second].entries()) {
      if (kind === "none") continue;
      const model = entryModel(kind, s.seed, s.b_f[n], D, K), [space, wide] = [B, EACH].map(size => makeSpace(model, s.d + 5, size));
      if (given && n === 0) model.p.all.set(given);
      race.lanes.push({ name: names[n], model, space, wide, batchLoss: NaN, curves: Object.fromEntries(MEASURED.map(k => [k, []])) });
      yield;
    }
    for (const opening of data.words.openings) sheets.push(yield* task.batch(papers, s.d, EACH, opening));
    race.read = sheets.map(({ list: [{ words, main, target }] }) => `${words.slice(0, main + 1).map(word).join(" ")} … ${word(words.at(-1))} (${data.words.forms[target]})`);
  }
  function* step() {
    const batch = yield* task.batch(batches, s.d, B);
    for (const lane of race.lanes) {
      const { loss, norm } = yield* trainStep(lane.model, batch, lane.space, Number(s.rate));
      lane.batchLoss = loss;
      if (!race.broken && !(Number.isFinite(loss) && Number.isFinite(norm))) race.broken = `${race.step + 1}걸음에서 ${lane.name}의 수가 넘쳤습니다. `
        + `맨 먼저 유한하지 않게 된 것은 ${firstBroken(lane.model, lane.space, batch.x.length, loss)}. 학습을 멈추었으니 학습률을 줄이고 다시 시작하세요.`;
    }
    if (!race.broken) race.step += 1;
  }
  function* measureAll(keep) {
    for (const lane of race.lanes) {
      yield* measure(lane, sheets, s.d, D);
      if (keep) for (const k of MEASURED) if (!Number.isNaN(lane.now[k])) lane.curves[k].push(lane.now[k]);
    }
  }
  race.work = (function* () {
    yield* prepare();
    yield* measureAll(true);
    yield "measured";
    while (race.step < LAST) {
      yield* step();
      if (race.broken) return;
      const due = race.step % EVERY === 0, now = due || race.step === race.target;
      if (now) yield* measureAll(due);
      yield now ? "measured" : "step";
    }
  })();
  return race;
}

export function laneNames(s, data) {
  return [s.first, s.second].map((kind, n) => (kind === "none" ? "–" : data.kinds[kind] + (kind === "lstm" ? `(b_f = ${String(s.b_f[n]).replace("-", "−")})` : "")));
}
