/* Rows that are edited in place: add, remove and take back; Enter goes down, Escape undoes the cell, Ctrl+Enter saves;
   a block copied from a spreadsheet fills the cells from where it is pasted. */
const rowsOf = (box) => Array.from(box.querySelectorAll("[data-row]")).filter((row) => !row.hidden);
const cellsOf = (row) => Array.from(row.querySelectorAll("input:not([type=hidden]), select, textarea"));
let serial = Date.now();

const add = (box) => {
  const template = box.querySelector("template[data-row-template]");
  const row = template.content.firstElementChild.cloneNode(true);
  serial += 1;
  for (const element of [row, ...row.querySelectorAll("*")])
    for (const { name, value } of Array.from(element.attributes)) element.setAttribute(name, value.replace("__row__", `new${serial}`));
  template.before(row);
  row.dispatchEvent(new CustomEvent("anbao:dress", { bubbles: true }));
  return row;
};

const tell = (control) => control.dispatchEvent(new Event("input", { bubbles: true }));

/* A row that was on the server is told as removed; one that was only here goes. Both can be taken back. */
const remove = (row) => {
  const mark = row.querySelector("[data-row-removed]");
  if (mark) mark.value = "yes";
  row.hidden = true;
  for (const cell of cellsOf(row)) cell.disabled = true;
  const line = row.closest("[data-rows]").querySelector("template[data-row-undo]").content.firstElementChild.cloneNode(true);
  row.after(line);
  const back = line.querySelector("[data-row-back]");
  back.addEventListener("click", () => {
    if (mark) mark.value = "";
    row.hidden = false;
    for (const cell of cellsOf(row)) cell.disabled = false;
    line.remove();
    cellsOf(row)[0].focus();
  });
  back.focus();
};

document.addEventListener("click", (event) => {
  const box = event.target.closest("[data-rows]");
  if (!box) return;
  if (event.target.closest("[data-row-add]")) cellsOf(add(box))[0].focus();
  const gone = event.target.closest("[data-row-remove]");
  if (gone) {
    event.preventDefault();
    remove(gone.closest("[data-row]"));
  }
});

const undo = (cell) => {
  if (cell.defaultValue === undefined) return;
  cell.value = cell.defaultValue;
  tell(cell);
};
const goDown = (row, cell) => {
  const all = rowsOf(row.closest("[data-rows]"));
  const below = all[all.indexOf(row) + 1];
  if (below) cellsOf(below)[cellsOf(row).indexOf(cell)].focus();
};
const save = (cell) => cell.form.querySelector("button[type=submit]").click();
const deedOf = (event, row) => {
  if (event.key === "Escape") return () => undo(event.target);
  if (event.key !== "Enter") return null;
  if (event.ctrlKey || event.metaKey) return () => save(event.target);
  return event.target.matches("textarea") ? null : () => goDown(row, event.target);
};

document.addEventListener("keydown", (event) => {
  const row = event.target.closest("[data-row]");
  if (!row || event.isComposing || event.keyCode === 229 || event.target.matches("button, a, summary")) return;
  const deed = deedOf(event, row);
  if (!deed) return;
  event.preventDefault();
  deed();
});

document.addEventListener("paste", (event) => {
  const row = event.target.closest("[data-row]");
  const text = row ? event.clipboardData.getData("text/plain") : "";
  if (!/[\t\n]/.test(text.trim())) return;
  event.preventDefault();
  const box = row.closest("[data-rows]");
  const column = cellsOf(row).indexOf(event.target);
  let target = row;
  for (const line of text.replace(/\r?\n$/, "").split(/\r?\n/)) {
    const cells = cellsOf(target);
    line.split("\t").forEach((value, place) => fill(cells[column + place], value.trim()));
    const all = rowsOf(box);
    target = all[all.indexOf(target) + 1] || add(box);
  }
});

const fill = (cell, value) => {
  if (!cell) return;
  if (cell.options) {
    const match = Array.from(cell.options).find((option) => option.value === value || option.text.trim() === value);
    if (match) cell.value = match.value;
  } else cell.value = value;
  cell.classList.add("form-control--pasted");
  tell(cell);
};
