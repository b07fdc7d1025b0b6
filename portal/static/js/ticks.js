/* Counts what is ticked in a long list, and marks its rows. A list may have a box in its head for all rows of the page, and a
   bar that shows while something is ticked. */
const boxesOf = (table) => Array.from(table.querySelectorAll("input[type=checkbox][name]"));

const recount = () => {
  for (const table of document.querySelectorAll("[data-ticks]")) {
    const boxes = boxesOf(table);
    const ticked = boxes.filter((box) => box.checked).length;
    for (const box of boxes) box.closest("tr").toggleAttribute("data-ticked", box.checked);
    for (const all of table.querySelectorAll("[data-ticks-all]")) {
      all.hidden = false;
      all.checked = ticked > 0 && ticked === boxes.length;
      all.indeterminate = ticked > 0 && ticked < boxes.length;
    }
    const place = document.querySelector("[data-ticks-count]");
    if (place) place.textContent = place.dataset.words.replace("{num}", ticked);
    const bar = document.querySelector("[data-ticks-bar]");
    if (bar) bar.hidden = ticked === 0;
  }
};
document.addEventListener("change", (event) => {
  const table = event.target.closest("[data-ticks]");
  if (!table) return;
  if (event.target.matches("[data-ticks-all]")) for (const box of boxesOf(table)) box.checked = event.target.checked;
  recount();
});
document.addEventListener("reset", () => setTimeout(recount));
window.addEventListener("pageshow", recount);
recount();
