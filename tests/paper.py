"""찍은 PDF를 읽는 자: 쪽마다의 글줄(아래로 갈수록 큰 높이)과, 뒤의 것과 떨어져 쪽 끝에 남은 글줄."""

from collections import defaultdict

from pypdf import PdfReader

FOOT = 51  # 18 mm. 쪽 번호가 서는 아래 여백(포인트)
# 혼자 쪽 끝에 남으면 안 되는 것: 제목, 표의 제목, 답과 힌트의 이름, 확인 문제의 물음, '매개변수' 같은 이름표
LEADERS = """() => [...document.querySelectorAll(`article :is(h1, h2, h3, h4, caption, summary),
    article p:has(+ details), article p:has(> strong:only-child):has(+ :is(ul, [class*="highlight-"]))`)]
  .filter(e => e.checkVisibility() && (e.matches('h1, h2, h3, h4, caption, summary, :has(+ details)')
    || e.textContent === e.firstChild.textContent)).map(e => e.innerText)"""
# 종이의 너비에서 오른쪽으로 나간 것. 그림 안의 글자는 그림이 줄인다
CUT = """() => { const edge = document.querySelector('article').getBoundingClientRect().right + 1;
  return [...document.querySelectorAll('article *')].filter(e => !e.parentElement.closest('svg') && e.checkVisibility()
    && (e.getBoundingClientRect().right > edge || (e.matches('pre, table, .math-block') && e.scrollWidth > e.clientWidth + 1)))
    .map(e => e.outerHTML.slice(0, 120)) }"""
# 어두운 바탕과 흐린 글자
DARK = """() => { const light = c => { const [r, g, b, a = 1] = c.match(/[\\d.]+/g).map(Number);
    return a < .3 ? null : .2126 * r + .7152 * g + .0722 * b };
  return [...document.querySelectorAll('body, article *')].filter(e => !e.closest('svg') && e.checkVisibility()).filter(e => {
    const s = getComputedStyle(e), back = light(s.backgroundColor);
    const words = [...e.childNodes].some(n => n.nodeType === 3 && n.data.trim());
    return (back !== null && back < 200) || (words && light(s.color) > 130) }).map(e => e.outerHTML.slice(0, 120)) }"""
# 종이에서 쓸모없는 단추와 손잡이
CONTROLS = """() => [...document.querySelectorAll('article :is(button, input, select, .lr-source:not([open]))')]
  .filter(e => e.checkVisibility()).map(e => e.outerHTML.slice(0, 120))"""
# 글꼴이 없어 네모로 찍히는 글자. 그림 글자(emoji)는 기기의 글꼴이 정한다(make pdf가 따로 본다)
TOFU = """() => { const pen = Object.assign(document.createElement('canvas'), {width: 48, height: 48})
      .getContext('2d', {willReadFrequently: true});
  const font = '24px ' + getComputedStyle(document.querySelector('article')).fontFamily;
  const drawn = c => { pen.clearRect(0, 0, 48, 48); pen.font = font; pen.fillText(c, 4, 32);
    return pen.getImageData(0, 0, 48, 48).data.join() };
  const missing = drawn('\\u{10FFFD}');
  return [...new Set(document.querySelector('main').innerText)].filter(c =>
    !/\\p{Extended_Pictographic}|\\p{M}|\\p{C}|\\s|\\u20e3/u.test(c) && drawn(c) === missing) }"""


def squeezed(text: str) -> str:
    """견줄 수 있게 빈칸과 보이지 않는 글자를 뺀 글."""
    return "".join(c for c in text if c.isprintable() and not c.isspace() and c not in "\u2060\u00ad")


def lines(page) -> list[tuple[float, str]]:
    """(위에서 잰 높이, 글줄)을 위에서부터. 쪽 번호는 뺀다."""
    found: dict[int, list[str]] = defaultdict(list)
    height = float(page.mediabox.height)

    def collect(text, matrix, place, font, size):
        if text.strip():
            x, y = place[4], place[5]
            found[round(height - (x * matrix[1] + y * matrix[3] + matrix[5]))].append(text)

    page.extract_text(visitor_text=collect)
    rows: list[tuple[float, str]] = []
    for top, parts in sorted(found.items()):
        if top >= height - FOOT:
            continue
        joined = squeezed("".join(parts))
        if rows and top - rows[-1][0] < 6:  # 위아래 첨자는 제 글줄에 든다
            rows[-1] = (top, rows[-1][1] + joined)
        else:
            rows.append((top, joined))
    return rows


def stranded(path, leaders: list[str]) -> list[tuple[int, str]]:
    """(쪽, 글줄): 제목이나 이름표가 쪽의 마지막 글줄인 곳."""
    last = {squeezed(text)[-24:] for text in leaders}
    pages = [lines(page) for page in PdfReader(path).pages]
    return [
        (number, found[-1][1])
        for number, found in enumerate(pages, 1)
        if 2 < number < len(pages) and found and found[-1][1][-24:] in last
    ]


def blank(path) -> list[int]:
    """글이 한 줄뿐이거나 없는 쪽. 표지(첫 쪽)는 뺀다."""
    return [n for n, page in enumerate(PdfReader(path).pages, 1) if n > 1 and len(lines(page)) < 2]
