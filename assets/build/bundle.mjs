// The files of one build: named by content, listed in manifest.json, with .gz and .br neighbors.
import { createHash } from "node:crypto";
import fs from "node:fs";
import path from "node:path";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";

import { DIST, STAGING } from "./places.mjs";

const TEXT = /\.(css|js|svg)$/;
const WORTH_COMPRESSING = 800; // bytes; below this the headers weigh more than the gain

export class Bundle {
  #manifest = {};
  #sizes = {};

  constructor() {
    fs.rmSync(STAGING, { recursive: true, force: true });
    fs.mkdirSync(STAGING, { recursive: true });
  }

  /** Adds one file, "fonts/A.woff2" becoming "fonts/A.1a2b3c4d.woff2", and returns that name. */
  add(name, content) {
    const bytes = Buffer.from(content);
    const digest = createHash("sha256").update(bytes).digest("hex").slice(0, 8);
    const { dir, name: stem, ext } = path.posix.parse(name);
    const hashed = path.posix.join(dir, `${stem}.${digest}${ext}`);
    const target = path.join(STAGING, hashed);
    fs.mkdirSync(path.dirname(target), { recursive: true });
    fs.writeFileSync(target, bytes);
    this.#sizes[name] = { raw: bytes.length, gzip: this.#compress(target, bytes) };
    this.#manifest[name] = hashed;
    return hashed;
  }

  #compress(target, bytes) {
    if (!TEXT.test(target) || bytes.length < WORTH_COMPRESSING) return bytes.length;
    const gzip = gzipSync(bytes, { level: 9 });
    const quality = { [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY };
    fs.writeFileSync(`${target}.gz`, gzip);
    fs.writeFileSync(`${target}.br`, brotliCompressSync(bytes, { params: quality }));
    return gzip.length;
  }

  /** Writes the manifest and puts the build where the site reads it. */
  publish() {
    const manifest = JSON.stringify(this.#manifest, null, 2);
    fs.writeFileSync(path.join(STAGING, "manifest.json"), `${manifest}\n`);
    fs.rmSync(DIST, { recursive: true, force: true });
    fs.mkdirSync(path.dirname(DIST), { recursive: true });
    fs.renameSync(STAGING, DIST);
  }

  summary() {
    return Object.entries(this.#sizes)
      .map(([name, { raw, gzip }]) => `${name.padEnd(40)}${raw} bytes, ${gzip} sent`)
      .join("\n");
  }
}
