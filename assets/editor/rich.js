// Writing as on a page: ProseMirror over the same Markdown. The textarea stays the field of the form.
import { gapCursor } from "prosemirror-gapcursor";
import { history } from "prosemirror-history";
import { Fragment } from "prosemirror-model";
import { EditorState, Plugin, Selection } from "prosemirror-state";
import { isInTable, tableEditing } from "prosemirror-tables";
import { EditorView } from "prosemirror-view";

import { DEEDS, insertDoc, labelsOf, statesOf } from "./deeds.js";
import { keys } from "./keys.js";
import { linkAt, setLink } from "./linking.js";
import { withFreeNotes } from "./pasting.js";
import { comesBack, read } from "./reading.js";
import { schema } from "./schema.js";
import { write } from "./writing.js";

const LARGE = 20_000; // signs of a document that is not written out at every key
const REST = 300; // milliseconds

/** `hooks`: changed(markdown), moved(states, isInTable), pasted(event, data) → whether it was taken, askForLink(), goToToolbar(). */
export class Rich {
  constructor(doc, attributes, hooks) {
    this.hooks = hooks;
    this.view = new EditorView(null, {
      state: EditorState.create({ doc, plugins: pluginsOf(hooks) }),
      attributes: { ...attributes, role: "textbox", "aria-multiline": "true", class: "ion-prose ion-editor__rich" },
      dispatchTransaction: (transaction) => this.#take(transaction),
      // Before ProseMirror looks at it: it would parse styles that the security policy forbids.
      handleDOMEvents: {
        paste: (_, event) => hooks.pasted(event, event.clipboardData),
        drop: (view, event) => !view.dragging && this.#dropped(event),
      },
    });
    this.element = this.view.dom;
    this.#moved();
  }

  focus() {
    this.view.focus();
  }

  press(name) {
    DEEDS[name]?.(this.view.state, this.view.dispatch, this.view);
    this.focus();
  }

  linkAt() {
    return linkAt(this.view.state);
  }

  link(answer, at) {
    setLink(this.view.state, this.view.dispatch, at, answer);
    this.focus();
  }

  /** Puts Markdown in; what the editor does not know goes in as the words it is. */
  insert(markdown) {
    const { state, dispatch } = this.view;
    try {
      insertDoc(state, dispatch, read(withFreeNotes(markdown, labelsOf(state.doc))));
    } catch {
      dispatch(state.tr.insertText(markdown));
    }
    this.focus();
  }

  /** Puts words in as they are. */
  type(words) {
    const lines = words.split(/\r?\n/).map((line) => schema.nodes.paragraph.create(null, line ? schema.text(line) : null));
    insertDoc(this.view.state, this.view.dispatch, schema.nodes.doc.create(null, Fragment.from(lines)));
  }

  /** Whether what is written means the same when it is read; emphases that touch may not. */
  comesBack() {
    return comesBack(this.view.state.doc);
  }

  /** Writes out what is still waiting. */
  flush() {
    clearTimeout(this.waiting);
    if (this.isDue) this.hooks.changed(write(this.view.state.doc));
    this.isDue = false;
  }

  destroy() {
    this.flush();
    this.view.destroy();
  }

  #take(transaction) {
    this.view.updateState(this.view.state.apply(transaction));
    if (transaction.docChanged) {
      this.isDue = true;
      clearTimeout(this.waiting);
      if (this.view.state.doc.content.size < LARGE) this.flush();
      else this.waiting = setTimeout(() => this.flush(), REST);
    }
    this.#moved();
  }

  #dropped(event) {
    const at = this.view.posAtCoords({ left: event.clientX, top: event.clientY });
    if (at) this.view.dispatch(this.view.state.tr.setSelection(Selection.near(this.view.state.doc.resolve(at.pos))));
    return this.hooks.pasted(event, event.dataTransfer);
  }

  #moved() {
    this.hooks.moved(statesOf(this.view.state), isInTable(this.view.state));
  }
}

function pluginsOf(hooks) {
  return [...keys(hooks), tableEditing(), new Plugin({ appendTransaction: keepHeads }), gapCursor(), history()];
}

/** The first row of a table is its head, and no other is: Markdown knows no other table. */
function keepHeads(transactions, _, state) {
  if (!transactions.some(({ docChanged }) => docChanged)) return null;
  const { tr } = state;
  state.doc.descendants((node, at) => {
    if (node.type !== schema.nodes.table) return !node.isTextblock;
    node.forEach((row, offset, index) => {
      const type = index ? schema.nodes.table_cell : schema.nodes.table_header;
      row.forEach((cell, inside) => {
        if (cell.type !== type) tr.setNodeMarkup(at + offset + inside + 2, type, cell.attrs);
      });
    });
    return false;
  });
  return tr.docChanged ? tr : null;
}
