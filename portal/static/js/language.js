/* The switch of language changes the words of the page and keeps what is typed in it. */
const parse = (text) => new DOMParser().parseFromString(text, "text/html");
const controls = (page) => Array.from(page.querySelectorAll("input, select, textarea")).filter((c) => c.name);
const nameless = ["csrf_token", "once"];

/* Each control by its name and its place among those of that name. */
const byPlace = (page) => {
  const seen = new Map();
  const found = new Map();
  for (const control of controls(page)) {
    const place = seen.get(control.name) || 0;
    seen.set(control.name, place + 1);
    found.set(`${control.name}#${place}`, control);
  }
  return found;
};

const carry = (from, to) => {
  if (from.type === "file") {
    to.replaceWith(from);
    return;
  }
  const before = state(to);
  if (from.type === "checkbox" || from.type === "radio") to.checked = from.checked;
  else if (from.multiple) for (const option of to.options) option.selected = isChosen(from, option.value);
  else to.value = from.value;
  if (state(to) !== before) to.dispatchEvent(new Event("input", { bubbles: true }));
};
const isChosen = (select, value) => Array.from(select.selectedOptions).some((option) => option.value === value);
const state = (control) =>
  control.type === "checkbox" || control.type === "radio"
    ? String(control.checked)
    : control.multiple
      ? Array.from(control.selectedOptions, (option) => option.value).join()
      : control.value;

const change = (page) => {
  const typed = byPlace(document);
  const height = window.scrollY;
  document.documentElement.lang = page.documentElement.lang;
  document.title = page.title;
  document.querySelector('meta[name="csrf-token"]').content = page.querySelector('meta[name="csrf-token"]').content;
  document.body.replaceWith(page.body);
  for (const [place, control] of byPlace(document)) {
    const old = typed.get(place);
    if (old && !nameless.includes(control.name) && old.type !== "hidden") carry(old, control);
  }
  if (window.htmx) window.htmx.process(document.body);
  document.body.dispatchEvent(new CustomEvent("anbao:dress", { bubbles: true }));
  window.scrollTo(0, height);
};

document.addEventListener("click", async (event) => {
  const link = event.target.closest("a[data-language]");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  const answer = await fetch(link.href).catch(() => null);
  if (answer && answer.ok) change(parse(await answer.text()));
  else location.assign(link.href);
});
