"""공개 이름을 모두 찾고, 이름과 형 힌트로 싸고 바른 인자를 만들어 준다."""

import functools
import importlib
import inspect
import pkgutil
import re
import warnings
from typing import get_type_hints

import numpy as np

import lstm_ref as lr
from lstm_ref import experiments, tasks, train

RNG = np.random.default_rng(17)
R, L = lr.init_rnn(RNG, 2, 3), lr.init_lstm(RNG, 2, 3)
X, X_T, H = RNG.standard_normal((4, 5, 2)), RNG.standard_normal((5, 2)), 0.5 * RNG.standard_normal((5, 3))
R_TRACE, L_TRACE = lr.rnn_forward(R, X, H), lr.lstm_forward(L, X, H, H)
R_STEP, L_STEP = lr.rnn_step(R, X_T, H), lr.lstm_step(L, X_T, H, H)
DH = RNG.standard_normal((4, 5, 3))
CORE = {
    "sigmoid": {"a": X}, "rnn_step": {"params": R, "x_t": X_T, "h_prev": H},
    "lstm_step": {"params": L, "x_t": X_T, "h_prev": H, "C_prev": H},
    "rnn_step_backward": {"params": R, "step": R_STEP, "dh": H},
    "lstm_step_backward": {"params": L, "step": L_STEP, "dh": H, "dC": H},
    "rnn_forward": {"params": R, "x": X, "h_0": H}, "lstm_forward": {"params": L, "x": X, "h_0": H, "C_0": H},
    "rnn_backward": {"params": R, "trace": R_TRACE, "dh": DH},
    "lstm_backward": {"params": L, "trace": L_TRACE, "dh": DH, "dC_T": H},
    "rnn_jacobian": {"params": R, "step": R_STEP}, "lstm_jacobian": {"params": L, "step": L_TRACE},
    "lstm_state_jacobians": {"params": L, "trace": L_TRACE}, "chain": {"jacobians": RNG.random((3, 2, 2, 2))},
    "init_rnn": {"rng": RNG, "D": 2, "H": 3}, "init_lstm": {"rng": RNG, "D": 2, "H": 3},
    "num": {"value": 0.25, "digits": 2}, "setting": {"value": 0.25, "digits": 2}, "vec": {"values": H, "digits": 2},
    "Table": {"caption": "제목", "header": ["가", "나"], "rows": [["x", 0.25], ["y", 2]], "digits": 2},
}  # fmt: skip
MODEL = train.init_model(RNG, L, 4)
LABELS = np.array([0, 1, 2, 3, 0])
SENTENCES = tasks.sentences(RNG, 3, 2, 0)
# 이름이 같은 인자는 어디서나 같은 뜻이다. 형 힌트가 기록이면 그 기록을 내는 함수를 찾아 만든다
BY_NAME = {
    "T": 3, "H": 3, "D": 2, "B": 2, "d": 3, "n": 2, "steps": 1, "every": 1, "sequences": 2, "delays": 2, "seed": 5,
    "seeds": (5, 6), "rng": RNG, "t": 1, "params": L, "trace": L_TRACE, "w": 0.9, "h": 0.5, "contender": "lstm3",
    "model": MODEL, "grads": MODEL, "targets": LABELS, "logits": RNG.random((5, 4)), "y": RNG.random((5, 4)),
    "target": RNG.random((5, 4)), "max_norm": 1.0, "learning_rate": 0.1, "cell": L, "K": 4, "x": X, "tree": MODEL,
    "draw": lambda rng: (X, LABELS), "state": train.adam_init(MODEL), "word": "동생", "noun": "동생",
    "found": SENTENCES, "opening": 0,
}  # fmt: skip

# 어느 자리에나 넣어 보는 엉뚱한 값
JUNK = {
    "None": None, "참": True, "1.5": 1.5, "−1": -1, "10¹²": 10**12, "10⁴⁰⁰": 10**400, "NaN": float("nan"),
    "∞": float("inf"), "복소수": 1j, "글": "글", "바이트": b"ab", "빈 목록": [], "들쭉날쭉": [[1], [1, 2]], "사전": {"a": 1},
    "집합": {1, 2}, "객체": object(), "함수": lambda *_: None, "글자 배열": np.array("x"), "여섯 축": np.zeros((1,) * 6),
    "빈 배열": np.zeros((0, 3)), "객체 배열": np.array([None]), "생성기": (k for k in ()), "float32 NaN": np.float32("nan"),
}  # fmt: skip


def rooms():
    """검사할 방의 이름과 모듈. 방마다 `__all__`이 공개 이름이다."""
    yield "lstm_ref", lr
    for name in ("tasks", "train", "convert"):
        yield name, importlib.import_module(f"lstm_ref.{name}")
    for package in ("experiments", "plots"):
        home = importlib.import_module(f"lstm_ref.{package}")
        for info in pkgutil.iter_modules(home.__path__):
            room = importlib.import_module(f"lstm_ref.{package}.{info.name}")
            if hasattr(room, "__all__"):
                yield f"{package}.{info.name}", room


@functools.cache
def public() -> dict[str, object]:
    """방의 이름.함수의 이름 → 함수."""
    found = {}
    for home, room in rooms():
        for name in room.__all__:
            value = getattr(room, name)
            if inspect.isfunction(inspect.unwrap(value)) or value is lr.Table:
                found[f"{home}.{name}"] = value
    return found


@functools.cache
def makers() -> dict[type, str]:
    """기록의 형 → 그것을 내는 실험의 이름."""
    made = {
        name: get_type_hints(f).get("return")
        for name, f in public().items()
        if name.startswith("experiments")
    }
    return {kind: name for name, kind in made.items() if hasattr(kind, "_fields")}


@functools.cache
def record(kind: type):
    """싸게 만든 기록 하나."""
    if kind is lr.LSTMTrace:
        return L_TRACE
    if kind not in makers():
        return None
    name = makers()[kind]
    return public()[name](**arguments(name))


# 다른 장의 함수와 이름이 같은 것
BY_PATH = {"experiments.summary_padding.padding": {"seeds": (5,), "T": 3, "H": 3, "pad": 2, "D": 2},
           "experiments.beyond.frozen_motion": {"seeds": (5,), "T": 700, "start": 500},
           "experiments.vanishing_norms.assumption": {"seeds": (5,), "T": 6, "H": 3}}  # fmt: skip


@functools.cache
def arguments(name: str) -> dict:
    """`name`을 바르고 싸게 부르는 인자. 만들 수 없으면 KeyError다."""
    function, short = public()[name], name.rsplit(".", 1)[-1]
    if name.startswith("lstm_ref.") and short in CORE:
        return CORE[short]
    if name in BY_PATH:
        return BY_PATH[name]
    if (home := name.split(".")[0]) in SPECIAL and short in SPECIAL[home]:
        return SPECIAL[home][short]
    hints, found = get_type_hints(function), {}
    for key, parameter in inspect.signature(function).parameters.items():
        made = record(hints[key]) if isinstance(hints.get(key), type) and key not in BY_NAME else None
        if made is not None:
            found[key] = made
        elif key in BY_NAME and not (isinstance(parameter.default, (tuple, list)) and key != "seeds"):
            found[key] = BY_NAME[key]
        elif parameter.default is inspect.Parameter.empty:
            raise KeyError(f"{name}의 {key}에 줄 값이 tests/fuzzing.py에 없습니다.")
    return found


def outcome(function, arguments) -> str:
    """ "" (한국어 오류), "받음", 또는 새어 나온 오류."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            function(**arguments)
    except (TypeError, ValueError) as error:
        return "" if re.search("[가-힣]", str(error)) else f"{type(error).__name__}: {error}"
    except BaseException as error:  # 무엇이 새어 나오는지 보려는 것이다
        if isinstance(error, Warning) and re.search("[가-힣]", str(error)):
            return "받음"
        return f"{type(error).__name__}: {error}"
    return "받음"


def _special():
    from lstm_ref import convert

    form = {n: {"weights": getattr(convert, f"to_{n}")(L)} for n in ("torch", "keras", "onnx", "scratch2")}
    tf1 = convert.TF1Weights(RNG.random((5, 12)), RNG.random(12))
    hand, grid = experiments.reader_run(), experiments.honorifics.grid()
    poem, batch = experiments.poems.run(3, 5, 1, 1), tasks.honorific_batch(RNG, 6, 2, 0)
    causes = experiments.vanishing.two_causes(seeds=(5,), T=3, H=3)
    stream = experiments.bptt_training.stream_memory((1,), (5,), 2, 2, 2)
    four, dial = (0.5, 0.5, 0.5, 0.5), {"weights": [0.1] * 96, "x": [0.5] * 8}
    gate = {"C_prev": four, "f": four, "i": four, "C_tilde": four}
    return {
        "tasks": {"poem_text": {"use": "검증"}, "poem_codes": {"text": "나는"}, "to_jamo": {"text": "나는"},
                  "from_jamo": {"text": "나는"}, "sentences": {"rng": RNG, "d": 3, "n": 2, "opening": 0},
                  "accuracy": {"y": RNG.random((5, 24)), "targets": LABELS}},
        "train": {"fit": {"model": MODEL, "draw": BY_NAME["draw"], "seed": 5, "steps": 1},
                  "adam_step": {"params": MODEL, "grads": MODEL, "state": BY_NAME["state"], "learning_rate": 0.1},
                  "adam_init": {"params": MODEL}},
        "convert": {f"from_{n}": v for n, v in form.items()} | {"from_tf1": {"weights": tf1}},
        "experiments": {"cell_dial": dial, "cell_params": {"weights": dial["weights"]}, "gated_step": gate | {"o": four},
                        "input_dial": {k: v for k, v in gate.items()}, "output_dial": {"C": four, "o": four},
                        "forget_dial": {"f": four},
                        "hand_rnn": {}, "hand_gru": {}, "two_causes_table": {"record": causes},
                        "near_far": {"settings": ((2, None, 1.0),), "seeds": (5,), "steps": 1, "H": 2, "every": 1},
                        "stream_memory": {"K": (1,), "seeds": (5,), "steps": 2, "H": 2, "T": 2},
                        "stream_memory_table": {"record": stream, "at": (1, 2)},
                        "step_table": {"trace": R_TRACE}, "path_parts": {"params": L, "trace": L_TRACE},
                        "reader_dial": {"sentence": 0}, "reader_steps": {"sentence": 0},
                        "added_table": {"i": four, "C_tilde": four}, "hide_and_show": {"o": four},
                        "hand_product_table": {"w": 0.5, "slopes": four}, "forget_decay": {"f": four},
                        "gate_inputs": {"a": four}, "bias_to_gate": {"b_f": four}, "step_values": {"step": L_STEP},
                        "gate_sum_table": {"record": experiments.input_gate.gate_sum((5,), 3, 3)},
                        "reading": {"run": hand}, "clamping": {"run": hand, "units": (0, 2)},
                        "padding": {"run": hand, "counts": (0,)},
                        "baselines": {"distances": (3,), "n": 6}, "fisher": {"k1": 1, "n1": 2, "k2": 0, "n2": 2},
                        "wilson": {"k": 1, "n": 2}, "reader_correlations": {"model": hand.model},
                        "reach": {"model": hand.model, "batch": batch, "d": 6},
                        "entry": {"kind": "rnn", "d": 5, "seed": 5}, "race": {"kind": "rnn", "d": 5, "seed": 5, "steps": 1},
                        "said": {"model": experiments.honorifics.entry("rnn", 5, 5)[0], "d": 5},
                        "grid": {}, "bits_table": {"found": poem, "orders": (0,)},
                        "ngram_bits": {"order": 1}, "sample": {"found": poem, "n": 2},
                        "highway_params": {"H": 3, "T": 3}, "highway_dial": {"H": 3, "T": 3},
                        "serial_steps": {}, "famous_bug": {"T": (1, 2), "D": 2, "H": 3}, "library_shapes": {"params": L}},
        "plots": {"curves": {"runs": [experiments.honorifics.run("rnn", 3, 5, 1, 1)]}, "reached": {"grid": grid, "d": 20},
                  "away": {"grid": grid, "d": 20}, "scores": {"grid": grid}, "learning": {"found": poem, "order": 1},
                  "near_far": {"record": experiments.bptt_training.near_far(
                    ((2, None, 1.0),), (5,), 1, 2, 1), "show": (0,)},
                  "gates": {"reading": experiments.honorifics.reading(hand)},
                  "rnn_unrolled": {}, "lstm_cell": {}},
    }  # fmt: skip


SPECIAL: dict = {}
SPECIAL |= _special()
