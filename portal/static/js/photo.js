/* The photo of a form: made smaller, put back into its field, and shown; `data-state` says when it is ready. */
import { smaller } from "./shrink.js";

const previewOf = (input) => document.querySelector(`[data-photo-preview="${input.id}"]`);

const show = (preview, file) => {
  if (preview.src) URL.revokeObjectURL(preview.src);
  preview.hidden = !file;
  preview.dataset.state = "";
  if (file) preview.src = URL.createObjectURL(file);
};

const take = async (input) => {
  const file = input.files[0];
  const preview = previewOf(input);
  show(preview, file);
  if (!file) return;
  const ready = await smaller(file);
  if (input.files[0] !== file) return;
  if (ready !== file) {
    const chosen = new window.DataTransfer();
    chosen.items.add(ready);
    input.files = chosen.files;
  }
  preview.dataset.state = "ready";
};

/* What the server would refuse is asked for first: a form that comes back has lost its photo. */
const lacks = (place, form) => {
  const answer = form.querySelector("input[type=radio]:checked");
  if (place.matches("fieldset")) return !answer;
  return answer && answer.value === place.dataset.neededWith && !place.value.trim();
};

const say = (place, words) => {
  const field = place.closest("[data-field]");
  field.classList.toggle("field--error", Boolean(words));
  field.querySelector(".field__error").textContent = words;
};

document.addEventListener("submit", (event) => {
  const places = Array.from(event.target.querySelectorAll("[data-needed]"));
  for (const place of places) say(place, "");
  const lacking = places.find((place) => lacks(place, event.target));
  if (!lacking) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  say(lacking, lacking.dataset.needed);
  (lacking.querySelector("input") || lacking).focus();
}, true);

document.addEventListener("change", (event) => {
  if (event.target.matches("input[data-photo]")) take(event.target);
});
