// 화면: 파이썬이 만든 HTML에 손을 달고, 상태가 바뀌면 선과 막대와 표와 문장을 고친다.
import { unpack } from "./engine.js";

export const COMPUTE = {}; // 조작판의 이름 → 손잡이의 상태와 정해진 배열에서 화면의 값을 내는 함수. 장마다의 파일이 올린다
export const LIVE = {}; // 조작판의 이름 → 스스로 움직이는 것(학습). 화면을 받아 {record, leave}를 준다

let count = 0;

// lstm_ref.widgets.text의 number, code, fill과 같은 규칙
export function number(value, digits) {
  if (Number.isNaN(value)) return "–";
  if (!Number.isFinite(value)) return value > 0 ? "∞" : "−∞";
  let text = value.toFixed(digits);
  const tail = Math.abs(value).toFixed(60).split(".")[1]; // 꼭 가운데면 파이썬처럼 짝수로 맞춘다
  if (/^50*$/.test(tail.slice(digits)) && Number(text.at(-1)) % 2) {
    text = (value - Math.sign(value) * 10 ** -digits / 2).toFixed(digits);
  }
  if (value !== 0 && (Math.abs(value) < 0.5 * 10 ** -digits || Math.abs(value) >= 1e5)) {
    const [mantissa, power] = value.toExponential(1).split("e");
    text = `${mantissa}×10${[...power.replace("+", "")].map(c => "⁰¹²³⁴⁵⁶⁷⁸⁹"[c] ?? "⁻").join("")}`;
  }
  return text.replaceAll("-", "−");
}

export function code(value) {
  if (Array.isArray(value)) return `[${value.map(code).join(", ")}]`;
  if (typeof value === "boolean") return value ? "True" : "False";
  return String(value);
}

export function fill(template, values) {
  return template.replace(/\{(\w+)(?:\.(\d+))?(?::(\d))?\}/g, (_, name, index, digits) => {
    const value = index === undefined ? values[name] : values[name][index];
    if (typeof value === "string") return value;
    if (digits === undefined) return code(value);
    return Array.isArray(value) ? `(${value.map(v => number(v, digits)).join(", ")})` : number(value, digits);
  });
}

// 글을 [갈래, 조각]으로 나눈다: 갈래는 그대로면 "", 첨자면 "sub"이나 "sup"(tables.scripts와 같다).
// 첨자의 문법 SCRIPT, RAISED, RISE는 text.py의 grammar가 이 글의 앞에 적는다.
function scripts(text) {
  const found = [];
  let at = 0;
  for (const { index, 0: all, groups: { base = "", low, bare, high, one, up } } of text.matchAll(SCRIPT)) {
    found.push(["", text.slice(at, index) + base], base ? ["sub", low ?? bare] : ["sup", high ?? one ?? [...up].map(c => RAISED[c]).join("")]);
    at = index + all.length;
  }
  return [...found, ["", text.slice(at)]].filter(([, part]) => part);
}

const SAID = { "": part => part, sub: part => ` ${spoken(part)}`, sup: part => `의 ${spoken(part)}제곱` };
export const spoken = text => scripts(text).map(([kind, part]) => SAID[kind](part)).join(""); // 읽어 주는 글

function parts(text) {
  return scripts(text).map(([kind, part]) => {
    if (!kind) return part;
    const node = document.createElement(kind);
    node.append(...parts(part));
    return node;
  });
}

// 그림 속의 글: text.drawn과 같다
export function drawn(text, home) {
  let at = 0;
  return scripts(text).map(([kind, part]) => {
    const move = RISE[kind] - at;
    at += move;
    if (!move) return part;
    const node = document.createElementNS(home, "tspan");
    node.setAttribute("dy", move);
    if (kind) node.setAttribute("font-size", 12);
    node.append(part);
    return node;
  });
}

function typeset(node, text) { // 보이는 글
  const svg = node.ownerSVGElement;
  node.replaceChildren(...(svg ? drawn(text, svg.namespaceURI) : parts(text)));
}

// 규격에 맞는 값이면 그 값을, 아니면 undefined를 준다. 주소에서 온 값과 손으로 적은 값을 여기서 거른다.
export function accept(rule, value) {
  const inside = v => typeof v === "number" && Number.isFinite(v) && v >= rule.low && v <= rule.high;
  if (rule.kind === "choice") return rule.options.includes(value) ? value : undefined;
  if (rule.kind === "switch") return typeof value === "boolean" ? value : undefined;
  if (rule.kind === "vector") {
    return Array.isArray(value) && value.length === rule.size && value.every(inside) ? value : undefined;
  }
  return inside(value) && (rule.kind !== "whole" || Number.isInteger(value)) ? value : undefined;
}

// 목표: [이름, 아래 끝, 위 끝]이 모두 맞으면 이룬 것이다(goals.py와 같은 규칙)
function met(tests, values) {
  const at = path => path.split(".").reduce((v, k) => v[k], values);
  return tests.every(([path, low, high]) => (low === null || at(path) >= low - 1e-9) && (high === null || at(path) <= high + 1e-9));
}

// 그래프: 축은 고정이고 선과 막대의 자리만 바뀐다. 세로축이 값을 따르는 그래프도 손잡이를 끄는 동안에는 줄지 않는다
function plotter(svg) {
  const range = name => (svg.dataset[name] || "0 1").split(" ").map(Number);
  const [left, top, width, height] = range("box"), tall = svg.dataset.tall, rows = [...svg.querySelectorAll(".grid + text")];
  let [x0, x1] = range("x"), [y0, y1] = range("y");
  const x = v => left + (width * (v - x0)) / (x1 - x0);
  const y = v => top + (height * (y1 - Math.min(Math.max(v, y0), y1))) / (y1 - y0);
  const marks = [...svg.querySelectorAll("[data-line], [data-bar], [data-at]")].map(node => {
    const [key, k] = (node.dataset.line || node.dataset.bar || node.dataset.at).split(".");
    return { node, key, k };
  });
  const every = Number(svg.dataset.every || 0), nudge = every ? 1e-9 : 0, ticks = [...svg.querySelectorAll("[data-tick]")];
  const fit = (end, held) => {
    if (!(end > y1 || (end < y1 && !held))) return;
    [y0, y1] = [-end, end];
    rows.forEach((row, n) => { row.textContent = String(end * ((2 * n) / (rows.length - 1) - 1)).replace("-", "−"); });
  };
  return (values, held) => {
    if (tall) fit(values[tall], held);
    marks.forEach(mark => place(mark, values));
  };
  function place({ node, key, k }, values) {
    const v = values[key];
    if (every && x1 !== values.span) { // 가로축이 길어진다
      x1 = values.span;
      ticks.forEach((tick, n) => { tick.textContent = (x1 * n) / (ticks.length - 1); });
    }
    if (node.dataset.at) {
      for (const end of ["x1", "x2"]) node.setAttribute(end, x(v).toFixed(1));
    } else if (node.dataset.line) {
      const step = every || (x1 - x0) / (v.length - 1);
      node.setAttribute("points", v.map((row, t) => `${(x(x0 + t * step) + nudge).toFixed(1)},${(y(Array.isArray(row) ? row[k] : row) + nudge).toFixed(1)}`).join(" "));
    } else {
      node.setAttribute("y", Math.min(y(v[k]), y(0)).toFixed(1));
      node.setAttribute("height", Math.abs(y(v[k]) - y(0)).toFixed(1));
    }
  }
}

// 한 칸 옮긴다. 고르는 것의 끝을 넘으면 이어진 정수 손잡이(carry)가 한 칸 움직이고 다른 끝으로 간다
function move(rules, name, step, get, set) {
  const { options, carry } = rules[name], at = options ? options.indexOf(get(name)) + step : get(name) + step;
  const next = options ? options[at] : accept(rules[name], at);
  if (next === undefined && !(carry && move(rules, carry, step, get, set))) return false;
  set(name, next ?? options[(at + options.length) % options.length]);
  return true;
}

// 특성 하나의 손잡이: 상태에서 화면으로(show), 화면에서 상태로(listen)
function knob(field, rules, get, set, say) {
  const name = field.dataset.trait, rule = rules[name], boxes = [...field.querySelectorAll("input")];
  const radios = boxes.filter(b => b.type === "radio");
  radios.forEach(b => { b.name += `-${count}`; });
  const pairs = [...field.querySelectorAll(".lr-knob")].map(k => [...k.querySelectorAll("input")]);
  const keys = (field.dataset.window || "").split(" ").filter(Boolean);
  // 긴 목록의 조각이면, 고른 값의 차례가 조각의 자리를 정한다
  const offset = () => keys.reduce((at, key) => at * rules[key].options.length + rules[key].options.indexOf(get(key)), 0) * pairs.length * Boolean(keys.length);
  const put = (k, v) => {
    const start = offset();
    const value = rule.kind === "vector" ? get(name).map((old, j) => (j === start + k ? v : old)) : v;
    const good = accept(rule, value);
    if (good === undefined) {
      const what = pairs[k][0].getAttribute("aria-label");
      say(`${what}에는 ${number(rule.low, 0)} 이상 ${number(rule.high, 0)} 이하의 ${rule.kind === "whole" ? "정수" : "수"}를 넣어 주세요.`);
      return show();
    }
    say("");
    set(name, good);
  };
  const unit = pairs.map(([range]) => range.getAttribute("aria-valuetext").replace(/^[^가-힣]*/, ""));
  const shown = [];
  const show = () => {
    const value = get(name), start = offset();
    radios.forEach(b => { b.checked = b.value === value; });
    if (rule.kind === "switch") boxes[0].checked = value;
    pairs.forEach(([range, box], k) => {
      const v = rule.kind === "vector" ? value[start + k] : value;
      if (shown[k] === v && Number(box.value) === v && box.value !== "") return;
      shown[k] = v;
      range.value = v;
      if (document.activeElement !== box || box.value === "" || accept(rule, value) === undefined || Number(box.value) !== v) box.value = v;
      range.setAttribute("aria-valuetext", (rule.kind === "whole" ? String(v) : spoken(number(v, 2))) + unit[k]);
    });
  };
  radios.forEach(b => b.addEventListener("change", () => set(name, b.value)));
  if (rule.kind === "switch") boxes[0].addEventListener("change", () => set(name, boxes[0].checked));
  pairs.forEach(([range, box], k) => {
    range.addEventListener("input", () => put(k, Number(range.value)));
    box.addEventListener("change", () => put(k, box.value.trim() === "" ? NaN : Number(box.value)));
  });
  field.querySelectorAll("[data-step]").forEach(button => button.addEventListener("click", () => {
    const moved = move(rules, name, Number(button.dataset.step), get, set);
    say(moved ? "" : "더 갈 곳이 없습니다.");
    if (moved) field.dispatchEvent(new Event("change", { bubbles: true })); // 결과를 읽어 준다
  }));
  return show;
}

export function render({ model, el }) {
  const spec = model.get("_spec"), names = Object.keys(spec.traits), compute = COMPUTE[spec.name];
  count += 1;
  const root = el.matches("[data-dial]") ? el : el.appendChild(document.createElement("section"));
  if (root !== el) root.innerHTML = spec.html;
  root.classList.add("lr-dial");
  root.dataset.live = "";
  const find = selector => root.querySelector(selector), all = selector => [...root.querySelectorAll(selector)];
  const [note, said, live, source] = [".lr-note", ".lr-said", ".lr-live", ".lr-code code"].map(find);
  const read = () => Object.fromEntries(names.map(k => [k, model.get(k)]));
  const say = text => { typeset(note, text); };
  const data = unpack(spec.data), goal = find(".lr-goal");
  let waiting = 0, speaking = 0;
  root.state = read;

  const settle = () => { // 손을 놓으면 결과를 한 문장으로 읽어 준다
    clearTimeout(speaking);
    speaking = setTimeout(() => {
      const reached = goal && !goal.hidden && "solved" in goal.dataset;
      live.textContent = (reached ? "목표를 이루었어요! " : "") + spoken(root.said);
    }, 400);
  };
  const set = (name, value) => { model.set(name, value); model.save_changes(); ask(); };
  const plots = all(".lr-chart").map(plotter);
  const fields = all("[data-trait]");
  const shows = fields.map(f => knob(f, spec.traits, k => model.get(k), set, say));
  const slots = kind => all(`[data-${kind}]`).map(node => ({ node, at: node.dataset[kind].split("."), text: node.textContent }));
  const cells = slots("cell"), texts = slots("text");
  const put = (slot, text) => { // 바뀐 글만 적는다
    if (slot.text === text) return false;
    slot.text = text;
    typeset(slot.node, text);
    return true;
  };
  const looks = all("[data-look]");
  const speak = text => { clearTimeout(speaking); live.textContent = spoken(text); };
  const runner = LIVE[spec.name]?.({ root, data, model, read, say, speak, ask: () => ask() });

  const judge = (state, values) => { // 목표를 이루었는지
    if (!goal) return;
    const [text, tests] = spec.goals[spec.goal_by ? state[spec.goal_by] : ""] || [];
    goal.hidden = !text;
    if (!text) return;
    const solved = met(tests, values);
    goal.toggleAttribute("data-solved", solved);
    goal.querySelector("span").textContent = text;
    goal.querySelector("b").textContent = solved ? "이루었어요!" : "아직이에요.";
  };
  const draw = () => {
    waiting = 0;
    const state = read(), values = { ...state, ...compute(state, data, runner) };
    const held = root.querySelector("[type=range]:active") !== null;
    plots.forEach(plot => plot(values, held));
    looks.forEach(node => node.setAttribute("class", `s${values[node.dataset.look]}`));
    cells.forEach(cell => {
      const { node, at: [key, k, digits] } = cell, v = values[key];
      if (put(cell, number(Array.isArray(v) ? v[k] : v, digits)) && "lit" in node.parentNode.dataset) node.parentNode.style.setProperty("--lit", Math.min(Math.abs(v[k]), 1).toFixed(3));
    });
    texts.forEach(slot => put(slot, values[slot.at[0]][slot.at[1]]));
    fields.forEach(f => {
      const [key, wanted] = (f.dataset.when || "=").split("=");
      const hide = Boolean(key) && String(state[key]) !== wanted;
      if (f.hidden !== hide) f.hidden = hide;
    });
    shows.forEach(show => show());
    root.said = fill(spec.sentence, values);
    typeset(said, root.said);
    all(".lr-chart:not([data-own])").forEach(svg => svg.setAttribute("aria-label", spoken(root.said)));
    source.textContent = fill(spec.snippet, values);
    judge(state, values);
    root.values = values; // 검사가 읽는다
  };
  const ask = () => { waiting ||= requestAnimationFrame(draw); };
  const reset = () => { names.forEach(k => model.set(k, spec.start[k])); model.save_changes(); say(""); ask(); settle(); };

  find("[data-reset]").addEventListener("click", reset);
  find("[data-copy]").addEventListener("click", async event => {
    const button = event.currentTarget;
    try { await navigator.clipboard.writeText(source.textContent); live.textContent = "코드를 복사했습니다."; }
    catch { getSelection().selectAllChildren(source); live.textContent = "코드를 골라 두었습니다. 복사 단축키를 누르세요."; }
    button.focus();
  });
  find(".lr-panel").addEventListener("submit", event => event.preventDefault());
  root.addEventListener("change", () => { settle(); ask(); });
  root.addEventListener("keydown", event => event.stopPropagation()); // 노트북의 단축키와 부딪치지 않게 한다
  names.forEach(k => model.on(`change:${k}`, ask));
  draw();
  return () => {
    names.forEach(k => model.off(`change:${k}`, ask));
    cancelAnimationFrame(waiting);
    clearTimeout(speaking);
    runner?.leave();
  };
}
