// OutputGate의 셈(9장). 값의 이름은 파이썬의 values()와 같고, 검사가 둘을 견준다.
import { zip } from "./static/engine.js";
import { COMPUTE } from "./static/view.js";

function output(s) {
  const tanh_C = s.C.map(Math.tanh), product = (a, b) => a * b;
  return { C_now: s.C, tanh_C, h: zip(product, s.o, tanh_C), dh_dC: zip((o, t) => o * (1 - t * t), s.o, tanh_C) };
}

COMPUTE.OutputGate = output;
