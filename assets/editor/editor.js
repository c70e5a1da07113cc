// One text to write: a toolbar, two ways to write it, and a preview. Without script, the textarea is all there is.
import { announce } from "../ion/announce.js";
import { askLink } from "./link.js";
import { htmlOf, withFreeNotes } from "./pasting.js";
import { Plain } from "./plain.js";
import { Preview } from "./preview.js";
import { readFaithfully } from "./reading.js";
import { Rich } from "./rich.js";
import { convert } from "./server.js";
import { Toolbar } from "./toolbar.js";
import { BUTTONS, TABLE_BUTTONS, WORDS } from "./words.js";

const LONGEST = 150_000; // signs; beyond, reading a text takes the browser too long
const MODE = "ion-editor-mode";
const CHECK = 1000; // milliseconds after the last change

export class Editor {
  constructor(textarea) {
    this.textarea = textarea;
    this.plain = new Plain(textarea);
    this.rich = null;
    this.toolbar = new Toolbar(WORDS.toolbar, this.#deeds(), () => this.current.focus());
    this.preview = textarea.dataset.rendered && new Preview(textarea.dataset.rendered, () => this.#text());
    this.#build();
    this.#listen();
    this.#choose(remembered() === "plain" ? "plain" : "rich", { isAsked: false });
    if (location.hash === `#${textarea.id}`) this.current.focus(); // "Go to it", from the checklist
  }

  get current() {
    return this.rich ?? this.plain;
  }

  /** Puts Markdown where the cursor is, in either way of writing. */
  insert(markdown) {
    this.current.insert(markdown);
  }

  #text() {
    this.rich?.flush();
    return this.textarea.value;
  }

  #deeds() {
    const offered = BUTTONS.filter(([name]) => name !== "picture" || document.getElementById("files"));
    return [...offered, ...TABLE_BUTTONS].map(([name, label, title]) => {
      return { name, label, title, press: () => this.#press(name) };
    });
  }

  #build() {
    const { textarea } = this;
    this.label = document.querySelector(`label[for="${textarea.id}"]`);
    this.label.id ||= `${textarea.id}-label`;
    this.modes = element("div", "ion-editor__modes", { role: "group", "aria-label": WORDS.modes });
    for (const mode of ["rich", "plain"]) {
      const button = element("button", "ion-editor__mode", { type: "button", "data-mode": mode });
      button.textContent = WORDS[mode];
      button.addEventListener("click", () => this.#choose(mode, { isAsked: true }));
      this.modes.append(button);
    }
    this.place = element("div", "ion-editor__place", {});
    this.hint = element("p", "usa-hint ion-editor__hint", { id: `${textarea.id}-keys` });
    this.status = element("p", "ion-editor__status", {});
    const whole = element("div", "ion-editor", {});
    textarea.before(whole);
    this.place.append(textarea);
    whole.append(this.modes, this.toolbar.element, this.place, this.hint, this.status);
    if (this.preview) whole.append(this.preview.element);
  }

  #listen() {
    const { textarea } = this;
    textarea.addEventListener("input", () => this.#noted());
    textarea.addEventListener("keydown", (event) => this.#key(event));
    textarea.addEventListener("paste", (event) => this.#pasted(event, event.clipboardData));
    textarea.form?.addEventListener("submit", () => this.rich?.flush(), true);
    textarea.form?.addEventListener("formdata", ({ formData }) => formData.set(textarea.name, this.#text()));
    this.label.addEventListener("click", () => this.rich?.focus());
    document.addEventListener("click", ({ target }) => {
      if (this.rich && target.closest(`a[href="#${textarea.id}"]`)) this.rich.focus(); // a line of the error summary
    });
  }

  /** Rich where the text allows it, else plain; `isAsked` says that somebody pressed for it just now. */
  #choose(mode, { isAsked }) {
    if (isAsked) remember(mode);
    const text = this.#text();
    const doc = mode === "rich" && text.length <= LONGEST ? readFaithfully(text) : null;
    this.rich?.destroy();
    this.rich?.element.remove();
    this.rich = doc && new Rich(doc, this.#attributes(), this.#hooks());
    if (this.rich) this.place.append(this.rich.element);
    else this.toolbar.update({}, (name) => !isOfTable(name));
    this.textarea.hidden = Boolean(this.rich);
    document.getElementById(`${this.textarea.id}-hint`)?.toggleAttribute("hidden", Boolean(this.rich)); // on Markdown
    this.hint.textContent = this.rich ? WORDS.richKeys : WORDS.plainKeys;
    for (const button of this.modes.children) {
      button.setAttribute("aria-pressed", String(button.dataset.mode === (this.rich ? "rich" : "plain")));
    }
    const isRefused = mode === "rich" && !this.rich;
    if (isRefused || isAsked) this.#say(isRefused ? WORDS.onlyPlain : "", { aloud: isAsked });
    if (isAsked) this.current.focus();
  }

  #attributes() {
    const described = [this.hint.id, `${this.textarea.id}-error`].filter((id) => document.getElementById(id));
    const invalid = this.textarea.getAttribute("aria-invalid");
    return {
      "aria-labelledby": this.label.id,
      "aria-describedby": described.join(" "),
      ...(invalid && { "aria-invalid": invalid }),
    };
  }

  #hooks() {
    return {
      changed: (markdown) => {
        this.textarea.value = markdown;
        this.textarea.dispatchEvent(new Event("input", { bubbles: true }));
      },
      moved: (states, isInTable) => this.toolbar.update(states, (name) => isInTable || !isOfTable(name)),
      pasted: (event, data) => this.#pasted(event, data),
      askForLink: () => this.#press("link") ?? true,
      goToToolbar: () => this.toolbar.focus() ?? true,
    };
  }

  #noted() {
    this.preview?.note();
    clearTimeout(this.checking);
    if (this.rich) this.checking = setTimeout(() => this.#check(), CHECK);
  }

  #check() {
    const isWell = !this.rich || this.rich.comesBack();
    if (!isWell) this.#say(WORDS.touching, { aloud: false });
    else if (this.status.textContent === WORDS.touching) this.#say("", { aloud: false });
  }

  #press(name) {
    if (name === "link") this.#link();
    else if (name === "picture") goToPictures();
    else this.current.press(name);
  }

  async #link() {
    const writer = this.current;
    const at = writer.linkAt();
    const answer = await askLink(at);
    if (answer) writer.link(answer, at);
    else writer.focus();
  }

  #key(event) {
    const name = { b: "bold", i: "italic", k: "link" }[event.key.toLowerCase()];
    const isDeed = name && (event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey;
    if (isDeed) this.#press(name);
    else if (event.altKey && event.key === "F10") this.toolbar.focus();
    else return;
    event.preventDefault();
  }

  /** Whether a paste is taken over: HTML goes to the server and comes back as Markdown, files have a place below. */
  #pasted(event, data) {
    if (!data) return false;
    const html = htmlOf(data);
    const words = data.getData("text/plain");
    const isFile = data.files.length > 0 && !html && !words;
    if (!html && !isFile) return false;
    event.preventDefault();
    if (isFile) this.#say(WORDS.files, { aloud: true });
    else this.#convert(html, words);
    return true;
  }

  async #convert(html, words) {
    const writer = this.current;
    this.#say(WORDS.converting, { aloud: false });
    const { markdown, dropped, problem } = await convert(this.textarea.dataset.paste, html);
    if (writer !== this.current) return this.#say(WORDS.turned, { aloud: true });
    if (problem !== undefined) return this.#say(problem, { aloud: true });
    if (markdown) writer.insert(this.rich ? markdown : withFreeNotes(markdown, this.textarea.value));
    else if (!dropped) writer.type(words);
    this.#say(dropped, { aloud: true });
  }

  #say(words, { aloud }) {
    this.status.textContent = words;
    if (aloud && words) announce(words);
  }
}

function element(name, className, attributes) {
  const made = document.createElement(name);
  made.className = className;
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  return made;
}

function isOfTable(name) {
  return TABLE_BUTTONS.some(([each]) => each === name);
}

/** To the pictures that are kept here, or to where one is added. */
function goToPictures() {
  const panel = document.getElementById("files");
  const target = panel?.querySelector("[data-insert]:not([hidden])") ?? panel?.querySelector('input[type="file"]');
  target?.focus();
  announce(WORDS.pictures);
}

function remembered() {
  try {
    return localStorage.getItem(MODE);
  } catch {
    return null;
  }
}

function remember(mode) {
  try {
    localStorage.setItem(MODE, mode);
  } catch {
    // The browser keeps nothing: rich is offered again the next time.
  }
}
