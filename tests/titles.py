"""표의 제목이 화면에서 나뉜 자리를 재고, 어색하게 나뉜 것을 가린다."""

# 표의 제목과 이름이 화면에서 나뉜 줄들, 그리고 이름이 칸의 글자보다 얼마나 왼쪽에 서는지
TITLES = """() => [...document.querySelectorAll('article table:not(.lr-cards, .lr-dial *)')].map(table => {
  const range = document.createRange(), clean = text => text.replace(/[\\u2060\\u200b]/g, '');
  const lines = cell => { const found = []; let low = null;
    const walk = document.createTreeWalker(cell, NodeFilter.SHOW_TEXT);
    while (walk.nextNode()) { const text = walk.currentNode, small = text.parentElement.closest('sub, sup');
      for (let k = 0; k < text.data.length; k++) { range.setStart(text, k); range.setEnd(text, k + 1);
        const box = range.getBoundingClientRect();
        if (!small && box.width && (low === null || box.bottom > low + 8)) { low = box.bottom; found.push('') }
        if (found.length) found[found.length - 1] += text.data[k] } }
    return found.map(line => clean(line).trim()) };
  const left = e => { range.selectNodeContents(e); return range.getBoundingClientRect().left };
  const head = table.querySelector('thead th'), caption = table.querySelector('caption');
  return { titles: [...table.querySelectorAll('th, caption')].map(lines).filter(found => found.length > 1),
    off: caption && head ? Math.round(left(caption) - left(head)) : 0 } })"""


def ill(lines):
    """나뉜 줄들이 어색한가: 한 글자만 선 줄, 괄호나 ‖의 가운데에서 나뉜 줄."""
    return any(len(line) < 2 or line.count("(") != line.count(")") or line.count("‖") % 2 for line in lines)
