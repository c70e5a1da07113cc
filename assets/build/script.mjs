// app.js: htmx and our own modules in one file, for every page. editor.js: for the page of writing alone.
import path from "node:path";

import { build } from "esbuild";

import { ASSETS } from "./places.mjs";

const SCRIPTS = ["app.js", "editor.js"];

export async function buildScripts(bundle) {
  for (const name of SCRIPTS) bundle.add(name, await built(name));
}

async function built(name) {
  const result = await build({
    entryPoints: [path.join(ASSETS, name)],
    bundle: true,
    minify: true,
    write: false,
    target: "es2020",
    format: "iife",
    legalComments: "none",
    logLevel: "error",
  });
  return result.outputFiles[0].contents;
}
