// RNNOneStep의 셈(4장). 값의 이름은 파이썬의 values()와 같고, 검사가 둘을 견준다.
import { RNN, trainOne } from "./one_step.js";
import { COMPUTE } from "./static/view.js";

function rnnOneStep(s, d) {
  const [first, ...rest] = d.params.W_hh, start = { ...d.params, W_hh: [[s.w, first[1]], ...rest] };
  const columns = ({ steps, back }) => ({
    h: steps.map(step => step.h), back: back.map(b => b.dh_next), da: back.map(b => b.da),
  });
  return trainOne(RNN, s, d, start, columns, ["W_xh", "W_hh", "b_h"], "W_hh");
}

COMPUTE.RNNOneStep = rnnOneStep;
