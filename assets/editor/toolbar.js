// A row of buttons that is one stop of the Tab key: arrows, Home and End move within, Escape goes back to the text.
/** `deeds`: { name, label, title, press } in order; a deed without a button of its own name is left out. */
export class Toolbar {
  constructor(label, deeds, leave) {
    this.element = document.createElement("div");
    this.element.className = "ion-editor__toolbar";
    this.element.setAttribute("role", "toolbar");
    this.element.setAttribute("aria-label", label);
    this.buttons = deeds.map((deed) => this.#button(deed));
    this.element.append(...this.buttons);
    this.element.addEventListener("keydown", (event) => this.#move(event, leave));
    this.element.addEventListener("focusin", ({ target }) => this.#stopAt(target));
    this.#stopAt(this.buttons[0]);
  }

  focus() {
    this.buttons.find((button) => button.tabIndex === 0 && !button.hidden)?.focus();
  }

  /** Shows which deeds are in force where the cursor is (`true`, `false`, null: not a state), and which are there. */
  update(states, isShown = () => true) {
    for (const button of this.buttons) {
      const state = states[button.dataset.deed] ?? null;
      if (state === null) button.removeAttribute("aria-pressed");
      else button.setAttribute("aria-pressed", String(state));
      button.hidden = !isShown(button.dataset.deed);
    }
    const stop = this.buttons.find((button) => button.tabIndex === 0);
    if (stop?.hidden) this.#stopAt(this.#shown()[0]);
  }

  #button({ name, label, title, press }) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "ion-editor__button";
    button.dataset.deed = name;
    button.textContent = label;
    if (title) button.title = title;
    button.addEventListener("mousedown", (event) => event.preventDefault()); // the text keeps its selection
    button.addEventListener("click", press);
    return button;
  }

  #shown() {
    return this.buttons.filter((button) => !button.hidden);
  }

  #stopAt(target) {
    for (const button of this.buttons) button.tabIndex = button === target ? 0 : -1;
  }

  #move(event, leave) {
    const shown = this.#shown();
    const at = shown.indexOf(document.activeElement);
    const to = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: shown.length - 1 }[event.key];
    if (event.key === "Escape") leave();
    else if (to !== undefined) shown[(to + shown.length) % shown.length].focus();
    else return;
    event.preventDefault();
  }
}
