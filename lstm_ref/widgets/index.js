// FirstGate의 셈(시작하며). 값의 이름은 파이썬의 values()와 같고, 검사가 둘을 견준다.
import { COMPUTE } from "./static/view.js";

function first(s) {
  const C = Array.from({ length: 21 }, (_, t) => s.f ** t);
  return { C, kept: [1, 5, 10, 20].map(t => C[t]), percent: 100 * C[20] };
}

COMPUTE.FirstGate = first;
