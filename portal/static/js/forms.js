/* What every form does: errors get the focus, a pressed button says so and works once, typed text is not left behind. */
const words = () => document.querySelector("[data-words]").dataset;
const BUSY_AFTER = 400;

/* Errors: the summary has the focus; each of its lines leads to the field, or to the first choice of a group. */
const focusSummary = (root) => {
  const summary = root.querySelector("[data-error-summary]");
  if (summary) summary.focus();
};
document.addEventListener("click", (event) => {
  const link = event.target.closest("[data-error-summary] a");
  const target = link && document.getElementById(decodeURIComponent(link.hash.slice(1)));
  if (!target) return;
  event.preventDefault();
  const field = target.matches("input, select, textarea") ? target : target.querySelector("input, select, textarea");
  (field || target).focus();
  (target.closest(".field") || target).scrollIntoView({ block: "center" });
});

/* Pressed once: a second press while the first is under way does nothing; after a moment the button says so. */
const busy = new WeakMap();
const fill = (button, nodes) => {
  button.textContent = "";
  button.append(...nodes);
};
const release = (form) => {
  const state = busy.get(form);
  if (!state) return;
  clearTimeout(state.timer);
  if (state.button) {
    state.button.disabled = false;
    if (state.label) fill(state.button, state.label);
  }
  busy.delete(form);
};
const press = (form, button) => {
  const state = { button };
  state.timer = setTimeout(() => {
    if (!button) return;
    state.label = Array.from(button.childNodes);
    button.textContent = button.dataset.busyWord || words().wordBusy;
    button.disabled = true;
  }, BUSY_AFTER);
  busy.set(form, state);
};
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (event.defaultPrevented || form.method !== "post") return;
  if (busy.has(form)) {
    event.preventDefault();
    return;
  }
  if (form.dataset.confirm && !form.dataset.confirmed) {
    event.preventDefault();
    ask(form, event.submitter);
    return;
  }
  clean(form);
  press(form, event.submitter || form.querySelector("button[type=submit], button:not([type])"));
});
document.addEventListener("htmx:afterRequest", (event) => release(event.target.closest("form")));
window.addEventListener("pageshow", () => {
  for (const form of document.forms) release(form);
});

/* Asked first: the sentence names thing and effect, the button says what it does, the focus is on going back. */
const ask = (form, submitter) => {
  const button = submitter || form.querySelector("button[type=submit]");
  const dialog = document.createElement("dialog");
  dialog.className = "dialog";
  const text = document.createElement("p");
  text.textContent = form.dataset.confirm;
  const actions = document.createElement("div");
  actions.className = "dialog__actions";
  const back = document.createElement("button");
  back.className = "btn btn-secondary";
  back.textContent = words().wordCancel;
  const go = document.createElement("button");
  go.className = button.className;
  go.textContent = button.textContent.trim();
  actions.append(back, go);
  dialog.append(text, actions);
  document.body.append(dialog);
  dialog.addEventListener("close", () => dialog.remove());
  back.addEventListener("click", () => dialog.close());
  go.addEventListener("click", () => {
    form.dataset.confirmed = "yes";
    dialog.close();
    button.click();
    delete form.dataset.confirmed;
  });
  dialog.showModal();
  back.focus();
};

/* Typed text: leaving warns only if something is unsaved. Forms that save by themselves are autosave.js's. */
const touched = new Set();
const clean = (form) => touched.delete(form);
document.addEventListener("input", (event) => {
  const form = event.target.form;
  if (form && "guard" in form.dataset) touched.add(form);
});
window.addEventListener("beforeunload", (event) => {
  for (const form of touched) if (!form.isConnected) touched.delete(form);
  if (!touched.size) return;
  event.preventDefault();
  event.returnValue = "";
});

/* Filters: the address holds what was chosen, and nothing that was not. */
document.addEventListener("submit", (event) => {
  if (!("filter" in event.target.dataset)) return;
  for (const control of event.target.elements) if (control.name && control.value === "") control.disabled = true;
});
window.addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("form[data-filter]"))
    for (const control of form.elements) control.disabled = false;
});

focusSummary(document);
document.addEventListener("htmx:load", (event) => focusSummary(event.target));
