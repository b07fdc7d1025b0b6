/* A row opens in a panel beside its table; the link's own page stands behind it. Fields in it save themselves. */
const panel = () => document.querySelector("dialog[data-panel]");
const close = () => {
  const box = panel();
  if (!box || !box.open) return;
  if (document.activeElement) document.activeElement.blur();
  box.close();
  box.textContent = "";
  document.addEventListener("htmx:afterSettle", comeBack, { once: true });
  window.htmx.trigger(document.getElementById(box.dataset.panel), "refresh");
};
/* The table has loaded anew: the focus goes to the link that opened the panel. */
const comeBack = () => {
  const links = Array.from(document.querySelectorAll("a[data-panel-open]"));
  const same = links.find((link) => link.href === opener);
  if (same) same.focus();
};
let opener = "";

document.addEventListener("click", async (event) => {
  const link = event.target.closest("a[data-panel-open]");
  if (link && !event.ctrlKey && !event.metaKey && !event.shiftKey && window.htmx && panel()) {
    event.preventDefault();
    opener = link.href;
    await window.htmx.ajax("GET", link.href, { target: panel(), swap: "innerHTML" });
    if (!panel().open) panel().show();
    panel().dispatchEvent(new CustomEvent("anbao:dress", { bubbles: true }));
    const first = panel().querySelector(".panel__title");
    if (first) first.focus();
  }
  if (event.target.closest("[data-panel-close]")) close();
});
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && !event.isComposing && panel() && panel().open) close();
});
