/**
 * What the outcome of a test depends on: its package and those that it needs, without the tests of others and without pages;
 * what is built of them; the bytecode. A test, or a file of tests that it imports, names what else it reads in a line
 * `// inputs: PATHS`, from the repository's root: files, folders, or packages with what these need. `reads.ts` refuses
 * everything else while tests run, so that what is left out here is noticed there.
 */

import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";
import { importsOfFile, type Package, packages, ROOT, resolved } from "./imports.js";

/** What every test depends on. */
const COMMON = [
  "app/idl",
  "app/test/imports.ts",
  "app/test/inputs.ts",
  "app/test/reads.ts",
  "app/test/run-tests.ts",
  "app/tsconfig.json",
  "package.json",
  "package-lock.json",
  "target/deploy/securities.so",
  "target/deploy/token_acl.so",
  "tools/browser",
  "tools/postgres",
  "tools/shells",
  "tsconfig.base.json",
];
/** What packages are built into, which git does not list. */
const BUILT = ["dist", "site"];
/** The environment that tests look at. */
const ENVIRONMENT = /^(CHROMIUM|POSTGRES_BIN|SOLANA_TEST_VALIDATOR|STRUCTURES|SAY|DOCS)$/;
const TEST = /\.test\.tsx?$/;

/** The files of the tree, with those that are not committed yet, and their states; read once. */
const LISTED = [
  ...new Set(
    execFileSync("git", ["ls-files", "-z", "--cached", "--others", "--exclude-standard"], {
      cwd: ROOT,
      encoding: "utf8",
      maxBuffer: 2 ** 28,
    }).split("\0"),
  ),
]
  .filter((path) => path !== "")
  .sort();
const PACKAGES: ReadonlyMap<string, Package> = new Map(packages().map((one) => [one.folder, one]));
const hashes = new Map<string, string>();

/** The files that a test may read. */
export function inputsOf(test: string): string[] {
  const own = [...PACKAGES.keys()].find((folder) => test.startsWith(`${folder}/`));
  const named = [...COMMON, test, ...namedBy(test)];
  const folders = [...(own === undefined ? [] : [own]), ...named.filter((path) => PACKAGES.has(path))];
  // What is built of a package belongs to it, also where the whole tree is named.
  const needed = named.includes(".") ? PACKAGES.keys() : folders.flatMap((one) => [one, ...neededBy(one)]);
  const files = [...new Set(needed)].flatMap((folder) => filesOf(folder, folder === own));
  const others = named.filter((path) => !PACKAGES.has(path)).flatMap(below);
  return [...new Set([...files, ...others])].sort();
}

/**
 * A text that differs whenever a test may have another outcome.
 *
 * @param changed A file that is as if it had been changed.
 */
export function stateOf(test: string, changed?: string): string {
  const state = createHash("sha256");
  for (const path of inputsOf(test)) {
    state.update(`${path} ${path === changed ? "changed" : hashOf(path)}\n`);
  }
  const environment = Object.entries(process.env).filter(([name]) => ENVIRONMENT.test(name));
  state.update(JSON.stringify([process.version, environment.sort()]));
  return state.digest("hex");
}

/** The packages that one needs, those of its tests included; of the others only the page's site is built of its own. */
function neededBy(folder: string): Set<string> {
  const folders = new Map([...PACKAGES.values()].map((one) => [one.manifest.name, one.folder]));
  const found = new Set<string>();
  const visit = (one: string, withTests: boolean) => {
    const { dependencies, devDependencies } = PACKAGES.get(one)?.manifest ?? {};
    for (const name of Object.keys({ ...dependencies, ...(withTests ? devDependencies : {}) })) {
      const next = folders.get(name);
      if (next !== undefined && !found.has(next)) {
        found.add(next);
        visit(next, existsSync(join(ROOT, next, "vite.config.ts")));
      }
    }
  };
  visit(folder, true);
  return found;
}

/** The files of a package, with what is built of it; for its own tests with what these share. */
function filesOf(folder: string, isOwn: boolean): string[] {
  const sources = below(folder).filter(
    (path) => !path.endsWith(".md") && !TEST.test(path) && (isOwn || !path.startsWith(`${folder}/test/`)),
  );
  const built = BUILT.flatMap((name) => walk(join(folder, name)));
  return [...sources, ...built.filter((path) => !path.includes("tsbuildinfo"))];
}

/** A file, or the listed files below a folder. */
function below(path: string): readonly string[] {
  const listed = path === "." ? LISTED : LISTED.filter((one) => one === path || one.startsWith(`${path}/`));
  return listed.length === 0 ? [path] : listed;
}

function hashOf(path: string): string {
  const from = join(ROOT, path);
  const hash =
    hashes.get(path) ??
    (existsSync(from) ? createHash("sha256").update(readFileSync(from)).digest("hex") : "none");
  hashes.set(path, hash);
  return hash;
}

/** The files below a folder, listed or not. */
function walk(folder: string): string[] {
  return !existsSync(join(ROOT, folder))
    ? []
    : readdirSync(join(ROOT, folder), { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile())
        .map((entry) => relative(ROOT, join(entry.parentPath, entry.name)));
}

/** What a test, and what it imports of its package, names in lines of inputs. */
export function namedBy(test: string): string[] {
  const reached = new Set([test]);
  const named: string[] = [];
  for (const path of reached) {
    const source = readFileSync(join(ROOT, path), "utf8");
    named.push(
      ...[...source.matchAll(/^\/\/ inputs: (.+)$/gm)].flatMap(([, paths = ""]) => paths.split(" ")),
    );
    for (const specifier of importsOfFile(path).filter((one) => one.startsWith(".") && one.endsWith(".js"))) {
      reached.add(resolved(path, specifier));
    }
  }
  return named;
}
