// The text as readers will get it, drawn by the server while it is written.
import { render } from "./server.js";

const PAUSE = 600; // milliseconds without a key before the server is asked
const OPEN = "ion-editor-preview";

export class Preview {
  constructor(address, textOf) {
    this.address = address;
    this.textOf = textOf;
    this.element = document.createElement("details");
    this.element.className = "ion-editor__preview";
    const summary = document.createElement("summary");
    summary.textContent = "Preview";
    this.page = document.createElement("div");
    this.page.className = "ion-prose ion-editor__page";
    this.page.setAttribute("hx-disable", "");
    this.page.setAttribute("role", "region");
    this.page.setAttribute("aria-label", "Preview of the text");
    this.page.tabIndex = 0;
    this.element.append(summary, this.page);
    this.element.addEventListener("toggle", () => this.#toggled());
    this.element.open = remembered() === "yes";
  }

  /** The text has changed. */
  note() {
    clearTimeout(this.waiting);
    if (this.element.open) this.waiting = setTimeout(() => this.#draw(), PAUSE);
  }

  async #draw() {
    const text = this.textOf();
    if (text === this.drawn) return;
    this.asking?.abort();
    this.asking = new AbortController();
    this.drawn = text;
    try {
      const { html, problem } = await render(this.address, text, this.asking.signal);
      if (problem) this.drawn = null;
      if (problem) this.page.textContent = problem;
      else this.page.innerHTML = html || "<p>Nothing is written yet.</p>";
    } catch {
      // A newer request is on its way.
    }
  }

  #toggled() {
    remember(this.element.open ? "yes" : "no");
    if (this.element.open) this.#draw();
  }
}

function remembered() {
  try {
    return localStorage.getItem(OPEN);
  } catch {
    return null;
  }
}

function remember(value) {
  try {
    localStorage.setItem(OPEN, value);
  } catch {
    // The browser keeps nothing: it opens closed the next time.
  }
}
