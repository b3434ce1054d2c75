// 첫 그림부터 독자가 고른 밝기로: 본문보다 먼저 실행되어야 하므로 짧게 둔다.
(function (root) {
  var mode = "auto";
  try { mode = localStorage.getItem("mode") || "auto"; } catch (blocked) { /* 저장을 막은 브라우저 */ }
  root.dataset.mode = mode;
  root.dataset.theme = mode === "auto" ? (matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light") : mode;
  try { if (localStorage.getItem("code") === "open") root.dataset.code = "open"; } catch (blocked) { /* 접어 둔다 */ }
})(document.documentElement);
