// From the editor's document to Markdown, in the style in which ION writes it: # headings, - lists, * emphasis.
import { defaultMarkdownSerializer, MarkdownSerializerState } from "prosemirror-markdown";

import { schema } from "./schema.js";

const DELIMITERS = { left: ":--", right: "--:", center: ":-:" };
const SIGNS = { em: "*", strong: "*", strike: "~", link: "[", code: "`" };
const RUNS = { "*": /\*+$/, "~": /~+$/ };
const NEAR = 60; // signs
const PUNCTUATION = /[\p{P}\p{S}]/u;
const LETTER = /[^\s\p{P}\p{S}]/u;
const LAST_LETTER = /(.)([*~]*)$/su;

const nodes = {
  ...defaultMarkdownSerializer.nodes,
  bullet_list(state, node, parent, index) {
    state.renderList(node, "  ", () => `${isSecond(node, parent, index) ? "*" : "-"} `);
  },
  ordered_list(state, node, parent, index) {
    const mark = isSecond(node, parent, index) ? ")" : ".";
    const { order } = node.attrs;
    if (order !== 1) state.flushClose(2); // right behind words, only a list that begins with 1 is one
    const width = String(order + node.childCount - 1).length;
    state.renderList(node, " ".repeat(width + 2), (at) => `${`${order + at}${mark}`.padEnd(width + 1)} `);
  },
  heading(state, node) {
    state.write(`${"#".repeat(node.attrs.level)} `);
    state.renderInline(node, false);
    state.mendEnd(/( )(#+)(\s*)$/, "$1\\$2$3");
    state.closeBlock(node);
  },
  horizontal_rule(state, node, parent) {
    state.write(parent.type === schema.nodes.list_item ? "___" : "---");
    state.closeBlock(node);
  },
  pull_quote(state, node) {
    state.write("::: pull-quote\n");
    state.renderContent(node);
    state.flushClose(1);
    state.write(":::");
    state.closeBlock(node);
  },
  footnote_ref(state, node) {
    state.write(`[^${node.attrs.label}]`);
  },
  footnote_def(state, node) {
    const mark = `[^${node.attrs.label}]:`;
    if (node.firstChild.isTextblock && !node.firstChild.type.spec.code) {
      return state.wrapBlock("    ", `${mark} `, node, () => state.renderContent(node));
    }
    state.write(`${mark}\n`); // what is no paragraph begins on a line of its own, or its lines would not be in line
    const { delim } = state;
    state.delim += "    ";
    state.renderContent(node);
    state.delim = delim;
    state.closeBlock(node);
  },
  table(state, node) {
    const rows = Array.from(node.content.content, (row) => row.content.content);
    const delimiters = rows[0].map(({ attrs }) => DELIMITERS[attrs.align] ?? "---");
    const lines = rows.map((cells) => cells.map(wordsOf));
    lines.splice(1, 0, delimiters);
    lines.forEach((line, at) => {
      if (at) state.ensureNewLine();
      state.write(`| ${line.join(" | ")} |`);
    });
    state.closeBlock(node);
  },
  text(state, node) {
    if (state.atBlank()) state.atBlockStart = true;
    state.text(state.atBlockStart ? node.text.trimStart() : node.text, !state.inAutolink);
  },
};

const marks = {
  ...defaultMarkdownSerializer.marks,
  strike: { open: "~~", close: "~~", mixable: true, expelEnclosingWhitespace: true },
};

/** The Markdown of a document. */
export function write(doc) {
  const state = new State(nodes, marks, { hardBreakNodeName: "hard_break" });
  state.renderContent(doc);
  return state.out;
}

class State extends MarkdownSerializerState {
  /** Also what begins an autolink, an entity, a pull quote, a note in place, a list with ) or an underlined heading. */
  esc(text, isStart = false) {
    let escaped = super.esc(text, isStart).replace(/&(?=#?\w+;)|<(?=[a-zA-Z])|:::|\^(?=\\\[)/g, "\\$&");
    if (isStart) escaped = escaped.replace(/^(\d+)\)(?=\s|$)/, "$1\\)").replace(/^=/, "\\=");
    return escaped;
  }

  /** Emphasis cannot end between punctuation and a letter, nor begin between a letter and punctuation: there the
   *  letter is written by its number, which stands as punctuation until it is read. */
  markString(mark, isOpening, parent, index) {
    const written = super.markString(mark, isOpening, parent, index);
    const run = RUNS[SIGNS[mark.type.name]];
    if (!run) return written;
    const before = this.out.slice(-NEAR).replace(run, "").slice(-1);
    const after = index < parent.childCount ? firstSign(parent.child(index), isOpening && mark) : "";
    if (isOpening && LETTER.test(before) && PUNCTUATION.test(after)) {
      this.mendEnd(LAST_LETTER, (_, letter, signs) => `&#${letter.codePointAt(0)};${signs}`);
    }
    if (!isOpening && PUNCTUATION.test(before) && LETTER.test(after)) this.numbersNext = true;
    return written;
  }

  /** Replaces in the last signs of what is written, which grows long. */
  mendEnd(pattern, replacement) {
    this.out = this.out.slice(0, -NEAR) + this.out.slice(-NEAR).replace(pattern, replacement);
  }

  text(text, escape = true) {
    if (this.numbersNext && escape && text) {
      this.numbersNext = false;
      const letter = String.fromCodePoint(text.codePointAt(0));
      if (LETTER.test(letter)) {
        this.write();
        this.out += `&#${letter.codePointAt(0)};`;
        this.atBlockStart = false;
        text = text.slice(letter.length);
      }
    }
    if (escape && text.startsWith("(") && this.out.endsWith("]")) this.out += "\\"; // behind a footnote's mark
    super.text(text, escape);
  }
}

/** The first sign that is written for an inline node behind the signs of a mark. */
function firstSign(node, mark) {
  if (!node.isText) return "[";
  const own = mark && SIGNS[mark.type.name];
  const inner = node.marks.slice(mark ? node.marks.findIndex((each) => each.eq(mark)) + 1 : 0);
  const next = inner.map(({ type }) => SIGNS[type.name]).find((sign) => sign !== own && (mark || !RUNS[sign]));
  return next ?? String.fromCodePoint(node.text.trimStart().codePointAt(0) ?? 32);
}

/** Whether an odd number of such lists stands right before this one: it takes the other mark, or they would be one. */
function isSecond(node, parent, index) {
  let before = 0;
  while (index - before > 0 && parent.child(index - before - 1).type === node.type) before++;
  return before % 2 === 1;
}

function wordsOf(cell) {
  const words = write(schema.node("doc", null, [cell.firstChild]));
  return words.replace(/\s*\\?\n\s*/g, " ").trim().replaceAll("|", "\\|");
}
