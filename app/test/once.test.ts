import assert from "node:assert/strict";
import { execFileSync, spawnSync } from "node:child_process";
import {
  appendFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { ROOT } from "./imports.js";

// inputs: tools/once

test("a command runs again when a file below its paths has changed, when it failed, and when it is forced", () => {
  const tree = mkdtempSync(join(tmpdir(), "securities-once-"));
  after(() => rmSync(tree, { recursive: true, force: true }));
  for (const folder of ["tools", "inputs", "others"]) {
    mkdirSync(join(tree, folder));
  }
  const once = join(tree, "tools/once");
  cpSync(join(ROOT, "tools/once"), once);
  writeFileSync(join(tree, ".gitignore"), "/target\n/ran\n");
  writeFileSync(join(tree, "inputs/known"), "");
  execFileSync("git", ["init", "--quiet"], { cwd: tree });
  const ran = join(tree, "ran");
  const runs = (command = "echo ran >> ran", env: Readonly<Record<string, string>> = {}) => {
    const before = existsSync(ran) ? readFileSync(ran, "utf8").length : 0;
    const args = ["work", "inputs", "--", "sh", "-c", command];
    const { status } = spawnSync(once, args, { cwd: tree, env: { ...process.env, FORCE: "", ...env } });
    return [status, readFileSync(ran, "utf8").length > before];
  };
  assert.deepEqual(runs(), [0, true]);
  assert.deepEqual(runs(), [0, false]);
  appendFileSync(join(tree, "others/page"), "changed");
  assert.deepEqual(runs(), [0, false]);
  assert.deepEqual(runs("echo ran >> ran", { FORCE: "1" }), [0, true]);
  appendFileSync(join(tree, "inputs/known"), "changed");
  assert.deepEqual(runs(), [0, true]);
  writeFileSync(join(tree, "inputs/new"), "");
  assert.deepEqual(runs(), [0, true]);
  rmSync(join(tree, "inputs/known"));
  assert.deepEqual(runs(), [0, true]);
  const fails = "echo ran >> ran; false";
  assert.deepEqual(
    [runs(fails), runs(fails)],
    [
      [1, true],
      [1, true],
    ],
  );
});
