/* A block copied from a spreadsheet into a list of single forms: what it would add is shown before anything is kept. */
document.addEventListener("paste", (event) => {
  const table = event.target.closest("[data-paste]");
  const text = table ? event.clipboardData.getData("text/plain") : "";
  if (!/[\t\n]/.test(text.trim())) return;
  event.preventDefault();
  const form = document.getElementById(table.dataset.paste);
  form.elements.text.value = text;
  form.elements.first.value = event.target.name;
  form.submit();
});
