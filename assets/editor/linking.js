// Links in the rich editor: which one the cursor is in, and setting or removing it.
import { TextSelection } from "prosemirror-state";

import { schema } from "./schema.js";

const { link } = schema.marks;

/** What the dialog asks about: the link around the cursor, or the words that are selected. */
export function linkAt(state) {
  const { from, to, empty } = state.selection;
  const range = rangeOf(state);
  if (range) return { ...range, asksWords: false };
  return { from, to, href: "", words: state.doc.textBetween(from, to, " "), asksWords: empty };
}

/** Sets the link of a range, or removes it where `href` is empty; new words are put in where there were none. */
export function setLink(state, dispatch, { from, to }, { href, words }) {
  const { tr } = state;
  let end = to;
  if (from === to && href) {
    tr.insertText(words, from);
    end = from + words.length;
  }
  tr.removeMark(from, end, link);
  if (href) tr.addMark(from, end, link.create({ href: encodeURI(decoded(href)) }));
  dispatch(tr.setSelection(TextSelection.create(tr.doc, end)).removeStoredMark(link).scrollIntoView());
}

/** The whole link around the cursor or the start of the selection; null outside of any. */
function rangeOf({ selection: { $from, empty }, doc }) {
  const parent = $from.parent;
  const start = $from.start();
  const found = [];
  parent.forEach((node, offset) => {
    const mark = link.isInSet(node.marks);
    if (mark) found.push({ from: start + offset, to: start + offset + node.nodeSize, href: mark.attrs.href, mark });
  });
  const at = found.findIndex(({ from, to }) => $from.pos >= from && (empty ? $from.pos <= to : $from.pos < to));
  if (at < 0) return null;
  let [first, last] = [at, at];
  const joins = (one, other) => one && other && one.to === other.from && one.mark.eq(other.mark);
  while (joins(found[first - 1], found[first])) first--;
  while (joins(found[last], found[last + 1])) last++;
  const [from, to] = [found[first].from, found[last].to];
  return { from, to, href: found[at].href, words: doc.textBetween(from, to, " ") };
}

/** An address that was copied encoded is not encoded twice. */
function decoded(href) {
  try {
    return decodeURI(href);
  } catch {
    return href;
  }
}
