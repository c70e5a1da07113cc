// app.css: the USWDS styles we use, our own, and nothing that no page shows.
import fs from "node:fs";
import path from "node:path";

import { PurgeCSS } from "purgecss";
import { compile, Logger } from "sass";

import { ASSETS, ROOT, USWDS } from "./places.mjs";
import { ELEMENTS } from "./elements.mjs";

// Every word of this shape in these folders keeps its rules. ion/base/assets.py looks for the same shape in the
// same folders to know when a build is out of date: change both together.
const USWDS_CLASS = /\busa-[a-z0-9_-]+/g;
const SCANNED = [["templates", ".html"], ["ion", ".py"], ["assets", ".js"]];
// Made by Python, by htmx, by the rich editor or by a page nobody has written yet.
const ALWAYS_KEPT = [/^ion-/, /^htmx-/, /^ProseMirror/, /^selectedCell$/, /^usa-(alert|button|error|form-group|hint|input|label|select)/];

/** Adds app.css and the images its rules point to. `fontFaces` are put in front. */
export async function buildStyles(bundle, fontFaces) {
  const compiled = compileSass().replace(/@font-face\{[^}]*\}/g, "");
  const css = process.env.ION_FULL_CSS ? compiled : await purge(compiled);
  bundle.add("app.css", withHashedImages(bundle, fontFaces + css));
}

function compileSass() {
  return compile(path.join(ASSETS, "styles/app.scss"), {
    loadPaths: [path.join(ASSETS, "styles"), path.join(USWDS, "packages")],
    style: "compressed",
    charset: false,
    quietDeps: true,
    logger: Logger.silent,
  }).css;
}

async function purge(css) {
  const [result] = await new PurgeCSS().purge({
    content: [{ raw: [...usedClasses()].join(" "), extension: "txt" }],
    css: [{ raw: css }],
    dynamicAttributes: [...attributeNames(css)],
    safelist: { standard: [...ELEMENTS, ...ALWAYS_KEPT] },
  });
  return result.css;
}

function usedClasses() {
  const files = SCANNED.flatMap(([folder, ending]) => filesUnder(path.join(ROOT, folder), ending));
  return new Set(files.flatMap((file) => fs.readFileSync(file, "utf8").match(USWDS_CLASS) ?? []));
}

function filesUnder(folder, ending) {
  if (!fs.existsSync(folder)) return [];
  return fs.readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const file = path.join(folder, entry.name);
    if (entry.isDirectory()) return filesUnder(file, ending);
    return file.endsWith(ending) ? [file] : [];
  });
}

function attributeNames(css) {
  return new Set([...css.matchAll(/\[([a-z-]+)/g)].map((match) => match[1]));
}

function withHashedImages(bundle, css) {
  const hashed = new Map();
  return css.replace(/url\("?(img\/[^")]+)"?\)/g, (_, name) => {
    if (!hashed.has(name)) hashed.set(name, bundle.add(name, fs.readFileSync(imagePath(name))));
    return `url(${hashed.get(name)})`;
  });
}

function imagePath(name) {
  const own = path.join(ROOT, "static", name);
  return fs.existsSync(own) ? own : path.join(USWDS, "dist", name);
}
