// Four faces cut down to the letters that US English with borrowed names needs.
import fs from "node:fs";
import path from "node:path";

import subsetFont from "subset-font";

import { USWDS } from "./places.mjs";

const FACES = [
  { family: "Public Sans Web", style: "normal", weight: 400, source: "public-sans/PublicSans-Regular" },
  { family: "Public Sans Web", style: "normal", weight: 700, source: "public-sans/PublicSans-Bold" },
  { family: "Public Sans Web", style: "italic", weight: 400, source: "public-sans/PublicSans-Italic" },
  { family: "Merriweather Web", style: "normal", weight: 700, source: "merriweather/Latin-Merriweather-Bold" },
];
const LATIN = [0x20, 0x17f]; // Basic Latin, Latin-1 and Latin Extended-A
const PUNCTUATION = "‐‑‒–—‘’‚“”„•…′″‹›€™←↑→↓−≈≠≤≥";

/** Adds the fonts and returns the @font-face rules that load them. */
export async function buildFonts(bundle) {
  const rules = [];
  for (const face of FACES) rules.push(fontFace(face, await addFont(bundle, face.source)));
  return rules.join("");
}

async function addFont(bundle, source) {
  const original = fs.readFileSync(path.join(USWDS, "dist/fonts", `${source}.ttf`));
  const subset = await subsetFont(original, letters(), { targetFormat: "woff2" });
  return bundle.add(`fonts/${path.basename(source)}.woff2`, subset);
}

function letters() {
  const [first, last] = LATIN;
  const codes = Array.from({ length: last - first + 1 }, (_, offset) => first + offset);
  return String.fromCharCode(...codes) + PUNCTUATION;
}

function fontFace({ family, style, weight }, file) {
  const source = `src:url(${file}) format("woff2")`;
  return `@font-face{font-family:"${family}";font-style:${style};font-weight:${weight};font-display:swap;${source}}`;
}
