/* Chinese input: nothing is told while a word is being composed, and the finished word is told once.
   Loaded first, so that no other listener hears the letters in between. */
document.addEventListener(
  "input",
  (event) => {
    if (event.isComposing) event.stopImmediatePropagation();
  },
  true,
);

document.addEventListener(
  "compositionend",
  (event) => event.target.dispatchEvent(new Event("input", { bubbles: true })),
  true,
);
