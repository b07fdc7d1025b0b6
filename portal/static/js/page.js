/* What every page does: menus that close, dialogs that open, dates that can be picked, parts that come later dressed alike. */
const token = () => document.querySelector('meta[name="csrf-token"]').content;

document.addEventListener("htmx:configRequest", (event) => {
  event.detail.headers["X-CSRFToken"] = token();
});

/* Menus: a click elsewhere or Escape closes them. */
const closeMenus = (except) => {
  for (const menu of document.querySelectorAll("details[data-menu][open]")) if (menu !== except) menu.open = false;
};
document.addEventListener("click", (event) => closeMenus(event.target.closest("details[data-menu]")));
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape" || event.isComposing) return;
  const open = document.querySelector("details[data-menu][open]");
  if (open) {
    open.open = false;
    open.querySelector("summary").focus();
  } else if (location.hash === "#rail") {
    location.hash = "#main";
  }
});

/* Links and buttons with data-dialog open their dialog instead of leading to the page that stands behind it. */
document.addEventListener("click", (event) => {
  const opener = event.target.closest("[data-dialog]");
  const dialog = opener && document.getElementById(opener.dataset.dialog);
  if (dialog) {
    event.preventDefault();
    dialog.showModal();
  }
  if (event.target.closest("[data-dialog-close]")) event.target.closest("dialog").close();
  if (event.target.closest("[data-print]")) window.print();
});

/* The browser's own calendar beside a date field. */
const dressDay = (place) => {
  const typed = document.getElementById(place.dataset.dayPicker);
  const picker = document.createElement("input");
  picker.type = "date";
  picker.className = "day-picker__input";
  picker.setAttribute("aria-label", document.querySelector("[data-words]").dataset.wordChooseDay);
  picker.addEventListener("focus", () => {
    if (/^\d{4}-\d\d-\d\d$/.test(typed.value)) picker.value = typed.value;
  });
  picker.addEventListener("change", () => {
    if (!picker.value) return;
    typed.value = picker.value;
    typed.dispatchEvent(new Event("input", { bubbles: true }));
    typed.dispatchEvent(new Event("change", { bubbles: true }));
  });
  place.append(picker);
  place.hidden = false;
};

const dress = (root) => {
  for (const place of root.querySelectorAll("[data-day-picker][hidden]")) dressDay(place);
  for (const button of root.querySelectorAll("[data-show-password][hidden]")) button.hidden = false;
};

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-show-password]");
  if (!button) return;
  const field = document.getElementById(button.dataset.showPassword);
  const shown = field.type === "password";
  field.type = shown ? "text" : "password";
  button.setAttribute("aria-pressed", String(shown));
  [button.textContent, button.dataset.otherWord] = [button.dataset.otherWord, button.textContent];
});

dress(document);
document.addEventListener("htmx:load", (event) => dress(event.target));
document.addEventListener("anbao:dress", (event) => dress(event.target));
