// A file owns one class, colours are tokens, and Chromium 80 must draw it (the offices' browsers).
// Chromium 80 lacks flex gap (84), :is/:where (88), aspect-ratio (88), inset (87), :has, nesting, @layer,
// container queries, dvh, color-mix. The browser list begins at 86 for what the plugin knows too coarsely;
// the rest is denied by name.
export default {
  plugins: ["stylelint-no-unsupported-browser-features"],
  rules: {
    "plugin/no-unsupported-browser-features": [
      true,
      {
        browsers: ["chrome >= 86"],
        // bare flex and grid gaps are told apart below; the others have a drawn fallback everywhere
        ignore: ["flexbox-gap", "css-resize", "css-appearance", "css-scrollbar", "css3-cursors", "font-unicode-range",
          "css-focus-visible", "css-text-wrap-balance", "multicolumn", "outline", "text-size-adjust"],
        ignorePartialSupport: true,
      },
    ],
    "color-no-hex": true,
    "color-named": "never",
    "declaration-no-important": true,
    "selector-max-id": 0,
    "function-disallowed-list": [["rgb", "rgba", "hsl", "hsla", "color-mix", "oklch"], { message: "a raw colour: name it in tokens.css" }],
    "property-disallowed-list": [
      ["aspect-ratio", "inset", "gap", "row-gap", "column-gap", "translate", "rotate", "scale", "accent-color", "content-visibility"],
      { message: "Chromium 80 lacks it, or lacks it in flex boxes: margins, grid-gap, transform" },
    ],
    "selector-pseudo-class-disallowed-list": [["has", "is", "where"], { message: "Chromium 80 lacks it" }],
    "at-rule-disallowed-list": [["layer", "container", "scope", "import", "property"], { message: "Chromium 80 lacks it" }],
    "unit-disallowed-list": [["dvh", "svh", "lvh", "cqw", "cqi"], { message: "Chromium 80 lacks it" }],
    "block-no-empty": true,
    "declaration-block-no-duplicate-properties": [true, { ignore: ["consecutive-duplicates-with-different-values"] }],
    "property-no-unknown": true,
    "unit-no-unknown": true,
  },
  overrides: [
    { files: ["**/tokens.css"], rules: { "color-no-hex": null, "color-named": null, "function-disallowed-list": null } },
    { files: ["**/print.css"], rules: { "declaration-no-important": null } },
  ],
};
