/* A long list that is searched by typing Chinese, pinyin or initials. It stands over a select, which stays in the form
   and works alone without script. Options carry data-find: pinyin and initials, set apart by blanks. */
const MOST = 60;
let serial = 0;

const dress = (select) => {
  serial += 1;
  const parts = build(select, `typeahead-${serial}`);
  const state = { select, ...parts, shown: [], active: -1 };
  parts.input.addEventListener("input", () => open(state));
  parts.input.addEventListener("click", () => open(state));
  parts.input.addEventListener("keydown", (event) => onKey(state, event));
  parts.input.addEventListener("blur", () => setTimeout(() => close(state), 150));
  parts.list.addEventListener("mousedown", (event) => event.preventDefault());
  parts.list.addEventListener("click", (event) => {
    const item = event.target.closest("[role=option]");
    if (item) choose(state, state.shown[Number(item.dataset.place)]);
  });
  parts.chips.addEventListener("click", (event) => {
    const chip = event.target.closest("button");
    if (chip) drop(state, chip.value);
  });
  select.addEventListener("change", () => paint(state));
  paint(state);
};

const element = (name, attributes) => {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  return made;
};

const build = (select, id) => {
  const box = element("div", { class: "typeahead" });
  const chips = element("div", { class: "typeahead__chips" });
  const list = element("ul", { class: "typeahead__list", id: `${id}-list`, role: "listbox" });
  const input = element("input", {
    "aria-autocomplete": "list", "aria-controls": list.id, "aria-expanded": "false", autocomplete: "off",
    class: "form-control", role: "combobox", type: "text",
  });
  for (const name of ["aria-describedby", "aria-invalid"]) if (select.hasAttribute(name)) input.setAttribute(name, select.getAttribute(name));
  input.id = select.id;
  select.id = `${select.id}-select`;
  select.hidden = true;
  select.dataset.typeahead = "dressed";
  list.hidden = true;
  select.before(box);
  box.append(chips, input, list);
  return { box, chips, input, list };
};

/* What is chosen: a single choice stands in the input, several stand as chips before it. */
const paint = (state) => {
  const { select, input, chips } = state;
  if (!select.multiple) {
    const chosen = select.selectedOptions[0];
    input.value = chosen && chosen.value ? chosen.text : "";
    return;
  }
  chips.textContent = "";
  for (const option of select.selectedOptions) {
    const chip = element("button", { class: "typeahead__chip", type: "button", value: option.value });
    chip.textContent = `${option.text} ×`;
    chips.append(chip);
  }
  input.value = "";
};

const matches = (option, query) =>
  option.text.toLowerCase().includes(query) || (option.dataset.find || "").split(" ").some((key) => key.startsWith(query));

const open = (state) => {
  const { select, input, list } = state;
  const whole = !select.multiple && select.selectedOptions[0] && input.value === select.selectedOptions[0].text;
  const query = whole ? "" : input.value.trim().toLowerCase();
  const offered = Array.from(select.options).filter((option) => option.value && !(select.multiple && option.selected));
  state.shown = offered.filter((option) => !query || matches(option, query)).slice(0, MOST);
  list.textContent = "";
  state.shown.forEach((option, place) => {
    const item = element("li", { class: "typeahead__option", "data-place": place, id: `${list.id}-${place}`, role: "option" });
    item.textContent = option.text;
    list.append(item);
  });
  mark(state, query && state.shown.length ? 0 : -1);
  list.hidden = !state.shown.length;
  input.setAttribute("aria-expanded", String(!list.hidden));
};

const mark = (state, place) => {
  state.active = place;
  Array.from(state.list.children).forEach((item, index) => item.setAttribute("aria-selected", String(index === place)));
  const item = state.list.children[place];
  if (item) {
    state.input.setAttribute("aria-activedescendant", item.id);
    item.scrollIntoView({ block: "nearest" });
  } else state.input.removeAttribute("aria-activedescendant");
};

const close = (state) => {
  state.list.hidden = true;
  state.input.setAttribute("aria-expanded", "false");
  if (!state.select.multiple && state.input.value.trim() === "" && state.select.querySelector('option[value=""]')) set(state, "");
  paint(state);
};

const set = (state, value) => {
  if (state.select.value === value) return;
  state.select.value = value;
  changed(state);
};
const changed = (state) => state.select.dispatchEvent(new Event("change", { bubbles: true }));

/* Several choices keep the order in which they were made: the form sends them as they stand. */
const choose = (state, option) => {
  const { select } = state;
  if (select.multiple) {
    const last = Array.from(select.selectedOptions).pop();
    option.selected = true;
    if (last) last.after(option);
    else select.prepend(option);
    changed(state);
    state.input.focus();
  } else {
    set(state, option.value);
    paint(state);
  }
  state.list.hidden = true;
  state.input.setAttribute("aria-expanded", "false");
};

const drop = (state, value) => {
  for (const option of state.select.options) if (option.value === value) option.selected = false;
  changed(state);
  state.input.focus();
};

const moveTo = (state, by) => {
  if (state.list.hidden) open(state);
  else mark(state, Math.max(0, Math.min(state.shown.length - 1, state.active + by)));
};
const dropLast = (state) => {
  const last = Array.from(state.select.selectedOptions).pop();
  if (last) drop(state, last.value);
};
const fold = (state) => {
  state.list.hidden = true;
  paint(state);
};
const deedOf = (state, key) => {
  const shown = !state.list.hidden;
  const deeds = {
    ArrowDown: () => moveTo(state, 1),
    ArrowUp: () => moveTo(state, -1),
    Backspace: state.select.multiple && !state.input.value ? () => dropLast(state) : null,
    Enter: shown && state.active >= 0 ? () => choose(state, state.shown[state.active]) : null,
    Escape: shown ? () => fold(state) : null,
  };
  return deeds[key];
};

const onKey = (state, event) => {
  if (event.isComposing || event.keyCode === 229) return;
  const deed = deedOf(state, event.key);
  if (!deed) return;
  event.preventDefault();
  deed();
};

const dressAll = (root) => {
  for (const select of root.querySelectorAll('select[data-typeahead=""], select[data-typeahead="true"]')) dress(select);
};
dressAll(document);
document.addEventListener("htmx:load", (event) => dressAll(event.target));
document.addEventListener("anbao:dress", (event) => dressAll(event.target));
