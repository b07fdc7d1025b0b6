/* The photo of a form: made smaller, put back into its field, and shown. */
import { smaller } from "./shrink.js";

const show = (input, file) => {
  const preview = document.querySelector(`[data-photo-preview="${input.id}"]`);
  if (!preview) return;
  if (preview.src) URL.revokeObjectURL(preview.src);
  preview.hidden = !file;
  if (file) preview.src = URL.createObjectURL(file);
};

const take = async (input) => {
  const file = input.files[0];
  show(input, file);
  if (!file) return;
  const ready = await smaller(file);
  if (ready === file || input.files[0] !== file) return;
  const chosen = new window.DataTransfer();
  chosen.items.add(ready);
  input.files = chosen.files;
};

document.addEventListener("change", (event) => {
  if (event.target.matches("input[data-photo]")) take(event.target);
});
