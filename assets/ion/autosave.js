// What is typed on the page of writing is kept on the server every ten seconds, unsaved, for its writer alone.
// Who leaves is warned only where something could not be kept.
import { renew } from "./session.js";

const KEEP_EVERY = 10_000; // milliseconds
const MOST_ON_LEAVING = 60_000; // bytes that a browser still sends for a page that is gone
const WORDS = {
  waits: "Nothing new is kept yet: first decide about the unsaved changes above.",
  out: "You are signed out. Your text is still on this page: sign in in another tab, then go on here.",
  failed: "Not kept: no good answer from the site. Your text is still on this page; it is tried again.",
};

export function keepCopies() {
  const form = document.querySelector("form[data-copy]");
  if (form) new Keeper(form).watch();
}

class Keeper {
  constructor(form) {
    this.form = form;
    this.status = document.getElementById("kept");
    this.waits = form.hasAttribute("data-copy-waits");
    this.kept = texts(form);
    this.failing = this.leaving = this.busy = false;
  }

  watch() {
    setInterval(() => this.keep(), KEEP_EVERY);
    this.form.addEventListener("submit", () => (this.leaving = true));
    addEventListener("pageshow", () => (this.leaving = false));
    document.addEventListener("visibilitychange", () => document.hidden && this.keep());
    addEventListener("pagehide", () => this.hasNews() && this.keepOnLeaving());
    addEventListener("beforeunload", (event) => {
      if (this.hasNews() && !this.keepOnLeaving()) event.preventDefault();
    });
  }

  hasNews() {
    return !this.leaving && texts(this.form) !== this.kept;
  }

  async keep() {
    if (this.busy || !this.hasNews()) return;
    if (this.waits) return this.say(WORDS.waits);
    const sent = texts(this.form);
    this.busy = true;
    try {
      this.take(await fetch(this.form.dataset.copy, { method: "POST", body: fields(this.form) }), sent);
    } catch {
      this.fail(WORDS.failed);
    } finally {
      this.busy = false;
    }
  }

  take(answer, sent) {
    if ([400, 401].includes(answer.status)) return this.askWhoIsHere();
    if (answer.status !== 204) return this.fail(WORDS.failed);
    this.kept = sent;
    this.failing = false;
    this.say(`Kept ${answer.headers.get("ION-Kept-At")}, not yet saved as a version`);
  }

  /** Signed out, or signed in anew in another tab: then this page learns the new form token and tries again. */
  async askWhoIsHere() {
    this.fail(WORDS.out);
    const known = token(this.form);
    await renew();
    if (token(this.form) !== known) await this.keep();
  }

  fail(words) {
    this.failing = true;
    this.say(words);
  }

  /** Whether the text is on its way: not when the last try failed, nor when it is too long for a page that goes. */
  keepOnLeaving() {
    const body = fields(this.form);
    if (this.failing || this.waits || body.toString().length > MOST_ON_LEAVING) return false;
    if (!navigator.sendBeacon(this.form.dataset.copy, body)) return false;
    this.kept = texts(this.form);
    return true;
  }

  say(words) {
    if (this.status.textContent !== words) this.status.textContent = words;
  }
}

function token(form) {
  return form.elements.csrf_token.value;
}

function fields(form) {
  return new URLSearchParams([...new FormData(form)].filter(([, value]) => typeof value === "string"));
}

/** What the fields say as one text, without the token, which a new sign-in replaces, and rows that are empty. */
function texts(form) {
  const said = [...fields(form)].filter(([name, value]) => name !== "csrf_token" && value !== "");
  return new URLSearchParams(said).toString();
}
