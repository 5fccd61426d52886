// Builds the connector: one file, with the packages that it needs in it, so that its checksum covers all of them. With --tests,
// the tests instead.

import { build } from "esbuild";
import { chmodSync, mkdirSync, readdirSync, renameSync, rmSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));
const common = { bundle: true, platform: "node", target: "node20", logLevel: "warning", absWorkingDir: here };

if (process.argv[2] === "--tests") {
  const files = readdirSync(join(here, "test")).filter((f) => f.endsWith(".test.ts"));
  rmSync(join(here, "build", "tests"), { recursive: true, force: true });
  await build({
    ...common, format: "esm", entryPoints: files.map((f) => join("test", f)), outdir: join("build", "tests"),
    outExtension: { ".js": ".mjs" }, external: ["@grpc/grpc-js"], sourcemap: "inline",
  });
} else {
  const out = process.argv[2] ?? join(here, "build", "trellis-connector-lattica-node");
  mkdirSync(dirname(out), { recursive: true });
  // A host gives no PATH, so that the first line names Node.js itself: the one that built it.
  const part = join(dirname(out), `.${basename(out)}.part`);
  await build({
    ...common, format: "cjs", entryPoints: ["src/main.ts"], outfile: part, minify: true, keepNames: true, legalComments: "eof",
    banner: { js: interpreter(process.execPath) },
  });
  chmodSync(part, 0o755);
  renameSync(part, out); // in its place as a whole
}

/** The first line. The system takes one argument at most, splits at spaces, and cuts long lines. */
function interpreter(node) {
  return /\s/.test(node) || node.length > 120 ? "#!/usr/bin/env node" : `#!${node}`;
}
