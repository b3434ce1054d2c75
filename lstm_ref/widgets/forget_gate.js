// ForgetGate의 셈(6장). 값의 이름은 파이썬의 values()와 같고, 검사가 둘을 견준다.
import { halfLife, last, sigmoid, zip } from "./static/engine.js";
import { COMPUTE } from "./static/view.js";

function forget(s) {
  const f = s.mode === "f" ? s.f : s.b_f.map(sigmoid);
  const C = Array.from({ length: 21 }, (_, t) => zip((a, c) => a ** t * c, f, s.C_0));
  const call = s.mode + "=" + JSON.stringify(s[s.mode]).replaceAll(",", ", ");
  return { f_now: f, C, half_life: f.map(halfLife), C_T: last(C), call };
}

COMPUTE.ForgetGate = forget;
