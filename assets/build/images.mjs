// Pictures of USWDS that templates show themselves: those of the government banner.
import fs from "node:fs";
import path from "node:path";

import { USWDS } from "./places.mjs";

const PICTURES = ["us_flag_small.png", "icon-dot-gov.svg", "icon-https.svg"];

export function buildImages(bundle) {
  for (const name of PICTURES) bundle.add(`img/${name}`, fs.readFileSync(path.join(USWDS, "dist/img", name)));
}
