// Markdown as the server reads it: CommonMark without HTML, tables, strike-through, footnotes, pull quotes.
// ion/core/text.py is the model; what it reads otherwise than this would be lost in the rich editor.
import { defaultMarkdownParser } from "prosemirror-markdown";

const MarkdownIt = defaultMarkdownParser.tokenizer.constructor;
const OPENING = /^:{3,}[ \t]*pull-quote[ \t]*$/;
const CLOSING = /^(:{3,})[ \t]*$/;

export const tokenizer = new MarkdownIt("commonmark", { html: false });
tokenizer.enable(["table", "strikethrough"]);
tokenizer.block.ruler.before("reference", "footnote_def", readFootnote, { alt: ["paragraph", "reference"] });
tokenizer.block.ruler.before("fence", "pull_quote", readPullQuote, {
  alt: ["paragraph", "reference", "blockquote", "list"],
});
tokenizer.inline.ruler.after("image", "inline_note", readInlineNote);
tokenizer.inline.ruler.after("inline_note", "footnote_ref", readFootnoteMark);
tokenizer.core.ruler.push("cells", wrapCells);

/** `[^1]: words`, and what is indented below. */
function readFootnote(state, line, end, silent) {
  if (state.sCount[line] - state.blkIndent >= 4) return false;
  const start = state.bMarks[line] + state.tShift[line];
  const found = /^\[\^([^ \]]+)\]:/.exec(state.src.slice(start, state.eMarks[line]));
  if (!found) return false;
  if (silent) return true;
  (state.env.notes ??= new Set()).add(found[1]);
  state.push("footnote_def_open", "div", 1).meta = { label: found[1] };
  indentBehind(state, line, start + found[0].length, () => state.md.block.tokenize(state, line, end));
  state.push("footnote_def_close", "div", -1);
  return true;
}

/** Reads on behind the colon as if the line began there, four columns in. */
function indentBehind(state, line, behind, read) {
  const kept = [state.bMarks[line], state.tShift[line], state.sCount[line], state.parentType];
  const initial = state.sCount[line] + behind - (state.bMarks[line] + state.tShift[line]);
  let [offset, at] = [initial, behind];
  for (; at < state.eMarks[line]; at++) {
    if (state.src[at] === "\t") offset += 4 - (offset % 4);
    else if (state.src[at] === " ") offset += 1;
    else break;
  }
  state.bMarks[line] = behind;
  state.tShift[line] = at - behind;
  state.sCount[line] = offset - initial;
  state.blkIndent += 4;
  state.parentType = "footnote";
  if (state.sCount[line] < state.blkIndent) state.sCount[line] += state.blkIndent;
  read();
  state.blkIndent -= 4;
  [state.bMarks[line], state.tShift[line], state.sCount[line], state.parentType] = kept;
}

/** `::: pull-quote`, words, `:::`. */
function readPullQuote(state, line, end, silent) {
  if (state.sCount[line] - state.blkIndent >= 4 || !OPENING.test(lineOf(state, line))) return false;
  if (silent) return true;
  const colons = /^:+/.exec(lineOf(state, line))[0].length;
  let last = line + 1;
  while (last < end && !endsPullQuote(state, last, colons)) last++;
  const isClosed = last < end && CLOSING.test(lineOf(state, last));
  const kept = [state.parentType, state.lineMax];
  state.parentType = "container";
  state.lineMax = last;
  state.push("pull_quote_open", "aside", 1);
  state.md.block.tokenize(state, line + 1, last);
  state.push("pull_quote_close", "aside", -1);
  [state.parentType, state.lineMax] = kept;
  state.line = last + (isClosed ? 1 : 0);
  return true;
}

function endsPullQuote(state, line, colons) {
  if (lineOf(state, line) && state.sCount[line] < state.blkIndent) return true;
  if (state.sCount[line] - state.blkIndent >= 4) return false;
  return (CLOSING.exec(lineOf(state, line))?.[1].length ?? 0) >= colons;
}

function lineOf(state, line) {
  return state.src.slice(state.bMarks[line] + state.tShift[line], state.eMarks[line]);
}

/** `[^1]` where such a note exists. */
function readFootnoteMark(state, silent) {
  const found = /^\[\^([^ \n\]]+)\]/.exec(state.src.slice(state.pos, state.posMax));
  if (!found || !state.env.notes?.has(found[1])) return false;
  if (!silent) state.push("footnote_ref", "", 0).meta = { label: found[1] };
  state.pos += found[0].length;
  return true;
}

/** `^[a note in place]`: known to the server, not to the rich editor, which refuses a text with a token of no name. */
function readInlineNote(state, silent) {
  if (!state.src.startsWith("^[", state.pos)) return false;
  const end = state.md.helpers.parseLinkLabel(state, state.pos + 1);
  if (end < 0) return false;
  if (!silent) state.push("inline_note", "", 0);
  state.pos = end + 1;
  return true;
}

/** The words of a cell stand in a paragraph, as the editor's tables want it. */
function wrapCells(state) {
  state.tokens = state.tokens.flatMap((token) => {
    if (["th_open", "td_open"].includes(token.type)) return [token, new state.Token("paragraph_open", "p", 1)];
    if (["th_close", "td_close"].includes(token.type)) return [new state.Token("paragraph_close", "p", -1), token];
    return [token];
  });
}
