// GradientHighway의 셈(11장). 8장의 셈을 더 길게 쓴다.
import { highway } from "./cell_state.js";
import { COMPUTE } from "./static/view.js";

COMPUTE.GradientHighway = highway;
