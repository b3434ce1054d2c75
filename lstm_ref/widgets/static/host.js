// 책의 쪽: 커널 없이 조작판을 살린다. 쪽에 담긴 JSON이 상태이고, 주소의 #w=…가 그 상태를 나른다.
import { accept, render } from "./view.js";

function makeModel(spec) {
  const state = { ...spec.start, _spec: spec }, calls = {};
  return {
    get: name => state[name],
    set(name, value) {
      if (state[name] === value) return;
      state[name] = value;
      (calls[`change:${name}`] || []).forEach(call => call());
    },
    on: (event, call) => { (calls[event] ||= []).push(call); },
    off: (event, call) => { calls[event] = (calls[event] || []).filter(c => c !== call); },
    save_changes() { (calls.save || []).forEach(call => call()); },
  };
}

const dials = [];

// 바뀐 조작판의 바뀐 값만 적는다: #w={"ForgetGate":{"f":[…]}}
function write() {
  const changed = {};
  for (const { key, spec, model } of dials) {
    const names = Object.keys(spec.traits).filter(k => JSON.stringify(model.get(k)) !== JSON.stringify(spec.start[k]));
    if (names.length) changed[key] = Object.fromEntries(names.map(k => [k, model.get(k)]));
  }
  const fragment = Object.keys(changed).length ? `#w=${encodeURIComponent(JSON.stringify(changed))}` : "";
  if (fragment || location.hash.startsWith("#w=")) history.replaceState(history.state, "", fragment || location.pathname + location.search);
}

function load() {
  if (!location.hash.startsWith("#w=")) return;
  let wanted = null;
  try { wanted = JSON.parse(decodeURIComponent(location.hash.slice(3))); } catch { /* 아래에서 알린다 */ }
  const plain = v => typeof v === "object" && v !== null && !Array.isArray(v);
  let broken = !plain(wanted) || Object.keys(wanted).some(key => !dials.some(dial => dial.key === key));
  for (const { key, spec, model } of dials) {
    const given = plain(wanted) && Object.hasOwn(wanted, key) ? wanted[key] : {}, state = plain(given) ? given : {};
    broken ||= given !== state || Object.keys(state).some(name => !Object.hasOwn(spec.traits, name));
    for (const [name, rule] of Object.entries(spec.traits)) {
      const good = Object.hasOwn(state, name) ? accept(rule, state[name]) : spec.start[name];
      broken ||= good === undefined;
      model.set(name, good ?? spec.start[name]);
    }
  }
  const first = broken && dials.length && dials[0].root.querySelector(".lr-note");
  if (first) first.textContent = "주소에 담긴 값을 읽지 못해 처음 값으로 시작합니다.";
}

let timer = 0;
const seen = {};
for (const root of document.querySelectorAll("[data-dial]")) {
  const spec = JSON.parse(root.querySelector('script[type="application/json"]').textContent);
  const model = makeModel(spec), k = (seen[spec.name] = (seen[spec.name] || 0) + 1);
  dials.push({ key: k > 1 ? `${spec.name}.${k}` : spec.name, spec, model, root });
  model.on("save", () => { clearTimeout(timer); timer = setTimeout(write, 300); });
}
load();
for (const { model, root } of dials) render({ model, el: root });
performance.mark("lr-live"); // 손잡이가 살아난 때
const linked = new URLSearchParams(location.hash.slice(1)).has("w") && dials[0];
if (linked) linked.root.scrollIntoView();
addEventListener("hashchange", load);
