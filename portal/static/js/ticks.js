/* Counts what is ticked in a long list, and marks its rows. */
const recount = () => {
  for (const table of document.querySelectorAll("[data-ticks]")) {
    const boxes = Array.from(table.querySelectorAll("input[type=checkbox]"));
    for (const box of boxes) box.closest("tr").toggleAttribute("data-ticked", box.checked);
    const place = document.querySelector("[data-ticks-count]");
    if (place) place.textContent = place.dataset.words.replace("{num}", boxes.filter((box) => box.checked).length);
  }
};
document.addEventListener("change", (event) => {
  if (event.target.closest("[data-ticks]")) recount();
});
recount();
