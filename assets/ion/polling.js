// What a page asks by itself every few seconds stays in the background: not in a hidden tab, less often where it gets
// no answer, told once and in its own place; and it takes nobody to the sign-in page.
import { signedOut } from "./session.js";
import { isUnasked } from "./unasked.js";

const LONGEST_PAUSE = 60_000; // milliseconds
const WORDS = {
  404: "This is no longer open to you.",
  none: "No connection. What is new will show when it is back.",
};
const pauses = new WeakMap(); // of what asks: since when it waits, until when, and how long that is
let isBackAt = 0; // when the browser last said that it has a connection again

export function askPolitely() {
  document.body.addEventListener("htmx:beforeRequest", (event) => {
    // A trigger filter would need eval, which the content security policy forbids.
    if (isUnasked(event.detail) && (document.hidden || isResting(event.detail.elt))) event.preventDefault();
  });
  addEventListener("online", () => (isBackAt = Date.now()));
  document.body.addEventListener("htmx:beforeOnLoad", (event) => {
    if (!isUnasked(event.detail) || event.detail.xhr.status !== 401) return;
    event.preventDefault(); // else htmx would leave the page, and what is being typed
    signedOut();
  });
  document.body.addEventListener("htmx:afterRequest", ({ detail }) => {
    const { elt } = detail.requestConfig; // what asked; it may be replaced by now
    if (!isUnasked(detail)) return;
    if (detail.xhr.status > 0 && detail.xhr.status < 400) goOn(elt);
    else wait(elt, detail.xhr.status);
  });
}

function isResting(element) {
  const pause = pauses.get(element);
  return pause !== undefined && pause.until > Date.now() && (pause.since > isBackAt || pause.until === Infinity);
}

function goOn(element) {
  pauses.delete(element);
  say(element, "");
}

/** Each time without an answer it asks half as often. What is gone is not asked for any more. */
function wait(element, status) {
  const lasts = Math.min((pauses.get(element)?.lasts ?? 5_000) * 2, LONGEST_PAUSE);
  const since = Date.now();
  pauses.set(element, { since, until: status === 404 ? Infinity : since + lasts, lasts });
  if (status !== 401) say(element, WORDS[status] ?? WORDS.none);
}

function say(element, words) {
  const place = document.getElementById(element.dataset.pollStatus ?? "");
  if (place && place.textContent !== words) place.textContent = words;
}
