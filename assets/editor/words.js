// What the editor says, and its buttons: name, label, and what the pointer is told.
const KEY = /Mac|iP/.test(navigator.platform) ? "⌘" : "Ctrl+";

export const BUTTONS = [
  ["heading-2", "Heading 2"],
  ["heading-3", "Heading 3"],
  ["heading-4", "Heading 4"],
  ["bold", "Bold", `${KEY}B`],
  ["italic", "Italic", `${KEY}I`],
  ["link", "Link", `${KEY}K`],
  ["bullets", "Bulleted list"],
  ["numbers", "Numbered list"],
  ["quote", "Quote"],
  ["pull-quote", "Pull quote", "Words from the text, set beside it in large type"],
  ["table", "Table"],
  ["footnote", "Footnote"],
  ["picture", "Picture", "Choose one of the pictures below the text"],
];

export const TABLE_BUTTONS = [
  ["row-more", "Add a row"],
  ["column-more", "Add a column"],
  ["row-less", "Remove the row"],
  ["column-less", "Remove the column"],
  ["table-less", "Remove the table"],
];

export const WORDS = {
  toolbar: "Formatting",
  modes: "Way of writing",
  rich: "Rich text",
  plain: "Markdown",
  richKeys: `Tab leaves the text, Alt+F10 goes to the buttons. In a list, ${KEY}] and ${KEY}[ move an item in and out.`,
  plainKeys: "Tab leaves the text, Alt+F10 goes to the buttons.",
  onlyPlain: "Rich text is not offered here, since part of this text can only be written as Markdown.",
  touching: "Bold and italic words that touch each other cannot be written down. Put a space between them.",
  converting: "Converting what you pasted…",
  files: "Add pictures and other files below the text, under Pictures and attachments.",
  turned: "You changed the way of writing before the paste arrived. Paste again.",
  pictures: "“Put into the text” takes a picture from here into the text.",
};
