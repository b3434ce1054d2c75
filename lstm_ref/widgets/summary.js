// CellExplorer의 셈(10장). 값의 이름은 파이썬의 values()와 같고, 검사가 둘을 견준다.
import { lstmForward } from "./static/engine.js";
import { COMPUTE } from "./static/view.js";

const TALL = [0.5, 1, 2, 4, 8]; // 세로축의 끝

// 성분 넷, 입력 하나인 셀. weights는 층(f, i, C̃, o)마다 성분마다 [W의 행, 편향]
function cell(s) {
  const params = {}, fixed = {};
  ["f", "i", "C", "o"].forEach((gate, g) => {
    const rows = [0, 1, 2, 3].map(k => s.weights.slice((g * 4 + k) * 6, (g * 4 + k) * 6 + 6));
    params[`W_${gate}`] = rows.map(row => row.slice(0, 5));
    params[`b_${gate}`] = rows.map(row => row[5]);
  });
  for (const k of ["f", "i", "C_tilde", "o"]) if (s[`hold_${k}`]) fixed[k] = s[k];
  const steps = lstmForward(params, s.x.map(v => [v]), fixed), now = steps[s.t - 1];
  const C = steps.map(step => step.C), h = steps.map(step => step.h), k = Number(s.unit);
  const held = Object.entries(fixed).map(([k, v]) => `"${k}": [${v.join(", ")}]`).join(", ");
  return {
    C, h, x_now: now.z[4], h_prev: now.z.slice(0, 4), C_prev: now.C_prev, f_now: now.f, i_now: now.i,
    C_tilde_now: now.C_tilde, C_now: now.C, o_now: now.o, h_now: now.h, held: `{${held}}`, who: `${k + 1}번`,
    shown: [now.z[k], now.C_prev[k], now.f[k], now.i[k], now.C_tilde[k], now.C[k], now.o[k], Math.tanh(now.C[k]), now.h[k], now.z[4]],
    tall: TALL.find(s => s >= Math.max(...C.flat().map(Math.abs))),
    change: C[7][0] - C[0][0], h_top: Math.max(...h.map(row => Math.abs(row[0]))),
  };
}

COMPUTE.CellExplorer = cell;
