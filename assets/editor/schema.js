// What a text may hold: the same constructs that the server draws, and nothing else.
import { Schema } from "prosemirror-model";
import { schema as basic } from "prosemirror-markdown";
import { tableNodes } from "prosemirror-tables";

/** The one kind of address that a picture of a text may have; ion/core/ports/files.py says the same. */
export const PICTURE = /^\/files\/[A-Za-z0-9_-]{22}$/;
const SAFE_LINK = /^(https?:|mailto:|\/(?![/\\])|#|[^/:\\#?]*([/#?]|$))/i;

export const isSafeLink = (href) => SAFE_LINK.test(href);

const heading = { ...basic.spec.nodes.get("heading"), content: "inline*" };

const image = {
  ...basic.spec.nodes.get("image"),
  parseDOM: [{ tag: "img[src]", getAttrs: (dom) => PICTURE.test(dom.getAttribute("src")) && attributesOf(dom) }],
  toDOM: ({ attrs }) => ["img", { src: attrs.src, alt: attrs.alt ?? "", title: attrs.title }],
};

const horizontalRule = { ...basic.spec.nodes.get("horizontal_rule"), toDOM: () => ["hr"] };

const pullQuote = {
  content: "paragraph+",
  group: "block",
  defining: true,
  parseDOM: [{ tag: "aside.ion-pull-quote" }],
  toDOM: () => ["aside", { class: "ion-pull-quote", role: "note", "aria-label": "Pull quote" }, 0],
};

const footnoteMark = {
  inline: true,
  group: "inline",
  atom: true,
  attrs: { label: {} },
  parseDOM: [{ tag: "sup[data-note]", getAttrs: (dom) => ({ label: dom.dataset.note }) }],
  toDOM: ({ attrs }) => ["sup", { "data-note": attrs.label }, `[${attrs.label}]`],
};

const footnote = {
  content: "block+",
  group: "block",
  defining: true,
  isolating: true,
  attrs: { label: {} },
  parseDOM: [{ tag: "div[data-note]", getAttrs: (dom) => ({ label: dom.dataset.note }) }],
  toDOM: ({ attrs }) => ["div", { "data-note": attrs.label, role: "group", "aria-label": `Footnote ${attrs.label}` }, 0],
};

const cells = tableNodes({
  tableGroup: "block",
  cellContent: "paragraph",
  cellAttributes: {
    align: {
      default: null,
      getFromDOM: (dom) => dom.dataset.align ?? null,
      setDOMAttr: (value, attributes) => value && (attributes["data-align"] = value),
    },
  },
});

const link = {
  ...basic.spec.marks.get("link"),
  parseDOM: [{ tag: "a[href]", getAttrs: (dom) => isSafeLink(dom.getAttribute("href")) && hrefOf(dom) }],
  toDOM: ({ attrs }) => ["a", { href: attrs.href, title: attrs.title, rel: "noopener" }, 0],
};

const strike = { parseDOM: [{ tag: "del" }, { tag: "s" }], toDOM: () => ["del", 0] };

export const schema = new Schema({
  nodes: basic.spec.nodes
    .update("heading", heading)
    .update("image", image)
    .update("horizontal_rule", horizontalRule)
    .append({ pull_quote: pullQuote, footnote_ref: footnoteMark, footnote_def: footnote, ...cells }),
  marks: basic.spec.marks.update("link", link).addBefore("link", "strike", strike),
});

function attributesOf(dom) {
  return { src: dom.getAttribute("src"), alt: dom.getAttribute("alt"), title: dom.getAttribute("title") };
}

function hrefOf(dom) {
  return { href: dom.getAttribute("href"), title: dom.getAttribute("title") };
}
