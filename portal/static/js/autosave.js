/* Every field of a form with data-autosave saves itself: a second after the last change, at once when it is left.
   One request at a time a form; lost ones are repeated until they arrive; the server answers with fragments out of band. */
const words = () => document.querySelector("[data-words]").dataset;
const PAUSE = 1000;
const WAITS = [2000, 4000, 8000, 15000, 30000];
const LEAVE_AT_LATEST = 2000;

/* What is known of a form: fields that wait, fields that were refused, what the server holds of each. */
const known = new Map();
const stateOf = (form) => {
  if (!known.has(form)) known.set(form, { waiting: new Set(), timers: new Map(), refused: new Map(), kept: new Map(), sending: null, tries: 0 });
  return known.get(form);
};
const autosaved = (element) => element.form && "autosave" in element.form.dataset && element.name ? element.form : null;
const valuesOf = (form, name) => new FormData(form).getAll(name).map(String);

/* What the page came with: the values in its source, which is what the server held. */
const named = (form, name) => Array.from(form.elements).filter((control) => control.name === name);
const ticked = (control) => control.type === "checkbox" || control.type === "radio";
const sourceOfSelect = (select) => {
  const found = Array.from(select.options).filter((option) => option.defaultSelected);
  if (!found.length && !select.multiple) found.push(...Array.from(select.options).slice(0, 1));
  return found.map((option) => option.value);
};
const sourceOfControl = (control) => {
  if (ticked(control)) return control.defaultChecked ? [control.value] : [];
  return control.options ? sourceOfSelect(control) : [control.defaultValue];
};
const sourceOf = (form, name) => named(form, name).flatMap(sourceOfControl);
const keptOf = (form, name) => stateOf(form).kept.get(name) || sourceOf(form, name);
const same = (a, b) => JSON.stringify(a) === JSON.stringify(b);

/* --- the state line ------------------------------------------------------------------------------------ */

const say = (state, sentence) => {
  const line = document.querySelector("[data-save-state]");
  if (!line || (line.dataset.state === state && line.textContent === sentence)) return;
  line.dataset.state = state;
  line.textContent = sentence;
};
const clock = () => new Date().toLocaleTimeString("zh-CN", { hour: "2-digit", minute: "2-digit", hourCycle: "h23", timeZone: "Asia/Shanghai" });
const tell = () => {
  const states = Array.from(known.values());
  const tries = Math.max(0, ...states.map((state) => state.tries));
  const refusals = states.flatMap((state) => Array.from(state.refused.values()));
  if (tries && navigator.onLine === false) say("trouble", words().wordOffline);
  else if (tries) say("trouble", words().wordRetrying.replace("{count}", tries));
  else if (refusals.includes("conflict")) say("trouble", words().wordConflict);
  else if (refusals.length) say("trouble", words().wordRejected);
  else if (states.some((state) => state.sending || state.waiting.size)) say("saving", words().wordSaving);
  else say("saved", words().wordSaved.replace("{time}", clock()));
};

/* --- sending ------------------------------------------------------------------------------------------- */

const schedule = (form, name, pause) => {
  const state = stateOf(form);
  clearTimeout(state.timers.get(name));
  state.waiting.add(name);
  state.timers.set(
    name,
    setTimeout(() => {
      state.timers.delete(name);
      pump(form);
    }, pause),
  );
};

const pump = async (form) => {
  const state = stateOf(form);
  if (state.sending || state.paused) return;
  const name = Array.from(state.waiting).find((waiting) => !state.timers.has(waiting));
  if (name === undefined) return;
  const values = valuesOf(form, name);
  state.waiting.delete(name);
  if (same(values, keptOf(form, name)) && !state.refused.has(name)) {
    pump(form);
    return;
  }
  state.sending = name;
  if (!state.tries) tell();
  const answer = await post(form, name, values);
  state.sending = null;
  await receive(form, name, values, answer);
};

const post = (form, name, values) => {
  const body = new URLSearchParams();
  body.append("csrf_token", document.querySelector('meta[name="csrf-token"]').content);
  body.append("field", name);
  for (const value of values) body.append(name, value);
  for (const value of keptOf(form, name)) body.append("was", value);
  const headers = { "HX-Request": "true", "X-Autosave": "true" };
  return fetch(form.dataset.autosave, { method: "POST", body, headers, keepalive: true }).catch(() => null);
};

const receive = async (form, name, values, answer) => {
  const state = stateOf(form);
  if (!answer || answer.status >= 500 || answer.status === 429) return repeat(form, name);
  state.tries = 0;
  if (answer.status === 401 || answer.status === 400) return pause(form, name);
  await insert(await answer.text());
  if (answer.ok) {
    state.kept.set(name, values);
    state.refused.delete(name);
    tryAgain(state);
    form.dispatchEvent(new CustomEvent("saved", { bubbles: true }));
  } else {
    state.refused.set(name, answer.status === 409 ? "conflict" : "rejected");
  }
  tell();
  return pump(form);
};

/* What was refused may have waited for just this field: a choice for its reason. */
const tryAgain = (state) => {
  for (const [name, why] of state.refused) {
    if (why !== "rejected" || state.timers.has(name)) continue;
    state.refused.delete(name);
    state.waiting.add(name);
  }
};

const repeat = (form, name) => {
  const state = stateOf(form);
  const wait = WAITS[Math.min(state.tries, WAITS.length - 1)];
  state.tries += 1;
  schedule(form, name, wait);
  tell();
};

/* Signed out: the field waits until somebody has signed in again. */
const pause = (form, name) => {
  const state = stateOf(form);
  state.waiting.add(name);
  state.paused = true;
  say("trouble", words().wordUnsaved);
  document.dispatchEvent(new CustomEvent("signin"));
};
const goOn = () => {
  for (const [form, state] of known) {
    state.paused = false;
    for (const timer of state.timers.values()) clearTimeout(timer);
    state.timers.clear();
    pump(form);
  }
};
document.addEventListener("signed-in", goOn);
window.addEventListener("online", goOn);
window.addEventListener("offline", tell);

/* --- fragments out of band: never the element that somebody types in ----------------------------------- */

const insert = async (text) => {
  const page = new DOMParser().parseFromString(text, "text/html");
  for (const piece of page.querySelectorAll("[hx-swap-oob]")) {
    const old = document.getElementById(piece.id);
    if (!old || old.contains(document.activeElement)) continue;
    piece.removeAttribute("hx-swap-oob");
    const fresh = document.importNode(piece, true);
    old.replaceWith(fresh);
    if (window.htmx) window.htmx.process(fresh);
    fresh.dispatchEvent(new CustomEvent("anbao:dress", { bubbles: true }));
  }
};

/* --- two people in one field ---------------------------------------------------------------------------- */

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-conflict-take]");
  const box = button && button.closest("[data-conflict]");
  const form = box && box.closest("form[data-autosave]");
  if (!form) return;
  event.preventDefault();
  const name = box.dataset.conflict;
  const theirs = JSON.parse(box.dataset.theirs);
  const state = stateOf(form);
  state.kept.set(name, theirs);
  if (button.dataset.conflictTake === "theirs") {
    take(form, name, theirs);
    state.refused.delete(name);
    tell();
  } else {
    schedule(form, name, 0);
  }
  const first = named(form, name).find((control) => control.type !== "hidden");
  box.textContent = "";
  box.hidden = true;
  if (first) first.focus();
});

const take = (form, name, values) => {
  for (const control of named(form, name)) {
    if (ticked(control)) control.checked = values.includes(control.value);
    else if (control.options) for (const option of control.options) option.selected = values.includes(option.value);
    else control.value = values[0] || "";
  }
};

/* --- listening ------------------------------------------------------------------------------------------ */

const OWN_PACE = "textarea, input:not([type=checkbox]):not([type=radio])";
document.addEventListener("input", (event) => {
  const form = autosaved(event.target);
  if (form) schedule(form, event.target.name, event.target.matches(OWN_PACE) ? PAUSE : 0);
});
document.addEventListener("change", (event) => {
  const form = autosaved(event.target);
  if (form) schedule(form, event.target.name, 0);
});

const unsaved = () =>
  Array.from(known).some(([form, state]) => form.isConnected && (state.sending || state.waiting.size || state.refused.size));
const settled = () => Array.from(known.values()).every((state) => !state.sending && !state.waiting.size);

/* A click that leads away waits a moment for what was just typed. */
const leave = (go) => {
  const began = Date.now();
  for (const element of [document.activeElement]) if (element && element.blur) element.blur();
  const look = () => {
    if (settled() || Date.now() - began > LEAVE_AT_LATEST) go();
    else setTimeout(look, 50);
  };
  look();
};
const plain = (event) => !(event.defaultPrevented || event.button || event.ctrlKey || event.metaKey || event.shiftKey);
const leadsAway = (link) =>
  link.origin === location.origin && !link.target && link.dataset.language === undefined && !(link.hash && link.pathname === location.pathname);
document.addEventListener("click", (event) => {
  const link = event.target.closest("a[href]");
  if (!link || !plain(event) || !leadsAway(link) || settled()) return;
  event.preventDefault();
  leave(() => location.assign(link.href));
});
window.addEventListener("beforeunload", (event) => {
  if (!unsaved()) return;
  event.preventDefault();
  event.returnValue = "";
});

/* Where fields save themselves no button is needed to save them. */
const hideButtons = (root) => {
  for (const element of root.querySelectorAll("[data-without-script]")) element.hidden = true;
};
hideButtons(document);
document.addEventListener("anbao:dress", (event) => hideButtons(event.target));
