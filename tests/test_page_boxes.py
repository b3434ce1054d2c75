"""상자와 표와 코드의 모양을 실제 Chromium에서 본다: 넓은 식의 띠, 카드의 이름, 꺾인 코드, 표의 제목."""

import io
import re

import pytest
from PIL import Image, ImageChops
from titles import ill

pytestmark = pytest.mark.slow  # HTML 책을 만들고 브라우저를 띄운다
OPEN = "document.querySelectorAll('article details').forEach(d => d.open = true)"

# 넓은 식 하나, 들어맞는 식 하나, 물든 쪽지 안의 넓은 식 하나를 이름으로 부르고, 글자가 띠의 자리까지 내려오는지 잰다
BOXES = """() => {
  const all = [...document.querySelectorAll('article .math-block')];
  const wide = all.find(b => b.scrollWidth > b.clientWidth + 60), fits = all.find(b => b.scrollWidth <= b.clientWidth);
  const noted = wide.cloneNode(true), note = document.querySelector('article blockquote') ?? document.createElement('blockquote');
  note.className = 'lr-aside'; fits.after(note); note.append(noted);
  wide.id = 'wide'; fits.id = 'fits'; noted.id = 'noted';
  const low = b => Math.max(...[...b.querySelectorAll('mi, mn, mo')].map(m => m.getBoundingClientRect().bottom));
  const band = b => parseFloat(getComputedStyle(b).paddingBottom);
  const over = all.filter(b => low(b) > b.getBoundingClientRect().bottom - band(b) + .5).length;
  document.head.insertAdjacentHTML('beforeend', '<style>math { visibility: hidden }</style>');
  return [band(wide), over] }"""
PLACES = {"start": 0, "middle": 0.5, "end": 1}


def painted(page, name, place):
    """글자를 감춘 상자에서 바탕과 다른 곳: (왼쪽의 위와 아래, 오른쪽의 위와 아래), 바탕과의 가장 큰 차이, 높이."""
    box = page.locator(f"#{name}")
    box.evaluate("(b, at) => { b.scrollLeft = at * (b.scrollWidth - b.clientWidth) }", place)
    shot = Image.open(io.BytesIO(box.screenshot())).convert("RGB")
    paper = Image.new("RGB", shot.size, shot.getpixel((shot.width // 2, 2)))
    apart = ImageChops.difference(shot, paper).convert("L")
    middle = shot.width // 2
    left, right = apart.crop((0, 0, middle, shot.height)), apart.crop((middle, 0, shot.width, shot.height))
    return left.getbbox(), right.getbbox(), apart.getextrema()[1], shot.height


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("dots", [1, 2, 2.625, 3])
def test_a_wide_formula_hints_at_more_and_its_digits_stay_clear(reader, scheme, dots):
    page = reader("10-summary", 390, scheme, device_scale_factor=dots)
    band, over = page.evaluate(BOXES)
    assert over == 0
    for name in ("wide", "noted"):
        for place, at in PLACES.items():
            left, right, strength, height = painted(page, name, at)
            assert bool(left) == (place != "start") and bool(right) == (place != "end"), (name, place)
            for side in filter(None, (left, right)):
                assert side[1] >= height - band * dots, "띠가 글자의 자리까지 올라왔습니다."
            assert strength > 60, "띠가 흐려 보이지 않습니다."
    assert painted(page, "fits", 0)[:2] == (None, None)


# 넘친 너비와 글자를 줄인 배수: 띠가 드러나기에 모자라게 넘치는 상자가 있는가
SLIGHTLY = """() => [...document.querySelectorAll('article :is(.math-block, table[tabindex]):not(.lr-cards)')]
  .filter(b => b.checkVisibility())
  .map(b => [b.scrollWidth - b.clientWidth, parseFloat(b.style.getPropertyValue('--lr-tight') || 1)])"""


@pytest.mark.parametrize("name", ["07-input-gate", "12-honorifics"])
def test_a_box_a_little_too_wide_is_set_smaller_and_a_wider_one_shows_its_band(reader, name):
    page = reader(name, 390)
    page.evaluate(OPEN)
    seen = []
    for width in range(320, 432, 7):
        page.set_viewport_size({"width": width, "height": 900})
        page.evaluate("() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")
        seen += page.evaluate(SLIGHTLY)
    assert [over for over, _ in seen if over > 40] and [tight for _, tight in seen if tight < 1]
    assert not [over for over, _ in seen if 0 < over < 20] and min(tight for _, tight in seen) >= 0.9


@pytest.mark.parametrize("name", ["11-lstm-bptt", "13-beyond"])
def test_every_value_on_a_card_tells_its_column(reader, name):
    page = reader(name, 390)
    page.evaluate(OPEN)
    told = page.evaluate("""() => [...document.querySelectorAll('article .lr-cards tbody tr')].map(row => [
      [...row.closest('table').querySelectorAll('thead th')].map(h => h.textContent),
      [...row.children].map(c => getComputedStyle(c, '::before').content.replaceAll('"', ''))])""")
    assert told and all([name for name in names] == shown for names, shown in told)


@pytest.mark.parametrize("width", [320, 390])
def test_a_name_with_scripts_keeps_to_its_side_of_the_card(reader, width):
    page = reader("04-bptt", width)
    page.evaluate(OPEN)
    names = page.locator("article .lr-cards .lr-column")
    assert names.count() and names.first.locator("sub").first.is_visible()
    assert not names.evaluate_all(
        "all => all.filter(e => e.scrollWidth > e.clientWidth).map(e => e.textContent)"
    )


# 코드의 줄마다, 꺾인 뒤의 조각이 첫 글자에서 몇 칸 안쪽에 서는지
WRAPPED = """() => [...document.querySelectorAll('article :not(.highlight-myst-ansi) > .highlight pre')].flatMap(pre => {
  const ch = document.createElement('span'); ch.textContent = '0'.repeat(10); pre.append(ch);
  const unit = ch.getBoundingClientRect().width / 10; ch.remove();
  const walk = document.createTreeWalker(pre, NodeFilter.SHOW_TEXT), range = document.createRange(), found = [];
  let first = null, line = '', top = null;
  while (walk.nextNode()) { const text = walk.currentNode;
    for (let k = 0; k < text.data.length; k++) { const letter = text.data[k];
      if (letter === '\\n') { first = null; line = ''; continue }
      line += letter;
      if (letter === ' ') continue;
      range.setStart(text, k); range.setEnd(text, k + 1);
      const box = range.getBoundingClientRect();
      if (first === null) { first = box.left; top = box.top }
      else if (box.top > top + 6) { top = box.top; found.push([Math.round((box.left - first) / unit), line.trim()]) } } }
  return found })"""


@pytest.mark.parametrize("name", ["02-vanishing", "10-summary", "12-honorifics"])
def test_a_broken_line_of_code_stands_inside_its_first_half(reader, name):
    page = reader(name, 390)
    page.evaluate(OPEN)
    broken = page.evaluate(WRAPPED)
    assert len(broken) > 20
    assert not [line for inside, line in broken if inside < 2]
    assert not [line for _, line in broken if re.search(r"# \(", line)]  # 줄 끝의 설명은 통째로 내려간다


@pytest.mark.parametrize("name", ["10-summary", "12-honorifics"])
def test_the_copy_button_of_a_touch_screen_hides_no_letter(reader, name):
    page = reader(name, 390, has_touch=True, is_mobile=True)
    page.evaluate(OPEN)
    hidden = page.evaluate("""() => [...document.querySelectorAll('article .highlight:has(> .lr-copy)')].flatMap(block => {
      const button = block.querySelector('.lr-copy').getBoundingClientRect(), range = document.createRange();
      if (getComputedStyle(block.querySelector('.lr-copy')).opacity !== '1') return ['단추가 보이지 않아요'];
      const walk = document.createTreeWalker(block.querySelector('pre'), NodeFilter.SHOW_TEXT), found = [];
      while (walk.nextNode()) { range.selectNodeContents(walk.currentNode);
        for (const r of range.getClientRects())
          if (r.right > button.left + 1 && r.top < button.bottom - 1 && r.bottom > button.top) found.push(walk.currentNode.data) }
      return found })""")
    assert page.locator("article .highlight > .lr-copy").count() > 20 and hidden == []


def test_the_source_behind_a_number_wears_the_colours_of_other_code(reader):
    page = reader("02-vanishing", 390, "dark")
    page.evaluate(OPEN)
    colours = """where => Object.fromEntries(['k', 's2', 'mi'].map(kind => {
      const one = document.querySelector(`article ${where} .${kind}`);
      return [kind, one && getComputedStyle(one).color] }))"""
    listed, other = page.evaluate(colours, ".lr-source"), page.evaluate(colours, ".cell_input")
    ink = page.evaluate("getComputedStyle(document.querySelector('article .lr-source pre')).color")
    assert None not in listed.values() and ink not in listed.values()
    assert all(listed[kind] == colour for kind, colour in other.items() if colour)


def test_an_ill_broken_title_is_told_from_a_good_one():
    assert ill(["RNN(한", "벌)"]) and ill(["입력의", "합"]) and ill(["‖∂L/∂h1‖ ÷ ‖∂L/", "∂hT‖"])
    assert not ill(["RNN", "(한 벌)"]) and not ill(["가장 작은", "시드"])


def test_the_table_of_the_source_shows_formulas_not_marks(reader):
    page = reader("sources", 390)
    cells = page.locator("article table td")
    said = cells.evaluate_all(
        "all => all.map(c => [...c.querySelectorAll('math')].reduce((t, m) => t.replace(m.textContent, ''), c.textContent))"
    )
    assert len(said) > 150 and not [text for text in said if re.search(r"[|\\₩]|t−1|Wf|\( ", text)]
    assert page.locator("article table math").count() > 40


def test_commands_and_conversations_are_set_as_what_they_are(reader):
    page = reader("instructors", 390)
    shell = page.locator("article .highlight-bash .c1")
    assert shell.count() >= 3
    ink = "e => getComputedStyle(e).color"
    assert shell.first.evaluate(ink) != page.locator("article .highlight-bash pre").first.evaluate(ink)
    page = reader("api", 390)
    assert page.get_by_text("가중치와 편향이 모두 0이면 f = i = o = 1/2").evaluate("e => e.tagName") == "P"
    talks = page.locator("article .highlight-pycon pre").all_inner_texts()
    assert len(talks) > 30 and all(talk.startswith(">>>") for talk in talks)
    assert not [
        code for code in page.locator("article .highlight-python pre").all_inner_texts() if ">>>" in code
    ]


def test_a_box_that_opens_leaves_room_under_what_it_holds(reader):
    page = reader("06-forget-gate", 390)
    page.evaluate(OPEN)
    room = page.evaluate("""() => [...document.querySelectorAll('article details[open]:not(.lr-made, .lr-source)')].map(d => {
      const last = [...d.children].filter(c => c.getBoundingClientRect().height).pop();
      return d.getBoundingClientRect().bottom - last.getBoundingClientRect().bottom })""")
    assert len(room) > 8 and min(room) >= 8


# 줄 안의 식에서 등호와 부등호가 좌우와 떨어진 틈(글자 크기의 배수)
GAPS = """() => [...document.querySelectorAll('article span.math')].flatMap(formula => {
  const marks = [...formula.querySelectorAll('mi, mn, mo')].filter(m => m.getBoundingClientRect().width > 0);
  return marks.flatMap((mark, k) => {
    const inside = !k || k + 1 === marks.length || mark.closest('msub, msup, msubsup, munderover');
    if (!/^[=<>≈≤≥]$/.test(mark.textContent) || inside) return [];
    const size = parseFloat(getComputedStyle(mark).fontSize), box = mark.getBoundingClientRect();
    const [before, after] = [marks[k - 1].getBoundingClientRect(), marks[k + 1].getBoundingClientRect()];
    const gaps = [box.left - before.right, ...(after.left > box.left ? [after.left - box.right] : [])];
    return [[Math.min(...gaps) / size, formula.dataset.tex]] }) })"""


@pytest.mark.parametrize("name", ["07-input-gate", "11-lstm-bptt"])
def test_signs_in_a_line_stand_clear_of_their_sides(reader, name):
    gaps = reader(name).evaluate(GAPS)
    assert len(gaps) > 20 and not [(gap, tex) for gap, tex in gaps if gap < 0.2 and "+}=" not in tex]


def test_a_prime_is_as_large_as_its_letter_and_hangs_at_its_shoulder(reader):
    page = reader("08-cell-state", 390)
    page.evaluate(OPEN)
    marks = """() => [...document.querySelectorAll('article mo.tml-prime')].filter(m => m.checkVisibility()).map(m => {
      const letter = m.parentElement.firstElementChild, size = e => parseFloat(getComputedStyle(e).fontSize);
      return [size(m) / size(letter), new DOMMatrix(getComputedStyle(m).transform).f / size(m)] })"""
    found = page.evaluate(marks)
    assert found and all(size == pytest.approx(1) and drop == pytest.approx(0.3) for size, drop in found)
