// One sprite holding only the icons named in assets/icons.txt.
import fs from "node:fs";
import path from "node:path";

import { ASSETS, USWDS } from "./places.mjs";

export function buildIcons(bundle) {
  const sprite = fs.readFileSync(path.join(USWDS, "dist/img/sprite.svg"), "utf8");
  const names = fs.readFileSync(path.join(ASSETS, "icons.txt"), "utf8").split(/\s+/).filter(Boolean);
  const symbols = names.map((name) => symbol(sprite, name));
  bundle.add("icons.svg", `<svg xmlns="http://www.w3.org/2000/svg">${symbols.join("")}</svg>`);
}

function symbol(sprite, name) {
  const found = sprite.match(new RegExp(`<symbol[^>]*id="${name}"[^>]*>.*?</symbol>`, "s"));
  if (!found) throw new Error(`assets/icons.txt names the icon "${name}", which USWDS does not have.`);
  return found[0];
}
