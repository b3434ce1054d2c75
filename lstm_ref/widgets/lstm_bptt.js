// GradientHighway와 LSTMOneStep의 셈(11장). 기울기의 길은 8장의 셈을 더 길게 쓴다.
import { highway } from "./cell_state.js";
import { LSTM, trainOne } from "./one_step.js";
import { COMPUTE } from "./static/view.js";

function lstmOneStep(s, d) {
  const columns = ({ steps, back }) => ({
    ...Object.fromEntries(["f", "i", "C_tilde", "C", "o", "h"].map(k => [k, steps.map(step => step[k])])),
    ...Object.fromEntries(["dC", "da_f", "da_i", "da_C", "da_o"].map(k => [k, back.map(b => b[k])])),
    back_h: back.map(b => b.dh_next), back_C: back.map(b => b.dC_next),
  });
  const start = { ...d.params, b_f: [s.b_f, s.b_f] };
  return trainOne(LSTM, s, d, start, columns, [`W_${s.gate}`, `b_${s.gate}`], "b_f");
}

COMPUTE.GradientHighway = highway;
COMPUTE.LSTMOneStep = lstmOneStep;
