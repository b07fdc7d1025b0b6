// Our scripts run as they are written, in Chromium 80 and newer: ES2020, no build step, nothing that needs eval.
import compat from "eslint-plugin-compat";

const browser = ["document", "window", "navigator", "location", "history", "localStorage", "sessionStorage", "fetch",
  "FormData", "URL", "URLSearchParams", "Event", "CustomEvent", "MutationObserver", "IntersectionObserver",
  "ResizeObserver", "HTMLElement", "HTMLFormElement", "HTMLInputElement", "Element", "Node", "AbortController",
  "setTimeout", "clearTimeout", "setInterval", "clearInterval", "requestAnimationFrame", "getComputedStyle",
  "matchMedia", "console", "Intl", "DOMParser", "Blob", "File", "FileReader", "Headers", "htmx", "bootstrap", "CSS"];

export default [
  {
    files: ["**/*.js"],
    plugins: { compat },
    languageOptions: {
      ecmaVersion: 2020,
      sourceType: "module",
      globals: Object.fromEntries(browser.map((name) => [name, "readonly"])),
    },
    settings: { browsers: ["chrome >= 80"] },
    linterOptions: { reportUnusedDisableDirectives: "error" },
    rules: {
      "compat/compat": "error",
      "no-undef": "error",
      "no-unused-vars": ["error", { argsIgnorePattern: "^_" }],
      "no-eval": "error",
      "no-implied-eval": "error",
      "no-new-func": "error",
      "no-console": "error",
      "no-var": "error",
      "prefer-const": "error",
      "eqeqeq": "error",
      "no-alert": "error",
      "max-lines-per-function": ["error", { max: 60, skipComments: true }],
      "complexity": ["error", 10],
      "no-restricted-properties": ["error",
        { property: "innerHTML", message: "the server makes markup; use textContent or a <template>" },
        { property: "outerHTML", message: "the server makes markup" },
        { property: "replaceAll", message: "Chromium 85; use a regular expression" },
        { property: "replaceChildren", message: "Chromium 86; remove and append" },
        { property: "at", message: "Chromium 92" }],
    },
  },
];
