// Where things are, as absolute paths.
import path from "node:path";
import { fileURLToPath } from "node:url";

export const ROOT = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "../..");
export const ASSETS = path.join(ROOT, "assets");
export const MODULES = path.join(ROOT, "node_modules");
export const USWDS = path.join(MODULES, "@uswds/uswds");
export const DIST = path.join(ROOT, "static/dist");
// A build is made here and moved into place when it is whole, so a running site never sees half of one.
export const STAGING = path.join(MODULES, ".ion-dist");
