// Keys for slides: the arrows anywhere on the page of a deck, Page Up, Page Down, Home and End while the slide has the
// focus, since elsewhere they scroll. Each presses the link that does the same without script.
import { focusOn } from "./focus.js";

const ANYWHERE = { ArrowLeft: "previous", ArrowRight: "next" };
const WITHIN = { PageUp: "previous", PageDown: "next", Home: "first", End: "last" };
const OWN_KEYS = "input, textarea, select, [contenteditable], [role=region][tabindex]";
let hadFocus = false;

export function stepThroughSlides() {
  document.addEventListener("keydown", step);
  document.body.addEventListener("htmx:beforeSwap", ({ detail }) => {
    hadFocus = detail.target.matches("[data-slides]") && detail.target.contains(document.activeElement);
  });
  // The button that was pressed is gone on the first slide and on the last.
  document.body.addEventListener("htmx:afterSettle", () => {
    const slide = document.querySelector("[data-slides]");
    if (hadFocus && slide && !slide.contains(document.activeElement)) focusOn(slide);
    hadFocus = false;
  });
}

function step(event) {
  const slide = document.querySelector("[data-slides]");
  if (!slide || event.ctrlKey || event.metaKey || event.altKey || event.shiftKey || event.target.closest(OWN_KEYS)) return;
  const way = ANYWHERE[event.key] ?? (slide.contains(document.activeElement) ? WITHIN[event.key] : undefined);
  const link = way && slide.querySelector(`[data-step="${way}"]`);
  if (!link) return;
  event.preventDefault();
  link.click();
}
