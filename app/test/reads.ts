/**
 * Loaded before a test: files of the repository that are not among its inputs, as `inputs.ts` has them, cannot be read, nor
 * run by another process. Modules are no matter of this: a test of imports keeps them to what the manifests name.
 */

import childProcess from "node:child_process";
import fs, { readFileSync, realpathSync } from "node:fs";
import { syncBuiltinESMExports } from "node:module";
import { dirname, relative, resolve, sep } from "node:path";
import { fileURLToPath } from "node:url";
import { ROOT } from "./imports.js";

/** What is installed, and where tests write: below target, and in folders of their own beside them. */
const FREE =
  /^(node_modules|target\/(tests|development-page|gallery|screenshots))(\/|$)|\/node_modules\/|\/dist$|^app\/\w+\/test\/\w+-\w{6}\//;

const listed = process.env.SECURITIES_TEST_INPUTS;
if (listed !== undefined) {
  const inputs = new Set(readFileSync(listed, "utf8").split("\n"));
  const folders = new Set([...inputs].flatMap(foldersOf));
  refuseOthers((path) => inputs.has(path) || folders.has(path) || FREE.test(path));
}

/** The folders on the way to a file. */
function foldersOf(path: string): string[] {
  const folder = dirname(path);
  return folder === "." ? ["", "."] : [folder, ...foldersOf(folder)];
}

function refuseOthers(isInput: (path: string) => boolean): void {
  const check = (given: unknown): void => {
    const text = given instanceof URL ? fileURLToPath(given) : given;
    if (typeof text !== "string" || !fs.existsSync(text)) {
      return;
    }
    const path = relative(ROOT, realpathSync(resolve(text)));
    if (!path.startsWith("..") && !path.startsWith(sep) && !isInput(path)) {
      throw new Error(
        `the test reads ${path}, on which it does not say it depends: add a line "// inputs: ${path}"`,
      );
    }
  };
  const guard = (
    owner: object,
    names: readonly string[],
    pick: (args: readonly unknown[]) => readonly unknown[],
  ) => {
    for (const name of names) {
      const before = Reflect.get(owner, name) as (...args: readonly unknown[]) => unknown;
      const after = function (this: unknown, ...args: readonly unknown[]): unknown {
        for (const one of pick(args)) {
          check(one);
        }
        return before.apply(this, args as unknown[]);
      };
      const { prototype: _, ...own } = Object.getOwnPropertyDescriptors(before) as PropertyDescriptorMap;
      Reflect.set(owner, name, Object.defineProperties(after, own));
    }
  };
  const first = (args: readonly unknown[]) => args.slice(0, 1);
  guard(
    fs,
    ["readFileSync", "openSync", "readdirSync", "createReadStream", "cpSync", "readFile", "open"],
    first,
  );
  guard(fs.promises, ["readFile", "open", "readdir", "cp"], first);
  const words = ([file, args]: readonly unknown[]) => [file, ...(Array.isArray(args) ? args : [])];
  guard(childProcess, ["spawn", "spawnSync", "execFile", "execFileSync"], words);
  syncBuiltinESMExports();
}
