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

document.addEventListener("change", (event) => {
  if (event.target.matches("input[data-photo]")) take(event.target);
});
