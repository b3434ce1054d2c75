// HonorificRace의 셈(12장): 학습을 화면의 틈에 조금씩 하고, 기록을 화면의 값으로 옮긴다. 값의 이름은 파이썬의 values()와 같다.
import { laneNames, makeRace, MEASURED } from "./static/contest.js";
import { code, COMPUTE, drawn, LIVE, number } from "./static/view.js";

const SPANS = [200, 400, 1000, 2000, 4000, 10000, 20000]; // 가로축의 끝
const SLICE = 6; // 한 번에 셈하는 밀리초. 셈의 마지막 조각까지 8밀리초를 넘지 않는다

// 화면의 값: 기록이 없으면 빈 곡선이다. 파이썬의 HonorificRace.values와 같은 이름
function raceValues(s, data, runner) {
  const record = runner.record(s), names = laneNames(s, data), two = f => names.map((_, n) => (record?.lanes[n] ? f(record.lanes[n]) : NaN));
  const values = { step: record?.step ?? 0, name_a: names[0], name_b: names[1], broken: record?.broken ?? "", best: 0 };
  values.span = SPANS.find(span => span >= values.step);
  for (const k of MEASURED) {
    ["a", "b"].forEach((n, j) => { values[`${k}_${n}`] = record?.lanes[j]?.curves[k] ?? []; });
    values[`now_${k}`] = two(lane => lane.now[k] ?? NaN);
  }
  [values.look_a, values.look_b] = looks(names, data.looks);
  values.best = Math.max(0, ...(record?.lanes ?? []).map(lane => Math.min(lane.now.verb, lane.now.high)));
  const three = f => [0, 1, 2].map(f);
  values.read = three(n => record?.read[n] ?? "–");
  ["a", "b"].forEach((n, j) => { values[`said_${n}`] = three(k => (record?.lanes[j] ? `${data.words.forms[record.lanes[j].said[k][0]]} ${number(record.lanes[j].said[k][1], 2)}` : "–")); });
  values.told = story(s, values, record);
  values.code = recipe(s, values);
  return values;
}

// 모델마다 책의 그림과 같은 모양(looks.MEANING). 같은 모델 둘이면 둘째는 다른 모양이다
function looks(names, known) {
  const [a, b] = names.map(name => known[name] ?? 0);
  return [a, b === a ? 6 : b];
}

function story(s, v, record) {
  const lanes = [v.name_a, v.name_b].map((name, n) => [name, n]).filter(([name]) => name !== "–");
  if (!record) return `거리 ${s.d}에서 ${lanes.map(([name]) => name).join(", ")}: 아직 학습하지 않았습니다.`;
  const told = lanes.map(([name, n]) => `${name}: 서술어 ${number(v.now_verb[n], 2)}, 높임 ${number(v.now_high[n], 2)}`);
  return `${record.stored ? "저장해 둔 기록입니다. " : ""}거리 ${s.d}, ${v.step}걸음. 정답률은 ${told.join(" · ")}.`;
}

function recipe(s, v) {
  const line = (name, kind, b_f) => `${name} = lr.experiments.honorifics.race(\n    "${kind}", d=${s.d}, seed=${s.seed}, steps=${v.step || 400}, ${kind === "lstm" ? `b_f=${code(b_f)}, ` : ""}learning_rate=${s.rate}\n)\n`;
  return line("a", s.first, s.b_f[0]) + (s.second === "none" ? "" : line("b", s.second, s.b_f[1])) + "a.high";
}

// 학습을 돌리는 손: 단추를 듣고, 화면을 그리는 틈에 work를 SLICE밀리초씩 앞으로 돌린다
function trainer({ root, data, model, read, say, speak, ask }) {
  const channel = new MessageChannel(), calm = matchMedia("(prefers-reduced-motion: reduce)");
  const button = name => root.querySelector(`[data-run="${name}"]`), toggle = button("toggle");
  let race = null, running = false, queued = false, inside = true, drawn = 0, spoken = 0;

  const away = () => document.hidden || !inside; // 보이지 않으면 쉰다
  const next = () => { if (running && !queued && !away()) { queued = true; channel.port2.postMessage(0); } };
  const snapshot = withWeights => ({
    settings: JSON.parse(race.settings), step: race.step, broken: race.broken, read: race.read,
    lanes: race.lanes.map(({ curves, now, said }) => ({ curves, now: { ...now, forget: Number.isNaN(now.forget) ? null : now.forget }, said })),
    ...(withWeights ? { weights: race.lanes.map(lane => base64(lane.model.p.all)) } : {}),
  });
  const send = () => { if (model.send) { model.set("_run", snapshot(true)); model.save_changes(); } }; // 노트북에만
  const stop = text => {
    running = false;
    toggle.textContent = race?.step ? "이어서 학습" : "학습 시작";
    root.toggleAttribute("data-running", false);
    if (text) speak(text);
    if (race?.ready) send();
    ask();
  };
  const drop = () => { race = null; stop(""); };
  const start = (target = 0) => {
    say("");
    if (race?.broken) race = null;
    race ||= makeRace(data, read(), given());
    race.target = target ? race.step + 1 : -1; // 여기서 재고 멈춘다
    running = true;
    if (!target) toggle.textContent = "멈추기";
    root.toggleAttribute("data-running", true);
    next();
  };
  const given = () => {
    const got = model.get("_given"), s = read();
    if (!got?.weights || (got.kind === "lstm") !== (s.first === "lstm")) return null;
    return new Float64Array(Uint8Array.from(atob(got.weights), c => c.charCodeAt(0)).buffer);
  };
  const measured = () => {
    race.ready = true;
    if (performance.now() - spoken > 15000) { // 읽어 주는 소식은 뜸하게
      spoken = performance.now();
      speak(raceValues(read(), data, runner).told);
    }
    if (model.send && race.step % 200 === 0) send();
    if (!calm.matches || race.step % 100 === 0 || race.step === race.target) ask();
  };
  const slice = () => {
    queued = false;
    const begin = performance.now();
    while (running && !away() && performance.now() - begin < SLICE) {
      const { value, done } = race.work.next();
      if (value === "measured") measured();
      if (race.broken) { stop(""); say(race.broken); }
      else if (done) stop(`${race.step}걸음에서 학습을 마쳤습니다.`);
      else if (value && race.step === race.target) stop(raceValues(read(), data, runner).told);
      else if (value && !calm.matches && performance.now() - drawn > 250) { drawn = performance.now(); ask(); }
    }
    next();
  };
  const runner = {
    // 지금 설정의 기록: 하고 있는 학습, 없으면 저장해 둔 것. 설정이 바뀌면 학습을 버린다
    record(s) {
      const now = JSON.stringify(s);
      if (race && race.settings !== now) drop();
      if (race) return race.ready ? snapshot(false) : null;
      return data.stored && !given() && JSON.stringify(data.stored.settings) === now ? data.stored : null;
    },
    leave() { running = false; channel.port1.close(); watch.disconnect(); document.removeEventListener("visibilitychange", next); model.off("change:_given", drop); },
  };
  const watch = new IntersectionObserver(([seen]) => { inside = seen.isIntersecting; next(); });
  watch.observe(root);
  channel.port1.onmessage = slice;
  document.addEventListener("visibilitychange", next);
  model.on("change:_given", drop);
  toggle.addEventListener("click", () => {
    if (!running) return start();
    race.target = race.step + 1; // 하던 걸음을 마치고 멈춘다
    toggle.textContent = "멈추는 중";
  });
  button("step").addEventListener("click", () => start(1));
  button("again").addEventListener("click", () => { drop(); speak("학습을 처음으로 돌렸습니다."); });
  button("csv").addEventListener("click", () => save(table(read(), runner.record(read())), "text/csv", "csv", read(), say));
  button("svg").addEventListener("click", () => save(drawing(root), "image/svg+xml", "svg", read(), say));
  return runner;
}

function base64(array) {
  const bytes = new Uint8Array(array.buffer, array.byteOffset, array.byteLength), parts = [];
  for (let k = 0; k < bytes.length; k += 32768) parts.push(String.fromCharCode(...bytes.subarray(k, k + 32768)));
  return btoa(parts.join(""));
}

function save(text, type, ending, s, say) {
  if (!text) return say("저장할 기록이 없습니다. 학습을 먼저 시작하세요.");
  say("");
  const link = Object.assign(document.createElement("a"), { href: URL.createObjectURL(new Blob([text], { type })), download: `겨루기-거리${s.d}-시드${s.seed}.${ending}` });
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10000);
}

// 기록을 표로: 걸음마다 두 모델의 값. 맨 앞의 표는 엑셀이 한글을 알아보게 한다
function table(s, record) {
  if (!record) return "";
  const keys = record.lanes.flatMap((lane, n) => MEASURED.filter(k => lane.curves[k].length).map(k => [lane.curves[k], `${k}_${n + 1}`]));
  const rows = record.lanes[0].curves.loss.map((_, t) => [t * 20, ...keys.map(([curve]) => curve[t])].join(","));
  return `\ufeff${[["step", ...keys.map(([, name]) => name)].join(","), ...rows].join("\r\n")}\r\n`;
}

// 네 그래프를 한 그림으로. 색과 글꼴을 그림 안에 적는다
function drawing(root) {
  const charts = [...root.querySelectorAll(".lr-chart")], paint = ["stroke", "fill", "stroke-width", "stroke-dasharray", "font-size", "font-family", "opacity"];
  const shape = (name, attributes, ...inside) => {
    const node = document.createElementNS(charts[0].namespaceURI, name);
    Object.entries(attributes).forEach(([key, value]) => node.setAttribute(key, value));
    node.append(...inside);
    return node;
  };
  const write = (text, y) => shape("text", { x: 12, y, "font-size": 13, "font-family": "sans-serif", fill: getComputedStyle(root).color }, ...drawn(text, charts[0].namespaceURI));
  const parts = charts.flatMap((svg, n) => {
    const copy = svg.cloneNode(true), from = svg.querySelectorAll("*");
    copy.querySelectorAll("*").forEach((node, k) => {
      const style = getComputedStyle(from[k]);
      node.setAttribute("style", paint.map(key => `${key}:${style.getPropertyValue(key)}`).join(";"));
    });
    Object.entries({ x: 0, y: 50 + n * 330, width: 640, height: 300 }).forEach(([key, value]) => copy.setAttribute(key, value));
    return [write(n ? svg.getAttribute("aria-label") : root.said, 44 + n * 330), copy];
  });
  const ground = shape("rect", { width: "100%", height: "100%", fill: getComputedStyle(root).backgroundColor });
  return new XMLSerializer().serializeToString(shape("svg", { width: 640, height: 50 + charts.length * 330 }, ground, ...parts));
}

COMPUTE.HonorificRace = raceValues;
LIVE.HonorificRace = trainer;
