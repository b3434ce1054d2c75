// InputGate의 셈(7장). 값의 이름은 파이썬의 values()와 같고, 검사가 둘을 견준다.
import { zip } from "./static/engine.js";
import { COMPUTE } from "./static/view.js";

function input(s) {
  const kept = zip((a, b) => a * b, s.f, s.C_prev), added = zip((a, b) => a * b, s.i, s.C_tilde);
  const add = (a, b) => a + b;
  return { kept, added, C: zip(add, kept, added), gate_sum: zip(add, s.i, s.f) };
}

COMPUTE.InputGate = input;
