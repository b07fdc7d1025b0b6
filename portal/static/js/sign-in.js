/* A sign-in that ran out while somebody types: the sign-in form opens over the page, then what waited is sent again.
   Anyone may ask for it by the event "signin"; "signed-in" tells that it is done. */
const words = () => document.querySelector("[data-words]").dataset;
const parse = (text) => new DOMParser().parseFromString(text, "text/html");
const actorOf = (page) => page.body.dataset.actor;
const waiting = [];
let dialog = null;

/* Signed in again elsewhere: the page only needs the new token. One that is refused at once is not asked for at once. */
const PATIENCE = 10000;
let renewedAt = 0;

const open = async () => {
  if (dialog || !document.body.dataset.signIn) return;
  dialog = document.createElement("dialog");
  dialog.className = "dialog";
  dialog.addEventListener("cancel", (event) => event.preventDefault());
  dialog.addEventListener("submit", send);
  document.body.append(dialog);
  const answer = await fetch(document.body.dataset.signIn).catch(() => null);
  if (!answer || !answer.ok) {
    close();
    setTimeout(open, 3000);
    return;
  }
  const page = parse(await answer.text());
  if (page.querySelector("main form [name=sign_in_name]")) show(page);
  else setTimeout(resume, Date.now() - renewedAt < PATIENCE ? PATIENCE : 0);
};

const close = () => {
  dialog.remove();
  dialog = null;
};

const show = (page) => {
  const title = document.createElement("h2");
  title.className = "dialog__title";
  title.textContent = words().wordSignedOut;
  const note = document.createElement("p");
  note.textContent = words().wordSignedOutNote;
  dialog.textContent = "";
  const summary = page.querySelector("[data-error-summary]");
  const form = page.querySelector("main form");
  dialog.append(title, note, ...(summary ? [summary] : []), form);
  if (!dialog.open) dialog.showModal();
  form.dispatchEvent(new CustomEvent("anbao:dress", { bubbles: true }));
  (summary || form.querySelector("input:not([type=hidden])")).focus();
};

const send = async (event) => {
  event.preventDefault();
  const form = event.target;
  const body = new URLSearchParams(new FormData(form));
  const answer = await fetch(form.action, { method: "POST", body }).catch(() => null);
  if (!answer) return;
  const page = parse(await answer.text());
  if (answer.ok && !page.querySelector("[data-error-summary]")) await resume();
  else show(page);
};

/* The new sign-in has a new token; the same page, asked again, tells it. */
const resume = async () => {
  const answer = await fetch(location.href);
  const page = parse(await answer.text());
  if (actorOf(page) !== actorOf(document)) {
    startAnew();
    return;
  }
  renew(page);
  close();
  document.dispatchEvent(new CustomEvent("signed-in"));
};

/* What was typed is the first person's: it is not saved under another name. */
const startAnew = () => {
  const note = document.createElement("p");
  note.textContent = words().wordOtherPerson;
  const button = document.createElement("button");
  button.className = "btn btn-primary";
  button.textContent = words().wordClose;
  button.addEventListener("click", () => location.reload());
  dialog.textContent = "";
  dialog.append(note, button);
  if (!dialog.open) dialog.showModal();
  button.focus();
};

const renew = (page) => {
  renewedAt = Date.now();
  const token = page.querySelector('meta[name="csrf-token"]').content;
  document.querySelector('meta[name="csrf-token"]').content = token;
  for (const input of document.querySelectorAll('input[name="csrf_token"]')) input.value = token;
};

document.addEventListener("signin", open);

/* Requests of htmx that were refused for it are made again, with the new token. */
document.addEventListener("htmx:responseError", (event) => {
  if (event.detail.xhr.status === 401) waiting.push(event.detail);
});
document.addEventListener("signed-in", () => {
  for (const { requestConfig, target } of waiting.splice(0)) {
    const { verb, path, elt, parameters } = requestConfig;
    const values = Object.fromEntries(Object.entries(parameters).filter(([name]) => name !== "csrf_token"));
    window.htmx.ajax(verb, path, { source: elt, target, values });
  }
});
