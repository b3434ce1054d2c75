"""그림의 글자가 실제로 칠하는 자리를 재고, 서로 닿은 글을 찾는다. 브라우저 안에서 돈다."""

# 쪽의 그림마다 글자 하나하나의 잉크(글꼴에서 잰 네모를 돌아간 만큼 돌린 것)를 모아, 두 글 사이가 `gap`픽셀보다 좁은 짝과
# 선이 `strokes`픽셀보다 가까이 지나는 글을 [그림, 글, 다른 글이나 선, 사이]로 준다
CROWDED = r"""({gap, within, strokes}) => {
  const pen = document.createElement('canvas').getContext('2d'), SIZE = 100, known = new Map();
  const measured = letter => { // 같은 글꼴의 같은 글자는 한 번만 잰다
    const key = pen.font + letter;
    if (!known.has(key)) known.set(key, pen.measureText(letter));
    return known.get(key);
  };
  const letters = text => {
    const matrix = text.getScreenCTM(), found = [];
    let at = 0;
    const walk = node => node.childNodes.forEach(child => {
      if (child.nodeType !== 3) return child.tagName !== 'title' && walk(child);
      if (node === text && text.children.length && !child.data.trim()) return; // 조각 사이의 빈칸은 그려지지 않는다
      const style = getComputedStyle(node), scale = parseFloat(style.fontSize) / SIZE;
      pen.font = `${style.fontStyle} ${style.fontWeight} ${SIZE}px ${style.fontFamily}`;
      for (const letter of child.data) {
        const k = at; at += letter.length;
        if (!letter.trim() || letter === '\u200b' || k >= text.getNumberOfChars()) continue;
        const box = text.getExtentOfChar(k), m = measured(letter);
        const base = box.y + box.height * m.fontBoundingBoxAscent / (m.fontBoundingBoxAscent + m.fontBoundingBoxDescent);
        const [left, right] = [box.x - m.actualBoundingBoxLeft * scale, box.x + m.actualBoundingBoxRight * scale];
        const [top, bottom] = [base - m.actualBoundingBoxAscent * scale, base + m.actualBoundingBoxDescent * scale];
        found.push([[left, top], [right, top], [right, bottom], [left, bottom]].map(([x, y]) =>
          [matrix.a * x + matrix.c * y + matrix.e, matrix.b * x + matrix.d * y + matrix.f]));
      }
    });
    walk(text);
    return found;
  };
  // 볼록한 두 다각형의 사이: 가르는 축 가운데 가장 넓은 틈(겹치면 음수)
  const apart = (one, other) => Math.max(...[one, other].flatMap(shape => shape.map((p, k) => {
    const q = shape[(k + 1) % shape.length], long = Math.hypot(q[0] - p[0], q[1] - p[1]) || 1;
    const [nx, ny] = [(q[1] - p[1]) / long, (p[0] - q[0]) / long];
    const [a, b] = [one, other].map(s => s.map(([x, y]) => x * nx + y * ny));
    return Math.max(Math.min(...b) - Math.max(...a), Math.min(...a) - Math.max(...b));
  })));
  const round = shape => { const [x, y] = [0, 1].map(k => shape.flat().map(p => p[k]));
    return [Math.min(...x), Math.min(...y), Math.max(...x), Math.max(...y)] };
  const near = (a, b) => a[0] - gap < b[2] && b[0] - gap < a[2] && a[1] - gap < b[3] && b[1] - gap < a[3];
  const seen = node => node.checkVisibility({opacityProperty: true, visibilityProperty: true});
  return [...document.querySelectorAll(within)].flatMap(svg => {
    const texts = [...svg.querySelectorAll('text')].filter(t => t.textContent.trim() && seen(t))
      .map(t => ({say: t.textContent.trim(), ink: letters(t)})).filter(t => t.ink.length).map(t => ({...t, box: round(t.ink)}));
    const name = (svg.getAttribute('aria-label') || svg.closest('[data-dial]')?.dataset.dial || '').slice(0, 30), found = [];
    texts.forEach((one, k) => texts.slice(k + 1).forEach(other => {
      if (!near(one.box, other.box)) return;
      const least = Math.min(...one.ink.flatMap(a => other.ink.map(b => apart(a, b))));
      if (least < gap) found.push([name, one.say, other.say, Math.round(10 * least) / 10]);
    }));
    if (strokes) svg.querySelectorAll('path, rect, circle, line, polyline').forEach(shape => {
      if (!seen(shape) || shape.closest('defs, marker') || getComputedStyle(shape).stroke === 'none') return;
      const hull = shape.getBoundingClientRect(), sides = [hull.left, hull.top, hull.right, hull.bottom];
      const rivals = texts.filter(t => !'⊙+'.includes(t.say) && near(t.box, sides)) // 동그라미에 담긴 연산은 본래 닿아 있다
        .map(t => ({...t, least: 99}));
      if (!rivals.length) return;
      const matrix = shape.getScreenCTM(), long = shape.getTotalLength(), step = .7;
      // 한 걸음에 화면에서 이보다 멀리 가지 않으므로, 글에서 먼 곳은 여러 걸음을 건너뛴다. 펜을 들어 옮기는 선은 빼고
      const leaps = /m[^]*m/i.test(shape.getAttribute('d'));
      const pace = step * (Math.hypot(matrix.a, matrix.b) + Math.hypot(matrix.c, matrix.d));
      for (let k = 0; long && k * step <= long;) {
        const {x, y} = shape.getPointAtLength(k * step).matrixTransform(matrix), at = [[x, y]];
        for (const one of rivals.filter(t => near(t.box, [x, y, x, y])))
          one.least = Math.min(one.least, ...one.ink.map(a => apart(a, at)));
        const far = rivals.map(({box}) => Math.max(box[0] - x, x - box[2], box[1] - y, y - box[3]));
        k += leaps ? 1 : Math.max(1, Math.floor((Math.min(...far) - gap) / pace));
      }
      for (const {say, least} of rivals.filter(t => t.least < strokes))
        found.push([name, say, shape.outerHTML.slice(0, 60), Math.round(10 * least) / 10]);
    });
    return found;
  });
}"""

EVERY = "article svg:has(text)"
LEAST = {"gap": 2, "strokes": 1}  # CSS 픽셀
