// app.js: htmx and our own modules in one file.
import path from "node:path";

import { build } from "esbuild";

import { ASSETS } from "./places.mjs";

export async function buildScript(bundle) {
  const result = await build({
    entryPoints: [path.join(ASSETS, "app.js")],
    bundle: true,
    minify: true,
    write: false,
    target: "es2020",
    format: "iife",
    legalComments: "none",
    logLevel: "error",
  });
  bundle.add("app.js", result.outputFiles[0].contents);
}
