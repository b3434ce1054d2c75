// 확인 문제: 고르면 까닭을 말해 주고, 맞힌 것을 이 기기에만 적어 둔다. 스크립트가 없으면 접은 답 그대로다.
// 글의 약속(CONTRIBUTING.md): 물음 문단, (고를 것이 있으면) 번호 목록, '답 보기'를 접은 details.
// 답은 굵은 'N번.'으로 시작하고, 그 안의 번호 목록은 고른 것마다의 까닭이다.
(() => {
  const KEY = "lstm-quiz", page = location.pathname.split("/").pop().replace(/\.html$/, "") || "index";
  const read = () => { try { return JSON.parse(localStorage.getItem(KEY)) || {}; } catch { return {}; } };
  const write = all => { try { localStorage.setItem(KEY, JSON.stringify(all)); } catch { /* 저장을 막은 브라우저 */ } };
  const make = (tag, name, text = "") => Object.assign(document.createElement(tag), { className: name, textContent: text });
  const note = (number, solved) => {
    const all = read();
    all[page] = { ...all[page], [number]: solved };
    write(all);
    show();
  };

  const questions = [];
  for (const answer of document.querySelectorAll("article details")) {
    if (answer.querySelector(":scope > summary")?.textContent.trim() !== "답 보기") continue;
    let list = answer.previousElementSibling, asked = list;
    if (list?.tagName === "OL") asked = list.previousElementSibling; else list = null;
    const number = asked?.querySelector(":scope > strong")?.textContent.match(/^(\d+)\./)?.[1];
    if (number) questions.push({ number, asked, list, answer, section: answer.closest("section") });
  }
  if (!questions.length) return overview();

  const section = questions[0].section;
  const score = make("p", "lr-score"), said = make("span", "");
  const again = make("button", "", "처음부터");
  score.setAttribute("role", "status");
  again.type = "button";
  score.append(said, " ", again);
  (section.querySelector("h2, h3") || section.firstElementChild).after(score);
  again.addEventListener("click", () => {
    const all = read();
    delete all[page];
    write(all);
    for (const question of questions) question.clear();
    show();
  });

  function show() {
    const mine = read()[page] || {}, right = questions.filter(({ number }) => mine[number] === 1).length;
    said.textContent = `${questions.length}문제 가운데 ${right}문제를 맞혔어요. 기록은 이 기기에만 남아요.`;
    again.hidden = !Object.keys(mine).length;
    for (const { number, asked } of questions) asked.classList.toggle("lr-solved", mine[number] === 1);
  }

  for (const question of questions) if (question.list) choices(question); else open(question);
  show();

  // 고르는 문제: 고를 것마다 단추가 되고, 누르면 그 까닭이 아래에 나온다
  function choices(question) {
    const { number, asked, list, answer } = question;
    const right = Number(answer.querySelector("p > strong")?.textContent.match(/^(\d+)번/)?.[1]);
    const reasons = [...(answer.querySelector(":scope > ol")?.children || [])];
    const told = reasons.length ? null : answer.querySelector("p");
    list.classList.add("lr-choices");
    list.setAttribute("role", "group");
    list.setAttribute("aria-label", `${number}번 문제`);
    const items = [...list.children];
    const buttons = items.map((item, k) => {
      const button = make("button", "");
      button.type = "button";
      button.append(...(item.children.length === 1 && item.firstElementChild.tagName === "P" ? item.firstElementChild : item).childNodes);
      item.setAttribute("role", "presentation");
      item.replaceChildren(button);
      const reason = make("div", "lr-reason");
      reason.setAttribute("role", "status");
      item.append(reason);
      button.addEventListener("click", () => {
        const good = k + 1 === right;
        button.dataset.chosen = good ? "right" : "wrong";
        button.setAttribute("aria-pressed", "true");
        reason.replaceChildren(make("strong", "", good ? "맞아요. " : "아니에요. "));
        const source = reasons[k] || (good ? told : null);
        if (source) reason.append(...source.cloneNode(true).childNodes);
        else reason.append("다른 것을 골라 보거나 답을 펴 보세요.");
        if (good || read()[page]?.[number] !== 1) note(number, good ? 1 : 0);
      });
      return button;
    });
    question.clear = () => {
      for (const button of buttons) { delete button.dataset.chosen; button.removeAttribute("aria-pressed"); button.nextElementSibling.replaceChildren(); }
      answer.open = false;
    };
  }

  // 적어 보는 문제: 답을 펴 본 뒤 스스로 매긴다
  function open(question) {
    const { number, answer } = question;
    const row = make("p", "lr-self");
    const buttons = [["맞혔어요", 1], ["다시 볼래요", 0]].map(([text, solved]) => {
      const button = make("button", "", text);
      button.type = "button";
      button.addEventListener("click", () => { note(number, solved); mark(); });
      return button;
    });
    const mark = () => buttons.forEach((button, k) => button.setAttribute("aria-pressed", String(read()[page]?.[number] === 1 - k)));
    row.append("내 답은 ", ...buttons);
    answer.append(row);
    question.clear = () => { answer.open = false; mark(); };
    mark();
  }

  // 첫 쪽의 장 목록: 장마다 맞힌 문제의 수
  function overview() {
    const all = read();
    for (const cell of document.querySelectorAll("[data-questions]")) {
      const mine = Object.values(all[cell.dataset.page] || {}).filter(solved => solved === 1).length;
      if (mine) cell.append(make("span", "lr-done", ` ✓ ${mine}/${cell.dataset.questions}`));
    }
  }
})();
