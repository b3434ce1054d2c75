// 찾기 창. 셈과 글(assets/search-index.js)은 읽는 이가 찾기를 열 때 한 번 싣는다.
(() => {
  const root = document.documentElement.dataset.content_root || "./";
  const SUB = "\ue000", SUP = "\ue001", END = "\ue002";
  let loading = null, dialog = null;

  const make = (tag, attributes = {}, ...inside) => {
    const node = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, value);
    node.append(...inside);
    return node;
  };

  // file://에서도 열리도록 fetch가 아니라 보통 스크립트로 싣는다. 싣지 못했으면 다음에 다시 해 본다
  const load = () => loading ||= new Promise((done, failed) => {
    const script = make("script", { src: root + "assets/search-index.js" });
    script.onload = done;
    script.onerror = () => { loading = null; script.remove(); failed(); };
    document.head.append(script);
  });

  /** 글을 그 표시(찾은 말, 아래 글자, 위 글자)대로 넣는다. */
  function write(node, text, marks) {
    let level = [node], mark = null;
    for (let at = 0; at < text.length; at++) {
      const sign = text[at];
      if (sign === SUB || sign === SUP) {
        level.push(make(sign === SUB ? "sub" : "sup"));
        (mark || level[level.length - 2]).append(level[level.length - 1]);
      } else if (sign === END) {
        if (level.length > 1) level.pop();
      } else {
        const inside = marks.some(([begin, end]) => begin <= at && at < end);
        if (inside && !mark && level.length === 1) node.append(mark = make("mark"));
        if (!inside) mark = null;
        (level.length > 1 ? level[level.length - 1] : mark || node).append(sign);
      }
    }
    node.normalize();
    return node;
  }

  const row = one => make("li", {}, make("a", { href: root + one.url },
    write(make("span", { class: "lr-hit" }), one.title, one.titleMarks),
    make("span", { class: "lr-where" }, one.where),
    write(make("span", { class: "lr-sentence" }), one.text, one.marks)));

  function said({ near, total, found }, query) {
    if (!query.trim()) return "";
    if (!total) return `‘${query.trim()}’은(는) 이 책에 없어요. 다른 말이나 더 짧은 말로 찾아보세요.`;
    const cut = total > found.length ? ` 앞의 ${found.length}곳을 보여요.` : "";
    return near ? `꼭 맞는 곳이 없어 비슷한 곳을 ${total}곳 찾았어요.${cut}` : `${total}곳을 찾았어요.${cut}`;
  }

  /** 찾는 칸, 알림, 찾은 곳을 한 자리에 만든다. */
  function panel(place, close) {
    const input = make("input", {
      type: "search", "aria-label": "이 책에서 찾기", placeholder: "이 책에서 찾기", autocomplete: "off",
      autocapitalize: "off", spellcheck: "false", enterkeyhint: "search",
    });
    const state = make("p", { class: "lr-search-state", role: "status" });
    const list = make("ol", { class: "lr-found", "aria-label": "찾은 곳" });
    const form = make("form", { class: "lr-search-form", role: "search" }, input);
    if (close) {
      const button = make("button", { type: "button" }, "닫기");
      button.addEventListener("click", close);
      form.append(button);
    }
    place.append(form, state, list);
    let announce = 0;
    const links = () => [...list.querySelectorAll("a")];
    const show = () => load().then(() => {
      const query = input.value, result = BookSearch.find(query);
      list.replaceChildren(...result.found.map(row));
      list.hidden = !result.found.length;
      // 글자마다 읽어 주지 않도록, 쓰기를 멈춘 뒤에 한 번 알린다
      clearTimeout(announce);
      announce = setTimeout(() => { state.textContent = said(result, query); }, 250);
    }, () => { state.textContent = "찾기에 쓸 글을 싣지 못했어요. 연결을 살핀 뒤 다시 써 보세요."; });
    list.hidden = true;
    input.addEventListener("input", show);
    form.addEventListener("submit", event => {
      event.preventDefault();
      show().then(() => links()[0]?.click());
    });
    place.addEventListener("keydown", event => {
      if (event.isComposing) return; // 한글을 쓰는 중의 글쇠는 글자의 것이다
      if (event.key === "Escape" && close) { // 찾는 칸의 Esc는 글자를 지우기만 한다. 한 번에 닫는다
        event.preventDefault();
        close();
        return;
      }
      const all = links(), at = all.indexOf(document.activeElement);
      const goal = { ArrowDown: at + 1, ArrowUp: at - 1, Home: at < 0 ? null : 0, End: at < 0 ? null : all.length - 1 }[event.key];
      if (goal !== undefined && goal !== null && (at >= 0 || event.key === "ArrowDown")) {
        event.preventDefault();
        if (goal < 0) input.focus();
        else all[Math.min(goal, all.length - 1)]?.focus();
      } else if (at >= 0 && (event.key === "Backspace" || (event.key.length === 1 && !event.ctrlKey && !event.metaKey && event.key !== " ")))
        input.focus(); // 찾은 곳을 보다가 글자를 쓰면 다시 찾는 칸으로
    });
    return { input, show };
  }

  function open() {
    if (!dialog) {
      dialog = make("dialog", { class: "lr-search", "aria-label": "찾기" });
      document.body.append(dialog);
      dialog.panel = panel(dialog, () => dialog.close());
      dialog.addEventListener("click", event => {
        if (event.target === dialog || event.target.closest("a")) dialog.close(); // 바깥을 누르거나, 같은 쪽의 절로 갈 때
      });
    }
    load().catch(() => {});
    if (!dialog.open) dialog.showModal();
    dialog.panel.input.focus();
    dialog.panel.input.select();
  }

  const writing = node => node.closest("input, textarea, select, [contenteditable]");
  addEventListener("keydown", event => {
    const hotkey = (event.ctrlKey || event.metaKey) && !event.shiftKey && !event.altKey && event.code === "KeyK";
    const slash = event.key === "/" && !event.ctrlKey && !event.metaKey && !event.altKey && !writing(event.target);
    if (!hotkey && !slash) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    if (dialog?.open) dialog.close();
    else open();
  }, true);

  document.addEventListener("DOMContentLoaded", () => {
    for (const button of document.querySelectorAll(".lr-search-open")) {
      button.addEventListener("click", event => {
        if (event.ctrlKey || event.metaKey || event.shiftKey) return; // 새 창으로 여는 것은 그대로 둔다
        event.preventDefault();
        open();
      });
      button.addEventListener("pointerenter", () => load().catch(() => {}), { once: true });
    }
    const here = document.querySelector(".lr-search-here");
    if (!here) return;
    const { input, show } = panel(here);
    input.value = new URLSearchParams(location.search).get("q") || "";
    if (input.value) show();
    input.focus();
  });
})();
