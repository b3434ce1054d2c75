// 펼침 차림표(Colab, 내려받기)와 도움말. 테마의 Bootstrap(80 KB)에서 이 책이 쓰는 것만 남겼다.
window.bootstrap = { Tooltip: class { dispose() {} } }; // 도움말은 title 속성을 브라우저가 보여 준다
document.addEventListener("DOMContentLoaded", () => {
  const buttons = [...document.querySelectorAll('[data-bs-toggle="dropdown"]')];
  const menu = button => button.parentElement.querySelector(".dropdown-menu");
  const show = (button, open) => {
    menu(button).classList.toggle("show", open);
    button.setAttribute("aria-expanded", String(open));
  };
  const open = button => menu(button).classList.contains("show");
  const items = button => [...menu(button).querySelectorAll("a, button")];
  for (const button of buttons) {
    button.addEventListener("click", () => show(button, !open(button)));
    button.parentElement.addEventListener("keydown", event => {
      const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
      if (step) {
        event.preventDefault();
        show(button, true);
        const list = items(button), at = list.indexOf(document.activeElement);
        list[(at + step + list.length) % list.length]?.focus();
      } else if (event.key === "Escape" && open(button)) {
        show(button, false);
        button.focus();
      }
    });
  }
  // 종이에는 접어 둔 답과 풀이도 찍는다
  const folded = () => document.querySelectorAll(".bd-article > section details:not([open], .lr-dial *)");
  let opened = [];
  addEventListener("beforeprint", () => { opened = [...folded()]; for (const one of opened) one.open = true; });
  addEventListener("afterprint", () => { for (const one of opened) one.open = false; });
  document.addEventListener("click", event => {
    for (const button of buttons) if (!button.parentElement.contains(event.target)) show(button, false);
  });
});
