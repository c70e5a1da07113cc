// The messages of an open conversation: what is new is put where it belongs, and the reader stays where the reader is.
import htmx from "htmx.org";

const NEAR = 120; // pixels from the end that still count as reading the newest

export function keepThread() {
  document.body.addEventListener("htmx:oobBeforeSwap", (event) => {
    const { target, fragment } = event.detail;
    if (target.id === "lines") take(target, fragment);
    if (target.id === "composer" && !isNeeded(target, fragment)) event.detail.shouldSwap = false;
  });
  document.addEventListener("click", ({ target }) => {
    if (target.closest("[data-to-newest]")) toNewest();
    closeOptions(target);
  });
  document.addEventListener("keydown", ({ key, target }) => key === "Escape" && closeOptions(document.body, target));
  document.getElementById("thread-lines")?.addEventListener("scroll", () => isAtEnd() && offer(false), { passive: true });
  keepPlace();
  document.body.addEventListener("htmx:afterSettle", ({ detail }) => {
    detail.elt.querySelector(".ion-line__edit")?.scrollIntoView({ block: "nearest" });
  });
  if (!location.hash) begin();
}

/** Earlier messages come in above what is being read, which stays where it is; the one before it gets the focus. */
function keepPlace() {
  let reading, top;
  document.body.addEventListener("htmx:beforeSwap", ({ detail }) => {
    reading = detail.target.id === "earlier" ? document.querySelector(".ion-line") : null;
    top = reading?.getBoundingClientRect().top;
  });
  document.body.addEventListener("htmx:afterSwap", () => {
    if (!reading?.isConnected) return;
    const lines = [...document.querySelectorAll(".ion-line")];
    const before = lines[lines.indexOf(reading) - 1];
    setTimeout(() => before?.focus({ preventScroll: true })); // after the focus was given back to what was pressed
    scrollBox().scrollTop += reading.getBoundingClientRect().top - top;
    reading = null;
  });
}

/** The options close when something else is pressed, or by Escape, which goes back to where they were opened. */
function closeOptions(pressed, within) {
  const options = document.getElementById("thread-options");
  if (!options?.open || options.contains(pressed)) return;
  options.open = false;
  if (within && options.contains(within)) options.querySelector("summary").focus();
}

/** Lines that the page shows already are replaced where they stand; what remains in `fresh` is put at the end. */
function take(lines, fresh) {
  const wasAtEnd = isAtEnd();
  let last = lastNumber();
  for (const line of [...fresh.children]) {
    const known = document.querySelector(`[data-message="${line.dataset.message}"]`);
    const number = Number(line.dataset.number);
    if (known?.querySelector("form textarea")) line.remove(); // it is being written anew right now
    else if (known && known.dataset.number === line.dataset.number) replace(known, line);
    else if (known) known.remove(); // it waited for ION staff, and stands among the others now
    else if (number && number < last) line.remove(); // changed, further up than this page begins
    if (number > last) last = number;
  }
  if (fresh.children.length === 0) return;
  document.getElementById("no-lines")?.remove();
  markDays(lines, fresh);
  const isOwn = fresh.lastElementChild.hasAttribute("data-own");
  setTimeout(() => (wasAtEnd || isOwn ? toNewest() : offer(true)));
}

function replace(known, line) {
  known.replaceWith(line);
  htmx.process(line);
}

function lastNumber() {
  return Math.max(0, ...[...document.querySelectorAll("[data-number]")].map((line) => Number(line.dataset.number)));
}

function markDays(lines, fresh) {
  let day = [...lines.querySelectorAll("[data-day]")].pop()?.dataset.day;
  for (const line of [...fresh.children]) {
    if (line.dataset.day !== day) line.before(dayLine(line.dataset.day));
    day = line.dataset.day;
  }
}

function dayLine(day) {
  const line = document.createElement("li");
  line.className = "ion-thread__day";
  line.append(Object.assign(document.createElement("span"), { textContent: day }));
  return line;
}

/** A form to write in is never taken from under somebody's fingers; what stands in its place may change. */
function isNeeded(shown, fragment) {
  const fresh = fragment.querySelector?.("#composer") ?? fragment;
  const typed = shown.querySelector('textarea[name="markdown"]')?.value;
  return !typed && shown.dataset.state !== fresh.dataset?.state;
}

function begin() {
  const fresh = document.getElementById("new");
  const box = scrollBox();
  if (!box || !fresh) return;
  if (box !== document.scrollingElement) box.scrollTop = fresh.offsetTop - box.clientHeight / 3;
}

/** The messages scroll in a box of their own on wide screens, with the page on narrow ones. */
function scrollBox() {
  const box = document.getElementById("thread-lines");
  return !box || getComputedStyle(box).overflowY === "auto" ? box : document.scrollingElement;
}

function isAtEnd() {
  const box = scrollBox();
  if (!box) return false;
  if (box !== document.scrollingElement) return box.scrollHeight - box.scrollTop - box.clientHeight < NEAR;
  return document.getElementById("lines").getBoundingClientRect().bottom < innerHeight + NEAR;
}

function toNewest() {
  offer(false);
  const box = scrollBox();
  if (box !== document.scrollingElement) box.scrollTop = box.scrollHeight;
  else document.getElementById("lines").lastElementChild?.scrollIntoView({ block: "nearest" });
}

function offer(isNew) {
  const button = document.querySelector("[data-to-newest]");
  if (button) button.hidden = !isNew;
}
