/* Drawing a matrix: each cell's select becomes a button that cycles through the grades; arrows move, 1 to 4 choose. */
const STEPS = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };

const show = (select, button) => {
  const chosen = select.options[select.selectedIndex];
  const words = chosen && chosen.value ? chosen.text : "—";
  button.textContent = words;
  button.setAttribute("aria-label", `${button.dataset.cell}: ${words}`);
  select.closest("[data-cell]").dataset.grade = select.value || "none";
};

const choose = (select, button, index) => {
  select.selectedIndex = index;
  select.dispatchEvent(new Event("input", { bubbles: true }));
  show(select, button);
};

const grades = (select) => select.options.length - 1;

/* From nothing, or from the gravest, to the lowest; else one up. The options run from the gravest down. */
const next = (select) => (select.selectedIndex > 1 ? select.selectedIndex - 1 : grades(select));

const move = (button, [down, right]) => {
  const cell = button.closest("td");
  const row = cell.parentElement.parentElement.rows[cell.parentElement.sectionRowIndex + down];
  const beside = row && row.cells[cell.cellIndex + right];
  const target = beside && beside.querySelector("button");
  if (target) target.focus();
};

const press = (event, select, button) => {
  if (event.ctrlKey || event.altKey || event.metaKey) return;
  const number = Number(event.key);
  if (STEPS[event.key]) move(button, STEPS[event.key]);
  else if (number >= 1 && number <= grades(select)) choose(select, button, number);
  else if (event.key === "Delete" || event.key === "Backspace") choose(select, button, 0);
  else return;
  event.preventDefault();
};

const dress = (cell) => {
  const select = cell.querySelector("select");
  const label = cell.querySelector("label");
  const button = document.createElement("button");
  button.type = "button";
  button.className = "matrix-draw__cell";
  button.dataset.cell = label.textContent;
  button.id = select.id;
  button.setAttribute("aria-describedby", select.getAttribute("aria-describedby"));
  select.removeAttribute("id");
  select.hidden = true;
  select.after(button);
  button.addEventListener("click", () => choose(select, button, next(select)));
  button.addEventListener("keydown", (event) => press(event, select, button));
  show(select, button);
};

for (const hint of document.querySelectorAll("[data-with-script]")) hint.hidden = false;
for (const cell of document.querySelectorAll("[data-matrix] [data-cell]")) dress(cell);
