/* An area is drawn over its plan: two clicks or a pull make a rectangle, or corner by corner; what is drawn stands in the typed list at once,
   and what is typed there is drawn. Corners and the area itself are moved by pointer or arrow keys. The last step can be undone. */
const SVG = "http://www.w3.org/2000/svg";
const STEP = 1;
const FINE_STEP = 0.2;
const MOVES = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

const editor = document.querySelector("[data-plan-editor]");
const form = editor.closest("form");
const svg = editor.querySelector("[data-plan-box] svg");
const list = editor.querySelector("[data-plan-corners]");
const hint = editor.querySelector("[data-plan-hint]");
const undoButton = editor.querySelector("[data-plan-undo]");
const lineOfList = list.querySelector("[data-plan-corner]").cloneNode(true);
const words = editor.dataset;
const view = svg.viewBox.baseVal;

/* Corners in percent of the plan; a polygon that is not closed yet takes further ones. */
let corners = [];
let closed = false;
let mode = "rectangle";
const before = [];

const within = (value) => Math.min(100, Math.max(0, value));
const tidy = (value) => String(Math.round(value * 100) / 100);
const toPixels = ([x, y]) => [(x * view.width) / 100, (y * view.height) / 100];
const toPercent = (event) => {
  const place = svg.createSVGPoint();
  place.x = event.clientX;
  place.y = event.clientY;
  const { x, y } = place.matrixTransform(svg.getScreenCTM().inverse());
  return [within((x / view.width) * 100), within((y / view.height) * 100)];
};

/* --- the typed list --- */
const numbersIn = (box) => Array.from(box.querySelectorAll("input"), (input) => parseFloat(input.value.replace("%", "")));
const linesOf = () => Array.from(list.querySelectorAll("[data-plan-corner]"));
const readList = () => linesOf().map(numbersIn).filter((pair) => pair.every((value) => value >= 0 && value <= 100));
const lineAt = (place) => {
  const lines = linesOf();
  if (lines[place]) return lines[place];
  const line = lineOfList.cloneNode(true);
  list.append(line);
  line.querySelector("[data-plan-number]").textContent = String(place + 1);
  const name = words.wordCorner.replace("{num}", String(place + 1));
  const inputs = line.querySelectorAll("input");
  inputs[0].setAttribute("aria-label", `${name} ${words.wordLeft}`);
  inputs[1].setAttribute("aria-label", `${name} ${words.wordTop}`);
  return line;
};
const fillList = () => {
  corners.forEach((corner, place) => lineAt(place).querySelectorAll("input").forEach((input, i) => (input.value = tidy(corner[i]))));
  linesOf().slice(corners.length + 1).forEach((line) => line.remove());
  lineAt(corners.length).querySelectorAll("input").forEach((input) => (input.value = ""));
};
const writeList = () => {
  fillList();
  form.dispatchEvent(new Event("input", { bubbles: true }));
};

/* --- what is seen --- */
const layer = document.createElementNS(SVG, "g");
svg.append(layer);
const element = (name, attributes) => {
  const made = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  layer.append(made);
  return made;
};
const radius = () => Math.max(view.width / 160, (7 * view.width) / svg.getBoundingClientRect().width);
const say = () => {
  hint.textContent = closed ? hint.dataset.hintClosed : hint.dataset[mode === "rectangle" ? "hintRectangle" : "hintPolygon"];
};
const show = () => {
  const focused = layer.contains(document.activeElement) ? document.activeElement.dataset.place : null;
  layer.textContent = "";
  const points = corners.map(toPixels).join(" ");
  const shape = { points, class: "plan-editor__shape", "stroke-width": radius() / 3 };
  if (closed) {
    element("polygon", { ...shape, tabindex: "0", role: "button", "aria-label": words.wordArea, "data-place": "all" });
  } else element("polyline", shape);
  corners.forEach((corner, place) => {
    const [cx, cy] = toPixels(corner);
    const label = `${words.wordCorner.replace("{num}", String(place + 1))} ${tidy(corner[0])}, ${tidy(corner[1])}`;
    element("circle", {
      cx, cy, r: radius(), class: "plan-editor__corner", "stroke-width": radius() / 3, tabindex: "0", role: "button", "aria-label": label,
      "data-place": String(place),
    });
  });
  if (focused !== null) {
    const again = layer.querySelector(`[data-place="${focused}"]`);
    if (again) again.focus();
  }
  undoButton.disabled = before.length === 0;
  say();
};

/* --- steps --- */
const remember = () => before.push({ corners: corners.map((corner) => [...corner]), closed });
const change = (deed) => {
  remember();
  deed();
  writeList();
  show();
};
const undo = () => {
  const last = before.pop();
  if (!last) return;
  ({ corners, closed } = last);
  writeList();
  show();
};
const close = () => {
  if (!closed && corners.length > 2) change(() => (closed = true));
};
const rectangle = ([x1, y1], [x2, y2]) => [[x1, y1], [x2, y1], [x2, y2], [x1, y2]];
const isWide = (one, other) => Math.abs(one[0] - other[0]) >= 0.5 && Math.abs(one[1] - other[1]) >= 0.5;
const addRectangle = (one, other) =>
  change(() => {
    corners = rectangle(one, other);
    closed = true;
  });
const add = (place) => {
  if (mode === "rectangle" && corners.length === 1) {
    if (isWide(corners[0], place)) addRectangle(corners[0], place);
  } else change(() => corners.push(place));
};
const move = (which, [dx, dy]) => {
  const moved = which === "all" ? corners : [corners[Number(which)]];
  const allowed = moved.every(([x, y]) => within(x + dx) === x + dx && within(y + dy) === y + dy);
  if (!allowed) return;
  for (const corner of moved) {
    corner[0] += dx;
    corner[1] += dy;
  }
};

/* --- pointer --- */
let dragged = null;
let pulledFrom = null;
svg.addEventListener("pointerdown", (event) => {
  const { place } = event.target.dataset;
  if (event.button !== 0) return;
  if (place === undefined) {
    const begins = mode === "rectangle" && !closed && !corners.length && event.pointerType !== "touch";
    pulledFrom = begins ? toPercent(event) : null;
    return;
  }
  event.preventDefault();
  event.target.focus();
  dragged = { place, from: toPercent(event), moved: false };
  svg.setPointerCapture(event.pointerId);
});
svg.addEventListener("pointermove", (event) => {
  if (!dragged && !pulledFrom) return;
  const to = toPercent(event);
  if (pulledFrom && isWide(pulledFrom, to)) {
    corners = rectangle(pulledFrom, to);
    show();
    corners = [];
  }
  if (!dragged) return;
  if (!dragged.moved) remember();
  dragged.moved = true;
  move(dragged.place, [to[0] - dragged.from[0], to[1] - dragged.from[1]]);
  dragged.from = to;
  show();
});
for (const end of ["pointerup", "pointercancel"])
  svg.addEventListener(end, (event) => {
    const from = pulledFrom;
    pulledFrom = null;
    if (from && end === "pointerup" && isWide(from, toPercent(event))) addRectangle(from, toPercent(event));
    if (dragged && dragged.moved) writeList();
    dragged = null;
  });
svg.addEventListener("click", (event) => {
  if (closed || event.target.dataset.place !== undefined || event.detail > 1) return;
  add(toPercent(event));
});
svg.addEventListener("dblclick", (event) => {
  event.preventDefault();
  close();
});

/* --- keyboard --- */
const moveByKey = (place, direction, step) => change(() => move(place, direction.map((one) => one * step)));
const deedOfCorner = (event, place) => {
  if (MOVES[event.key]) return () => moveByKey(place, MOVES[event.key], event.shiftKey ? FINE_STEP : STEP);
  const takesAway = event.key === "Delete" || event.key === "Backspace";
  return takesAway && place !== "all" && corners.length > 3 ? () => change(() => corners.splice(Number(place), 1)) : null;
};
const deedOf = (event) => {
  if (event.target.matches("input, select, textarea")) return null;
  if (event.key === "z" && (event.ctrlKey || event.metaKey)) return undo;
  const { place } = event.target.dataset;
  const deed = place === undefined ? null : deedOfCorner(event, place);
  return deed || (event.key === "Enter" && !event.target.matches("button, a, summary") ? close : null);
};
document.addEventListener("keydown", (event) => {
  const deed = event.isComposing || event.keyCode === 229 ? null : deedOf(event);
  if (!deed) return;
  event.preventDefault();
  deed();
});

/* --- tools and typing --- */
editor.addEventListener("click", (event) => {
  const chosen = event.target.closest("[data-plan-mode]");
  if (chosen) {
    mode = chosen.dataset.planMode;
    for (const button of editor.querySelectorAll("[data-plan-mode]")) button.setAttribute("aria-pressed", String(button === chosen));
    say();
  }
  if (event.target.closest("[data-plan-undo]")) undo();
  if (event.target.closest("[data-plan-clear]") && corners.length)
    change(() => {
      corners = [];
      closed = false;
    });
});
list.addEventListener("change", () => {
  remember();
  corners = readList();
  closed = corners.length > 2;
  show();
});
editor.querySelector("[data-plan-rectangle]").addEventListener("change", (event) => {
  const [left, top, width, height] = numbersIn(event.currentTarget);
  if (!(left >= 0 && top >= 0 && left + width <= 100 && top + height <= 100)) return;
  change(() => {
    corners = rectangle([left, top], [left + width, top + height]);
    closed = true;
  });
});

corners = readList();
closed = corners.length > 2;
editor.querySelector("[data-plan-tools]").hidden = false;
hint.hidden = false;
if (corners.length) fillList();
show();
