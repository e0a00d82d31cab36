import assert from "node:assert/strict";
import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { securities } from "./command-line.js";

const folder = mkdtempSync(join(tmpdir(), "securities-completion-"));
after(() => rmSync(folder, { recursive: true, force: true }));

/** Writes a file, and says where it is. */
function file(name: string, text: string): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}

const script = async (shell: string) => (await securities("completion", shell)).out;
/** By a name of our own: no package brings it. */
const FISH = "fish";

/** Shells may not be there, and no package of npm brings one: `tools/shells` looks for them, and says which stay untested. */
const unless = (shell: string) =>
  spawnSync(shell, ["-c", "true"]).status === 0
    ? {}
    : { skip: `there is no ${shell} here: see tools/shells` };

test("bash completes commands, options and values", unless("bash"), async () => {
  const path = file("completion.bash", await script("bash"));
  const completed = (...words: readonly string[]) => {
    const typed = words.map((word) => `'${word}'`).join(" ");
    const run = `. ${path}; COMP_WORDS=(securities ${typed}); COMP_CWORD=${words.length}
_securities; printf '%s\\n' "\${COMPREPLY[@]}"`;
    return execFileSync("bash", ["--norc", "-c", run], { encoding: "utf8", cwd: folder }).trim().split("\n");
  };
  assert.ok(completed("").includes("deal"));
  assert.deepEqual(completed("bo"), ["book"]);
  assert.deepEqual(completed("book", "dep"), ["deposit"]);
  assert.deepEqual(completed("-u", "devnet", "book", "dep"), ["deposit"], "a value is no command");
  assert.deepEqual(completed("--commitment", "f"), ["finalized"]);
  assert.deepEqual(completed("book", "deposit", "--no"), ["--no-commit", "--nonce"]);
  assert.deepEqual(completed("book", "deposit", "--time"), ["--timeout"], "options of all commands");
  assert.deepEqual(completed("completion", "z"), ["zsh"]);
  file("deal.yaml", "");
  assert.deepEqual(completed("deal", "check", "dea"), ["deal.yaml"]);
});

test("zsh completes commands, options and values", unless("zsh"), async () => {
  const path = file("_securities", await script("zsh"));
  const offered = (...words: readonly string[]) => {
    const run = `compdef() { : }; _describe() { print -l -- "\${(@P)2}" }; _files() { print files }; compadd() { print -l -- "\${@:2}" }
. ${path}; words=(securities ${words.map((word) => `'${word}'`).join(" ")}); CURRENT=${words.length + 1}; _securities`;
    return execFileSync("zsh", ["-f", "-c", run], { encoding: "utf8" }).trim().split("\n");
  };
  assert.ok(offered("").some((line) => line.startsWith("deal:Check a deal file")));
  assert.ok(offered("-u", "devnet", "book", "").some((line) => line.startsWith("deposit:")));
  assert.deepEqual(offered("--commitment", ""), ["processed", "confirmed", "finalized"]);
  assert.ok(offered("book", "deposit", "--").some((line) => line.startsWith("--nonce:")));
  assert.deepEqual(offered("deal", "check", ""), ["files"]);
});

test("fish completes commands, options and values", unless(FISH), async () => {
  const path = file("completion.fish", await script("fish"));
  const completed = (line: string) =>
    execFileSync(FISH, ["--no-config", "-c", `source ${path}; complete -C '${line}'`], { encoding: "utf8" })
      .trim()
      .split("\n")
      .map((one) => one.split("\t")[0]);
  assert.deepEqual(completed("securities book dep"), ["deposit"]);
  assert.deepEqual(completed("securities -u devnet book dep"), ["deposit"]);
  assert.deepEqual(completed("securities --commitment f"), ["finalized"]);
  assert.ok(completed("securities book deposit --no").includes("--nonce"));
});
