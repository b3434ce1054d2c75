// 높임말 일치의 문장: tasks/honorifics.py와 같은 차례로 뽑으므로, 난수가 같으면 문장도 같다. 어절은 번호로 적는다.

export function makeTask(words) {
  const { high, plain, adult, groups, classes, clauses, objects, cues, openings } = words, found = new Map();
  const clash = new Map(words.apart.map(([word, others]) => [word, new Set(others)]));
  const apart = said => said.some(word => said.some(other => clash.get(word)?.has(other)));

  // 사이의 fill어절에서 네 어절짜리 안긴절을 빼고 남는 자리를 꼭 맞게 채우는 끝부분의 모든 경우
  function* tails(fill, opening) {
    const key = `${fill} ${opening}`;
    if (found.has(key)) return found.get(key);
    let rows = [[]];
    for (const list of [objects, ...classes.map(c => c.map(word => [word]))]) {
      rows = rows.flatMap(row => [[...row, []], ...list.map(part => [...row, part])]);
      yield;
    }
    const fits = [];
    for (const [n, [object, ...adverbs]] of rows.entries()) {
      if (n % 100 === 0) yield;
      const said = adverbs.flat(), size = object.length + said.length - Number(opening === 1);
      if (size > fill || (fill - size) % 4 || (opening === 1 && !adverbs[0].length)) continue;
      cues.forEach((cue, verb) => { if (!apart([...object, ...said, cue])) fits.push({ object, adverbs: said, verb }); });
    }
    found.set(key, fits);
    return fits;
  }

  function compose(fits, d, opening, draw) {
    const { object, adverbs, verb } = fits[Math.floor(draw.tail * fits.length)], first = Number(opening === 1);
    const nouns = draw.high ? high : object.length ? adult : plain, main = nouns[Math.floor(draw.noun * nouns.length)];
    const count = (d - 1 - object.length - adverbs.length + first) / 4;
    const own = embedded(draw, main, count + Number(opening === 4)), where = Math.floor(draw.where * (count + 1));
    const before = opening === 4 ? own[count] : adverbs.slice(0, first);
    const middle = [...own.slice(0, where).flat(), ...object, ...own.slice(where, count).flat(), ...adverbs.slice(first)];
    return { words: [...before, main, ...middle, cues[verb]], main: before.length, target: 2 * verb + draw.high };
  }

  // 안긴절들: 주어는 단체이거나, 문장의 주어가 아닌 명사
  function embedded(draw, main, count) {
    const pick = (list, order) => order.map(k => list[k]).filter(v => v !== main)[Symbol.iterator]();
    const nouns = [pick(plain, draw.plain), pick(high, draw.honoured)], group = draw.groups[Symbol.iterator]();
    return draw.frames.slice(0, count).map((k, n) => {
      const level = draw.levels[n], [low, honoured, rest] = clauses[k];
      const who = draw.grouped[n] < words.share ? groups[group.next().value] : nouns[level].next().value;
      return [who, level ? honoured : low, ...rest];
    });
  }

  // [여는 말] 주어 · 군말 d−1어절 · 단서인 문장 n개. 난수를 뽑는 차례가 곧 규약이다
  function* sentences(rng, d, n, opening) {
    const fits = yield* tails(d - 1, opening), count = Math.floor((d - 1) / 4) + Number(opening === 4);
    const each = draw => rng.many(n, draw), some = draw => each(() => rng.many(count, draw));
    const orders = list => each(() => rng.many(1 + Math.floor(count / (list.length - 1)), () => rng.shuffled(list.keys())).flat());
    const drawn = {
      tail: each(rng.random), noun: each(rng.random), where: each(rng.random), high: each(() => rng.below(2)),
      levels: some(() => rng.below(2)), grouped: some(rng.random),
      frames: orders(clauses), plain: orders(plain), honoured: orders(high), groups: orders(groups),
    };
    return each((_, k) => compose(fits, d, opening, Object.fromEntries(Object.entries(drawn).map(([name, list]) => [name, list[k]]))));
  }

  // 길이가 같은 문장 n개: x는 시점마다 (n,) 어절 번호
  function* batch(rng, d, n, opening = openings[rng.below(3)]) {
    const list = yield* sentences(rng, d, n, opening);
    const x = list[0].words.map((_, t) => Int32Array.from(list, s => s.words[t]));
    return { x, targets: Int32Array.from(list, s => s.target), list };
  }
  return { batch };
}
