// Where a message is written: Ctrl+Enter sends it, a draft of it is kept, chosen files are listed, and a message that
// could not be sent stays where it is and says so.
import { announce } from "./announce.js";

const KEPT_AFTER = 1500; // milliseconds without a key
const NOT_SENT = "Not sent. Your message is still here: try again in a moment.";
let timer = 0;
let keeping = Promise.resolve();
let chosen = null;

export function compose() {
  document.addEventListener("keydown", (event) => {
    const isSend = event.key === "Enter" && (event.ctrlKey || event.metaKey);
    if (!isSend || event.isComposing || !event.target.matches("[data-composer] textarea")) return;
    event.preventDefault();
    event.target.form.requestSubmit();
  });
  document.addEventListener("input", ({ target }) => target.matches("[data-draft]") && keepSoon(target));
  document.addEventListener("change", ({ target }) => target.matches("[data-attach]") && list(target));
  document.addEventListener("submit", ({ target }) => target.matches("[data-composer]") && clearTimeout(timer), true);
  document.addEventListener("visibilitychange", () => document.hidden && keepUnsaved());
  watchSending();
}

function watchSending() {
  const body = document.body;
  body.addEventListener("htmx:beforeRequest", ({ target }) => target.matches("[data-composer]") && say(target, ""));
  for (const failure of ["htmx:sendError", "htmx:responseError", "htmx:timeout"])
    body.addEventListener(failure, ({ target }) => target.matches("[data-composer]") && say(target, NOT_SENT));
  // A refused message comes back with its text; the browser would lose the files that were chosen for it.
  body.addEventListener("htmx:beforeSwap", ({ detail }) => {
    const field = detail.target.querySelector("[data-attach]");
    chosen = detail.xhr.status >= 400 ? field?.files : null;
  });
  body.addEventListener("htmx:afterSwap", () => {
    const field = document.querySelector("[data-attach]");
    if (field && chosen?.length) list(Object.assign(field, { files: chosen }));
    chosen = null;
  });
  body.addEventListener("htmx:afterRequest", ({ detail }) => {
    const isSent = detail.xhr.status === 200 && detail.requestConfig.elt.matches("[data-composer]");
    if (isSent) keeping.then(keepUnsaved); // a draft that was on its way meanwhile is none any more
  });
}

function say(form, words) {
  const place = form.querySelector("[data-not-sent]");
  if (place) place.textContent = words;
}

function keepSoon(field) {
  clearTimeout(timer);
  timer = setTimeout(() => (keeping = keep(field)), KEPT_AFTER);
}

function keepUnsaved() {
  const field = document.querySelector("[data-draft]");
  if (!field || field.value === (field.dataset.kept ?? field.defaultValue)) return;
  clearTimeout(timer);
  keeping = keep(field);
}

async function keep(field) {
  const text = field.value;
  const token = field.form.elements.csrf_token.value;
  const body = new URLSearchParams({ csrf_token: token, markdown: text, background: "yes" });
  try {
    const answer = await fetch(field.dataset.draft, { method: "POST", body, keepalive: true });
    if (answer.status !== 204) return;
    field.dataset.kept = text;
    show(text ? `Draft saved ${answer.headers.get("ION-Kept-At")}.` : "");
  } catch {
    // The text is in the page; it is kept with the next key, or when it is sent.
  }
}

function show(words) {
  const place = document.getElementById("draft-kept");
  if (place) place.textContent = words;
}

function list(field) {
  const place = document.getElementById("attached-names");
  const names = [...field.files].map((file) => file.name);
  place.replaceChildren(...names.map(row));
  if (names.length) place.append(remover(field));
  announce(names.length ? `Attached: ${names.join(", ")}` : "No files attached.");
}

function row(name) {
  return Object.assign(document.createElement("li"), { textContent: name });
}

function remover(field) {
  const button = Object.assign(document.createElement("button"), { type: "button", className: "ion-action" });
  button.textContent = field.files.length === 1 ? "Remove the file" : "Remove the files";
  button.addEventListener("click", () => {
    field.value = "";
    list(field);
    field.focus();
  });
  const item = document.createElement("li");
  item.append(button);
  return item;
}
