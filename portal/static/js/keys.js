/* Keys for those who work through rows all day: j and k to the next and previous row, ? the list; any other key presses
   what names it in the row (data-key="x", or several: "Enter e"), such as a accept, r remark, u undo, x select. Off while somebody types or composes; can be switched off for good (WCAG 2.1.4). */
const OFF = "anbao-keys-off";
const ROW = "[data-key-row], [data-review] > *";
const typing = (target) => target.closest("input:not([type=checkbox]):not([type=radio]), textarea, select, [contenteditable], dialog");
const on = () => localStorage.getItem(OFF) === null;
const rows = () => Array.from(document.querySelectorAll(ROW)).filter((row) => row.offsetParent);
const current = () => document.activeElement.closest(ROW);

const step = (by) => {
  const all = rows();
  const here = all.indexOf(current());
  const next = all[here === -1 ? (by > 0 ? 0 : all.length - 1) : here + by];
  if (!next) return;
  next.tabIndex = -1;
  next.focus({ preventScroll: true });
  next.scrollIntoView({ block: "center" });
};
const act = (event) => {
  const row = current();
  const control = row && row.querySelector(`[data-key~="${CSS.escape(event.key)}"]`);
  const pressed = event.key === "Enter" && event.target !== row; // a link or box in the row has its own Enter
  return control && !pressed ? () => control.click() : null;
};
const help = () => {
  const dialog = document.querySelector("dialog[data-keys-help]");
  if (dialog) dialog.showModal();
};

const composing = (event) => event.isComposing || event.keyCode === 229;
const withOthers = (event) => event.ctrlKey || event.metaKey || event.altKey;

document.addEventListener("keydown", (event) => {
  if (composing(event) || withOthers(event)) return;
  if (!on() || typing(event.target) || !document.querySelector(ROW)) return;
  const deeds = { j: () => step(1), k: () => step(-1), "?": help };
  const deed = deeds[event.key] || act(event);
  if (!deed) return;
  event.preventDefault();
  deed();
});

const mirror = (root) => {
  for (const box of root.querySelectorAll("[data-keys-switch]")) box.checked = on();
};
document.addEventListener("change", (event) => {
  if (!event.target.matches("[data-keys-switch]")) return;
  if (event.target.checked) localStorage.removeItem(OFF);
  else localStorage.setItem(OFF, "off");
});
mirror(document);
document.addEventListener("anbao:dress", (event) => mirror(event.target));
