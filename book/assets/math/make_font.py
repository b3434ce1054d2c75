"""수식 글꼴을 다시 만든다: Latin Modern Math에서 이 책이 쓰는 글자와 MATH 표만 남긴다. README.md를 보라."""

from __future__ import annotations

from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont

SOURCE = Path("/usr/share/texmf/fonts/opentype/public/lm-math/latinmodern-math.otf")
FAMILY = "LSTM Book Math"
NAMES = {1: FAMILY, 3: f"{FAMILY}; from Latin Modern Math 1.959", 4: FAMILY, 6: "LSTMBookMath-Regular"}
GREEK = "αβγδεζηθλμνξπρστφχψωϵϕΓΔΘΛΣΦΨΩ"
SIGNS = "·×÷±°¯ˆ˜~–—…′∂∇∏∑∫√−∓∗∘∙∝∞∥∣∧∨∩∪≈∼≠≡≤≥≪≫∈∉⊂⊙⊕⊗⊤⋅⋮⋯⋱←→↑↓⇒⇔↦‖ℓℝ∀∃⏟⏞‾ℎ"
ACCENTS = (0xA0, 0x131, 0x302, 0x303, 0x304, 0x305, 0x20D6, 0x20D7)
ITALIC = (*range(0x1D434, 0x1D468), 0x1D715, 0x1D716, 0x1D719)  # 로마자의 기울임


def letters() -> set[int]:
    """남길 글자. 한 글자짜리 이름은 브라우저가 수학 기울임 글자로 바꾸므로 그것도 남긴다."""
    italic = {0x1D6FC + ord(c) - 0x3B1 for c in GREEK if c in "αβγδεζηθλμνξπρστφχψω"}
    italic |= {0x1D6E2 + ord(c) - 0x391 for c in GREEK if c in "ΓΔΘΛΣΦΨΩ"}
    return {*range(0x20, 0x7F), *map(ord, GREEK + SIGNS), *ACCENTS, *ITALIC, *italic}


def main() -> None:
    font = TTFont(SOURCE)
    del font["FFTM"]
    options = subset.Options(layout_features=[], name_IDs=[0, 1, 2, 3, 4, 5, 6, 13], hinting=False)
    cut = subset.Subsetter(options)
    cut.populate(unicodes=letters())
    cut.subset(font)
    for record in font["name"].names:
        record.string = NAMES.get(record.nameID, record.string)
    font["CFF "].cff.fontNames = [NAMES[6]]
    font.flavor = "woff2"
    font.save(Path(__file__).with_name("LSTMBookMath.woff2"))


if __name__ == "__main__":
    main()
