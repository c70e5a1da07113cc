// Keys of the rich editor. Tab is not among them: it leaves the editor, as everywhere.
import { baseKeymap, chainCommands, exitCode, newlineInCode } from "prosemirror-commands";
import { redo, undo } from "prosemirror-history";
import { inputRules, textblockTypeInputRule, undoInputRule, wrappingInputRule } from "prosemirror-inputrules";
import { keymap } from "prosemirror-keymap";
import { liftListItem, sinkListItem, splitListItem } from "prosemirror-schema-list";
import { TextSelection } from "prosemirror-state";
import { addRowAfter, isInTable, nextCell, selectionCell } from "prosemirror-tables";

import { DEEDS, isIn } from "./deeds.js";
import { schema } from "./schema.js";

const { nodes } = schema;
const MARKDOWN = [
  textblockTypeInputRule(/^(#{2,4})\s$/, nodes.heading, ([, signs]) => ({ level: signs.length })),
  wrappingInputRule(/^\s*[-*]\s$/, nodes.bullet_list, { tight: true }),
  wrappingInputRule(/^(\d{1,4})\.\s$/, nodes.ordered_list, ([, number]) => ({ order: Number(number), tight: true })),
  wrappingInputRule(/^\s*>\s$/, nodes.blockquote),
  textblockTypeInputRule(/^```$/, nodes.code_block),
];

export function keys({ askForLink, goToToolbar }) {
  return [
    inputRules({ rules: MARKDOWN }),
    keymap({
      "Mod-b": DEEDS.bold,
      "Mod-i": DEEDS.italic,
      "Mod-k": askForLink,
      "Mod-z": undo,
      "Mod-y": redo,
      "Shift-Mod-z": redo,
      "Mod-]": sinkListItem(nodes.list_item),
      "Mod-[": liftListItem(nodes.list_item),
      "Alt-F10": goToToolbar,
      Backspace: undoInputRule,
      Enter: chainCommands(newlineInCode, goDown, splitListItem(nodes.list_item)),
      "Shift-Enter": chainCommands(exitCode, breakLine),
    }),
    keymap(baseKeymap),
  ];
}

/** A cell holds one paragraph: Enter goes to the cell below, and below the last row to a new one. */
function goDown(state, dispatch) {
  if (!isInTable(state)) return false;
  const below = nextCell(selectionCell(state), "vert", 1);
  if (!below) return dispatch ? addRowAfter(state, (tr) => dispatch(intoCell(tr, tr.selection.$from))) : true;
  dispatch?.(intoCell(state.tr, below).scrollIntoView());
  return true;
}

function intoCell(tr, $cell) {
  return tr.setSelection(TextSelection.near(tr.doc.resolve($cell.pos + 1)));
}

/** A line break, where Markdown has one: not in a heading, not in a table. */
function breakLine(state, dispatch) {
  if (!isInTable(state) && !isIn(state, nodes.heading)) {
    dispatch?.(state.tr.replaceSelectionWith(nodes.hard_break.create()).scrollIntoView());
  }
  return true;
}
