// 본문을 둘러싼 틀의 일: 차례 여닫기, 밝기, 인쇄, 코드 복사, 읽는 곳 표시. 밖을 부르지 않는다.
(() => {
  const root = document.documentElement;
  const $ = (selector, from = document) => from.querySelector(selector);
  const $$ = (selector, from = document) => [...from.querySelectorAll(selector)];
  const keep = (key, value) => { try { localStorage.setItem(key, value); } catch { /* 저장을 막은 브라우저 */ } };
  const closeOutside = dialog => dialog.addEventListener("click", ({ clientX: x, clientY: y }) => {
    const box = dialog.getBoundingClientRect();
    if (x < box.left || x > box.right || y < box.top || y > box.bottom) dialog.close();
  });

  // 차례: 넓은 화면에서는 감추고, 좁은 화면에서는 서랍으로 연다
  const drawer = (name, wide) => {
    const button = $(`.${name}-toggle`), side = $(`#pst-${name}-sidebar`), dialog = $(`#pst-${name}-sidebar-modal`);
    if (!button || !side || !dialog) return button?.remove();
    const move = (from, to) => { to.append(...from.childNodes); to.className = from.className; from.className = ""; };
    const label = open => button.setAttribute("aria-expanded", String(open));
    const shut = document.createElement("button"); // 휴대전화에는 Esc가 없다
    shut.type = "button";
    shut.className = "lr-button lr-close";
    shut.textContent = "×";
    shut.setAttribute("aria-label", "차례 닫기");
    shut.addEventListener("click", () => dialog.close());
    const isWide = matchMedia(wide);
    const shown = () => label(isWide.matches && !side.classList.contains("pst-sidebar-hidden"));
    button.addEventListener("click", () => {
      if (isWide.matches) { side.classList.toggle("pst-sidebar-hidden"); return shown(); }
      move(side, dialog);
      dialog.prepend(shut);
      dialog.showModal();
      label(true);
    });
    closeOutside(dialog);
    dialog.addEventListener("click", event => { if (event.target.closest("a")) dialog.close(); });
    dialog.addEventListener("close", () => { shut.remove(); move(dialog, side); label(false); });
    isWide.addEventListener("change", () => { if (dialog.open) dialog.close(); shown(); });
    shown();
  };
  drawer("primary", "(min-width: 992px)");
  drawer("secondary", "(min-width: 1200px)");
  // 차례가 길면 지금 쪽이 보이도록 옮긴다
  const side = $("#pst-primary-sidebar"), current = side && $(".current.active", side);
  if (current && current.offsetTop > side.clientHeight * 0.7) side.scrollTop = current.offsetTop - side.clientHeight / 3;

  // 밝기: 기기의 설정대로 → 반대 → 나머지
  const system = matchMedia("(prefers-color-scheme: dark)");
  const names = { auto: "기기의 설정대로", light: "밝게", dark: "어둡게" };
  const paint = mode => {
    root.dataset.mode = mode;
    root.dataset.theme = mode === "auto" ? (system.matches ? "dark" : "light") : mode;
    for (const button of $$(".theme-switch-button")) {
      button.title = `화면의 밝기: ${names[mode]}`;
      button.setAttribute("aria-label", button.title);
    }
  };
  paint(root.dataset.mode || "auto");
  system.addEventListener("change", () => paint(root.dataset.mode));
  for (const button of $$(".theme-switch-button")) button.addEventListener("click", () => {
    const turn = system.matches ? ["auto", "light", "dark"] : ["auto", "dark", "light"];
    const next = turn[(turn.indexOf(root.dataset.mode) + 1) % 3];
    keep("mode", next);
    paint(next);
  });

  // 복사한 글 속의 식은 TeX로 나간다. 서식이 있는 곳(문서 편집기)에는 MathML 그대로
  document.addEventListener("copy", event => {
    const chosen = getSelection();
    if (chosen.isCollapsed) return;
    const copied = document.body.appendChild(document.createElement("div"));
    copied.style.cssText = "position: absolute; left: -999em";
    copied.append(chosen.getRangeAt(0).cloneContents());
    const formulas = $$("[data-tex]", copied), rich = copied.innerHTML;
    for (const formula of formulas) $("math", formula)?.replaceWith(`$${formula.dataset.tex}$`);
    const joiner = /\u2060/g; // 줄바꿈을 막는 보이지 않는 글자는 함께 나가지 않는다
    if (formulas.length || joiner.test(rich)) {
      event.clipboardData.setData("text/plain", copied.innerText.replace(joiner, ""));
      event.clipboardData.setData("text/html", rich.replace(joiner, ""));
      event.preventDefault();
    }
    copied.remove();
  });

  // 내려받기와 인쇄: 밖을 누르거나 Esc로 닫는다
  for (const menu of $$(".lr-menu")) {
    document.addEventListener("click", event => { if (!menu.contains(event.target)) menu.open = false; });
    menu.addEventListener("keydown", event => {
      if (event.key === "Escape" && menu.open) { menu.open = false; $("summary", menu).focus(); }
    });
    for (const button of $$("[data-print]", menu)) button.addEventListener("click", () => {
      menu.open = false;
      root.dataset.answers = button.dataset.print;
      print();
    });
  }
  addEventListener("afterprint", () => { delete root.dataset.answers; });

  // 코드를 모두 펼쳐 둘지: 고른 것을 기억한다
  const made = $$("details.lr-made"), button = $(".lr-all-code");
  if (made.length && button) {
    const set = open => {
      for (const one of made) one.open = open;
      button.setAttribute("aria-pressed", String(open));
    };
    button.removeAttribute("data-waiting");
    button.addEventListener("click", () => {
      const open = button.getAttribute("aria-pressed") !== "true";
      keep("code", open ? "open" : "folded");
      set(open);
    });
    set(root.dataset.code === "open");
    if (root.dataset.code) delete root.dataset.code; // 여기까지는 first.js와 스타일이 펼쳐 두었다. 지우면 온 쪽의 스타일을 다시 셈한다
  }

  // 맨 위로
  const up = $("#pst-back-to-top");
  if (up) {
    const show = () => up.classList.toggle("lr-shown", scrollY > 1.5 * innerHeight);
    addEventListener("scroll", show, { passive: true });
    up.addEventListener("click", () => { scrollTo({ top: 0 }); $("#main-content")?.focus(); });
    show();
  }

  // 코드 복사
  for (const block of $$(".bd-article div.highlight")) {
    const button = document.createElement("button");
    const name = text => { button.textContent = text; };
    button.type = "button";
    button.className = "lr-copy";
    name("복사");
    button.addEventListener("click", async () => {
      const text = $("pre", block).textContent;
      try { await navigator.clipboard.writeText(text); name("복사했어요"); } catch {
        getSelection().selectAllChildren($("pre", block)); // file://에서는 골라 두기만 한다
        name(document.execCommand("copy") ? "복사했어요" : "골라 두었어요");
      }
      setTimeout(() => name("복사"), 2000);
    });
    block.append(button);
  }

  // 조금 넘치는 식과 표는 그만큼 줄여 담고, 그래도 옆으로 움직이는 상자만 초점을 받는다. 접힌 곳의 상자는 펼 때 본다(재는 것만으로
  // 접힌 곳을 모두 그려 보게 된다)
  const scrollers = $$(".bd-article .math-block, .bd-article pre, .bd-article table[tabindex], .bd-article .lr-drawing");
  const SLIGHT = 0.92; // 이보다 더 줄이면 글자가 작아진다. 그때는 아래의 띠가 더 있음을 알린다
  const room = box => box.clientWidth / box.scrollWidth;
  const reach = ({ type, target }) => {
    const shown = scrollers.filter(box => (type !== "toggle" || target.contains(box)) && !box.closest("details:not([open])"));
    const flexible = shown.filter(box => box.matches(".math-block, table"));
    for (const box of flexible) box.style.removeProperty("--lr-tight");
    const rooms = flexible.map(room);
    flexible.forEach((box, k) => {
      if (rooms[k] < 1 && rooms[k] > SLIGHT) box.style.setProperty("--lr-tight", Math.floor(rooms[k] * 99) / 100);
    });
    const over = shown.map(box => box.scrollWidth > box.clientWidth);
    shown.forEach((box, k) => { if (over[k]) box.tabIndex = 0; else box.removeAttribute("tabindex"); });
  };
  addEventListener("load", reach);
  addEventListener("resize", reach);
  addEventListener("toggle", reach, true);

  // 이 쪽의 차례에서 지금 읽는 곳
  const links = new Map($$("#pst-page-toc-nav a[href^='#']").map(a => [document.getElementById(decodeURIComponent(a.hash.slice(1))), a]));
  links.delete(null);
  if (links.size && "IntersectionObserver" in window) {
    const heads = [...links.keys()];
    const watch = new IntersectionObserver(() => {
      const here = heads.filter(h => h.getBoundingClientRect().top < innerHeight * 0.3).pop() || heads[0];
      for (const [head, a] of links) {
        a.classList.toggle("active", head === here);
        if (head === here) a.setAttribute("aria-current", "true"); else a.removeAttribute("aria-current");
      }
    }, { rootMargin: "-64px 0px -70% 0px" });
    heads.forEach(h => watch.observe(h));
  }
})();
