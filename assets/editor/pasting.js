// What is on the clipboard, made small enough to send; what comes back, made to fit the text it goes into.
const WASTE = [/<!--(?!\s*(?:Start|End)Fragment)[\s\S]*?-->/g, /<style[\s\S]*?<\/style>/gi, /<xml[\s\S]*?<\/xml>/gi];
const EMBEDDED = /(src\s*=\s*["']?)data:[^"'\s>]+/gi;
const MARK = /(?<!\\)\[\^(\d+)\]/g;

/** The HTML that should be converted; empty where there is only text, or where our own editor put it there. */
export function htmlOf(clipboard) {
  const html = clipboard.getData("text/html");
  if (!html.trim() || html.includes("data-pm-slice")) return "";
  return WASTE.reduce((rest, waste) => rest.replace(waste, ""), html).replace(EMBEDDED, "$1data:,");
}

/** Markdown whose footnotes have numbers that the text does not use yet. */
export function withFreeNotes(markdown, text) {
  const first = highestNote(text);
  return first ? markdown.replace(MARK, (_, number) => `[^${Number(number) + first}]`) : markdown;
}

/** The highest number among the footnotes of a text; 0 where there are none. */
export function highestNote(text) {
  return Math.max(0, ...Array.from(text.matchAll(MARK), ([, number]) => Number(number)));
}
