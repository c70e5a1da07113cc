// What the toolbar of the rich editor does, and what of it is in force where the cursor is.
import { chainCommands, lift, setBlockType, toggleMark, wrapIn } from "prosemirror-commands";
import { Slice } from "prosemirror-model";
import { liftListItem, wrapInList } from "prosemirror-schema-list";
import { TextSelection } from "prosemirror-state";
import { addColumnAfter, addRowAfter, deleteColumn, deleteRow, deleteTable, isInTable } from "prosemirror-tables";

import { highestNote } from "./pasting.js";
import { schema } from "./schema.js";

const { nodes, marks } = schema;
const HEADINGS = [2, 3, 4];

const toggleHeading = (level) => (state, dispatch) => {
  const isOne = isIn(state, nodes.heading, { level });
  return (isOne ? setBlockType(nodes.paragraph) : setBlockType(nodes.heading, { level }))(state, dispatch);
};
const toggleWrap = (type) => (state, dispatch) => (isIn(state, type) ? lift : wrapIn(type))(state, dispatch);
const toggleList = (type) => (state, dispatch) =>
  isIn(state, type) ? liftListItem(nodes.list_item)(state, dispatch) : wrapInList(type, { tight: true })(state, dispatch);

/** Commands by the names that both toolbars share. */
export const DEEDS = {
  ...Object.fromEntries(HEADINGS.map((level) => [`heading-${level}`, toggleHeading(level)])),
  bold: toggleMark(marks.strong),
  italic: toggleMark(marks.em),
  bullets: toggleList(nodes.bullet_list),
  numbers: toggleList(nodes.ordered_list),
  quote: toggleWrap(nodes.blockquote),
  "pull-quote": toggleWrap(nodes.pull_quote),
  table: insertTable,
  footnote: insertFootnote,
  "row-more": addRowAfter,
  "column-more": addColumnAfter,
  "row-less": chainCommands(deleteRow, deleteTable),
  "column-less": chainCommands(deleteColumn, deleteTable),
  "table-less": deleteTable,
};

/** true or false for every deed that is a state, by name. */
export function statesOf(state) {
  return {
    ...Object.fromEntries(HEADINGS.map((level) => [`heading-${level}`, isIn(state, nodes.heading, { level })])),
    bold: hasMark(state, marks.strong),
    italic: hasMark(state, marks.em),
    link: hasMark(state, marks.link),
    bullets: isIn(state, nodes.bullet_list),
    numbers: isIn(state, nodes.ordered_list),
    quote: isIn(state, nodes.blockquote),
    "pull-quote": isIn(state, nodes.pull_quote),
  };
}

export function isIn(state, type, attrs = {}) {
  const { $from } = state.selection;
  return Array.from({ length: $from.depth + 1 }, (_, depth) => $from.node(depth)).some(
    (node) => node.type === type && Object.entries(attrs).every(([name, value]) => node.attrs[name] === value),
  );
}

export function hasMark({ selection, storedMarks, doc }, type) {
  const { empty, $from, from, to } = selection;
  return empty ? Boolean(type.isInSet(storedMarks ?? $from.marks())) : doc.rangeHasMark(from, to, type);
}

function insertTable(state, dispatch) {
  if (isInTable(state)) return false;
  const row = (cell) => nodes.table_row.create(null, [0, 1, 2].map(() => cell.createAndFill()));
  const table = nodes.table.create(null, [row(nodes.table_header), row(nodes.table_cell), row(nodes.table_cell)]);
  const tr = state.tr.replaceSelectionWith(table);
  const start = tr.mapping.map(state.selection.from, -1);
  tr.setSelection(TextSelection.near(tr.doc.resolve(Math.min(start + 1, tr.doc.content.size))));
  dispatch?.(tr.scrollIntoView());
  return true;
}

/** The mark where the cursor is, and the note at the end of the text with the cursor in it. */
function insertFootnote(state, dispatch) {
  if (isIn(state, nodes.code_block)) return false;
  const label = String(highestNote(labelsOf(state.doc)) + 1);
  const tr = state.tr.replaceRangeWith(state.selection.to, state.selection.to, nodes.footnote_ref.create({ label }));
  tr.insert(tr.doc.content.size, nodes.footnote_def.createAndFill({ label }));
  tr.setSelection(TextSelection.atEnd(tr.doc));
  dispatch?.(tr.scrollIntoView());
  return true;
}

/** All footnotes of a document as they would stand in its Markdown. */
export function labelsOf(doc) {
  const labels = [];
  doc.descendants(({ attrs }) => void (attrs.label && labels.push(`[^${attrs.label}]`)));
  return labels.join(" ");
}

/** Puts another document in place of the selection: words among words, blocks among blocks. */
export function insertDoc(state, dispatch, doc) {
  dispatch(state.tr.replaceSelection(Slice.maxOpen(doc.content)).scrollIntoView());
}
