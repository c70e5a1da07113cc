// Builds static/dist from the packages pinned in package-lock.json and our own sources.
// `python -m ion.base.assets` runs this; `node assets/build.mjs` does the same once node_modules is there.
import { Bundle } from "./build/bundle.mjs";
import { buildFonts } from "./build/fonts.mjs";
import { buildIcons } from "./build/icons.mjs";
import { buildImages } from "./build/images.mjs";
import { buildScripts } from "./build/script.mjs";
import { buildStyles } from "./build/styles.mjs";

const bundle = new Bundle();
const fontFaces = await buildFonts(bundle);
await buildStyles(bundle, fontFaces);
await buildScripts(bundle);
buildIcons(bundle);
buildImages(bundle);
bundle.publish();
console.log(bundle.summary());
