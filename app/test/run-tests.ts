/**
 * Runs the tests as plain JavaScript: every source of the packages and of their tests is stripped of its types once, into
 * `target/tests`, where a test by itself would load the stripper and strip what it imports again.
 *
 * Arguments: test files, from the repository's root; all of them if left out. A single test runs without this too:
 * `node --import tsx --test FILE`.
 */

import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { transform } from "esbuild";
import { packages, ROOT, sources } from "./imports.js";

const OUT = join(ROOT, "target/tests");
/** Read relative to the sources that import it. */
const DATA = "migrations/schema";
/** Also sources, outside the packages' folders. */
const MORE = ["app/test"];

/** Strips a source of its types; what it says of its own place stays true. */
async function strip(path: string): Promise<void> {
  const from = join(ROOT, path);
  const { code } = await transform(readFileSync(from, "utf8"), {
    loader: path.endsWith(".tsx") ? "tsx" : "ts",
    jsx: "automatic",
    format: "esm",
    target: "node20.19",
    define: { "import.meta.url": JSON.stringify(pathToFileURL(from).href) },
  });
  const to = join(OUT, path.replace(/\.tsx?$/, ".js"));
  mkdirSync(dirname(to), { recursive: true });
  writeFileSync(to, code);
}

const all = [...packages().map(({ folder }) => folder), ...MORE].flatMap((folder) =>
  sources(folder, ["node_modules", "dist"]),
);
rmSync(OUT, { recursive: true, force: true });
await Promise.all(all.map(strip));
cpSync(join(ROOT, DATA), join(OUT, DATA), { recursive: true });

const named = process.argv.slice(2);
const tests = (named.length > 0 ? named : all.filter((path) => /\.test\.tsx?$/.test(path)).sort()).map(
  (path) => join(OUT, path.replace(/\.tsx?$/, ".js")),
);
const { status } = spawnSync(
  process.execPath,
  ["--no-warnings=ExperimentalWarning", "--test", "--test-concurrency=2", ...tests],
  { cwd: ROOT, stdio: "inherit" },
);
process.exit(status ?? 1);
