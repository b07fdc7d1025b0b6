/* Short cells of a list that are edited where they stand: a click, Enter or F2 opens one; it saves itself (autosave.js); Enter
   goes to the same cell of the next row, Tab to the next cell, Escape takes back what was typed. */
const EMPTY = "—";
const addressOf = (cell) => cell.closest("[data-cell-address]").dataset.cellAddress;
const typedIn = (cell) => cell.querySelector("input");

const told = (cell, text) => {
  cell.textContent = text || EMPTY;
  cell.setAttribute("aria-label", `${cell.dataset.cellLabel} ${cell.textContent}`);
  cell.setAttribute("role", "button");
  cell.tabIndex = 0;
};

const place = (id) => {
  const element = document.createElement("p");
  element.className = "field__error";
  element.id = id;
  return element;
};

const open = (cell) => {
  const text = cell.textContent === EMPTY ? "" : cell.textContent;
  const form = document.createElement("form");
  form.dataset.autosave = addressOf(cell);
  const input = document.createElement("input");
  Object.assign(input, { type: "text", name: cell.dataset.cell, className: "form-control", autocomplete: "off" });
  input.defaultValue = text;
  input.setAttribute("aria-label", cell.dataset.cellLabel);
  input.setAttribute("aria-describedby", `${input.name}-error`);
  form.append(input, place(`${input.name}-error`), Object.assign(document.createElement("div"), { id: `${input.name}-conflict` }));
  cell.textContent = "";
  for (const name of ["role", "tabindex", "aria-label"]) cell.removeAttribute(name);
  cell.append(form);
  input.focus();
  input.select();
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("saved", () => close(cell));
  input.addEventListener("focusout", () => close(cell, text));
};

/* A cell closes once it is left and what stands in it is kept; `before`: what it was opened with. */
const close = (cell, before) => {
  const input = typedIn(cell);
  if (!input || input === document.activeElement) return;
  if (before === undefined || input.value === before) told(cell, input.value.trim());
};

const takeBack = (cell) => {
  const input = typedIn(cell);
  input.value = input.defaultValue;
  input.dispatchEvent(new Event("change", { bubbles: true }));
  told(cell, input.value);
  cell.focus();
};

const goDown = (cell) => {
  const all = Array.from(document.querySelectorAll(`[data-cell="${cell.dataset.cell}"]`));
  const below = all[all.indexOf(cell) + 1];
  if (below) open(below);
  else typedIn(cell).blur();
};

document.addEventListener("click", (event) => {
  const cell = event.target.closest("[data-cell]");
  if (cell && !typedIn(cell)) open(cell);
});

document.addEventListener("keydown", (event) => {
  const cell = event.target.closest("[data-cell]");
  if (!cell || event.isComposing || event.keyCode === 229) return;
  const typing = event.target === typedIn(cell);
  const keys = typing ? { Enter: goDown, Escape: takeBack } : event.target === cell ? { Enter: open, F2: open } : {};
  const deed = keys[event.key];
  if (!deed) return;
  event.preventDefault();
  deed(cell);
});

for (const cell of document.querySelectorAll("[data-cell]")) told(cell, cell.textContent === EMPTY ? "" : cell.textContent);
