/**
 * Runs the tests as plain JavaScript: every source of the packages and of their tests is stripped of its types once, into
 * `target/tests`, where a test by itself would load the stripper and strip what it imports again. A test that has passed
 * here before with the same inputs is left out, unless FORCE is set or it is named.
 *
 * Arguments: test files, or folders of them, from the repository's root; everything if left out. A single test runs without
 * this too: `node --import tsx --test FILE`.
 */

import { spawn } from "node:child_process";
import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { transform } from "esbuild";
import { packages, ROOT, sources } from "./imports.js";
import { inputsOf, stateOf } from "./inputs.js";

const OUT = join(ROOT, "target/tests");
const PASSED = join(ROOT, "target/once/test-ts");
/** Read relative to the sources that import it. */
const DATA = "migrations/schema";
/** Also sources, outside the packages' folders. */
const MORE = ["app/test"];
/** One more than processors: many tests wait for a node's patience to end, or for a browser. */
const AT_ONCE = availableParallelism() + 1;

/** When the state of what tests depend on was read. */
const BEGAN = Date.now();
/** Whether a file has not been written since: else it is not known which of its states a test has seen. */
const isAsHashed = (path: string) =>
  (statSync(join(ROOT, path), { throwIfNoEntry: false })?.mtimeMs ?? 0) < BEGAN;

/** Where a source is without its types. */
const strippedOf = (path: string) => join(OUT, path.replace(/\.tsx?$/, ".js"));

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
  const to = strippedOf(path);
  mkdirSync(dirname(to), { recursive: true });
  writeFileSync(to, code);
}

/** Runs a test in a process of its own, that can read nothing but its inputs; says how it went. */
function run(
  test: string,
  inputs: readonly string[],
): Promise<Readonly<{ hasPassed: boolean; said: string }>> {
  const list = `${strippedOf(test)}.inputs`;
  writeFileSync(list, inputs.join("\n"));
  const preload = pathToFileURL(strippedOf("app/test/reads.ts")).href;
  const args = ["--no-warnings=ExperimentalWarning", "--test-reporter=spec", strippedOf(test)];
  const options = `${process.env.NODE_OPTIONS ?? ""} --import=${preload}`;
  const env = { ...process.env, SECURITIES_TEST_INPUTS: list, NODE_OPTIONS: options };
  return new Promise((resolve) => {
    const child = spawn(process.execPath, args, { cwd: ROOT, env, stdio: ["ignore", "pipe", "pipe"] });
    let said = "";
    for (const stream of [child.stdout, child.stderr]) {
      stream.on("data", (some: Buffer) => {
        said += some.toString();
      });
    }
    child.on("close", (code) => resolve({ hasPassed: code === 0, said }));
  });
}

const all = [...packages().map(({ folder }) => folder), ...MORE].flatMap((folder) =>
  sources(folder, ["node_modules", "dist"]),
);
const TEST = /\.test\.tsx?$/;
const args = process.argv.slice(2);
const missing = args.filter((path) => !existsSync(join(ROOT, path)));
if (missing.length > 0) {
  console.error(
    `${missing.join(" ")}: not here. Name test files, or folders of them, from the repository's root`,
  );
  process.exit(2);
}
const folders = args.filter((path) => !TEST.test(path)).map((folder) => `${folder.replace(/\/$/, "")}/`);
const named = args.filter((path) => TEST.test(path));
// From the last to the first, so that the long ones, of page and demo, are not what all wait for at the end.
const below = all
  .filter(
    (path) => TEST.test(path) && (args.length === 0 || folders.some((folder) => path.startsWith(folder))),
  )
  .sort()
  .reverse();
const tests = [...new Set([...named, ...below])].map((path) => ({
  path,
  stamp: join(PASSED, `${path.replaceAll("/", "_")}-${stateOf(path)}`),
}));
const due = tests.filter(
  ({ path, stamp }) => named.includes(path) || Boolean(process.env.FORCE) || !existsSync(stamp),
);

if (due.length > 0) {
  rmSync(OUT, { recursive: true, force: true });
  await Promise.all(all.map(strip));
  cpSync(join(ROOT, DATA), join(OUT, DATA), { recursive: true });
}
mkdirSync(PASSED, { recursive: true });
const failed: string[] = [];
const waiting = [...due];
await Promise.all(
  Array.from({ length: AT_ONCE }, async () => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      const start = performance.now();
      const inputs = inputsOf(next.path);
      const { hasPassed, said } = await run(next.path, inputs);
      const seconds = ((performance.now() - start) / 1_000).toFixed(1);
      console.log(`${hasPassed ? "passed" : "FAILED"} ${seconds.padStart(6)} s  ${next.path}`);
      if (hasPassed && inputs.every(isAsHashed)) {
        writeFileSync(next.stamp, "");
      }
      if (!hasPassed) {
        failed.push(next.path);
        console.log(said);
      }
    }
  }),
);
const before = tests.length - due.length;
if (before > 0) {
  console.log(`${before} files of tests passed before, and nothing that they depend on has changed`);
}
console.log(`${due.length - failed.length} passed now, ${failed.length} failed`);
for (const path of failed) {
  console.log(`failed: ${path}`);
}
process.exitCode = failed.length === 0 ? 0 : 1;
