// 용어와 기호를 누르면 뜻이 그 자리에 뜬다. 스크립트가 없으면 용어집이나 기호 카드로 간다.
(() => {
  let box = null, from = null;
  const close = back => {
    if (!box) return;
    box.remove();
    box = null;
    from.removeAttribute("aria-expanded");
    if (back) from.focus();
  };
  // h_t와 h_{t-1}의 아래 글자
  const write = (place, text) => text.split(/(?<=(?:^|[^A-Za-z])[A-Za-z]\u0303?)_(t[-−]1|\w{1,2})(?!\w)/).forEach((part, k) => {
    const piece = k % 2 ? document.createElement("sub") : document.createTextNode("");
    piece.textContent = part;
    place.append(piece);
  });
  const open = term => {
    close(false);
    from = term;
    box = document.createElement("div");
    box.className = "lr-pop";
    box.tabIndex = -1;
    box.setAttribute("role", "dialog");
    box.setAttribute("aria-label", "뜻");
    const name = document.createElement("strong"), meaning = document.createElement("p"), more = document.createElement("p"), link = document.createElement("a");
    name.append(...[...term.childNodes].map(node => node.cloneNode(true)));
    write(meaning, term.dataset.meaning);
    write(more, term.dataset.more);
    link.href = term.getAttribute("href");
    link.textContent = link.href.includes("glossary") ? "용어집에서 보기" : "기호 카드에서 보기";
    box.append(name, meaning, ...(term.dataset.more ? [more] : []), link);
    term.after(box);
    term.setAttribute("aria-expanded", "true");
    // 누른 곳 아래에, 화면 밖으로 나가지 않게
    const at = term.getBoundingClientRect(), main = document.documentElement.clientWidth, width = Math.min(320, main - 16);
    box.style.width = `${width}px`;
    box.style.left = `${Math.min(Math.max(8, at.left), main - width - 8)}px`;
    const below = at.bottom + 6 + box.offsetHeight < innerHeight;
    box.style.top = `${below ? at.bottom + 6 : Math.max(8, at.top - 6 - box.offsetHeight)}px`;
    box.focus({ preventScroll: true });
  };
  document.addEventListener("click", event => {
    const term = event.target.closest("a.lr-term");
    if (term && !event.ctrlKey && !event.metaKey && !event.shiftKey) {
      event.preventDefault();
      if (box && from === term) close(true); else open(term);
    } else if (box && !box.contains(event.target)) close(false);
  });
  document.addEventListener("keydown", event => { if (event.key === "Escape" && box) close(true); });
  addEventListener("scroll", () => close(false), { passive: true });
})();
