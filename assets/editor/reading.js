// From Markdown to the editor's document, and whether the way there and back loses anything.
import { defaultMarkdownParser, MarkdownParser } from "prosemirror-markdown";

import { PICTURE, schema } from "./schema.js";
import { tokenizer } from "./tokens.js";
import { write } from "./writing.js";

const { list_item, bullet_list, paragraph, blockquote, hr, hardbreak, em, strong, link, code_block, fence, code_inline } =
  defaultMarkdownParser.tokens;

const parser = new MarkdownParser(schema, tokenizer, {
  ...{ list_item, bullet_list, paragraph, blockquote, hr, hardbreak, em, strong, link, code_block, fence, code_inline },
  heading: { block: "heading", getAttrs: (token) => ({ level: Number(token.tag.slice(1)) }) },
  ordered_list: {
    block: "ordered_list",
    getAttrs: (token, tokens, at) => ({
      order: Number(token.attrGet("start") ?? 1),
      tight: tokens.slice(at + 1).find(({ type }) => type !== "list_item_open")?.hidden ?? false,
    }),
  },
  image: { node: "image", getAttrs: pictureOf },
  s: { mark: "strike" },
  pull_quote: { block: "pull_quote" },
  footnote_def: { block: "footnote_def", getAttrs: ({ meta }) => meta },
  footnote_ref: { node: "footnote_ref", getAttrs: ({ meta }) => meta },
  table: { block: "table" },
  thead: { ignore: true },
  tbody: { ignore: true },
  tr: { block: "table_row" },
  th: { block: "table_header", getAttrs: alignOf },
  td: { block: "table_cell", getAttrs: alignOf },
});

/** The document of a text; throws where the text holds what the editor does not know. */
export function read(markdown) {
  const env = {};
  const doc = parser.parse(markdown, env);
  if (Object.keys(env.references ?? {}).length) throw new Error("link references");
  if (saidBy(tokenizer.parse(markdown, {})) !== saidIn(doc)) throw new Error("words would be lost");
  return doc;
}

/** The document of a text that comes back from it the same; null for any other text. */
export function readFaithfully(markdown) {
  try {
    const doc = read(markdown);
    return isSame(doc, read(write(doc))) ? doc : null;
  } catch {
    return null;
  }
}

/** Whether a document that is being written means the same once it is written out; empty paragraphs mean nothing. */
export function comesBack(doc) {
  try {
    return meaningOf(doc) === meaningOf(read(write(doc)));
  } catch {
    return false;
  }
}

/** Whether two documents are the same; how close the items of a list stand means nothing. */
function isSame(one, other) {
  const plain = (doc) => JSON.stringify(doc, (key, value) => (key === "tight" ? undefined : value));
  return plain(one) === plain(other);
}

/** Every letter with its marks and every node with its attributes, without white space. */
function meaningOf(doc) {
  const parts = [];
  doc.descendants(({ type, text, marks, attrs, isTextblock, childCount }) => {
    if (type.name === "hard_break" || (isTextblock && !childCount)) return;
    if (text === undefined) parts.push(type.name, JSON.stringify({ ...attrs, tight: 0 }));
    const names = marks.map((mark) => mark.type.name).sort();
    for (const letter of (text ?? "").replace(/\s/g, "")) parts.push(letter, ...names);
  });
  return parts.join(" ");
}

function pictureOf(token) {
  const src = token.attrGet("src");
  if (!PICTURE.test(src)) throw new Error("a picture from elsewhere");
  return { src, alt: wordsOf(token.children) || null, title: token.attrGet("title") || null };
}

function wordsOf(tokens) {
  return tokens.map(({ type, content, children }) => (type === "image" ? wordsOf(children) : content)).join("");
}

function alignOf(token) {
  return { align: /text-align:(\w+)/.exec(token.attrGet("style") ?? "")?.[1] ?? null };
}

/** Everything that a parsed text says, in one line, to be compared with what the document says. */
function saidBy(tokens) {
  return tokens.map(said).join("");
}

function said({ type, content, children, meta, attrs }) {
  if (type === "inline") return saidBy(children);
  if (type === "softbreak") return " ";
  if (type === "hardbreak") return "\n";
  if (type === "image") return `<${Object.fromEntries(attrs).src}>`;
  if (type === "footnote_ref") return `<${meta.label}>`;
  if (type === "hr") return "<hr>";
  return ["fence", "code_block"].includes(type) ? content.replace(/\n$/, "") : content;
}

function saidIn(doc) {
  let words = "";
  doc.descendants(({ type, text, attrs }) => {
    if (type.name === "text") words += text;
    else if (type.name === "hard_break") words += "\n";
    else if (type.name === "image") words += `<${attrs.src}>`;
    else if (type.name === "footnote_ref") words += `<${attrs.label}>`;
    else if (type.name === "horizontal_rule") words += "<hr>";
  });
  return words;
}
