// Text that was typed and could not be sent, since the sign-in had ended, waits in this tab until its writer is back.
// Never a password. What was taken by the site is forgotten, and all of it at sign-out.
import { toast } from "./toasts.js";

const KEY = "ion-drafts";
const TEXTS = 'textarea[name], input[type="text"][name], input:not([type])[name]';

export function keepDrafts() {
  settle();
  putBack();
  document.addEventListener("submit", ({ target }) => (isSignOut(target) ? write({}) : remember(target, true)), true);
  document.body.addEventListener("htmx:beforeOnLoad", ({ detail }) => {
    if (detail.xhr.status === 401) document.querySelectorAll("form").forEach((form) => remember(form, false));
  });
  document.body.addEventListener("htmx:afterRequest", ({ detail }) => {
    const { elt, xhr } = detail;
    if (elt.matches("form") && xhr.status > 0 && xhr.status < 500 && ![400, 401].includes(xhr.status)) forget(elt);
  });
}

/** The page after a form was sent: an error page means that the text was not taken, any other that it was. */
function settle() {
  const isRefused = document.querySelector(".ion-error-page") !== null;
  const drafts = read();
  for (const [key, draft] of Object.entries(drafts)) {
    if (!draft.sent) continue;
    if (isRefused) draft.sent = false;
    else delete drafts[key];
  }
  write(drafts);
}

function putBack() {
  const drafts = read();
  let isBack = false;
  for (const form of document.querySelectorAll('form[method="post"]')) {
    const draft = drafts[keyOf(form)];
    if (!draft || draft.user !== user()) continue;
    isBack = fill(form, draft.texts) || isBack;
    delete drafts[keyOf(form)];
  }
  write(drafts);
  if (isBack) toast("info", "What you typed before is here again.");
}

function fill(form, texts) {
  const open = fieldsOf(form).filter((field) => field.name in texts && field.value === field.defaultValue);
  for (const field of open) field.value = texts[field.name];
  return open.some((field) => field.value !== field.defaultValue);
}

function remember(form, sent) {
  const typed = fieldsOf(form).filter((field) => field.value !== field.defaultValue);
  if (form.method !== "post" || typed.length === 0) return;
  const texts = Object.fromEntries(typed.map((field) => [field.name, field.value]));
  write({ ...read(), [keyOf(form)]: { user: user(), sent, texts } });
}

function forget(form) {
  const { [keyOf(form)]: _, ...others } = read();
  write(others);
}

/** A password that is shown as text is none the less a password. */
function fieldsOf(form) {
  return [...form.querySelectorAll(TEXTS)].filter((field) => !field.autocomplete.includes("password"));
}

function keyOf(form) {
  return `${location.pathname} ${form.getAttribute("action")}`;
}

function isSignOut(form) {
  return form.getAttribute("action") === "/account/sign-out";
}

function user() {
  return document.getElementById("session")?.dataset.user ?? "";
}

function read() {
  try {
    return JSON.parse(sessionStorage.getItem(KEY)) ?? {};
  } catch {
    return {};
  }
}

function write(drafts) {
  try {
    if (Object.keys(drafts).length) sessionStorage.setItem(KEY, JSON.stringify(drafts));
    else sessionStorage.removeItem(KEY);
  } catch {
    // No storage, or it is full: the browser's own memory of the form has to do.
  }
}
