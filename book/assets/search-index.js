// 찾기의 셈: 읽는 이가 찾기를 열 때만 싣는다. 책을 만들 때 이 글 끝에 절들의 글(BookSearch.book)이 붙는다.
//
// 글과 찾는 말에서 글자만 남겨(빈칸, 문장 부호, 대소문자, NFD를 지워) 견준다. 그래서 '은닉상태'와 '은닉 상태'가 같고,
// 조사가 붙은 글도 앞에서부터 맞는다. 찾는 말에 붙은 조사와 '하다'는 떼어 본다. 맞는 곳이 없을 때만 말을 조금씩 짧게 하고,
// 그래도 없으면 두 글자씩 겹치는 곳을 찾는다.
const BookSearch = (() => {
  const PARTICLES = ("이라는 라는 이란 에서는 에서의 으로는 이에요 인가요 으로 에서 에게 까지 부터 보다 처럼 마다 밖에 이나 이라 예요 인가 이다"
    + " 은 는 이 가 을 를 의 에 로 와 과 도 만 란 나 요").split(" ");
  const VERBS = ("했어요 합니다 됩니다 시키는 시키기 하는 하기 하면 하고 하지 해서 해요 한다 했다 하다 되는 되면 된다 됐다 되다 되지 돼요"
    + " 한 할 해 된 될 돼").split(" ");
  const FINALS = 28, FIRST = 0xac00, LAST = 0xd7a3;
  const TILDE = "\u0303"; // C̃와 C는 다른 기호다
  const LETTER = /[\p{L}\p{N}]/u;
  const hangul = code => code >= FIRST && code <= LAST;

  // 글자의 갈래: 0은 글자가 아님, 1은 한글, 2는 그 밖의 글자와 숫자. 갈래가 바뀌는 곳에서 말이 새로 시작한다
  function kindOf(char) {
    const code = char.charCodeAt(0);
    if (hangul(code)) return 1;
    if (code < 128) return (code > 47 && code < 58) || (code > 96 && code < 123) ? 2 : 0;
    return LETTER.test(char) || char === TILDE ? 2 : 0;
  }

  /** 글자만 남긴 글 letters, 글자마다 원래 자리 from, 말의 첫 글자인지 starts. */
  function fold(text) {
    const from = [], starts = [];
    let letters = "", before = 0, at = 0;
    for (const char of text) {
      const code = char.charCodeAt(0);
      const plain = hangul(code) ? char : char.normalize("NFKC").toLowerCase();
      let kept = false;
      for (const one of plain) {
        const kind = kindOf(one);
        if (!kind) continue;
        for (let unit = 0; unit < one.length; unit++) {
          from.push(at);
          starts.push(kind !== before && unit === 0);
        }
        letters += one;
        before = kind;
        kept = true;
      }
      if (!kept && !/\p{M}/u.test(char)) before = 0;
      at += char.length;
    }
    starts.push(true);
    return { letters, from, starts };
  }

  /** 글에서 말이 있는 자리들. 로마자는 말의 첫머리에서만, 두 글자까지는 말 전체가 같을 때만 맞는다. */
  function places(word, folded) {
    const found = [], latin = kindOf(word[0]) === 2, size = word.length;
    for (let at = folded.letters.indexOf(word); at >= 0; at = folded.letters.indexOf(word, at + size)) {
      const start = folded.starts[at];
      if ((latin || size === 1) && !start) continue;
      if (latin && size < 3 && !folded.starts[at + size]) continue;
      found.push({ at, size, start });
    }
    return found;
  }

  /** 여러 꼴 가운데 맞는 자리들. forms는 [글자, 무게]의 목록이고, 같은 자리는 한 번만 센다. */
  function hits(forms, folded) {
    const all = [];
    for (const [word, weight] of forms)
      for (const place of places(word, folded))
        if (!all.some(one => one.at < place.at + place.size && place.at < one.at + one.size))
          all.push({ ...place, worth: weight * (place.start ? 1 : 0.35) });
    return all;
  }

  const best = found => found.reduce((most, one) => Math.max(most, one.worth), 0);

  /** 조사나 '하다'를 뗀 꼴들. 두 글자는 남긴다. */
  function stems(word) {
    const found = [];
    for (const ending of [...PARTICLES, ...VERBS])
      if (word.endsWith(ending) && word.length - ending.length >= 2) found.push(word.slice(0, -ending.length));
    if (/^[a-z]{3,}s$/.test(word)) found.push(word.slice(0, -1));
    return found;
  }

  // 절의 글은 처음 찾을 때 한 번 접는다
  function prepare(book) {
    if (book.ready) return book;
    book.names = new Map();
    for (const [name, target] of book.aliases) {
      const key = fold(name).letters;
      book.names.set(key, [...(book.names.get(key) || []), fold(target).letters]);
    }
    book.pages = book.pages.map(([url, label, title]) => ({ url, label, title, folded: fold(title) }));
    book.sections = book.sections.map(([page, anchor, title, weight, strong, code, text]) => ({
      page: book.pages[page], anchor, title, weight, text,
      head: fold(title), bold: fold(strong), code: fold(code), body: fold(text),
    }));
    book.ready = true;
    return book;
  }

  const fields = section => [section.head, section.body, section.bold, section.code, section.page.folded];
  const somewhere = (book, forms) => book.sections.some(one => fields(one).some(field => hits(forms, field).length));
  const named = (book, word) =>
    [word, ...stems(word)].flatMap(form => (book.names.get(form) || []).map(target => [target, 0.95]));

  /** 말 하나의 꼴들: 그대로, 조사를 뗀 것, 용어집의 같은 말. */
  const forms = (book, word) =>
    [[word, 1], ...named(book, word), ...(book.names.has(word) ? [] : stems(word).map(stem => [stem, 0.9]))];

  /** 찾는 글을 말의 목록으로. 이어진 말들이 용어의 다른 이름이면 하나로 묶는다. */
  function parse(book, query) {
    const words = query.normalize("NFC").replace(/[\u3131-\u318e]+$/, "").split(/\s+/).map(word => fold(word).letters)
      .filter(Boolean);
    const units = [];
    for (let at = 0; at < words.length; ) {
      let size = Math.min(4, words.length - at);
      while (size > 1 && !named(book, words.slice(at, at + size).join("")).length) size--;
      units.push(...unit(book, words.slice(at, at + size).join("")));
      at += size;
    }
    return units;
  }

  /** 말 하나를 찾을 꼴로. 책에 없는 말은 용어의 앞부분, 한글과 로마자의 사이, 마지막 글자의 순서로 느슨하게 본다. */
  function unit(book, word) {
    const exact = forms(book, word);
    if (somewhere(book, exact)) return [exact];
    const begun = [...book.names].filter(([name]) => word.length > 1 && name.startsWith(word));
    if (begun.length) return [begun.flatMap(([, targets]) => targets.map(target => [target, 0.8]))];
    const parts = word.match(/[가-힣]+|[^가-힣]+/g);
    if (parts.length > 1)
      return parts.filter((part, at) => !at || !PARTICLES.includes(part)).flatMap(part => unit(book, part));
    const looser = shorter(word).map(form => [[form, 0.8]]).find(form => somewhere(book, form));
    return [looser || exact];
  }

  /** 쓰고 있는 글자(망가 → 망각, 기울깅 → 기울기)와, 뒤를 한 글자씩 덜어 낸 말. */
  function shorter(word) {
    const last = word.charCodeAt(word.length - 1), found = [];
    if (hangul(last) && word.length > 1) {
      const open = last - ((last - FIRST) % FINALS);
      for (let code = open; code < open + FINALS; code++)
        if (code !== last && (last === open || code === open)) found.push(word.slice(0, -1) + String.fromCharCode(code));
    }
    const least = hangul(word.charCodeAt(0)) ? 2 : Math.max(4, word.length * 0.6);
    for (let size = word.length - 1; size >= least; size--) found.push(word.slice(0, size));
    return found;
  }

  /** 제목에 맞는 정도. 제목 전체와 같으면 60, 제목의 앞부분일수록, 제목을 많이 차지할수록 크다. */
  function titleScore(unit, folded) {
    const found = hits(unit, folded);
    if (!found.length) return 0;
    const covered = Math.max(...found.map(one => one.size)) / folded.letters.length;
    return best(found) * (covered === 1 ? 60 : 16 + 20 * covered);
  }

  function score(section, units, whole) {
    let total = 0, matched = 0;
    for (const unit of units) {
      const head = titleScore(unit, section.head), found = hits(unit, section.body);
      const page = best(hits(unit, section.page.folded)), bold = best(hits(unit, section.bold));
      const code = best(hits(unit, section.code));
      const sum = found.reduce((all, one) => all + one.worth, 0);
      const dense = Math.min(1, (60 * sum) / (300 + section.body.letters.length));
      if (head || sum || bold || code || page) matched++;
      if (!head && !sum && !bold && !code) continue; // 장의 제목만 맞는 절은 다른 말이 맞을 때만 센다
      total += head + 12 * bold + 5 * best(found) + 14 * dense * Math.min(1, sum / 3) + 2 * code + 4 * page;
    }
    if (units.length > 1 && total) {
      const phrase = [[whole, 1]];
      total += 30 * best(hits(phrase, section.head)) + 10 * best(hits(phrase, section.body));
    }
    return { total: total * section.weight, matched };
  }

  /** 두 글자씩 겹치는 정도. 맞는 곳이 하나도 없을 때만 쓴다. */
  function overlap(section, whole) {
    const pairs = new Set();
    if (!/^[가-힣]{3,}$/.test(whole)) return 0;
    for (let at = 0; at + 2 <= whole.length; at++) pairs.add(whole.slice(at, at + 2));
    let shared = 0;
    for (const pair of pairs) {
      if (section.head.letters.includes(pair)) shared += 1.2;
      else if (section.body.letters.includes(pair)) shared += 1;
    }
    return shared / pairs.size >= 0.6 ? (shared / pairs.size) * section.weight : 0;
  }

  /** 글의 어디부터 어디까지가 한 문장인지. 수 속의 점에서는 끊지 않는다. */
  function sentences(text) {
    const found = [];
    let begin = 0;
    for (let at = 0; at < text.length; at++) {
      const end = text[at] === "\n" || (/[.?!]/.test(text[at]) && /[\s]/.test(text[at + 1] || " "));
      if (!end) continue;
      if (text.slice(begin, at).trim()) found.push([begin, at + (text[at] === "\n" ? 0 : 1)]);
      begin = at + 1;
    }
    if (text.slice(begin).trim()) found.push([begin, text.length]);
    return found;
  }

  const spots = (folded, units) => units.flatMap((unit, which) => hits(unit, folded).map(({ at, size, worth }) =>
    ({ begin: folded.from[at], end: folded.from[at + size - 1] + 1, which, worth }))).sort((a, b) => a.begin - b.begin);

  /** 찾은 말이 가장 많이 든 문장과 그 안의 자리. 긴 문장은 앞뒤를 줄인다. */
  function excerpt(section, units, room = 130) {
    const all = spots(section.body, units), lines = sentences(section.text);
    let chosen = lines[0] || [0, 0], most = 0;
    for (const [begin, end] of lines) {
      const mine = new Map();
      for (const spot of all)
        if (spot.begin >= begin && spot.end <= end) mine.set(spot.which, Math.max(mine.get(spot.which) || 0, spot.worth));
      const worth = [...mine.values()].reduce((sum, one) => sum + one, 0);
      if (worth > most + 1e-9) [chosen, most] = [[begin, end], worth];
    }
    let [begin, end] = chosen;
    while (/\s/.test(section.text[begin] || "")) begin++;
    const first = all.find(spot => spot.begin >= begin && spot.end <= end);
    let before = "", after = "";
    if (end - begin > room && first && first.begin - begin > room / 2) {
      const cut = section.text.lastIndexOf(" ", first.begin - room / 3);
      if (cut > begin) [begin, before] = [cut + 1, "… "];
    }
    if (end - begin > room) {
      const cut = section.text.lastIndexOf(" ", begin + room);
      if (cut > (first ? first.end : begin)) [end, after] = [cut, " …"];
    }
    const marks = all.filter(spot => spot.begin >= begin && spot.end <= end)
      .map(spot => [spot.begin - begin + before.length, spot.end - begin + before.length]);
    return { text: before + section.text.slice(begin, end) + after, marks };
  }

  /** 찾은 절을 좋은 것부터. near는 꼭 맞는 곳이 없어 비슷한 곳을 골랐다는 뜻이다. */
  function find(query, most = 30) {
    const book = prepare(api.book), units = parse(book, query), whole = fold(query.normalize("NFC")).letters;
    if (!units.length) return { near: false, total: 0, found: [] };
    const scored = book.sections.map(section => ({ section, ...score(section, units, whole) }));
    let good = scored.filter(one => one.total > 0 && one.matched === units.length), near = false;
    if (!good.length) {
      near = true;
      good = scored.filter(one => one.total > 0 && one.matched * 2 >= units.length)
        .map(one => ({ ...one, total: one.total * one.matched }));
    }
    if (!good.length)
      good = book.sections.map(section => ({ section, total: overlap(section, whole) })).filter(one => one.total > 0);
    good.sort((a, b) => b.total - a.total);
    const found = good.slice(0, most).map(({ section, total }) => ({
      url: section.page.url + (section.anchor ? "#" + section.anchor : ""), score: total,
      title: section.title, where: section.anchor ? `${section.page.label} ${section.page.title}`.trim() : section.page.label,
      titleMarks: spots(section.head, units).map(spot => [spot.begin, spot.end]), ...excerpt(section, units),
    }));
    return { near, total: good.length, found };
  }

  const api = { find, fold, stems, sentences, book: null };
  return api;
})();
