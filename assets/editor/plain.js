// Writing Markdown itself: the toolbar types the signs. Every deed is one step of the browser's own undo.
import { highestNote } from "./pasting.js";

const TABLE = "| Heading | Heading |\n| --- | --- |\n| Words | Words |\n| Words | Words |";
const LINES = { bullets: "- ", numbers: "1. ", quote: "> " };
const HEADING = /^#{1,6} +/;

export class Plain {
  constructor(textarea) {
    this.textarea = textarea;
    this.element = textarea;
  }

  focus() {
    this.textarea.focus();
  }

  get selected() {
    return this.textarea.value.slice(this.textarea.selectionStart, this.textarea.selectionEnd);
  }

  /** Puts text in place of what is selected, and selects [from, to) of it; the cursor goes behind it otherwise. */
  type(text, from = text.length, to = from) {
    const { textarea } = this;
    const start = textarea.selectionStart;
    textarea.focus();
    if (!document.execCommand("insertText", false, text)) {
      textarea.setRangeText(text, start, textarea.selectionEnd, "end");
      textarea.dispatchEvent(new Event("input", { bubbles: true }));
    }
    textarea.setSelectionRange(start + from, start + to);
  }

  /** Puts Markdown in; blocks of their own are set apart from the words around them. */
  insert(markdown) {
    const { value, selectionStart, selectionEnd } = this.textarea;
    const isBlock = /\n|^(#|[-*] |\d+\. |>|\||!\[|\[\^)/.test(markdown);
    if (!isBlock) return this.type(markdown);
    const [before, after] = [value.slice(0, selectionStart), value.slice(selectionEnd)];
    const head = before.trim() ? "\n".repeat(Math.max(0, 2 - /\n*$/.exec(before)[0].length)) : "";
    const tail = after.trim() ? "\n".repeat(Math.max(0, 2 - /^\n*/.exec(after)[0].length)) : "";
    this.type(head + markdown + tail);
  }

  press(name) {
    if (name.startsWith("heading-")) return this.#head(Number(name.slice(-1)));
    if (LINES[name]) return this.#prefix(name);
    const deeds = {
      bold: () => this.#surround("**", "bold words"),
      italic: () => this.#surround("*", "italic words"),
      "pull-quote": () => this.insert(`::: pull-quote\n${this.selected || "Words from the text"}\n:::`),
      table: () => this.insert(TABLE),
      footnote: () => this.#note(),
    };
    deeds[name]?.();
  }

  /** What a link would be set on; the dialog takes the focus, and with it the selection. */
  linkAt() {
    const { selectionStart: from, selectionEnd: to } = this.textarea;
    return { from, to, href: "", words: this.selected, asksWords: from === to };
  }

  link({ href, words }, { from, to }) {
    this.textarea.setSelectionRange(from, to);
    const target = href.replace(/[()\s<>]/g, (sign) => `%${sign.charCodeAt(0).toString(16).padStart(2, "0")}`);
    if (href) this.type(`[${(this.selected || words).replace(/(?<!\\)[[\]]/g, "\\$&")}](${target})`);
  }

  #surround(sign, words) {
    const { textarea, selected } = this;
    const outside = textarea.value.slice(textarea.selectionStart - sign.length, textarea.selectionEnd + sign.length);
    if (selected && outside === sign + selected + sign) {
      textarea.setSelectionRange(textarea.selectionStart - sign.length, textarea.selectionEnd + sign.length);
      return this.type(selected, 0, selected.length);
    }
    const inner = selected || words;
    this.type(sign + inner + sign, sign.length, sign.length + inner.length);
  }

  /** Selects whole lines and puts others in their place. */
  #change(change) {
    const { textarea } = this;
    const start = textarea.value.lastIndexOf("\n", textarea.selectionStart - 1) + 1;
    const found = textarea.value.indexOf("\n", textarea.selectionEnd);
    const end = found < 0 ? textarea.value.length : found;
    const changed = change(textarea.value.slice(start, end).split("\n")).join("\n");
    textarea.setSelectionRange(start, end);
    this.type(changed, 0, changed.length);
  }

  #head(level) {
    const sign = `${"#".repeat(level)} `;
    this.#change((lines) => lines.map((line) => (line.startsWith(sign) ? line.slice(sign.length) : sign + line.replace(HEADING, ""))));
  }

  #prefix(name) {
    const mark = (at) => (name === "numbers" ? `${at + 1}. ` : LINES[name]);
    const marked = name === "numbers" ? /^\d+\. / : new RegExp(`^${LINES[name]}`);
    this.#change((lines) => {
      if (lines.every((line) => marked.test(line))) return lines.map((line) => line.replace(marked, ""));
      return lines.map((line, at) => mark(at) + line);
    });
  }

  /** One step for both ends: the mark here and the note below. */
  #note() {
    const { textarea } = this;
    const number = highestNote(textarea.value) + 1;
    const start = textarea.selectionEnd;
    const rest = textarea.value.slice(start).trimEnd();
    textarea.setSelectionRange(start, textarea.value.length);
    this.type(`[^${number}]${rest}\n\n[^${number}]: `);
  }
}
