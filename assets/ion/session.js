// Says two minutes before a sign-in ends that it will, and offers to stay. Nothing here leaves the page, so nothing
// that was typed is lost: at the end one signs in in another tab, and this page learns the new form token.
import { toast } from "./toasts.js";
import { isUnasked } from "./unasked.js";

const WARNED_BEFORE = 120_000; // milliseconds, as everything here
const LOOK_EVERY = 5_000;
const NOTED_EVERY = 300_000; // the server writes down a use at most this often, so it may know an older one
const SHARED = "ion-idle-until"; // what another tab of the same sign-in knows
const WORDS = {
  out: "You are not signed in yet.",
  other: "You are signed in as somebody else now. Open this page again to go on as them.",
  offline: "No connection. Try again in a moment.",
};

let dialog;
let ends = { idle: 0, absolute: 0 };
let told = "";

export function watchSession() {
  dialog = document.getElementById("session");
  if (!dialog) return;
  begin(dialog.dataset);
  setInterval(look, LOOK_EVERY);
  document.addEventListener("visibilitychange", () => (told === "over" && !document.hidden ? renew() : look()));
  document.body.addEventListener("htmx:afterRequest", ({ detail }) => {
    if (detail.successful && !isUnasked(detail)) used(Number(dialog.dataset.idleWhole) * 1000 - NOTED_EVERY);
  });
  dialog.querySelector('[action="/account/stay"]').addEventListener("submit", stay);
  dialog.querySelector("[data-signed-in]").addEventListener("click", renew);
}

function begin({ idle, absolute }) {
  ends = { idle: 0, absolute: Date.now() + Number(absolute) * 1000 };
  used(Number(idle) * 1000);
}

function used(lasts) {
  ends.idle = Math.max(ends.idle, Date.now() + lasts);
  try {
    localStorage.setItem(SHARED, String(Math.max(ends.idle, Number(localStorage.getItem(SHARED)))));
  } catch {
    // Without storage each tab knows of itself alone, and may warn too early.
  }
  look();
}

function look() {
  ends.idle = Math.max(ends.idle, sharedIdleEnd());
  const left = Math.min(ends.idle, ends.absolute) - Date.now();
  for (const place of dialog.querySelectorAll("[data-left]")) place.textContent = inWords(left);
  tell(stateAt(left));
}

function sharedIdleEnd() {
  try {
    return Number(localStorage.getItem(SHARED));
  } catch {
    return 0;
  }
}

function stateAt(left) {
  if (left <= 0) return "over";
  if (left > WARNED_BEFORE) return "";
  return ends.absolute <= ends.idle ? "last" : "warning";
}

function inWords(left) {
  if (left > 90_000) return "two minutes";
  return left > 45_000 ? "one minute" : "less than a minute";
}

/** Each state is told once: who closes the dialog is left alone until there is another thing to say. */
function tell(state) {
  if (state === told) return;
  told = state;
  if (!state) return void dialog.close();
  for (const part of dialog.querySelectorAll("[data-when]")) part.hidden = part.dataset.when !== state;
  const heading = dialog.querySelector("h2");
  heading.textContent = dialog.querySelector(`[data-when="${state}"]`).dataset.heading;
  if (!dialog.open) dialog.showModal();
  heading.focus();
}

async function stay(event) {
  event.preventDefault();
  try {
    const answer = await fetch(event.target.action, { method: "POST", body: new FormData(event.target) });
    if (answer.ok) used(Number(dialog.dataset.idleWhole) * 1000);
    else await renew();
  } catch {
    toast("error", WORDS.offline);
  }
}

/** Something that asks by itself learned that the sign-in has ended. */
export function signedOut() {
  if (!dialog) return;
  ends.idle = ends.absolute = 0;
  tell("over");
}

/** Asks who is signed in now. If it is the same person, the forms of this page are good again. */
export async function renew() {
  try {
    const answer = await fetch("/account/");
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    take(page.getElementById("session"), page.querySelector('meta[name="csrf-token"]'));
  } catch {
    say(WORDS.offline);
  }
}

function take(fresh, token) {
  if (!fresh || fresh.dataset.user !== dialog.dataset.user) {
    ends.idle = ends.absolute = 0;
    tell("over");
    say(fresh ? WORDS.other : WORDS.out);
    return;
  }
  document.querySelector('meta[name="csrf-token"]').content = token.content;
  for (const field of document.querySelectorAll('input[name="csrf_token"]')) field.value = token.content;
  say("");
  begin(fresh.dataset);
}

function say(words) {
  dialog.querySelector("[data-answer]").textContent = words;
}
