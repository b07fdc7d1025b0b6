/* Files go one by one as soon as they are chosen or dropped: name, size, progress, result; one that is refused does not
   stop the others. Photos are made smaller here where the browser can. Without script the form sends them together. */
import { smaller } from "./shrink.js";

const readable = (size) => (size >= 1048576 ? `${(size / 1048576).toFixed(1)} MB` : `${Math.max(1, Math.round(size / 1024))} kB`);

const line = (box, file) => {
  const row = document.createElement("li");
  row.className = "upload__file";
  const name = document.createElement("span");
  name.className = "upload__name";
  name.textContent = file.name;
  const size = document.createElement("span");
  size.className = "upload__size";
  size.textContent = readable(file.size);
  const bar = document.createElement("progress");
  bar.max = 1;
  bar.value = 0;
  const result = document.createElement("span");
  result.className = "upload__result";
  result.setAttribute("role", "status");
  row.append(name, size, bar, result);
  box.querySelector("[data-upload-list]").append(row);
  return { row, bar, result };
};

const post = (form, field, file, bar) =>
  new Promise((done) => {
    const body = new FormData();
    body.append("csrf_token", document.querySelector('meta[name="csrf-token"]').content);
    body.append(field, file, file.name);
    const request = new window.XMLHttpRequest();
    request.open("POST", form.action);
    request.upload.addEventListener("progress", (event) => {
      if (event.lengthComputable) bar.value = event.loaded / event.total;
    });
    request.addEventListener("load", () => done(request));
    request.addEventListener("error", () => done(null));
    request.send(body);
  });

const parse = (text) => new DOMParser().parseFromString(text, "text/html");
const take = (page, id) => {
  const fresh = page.getElementById(id);
  const old = document.getElementById(id);
  if (fresh && old) old.replaceWith(document.importNode(fresh, true));
};

const send = async (form, input, shown, file) => {
  const words = document.querySelector("[data-words]").dataset;
  shown.row.dataset.state = "";
  shown.result.textContent = "";
  const answer = await post(form, input.name, file, shown.bar);
  const page = answer && parse(answer.responseText);
  if (answer && answer.status < 300) {
    shown.row.remove();
    take(page, "evidence");
    form.dispatchEvent(new CustomEvent("saved", { bubbles: true }));
    return;
  }
  const said = page && page.querySelector(`#${input.id}-error, .problem p, .notice__title`);
  shown.row.dataset.state = "bad";
  shown.bar.value = 0;
  shown.result.textContent = said ? said.textContent.trim() : words.wordOffline;
  if (!answer || answer.status >= 500) offerAgain(shown, words, () => send(form, input, shown, file));
};

const offerAgain = (shown, words, again) => {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "btn btn-secondary btn-sm";
  button.textContent = words.wordRetry;
  button.addEventListener("click", () => {
    button.remove();
    again();
  });
  shown.row.append(button);
};

const sendAll = async (box, files) => {
  const input = box.querySelector("input[type=file]");
  const form = input.form;
  for (const file of files) {
    const ready = await smaller(file);
    await send(form, input, line(box, ready), ready);
  }
  input.value = "";
};

document.addEventListener("change", (event) => {
  const box = event.target.closest("[data-upload]");
  if (box && event.target.files.length) sendAll(box, Array.from(event.target.files));
});
for (const [name, over] of [["dragover", true], ["dragleave", false], ["drop", false]]) {
  document.addEventListener(name, (event) => {
    const box = event.target.closest && event.target.closest("[data-upload]");
    if (!box) return;
    event.preventDefault();
    box.classList.toggle("upload--over", over);
    if (name === "drop") sendAll(box, Array.from(event.dataTransfer.files));
  });
}

/* The button is for those without script. */
const hideButtons = (root) => {
  for (const button of root.querySelectorAll("[data-upload-send]")) button.hidden = true;
};
hideButtons(document);
document.addEventListener("anbao:dress", (event) => hideButtons(event.target));
